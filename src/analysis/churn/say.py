"""Sentences on who will not buy, who slips away and who is lost."""

from __future__ import annotations

from analysis.churn.facts import ChurnFacts
from analysis.display.formats import compact_money, count, share
from analysis.display.language import joined, sentence, sentences
from analysis.refusals import why


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
    """Say what has probably gone, and how much of it went lately; `worth` is what the money is of."""
    if not c.lost_value or not c.lost_value > 0:
        return sentence("Nobody is lost, and nobody is slipping away.")
    return sentence(
        "**{lost}** of {worth} has probably gone; **{slipping}** of it went quiet within the last {days} days, and may "
        "still be held.",
        lost=compact_money(c.lost_value, currency),
        slipping=compact_money(c.slipping_value, currency),
        worth=worth,
        days=count(c.window_days),
    )


def where_the_list_is() -> str:
    """Say which chapter names the customers to contact."""
    return sentence("The list of whom to contact is in “What do we do on Monday?”.")


def without_value(c: ChurnFacts) -> str:
    """Say why nobody can be called lost."""
    return joined(
        sentence("Who has gone for good, and what goes with them, only a model of who is still a customer can say."),
        why(c.without_value),
    )


def how(c: ChurnFacts, worth: str) -> str:
    """Say how slipping and lost value are made; `worth` is what the money is of."""
    return joined(
        sentence(
            "What has gone: the {worth} a customer would bring were it certain that they still are one, times the "
            "probability that they are not ({model}).",
            worth=worth,
            model=c.lifetime_model,
        ),
        sentence(
            "What went quiet: the same {worth} times the fall of the probability that they still are one within the "
            "last {days} days.",
            worth=worth,
            days=count(c.window_days),
        ),
        sentence("Both are estimates from silence, not knowledge of the single customer: a call is the test."),
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
