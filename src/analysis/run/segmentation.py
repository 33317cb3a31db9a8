"""An analyst's own segmentation of a run: what each of its classes holds, how stable it is, what it explains."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.classes.labels import Labeller, crossed, labels_of, moved, summarise, value_explained
from analysis.classes.table import dated
from analysis.display.cells import Note, Stack
from analysis.display.class_table import class_table, with_shares
from analysis.display.formats import share
from analysis.display.language import data_error, joined, sentence
from analysis.schema import DataError


@dataclass(frozen=True, eq=False)
class Segmentation:
    """A labelled column of the customers, and what is to be said of it.

    Attributes
    ----------
    name : str
        Of the column in ``run.table()``.
    labels : Series of str, indexed by customer_id
    customers : DataFrame
        ``run.table()`` as the function saw it.
    before : Series of str or None
        The labels that the same function gave a year (or half of a shorter history) before, of the customers known
        then; None where it needs what only today's table holds, as a forecast.
    days : int or None
        So long before.
    churn_days, worth : int or None, str or None
        Within which customers will not buy; whether what is expected is "clv" or "expected_revenue".
    """

    name: str
    labels: pd.Series
    customers: pd.DataFrame
    before: pd.Series | None
    days: int | None
    currency: str | None
    churn_days: int | None
    worth: str | None

    @property
    def classes(self) -> pd.DataFrame:
        """What each class holds: customers, revenue, margin, expected value, share that will not buy."""
        return summarise(self.labels, self.customers)

    @property
    def value_explained(self) -> float | None:
        """Share of the differences in revenue that lies between the classes (`labels.value_explained`)."""
        return value_explained(self.labels, self.customers["revenue"])

    @property
    def moved(self) -> float | None:
        """Share of the customers whose label was another one then."""
        return None if self.before is None else moved(self.before, self.labels)

    @property
    def migration(self) -> pd.DataFrame | None:
        """Customers by their label then (rows) and now (columns)."""
        return None if self.before is None else crossed(self.before, self.labels.reindex(self.before.index))

    def overlap(self, other: str | Segmentation) -> pd.DataFrame:
        """Return customers by these labels (rows) and another class (columns): its column's name, or a segmentation.

        Raises DataError if there is no such column.
        """
        if isinstance(other, Segmentation):
            return crossed(self.labels, other.labels)
        if other not in self.customers:
            raise data_error("The customers have no column '{name}' to cross with.", name=other)
        return crossed(self.labels, self.customers[other])

    def beside(self, other: Segmentation) -> pd.DataFrame:
        """Return two segmentations side by side: classes, value explained, and share of the customers that moved."""
        rows = [(each.name, each.labels.nunique(), each.value_explained, each.moved) for each in (self, other)]
        columns = ["segmentation", "classes", "value_explained", "moved"]
        return pd.DataFrame(rows, columns=columns).set_index("segmentation")

    def _shown(self) -> Stack:
        rows = with_shares(self.classes)
        table = class_table(rows, self.currency, self.name, days=self.churn_days, window=self.days, worth=self.worth)
        return Stack([table, Note(self._said())])

    def _said(self) -> str:
        explained = sentence("It explains {part} of the differences in revenue.", part=share(self.value_explained))
        if self.moved is None:
            unknown = sentence("How stable it is cannot be said: it needs what only today's table holds.")
            return joined(explained, unknown)
        then = {"part": share(self.moved), "n": self.days}
        return joined(explained, sentence("{part} of the customers had another label {n} days before.", **then))

    def __repr__(self) -> str:
        return repr(self._shown())

    def _repr_html_(self) -> str:
        return self._shown()._repr_html_()


def segmentation(run: Any, name: str, label: Labeller, customers: pd.DataFrame) -> Segmentation:
    """Return what an analyst's function makes of a run's customers.

    `label`: Table of customers -> a label for each.
    `customers` (DataFrame indexed by customer_id): ``run.table()``.
    Raises DataError if the customers have a column of this name, or the function does not label each of them.
    """
    if name in customers:
        raise data_error("The customers have a column '{name}' already; give the segment another name.", name=name)
    labels = labels_of(name, label, customers)
    before, days = _labels_before(run, name, label)
    forecast = customers.get("clv")
    return Segmentation(
        name=name,
        labels=labels,
        customers=customers,
        before=before,
        days=days,
        currency=run.currency,
        churn_days=getattr(run.stop("churn").facts, "window_days", None),
        worth=None if forecast is None else ("clv" if forecast.notna().any() else "expected_revenue"),
    )


def _labels_before(run: Any, name: str, label: Labeller) -> tuple[pd.Series | None, int | None]:
    if not run.client.has_days:
        return None, None
    p = run.client.parameters
    past = dated(run.ledger, run.customers, p.abc, p.rfm)
    days = past.now.window_days
    then: Any = past.table_at(run.observation_end - dt.timedelta(days=days), p.margin_rate)
    if run.attributes is not None:
        then = then.join(run.attributes[[column for column in run.attributes if column not in then]])
    try:
        return labels_of(name, label, then), days
    except DataError:
        return None, days
