"""Rows that are the sums of other rows: found by contrast and arithmetic, left out, and named with what proves them.

Two proofs: the rows of one kind (a label, a star, a blank item) equal the sum of the other rows, customer by customer
or document by document; or, whatever the columns say, the amounts close blocks of rows again and again (``chains``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analysis.intake.mean.chains import find_chain
from analysis.intake.mean.divisions import Division, divisions, documents
from analysis.intake.mean.kind_words import speaks_against
from analysis.intake.mean.neighbours import COUNTED, Seen, mark
from analysis.intake.mean.sum_words import NO_SALE_CELL, SUM_CELL, says_carried, says_sum, whole_word
from analysis.intake.rules.sums import sums_of_others
from analysis.intake.workspace import literal, name

FEWEST_GROUPS = 3
MOSTLY = 0.8  # of the groups with such a row agree to the cent
LEVELS = 4  # lines, documents, customers, all
MOST_OF_A_CHAIN = 1_000_000
FIRST_ROWS = 2_000  # that show whether there is a chain at all
OFTEN = 3  # values at most are looked at
FAR = 5  # times as many rows as half of the values have at most


@dataclass(frozen=True)
class Proof:
    """Which rows are sums (SQL over the seen table), the column and word that tell them, and the groups that agree."""

    where: str
    title: str
    word: str
    groups: int
    agree: int
    columns: tuple[str, ...] = ()


def leave_out_sums(seen: Seen) -> None:
    """Give every row that is the sum of others, or carries one on, its reason; say which and why."""
    every = divisions(seen)
    _undated(seen)
    _carried(seen, every)
    for _ in range(LEVELS):
        proof = _by_contrast(seen, every)
        if proof is None:
            break
        _leave_out(seen, proof)
    for _ in range(LEVELS):
        if not _by_chain(seen):
            break
    _named_only(seen, every)


def _undated(seen: Seen) -> None:
    """Call a row without day and customer a total, where one of its cells says so: the foot of a list."""
    if "missing_date" not in seen.source.left_out:
        return
    staged = seen.source.staged
    undated = f"SELECT row FROM lines WHERE source = {seen.number} AND reason = 'missing_date'"
    named = [column for column in staged.source.columns if column not in {"customer_id", "date", "amount"}]
    for cells, table, key, id_ in (
        ([f"r.{name(column)}" for column in named], staged.table, "rowid", "customer_id"),
        ([f"r.{name(cell)}" for cell in seen.titles if cell not in seen.named], seen.table, "row", "id_text"),
    ):
        if cells:
            says = " OR ".join(f"regexp_matches(lower(trim({cell})), {literal(SUM_CELL)})" for cell in cells)
            seen.bench.con.execute(
                f"UPDATE lines SET reason = 'total_row' WHERE source = {seen.number} AND reason = 'missing_date' AND "
                f"row IN (WITH few AS MATERIALIZED (SELECT *, {key} AS place FROM {table} WHERE {key} IN ({undated})) "
                f"SELECT place FROM few r WHERE trim(r.{id_}) = '' AND ({says}))"
            )


def _carried(seen: Seen, every: list[Division]) -> None:
    """Leave out rows whose cell says that a sum or a balance is carried on."""
    for division in every:
        values = _values(seen, division.column)
        words = [value for value in values if says_carried(value)]
        rows = sum(values[word] for word in words)
        if words and 2 * rows < sum(values.values()):
            test = f"regexp_matches(lower(trim({name(division.column)})), {literal(NO_SALE_CELL)})"
            rows, amount = mark(seen, test, "balance_row", (division.column,))
            seen.bench.warn("balance_rows", rows, amount, file=seen.label, column=division.title, **_shown(words))


def _by_contrast(seen: Seen, every: list[Division]) -> Proof | None:
    """Return the kind of rows that equals the others' sum in most groups, by the finest key; None if none does."""
    keys = [f"trim({name(column)})" for column in documents(seen, every)]
    keys += ["(customer, day)", "(customer, date_trunc('month', day))", "customer"]
    keys = [key for key in keys if every and _several(seen, key)]
    best: Proof | None = None
    for division in every:
        for parts, words in _ways(seen, division):
            for key in keys:
                for part, groups, agree in _agreeing(seen, parts, key):
                    if not speaks_against(part) and (best is None or agree > best.agree):
                        best = Proof(
                            f"{parts} = {literal(part)}",
                            division.title,
                            words or part,
                            groups,
                            agree,
                            (division.column,),
                        )
        best = best or _grand(seen, division)
    return best


def _several(seen: Seen, key: str) -> bool:
    """Return whether enough groups of a key hold several rows, without which nothing can be their sum."""
    groups = seen.bench.row(
        f"SELECT count(*) FROM (SELECT 1 FROM {seen.table} WHERE counted AND amount <> 0 GROUP BY {key} "
        f"HAVING count(*) > 1)"
    )
    return int(groups[0]) >= FEWEST_GROUPS


