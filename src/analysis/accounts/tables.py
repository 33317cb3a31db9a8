"""The tables of the chapter on accounts, whole: the chapter shows their top, the workbook all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from analysis.accounts import say, say_profit, say_rules
from analysis.accounts.say_beside import type_name
from analysis.display.cells import Column, Table
from analysis.display.language import sentence
from analysis.run.run import Run
from analysis.words.accounts import size_name


def worded(frame: pd.DataFrame, run: Run) -> pd.DataFrame:
    """Return accounts with verdict, reason and state in words, and their share."""
    rows = frame.to_dict("records")
    return frame.assign(
        verdict=[say.verdict_name(row["account_verdict"]) for row in rows],
        reason=[say.reason(row, run.currency) for row in rows],
        state=[say.silence(row) for row in rows],
        type=frame["key_account_type"].map(type_name, na_action="ignore"),
        share=frame["size"] / whole_size(run),
    )


def shortened(whole: Table, shown: Sequence[str], *, top: int, sheet: str) -> Table:
    """Return the first rows of a whole table, of the columns that a page has room for."""
    columns = {key: whole.columns[key] for key in shown if key in whole.columns}
    return replace(whole, columns=columns, top=top, sheet=sheet)


def whole_size(run: Run) -> float:
    """Return what all customers above 0 brought."""
    top = run.accounts.facts.top
    largest = run.accounts.tables["largest"]["size"].clip(lower=0)
    return float(largest.head(1).sum() / top[0].share) if top else float(largest.sum())


def key_accounts(run: Run) -> Table:
    """Return the large accounts and those to develop, each with its verdict and reason."""
    f = run.accounts.facts
    frame = worded(run.accounts.tables["large"], run)
    cash = partial(Column, kind="money", currency=run.currency, digits=0)
    ahead = sentence("Expected value") if run.value.facts.margin_rate is not None else sentence("Expected revenue")
    columns = {
        "customer_id": Column(sentence("Customer")),
        "type": Column(sentence("Type")),
        "verdict": Column(sentence("Verdict")),
        "reason": Column(sentence("Why"), "sentence"),
        "size": cash(sentence("Revenue")) if run.client.has_amounts else Column(sentence("Purchases"), "count"),
        "share": Column(sentence("Share"), "share", digits=1),
        "account_margin": cash(sentence("Margin")),
        "state": Column(sentence("Still buys"), "sentence"),
        "churn_probability": Column(sentence("Will not buy (next {n} days)", n=f.window_days), "share"),
        "purchases": Column(sentence("Purchase days"), "count"),
        "active_quarter_share": Column(sentence("Quarters with a purchase"), "share"),
        "largest_purchase_share": Column(sentence("Largest purchase's share"), "share"),
        "last_year": cash(sentence("Last 365 days"))
        if run.client.has_amounts
        else Column(sentence("Purchases of the last 365 days"), "count"),
        "change": Column(sentence("Against the year before"), "share"),
        "worth": cash(ahead),
        "products": Column(sentence("Products"), "count"),
        "categories": Column(sentence("Categories"), "count"),
        "discount_share": Column(sentence("Discount"), "share", digits=1),
        "served": cash(sentence("Cost to serve")),
        "rebate": cash(sentence("Rebate")),
        "credit": Column(sentence("Credit")),
        "past_due": cash(sentence("Past due")),
        "days_outstanding": Column(sentence("Days outstanding"), "count"),
        "wallet_share": Column(sentence("Share of wallet"), "share"),
        "account_score": Column(sentence("Score (0–100)"), "count"),
        "segment": Column(sentence("Segment")),
        "manager": Column(sentence("Manager")),
        "last_purchase": Column(sentence("Last purchase"), "day"),
    }
    hidden = set() if f.margin_known else {"account_margin"}
    shown = {key: column for key, column in columns.items() if key not in hidden and _says_something(frame, key)}
    return Table(frame, shown, caption=sentence("Large accounts, and those to develop"), sort_note=say_rules.rules(f))


def _says_something(frame: pd.DataFrame, key: str) -> bool:
    if key not in frame:
        return False
    if key in {"served", "rebate"}:
        return bool((frame[key] > 0).any())
    return key in {"customer_id", "size", "verdict"} or bool(frame[key].notna().any())


def unprofitable(run: Run) -> Table:
    """Return all customers with a negative margin, each with what would turn it."""
    frame = run.profitability.tables["unprofitable"]
    rows = frame.to_dict("records")
    frame = frame.assign(turned=[say_profit.turn(row, run.currency) for row in rows])
    p = run.profitability.facts
    cash = partial(Column, kind="money", currency=run.currency, digits=0)
    columns = {
        "customer_id": Column(sentence("Customer")),
        "revenue": cash(sentence("Revenue")),
        "account_margin": cash(sentence("Margin")),
        "margin_rate": Column(sentence("Margin of revenue"), "share", digits=1),
        "turned": Column(sentence("What would turn it"), "sentence"),
        "price_rise": Column(sentence("Price rise to 0"), "share", digits=1),
        "below_cost": cash(sentence("Lost below cost")),
        "discount_given": cash(sentence("Discounts given")),
        "served": cash(sentence("Cost to serve")),
        "rebate": cash(sentence("Rebate")),
        "last_year": cash(sentence("Revenue, last 365 days")),
        "last_purchase": Column(sentence("Last purchase"), "day"),
        "abc_class": Column(sentence("Class")),
    }
    shown = {key: column for key, column in columns.items() if _says_something(frame, key)}
    return Table(
        frame,
        shown,
        total={"revenue": p.unprofitable_revenue, "account_margin": p.loss, "customer_id": sentence("Total")},
        caption=sentence("Who costs money, and what would turn it"),
        sort_note=say_profit.of_margin(p),
    )


def came_and_went(run: Run) -> Table:
    """Return who was a key account a year ago and is none, and the reverse."""
    moved = run.accounts.tables["moved"]
    rows = moved.to_dict("records")
    frame = moved.assign(
        before=[_before(row["verdict_before"]) for row in rows],
        now=[say.verdict_name(row["account_verdict"]) for row in rows],
        reason=[say.reason(row, run.currency) for row in rows],
    )
    columns = {
        "customer_id": Column(sentence("Customer")),
        "size": size_column(run),
        "before": Column(sentence("A year ago")),
        "now": Column(sentence("Today")),
        "reason": Column(sentence("Why today"), "sentence"),
    }
    return Table(frame, columns, caption=sentence("Key accounts that came and went"))


def _before(verdict: object) -> str:
    return sentence("not yet a customer") if pd.isna(verdict) else say.verdict_name(str(verdict))


def size_column(run: Run) -> Column:
    """Return the column of an account's size."""
    label = size_name(run.accounts.facts)
    name = label[:1].upper() + label[1:]
    return Column(name, "money", currency=run.currency, digits=0) if run.client.has_amounts else Column(name, "count")
