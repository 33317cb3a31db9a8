"""The report as one HTML file: executed notebooks in, a page that reads like a printed briefing out.

Nothing in the page loads or acts from outside: fonts, figures and the one small script are in it, and its
security policy allows no other. The page works without the script and without JavaScript.
"""

import base64
import hashlib
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from analysis.display import formats
from analysis.display.language import language, sentence
from analysis.report.anchors import name_sections, take_title
from analysis.report.appendix import TAG as APPENDIX
from analysis.report.appendix import body_of, demote, divide, way_there
from analysis.report.clean import clean
from analysis.report.figures import Figures
from analysis.report.repeated import refer_back
from analysis.report.shown import exporter, shown_html
from analysis.report.stylesheet import stylesheet

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEMPLATE = Path(__file__).parent / "template"


@dataclass(frozen=True)
class Cover:
    """The first page: who, what, when, on which data ("2,357 customers, 6,919 orders, $244,092")."""

    client: str
    title: str
    period: str
    data_line: str
    currency: str | None


@dataclass(frozen=True)
class Chapter:
    """An executed notebook; ``name`` is its anchor in the page, its first heading is its title."""

    name: str
    notebook: "NotebookNode"

    @cached_property
    def parts(self) -> list["_Part"]:
        """The chapter, and what of it stands in the appendix if anything does; figures have yet to be put in."""
        with _one_at_a_time:
            return _chapter_parts(self)


@dataclass(frozen=True)
class _Part:
    """One part of the page as the template prints it."""

    name: str
    title: str
    body: Any
    kind: str = ""
    number: int | None = None
    sections: list[dict[str, str]] = field(default_factory=list)
    drawings: Sequence[str] = ()


_one_at_a_time = threading.Lock()  # chapters become HTML as they are done, and nbconvert's exporter is one for all


def render_page(
    *,
    cover: Cover,
    summary: "NotebookNode | None",
    chapters: Sequence[Chapter],
    notes: Sequence[tuple[str, object]],
    manifest: Sequence[tuple[str, str]],
) -> str:
    """Return the whole report as one self-contained HTML page; the same bytes for the same input.

    Parameters
    ----------
    cover : Cover
        The first page.
    summary : NotebookNode or None
        The management summary; None in a report of single chapters.
    chapters : sequence of Chapter
        Executed notebooks in reading order.
    notes : sequence of (str, object)
        Method and data notes: a heading and a display object, a text, or a list of these.
    manifest : sequence of (str, str)
        What is needed to repeat the run: name and value.

    Returns
    -------
    str
        HTML with every font, figure and script in it.
    """
    figures = Figures()
    parts = _parts(summary, chapters, notes, manifest, figures)
    script = (TEMPLATE / "sort.js").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            cover=_printable(cover),
            language=language(),
            sentence=sentence,
            parts=parts,
            css=Markup(stylesheet(cover.client, cover.title)),
            glyphs=Markup(figures.glyphs()),
            script=Markup(script),
            policy=content_security_policy(script),
        )
    )


def warm_up() -> None:
    """Load what a page needs, so that the time is not spent when the chapters are done."""
    from analysis.report import fonts

    for load in (_environment, exporter, fonts.font_faces):
        with suppress(OSError):  # a full disk is said by whoever needs them
            load()


def content_security_policy(script: str) -> str:
    """Return the policy under which the page may run ``script`` and load nothing at all."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def _parts(
    summary: "NotebookNode | None",
    chapters: Sequence[Chapter],
    notes: Sequence[tuple[str, object]],
    manifest: Sequence[tuple[str, str]],
    figures: Figures,
) -> list[_Part]:
    parts: list[_Part] = []
    behind: list[_Part] = []
    if summary is not None:
        told = _notebook_part("summary", summary, kind="summary", title=sentence("Management summary"))
        parts.append(_with_figures(told, figures))
    given: dict[str, str] = {}
    for number, chapter in enumerate(chapters, start=1):
        part, *more = (_with_figures(part, figures) for part in chapter.parts)
        parts.append(replace(part, number=number, body=Markup(refer_back(part.body, given))))
        behind += more
    if behind:
        body = Markup(body_of((part.name, part.title, part.body) for part in behind))
        parts.append(_Part(APPENDIX, sentence("Appendix"), body, kind=APPENDIX))
    if notes:
        html = "".join(f"<h2>{escape(formats.text(heading))}</h2>{_object_html(shown)}" for heading, shown in notes)
        parts.append(_part("notes", sentence("Method and data notes"), html, kind="notes"))
    if manifest:
        parts.append(_part("manifest", sentence("Manifest"), _manifest_html(manifest), kind="manifest"))
    return parts


def _chapter_parts(chapter: Chapter) -> list[_Part]:
    front, more = divide(chapter.notebook)
    part = _notebook_part(chapter.name, front)
    if more is None:
        return [part]
    besides = [section["id"] for section in part.sections]
    behind = _notebook_part(chapter.name, more, title=part.title, besides=besides)
    if not behind.sections:  # none of their cells had an answer
        return [part]
    return [replace(part, body=part.body + Markup(way_there(behind.sections))), behind]


def _notebook_part(name: str, notebook: "NotebookNode", *, title: str = "", **how: Any) -> _Part:
    html, drawings = shown_html(notebook)
    return _part(name, title or name.replace("-", " ").capitalize(), html, drawings=drawings, **how)


def _part(name: str, title: str, html: str, *, besides: Sequence[str] | None = None, **how: Any) -> _Part:
    """Return a part of the page from raw HTML: cleaned, with anchors.

    ``besides`` are the anchors of the chapter that this is the appendix to.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    clean(soup)
    title = take_title(soup) or title
    sections = name_sections(soup, name, besides or ())
    if besides is not None:
        demote(soup)
    for table in soup.find_all("table"):
        if table.find_parent(class_="scroll") is None:
            table.wrap(soup.new_tag("div", attrs={"class": "scroll"}))
    return _Part(name, title, Markup(str(soup)), sections=sections, **how)


def _with_figures(part: _Part, figures: Figures) -> _Part:
    def figure(match: re.Match[str]) -> str:
        return figures.html(part.drawings[int(match[1])], label=sentence("Figure: {title}", title=part.title))

    if not part.drawings:
        return part
    return replace(part, body=Markup(re.sub(r'<figure data-figure="(\d+)"></figure>', figure, part.body)))


def _object_html(shown: Any) -> str:
    if isinstance(shown, list | tuple):
        return "".join(_object_html(part) for part in shown)
    if hasattr(shown, "_repr_html_"):
        return str(shown._repr_html_())
    return f"<p>{escape(formats.text(shown))}</p>"


def _manifest_html(manifest: Iterable[tuple[str, str]]) -> str:
    text = formats.text
    entries = "".join(f"<dt>{escape(text(name))}</dt><dd>{escape(text(value))}</dd>" for name, value in manifest)
    return f'<dl class="manifest">{entries}</dl>'


def _printable(cover: Cover) -> Mapping[str, str]:
    fields = ("client", "title", "period", "data_line")
    printable = {name: formats.text(getattr(cover, name)) for name in fields}
    return printable | {"currency": formats.text(cover.currency) if cover.currency else ""}


@lru_cache(maxsize=1)
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(TEMPLATE)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
