"""The same forecast made on other days of the data: whether it did as well there."""

from __future__ import annotations

from typing import Any

from analysis.backtest.average import forecast_average
from analysis.backtest.average_facts import ends_of
from analysis.backtest.comparison import compare_with_best_naive
from analysis.backtest.day_past import past_and_pace
from analysis.backtest.holdout import Forecast, Split, inner_splits
from analysis.backtest.made import AVERAGE, Average
from analysis.backtest.past import Past
from analysis.backtest.rules_of_thumb import rules_of_thumb
from analysis.facts import refused
from analysis.forecast.facts import OriginRow, OriginsFacts
from analysis.run.step import Answer, Inputs, step


@step("origins", OriginsFacts, after=("data",), needs=("ledger",))
def origins(given: Inputs) -> Answer:
    """Forecast from days at 5, 6 and 7 ninths of the history to its end, and compare with what came."""
    ledger, closed = given.ledger, given.data.facts.router.chapters["value"]
    if closed:
        return OriginsFacts(refusal=closed), {}
    past, pace = past_and_pace(ledger)
    splits = [split for split in inner_splits(past.first, ledger.observation_end) if split.days]
    rows = []
    for split in splits:
        average = forecast_average(past, split, regularity_at=pace)
        rows += [] if average.made is None else [_row(past, split, average)]
    if not rows:
        return OriginsFacts(refusal=refused("no_inner_window")), {}
    told = {name: sum(row.outcome == outcome for row in rows) for name, outcome in OUTCOMES.items()}
    return OriginsFacts(rows=rows, in_range=sum(row.in_range for row in rows), **told), {}


OUTCOMES = {"wins": "beats", "ties": "cannot be told from", "losses": "loses to"}


def _row(past: Past, split: Split, average: Average) -> OriginRow:
    """Return how the average did at one day, against the rule of thumb that did best on the days after it."""
    assert average.made is not None
    seen = past.outcome(split)
    bought, revenue = seen["purchases"].to_numpy(float), seen["revenue"].to_numpy(float)
    expected = average.made.customers["expected_purchases"].to_numpy()
    forecasts = {AVERAGE: Forecast(purchases=expected, naive=False)} | rules_of_thumb(past, split)
    found = compare_with_best_naive(forecasts, AVERAGE, bought, revenue, "squared error")
    wide, _, total = ends_of(average.made.uncertainty["purchases"], expected)
    came = float(bought.sum())
    against: dict[str, Any] = {}
    if found:
        against = {"rule": found.rival, "rule_rmse": found.rival_loss**0.5, "outcome": found.outcome}
    return OriginRow(
        origin=split.origin,
        days=split.days,
        customers=len(seen),
        expected=total,
        interval=wide,
        actual=came,
        in_range=wide[0] <= came <= wide[1],
        rmse=float(((expected - bought) ** 2).mean() ** 0.5),
        **against,
    )
