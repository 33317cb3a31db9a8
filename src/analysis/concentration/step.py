"""How dependent the client is on few customers: the measures, as facts and tables."""

from __future__ import annotations

import pandas as pd

from analysis.concentration import concentration
from analysis.concentration.facts import AbcClass, ConcentrationFacts, Rule, Unprofitable
from analysis.run.step import Answer, Inputs, step

LARGEST = 50
CURVE_POINTS = 500
"""A curve through so many customers cannot be told from one through all of them."""


@step(
    "concentration",
    ConcentrationFacts,
    after=("data",),
    parameters=("abc",),
    needs=("customers",),
)
def compute(given: Inputs) -> Answer:
    """Measure how dependent the client is on few customers."""
    closed = given.data.facts.router.chapters["concentration"]
    if closed:
        return ConcentrationFacts(refusal=closed), {}
    customers = given.customers
    classes = concentration.summarise_classes(customers, customers["abc_class"])
    rows = classes[["customers", "revenue", "margin"]].to_dict("index")
    loss, unknown = customers[customers["margin"] < 0], bool(customers["margin"].isna().all())
    known = {name: row | {"margin": None if pd.isna(row["margin"]) else row["margin"]} for name, row in rows.items()}
    facts = concentration.summarise_concentration(customers["revenue"]).model_copy(
        update={
            "abc_by": Rule(**given.parameters.abc.model_dump()),
            "abc": {name: AbcClass(**row) for name, row in known.items()},
            "class_a_customer_share": float(classes.loc["A", "customer_share"]),
            "class_a_revenue_share": float(classes.loc["A", "revenue_share"]),
            "unprofitable": Unprofitable(
                customers=None if unknown else len(loss), margin=None if unknown else float(loss["margin"].sum())
            ),
        }
    )
    largest = customers.sort_values("revenue", ascending=False, kind="stable").head(LARGEST)
    columns = ["customer_id", "revenue", "margin", "abc_class", "rows", "first_purchase", "last_purchase"]
    tables = {
        "lorenz": concentration.thinned(concentration.lorenz(customers["revenue"]), CURVE_POINTS),
        "classes": classes.reset_index(),
        "largest": largest[columns],
    }
    return facts, tables


STEPS = (compute,)
