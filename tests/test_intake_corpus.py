"""The corpus of broken exports: nothing is read wrongly in silence, nothing crashes, every refusal is clear."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from analysis.client.client import read_client
from analysis.intake import read_transactions, say
from analysis.schema import DataError
from tests import bad_inputs

CONTROLS = {"clean", "enc_utf8_bom", "delim_semicolon", "delim_tab_named_csv", "parquet_ok", "csv_gz", "db_ok"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """The folder of the corpus; every case is in ``bad_inputs.CASES``."""
    bad_inputs.CASES.clear()
    bad_inputs.Out.root, bad_inputs.Out.bombs = tmp_path_factory.mktemp("corpus"), True
    bad_inputs.public()
    return bad_inputs.Out.root


def client_file(entry: dict[str, Any], data: Path) -> dict[str, Any]:
    """Return the client.yml that a consultant would write for a case."""
    options, params = dict(entry["call"]["options"]), dict(entry["call"]["params"])
    columns = dict(entry["call"]["mapping"])
    for key in ("currency", "order_id"):
        if key in options:
            columns[key] = options.pop(key)
    source = {"path": options.pop("path", str(data)), "columns": columns, **options}
    client = {"client": params.pop("client", "Corpus client"), "sources": [source]}
    if "currency" not in columns:
        client["currency"] = "EUR"
    client |= {key: params.pop(key) for key in ("today", "observation_end") if key in params}
    if "discount_rate" in params:
        params["annual_discount_rate"] = params.pop("discount_rate")
    return {**client, "parameters": params} if params else client


def outcome(entry: dict[str, Any], corpus: Path, folder: Path) -> dict[str, Any]:
    """Return what happened to a case, in the words of ``judge``."""
    data, target = (corpus / entry["file"]).resolve(), folder / "client.yml"
    if data.suffix == ".yaml":
        shutil.copy(data, target)
    else:
        target.write_text(json.dumps(client_file(entry, data)), encoding="utf-8")
    try:
        intake = read_transactions(read_client(target), folder / "out.parquet")
    except DataError as error:
        return {"status": "error", "error": str(error), "warnings": [], "traceback": False}
    said = [f"{f['code']} {say.message(f)}" for f in intake.findings if f["level"] != "info"]
    return {"status": "ok", "warnings": said, "facts": intake.facts, "traceback": False}


def cases() -> list[str]:
    """Return the ids of all cases; the corpus itself is written once, by the fixture."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        bad_inputs.CASES.clear()
        bad_inputs.Out.root, bad_inputs.Out.bombs = Path(folder), False
        bad_inputs.public()
        return [entry["id"] for entry in bad_inputs.CASES]


@pytest.mark.parametrize("case", cases())
def test_a_broken_export_is_read_rightly_or_refused_clearly(case, corpus, tmp_path):
    entry = next(entry for entry in bad_inputs.CASES if entry["id"] == case)
    got = outcome(entry, corpus, tmp_path)
    assert bad_inputs.judge(entry, got) == "pass", got
    if case in CONTROLS:
        assert got["warnings"] == []
    if got["status"] == "error":
        assert "\n" not in got["error"]
