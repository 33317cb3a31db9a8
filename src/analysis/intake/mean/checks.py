"""What a careful analyst would notice about the customers in the rows that are used."""

from __future__ import annotations

import datetime as dt

from analysis.client.client import Client
from analysis.intake.mean.calendar_checks import check_calendar
from analysis.intake.mean.doubts import refuse_first_rows_only, say_one_amount, say_opposite_signs
from analysis.intake.mean.lines import Source
from analysis.intake.mean.money_checks import check_money
from analysis.intake.mean.names import say_names
from analysis.intake.mean.stand_ins import say_stand_ins
from analysis.intake.mean.summary import say_summary
from analysis.intake.mean.tally import People, Tally
from analysis.intake.workspace import Workspace


def check_lines(
    bench: Workspace,
    sources: list[Source],
    tally: Tally,
    people: People,
    end: dt.date,
    columns: list[str],
    currency: str | None,
    client: Client,
) -> None:
    """Note everything about the used rows that the reader of a report has to know."""
    say_stand_ins(bench, client)
    for source in sources:
        if "missing_customer_id" in tally.left_out:
            refuse_first_rows_only(bench, source)
        say_opposite_signs(bench, source)
    if client.has_amounts:
        check_money(bench, sources, tally.used, people, columns, currency)
        say_one_amount(bench, tally.used)
    if client.has_days and client.has_amounts:
        _say_too_little(bench, people, len(tally.days))
    _say_domination(bench, people)
    if client.has_days and tally.used.n_negative:
        _say_returns_first(bench)
    say_summary(bench, columns)
    say_names(bench)
    if client.has_days:
        check_calendar(bench, tally, end, client)


def _say_too_little(bench: Workspace, people: People, days: int) -> None:
    """Say what leaves nothing to analyse at all; too few repeat buyers are the router's word."""
    if people.rows == 1:
        bench.warn("one_transaction", 1)
    elif people.customers == 1:
        bench.warn("one_customer", people.rows)
    if days == 1 and people.rows > 1:
        bench.warn("one_day", people.rows)


def _say_domination(bench: Workspace, people: People) -> None:
    customers, total, most = people.customers, people.bought, people.most
    if customers < 2 or not total or not most:
        return
    if most > total / 5 and most > 3 * total / customers:
        customer, rows = _first(bench, "net")
        bench.warn("dominating_customer", rows, float(most), customer=customer, share=most / total)
    repeats, busiest = people.repeats, people.busiest
    if repeats > 50 and busiest > repeats / 5 and busiest > 3 * repeats / customers:
        bench.warn("busiest_customer", customer=_first(bench, "purchase_days")[0], share=busiest / repeats)


def _first(bench: Workspace, by: str) -> tuple[str, int]:
    id_, rows = bench.row(
        f"SELECT id, n FROM people JOIN customers USING (customer) ORDER BY {by} DESC, customer LIMIT 1"
    )
    return id_, rows


def _say_returns_first(bench: Workspace) -> None:
    customers, money, example = bench.row(
        "SELECT count(*), coalesce(sum(d.net), 0), min(id) FROM (FROM days WHERE net < 0) d JOIN people p "
        "ON p.customer = d.customer AND p.first_day = d.day JOIN customers c ON c.customer = d.customer"
    )
    if customers:
        bench.warn("return_before_purchase", customers, money, example=example)
