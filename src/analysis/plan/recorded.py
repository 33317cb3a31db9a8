"""Why customers left, as it was recorded, and what of the client's offers answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.classes.causes import INVOLUNTARY, cause_of

if TYPE_CHECKING:
    from analysis.client.plan import Plan
    from analysis.run.step import Inputs


def attribute(accounts: pd.DataFrame | None, name: str, ids: pd.Series) -> Any:
    """Return what the customers' table says of each customer; missing where it does not."""
    if accounts is None or name not in accounts:
        return pd.Series(None, ids.index, dtype=object)
    return ids.map(accounts[name])


def recorded_reasons(given: Inputs, ids: pd.Series) -> pd.Series:
    """Return the reason in the customers' table, else that of the last contract where it has ended; "" for none."""
    found = attribute(given.attributes, "left_because", ids)
    contracts, until = given.subscriptions, pd.Timestamp(given.ledger.observation_end)
    if contracts is not None and {"reason", "end"} <= {*contracts}:
        begun = contracts[contracts["start"] <= until].sort_values("start", kind="stable")
        last = begun.drop_duplicates("customer_id", keep="last").set_index("customer_id")
        found = found.fillna(pd.Series(last.loc[last["end"] <= until, "reason"].reindex(ids).to_numpy(), ids.index))
    said: pd.Series = found.fillna("").astype("str").str.strip()
    return said


def causes(reasons: pd.Series, plan: Plan | None) -> pd.Series:
    """Return of each reason the client's own word for it, if there is an offer for that, else its class of causes.

    Examples
    --------
    >>> from analysis.client.plan import Plan
    >>> plan = Plan.model_validate({"offers": {"Nr 7": {"say": "a talk"}}, "involuntary": ["gone abroad"]})
    >>> causes(pd.Series(["nr 7", "too expensive", "Gone abroad", "other"]), plan).tolist()
    ['Nr 7', 'price', 'involuntary', '']
    """
    own = {word.casefold(): INVOLUNTARY for word in (plan.involuntary if plan else [])}
    own |= {word.casefold(): word for word in (plan.offers if plan else {})}
    found = {reason: own.get(reason.casefold(), cause_of(reason)) for reason in reasons.unique()}
    named: pd.Series = reasons.map(found).astype("str")
    return named
