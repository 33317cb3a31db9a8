"""The whole lists of the chapter, for customers.xlsx: whom to call, whom to win back, who is overdue or silent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.churn.churn import AT_RISK, CALL, WIN_BACK
from analysis.churn.renewal_lists import contract_sheets
from analysis.churn.views import action_list
from analysis.display.cells import Column, Table
from analysis.display.language import sentence
from analysis.run.run import Run

if TYPE_CHECKING:
    import pandas as pd

MEASURES = {CALL: "slipping_value", WIN_BACK: "lost_value", AT_RISK: "revenue_at_risk"}
"""List -> what is at stake with those on it."""


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return all customers to act on, list by list; nothing where there is no such list."""
    import pandas as pd

    lists = [frame for frame in _lists(run) if len(frame)]
    if not lists:
        return contract_sheets(run)
    frame = pd.concat(lists, ignore_index=True)
    columns = {name: column for name, column in _columns(run).items() if name in frame and frame[name].notna().any()}
    table = Table(
        frame,
        columns,
        caption=sentence("Whom to act on; who is on two lists stands here twice"),
        sort_note=sentence("Sorted by list, then by what is at stake."),
    )
    return [(sentence("Actions"), table), *contract_sheets(run)]


def _lists(run: Run) -> Iterator[pd.DataFrame]:
    titles = {CALL: sentence("call"), WIN_BACK: sentence("win back"), AT_RISK: sentence("at risk")}
    if run.churn.refusal is None and run.client.has_amounts:
        for name, measure in MEASURES.items():
            listed = action_list(run, name, measure)
            yield listed.assign(action=titles[name], stake=listed[measure])
        yield _overdue(run)
    if run.run_rate.facts.late:
        yield _silent(run)


def _overdue(run: Run) -> pd.DataFrame:
    """Return who should have bought by now, those worth most first."""
    scores = run.value.tables.get("scores")
    if scores is None:
        return run.churn.tables["scores"].head(0)
    late = scores[scores["overdue_since"].notna() & (scores["abc_class"] == "A") & (scores["worth"] > 0)]
    late = late.sort_values("worth", ascending=False, kind="stable")
    known = run.customers
    return late.assign(
        action=sentence("overdue"),
        stake=late["worth"],
        revenue=late["customer_id"].map(known["revenue"]),
    )


def _silent(run: Run) -> pd.DataFrame:
    """Return who has been silent for longer than ever."""
    paid = run.client.has_amounts
    scores = run.run_rate.tables["scores"]
    late = scores[scores["silent_longer_than_ever"]]
    late = late.sort_values("recent_revenue" if paid else "days_since_last", ascending=False, kind="stable")
    known = run.customers
    late = late.assign(action=sentence("silent"), abc_class=late["customer_id"].map(known["abc_class"]))
    return (
        late.assign(stake=late["recent_revenue"], revenue=late["customer_id"].map(known["revenue"])) if paid else late
    )


def _columns(run: Run) -> dict[str, Column]:
    money = {"kind": "money", "currency": run.currency}
    return {
        "customer_id": Column(sentence("Customer")),
        "action": Column(sentence("List")),
        "abc_class": Column(sentence("Class")),
        "last_purchase": Column(sentence("Last purchase"), "day"),
        "days_since_last": Column(sentence("Days of silence"), "count"),
        "overdue_since": Column(sentence("Overdue since"), "day"),
        "usual_gap": Column(sentence("Usual gap, days"), "count"),
        "longest_gap": Column(sentence("Longest gap, days"), "count"),
        "p_alive_before": Column(sentence("Still a customer, one window ago"), "share"),
        "p_alive": Column(sentence("Still a customer, now"), "share"),
        "churn_probability": Column(sentence("Will not buy"), "share"),
        "revenue": Column(sentence("Revenue so far"), **money),  # type: ignore[arg-type]
        "recent_revenue": Column(sentence("Revenue of the last 365 days"), **money),  # type: ignore[arg-type]
        "stake": Column(sentence("At stake"), "money", currency=run.currency, bar=True),
    }
