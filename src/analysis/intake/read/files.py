"""The files of a source, opened by what their first bytes say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from analysis.client.parameters import Source
from analysis.display.language import data_error, sentence
from analysis.intake.read import archives
from analysis.intake.read.digest import sha256
from analysis.intake.read.extract import Extract
from analysis.intake.read.sources import kind_of, locate
from analysis.intake.read.text import extract_text
from analysis.intake.workspace import Workspace
from analysis.schema import DataError

Reader = Callable[[Workspace, Path, str, Source], Extract]


def read_files(bench: Workspace, source: Source, folder: Path) -> list[Extract]:
    """Return the tables of all files of a source, or of its database, in their order.

    Raises
    ------
    DataError
        If a file cannot be read; the message begins with its name.
    """
    if source.url_env is not None:
        from analysis.intake.read.database import extract_url

        return [extract_url(bench, source)]
    extracts: list[Extract] = []
    for file in locate(source, folder):
        bench.tell(sentence("reading {file} ({size})", file=file.name, size=size_of(file.path)))
        try:
            extracts.append(open_file(bench, file.path, file.name, source))
        except DataError as error:
            said = str(error)
            raise DataError(said if said.startswith(file.name) else f"{file.name}: {said}") from None
    return extracts


def size_of(path: Path) -> str:
    """Return the size of a file as people say it: 812 kB, 277 MB, 1.5 GB."""
    size = path.stat().st_size
    if size < 10**6:
        return f"{max(size / 1e3, 1):,.0f} kB"
    return f"{size / 1e6:,.0f} MB" if size < 10**9 else f"{size / 1e9:,.1f} GB"


def open_file(bench: Workspace, path: Path, label: str, source: Source, depth: int = 0) -> Extract:
    """Return the table of a file by what its first bytes say."""
    kind = kind_of(path)
    if depth > 2:
        raise data_error("an archive inside an archive inside an archive; unpack it first.")
    if kind == "gz":
        inner = open_file(bench, archives.gunzip(bench, path), label, source, depth + 1)
        return _of_file(inner, path, "gzip")
    if kind == "zip" and not is_workbook(path):
        unpacked, inside = archives.unzip(bench, path)
        inner = open_file(bench, unpacked, f"{label} ({inside})", source, depth + 1)
        return _of_file(inner, path, "zip")
    return _reader(kind)(bench, path, label, source)


def is_workbook(path: Path) -> bool:
    """Return whether a zip is an Excel or OpenDocument workbook."""
    with archives.open_zip(path) as archive:
        names = set(archive.namelist())
    return "[Content_Types].xml" in names or "content.xml" in names


def _of_file(extract: Extract, path: Path, container: str) -> Extract:
    """Let the hash be that of the file as the client sent it."""
    extract.written = {**extract.written, "sha256": sha256(path), "container": container}
    return extract


def _reader(kind: str) -> Reader:
    if kind == "text":
        return extract_text
    if kind == "parquet":
        from analysis.intake.read.columnar import extract_parquet

        return extract_parquet
    if kind in {"sqlite", "duckdb"}:
        from analysis.intake.read.database import extract_duckdb, extract_sqlite

        return extract_sqlite if kind == "sqlite" else extract_duckdb
    from analysis.intake.read.excel import extract_workbook

    return extract_workbook
