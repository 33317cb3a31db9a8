"""Sentences on what the customers are worth, and on the models behind it."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.display.formats import compact_money, count, interval, number, share
from analysis.findings.acquisition import less_costs
from analysis.findings.words import Numbers, customers, worth_name

TOO_REGULAR = 1.5
MOVED = 0.10


def worth_total(v: Numbers) -> tuple[float, list[float]]:
    """Return the total of the measure and its predictive interval."""
    if v["clv_total"] is not None:
        return v["clv_total"], v["clv_interval"]
    return v["expected_revenue_total"], v["expected_revenue_interval"]


def total_value(v: Numbers, currency: str | None) -> str:
    """Say what the current customers are worth, and how sure that is; without amounts, how often they will buy."""
    if v["expected_revenue_total"] is None:
        return (
            f"The {customers(v['customers'])} of today are expected to make "
            f"**{count(v['expected_purchases_total'])} purchases** over the next {count(v['horizon_days'])} days. "
            "What they bring cannot be said: the data hold no amounts."
        )
    cash = partial(compact_money, currency=currency)
    total, (low, high) = worth_total(v)
    ahead = f"over the next {count(v['horizon_days'])} days, discounted at {share(v['annual_discount_rate'])} a year"
    if v["clv_total"] is None:
        what = f"are expected to bring **{cash(total)}** of revenue"
        rest = " Without a margin this is revenue, not customer value."
    else:
        what = f"are worth **{cash(total)}** of margin"
        margin = f"a margin of {share(v['margin_rate'])} on {cash(v['expected_revenue_total'])} of revenue"
        rest = f" That is {margin}{less_costs(v, currency)}."
        loss = v.get("costing") or {"customers": 0}
        if loss["customers"]:
            verb = "is" if loss["customers"] == 1 else "are"
            rest += f" {customers(loss['customers'])} {verb} expected to cost money: {cash(loss['value'])} in all."
    return f"The {customers(v['customers'])} of today {what} ({interval(low, high, cash)}) {ahead}.{rest}"


def no_value(v: Numbers, unanswerable: str | None) -> str:
    """Say to management why no value is given: without the names of models and parameters, which the chapter tells."""
    said = v["refusal"] if v["model"] else unanswerable
    reason = (said or "").removeprefix("Not computed, because ") or (
        "no forecast of their purchases could be trusted and tested on these data."
    )
    return f"What the customers are worth is **not said**: {reason}"


def holders(v: Numbers) -> str:
    """Say who holds the future value."""
    if v["top_decile_share"] is None:
        return f"No customer is expected to bring {worth_name(v)} above 0."
    a = v["held_by_class"].get("A", 0.0)
    return (
        f"The tenth of customers worth most hold **{share(v['top_decile_share'])}** of the {worth_name(v)} to come; "
        f"class A of the past holds {share(a)}."
    )


def risers_and_fallers(moves: list[dict[str, Any]]) -> str:
    """Say how many customers the past over- and underrates; rows of historic, forward, customers."""
    order = {name: rank for rank, name in enumerate("ABCN")}
    up = sum(m["customers"] for m in moves if order[m["forward"]] < order[m["historic"]])
    down = sum(m["customers"] for m in moves if order[m["forward"]] > order[m["historic"]])
    everyone = sum(m["customers"] for m in moves)
    fallen = sum(m["customers"] for m in moves if m["historic"] == "A" and m["forward"] != "A")
    return (
        f"**{customers(down)}** ({share(down / everyone)}) matter less from now on than their past revenue says, "
        f"{count(up)} ({share(up / everyone)}) matter more; {count(fallen)} of today's class A fall out of it."
    )


def models(v: Numbers) -> str:
    """Say which purchase model feeds the value, and what became of the others."""
    failed = [f"{name} is {m['status']}" for name, m in v["models"].items() if m["status"] != "fitted"]
    rest = f" {'; '.join(failed)}." if failed else ""
    alive = ""
    if v["lifetime_model"] and v["lifetime_model"] != v["model"]:
        alive = (
            f" Who is still a customer is said by {v['lifetime_model']}, because {v['model']} takes every "
            "customer with a single purchase for one."
        )
    feeds = "feeds the value of this chapter" if v["spend"] else "stands behind this chapter"
    return f"**{v['model']}** {feeds}, refitted on all days.{alive}{rest}"


def screening(v: Numbers) -> list[str]:
    """Say what in the data could mislead the purchase model; clauses without a full stop, none where nothing could.

    Examples
    --------
    >>> old = {"burn_in_days": 90, "customers": 40, "dated": False, "change": -0.064}
    >>> one = {"customer_id": "X", "purchases_share": 0.5, "revenue_share": 0.1, "change": 0.3}
    >>> said = screening({"customers": 100, "regularity": {"k": 2.0, "low": 1.8, "high": 2.2, "customers": 50},
    ...                   "left_truncation": old, "dominant_customer": one, "model": "BG/NBD"})
    >>> for clause in said:
    ...     print(clause.replace("\u202f", " "))
    purchases come more regularly than the model supposes (k 2.0, 1.8–2.2, where 1 is at random): a silence \
