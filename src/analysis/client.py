"""client.yml -> Client: every setting with unit, default and range; what is unknown or impossible is an error."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from analysis.schema import DataError


def _day(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        return dt.date.fromisoformat(value.strip())
    return value


Day = Annotated[dt.date, BeforeValidator(_day)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Abc(_Strict):
    """Where the classes end, as cumulative shares."""

    by: Literal["revenue", "margin"] = Field("revenue", description="what the shares are of")
    a: float = Field(0.80, gt=0, lt=1, description="share that class A brings", json_schema_extra={"unit": "fraction"})
    b: float = Field(0.95, gt=0, le=1, description="share that A and B bring", json_schema_extra={"unit": "fraction"})

    @model_validator(mode="after")
    def _in_order(self) -> Abc:
        if self.a >= self.b:
            raise ValueError(f"abc.a must be below abc.b; got a = {self.a} and b = {self.b}")
        return self


class Parameters(_Strict):
    """What an analyst may change; `workbook params` prints this table."""

    margin_rate: float | None = Field(
        None,
        ge=0,
        le=1,
        description="margin as a share of revenue; without it (or a cost column) the report speaks of expected revenue",
        json_schema_extra={"unit": "fraction"},
    )
    horizon_days: int = Field(
        365,
        ge=1,
        le=3650,
        description="how far ahead customers are valued",
        json_schema_extra={"unit": "days"},
    )
    annual_discount_rate: float = Field(
        0.10,
        ge=0,
        le=1,
        description="what a year of waiting costs",
        json_schema_extra={"unit": "fraction per year"},
    )
    churn_window_days: int | None = Field(
        None,
        ge=1,
        le=3650,
        description="a customer who will not buy within it counts as leaving; "
        "default: 90th percentile of the client's own gaps",
        json_schema_extra={"unit": "days"},
    )
    calibration_end: Day | None = Field(
        None,
        description="models learn up to here and are tested on the days after; default: half-way",
        json_schema_extra={"unit": "date"},
    )
    zero_is_purchase: bool = Field(
        False,
        description="does a day with a sale and a net amount of 0 count as a purchase day",
        json_schema_extra={"unit": "yes/no"},
    )
    abc: Abc = Abc()


Column = str | int
COLUMNS = [
    "customer_id",
    "date",
    "amount",
    "quantity",
    "unit_price",
    "order_id",
    "product",
    "category",
    "cost",
    "unit_cost",
    "margin",
    "discount",
    "currency",
    "channel",
    "status",
]


class Source(_Strict):
    """One export: where it is, what its columns are called, how it is written."""

    path: str | None = None
    url_env: str | None = None
    columns: dict[str, Column]
    encoding: str | None = None
    delimiter: str | None = None
    decimal: Literal[".", ","] | None = None
    date_format: str | None = None
    sheet: str | None = None
    table: str | None = None
    query: str | None = None
    header_row: int | Literal["none"] | None = None
    timezone: str | None = None
    cancel_prefix: str | None = None

    @model_validator(mode="after")
    def _says_what_is_needed(self) -> Source:
        if (self.path is None) == (self.url_env is None):
            raise ValueError("a source needs either path or url_env")
        for ours in self.columns:
            if ours not in COLUMNS:
                raise ValueError(f"unknown column '{ours}' in columns{_nearest(ours, COLUMNS)}")
        for ours in ("customer_id", "date"):
            if ours not in self.columns:
                raise ValueError(f"columns must say which column is the {ours}")
        if "amount" not in self.columns and not {"quantity", "unit_price"} <= self.columns.keys():
            raise ValueError("columns must say which column is the amount, or quantity and unit_price")
        return self


class Client(_Strict):
    """One client's settings, as in client.yml."""

    client: str = Field(min_length=1, max_length=200)
    currency: str | None = Field(None, pattern=r"^[A-Z]{3}$")
    language: Literal["en"] = "en"
    observation_end: Day | None = None
    today: Day | None = None
    sources: list[Source] = Field(min_length=1)
    rates: dict[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], Annotated[float, Field(gt=0)]] | None = None
    parameters: Parameters = Parameters()
    folder: Path = Field(Path("."), exclude=True)

    @field_validator("client")
    @classmethod
    def _can_name_a_folder(cls, name: str) -> str:
        slug_of(name)
        return name

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
                    raise DataError(f"Parameter '{name}': '{parent}' has no parts.{_see_params()}")
            target[last] = value
        return _validated(settings, self.folder, "the parameters given")


