"""Any client export in, a balanced ledger out: the only way into the analysis.

``read_transactions`` reads every source of a client as text, works out how it is written, leaves out
what cannot be used under a reason code, and writes the rest as one Parquet file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.intake.account.intake import Intake

if TYPE_CHECKING:
    import pandas as pd

    from analysis.client.client import Client

__all__ = ["Intake", "account_from", "fingerprint", "propose_client", "read_joined", "read_transactions"]


def read_transactions(
    client: Client,
    destination: Path | None,
    tell: Callable[[str], None] = lambda _: None,
) -> Intake:
    """Write the clean ledger of a client as Parquet and return its account.

    Parameters
    ----------
    client : Client
        The client file, read.
    destination : Path or None
        Parquet file to write: customer_id text, date, amount DECIMAL(18, digits of the currency, or more), and
        the optional columns; rows in the order of the sources. None: nothing is written.
    tell : callable
        Hears what is being done, in a few words, before each step that can take long.

    Returns
    -------
    Intake
        Facts, ledger and findings; no path and no clock time in it.

    Raises
    ------
    DataError
        If the sources cannot be read one way only; the message is one sentence that says what to do.
    """
    from analysis.intake.account.pipeline import take_in

    return take_in(client, destination, tell)


def propose_client(name: str, files: Sequence[str | Path], folder: Path | None = None) -> str:
    """Return a commented client.yml for raw files, ready to be checked and saved in a folder.

    Raises
    ------
    DataError
        If a file cannot be opened at all.
    """
    from analysis.intake.mean.proposals import propose_client as propose

    return propose(name, files, folder)


def fingerprint(client: Client) -> list[list[str]]:
    """Return the digest of every input file, source by source (`intake.read.fingerprint`)."""
    from analysis.intake.read.fingerprint import fingerprint as digests

    return digests(client)


def account_from(stored: dict[str, Any]) -> Intake:
    """Return an account as it was stored."""
    return Intake.from_dict(stored)


def read_joined(ledger: Path, table: str) -> pd.DataFrame | None:
    """Return an optional table that lies beside a ledger; None if there is none."""
    from analysis.intake.join.joins import beside
    from analysis.intake.join.joins import read_joined as read

    return read(beside(ledger, table))
