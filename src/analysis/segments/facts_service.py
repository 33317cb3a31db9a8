"""What the chapter prints of the attention that customers get, and of the layers of the customer base."""

from __future__ import annotations

from typing import Literal

from analysis.facts import Facts, fact


class ServedGroup(Facts):
    """Customers who get more, or less, attention than what they bring suggests."""

    customers: int = fact("customers", "in it")
    value: float | None = fact("money", "that they brought in the last year; null without amounts", None)
    minutes: float | None = fact("minutes", "of contact in the last year; null where not recorded", None)
    cost: float | None = fact("money", "of contact in the last year; null where not recorded", None)


class Layer(Facts):
    """One layer of the customer pyramid."""

    customers: int = fact("customers", "in it")
    revenue: float | None = fact("money", "that they brought; null without amounts", None)
    margin: float | None = fact("money", "that they left; null where it is unknown", None)
    contacts: int | None = fact("contacts", "in the last year; null where none are recorded", None)
    minutes: float | None = fact("minutes", "of contact in the last year; null where not recorded", None)


class AttentionFacts(Facts):
    """The attention that customers get against what they bring."""

    known: bool = fact("yes/no", "are contacts of the last year, levels of relationship, or prospects known")
    days: int | None = fact("days", "of contacts and of value that are compared", None)
    by: Literal["contact_minutes", "contact_cost", "contacts", "relationship_level"] | None = fact(
        "name", "what attention is measured by; null where it is unknown", None
    )
    value: Literal["margin", "revenue", "purchases"] | None = fact("name", "what customers bring is measured by", None)
    customers: int | None = fact("customers", "of whom attention is known", None)
    without_contact: int | None = fact("customers", "without a contact in the days compared", None)
    served: dict[str, ServedGroup] = fact("records", "under-served, fits, over-served", default_factory=dict)
    costlier: int | None = fact("customers", "whose contacts cost more than the margin that they left", None)
    costlier_loss: float | None = fact("money", "by which they cost more", None)
    levels: dict[str, dict[str, int]] = fact("customers", "by level of relationship and class", default_factory=dict)
    unknown_levels: int = fact("customers", "whose level is none of the five")
    layers: dict[str, Layer] = fact("records", "by the leading grade, the best first", default_factory=dict)
    prospects: Layer | None = fact("record", "listed without a purchase: the base of the pyramid", None)


SCORES: dict[str, tuple[str, str]] = {
    "service_verdict": ("name", "under-served, fits or over-served: fifths of attention against fifths of value"),
    "contacts": ("count", "of the last 365 days"),
    "contact_minutes": ("minutes", "of the last 365 days"),
    "contact_cost": ("money", "of the last 365 days"),
    "visits": ("count", "of the last 365 days"),
}
"""Columns of the table `attention`: one row per customer."""
