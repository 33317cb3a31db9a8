"""What the churn chapter prints."""

from __future__ import annotations

import datetime as dt

from analysis.backtest.facts import Calibration
from analysis.churn.facts_contracts import Ratio, SignLeftOut
from analysis.facts import Facts, Refusal, fact


class Group(Calibration):
    """A tenth of the customers by probability, what came, and what may come of such a forecast."""

    band_low: float = fact("fraction", "lower end of 95 %: chance, and a shared level as uncertain as it was before")
    band_high: float = fact("fraction", "upper end of 95 %")
    within: bool = fact("yes/no", "what came lies between the two")


class Tested(Facts):
    """Whether the probabilities came true."""

    predicted: float = fact("fraction", "of the customers, forecast not to buy")
    predicted_low: float = fact("fraction", "lower end of 95 %: chance, and a shared level as uncertain as before")
    predicted_high: float = fact("fraction", "upper end of 95 %")
    observed: float = fact("fraction", "of the customers, that did not buy")
    groups: int = fact("groups", "of like many customers, by probability")
    groups_within_band: int = fact("groups", "in which what came lies within the band")
    groups_share: float = fact("fraction", "of the groups within the band")
    calibrated: bool = fact("yes/no", "at least four fifths of the groups lie within the band")
    slope: float | None = fact("slope", "of the outcome's log odds on the forecast's; 1 is right", None)
    slope_interval: tuple[float, float] | None = fact("slope", "95 %, chance alone", None)
    auc: float | None = fact("0–1", "chance to rank who did not buy above who did; .5 is chance", None)
    singles_out: bool = fact("yes/no", "auc of at least .6, and above .5 beyond chance")
    brier: float = fact("score", "mean squared error of the probability")
    brier_of_share: float = fact("score", "the same, had everybody been given the share that came")
    furthest_predicted: float = fact("probability", "forecast of the group furthest off")
    furthest_observed: float = fact("fraction", "of that group, that did not buy")
    recalibrated_slope: float = fact("slope", "that earlier windows taught the forecast; 1: they changed nothing")
    recalibrated_shift: float = fact("log odds", "of buying that earlier windows added, their level aside", 0.0)
    recalibrated_overdue: float = fact(
        "log odds", "of buying that they take off where silence is e times the customer's own gap", 0.0
    )
    earlier_predicted: float | None = fact("fraction", "of the customers of earlier windows, forecast not to buy", None)
    earlier_observed: float | None = fact("fraction", "of them, that did not; their level is not carried over", None)
    long_silent: Group | None = fact("record", "of three gaps or more, silent for over three of them", None)
    rivals: int | None = fact("forecasts", "of other models and rules that say who buys", None)
    rival: str | None = fact("name", "of the models and rules that say who buys, the best one on these days", None)
    rival_brier: float | None = fact("score", "its mean squared error", None)
    rival_low: float | None = fact("score", "brier less rival_brier, lower end of 95 % (paired bootstrap)", None)
    rival_high: float | None = fact("score", "brier less rival_brier, upper end of 95 %", None)
    rival_outcome: str | None = fact("code", "beats, cannot be told from, loses to", None)


class TestedDays(Facts):
    """How the forecast of a window did on unseen days."""

    days: int = fact("days", "on which it was tested; fewer than the window where the data end")
    predicted: float = fact("fraction", "of the customers, forecast not to buy")
    observed: float = fact("fraction", "that did not")
    groups: int = fact("groups", "of like many customers")
    groups_within_band: int = fact("groups", "in which what came lies within the band")
    auc: float | None = fact("0–1", "chance to rank who did not buy above who did", None)


class Window(Facts):
    """Who will not buy within so many days."""

    mean_probability: float = fact("probability", "of no purchase within the window")
    expected: float = fact("customers", "expected not to buy: the sum of the probabilities")
    expected_interval: tuple[float, float] = fact(
        "customers", "95 %: chance, and a shared level as uncertain as before"
    )
    tested: TestedDays | None = fact("record", "the same forecast on unseen days; null: there are none", None)


class SignOdds(Ratio):
    """What goes with not buying, of customers with the same forecast."""

    odds: float = fact("ratio", "of not buying")


