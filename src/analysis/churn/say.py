"""Sentences on who will not buy, who slips away and who is lost."""

from __future__ import annotations

from analysis.display.formats import compact_money, count, points, share
from analysis.findings.words import Numbers, customers


def leavers(c: Numbers) -> str:
    """Say how many customers will not buy in the churn window."""
    told = c["revenue_at_leavers"] is not None
    return (
        f"**{share(c['mean_probability'])} of the customers** ({count(c['expected_leavers'])} of "
        f"{count(c['customers'])}) will probably not buy in the next {count(c['window_days'])} days"
        + (f"; they brought {share(c['revenue_at_leavers'])} of the revenue so far." if told else ".")
    )


def window(c: Numbers) -> str:
    """Say where the churn window comes from."""
    if c["window_from"] == "parameter":
        return f"The window of {count(c['window_days'])} days is set in the client file."
    return (
        f"The window of {count(c['window_days'])} days is the client's own: nine of ten customers who came back "
        "did so within it."
    )


def calibration(c: Numbers) -> str:
    """Say whether the churn probabilities came true."""
    rows = c["calibration"]
    n = sum(row["customers"] for row in rows)
    said = sum(row["predicted"] * row["customers"] for row in rows) / n
    came = sum(row["observed"] * row["customers"] for row in rows) / n
    inside = sum(row["observed_low"] <= row["predicted"] <= row["observed_high"] for row in rows)
    return (
        f"Tested on {count(c['calibration_days'])} unseen days, the model said that {share(said)} would not buy; "
        f"**{share(came)} did not** ({points(said - came)}). In {inside} of {len(rows)} groups the forecast lies "
        "within what chance allows."
    )


def slipping(c: Numbers, currency: str | None, name: str) -> str:
    """Say whom to call before they are gone."""
    if c["call"] is None:
        return f"No customer went quiet within the last {count(c['window_days'])} days."
    return (
        f"{_at_stake(c['call'], currency, name)} is slipping away, half of it with {_half(c['call'])}: call them first."
    )


def lost(c: Numbers, currency: str | None, name: str) -> str:
    """Say whom to win back."""
    if c["win_back"] is None:
        return "No customer is lost."
    return (
        f"{_at_stake(c['win_back'], currency, name)} has probably gone already, half of it with {_half(c['win_back'])}."
    )


def at_risk(c: Numbers, currency: str | None) -> str:
    """Say whose recent revenue is at risk, and whom to call, where no purchase model says what they are worth."""
    risk = c["at_risk"]
    if not risk["customers"]:
        return (
            f"Nobody who brought revenue in the last {count(risk['days'])} days will more likely not buy than buy in "
            f"the next {count(c['window_days'])}."
        )
    return (
        f"{customers(risk['customers'])} with **{compact_money(risk['revenue'], currency)}** of revenue in the "
        f"last {count(risk['days'])} days ({share(risk['revenue'] / risk['revenue_of_all'])} of all) will more "
        f"likely not buy than buy in the next {count(c['window_days'])}. Weighted by that probability "
        f"**{compact_money(risk['value'], currency)}** is at risk, half of it with {_half(risk)}: call them first."
    )


def how_at_risk(c: Numbers) -> str:
    """Say what revenue at risk is, and what it is not."""
    return (
        f"Revenue at risk: what a customer brought in the last {count(c['at_risk']['days'])} days, net of returns, "
        f"times the probability that they do not buy in the next {count(c['window_days'])} ({c['model']}, which learnt "
        "from earlier days and knows no season). It is past revenue, not value: it does not say what they would bring, "
        "nor that who does not buy in the window never comes back. On the list is whoever brought something and will "
        "more likely not buy than buy."
    )


def act_first(c: Numbers, currency: str | None, name: str) -> str:
    """Say what to do first, and for how much."""
    parts = []
    if c["call"]:
        parts.append(
            f"Call first: {_at_stake(c['call'], currency, name)} is slipping away, half of it with {_half(c['call'])}."
        )
    if c["win_back"]:
        gone = f"{_at_stake(c['win_back'], currency, name)} has probably gone, half of it with {_half(c['win_back'])}."
        parts.append(f"Then win back: {gone}")
    return " ".join(parts) or "Nobody is slipping away and nobody is lost."


def _at_stake(part: Numbers, currency: str | None, name: str) -> str:
    return f"**{compact_money(part['value'], currency)}** of {name}"


def _half(part: Numbers) -> str:
    return customers(part["customers_for_half"])
