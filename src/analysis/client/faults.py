"""What is wrong with a client file, in one sentence: the key, what came, and the nearest known key."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from analysis.display.language import joined, sentence

SEE_PARAMS = " `workbook params` lists all parameters."


def in_words(error: ValidationError, model: type[BaseModel]) -> str:
    """Say the first fault in words, with the key, what came, and the nearest known key."""
    fault, more = error.errors()[0], error.error_count() - 1
    path = [part for part in fault["loc"] if not (isinstance(part, str) and part in {"str", "int", "literal['none']"})]
    key = ".".join(f"[{part + 1}]" if isinstance(part, int) else str(part) for part in path).replace(".[", "[")
    rest = f" ({more} more after this one.)" if more else ""
    came = f"; got {fault['input']!r}" if isinstance(fault["input"], str | int | float | bool) else ""
    if fault["type"] == "extra_forbidden":
        known = _known_keys(model, path[:-1])
        hint = nearest(str(path[-1]), known)
        hint = f"; known keys: {', '.join(known)}." if hint == "." else hint
        see = SEE_PARAMS if "parameters" in path else ""
        return f"unknown key '{key}'{hint}{see}{rest}"
    if fault["type"] == "missing":
        return f"the key '{key}' is needed.{rest}"
    if fault["type"] == "value_error":
        said = str(fault["ctx"]["error"])
        return f"{key + ': ' if key else ''}{said}{'' if said[-1] in '.?' else '.'}{rest}"
    message = fault["msg"].replace("Input should be", "should be")
    if fault["type"].startswith("date"):
        message = "should be a date as 2026-12-31"
    if key == "language":
        message = "reports are written in English (en) only so far"
    if key == "currency":
        message = "should be an ISO 4217 code of three capital letters, such as EUR"
    return joined(f"{key}: {message}{came}.", _advice(fault, _field(model, path))) + rest


def nearest(word: str, known: Sequence[str]) -> str:
    """Return "; did you mean …?" with the nearest known word, or a full stop.

    Examples
    --------
    >>> nearest("custmer_id", ["customer_id", "date"])
    "; did you mean 'customer_id'?"
    """
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean '{near[0]}'?" if near else "."


def _known_keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return [field.alias or name for name, field in model.model_fields.items() if not field.exclude]


def _advice(fault: Any, field: FieldInfo | None) -> str:
    """Say how a percentage is written where a fraction is wanted; nothing for another fault."""
    extra = field.json_schema_extra if field else None
    unit = str(extra.get("unit", "")) if isinstance(extra, dict) else ""
    value = fault["input"]
    if not unit.startswith("fraction") or not isinstance(value, int | float) or not 1 < value <= 100:
        return ""
    return sentence(
        "It is a fraction: {percent} % is written as {fraction}.", percent=f"{value:g}", fraction=value / 100
    )


def _field(model: type[BaseModel], path: Sequence[str | int]) -> FieldInfo | None:
    *parents, last = [part for part in path if isinstance(part, str)] or [""]
    for part in parents:
        model = (_model_in(model.model_fields[part].annotation) if part in model.model_fields else None) or model
    return model.model_fields.get(last)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model that an annotation such as ``list[Source] | None`` holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
