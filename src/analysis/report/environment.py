"""The environment of a report's kernels: nothing that differs between two machines and could show in the report."""

from __future__ import annotations

import json
import os
import site
from collections.abc import Mapping
from pathlib import Path

from analysis import places

EPOCH = "315532800"  # 1980-01-01: tools that stamp their output stamp the same day always

_DROPPED = {"LANG", "LANGUAGE", "MATPLOTLIBRC", "MPLBACKEND", "PYTHONINSPECT", "PYTHONSTARTUP", "PYTHONWARNINGS"}
"""With these the user's own settings would reach the report."""


def neutral_environment(folder: Path) -> dict[str, str]:
    """Return this process's environment without its user: no language, time zone, settings or home.

    ``folder`` is an empty one where homes and settings are instead. What Python needs to find its packages is kept.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _DROPPED and not name.startswith("LC_")}
    home = str(folder / "home")
    os.makedirs(home)
    return {
        **kept,
        "HOME": home,
        "USERPROFILE": home,
        "IPYTHONDIR": str(folder / "ipython"),
        "MPLCONFIGDIR": str(folder / "matplotlib"),
        "PYTHONPATH": os.pathsep.join(map(os.path.abspath, filter(None, kept.get("PYTHONPATH", "").split(os.pathsep)))),
        "PYTHONUSERBASE": site.getuserbase(),
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": EPOCH,
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
    }


def private_environment(client: Path, parameters: Mapping[str, object], folder: Path) -> dict[str, str]:
    """Return the environment of a report's kernels.

    `client`: The client file, absolute; what opens no client by name opens this one.
    `parameters`: Overrides of the client file's parameters.
    `folder`: An empty folder of this run's own.
    """
    return neutral_environment(folder) | {
        "WORKBOOK_CLIENT": str(client),
        "WORKBOOK_PARAMETERS": json.dumps(dict(parameters), default=str),
        "WORKBOOK_CACHE": str(places.cache()),
    }
