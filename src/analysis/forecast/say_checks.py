"""Sentences on the checks of the forecast: for whom it was off, and whether purchases and spend go apart."""

from __future__ import annotations

from typing import Any

from analysis.display.formats import interval, number, share
from analysis.findings.words import Numbers


def by_frequency(rows: list[dict[str, Any]]) -> str:
    """Say for whom the forecast of purchases was off: groups whose mean chance does not explain.

    Examples
    --------
    >>> rows = [{"label": "0", "customers": 90, "expected": 0.2, "actual": 0.2, "actual_low": 0.1, "actual_high": 0.3},
    ...         {"label": "1", "customers": 40, "expected": 0.5, "actual": 0.7, "actual_low": 0.6, "actual_high": 0.8}]
    >>> by_frequency(rows)
    'In **1 of 2** groups by earlier repeat purchases the forecast lies within what chance allows; furthest off were \
customers with 1 before: 0.50 expected, 0.70 made.'
    """
    inside = [row["actual_low"] <= row["expected"] <= row["actual_high"] for row in rows]
    text = (
        f"In **{sum(inside)} of {len(rows)}** groups by earlier repeat purchases the forecast lies within what chance "
        "allows"
    )
    off = [row for row, held in zip(rows, inside, strict=True) if not held]
    if not off:
        return f"{text}."
    worst = max(off, key=lambda row: abs(row["expected"] - row["actual"]) * row["customers"])
    return (
        f"{text}; furthest off were customers with {worst['label']} before: {number(worst['expected'])} expected, "
        f"{number(worst['actual'])} made."
    )


def spend_tested(v: Numbers) -> str:
    """Say why frequency x spend may be multiplied, and whether purchases change in size.

    Examples
    --------
    >>> all_, same = ({"change": c, "low": c - 0.03, "high": c + 0.03, "customers": 9} for c in (0.10, 0.02))
    >>> contest = {"product": 0.04, "means": 0.14, "low": -0.2, "high": -0.1}
    >>> spend_tested({"spend": {"spearman": 0.21, "contest": contest},
    ...               "spend_drift": {"all": all_, "same_customers": same}}).replace("\u202f", " ")
    'Frequent buyers spend more per purchase (rank correlation 0.21); on earlier days the forecast missed the spend of \
a frequency band by 4 %, the plain mean of each band by 14 %. A purchase in the later half of the period brought 10 % \
more than in the earlier (7–13 %); among customers who bought in both, 2 % more (−1 % to 5 %).'
    """
    s, d = v["spend"], v["spend_drift"]
    parts = []
    if s.get("spearman") is not None:
        kind = "more" if s["spearman"] > 0 else "less"
        parts.append(f"Frequent buyers spend {kind} per purchase (rank correlation {number(s['spearman'])})")
    if s.get("contest"):
        c = s["contest"]
        missed = (
            f"on earlier days the forecast missed the spend of a frequency band by {share(c['product'])}, the plain "
            f"mean of each band by {share(c['means'])}"
        )
        if c["low"] <= 0 <= c["high"]:
            missed += ", which chance alone could explain"
        parts.append(missed)
    said = "; ".join(parts)
    text = f"{said[0].upper()}{said[1:]}. " if said else ""
    if d is None:
        return text.strip()
    whole = f"A purchase in the later half of the period brought {_changed(d['all'])}"
    if d["same_customers"] is None:
        return f"{text}{whole}."
    low, high = d["same_customers"]["low"], d["same_customers"]["high"]
    same = f"{_more_or_less(d['same_customers']['change'])} ({interval(low, high, share)})"
    return f"{text}{whole}; among customers who bought in both, {same}."


def _changed(change: Numbers) -> str:
    than = "as" if share(abs(change["change"])) == share(0) else "than"
    low, high = change["low"], change["high"]
    text = f"{_more_or_less(change['change'])} {than} in the earlier ({interval(low, high, share)})"
    return f"{text}, which chance alone could explain" if low <= 0 <= high and than == "than" else text


def _more_or_less(change: float) -> str:
    if share(abs(change)) == share(0):
        return "as much"
    return f"{share(abs(change))} {'more' if change > 0 else 'less'}"
