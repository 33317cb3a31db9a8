"""Amounts that change by a power of ten along the file: a decimal point that was lost, or another unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from analysis.intake.mean.lines import Source
from analysis.intake.say.money import decimals_lost
from analysis.intake.workspace import Workspace, name, plain
from analysis.schema import DataError

SAMPLED_ROWS = 60_000
STRETCHES = 500
SHORTEST = 20  # rows of a stretch
APART = 5  # times the lowest median of a stretch is the highest, at least, where something changed
STEADY = 4  # times the lowest is the highest on either side of the change; else rows are sorted by money
FEWEST = 5  # amounts without decimals beside amounts with as many each: these are written otherwise
MANY = 20
FORMATTED = 0.98  # of the amounts with decimals have as many
NEAR = 3  # quartiles are so near to a power of ten times the others'
NEARER = 2
SAME_SHAPE = 1.3  # all quantiles are so near, where less tells
EVEN = 0.15  # so far apart are the shares of round amounts, at most
MOVED = 0.01  # of the total: more is refused


@dataclass(frozen=True)
class Side:
    """The amounts on one side of a change.

    Attributes
    ----------
    quantiles
        At 10, 25, 50, 75 and 90 %.
    money
        Sum of absolute amounts.
    decimals, formatted
        Decimals of those that have any (90 % have no more), and the share that has exactly as many.
    """

    rows: int
    quantiles: list[float]
    money: float
    decimals: int
    formatted: float

    def times(self, other: Side) -> int:
        """Return the power of ten by which these amounts are larger than others."""
        return int(10 ** round(math.log10(self.quantiles[2] / other.quantiles[2])))

    def is_times(self, other: Side, power: int, near: float, *, tails: bool) -> bool:
        """Return whether the quantiles are those of others times a power of ten."""
        pairs = list(zip(self.quantiles, other.quantiles, strict=True))
        return all(1 / near <= mine / theirs / power <= near for mine, theirs in (pairs if tails else pairs[1:4]))


def check_magnitude(bench: Workspace, sources: list[Source], rates: list[str]) -> None:
    """Say that some amounts are a power of ten times the others, without their decimals or in another unit.

    Raises
    ------
    DataError
        If a decimal point was lost and this moves the total by more than 1 %.
    """
    width = _sample(bench, sources, rates)
    for high, fewest, near in (("decimals = 0", FEWEST, NEAR), (_whole_and_large(bench), MANY, NEARER)):
        sides = _sides(bench, high)
        if not sides or sides[1].rows < fewest or (fewest < MANY and sides[0].formatted < FORMATTED):
            continue
        if _lost(bench, sides, high, near):
            facts = _facts(bench, sources, sides, high)
            if facts["moved"] > MOVED and not any(source.staged.source.whole_amounts for source in sources):
                raise DataError(decimals_lost(plain(facts)))
            bench.warn("decimals_changed", **facts)
            break
    else:
        high = _high_stretches(bench, width)
        sides = _sides(bench, high) if high else None
        if sides and sides[1].rows >= MANY and _alike(*sides):
            bench.warn("magnitude_changed", **_facts(bench, sources, sides, high))
    bench.con.execute("DROP TABLE magnitudes")


def _sample(bench: Workspace, sources: list[Source], rates: list[str]) -> int:
    """Create ``magnitudes`` of a sample of the rows and return how many rows a stretch takes.

    Columns: source, part, row, written (the amount or price without its sign), value (converted), decimals.
    """
    total = sum(part.rows for source in sources for part in source.staged.parts)
    one_in = max(total // SAMPLED_ROWS, 1)
    selects = []
    for source, rate in zip(sources, rates, strict=True):
        raw, column = source.staged.table, "amount" if "amount" in source.numbers else "unit_price"
        numbers = source.numbers[column]
        behind = f"'[{numbers.decimal}]([0-9]+)[^0-9{numbers.decimal}]*$'"
        written = f"{raw}.{name(column)}"
        decimals = f"length(regexp_extract({written}, {behind}, 1))"
        if not numbers.join:  # plain texts, which nothing stands behind
            decimals = (
                f"CASE WHEN contains({written}, '.') THEN strlen(rtrim({written})) - strpos({written}, '.') ELSE 0 END"
            )
        if column in source.staged.typed:  # programs write numbers without the zeros behind
            v = f"round(abs({numbers.value})::DOUBLE, 4)"
            cases = " ".join(f"WHEN {v} = round({v}, {d}) THEN {d}" for d in range(3))
            decimals = f"CASE {cases} ELSE 3 END"
        selects.append(
            f"SELECT {source.staged.number} AS source, {raw}.part AS part, {raw}.rowid AS row, "
            f"abs({numbers.value})::DOUBLE AS written, abs(({numbers.value}){rate})::DOUBLE AS value, "
            f"{decimals} AS decimals FROM {source.relation} "
            f"WHERE CASE WHEN {raw}.rowid % {one_in} = 0 THEN {numbers.value} <> 0 END"
        )
    bench.con.execute(f"CREATE TABLE magnitudes AS {' UNION ALL '.join(selects)}")
    return max(total // STRETCHES, SHORTEST * one_in)


def _sides(bench: Workspace, high: str) -> tuple[Side, Side] | None:
    """Return the amounts that do not meet a condition and those that do; None if they are too few to tell."""
    some = "FILTER (decimals > 0)"
    found = bench.rows(
        f"WITH m AS (SELECT *, {high} AS high FROM magnitudes), "
        f"usual AS (SELECT high, coalesce(quantile_disc(decimals, 0.9) {some}, 0) AS usual FROM m GROUP BY high) "
        f"SELECT count(*), quantile_cont(value, [0.1, 0.25, 0.5, 0.75, 0.9]), sum(value), any_value(usual), "
        f"coalesce(avg((decimals = usual)::INT) {some}, 0) FROM m JOIN usual USING (high) GROUP BY high ORDER BY high"
    )
    if len(found) != 2 or found[0][0] < MANY:
        return None
    return Side(*found[0]), Side(*found[1])


def _whole_and_large(bench: Workspace) -> str:
    """Return SQL for the amounts without decimals that are far above those with any."""
    least = bench.row(
        "SELECT median(value) * sqrt(10 ** quantile_disc(decimals, 0.9)) FROM magnitudes WHERE decimals > 0"
    )[0]
    return f"(decimals = 0 AND value > {least or 0})"


def _lost(bench: Workspace, sides: tuple[Side, Side], high: str, near: float) -> bool:
    """Return whether amounts are so large because their decimal point is lost: as often round, and as many times."""
    low, above = sides
    power = 10**low.decimals
    if power == 1 or above.times(low) != power:
        return False
    if not above.is_times(low, power, SAME_SHAPE if power == 10 else near, tails=power == 10):
        return False
    shares = bench.rows(
        f"SELECT avg((w % 10 = 0)::INT), avg((w % {power} = 0)::INT) FROM (SELECT {high} AS high, "
        f"round(written * CASE WHEN {high} THEN 1 ELSE {power} END) AS w FROM magnitudes) GROUP BY high ORDER BY high"
    )
    return all(abs(a - b) <= EVEN for a, b in zip(*shares, strict=True))


def _alike(low: Side, above: Side) -> bool:
    """Return whether amounts are 100 or 1,000 times as large as others and spread in the same way."""
    power = above.times(low)
    return power in {100, 1000} and above.is_times(low, power, SAME_SHAPE, tails=True)


def _high_stretches(bench: Workspace, width: int) -> str:
    """Return SQL for the rows in stretches of larger amounts, if there is one change only; "" if there is none."""
    medians = (
        f"SELECT source, part, row // {width} AS stretch, median(value) AS middle FROM magnitudes "
        f"GROUP BY ALL HAVING count(*) >= {FEWEST}"
    )
    split, apart = bench.row(f"SELECT sqrt(min(middle) * max(middle)), max(middle) / min(middle) FROM ({medians})")
    if not apart or apart < APART:
        return ""
    steady = bench.row(
        f"SELECT max(wide) FROM (SELECT quantile_cont(middle, 0.9) / quantile_cont(middle, 0.1) AS wide "
        f"FROM ({medians}) GROUP BY middle > {split})"
    )[0]
    places = f"SELECT (source, part, stretch) FROM ({medians}) WHERE middle > {split}"
    return f"((source, part, row // {width}) IN ({places}))" if steady <= STEADY else ""


def _facts(bench: Workspace, sources: list[Source], sides: tuple[Side, Side], high: str) -> dict[str, Any]:
    low, above = sides
    power = above.times(low)
    shown = [
        bench.row(f"SELECT source, row FROM magnitudes WHERE {where} ORDER BY source, row LIMIT 1")
        for where in (high, f"NOT {high}")
    ]
    source = sources[shown[0][0]]
    texts = [_text(bench, sources[number], row) for number, row in shown]
    return {
        "file": source.staged.label,
        "row": source.staged.where(shown[0][1]),
        "share": above.rows / (low.rows + above.rows),
        "power": power,
        "example": texts[0],
        "other": texts[1],
        "moved": above.money * (1 - 1 / power) / (low.money + above.money / power),
    }


def _text(bench: Workspace, source: Source, row: int) -> str:
    column = "amount" if "amount" in source.numbers else "unit_price"
    return str(bench.row(f"SELECT {name(column)} FROM {source.staged.table} WHERE rowid = {row}")[0])
