"""A reason that keeps several questions without an answer is given once; the later ones lead to it."""

from __future__ import annotations

import re
from html import escape

from analysis.display.language import sentence

_HEADING_OR_REFUSAL = re.compile(
    r'<h\d [^>]*?id="([^"]+)"[^>]*>(.*?)</h\d>|<aside class="refusal"><p>(.*?)</p></aside>', re.DOTALL
)


def refer_back(html: str, given: dict[str, str]) -> str:
    """Return a part of the page in which a refusal that was given before is one line that leads there.

    `html`: Cleaned; its sections have anchors.
    `given`: The link to where each refusal stands; those of this part are added.
    """
    section = ""

    def once(match: re.Match[str]) -> str:
        nonlocal section
        anchor, title, reason = match.groups()
        if anchor:
            section = f'<a href="#{anchor}">{title}</a>'
        elif reason in given:
            return _shortly(given[reason])
        elif section:
            given[reason] = section
        return match[0]

    return _HEADING_OR_REFUSAL.sub(once, html)


def _shortly(link: str) -> str:
    said = sentence("Not answered, for the reason given under “{section}”.", section="\0")
    return '<p class="refused">' + escape(said).replace("\0", link) + "</p>"
