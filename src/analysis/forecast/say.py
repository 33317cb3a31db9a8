"""Sentences on whether the forecast deserves trust: against the simple rules, and in its total."""

from __future__ import annotations

from analysis.backtest.facts import LeagueRow, Rivalry
from analysis.backtest.names import called, is_average
from analysis.display.days import day, day_of
from analysis.display.formats import count, number, share
from analysis.display.language import joined, later, sentence
from analysis.facts import Refusal
from analysis.forecast.facts import HoldoutFacts
from analysis.refusals import why
from analysis.refusals.forecast import reason_sentences

_RIVALRIES = {
    ("brier", "beats"): later(
        "It beats the best simple rule on who buys at all (Brier score {own} against {other} of “{rule}”)."
    ),
    ("brier", "loses to"): later(
        "It loses to the best simple rule on who buys at all (Brier score {own} against {other} of “{rule}”)."
    ),
    ("brier", "cannot be told from"): later(
        "It cannot be told from the best simple rule on who buys at all (Brier score {own} against {other} of "
        "“{rule}”)."
    ),
    ("squared error", "beats"): later(
        "It beats the best simple rule on how often they buy (root mean squared error {own} against {other} of "
        "“{rule}”)."
    ),
    ("squared error", "loses to"): later(
        "It loses to the best simple rule on how often they buy (root mean squared error {own} against {other} of "
        "“{rule}”)."
    ),
    ("squared error", "cannot be told from"): later(
        "It cannot be told from the best simple rule on how often they buy (root mean squared error {own} against "
        "{other} of “{rule}”)."
    ),
}
"""Of a model against the rules."""

_RULES_RIVALRIES = {
    ("brier", "beats"): later(
        "It beats the best other simple rule on who buys at all (Brier score {own} against {other} of “{rule}”)."
    ),
    ("brier", "loses to"): later(
        "It loses to the best other simple rule on who buys at all (Brier score {own} against {other} of “{rule}”)."
    ),
    ("brier", "cannot be told from"): later(
        "It cannot be told from the best other simple rule on who buys at all (Brier score {own} against {other} of "
        "“{rule}”)."
    ),
    ("squared error", "beats"): later(
        "It beats the best other simple rule on how often they buy (root mean squared error {own} against {other} of "
        "“{rule}”)."
    ),
    ("squared error", "loses to"): later(
        "It loses to the best other simple rule on how often they buy (root mean squared error {own} against {other} "
        "of “{rule}”)."
    ),
    ("squared error", "cannot be told from"): later(
        "It cannot be told from the best other simple rule on how often they buy (root mean squared error {own} "
        "against {other} of “{rule}”)."
    ),
}
"""The same where a rule was chosen itself."""


def holdout_verdict(h: HoldoutFacts) -> str | None:
    """Say whether the chosen predictor, and the best purchase model, beat the best naive rule on unseen days.

    A difference counts when its paired bootstrap interval excludes 0.
    """
    if h.chosen is None:
        return None
    days = count(h.days)
    model = next(iter(h.ranking), h.chosen)
    return joined(
        _without_model(h.untrusted),
        sentence(
            "{name} was chosen to say who buys before the {days} test days were looked at.",
            name=_first_in_sentence(h.chosen),
            days=days,
        ),
        _did(h, h.chosen),
        ranked_better(h),
        "" if model == h.chosen else joined(_needs_model(h, model), _did(h, model)),
        _absent(h),
    )


def _without_model(untrusted: Refusal | None) -> str:
    """Say why there is no purchase model and what stands without one; empty if there is a model."""
    if untrusted is None:
        return ""
    return joined(
        sentence("No purchase model can be trusted on the days up to {day}.", day=day_of(untrusted.facts["by"])),
        *reason_sentences(untrusted.facts),
        sentence("So no value is said; what was tested is the forecast of who buys, which needs no such model."),
    )


def _first_in_sentence(name: str) -> str:
    text = called(name)
    return sentence("The {name}", name=text) if is_average(name) else text[:1].upper() + text[1:]


