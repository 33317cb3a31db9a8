"""Where things lie: the notebooks, the demo's client file, the cache."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def notebooks() -> Path:
    """Return the folder of the chapters."""
    return PROJECT / "notebooks"


def demo() -> Path:
    """Return the folder of the demo client."""
    return PROJECT / "data" / "cdnow"


def cache() -> Path:
    """Return the folder in which stops are kept."""
    return Path(os.environ.get("WORKBOOK_CACHE") or PROJECT / ".cache")
