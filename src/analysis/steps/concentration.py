"""How dependent the client is on few customers: numbers for results.json, tables for the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.concentration import concentration
from analysis.run.store import Stop

if TYPE_CHECKING:
    from analysis.run.run import Run

KEYS = (
    *("customers", "revenue", "left_out", "gini", "gini_interval", "top_share", "top_share_interval"),
    *("customers_for_80", "customers_for_50", "customers_for_50_interval", "largest_three_share", "hhi"),
    *("effective_customers", "abc_by", "abc", "unprofitable"),
)


def compute_concentration(run: Run) -> Stop:
    """Measure how dependent the client is on few customers."""
    if run.closed("concentration"):
        return Stop({"refusal": run.closed("concentration")} | dict.fromkeys(KEYS))
    customers = run.customers
    found = concentration.summarise_concentration(customers["revenue"])
    classes = concentration.summarise_classes(customers, customers["abc_class"])
    loss = customers[customers["margin"] < 0]
    largest = customers.sort_values("revenue", ascending=False, kind="stable").head(50)
    values: dict[str, Any] = {
        "refusal": None,
        "customers": found.customers,
        "revenue": found.total,
        "left_out": {"customers": found.left_out, "revenue": found.left_out_total},
        "gini": found.gini,
        "gini_interval": _pair(found.gini_band),
        "top_share": {str(q): share for q, share in found.top_shares.items()},
        "top_share_interval": {str(q): _pair(band) for q, band in found.top_share_bands.items()},
        "customers_for_80": found.customers_for_80,
        "customers_for_50": found.customers_for_50,
        "customers_for_50_interval": _pair(found.customers_for_50_band),
        "largest_three_share": found.largest_three_share,
        "hhi": found.hhi,
        "effective_customers": found.effective_customers,
        "abc_by": run.client.parameters.abc.model_dump(),
        "abc": classes[["customers", "revenue", "margin"]].to_dict("index"),
        "unprofitable": {
            "customers": None if customers["margin"].isna().all() else len(loss),
            "margin": None if customers["margin"].isna().all() else float(loss["margin"].sum()),
        },
    }
    tables = {
        "lorenz": concentration.lorenz(customers["revenue"]),
        "classes": classes.reset_index(),
        "largest": largest[
            ["customer_id", "revenue", "margin", "abc_class", "rows", "first_purchase", "last_purchase"]
        ],
    }
    assert {"refusal", *KEYS} == values.keys()
    return Stop(values, tables)


def _pair(band: concentration.Band) -> list[float]:
    return [band.low, band.high]
