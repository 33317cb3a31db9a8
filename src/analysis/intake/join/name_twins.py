"""The same name under several ids: perhaps one customer, whose weight is then spread over several rows."""

from __future__ import annotations

from analysis.intake.join.tables import Typed
from analysis.intake.workspace import Workspace

ALIKE = "regexp_replace(lower(nfc_normalize(name)), '[^\\p{L}\\p{N}]', '', 'g')"


def say_name_twins(bench: Workspace, customers: Typed) -> None:
    """Report names that differ in nothing but case, blanks and punctuation under ids of different customers."""
    if "name" not in customers.columns:
        return
    bench.con.execute(
        f"CREATE TEMP TABLE named AS SELECT t.id, b.root, t.name, {ALIKE} AS k, coalesce(x.net, 0) AS net "
        f"FROM {customers.table} t JOIN branches b USING (id) LEFT JOIN bought x USING (id) WHERE t.name IS NOT NULL"
    )
    twins = bench.rows(
        "SELECT arg_min(name, id), list(id ORDER BY net DESC, id), list(net ORDER BY net DESC, id), sum(net) "
        "FROM named WHERE k <> '' GROUP BY k HAVING count(DISTINCT root) > 1 ORDER BY sum(net) DESC, k"
    )
    if not twins:
        return
    bench.warn(
        "name_twins",
        sum(len(ids) for _, ids, *_ in twins),
        sum(money for *_, money in twins),
        file=customers.place,
        names=[
            {"name": name, "ids": [{"id": id_, "net": net} for id_, net in zip(ids, nets, strict=True)]}
            for name, ids, nets, _ in twins
        ],
    )
