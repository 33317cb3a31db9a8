"""What the inputs of a client are, by content: the same files give the same key wherever they lie."""

from __future__ import annotations

from pathlib import Path

from analysis.client.client import Client
from analysis.intake.read.digest import sha256
from analysis.intake.read.sources import locate


def fingerprint(client: Client) -> list[list[str]]:
    """Return the digest of every input file, source by source; what a database has not yet written into its file too.

    A database that is named by the environment can change between two looks: its list is empty.
    """
    return [
        []
        if source.path is None
        else [digest for found in locate(source, client.folder) for digest in _digests(found.path)]
        for source in [*client.sources, *client.tables.values()]
    ]


def _digests(file: Path) -> list[str]:
    """Return the digest of a file, and of the log that SQLite keeps beside it while somebody writes."""
    log = file.with_name(f"{file.name}-wal")
    return [sha256(file), *([sha256(log)] if log.is_file() and log.stat().st_size else [])]
