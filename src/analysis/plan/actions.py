"""At most one action for each customer: the one that brings most, by the channel that the stake can pay for."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.client.plan import CHANNELS, Plan, Response
from analysis.plan.gain import break_even, expected_gain, when_contacted
from analysis.plan.states import GONE, GROWING, LOST, NEW, ONE_TIME, OVERDUE, SLIPPING

CALL, VISIT, EMAIL, OFFER = "call", "visit", "e-mail", "offer"
WIN_BACK, DEVELOP, LET_GO, NOTHING = "win back", "develop", "let go", ""
ACTIONS = (CALL, VISIT, EMAIL, OFFER, WIN_BACK, DEVELOP, LET_GO)
CONTACTS = ACTIONS[:-1]
"""Actions by which somebody is contacted."""

OF_STATE: dict[str, tuple[str, ...]] = {
    SLIPPING: (VISIT, CALL, OFFER, EMAIL),
    OVERDUE: (VISIT, CALL, OFFER, EMAIL),
    LOST: (WIN_BACK,),
    GROWING: (DEVELOP,),
    NEW: (DEVELOP, EMAIL),
    ONE_TIME: (OFFER, EMAIL),
}
"""What can be done with whom; who is steady is left in peace, who is gone for good is let go."""
UNPRICED = {SLIPPING: CALL, OVERDUE: CALL, LOST: WIN_BACK, GROWING: DEVELOP, NEW: DEVELOP}
"""What is done where nobody says what a contact costs; who came once, longer ago than others return, is let go then."""
ONE_IN = 10
"""Where nobody says who takes an offer, a channel is named if winning over one in so many pays for all."""

COLUMNS = ("action", "contact_channel", "p_contacted", "break_even", "contact_cost", "expected_gain")
INVOLUNTARY, BAD_DEBT, LOSS_MAKING = "involuntary", "bad_debt", "loss_making"
"""Why nobody contacts a customer."""
_KEYS = {CALL: "call", VISIT: "visit", EMAIL: "email", OFFER: "offer", WIN_BACK: "win_back", DEVELOP: "develop"}

Columns = dict[str, Any]
"""Arrays of customers by column."""


class Option(NamedTuple):
    """An action whose cost is known."""

    name: str
    channel: str
    of: Response
    cost: float


def choose_actions(customers: pd.DataFrame, plan: Plan | None, *, margin_known: bool) -> pd.DataFrame:
    """Return what to do with each customer, and what it is expected to bring.

    Parameters
    ----------
    customers : DataFrame
        customer_state, p_buy (unprompted, within the window; may be missing), if_buying (what they bring then),
        stake (what is not to be expected unprompted), excluded (why nobody contacts them, else ""), too_late (silent
        for over twice the days after which a customer is lost); optionally treated_as (the state whose actions are
        open to them, where that is another) and cause (why they left: a key of the client's offers).
    plan : Plan or None
        What contacts cost and bring; None: nobody says.
    margin_known : bool
        Whether if_buying is a margin. A gain is said of margins alone.

    Returns
    -------
    DataFrame on the same index
        action ("" for none), contact_channel, p_contacted (who buys when contacted), break_even (who must),
        contact_cost and expected_gain: missing where nobody says what it takes to know them.
        Who is expected to bring less than a contact costs is not contacted; who is lost then, or came once, is let go.
    """
    found = _nothing(len(customers))
    free = (customers["excluded"] == "") & (customers["stake"] > 0) & ~customers["too_late"]
    state = customers["customer_state"].to_numpy(object)
    known = {name: customers[name].to_numpy(float) for name in ("p_buy", "if_buying", "stake")}
    treated = customers.get("treated_as", customers["customer_state"])
    causes = customers["cause"].where(treated == LOST, "") if "cause" in customers else pd.Series("", customers.index)
    for (name, cause), rows in customers[free].groupby([treated, causes]).indices.items():
        at = np.flatnonzero(free.to_numpy(bool))[rows]
        part = {column: values[at] for column, values in known.items()}
        priced = [option for one in OF_STATE.get(name, ()) if (option := _option(plan, one, cause)) is not None]
        for column, values in _of_state(part, name, priced if margin_known else []).items():
            found[column][at] = values
    left = np.isin(state, [LOST, GONE, ONE_TIME]) | customers["too_late"].to_numpy(bool)
    left &= (found["action"] == NOTHING) & (customers["excluded"] != INVOLUNTARY).to_numpy(bool)
    found["action"][left] = LET_GO
    return pd.DataFrame(found, customers.index).astype({"action": "str", "contact_channel": "str"})


def _nothing(n: int) -> Columns:
    texts: Columns = {name: np.full(n, NOTHING, dtype=object) for name in ("action", "contact_channel")}
    return texts | {name: np.full(n, np.nan) for name in COLUMNS if name not in texts}


def _of_state(rows: Columns, state: str, priced: list[Option]) -> Columns:
    """Return what is done with the customers of a state, by the actions whose cost is known."""
    if priced and not np.isnan(rows["p_buy"]).any():
        answered = [option for option in priced if option.of.p1 or option.of.uplift]
        if answered:
            return _best([_tried(rows, option) for option in answered])
    if priced and state in UNPRICED:
        return _affordable(rows, priced)
    found = _nothing(rows["stake"].size)
    found["action"][:] = UNPRICED.get(state, NOTHING)
    return found


def _option(plan: Plan | None, name: str, cause: str) -> Option | None:
    """Return an action with its channel and cost; None where nobody says what it costs."""
    if plan is None:
        return None
    key = _KEYS[name]
    said: Response | None = plan.answer_to(cause) if name == WIN_BACK else getattr(plan.actions, key)
    channel = key if key in CHANNELS else (said.channel if said else None)
    cost = getattr(plan.contact_cost, channel) if channel else None
    return None if cost is None or channel is None else Option(name, channel, said or Response(), cost)


def _tried(rows: Columns, option: Option) -> Columns:
    """Return one action for all of these customers, with what it would bring."""
    p0, m, of, found = rows["p_buy"], rows["if_buying"], option.of, _nothing(rows["stake"].size)
    found["action"][:], found["contact_channel"][:], found["contact_cost"][:] = option.name, option.channel, option.cost
    costs = {"cost": option.cost, "offer": of.offer or 0.0}
    found["break_even"] = break_even(p0, m, **costs)
    if of.p1 is not None or of.uplift is not None:
        found["p_contacted"] = when_contacted(p0, of.p1, of.uplift)
        found["expected_gain"] = expected_gain(found["p_contacted"], p0, m, **costs)
    return found


def _best(tried: list[Columns]) -> Columns:
    """Return of each customer the action that brings most; none where none brings anything."""
    best = tried[0]
    for other in tried[1:]:
        better = other["expected_gain"] > best["expected_gain"]
        best = {name: np.where(better, other[name], best[name]) for name in COLUMNS}
    losing = ~(best["expected_gain"] > 0)
    best["action"][losing] = best["contact_channel"][losing] = NOTHING
    return best


def _affordable(rows: Columns, priced: list[Option]) -> Columns:
    """Return of each customer the most personal contact of which one success in so many pays for all."""
    found = _nothing(rows["stake"].size)
    for option in priced:
        take = (ONE_IN * option.cost + (option.of.offer or 0.0) <= rows["stake"]) & (found["action"] == NOTHING)
        this = _tried(rows, option)
        found = {name: np.where(take, this[name], found[name]) for name in COLUMNS}
    return found
