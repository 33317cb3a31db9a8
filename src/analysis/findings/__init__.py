"""Numbers -> sentences: what the report says, computed from the sections of results.json.

Each function takes finished numbers and returns one or two sentences; nothing is concluded that the numbers do
not carry. `**bold**` marks the number a reader should take away.
"""

from analysis.findings.churn import act_first, at_risk, calibration, how_at_risk, leavers, lost, slipping, window
from analysis.findings.concentration import (
    classes,
    dependence,
    eighty_twenty,
    inequality,
    left_out_below_zero,
    unprofitable,
)
from analysis.findings.data import books, branches, ledger
from analysis.findings.forecast import forecast_quality, holdout_verdict, ranked_better, too_high_or_low, tracking
from analysis.findings.season import season_applied
from analysis.findings.value import (
    crosscheck,
    holders,
    models,
    no_value,
    risers_and_fallers,
    screening,
    spend,
    too_regular_to_fit,
    total_value,
    worth_total,
)
from analysis.findings.words import day_of, worth_name

__all__ = [
    "act_first",
    "at_risk",
    "books",
    "branches",
    "calibration",
    "classes",
    "crosscheck",
    "day_of",
    "dependence",
    "eighty_twenty",
    "forecast_quality",
    "holders",
    "holdout_verdict",
    "how_at_risk",
    "inequality",
    "leavers",
    "ledger",
    "left_out_below_zero",
    "lost",
    "models",
    "no_value",
    "ranked_better",
    "risers_and_fallers",
    "screening",
    "season_applied",
    "slipping",
    "spend",
    "too_high_or_low",
    "too_regular_to_fit",
    "total_value",
    "tracking",
    "unprofitable",
    "window",
    "worth_name",
    "worth_total",
]
