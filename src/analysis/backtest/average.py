"""The forecast that feeds every sum: the average of three shapes, its level, and ranges that hold.

One call serves a holdout (a window inside the data) and the days ahead (a window after them); only what was known at
the window's origin is looked at in either.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest.dispersion import Dispersion, dispersion
from analysis.backtest.facts import Gate, YearAgo
from analysis.backtest.gates import data_gates, dominance_gate, width_gate
from analysis.backtest.holdout import Array, Split
from analysis.backtest.inner import InnerWindow, inner_windows, log_errors, look_back
from analysis.backtest.made import MEASURES, Average, Made
from analysis.backtest.money_range import MoneyRange, money_range
from analysis.backtest.past import Past
from analysis.backtest.shapes import Forecaster, RegularityAt
from analysis.backtest.signs import signs
from analysis.backtest.spend_level import spend_at
from analysis.backtest.spread import LEVELS, STUDY, Constants, Uncertainty, scatter, shared_errors
from analysis.backtest.year_ago import year_ago

CALIBRATIONS = 2  # inner windows in which the learners are taught too, for what is said of single customers


def forecast_average(
    past: Past,
    split: Split,
    *,
    classes: pd.Series | None = None,
    regularity_at: RegularityAt | None = None,
    constants: Constants = STUDY,
) -> Average:
    """Forecast what every customer known at the split's origin will buy and bring by its end.

    Parameters
    ----------
    past : Past
        Of a table of customers that all have a purchase by the day asked for. Days after `split.origin` are never
        asked for, so `split.end` may lie beyond the data.
    split : Split
        Origin (the last day that may be known) and end of the window.
    classes : Series of str indexed by customer_id, optional
        Class code of each customer, known at the origin; sums and ranges are made per class too.
    regularity_at : callable, optional
        Day -> Wheat & Morrison's k from purchases up to that day, or None.
    constants : Constants
        Of the ranges.

    Returns
    -------
    Average
        Data that cannot carry a forecast give an Average without `made` whose gates say why; they never raise.
    """
    history, windows, gates = gates_before(past, split)
    refused_one = Average(split, history, gates, None)
    if refused_one.refusal:
        return refused_one
    made = _make(Forecaster(past, regularity_at), split, windows, classes, constants)
    return Average(split, history, gates + _gates_of(made), made)


def gates_before(past: Past, split: Split) -> tuple[int, list[Split], tuple[Gate, ...]]:
    """Return the days of history, the inner windows, and what the size of the data says."""
    history, known = (split.origin - past.first).days, past.customers_at(split.origin)
    windows = inner_windows(past, split) if len(known) and history > 0 else []
    repeaters = int((known["frequency"] > 0).sum())
    oldest = int(known["T"].max()) if len(known) else 0
    return history, windows, data_gates(len(known), repeaters, oldest, split.days, history, len(windows))


def _make(
    forecaster: Forecaster,
    split: Split,
    windows: list[Split],
    classes: pd.Series | None,
    constants: Constants,
) -> Made:
    known = forecaster.past.customers_at(split.origin)
    purchases, parts, correction = expected_purchases(forecaster, split)
    spend = spend_at(forecaster.past, split.origin)
    looked = [look_back(forecaster, window, learned=False) for window in windows]
    inner = {measure: log_errors(looked, measure) for measure in MEASURES}
    beyond = split.days > (split.origin - forecaster.past.first).days
    year = correction is not None
    uncertainty = {
        measure: Uncertainty(scatter(looked, measure), shared_errors(errors), year, beyond, constants)
        for measure, errors in inner.items()
    }
    told, seen = signs(forecaster, split, parts), calibration(forecaster, windows)
    counts = dispersion(seen)
    customers = pd.DataFrame({"customer_id": known["customer_id"].array})
    customers["expected_purchases"] = counts.in_rhythm(purchases, told)
    customers["expected_spend"] = spend.spend
    customers["expected_revenue"] = customers["expected_purchases"] * customers["expected_spend"]
    customers["probability"] = counts.probability(purchases, told)
    customers = _with_ranges(customers, counts, money_range(seen), uncertainty)
    totals = _totals(customers, classes, uncertainty)
    model = forecaster.fit_at(split.origin)
    return Made(customers, totals, parts, correction, inner, uncertainty, spend, model)


def expected_purchases(forecaster: Forecaster, split: Split) -> tuple[Array, dict[str, Array], YearAgo | None]:
    """Return the average x the factor, the shapes behind it, and the factor; silence is heard later (`in_rhythm`)."""
    parts, correction = forecaster.shapes(split), year_ago(forecaster, split)
    return np.mean(list(parts.values()), axis=0) * (correction.factor if correction else 1.0), parts, correction


def calibration(forecaster: Forecaster, windows: list[Split], last: int = CALIBRATIONS) -> list[InnerWindow]:
    """Return the last inner windows by the same average that is calibrated."""
    return [look_back(forecaster, window, learned=True) for window in windows[-last:]]


def _with_ranges(
    customers: pd.DataFrame, counts: Dispersion, money: MoneyRange, uncertainty: dict[str, Uncertainty]
) -> pd.DataFrame:
    """Add ranges of single customers."""
    purchases, revenue = (customers[f"expected_{measure}"].to_numpy() for measure in MEASURES)
    added: dict[str, Array] = {}
    for level in LEVELS:
        ends = {
            "purchases": counts.quantiles(purchases, level, uncertainty["purchases"].together),
            "revenue": money.ends(revenue, level, uncertainty["revenue"].together),
        }
        for measure, (low, high) in ends.items():
            added[f"{measure}_low_{level * 100:.0f}"], added[f"{measure}_high_{level * 100:.0f}"] = low, high
    return customers.assign(**added)


def _totals(customers: pd.DataFrame, classes: pd.Series | None, uncertainty: dict[str, Uncertainty]) -> pd.DataFrame:
    groups: dict[str, NDArray[np.bool_] | None] = {"all": None}
    if classes is not None:
        codes = classes.reindex(customers["customer_id"]).to_numpy()
        groups |= {str(code): codes == code for code in sorted(classes.dropna().unique())}
    rows: list[dict[str, str | float]] = []
    for measure in MEASURES:
        expected = customers[f"expected_{measure}"].to_numpy()
        for group, members in groups.items():
            rows.append({"measure": measure, "group": group} | uncertainty[measure].range_of(expected, members))
    return pd.DataFrame(rows)


def _gates_of(made: Made) -> tuple[Gate, ...]:
    found: tuple[Gate, ...] = ()
    whole = made.totals[made.totals["group"] == "all"].set_index("measure")
    for measure in MEASURES:
        expected = made.customers[f"expected_{measure}"]
        if expected.sum() > 0:
            found += width_gate(measure, float(whole.loc[measure, "s"]))
            found += dominance_gate(measure, float(expected.max() / expected.sum()))
    return found
