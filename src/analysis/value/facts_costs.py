"""What the value chapter prints of costs: of serving customers, and of winning them."""

from __future__ import annotations

from analysis.facts import Facts, Refusal, fact

Ends = tuple[float, float]


class StatedCosts(Facts):
    """Costs of customers that their table states, taken off the value."""

    refusal: Refusal | None = fact("code", "why they were not", None)
    customers: int = fact("customers", "who are valued")
    known: dict[str, int] = fact("customers", "with each cost stated")
    model: str = fact("name", "of who is still a customer")
    cost_to_serve: float | None = fact("money", "deducted in all", None)
    upfront_cost: float | None = fact("money", "stated in all: spent for whom we have, so not deducted", None)


class SourceOfCustomers(Facts):
    """Value against cost of the customers of one source."""

    source: str | None = fact("text", "as stated; null where it is not")
    customers: int = fact("customers", "of it with a stated cost")
    cost: float = fact("money", "of winning one")
    value: float = fact("money", "of one, to date and ahead")
    ratio: float | None = fact("ratio", "value to cost")
    low: float | None = fact("ratio", "lower end of 95 %")
    high: float | None = fact("ratio", "upper end of 95 %")
    indicative: bool = fact("yes/no", "fewer than 30 customers")


class Acquisition(Facts):
    """What winning customers cost, against what they bring."""

    refusal: Refusal | None = fact("code", "why that cannot be said", None)
    known: int = fact("customers", "with a stated cost")
    customers: int | None = fact("customers", "of them won within the data", None)
    bought: int | None = fact("customers", "of these who bought", None)
    cost: float | None = fact("money", "spent on all of them", None)
    cac: float | None = fact("money", "per customer who bought", None)
    payback_month: int | None = fact("months", "until that has come back; 0: with the first purchase", None)
    payback_interval: tuple[int | None, int | None] | None = fact("months", "95 %; null: beyond the horizon", None)
    ratio: float | None = fact("ratio", "a new customer's value to cac", None)
    ratio_interval: Ends | None = fact("ratio", "95 %", None)
    sources: list[SourceOfCustomers] | None = fact("records", "by source, best first", None)
