"""The register of actions: the actions.csv of an earlier report that the client has carried out and kept."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from analysis.client.client import Client
from analysis.display.language import data_error

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

CONTACT, HELD_BACK = "contact", "held back"
COLUMNS = ("customer_id", "action", "group", "key", "as_of", "window_days", "expected_unprompted")
"""What a register must hold; actions.csv does."""


LIVE = ("=", "+", "-", "@", "\t", "\r")
"""With which a cell begins that a spreadsheet would run."""


def guarded(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> guarded("=HYPERLINK()"), guarded("0815")
    ("'=HYPERLINK()", '0815')
    """
    return f"'{cell}" if cell.startswith(LIVE) else cell


def _paths(client: Client) -> list[Path]:
    return [client.folder / name for name in client.plan.register_] if client.plan else []


def digest_of(client: Client) -> list[str]:
    """Return the digests of the register's files; "" where one is not there."""
    return [hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else "" for p in _paths(client)]


def read_register(client: Client) -> pd.DataFrame | None:
    """Return the lists that were carried out: `COLUMNS`, as_of a day, done ("yes", "no", "" for nobody says), stake.

    DataFrame or None: One row per customer and list; None where the client names none.
    Raises DataError if a file is not there, lacks a column, or holds a customer twice or a group that there is not.
    """
    import pandas as pd

    lists = [_read(path) for path in _paths(client)]
    return pd.concat(lists, ignore_index=True) if lists else None


def _read(path: Path) -> pd.DataFrame:
    import pandas as pd

    key = f"plan.register: {path.name}"
    if not path.is_file():
        raise data_error(
            "{key}: there is no such file beside the client file. It is the actions.csv of a report.", key=key
        )
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    missing = [name for name in COLUMNS if name not in table]
    if missing:
        raise data_error(
            "{key}: the column '{column}' is missing; take the actions.csv of a report as it was written.",
            key=key,
            column=missing[0],
        )
    live = table["customer_id"].str.startswith(tuple(f"'{sign}" for sign in LIVE))
    table["customer_id"] = table["customer_id"].str.slice(1).where(live, table["customer_id"])
    twice = table.loc[table["customer_id"].duplicated(), "customer_id"]
    if len(twice):
        raise data_error("{key}: the customer '{id}' stands in it twice; keep one row.", key=key, id=twice.iloc[0])
    odd = table.loc[~table["group"].isin([CONTACT, HELD_BACK]), "group"]
    if len(odd):
        raise data_error(
            "{key}: the group '{group}' of row {row} is neither '{contact}' nor '{held_back}'.",
            key=key,
            group=odd.iloc[0],
            row=int(odd.index[0]) + 2,
            contact=CONTACT,
            held_back=HELD_BACK,
        )
    return _typed(table.assign(done=table.get("done", ""), stake=table.get("stake", "")), key)


DONE = ("yes", "y", "x", "1", "true", "done", "ja", "oui", "是", "已完成")
"""What people write beside a contact that took place; anything else but nothing says that it did not."""


def _typed(table: pd.DataFrame, key: str) -> pd.DataFrame:
    import pandas as pd

    typed = table[[*COLUMNS, "done"]].copy()
    said = table["done"].str.strip().str.casefold()
    typed["done"] = said.where(said == "", said.isin(DONE).map({True: "yes", False: "no"}))
    typed["stake"] = pd.to_numeric(table["stake"], errors="coerce")
    typed["as_of"] = pd.to_datetime(table["as_of"], format="%Y-%m-%d", errors="coerce")
    for name in ("window_days", "expected_unprompted"):
        typed[name] = pd.to_numeric(
            table[name].replace("", "0" if name == "expected_unprompted" else ""), errors="coerce"
        )
    for name in ("as_of", "window_days", "expected_unprompted"):
        bad = typed.index[typed[name].isna()]
        if len(bad):
            raise data_error(
                "{key}: row {row} has '{value}' in the column '{column}', which cannot be read.",
                key=key,
                row=int(bad[0]) + 2,
                value=table.loc[bad[0], name],
                column=name,
            )
    return typed
