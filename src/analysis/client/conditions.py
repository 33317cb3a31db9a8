"""A condition on a column, as a client file writes it: a value, a list of them, a limit, or the largest ones."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from analysis.display.language import data_error

Kind = Literal["is", "at least", "at most", "over", "under", "top", "bottom"]
Value = str | float | bool | dt.date

LIMITS: dict[str, Kind] = {
    ">=": "at least", "≥": "at least", "at least": "at least", "至少": "at least",
    "<=": "at most", "≤": "at most", "at most": "at most", "至多": "at most",
    ">": "over", "over": "over", "超过": "over",
    "<": "under", "under": "under", "低于": "under",
}  # fmt: skip
_LIMIT = re.compile(
    rf"(?P<sign>{'|'.join(sorted(map(re.escape, LIMITS), key=len, reverse=True))})\s*(?P<rest>.*)", re.IGNORECASE
)
_NUMBER = re.compile(r"(?P<number>[-−+]?\d[\d,]*(?:\.\d+)?)\s*(?P<percent>[%％])?")
_RANK = re.compile(
    r"(?P<side>top|bottom|前|后)\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<percent>[%％])?(?:\s+within\s+(?P<within>.+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Condition:
    """What a rule asks of one column.

    Attributes
    ----------
    field : str
        The column.
    kind : str
        "is" (one of `wanted`), a limit ("at least", "at most", "over", "under"), or the largest or smallest ("top",
        "bottom").
    wanted : tuple
        What it may be; of a limit the limit; of the largest how many (a share below 1, or a number of customers).
    percent : bool
        Whether the limit, or how many, was written in percent; the value is the fraction.
    within : str or None
        Column in each of whose groups the largest are counted.
    """

    field: str
    kind: Kind
    wanted: tuple[Value, ...]
    percent: bool = False
    within: str | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns that it names."""
        return (self.field,) if self.within is None else (self.field, self.within)

    def covers(self, other: Condition) -> bool:
        """Say whether whoever meets the other condition meets this one too, whatever the data are."""
        if (self.field, self.kind, self.percent, self.within) != (other.field, other.kind, other.percent, other.within):
            return False
        if self.kind == "is":
            return {_same(value) for value in other.wanted} <= {_same(value) for value in self.wanted}
        mine, others = self.wanted[0], other.wanted[0]
        if type(mine) is not type(others):
            return False
        lower = self.kind in {"at least", "over"}
        return bool(others >= mine) if lower else bool(others <= mine)  # type: ignore[operator]


def condition(field: str, written: object) -> Condition:
    """Return a condition as it is written in a client file.

    Raises ValueError if it starts like a limit or a rank and goes on like none.

    Examples
    --------
    >>> condition("yearly_revenue", "top 20 % within segment").wanted
    (0.2,)
    >>> condition("growth_two_years", ">= 10 %").kind, condition("segment", ["agent", "dealer"]).wanted
    ('at least', ('agent', 'dealer'))
    """
    if isinstance(written, list):
        return Condition(field, "is", tuple(_plain(value) for value in written))
    if not isinstance(written, str):
        return Condition(field, "is", (_plain(written),))
    text = written.strip()
    rank, limit = _RANK.fullmatch(text), _LIMIT.fullmatch(text)
    if rank:
        return _ranked(field, rank)
    if limit and (value := _limit(limit["rest"].strip())) is not None:
        return Condition(field, LIMITS[limit["sign"].lower()], (value[0],), value[1])
    if re.match(r"[<>≤≥]|(top|bottom)\s+\d", text, re.IGNORECASE):
        raise data_error(
            "{field}: '{written}' is no condition; write a value, a list of values, a limit as \"at least 10 %\", "
            'or "top 20 %", "top 20 % within segment", "bottom 5".',
            field=field,
            written=written,
        )
    return Condition(field, "is", (text,))


def _ranked(field: str, found: re.Match[str]) -> Condition:
    number, percent = float(found["number"]), found["percent"] is not None
    kind: Kind = "top" if found["side"].lower() in {"top", "前"} else "bottom"
    if not 0 < number < 100 and percent:
        raise data_error(
            "{field}: a share of the customers lies between 0 and 100 %, not at {n} %", field=field, n=number
        )
    within = found["within"].strip() if found["within"] else None
    return Condition(field, kind, (number / 100 if percent else number,), percent, within)


def _limit(text: str) -> tuple[Value, bool] | None:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return dt.date.fromisoformat(text), False
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    number = float(found["number"].replace(",", "").replace("−", "-"))
    return (number / 100, True) if found["percent"] else (number, False)


def _plain(value: object) -> Value:
    return value if isinstance(value, bool | str | dt.date) else float(value)  # type: ignore[arg-type]


def _same(value: Value) -> Value:
    return value.strip().casefold() if isinstance(value, str) else value
