"""What a key of the client file should hold, and what came: pydantic's faults in our own sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analysis.display.language import sentence, sentences

Values = dict[str, Any]


def expected(key: str, fault: Mapping[str, Any]) -> str:
    """Say what a key should hold, and what came.

    `key`: With its parts joined by dots.
    `fault`: One of ``ValidationError.errors()``: type, input, ctx, msg.

    Examples
    --------
    >>> expected("abc.a", {"type": "less_than", "input": 7, "ctx": {"lt": 1.0}, "msg": "Input should be less than 1"})
    'abc.a: should be less than 1; got 7.'
    """
    limits = {name: f"{x:g}" if isinstance(x, float) else x for name, x in fault.get("ctx", {}).items()}
    values = {"key": key, "came": _came(fault["input"]), "said": fault["msg"], **limits}
    kind = "date" if fault["type"].startswith("date") else fault["type"]
    return EXPECTED.get(key, EXPECTED.get(kind, _as_pydantic_says))(values)


def _came(value: object) -> str:
    if isinstance(value, str | int | float | bool):
        return repr(value)
    if value is None:
        return sentence("nothing")
    return sentence("several keys") if isinstance(value, Mapping) else sentence("a list")


def _as_pydantic_says(v: Values) -> str:
    return sentence("{key}: {said}; got {came}.", **v | {"said": v["said"].replace("Input should be", "should be")})


EXPECTED: dict[str, Callable[[Values], str]] = {
    "language": lambda v: sentence("{key}: reports are written in English (en) only so far; got {came}.", **v),
    "currency": lambda v: sentence(
        "{key}: should be an ISO 4217 code of three capital letters, such as EUR; got {came}.", **v
    ),
    "date": lambda v: sentence("{key}: should be a date as 2026-12-31; got {came}.", **v),
    "int_type": lambda v: sentence("{key}: should be a valid integer; got {came}.", **v),
    "int_from_float": lambda v: sentence("{key}: should be a valid integer; got {came}.", **v),
    "float_type": lambda v: sentence("{key}: should be a valid number; got {came}.", **v),
    "finite_number": lambda v: sentence("{key}: should be a finite number; got {came}.", **v),
    "bool_type": lambda v: sentence("{key}: should be a valid boolean; got {came}.", **v),
    "string_type": lambda v: sentence("{key}: should be a valid string; got {came}.", **v),
    "list_type": lambda v: sentence("{key}: should be a valid list; got {came}.", **v),
    "dict_type": lambda v: sentence("{key}: should be a valid dictionary; got {came}.", **v),
    "model_type": lambda v: sentence("{key}: should be a valid dictionary; got {came}.", **v),
    "literal_error": lambda v: sentence("{key}: should be {expected}; got {came}.", **v),
    "greater_than": lambda v: sentence("{key}: should be greater than {gt}; got {came}.", **v),
    "greater_than_equal": lambda v: sentence("{key}: should be greater than or equal to {ge}; got {came}.", **v),
    "less_than": lambda v: sentence("{key}: should be less than {lt}; got {came}.", **v),
    "less_than_equal": lambda v: sentence("{key}: should be less than or equal to {le}; got {came}.", **v),
    "too_short": lambda v: sentences(
        v["min_length"],
        "{key}: should have at least {min_length} item; got {actual_length}.",
        "{key}: should have at least {min_length} items; got {actual_length}.",
        **v,
    ),
    "string_too_short": lambda v: sentences(
        v["min_length"],
        "{key}: should have at least {min_length} character; got {came}.",
        "{key}: should have at least {min_length} characters; got {came}.",
        **v,
    ),
    "string_too_long": lambda v: sentence("{key}: should have at most {max_length} characters; got {came}.", **v),
    "string_pattern_mismatch": lambda v: sentence("{key}: should match the pattern '{pattern}'; got {came}.", **v),
}
