"""Which questions a client's data can answer: facts about its shape in, a verdict with its reasons out.

The verdict is the first that holds, because each makes those below it moot:

1. ``customer_level``: one row per customer, already summarised; there is no history.
2. ``contractual``: contracts bring most revenue, by a table of subscriptions or by how regularly customers pay.
3. ``summed``: each row is the sum of a customer's month or week.
4. ``too_little``: under 30 repeat buyers, or under 2 % of the customers (STATISTICS.md §4.5).
5. ``without_amounts``: who buys when is known, for how much is not.
6. ``non_contractual``: customers buy when they like and fall silent; models of purchases apply.

Missing amounts close the money whatever the verdict is.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from analysis.display.formats import count, listed, share

FEW_REPEATERS = 30  # STATISTICS.md §4.5
FEW_SHARE = 0.02
MANY_ROWS = 30
"""From so many customers on, it is no accident that each stands once."""
CONTRACT_PAYERS = 30
"""So many customers with two gaps or more are needed before their rhythm is judged."""
CONTRACT_SHARE = 0.75
CONTRACT_REVENUE = 0.50
CHAPTERS = ("summary", "intake", "concentration", "value", "churn")

NO_AMOUNTS = "the data hold no amounts. Name the column of the amount, or of quantity and unit price, if there is one"
NO_HISTORY = "the data hold one row per customer and no purchase histories"
CONTRACTS = (
    "leaving is observed where a contract ends, not inferred from silence. Contracts (the table subscriptions, "
    "survival, renewals) have no chapter yet"
)
SUMS = "the rows are sums over a period, so how often and at which intervals customers buy is hidden in them"
SUMMED = {
    "month": "Each row is the sum of a customer's month, not a single sale: shares can be measured, intervals cannot.",
    "week": "Each row is the sum of a customer's week, not a single sale: shares can be measured, intervals cannot.",
}


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
    """

    payers: int
    regular: int
    revenue_share: float
    most: str


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
    grain
        "month" or "week" where each row is the sum of such a period; None for single sales.
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
    grain: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What the data can answer.

    Attributes
    ----------
    verdict
        One of the six above.
    reason
        Why, in a sentence or two.
    chapters
        Chapter -> None if it can be rendered, else what it says instead: the reason in one sentence, perhaps advice.
    limits
        Chapter that can be rendered -> what it lacks.
    """

    verdict: str
    reason: str
    chapters: dict[str, str | None]
    limits: dict[str, str]

    @property
    def whole(self) -> bool:
        """Whether every chapter can be rendered, and lacks nothing."""
        return not self.limits and not any(self.chapters.values())

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return asdict(self)


def route(shape: Shape) -> Verdict:
    """Return the verdict on data of this shape.

    Examples
    --------
    >>> route(Shape(customers=2357, repeat_buyers=12)).verdict
    'too_little'
    >>> route(Shape(customers=2357, repeat_buyers=1205, has_amounts=False)).limits["churn"]
    'probabilities only, no money: there are no amounts'
    """
    verdict, reason, obstacle = _judged(shape)
    closed: dict[str, str | None] = dict.fromkeys(CHAPTERS)
    limits: dict[str, str] = {}
    if obstacle:
        closed |= dict.fromkeys(("value", "churn"), f"Not computed, because {obstacle}.")
    if not shape.has_days:
        limits |= {"intake": "no months: there are no days", "concentration": "no first and last purchase"}
    if not shape.has_amounts:
        closed["concentration"] = f"Not computed, because {NO_AMOUNTS}."
        limits.pop("concentration", None)
        if not obstacle:
            limits["value"] = "purchases only, no money: there are no amounts"
            limits["churn"] = "probabilities only, no money: there are no amounts"
        if verdict != "without_amounts":
            reason += " The data hold no amounts either."
    return Verdict(verdict, reason, closed, limits)


def _judged(shape: Shape) -> tuple[str, str, str | None]:
    """Return the verdict, its reason, and what stands in the way of models of purchases."""
    summarised = _summarised(shape)
    if summarised:
        return "customer_level", summarised, NO_HISTORY
    contract = _contract(shape)
    if contract:
        return "contractual", contract, CONTRACTS
    if shape.grain:
        return "summed", SUMMED[shape.grain], SUMS
    if shape.repeat_buyers < FEW_REPEATERS or shape.repeat_buyers < FEW_SHARE * shape.customers:
        few = _few(shape)
        left = "; concentration can still be measured" if shape.has_amounts else ""
        return "too_little", f"{few[0].upper()}{few[1:]}{left}.", few
    again = f"{count(shape.repeat_buyers)} of {count(shape.customers)} customers bought again"
    if not shape.has_amounts:
        reason = (
            f"{again}, but the data hold no amounts: how often customers will buy can be said, what they bring cannot."
        )
        return "without_amounts", reason, None
    rhythm = ", and not as regularly as contracts are paid" if shape.rhythm and _enough(shape.rhythm) else ""
    reason = f"{again}{rhythm}: nobody cancels, customers fall silent, and models of purchases say who may come back."
    return "non_contractual", reason, None


def _summarised(shape: Shape) -> str | None:
    if not shape.has_days:
        return (
            "Each row is one customer, without a date: who brings how much can be said; when and how often they buy "
            "cannot. Export the single transactions for that."
        )
    if not shape.once_each or shape.customers < MANY_ROWS:
        return None
    if shape.summary_columns:
        names = listed([f"'{name}'" for name in shape.summary_columns[:3]])
        signs = f"and {names} {'speaks' if len(shape.summary_columns) == 1 else 'speak'} of several purchases in a row"
    elif shape.one_day:
        signs = "all on one day"
    else:
        return None
    return (
        f"Every customer stands in the data once, {signs}: it looks already summarised. Export the single "
        "transactions; if the rows are transactions, name the column that holds the customer."
    )


def _contract(shape: Shape) -> str | None:
    after = "leaving is observed where a contract ends, not inferred from silence, so models of purchases do not apply"
    if shape.subscribed_share is not None and shape.subscribed_share > CONTRACT_REVENUE:
        hold = "bring {} of the revenue" if shape.has_amounts else "are {} of those who bought"
        return f"Customers with a subscription {hold.format(share(shape.subscribed_share))}: {after}."
    rhythm = shape.rhythm
    if rhythm is None or not _enough(rhythm):
        return None
    if rhythm.regular < CONTRACT_SHARE * rhythm.payers or rhythm.revenue_share < CONTRACT_REVENUE:
        return None
    return (
        f"{count(rhythm.regular)} of the {count(rhythm.payers)} customers with three purchase days or more pay nearly "
        f"the same amount at one rhythm of the calendar (mostly {rhythm.most}) and bring "
        f"{share(rhythm.revenue_share)} of the revenue. That looks like contracts: {after}."
    )


def _enough(rhythm: Rhythm) -> bool:
    return rhythm.payers >= CONTRACT_PAYERS


def _few(shape: Shape) -> str:
    again = "no customer" if shape.repeat_buyers == 0 else f"only {count(shape.repeat_buyers)}"
    of = "" if shape.repeat_buyers == 0 else f" of {count(shape.customers)} customer{'s' * (shape.customers != 1)}"
    return f"{again}{of} bought again; {FEW_REPEATERS} repeat buyers, and {share(FEW_SHARE)} of all, are needed"
