"""Typed facts: every number that a room prints is a field with its unit and meaning.

From these records come the keys of results.json and its schema, the codebook, and completion in a notebook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, get_args

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    import pandas as pd


class Facts(BaseModel):
    """A frozen record of plain values: numbers, texts, days, lists and further records."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=(), defer_build=True)

    @classmethod
    def sketch(cls, **fields: Any) -> Self:
        """Return an incomplete record for examples and tests; a dict becomes the record that the field holds.

        Examples
        --------
        >>> class Share(Facts):
        ...     value: float
        ...     of: str
        >>> Share.sketch(value=0.2).value
        0.2
        """
        known = {name: _sketched(cls.model_fields[name].annotation, value) for name, value in fields.items()}
        return cls.model_construct(**known)  # type: ignore[return-value]

    @classmethod
    def headlines(cls) -> list[str]:
        """Return the fields that are compared first."""
        extras = {name: field.json_schema_extra for name, field in cls.model_fields.items()}
        return [name for name, extra in extras.items() if isinstance(extra, dict) and "headline" in extra]

    @property
    def takes_over(self) -> bool:
        """Whether this answers its chapter's question where another step of the chapter was refused."""
        return False

    def plain(self) -> dict[str, Any]:
        """Return the record as plain JSON values; days in ISO format."""
        return self.model_dump(mode="json", by_alias=True)


def fact(unit: str, meaning: str, default: Any = ..., *, headline: bool = False, **more: Any) -> Any:
    """Declare a field of a record: its unit ("customers", "fraction", "money", …) and what it means.

    A ``headline`` is what an analyst compares first when a parameter changes (`run.sweep`).
    """
    extra: dict[str, Any] = {"unit": unit} | ({"headline": True} if headline else {})
    return Field(default, description=meaning, json_schema_extra=extra, **more)


def known_sum(values: pd.Series) -> float | None:
    """Return the sum of what is known; None where nothing is."""
    return float(values.sum()) if values.notna().any() else None


class Refusal(Facts):
    """Why something was not computed: a code with the facts that its sentence needs (`analysis.refusals`)."""

    code: str = fact("code", "the reason")
    facts: dict[str, Any] = fact("record", "what the sentence needs", default_factory=dict)


def refused(code: str, **facts: Any) -> Refusal:
    """Return a refusal."""
    return Refusal(code=code, facts=facts)


def _sketched(annotation: Any, value: Any) -> Any:
    record = record_in(annotation)
    if record is None:
        return value
    if isinstance(value, list):
        return [record.sketch(**row) if isinstance(row, dict) else row for row in value]
    if not isinstance(value, dict):
        return value
    if _is_mapping(annotation):
        return {key: record.sketch(**row) if isinstance(row, dict) else row for key, row in value.items()}
    return record.sketch(**value)


def record_in(annotation: Any) -> type[Facts] | None:
    """Return the record that an annotation such as ``dict[str, Share] | None`` holds."""
    if isinstance(annotation, type) and issubclass(annotation, Facts):
        return annotation
    return next((found for part in get_args(annotation) if (found := record_in(part))), None)


def _is_mapping(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is dict or any(_is_mapping(part) for part in get_args(annotation))
