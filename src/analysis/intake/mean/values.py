"""The cells of an optional table as values: texts, ids, days, money, yes or no, and levels; nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable

from analysis.client.surveys import SurveyTable
from analysis.client.tables import Kind
from analysis.display.language import sentence
from analysis.intake.join.cells import Cells, Read
from analysis.intake.mean.amounts import COULD_BE, SYMBOLS, Numbers, read_numbers
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
ORDERED = {column for column, kind in SurveyTable.KINDS.items() if kind == "order"}
MAY_LIE_AHEAD = {"start", "end", "due"}


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
    cells.refuse(f"{kind} NOT IN ('ok', 'missing')", "dates", join)
    day = f"({moment})::DATE"
    never = f"({day} < DATE '1901-01-02' OR {day} >= DATE '2999-01-01')"
    ahead = f"{day} > DATE '{bench.today}'"
    if cells.column == "end":
        _say_days(cells, join, never, "table_no_end")
    else:
        _say_days(cells, join, never, "table_date_placeholder")
    if cells.column not in MAY_LIE_AHEAD:
        _say_days(cells, join, f"NOT {never} AND {ahead}", "table_date_future")
    absent = never if cells.column in MAY_LIE_AHEAD else f"{never} OR {ahead}"
    return {cells.column: f"CASE WHEN NOT ({absent}) THEN {day} END"}, join


def _say_days(cells: Cells, join: str, condition: str, code: str) -> None:
    rows = int(cells.bench.row(f"SELECT count(*) FROM {cells.raw} {join} WHERE {condition}")[0])
    if rows:
        note = cells.bench.info if code == "table_no_end" else cells.bench.warn
        note(code, rows, file=cells.where)


def _numbers(cells: Cells) -> tuple[Numbers, str, str]:
    """Return how numbers are read, SQL for the value of one, and SQL that is true where a text is none."""
    read = read_numbers(
        cells.bench, cells.raw, cells.column, cells.where, decimal=cells.source.decimal, typed=cells.numbers, header=""
    )
    return read, read.value, f"{read.value} IS NULL AND NOT coalesce({read.missing}, false)"


def read_plain_numbers(cells: Cells) -> Read:
    """Read numbers on their scale, exactly.

    Raises
    ------
    DataError
        If a value is no number or lies off its scale.
    """
    numbers, value, wrong = _numbers(cells)
    needed = "numbers_or_levels" if cells.column in ORDERED else "numbers"
    cells.refuse(wrong, needed, numbers.join)
    low, high = SCALES.get(cells.column, (None, None))
    if low is not None:
        beyond = f" OR {value} > {high}" if high is not None else ""
        needed = "numbers_from" if high is None else "numbers_between"
        cells.refuse(f"{value} < {low}{beyond}", needed, numbers.join, low=low, high=high)
    return {cells.column: value}, numbers.join


def read_money(cells: Cells) -> Read:
    """Read costs, exactly, in the report's currency.

    Raises
    ------
    DataError
        If a value is no number, a cost is below 0, or a value is written in another currency.
    """
    numbers, value, wrong = _numbers(cells)
    cells.refuse(wrong, "money", numbers.join)
    if cells.column != "amount":  # of an invoice: a credit note is below 0
        cells.refuse(f"{value} < 0", "costs", numbers.join)
    for token in numbers.currencies:
        symbol = SYMBOLS.get(token.lower(), token)
        if cells.currency not in {symbol, *COULD_BE.get(symbol, set())}:
            raise DataError(_other_money(cells, token))
    return {cells.column: value}, numbers.join


def _other_money(cells: Cells, token: str) -> str:
    if not cells.currency:
        return sentence(
            "{file}: money is written in '{token}', but the report's is in a currency that nobody states; convert the "
            "table first.",
            file=cells.where,
            token=token,
        )
    return sentence(
        "{file}: money is written in '{token}', but the report's is in {currency}; convert the table first.",
        file=cells.where,
        token=token,
        currency=cells.currency,
    )


def read_flags(cells: Cells) -> Read:
    """Read yes and no; an empty cell is neither.

    Raises
    ------
    DataError
        If a value is another word.
    """
    word = f"lower({trimmed(cells.text)})"
    cells.refuse(f"{word} NOT IN {sql_list(YES + NO + MISSING)}", "flags")
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
        cells.refuse(f"{word} NOT IN {sql_list(known + MISSING)}", "levels")
        cases = " ".join(f"WHEN {word} IN {sql_list(words)} THEN '{level}'" for level, words in LEVELS.items())
        return {column: f"CASE {cases} END", score: "NULL::DECIMAL(4, 2)"}, ""
    numbers, value, wrong = _numbers(cells)
    cells.refuse(f"({wrong}) OR {value} NOT BETWEEN 0 AND 10", "recommend", numbers.join)
    if cells.bench.row(f"SELECT coalesce(max({value}) <= 3, false) FROM {cells.raw} {numbers.join}")[0]:
        cells.bench.warn("survey_scale", file=cells.where)
    level = (
        f"CASE WHEN {value} >= 9 THEN 'promoter' WHEN {value} > 6 THEN 'passive' WHEN {value} >= 0 THEN 'detractor' END"
    )
    return {column: level, score: value}, numbers.join


def read_order(cells: Cells) -> Read:
    """Read levels in the client's own words (`levels`, the best first) as their place from below: 1 is the worst.

    Without such words they are numbers from 1 to 5.

    Raises
    ------
    DataError
        If a value is none of them.
    """
    levels = cells.levels
    if levels is None:
        return read_plain_numbers(cells)
    # A spreadsheet writes 5 as 5.0.
    word = f"regexp_replace(lower({trimmed(cells.text)}), '^([0-9]+)[.,]0+$', '\\1')"
    known = [level.strip().lower() for level in levels]
    cells.refuse(f"{word} NOT IN {sql_list((*known, *MISSING))}", "order", levels=", ".join(levels))
    cases = " ".join(f"WHEN {word} = {literal(level)} THEN {len(known) - place}" for place, level in enumerate(known))
    return {cells.column: f"CASE {cases} END"}, ""


READERS: dict[Kind, Callable[[Cells], Read]] = {
    "text": read_texts,
    "id": read_other_ids,
    "day": read_days,
    "number": read_plain_numbers,
    "money": read_money,
    "flag": read_flags,
    "level": read_levels,
    "order": read_order,
}
