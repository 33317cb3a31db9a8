"""What the chapter prints of the customers who rose."""

from __future__ import annotations

from typing import Literal

from analysis.facts import Facts, fact

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
