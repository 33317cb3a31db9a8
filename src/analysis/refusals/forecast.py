"""Refusals of the forecast: what could not be learnt, tested or trusted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.display.days import day_of
from analysis.display.formats import count, number
from analysis.display.language import joined, listed, sentence
from analysis.facts import Refusal
from analysis.refusals import models
from analysis.schema import NEEDED_MONTHS

Values = dict[str, Any]


def reason_sentences(facts: Values) -> list[str]:
    """Return a sentence for each reason, behind the models that it holds for."""
    said = []
    for group in facts["reasons"]:
        reason = Refusal.model_validate(group["reason"])
        why = models.SENTENCES[reason.code](reason.facts)
        said.append(sentence("{models}: {why}", models=listed(group["models"]), why=why))
    return said


def _no_model(facts: Values) -> str:
    if len(facts["reasons"]) == 1:
        reason = Refusal.model_validate(facts["reasons"][0]["reason"])
        return joined(models.SENTENCES[reason.code](reason.facts), _too_regular(facts))
    return joined(
        sentence("Not fitted, because no purchase model can be trusted on this data."),
        *reason_sentences(facts),
        _too_regular(facts),
    )


def _too_regular(facts: Values) -> str:
    """Say that purchases come too regularly for the models, where that may be why none stands."""
    if facts.get("regular_k") is None:
        return ""
    return sentence(
        "Purchases come far more regularly than these models suppose (k {k}, where 1 is at random).",
        k=number(facts["regular_k"], 1),
    )


def _untested(facts: Values) -> str:
    said = [
        sentence(
            "Not computed, because no purchase model can be trusted on the days up to {day}, so none could be tested "
            "on the days after.",
            day=day_of(facts["by"]),
        ),
        *reason_sentences(facts),
    ]
    if facts["whole"]:
        whole = listed(facts["whole"])
        said.append(sentence("Fitted to all days, {models} can be trusted: try a later calibration_end.", models=whole))
    return joined(*said, _too_regular(facts))


def _few_bought_twice(facts: Values) -> str:
    return sentence(
        "Not computed, because before the earlier window only {n} customers had bought twice, and {needed} are needed.",
        n=count(facts["customers"]),
        needed=count(facts["needed"]),
    )


def _few_bought(facts: Values) -> str:
    return sentence(
        "Not computed, because in the {days} days of the earlier window only {n} customers bought, and {needed} are "
        "needed.",
        days=count(facts["days"]),
        n=count(facts["customers"]),
        needed=count(facts["needed"]),
    )


def _few_silent(facts: Values) -> str:
    return sentence(
        "Not computed, because in the {days} days of the earlier window only {n} customers did not buy, and {needed} "
        "are needed.",
        days=count(facts["days"]),
        n=count(facts["customers"]),
        needed=count(facts["needed"]),
    )


def _few_months(facts: Values) -> str:
    return sentence(
        "Whether purchases have a season is not identified, because the data cover {months} full calendar months; "
        "{needed} are needed.",
        months=count(facts["months"]),
        needed=count(NEEDED_MONTHS),
    )


SENTENCES: dict[str, Callable[[Values], str]] = {
    "nobody_yet": lambda facts: sentence("Not tested, because nobody had bought by {day}.", day=day_of(facts["by"])),
    "nobody_bought": lambda _: sentence("Not fitted, because nobody has bought."),
    "nobody_twice": lambda _: sentence("Not computed, because nobody bought twice."),
    "no_model": _no_model,
    "untested": _untested,
    "no_lesson": lambda _: sentence("Not computed, because no earlier window saw at least half of the customers."),
    "few_bought_twice": _few_bought_twice,
    "few_bought": _few_bought,
    "few_silent": _few_silent,
    "few_months": _few_months,
    "months_without_customers": lambda _: sentence(
        "Whether purchases have a season is not identified, because in some months nobody could buy again: there were "
        "no customers yet."
    ),
}
