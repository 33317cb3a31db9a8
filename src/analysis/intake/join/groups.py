"""Who pays: ids with a parent become branches of the group at the top of their chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.display.language import data_error
from analysis.intake.join.tables import Typed
from analysis.intake.workspace import Workspace

BRANCH = "branch_id"


def group_customers(bench: Workspace, tables: Mapping[str, Typed]) -> list[str]:
    """Let the lines belong to the paying group; return the column that keeps the id as it was, if there are groups.

    Afterwards ``branches`` says for every id (of the lines or of the table) to which customer it belongs.

    Raises
    ------
    DataError
        If parents form a circle.
    """
    bench.con.execute("CREATE TABLE branches (id VARCHAR, root VARCHAR)")
    if not tables:
        return []
    parents = _parents(bench, tables.get("customers"))
    roots = {id_: root for id_, root in resolve(parents).items() if root != id_}
    if roots:
        import pyarrow as pa

        bench.con.register("roots", pa.table({"id": list(roots), "root": list(roots.values())}))
        bench.con.execute("INSERT INTO branches FROM roots")
        bench.con.unregister("roots")
        _say_unlisted(bench, tables["customers"])
    bench.con.execute("INSERT INTO branches SELECT id, id FROM customers ANTI JOIN branches USING (id)")
    if "customers" in tables:
        bench.con.execute(
            f"INSERT INTO branches SELECT id, id FROM {tables['customers'].table} ANTI JOIN branches USING (id)"
        )
    if not roots:
        return []
    _renumber(bench)
    return [BRANCH]


def resolve(parents: Mapping[str, str]) -> dict[str, str]:
    """Return the top of every id's chain of parents; who is their own parent is the top.

    Raises
    ------
    DataError
        If the chain of an id comes back to it; the message names the circle.

    Examples
    --------
    >>> resolve({"shop": "region", "region": "group", "group": "group"})
    {'shop': 'group', 'region': 'group', 'group': 'group'}
    """
    tops: dict[str, str] = {}
    for start in parents:
        chain: dict[str, None] = {}
        here = start
        while here not in tops and parents.get(here, here) != here:
            if here in chain:
                circle = [*list(chain)[list(chain).index(here) :], here]
                shown = circle if len(circle) <= 8 else [*circle[:7], "…"]
                raise data_error(
                    "customers: parents go round in a circle: {circle}; nobody at its top pays. Leave parent_id "
                    "empty for the one who does.",
                    circle=" → ".join(shown),
                )
            chain[here] = None
            here = parents[here]
        tops |= dict.fromkeys([*chain, here], tops.get(here, here))
    return {id_: tops[id_] for id_ in parents}


def _parents(bench: Workspace, customers: Typed | None) -> dict[str, str]:
    if customers is None or "parent_id" not in customers.columns:
        return {}
    return dict(bench.rows(f"SELECT id, parent_id FROM {customers.table} WHERE parent_id IS NOT NULL ORDER BY row"))


def _say_unlisted(bench: Workspace, customers: Typed) -> None:
    unlisted, first = bench.row(
        f"SELECT count(DISTINCT parent_id), min(parent_id) FROM {customers.table} "
        f"WHERE parent_id NOT IN (SELECT id FROM {customers.table})"
    )
    if unlisted:
        bench.info("parents_not_listed", unlisted, file=customers.place, first=first)


def _renumber(bench: Workspace) -> None:
    """Give every group a number, in the order of their ids, and let the lines say it."""
    bench.con.execute(
        f"ALTER TABLE lines ADD COLUMN {BRANCH} VARCHAR; ALTER TABLE customers RENAME TO ids_as_written; "
        "CREATE TABLE customers AS SELECT (row_number() OVER (ORDER BY root) - 1)::INTEGER AS customer, root AS id "
        "FROM (SELECT DISTINCT root FROM branches); "
        f"UPDATE lines SET {BRANCH} = w.id, customer = c.customer FROM ids_as_written w JOIN branches b USING (id) "
        "JOIN customers c ON c.id = b.root WHERE lines.customer = w.customer"
    )


def sum_branches(bench: Workspace, grouped: bool) -> None:
    """Create ``bought``: one row per id as written, with the net amount and first and last day of its used lines."""
    if grouped:
        bench.con.execute(
            f"CREATE TABLE bought AS SELECT {BRANCH} AS id, sum(amount) AS net, min(day) AS first_day, "
            f"max(day) AS last_day FROM lines WHERE reason IS NULL GROUP BY ALL"
        )
    else:
        bench.con.execute("CREATE TABLE bought AS SELECT id, net FROM people JOIN customers USING (customer)")


def say_groups(bench: Workspace, customers: Typed) -> dict[str, Any]:
    """Note how many ids form how many customers; create ``groups``, a row per branch of groups that have several.

    Returns ids and customers (that bought), groups (customers with several branches) and their revenue.
    Columns of ``groups``: customer_id, branch_id, name (of the branch), revenue, first_day and last_day; the largest
    group first, in it the largest branch first.
    """
    name = "t.name" if "name" in customers.columns else "NULL::VARCHAR"
    bench.con.execute(
        f"CREATE TABLE groups AS SELECT b.root AS customer_id, b.id AS branch_id, {name} AS name, x.net::DOUBLE AS "
        f"revenue, x.first_day, x.last_day FROM bought x JOIN branches b USING (id) "
        f"LEFT JOIN {customers.table} t USING (id) WHERE b.root IN (SELECT root FROM bought JOIN branches USING (id) "
        f"GROUP BY root HAVING count(*) > 1) "
        f"ORDER BY sum(x.net) OVER (PARTITION BY b.root) DESC, b.root, x.net DESC, b.id"
    )
    ids, paying = bench.row("SELECT count(*), count(DISTINCT root) FROM bought JOIN branches USING (id)")
    several = bench.row("SELECT count(DISTINCT customer_id) FROM groups")[0]
    bench.info("customer_groups", ids, file=customers.place, customers=paying, groups=several)
    figures = {"ids": int(ids), "customers": int(paying), "groups": int(several)}
    return figures | {
        "revenue": float(
            bench.row("SELECT coalesce(sum(net), 0) FROM bought WHERE id IN (SELECT branch_id FROM groups)")[0]
        )
    }
