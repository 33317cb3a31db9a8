"""What the next purchase will bring: a customer's own mean, trusted as far as their purchases carry it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Credibility:
    """Expected net amount per purchase of each customer.

    Attributes
    ----------
    spend : array
        Report currency, >= 0, in the order of the customers.
    overall : float
        The client's mean, to which little evidence is drawn.
    half : float
        Purchases at which a customer's own mean counts half; infinite where customers differ by no more than chance.
    level : float
        By which all are multiplied because most customers' purchases have lately become dearer or cheaper; else 1.
    """

    spend: Array
    overall: float
    half: float
    level: float = 1.0


def credibility_spend(customers: pd.DataFrame) -> Credibility:
    """Return each customer's mean purchase, drawn to the client's by how few purchases there were.

    `customers`: frequency, monetary_value, purchase_amount, revenue, as `summarise_customers` makes them.
    There always is one: with one customer everybody gets that one's mean, without amounts 0.

    Bühlmann (1967): z x own + (1 - z) x overall, z = n / (n + s2 / a), with n = x + 1 purchases, s2 the variance of
    purchases within customers and a that of means between them, both unbiased. s2 comes from the first purchase
    against the mean of the later ones, (first - later)^2 / (1 + 1 / x), so no table but the customers' is needed; the
    overall mean is the mean of the credibility estimates (weights z). All is scaled by revenue / sum of purchase days,
    because goods that come back on a later day stand in revenue only.

    Examples
    --------
    >>> table = pd.DataFrame({"frequency": [1, 1, 0], "monetary_value": [10.0, 90.0, 0.0],
    ...                       "purchase_amount": [22.0, 178.0, 40.0], "revenue": [22.0, 178.0, 40.0]})
    >>> credibility_spend(table).spend.round(1).tolist()
    [11.0, 89.0, 40.0]
    """
    x, bought = customers["frequency"].to_numpy(float), customers["purchase_amount"].to_numpy(float)
    n = x + 1
    own = bought / n
    later = customers["monetary_value"].to_numpy(float)
    total = float(bought.sum())
    if not total > 0:
        return Credibility(np.zeros(x.size), 0.0, np.inf)
    again = x > 0
    gaps = ((bought - x * later - later)[again]) ** 2 / (1 + 1 / x[again])
    within = float(gaps.mean()) if again.any() else 0.0
    between = _between(own, n, within)
    half = within / between if between > 0 else np.inf
    trust = n / (n + half) if np.isfinite(half) else np.zeros(n.size)
    overall = float(trust @ own / trust.sum()) if trust.sum() > 0 else float(bought.sum() / n.sum())
    kept = max(float(customers["revenue"].sum()) / total, 0.0)
    spend = np.maximum(overall + trust * (own - overall), 0.0) * kept
    return Credibility(spend, overall * kept, float(half))


def _between(own: Array, n: Array, within: float) -> float:
    """Return the variance of true means between customers, unbiased; below 0 where chance explains all."""
    if own.size < 2:
        return 0.0
    total = n.sum()
    centre = float(n @ own / total)
    spread = float(n @ (own - centre) ** 2) - (own.size - 1) * within
    room = total - float((n**2).sum()) / total
    return spread / room if room > 0 else 0.0
