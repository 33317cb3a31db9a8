"""What a column of an optional table needs, where some of its values cannot be it: the errors, by what is needed."""

from __future__ import annotations

from collections.abc import Callable

from analysis.display.formats import count
from analysis.display.language import sentences


def cannot_be(needed: str, n: int, **values: object) -> str:
    """Return the sentence of an error.

    Parameters
    ----------
    needed : str
        What the column holds: a key of `NEEDED`.
    n : int
        How many values cannot be it.
    **values
        file, shown (the first of them), and for numbers on a scale low and high.

    Examples
    --------
    >>> cannot_be("flags", 1, file="a.csv, column 'x'", shown="data row 3 ('perhaps')")
    "a.csv, column 'x': yes or no is needed, but 1 value cannot be: data row 3 ('perhaps')."
    """
    return NEEDED[needed](n, {"n": count(n), **values})


NEEDED: dict[str, Callable[[int, dict[str, object]], str]] = {
    "dates": lambda n, v: sentences(
        n,
        "{file}: dates are needed, but {n} value cannot be: {shown}.",
        "{file}: dates are needed, but {n} values cannot be: {shown}.",
        **v,
    ),
    "numbers": lambda n, v: sentences(
        n,
        "{file}: numbers are needed, but {n} value cannot be: {shown}.",
        "{file}: numbers are needed, but {n} values cannot be: {shown}.",
        **v,
    ),
    "numbers_between": lambda n, v: sentences(
        n,
        "{file}: numbers from {low} to {high} are needed, but {n} value cannot be: {shown}.",
        "{file}: numbers from {low} to {high} are needed, but {n} values cannot be: {shown}.",
        **v,
    ),
    "numbers_from": lambda n, v: sentences(
        n,
        "{file}: numbers of {low} or more are needed, but {n} value cannot be: {shown}.",
        "{file}: numbers of {low} or more are needed, but {n} values cannot be: {shown}.",
        **v,
    ),
    "money": lambda n, v: sentences(
        n,
        "{file}: money is needed, but {n} value cannot be: {shown}.",
        "{file}: money is needed, but {n} values cannot be: {shown}.",
        **v,
    ),
    "costs": lambda n, v: sentences(
        n,
        "{file}: a cost is a number of 0 or more, but {n} value cannot be: {shown}.",
        "{file}: a cost is a number of 0 or more, but {n} values cannot be: {shown}.",
        **v,
    ),
    "flags": lambda n, v: sentences(
        n,
        "{file}: yes or no is needed, but {n} value cannot be: {shown}.",
        "{file}: yes or no is needed, but {n} values cannot be: {shown}.",
        **v,
    ),
    "levels": lambda n, v: sentences(
        n,
        "{file}: three levels (yes, maybe, no) are needed, but {n} value cannot be: {shown}.",
        "{file}: three levels (yes, maybe, no) are needed, but {n} values cannot be: {shown}.",
        **v,
    ),
    "order": lambda n, v: sentences(
        n,
        "{file}: one of the levels {levels} is needed, but {n} value cannot be: {shown}.",
        "{file}: one of the levels {levels} is needed, but {n} values cannot be: {shown}.",
        **v,
    ),
    "numbers_or_levels": lambda n, v: sentences(
        n,
        "{file}: numbers are needed, or words that surveys.levels names, the best first, but {n} value cannot be: "
        "{shown}.",
        "{file}: numbers are needed, or words that surveys.levels names, the best first, but {n} values cannot be: "
        "{shown}.",
        **v,
    ),
    "recommend": lambda n, v: sentences(
        n,
        "{file}: numbers from 0 to 10, or three levels (yes, maybe, no), are needed, but {n} value cannot be: {shown}.",
        "{file}: numbers from 0 to 10, or three levels (yes, maybe, no), are needed, but {n} values cannot be: "
        "{shown}.",
        **v,
    ),
}
