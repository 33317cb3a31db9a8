"""Tables of what the client says beside the sales: who owes, groups, costs up front, referrals, types, scores."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.accounts.say_beside import bucket_name, type_name
from analysis.accounts.tables import size_column
from analysis.display.cells import Column, Table
from analysis.display.language import sentence
from analysis.run.run import Run


def owed(run: Run) -> Table:
    """Return who owes, by what is past due."""
    o = run.outstanding
    cash = partial(Column, kind="money", currency=run.currency, digits=0)
    frame = o.tables["owed"]
    frame = frame[frame["open"] > 0].reset_index(drop=True)
    columns = {
        "customer_id": Column(sentence("Customer")),
        "open": cash(sentence("Open")),
        "past_due": cash(sentence("Past due")),
        "oldest": Column(sentence("Oldest, days past due"), "count"),
        **{code: cash(bucket_name(code)) for code in o.facts.ageing},
        "days_outstanding": Column(sentence("Days outstanding"), "count"),
        "credit_cost": cash(sentence("Cost of credit a year")),
    }
    return Table(
        frame,
        columns,
        total={"open": frame["open"].sum(), "past_due": frame["past_due"].sum()},
        caption=sentence("Who owes, and for how long"),
        sort_note=sentence("Sorted by what is past due."),
    )


def spent(run: Run) -> Table:
    """Return the accounts with costs up front."""
    cash = partial(Column, kind="money", currency=run.currency, digits=0)
    frame = run.accounts.tables["spent"]
    known = run.accounts.facts.margin_known
    back = [sentence("yes") if each else sentence("not yet") for each in frame["paid_back"]]
    columns = {
        "customer_id": Column(sentence("Customer")),
        "spent": cash(sentence("Spent to win it")),
        "yearly": cash(sentence("Cost to serve a year")),
        "year": cash(sentence("Revenue a year")),
        **({"account_margin": cash(sentence("Margin so far")), "back": Column(sentence("Paid back"))} if known else {}),
    }
    return Table(frame.assign(back=back), columns, caption=sentence("What was spent to win accounts"))


def referrers(run: Run) -> Table:
    """Return who brings new customers."""
    columns = {
        "customer_id": Column(sentence("Customer")),
        "referred": Column(sentence("Customers brought"), "count"),
        "referred_size": size_column(run),
        "size": _own(run),
    }
    return Table(run.accounts.tables["referrers"], columns, caption=sentence("Who brings new customers"))


def _own(run: Run) -> Column:
    label = sentence("Own revenue") if run.client.has_amounts else sentence("Own purchases")
    return Column(label, "money", currency=run.currency, digits=0) if run.client.has_amounts else Column(label, "count")


def types(run: Run) -> Table:
    """Return the types of accounts."""
    f = run.accounts.facts
    held = [row for row in f.types if row.customers]
    frame = pd.DataFrame([{**row.model_dump(), "type": type_name(row.type)} for row in held])
    columns = {
        "type": Column(sentence("Type")),
        "customers": Column(sentence("Customers"), "count"),
        "size": size_column(run),
        "share": Column(sentence("Share"), "share", bar=True),
        "margin": Column(sentence("Margin"), "money", currency=run.currency, digits=0),
        "large": Column(sentence("Of them large"), "count"),
        "key": Column(sentence("Key"), "count"),
        "watch": Column(sentence("To watch"), "count"),
    }
    shown = {key: column for key, column in columns.items() if key != "margin" or f.margin_known}
    return Table(frame, shown, caption=sentence("Types of accounts"))


def scores(run: Run) -> Table:
    """Return the large accounts by score."""
    frame = run.accounts.tables["large"].sort_values(
        ["account_score", "customer_id"], ascending=[False, True], kind="stable"
    )
    columns = {
        "customer_id": Column(sentence("Customer")),
        "account_score": Column(sentence("Score (0–100)"), "number", digits=0, bar=True),
        "size": size_column(run),
    }
    return Table(frame, columns, caption=sentence("Large accounts by the scorecard"))


def way_name(code: str) -> str:
    """Return how a group buys in words."""
    return sentence("centrally") if code == "central" else sentence("by branches")


def groups(run: Run) -> Table:
    """Return all groups with how they buy."""
    frame = run.accounts.tables["groups"]
    columns = {
        "customer_id": Column(sentence("Group")),
        "revenue": Column(sentence("Revenue"), "money", currency=run.currency, digits=0),
        "branches": Column(sentence("Branches"), "count"),
        "silent": Column(sentence("Of them silent for a year"), "count"),
        "largest_branch": Column(sentence("Largest branch")),
        "largest_share": Column(sentence("Its share"), "share", bar=True),
        "buys": Column(sentence("Buys")),
    }
    return Table(frame.assign(buys=frame["way"].map(way_name)), columns, caption=sentence("Groups, and how they buy"))


def branches(run: Run) -> Table:
    """Return every branch beneath the group that pays for it, the largest group first."""
    frame = run.branches.rename(columns={"name": "branch_name"})
    columns = {
        "customer_id": Column(sentence("Group")),
        "branch_id": Column(sentence("Branch")),
        "branch_name": Column(sentence("Branch's name")),
        "revenue": Column(sentence("Revenue"), "money", currency=run.currency, digits=0),
        "last_day": Column(sentence("Last day"), "day"),
    }
    shown = {key: column for key, column in columns.items() if frame[key].notna().any()}
    return Table(frame, shown, caption=sentence("Groups with the branches beneath them"))
