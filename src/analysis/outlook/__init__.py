"""What the value chapter says beyond the scores: margins, costs, dates, classes, new customers, churn, seasons, checks.

Each function takes finished stops and returns plain numbers or a table; `steps.compute_value` puts them together.
"""

from analysis.outlook.acquisition import acquisition
from analysis.outlook.checks import check_tables
from analysis.outlook.costs import deduct_costs
from analysis.outlook.margin import describe_margins, effective_rate, margins_of
from analysis.outlook.newcomers import acquired_on, new_customer
from analysis.outlook.retention import churn_minus_5, residual_value
from analysis.outlook.season import seasonality
from analysis.outlook.spend import accepted, compare_spend, spend_drift
from analysis.outlook.worth import add_dates, count_overdue, value_by_class

__all__ = [
    "accepted",
    "acquired_on",
    "acquisition",
    "add_dates",
    "check_tables",
    "churn_minus_5",
    "compare_spend",
    "count_overdue",
    "deduct_costs",
    "describe_margins",
    "effective_rate",
    "margins_of",
    "new_customer",
    "residual_value",
    "seasonality",
    "spend_drift",
    "value_by_class",
]
