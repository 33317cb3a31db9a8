"""When there is nothing to learn from, and when what is learnt is only indicative: codes with facts, no sentences."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from analysis.schema import FEW_REPEATERS

if TYPE_CHECKING:
    from analysis.backtest.facts import Gate

HORIZONS = (365, 180, 90, 30)  # days, the longest that the history allows comes first
INDICATIVE_REPEAT_BUYERS = 100
LONGEST = 2.0  # horizon over history
WIDEST = 0.35  # s beyond which a point would feign knowledge
DOMINANT = 0.2


class Weight(StrEnum):
    """What a gate does: no value; a value with a warning; no point, only range and ranking; a remark."""

    REFUSED = "refused"
    INDICATIVE = "indicative"
    NO_POINT = "no_point"
    NOTE = "note"


def default_horizon(history_days: int) -> int:
    """Return the horizon for a history: the longest of 365, 180, 90, 30 days that is no longer than it.

    A history under 30 days gets 30 as well, which the gates then call indicative or refuse.

    Examples
    --------
    >>> [default_horizon(days) for days in (800, 273, 12)]
    [365, 180, 30]
    """
    return next((days for days in HORIZONS if days <= history_days), HORIZONS[-1])


def data_gates(
    customers: int, repeat_buyers: int, oldest_days: int, horizon_days: int, history_days: int, inner_windows: int
) -> tuple[Gate, ...]:
    """Return what the size of the data says against a forecast, refusals first; empty if nothing.

    `customers`, `repeat_buyers`: With a purchase by the origin; of them with two purchase days.
    `oldest_days`: Days from the first purchase of all to the origin.
    `horizon_days`, `history_days`: Length of the window; days of data before it.
    `inner_windows`: Earlier windows that can be forecast and checked.
    """
    horizon = {"horizon_days": horizon_days, "history_days": history_days}
    buyers = {"repeat_buyers": repeat_buyers, "customers": customers}
    found = []
    if customers == 0:
        found.append(_gate("nobody_to_forecast", Weight.REFUSED))
    elif oldest_days <= 0:
        found.append(_gate("all_came_on_the_last_day", Weight.REFUSED, customers=customers))
    elif repeat_buyers < FEW_REPEATERS:
        found.append(_gate("too_few_repeat_buyers", Weight.REFUSED, **buyers, needed=FEW_REPEATERS))
    if horizon_days > LONGEST * history_days:
        found.append(_gate("horizon_beyond_twice_history", Weight.REFUSED, **horizon))
    if not found and inner_windows == 0:
        found.append(_gate("no_inner_window", Weight.REFUSED, **horizon))
    if found:
        return tuple(found)
    if horizon_days > history_days:
        found.append(_gate("horizon_beyond_history", Weight.INDICATIVE, **horizon))
    if repeat_buyers < INDICATIVE_REPEAT_BUYERS:
        found.append(_gate("few_bought_again", Weight.INDICATIVE, **buyers, needed=INDICATIVE_REPEAT_BUYERS))
    return tuple(found)


def width_gate(measure: str, s: float) -> tuple[Gate, ...]:
    """Return the gate of a range too wide for a point; measure is "purchases" or "revenue"."""
    gate = _gate("too_wide_for_a_point", Weight.NO_POINT, measure=measure, s=s, most=WIDEST)
    return (gate,) if s > WIDEST else ()


def dominance_gate(measure: str, largest_share: float) -> tuple[Gate, ...]:
    """Return the remark that one customer holds over a fifth of what is forecast."""
    gate = _gate("one_customer_dominates", Weight.NOTE, measure=measure, share=largest_share)
    return (gate,) if largest_share > DOMINANT else ()


def _gate(code: str, weight: Weight, **facts: float | str) -> Gate:
    from analysis.backtest.facts import Gate  # not for who only asks for the horizon

    return Gate(code=code, weight=weight.value, facts=dict(facts))
