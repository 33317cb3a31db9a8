"""What the chapter on segments prints: each class with its customers and money, and by which rule it is made."""

from __future__ import annotations

from typing import Literal

from analysis.facts import Facts, Refusal, fact


class SegmentGroup(Facts):
    """One class."""

    customers: int = fact("customers", "in it")
    revenue: float | None = fact("money", "that they brought; null without amounts", None)
    margin: float | None = fact("money", "that they left; null where it is unknown", None)
    yearly_revenue: float | None = fact("money", "of the last `window_days`", None)
    will_not_buy: float | None = fact("fraction", "expected not to buy within the churn window; null if unknown", None)
    expected: float | None = fact("money", "value to come: clv, or expected revenue without a margin", None)


Groups = dict[str, SegmentGroup]


class GradeRule(Facts):
    """One rule of the client's grades."""

    grade: str = fact("name", "that it gives")
    fields: list[str] = fact("names", "of the columns that it asks for")
    fits: int = fact("customers", "whom it fits, whatever rules come before")
    customers: int = fact("customers", "whom it grades")
    unknown: list[str] = fact("names", "of its columns that are not known of anybody")


class GrowthChange(Facts):
    """What a group of customers brought in the two stretches that are compared."""

    customers: int = fact("customers", "in it")
    before: float = fact("money", "in the earlier stretch; purchase days without amounts")
    now: float = fact("money", "in the later stretch; purchase days without amounts")


class GrowthClass(GrowthChange):
    """What a class of growth brought in the two stretches."""

    longer: int = fact("customers", "of them, who brought nothing in either stretch: gone before", 0)


class Plums(Facts):
    """Strategic customers of little profit."""

    customers: int = fact("customers", "flagged strategic that are below class A")
    revenue: float | None = fact("money", "that they brought", None)
    margin: float | None = fact("money", "that they left", None)
    yearly_cost: float | None = fact(
        "money per year", "cost_to_serve less their yearly margin, where both are known", None
    )


class NearBetterClass(Facts):
    """Who is closest to a better class."""

    customers: int = fact(
        "customers", "not fallen silent, who miss less than a quarter of their revenue to the next class"
    )
    missing: float = fact("money", "that they miss in all")


class OwnSegment(Facts):
    """A segmentation of the analyst's own."""

    classes: Groups = fact("records", "by label")
    value_explained: float | None = fact("fraction", "of the spread of revenue that lies between its classes", None)
    moved: float | None = fact(
        "fraction",
        "of the customers whose label was another one a year (or half of a shorter "
        "history) ago; null where the function needs what only today's table holds",
        None,
    )
    unlabelled: int = fact("customers", "without a label", 0)


