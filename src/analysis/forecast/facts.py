"""What the forecast's chapter prints: the league on unseen days, and how the days after calibration came out."""

from __future__ import annotations

import datetime as dt

from analysis.backtest.facts import Gate, LeagueRow, Rivalry, YearAgo
from analysis.btyd.facts import FittedModel, SpendModel
from analysis.facts import Facts, Refusal, fact

Ends = tuple[float, float]


class Verdict(Facts):
    """How the forecast did against the best naive rules, as codes."""

    code: str = fact("code", "beats_all, loses, cannot_be_told, or no_rival")
    wins: list[str] = fact("codes", "measures on which it beats the best rule: who_buys, how_often, how_much")
    ties: list[str] = fact("codes", "measures on which it cannot be told from it")
    losses: list[str] = fact("codes", "measures on which it loses to it")
    total_error: float | None = fact("fraction", "of the total of purchases, signed; null without purchases")
    in_range: bool | None = fact("yes/no", "whether the total that came lies in the 95 % range of its forecast", None)
    rank: int = fact("place", "of the forecast by its root mean squared error, 1 is best")
    of: int = fact("forecasts", "that were ranked")
    ranks_better: str | None = fact(
        "name", "a naive rule that ranks buyers better (AUC) than the chosen forecast", None
    )


class HoldoutFacts(Facts):
    """How the forecasts did on days they had not seen."""

    refusal: Refusal | None = fact("code", "why nothing was tested", None)
    calibration_end: dt.date = fact("day", "the last day that models learn from")
    days: int = fact("days", "after it, on which they were scored", headline=True)
    customers: int | None = fact("customers", "who were scored", None)
    purchases: int | None = fact("purchases", "that came on the unseen days", None)
    revenue: float | None = fact("money", "that came on the unseen days", None)
    models: dict[str, FittedModel] = fact("records", "fitted up to calibration_end")
    spend: SpendModel | None = fact("record", "Gamma-Gamma, fitted up to calibration_end", None)
    ranking: list[str] = fact("names", "trusted purchase models, best first")
    league: list[LeagueRow] = fact("records", "every forecast on the unseen days")
    chosen: str | None = fact("name", "the forecast that feeds money and who buys: the average", None, headline=True)
    forecasts: list[str] = fact("names", "of the forecasts that are averaged", default_factory=list)
    level: dict[str, float] | None = fact("weeks", "parameters of Pareto/NBD (MAP), whose total the average has", None)
    year_ago: YearAgo | None = fact("record", "what corrects season and drift; null where last year cannot tell", None)
    gates: list[Gate] = fact("codes", "what holds the forecast back", default_factory=list)
    expected_purchases_total: float | None = fact("purchases", "forecast for the unseen days", None)
    expected_purchases_interval: Ends | None = fact("purchases", "95 %, predictive", None)
    expected_revenue_total: float | None = fact("money", "forecast for the unseen days", None)
    expected_revenue_interval: Ends | None = fact("money", "95 %, predictive", None)
    comparisons: list[Rivalry] = fact("records", "the average against the best naive rule")
    verdict: Verdict | None = fact("record", "what follows", None)


class GroupGap(Facts):
    """A group of customers for whom the forecast was off."""

    label: str = fact("text", "repeat purchases before, or weeks of silence")
    expected: float = fact("purchases", "per customer, forecast")
    actual: float = fact("purchases", "per customer, that came")
    gap: float = fact("purchases", "expected less made, in all")


class TrustFacts(Facts):
    """How the forecast did on the unseen days, week by week and group by group."""

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


class OriginRow(Facts):
    """The average forecast made on one day, and what came."""

    origin: dt.date = fact("day", "the last day that was known")
    days: int = fact("days", "that were forecast")
    customers: int = fact("customers", "known by then")
    expected: float = fact("purchases", "in all")
    interval: tuple[float, float] = fact("purchases", "95 %, predictive")
    actual: float = fact("purchases", "that came")
    in_range: bool = fact("yes/no", "whether that lies in the range")
    rmse: float = fact("purchases", "root mean squared error per customer")
    rule: str | None = fact("name", "the rule of thumb with the smallest error on these days", None)
    rule_rmse: float | None = fact("purchases", "its error", None)
    outcome: str | None = fact("code", "beats, loses to, cannot be told from (paired bootstrap)", None)


class OriginsFacts(Facts):
    """How the same forecast did on other days."""

    refusal: Refusal | None = fact("code", "why it was made on none", None)
    rows: list[OriginRow] = fact("records", "by day of the forecast", default_factory=list)
    wins: int = fact("days", "at which it beat the best rule of thumb", 0)
    ties: int = fact("days", "at which it could not be told from it", 0)
    losses: int = fact("days", "at which it lost to it", 0)
    in_range: int = fact("days", "at which the total lay in its range", 0)
