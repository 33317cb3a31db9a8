"""What the notebook on accounts shows of groups: who buys for whom, centrally or branch by branch."""

from __future__ import annotations

import pandas as pd

from analysis.accounts.facts_beside import BuyingGroups
from analysis.accounts.tables import size_column
from analysis.accounts.tables_beside import way_name
from analysis.display.cells import Column, Finding, Table
from analysis.display.chapter import refusable
from analysis.display.formats import count, share
from analysis.display.language import joined, sentence, sentences
from analysis.display.names import labels
from analysis.run.run import Run
from analysis.words.accounts import size_name

GROUPS, BRANCHES = 5, 3
"""So many groups, and of each so many branches, have room on a page."""


@refusable("accounts")
def groups(run: Run) -> Finding | None:
    """Say what groups bring, and how many buy centrally."""
    g = run.accounts.facts.groups
    if g is None:
        return None
    first = sentences(
        g.groups,
        "{n} group with {branches} branches brings {share} of the {of}.",
        "{n} groups with {branches} branches bring {share} of the {of}.",
        branches=count(g.branches),
        share=share(g.share),
        of=size_name(run.accounts.facts),
    )
    return Finding(
        joined(first, _ways(g), _silent(g, _branches_named(run, g)) if run.accounts.facts.days_known else "")
    )


def _branches_named(run: Run, g: BuyingGroups) -> list[str]:
    rows = run.branches.drop_duplicates("branch_id").set_index("branch_id").reindex(g.quiet[:BRANCHES])
    return list(rows["name"].fillna(rows.index.to_series())) if "name" in rows else list(rows.index)


def _ways(g: BuyingGroups) -> str:
    shares = {row.way: share(row.share) for row in g.ways}
    if len(shares) == 2:
        return sentences(
            g.central,
            "**{central} buys centrally** (one branch brings {line} or more; {its} in all), {others} branch by branch "
            "({their}): talk to one buyer there, and to every branch of the others.",
            "**{central} buy centrally** (one branch brings {line} or more; {its} in all), {others} branch by branch "
            "({their}): talk to one buyer there, and to every branch of the others.",
            central=count(g.central),
            others=count(g.groups - g.central),
            line=share(g.central_share),
            its=shares["central"],
            their=shares["branches"],
        )
    if g.central:
        return sentence(
            "**All buy centrally**: one branch brings {line} or more. Talk to one buyer each.",
            line=share(g.central_share),
        )
    return sentence(
        "**None buys centrally**: no branch brings {line} of its group. Talk to every branch.",
        line=share(g.central_share),
    )


def _silent(g: BuyingGroups, named: list[str]) -> str:
    quiet = sentences(
        len(g.quiet),
        "**{n}** has been silent for 91 days or more, though the branches mostly buy every month: {names}.",
        "**{n}** have been silent for 91 days or more, though the branches mostly buy every month, among them {names}.",
        names="; ".join(named),
    )
    if not g.silent:
        return quiet if g.quiet else sentence("Every branch has bought within the last 365 days.")
    said = sentences(
        g.silent,
        "**{n} of the {branches} branches** has not bought for 365 days or more.",
        "**{n} of the {branches} branches** have not bought for 365 days or more.",
        branches=count(g.branches),
    )
    return joined(said, quiet if g.quiet else "")


@refusable("accounts")
def ways_table(run: Run) -> Table | None:
    """Show groups that buy centrally beside those whose branches buy; nothing where all buy alike."""
    f = run.accounts.facts
    if f.groups is None or len(f.groups.ways) < 2:
        return None
    frame = pd.DataFrame([{**row.plain(), "way": way_name(row.way)} for row in f.groups.ways])
    columns = {
        "way": Column(sentence("Buys")),
        "groups": Column(sentence("Groups"), "count"),
        "branches": Column(sentence("Branches"), "count"),
        "silent": Column(sentence("Of them silent for a year"), "count"),
        "size": size_column(run),
        "share": Column(sentence("Share"), "share", digits=1, bar=True),
        "margin": Column(sentence("Margin"), "money", currency=run.currency, digits=0),
        "purchases": Column(sentence("Purchase days (median)"), "number", digits=0),
        "key": Column(sentence("Key"), "count"),
        "gone": Column(sentence("Gone"), "count"),
    }
    hidden = set() if f.margin_known else {"margin"}
    hidden |= set() if f.days_known else {"silent", "purchases", "gone"}
    shown = {key: column for key, column in columns.items() if key not in hidden}
    return Table(frame, shown, caption=sentence("Central against branch buying"))


@refusable("accounts")
def branches_table(run: Run) -> Table | None:
    """Show the largest groups with their largest branches beneath."""
    table = run.accounts.tables["groups"].head(GROUPS)
    if table.empty:
        return None
    rows: list[dict[str, object]] = []
    for group in table.assign(who=labels(run, table["customer_id"])).to_dict("records"):
        beneath = run.branches[run.branches["customer_id"] == group["customer_id"]]
        rows.append({**group, "buys": way_name(group["way"])})
        rows += [_branch(row, group["revenue"]) for row in beneath.head(BRANCHES).to_dict("records")]
        if len(beneath) > BRANCHES:
            rest = beneath.iloc[BRANCHES:]
            rows.append({"who": _more(len(rest)), "revenue": rest["revenue"].sum()})
    columns = {
        "who": Column(sentence("Group, and branches beneath")),
        "buys": Column(sentence("Buys")),
        "revenue": Column(sentence("Revenue"), "money", currency=run.currency, digits=0),
        "part": Column(sentence("Of the group"), "share", bar=True),
        "last_day": Column(sentence("Last day"), "day"),
    }
    return Table(
        pd.DataFrame(rows).reindex(columns=list(columns)),
        columns,
        caption=sentence("The largest groups"),
        sort_note=sentence("All groups and branches: sheets “Groups” and “Branches” of customers.xlsx."),
    )


def _branch(row: dict[str, object], whole: float) -> dict[str, object]:
    name = row["branch_id"] if pd.isna(row["name"]) else f"{row['name']} ({row['branch_id']})"
    part = row["revenue"] / whole if whole > 0 else None  # type: ignore[operator]
    return {"who": f"– {name}", "revenue": row["revenue"], "part": part, "last_day": row["last_day"]}


def _more(n: int) -> str:
    return sentences(n, "– {n} more branch", "– {n} more branches")
