"""JupyterLab for one client, in its own folder; nothing is fetched from a network."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent


def run_lab(folder: Path, client_file: Path, options: Sequence[str] = ()) -> None:
    """Run JupyterLab on a client's copies of the chapters until it is stopped.

    What opens no client by name opens this one. ``options`` are those of ``jupyter lab``, and go after ours.
    """
    from jupyterlab.labapp import LabApp

    os.environ["WORKBOOK_CLIENT"] = str(client_file)
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
    # The client's own chapters lie beside the folder of the copies, which is shown first.
    start = [f"--ServerApp.root_dir={folder.parent}", f"--FileContentsManager.preferred_dir={folder}"]
    return [*start, *offline, *style, private]
