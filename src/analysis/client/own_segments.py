"""Segments of an analyst's own that a client file lists: a Python file each, with one function."""

from __future__ import annotations

from pathlib import Path

from analysis.client.parameters import OWN
from analysis.display.language import data_error


def refuse_taken(files: dict[str, str]) -> dict[str, str]:
    """Return files by the name of their segment; refuse one that is a column of the customers already.

    Raises ValueError with the name.
    """
    for name in files:
        if name in OWN:
            raise data_error("'{name}' is a column of the customers already; give the segment another name", name=name)
    return files


def read_segment(folder: Path, name: str, file: str) -> str:
    """Return the source of a segment's file, which lies beside the client file.

    Raises DataError if it is not there.
    """
    path = folder / file
    if path.suffix != ".py" or not path.is_file():
        raise data_error(
            "segments.{name}: there is no Python file '{file}' beside the client file.", name=name, file=file
        )
    return path.read_text(encoding="utf-8")
