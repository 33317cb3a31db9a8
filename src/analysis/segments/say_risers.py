"""Sentences on what customers did before they rose."""

from __future__ import annotations

from analysis.display.formats import count, number, points, share
from analysis.display.language import joined, sentence, sentences
from analysis.segments.facts_own_groups import RisersFacts, RisersHabit


def risers(r: RisersFacts, h: RisersHabit) -> str:
    """Say what risers did otherwise before they rose, or that nothing tells them apart beyond chance."""
    if not r.beyond:
        return sentences(
            len(r.habits),
            "Before they rose, customers differed in **nothing beyond chance** from others who were equal then: {n} "
            "habit was looked at.",
            "Before they rose, customers differed in **nothing beyond chance** from others who were equal then: {n} "
            "habits were looked at.",
        )
    values = _values(h)
    if h.habit == "discount":
        said = sentence(
            "Before they rose, customers bought **{level}** of their money at a discount: {gap} ({low} to {high}) "
            "against others who were equal then.",
            **values,
        )
    elif h.habit == "contact_minutes":
        said = sentence(
            "Before they rose, customers had **{level} minutes of contact**: {gap} ({low} to {high}) against others "
            "who were equal then.",
            **values,
        )
    elif h.habit == "contacts":
        said = sentence(
            "Before they rose, customers had **{level} contacts**: {gap} ({low} to {high}) against others who were "
            "equal then.",
            **values,
        )
    elif h.of_products:
        said = sentence(
            "Before they rose, customers bought **{level} different products**: {gap} ({low} to {high}) against "
            "others who were equal then.",
            **values,
        )
    else:
        said = sentence(
            "Before they rose, customers bought in **{level} categories**: {gap} ({low} to {high}) against others who "
            "were equal then.",
            **values,
        )
    return joined(said, sentence("It goes with rising; whether it makes customers rise, only a trial would tell."))


def _values(h: RisersHabit) -> dict[str, str]:
    if h.habit == "discount":
        return {"level": share(h.level), "gap": points(h.difference), "low": points(h.low), "high": points(h.high)}
    signed = {name: _signed(getattr(h, name)) for name in ("difference", "low", "high")}
    return {"level": number(h.level, 1), "gap": signed["difference"], "low": signed["low"], "high": signed["high"]}


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + number(value, 1)


def how(r: RisersFacts, h: RisersHabit) -> str:
    """Say how risers are compared."""
    return sentence(
        "Who brought {rose} more in the last {days} days than in the {days} before ({n} customers) against who did not "
        "({others}), within the same class, tenth of spend and number of purchases at the start: else those who were "
        "low by chance would seem to have risen for a reason. 95 % intervals; beyond chance counts all habits looked "
        "at (Holm).",
        rose=share(r.rose),
        days=count(r.days),
        n=count(h.risers),
        others=count(h.others),
    )
