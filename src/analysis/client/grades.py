"""The client's own rules, in the order in which they are tried, the first that fits decides: grades, account types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator

from analysis.client.conditions import Condition, condition
from analysis.client.strict import Strict
from analysis.display.language import data_error

MADE = ("grade", "grade_rule", "leading_grade")
"""Columns that are made from the grades."""
Plain = str | int | float | bool | dt.date


def _text(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Name = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=40)]


class Rule(Strict):
    """What a customer must be; without ``when`` it fits everybody who is left."""

    when: dict[str, Plain | list[Plain]] = {}

    @field_validator("when")
    @classmethod
    def _can_be_read(cls, when: dict[str, Plain | list[Plain]]) -> dict[str, Plain | list[Plain]]:
        for field, written in when.items():
            if isinstance(written, list) and not written:
                raise data_error("{field}: the list of values is empty", field=field)
            named = condition(field, written).fields
            made = next((name for name in named if name in MADE), None)
            if made:
                raise data_error("'{name}' is what these rules make; name what a grade rests on instead", name=made)
        return when

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What is asked, in order."""
        return tuple(condition(field, written) for field, written in self.when.items())

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns that it names."""
        return tuple(dict.fromkeys(name for each in self.conditions for name in each.fields))

    @property
    def gives(self) -> str:
        """What whom it fits is called."""
        raise NotImplementedError


class Grade(Rule):
    """A grade, and what a customer must be to have it."""

    grade: Name

    @property
    def gives(self) -> str:
        """The grade."""
        return self.grade


class TypeOfAccount(Rule):
    """A type of key accounts, and what an account must be to be of it."""

    type: Name

    @property
    def gives(self) -> str:
        """The type."""
        return self.type


def refuse_covered(rules: Sequence[Rule]) -> Sequence[Rule]:
    """Return rules; refuse one that can fit nobody, because whoever it fits has been graded by an earlier one.

    Raises ValueError with both rules.
    """
    for later, rule in enumerate(rules):
        for earlier, before in enumerate(rules[:later]):
            if all(any(mine.covers(other) for other in rule.conditions) for mine in before.conditions):
                raise data_error(
                    "rule {later} ({gives}) can fit nobody: rule {earlier} ({before}) comes first and takes "
                    "everybody whom it would fit. Put the narrower rule first, or leave it out",
                    later=later + 1,
                    gives=rule.gives,
                    earlier=earlier + 1,
                    before=before.gives,
                )
    return rules
