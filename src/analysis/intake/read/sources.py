"""Which files a source means, and what each of them is: by content, never by its ending."""

from __future__ import annotations

import codecs
import difflib
import glob
import importlib.util
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from analysis.client.parameters import Export
from analysis.display.language import data_error, joined, later, sentence
from analysis.schema import DataError

MAGIC = [
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gz"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"%PDF", later("a PDF")),
    (b"\x89PNG", later("a picture")),
    (b"\xff\xd8\xff", later("a picture")),
    (b"GIF8", later("a picture")),
    (b"7z\xbc\xaf\x27\x1c", later("a 7z archive")),
    (b"Rar!", later("a RAR archive")),
    (b"BZh", later("a bzip2 archive")),
    (b"\xfd7zXZ", later("an xz archive")),
    (b"\x28\xb5\x2f\xfd", later("a zstd archive")),
    (b"{\\rtf", later("an RTF document")),
    (b"ORC", later("an ORC file")),
    (b"Obj\x01", later("an Avro file")),
    (b"ARROW1", later("an Arrow file")),
    (b"\x7fELF", later("a program")),
    (b"MZ\x90", later("a program")),
    (b"RDX", later("an R data file")),
    (b"$FL2", later("an SPSS file")),
    (b"<stata_dta>", later("a Stata file")),
    (b"FEA1", later("a Feather file")),
    (b"\x89HDF", later("an HDF5 file")),
    (b"\x00\x01\x00\x00Standard", later("an Access database")),
    (b"\x09\x00\x04\x00", later("an Excel 2 workbook")),
    (b"\x09\x02\x06\x00", later("an Excel 3 workbook")),
    (b"\x09\x04\x06\x00", later("an Excel 4 workbook")),
]
PAGE = rb"<!doctype|<html|<table|<\?xml|<meta|<head|mime-version:"
DUMP = (
    rb"(?>--[^\n]*\n|/\*.*?\*/;?|\s)*+"
    rb"(insert into|create table|create database|drop table|copy \S+ \(|set \w+ *=)[ `]?"
)


@dataclass(frozen=True)
class Found:
    """One file of a source."""

    path: Path
    name: str


def locate(source: Export, folder: Path) -> list[Found]:
    """Return the regular files that a source's path means, in the order of their names.

    Raises
    ------
    DataError
        If there is none, or if it is no regular file.
    """
    assert source.path is not None
    if "\x00" in source.path:
        raise data_error("A source's path holds a NUL character; write the path of a file.")
    if "://" in source.path:
        raise data_error(
            "path is a web or database address, and nothing is fetched from a network: download the file and give "
            "its path, or keep a database's URL in the environment and name the variable in url_env."
        )
    if source.path.startswith("package:"):
        file = _packaged(source.path.removeprefix("package:"))
        return [Found(_regular(file), file.name)]
    path = Path(os.path.expanduser(source.path))
    path = path if path.is_absolute() else folder / path
    if not os.path.lexists(path) and re.search(r"[*?\[]", source.path):
        matches = sorted(Path(match) for match in glob.glob(str(path), recursive=True))
        files = [match for match in matches if not match.is_dir() and not match.name.startswith(("~$", "."))]
        if not files:
            raise DataError(_not_there(path, pattern=source.path))
        return [Found(_regular(match), match.name) for match in files]
    return [Found(_regular(path), path.name)]


def kind_of(path: Path) -> str:
    """Return what the first bytes say: zip, gz, ole, parquet, sqlite, duckdb or text.

    Raises
    ------
    DataError
        If the file is empty or of a kind that holds no table.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head:
        raise data_error("the file is empty (0 bytes); export it again.")
    for magic, kind in MAGIC:
        if head.startswith(magic):
            if " " in kind:
                raise data_error(
                    "the file is {kind}, not a table; export it as csv, xlsx or Parquet.", kind=sentence(kind)
                )
            return kind
    if head[8:12] == b"DUCK":
        return "duckdb"
    if head[257:262] == b"ustar":
        raise data_error("the file is a tar archive; unpack it first.")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if re.match(PAGE, start):
        raise data_error("the file is a web page or XML, whatever its name says; open it in Excel and save it as xlsx.")
    if re.match(DUMP, start, re.DOTALL):
        raise data_error("the file is a dump of SQL statements, not a table; export the table as csv or Parquet.")
    if start.startswith((b"{", b"[{", b"[[", b"[\n", b"[\r")):
        raise data_error("the file is JSON, not a table; export it as csv, xlsx or Parquet.")
    return "text"


def _packaged(path: str) -> Path:
    package, _, inside = path.partition("/")
    parts = Path(inside).parts
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", package) or not parts or ".." in parts or Path(inside).anchor:
        raise data_error("'package:{path}' should be package:NAME/FOLDER/FILE.", path=path)
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise data_error("'package:{path}': the package '{package}' is not installed.", path=path, package=package)
    return Path(next(iter(spec.submodule_search_locations))).joinpath(*parts)


def _regular(path: Path) -> Path:
    """Return the path of a regular file; opening a FIFO or a device would hang."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise DataError(_not_there(path)) from None
    except OSError as error:
        raise data_error(
            "The file '{name}' cannot be opened: {strerror}.", name=path.name, strerror=error.strerror
        ) from None
    if stat.S_ISDIR(mode):
        raise data_error("'{name}' is a folder; name a file in it, or a pattern as '{name}/*.csv'.", name=path.name)
    if not stat.S_ISREG(mode):
        raise data_error("'{name}' is not a regular file (a pipe or a device); export to a file first.", name=path.name)
    if not os.access(path, os.R_OK):
        raise data_error("The file '{name}' may not be read: permission denied.", name=path.name)
    return path


def _not_there(path: Path, pattern: str = "") -> str:
    """Say that no file is at a path, or none matches a pattern, and what is there instead."""
    folder = path.parent
    if not folder.is_dir():
        return joined(_no_file(path, pattern), sentence("The folder '{folder}' does not exist.", folder=folder))
    names = sorted(item.name for item in folder.iterdir() if item.is_file() and item.name != "client.yml")
    near = difflib.get_close_matches(path.name, names, n=1, cutoff=0.4)
    if near and pattern:
        return sentence("No file matches '{pattern}'; did you mean '{near}'?", pattern=pattern, near=near[0])
    if near:
        return sentence("No file '{name}' at '{path}'; did you mean '{near}'?", name=path.name, path=path, near=near[0])
    if not names:
        return joined(_no_file(path, pattern), sentence("The folder holds no file."))
    return joined(_no_file(path, pattern), sentence("The folder holds {names}.", names=", ".join(names[:5])))


def _no_file(path: Path, pattern: str) -> str:
    if pattern:
        return sentence("No file matches '{pattern}'.", pattern=pattern)
    return sentence("No file '{name}' at '{path}'.", name=path.name, path=path)
