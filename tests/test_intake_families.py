"""Exports of tills, shops, ERPs and accountants (``export_families``): read rightly, or said, or refused clearly."""

from __future__ import annotations

import pytest

from analysis.intake import read_transactions, say
from analysis.schema import DataError
from tests.export_families import CASES, Case
from tests.strategies import CLIENT_KEYS, client_of


def outcome(case: Case, folder) -> tuple[str, str]:
    """Return what was done with an export, and in which words: "read", "said", "misread" or "refused"."""
    keys = dict(case.keys)
    file = keys.pop("file", "orders.csv")
    (folder / file).write_bytes(case.content if isinstance(case.content, bytes) else case.content.encode())
    of_client = {key: keys.pop(key) for key in CLIENT_KEYS if key in keys}
    client = client_of(folder, [{"path": file, "columns": case.columns, **keys}], **of_client)
    try:
        intake = read_transactions(client, folder / "out.parquet")
    except DataError as error:
        return "refused", str(error)
    said = "; ".join(say.message(finding) for finding in intake.findings if finding["level"] == "warning")
    found = {key: intake.facts[key] for key in case.truth or {}}
    if found != (case.truth or {}) | {"total": pytest.approx((case.truth or {"total": 0.0})["total"], abs=0.006)}:
        return "misread", f"{found} {said}"
    return ("said" if spoken(case, said) else "read"), said


def spoken(case: Case, said: str) -> bool:
    """Return whether the words that a case needs are in a message."""
    return bool(said) and all(word.lower() in said.lower() for word in case.words)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_export_is_read_rightly_or_said_or_refused_clearly(case, tmp_path):
    done, said = outcome(case, tmp_path)
    right = case.right.split("|")
    assert done in right or (done == "said" and "read" in right), said
    if done == "refused":
        assert spoken(case, said)
        assert "\n" not in said


def test_the_table_has_no_name_twice():
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)) > 100
