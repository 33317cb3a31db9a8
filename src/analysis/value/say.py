"""Sentences on what today's customers still bring, who holds it, and who is late."""

from __future__ import annotations

from functools import partial

from analysis.display.formats import compact_money, count, interval, money, number, share
from analysis.display.language import joined, sentence, sentences
from analysis.facts import Refusal
from analysis.refusals import why
from analysis.value.facts import ValueFacts
from analysis.value.say_flags import flags
from analysis.words.forecast import corrected
from analysis.words.value import margin_share, worth_name


def worth_title(v: ValueFacts) -> str:
    """Name the measure above a column or on a card."""
    return sentence("Expected revenue") if v.clv_total is None else sentence("Value")


def method(v: ValueFacts, currency: str | None) -> str:
    """Say what the forecast and its range are made of, what has to be known beside it, and where margins come from."""
    remarks = [Refusal(code=gate.code, facts=gate.facts) for gate in v.gates if gate.weight == "note"]
    paid = v.expected_revenue_total is not None
    return joined(
        _made_of(v),
        sentence("A purchase counts what the customer's purchases brought, drawn to the usual by how few they are.")
        if paid
        else sentence("Each row counts as a purchase, several on one day as one."),
        sentence(
            "Ranges are made of what customers did each for themselves on earlier windows of these data, and of what "
            "such a forecast missed of all of them together."
        ),
        corrected(v.year_ago),
        _level(v) if paid else "",
        *map(why, remarks),
        *flags(v.flags),
        margins(v, currency) if paid else "",
    )


def _level(v: ValueFacts) -> str:
    if v.spend_level == 1:
        return ""
    return sentence(
        "The purchases of the last 365 days brought {factor} times what these customers' whole past says, and most of "
        "them moved that way, as when prices change; so all expectations of money are multiplied by it.",
        factor=number(v.spend_level, 2),
    )


def _made_of(v: ValueFacts) -> str:
    if len(v.forecasts) == 1:
        return sentence(
            "Purchases are forecast from each customer's own history, the only way that so short a history allows."
        )
    return sentence(
        "Purchases are the average of {n} forecasts, of each customer's own history and of what followed on such "
        "histories in earlier windows of these data.",
        n=count(len(v.forecasts)),
    )


def margins(v: ValueFacts, currency: str | None) -> str:
    """Say where the margins come from.

    Examples
    --------
    >>> own = {"own": True, "overall": 0.21, "half_revenue": 1200.0, "low": -0.03, "high": 0.4}
    >>> margins(ValueFacts.sketch(margins=own), "EUR").replace("\u202f", " ")
    "Margins are each customer's own, from the costs in the data, drawn to the client's 21 % by how little a customer \
has bought: at €1,200 of revenue their own margin counts half. Nine of ten customers lie between −3.0 % and 40 %."
    """
    m = v.margins
    if m is None:
        return sentence("Without a margin rate or costs the figures are revenue.")
    overall = margin_share(m.overall)
    if not m.own:
        return sentence("The margin is {overall} of revenue for every customer.", overall=overall)
    if m.half_revenue is None:
        return sentence(
            "Margins differ between customers by no more than chance, so all get the client's {overall}.",
            overall=overall,
        )
    return joined(
        sentence(
            "Margins are each customer's own, from the costs in the data, drawn to the client's {overall} by how "
            "little a customer has bought: at {revenue} of revenue their own margin counts half.",
            overall=overall,
            revenue=money(m.half_revenue, currency),
        ),
        sentence(
            "Nine of ten customers lie between {low} and {high}.", low=margin_share(m.low), high=margin_share(m.high)
        ),
    )


