"""An export appended to an earlier one: rows that repeat others in everything but the time of the export."""

from __future__ import annotations

import re

from analysis.intake.mean.divisions import divisions
from analysis.intake.mean.neighbours import Seen
from analysis.intake.rules.balances import repeated
from analysis.intake.workspace import name

STAMP = (
    r".*(export|load|import|batch|extract|snapshot|\brun\b|upload|ingest|inserted|fetched|report[ _-]?(date|time)"
    r"|as[ _-]?of|stand\b|abzug|stichtag|datei|\bfile|source|sync|导出|下载|抽取|取得日|出力日).*"
)
FEWEST = 10
SOME = 0.05
MOST_STAMPS = 60


def stamps(seen: Seen) -> list[str]:
    """Return the columns that say when or from where rows were exported: few values, by their name."""
    return [
        d.column
        for d in divisions(seen)
        if d.column not in seen.named and 1 < d.distinct <= MOST_STAMPS and re.fullmatch(STAMP, d.title.casefold())
    ]


def say_copied(seen: Seen) -> bool:
    """Say that rows repeat others but for such a column, if they do; return whether they were said."""
    if len({part.label for part in seen.source.staged.parts}) > 1:
        return False  # what two files share is counted once
    for stamp in stamps(seen):
        rest = "".join(f", {name(column)}" for column in seen.titles if column not in stamps(seen))
        alike = seen.bench.frame(
            f"SELECT hash(customer, day, amount{rest}) AS k, amount, {name(stamp)} AS stamp FROM {seen.table} "
            f"WHERE counted"
        )
        rows, copied, money = seen.bench.fetch(repeated(alike))[0]
        if copied >= FEWEST and copied >= SOME * rows:
            seen.bench.warn("rows_copied", copied, money, file=seen.label, column=seen.titles[stamp])
            return True
    return False
