"""One client's run: every step computed on first use, stored, and read by all chapters.

A step ("stop") depends on the one before it and on a few parameters; its key says so. What stands in
`numbers` of a chapter's stop is what results.json prints.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.client.client import Client, read_client
from analysis.run.store import Stop, Store, code_key, content_key, without_nan
from analysis.schema import DataError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.intake import Intake

PROJECT = Path(__file__).parents[3]
DEMO = PROJECT / "data" / "cdnow"
SEED = 1
SECTIONS: dict[str, tuple[str, ...]] = {
    "intake": (),
    "concentration": ("concentration",),
    "value": ("value", "holdout", "plan"),
    "churn": ("churn", "value", "holdout"),
    "summary": ("concentration", "value", "holdout", "churn"),
}
"""Chapter -> the sections of results.json that it prints."""


def open_run(client: str | Path | None = None, parameters: Mapping[str, object] | None = None) -> Run:
    """Open a client for analysis.

    Parameters
    ----------
    client : path, optional
        A client.yml or its folder. A relative path is looked for from the working directory upwards, so that a
        notebook finds `data/acme` as well. None: the client that `workbook lab` was started with, else the one in
        whose folder the notebook is, else the demo.
    parameters : mapping, optional
        Overrides of the client file's parameters by name (``abc.by`` for a part); None: as in the client file, or
        as `workbook report -p` said.

    Raises
    ------
    DataError
        If there is no such client, a parameter cannot be, or a chapter of a report sets one that the others do not.
    """
    above = [Path.cwd().resolve(), *Path.cwd().resolve().parents]
    own = next((up for up in above if (up / "client.yml").is_file()), DEMO)
    path = Path(str(client or os.environ.get("WORKBOOK_CLIENT") or own))
    if not path.is_absolute() and not path.exists():
        path = next((up / path for up in above if (up / path).exists()), path)
    given = os.environ.get("WORKBOOK_PARAMETERS")
    here = {name: value for name, value in (parameters or {}).items() if value is not None}
    if here and given:
        raise DataError(
            f"A chapter in notebooks/ itself sets {', '.join(here)}, and the report's other chapters would not agree "
            f"with it: set it back to None there, and use the client file or -p instead."
        )
    return Run(read_client(path, json.loads(given or "{}") | here))


class Run:
    """The stops of one client, from the transactions to what each chapter says."""

    def __init__(self, client: Client, cache: Path | None = None):
        self.client = client
        self.store = Store((cache or Path(os.environ.get("WORKBOOK_CACHE") or PROJECT / ".cache")) / client.slug)

    # ------------------------------------------------------------------ the ledger

    @cached_property
    def _intake_key(self) -> str:
        from analysis.intake.read.fingerprint import fingerprint

        settings = self.client.model_dump(mode="json", exclude={"parameters", "language"})
        zero = self.client.parameters.zero_is_purchase
        return content_key(settings, zero, fingerprint(self.client), self.client.today or dt.date.today(), code_key())

    @property
    def _transactions(self) -> Path:
        return self.store.path("intake", self._intake_key, ".ledger")

    @cached_property
    def intake(self) -> Intake:
        """The account of what was read, used and left out."""
        from analysis.intake import Intake, read_transactions

        def make() -> Stop:
            return Stop(read_transactions(self.client, self._transactions).as_dict())

        return Intake.from_dict(self.store.fetch("intake", self._intake_key, make).numbers)

    @cached_property
    def transactions(self) -> Any:
        """The clean ledger, as a lazy frame of the query engine."""
        from analysis.customers import scan_transactions

        assert self.intake.facts["rows"] > 0
        return scan_transactions(self._transactions)

    @cached_property
    def accounts(self) -> pd.DataFrame | None:
        """What the table of customers says, one row per paying customer; None without such a table."""
        return self._joined("accounts")

    @cached_property
    def branches(self) -> pd.DataFrame | None:
        """The branches of customers that have several, with their revenue; None if no parent_id groups ids."""
        return self._joined("groups")

    @cached_property
    def surveys(self) -> pd.DataFrame | None:
        """One row per answer, by paying customer; None without such a table."""
        return self._joined("surveys")

    @cached_property
    def contacts(self) -> pd.DataFrame | None:
        """One row per contact, by paying customer; None without such a table."""
        return self._joined("contacts")

    @cached_property
    def subscriptions(self) -> pd.DataFrame | None:
        """One row per contract, by paying customer; a missing end means that it runs; None without such a table."""
        return self._joined("subscriptions")

    def _joined(self, table: str) -> pd.DataFrame | None:
        """Return a table that intake left beside the ledger; None if the client has none."""
        from analysis.intake.join.joins import beside, read_joined

        assert self.intake.facts["rows"] > 0
        return read_joined(beside(self._transactions, table))

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the report says of the data it rests on."""
        facts = self.intake.facts
        return {
            "client": self.client.client,
            "currency": self.intake.currency,
            "rows": facts["rows"],
            "customers": facts["customers"],
            "revenue": facts["total"],
            "first": facts["first"],
            "last": facts["last"],
            "observation_end": self.observation_end.isoformat(),
            "ledger": self.intake.ledger,
            "findings": self.intake.findings,
            "router": self.intake.router,
            **self.intake.joined,
        }

    def closed(self, chapter: str) -> str | None:
        """Return why the data cannot answer a chapter, a sentence; None if they can (`analysis.intake.router`)."""
        from analysis.facts import Refusal
        from analysis.refusals import why

        stored = self.intake.router["chapters"].get(chapter)
        return why(Refusal(**stored)) if stored else None

    @property
    def observation_end(self) -> dt.date:
        """The last day that the analysis looks at."""
        return self.intake.observation_end

    @property
    def first_day(self) -> dt.date:
        """The first day in the ledger."""
        return dt.date.fromisoformat(self.intake.facts["first"])

    def period(self, end: dt.date | None = None) -> str:
        """Return the days that the data cover, up to the observation end or another, as they are printed."""
        from analysis.display import formats

        if not self.client.has_days:
            return f"as of {formats.day(self.observation_end)}"
        return formats.period(self.first_day, end or self.observation_end)

    # ------------------------------------------------------------------ customers

    @cached_property
    def _customers_key(self) -> str:
        p = self.client.parameters
        return content_key(self._intake_key, p.zero_is_purchase, self.margin_rate)

    @cached_property
    def margin_rate(self) -> float | None:
        """Margin per unit of revenue: the client file's, else the ledger's own over all rows that have one."""
        if not self.client.has_amounts:
            return None
        if self.client.parameters.margin_rate is not None or "margin" not in self.intake.columns:
            return self.client.parameters.margin_rate
        import narwhals as nw

        known = self.transactions.filter(~nw.col("margin").is_null())
        sums = known.select(nw.col("margin").sum(), nw.col("amount").sum()).collect("pandas").to_native()
        margin, amount = float(sums["margin"][0]), float(sums["amount"][0])
        return margin / amount if amount > 0 else None

    @cached_property
    def customers(self) -> pd.DataFrame:
        """One row per customer at `observation_end`, with the historic class."""

        def make() -> Stop:
            return Stop(tables={"customers": self._summarise(self.observation_end)})

        table = self.store.fetch("customers", self._customers_key, make).tables["customers"]
        from analysis.concentration.concentration import abc_class

        abc = self.client.parameters.abc
        if abc.by == "margin" and table["margin"].isna().all():
            raise DataError(
                "abc.by is 'margin', but neither margin_rate nor a cost column says what the margin is. "
                "Give one of them, or set abc.by to revenue."
            )
        return table.assign(abc_class=abc_class(table[abc.by].fillna(0), a=abc.a, b=abc.b))

    def _summarise(self, until: dt.date) -> pd.DataFrame:
        from analysis.customers import summarise_customers

        return summarise_customers(
            self.transactions,
            until,
            zero_is_purchase=self.client.parameters.zero_is_purchase,
            margin_rate=self.margin_rate,
        )

    def buyers_at(self, until: dt.date) -> pd.DataFrame:
        """Return the customers with a purchase day by `until`, as seen that day; the others have no T to model."""
        table = self.customers if until == self.observation_end else self._summarise(until)
        return table[table["T"].notna()].reset_index(drop=True)

    def observe(self, after: dt.date, until: dt.date) -> pd.DataFrame:
        """Return purchases and revenue per customer in the days after `after` up to `until`."""
        from analysis.customers import observe_customers

        return observe_customers(
            self.transactions, after, until, zero_is_purchase=self.client.parameters.zero_is_purchase
        )

    @cached_property
    def months(self) -> pd.DataFrame:
        """Revenue and buying customers by calendar month; a month without rows stands in the table with 0."""

        def make() -> Stop:
            from analysis.customers import summarise_months

            return Stop(tables={"months": summarise_months(self.transactions)})

        return self.store.fetch("months", content_key("months", self._intake_key), make).tables["months"]

    # ------------------------------------------------------------------ chapters

    def _chapter(self, name: str, upstream: str, *parameters: object) -> tuple[str, Stop]:
        """Fetch the stop that `steps.compute_<name>` makes."""
        from analysis import steps

        key = content_key(name, upstream, parameters)

        def make() -> Stop:
            stop: Stop = getattr(steps, f"compute_{name}")(self)
            return Stop(without_nan(stop.numbers), stop.tables)

        return key, self.store.fetch(name, key, make)

    @cached_property
    def concentration(self) -> Stop:
        """How dependent the client is on few customers."""
        return self._chapter("concentration", self._customers_key, self.client.parameters.abc.model_dump())[1]

    @cached_property
    def _holdout(self) -> tuple[str, Stop]:
        return self._chapter("holdout", self._customers_key, self.calibration_end)

    @cached_property
    def _value(self) -> tuple[str, Stop]:
        p = self.client.parameters
        return self._chapter("value", self._holdout[0], p.horizon_days, p.annual_discount_rate, p.abc.model_dump())

    @property
    def holdout(self) -> Stop:
        """How the forecasts did on days they had not seen."""
        return self._holdout[1]

    @property
    def value(self) -> Stop:
        """What the customers are worth."""
        return self._value[1]

    @cached_property
    def churn(self) -> Stop:
        """Who will not buy, who is slipping away, who has gone."""
        return self._chapter("churn", self._value[0], self.client.parameters.churn_window_days)[1]

    @property
    def plan(self) -> Stop:
        """What could be done, and what it would bring."""
        ahead = self.value.numbers
        less = ahead["churn_minus_5"]
        readings = None if less is None else {name: less[name] for name in ("points", "percent")}
        return Stop({"churn_minus_5": readings, "replacement_ratio": ahead["replacement_ratio"], "winback": None})

    @cached_property
    def calibration_end(self) -> dt.date:
        """The day up to which models learn; by default half-way through the data."""
        chosen, first, end = self.client.parameters.calibration_end, self.first_day, self.observation_end
        if chosen is None or first == end:
            return first + (end - first) // 2
        if not first < chosen < end:
            raise DataError(
                f"calibration_end is {chosen}, but must lie between the first day of the data ({first}) and "
                f"the observation end ({end}). Choose a day in between, or leave it out for half-way."
            )
        return chosen

    def results(self, chapters: Iterable[str] = tuple(SECTIONS)) -> dict[str, Any]:
        """Return what results.json holds: every figure that these chapters print."""
        sections = dict.fromkeys(section for chapter in chapters for section in SECTIONS[chapter])
        return {"data": self.data} | {section: getattr(self, section).numbers for section in sections}

    def parameters(self) -> Mapping[str, Any]:
        """Return the parameters of this run, as run.json records them."""
        return self.client.parameters.model_dump(mode="json")
