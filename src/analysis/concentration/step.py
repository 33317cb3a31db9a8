"""How dependent the client is on few customers: the measures, as facts and tables."""

from __future__ import annotations

from analysis.concentration import concentration
from analysis.concentration.facts import AbcClass, Beside, ConcentrationFacts, Rule, Unprofitable
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
    found = concentration.summarise_concentration(customers["revenue"])
    classes = concentration.summarise_classes(customers, customers["abc_class"])
    loss, unknown = customers[customers["margin"] < 0], bool(customers["margin"].isna().all())
    facts = ConcentrationFacts(
        customers=found.customers,
        revenue=found.total,
        left_out=Beside(customers=found.left_out, revenue=found.left_out_total),
        gini=found.gini,
        gini_interval=_ends(found.gini_band),
        top_share={str(q): share for q, share in found.top_shares.items()},
        top_share_interval={str(q): _ends(band) for q, band in found.top_share_bands.items()},
        customers_for_80=found.customers_for_80,
        customers_for_50=found.customers_for_50,
        customers_for_50_interval=_ends(found.customers_for_50_band),
        largest_three_share=found.largest_three_share,
        hhi=found.hhi,
        effective_customers=found.effective_customers,
        abc_by=Rule(**given.parameters.abc.model_dump()),
        abc={
            name: AbcClass(
                customers=row["customers"],
                revenue=row["revenue"],
                margin=None if row["margin"] != row["margin"] else row["margin"],
            )
            for name, row in classes.to_dict("index").items()
        },
        class_a_customer_share=float(classes.loc["A", "customer_share"]),
        class_a_revenue_share=float(classes.loc["A", "revenue_share"]),
        unprofitable=Unprofitable(
            customers=None if unknown else len(loss), margin=None if unknown else float(loss["margin"].sum())
        ),
    )
    largest = customers.sort_values("revenue", ascending=False, kind="stable").head(LARGEST)
    columns = ["customer_id", "revenue", "margin", "abc_class", "rows", "first_purchase", "last_purchase"]
    tables = {
        "lorenz": concentration.thinned(concentration.lorenz(customers["revenue"]), CURVE_POINTS),
        "classes": classes.reset_index(),
        "largest": largest[columns],
    }
    return facts, tables


def _ends(band: concentration.Band) -> tuple[float, float]:
    return band.low, band.high


STEPS = (compute,)