class SegmentsFacts(Facts):
    """Who the customers are: classes by lifecycle, growth, recency-frequency-money, and the client's own grades."""

    refusal: Refusal | None = fact("code", "why nothing is classified", None)
    customers: int | None = fact("customers", "classified", None)
    revenue: float | None = fact("money", "that they brought; null without amounts", None)
    potential: int | None = fact("customers", "listed in the accounts without a purchase; null without accounts", None)
    churn_window_days: int | None = fact("days", "within which `will_not_buy` looks", None)
    worth: Literal["clv", "expected_revenue"] | None = fact("name", "what `expected` is; null if unknown", None)
    rhythm_days: int | None = fact("days", "within which 90 % of the repeat purchases come", None)
    lost_days: int | None = fact("days", "of silence after which a customer counts as lost", None)
    window_days: int | None = fact("days", "of each of the two stretches that growth compares", None)
    without_days: Refusal | None = fact("code", "why there is no lifecycle and no rfm", None)
    without_growth: Refusal | None = fact("code", "why there is no growth", None)
    lifecycle: Groups | None = fact("records", "by stage, the best first", None)
    here: SegmentGroup | None = fact("record", "loyal, regular, regained and new customers together", None)
    silent: SegmentGroup | None = fact("record", "sleeping and lost customers together", None)
    rfm: Groups | None = fact("records", "by segment of recency, frequency and money, the best first", None)
    rfm_best: SegmentGroup | None = fact("record", "champions and solid customers together", None)
    rfm_quiet: SegmentGroup | None = fact("record", "those who cannot be lost and those gone quiet, together", None)
    growth: Groups | None = fact("records", "rising, new, steady, falling, gone", None)
    change: dict[str, GrowthClass] | None = fact("records", "what growth comes to, by its classes", None)
    changed: GrowthChange | None = fact("record", "of all customers together", None)
    won: float | None = fact("money", "more than before, with rising and newly won customers", None)
    left: float | None = fact("money", "less than before, with falling and gone customers", None)
    grades: Groups | None = fact("records", "by the client's own grades; null where the client file has none", None)
    rules: list[GradeRule] = fact("records", "of the grades, in order", default_factory=list)
    ungraded: int | None = fact("customers", "whom no rule fits", None)
    leading: Literal["grade", "abc_class"] | None = fact("name", "the classes that management is shown", None)
    leading_grades: Groups | None = fact("records", "by them, the best first", None)
    abc_margin: Groups | None = fact("records", "A, B, C, N by margin; null where it is unknown", None)
    abc_disagree: int | None = fact("customers", "whose class by margin is another than by revenue", None)
    nearer: NearBetterClass | None = fact("record", "who is close to a better class", None)
    plum: Plums | None = fact("record", "strategic customers of little profit; null where nothing is flagged", None)
    discount_habit: Groups | None = fact("records", "never, sometimes, mostly at a discount", None)
    breadth: Groups | None = fact("records", "by how many categories they buy", None)
    price_layer: Groups | None = fact("records", "by the price of the products they mostly buy", None)
    layer_moves: dict[str, GrowthChange] | None = fact(
        "records", "up, same, down: the price layer of one stretch against that of the one before", None
    )
    layer_moves_by_chance: bool | None = fact("yes/no", "are as many up as down as even odds would move", None)
    membership: Groups | None = fact("records", "member or walk-in; null where no column says it", None)
    walk_in_loyal: int | None = fact("customers", "who are loyal or regular and no members", None)
    own: dict[str, OwnSegment] = fact("records", "segmentations of the analyst's own, by name", default_factory=dict)


SCORES: dict[str, tuple[str, str]] = {
    "leading_grade": (
        "name",
        "the client's grade where there are grades, else the class A, B, C or N; plum: see there",
    ),
    "grade": ("name", "by the client's own rules, the first that fits"),
    "grade_rule": ("number", "of that rule"),
    "lifecycle": ("name", "stage by the client's own rhythm"),
    "growth": ("name", "rising, new, steady, falling or gone: the last year against the year before, beyond chance"),
    "trend": ("up, level, down", "of the last eight quarters (of the whole of a shorter history), beyond chance"),
    "yearly_revenue": ("money", "of the last 365 days; of a shorter history, of half of it"),
    "revenue_year_before": ("money", "of the 365 days before; of a shorter history, of its earlier half"),
    "growth_last_year": ("fraction", "the last 365 days against the 365 before; missing in a shorter history"),
    "growth_two_years": ("fraction", "so much at least in each of the last two years; three years of days are needed"),
    "rfm": ("name", "segment by recency, frequency and money"),
    "rfm_recency": ("1–5", "5: bought last"),
    "rfm_frequency": ("1–5", "5: bought most often"),
    "rfm_money": ("1–5", "5: brought most; missing without amounts"),
    "abc_margin": ("A, B, C, N", "class by margin; missing where the margin is unknown"),
    "missing_to_next_class": ("money", "until the smallest of the next better class is reached; missing in class A"),
    "plum": ("yes/no", "flagged strategic, and below class A"),
    "discount_habit": ("name", "never, sometimes or mostly bought at a discount"),
    "categories": ("count", "of categories bought; of products where there are no categories"),
    "breadth": ("name", "one, few or many of them"),
    "price_layer": (
        "name",
        "high, middle or low: where most of the money goes, products by their mean line, a third of the revenue each",
    ),
    "price_layer_move": (
        "name",
        "up, same or down: the price layer of the later stretch against the earlier; missing if not bought in both",
    ),
    "membership": ("name", "member or walk-in, by the column `member`"),
}
"""Columns of the table `classes`: one row per customer."""
