"""What the plan chapter prints; money over the churn window, in the report's currency."""

from __future__ import annotations

import datetime as dt

from analysis.facts import Facts, Refusal, fact
from analysis.plan.facts_more import CampaignFacts, CapacityFacts, Manager, Question, Scenarios, ServiceFacts, Target

Ends = tuple[float, float]


class Readings(Facts):
    """5 % less churn in both readings, as shares of the value."""

    points: float | None = fact("fraction", "5 points more stay a year")
    percent: float | None = fact("fraction", "the rate of leaving falls by a twentieth")


class Action(Facts):
    """A customer to contact."""

    customer: str = fact("customer_id", "who")
    state: str = fact("code", "how they stand")
    action: str = fact("code", "what to do")
    stake: float | None = fact("money", "not to be expected unprompted within the window; purchases without amounts")
    gain: float | None = fact("money", "expected of the contact, less its cost; null where nobody says what it takes")


class Part(Facts):
    """Customers of one state or one action."""

    customers: int = fact("customers", "in it")
    stake: float | None = fact("money", "of theirs; purchases without amounts", None)
    gain: float | None = fact("money", "expected of contacting them", None)
    cost: float | None = fact("money", "of contacting them", None)


class BreakEven(Facts):
    """How many must buy when contacted for a contact to pay, of a customer in the middle of the list."""

    p0: float = fact("probability", "of buying unprompted")
    m: float = fact("money", "that they bring if they buy")
    offer: float = fact("money", "that the offer costs when it is taken")
    cost: float = fact("money", "of the contact")
    p1: float | None = fact("probability", "of buying when contacted, from which the contact pays; null: never")
    channel: str = fact("code", "by which")


class WinBackGroup(Facts):
    """One of the four groups of win-back."""

    group: str = fact("code", "fight for, case by case, let go, give up for good")
    customers: int = fact("customers", "in it")
    revenue: float | None = fact("money", "that they brought so far; null without amounts", None)
    stake: float | None = fact("money", "of those to contact; purchases without amounts", None)
    smallest: float | None = fact("money", "stake of the smallest of them", None)


class CauseOfLeaving(Facts):
    """Who left for one cause: the lost, and who is gone for good."""

    cause: str = fact("code", "one of nine classes, or the client's own word; empty: another, or none recorded")
    customers: int = fact("customers", "lost for it")
    contacted: int = fact("customers", "of these, to contact")
    left: int = fact("customers", "lost or gone for good for it")
    class_a: int = fact("customers", "of those who left, of class A")
    lately: int = fact("customers", "of those who left, who bought within the last 365 days")
    revenue: float | None = fact("money", "that those who left brought so far; null without amounts", None)
    gain: float | None = fact("money", "expected of contacting these", None)
    say: str | None = fact("text", "what answers it, in the client's words", None)


class WinBack(Facts):
    """Whom to win back, and what that is expected to bring."""

    candidates: int = fact("customers", "lost, and open to be asked")
    excluded: int = fact("customers", "lost, but on no list: costing money, not paying, or had to go")
    contacted: int | None = fact("customers", "to contact: each is expected to bring more than it costs", None)
    held_back: int = fact("customers", "of these, held back to measure by", 0)
    expected_profit: float | None = fact("money", "of contacting these", None, headline=True)
    profit_of_all: float | None = fact("money", "of contacting every candidate", None)
    cost: float | None = fact("money", "of contacting them", None)
    from_margin: float | None = fact("money", "that a purchase must bring for the contact to pay, at the mean p0", None)
    fight_from: float | None = fact("money", "that it must bring to pay for the contact twice", None)
    p0: float | None = fact("probability", "mean, of buying unprompted", None)
    groups: list[WinBackGroup] = fact("records", "four groups", default_factory=list)
    large: list[str] = fact("customers", "let go, though they brought 1 % of the revenue or more", default_factory=list)
    large_share: float | None = fact("fraction", "of the revenue so far, that these brought", None)
    by_cause: list[CauseOfLeaving] = fact(
        "records", "the lost and gone by recorded cause; empty where none is", default_factory=list
    )


class HoldBack(Facts):
    """The control group."""

    share: float = fact("fraction", "of the list that is held back; key accounts never are")
    contacted: int = fact("customers", "to contact")
    held_back: int = fact("customers", "not to contact")
    key_accounts: int = fact("customers", "never held back; their order of contact is drawn by lot")
    detectable: float | None = fact("money", "mean effect per customer that shows in 80 of 100 such runs", None)
    mean_gain: float | None = fact("money", "expected per customer contacted, before the contact's cost", None)
    forgone: float | None = fact("money", "expected gain of who is held back", None)


class Measured(Facts):
    """What an earlier list brought, by intention to treat."""

    as_of: dt.date = fact("day", "of the list")
    window_days: int = fact("days", "after it")
    complete: bool = fact("yes/no", "whether the data reach to the end of the window")
    contacted: int = fact("customers", "who were to be contacted; without key accounts where none were held back")
    held_back: int = fact("customers", "who were not")
    done: int | None = fact("customers", "who were contacted indeed; null where nobody says", None)
    effect: float | None = fact("money", "per customer contacted, incremental", None)
    interval: Ends | None = fact("money", "95 %", None)
    total: float | None = fact("money", "with all of those contacted", None)
    called: bool | None = fact("yes/no", "whether the interval leaves 0 out", None)
    won: float | None = fact("fraction", "of what was at stake, that was won: the effect over the mean stake", None)
    won_interval: Ends | None = fact("fraction", "95 %", None)


