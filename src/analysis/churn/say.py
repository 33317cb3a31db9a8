"""Sentences on who will not buy, who slips away and who is lost."""

from __future__ import annotations

from analysis.churn.facts import ChurnFacts
from analysis.display.formats import count, money, share
from analysis.display.language import joined, sentence, sentences
from analysis.refusals import why
from analysis.words.churn import at_stake


def window(c: ChurnFacts) -> str:
    """Say where the churn window comes from, and what the probability is not."""
    days = count(c.window_days)
    return joined(
        sentence("The window of {days} days is set in the client file.", days=days)
        if c.window_from == "parameter"
        else sentence(
            "The window of {days} days is the client's own: nine of ten customers who came back did so within it.",
            days=days,
        ),
        sentence(
            "“Will not buy” is not the same as “is no longer a customer”: someone who is still a customer may simply "
            "not buy within the window."
        ),
        sentence("Only the first can be checked, and is."),
    )


def slipping(c: ChurnFacts, currency: str | None, worth: str) -> str:
    """Say whom to call before they are gone; `worth` is what the money is of."""
    if c.call is None:
        return sentence("No customer went quiet within the last {days} days.", days=count(c.window_days))
    return sentences(
        c.call.customers_for_half,
        "**{money}** of {worth} is slipping away, half of it with {half} customer: call them first.",
        "**{money}** of {worth} is slipping away, half of it with {half} customers: call them first.",
        **at_stake(c.call, currency, worth),
    )


def lost(c: ChurnFacts, currency: str | None, worth: str) -> str:
    """Say whom to win back; `worth` is what the money is of."""
    if c.win_back is None:
        return sentence("No customer is lost.")
    return sentences(
        c.win_back.customers_for_half,
        "**{money}** of {worth} has probably gone already, half of it with {half} customer.",
        "**{money}** of {worth} has probably gone already, half of it with {half} customers.",
        **at_stake(c.win_back, currency, worth),
    )


def without_value(c: ChurnFacts) -> str:
    """Say why nobody can be called lost."""
    return joined(
        sentence("Who has gone for good, and what goes with them, only a model of who is still a customer can say."),
        why(c.without_value),
    )


def how(c: ChurnFacts, currency: str | None, worth: str) -> str:
    """Say how slipping and lost value are made; `worth` is what the money is of."""
    return joined(
        sentence(
            "Lost value: the {worth} a customer would bring were it certain that they still are one, times the "
            "probability that they are not ({model}).",
            worth=worth,
            model=c.lifetime_model,
        ),
        sentence(
            "Slipping value: the same {worth} times the fall of the probability that they still are one within the "
            "last {days} days.",
            worth=worth,
            days=count(c.window_days),
        ),
        sentence(
            "Over all customers {lost} is lost, of which {slipping} slipped within the window.",
            lost=money(c.lost_value, currency),
            slipping=money(c.slipping_value, currency),
        ),
        sentence(
            "Each customer stands on one list at most: the first if at least half of their loss came within the "
            "window, else the second if they have more likely left than not."
        ),
        sentence("Both are estimates from silence, not knowledge of the single customer: a call is the test."),
    )


def how_at_risk(c: ChurnFacts) -> str:
    """Say what revenue at risk is, and what it is not."""
    return joined(
        sentence(
            "Revenue at risk: what a customer brought in the last {recent} days, net of returns, times the "
            "probability that they do not buy in the next {days}.",
            recent=count(c.at_risk.days),
            days=count(c.window_days),
        ),
        sentence(
            "It is past revenue, not value: it does not say what they would bring, nor that who does not buy in the "
            "window never comes back."
        ),
        sentence("On the list is whoever brought something and will more likely not buy than buy."),
    )


def large_at_risk(c: ChurnFacts) -> str:
    """Return the title of the figure of value and risk."""
    days = count(c.window_days)
    if not c.class_a:
        return sentence(
            "{share} of the customers are expected not to buy in the next {days} days",
            share=share(c.mean_probability),
            days=days,
        )
    return sentences(
        c.class_a,
        "{n} of {of} class A customer will more likely not buy than buy in the next {days} days",
        "{n} of {of} class A customers will more likely not buy than buy in the next {days} days",
        n=count(c.class_a_leavers),
        of=count(c.class_a),
        days=days,
    )


def counted(c: ChurnFacts) -> str:
    """Say what the figure of value and risk counts."""
    values = {"n": count(c.customers)}
    if not c.class_a:
        return sentences(c.customers, "{n} customer, darker = more", "{n} customers, darker = more", **values)
    return sentences(
        c.customers,
        "{n} customer, darker = more; horizontal line: smallest class A customer",
        "{n} customers, darker = more; horizontal line: smallest class A customer",
        **values,
    )


def signs(codes: str) -> str:
    """Return early signs in words.

    Examples
    --------
    >>> signs("gap spend")
    'silent for longer than ever; spends less than half'
    """
    said = {
        "gap": sentence("silent for longer than ever"),
        "spend": sentence("spends less than half"),
        "range": sentence("buys half of the kinds"),
        "complaint": sentence("complained lately"),
    }
    return "; ".join(said[code] for code in codes.split())
