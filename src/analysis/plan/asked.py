"""What the client should be asked, because the answer would change a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.plan.facts_more import Question
from analysis.plan.known import PURCHASES, REVENUE

if TYPE_CHECKING:
    import pandas as pd

    from analysis.run.step import Inputs

DOUBLES = ("duplicate_rows", "name_twins", "customers_id_twins", "id_phone_twins")
"""Codes of findings on what may be one and the same."""
ALIKE = 0.5
"""Of the customers, who share their name with another."""


def questions(given: Inputs, table: pd.DataFrame, measure: str) -> list[Question]:
    """Return the questions to the client, in the order of what their answers would change."""
    plan, worth, found = given.plan_settings, given.value.facts, []

    def ask(code: str, **facts: Any) -> None:
        found.append(Question(code=code, facts=facts))

    if measure == PURCHASES:
        ask("amounts")
    if measure == REVENUE:
        ask("margin")
    if plan is None or not any(cost is not None for _, cost in plan.contact_cost):
        ask("contact_costs")
    if plan is None or not any(said and (said.p1 is not None or said.uplift is not None) for _, said in plan.actions):
        ask("responses")
    if plan is None or plan.hold_back is None:
        ask("hold_back")
    new = worth.new_customer
    stated = given.attributes is not None and "acquired_on" in given.attributes
    if new is not None and new.refusal is not None and not stated:
        ask("acquired_on")
    largest = float(table["revenue"].max() / table["revenue"].sum()) if table["revenue"].sum() > 0 else 0.0
    if largest >= 0.2:
        ask("largest", customer=str(table.loc[table["revenue"].idxmax(), "customer_id"]), share=largest)
    common = ALIKE * len(table)  # where most share a name, names tell nobody apart
    doubled = [
        one
        for one in given.data.facts.findings
        if one.code in DOUBLES and (one.code != "name_twins" or one.rows <= common)
    ]
    if doubled:
        ask("duplicates", rows=doubled[0].rows)
    below = int((table["revenue"] < 0).sum()) + len(given.customers) - len(table)
    if below:
        ask("odd_accounts", customers=below)
    if measure == "margin" and (table["if_buying"] <= 0).any():
        ask("loss_making", customers=int((table["if_buying"] <= 0).sum()))
    return found
