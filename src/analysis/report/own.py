"""Chapters of a client's own: written from a template, and the facts that they leave for results.json."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

from analysis.client.client import Client
from analysis.display.language import data_error
from analysis.display.leave import FACTS
from analysis.report.choice import READING_ORDER, TAKEN, own_folder


def new_chapter(client: Client, name: str) -> Path:
    """Write a chapter of a client's own from the template, and return where it is.

    Raises DataError if the name cannot be that of a chapter, there is one already, or it cannot be written.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", name):
        raise data_error(
            "'{name}' cannot name a chapter: it should be a word of small letters, digits, '-' and '_', as 'regions'.",
            name=name,
        )
    if name in {*READING_ORDER, *TAKEN}:
        raise data_error("'{name}' is a name of the workbook's own; choose another.", name=name)
    target = own_folder(client) / f"{name}.ipynb"
    title = json.dumps(name.replace("-", " ").replace("_", " ").capitalize())[1:-1]
    template = (resources.files("analysis.report") / "template" / "own.ipynb").read_text(encoding="utf-8")
    try:
        target.parent.mkdir(exist_ok=True)
        with target.open("x", encoding="utf-8") as stream:
            stream.write(template.replace("TITLE", title))
    except FileExistsError:
        raise data_error("'{file}' exists already; edit it, or choose another name.", file=target) from None
    except OSError as error:
        raise data_error(
            "'{file}' cannot be written: {reason}.", file=target, reason=error.strerror or error
        ) from error
    return target


def facts_left(notebook: Any, chapter: str) -> dict[str, Any]:
    """Return the facts that the cells of an executed chapter have left; they are taken out of its outputs.

    Raises DataError if two cells leave a fact of the same name.
    """
    facts: dict[str, Any] = {}
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        for left in [output.data[FACTS] for output in outputs if FACTS in output.get("data", {})]:
            twice = sorted(set(left) & set(facts))
            if twice:
                raise data_error("Chapter '{chapter}' leaves the fact '{name}' twice.", chapter=chapter, name=twice[0])
            facts |= left
        if outputs:
            cell.outputs = [output for output in outputs if FACTS not in output.get("data", {})]
    return facts