def _needs_model(h: HoldoutFacts, model: str) -> str:
    """Say what a purchase model feeds; without amounts there is no money."""
    if h.revenue is None:
        return sentence(
            "Totals need a purchase model, and the best of those, chosen at the same days, is {model}.", model=model
        )
    return sentence(
        "Sums of money need a purchase model, and the best of those, chosen at the same days, is {model}.", model=model
    )


def _did(h: HoldoutFacts, name: str) -> str:
    """Say how a forecast did against the rules, and in its total."""
    own = row_of(h, name)
    compared = [_against(c, own) for c in h.comparisons if c.chosen == name]
    none = sentence("There was no simple rule to compare it with.")
    return joined(*(compared or [none]), _total(own))


def _against(c: Rivalry, own: LeagueRow) -> str:
    digits, power = (3, 1.0) if c.loss == "brier" else (2, 0.5)
    texts = _RULES_RIVALRIES if own.naive else _RIVALRIES
    return sentence(
        texts[c.loss, c.outcome],
        own=number(c.chosen_loss**power, digits),
        other=number(c.rival_loss**power, digits),
        rule=called(c.rival),
    )


def _total(own: LeagueRow) -> str:
    if own.total_error is None:
        return ""
    off = share(abs(own.total_error))
    if own.total_error > 0:
        return sentence("It forecast **{off} more** purchases in total than came.", off=off)
    return sentence("It forecast **{off} fewer** purchases in total than came.", off=off)


def row_of(h: HoldoutFacts, name: str | None) -> LeagueRow:
    """Return the scores of a forecast."""
    return next(row for row in h.league if row.model == name)


def _absent(h: HoldoutFacts) -> str:
    """Say where gradient boosting was no candidate; empty if it always was."""
    if not h.absent:
        return ""
    first = h.absent[0]
    return joined(
        sentence(
            "Gradient boosting could not be trained at {n} of the days at which forecasts were made.",
            n=count(len(h.absent)),
        ),
        sentence("On {day}: {why}", day=day(first.origin), why=why(first.reason)),
    )


def ranked_better(h: HoldoutFacts) -> str:
    """Say which naive rule ranks buyers better than the chosen predictor; empty if none does."""
    if h.verdict is None or h.verdict.ranks_better is None:
        return ""
    best = row_of(h, h.verdict.ranks_better)
    return sentence(
        "In ranking customers a simple rule does better: “{rule}” (AUC {auc} against {own}).",
        rule=called(best.model),
        auc=number(best.auc, 3),
        own=number(row_of(h, h.chosen).auc, 3),
    )


def smallest_error(h: HoldoutFacts) -> str:
    """Return the title of the league's figure."""
    v = h.verdict
    assert v is not None
    if v.rank == 1:
        return (
            sentence(
                "The predictor chosen beforehand has the smallest error of {n} forecasts of purchases", n=count(v.of)
            )
            if v.ranked_by == "rmse"
            else sentence(
                "The predictor chosen beforehand has the smallest error of {n} forecasts of who buys", n=count(v.of)
            )
        )
    values = {"better": count((v.rank or 1) - 1), "others": count(v.of - 1)}
    if v.ranked_by == "rmse":
        return sentence(
            "{better} of {others} other forecasts of purchases had a smaller error than the one chosen beforehand",
            **values,
        )
    return sentence(
        "{better} of {others} other forecasts of who buys had a smaller error than the one chosen beforehand", **values
    )


def in_the_league(h: HoldoutFacts, name: str) -> str:
    """Return the name of a forecast in the league's table, with what it was chosen for."""
    best = name in h.ranking[:1]
    if name == h.chosen and best:
        return sentence("{name} (chosen, best purchase model)", name=called(name))
    if name == h.chosen:
        return sentence("{name} (chosen)", name=called(name))
    return sentence("{name} (best purchase model)", name=called(name)) if best else called(name)
