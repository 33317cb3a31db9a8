"""What the chapter on accounts prints of profit and loss; margins stand after stated costs to serve and rebates."""

from __future__ import annotations

from analysis.facts import Facts, Refusal, fact


class BelowCost(Facts):
    """Sales below cost."""

    rows: int = fact("rows", "sold below cost")
    customers: int = fact("customers", "who bought so")
    revenue: float = fact("money", "of these rows")
    margin: float = fact("money", "lost on them (below 0)")


class ClassPair(Facts):
    """Customers of one class by revenue and one by margin."""

    revenue_class: str = fact("A, B, C, N", "by cumulative revenue")
    margin_class: str = fact("A, B, C, N", "by cumulative margin")
    customers: int = fact("customers", "of both")
    margin: float = fact("money", "that they left")


class ProfitabilityFacts(Facts):
    """Who makes money and who costs it."""

    refusal: Refusal | None = fact("code", "why nothing is said", None)
    customers: int | None = fact("customers", "whose margin is known", None)
    margin: float | None = fact("money", "that all of them left", None, headline=True)
    revenue: float | None = fact("money", "that all of them brought", None)
    peak_customers: int | None = fact("customers", "with a margin above 0: at the peak of the curve", None)
    peak: float | None = fact("money", "that those leave", None)
    unprofitable: int | None = fact("customers", "with a margin below 0", None, headline=True)
    unprofitable_revenue: float | None = fact("money", "that those brought", None)
    loss: float | None = fact("money", "that those cost (below 0)", None, headline=True)
    half_of_loss: int | None = fact("customers", "who make half of the loss; null without one", None)
    large_unprofitable: int | None = fact("accounts", "among the large ones, with a margin below 0", None)
    price_rise: float | None = fact("fraction", "of the prices of the unprofitable, that would bring them to 0", None)
    turns: dict[str, int] = fact("customers", "by the mildest thing that would turn them", default_factory=dict)
    costs_stated: bool | None = fact("yes/no", "are costs to serve or rebates stated and taken off", None)
    below_cost: BelowCost | None = fact("record", "sales below cost; null where no row has a cost", None)
    classes: list[ClassPair] = fact("records", "classes by revenue against classes by margin", default_factory=list)
    same_class: int | None = fact("customers", "in the same class by revenue and by margin", None)
    class_a: int | None = fact("customers", "of class A by revenue", None)
    class_a_losing: int | None = fact("customers", "of class A by revenue who leave no margin: class N by it", None)
    class_a_lower: int | None = fact("customers", "of class A by revenue who are B or C by margin", None)
    class_a_gained: int | None = fact("customers", "of class A by margin who are not A by revenue", None)
