"""The report as one HTML file: executed notebooks in, a page that reads like a printed briefing out.

Nothing in the page loads or acts from outside: fonts, figures and the one small script are in it, and its
security policy allows no other. The page works without the script and without JavaScript.
"""

import ast
import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.display import formats, style
from analysis.report.clean import clean
from analysis.report.figures import Figures

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from nbformat import NotebookNode

TEMPLATE = Path(__file__).parent / "template"

HIDDEN_TAGS = {"parameters", "injected-parameters", "imports", "setup", "hide"}
"""Cells with one of these tags leave no trace in the page, with or without the code."""


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


@dataclass(frozen=True)
class _Part:
    """One part of the page as the template prints it."""

    name: str
    title: str
    body: Any
    kind: str = ""
    number: int | None = None
    sections: list[dict[str, str]] = field(default_factory=list)


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
    from markupsafe import Markup

    figures = Figures()
    parts = _parts(summary, chapters, notes, manifest, figures)
    script = (TEMPLATE / "sort.js").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            cover=_printable(cover),
            parts=parts,
            css=Markup(_css(cover)),
            glyphs=Markup(figures.glyphs()),
            script=Markup(script),
            policy=content_security_policy(script),
        )
    )


def warm_up() -> None:
    """Load what a page needs, so that the time is not spent when the chapters are done."""
    from analysis.report.fonts import font_faces

    _environment()
    _exporter()
    font_faces()


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
    parts = []
    if summary is not None:
        parts.append(_notebook_part("summary", summary, figures, kind="summary", title="Management summary"))
    for number, chapter in enumerate(chapters, start=1):
        parts.append(_notebook_part(chapter.name, chapter.notebook, figures, number=number))
    if notes:
        parts.append(_part("notes", "Method and data notes", _notes_html(notes), figures, kind="notes"))
    if manifest:
        parts.append(_part("manifest", "Manifest", _manifest_html(manifest), figures, kind="manifest"))
    return parts


def _notebook_part(name: str, notebook: "NotebookNode", figures: Figures, *, title: str = "", **how: Any) -> _Part:
    drawings: list[str] = []
    html = _exporter().from_notebook_node(_visible(notebook, drawings))[0]
    return _part(name, title or name.replace("-", " ").capitalize(), html, figures, drawings=drawings, **how)


def _part(name: str, title: str, html: str, figures: Figures, *, drawings: Sequence[str] = (), **how: Any) -> _Part:
    """Return a part of the page from raw HTML: cleaned, with anchors, with its figures."""
    from bs4 import BeautifulSoup
    from markupsafe import Markup

    soup = BeautifulSoup(html, "html.parser")
    clean(soup)
    title = _take_title(soup) or title
    sections = _name_sections(soup, name)
    for table in soup.find_all("table"):
        if table.find_parent(class_="scroll") is None:
            table.wrap(soup.new_tag("div", attrs={"class": "scroll"}))

    def figure(match: re.Match[str]) -> str:
        return figures.html(drawings[int(match[1])], label=f"Figure: {title}")

    body = re.sub(r'<figure data-figure="(\d+)"></figure>', figure, str(soup)) if drawings else str(soup)
    return _Part(name, title, Markup(body), sections=sections, **how)


def _visible(notebook: "NotebookNode", drawings: list[str]) -> "NotebookNode":
    """Return the cells a reader may see; every SVG is put aside into ``drawings`` and leaves a place holder."""
    import nbformat

    cells = []
    for cell in notebook.cells:
        if cell.cell_type == "raw" or HIDDEN_TAGS & set(cell.metadata.get("tags", [])) or _only_sets_up(cell):
            continue
        cell = nbformat.from_dict(cell)
        for output in cell.get("outputs", []):
            _set_aside(output.get("data", {}), drawings)
        cells.append(cell)
    cells = [cell for section in _sections(cells) if not _silent(section) for cell in section]
    return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)


def _sections(cells: Sequence[Any]) -> list[list[Any]]:
    """Return the cells from one heading of the second level to the next."""
    sections: list[list[Any]] = [[]]
    for cell in cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            sections.append([])
        sections[-1].append(cell)
    return sections


def _silent(section: Sequence[Any]) -> bool:
    """Say whether a section asks a question that none of its cells answers: its chapter has said why not."""
    code = [cell for cell in section if cell.cell_type == "code"]
    asks = bool(section) and section[0].cell_type == "markdown" and section[0].source.startswith("## ")
    return asks and bool(code) and not any(cell.get("outputs") for cell in code)