class Signs(Facts):
    """What the forecast gains from more than how often and how lately customers bought."""

    names: list[str] = fact("names", "of the signs")
    days: int = fact("days", "that were unseen when they were learnt")
    customers: int = fact("customers", "who were forecast")
    brier_without: float = fact("score", "mean squared error of the forecast without them")
    brier_with: float = fact("score", "with them")
    low: float = fact("score", "with less without, lower end of 95 % (paired bootstrap)")
    high: float = fact("score", "with less without, upper end of 95 %")
    used: bool = fact("yes/no", "they enter the forecast: the difference excludes 0")
    odds: list[SignOdds] = fact("records", "what goes with not buying, beyond chance", default_factory=list)
    left_out: list[SignLeftOut] = fact("records", "signs that are not used, and why", default_factory=list)


class ChurnFacts(Facts):
    """Who will not buy, who is slipping away, who has gone."""

    refusal: Refusal | None = fact("code", "why nothing is said", None)
    window_days: int | None = fact("days", "within which a customer who stays would have bought", None, headline=True)
    window_from: str = fact("code", "parameter, or gaps: the 90th percentile of the client's own")
    model: str | None = fact("name", "the forecast of who buys: the average", None)
    lifetime_model: str | None = fact("name", "the model of who is still a customer", None)
    customers: int | None = fact("customers", "with a purchase", None)
    mean_probability: float | None = fact("probability", "of no purchase within the window", None, headline=True)
    expected_leavers: float | None = fact(
        "customers", "expected not to buy: the sum of the probabilities", None, headline=True
    )
    expected_interval: tuple[float, float] | None = fact(
        "customers", "95 %: chance, and a shared level as uncertain as before", None
    )
    by_days: dict[str, Window | None] | None = fact("records", "the same within 30, 90, 180, 365 days", None)
    not_by_days: dict[str, Refusal] | None = fact("code", "why a window is null", None)
    revenue_at_leavers: float | None = fact("fraction", "of the revenue so far, weighted by the probability", None)
    class_a: int | None = fact("customers", "of class A", None)
    class_a_leavers: int | None = fact("customers", "of class A with a probability above one half", None)
    class_a_from: float | None = fact("money", "revenue of the smallest customer of class A", None)
    slipping_value: float | None = fact("money", "that went quiet within the window", None, headline=True)
    lost_value: float | None = fact("money", "that has probably gone already", None, headline=True)
    without_value: Refusal | None = fact("code", "why neither is said", None)
    calibration_from: dt.date | None = fact("day", "on which the tested forecast was made", None)
    calibration_days: int | None = fact("days", "on which it was tested", None)
    calibration: list[Group] | None = fact("records", "forecast and outcome by tenth", None)
    tested: Tested | None = fact("record", "forecast and outcome in all", None)
    signs: Signs | None = fact("record", "what more is known of customers adds; null: nothing more is given", None)
    warned: dict[str, int] | None = fact("customers", "with each early sign: gap, spend, range, complaint", None)
    by_class: dict[str, float] | None = fact("probability", "mean, of no purchase within the window, by class", None)


SCORES: dict[str, tuple[str, str]] = {
    "days_since_last": ("days", "since the last purchase day"),
    "churn_probability": ("probability", "no purchase in the next `churn_window_days`; not 1 − p_alive"),
    "will_not_buy_30": ("probability", "no purchase in the next 30 days; missing where that is not said"),
    "will_not_buy_90": ("probability", "no purchase in the next 90 days; missing where that is not said"),
    "will_not_buy_180": ("probability", "no purchase in the next 180 days; missing where that is not said"),
    "will_not_buy_365": ("probability", "no purchase in the next 365 days; missing where that is not said"),
    "p_alive": ("probability", "still a customer now, by lifetime_model, as in value's scores"),
    "p_alive_before": ("probability", "still a customer one window ago"),
    "lost_value": ("money", "worth_if_alive × (1 − p_alive)"),
    "slipping_value": ("money", "worth_if_alive × the fall of p_alive within the window"),
    "revenue": ("money", "as in customers"),
    "frequency": ("purchases", "as in customers"),
    "last_purchase": ("day", "as in customers"),
    "abc_class": ("A, B, C, N", "as in customers"),
    "worth": ("money", "as in value's scores"),
    "warning_signs": (
        "gap, spend, range, complaint",
        "silent for longer than ever; less than half of the revenue, or of the kinds of goods, of the time before; "
        "complained within 180 days",
    ),
}
"""Columns of the table per customer beside customer_id: unit and meaning. ``run.table()`` has those that are as in
customers or in value's scores from there.
"""
