"""The account: rows read = rows used + rows left out by reason, and the same for their money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from analysis.display.formats import count
from analysis.display.language import data_error, joined, later, sentence
from analysis.intake.mean.lines import FEW, Source
from analysis.intake.mean.tally import People, Tally
from analysis.intake.rules.reasons import NOBODY, REASONS
from analysis.intake.say.reasons import first_rows
from analysis.intake.say.reasons import reason as reason_name
from analysis.intake.workspace import Workspace, name, plain
from analysis.schema import DataError

SHOWN = {
    "unreadable_date": "date",
    "date_placeholder": "date",
    "date_future": "date",
    "missing_amount": "amount",
    "unreadable_amount": "amount",
    "total_row": "customer_id",
    "balance_row": "customer_id",
    "placeholder_customer_id": "customer_id",
    "after_observation_end": "date",
}


REPAIR = {
    "unreadable_date": later(
        "Correct them in the export, set date_format (for example '%d/%m/%Y'), or name another column."
    ),
    "unreadable_amount": later("Correct them in the export, set decimal, or name another column."),
}


def refuse_unreadable(bench: Workspace, source: Source) -> None:
    """Raise if more than 1 % of a source's dates or amounts cannot be read.

    Raises
    ------
    DataError
        With file, column, count and the first rows.
    """
    if source.left_out.isdisjoint({"unreadable_date", "unreadable_amount"}):
        return
    staged = source.staged
    total = sum(part.rows for part in staged.parts)
    unreadable = dict(
        bench.rows(
            f"SELECT reason, count(*) FROM lines WHERE source = {staged.number} "
            f"AND (reason = 'unreadable_amount' OR (reason = 'unreadable_date' AND amount IS NOT NULL)) GROUP BY reason"
        )
    )
    for reason in REPAIR:
        rows = unreadable.get(reason, 0)
        if rows > FEW * total:
            column = SHOWN[reason] if SHOWN[reason] in staged.source.columns else "unit_price"
            said = sentence(
                "{file}: column '{column}' should hold {what}, but {rows} of {total} values cannot be read: {first}.",
                file=staged.label,
                column=staged.headers.get(column) or staged.source.columns[column],
                what=sentence("dates") if column == "date" else sentence("numbers"),
                rows=count(rows),
                total=count(total),
                first=first_rows(plain(_first_rows(bench, source, reason))),
            )
            raise DataError(joined(said, sentence(REPAIR[reason])))


def say_left_out(bench: Workspace, sources: list[Source], tally: Tally) -> None:
    """Say, for each reason, how many rows were left out, with their money and the first of them."""
    for reason in (known for known in REASONS if known in tally.left_out):
        first = [{"file": source.staged.label, "rows": _first_rows(bench, source, reason)} for source in sources]
        sums = tally.left_out[reason]
        bench.warn(reason, sums.rows, float(sums.amount), first=first, **_shares(tally, reason))


def _shares(tally: Tally, reason: str) -> dict[str, Any]:
    """Return what sales without a customer bring of all sales, net and of the positive amounts."""
    if reason not in NOBODY:
        return {}
    part = tally.left_out[reason]
    sold = [tally.used, *(sums for each, sums in tally.left_out.items() if each in NOBODY)]
    net, positive = sum(each.amount for each in sold), sum(each.positive for each in sold)
    shares = {"net_share": part.amount / net} if net > 0 else {}
    return shares | ({"positive_share": part.positive / positive} if positive else {})


def _first_rows(bench: Workspace, source: Source, reason: str, most: int = 3) -> list[dict[str, object]]:
    """Return the first rows that are left out for a reason, with what stands there."""
    staged = source.staged
    column = SHOWN.get(reason, "")
    column = column if column in staged.source.columns else ("unit_price" if column == "amount" else column)
    value = f"r.{name(column)}" if column in staged.source.columns else "''"
    found = bench.rows(
        f"SELECT l.row, {value} FROM lines l JOIN {staged.table} r ON r.rowid = l.row "
        f"WHERE l.source = {staged.number} AND l.reason = '{reason}' ORDER BY l.row LIMIT {most}"
    )
    return [{"row": staged.where(row), "text": str(text)[:40] if text else ""} for row, text in found]


def close_ledger(
    bench: Workspace, sources: list[Source], tally: Tally, people: People
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return facts and ledger, after checking that they add up to what was read.

    Raises
    ------
    DataError
        If no row is left.
    """
    left = {reason: (sums.rows, sums.amount) for reason, sums in tally.left_out.items()}
    for source in sources:
        for reason, rows in source.staged.left_out.items():
            before, amount = left.get(reason, (0, Decimal(0)))
            left[reason] = (before + rows, amount)
    if not people.rows:
        counts = ", ".join(
            sentence("{n} {reason}", n=count(n), reason=reason_name(code)) for code, (n, _) in left.items()
        )
        raise data_error(
            "{file}: no usable transactions (no rows are left): {counts}.", file=sources[0].staged.label, counts=counts
        )
    read = sum(part.written["rows"] for source in sources for part in source.staged.parts)
    ids, money = bench.row(
        "SELECT left(sha256(string_agg(id, chr(10) ORDER BY customer)), 16), (SELECT coalesce(sum(amount), 0) FROM "
        "lines) FROM customers SEMI JOIN people USING (customer)"
    )
    assert people.rows + sum(n for n, _ in left.values()) == read, "rows do not balance"
    assert people.net + sum(amount for _, amount in left.values()) == money, "money does not balance"
    facts = {
        "rows": people.rows,
        "customers": people.customers,
        "total": float(people.net),
        "first": tally.days[0].day.isoformat(),
        "last": tally.days[-1].day.isoformat(),
        "ids": ids,
    }
    ledger = [{"reason": reason, "rows": n, "amount": float(amount)} for reason, (n, amount) in sorted(left.items())]
    return facts, ledger
