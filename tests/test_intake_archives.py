"""Containers: unpacked by content, refused by declared size before unpacking, never followed anywhere."""

from __future__ import annotations

import gzip
import io
import os
import zipfile

import pytest

from analysis.intake import read_transactions
from analysis.schema import DataError
from tests.strategies import COLUMNS, THREE, client_of, make, refusal, take

pytestmark = pytest.mark.usefixtures("only_read")


def zipped(files: dict[str, bytes | str]) -> bytes:
    """Return a zip of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize("data", [gzip.compress(THREE.encode()), zipped({"2023/orders.csv": THREE})], ids=["gz", "zip"])
def test_a_packed_file_is_read_whatever_its_name_says(tmp_path, data):
    assert take(tmp_path, data, name="orders.txt").facts["rows"] == 3


def test_the_hash_is_that_of_the_file_as_sent(tmp_path):
    import hashlib

    data = gzip.compress(THREE.encode())
    assert take(tmp_path, data).inputs[0]["sha256"] == hashlib.sha256(data).hexdigest()


def test_what_systems_add_to_zips_is_no_file(tmp_path):
    data = zipped({"__MACOSX/._orders": b"x", ".DS_Store": b"x", "orders": THREE})
    assert take(tmp_path, data).facts["rows"] == 3


def test_a_zip_with_several_files_is_an_error_that_names_them(tmp_path):
    said = refusal(tmp_path, zipped({"a": THREE, "b": THREE}))
    assert "2 files (a, b)" in said


def test_an_empty_zip_is_an_error(tmp_path):
    assert "empty" in refusal(tmp_path, zipped({}))


@pytest.mark.parametrize(
    "data", [gzip.compress(THREE.encode() * 99)[:-20], zipped({"a": THREE * 99})[:-30]], ids=["gz", "zip"]
)
def test_a_truncated_archive_is_an_error(tmp_path, data):
    assert "truncated" in refusal(tmp_path, data)


def test_a_zip_within_a_zip_within_a_zip_is_an_error(tmp_path):
    assert "archive" in refusal(tmp_path, zipped({"a": zipped({"b": zipped({"c": zipped({"d": THREE})})})}))


@pytest.fixture(scope="module")
def bomb():
    """A file of 250 MB of zeros in a zip of 250 kB."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sheet.xml", "w") as member:
        for _ in range(250):
            member.write(bytes(2**20))
    return stream.getvalue()


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path, bomb):
    assert "refused" in refusal(tmp_path, bomb, name="orders.zip")


def test_a_gzip_bomb_is_refused_while_it_unpacks(tmp_path):
    stream = io.BytesIO()
    with gzip.open(stream, "wb") as packed:
        for _ in range(150):
            packed.write(bytes(2**20))
    assert "refused" in refusal(tmp_path, stream.getvalue(), name="orders.gz")


def test_a_workbook_bomb_is_refused(tmp_path, bomb):
    stream = io.BytesIO(bomb)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert "refused" in refusal(tmp_path, stream.getvalue(), name="orders.xlsx")


def test_a_pipe_is_refused_without_being_opened(tmp_path):
    os.mkfifo(tmp_path / "orders.csv")
    client = client_of(tmp_path, [{"path": "orders.csv", "columns": COLUMNS}])
    with pytest.raises(DataError, match="not a regular file"):
        read_transactions(client, tmp_path / "out.parquet")


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "exports").mkdir()
    client = client_of(tmp_path, [{"path": "exports", "columns": COLUMNS}])
    with pytest.raises(DataError, match="exports/\\*.csv"):
        read_transactions(client, tmp_path / "out.parquet")


def test_a_pattern_reads_every_file_that_matches(tmp_path):
    (tmp_path / "b.csv").write_text(THREE.replace("2023", "2024"))
    client = make(tmp_path, THREE, name="a.csv", path="*.csv")
    intake = read_transactions(client, tmp_path / "out.parquet")
    assert intake.facts["rows"] == 6
    assert [entry["name"] for entry in intake.inputs] == ["a.csv", "b.csv"]


def test_a_pattern_without_a_match_is_an_error(tmp_path):
    client = client_of(tmp_path, [{"path": "*.csv", "columns": COLUMNS}])
    with pytest.raises(DataError, match=r"No file matches '\*.csv'"):
        read_transactions(client, tmp_path / "out.parquet")


@pytest.mark.parametrize(
    "path",
    [
        "package:../secrets",
        "package:lifetimes/../../x",
        "package:lifetimes",
        "package:nowhere/x",
        "package:lifetimes//etc/passwd",
    ],
)
def test_a_packaged_path_stays_in_its_package(tmp_path, path):
    client = client_of(tmp_path, [{"path": path, "columns": COLUMNS}])
    with pytest.raises(DataError, match="package"):
        read_transactions(client, tmp_path / "out.parquet")


@pytest.mark.parametrize(
    ("data", "word"),
    [(b"%PDF-1.7\n", "PDF"), (b'{"a": 1}', "JSON"), (b"\x89PNG\r\n", "picture"), (b"Rar!\x1a\x07", "RAR")],
)
def test_what_holds_no_table_is_named(tmp_path, data, word):
    assert word in refusal(tmp_path, data)
