"""Files whose cells are all readable but mean something else than they seem (``meaning``): read rightly, or said."""

from __future__ import annotations

import json

import pytest

from analysis.client.client import read_client
from analysis.intake import propose_client, read_transactions
from analysis.intake.say import message
from analysis.schema import DataError
from tests import meaning, meaning_judge

COUNT = 75


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """The folder of the corpus, with its manifest."""
    made = meaning.Corpus(tmp_path_factory.mktemp("meaning"))
    for make in meaning.CASES:
        make(made)
    made.close()
    return made.root


def outcome(entry, folder) -> dict[str, object]:
    """Return what was done with a case, in the words of the judge."""
    try:
        if entry["call"] == "new":
            text = propose_client("Trial", [folder / name for name in entry["files"]])
            return {"exit": 0, "error": "", "proposal": meaning_judge.parse_proposal(text.splitlines())}
        intake = read_transactions(read_client(folder), None)
    except DataError as error:
        return {"exit": 2, "error": str(error), "facts": {}, "findings": [], "proposal": None}
    heard = [{**each, "message": message(each)} for each in intake.findings if each["level"] != "info"]
    status = "warning" if heard else "ok"
    return {"exit": 0, "error": "", "status": status, "facts": intake.facts, "findings": heard}


def test_what_rows_and_columns_mean_is_read_rightly_or_said(corpus):
    entries = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    assert len(entries) == COUNT
    failed = {}
    for entry in entries:
        got = outcome(entry, corpus / entry["id"])
        verdict, why = meaning_judge.judge(entry, got)
        if verdict != "pass":
            failed[entry["id"]] = f"{verdict}: {why}; came: {meaning_judge.came(entry, got)}"
    assert failed == {}
