"""Loyalty, where the client file names a table of surveys."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.classes.labels import summarise
from analysis.run.step import Answer, Inputs, step
from analysis.run.store import without_nan
from analysis.segments.facts import SegmentGroup
from analysis.segments.facts_loyalty import SCORES, AnsweredLevel, AnswerShare, AskedItem, LoyaltyFacts
from analysis.segments.loyalty import LOYALTY, by_item, latest, loyalty_class, share_of


@step(
    "loyalty",
    LoyaltyFacts,
    after=("churn", "accounts"),
    needs=("ledger", "customers", "surveys", "survey_levels"),
    per_customer="loyalty",
)
def loyalty(given: Inputs) -> Answer:
    """Hold what customers say against what they are expected to do."""
    end, customers = given.ledger.observation_end, given.customers.set_index("customer_id")
    surveys = given.surveys
    if surveys is not None:
        surveys = surveys[(surveys["date"] <= pd.Timestamp(end)) & surveys["customer_id"].isin(customers.index)]
        surveys = surveys[surveys[[c for c in ("satisfaction", "recommend") if c in surveys]].notna().any(axis=1)]
    if surveys is None or surveys.empty:
        return LoyaltyFacts(known=False), {}
    asked, (scale, top) = latest(surveys), given.survey_levels
    line = len(scale) - len(top) + 1
    table = customers.join(asked).reindex(columns=[*customers.columns, "satisfaction", "recommendation"])
    table["wallet_share"] = _wallet_share(given, table.index)
    scores = given.churn.tables.get("scores")
    if scores is not None:
        table["churn_probability"] = scores.set_index("customer_id")["churn_probability"]
        table["buys"] = 1 - table["churn_probability"]
        table["loyalty_class"] = loyalty_class(table, line)
    paid, inside, answers = given.ledger.has_amounts, table.index.isin(asked.index), table["satisfaction"].dropna()
    facts = LoyaltyFacts(
        known=True,
        answers=len(surveys),
        first=surveys["date"].min().date(),
        last=surveys["date"].max().date(),
        customers=len(table),
        asked=int(inside.sum()),
        asked_revenue_share=_part(table.loc[inside, "revenue"].sum(), table["revenue"].sum()) if paid else None,
        satisfied=AnswerShare(**share_of(answers >= line)) if len(answers) else None,
        top=top,
        levels=_levels(answers, scale),
        items=[AskedItem(**record) for record in by_item(surveys, line)],
        **_recommending(table["recommendation"].dropna()),
        without_classes=given.churn.facts.refusal,
        **(_expected(given, table, inside, paid=paid) if scores is not None else {}),
    )
    named = {len(scale) - place: word for place, word in enumerate(scale)}
    table["satisfaction"] = table["satisfaction"].map(lambda level: named.get(level, f"{level:g}"), na_action="ignore")
    return facts, {"loyalty": table.reindex(columns=[*SCORES]).reset_index()}


def _expected(given: Inputs, table: pd.DataFrame, inside: Any, *, paid: bool) -> dict[str, Any]:
    money = table if paid else table.assign(revenue=float("nan"), margin=float("nan"))
    rows = summarise(table["loyalty_class"], money, LOYALTY).to_dict("index")
    means = [table.loc[which, "buys"].mean() for which in (inside, ~inside)]
    return {
        "window_days": given.churn.facts.window_days,
        "buys_asked": None if pd.isna(means[0]) else float(means[0]),
        "buys_others": None if pd.isna(means[1]) else float(means[1]),
        "classes": {str(name): SegmentGroup(**without_nan(row)) for name, row in rows.items()},
    }


def _levels(answers: pd.Series, scale: list[str]) -> list[AnsweredLevel]:
    """Return how many gave each answer, the best first."""
    counts = np.floor(answers).value_counts().reindex(range(len(scale), 0, -1), fill_value=0)
    return [AnsweredLevel(level=word, customers=int(n)) for word, n in zip(scale, counts, strict=True)]


def _recommending(answers: pd.Series) -> dict[str, AnswerShare]:
    if answers.empty:
        return {}
    return {
        "recommending": AnswerShare(**share_of(answers == "promoter")),
        "advising_against": AnswerShare(**share_of(answers == "detractor")),
    }


def _wallet_share(given: Inputs, index: pd.Index) -> pd.Series:
    """Return the share of what a customer could spend that comes to us, as the accounts have it."""
    scores = given.accounts.tables.get("scores")
    if scores is None or "wallet_share" not in scores:
        return pd.Series(float("nan"), index)
    return scores.set_index("customer_id")["wallet_share"].reindex(index).astype(float)


def _part(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None
