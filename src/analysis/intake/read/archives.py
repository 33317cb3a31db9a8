"""Unpack gz and zip safely: what would unpack to too much is refused before it is written."""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from pathlib import Path

from analysis.display.formats import count, number
from analysis.display.language import data_error
from analysis.intake.workspace import Workspace

MOST_BYTES = 20 * 2**30
MOST_RATIO = 100
RATIO_COUNTS_FROM = 100 * 2**20
BLOCK = 2**20
DAMAGED = (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, OSError)


def gunzip(bench: Workspace, path: Path) -> Path:
    """Unpack a gzip file into the workspace."""
    packed, unpacked = path.stat().st_size, 0
    target = bench.new_file()
    try:
        with gzip.open(path) as source, target.open("wb") as sink:
            while block := source.read(BLOCK):
                unpacked += len(block)
                _refuse_bombs(packed, unpacked)
                sink.write(block)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise data_error(
            "the gzip file is damaged or truncated (it ends too early); copy or export it again."
        ) from None
    return target


def open_zip(path: Path) -> zipfile.ZipFile:
    """Open a zip file whose declared contents are harmless."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise data_error("the zip file is damaged or truncated; copy or export it again.") from None
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise data_error("the zip file is password-protected (encrypted); unpack it first.")
    _refuse_bombs(path.stat().st_size, sum(member.file_size for member in members))
    return archive


def unzip(bench: Workspace, path: Path) -> tuple[Path, str]:
    """Unpack the one file that a zip holds; return it and its name.

    Raises
    ------
    DataError
        If the zip holds no file, or several: which one is meant?
    """
    with open_zip(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir() and not _litter(member.filename)]
        names = [member.filename.replace("\\", "/").rsplit("/", 1)[-1] for member in members]
        if not members:
            raise data_error("the zip file is empty: it holds no file.")
        if any(name.endswith(".iwa") for name in names):
            raise data_error("the file is an Apple Numbers or Pages document; export it as xlsx or csv.")
        if len(members) > 1:
            raise data_error(
                "the zip holds {n} files ({names}), and it is ambiguous which are meant; unpack it and name each "
                "file as a source of its own.",
                n=count(len(members)),
                names=", ".join(names[:5]),
            )
        target = bench.new_file()
        try:
            with archive.open(members[0]) as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink)
        except DAMAGED:
            raise data_error("the zip file is damaged or truncated; copy or export it again.") from None
    return target, names[0]


def check_members(archive: zipfile.ZipFile) -> None:
    """Unpack every member into nothing: sizes that lie and damaged bytes show before a parser meets them."""
    for member in archive.infolist():
        try:
            with archive.open(member) as source:
                while source.read(BLOCK):
                    pass
        except DAMAGED:
            raise data_error("the workbook is damaged or truncated; copy or export it again.") from None


def swells(packed: int, unpacked: int) -> bool:
    """Return whether more bytes come out of a file than any honest one holds."""
    return unpacked > MOST_BYTES or (unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(packed, 1))


def _refuse_bombs(packed: int, unpacked: int) -> None:
    if swells(packed, unpacked):
        raise data_error(
            "refused: the archive of {packed} MB would unpack to {unpacked} MB or more (a zip bomb?); unpack it "
            "yourself and name the file.",
            packed=number(packed / 2**20, 1),
            unpacked=count(unpacked / 2**20),
        )


def _litter(member: str) -> bool:
    parts = member.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or parts[-1].startswith(".") or parts[-1] in {"Thumbs.db", "desktop.ini"}
