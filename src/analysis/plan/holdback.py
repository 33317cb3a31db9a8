"""The control group: who on the list is not contacted, so that the next run can say what contacting brought."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from analysis.client.register import CONTACT, HELD_BACK

STRATA = 10
SEED = "hold-back 1"
LEVEL, POWER = 1.959963985, 0.841621234
"""Normal quantiles: an effect is found at 95 % in 80 of 100 runs."""


def lot(customer_id: str, seed: str = SEED) -> float:
    """Return a customer's lot in [0, 1): the same in every run, whoever else is on the list.

    Examples
    --------
    >>> lot("0001") == lot("0001"), lot("0001") == lot("0002"), 0 <= lot("0001") < 1
    (True, False, True)
    """
    return int(hashlib.sha256(f"{seed}|{customer_id}".encode()).hexdigest()[:13], 16) / 16**13


def draw_groups(listed: pd.DataFrame, share: float | None, register: pd.DataFrame | None = None) -> pd.Series:
    """Return who is contacted and who is held back.

    `listed`: customer_id, stake, key (yes or no), p_buy: who is on the list.
    `share`: Of each tenth of the list by stake that is held back; None: nobody is.
    `register`: customer_id, group: who is in it, and still on the list, stays in their group.
    Returns Series of "contact" and "held back": Key accounts are never held back.

    Examples
    --------
    >>> listed = pd.DataFrame({"customer_id": list("abcde"), "stake": [5, 4.0, 3, 2, 1]})
    >>> listed["key"] = listed["customer_id"] == "a"
    >>> draw_groups(listed, 0.5).tolist().count("held back")
    2
    """
    group = pd.Series(CONTACT, listed.index, dtype="str")
    drawn = listed["customer_id"].map(lot)
    known = pd.Series(dtype="str") if register is None else register.set_index("customer_id")["group"]
    before = listed["customer_id"].map(known)
    free = listed[~listed["key"] & before.isna()]
    if share is not None and len(free):
        ordered = free.sort_values(["stake", "customer_id"], ascending=[False, True]).index
        strata = np.arange(len(ordered)) * min(STRATA, max(1, int(len(ordered) * share))) // len(ordered)
        for stratum in np.unique(strata):
            inside = ordered[strata == stratum]
            kept = round(share * len(inside))
            group[drawn[inside].sort_values(kind="stable").index[:kept]] = HELD_BACK
    return group.where(before.isna(), before)


def detectable(listed: pd.DataFrame, group: pd.Series) -> float | None:
    """Return the smallest mean effect per customer that these groups show at 95 % in 80 of 100 runs.

    `listed`: p_contacted or p_buy, and if_buying: what a customer brings is that or nothing.
    `group`: As from `draw_groups`.

    (1.96 + 0.84) sigma sqrt(1/n1 + 1/n0), sigma the root of the mean of p (1 - p) m**2: what the forecast leaves open.
    Amounts that vary from purchase to purchase add to it.
    """
    held, contacted = int((group == HELD_BACK).sum()), int((group == CONTACT).sum())
    chance = listed["p_contacted"].fillna(listed["p_buy"])
    spread = float(np.sqrt((chance * (1 - chance) * listed["if_buying"] ** 2).mean()))
    if not held or not contacted or np.isnan(spread):
        return None
    return float((LEVEL + POWER) * spread * np.sqrt(1 / held + 1 / contacted))
