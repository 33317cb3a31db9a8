"""The same name under several ids: perhaps one customer, whose weight is then spread over several rows."""

from __future__ import annotations

from analysis.intake.join.tables import Typed
from analysis.intake.workspace import Workspace

SHOWN = 5
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
    shown = "; ".join(f"'{name}': {_listed(ids, nets)}" for name, ids, nets, _ in twins[:SHOWN])
    more = f"; and {len(twins) - SHOWN:,} more" if len(twins) > SHOWN else ""
    ids = sum(len(ids) for _, ids, *_ in twins)
    bench.warn(
        "name_twins",
        f"{customers.label}: {len(twins):,} name{'s stand' if len(twins) > 1 else ' stands'} under several ids, with "
        f"revenue: {shown}{more}. Are they one customer each? Then give them one parent_id.",
        ids,
        float(sum(money for *_, money in twins)),
    )


def _listed(ids: list[str], nets: list[object]) -> str:
    shown = ", ".join(f"{id_} ({net:,.2f})" for id_, net in zip(ids[:SHOWN], nets, strict=False))
    return shown + (f" and {len(ids) - SHOWN:,} more" if len(ids) > SHOWN else "")
