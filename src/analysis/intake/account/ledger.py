"""The account: rows read = rows used + rows left out by reason, and the same for their money."""

from __future__ import annotations

from typing import Any

from analysis.intake.mean.lines import FEW, Source
from analysis.intake.workspace import Workspace, name
from analysis.schema import DataError

WORDS = {
    "repeated_header": "repeat the header line inside the data (concatenated exports)",
    "total_row": "are no transaction but a total or subtotal",
    "balance_row": "carry a sum or a balance on from elsewhere and are no sale",
    "second_table": "stand in a second table below the first",
    "rule": "are of a kind or status that the client file leaves out",
    "returned": "are of orders that the table of returns names",
    "missing_date": "have no date (missing date; perhaps a total row or a footer)",
    "unreadable_date": "have a date that does not exist or cannot be read",
    "missing_amount": "have no amount (missing, not a number, infinite or an Excel error)",
    "unreadable_amount": "have an amount that cannot be read as a number",
    "date_placeholder": "have a placeholder date such as 1900-01-01 (a system's word for 'no date')",
    "date_future": "have a date in the future",
    "after_observation_end": "are dated after the observation end, later than it",
    "missing_customer_id": "have a missing customer id (blank, empty: without a customer)",
    "placeholder_customer_id": "have a placeholder instead of a customer id (0, unknown, walk-in …)",
    "overlap": "stand in two sources and were counted once (overlap of exports, not duplicate sales)",
}
ADVICE = {
    "repeated_header": "",
    "total_row": "Export without totals.",
    "balance_row": "Export without them.",
    "second_table": "Export each table as a file of its own if it should count.",
    "rule": "",
    "returned": "",
    "missing_date": "Complete the dates in the export if they are sales.",
    "unreadable_date": "Correct them in the export, or set date_format.",
    "missing_amount": "Complete the amounts in the export if they are sales.",
    "unreadable_amount": "Correct them in the export, or set decimal.",
    "date_placeholder": "Complete the dates in the export.",
    "date_future": "Correct the dates, or set today.",
    "after_observation_end": "Set observation_end later to use them.",
    "missing_customer_id": "They are nobody's revenue here; find the ids if the share matters.",
    "placeholder_customer_id": "They are not one customer; rename the id if it is one.",
    "overlap": "Check the dates of the exports if that is wrong.",
}
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


def refuse_unreadable(bench: Workspace, source: Source) -> None:
    """Raise if more than 1 % of a source's dates or amounts cannot be read.

    Raises
    ------
    DataError
        With file, column, count and the first rows.
    """
    staged = source.staged
    total = sum(part.rows for part in staged.parts)
    unreadable = dict(
        bench.rows(
            f"SELECT reason, count(*) FROM lines WHERE source = {staged.number} "
            f"AND reason IN ('unreadable_date', 'unreadable_amount') GROUP BY reason"
        )
    )
    for reason, column in (("unreadable_date", "date"), ("unreadable_amount", "amount")):
        rows = unreadable.get(reason, 0)
        if rows > FEW * total:
            column = column if column in staged.source.columns else "unit_price"
            theirs = staged.headers.get(column) or staged.source.columns[column]
            noun = "dates" if column == "date" else "numbers"
            hint = (
                "set date_format (for example '%d/%m/%Y'), or name another column"
                if column == "date"
                else "set decimal, or name another column"
            )
            raise DataError(
                f"{staged.label}: column '{theirs}' should hold {noun}, but {rows:,} of {total:,} values cannot be "
                f"read: {_first_rows(bench, source, reason)}; correct them in the export, {hint}."
            )


def tally_lines(bench: Workspace) -> None:
    """Create ``tally``: the lines counted and summed by reason (NULL: used) and day; most questions need no more.

    Columns: reason, day, n, amount, the positive and negative amounts (n_positive, positive, n_negative, negative),
    the largest and smallest amount, and what rounding took (n_rounded, residue).
    """
    bench.con.execute(
        "CREATE TABLE tally AS SELECT reason, day, count(*) AS n, sum(amount) AS amount, "
        "count(*) FILTER (amount > 0) AS n_positive, sum(amount) FILTER (amount > 0) AS positive, "
        "count(*) FILTER (amount < 0) AS n_negative, sum(amount) FILTER (amount < 0) AS negative, "
        "max(amount) AS largest, min(amount) AS smallest, "
        "count(*) FILTER (residue <> 0) AS n_rounded, sum(residue) AS residue FROM lines GROUP BY reason, day"
    )


