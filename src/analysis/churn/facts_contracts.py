"""What the churn chapter prints of customers under contract."""

from __future__ import annotations

import datetime as dt

from analysis.facts import Facts, Refusal, fact


class Stayed(Facts):
    """Share of customers that is still there some time after the start."""

    days: int = fact("days", "after the start")
    share: float = fact("fraction", "still under contract")
    low: float = fact("fraction", "lower end of 95 %")
    high: float = fact("fraction", "upper end of 95 %")


class SegmentStay(Facts):
    """How long the customers of a segment stay."""

    segment: str = fact("name", "as the client file has it, fixed at the start")
    customers: int = fact("customers", "stretches of being a customer")
    left: int = fact("customers", "that ended")
    year: Stayed | None = fact("record", "after a year, or the longest that is known", None)
    median_days: float | None = fact("days", "until half have left; null while more stay", None)


class Cause(Facts):
    """A recorded reason of leaving."""

    reason: str = fact("name", "as recorded; empty: none")
    involuntary: bool = fact("yes/no", "without a choice: money not drawn, death, moving, closing")
    left: int = fact("customers", "who left for it")
    share: float = fact("fraction", "of those who left")
    monthly_revenue: float | None = fact("money", "per month that they brought before", None)
    lately: int = fact("customers", "who left for it within the last 365 days")
    class_a: int | None = fact("customers", "of class A who left for it", None)


class Ratio(Facts):
    """How much more often customers with a sign do something: an association, no cause."""

    sign: str = fact("name", "the column")
    value: str | None = fact("name", "against the most frequent one; null: a number, per standard deviation", None)
    against: str | None = fact("name", "the most frequent one", None)
    low: float = fact("ratio", "lower end of 95 %")
    high: float = fact("ratio", "upper end of 95 %")


class Influence(Ratio):
    """What goes with leaving, other signs alike."""

    hazard_ratio: float = fact("ratio", "of leaving at any time")


class SignLeftOut(Facts):
    """A sign that is not used."""

    feature: str = fact("name", "the column")
    why: str = fact("code", "alone: says almost by itself who left; afterwards: known only then; personal")
    auc: float | None = fact("0–1", "with which it alone ranks leavers above others", None)


class CohortStay(Facts):
    """Customers who began in the same period."""

    cohort: str = fact("name", "year or quarter of the start")
    customers: int = fact("customers", "who began, as far as the table holds them")
    running: int = fact("customers", "still under contract")
    next_renewal: float | None = fact("probability", "of the next renewal, mean", None)
    terms_left: float | None = fact("terms", "expected from now on, discounted, mean", None)
    value_left: float | None = fact("money", "that they are expected to bring, discounted", None)


class Renewals(Facts):
    """The shifted beta-geometric model of renewals."""

    refusal: Refusal | None = fact("code", "why it is not fitted", None)
    term: str = fact("code", "year, half-year, quarter, month")
    kept: bool = fact("yes/no", "contracts end at the end of a term; else on any day, and months are counted")
    parted: list[str] | None = fact("names", "segments with a model of their own; what follows is of all", None)
    alpha: float | None = fact("parameter", "of the chance not to renew", None)
    beta: float | None = fact("parameter", "of the chance not to renew", None)
    first_renewal: float | None = fact("probability", "of the first renewal", None)
    first_interval: tuple[float, float] | None = fact("probability", "its 95 % interval", None)
    fifth_renewal: float | None = fact("probability", "of the fifth renewal, by who is there before it", None)
    furthest: float | None = fact("fraction", "largest difference to the observed curve at a renewal", None)
    due_days: int | None = fact("days", "within which the next renewals are counted", None)
    due: int | None = fact("customers", "whose next renewal lies within these days", None)
    expected_lost: float | None = fact("customers", "of them expected not to renew", None)
    revenue_lost: float | None = fact("money per month", "expected to go with them", None)
    value_left: float | None = fact("money", "all are expected to bring from now on, discounted", None)
    value_left_interval: tuple[float, float] | None = fact("money", "its 95 % range, if the model holds", None)
    cohorts: list[CohortStay] | None = fact("records", "by start", None)


class StatedRate(Facts):
    """Churn of one value of an attribute."""

    attribute: str = fact("name", "the column")
    value: str = fact("name", "or band of values")
    customers: int = fact("customers", "with it")
    left: int = fact("customers", "of them marked as left")
    share: float = fact("fraction", "left")
    low: float = fact("fraction", "lower end of 95 %")
    high: float = fact("fraction", "upper end of 95 %")


