"""Markdown cells of notebooks in the reader's language, block by block: a heading, a paragraph, an item of a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from analysis.display.language import sentence

_MARK = re.compile(r"(\s*(?:#{1,6}|[-*+]|\d+\.|>)\s+)(.*)")
_AS_IT_IS = re.compile(r"\s*(\||```|$)")


def translated(source: str) -> str:
    r"""Return a Markdown cell in the reader's language; tables and code stay as they are.

    Examples
    --------
    >>> translated("## How many?\nFew\nof them.")
    '## How many?\nFew of them.'
    """
    return "\n".join(mark + (sentence(text) if says else text) for mark, text, says in _blocks(source))


def extract(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the blocks of a notebook's Markdown cells as messages; Babel calls this (`babel.cfg`)."""
    for cell in json.loads(file.read().decode("utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            for _, text, says in _blocks("".join(cell["source"])):
                if says:
                    yield 1, "sentence", text, []


def _blocks(source: str) -> Iterator[tuple[str, str, bool]]:
    """Yield mark, text, and whether that is for the catalogue; the lines of a paragraph are one text."""
    paragraph: list[str] = []
    code = False
    for line in [*source.split("\n"), None]:
        marked = _MARK.fullmatch(line) if line is not None else None
        if paragraph and (line is None or marked or code or _AS_IT_IS.match(line)):
            yield "", " ".join(paragraph), True
            paragraph = []
        if line is None:
            return
        if code or _AS_IT_IS.match(line):
            code ^= line.lstrip().startswith("```")
            yield "", line, False
        elif marked:
            yield marked[1], marked[2].strip(), True
        else:
            paragraph.append(line.strip())
