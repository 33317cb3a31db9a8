"""Computed once, read by every chapter: tables as Parquet and numbers as JSON under a content key.

A stop is complete when its JSON exists; it is written last and put in place in one move. A lock per stop makes
a chapter that needs what another is computing wait for it instead of computing it again. Every file of a stop is
sealed by its hash: one that is unreadable, or was altered, is no fault of the input, and is made again.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from analysis import places
from analysis.display.language import sentence
from analysis.schema import RunError

if TYPE_CHECKING:
    import pandas as pd
    from filelock import AcquireReturnProxy

STOPS_KEPT = 60
SECONDS_WITHOUT_A_WORD = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stored:
    """What lies in the store under one key: plain numbers and tables."""

    numbers: dict[str, Any] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)


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


def of_this_version(name: str, make: Callable[[], dict[str, Any]], *also: object) -> dict[str, Any]:
    """Return what rests on this package's code alone, and on what else is named: made once, for all clients."""
    key = content_key(code_key(), also)
    return Store(places.cache() / ".ours", of_a_client=False).fetch(name, key, lambda: Stored(make())).numbers


class Store:
    """A folder of stops of one client; what cannot be written into it is kept in one of this run's own.

    What is of no client's (``of_a_client=False``) is made within seconds: nobody is told of waiting for it.
    """

    def __init__(self, folder: Path, *, of_a_client: bool = True):
        self.folder = folder
        self._of_a_client = of_a_client
        self._elsewhere: dict[str, Path] = {}

    def path(self, name: str, key: str, suffix: str) -> Path:
        """Return where a part of a stop lies."""
        stem = f"{name}-{key}"
        return self._elsewhere.get(stem, self.folder) / f"{stem}{suffix}"

    def fetch(self, name: str, key: str, make: Callable[[], Stored]) -> Stored:
        """Return a stop, made now if it is not there, or not as it was written."""
        found = self._load(name, key)
        if found is None:
            with self._alone(name, key):
                found = self._load(name, key)
                if found is None:
                    self._clear(name, key)
                    self._save(name, key, make())
        return found or self._load(name, key) or _vanished(self.folder)

    def _alone(self, name: str, key: str) -> AcquireReturnProxy:
        """Hold the lock of a stop; where the folder cannot be written to, the stop moves to a spare one."""
        from filelock import FileLock, Timeout

        folder = self.path(name, key, "").parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
            lock = FileLock(self.path(name, key, ".lock"))
            try:
                return lock.acquire(timeout=SECONDS_WITHOUT_A_WORD if self._of_a_client else -1)
            except Timeout:
                said = sentence("Another run computes '{step}' of this client; waiting for it.", step=name)
                print(said, file=sys.stderr)
                return lock.acquire()
        except OSError:
            if f"{name}-{key}" in self._elsewhere:
                raise
        self._elsewhere[f"{name}-{key}"] = places.spare() / self.folder.name
        return self._alone(name, key)

    def _clear(self, name: str, key: str) -> None:
        """Remove what is left of a stop, whatever it is."""
        if os.path.lexists(self.path(name, key, ".json")):
            _log.debug(sentence("What was computed of '{step}' is damaged; it is computed again.", step=name))
        for part in self._parts(name, key):
            shutil.rmtree(part) if part.is_dir() else part.unlink(missing_ok=True)

    def _parts(self, name: str, key: str) -> list[Path]:
        own = self.path(name, key, ".lock")
        return [part for part in sorted(own.parent.glob(f"{own.stem}.*")) if part != own]

    def _save(self, name: str, key: str, stop: Stored) -> None:
        for table, frame in stop.tables.items():
            # A dictionary of values that hardly repeat takes longer to build than all the rest of the writing.
            repeat = [column for column in frame if column != "customer_id" and frame[column].dtype.kind != "f"]
            to = self.path(name, key, f".{table}.parquet")
            frame.to_parquet(to, index=False, compression="lz4", use_dictionary=repeat, write_statistics=False)
        parts = {part.name: _digest(part) for part in self._parts(name, key)}
        record = {"numbers": stop.numbers, "tables": list(stop.tables), "parts": parts}
        text = json.dumps(record, ensure_ascii=False, allow_nan=False, default=_plain)
        draft = self.path(name, key, ".draft")
        draft.write_text(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}", encoding="utf-8")
        os.replace(draft, self.path(name, key, ".json"))
        self._forget_oldest()

    def _load(self, name: str, key: str) -> Stored | None:
        """Return a stop; None if it is not there, or if a byte of it is not as it was written."""
        done = self.path(name, key, ".json")
        if not os.path.lexists(done):
            return None
        try:
            seal, _, text = done.read_bytes().partition(b"\n")
            if hashlib.sha256(text).hexdigest().encode() != seal:
                raise ValueError(done.name)
            record = json.loads(text)
            tables = {self.path(name, key, f".{table}.parquet").name: table for table in record["tables"]}
            found: dict[str, bytes] = {}
            for part, digest in record["parts"].items():
                if part in tables:
                    found[tables[part]] = done.with_name(part).read_bytes()
                    seen = hashlib.sha256(found[tables[part]]).hexdigest()
                else:
                    seen = _digest(done.with_name(part))
                if seen != digest:
                    raise ValueError(part)
        except (OSError, ValueError):
            return None
        with suppress(OSError):  # a folder that cannot be written to
            os.utime(done)
        return Stored(record["numbers"], _Tables({table: found[table] for table in record["tables"]}))

    def _forget_oldest(self) -> None:
        stops = sorted(self.folder.glob("*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in stops[STOPS_KEPT:]:
            for part in self.folder.glob(f"{old.stem}.*"):
                part.unlink(missing_ok=True)


def _digest(part: Path) -> str:
    with part.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class _Tables(Mapping[str, "pd.DataFrame"]):
    """Tables of a stop, as the bytes whose seal was looked at; each becomes a table when it is first asked for."""

    def __init__(self, found: Mapping[str, bytes]):
        self._found, self._read = dict(found), dict[str, "pd.DataFrame"]()

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._read:
            import pandas as pd

            self._read[name] = pd.read_parquet(io.BytesIO(self._found[name]))
            self._found[name] = b""
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _vanished(folder: Path) -> NoReturn:
    raise RunError(
        sentence("What was computed cannot be read back from '{folder}'; is the disk failing, or full?", folder=folder)
    )


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
        if value is None or isinstance(value, str | int):  # most of what there is: asked first
            return value
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
