"""What the forecast's chapter prints: the league on unseen days, and how the days after calibration came out."""

from __future__ import annotations

import datetime as dt

from analysis.backtest.facts import Absent, InnerScore, LeagueRow, Rivalry
from analysis.btyd.facts import FittedModel, SpendContest, SpendModel
from analysis.facts import Facts, Refusal, fact


class Verdict(Facts):
    """How the forecast did against the best naive rules, as codes."""

    code: str = fact("code", "beats_all, loses, cannot_be_told, or no_rival")
    measures: list[str] = fact("codes", "on what it was compared: who_buys, how_often")
    total_error: float | None = fact("fraction", "of the total of purchases, signed; null without purchases")
    total_of: str | None = fact("name", "the forecast whose total that is")
    rank: int | None = fact("place", "of the chosen forecast by its error, 1 is best")
    of: int = fact("forecasts", "that were ranked")
    ranked_by: str = fact("code", "rmse or brier")
    ranks_better: str | None = fact(
        "name", "a naive rule that ranks buyers better (AUC) than the chosen forecast", None
    )


class HoldoutFacts(Facts):
    """How the forecasts did on days they had not seen."""

    refusal: Refusal | None = fact("code", "why nothing was tested", None)
    untrusted: Refusal | None = fact("code", "why no purchase model could be tested, where one could not", None)
    calibration_end: dt.date = fact("day", "the last day that models learn from")
    days: int = fact("days", "after it, on which they were scored", headline=True)
    customers: int | None = fact("customers", "who were scored", None)
    purchases: int | None = fact("purchases", "that came on the unseen days", None)
    revenue: float | None = fact("money", "that came on the unseen days", None)
    models: dict[str, FittedModel] = fact("records", "fitted up to calibration_end")
    spend: SpendModel | None = fact("record", "of spend, fitted up to calibration_end", None)
    spend_contest: SpendContest | None = fact("record", "by which spend is forecast, or not, with the model", None)
    inner: list[InnerScore] = fact("records", "candidates at days inside the calibration window")
    stretch: str | None = fact("code", "how probabilities are carried over to a longer window", None)
    absent: list[Absent] = fact("records", "days at which gradient boosting had nothing to learn from")
    ranking: list[str] = fact("names", "trusted purchase models, best first")
    league: list[LeagueRow] = fact("records", "every forecast on the unseen days")
    chosen: str | None = fact(
        "name", "the forecast of who buys, chosen before the days were looked at", None, headline=True
    )
    without_model: str | None = fact("name", "the forecast to fall back on without a purchase model", None)
    comparisons: list[Rivalry] = fact("records", "what was chosen against the best naive rule")
    verdict: Verdict | None = fact("record", "what follows", None)


class GroupGap(Facts):
    """A group of customers for whom the forecast was off."""

    label: str = fact("text", "repeat purchases before, or weeks of silence")
    expected: float = fact("purchases", "per customer, forecast")
    actual: float = fact("purchases", "per customer, that came")
    gap: float = fact("purchases", "expected less made, in all")


class TrustFacts(Facts):
    """How the purchase model behind the value did on the unseen days."""

    refusal: Refusal | None = fact("code", "why it was not compared", None)
    weeks: int | None = fact("weeks", "that were not seen", None)
    weeks_above: int | None = fact("weeks", "in which more purchases came than forecast", None)
    placed_right: float | None = fact("fraction", "of the customers, by repeat purchases at calibration_end", None)
    groups: int | None = fact("groups", "by earlier repeat purchases", None)
    groups_within_chance: int | None = fact("groups", "in which chance explains the difference", None)
    furthest: GroupGap | None = fact("record", "by repeat purchases, furthest off beyond chance", None)
    silence: GroupGap | None = fact("record", "by weeks of silence, most purchases missed", None)
    best_month: int | None = fact("1–12", "of the season; null where there is none", None)
    best_index: float | None = fact("ratio", "of that month to an average one", None)
