"""The columns of an unknown file, with what its first rows look like."""

from __future__ import annotations

import re

from analysis.intake.mean.candidates import ASCII, NUMBER, Column
from analysis.intake.mean.date_shapes import FAMILIES
from analysis.intake.mean.matching import NAMES
from analysis.intake.read.extract import Extract
from analysis.intake.read.header import tidy
from analysis.intake.workspace import Workspace

SAMPLE = 500
OTHER_DAYS = (
    r"^\d{1,2}[. ]+[^\d\s/]{2,15}[. ]+\d{4}|^(?:[RH]|令和|平成|民國)\s?\d{1,3}[./年]\d{1,2}[./月]\d{1,2}"
    r"|^1\d\d[/.年-]\d{1,2}[/.月-]\d{1,2}日?$"
)
"""Months in any language, and years of Japan and Taiwan."""
NO_DAY = r"\d{1,3}(,\d{2,3})+(\.\d+)?|(?!(19|20)\d\d(0[1-9]|1[0-2])[0-3]\d)\d{6,}"
"""Thousands, and digits that are no day: 88000001."""


def columns_of(bench: Workspace, extract: Extract) -> list[Column]:
    """Return the columns of a table, with the shares of days and numbers among the filled cells."""
    told = {"unix", "no day", "serial"}
    families = (
        "|".join(f"(?:{pattern})" for pattern, order in FAMILIES.values() if order not in told) + f"|{OTHER_DAYS}"
    )
    serial = f"{families}|(?:{FAMILIES['serial'][0]})"
    rows = bench.rows(f"SELECT * FROM ({extract.relation}) LIMIT {SAMPLE}")
    columns = []
    for k, header in enumerate(extract.names, 1):
        values = [text for row in rows if (text := tidy(row[k - 1]).lstrip("`'"))]
        n = max(len(values), 1)
        shapes = serial if re.match(NAMES["date"], header.casefold()) else families  # else 40000 is a customer's number
        days = [value for value in values if not re.fullmatch(NO_DAY, value)]
        dates = sum(bool(re.search(shapes, value.translate(ASCII))) for value in days) / n
        numbers = sum(bool(re.fullmatch(NUMBER, value.translate(ASCII))) for value in values) / n
        columns.append(Column(header, k, dates, numbers, len(set(values)) / n, values))
    return columns
