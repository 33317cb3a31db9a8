"""Where things lie: the chapters, the demo, a client's file, and what was computed before.

In a checkout the chapters are in ``notebooks/`` and the demo's client file in ``data/cdnow/``; a wheel carries both
inside the package (`setup.py`). The cache holds client data, so it is never kept in an environment that others may use.
"""

from __future__ import annotations

import os
from pathlib import Path

from analysis.display.language import data_error
from analysis.scratch import scratch

_INSIDE = Path(__file__).parent / "shipped"
_HOME = _INSIDE if _INSIDE.is_dir() else Path(__file__).parents[2]

NOTEBOOKS = _HOME / "notebooks"
DEMO = _HOME / "data" / "cdnow"
_SPARE = "WORKBOOK_SPARE"


def client_file(given: str | Path) -> Path:
    """Return the absolute path of a client file.

    `given`: A client.yml or its folder; "demo" is the demo, where no file or folder of that name is here.

    Examples
    --------
    >>> client_file("demo").parts[-3:]
    ('data', 'cdnow', 'client.yml')
    """
    path = DEMO if str(given) == "demo" and not Path("demo").exists() else Path(given)
    path = path.resolve()
    return path / "client.yml" if path.is_dir() else path


def cache() -> Path:
    """Return the folder of all that was computed: $WORKBOOK_CACHE, else the user's own folder for caches.

    Raises DataError if there is no such folder and it cannot be made.
    """
    from platformdirs import user_cache_path

    chosen = os.environ.get("WORKBOOK_CACHE")
    folder = Path(chosen) if chosen else user_cache_path("customer-diagnostics-workbook", appauthor=False)
    folder = folder.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise data_error(
            "What is computed is kept in '{folder}', which cannot be made: {reason}. Name another folder in the "
            "environment variable WORKBOOK_CACHE.",
            folder=folder,
            reason=error.strerror,
        ) from None
    return folder


def spare() -> Path:
    """Return a folder for what the cache cannot take; it goes with this process, and its kernels share it."""
    if not os.path.isdir(os.environ.get(_SPARE, "")):
        folder = scratch() / "spare"
        folder.mkdir()
        os.environ[_SPARE] = str(folder)
    return Path(os.environ[_SPARE])
