"""One function per figure: a finished table in, Axes out; nothing is computed here but positions.

Colours and settings come from `style`; the takeaway and the source line are written by the caller.
"""

from analysis.plots.churn import plot_share_by_class, plot_value_risk
from analysis.plots.concentration import plot_lorenz, plot_lorenz_small, plot_pareto, plot_pyramid
from analysis.plots.forecast import (
    plot_expected_by_group,
    plot_expected_by_history,
    plot_frequency_histogram,
    plot_incremental,
    plot_league,
    plot_reliability,
    plot_tracking,
    plot_tracking_small,
)
from analysis.plots.intake import plot_months
from analysis.plots.value import plot_class_moves, plot_season, plot_value_by_class

__all__ = [
    "plot_class_moves",
    "plot_expected_by_group",
    "plot_expected_by_history",
    "plot_frequency_histogram",
    "plot_incremental",
    "plot_league",
    "plot_lorenz",
    "plot_lorenz_small",
    "plot_months",
    "plot_pareto",
    "plot_pyramid",
    "plot_reliability",
    "plot_season",
    "plot_share_by_class",
    "plot_tracking",
    "plot_tracking_small",
    "plot_value_by_class",
    "plot_value_risk",
]
