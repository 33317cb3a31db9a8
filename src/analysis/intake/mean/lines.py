"""Text into typed lines: customer, day, exact money, and the reason why a line is left out, if there is one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from analysis.client.parameters import ATTRIBUTE
from analysis.display.formats import count
from analysis.display.language import data_error
from analysis.intake.mean.amounts import Numbers, product, read_numbers
from analysis.intake.mean.dates import Dates, read_dates
from analysis.intake.mean.ids import read_ids
from analysis.intake.mean.line_money import how_discounted, line_money, netted
from analysis.intake.mean.ranks import rank_of_line, ranked_customers
from analysis.intake.mean.states import came_back, stated
from analysis.intake.mean.words import sql_list, trimmed
from analysis.intake.read.staging import Staged
from analysis.intake.rules.reasons import NOBODY, REASONS, USED
from analysis.intake.workspace import Workspace, name

NUMERIC = ("amount", "less", "quantity", "unit_price", "price_unit", "discount", "cost", "unit_cost", "margin")
CARRIED = ("order_id", "product", "category", "channel", "status", "kind", "discount")
QUANTITY = "DECIMAL(18, 4)"
FEW = 0.01


@dataclass
class Source:
    """One source with the maps that turn its text into values; left_out: why lines are, as they are read."""

    staged: Staged
    dates: Dates
    ids: str
    numbers: dict[str, Numbers]
    discount: str = ""
    left_out: set[str] = field(default_factory=set)

    @property
    def written(self) -> tuple[str, int]:
        """SQL for the exact net amount as it is written, and its decimals."""
        return line_money(self.numbers, self.discount)

    @property
    def costs(self) -> dict[str, str]:
        """SQL for the margin of a line as given, else for its cost; empty without either."""
        numbers = self.numbers
        if "margin" in numbers:
            return {"margin": numbers["margin"].value}
        if "cost" in numbers:
            return {"cost": numbers["cost"].value}
        if "unit_cost" in numbers and "quantity" in numbers:
            return {"cost": product(numbers["quantity"], numbers["unit_cost"])[0]}
        if "unit_cost" in numbers:
            raise data_error(
                "{file}: unit_cost needs the quantity column as well; add it to columns.", file=self.staged.label
            )
        return {}

    @property
    def absent(self) -> str:
        """SQL that is true where the amount was not written."""
        if "less" in self.numbers:
            return " AND ".join(f"coalesce({self.numbers[column].missing}, false)" for column in ("amount", "less"))
        needed = ["amount"] if "amount" in self.numbers else ["quantity", "unit_price"]
        return " OR ".join(f"coalesce({self.numbers[column].missing}, false)" for column in needed)

    @property
    def relation(self) -> str:
        """SQL for the staged lines with the maps of their numbers."""
        return " ".join([self.staged.table, *(numbers.join for numbers in self.numbers.values())])


def understand(bench: Workspace, staged: Staged) -> Source:
    """Find out how ids, dates and numbers of a source are written."""
    raw, source, label = staged.table, staged.source, staged.label
    head = staged.headers
    ids = read_ids(bench, raw, label, head.get("customer_id", ""))
    dates = read_dates(
        bench,
        raw,
        source,
        replace(label, column=source.columns["date"]),
        header=head.get("date", ""),
        typed="date" in staged.typed or staged.parts[0].written.get("kind") in {"excel", "parquet"},
        shift=staged.serial_shift,
    )
    numbers = {
        column: read_numbers(
            bench,
            raw,
            column,
            label,
            decimal=source.decimal,
            typed=column in staged.typed,
            header=head.get(column, ""),
        )
        for column in NUMERIC
        if column in source.columns and (column != "discount" or "amount" not in source.columns)
    }
    if "less" in numbers:
        numbers["less"] = netted(bench, staged, numbers["less"])
    return Source(staged, dates, ids, numbers, how_discounted(bench, staged, numbers))


@dataclass(frozen=True)
class LineTable:
    """What the table ``lines`` holds: decimals of money, carried columns, and what is not the same for all lines."""

    digits: int
    columns: list[str]
    several_sources: bool
    several_files: bool
    rounded: bool


def create_lines(bench: Workspace, sources: list[Source], rates: list[str], digits: int) -> LineTable:
    """Create the empty table of lines.

    A line has the source and row that it comes from, the number of its customer, its day, its amount and what rounding
    took from it (residue), and a reason if it is left out; with several files, which may overlap, also its part and
    moment. What is the same for all lines is generated, not stored: it is most of what there is to write.
    """
    given = {column for source in sources for column in source.staged.source.columns}
    table = LineTable(
        digits=digits,
        columns=["margin"] * bool(given & {"cost", "unit_cost", "margin"})
        + ["quantity"] * ("quantity" in given)
        + [c for c in CARRIED if c in given]
        + sorted(c for c in given if c.startswith(ATTRIBUTE)),
        several_sources=len(sources) > 1,
        several_files=sum(len(source.staged.parts) for source in sources) > 1,
        rounded=any(rate or source.written[1] > digits for source, rate in zip(sources, rates, strict=True)),
    )
    types = {"margin": f"DECIMAL(18, {digits})", "quantity": QUANTITY}
    bench.con.execute(f"CREATE TYPE reason AS ENUM {sql_list(REASONS)}")
    bench.con.execute(
        f"CREATE TABLE lines (source INTEGER{'' if table.several_sources else ' AS (0)'}, row UINTEGER, "
        f"customer INTEGER, day DATE, amount DECIMAL(18, {digits}), reason reason, "
        f"residue DECIMAL(18, 12){'' if table.rounded else ' AS (0)'}"
        + (", part INTEGER, moment TIMESTAMP" if table.several_files else "")
        + "".join(f", {name(column)} {types.get(column, 'VARCHAR')}" for column in table.columns)
        + ")"
    )
    return table


def fill_lines(bench: Workspace, source: Source, table: LineTable, rate: str, end: dt.date | None) -> None:
    """Insert a source's lines, each with its reason if it is left out."""
    raw = source.staged.table
    kind, moment, dated = source.dates.of(f"{raw}.date", "date_map")
    customers = ranked_customers(source.staged.number)
    values = {
        "part": f"{raw}.part",
        "row": f"{raw}.rowid",
        "customer": "i.customer",
        "id_rank": "i.rank",
        "kind": kind,
        "moment": moment,
        "day": f"({moment})::DATE",
        "came_back": came_back(source.staged),
        "absent": source.absent,
        "exact": f"({source.written[0]}){rate}",
    } | _carried(source, table, rate)
    rows = stated(
        bench,
        source.staged,
        f"{source.relation} JOIN {customers} AS i ON i.v = {raw}.customer_id {dated}",
        values,
    )
    exact = f"SELECT *, {', '.join(_money(values, table))} FROM ({rows})"
    rank = rank_of_line(source.dates, bench.today, end)
    reason = " ".join(f"WHEN {k} THEN '{reason}'" for k, reason in enumerate(REASONS, 1))
    chosen = ["row", "customer", "day", "amount", f"CASE WHEN rank < {USED} THEN CASE rank {reason} END END AS reason"]
    if table.several_sources:
        chosen.append(f"{source.staged.number} AS source")
    if table.several_files:
        chosen += ["part", "moment"]
    if table.rounded:
        chosen.append("try_cast(exact - amount AS DECIMAL(18, 12)) AS residue")
    chosen += [
        {"margin": "net_margin AS margin", "quantity": "pieces AS quantity"}.get(column, name(column))
        for column in table.columns
    ]
    bench.con.execute(
        f"INSERT INTO lines BY NAME SELECT {', '.join(chosen)} FROM (SELECT *, {rank} AS rank FROM ({exact}))"
    )
    _see_left_out(bench, source, table.digits)


