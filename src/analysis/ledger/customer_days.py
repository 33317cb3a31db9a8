"""What each customer brought on each day: asked of the engine once, and answered from memory ever after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

if TYPE_CHECKING:
    import narwhals as nw

Array = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Days:
    """One row per customer and calendar day with a row, sorted by customer, then day.

    Attributes
    ----------
    customer_id : array of str, shape (n_customers,)
        Sorted.
    customer, day : array of int
        Row of `customer_id`; days since `first`.
    net : array of float
        Report currency.
    bought : array of bool
        The day is a purchase day.
    first : date
        First day in the data.
    """

    customer_id: NDArray[np.object_]
    customer: Integers
    day: Integers
    net: Array
    bought: NDArray[np.bool_]
    first: dt.date

    @cached_property
    def purchases(self) -> tuple[Integers, Integers, Integers]:
        """Customer and day of each purchase day, and the days since the customer's one before; -1 for the first."""
        rows = np.flatnonzero(self.bought)
        who, when = self.customer[rows], self.day[rows]
        waited = np.diff(when, prepend=-1)
        waited[np.diff(who, prepend=-1) != 0] = -1
        return who, when, waited

    @cached_property
    def born(self) -> Integers:
        """The day of each customer's first purchase; -1 where there is none."""
        who, when, waited = self.purchases
        born = np.full(self.customer_id.size, -1)
        born[who[waited < 0]] = when[waited < 0]
        return born

    def customers_at(self, until: dt.date) -> pd.DataFrame:
        """Return customers with a purchase by the end of a day, as `summarise_customers` counts them.

        Returns DataFrame sorted by customer_id: customer_id, first_purchase, last_purchase, frequency, recency, T,
        monetary_value, purchase_amount, revenue.
        """
        now, n = (until - self.first).days, self.customer_id.size
        seen = self.day <= now
        rows = np.flatnonzero(seen & self.bought)
        who, net = self.customer[rows], self.net[rows]
        opening = np.flatnonzero(np.diff(who, prepend=-1))
        known, closing = who[opening], np.append(opening, who.size)[1:] - 1
        born, last = self.day[rows[opening]], self.day[rows[closing]]
        again = closing - opening
        amount = np.bincount(who, net, n)[known]
        later = np.divide(amount - net[opening], again, out=np.zeros(known.size), where=again > 0)
        start = pd.Timestamp(self.first)
        return pd.DataFrame(
            {
                "customer_id": pd.array(self.customer_id[known], dtype="str"),
                "first_purchase": start + pd.to_timedelta(born, unit="D"),
                "last_purchase": start + pd.to_timedelta(last, unit="D"),
                "frequency": again,
                "recency": last - born,
                "T": now - born,
                "monetary_value": later,
                "purchase_amount": amount,
                "revenue": np.bincount(self.customer[seen], self.net[seen], n)[known],
            }
        )

    def observe(self, after: dt.date, until: dt.date) -> pd.DataFrame:
        """Return purchases and revenue of each customer in the days after `after` up to `until`, by customer_id."""
        inside = (self.day > (after - self.first).days) & (self.day <= (until - self.first).days)
        who, n = self.customer[inside], self.customer_id.size
        present = np.flatnonzero(np.bincount(who, minlength=n))
        bought = np.bincount(who, self.bought[inside].astype(float), n)[present].astype(np.int64)
        revenue = np.bincount(who, self.net[inside], n)[present]
        index = pd.Index(pd.array(self.customer_id[present], dtype="str"), name="customer_id")
        return pd.DataFrame({"purchases": bought, "revenue": revenue}, index=index)

    def gaps(self) -> pd.Series:
        """Return the days between one purchase day and the customer's next; the index says whose."""
        who, _, waited = self.purchases
        return pd.Series(waited[waited >= 0], index=who[waited >= 0])


