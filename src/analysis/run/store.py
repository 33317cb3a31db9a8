"""Computed once, read by every chapter: tables as Parquet and numbers as JSON under a content key.

A stop is complete when its JSON exists; it is written last and put in place in one move. A lock per stop makes
a chapter that needs what another is computing wait for it instead of computing it again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

STOPS_KEPT = 60


@dataclass(frozen=True)
class Stored:
    """What lies in the store under one key: plain numbers and tables."""

    numbers: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)


def content_key(*parts: object) -> str:
    """Return a short key that changes whenever one of the parts does."""
    text = json.dumps(parts, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def code_key() -> str:
    """Return a key of this package's own source and of the libraries that make its numbers."""
    from importlib.metadata import version

    root = Path(__file__).parents[1]
    sources = {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in root.rglob("*.py")}
    libraries = ("duckdb", "numpy", "scipy", "pandas", "scikit-learn")
    return content_key(sources, {name: version(name) for name in libraries})


class Store:
    """A folder of stops of one client."""

    def __init__(self, folder: Path):
        self.folder = folder

    def path(self, name: str, key: str, suffix: str) -> Path:
        """Return where a part of a stop lies."""
        return self.folder / f"{name}-{key}{suffix}"

    def fetch(self, name: str, key: str, make: Callable[[], Stored]) -> Stored:
        """Return a stop, made now if it is not there."""
        done = self.path(name, key, ".json")
        if not done.exists():
            from filelock import FileLock

            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path(name, key, ".lock")):
                if not done.exists():
                    self._save(name, key, make())
        return self._load(name, key)

    def _save(self, name: str, key: str, stop: Stored) -> None:
        for table, frame in stop.tables.items():
            frame.to_parquet(self.path(name, key, f".{table}.parquet"), index=False)
        record = {"numbers": stop.numbers, "tables": list(stop.tables)}
        draft = self.path(name, key, ".draft")
        draft.write_text(json.dumps(record, ensure_ascii=False, allow_nan=False, default=_plain), encoding="utf-8")
        os.replace(draft, self.path(name, key, ".json"))
        self._forget_oldest()

    def _load(self, name: str, key: str) -> Stored:
        done = self.path(name, key, ".json")
        record = json.loads(done.read_text(encoding="utf-8"))
        os.utime(done)
        if not record["tables"]:
            return Stored(record["numbers"])
        import pandas as pd

        tables = {table: pd.read_parquet(self.path(name, key, f".{table}.parquet")) for table in record["tables"]}
        return Stored(record["numbers"], tables)

    def _forget_oldest(self) -> None:
        stops = sorted(self.folder.glob("*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in stops[STOPS_KEPT:]:
            for part in self.folder.glob(f"{old.stem}.*"):
                part.unlink(missing_ok=True)


def _plain(value: object) -> object:
    """Numbers of numpy and dates, as JSON knows them."""
    if hasattr(value, "item"):
        return value.item()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not belong into results")


def without_nan(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy in which every NaN or infinity is None, as JSON needs it.

    Examples
    --------
    >>> without_nan({"a": float("nan"), "b": [1.0, {"c": float("inf")}]})
    {'a': None, 'b': [1.0, {'c': None}]}
    """

    def clean(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {str(k): clean(v) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [clean(v) for v in value]
        if hasattr(value, "item"):
            value = value.item()
        if isinstance(value, float) and value - value != 0:
            return None
        return value

    return clean(record)
