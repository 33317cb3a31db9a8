"""What the concentration chapter prints; shares are over customers with a revenue of 0 or more."""

from __future__ import annotations

from typing import Literal

from analysis.facts import Facts, Refusal, fact

Band = tuple[float, float]


class Beside(Facts):
    """Customers below 0, who stand beside the shares."""

    customers: int = fact("customers", "with a net revenue below 0")
    revenue: float = fact("money", "of theirs")


class AbcClass(Facts):
    """One class by cumulative share."""

    customers: int = fact("customers", "in the class")
    revenue: float = fact("money", "that they brought")
    margin: float | None = fact("money", "that they left; null where it is unknown")


class Rule(Facts):
    """Where the classes end."""

    by: Literal["revenue", "margin"] = fact("name", "what the classes are made by")
    of: Literal["value", "customers"] = fact(
        "name", "whether a and b are shares of that value or of customers", "value"
    )
    a: float = fact("fraction", "at which class A ends")
    b: float = fact("fraction", "at which class B ends")


class Unprofitable(Facts):
    """Customers who cost more than they brought."""

    customers: int | None = fact("customers", "with a negative margin; null where none is known")
    margin: float | None = fact("money", "that they cost")


class ConcentrationFacts(Facts):
    """How dependent the client is on few customers; intervals are stability bands of 95 %."""

    refusal: Refusal | None = fact("code", "why nothing is measured", None)
    customers: int | None = fact("customers", "with a revenue of 0 or more", None)
    revenue: float | None = fact("money", "of theirs", None)
    left_out: Beside | None = fact("record", "customers below 0", None)
    gini: float | None = fact("0–1", "Gini coefficient; 1: one customer brings all", None, headline=True)
    gini_interval: Band | None = fact("0–1", "its stability band", None)
    top_share: dict[str, float] | None = fact("fraction", "of the revenue, that a share of the customers bring", None)
    top_share_interval: dict[str, Band] | None = fact("fraction", "their stability bands", None)
    customers_for_80: int | None = fact("customers", "who bring 80 % of the revenue", None)
    customers_for_50: int | None = fact("customers", "who bring half of the revenue", None, headline=True)
    customers_for_50_interval: Band | None = fact("customers", "its stability band", None)
    largest_three_share: float | None = fact("fraction", "of the revenue, that the three largest bring", None)
    hhi: float | None = fact("0–10,000", "Herfindahl-Hirschman index", None)
    effective_customers: float | None = fact("customers", "equal ones who would be as concentrated", None)
    abc_by: Rule | None = fact("record", "where the classes end", None)
    abc: dict[str, AbcClass] | None = fact("records", "the classes A, B, C and N", None)
    class_a_customer_share: float | None = fact("fraction", "of all customers, that are in class A", None)
    class_a_revenue_share: float | None = fact("fraction", "of the revenue above 0, that class A brings", None)
    unprofitable: Unprofitable | None = fact("record", "customers who cost money", None)
