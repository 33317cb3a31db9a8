"""An analyst's own copies of the chapters, beside the client file: made once, never overwritten."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from analysis import places
from analysis.client.client import Client
from analysis.display.language import data_error, sentence

_COPIED = ".copied.json"
"""Name of each copy -> the digest of the chapter that it was made from."""


def copy_chapters(client: Client) -> Path:
    """Copy the chapters that are not there yet into ``notebooks`` beside the client file; return that folder.

    Outputs are the client's data, and a parameter saved in a chapter itself would go into every client's report. So
    analysts change and save copies, which git ignores and which are never overwritten.

    Raises DataError if the folder cannot be written, or holds the chapters themselves.
    """
    folder = client.folder.resolve() / "notebooks"
    if folder == places.NOTEBOOKS:
        raise data_error(
            "'{folder}' is the workbook's own folder; move the client into a folder of its own.", folder=client.folder
        )
    try:
        folder.mkdir(exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        copied = _copied(folder)
        for chapter in places.NOTEBOOKS.glob("*.ipynb"):
            if not (folder / chapter.name).exists():
                shutil.copyfile(chapter, folder / chapter.name)
                copied[chapter.name] = digest(chapter)
        (folder / _COPIED).write_text(json.dumps(copied, indent=1, sort_keys=True), encoding="utf-8")
    except OSError as error:
        raise data_error(
            "The notebooks go to '{folder}', which cannot be written: {reason}.", folder=folder, reason=error.strerror
        ) from error
    return folder


def advice(folder: Path) -> list[str]:
    """Return what to do about copies of chapters that have changed since; never to remove what an analyst wrote."""
    copied = _copied(folder)
    said = []
    for chapter in sorted(places.NOTEBOOKS.glob("*.ipynb")):
        copy, now = folder / chapter.name, digest(chapter)
        if copied.get(chapter.name) == now or digest(copy) == now:
            continue
        if copied.get(chapter.name) == digest(copy):
            said.append(
                sentence(
                    "'{file}' is a copy of an earlier version of its chapter; remove it to get a new one.", file=copy
                )
            )
        else:
            said.append(
                sentence(
                    "The chapter of '{file}' has changed, and you have changed the copy: rename yours, and a copy of "
                    "the new chapter is made beside it.",
                    file=copy,
                )
            )
    return said


def digest(notebook: Path) -> str:
    """Return a digest of what somebody wrote in a notebook, whatever has been run in it."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        written = [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
    except (OSError, ValueError, KeyError, TypeError):  # JupyterLab will say why it cannot open it
        written = []
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()


def _copied(folder: Path) -> dict[str, str]:
    try:
        known = json.loads((folder / _COPIED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
