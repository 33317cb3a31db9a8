"""client.yml -> Client: every setting with unit, default and range; what is unknown or impossible is an error."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, field_validator, model_validator

from analysis.client.faults import in_words, see_params
from analysis.client.grades import Grade, TypeOfAccount, refuse_covered
from analysis.client.own_segments import refuse_taken
from analysis.client.parameters import Day, Parameters, Source, Strict
from analysis.client.plan import CLASSES, Plan
from analysis.client.scorecard import Criterion
from analysis.client.surveys import SurveyTable
from analysis.client.tables import (
    ContactTable,
    ControlTotal,
    CustomerTable,
    ReceivableTable,
    SubscriptionTable,
    Table,
    refuse_overlaps,
)
from analysis.client.targets import Targets
from analysis.client.yaml_file import load
from analysis.display.language import LANGUAGES, data_error, joined, sentence, use_language
from analysis.schema import DataError


class Client(Strict):
    """One client's settings, as in client.yml."""

    client: str = Field(min_length=1, max_length=200)
    currency: str | None = Field(None, pattern=r"^[A-Z]{3}$")
    language: Literal["en", "qps"] = "en"
    observation_end: Day | None = None
    today: Day | None = None
    sources: list[Source] = Field(min_length=1)
    customers: CustomerTable | None = None
    surveys: SurveyTable | None = None
    contacts: ContactTable | None = None
    subscriptions: SubscriptionTable | None = None
    receivables: ReceivableTable | None = None
    rates: dict[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], Annotated[float, Field(gt=0)]] | None = None
    control_totals: Annotated[list[ControlTotal], AfterValidator(refuse_overlaps)] = []
    scorecard: list[Criterion] = []
    grades: Annotated[list[Grade], AfterValidator(refuse_covered)] = []
    account_types: Annotated[list[TypeOfAccount], AfterValidator(refuse_covered)] = []
    segments: Annotated[dict[str, str], AfterValidator(refuse_taken)] = {}
    chapters: list[str] | None = Field(None, min_length=1)
    plan: Plan | None = None
    targets: Targets | None = None
    parameters: Parameters = Parameters.model_construct()
    folder: Path = Field(Path("."), exclude=True)

    @field_validator("client")
    @classmethod
    def _can_name_a_folder(cls, name: str) -> str:
        slug_of(name)
        return name

    @property
    def tables(self) -> dict[str, Table]:
        """The optional tables that are given, by key."""
        keys = ("customers", "surveys", "contacts", "subscriptions", "receivables")
        return {key: table for key in keys if (table := getattr(self, key)) is not None}

    @model_validator(mode="after")
    def _sources_agree(self) -> Client:
        for ours, given in (
            ("date", [source.has_days for source in self.sources]),
            ("amount", [source.has_amounts for source in self.sources]),
        ):
            if any(given) and not all(given):
                raise data_error("columns must say which column is the {ours} in every source, or in none", ours=ours)
        if not self.has_days and self.observation_end is None:
            raise data_error(
                "columns must say which column is the date; for a summary with one row per customer and no dates, "
                "give observation_end instead, the last day that it covers"
            )
        if self.control_totals and not self.has_amounts:
            raise data_error("control_totals: without amounts there is nothing to reconcile; leave them out")
        if not self.has_days and any(total.from_ or total.to for total in self.control_totals):
            raise data_error("control_totals: without dates only a total of the whole data can be reconciled")
        return self

    @model_validator(mode="after")
    def _every_row_is_a_purchase_without_amounts(self) -> Client:
        p = self.parameters
        if self.has_amounts or p.zero_is_purchase:
            return self
        if "zero_is_purchase" in p.model_fields_set:
            raise data_error("zero_is_purchase: without amounts every row is a purchase; leave it out")
        return self.model_copy(update={"parameters": p.model_copy(update={"zero_is_purchase": True})})

    @model_validator(mode="after")
    def _contacts_are_planned_for_classes_there_are(self) -> Client:
        known = [*dict.fromkeys(rule.grade for rule in self.grades)] or [*CLASSES]
        planned = self.plan.capacity if self.plan else None
        for name in (planned.contacts if planned else None) or {}:
            if name not in known:
                raise data_error(
                    "plan.capacity.contacts: there is no class '{name}'; there are {known}.",
                    name=name,
                    known=", ".join(known),
                )
        return self

    @property
    def has_days(self) -> bool:
        """Whether every source has a date column; else the rows are a summary, one per customer."""
        return all(source.has_days for source in self.sources)

    @property
    def has_amounts(self) -> bool:
        """Whether every source has amounts; else each row counts as a purchase."""
        return all(source.has_amounts for source in self.sources)

    @property
    def slug(self) -> str:
        """The client's name as a folder name."""
        return slug_of(self.client)

    def with_parameters(self, overrides: Mapping[str, object]) -> Client:
        """Return this client with some parameters replaced; names may be dotted (``abc.by``)."""
        settings = self.model_dump(exclude_unset=True)
        for name, value in overrides.items():
            target = settings.setdefault("parameters", {})
            *parents, last = name.split(".")
            for parent in parents:
                target = target.setdefault(parent, {})
                if not isinstance(target, dict):
                    no_parts = sentence("Parameter '{name}': '{parent}' has no parts.", name=name, parent=parent)
                    raise DataError(joined(no_parts, see_params()))
            target[last] = value
        return _validated(settings, self.folder, sentence("the parameters given"))


