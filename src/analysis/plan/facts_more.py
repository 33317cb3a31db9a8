"""What the plan chapter prints beside the list: scenarios, capacity, service, campaigns, people, questions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from analysis.facts import Facts, fact

Ends = tuple[float, float]


class Largest(Facts):
    """The three largest customers who still buy, were they lost."""

    customers: int = fact("customers", "three, or all there are; who is lost or gone for good is not among them")
    days: int = fact("days", "that count as recent")
    revenue: float = fact("money", "that they brought in these days")
    revenue_share: float | None = fact("fraction", "of the revenue of all in these days", None)
    worth: float | None = fact("money", "that they are expected to bring over the value's horizon", None)
    worth_share: float | None = fact("fraction", "of that of all", None)


class MoveUp(Facts):
    """Ten customers of class B as good as those of class A."""

    customers: int = fact("customers", "the ten largest of class B, or all there are")
    to_cross: float = fact("money", "of revenue that they lack to the smallest of class A")
    each_b: float = fact("money", "expected of a customer of class B over the value's horizon")
    each_a: float = fact("money", "of one of class A")
    gain: float = fact("money", "if these brought as much as one of class A does")


class Price(Facts):
    """A higher price, and the loss of volume that undoes it."""

    rise: float = fact("fraction", "of the price")
    margin_rate: float = fact("fraction", "of revenue")
    loss: float = fact("fraction", "of the volume, at which the margin is as before")


class Scenarios(Facts):
    """What would change the result most."""

    largest: Largest | None = fact("record", "the three largest are lost", None)
    move_up: MoveUp | None = fact("record", "ten of class B become class A", None)
    price: Price | None = fact("record", "the price rises by one hundredth", None)


class ClassWork(Facts):
    """The work that a class takes in a year."""

    abc_class: str = fact("A, B, C, N", "of the customers; the client's grades, where there are rules for them")
    customers: int = fact("customers", "in it")
    contacts: float = fact("contacts", "planned per year")
    hours: float | None = fact("hours", "per year; null where minutes are not stated", None)
    budget: float | None = fact("money", "per year; null where costs are not stated", None)


class Served(Facts):
    """Contacts of the last year against those planned."""

    customers: int = fact("customers", "with contacts planned")
    under: int = fact("customers", "with fewer than planned")
    over: int = fact("customers", "with more than planned")
    under_a: int = fact("customers", "of class A with fewer")


class CapacityFacts(Facts):
    """The work of all classes against the hours there are."""

    classes: list[ClassWork] = fact("records", "by class", default_factory=list)
    hours: float | None = fact("hours", "per year, in all", None)
    budget: float | None = fact("money", "per year, in all", None)
    managers_needed: int | None = fact("managers", "for these hours", None)
    in_a: int = fact("customers", "of class A", 0)
    managers_by_accounts: int | None = fact("managers", "for the customers of class A, by the client's number", None)
    managers_by_nine: int | None = fact("managers", "for these at nine each, the literature's number", None)
    managers: int | None = fact("managers", "that there are", None)
    served: Served | None = fact("record", "the last year's contacts; null without any", None)


class ServiceFacts(Facts):
    """What a class, grade or segment gets."""

    abc_class: str = fact("name", "of the class, grade or segment")
    customers: int = fact("customers", "in it")
    revenue: float | None = fact("money", "of theirs so far; null without amounts")
    prices: str | None = fact("text", "in the client's words", None)
    terms: str | None = fact("text", "in the client's words", None)
    service: str | None = fact("text", "in the client's words", None)
    relationship: str | None = fact("text", "in the client's words", None)
    cost: float | None = fact("money", "per year, of all of them", None)


class CampaignFacts(Facts):
    """Whether a campaign pays."""

    name: str = fact("text", "as stated")
    segment: str = fact("name", "a class, a state, a grade or a segment of the client's")
    customers: int = fact("customers", "of the segment")
    contacted: int = fact("customers", "whom the budget reaches")
    cost: float = fact("money", "of the campaign")
    p0: float | None = fact("probability", "mean, of buying within the window anyway", None)
    baseline: float | None = fact("customers", "expected to buy anyway", None)
    m: float | None = fact("money", "margin of what a customer brings who buys", None)
    material: float | None = fact("money", "that the discount takes of each buyer", None)
    break_even: float | None = fact("fraction", "of the contacted who must buy in all", None)
    response: float | None = fact("fraction", "of the contacted who buy, as stated", None)
    profit: float | None = fact("money", "at that response, against no campaign", None)
    dealer_profit: float | None = fact("money", "of the dealer, at that response, against no campaign", None)


class Manager(Facts):
    """What one manager looks after."""

    manager: str | None = fact("text", "as stated; null where nobody is")
    customers: int = fact("customers", "with a purchase")
    class_a: int = fact("customers", "of class A")
    recent: float = fact("money", "brought lately; purchases without amounts")
    before: float = fact("money", "in as many days before")
    largest_share: float | None = fact("fraction", "of recent, that the largest customer brings", None)
    states: dict[str, int] = fact("customers", "by state", default_factory=dict)
    listed: int = fact("customers", "on the list")
    stake: float | None = fact("money", "of these")
    gain: float | None = fact("money", "expected of contacting these", None)
    worth: float | None = fact("money", "expected over the value's horizon: what leaves with them at most", None)
    due: float | None = fact("money", "of their target, by the last day of the data; null without one", None)
    reached: float | None = fact("money", "of revenue by then", None)
    list_of: dt.date | None = fact("day", "of the last list that was to be carried out; null without a register", None)
    asked: int = fact("customers", "on that list, to contact", 0)
    done: int = fact("customers", "of these, contacted as the register says", 0)
    not_done: int = fact("customers", "of these, not contacted as it says", 0)
    bought: int = fact("customers", "of these, who have bought since", 0)
    brought: float = fact("money", "that these have brought since; purchases without amounts", 0.0)


class Target(Facts):
    """What of a target is attained."""

    whose: str = fact("text", "manager or customer, as stated")
    first: dt.date = fact("day", "the first of its period")
    last: dt.date = fact("day", "the last")
    amount: float = fact("money", "of the whole period")
    due: float = fact("money", "of it, by the last day of the data")
    reached: float = fact("money", "of revenue by then")
    customers: int = fact("customers", "in the book")
    closing: int | None = fact("customers", "whose next purchase, as far as expected, would close the gap", None)
    accounts: list[str] = fact("customer_ids", "the first of them", default_factory=list)


class Question(Facts):
    """What the client should be asked."""

    code: str = fact("code", "what")
    facts: dict[str, Any] = fact("record", "what its sentence needs", default_factory=dict)
