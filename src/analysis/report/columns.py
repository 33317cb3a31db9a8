"""What the columns of the customers mean, and how a spreadsheet shows them: made from the codebook."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from analysis.client.tables import CustomerTable
from analysis.display.cells import Column
from analysis.display.language import later, sentence
from analysis.display.printed import Kind
from analysis.questions import steps_of

if TYPE_CHECKING:
    import pandas as pd

CLASSES = "A, B, C, N"
BASE: Mapping[str, tuple[str, str]] = {
    "customer_id": ("", "as in the export"),
    "first_purchase": ("day", "first purchase day; missing if nobody kept anything"),
    "last_purchase": ("day", "last purchase day"),
    "frequency": ("count", "purchase days less the first"),
    "recency": ("days", "from first to last purchase day"),
    "T": ("days", "from first purchase day to the last day observed"),
    "monetary_value": ("money", "mean net amount per repeat purchase day; 0 if none"),
    "purchase_amount": ("money", "net amount of all purchase days"),
    "revenue": ("money", "net amount of all days, returns included"),
    "returns": ("money", "sum of the negative rows"),
    "margin": ("money", "from cost, else revenue × margin_rate"),
    "rows": ("rows", "of the export"),
    "abc_class": (CLASSES, "by cumulative share of revenue or margin; N: 0 or less"),
}
"""Columns of every customer: unit and meaning, as in the codebook."""

LABELS: Mapping[str, str] = {
    "customer_id": later("Customer"),
    "name": later("Name"),
    "abc_class": later("Class"),
    "forward_class": later("Class ahead"),
    "frequency": later("Repeat purchases"),
    "recency": later("Days from first to last purchase"),
    "T": later("Days since first purchase"),
    "monetary_value": later("Amount per repeat purchase"),
    "p_alive": later("Still a customer, now"),
    "p_alive_before": later("Still a customer, one window ago"),
    "churn_probability": later("Will not buy"),
    "purchases_low_80": later("Purchases, 80 % from"),
    "purchases_high_80": later("Purchases, 80 % to"),
    "purchases_low_95": later("Purchases, 95 % from"),
    "purchases_high_95": later("Purchases, 95 % to"),
    "revenue_low_80": later("Expected revenue, 80 % from"),
    "revenue_high_80": later("Expected revenue, 80 % to"),
    "revenue_low_95": later("Expected revenue, 95 % from"),
    "revenue_high_95": later("Expected revenue, 95 % to"),
    "discount": later("Discount factor"),
    "clv": later("Customer lifetime value"),
    "worth": later("Value ahead"),
    "worth_if_alive": later("Value ahead, if still a customer"),
    "account_verdict": later("Verdict on the account"),
    "account_reason": later("Why this verdict"),
    "account_margin": later("Margin, after stated costs"),
    "is_large": later("Large account"),
    "longest_pause": later("Longest usual pause, days"),
    "quarters": later("Quarters since first purchase"),
    "active_quarters": later("Quarters with a purchase"),
    "active_quarter_share": later("Quarters with a purchase, share"),
    "last_year": later("Last 365 days"),
    "year_before": later("365 days before those"),
    "year_change": later("Last 365 days against those before"),
}
"""Headers of columns whose own names are no words of a reader's."""

_BARS = ("revenue", "worth", "churn_probability")
_KINDS: Mapping[str, Kind] = {"money": "money", "day": "day", "probability": "share", "fraction": "share"}


def meanings(steps: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return unit and meaning of every column that these steps and the customers themselves give."""
    known = dict(BASE)
    for name, step in steps_of().items():
        if name in steps and step.per_customer is not None:
            known = {**step.scores, **known}
    told = sentence("as the client's table of customers has it")
    return {**{name: (kind, told) for name, kind in CustomerTable.KINDS.items()}, **known}


def column_of(name: str, values: pd.Series, unit: str, currency: str | None) -> Column:
    """Return how a column is headed and shown: by its unit, else by what it holds."""
    label = sentence(LABELS[name]) if name in LABELS else name.replace("_", " ").strip().capitalize() or name
    kind = _KINDS.get(unit) or _kind(values)
    digits = 2 if kind == "number" else None
    return Column(label, kind, digits, currency if kind == "money" else None, bar=name in _BARS)


def _kind(values: pd.Series) -> Kind:
    from pandas.api import types

    if types.is_datetime64_any_dtype(values):
        return "day"
    if types.is_bool_dtype(values) or not types.is_numeric_dtype(values):
        return "text"
    whole = values.dropna()
    return "count" if (whole == whole.round()).all() else "number"
