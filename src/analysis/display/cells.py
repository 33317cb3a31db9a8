"""What a notebook cell shows: findings, notes, refusals, tables and key numbers as small value objects.

Each is the last expression of a cell. Everything that comes from data is escaped here, headers and captions
included; ``**bold**`` is the only markup a sentence may carry. ``repr`` gives the same as plain text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Self

from analysis.display import formats, looks
from analysis.display.emphasis import emphasised
from analysis.display.language import plain
from analysis.display.printed import Column, Sheet, table_html, table_text

__all__ = ["Cards", "Column", "Finding", "Leaf", "Note", "Refusal", "Stack", "Table"]


@dataclass(frozen=True)
class _Sentence:
    """A sentence; ``**bold**`` emphasises its numbers."""

    text: str

    @classmethod
    def of(cls, text: str | None) -> Self | None:
        """Return the sentence to show; None where there is nothing to say."""
        return cls(text) if text else None

    def __repr__(self) -> str:
        return plain(formats.text(self.text))


class Finding(_Sentence):
    """The answer of a section in one sentence, with its number, its interval and its consequence."""

    def _repr_html_(self) -> str:
        return f'<p class="finding">{emphasised(self.text)}</p>'


class Note(_Sentence):
    """In small type: how the finding was computed, and its limits."""

    def _repr_html_(self) -> str:
        return f'<p class="note"{looks.SMALL}>{emphasised(self.text)}</p>'


class Refusal(_Sentence):
    """What was not computed, and why: "Not fitted, because …"."""

    def _repr_html_(self) -> str:
        return f'{looks.of("refusal")}<aside class="refusal"><p>{emphasised(self.text)}</p></aside>'


@dataclass(frozen=True)
class Stack:
    """Several objects under each other, as one."""

    parts: Sequence[Any]

    def _repr_html_(self) -> str:
        return "\n".join(part._repr_html_() for part in self.parts)

    def __repr__(self) -> str:
        return "\n".join(repr(part) for part in self.parts)


@dataclass(frozen=True)
class Leaf:
    """What is handed out by itself: a heading and what stands under it, on a page of its own when printed."""

    heading: str
    parts: Sequence[Any]

    def _repr_html_(self) -> str:
        shown = "\n".join(part._repr_html_() for part in self.parts)
        return f'<section class="leaf"><h3>{escape(formats.text(self.heading))}</h3>\n{shown}</section>'

    def __repr__(self) -> str:
        return "\n".join([formats.text(self.heading), *map(repr, self.parts)])


@dataclass(frozen=True)
class Cards:
    """Three or four key numbers side by side, each as (label, value, note)."""

    cards: Sequence[tuple[str, str, str]]

    def _repr_html_(self) -> str:
        return f'{looks.of("cards")}<dl class="cards">' + "".join(_card(*card) for card in self.cards) + "</dl>"

    def __repr__(self) -> str:
        return "\n".join(f"{formats.text(a)}: {formats.text(b)} ({formats.text(c)})" for a, b, c in self.cards)


@dataclass(frozen=True, eq=False, repr=False)
class Table(Sheet):
    """A table for readers: the top rows, the rest in one row, and a total that adds up.

    Parameters
    ----------
    frame : DataFrame
        Rows in the order in which they are to be read; the index is not shown.
    columns : mapping of column name to Column
        What is shown, from left to right.
    top : int, optional
        Show so many rows; the rest becomes "and n more" with its sums in every column whose total adds up.
    total : mapping of column name to value, optional
        The last row, over all rows of ``frame``; the first column says "Total" unless it is given.
    caption : str, optional
        What the table says, as a sentence.
    sort_note : str, optional
        By what the rows are sorted, and their source.
    sheet : str, optional
        The sheet of customers.xlsx that holds all rows, or `whole.PARQUET`; named where some are not shown.

    Raises
    ------
    KeyError
        If a column is not in ``frame``.
    """

    def __post_init__(self) -> None:
        missing = [name for name in self.columns if name not in self.frame.columns]
        if missing:
            raise KeyError(f"the table has no column {missing}; it has {list(self.frame.columns)}")

    def _repr_html_(self) -> str:
        return table_html(self)

    def __repr__(self) -> str:
        return table_text(self)


def _card(label: str, value: str, note: str) -> str:
    parts = {"label": label, "value": value, "note": note}
    shown = {name: escape(formats.text(part)) for name, part in parts.items()}
    return (
        f'<div><dt>{shown["label"]}</dt><dd class="value">{shown["value"]}</dd>'
        f'<dd class="remark">{shown["note"]}</dd></div>'
    )
