"""Damaged files in every format: each is refused, said or read rightly; `benchmarks/fuzz_intake.py` reads thousands."""

from __future__ import annotations

import pytest

from tests.mutations import FINE, FORMATS, cases, judged
from tests.strategies import COLUMNS, client_of

CASES = 18


@pytest.mark.parametrize("kind", ["csv", "gb18030", "xlsx", "xls", "parquet", "sqlite"])
def test_a_damaged_file_ends_with_a_sentence_or_a_total_that_holds(kind, tmp_path):
    found = dict(cases(kind, tmp_path, range(CASES)))
    assert {seed: what for seed, what in found.items() if what not in FINE} == {}
    assert "refused" in found.values()


def test_the_whole_export_is_read_rightly_in_every_format(tmp_path):
    """Else nothing follows from what its damaged copies are read as."""
    for kind, write in FORMATS.items():
        folder = tmp_path / kind
        folder.mkdir()
        file = write(folder)
        client = client_of(folder, [{"path": file.name, "columns": COLUMNS}])
        assert (kind, judged(client, file.read_bytes())) == (kind, "said" if kind == "gb18030" else "right")
