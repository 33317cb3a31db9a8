"""What each chapter computes from a run: numbers for results.json, tables for the figures.

A step that the data cannot carry leaves `refusal`, a sentence, and no number.
"""

from analysis.steps.churn import compute_churn
from analysis.steps.concentration import compute_concentration
from analysis.steps.holdout import compute_holdout
from analysis.steps.value import compute_value

__all__ = ["compute_churn", "compute_concentration", "compute_holdout", "compute_value"]
