"""The groups that the client itself tells apart: their size, and how they differ at equal age."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.client.private import is_private
from analysis.facts import known_sum
from analysis.ledger.ledger import Ledger
from analysis.ledger.rhythm import churn_window
from analysis.run.step import Answer, Inputs, step
from analysis.segments.equal_age import EqualAge, at_equal_age
from analysis.segments.facts_own_groups import ComparedAttribute, ComparedGroup, Difference, GroupsComparedFacts
from analysis.segments.own_groups import LEAST, compared, groupings, median_wait


@step("groups_compared", GroupsComparedFacts, after=("data",), needs=("ledger", "customers", "attributes"))
def groups_compared(given: Inputs) -> Answer:
    """Hold each group of the client's own against the other customers."""
    ledger, customers = given.ledger, given.customers.set_index("customer_id")
    labels = groupings(_attributes(customers, given.attributes))
    if labels.empty:
        return GroupsComparedFacts(), {}
    aged = _aged(given, ledger)
    paid = ledger.has_amounts
    table = aged.table if aged else pd.DataFrame(columns=["of_age", "wait", "again"])
    found = compared(labels, table, paid=paid) if aged else compared(labels.iloc[:0], table, paid=paid)
    facts = GroupsComparedFacts(
        age_days=aged.age if aged else None,
        window_days=aged.window if aged else None,
        everyone=aged.everyone if aged else None,
        customers=int(table["of_age"].sum()) if aged else None,
        least=LEAST,
        measure=None if found.empty else ("at_age" if paid else "again"),
        tested=len(found),
        beyond=int(found["beyond"].sum()),
        attributes=[_attribute(name, labels[name], customers, table, found, paid=paid) for name in labels],
    )
    return facts, {"differences": found}


def _attributes(customers: pd.DataFrame, accounts: pd.DataFrame | None) -> pd.DataFrame:
    """Return what is stated of each customer: by the accounts, and by columns carried from the sales."""
    carried = customers.loc[:, customers.columns[list(customers.columns).index("rows") + 1 :]]
    carried = carried.drop(columns=[name for name in carried if name == "abc_class"])
    table = carried if accounts is None else accounts.reindex(customers.index).combine_first(carried)
    return table[[name for name in table if not is_private(str(name)) and not str(name).startswith("stated_")]]


def _aged(given: Inputs, ledger: Ledger) -> EqualAge | None:
    if given.data.facts.router.verdict == "customer_level" or not ledger.has_days:
        return None
    burn_in = churn_window(ledger.gaps())
    if burn_in is None:
        return None
    return at_equal_age(ledger.days, ledger.observation_end, burn_in)


def _attribute(
    name: str, labels: pd.Series, customers: pd.DataFrame, table: pd.DataFrame, found: pd.DataFrame, *, paid: bool
) -> ComparedAttribute:
    own = found[found["attribute"] == name]
    groups = []
    theirs, table = labels.reindex(table.index).reset_index(drop=True), table.reset_index(drop=True)
    labels, customers = labels.reset_index(drop=True), customers[["revenue", "margin"]].reset_index(drop=True)
    for value in labels.dropna().unique():
        inside, followed = customers[labels == value], table[theirs == value]
        tests = {row["measure"]: row for row in own[own["value"] == value].to_dict("records")}
        groups.append(
            ComparedGroup(
                value=value,
                customers=len(inside),
                revenue=float(inside["revenue"].sum()) if paid else None,
                margin=known_sum(inside["margin"]) if paid else None,
                of_age=int(followed["of_age"].sum()),
                median_wait=median_wait(followed) if tests else None,
                at_age=_difference(tests.get("revenue")),
                active=_difference(tests.get("active")),
                again=_difference(tests.get("again")),
            )
        )
    groups.sort(key=lambda group: (-(group.revenue or 0.0), -group.customers, group.value))
    return ComparedAttribute(
        attribute=name,
        groups=groups,
        unknown=int(labels.isna().sum()),
        tested=len(own),
        beyond=int(own["beyond"].sum()),
    )


def _difference(row: dict[str, Any] | None) -> Difference | None:
    return None if row is None else Difference(**{name: row[name] for name in Difference.model_fields})
