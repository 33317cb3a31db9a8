"""The data that steps read: the account of intake, the ledger, the customers, and the tables joined to them."""

from __future__ import annotations

import datetime as dt
import secrets
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from analysis.client.client import Client
from analysis.client.own_segments import read_segment
from analysis.client.register import digest_of, read_register
from analysis.client.targets_file import read_targets, targets_digest
from analysis.display.language import data_error, sentence
from analysis.ledger.ledger import Ledger, SumsByDay
from analysis.run.store import Store, Stored, code_key, content_key
from analysis.schema import RunError

if TYPE_CHECKING:
    import pandas as pd

SHAPING = {"ledger": ("zero_is_purchase",), "customers": ("zero_is_purchase", "margin_rate", "abc")}
"""Data -> the parameters that shape them, beside the settings with which the rows were read."""
JOINED = {
    "attributes": "accounts",
    "branches": "groups",
    "surveys": "surveys",
    "contacts": "contacts",
    "subscriptions": "subscriptions",
    "receivables": "receivables",
}
"""Optional table -> what its file beside the ledger is called."""
SETTINGS = {
    "grades": "grades",
    "own_segments": "segments",
    "scorecard": "scorecard",
    "account_types": "account_types",
    "plan_settings": "plan",
    "register": "plan",
    "targets": "targets",
}
"""What the client file says that shapes no row of the ledger -> its key there."""
FILES = ("own_segments", "register", "targets")
"""Of these, those whose content lies in a file that is read when it is needed."""


class Reader(Protocol):
    """The door of intake, as a run needs it."""

    def fingerprint(self, client: Client) -> Any:
        """Return the digests of the inputs, source by source; empty where one cannot be looked at twice."""

    def read_transactions(self, client: Client, destination: Path) -> Any:
        """Write the clean ledger and return its account."""

    def account_from(self, stored: dict[str, Any]) -> Any:
        """Return an account as it was stored."""

    def read_joined(self, ledger: Path, table: str) -> pd.DataFrame | None:
        """Return an optional table that lies beside the ledger; None if there is none."""


class Base:
    """What steps can need, each made once and stored; `key` says on what it rests."""

    def __init__(self, client: Client, reader: Reader, store: Store, read: str | None = None):
        self.client, self._reader, self._store = client, reader, store
        self._is_read = read is not None
        if read is not None:
            self.read = read

    @cached_property
    def read(self) -> str:
        """The key of the rows that are read: settings, the bytes of the inputs, the day, the code."""
        settings = self.client.model_dump(mode="json", exclude={"parameters", "language", *SETTINGS.values()})
        zero = self.client.parameters.zero_is_purchase
        today = self.client.today or dt.date.today()
        # What cannot be looked at twice is read anew by every report.
        once = [secrets.token_hex(8) for digests in self._inputs if not digests]
        return content_key(settings, zero, self._inputs, once, today, code_key())

    @cached_property
    def _inputs(self) -> Any:
        return self._reader.fingerprint(self.client)

    def refuse_changed_inputs(self) -> None:
        """Refuse what was read if its files have changed since; a database can only be read once and counts as it was.

        Raises DataError if a file has.
        """
        now = self._reader.fingerprint(self.client)
        if any(before != after for before, after in zip(self._inputs, now, strict=True) if before and after):
            raise data_error(
                "The exports of '{client}' changed while they were read: figures of two states would stand beside "
                "each other. Wait until they are written, and run the command again.",
                client=self.client.client,
            )

    @property
    def _path(self) -> Path:
        return self._store.path("intake", self.read, ".ledger")

    def key(self, need: str) -> list[Any]:
        """Return what a table rests on: the rows that were read, and the parameters that shape it."""
        if need in SETTINGS:
            return [self.client.model_dump(mode="json", include={SETTINGS[need]}), *self._files(need)]
        return [self.read, self.client.parameters.model_dump(mode="json", include=set(SHAPING.get(need, ())))]

    def need(self, name: str) -> Any:
        """Return the data of a name that a step declares."""
        if name in JOINED:
            assert self.account.facts["rows"] > 0
            return self._reader.read_joined(self._path, JOINED[name])
        if name in SETTINGS and name not in FILES:
            return getattr(self.client, SETTINGS[name])
        return getattr(self, name)

    def _files(self, need: str) -> list[Any]:
        """Return what identifies the content of the file that a setting names."""
        if need == "register":
            return [digest_of(self.client)]
        if need == "targets":
            return [targets_digest(self.client)]
        return [self.own_segments] if need == "own_segments" else []

    @cached_property
    def account(self) -> Any:
        """What was read, used and left out (`analysis.intake.Intake`)."""

        def make() -> Stored:
            if self._is_read:  # the inputs may be others by now
                raise RunError(
                    sentence(
                        "The rows that were read of '{client}' are damaged in the cache, or gone. Run the command "
                        "again: it reads them anew.",
                        client=self.client.client,
                    )
                )
            account = self._reader.read_transactions(self.client, self._path).as_dict()
            self.refuse_changed_inputs()
            return Stored(account)

        return self._reader.account_from(self._store.fetch("intake", self.read, make).numbers)

    @property
    def client_name(self) -> str:
        """The client's name, as on the cover."""
        return self.client.client

    @property
    def survey_levels(self) -> tuple[list[str], list[str]] | None:
        """The levels of satisfaction, the best first, and those that count as satisfied; None without surveys."""
        surveys = self.client.surveys
        return None if surveys is None else (surveys.scale, surveys.satisfied)

    @property
    def own_segments(self) -> dict[str, str]:
        """The source of each of the client's own segmentations."""
        return {key: read_segment(self.client.folder, key, file) for key, file in self.client.segments.items()}

    @property
    def register(self) -> pd.DataFrame | None:
        """The actions that the client says were carried out (`client.register`)."""
        return read_register(self.client)

    @property
    def targets(self) -> pd.DataFrame | None:
        """What managers or customers are to bring (`client.targets`)."""
        return read_targets(self.client)

    @cached_property
    def ledger(self) -> Ledger:
        """The clean transactions."""
        account = self.account  # only then it is known where the rows lie
        return Ledger(self._path, self.client, account, self._by_day)

    def _by_day(self) -> SumsByDay:
        """Return the sums of each customer's days, and the customers."""
        from analysis.ledger.customer_days import sum_by_day
        from analysis.ledger.days import scan_transactions

        def make() -> Stored:
            days, customers = sum_by_day(scan_transactions(self._path))
            return Stored(tables={"sums": days, "customers": customers})

        tables = self._store.fetch("days", content_key(self.read), make).tables
        return tables["sums"], tables["customers"]

    @cached_property
    def customers(self) -> pd.DataFrame:
        """One row per customer at `observation_end`, with the historic class."""
        p = self.client.parameters
        rate = p.margin_rate if self.client.has_amounts else None

        def make() -> Stored:
            return Stored(tables={"customers": self.ledger.customers(self.ledger.observation_end, rate)})

        key = content_key(self.read, p.zero_is_purchase, rate)
        table = self._store.fetch("customers", key, make).tables["customers"]
        if p.abc.by == "margin" and table["margin"].isna().all():
            raise data_error(
                "abc.by is 'margin', but neither margin_rate nor a cost column says what the margin is. Give one "
                "of them, or set abc.by to revenue."
            )
        from analysis.shares import abc_class

        return table.assign(abc_class=abc_class(table[p.abc.by].fillna(0), a=p.abc.a, b=p.abc.b, of=p.abc.of))
