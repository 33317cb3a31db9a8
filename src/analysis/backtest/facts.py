"""What a report prints of forecasts that were made before, and scored on what came after."""

from __future__ import annotations

from analysis.facts import Facts, Refusal, fact


class LeagueRow(Facts):
    """The scores of one forecast on the unseen days; null: it makes no such forecast."""

    model: str = fact("name", "of the forecast")
    naive: bool = fact("yes/no", "a rule that needs no model")
    mae: float | None = fact("purchases", "mean absolute error per customer")
    rmse: float | None = fact("purchases", "root mean squared error per customer")
    total_error: float | None = fact("fraction", "of the total of purchases, signed")
    deviance: float | None = fact("deviance", "mean Poisson deviance of the purchases per customer", None)
    auc: float | None = fact("0–1", "chance to rank a buyer above one who did not buy; .5 is chance")
    brier: float | None = fact("score", "mean squared error of the probability of buying")
    top_decile_revenue: float | None = fact("fraction", "of the revenue, held by the predicted top tenth")
    revenue_error: float | None = fact("money", "root mean squared error per customer")
    revenue_total_error: float | None = fact("fraction", "of the total of revenue, signed", None)


class Rivalry(Facts):
    """A chosen forecast against the best naive rule."""

    chosen: str = fact("name", "the chosen forecast")
    rival: str = fact("name", "the rule that did best")
    loss: str = fact("name", "brier, squared error, or squared error of revenue")
    chosen_loss: float = fact("loss", "mean loss of the chosen one")
    rival_loss: float = fact("loss", "mean loss of the rule")
    low: float = fact("loss", "difference of the means, lower end of 95 % (paired bootstrap)")
    high: float = fact("loss", "difference of the means, upper end of 95 %")
    outcome: str = fact("code", "beats, loses to, cannot be told from")


class MonthIndex(Facts):
    """A calendar month against an average one."""

    month: int = fact("1–12", "of the year")
    index: float = fact("ratio", "repeat purchases to an average month's")
    low: float = fact("ratio", "lower end of 95 %")
    high: float = fact("ratio", "upper end of 95 %")


class Seasonality(Facts):
    """Whether repeat purchases have a season; the forecast takes its own from the same days a year ago."""

    refusal: Refusal | None = fact("code", "why no season is identified", None)
    full_months: int = fact("months", "that the data cover whole")
    index: list[MonthIndex] | None = fact("records", "by calendar month", None)
    p_value: float | None = fact("probability", "of the months being alike", None)
    ahead: float | None = fact("ratio", "mean index of the horizon's days", None)
    needed: int = fact("months", "without which no season is identified")
    worth_correcting: bool = fact("yes/no", "the months differ by more than chance between years", False)
    untested_months: list[int] = fact("1–12", "of the horizon's months those of which the holdout has no day")


class Gate(Facts):
    """One reason to hold back."""

    code: str = fact("code", "what it is")
    weight: str = fact("code", "refused, no_point, indicative, or note")
    facts: dict[str, object] = fact("record", "what its sentence needs", default_factory=dict)


class YearAgo(Facts):
    """The same days a year ago, forecast as today's are."""

    expected: float = fact("purchases", "forecast for them from what was known then")
    actual: float = fact("purchases", "that came; without any customer over a fifth")
    factor: float = fact("factor", "on every expectation, from the two by how far chance explains them")


class Calibration(Facts):
    """Customers of like probability, and what came."""

    low: float = fact("probability", "the group's lowest")
    high: float = fact("probability", "the group's highest")
    predicted: float = fact("probability", "mean forecast")
    observed: float = fact("fraction", "of the group, that did not buy")
    customers: int = fact("customers", "in the group")
    observed_low: float = fact("fraction", "lower end of 95 %")
    observed_high: float = fact("fraction", "upper end of 95 %")