def slug_of(name: str) -> str:
    """Return a client's name as a folder name: lower case, words joined by '-', no path in it.

    Raises DataError if the name has no letter or digit.

    Examples
    --------
    >>> slug_of("../../Müller & Söhne, Inc.")
    'müller-söhne-inc'
    """
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).lower())
    slug = "-".join(words)[:60].strip("-")
    if not slug:
        raise data_error("the name '{name}' has no letter or digit to name a folder with.", name=name)
    return slug


def read_client(path: str | Path, overrides: Mapping[str, object] | None = None) -> Client:
    """Read a client file, or the client.yml of a folder.

    Raises DataError if the file is missing, is no YAML, or holds a key or a value that cannot be; the message names it.
    """
    file = Path(path)
    file = file / "client.yml" if file.is_dir() else file
    use_language("en")
    if not file.is_file():
        raise DataError(joined(sentence("No client file at '{file}'.", file=file), _other_clients(file)))
    if file.suffix.lower() not in {".yml", ".yaml"}:
        raise data_error(
            "'{file}' is not a client file, which is a .yml. If it is an export, `workbook new NAME {name}` "
            "proposes a client file for it.",
            file=file,
            name=file.name,
        )
    settings = load(file)
    if not isinstance(settings, dict):
        raise data_error("{file}: a client file is a list of 'key: value' lines; this one holds none.", file=file)
    wanted = settings.get("language")  # English where it asks for a language that there is not, which is an error
    use_language(wanted if isinstance(wanted, str) and wanted in LANGUAGES else "en")
    if "folder" in settings:
        raise data_error("{file}: unknown key 'folder'.", file=file)
    client = _validated(settings, file.parent.resolve(), str(file))
    return client.with_parameters(overrides) if overrides else client


def _validated(settings: dict[str, Any], folder: Path, where: str) -> Client:
    try:
        client = Client.model_validate({**settings, "folder": folder})
    except ValidationError as error:
        raise DataError(f"{where}: {in_words(error, Client)}") from None
    return client


def _other_clients(file: Path) -> str:
    for folder in (file.parent, file.parent.parent):
        if folder.is_dir():
            found = sorted(str(p.parent) for p in folder.glob("*/client.yml"))
            if found:
                return sentence("Clients nearby: {folders}.", folders=", ".join(found[:5]))
    return sentence("Give a client.yml or the folder that holds one.")