def sum_by_day(transactions: nw.LazyFrame[Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the sums of each customer's days, and the customers.

    Returns
    -------
    days : DataFrame sorted by customer, then day
        customer (row of the second table), day (since 1970), net, returned (what of it is below 0), rows, has_sale;
        where the ledger has margins also margin, and where some rows record none their net (uncosted) and how many do
        record one (costed);
        where it has quantities also units.
    customers : DataFrame
        customer_id, sorted. Numbers stand for them in the first table because texts would take most of the time.

    Notes
    -----
    The rows are sorted and added up here: there are nearly as many days as rows, for which the engine, which builds a
    table of texts and days to find them in, takes three times as long.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    there = transactions.collect_schema().names()
    carried = [name for name in ("margin", "quantity") if name in there]
    table = transactions.select("customer_id", "date", "amount", *carried).collect("pyarrow").to_native()
    ids = table["customer_id"].combine_chunks().dictionary_encode()
    by_name = pc.array_sort_indices(ids.dictionary).to_numpy()
    place = np.empty(by_name.size, dtype=np.int64)
    place[by_name] = np.arange(by_name.size)
    customer = place[ids.indices.to_numpy()]
    day = table["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    order, key = _in_order(customer * (int(np.ptp(day)) + 1) + (day - day.min()))
    start = np.flatnonzero(np.diff(key, prepend=-1))
    opening = order[start]
    days = {"customer": customer[opening].astype(np.int32), "day": day[opening].astype(np.int32)}
    days |= _sums({name: table[name] for name in ("amount", *carried)}, order, start)
    names = pd.array(ids.dictionary.take(by_name).cast(pa.large_string()), dtype="str")
    return pd.DataFrame(days, copy=False), pd.DataFrame({"customer_id": names})


def _in_order(key: Integers) -> tuple[Integers, Integers]:
    """Return the places of keys in ascending order, and the keys in it.

    Numbers are sorted four times as fast as their places: where there is room, a place stands in the number's last
    digits.
    """
    room = int(key.size).bit_length()
    if int(key.max()).bit_length() + room > 63:
        order = np.argsort(key, kind="stable")
        return order, key[order]
    both = np.sort(key << room | np.arange(key.size))
    return both & ((1 << room) - 1), both >> room


def _sums(columns: dict[str, Any], order: Integers, start: Integers) -> dict[str, NDArray[Any]]:
    """Return the sums of columns over rows that are put in order, from each start to the next."""
    amount, unit, _ = _in_units(columns["amount"], order)

    def of(values: NDArray[Any], unit: float = unit) -> Array:
        sums: Array = np.add.reduceat(values, start) / unit
        return sums

    sums: dict[str, NDArray[Any]] = {
        "net": of(amount),
        "returned": of(np.minimum(amount, 0)),
        "rows": np.diff(start, append=order.size),
        "has_sale": np.logical_or.reduceat(amount >= 0, start),
    }
    if "margin" in columns:
        margin, of_margin, known = _in_units(columns["margin"], order)
        sums["margin"] = of(margin, of_margin)
        if not known.all():
            sums["uncosted"] = of(np.where(known, 0, amount))
            sums["costed"] = np.add.reduceat(known.astype(np.int64), start)
    if "quantity" in columns:
        sums["units"] = of(*_in_units(columns["quantity"], order)[:2])
    return sums


def _in_units(column: Any, order: Integers) -> tuple[NDArray[Any], float, NDArray[np.bool_]]:
    """Return figures in order, decimals as whole numbers of their last digit; how many of these are 1; which are known.

    Whole numbers add up without rounding, in whatever order. What is not known is 0.
    """
    import pyarrow as pa

    values, unit = column.combine_chunks(), 1.0
    if pa.types.is_decimal(values.type):  # 16 bytes each, of which 18 digits need the lower 8
        unit = 10.0**values.type.scale
        wide = np.frombuffer(values.buffers()[1], np.int64)[2 * values.offset :: 2]
        plain = wide[: len(values)]
    else:
        plain = values.to_numpy(zero_copy_only=False)
    known = np.ones(len(values), dtype=bool) if not values.null_count else values.is_valid().to_numpy(False)[order]
    found = plain[order]
    return found if known.all() else np.where(known, found, 0), unit, known


def days_of(sums: pd.DataFrame, customers: pd.DataFrame, *, zero_is_purchase: bool = False) -> Days:
    """Return the days whose sums `sum_by_day` gives; what is a purchase day is said in `days.purchase_days`."""
    net, day = sums["net"].to_numpy(), sums["day"].to_numpy(np.int64)
    bought = net > 0
    if zero_is_purchase:
        bought |= (net == 0) & sums["has_sale"].to_numpy()
    first = int(day.min())
    return Days(
        customer_id=customers["customer_id"].to_numpy(dtype=object),
        customer=sums["customer"].to_numpy(np.int64),
        day=day - first,
        net=net,
        bought=bought,
        first=dt.date(1970, 1, 1) + dt.timedelta(days=first),
    )


def margins(sums: pd.DataFrame, customers: pd.DataFrame, until: dt.date) -> pd.Series:
    """Return what each customer seen by the end of a day has left, by customer_id; missing where no row has a cost.

    `sums`, `customers`: From `sum_by_day`, with margin.
    """
    seen = sums["day"].to_numpy() <= (until - dt.date(1970, 1, 1)).days
    who, margin = sums["customer"].to_numpy()[seen], sums["margin"].to_numpy(float)[seen]
    known = sums["costed"].to_numpy()[seen] > 0 if "costed" in sums else np.ones(margin.size, dtype=bool)
    total = np.bincount(who[known], margin[known], len(customers))
    total[np.bincount(who[known], minlength=len(customers)) == 0] = np.nan
    present = np.bincount(who, minlength=len(customers)) > 0
    return pd.Series(total, pd.Index(customers["customer_id"], name="customer_id"), name="margin")[present]


def read_days(transactions: nw.LazyFrame[Any], *, zero_is_purchase: bool = False) -> Days:
    """Return the days of transactions (customer_id, date, amount); one query.

    Raises ValueError if there is no row.
    """
    return days_of(*sum_by_day(transactions), zero_is_purchase=zero_is_purchase)