class Stated(Facts):
    """A table with one row per customer that marks who left."""

    customers: int = fact("customers", "with a mark")
    left: int = fact("customers", "marked as left")
    share: float = fact("fraction", "left")
    low: float = fact("fraction", "lower end of 95 %")
    high: float = fact("fraction", "upper end of 95 %")
    amount_share: float | None = fact("fraction", "of the revenue that the marked brought", None)
    by_tenure: list[StatedRate] = fact("records", "by tenure as stated", default_factory=list)
    by_attribute: list[StatedRate] = fact(
        "records", "by attribute, the one that parts most first", default_factory=list
    )


class ContractFacts(Facts):
    """How long customers under contract stay, why they leave, and what goes with them."""

    refusal: Refusal | None = fact("code", "why nothing is said", None)
    listed: bool = fact("yes/no", "contracts are listed or leavers marked; else there is nothing to say", True)
    stated: Stated | None = fact("record", "customers of whom only a mark says that they left", None)
    contracts: int | None = fact("contracts", "in the table up to the observation end", None)
    customers: int | None = fact("customers", "with a contract", None)
    stretches: int | None = fact("stretches", "of being a customer; who comes back has a second one", None)
    running: int | None = fact("customers", "under contract now", None, headline=True)
    left: int | None = fact("stretches", "that ended", None)
    left_lately: int | None = fact("customers", "who left within the last 365 days", None, headline=True)
    at_stake_lately: int | None = fact("customers", "under contract 365 days ago or since", None)
    notice: int | None = fact("customers", "under contract whose end is known already", None)
    involuntary: int | None = fact("stretches", "that ended without a choice; null: no reasons", None)
    record_from: dt.date | None = fact("day", "from which on leavers are known", None)
    older: int | None = fact("stretches", "begun before the record; observed from then on", None)
    from_days: int | None = fact(
        "days", "age from which on enough are observed; the shares are of who reached it", None
    )
    stay: list[Stayed] | None = fact("records", "after 1, 2, 3, 5 years, or 30, 90, 180 days", None)
    median_days: float | None = fact("days", "until half have left; null while more stay", None)
    year_voluntary: float | None = fact("fraction", "that left by choice within stay's first year", None)
    year_involuntary: float | None = fact("fraction", "that left without a choice within it", None)
    incidence_days: int | None = fact("days", "after which the two are counted", None)
    segments: list[SegmentStay] | None = fact("records", "by segment", None)
    segments_alike: float | None = fact("probability", "of so different segments by chance (log-rank)", None)
    monthly_revenue: float | None = fact("money per month", "of those under contract now", None)
    monthly_lost: float | None = fact("money per month", "that went with who left within 365 days", None, headline=True)
    monthly_lost_involuntary: float | None = fact("money per month", "of it without a choice", None)
    gone: int | None = fact("customers", "who left by choice within 365 days and are not back", None)
    gone_revenue: float | None = fact("money per month", "that these had brought", None)
    causes: list[Cause] | None = fact("records", "recorded reasons, the most frequent first", None)
    influences: list[Influence] | None = fact("records", "what goes with leaving (Cox regression)", None)
    no_influences: Refusal | None = fact("code", "why none are said", None)
    left_out: list[SignLeftOut] | None = fact("records", "signs that are not used", None)
    renewals: Renewals | None = fact("record", "what renewals promise", None)

    @property
    def takes_over(self) -> bool:
        """Whether who left is known from contracts or marks, and need not be inferred from silence."""
        return self.refusal is None and self.listed


SCORES: dict[str, tuple[str, str]] = {
    "contract_start": ("day", "of the present stretch of being a customer"),
    "contract_tenure_days": ("days", "since contract_start"),
    "next_renewal_day": ("day", "on which the contract ends unless it is renewed"),
    "renewal_probability": ("probability", "of that renewal, by the shifted beta-geometric model"),
    "stays_a_year": ("probability", "of every renewal within the coming year"),
    "contract_monthly_revenue": ("money per month", "of the last year, or of the time since the start"),
    "renewal_revenue_at_risk": ("money per month", "contract_monthly_revenue × (1 − renewal_probability)"),
    "contract_value_left": ("money", "expected from now on, discounted"),
}
"""Columns of the table per customer under contract beside customer_id: unit and meaning."""
