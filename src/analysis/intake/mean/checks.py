"""What a careful analyst would notice about the customers in the rows that are used."""

from __future__ import annotations

import datetime as dt

from analysis.client.client import Client
from analysis.intake.mean.calendar_checks import check_calendar
from analysis.intake.mean.doubts import refuse_first_rows_only, say_doubts, say_one_amount, say_opposite_signs
from analysis.intake.mean.identity import say_phone_twins
from analysis.intake.mean.ids import say_twins
from analysis.intake.mean.lines import Source
from analysis.intake.mean.money_checks import check_money
from analysis.intake.mean.nobody import say_unlike, say_zero
from analysis.intake.mean.stand_ins import say_stand_ins
from analysis.intake.mean.summary import say_summary
from analysis.intake.workspace import Workspace


def check_lines(
    bench: Workspace, sources: list[Source], end: dt.date, columns: list[str], currency: str | None, client: Client
) -> None:
    """Note everything about the used rows that the reader of a report has to know."""
    say_stand_ins(bench, client)
    for source in sources:
        refuse_first_rows_only(bench, source)
        say_opposite_signs(bench, source)
    if client.has_amounts:
        check_money(bench, sources, columns, currency)
        say_one_amount(bench)
    if client.has_days and client.has_amounts:
        _say_too_little(bench)
    _say_domination(bench)
    if client.has_days:
        _say_returns_first(bench)
    say_summary(bench, columns)
    say_twins(bench)
    say_phone_twins(bench)
    say_zero(bench)
    say_unlike(bench)
    say_doubts(bench)
    if client.has_days:
        check_calendar(bench, end, client)


def _say_too_little(bench: Workspace) -> None:
    """Say what leaves nothing to analyse at all; too few repeat buyers are the router's word."""
    rows, days = bench.row("SELECT sum(n)::BIGINT, count(*) FROM tally WHERE reason IS NULL")
    customers = bench.row("SELECT count(*) FROM people")[0]
    if rows == 1:
        bench.warn("one_transaction", 1)
    elif customers == 1:
        bench.warn("one_customer", rows)
    if days == 1 and rows > 1:
        bench.warn("one_day", rows)


def _say_domination(bench: Workspace) -> None:
    customers, total = bench.row("SELECT count(*), sum(net) FILTER (net > 0) FROM people")
    if customers < 2 or not total:
        return
    customer, revenue, rows = bench.row(
        "SELECT id, net, n FROM (FROM people ORDER BY net DESC, customer LIMIT 1) JOIN customers USING (customer)"
    )
    if revenue > total / 5 and revenue > 3 * total / customers:
        bench.warn("dominating_customer", rows, revenue, customer=customer, share=revenue / total)
    busiest, most, all_days = bench.row(
        "SELECT first(id), max(repeats), any_value(every) FROM (SELECT customer, purchase_days - 1 AS repeats, "
        "(SELECT sum(purchase_days - 1) FROM people WHERE purchase_days > 0) AS every FROM people "
        "ORDER BY repeats DESC, customer LIMIT 1) JOIN customers USING (customer)"
    )
    if all_days and all_days > 50 and most > all_days / 5 and most > 3 * all_days / customers:
        bench.warn("busiest_customer", customer=busiest, share=most / all_days)


def _say_returns_first(bench: Workspace) -> None:
    customers, money, example = bench.row(
        "SELECT count(*), coalesce(sum(d.net), 0), min(id) FROM (FROM days WHERE net < 0) d JOIN people p "
        "ON p.customer = d.customer AND p.first_day = d.day JOIN customers c ON c.customer = d.customer"
    )
    if customers:
        bench.warn("return_before_purchase", customers, money, example=example)
