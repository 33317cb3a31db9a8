"""Titles and anchors of a part of the page: where the contents and other parts lead to."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from analysis.display import formats

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


def take_title(soup: BeautifulSoup) -> str:
    """Remove the first H1 and return its text; the paragraph behind it opens the chapter."""
    heading = soup.find("h1")
    if heading is None:
        return ""
    opening = heading.find_next_sibling(True)
    if opening is not None and opening.name == "p" and not opening.get("class"):
        opening["class"] = "standfirst"
    title = formats.text(heading.get_text())
    heading.decompose()
    return title


def name_sections(soup: BeautifulSoup, name: str, besides: Collection[str] = ()) -> list[dict[str, str]]:
    """Give every heading of the second level an anchor that begins with the part's name; return anchors and titles.

    ``besides`` are anchors that are taken.
    """
    sections: list[dict[str, str]] = []
    for heading in soup.find_all("h1"):
        heading.name = "h2"
    for heading in soup.find_all("h2"):
        title = formats.text(heading.get_text())
        taken = {*besides, *(section["id"] for section in sections)}
        slug = re.sub(r"[^\w]+", "-", title.lower()).strip("-") or "section"
        anchor = _unused(f"{name}-{slug}", taken)
        heading["id"] = anchor
        sections.append({"id": anchor, "title": title})
    return sections


def _unused(name: str, taken: set[str]) -> str:
    number = 2
    candidate = name
    while candidate in taken:
        candidate = f"{name}-{number}"
        number += 1
    return candidate
