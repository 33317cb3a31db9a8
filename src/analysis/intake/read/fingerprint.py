"""What the inputs of a client are, by content: the same files give the same key wherever they lie."""

from __future__ import annotations

import secrets

from analysis.client.client import Client
from analysis.intake.read.digest import sha256
from analysis.intake.read.sources import locate


def fingerprint(client: Client) -> list[list[str]]:
    """Return the digest of every input file, source by source.

    A database can change between two looks and has none: it gets a new one each time, so that it is read again.
    """
    return [
        [secrets.token_hex(8)]
        if source.path is None
        else [sha256(found.path) for found in locate(source, client.folder)]
        for source in [*client.sources, *client.tables.values()]
    ]
