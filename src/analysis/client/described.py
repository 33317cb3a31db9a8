"""The parameters as a table: what each means, and for one client what holds and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from analysis.client.client import Client
from analysis.client.parameters import Parameters
from analysis.display.formats import MISSING
from analysis.display.language import later, sentence

DEFAULT, FILE = later("default"), later("client file")
Row = tuple[str, ...]


def described() -> list[Row]:
    """Return name, default, unit, range and meaning of each parameter, below a row of headers.

    Parts of a parameter have dotted names.
    """
    head = ("parameter", "default", "unit", "range", "meaning")
    return [head, *((name, *_facts(field), field.description or "") for name, field in _fields(Parameters))]


def effective(client: Client) -> list[Row]:
    """Return name, value, where it comes from, unit and range of each parameter of a client, below a row of headers."""
    rows: list[Row] = [("parameter", "value", "from", "unit", "range")]
    for name, field in _fields(Parameters):
        holder: Any = client.parameters
        *parents, last = name.split(".")
        given = "parameters" in client.model_fields_set
        for part in parents:
            given &= part in holder.model_fields_set
            holder = getattr(holder, part)
        given &= last in holder.model_fields_set
        _, unit, limits = _facts(field)
        rows.append((name, _printed(getattr(holder, last)), sentence(FILE if given else DEFAULT), unit, limits))
    return rows


def aligned(rows: list[Row]) -> str:
    """Return rows as lines of text; all columns but the last are padded."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    padded = (["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]] for row in rows)
    return "\n".join("  ".join(parts).rstrip() for parts in padded)


def _fields(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _fields(field.annotation, f"{prefix}{name}.")
        else:
            yield prefix + name, field


def _facts(field: FieldInfo) -> tuple[str, str, str]:
    """Return default, unit and range as they are printed."""
    signs = {"ge": ">= ", "gt": "> ", "le": "<= ", "lt": "< "}
    limits = [(sign, getattr(limit, kind, None)) for limit in field.metadata for kind, sign in signs.items()]
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    said = ", ".join(f"{sign}{bound}" for sign, bound in limits if bound is not None)
    return _printed(field.default), str(extra.get("unit", "")), said


def _printed(value: object) -> str:
    return MISSING if value is None else str(value)