def slug_of(name: str) -> str:
    """Return a client's name as a folder name: lower case, words joined by '-', no path in it.

    Raises
    ------
    DataError
        If the name has no letter or digit.

    Examples
    --------
    >>> slug_of("../../Müller & Söhne, Inc.")
    'müller-söhne-inc'
    """
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).lower())
    slug = "-".join(words)[:60].strip("-")
    if not slug:
        raise DataError(f"the name '{name}' has no letter or digit to name a folder with.")
    return slug


def read_client(path: str | Path, overrides: Mapping[str, object] | None = None) -> Client:
    """Read a client file, or the client.yml of a folder.

    Raises
    ------
    DataError
        If the file is missing, is no YAML, or holds a key or a value that cannot be; the message names it.
    """
    file = Path(path)
    file = file / "client.yml" if file.is_dir() else file
    if not file.is_file():
        raise DataError(f"No client file at '{file}'.{_other_clients(file)}")
    try:
        settings = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=_Loader)  # noqa: S506 (a safe loader)
    except UnicodeDecodeError:
        raise DataError(f"{file}: the client file must be saved as UTF-8.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise DataError(f"{file}{line}: not valid YAML: {getattr(error, 'problem', None) or error}.") from None
    if not isinstance(settings, dict):
        raise DataError(f"{file}: a client file is a list of 'key: value' lines; this one holds none.")
    if "folder" in settings:
        raise DataError(f"{file}: unknown key 'folder'.")
    client = _validated(settings, file.parent.resolve(), str(file))
    return client.with_parameters(overrides) if overrides else client


class _Loader(yaml.SafeLoader):
    """The safe loader, but a key that stands twice is an error instead of the last one winning."""


def _unique_keys(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise yaml.MarkedYAMLError(problem=f"the key '{key}' stands twice", problem_mark=node.start_mark)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_keys)


def _validated(settings: dict[str, Any], folder: Path, where: str) -> Client:
    try:
        client = Client.model_validate({**settings, "folder": folder})
    except ValidationError as error:
        raise DataError(f"{where}: {_sentence(error)}") from None
    return client


def _sentence(error: ValidationError) -> str:
    """Say the first fault in words, with the key, what came, and the nearest known key."""
    fault, more = error.errors()[0], error.error_count() - 1
    path = [part for part in fault["loc"] if not (isinstance(part, str) and part in {"str", "int", "literal['none']"})]
    key = ".".join(f"[{part + 1}]" if isinstance(part, int) else str(part) for part in path).replace(".[", "[")
    rest = f" ({more} more after this one.)" if more else ""
    came = f"; got {fault['input']!r}" if isinstance(fault["input"], str | int | float | bool) else ""
    if fault["type"] == "extra_forbidden":
        known = _known_keys(path[:-1])
        hint = _nearest(str(path[-1]), known)
        hint = f"; known keys: {', '.join(known)}." if hint == "." else hint
        see = _see_params() if "parameters" in path else ""
        return f"unknown key '{key}'{hint}{see}{rest}"
    if fault["type"] == "missing":
        return f"the key '{key}' is needed.{rest}"
    if fault["type"] == "value_error":
        said = str(fault["ctx"]["error"])
        return f"{key + ': ' if key else ''}{said}{'' if said[-1] in '.?' else '.'}{rest}"
    message = fault["msg"].replace("Input should be", "should be")
    if fault["type"].startswith("date"):
        message = "should be a date as 2026-12-31"
    if key == "language":
        message = "reports are written in English (en) only so far"
    if key == "currency":
        message = "should be an ISO 4217 code of three capital letters, such as EUR"
    return f"{key}: {message}{came}.{rest}"


def _known_keys(path: list[Any]) -> list[str]:
    model: type[BaseModel] = Client
    parts: dict[Any, type[BaseModel]] = {"sources": Source, "parameters": Parameters, "abc": Abc}
    for part in path:
        model = parts.get(part, model)
    return [name for name in model.model_fields if name != "folder"]


def _nearest(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean '{near[0]}'?" if near else "."


def _see_params() -> str:
    return " `workbook params` lists all parameters."


def _other_clients(file: Path) -> str:
    for folder in (file.parent, file.parent.parent):
        if folder.is_dir():
            found = sorted(str(p.parent) for p in folder.glob("*/client.yml"))
            if found:
                return f" Clients nearby: {', '.join(found[:5])}."
    return " Give a client.yml or the folder that holds one."
