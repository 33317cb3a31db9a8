"""What a chapter of one's own leaves for results.json: facts, under the chapter's name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.schema import DataError

FACTS = "application/vnd.workbook.facts+json"
"""The MIME type under which a cell's output carries facts; the report takes them from there, and shows nothing."""


class Facts:
    """Facts as the last expression of a cell: the report files them, a notebook shows them as text."""

    def __init__(self, facts: Mapping[str, Any]):
        self.facts = {name: _plain(name, value) for name, value in facts.items()}

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {FACTS: self.facts, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self.facts.items())


def leave(**facts: Any) -> Facts:
    """Leave facts for results.json; the call is the last expression of a cell.

    Parameters
    ----------
    **facts
        Name and value: numbers, texts, days, or lists and dictionaries of these. Shares are fractions; the name says
        the unit where it is not plain. What is missing (NaN) becomes null.

    Returns
    -------
    Facts
        Shown in the notebook; in results.json they stand under the name of the chapter.

    Raises
    ------
    DataError
        If a value is nothing that JSON knows.

    Examples
    --------
    >>> leave(customers=12, top_share=0.8)
    customers: 12
    top_share: 0.8
    """
    return Facts(facts)


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(name, part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(name, part) for part in value]
    if hasattr(value, "isoformat"):
        return value.isoformat() if value == value else None
    if hasattr(value, "tolist"):  # a number or an array of numpy, a column of pandas
        return _plain(name, value.tolist())
    if isinstance(value, float) and value - value != 0:
        return None
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise DataError(
        f"The fact '{name}' is a {type(value).__name__}; a fact is a number, a text, a day, or a list or dictionary of "
        "these."
    )
