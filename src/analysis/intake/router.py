"""Which questions a client's data can answer: facts about its shape in, a verdict with the codes of its reasons out.

The verdict is the first that holds, because each makes those below it moot:

1. ``customer_level``: one row per customer, already summarised; there is no history.
2. ``contractual``: contracts bring most revenue, by a table of subscriptions or by how regularly customers pay. Where
   hardly anybody buys at a rhythm of the calendar, the contracts of such a table stand beside the sales.
3. ``summed``: each row is the sum of a customer's month or week.
4. ``too_little``: under 30 repeat buyers, or under 2 % of the customers (STATISTICS.md §4.5).
5. ``without_amounts``: who buys when is known, for how much is not.
6. ``non_contractual``: customers buy when they like and fall silent; models of purchases apply.

Missing amounts close the money whatever the verdict is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from analysis.facts import Refusal, refused
from analysis.schema import FEW_REPEATERS

MANY_ROWS = 30
"""From so many customers on, it is no accident that each stands once."""
CONTRACT_PAYERS = 30
"""So many customers with two gaps or more are needed before their rhythm is judged."""
CONTRACT_SHARE = 0.75
CONTRACT_REVENUE = 0.50
SPACED_PAYERS, SPACED_SHARE = 10, 0.5
"""Of so many payers fewer buy at a rhythm of the calendar: what they buy is not what their contracts are for."""
MODELLED = ("value", "forecast", "churn")
"""Chapters that need a model of purchases."""
CHAPTERS = ("summary", "intake", "concentration", *MODELLED)
"""All that there are; only the last of them can be closed."""


@dataclass(frozen=True)
class Rhythm:
    """How many customers pay like subscribers.

    Attributes
    ----------
    payers
        Customers with two gaps between purchase days or more: those whose rhythm can be judged.
    regular
        Those of them of whose gaps at least 80 % lie at one calendar rhythm and of whose payments at least 80 % are
        within 10 % of the one before.
    revenue_share
        Fraction of all positive revenue that the regular ones bring.
    most
        The rhythm of most of them, as "monthly"; empty if there are none.
    spaced
        Payers of whose gaps at least 80 % lie at one calendar rhythm, whatever they pay.
    """

    payers: int
    regular: int
    revenue_share: float
    most: str
    spaced: int


@dataclass(frozen=True)
class Shape:
    """What the router looks at.

    Attributes
    ----------
    customers, repeat_buyers
        Customers in the ledger; those with a second purchase day.
    has_days, has_amounts
        Whether the sources have a date column, and an amount (or quantity and unit price).
    summary_columns
        Names of columns that speak of several purchases in one row ("orders", "last_order").
    once_each, one_day
        Every customer has one row only; every row lies on one day.
    rhythm
        None where it was not judged (no days, or no amounts to be constant).
    subscribed_share
        What customers in the table of subscriptions bring of the revenue (of the customers, without amounts), as a
        fraction; None without such a table.
    stated_churned
        A column marks which of the customers left.
    grain
        "month" or "week" where each row is the sum of such a period; None for single sales.
    history_days, horizon_days
        Days from the first row to the last; days that the value is to look ahead.
    """

    customers: int
    repeat_buyers: int
    has_days: bool = True
    has_amounts: bool = True
    summary_columns: tuple[str, ...] = ()
    once_each: bool = False
    one_day: bool = False
    rhythm: Rhythm | None = None
    subscribed_share: float | None = None
    stated_churned: bool = False
    grain: str | None = None
    history_days: int = 0
    horizon_days: int = 0


@dataclass(frozen=True)
class Verdict:
    """What the data can answer; its sentences are in `analysis.intake.say.verdict` and `analysis.refusals`.

    Attributes
    ----------
    verdict
        One of the six above.
    reason
        Why: one code or more, with the facts that their sentences need.
    chapters
        Chapter -> None if it can be rendered, else the refusal that it shows instead.
    limits
        Chapter that can be rendered -> the code of what it lacks.
    """

    verdict: str
    reason: tuple[Refusal, ...]
    chapters: dict[str, Refusal | None]
    limits: dict[str, str]

    @property
    def whole(self) -> bool:
        """Whether every chapter can be rendered, and lacks nothing."""
        return not self.limits and not any(self.chapters.values())

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "verdict": self.verdict,
            "reason": [each.plain() for each in self.reason],
            "chapters": {name: refusal and refusal.plain() for name, refusal in self.chapters.items()},
            "limits": self.limits,
        }


def route(shape: Shape, chapters: Iterable[str] = CHAPTERS) -> Verdict:
    """Return the verdict on data of this shape.

    Parameters
    ----------
    shape : Shape
        What the data look like.
    chapters : iterable of str
        The chapters that there are, in their order; those that the data cannot close are open. By default only those
        that they can.

    Examples
    --------
    >>> route(Shape(customers=2357, repeat_buyers=12)).verdict
    'too_little'
    >>> route(Shape(customers=2357, repeat_buyers=1205, has_amounts=False)).limits["churn"]
    'probabilities_only'
    """
    verdict, reason, obstacle = _judged(shape)
    closed: dict[str, Refusal] = dict.fromkeys(MODELLED, obstacle) if obstacle else {}
    limits: dict[str, str] = {}
    if _leavers_are_known(shape, verdict):
        closed.pop("churn", None)
        limits["churn"] = "leavers_marked" if verdict == "customer_level" else "leavers_observed"
    if not shape.has_days:
        limits |= {"intake": "no_months", "concentration": "no_first_and_last"}
    if not shape.has_amounts:
        closed["concentration"] = refused("no_amounts")
        limits.pop("concentration", None)
        if not obstacle:
            limits |= {"value": "purchases_only", "churn": "probabilities_only"}
        if verdict != "without_amounts":
            reason = (*reason, refused("no_amounts"))
    return Verdict(verdict, reason, {name: closed.get(name) for name in chapters}, limits)


def _leavers_are_known(shape: Shape, verdict: str) -> bool:
    """Say whether somebody wrote down who left, so that nobody has to infer it from silence."""
    if verdict == "customer_level":
        return shape.stated_churned
    return verdict == "contractual" and shape.subscribed_share is not None


def _judged(shape: Shape) -> tuple[str, tuple[Refusal, ...], Refusal | None]:
    """Return the verdict, its reason, and what stands in the way of models of purchases."""
    summarised = _summarised(shape)
    if summarised:
        return "customer_level", (summarised,), refused("no_history")
    contract = _contract(shape)
    if contract:
        return "contractual", (contract,), refused("contractual")
    if shape.grain:
        return "summed", (refused(f"sums_of_{shape.grain}s"),), refused("summed")
    counts = {"repeat_buyers": shape.repeat_buyers, "customers": shape.customers}
    if shape.repeat_buyers < FEW_REPEATERS:
        reason = refused("too_little", **counts, has_amounts=shape.has_amounts)
        return "too_little", (reason,), refused("too_little", **counts)
    ahead = refused("ahead", history_days=shape.history_days, horizon_days=shape.horizon_days)
    if not shape.has_amounts:
        return "without_amounts", (refused("bought_again_without_amounts", **counts), ahead), None
    rhythm = shape.rhythm if shape.rhythm is not None and _enough(shape.rhythm) else None
    if rhythm is not None and rhythm.spaced >= SPACED_SHARE * rhythm.payers:
        return "non_contractual", (refused("spaced", **counts, spaced=rhythm.spaced, payers=rhythm.payers), ahead), None
    return "non_contractual", (refused("bought_again", **counts, rhythm_judged=rhythm is not None), ahead), None


def _summarised(shape: Shape) -> Refusal | None:
    if not shape.has_days:
        return refused("no_days")
    if not shape.once_each or shape.customers < MANY_ROWS:
        return None
    if shape.summary_columns:
        return refused("summary_columns", columns=list(shape.summary_columns))
    return refused("one_day") if shape.one_day else None


def _contract(shape: Shape) -> Refusal | None:
    rhythm = shape.rhythm
    beside = rhythm is not None and rhythm.payers >= SPACED_PAYERS and rhythm.spaced < SPACED_SHARE * rhythm.payers
    if shape.subscribed_share is not None and shape.subscribed_share > CONTRACT_REVENUE and not beside:
        return refused("subscribed", share=shape.subscribed_share, of_revenue=shape.has_amounts)
    if rhythm is None or not _enough(rhythm):
        return None
    if rhythm.regular < CONTRACT_SHARE * rhythm.payers or rhythm.revenue_share < CONTRACT_REVENUE:
        return None
    return refused("regular_payers", **{name: each for name, each in asdict(rhythm).items() if name != "spaced"})


def _enough(rhythm: Rhythm) -> bool:
    return rhythm.payers >= CONTRACT_PAYERS