says more than it takes from it
    fitted without the 40 customers first seen in the first 90 days, who may have bought before the data begin, the \
model expects 6 % fewer purchases
    customer X holds 50 % of the repeat purchases and 10 % of the revenue: fitted without, the model expects 30 % more \
purchases of the others
    """
    return [said for said in (_regular(v["regularity"]), _older(v), _dominant(v["dominant_customer"])) if said]


def too_regular_to_fit(regularity: Numbers | None) -> str:
    """Say that purchases come too regularly for the models, after why none was fitted; empty if they do not."""
    if regularity is None or regularity["low"] <= TOO_REGULAR:
        return ""
    return (
        f" Purchases come far more regularly than these models suppose (k {number(regularity['k'], 1)}, "
        "where 1 is at random)."
    )


def _regular(regularity: Numbers | None) -> str:
    if regularity is None or regularity["low"] <= TOO_REGULAR:
        return ""
    low, high = regularity["low"], regularity["high"]
    ends = f"over {number(low, 1)}" if high is None or high == float("inf") else (f"{number(low, 1)}–{number(high, 1)}")
    return (
        f"purchases come more regularly than the model supposes (k {number(regularity['k'], 1)}, {ends}, "
        "where 1 is at random): a silence says more than it takes from it"
    )


def _older(v: Numbers) -> str:
    old = v["left_truncation"]
    if not old or not old["customers"]:
        return ""
    everyone = old["customers"] == v["customers"]
    whom = (
        "all customers were"
        if everyone
        else f"{customers(old['customers'])} {'was' if old['customers'] == 1 else 'were'}"
    )
    seen = f"first seen in the first {count(old['burn_in_days'])} days"
    if old["dated"]:
        seen = f"won before the data begin or, without a day of acquisition, {seen}"
    if old["change"] is None:
        return (
            f"{whom} {seen}; whether they had bought before the "
            "data begin, and what that would change, cannot be told from this data"
        )
    return (
        f"fitted without the {customers(old['customers'])} {seen}, "
        f"who may have bought before the data begin, the model expects {_more_or_fewer(old['change'])} purchases"
    )


def _dominant(one: Numbers | None) -> str:
    if one is None:
        return ""
    held = f"{share(one['purchases_share'])} of the repeat purchases and {share(one['revenue_share'])} of the revenue"
    if one["change"] is None:
        return f"customer {one['customer_id']} holds {held}, and without this customer the model cannot be fitted"
    if abs(one["change"]) <= MOVED:
        return ""
    return (
        f"customer {one['customer_id']} holds {held}: fitted without, the model expects "
        f"{_more_or_fewer(one['change'])} purchases of the others"
    )


def _more_or_fewer(change: float) -> str:
    return f"{share(abs(change))} {'more' if change > 0 else 'fewer'}"


def spend(v: Numbers) -> str:
    """Say how much a purchase is expected to bring, by which model."""
    s = v["spend"]
    if s is None:
        return "Spend is not modelled, because the data hold no amounts."
    if s["status"] != "fitted":
        return (
            f"The Gamma-Gamma model of spend is {s['status']}; the mean purchase of customers who buy as often is used."
        )
    return "Spend per purchase follows the Gamma-Gamma model: customers with few purchases are drawn to the average."


def crosscheck(v: Numbers) -> str:
    """Say what a second, independent implementation finds."""
    c = v["crosscheck"]
    if "parameters" not in c:
        return f"Cross-check with the lifetimes package: {c['status']}."
    own = v["models"][v["model"]]["parameters"]
    worst = max(abs(c["parameters"][k] / own[k] - 1) for k in own)
    return (
        f"Cross-check: the lifetimes package, on the same customers, finds a log-likelihood of "
        f"{number(c['log_likelihood'], 3)} against {number(v['models'][v['model']]['log_likelihood'], 3)} here; "
        f"its parameters differ by at most {share(worst, 2)}."
    )
