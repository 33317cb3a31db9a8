"""Sentences on whether the forecast deserves trust: against the simple rules, and in its total."""

from __future__ import annotations

from analysis.backtest.facts import LeagueRow, Rivalry
from analysis.backtest.names import called
from analysis.display.formats import count, money, number, share
from analysis.display.language import joined, later, listed, sentence
from analysis.forecast.facts import HoldoutFacts

_OUTCOMES = {
    "beats": later("It beats the best simple rule on {measure} ({score} {own} against {other} of “{rule}”)."),
    "loses to": later("It loses to the best simple rule on {measure} ({score} {own} against {other} of “{rule}”)."),
    "cannot be told from": later(
        "It cannot be told from the best simple rule on {measure} ({score} {own} against {other} of “{rule}”)."
    ),
}
_MEASURES = {
    "brier": later("who buys at all"),
    "squared error": later("how often they buy"),
    "squared error of revenue": later("how much they bring"),
}


def holdout_verdict(h: HoldoutFacts, currency: str | None) -> str | None:
    """Say what the average is made of and whether it beat the best naive rule on unseen days, measure by measure.

    A difference counts when its paired bootstrap interval excludes 0.
    """
    if h.chosen is None:
        return None
    compared = [_against(c, currency) for c in h.comparisons]
    return joined(
        _settled(h),
        *(compared or [sentence("There was no simple rule to compare it with.")]),
        _total(row_of(h, h.chosen)),
        ranked_better(h),
    )


def _settled(h: HoldoutFacts) -> str:
    values = {"days": count(h.days), "forecasts": listed([called(name) for name in h.forecasts])}
    if len(h.forecasts) == 1:
        return sentence(
            "What feeds every figure was settled before the {days} test days were looked at: {forecasts} alone, "
            "because no earlier window teaches anything else.",
            **values,
        )
    return sentence(
        "What feeds every figure was settled before the {days} test days were looked at: the average of {forecasts}.",
        **values,
    )


def _against(c: Rivalry, currency: str | None) -> str:
    def shown(loss: float) -> str:
        if c.loss == "brier":
            return number(loss, 3)
        return number(loss**0.5, 2) if c.loss == "squared error" else money(loss**0.5, currency, digits=0)

    return sentence(
        _OUTCOMES[c.outcome],
        measure=sentence(_MEASURES[c.loss]),
        score=sentence("Brier score") if c.loss == "brier" else sentence("root mean squared error"),
        own=shown(c.chosen_loss),
        other=shown(c.rival_loss),
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
        return sentence("The average has the smallest error of {n} forecasts of purchases", n=count(v.of))
    return sentence(
        "{better} of {others} other forecasts of purchases had a smaller error than the average",
        better=count(v.rank - 1),
        others=count(v.of - 1),
    )


def in_the_league(h: HoldoutFacts, name: str) -> str:
    """Return the name of a forecast in the league's table, and which of them feeds all figures."""
    return sentence("{name} (feeds all figures)", name=called(name)) if name == h.chosen else called(name)
