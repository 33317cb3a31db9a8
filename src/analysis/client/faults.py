"""What is wrong with a client file, in one sentence: the key, what came, and the nearest known key."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from analysis.client.expected import expected
from analysis.display.language import joined, sentence


def in_words(error: ValidationError, model: type[BaseModel]) -> str:
    """Say the first fault in words, with the key, what came, and the nearest known key."""
    first, more = error.errors()[0], error.error_count() - 1
    path = [part for part in first["loc"] if not (isinstance(part, str) and part in {"str", "int", "literal['none']"})]
    key = ".".join(f"[{part + 1}]" if isinstance(part, int) else str(part) for part in path).replace(".[", "[")
    rest = sentence("({n} more after this one.)", n=more) if more else ""
    if first["type"] == "extra_forbidden":
        see = see_params() if "parameters" in path else ""
        return joined(_unknown_key(key, str(path[-1]), _known_keys(model, path[:-1])), see, rest)
    if first["type"] == "missing":
        return joined(sentence("the key '{key}' is needed.", key=key), rest)
    if first["type"] == "value_error":
        said = str(first["ctx"]["error"])
        return joined(f"{key + ': ' if key else ''}{said}{'' if said[-1] in '.?' else '.'}", rest)
    return joined(expected(key, first), _advice(first, _field(model, path)), rest)


def see_params() -> str:
    """Say where all parameters are listed."""
    return sentence("`workbook params` lists all parameters.")


def unknown_column(ours: str, known: Sequence[str]) -> str:
    """Say that a client file names a column that there is not, and the nearest that there is.

    Examples
    --------
    >>> unknown_column("custmer_id", ["customer_id", "date"])
    "unknown column 'custmer_id' in columns; did you mean 'customer_id'?"
    """
    near = nearest(ours, known)
    if near is None:
        return sentence("unknown column '{column}' in columns.", column=ours)
    return sentence("unknown column '{column}' in columns; did you mean '{near}'?", column=ours, near=near)


def _unknown_key(key: str, word: str, known: Sequence[str]) -> str:
    near = nearest(word, known)
    if near is None:
        return sentence("unknown key '{key}'; known keys: {known}.", key=key, known=", ".join(known))
    return sentence("unknown key '{key}'; did you mean '{near}'?", key=key, near=near)


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that is most like another; None if none is."""
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.5)), None)


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
