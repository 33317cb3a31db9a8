"""A text that is UTF-8 in part: damaged places, or lines of two programs in one file."""

from __future__ import annotations

import re

from analysis.display.formats import count
from analysis.display.language import data_error


def refuse_damaged_utf8(sample: bytes) -> None:
    """Refuse UTF-8 with a few damaged places.

    Raises
    ------
    DataError
        With how many, and the first line.
    """
    text = sample[: len(sample) - 4].decode("utf-8", "replace")
    broken, whole = text.count("\ufffd"), len(re.findall(r"[^\x00-\x7f\ufffd]", text))
    if broken and whole >= 5 * broken:
        line = text[: text.index("\ufffd")].count("\n") + 1
        raise data_error(
            "the encoding is UTF-8 with {broken} damaged places (the first near line {line}): parts of different "
            "encodings were joined, or bytes got lost; export the file again.",
            broken=count(broken),
            line=count(line),
        )


def refuse_two_encodings(sample: bytes) -> None:
    """Refuse a text of which some lines are UTF-8 and others are not.

    Raises
    ------
    DataError
        With how many of each, and the first lines.
    """
    whole: dict[bool, list[int]] = {True: [], False: []}
    for number, line in enumerate(sample.splitlines()[:-1], 1):
        if not line.isascii():
            whole["\ufffd" not in line.decode("utf-8", "replace")].append(number)
    if whole[True] and whole[False]:
        raise data_error(
                "the file holds two encodings: {n} lines are UTF-8 (the first is line {line}) and {rows} are not (the "
                "first is line {other}), so files of two programs were joined; export it again in one.",
                n=count(len(whole[True])), line=count(whole[True][0]), rows=count(len(whole[False])),
                other=count(whole[False][0])
            )  # fmt: skip