def _ways(seen: Seen, division: Division) -> Iterator[tuple[str, str]]:
    """Yield the ways in which a column divides the rows: SQL for the part, and its word ("": the part itself)."""
    if not division.few and any(says_sum(value) for value in _values(seen, division.column)):
        cell = f"lower(trim({name(division.column)}))"
        yield f"CASE WHEN regexp_matches({cell}, {literal(SUM_CELL)}) THEN 'Total' ELSE '' END", "Total"
    if division.parts is not None:
        yield division.parts, ""
    often = [] if division.few else _often(_values(seen, division.column))
    if often:
        cell = f"trim({name(division.column)})"
        yield f"CASE WHEN {cell} IN ({', '.join(map(literal, often))}) THEN {cell} ELSE '' END", ""


def _often(values: dict[str, int]) -> list[str]:
    """Return what stands far more often than the other values of a column: a label among items that are all new."""
    usual = sorted(values.values())[len(values) // 2] if values else 0  # none is left once the sums are out
    most = sorted(values, key=lambda value: (-values[value], value))[:OFTEN]
    return [value for value in most if values[value] >= max(FEWEST_GROUPS, FAR * usual)]


def _agreeing(seen: Seen, parts: str, key: str) -> list[tuple[str, int, int]]:
    """Return the parts that are the sums of the others: part, groups that hold it, and in how many both are equal.

    A group with one row of each part proves little, so in one of three more rows must add up to fewer. Of two parts
    that equal each other, that of fewer rows is the sum.
    """
    divided = seen.bench.frame(
        f"SELECT {key} AS key, {parts} AS part, amount FROM {seen.table} WHERE counted AND amount <> 0",
    )
    found = [
        (str(part), groups, agree)
        for part, groups, agree, rich in seen.bench.fetch(sums_of_others(divided))
        if agree >= max(FEWEST_GROUPS, MOSTLY * groups) and 3 * rich >= agree
    ]
    return sorted(found, key=lambda one: (-one[2], one[0]))


def _grand(seen: Seen, division: Division) -> Proof | None:
    """Return the rows that a word calls a total and that equal the sum of all others."""
    words = [value for value in _values(seen, division.column) if says_sum(value)]
    if not words:
        return None
    where = f"trim({name(division.column)}) IN ({', '.join(map(literal, words))})"
    rows, ours, others = seen.rows(
        f"count(*) FILTER ({where}), sum(amount) FILTER ({where}), sum(amount) FILTER (NOT {where})"
    )[0]
    if rows == 1 and ours == others:
        return Proof(where, division.title, words[0], 1, 1, (division.column,))
    return None


def _leave_out(seen: Seen, proof: Proof) -> None:
    rows, amount = mark(seen, proof.where, "total_row", proof.columns)
    seen.bench.warn(
        "rows_are_sums",
        rows,
        amount,
        file=seen.label,
        column=proof.title,
        word=proof.word,
        agree=proof.agree,
        groups=proof.groups,
    )


def _by_chain(seen: Seen) -> bool:
    """Leave out the rows that close blocks of the list, or repeat the sum so far; return whether there were any."""
    if find_chain(_amounts(seen, seen.table, FIRST_ROWS)) is None:
        return False
    table = seen.table if seen.complete else "lines"
    found = find_chain(_amounts(seen, table))
    if found is None:
        return False
    rows = seen.bench.rows(_ordered(seen, table, "row, reason IS NOT NULL", MOST_OF_A_CHAIN))
    nobody = [k for k in found.places if rows[k][1]]  # where sums are nobody's, a customer's equal amount is none
    places = nobody if 2 * len(nobody) > len(found.places) else found.places
    chosen = ", ".join(str(rows[k][0]) for k in places)
    left, amount = mark(seen, f"row IN ({chosen})", "total_row", ())
    first = seen.source.staged.where(int(rows[places[0]][0]))
    seen.bench.warn("rows_are_sums", left, amount, file=seen.label, chain=found.kind, first=first)
    return True


def _ordered(seen: Seen, table: str, what: str, most: int) -> str:
    of = f"source = {seen.number} AND {COUNTED}" if table == "lines" else "counted"
    return f"SELECT {what} FROM {table} WHERE {of} ORDER BY row LIMIT {most}"


def _amounts(seen: Seen, table: str, most: int = MOST_OF_A_CHAIN) -> list[int]:
    exact = seen.bench.rows(_ordered(seen, table, "coalesce((amount * 1000)::BIGINT, 0)", most))
    return [amount for (amount,) in exact]


def _named_only(seen: Seen, every: list[Division]) -> None:
    """Say which rows a word calls totals although no sum proves it: they count."""
    for division in every:
        values = _values(seen, division.column)
        words = [value for value in values if says_sum(value) and (values[value] == 1 or whole_word(value))]
        rows = sum(values[word] for word in words)
        if not words or 2 * rows > sum(values.values()) or division.column == "product":
            continue
        where = f"trim({name(division.column)}) IN ({', '.join(map(literal, words[:500]))})"
        amount = float(str(seen.rows(f"coalesce(sum(amount) FILTER ({where}), 0)")[0][0]))
        seen.bench.warn("rows_called_total", rows, amount, file=seen.label, column=division.title, **_shown(words))


def _values(seen: Seen, column: str) -> dict[str, int]:
    found = seen.rows(f"trim({name(column)}) AS v, count(*) GROUP BY v")
    return {str(value): int(str(rows)) for value, rows in found if value}


def _shown(words: list[str], most: int = 3) -> dict[str, Any]:
    """Return the first of the words, and whether there are more, as a finding keeps them."""
    return {"words": [word[:40] for word in words[:most]], "more": len(words) > most}
