"""Two tiers: what a director reads, and behind it what only whoever checks needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from analysis.display.language import sentence
from analysis.report.shown import sections_of

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from nbformat import NotebookNode

TAG = "appendix"
"""Of a heading's cell: its section, to the next heading of the second level, goes into the appendix."""


def divide(notebook: NotebookNode) -> tuple[NotebookNode, NotebookNode | None]:
    """Return a chapter without its sections for the appendix, and a notebook of these; None if there are none."""
    import nbformat

    front: list[NotebookNode] = []
    behind: list[NotebookNode] = []
    for section in sections_of(notebook.cells):
        tagged = bool(section) and TAG in section[0].metadata.get("tags", [])
        (behind if tagged else front).extend(section)

    def of(cells: list[NotebookNode]) -> NotebookNode:
        return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)

    return (of(front), of(behind)) if behind else (notebook, None)


def demote(soup: BeautifulSoup) -> None:
    """Make sections subsections: in the appendix a chapter is one."""
    for level in (3, 2):
        for heading in soup.find_all(f"h{level}"):
            heading.name = f"h{level + 1}"


def way_there(sections: Sequence[Mapping[str, str]]) -> str:
    """Return the line at a chapter's end that leads to its sections in the appendix."""
    if not sections:
        return ""
    links = (f'<a href="#{escape(one["id"])}">{escape(one["title"])}</a>' for one in sections)
    return f'<p class="note behind">{escape(sentence("In the appendix:"))} {" · ".join(links)}</p>'


def body_of(chapters: Iterable[tuple[str, str, str]]) -> str:
    """Return the appendix: name, title and body of each chapter that has something in it."""
    return "".join(
        f'<h2 id="{escape(f"{TAG}-{name}")}"><a href="#{escape(name)}">{escape(title)}</a></h2>{body}'
        for name, title, body in chapters
    )
