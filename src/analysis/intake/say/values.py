"""Numbers as messages of intake print them: with signs and blanks that can be typed, searched for and copied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from analysis.display.formats import MINUS, SPACE, count, number, share
from analysis.display.language import sentence, sentences
from analysis.intake.places import place, row

Values = Mapping[str, Any]
"""The facts of a finding, with its rows and its amount."""

Say = Callable[[Values], str]


def says(message: str, /) -> Say:
    """Return what says a finding: a sentence with its facts as they are printed."""
    return lambda f: sentence(message, **printed(f))


def says_by(one: str, many: str, /, of: str = "rows") -> Say:
    """Return what says a finding of one thing or of several, as the fact ``of`` counts them."""
    return lambda f: sentences(f[of], one, many, **printed(f))


def cash(amount: float) -> str:
    """Return an amount without its currency.

    Examples
    --------
    >>> cash(-1234.5)
    '-1,234.50'
    """
    return number(amount, 2).replace(MINUS, "-")


def change(amount: float, digits: int = 2) -> str:
    """Return an amount that always has a sign.

    Examples
    --------
    >>> change(0.01), change(-0.0000125, 6)
    ('+0.01', '-0.000013')
    """
    return ("+" if amount >= 0 else "") + number(amount, digits).replace(MINUS, "-")


def percent(fraction: float, digits: int = 0) -> str:
    """Return a fraction as a percentage.

    Examples
    --------
    >>> percent(0.981, 1)
    '98.1 %'
    """
    return share(fraction, digits).replace(SPACE, " ").replace(MINUS, "-")


def printed(f: Values, **other: object) -> dict[str, object]:
    """Return the facts of a finding as they are printed: whole numbers as counts, others as amounts, places by name.

    Names stand in quotes. Records and what is not known have no print of their own; ``other`` says how these, shares
    and the like are.

    Examples
    --------
    >>> printed({"file": {"file": "a.csv", "more": 1}, "rows": 1200, "share": 0.5}, share=percent(0.5))
    {'file': 'a.csv and 1 more', 'rows': '1,200', 'share': '50 %'}
    """
    return {name: said for name, value in f.items() if (said := _printed(value)) is not None} | other


def _printed(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return str(row(value) if "counted" in value else place(value)) if {"counted", "file"} & value.keys() else None
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return quoted(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return count(value) if isinstance(value, int) else cash(value)


def almost(fraction: float, digits: int = 1) -> str:
    """Return a fraction as a percentage; what is not all is not called 100.

    Examples
    --------
    >>> almost(0.981), almost(0.99999), almost(1.0)
    ('98.1 %', '99.9 %', '100.0 %')
    """
    return percent(min(fraction, 1 - 10 ** -(digits + 2)) if fraction < 1 else fraction, digits)


def quoted(names: Iterable[object]) -> str:
    """Return names in quotes, with commas between them.

    Examples
    --------
    >>> quoted(["A", "B"])
    "'A', 'B'"
    """
    return ", ".join(f"'{name}'" for name in names)
