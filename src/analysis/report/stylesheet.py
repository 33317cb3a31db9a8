"""The styles of the page: its fonts, its colours in both modes, and the heads of printed pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from analysis.display import formats, palette

_TEMPLATE = Path(__file__).parent / "template"


def stylesheet(client: str, title: str) -> str:
    """Return the styles of a page whose printed heads name the client and the title."""
    from analysis.report.fonts import font_faces

    def variables(tokens: Mapping[str, str]) -> str:
        return "".join(f"--{name}:{colour};" for name, colour in tokens.items())

    return "\n".join(
        [
            font_faces(),
            f":root{{{variables(palette.TOKENS)}}}",
            f"@media screen and (prefers-color-scheme: dark){{:root{{{variables(palette.DARK_TOKENS)}}}"
            f".raster .scroll{{{variables(palette.TOKENS)}}}}}",
            (_TEMPLATE / "report.css").read_text(encoding="utf-8"),
            f"@page{{@top-left{{content:{_css_string(_shortened(client))}}}"
            f"@top-right{{content:{_css_string(title)}}}}}",
        ]
    )


def _shortened(name: str, longest: int = 60) -> str:
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"


def _css_string(text: str) -> str:
    """Return a CSS string in which every sign but letters, digits and spaces is escaped by its number."""
    return '"' + re.sub(r"[^A-Za-z0-9 ]", lambda sign: f"\\{ord(sign[0]):x} ", formats.text(text)) + '"'
