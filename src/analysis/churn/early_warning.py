"""Early signs that a customer is leaving, as codes: silence against the own rhythm, less money, fewer kinds, complaint.

Each is something to look at, seen in the customer's own past; none of them is a probability.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import numpy as np
import pandas as pd

from analysis.ledger.customer_days import Days
from analysis.ledger.kinds import kinds_in_halves

CODES = GAP, SPEND, RANGE, COMPLAINT = ("gap", "spend", "range", "complaint")
OWN_GAPS = 3
"""So many gaps make a rhythm of one's own."""
HALVED = 0.5
FEWEST_KINDS = 4
LATELY_DAYS = 180
SEPARATOR = " "
COMPLAINTS = re.compile(r"complain|claim|beschwerde|reklamation|投诉|抱怨", re.IGNORECASE)


def longest_gaps(days: Days) -> pd.DataFrame:
    """Return each customer's gaps between purchase days: how many, the longest, and the last purchase's place."""
    who, day = days.customer[days.bought], days.day[days.bought]
    same = who[1:] == who[:-1]
    gaps = pd.DataFrame({"who": who[1:][same], "gap": np.diff(day)[same]})
    found = gaps.groupby("who")["gap"].agg(["size", "max"])
    return found.set_axis(days.customer_id[found.index], axis=0)


def halves(first: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days after which the year before and the last year began, or the halves of a shorter history."""
    length = dt.timedelta(days=min(365, (end - first).days // 2))
    return end - 2 * length, end - length


def warnings(
    days: Days,
    rows: Any,
    columns: list[str],
    contacts: pd.DataFrame | None,
    scores: pd.DataFrame,
    end: dt.date,
    *,
    paid: bool,
) -> pd.Series:
    """Return the signs of each customer of the scores at the end of a day, as `signs` gives them.

    Parameters
    ----------
    days : Days
    rows : lazy frame
        The ledger's, for products or categories.
    columns : list of str
        Of the ledger.
    contacts : DataFrame, optional
    scores : DataFrame
        customer_id, days_since_last.
    end : date
    paid : bool
        Whether there are amounts.
    """
    start, middle = halves(days.first, end)
    spend = kinds = None
    if paid:
        before, lately = (days.observe(*ends)["revenue"] for ends in ((start, middle), (middle, end)))
        spend = pd.DataFrame({"before": before, "lately": lately}).fillna(0.0)
    column = next((name for name in ("category", "product") if name in columns), None)
    if column is not None:
        kinds = kinds_in_halves(rows, column, start, middle, end)
    return signs(scores, longest_gaps(days), spend, kinds, complained(contacts, pd.Timestamp(end)))


def signs(
    scores: pd.DataFrame,
    gaps: pd.DataFrame,
    spend: pd.DataFrame | None,
    kinds: pd.DataFrame | None,
    complaints: set[str],
) -> pd.Series:
    """Return the codes that hold for each customer, joined by blanks; "" where none does.

    Parameters
    ----------
    scores : DataFrame
        customer_id, days_since_last.
    gaps : DataFrame
        As `longest_gaps` gives them.
    spend, kinds : DataFrame indexed by customer_id, optional
        before, lately: revenue, and different products or categories, of the two halves.
    complaints : set of str
        Customers who complained lately.

    Returns
    -------
    Series of str
        "gap": silent for longer than ever before, after three gaps or more; "spend": less than half of the revenue of
        the time before; "range": half of at least four kinds or less; "complaint".
    """
    ids = scores["customer_id"]
    own = gaps.reindex(ids)
    late = (own["size"].to_numpy() >= OWN_GAPS) & (scores["days_since_last"].to_numpy() > own["max"].to_numpy())
    found = {GAP: late, SPEND: _fell(spend, ids, 0.0), RANGE: _fell(kinds, ids, FEWEST_KINDS)}
    found[COMPLAINT] = ids.isin(complaints).to_numpy()
    codes = pd.Series("", scores.index, dtype="str")
    for code, holds in found.items():
        codes = codes.where(~holds, codes + SEPARATOR + code)
    return codes.str.strip()


def _fell(halves: pd.DataFrame | None, ids: pd.Series, least: float) -> Any:
    if halves is None:
        return np.zeros(len(ids), dtype=bool)
    own = halves.reindex(ids).fillna(0.0)
    before, lately = own["before"].to_numpy(float), own["lately"].to_numpy(float)
    return (before > 0) & (before >= least) & (lately < HALVED * before if not least else lately <= HALVED * before)


def complained(contacts: pd.DataFrame | None, end: pd.Timestamp) -> set[str]:
    """Return who complained within the last 180 days, by the kind of a contact."""
    if contacts is None or "kind" not in contacts:
        return set()
    kind = contacts["kind"].fillna("").astype(str).map(lambda text: COMPLAINTS.search(text) is not None)
    recent = contacts["date"].between(end - pd.Timedelta(days=LATELY_DAYS), end)
    return set(contacts.loc[kind.astype(bool) & recent, "customer_id"])