def _carried(source: Source, table: LineTable, rate: str) -> dict[str, str]:
    """Return SQL for the carried columns of a line, and for what its margin is made of."""
    raw, given, numbers = source.staged.table, source.staged.source.columns, source.numbers
    carried = {
        column: f"nullif({trimmed(f'{raw}.{name(column)}')}, '')" if column in given else "NULL"
        for column in table.columns
        if column not in {"margin", "quantity"}
    }
    if "margin" in table.columns:
        carried |= {column: f"({value}){rate}" for column, value in source.costs.items()}
    if "quantity" in numbers:
        carried["quantity"] = numbers["quantity"].value
    return carried


def _money(there: Collection[str], table: LineTable) -> list[str]:
    """Return SQL for the amount of a line, its margin and its quantity, as they are stored."""
    money = f"DECIMAL(18, {table.digits})"
    margin = "margin" if "margin" in there else "exact - cost" if "cost" in there else "NULL"
    return [f"try_cast(exact AS {money}) AS amount"] + [
        f"try_cast({value} AS {type_}) AS {stored}"
        for column, value, type_, stored in (
            ("margin", margin, money, "net_margin"),
            ("quantity", "quantity" if "quantity" in there else "NULL", QUANTITY, "pieces"),
        )
        if column in table.columns
    ]


def _see_left_out(bench: Workspace, source: Source, digits: int) -> None:
    of_source = f"FROM lines WHERE source = {source.staged.number}"
    if bench.row(f"SELECT count(reason), count(*) - count(amount) {of_source}") == (0, 0):
        return
    found = bench.rows(
        f"SELECT reason::VARCHAR, count(*) FILTER (amount IS NULL), min(row) FILTER (amount IS NULL) "
        f"{of_source} GROUP BY reason"
    )
    source.left_out = {reason for reason, _, _ in found if reason}
    unread = [each for each in found if each[0] in (None, *NOBODY) and each[1]]
    if unread:
        rows, first = sum(n for _, n, _ in unread), min(row for *_, row in unread)
        column = "amount" if "amount" in source.numbers else "unit_price"
        value = bench.row(f"SELECT {name(column)} FROM {source.staged.table} WHERE rowid = {first}")[0]
        raise data_error(
            "{file}: {rows} amounts are too large to be money (above {most}): the largest is an extreme outlier, "
            "'{value}' in {row}; one such row would be 100 % of revenue. Correct it in the export.",
            file=source.staged.label,
            rows=count(rows),
            most=count(10 ** (18 - digits)),
            value=value,
            row=source.staged.where(first),
        )
