"""Heads that stand once: a document's date and customer in its first row only, or a customer above its rows."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from analysis.display.formats import count, number, share
from analysis.display.language import joined, sentence
from analysis.intake.mean.chains import find_chain
from analysis.intake.mean.neighbours import Seen
from analysis.intake.mean.words import DITTO, sql_list
from analysis.schema import DataError

FEWEST = 5
MANY = 0.05  # of the rows with money stand below the head of another
FEW = 0.05
MOST = 0.3  # of the rows have no customer, before they are lines of the one above
BY_CHANCE = 1e-6
SHORT_DAYS = 10  # so many days would hold rows without a customer only, if chance had spread them


def refuse_heads(seen: Seen) -> None:
    """Refuse a list whose heads stand once, unless the client file lets them hold for the rows below.

    Raises
    ------
    DataError
        With the cause, the rows and their money, and the key that reads the list.
    """
    if seen.source.staged.source.filled:
        return
    if "missing_customer_id" in seen.source.left_out:
        _refuse_customers_above(seen)
    if "missing_date" in seen.source.left_out:
        _refuse_days_above(seen)
        _refuse_first_rows(seen)
    if "missing_customer_id" in seen.source.left_out:
        _refuse_customers_in_first_rows(seen)


def _refuse_customers_above(seen: Seen) -> None:
    found = _heads_above(
        seen,
        "day IS NULL AND coalesce(amount, 0) = 0 AND reason <> 'missing_customer_id' AND trim(id_text) <> ''",
        "reason = 'missing_customer_id' AND amount <> 0",
    )
    if found is None:
        return
    raise DataError(
        joined(
            sentence(
                "{file}: each customer stands in a row of its own above its rows: {above} rows hold a customer and "
                "nothing else, the "
                "first is {first}, and {below} rows below them have a date and an amount, but no customer.",
                **found,
            ),
            sentence("Set fill_down: [customer_id] in the source, or export a list with the customer in every row."),
        )
    )


def _refuse_days_above(seen: Seen) -> None:
    found = _heads_above(
        seen,
        "day IS NOT NULL AND coalesce(amount, 0) = 0 AND trim(id_text) = ''",
        "reason = 'missing_date' AND amount <> 0 AND customer IS NOT NULL",
    )
    if found is None:
        return
    raise DataError(
        joined(
            sentence(
                "{file}: each date stands in a row of its own above its rows: {above} rows hold a date and nothing "
                "else, the first is {first}, and {below} rows below them have a customer and an amount, but no date.",
                **found,
            ),
            sentence("Set fill_down: [date] in the source, or export a list with the date in every row."),
        )
    )


def _heads_above(seen: Seen, head: str, line: str) -> dict[str, object] | None:
    """Return how many rows are heads and how many lines lack theirs, to be printed; None where most rows are whole."""
    whole, below, above, first = seen.bench.row(
        f"SELECT count(*) FILTER (reason IS NULL), count(*) FILTER ({line}), count(*) FILTER ({head}), "
        f"min(row) FILTER ({head}) FROM {seen.table}"
    )
    if below < FEWEST or above < 2 or whole > FEW * below:
        return None
    where = seen.source.staged.where(first)
    return {"file": seen.label, "above": count(above), "below": count(below), "first": where}


def _refuse_customers_in_first_rows(seen: Seen) -> None:
    """Refuse where a new day never begins with a row without a customer: chance would begin some days so.

    A list sorted by day and customer, blanks last, is no such list: there a customer never follows a blank on a day,
    and some short days hold blanks only.
    """
    rows = seen.bench.rows(
        f"SELECT row, day, reason IS NOT NULL, amount FROM {seen.table} WHERE day IS NOT NULL AND (reason IS NULL OR "
        f"reason = 'missing_customer_id' AND amount <> 0 AND trim(id_text) IN {sql_list(('', *DITTO))}) ORDER BY row"
    )
    bare = [row for row in rows if row[2]]
    if len(bare) < FEWEST or len(bare) < MOST * len(rows) or _by_chance(rows, len(bare) / len(rows)):
        return
    blank, first, money = len(bare), bare[0][0], sum(amount for *_, amount in bare)
    raise DataError(
        joined(
            sentence(
                "{file}: the customer stands in the first row of each document only: {rows} rows below such heads "
                "have a date and an amount, but no customer ({money} in all, {part} of the money), the first is "
                "{first}.",
                file=seen.label, rows=count(blank), money=number(float(money)), part=_part(seen, float(money)),
                first=seen.source.staged.where(first),
            ),
            sentence(
                "Set fill_down: [customer_id] in the source to let the head hold for the rows below it, or export "
                "every row in full."
            ),
        )
    )  # fmt: skip


def _by_chance(rows: list[tuple[Any, ...]], share: float) -> bool:
    """Return whether chance, or sorting, may have begun every day with a customer; ``share`` of the rows have none."""
    begun, back, expected, length = 0, 0, 0.0, 0
    for (_, before, was_bare, _), (_, day, bare, _) in pairwise(rows):
        length += 1
        if day != before:
            if bare:
                return True
            begun, expected, length = begun + 1, expected + share**length, 0
        else:
            back += was_bare and not bare
    return (1 - share) ** begun > BY_CHANCE or (back < FEWEST and expected < SHORT_DAYS)


def _refuse_first_rows(seen: Seen) -> None:
    unnamed = f"trim(id_text) IN {sql_list(('', *DITTO))}"
    date_only = (
        f"reason = 'missing_date' AND amount <> 0 AND ({unnamed} OR "
        "NOT regexp_full_match(trim(id_text), '[^\\p{L}\\p{N}]+'))"
    )
    used, blank, nobody, money, first = seen.bench.row(
        f"SELECT count(*) FILTER (reason IS NULL), count(*) FILTER ({date_only}), "
        f"count(*) FILTER ({date_only} AND {unnamed}), coalesce(sum(amount) FILTER ({date_only}), 0), "
        f"min(row) FILTER ({date_only}) FROM {seen.table}"
    )
    if blank < FEWEST or blank < MANY * (used + blank) or not _below_heads(seen, used):
        return
    what = (
        sentence("date and customer stand in the first row of each document only")
        if 2 * nobody >= blank
        else sentence("the date stands in the first row of each document only")
    )
    raise DataError(
        joined(
            sentence(
                "{file}: {what}: {rows} rows below such heads have an amount, but no date ({money} in all, {part} "
                "of the money), the "
                "first is {first}.",
                file=seen.label, what=what, rows=count(blank), money=number(float(money)),
                part=_part(seen, float(money)), first=seen.source.staged.where(first),
            ),
            sentence(
                "Set fill_down: true in the source to let the head hold for the rows below it, or export every row "
                "in full; if the "
                "rows are totals, export without them."
            ),
        )
    )  # fmt: skip


def _part(seen: Seen, money: float) -> str:
    every = float(seen.bench.row(f"SELECT coalesce(sum(amount), 0) FROM {seen.table} WHERE reason IS NULL")[0]) + money
    return share(money / every if every else None)


def _below_heads(seen: Seen, used: int) -> bool:
    """Return whether the rows without a date are lines of the document above them, and no sums of other rows."""
    rows = seen.bench.rows(
        f"SELECT coalesce((amount * 1000)::BIGINT, 0), reason IS NULL FROM {seen.table} WHERE reason IS NULL OR "
        "(reason = 'missing_date' AND amount <> 0) ORDER BY row"
    )
    dated, bare = sum(a for a, d in rows if d), sum(a for a, d in rows if not d)
    if not used or not dated or bare % dated == 0:
        return False  # totals, of one level or of several
    chain = find_chain([amount for amount, _ in rows])
    return chain is None or 2 * sum(rows[k][1] for k in chain.places) > len(chain.places)