def _set_aside(data: dict[str, Any], drawings: list[str]) -> None:
    # An output's own HTML must not be able to ask for a figure.
    if "text/html" in data:
        data["text/html"] = re.sub(r"data-figure", "", data["text/html"], flags=re.IGNORECASE)
    elif "image/svg+xml" in data:
        data["text/html"] = f'<figure data-figure="{len(drawings)}"></figure>'
        drawings.append(data["image/svg+xml"])


def _only_sets_up(cell: Any) -> bool:
    """Say whether a cell holds nothing but imports and the call that sets the style."""
    if cell.cell_type != "code" or not cell.source.strip():
        return bool(cell.cell_type == "code")
    try:
        statements = ast.parse(cell.source).body
    except SyntaxError:
        return False
    return all(
        isinstance(statement, ast.Import | ast.ImportFrom) or ast.unparse(statement).endswith("use_report_style()")
        for statement in statements
    )


def _take_title(soup: "BeautifulSoup") -> str:
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


def _name_sections(soup: "BeautifulSoup", name: str) -> list[dict[str, str]]:
    sections: list[dict[str, str]] = []
    for heading in soup.find_all("h1"):
        heading.name = "h2"
    for heading in soup.find_all("h2"):
        title = formats.text(heading.get_text())
        taken = {section["id"] for section in sections}
        anchor = _unused(f"{name}-{_slug(title)}", taken)
        heading["id"] = anchor
        sections.append({"id": anchor, "title": title})
    return sections


def _slug(title: str) -> str:
    return re.sub(r"[^\w]+", "-", title.lower()).strip("-") or "section"


def _unused(name: str, taken: set[str]) -> str:
    number = 2
    candidate = name
    while candidate in taken:
        candidate = f"{name}-{number}"
        number += 1
    return candidate


def _notes_html(notes: Iterable[tuple[str, object]]) -> str:
    return "".join(f"<h2>{escape(formats.text(heading))}</h2>{_object_html(shown)}" for heading, shown in notes)


def _object_html(shown: Any) -> str:
    if isinstance(shown, list | tuple):
        return "".join(_object_html(part) for part in shown)
    if hasattr(shown, "_repr_html_"):
        return str(shown._repr_html_())
    return f"<p>{escape(formats.text(shown))}</p>"


def _manifest_html(manifest: Iterable[tuple[str, str]]) -> str:
    entries = "".join(
        f"<dt>{escape(formats.text(name))}</dt><dd>{escape(formats.text(value))}</dd>" for name, value in manifest
    )
    return f'<dl class="manifest">{entries}</dl>'


def _printable(cover: Cover) -> Mapping[str, str]:
    fields = ("client", "title", "period", "data_line")
    printable = {name: formats.text(getattr(cover, name)) for name in fields}
    return printable | {"currency": formats.text(cover.currency) if cover.currency else ""}


def _css(cover: Cover) -> str:
    from analysis.report.fonts import font_faces

    def variables(tokens: Mapping[str, str]) -> str:
        return "".join(f"--{name}:{colour};" for name, colour in tokens.items())

    return "\n".join(
        [
            font_faces(),
            f":root{{{variables(style.TOKENS)}}}",
            f"@media screen and (prefers-color-scheme: dark){{:root{{{variables(style.DARK_TOKENS)}}}"
            f".raster .scroll{{{variables(style.TOKENS)}}}}}",
            (TEMPLATE / "report.css").read_text(encoding="utf-8"),
            f"@page{{@top-left{{content:{_css_string(_shortened(cover.client))}}}"
            f"@top-right{{content:{_css_string(cover.title)}}}}}",
        ]
    )


def _shortened(name: str, longest: int = 60) -> str:
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"


def _css_string(text: str) -> str:
    """Return a CSS string in which every sign but letters, digits and spaces is escaped by its number."""
    return '"' + re.sub(r"[^A-Za-z0-9 ]", lambda sign: f"\\{ord(sign[0]):x} ", formats.text(text)) + '"'


@lru_cache(maxsize=1)
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATE), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )


@lru_cache(maxsize=1)
def _exporter() -> Any:
    import mistune
    from nbconvert import HTMLExporter

    # Raw HTML in a markdown cell is printed, not obeyed: a name may have got into it.
    markdown = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])
    return HTMLExporter(
        extra_template_basedirs=[str(TEMPLATE.parent)],
        template_name=TEMPLATE.name,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        filters={"markdown2html": markdown},
    )
