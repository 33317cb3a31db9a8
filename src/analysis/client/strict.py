"""The base of every part of a client file."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """A model in which an unknown key or a wrong type is an error."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)  # one validator for all


def setting(default: Any, unit: str, meaning: str, **limits: Any) -> Any:
    """Declare a key with its unit and meaning; `workbook params` prints both, and the limits."""
    return Field(default, description=meaning, json_schema_extra={"unit": unit}, **limits)
