"""JupyterLab for one client: the analyst's own copies of the chapters, and nothing fetched from a network."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from analysis.client.client import Client
from analysis.places import NOTEBOOKS
from analysis.schema import DataError

HERE = Path(__file__).parent


def copy_chapters(client: Client) -> Path:
    """Copy the chapters that are not there yet into ``notebooks`` beside the client file; return that folder.

    Outputs are the client's data, and a parameter saved in a chapter itself would go into every client's report. So
    analysts change and save copies, which git ignores and which are never overwritten.

    Raises
    ------
    DataError
        If the folder cannot be written, or holds the chapters themselves.
    """
    folder = client.folder.resolve() / "notebooks"
    if folder == NOTEBOOKS:
        raise DataError(f"'{client.folder}' is the workbook's own folder; move the client into a folder of its own.")
    try:
        folder.mkdir(exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        for chapter in NOTEBOOKS.glob("*.ipynb"):
            if not (folder / chapter.name).exists():
                shutil.copyfile(chapter, folder / chapter.name)
    except OSError as error:
        raise DataError(f"The notebooks go to '{folder}', which cannot be written: {error.strerror}.") from error
    return folder


def differing(folder: Path) -> list[str]:
    """Return the names of the copies whose code, parameters aside, is not that of the chapter as it is now."""
    return [
        chapter.name for chapter in sorted(NOTEBOOKS.glob("*.ipynb")) if _code(folder / chapter.name) != _code(chapter)
    ]


def _code(notebook: Path) -> list[str]:
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError):  # JupyterLab will say why it cannot open it
        return []
    return [
        "".join(cell["source"])
        for cell in cells
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", [])
    ]


def run_lab(folder: Path, client_path: str | Path, options: Sequence[str] = ()) -> None:
    """Run JupyterLab on a folder until it is stopped; what opens no client by name opens this one.

    ``options`` are those of ``jupyter lab``, and go after ours.
    """
    from jupyterlab.labapp import LabApp

    os.environ["WORKBOOK_CLIENT"] = str(Path(client_path).resolve())
    LabApp.launch_instance([*_settings(folder), *options])


def _settings(folder: Path) -> list[str]:
    offline = [
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",  # the other one lists and installs packages of PyPI
    ]
    # Else it offers to fetch news; overrides.json are JupyterLab's defaults, which a user's own settings go before.
    offline.append(f"--LabApp.app_settings_dir={HERE}")
    style = ["--LabApp.custom_css=True", f"--ServerApp.tornado_settings={ {'static_custom_path': [str(HERE)]} }"]
    # A port of the loopback is open to everyone on this machine.
    private = "--MappingKernelManager.transport_encryption=auto"
    return [f"--ServerApp.root_dir={folder}", *offline, *style, private]
