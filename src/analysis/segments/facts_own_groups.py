"""What the chapter prints of the groups that the client itself tells apart, and of the customers who rose."""

from __future__ import annotations

from typing import Literal

from analysis.facts import Facts, fact


class Difference(Facts):
    """A group against all other customers of whom the attribute is known."""

    level: float = fact("money or fraction", "of the group")
    difference: float = fact("money or fraction", "to the others")
    low: float = fact("money or fraction", "95 % interval of the difference")
    high: float = fact("money or fraction", "95 % interval of the difference")
    p: float = fact("probability", "of such a difference by chance")
    q: float = fact("probability", "the same with false discoveries held, over all differences (Benjamini–Hochberg)")
    beyond: bool = fact("yes/no", "q is 5 % at most")


class ComparedGroup(Facts):
    """One group."""

    value: str = fact("text", "of the attribute")
    customers: int = fact("customers", "in it")
    revenue: float | None = fact("money", "that they brought; null without amounts", None)
    margin: float | None = fact("money", "that they left; null where it is unknown", None)
    of_age: int = fact("customers", "of it, known for `age_days`")
    median_wait: float | None = fact(
        "days", "until half had bought a second time (Kaplan-Meier); null where fewer did by the age", None
    )
    at_age: Difference | None = fact("record", "revenue per customer up to the age; null for small groups", None)
    active: Difference | None = fact("record", "share who bought within `window_days` before the age", None)
    again: Difference | None = fact("record", "share who bought a second time by the age (Kaplan-Meier)", None)


class ComparedAttribute(Facts):
    """What the groups of one attribute hold, and how they differ."""

    attribute: str = fact("name", "of the column")
    groups: list[ComparedGroup] = fact("records", "the largest in revenue first", default_factory=list)
    unknown: int = fact("customers", "of whom it is not known")
    tested: int = fact("differences", "that were looked at")
    beyond: int = fact("differences", "that are beyond chance")


class GroupsComparedFacts(Facts):
    """The client's own groups against each other, at equal age."""

    age_days: int | None = fact("days", "from the first purchase; null where customers were not followed", None)
    window_days: int | None = fact("days", "before that age; who bought in them is active", None)
    everyone: bool | None = fact("yes/no", "also who may be older than the data; else only who is known as new", None)
    customers: int | None = fact("customers", "known for `age_days`", None)
    least: int = fact("customers", "of that age that a group needs to be compared", 10)
    measure: Literal["at_age", "again"] | None = fact("name", "of the figure: revenue, or the second purchase", None)
    tested: int = fact("differences", "that were looked at", 0)
    beyond: int = fact("differences", "that are beyond chance, false discoveries held at 5 %", 0)
    attributes: list[ComparedAttribute] = fact("records", "attributes with 2 to 30 values", default_factory=list)


Habit = Literal["categories", "discount", "contacts", "contact_minutes"]


class RisersHabit(Facts):
    """A habit of the earlier stretch, of who rose against who did not."""

    habit: Habit = fact("name", "what is compared")
    of_products: bool = fact("yes/no", "categories are counted as products, for there are no categories")
    risers: int = fact("customers", "who rose and have others like them")
    others: int = fact("customers", "like them, who did not rise")
    level: float = fact("count or fraction", "mean of the risers, before they rose")
    difference: float = fact("count or fraction", "to the others of the same class, spend and number of purchases")
    low: float = fact("count or fraction", "95 % interval of the difference")
    high: float = fact("count or fraction", "95 % interval of the difference")
    p: float = fact("probability", "of such a difference by chance")


class RisersFacts(Facts):
    """What customers did before they rose."""

    known: bool = fact("yes/no", "can risers be compared with others who were equal; else all is null")
    days: int | None = fact("days", "of each of the two stretches", None)
    rose: float | None = fact("fraction", "by which the later stretch has to be above the earlier", None)
    habits: list[RisersHabit] = fact("records", "that were looked at", default_factory=list)
    strongest: RisersHabit | None = fact("record", "the one that tells most", None)
    beyond: bool | None = fact("yes/no", "it does so beyond chance, all habits considered (Holm)", None)
