"""The cells of an optional table as values: texts, ids, days, money, yes or no, and levels; nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable

from analysis.client.tables import Kind
from analysis.intake.join.cells import Cells, Read
from analysis.intake.mean.amounts import COULD_BE, SYMBOLS, read_numbers
from analysis.intake.mean.dates import read_dates
from analysis.intake.mean.ids import read_ids
from analysis.intake.mean.words import BLANKS, EXCEL_ERRORS, INVISIBLE, MISSING, sql_list, trimmed
from analysis.intake.workspace import literal
from analysis.schema import DataError

YES = ("yes", "y", "true", "t", "1", "1.0", "x", "ja", "j", "oui", "si", "sí", "✓", "✔", "是", "对", "真")
NO = ("no", "n", "false", "f", "0", "0.0", "nein", "non", "nej", "否", "不是", "假")
LEVELS = {
    "promoter": ("promoter", "yes", "y", "certainly", "definitely", "likely", "ja", "oui", "会", "是", "推荐"),
    "passive": (
        "passive",
        "neutral",
        "maybe",
        "perhaps",
        "undecided",
        "vielleicht",
        "peut-être",
        "可能",
        "也许",
        "中立",
    ),
    "detractor": ("detractor", "no", "n", "never", "unlikely", "nein", "non", "不会", "否", "不推荐"),
}
SCALES = {"satisfaction": (1, 5), "expectation": (1, 5), "minutes": (0, None)}
MAY_LIE_AHEAD = {"start", "end"}


def read_texts(cells: Cells) -> Read:
    """Read texts as they are but for outer blanks; what says "not known" is absent."""
    absent = f"lower({trimmed(cells.text)}) IN {sql_list(MISSING + EXCEL_ERRORS)}"
    return {cells.column: f"CASE WHEN NOT {absent} THEN trim({cells.text}, {literal(BLANKS + INVISIBLE)}) END"}, ""


def read_other_ids(cells: Cells) -> Read:
    """Read ids of other customers, cleaned like customer ids."""
    table = read_ids(cells.bench, cells.alone("customer_id"), cells.where, "")
    value = f"CASE WHEN {cells.alias}.kind NOT IN ('missing', 'placeholder') THEN {cells.alias}.id END"
    return {cells.column: value}, f"JOIN {table} AS {cells.alias} ON {cells.alias}.v = {cells.text}"


def read_days(cells: Cells) -> Read:
    """Read days in one format; placeholders (1900-01-01, 9999-12-31) and days to come are absent, and said."""
    bench = cells.bench
    dates = read_dates(
        bench, cells.alone("date"), cells.source, cells.where, header="", typed=cells.days, shift=cells.shift
    )
    kind, moment, join = dates.of(cells.text, cells.alias)
    cells.refuse(f"{kind} NOT IN ('ok', 'missing')", "dates are needed", join)
    day = f"({moment})::DATE"
    never = f"({day} < DATE '1901-01-02' OR {day} >= DATE '2999-01-01')"
    ahead = f"{day} > DATE '{bench.today}'"
    if cells.column == "end":
        _say_days(cells, join, never, "table_no_end", "a placeholder date (9999), so there is no end yet")
    else:
        _say_days(cells, join, never, "table_date_placeholder", "a placeholder date (1900, 9999): no date")
    if cells.column not in MAY_LIE_AHEAD:
        _say_days(cells, join, f"NOT {never} AND {ahead}", "table_date_future", "a date in the future: no date")
    absent = never if cells.column in MAY_LIE_AHEAD else f"{never} OR {ahead}"
    return {cells.column: f"CASE WHEN NOT ({absent}) THEN {day} END"}, join


def _say_days(cells: Cells, join: str, condition: str, code: str, words: str) -> None:
    rows = int(cells.bench.row(f"SELECT count(*) FROM {cells.raw} {join} WHERE {condition}")[0])
    if rows:
        note = cells.bench.info if code == "table_no_end" else cells.bench.warn
        note(code, f"{cells.where}: {rows:,} row{'s hold' if rows > 1 else ' holds'} {words}.", rows)


def read_plain_numbers(cells: Cells) -> Read:
    """Read numbers on their scale, exactly.

    Raises
    ------
    DataError
        If a value is no number or lies off its scale.
    """
    numbers = read_numbers(
        cells.bench, cells.raw, cells.column, cells.where, decimal=cells.source.decimal, typed=cells.numbers, header=""
    )
    value = numbers.value
    cells.refuse(f"{value} IS NULL AND NOT coalesce({numbers.missing}, false)", "numbers are needed", numbers.join)
    low, high = SCALES.get(cells.column, (None, None))
    if low is not None:
        scale = (
            f"numbers from {low} to {high} are needed" if high is not None else f"numbers of {low} or more are needed"
        )
        beyond = f" OR {value} > {high}" if high is not None else ""
        cells.refuse(f"{value} < {low}{beyond}", scale, numbers.join)
    return {cells.column: value}, numbers.join


def read_money(cells: Cells) -> Read:
    """Read costs, exactly, in the report's currency.

    Raises
    ------
    DataError
        If a value is no number, is below 0, or is written in another currency.
    """
    numbers = read_numbers(
        cells.bench, cells.raw, cells.column, cells.where, decimal=cells.source.decimal, typed=cells.numbers, header=""
    )
    value = numbers.value
    cells.refuse(f"{value} IS NULL AND NOT coalesce({numbers.missing}, false)", "money is needed", numbers.join)
    cells.refuse(f"{value} < 0", "a cost is a number of 0 or more", numbers.join)
    for token in numbers.currencies:
        symbol = SYMBOLS.get(token.lower(), token)
        if cells.currency not in {symbol, *COULD_BE.get(symbol, set())}:
            raise DataError(
                f"{cells.where}: money is written in '{token}', but the report's is in "
                f"{cells.currency or 'a currency that nobody states'}; convert the table first."
            )
    return {cells.column: value}, numbers.join


def read_flags(cells: Cells) -> Read:
    """Read yes and no; an empty cell is neither.

    Raises
    ------
    DataError
        If a value is another word.
    """
    word = f"lower({trimmed(cells.text)})"
    cells.refuse(f"{word} NOT IN {sql_list(YES + NO + MISSING)}", "yes or no is needed")
    return {
        cells.column: f"CASE WHEN {word} IN {sql_list(YES)} THEN true WHEN {word} IN {sql_list(NO)} THEN false END"
    }, ""


def read_levels(cells: Cells) -> Read:
    """Read "would you recommend us": 0 to 10 (9 and 10 promote, 0 to 6 do not), or three levels in words.

    Raises
    ------
    DataError
        If a value is neither, or if words and numbers are mixed.
    """
    word = f"lower({trimmed(cells.text)})"
    known = tuple(text for words in LEVELS.values() for text in words)
    column, score = cells.column, f"{cells.column}_score"
    if cells.bench.row(f"SELECT count(*) FROM {cells.raw} WHERE {word} IN {sql_list(known)}")[0]:
        cells.refuse(f"{word} NOT IN {sql_list(known + MISSING)}", "three levels (yes, maybe, no) are needed")
        cases = " ".join(f"WHEN {word} IN {sql_list(words)} THEN '{level}'" for level, words in LEVELS.items())
        return {column: f"CASE {cases} END", score: "NULL::DECIMAL(4, 2)"}, ""
    numbers = read_numbers(
        cells.bench, cells.raw, column, cells.where, decimal=cells.source.decimal, typed=cells.numbers, header=""
    )
    value = numbers.value
    needed = "numbers from 0 to 10, or three levels (yes, maybe, no), are needed"
    cells.refuse(
        f"({value} IS NULL AND NOT coalesce({numbers.missing}, false)) OR {value} NOT BETWEEN 0 AND 10",
        needed,
        numbers.join,
    )
    if cells.bench.row(f"SELECT coalesce(max({value}) <= 3, false) FROM {cells.raw} {numbers.join}")[0]:
        cells.bench.warn(
            "survey_scale",
            f"{cells.where}: no value is above 3, so on the scale of 0 to 10 nobody recommends; if these are three "
            f"levels, write yes, maybe, no.",
        )
    level = (
        f"CASE WHEN {value} >= 9 THEN 'promoter' WHEN {value} > 6 THEN 'passive' WHEN {value} >= 0 THEN 'detractor' END"
    )
    return {column: level, score: value}, numbers.join


READERS: dict[Kind, Callable[[Cells], Read]] = {
    "text": read_texts,
    "id": read_other_ids,
    "day": read_days,
    "number": read_plain_numbers,
    "money": read_money,
    "flag": read_flags,
    "level": read_levels,
}