class Pooled(Facts):
    """What all lists that are over brought, taken together."""

    lists: int = fact("lists", "whose windows are over")
    effect: float = fact("money", "per customer contacted, incremental; each list weighted by how sure it is")
    interval: Ends = fact("money", "95 %")
    called: bool = fact("yes/no", "whether the interval leaves 0 out")


class PlanFacts(Facts):
    """What to do, with whom, for how much, and whether it worked."""

    refusal: Refusal | None = fact("code", "why nothing is planned", None)
    window_days: int | None = fact("days", "over which stakes and gains are counted", None)
    compared_days: int | None = fact("days", "over which the recent past is compared with what was before it", None)
    forecast: bool = fact("yes/no", "whether a forecast says who buys unprompted; else the own rhythm alone", False)
    by_contract: bool = fact("yes/no", "whether contracts tell who has left; then stakes are of a year", False)
    measure: str | None = fact("code", "what stakes are of: margin, revenue, purchases", None)
    priced: bool = fact("yes/no", "whether gains are known, so the list is sorted by them", False)
    costs_known: bool = fact("yes/no", "whether the client says what a contact costs", False)
    assumption: str | None = fact("text", "what the client says of these figures", None)
    customers: int | None = fact("customers", "with a state", None)
    without_purchase: int | None = fact("customers", "who have none: all came back", None)
    states: dict[str, Part] = fact("records", "by state", default_factory=dict)
    by_action: dict[str, Part] = fact("records", "by action", default_factory=dict)
    listed: int | None = fact("customers", "to contact; who is held back is not among them", None, headline=True)
    loss_making: int | None = fact("customers", "slipping, overdue or lost, who cost money: on no list", None)
    stake: float | None = fact("money", "of these", None, headline=True)
    listed_recent: float | None = fact("money", "that these brought in `compared_days`; null without amounts", None)
    listed_before: float | None = fact("money", "that they brought in as many before", None)
    gain: float | None = fact("money", "expected of contacting them, costs taken off", None, headline=True)
    cost: float | None = fact("money", "of contacting them", None)
    shown: int = fact("customers", "that the report lists", 0)
    shown_share: float | None = fact("fraction", "of the gain, else of the stake, that these hold", None)
    for_half: int | None = fact("customers", "who hold half of it", None)
    break_even: list[BreakEven] = fact(
        "records", "by channel, of the median customer on the list", default_factory=list
    )
    worth_of_ten: float | None = fact("money", "what 10 points more chance of buying are worth, of that customer", None)
    actions: list[Action] = fact("records", "the first 1,000, best first", default_factory=list)
    winback: WinBack | None = fact("record", "whom to win back", None)
    holdback: HoldBack | None = fact("record", "who is held back, to measure by; null where no share is named", None)
    measured: Measured | None = fact("record", "what an earlier list brought; null without a register", None)
    pooled: Pooled | None = fact("record", "what all earlier lists brought; null with fewer than two", None)
    churn_minus_5: Readings | None = fact("record", "5 % less churn", None)
    replacement_ratio: float | None = fact("customers", "new ones for a lost one of class A", None)
    scenarios: Scenarios | None = fact("record", "what would change the result most", None)
    capacity: CapacityFacts | None = fact("record", "work against hours; null where no contacts are planned", None)
    service: list[ServiceFacts] = fact("records", "what each class gets, as stated", default_factory=list)
    campaigns: list[CampaignFacts] = fact("records", "as stated, with what they bring", default_factory=list)
    managers: list[Manager] = fact("records", "who looks after whom, the largest book first", default_factory=list)
    targets: list[Target] = fact("records", "as stated, with what is attained", default_factory=list)
    questions: list[Question] = fact("codes", "to the client, with what the answer would change", default_factory=list)


SCORES: dict[str, tuple[str, str]] = {
    "customer_state": (
        "growing, steady, new, one-time, slipping, overdue, lost, gone for good",
        "how the customer stands, by the own rhythm",
    ),
    "action": ("call, visit, e-mail, offer, win back, develop, let go; or nothing", "what to do, at most one"),
    "action_reason": (
        "code",
        "why: the state, or left, renewal_due, too_late, does_not_pay, loss_making, bad_debt, involuntary",
    ),
    "left_because": ("text", "the recorded reason of leaving, as it stands in the client's books"),
    "cause_of_leaving": ("nine classes, or own word", "of leaving, that the offer follows"),
    "contact_channel": ("visit, call, offer, email", "by which; missing where nobody says what a contact costs"),
    "stake": (
        "money",
        "margin, else revenue, of the churn window that is not to be expected unprompted; purchases without amounts",
    ),
    "action_group": ("contact, held back; or nothing", "held back by lot, to measure what contacting brings"),
    "p_contacted": ("probability", "of buying within the window when contacted, as the client says"),
    "break_even": ("probability", "of buying when contacted, from which the contact pays"),
    "contact_cost": ("money", "of the contact"),
    "expected_gain": ("money", "p1 (m − offer) − p0 m − contact cost; missing where nobody says what it takes"),
}
"""Columns of the table per customer beside customer_id: unit and meaning."""
