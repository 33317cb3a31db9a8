"""An executed notebook -> HTML: the cells that a reader may see, flat, with every drawing put aside."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.display.markdown import translated

if TYPE_CHECKING:
    from nbformat import NotebookNode

HIDDEN_TAGS = {"parameters", "injected-parameters", "imports", "setup", "hide"}
"""Cells with one of these tags leave no trace in the page, with or without the code."""

_TEMPLATE = Path(__file__).parent / "template"


def shown_html(notebook: NotebookNode) -> tuple[str, list[str]]:
    """Return what a reader sees of a notebook as HTML, and its drawings.

    Returns
    -------
    str
        HTML in which ``<figure data-figure="n">`` stands where the n-th drawing belongs; Markdown is in the reader's
        language.
    list of str
        SVG.
    """
    drawings: list[str] = []
    return exporter().from_notebook_node(_visible(notebook, drawings))[0], drawings


@lru_cache(maxsize=1)
def exporter() -> Any:
    """Return nbconvert's exporter with our template; made once, it takes a second."""
    import mistune
    from nbconvert import HTMLExporter

    # Raw HTML in a markdown cell is printed, not obeyed: a name may have got into it.
    markdown = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])
    return HTMLExporter(
        extra_template_basedirs=[str(_TEMPLATE.parent)],
        template_name=_TEMPLATE.name,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        filters={"markdown2html": markdown},
    )


def _visible(notebook: NotebookNode, drawings: list[str]) -> NotebookNode:
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
    cells = [cell for section in sections_of(cells) if not _silent(section) for cell in section]
    for cell in cells:
        if cell.cell_type == "markdown":
            cell.source = translated(cell.source)
    return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)


def sections_of(cells: Sequence[Any]) -> list[list[Any]]:
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
