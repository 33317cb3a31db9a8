"""What the chapter on movement prints; money in the report's currency."""

from __future__ import annotations

import datetime as dt

from pydantic import ConfigDict

from analysis.facts import Facts, Refusal, fact
from analysis.movement.facts_migration import Migration

SCORES = {
    "mover": ("code", "what became of the customer between the two periods that movement compares"),
    "purchases_before": ("purchases", "purchase days in the earlier period"),
    "purchases_period": ("purchases", "purchase days in the later period"),
    "revenue_before": ("money", "net revenue in the earlier period"),
    "revenue_period": ("money", "net revenue in the later period"),
    "revenue_change": ("money", "revenue_period less revenue_before"),
}
"""Columns of the table of movers, one row per customer of either period: (unit, meaning)."""


class Span(Facts):
    """Days that belong together; both ends count."""

    first: dt.date = fact("day", "that counts")
    last: dt.date = fact("day", "that counts")


class Periods(Facts):
    """What is compared with what."""

    months: int = fact("months", "of each period")
    before: Span = fact("record", "the earlier period")
    period: Span = fact("record", "the later period")
    days_seen_before: int = fact("days", "of data before the earlier period; 0 where they begin with it or later")
    festival: bool = fact("yes/no", "whether they end as far from Spring Festival, not on the same day of the year")
    chosen: bool = fact("yes/no", "whether movement_end was given; else the later period ends with the data")


class Bridge(Facts):
    """From one sum to the other; the parts add up to the difference, to the cent."""

    model_config = ConfigDict(populate_by_name=True)

    from_: float = fact("money", "in the earlier period", alias="from")
    to: float = fact("money", "in the later period")
    parts: dict[str, float] = fact("money", "what each part adds")
    spend_parts: dict[str, float] | None = fact("money", "of which the part spend is made, where more is known", None)


class PurchaseBridge(Facts):
    """The same for purchase days."""

    model_config = ConfigDict(populate_by_name=True)

    from_: int = fact("purchases", "days in the earlier period", alias="from")
    to: int = fact("purchases", "days in the later period")
    parts: dict[str, int] = fact("purchases", "days that each part adds")


class Mover(Facts):
    """One customer of a list."""

    customer: str = fact("id", "of the customer")
    before: float = fact("money", "in the earlier period; purchase days without amounts")
    period: float = fact("money", "in the later period; purchase days without amounts")


class MoverGroup(Facts):
    """Customers to whom the same happened."""

    customers: int = fact("customers", "in it")
    before: float = fact("money", "in the earlier period; purchase days without amounts")
    period: float = fact("money", "in the later period; purchase days without amounts")
    largest: list[Mover] = fact("records", "the ten who moved most")


class Side(Facts):
    """All customers whose change has the same sign."""

    customers: int = fact("customers", "on this side")
    change: float = fact("money", "in all, above 0 on either side; purchase days without amounts")


class MovementFacts(Facts):
    """Who rises, who falls, and what it costs."""

    refusal: Refusal | None = fact("code", "why nothing is compared", None)
    periods: Periods | None = fact("record", "what is compared", None)
    customers_before: int | None = fact("customers", "with a purchase in the earlier period", None)
    customers_period: int | None = fact("customers", "with a purchase in the later period", None)
    bridge: Bridge | None = fact("record", "of the revenue; null without amounts", None)
    change: float | None = fact("money", "of the revenue", None, headline=True)
    change_share: float | None = fact("fraction", "of the earlier revenue; null where that is not above 0", None)
    bridge_margin: Bridge | None = fact("record", "of the margin, where it is known", None)
    margin_costed: bool = fact("yes/no", "whether it comes from costs in the ledger, not from one rate", default=False)
    bridge_purchases: PurchaseBridge | None = fact("record", "of the purchase days", None)
    leg_customers: dict[str, int] | None = fact("customers", "whose change each part of the bridge is", None)
    gained: Side | None = fact("record", "customers who brought more: new ones, and those who rose or came back", None)
    taken: Side | None = fact("record", "customers who brought less: those who fell or are gone", None)
    movers: dict[str, MoverGroup] | None = fact("records", "customers by what became of them", None)
    gone_earlier: int | None = fact("customers", "who bought before the earlier period, and not in it", None)
    gone_earlier_back: int | None = fact("customers", "of them who bought in the later period", None)
    migration: Migration | None = fact("record", "moves between classes, where any were counted", None)
