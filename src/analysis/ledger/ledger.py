"""A client's clean transactions, and every question about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.client.client import Client
from analysis.ledger import chosen_days

if TYPE_CHECKING:
    import pandas as pd

    from analysis.ledger.cohorts import Grain, Since
    from analysis.ledger.customer_days import Days
    from analysis.ledger.periods import Span


SumsByDay = tuple["pd.DataFrame", "pd.DataFrame"]


class Ledger:
    """The clean transactions of a client, and every question about them; days inclusive.

    Attributes
    ----------
    first, observation_end : date
        The first day in the ledger, the last that is looked at.
    columns : list of str
        Beyond customer_id, date and amount.
    zero_is_purchase : bool
        Whether a day with a sale and a net amount of 0 counts as a purchase day.
    has_amounts, has_days : bool
        Whether there is money in it; whether rows have a day, or are customers already summarised.
    """

    def __init__(self, path: Path, client: Client, account: Any, by_day: Callable[[], SumsByDay] | None = None):
        self._path, self._stored = path, by_day
        self.zero_is_purchase = client.parameters.zero_is_purchase
        self.first = dt.date.fromisoformat(account.facts["first"])
        self.observation_end: dt.date = account.observation_end
        self.columns: list[str] = account.columns
        self.has_amounts, self.has_days = client.has_amounts, client.has_days
        self.buyers = cache(self._buyers)
        self.observe = cache(self._observe)
        self.gaps = cache(self._gaps)

    def __call__(
        self, customer_id: str | None = None, first: dt.date | str | None = None, last: dt.date | str | None = None
    ) -> pd.DataFrame:
        """Return transactions as a table: all, or one customer's, or those from a first to a last day.

        ``ledger.relation`` is the same as a DuckDB relation, for what does not fit into memory.
        """
        import narwhals as nw

        rows = self.rows
        if customer_id is not None:
            rows = rows.filter(nw.col("customer_id") == customer_id)
        if first is not None:
            rows = rows.filter(nw.col("date") >= dt.date.fromisoformat(str(first)))
        if last is not None:
            rows = rows.filter(nw.col("date") <= dt.date.fromisoformat(str(last)))
        table: pd.DataFrame = rows.collect("pandas").to_native()
        return table

    @property
    def relation(self) -> Any:
        """The transactions as a DuckDB relation."""
        return self.rows.to_native()

    @cached_property
    def rows(self) -> Any:
        """The transactions as a lazy frame of the query engine."""
        from analysis.ledger.days import scan_transactions

        return scan_transactions(self._path)

    @cached_property
    def by_day(self) -> SumsByDay:
        """The sums of each customer's days, and the customers (`customer_days.sum_by_day`)."""
        from analysis.ledger.customer_days import sum_by_day

        return sum_by_day(self.rows) if self._stored is None else self._stored()

    @cached_property
    def days(self) -> Days:
        """What each customer brought on each day, in memory."""
        from analysis.ledger.customer_days import days_of

        return days_of(*self.by_day, zero_is_purchase=self.zero_is_purchase)

    def customers(self, until: dt.date, margin_rate: float | None = None) -> pd.DataFrame:
        """Return one row per customer as seen at the end of a day (`customers.summarise_customers`)."""
        from analysis.ledger.customers import summarise_customers

        return summarise_customers(self.rows, until, zero_is_purchase=self.zero_is_purchase, margin_rate=margin_rate)

    def _buyers(self, until: dt.date) -> pd.DataFrame:
        """Return the customers with a purchase day by then, as seen that day; the others have no T to model."""
        table = self.customers(until)
        return table[table["T"].notna()].reset_index(drop=True)

    def _observe(self, after: dt.date, until: dt.date) -> pd.DataFrame:
        """Return purchases and revenue per customer in the days after `after` up to `until`."""
        return self.days.observe(after, until)

    def _gaps(self) -> pd.Series:
        """Return the days between one purchase day and the customer's next, over all customers."""
        return self.days.gaps()

    def repeats_by_day(self, born_until: dt.date) -> pd.Series:
        """Return the repeat purchase days on each day, of the customers first seen by then."""
        from analysis.ledger.days import repeats_by_day

        return repeats_by_day(self.rows, born_until, zero_is_purchase=self.zero_is_purchase)

    def first_two_gaps(self) -> pd.DataFrame:
        """Return the days from the first purchase to the second and from there to the third."""
        from analysis.ledger.days import first_two_gaps

        return first_two_gaps(self.rows, zero_is_purchase=self.zero_is_purchase)

    def purchases_by_half(self, middle: dt.date) -> pd.DataFrame:
        """Return purchase days and their net amount per customer, up to a day and after it."""
        from analysis.ledger.days import purchases_by_half

        return purchases_by_half(self.rows, middle, zero_is_purchase=self.zero_is_purchase)

    def compare_periods(self, before: Span, period: Span, margin_rate: float | None = None) -> pd.DataFrame:
        """Return what each customer bought, brought and returned in two periods (`periods.compare_periods`)."""
        from analysis.ledger.periods import compare_periods

        return compare_periods(self.rows, self.days, self.by_day[0], before, period, margin_rate=margin_rate)

    def cohort_periods(
        self, since: Since, *, grain: Grain = "month", spans: tuple[Span, Span] | None = None
    ) -> pd.DataFrame:
        """Return what each cohort did in each period, and in two spans (`cohorts.cohort_periods`)."""
        from analysis.ledger.cohorts import cohort_periods

        return cohort_periods(self.days, since, grain=grain, spans=spans, paid=self.has_amounts)

    def times_between(self, since: Since) -> pd.DataFrame:
        """Return how long it took from each of the first purchases to the next one."""
        from analysis.ledger.cohorts import times_between

        return times_between(self.days, since, self.observation_end)

    def purchases_by_day(self) -> pd.Series:
        """Return the purchase days of all customers on each day."""
        from analysis.ledger.demand import purchases_by_day

        return purchases_by_day(self.days)

    def category_sums(self, before: Span, period: Span) -> pd.DataFrame:
        """Return what each customer brought in each category in two periods; rows, without amounts."""
        from analysis.ledger.demand import category_sums

        return category_sums(self.rows, before, period, paid=self.has_amounts)

    def months(self) -> pd.DataFrame:
        """Return net revenue and customers with a row by calendar month."""
        from analysis.ledger.days import summarise_months

        return summarise_months(self.rows)

    def calibration_end(self, chosen: dt.date | None) -> dt.date:
        """Return the day up to which models learn (`chosen_days.calibration_end`)."""
        return chosen_days.calibration_end(chosen, self.first, self.observation_end)

    def movement_end(self, chosen: dt.date | None) -> dt.date:
        """Return the last day of the later of the two periods that are compared (`chosen_days.movement_end`)."""
        return chosen_days.movement_end(chosen, self.first, self.observation_end)

    def margin_evidence(self) -> pd.DataFrame:
        """Return what each customer's costed purchase days say of their margin."""
        from analysis.ledger.days import margin_evidence

        return margin_evidence(self.rows, self.observation_end)

    def below_cost(self) -> pd.DataFrame:
        """Return what customers bought below cost; empty where no row has a cost."""
        from analysis.ledger.below_cost import sold_below_cost

        return sold_below_cost(self.rows, self.observation_end)

    def bought_of(self, columns: list[str], ids: list[str]) -> pd.DataFrame:
        """Return how many different values of each column these customers bought."""
        from analysis.ledger.below_cost import bought_of

        return bought_of(self.rows, self.observation_end, columns, ids)

    def margins(self, until: dt.date) -> pd.Series:
        """Return what each customer left by the end of a day, over the rows that record a cost."""
        from analysis.ledger.customer_days import margins

        return margins(*self.by_day, until)

    def discounts(self) -> pd.DataFrame | None:
        """Return what each customer was given off the list price; None where that is not told as a fraction."""
        from analysis.ledger.below_cost import discounts

        return discounts(self.rows, self.observation_end) if "discount" in self.columns else None

    @cached_property
    def own_margin_rate(self) -> float | None:
        """Margin per unit of revenue over the rows that record a cost; None without such rows."""
        if "margin" not in self.columns:
            return None
        import narwhals as nw

        known = self.rows.filter(~nw.col("margin").is_null())
        sums = known.select(nw.col("margin").sum(), nw.col("amount").sum()).collect("pandas").to_native()
        margin, amount = float(sums["margin"][0] or 0), float(sums["amount"][0] or 0)
        return margin / amount if amount > 0 else None