def _left_out(bench: Workspace) -> dict[str, tuple[int, Any]]:
    """Return rows and money left out, by reason."""
    found = bench.rows(
        "SELECT reason::VARCHAR AS r, sum(n)::BIGINT, coalesce(sum(amount), 0) FROM tally WHERE reason IS NOT NULL "
        "GROUP BY r ORDER BY r"
    )
    return {reason: (rows, amount) for reason, rows, amount in found}


def say_left_out(bench: Workspace, sources: list[Source]) -> None:
    """Say, for each reason, how many rows were left out, with their money and the first of them."""
    left_out = _left_out(bench)
    for reason, words in WORDS.items():
        if reason not in left_out:
            continue
        rows, amount = left_out[reason]
        firsts = [(source, _first_rows(bench, source, reason)) for source in sources]
        several = len(sources) > 1
        where = "; ".join(f"{source.staged.label + ', ' if several else ''}{text}" for source, text in firsts if text)
        money = f" with {amount:,.2f}" if amount else ""
        words = words if rows > 1 else _singular(words)
        bench.warn(
            reason,
            f"{rows:,} row{'s' * (rows > 1)}{money} {words} and {'are' if rows > 1 else 'is'} left out: {where}. "
            f"{_share(bench, reason)}{ADVICE[reason]}".strip(),
            rows,
            float(amount),
        )


def _singular(words: str) -> str:
    """Return what one row does, from what several do.

    Examples
    --------
    >>> _singular("have no date")
    'has no date'
    """
    verb, rest = words.split(" ", 1)
    return {"have": "has", "are": "is", "repeat": "repeats", "stand": "stands"}.get(verb, verb) + " " + rest


def _share(bench: Workspace, reason: str) -> str:
    if reason not in {"missing_customer_id", "placeholder_customer_id"}:
        return ""
    part, whole, positive, all_positive = bench.row(
        f"SELECT sum(amount) FILTER (reason = '{reason}'), sum(amount), "
        f"sum(positive) FILTER (reason = '{reason}'), sum(positive) "
        f"FROM tally WHERE reason IS NULL OR reason IN ('missing_customer_id', 'placeholder_customer_id')"
    )
    net = f"{part / whole:.1%} of net revenue" if whole and whole > 0 else ""
    gross = f"{(positive or 0) / all_positive:.1%} of positive revenue" if all_positive else ""
    said = " and ".join(text for text in (net, gross) if text)
    return f"That is {said}. ".replace("%", " %") if said else ""


def _first_rows(bench: Workspace, source: Source, reason: str, most: int = 3) -> str:
    staged = source.staged
    column = SHOWN.get(reason, "")
    column = column if column in staged.source.columns else ("unit_price" if column == "amount" else column)
    value = f"r.{name(column)}" if column in staged.source.columns else "''"
    found = bench.rows(
        f"SELECT l.row, {value} FROM lines l JOIN {staged.table} r ON r.rowid = l.row "
        f"WHERE l.source = {staged.number} AND l.reason = '{reason}' ORDER BY l.row LIMIT {most}"
    )
    return ", ".join(staged.where(row) + (f" ('{str(text)[:40]}')" if text else "") for row, text in found)


def close_ledger(bench: Workspace, sources: list[Source]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return facts and ledger, after checking that they add up to what was read.

    Raises
    ------
    DataError
        If no row is left.
    """
    left = _left_out(bench)
    for source in sources:
        for reason, rows in source.staged.left_out.items():
            before, amount = left.get(reason, (0, 0))
            left[reason] = (before + rows, amount)
    rows, customers, total, ids = bench.row(
        "SELECT coalesce(sum(n), 0)::BIGINT, count(*), sum(net), "
        "(SELECT left(sha256(string_agg(id, chr(10) ORDER BY customer)), 16) FROM customers SEMI JOIN people "
        "USING (customer)) FROM people"
    )
    first, last = bench.row("SELECT min(day), max(day) FROM tally WHERE reason IS NULL")
    if not rows:
        counts = ", ".join(f"{count:,} {reason.replace('_', ' ')}" for reason, (count, _) in left.items())
        raise DataError(f"{sources[0].staged.label}: no usable transactions (no rows are left): {counts}.")
    read = sum(part.written["rows"] for source in sources for part in source.staged.parts)
    money = bench.row("SELECT coalesce(sum(amount), 0) FROM lines")[0]
    assert rows + sum(count for count, _ in left.values()) == read, "rows do not balance"
    assert total + sum(amount for _, amount in left.values()) == money, "money does not balance"
    facts = {
        "rows": rows,
        "customers": customers,
        "total": float(total),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "ids": ids,
    }
    ledger = [{"reason": reason, "rows": n, "amount": float(amount)} for reason, (n, amount) in sorted(left.items())]
    return facts, ledger
