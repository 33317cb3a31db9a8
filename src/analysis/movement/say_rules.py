"""What is known of the past of what the client's grades ask for."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import joined, listed, sentence, sentences
from analysis.movement.facts_migration import Migration, RuleWithoutPast


def past_of_rules(m: Migration) -> str:
    """Say which rules have no past, so that the grades are left out, or what they take as it is today."""
    if m.stated:
        return sentence(
            "{columns} count as they are today on both days, because no earlier state is known: nobody moves because "
            "of them.",
            columns=_named(m.stated),
        )
    return joined(
        *(_without_past(rule) for rule in m.without_past),
        sentence("Attributes of the customers are left out, because only their present state is known."),
    )


def _without_past(rule: RuleWithoutPast) -> str:
    if rule.too_short:
        return sentence(
            "The client's grades are left out: rule {rule} ({grade}) asks for {columns}, and before the earlier day "
            "the data are too short to tell.",
            rule=count(rule.rule),
            grade=rule.grade,
            columns=_named(rule.columns),
        )
    return sentences(
        len(rule.columns),
        "The client's grades are left out: rule {rule} ({grade}) asks for {columns}, a forecast or a state of today, "
        "and what it would have been on the earlier day is not known.",
        "The client's grades are left out: rule {rule} ({grade}) asks for {columns}, forecasts or states of today, and "
        "what they would have been on the earlier day is not known.",
        rule=count(rule.rule),
        grade=rule.grade,
        columns=_named(rule.columns),
    )


def _named(columns: list[str]) -> str:
    return listed([name.replace("_", " ") for name in columns])
