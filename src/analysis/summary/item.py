"""One finding of the summary, with the way to the chapter that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from analysis.display.cells import Finding


@dataclass(frozen=True)
class Item:
    """One finding of the summary with the way to its chapter."""

    text: str
    chapter: str
    label: str

    def _repr_html_(self) -> str:
        see = f'<p class="see"><a href="#{self.chapter}">{escape(self.label)}</a></p>'
        return f'<div class="item">{Finding(self.text)._repr_html_()}{see}</div>'

    def __repr__(self) -> str:
        return repr(Finding(self.text))
