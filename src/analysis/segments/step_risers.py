"""What the customers who rose did before, against others who were equal then."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from analysis.ledger.habits import breadth_of, discounted_share
from analysis.ledger.ledger import Ledger
from analysis.run.step import Answer, Inputs, step
from analysis.segments.facts_own_groups import RisersFacts, RisersHabit
from analysis.segments.risers import ROSE, cells, matched, strongest
from analysis.segments.service import contact_sums
from analysis.shares import abc_class


@step("risers", RisersFacts, after=("segments",), parameters=("abc",), needs=("ledger", "contacts"))
def risers(given: Inputs) -> Answer:
    """Compare the habits of risers and others in the stretch before."""
    s, ledger, classes = given.segments.facts, given.ledger, given.segments.tables.get("classes")
    if classes is None or not s.window_days or not ledger.has_amounts:
        return RisersFacts(known=False), {}
    middle = ledger.observation_end - dt.timedelta(days=s.window_days)
    start = middle - dt.timedelta(days=s.window_days)
    abc = given.parameters.abc
    before = ledger.observe(start, middle)
    before = before[(before["revenue"] > 0) & (before["purchases"] > 0)]
    if before.empty:
        return RisersFacts(known=False), {}
    before = before.assign(abc_class=abc_class(before["revenue"], a=abc.a, b=abc.b, of=abc.of))
    after = classes.set_index("customer_id")["yearly_revenue"].reindex(before.index).fillna(0.0)
    rose, cell = after > (1 + ROSE) * before["revenue"], cells(before)
    found: dict[str, dict[str, Any]] = {}
    for name, habit in _habits(given, ledger, start, middle).items():
        compared = matched(cell, rose, habit.reindex(before.index).fillna(0.0))
        if compared is not None:
            found[name] = compared
    told = strongest(found)
    if told is None:
        return RisersFacts(known=False), {}
    of_products = "category" not in ledger.columns
    records = {name: RisersHabit(habit=name, of_products=of_products, **each) for name, each in found.items()}
    return (
        RisersFacts(
            known=True,
            days=s.window_days,
            rose=ROSE,
            habits=list(records.values()),
            strongest=records[told[0]],
            beyond=told[1],
        ),
        {},
    )


def _habits(given: Inputs, ledger: Ledger, start: dt.date, middle: dt.date) -> dict[str, pd.Series]:
    """Return what can be acted on and was seen in the earlier stretch: breadth, discounts, contacts."""
    import narwhals as nw

    rows = ledger.rows.filter((nw.col("date") > start) & (nw.col("date") <= middle))
    found: dict[str, pd.Series] = {}
    of = next((name for name in ("category", "product") if name in ledger.columns), None)
    if of is not None:
        found["categories"] = breadth_of(rows, of)
    if "discount" in ledger.columns:
        found["discount"] = discounted_share(rows)
    contacts = given.contacts
    if contacts is not None:
        inside = contacts[(contacts["date"] > pd.Timestamp(start)) & (contacts["date"] <= pd.Timestamp(middle))]
        sums = contact_sums(inside) if len(inside) else pd.DataFrame()
        found |= {name: sums[name] for name in ("contacts", "contact_minutes") if name in sums}
    return found
