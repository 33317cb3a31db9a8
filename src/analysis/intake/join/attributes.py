"""The table of customers: one row per id, and one account per paying customer."""

from __future__ import annotations

from analysis.client.tables import CustomerTable
from analysis.display.language import sentences
from analysis.intake.join.tables import Typed
from analysis.intake.workspace import Workspace, name
from analysis.schema import DataError

SUMMED = {column for column, kind in CustomerTable.KINDS.items() if kind == "money"}


def one_row_each(bench: Workspace, customers: Typed) -> None:
    """Keep one row per id: a row that stands twice counts once, and two different rows are an error.

    Raises
    ------
    DataError
        If rows of one id differ; it names the ids, and the columns in which they do.
    """
    table, columns = customers.table, customers.columns
    differs = [f"count(DISTINCT coalesce({name(column)}::VARCHAR, chr(0))) > 1" for column in columns]
    found = bench.rows(
        f"SELECT {', '.join(['id', 'count(*) OVER ()', *differs])} FROM {table} GROUP BY id "
        f"HAVING {' OR '.join(differs) or 'false'} ORDER BY min(row) LIMIT 3"
    )
    if found:
        shown = ", ".join(
            f"'{id_}' ({', '.join(c for c, is_so in zip(columns, flags, strict=True) if is_so)})"
            for id_, _, *flags in found
        )
        ids = found[0][1]
        raise DataError(
            sentences(
                ids,
                "{file}: {n} id has rows that contradict each other: {shown}; only one of them can be right. Keep one "
                "row per id.",
                "{file}: {n} ids have rows that contradict each other: {shown}; only one of them can be right. Keep "
                "one row per id.",
                file=customers.place,
                shown=shown,
            )
        )
    rows, first = bench.row(
        f"SELECT count(*), arg_min(id, row) FROM (SELECT id, row, row_number() OVER (PARTITION BY id ORDER BY row) "
        f"AS nth FROM {table}) WHERE nth > 1"
    )
    if rows:
        bench.con.execute(f"DELETE FROM {table} WHERE row NOT IN (SELECT min(row) FROM {table} GROUP BY id)")
        bench.warn("customers_duplicates", rows, file=customers.place, first=first)
    _say_twins(bench, customers)


def last_row_each(bench: Workspace, customers: Typed) -> None:
    """Keep the last value of each column per id, where the table is the sales themselves: many rows each, no fault."""
    columns, table = [name(column) for column in customers.columns], customers.table
    last = ", ".join(f"arg_max({column}, row) FILTER ({column} IS NOT NULL) AS {column}" for column in columns)
    bench.con.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT min(row) AS row, id, {last} FROM {table} GROUP BY id ORDER BY 1"
    )
    _say_twins(bench, customers)


def _say_twins(bench: Workspace, customers: Typed) -> None:
    """Report ids of the table that differ only in case, blanks or dashes: perhaps one customer each."""
    groups, one, two = bench.row(
        f"SELECT count(*), min(one), min_by(two, one) FROM (SELECT min(id) AS one, max(id) AS two "
        f"FROM {customers.table} GROUP BY translate(lower(id), ' _.-', '') HAVING count(*) > 1)"
    )
    if groups:
        bench.warn("customers_id_twins", groups, file=customers.place, one=one, two=two)


def make_accounts(bench: Workspace, customers: Typed) -> None:
    """Create ``accounts``: one row per paying customer in the used lines or in the table, sorted by id.

    ``bought`` holds the ids of the lines, and ``branches`` says to which paying customer an id belongs. Costs are
    sums over its ids, ``acquired_on`` is their earliest, flags are true if one is; any other value is the
    paying customer's own or, where it has none, the one on which its branches agree.
    """
    values = []
    for column in customers.columns:
        quoted = name(column)
        if column == "parent_id":
            continue
        if column in SUMMED:
            value = f"sum({quoted})::DOUBLE"
        elif column == "acquired_on":
            value = f"min({quoted})"
        elif CustomerTable.KINDS[column] == "flag":
            value = f"bool_or({quoted})"
        else:
            agreed = f"CASE WHEN count(DISTINCT {quoted}) = 1 THEN any_value({quoted}) END"
            if column == "name":  # of a group that the table does not name: its largest branch, and how many more
                more = "CASE WHEN count(*) > 1 THEN ' (+' || (count(*) - 1) || ')' ELSE '' END"
                agreed = f"coalesce({agreed}, arg_max({quoted}, coalesce(net, 0)) || {more})"
            value = f"coalesce(any_value({quoted}) FILTER (id = root), {agreed})"
        values.append(f"{value} AS {quoted}")
    bench.con.execute(
        f"CREATE TABLE accounts AS SELECT root AS customer_id{''.join(f', {value}' for value in values)} "
        f"FROM (SELECT id FROM bought UNION SELECT id FROM {customers.table}) JOIN branches USING (id) "
        f"LEFT JOIN {customers.table} USING (id) LEFT JOIN (SELECT id, net FROM bought) USING (id) "
        f"GROUP BY root ORDER BY root"
    )
    if "acquired_on" in customers.columns:
        _say_acquired_late(bench, customers)


def _say_acquired_late(bench: Workspace, customers: Typed) -> None:
    late, known, first = bench.row(
        "SELECT count(*) FILTER (first_day < acquired_on), count(*), min(customer_id) FILTER (first_day < acquired_on) "
        "FROM people JOIN customers USING (customer) JOIN accounts ON accounts.customer_id = customers.id "
        "WHERE acquired_on IS NOT NULL"
    )
    if late:
        bench.warn("acquired_after_purchase", late, file=customers.place, customers=known, first=first)
