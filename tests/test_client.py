"""client.yml: what is unknown, misspelt, of the wrong type or out of range is an error that names it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from analysis.client.client import Client, read_client
from analysis.schema import DataError

LEAST = """\
client: ACME
sources:
  - path: orders.csv
    columns: {customer_id: id, date: day, amount: value}
"""


def written(folder: Path, text: str) -> Path:
    """Return a client file with this text."""
    file = folder / "client.yml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(folder: Path, text: str, overrides: dict[str, object] | None = None) -> str:
    """Return the sentence with which a client file is refused."""
    with pytest.raises(DataError) as caught:
        read_client(written(folder, text), overrides)
    return str(caught.value)


def test_the_least_client_has_every_default(tmp_path):
    client = read_client(written(tmp_path, LEAST))
    assert client.parameters.horizon_days is None  # the longest that the history allows
    assert client.parameters.margin_rate is None
    assert client.observation_end is None
    assert client.folder == tmp_path.resolve()


def test_a_folder_means_its_client_file(tmp_path):
    written(tmp_path, LEAST)
    assert read_client(tmp_path).client == "ACME"


def test_days_may_be_quoted_or_not(tmp_path):
    text = LEAST + 'observation_end: 2023-12-31\ntoday: "2024-01-15"\n'
    client = read_client(written(tmp_path, text))
    assert (client.observation_end, client.today) == (dt.date(2023, 12, 31), dt.date(2024, 1, 15))


def test_rates_are_numbers_per_currency(tmp_path):
    assert read_client(written(tmp_path, LEAST + "rates: {USD: 7.1}\n")).rates == {"USD": 7.1}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("colour: red\n", ["unknown key 'colour'"]),
        ("currencyy: EUR\n", ["'currencyy'", "did you mean 'currency'?"]),
        ("parameters: {horizont_days: 90}\n", ["horizont_days", "did you mean 'horizon_days'?"]),
        ("parameters: {horizon_days: ninety}\n", ["horizon_days", "'ninety'"]),
        ("parameters: {horizon_days: 0}\n", ["horizon_days", "1", "got 0"]),
        ("parameters: {margin_rate: 30}\n", ["margin_rate", "got 30"]),
        ("parameters: {abc: {a: 0.95, b: 0.8}}\n", ["abc.a must be below abc.b"]),
        ("currency: euro\n", ["currency", "ISO 4217"]),
        ("observation_end: soon\n", ["observation_end", "2026-12-31"]),
        ("observation_end: 2023-02-30\n", ["observation_end"]),
        ("rates: {usd: 7}\n", ["rates"]),
        ("rates: {USD: -7}\n", ["rates"]),
        ("language: fr\n", ["language"]),
        ("folder: /tmp\n", ["unknown key 'folder'"]),
        ("client: Again\n", ["'client' stands twice"]),
        ("customers: {path: x.csv}\n", ["the key 'customers.columns' is needed"]),
        ("kustomers: {path: x.csv}\n", ["unknown key 'kustomers'; did you mean 'customers'?"]),
    ],
)
def test_a_fault_is_named_with_its_key(tmp_path, more, words):
    said = refusal(tmp_path, LEAST + more)
    assert all(word in said for word in words), said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("amount: value", "amout: value", ["unknown column 'amout'", "did you mean 'amount'?"]),
        ("date: day, ", "", ["which column is the date"]),
        ("amount: value", "quantity: n", ["amount, or quantity and unit_price"]),
        ("path: orders.csv", "url_env: ACME\n    path: orders.csv", ["either path or url_env"]),
        ("path: orders.csv", "path: 7", ["path"]),
        ("client: ACME", "client: '///'", ["no letter or digit"]),
    ],
)
def test_a_fault_in_a_source_is_named(tmp_path, old, new, words):
    said = refusal(tmp_path, LEAST.replace(old, new))
    assert all(word in said for word in words), said


def test_a_missing_file_names_clients_nearby(tmp_path):
    (tmp_path / "acme").mkdir()
    written(tmp_path / "acme", LEAST)
    with pytest.raises(DataError, match="Clients nearby: .*acme"):
        read_client(tmp_path / "acmee")


@pytest.mark.parametrize("text", ["", "- a\n", "just words\n"])
def test_a_client_file_is_a_list_of_keys(tmp_path, text):
    assert "key: value" in refusal(tmp_path, text)


def test_broken_yaml_names_the_line(tmp_path):
    assert "line 3" in refusal(tmp_path, "client: A\nsources:\n\t- path: x\n")


def test_yaml_makes_no_objects(tmp_path):
    assert "not valid YAML" in refusal(tmp_path, "client: !!python/object/apply:os.system ['touch PWNED']\n")
    assert not (tmp_path / "PWNED").exists()


def test_a_client_file_in_another_encoding_is_an_error(tmp_path):
    (tmp_path / "client.yml").write_bytes(LEAST.replace("ACME", "Müller").encode("latin-1"))
    with pytest.raises(DataError, match="UTF-8"):
        read_client(tmp_path)


def test_overrides_replace_parameters_and_are_checked(tmp_path):
    client = read_client(written(tmp_path, LEAST), {"horizon_days": 90, "abc.by": "margin"})
    assert (client.parameters.horizon_days, client.parameters.abc.by) == (90, "margin")
    assert "did you mean 'horizon_days'?" in refusal(tmp_path, LEAST, {"horizon_day": 90})


@pytest.mark.parametrize(
    ("name", "slug"),
    [("ACME Ltd.", "acme-ltd"), ("../../etc/cron.d/x", "etc-cron-d-x"), ("客户 一", "客户-一"), ("Ｆｕｌｌ", "full")],
)
def test_the_slug_is_a_folder_name_without_a_path(name, slug):
    source = {"path": "x", "columns": {"customer_id": "a", "date": "b", "amount": "c"}}
    assert Client.model_validate({"client": name, "sources": [source]}).slug == slug