def value_by_class(v: ValueFacts, currency: str | None) -> str:
    """Say what the classes will bring, and how sure that is.

    Examples
    --------
    >>> rows = [{"abc_class": "A", "value": 900.0, "low": 800.0, "high": 990.0}]
    >>> v = ValueFacts.sketch(value_by_class=rows, clv_total=990.0, surest_class="A", least_sure_class="B",
    ...     point_shown=True)
    >>> value_by_class(v, "USD")
    'Class A of the past will bring **$900** ($800–990) of value. Surest is class A, least sure class B.'
    """
    rows = [row for row in v.value_by_class or [] if row.abc_class != "N" and row.value > 0]
    if not rows:
        return sentence("No class is expected to bring {worth} above 0.", worth=worth_name(v))
    cash = partial(compact_money, currency=currency)
    if not v.point_shown:
        best = max(rows, key=lambda row: row.value)
        return sentence(
            "Class {name} of the past will bring most: **{range}** of {worth}.",
            name=best.abc_class,
            range=interval(best.low, best.high, cash),
            worth=worth_name(v),
        )
    said = sentence(
        "Class {name} of the past will bring **{value}** ({range}) of {worth}.",
        name=rows[0].abc_class,
        value=cash(rows[0].value),
        range=interval(rows[0].low, rows[0].high, cash),
        worth=worth_name(v),
    )
    if v.surest_class == v.least_sure_class:
        return said
    doubt = sentence(
        "Surest is class {sure}, least sure class {unsure}.", sure=v.surest_class, unsure=v.least_sure_class
    )
    return joined(said, doubt)


def best_class(v: ValueFacts) -> str | None:
    """Return the title of the figure of value by class; None where no class brings anything."""
    rows = [row for row in v.value_by_class or [] if row.value > 0]
    if not rows:
        return None
    best = max(rows, key=lambda row: row.value)
    return sentence(
        "Class {name} of the past will bring {share} of the {worth} to come",
        name=best.abc_class,
        share=share(best.share),
        worth=worth_name(v),
    )


def worth_ahead(v: ValueFacts) -> str:
    """Return the axis title of value over the horizon."""
    days = count(v.horizon_days)
    if v.clv_total is None:
        return sentence("expected revenue, next {days} days, discounted", days=days)
    return sentence("value, next {days} days, discounted", days=days)


def risers_and_fallers(v: ValueFacts) -> str:
    """Say how many customers the past over- and underrates.

    Examples
    --------
    >>> v = ValueFacts.sketch(customers=100, moves={"up": 30, "down": 20, "fallen": 10})
    >>> risers_and_fallers(v).replace("\u202f", " ")
    "**20 customers** (20 %) matter less from now on than their past revenue says, 30 (30 %) matter more; 10 of \
today's class A fall out of it."
    """
    m = v.moves
    assert m is not None
    return sentences(
        m.down,
        "**{down} customer** ({down_share}) matters less from now on than their past revenue says, {up} ({up_share}) "
        "matter more; {fallen} of today's class A fall out of it.",
        "**{down} customers** ({down_share}) matter less from now on than their past revenue says, {up} ({up_share}) "
        "matter more; {fallen} of today's class A fall out of it.",
        down=count(m.down),
        down_share=share(m.down / v.customers),
        up=count(m.up),
        up_share=share(m.up / v.customers),
        fallen=count(m.fallen),
    )


def staying(v: ValueFacts) -> str | None:
    """Return the title of the figure of classes past and ahead; None where nobody brings anything."""
    if v.moves is None or v.moves.staying_a_share is None:
        return None
    return sentence(
        "Customers who are and stay in class A hold {share} of the {worth} to come",
        share=share(v.moves.staying_a_share),
        worth=worth_name(v),
    )


def overdue(v: ValueFacts) -> str:
    """Say how many class A customers are later than they should be; without classes, how many customers.

    Examples
    --------
    >>> overdue(ValueFacts.sketch(overdue={"customers": 353, "class_a": 212}))
    '**212 customers** of class A are late. Nine of ten customers with their history would have bought again by now, \
had they stayed.'
    """
    late = v.overdue
    assert late is not None
    if late.class_a is None:
        if late.customers == 0:
            return sentence("No customer is late.")
        said = sentences(late.customers, "**{n} customer** is late.", "**{n} customers** are late.")
    elif late.class_a == 0:
        return sentence("No customer of class A is late.")
    else:
        said = sentences(late.class_a, "**{n} customer** of class A is late.", "**{n} customers** of class A are late.")
    return joined(
        said, sentence("Nine of ten customers with their history would have bought again by now, had they stayed.")
    )


def sorted_by_worth(v: ValueFacts) -> str:
    """Say by what the customers worth most are sorted."""
    days = count(v.horizon_days)
    return joined(
        sentence("Sorted by discounted expected revenue, {days} days ahead.", days=days)
        if v.clv_total is None
        else sentence("Sorted by discounted value, {days} days ahead.", days=days),
        sentence(
            "Next purchase by: the day by which half of such customers buy again, if they stay; none of who is late."
        ),
    )
