"""Numbers -> sentences: what the report says, computed from the sections of results.json.

Each function takes finished numbers and returns one or two sentences; nothing is concluded that the numbers do
not carry. `**bold**` marks the number a reader should take away.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from analysis.formats import compact_money, count, day, interval, money, number, points, share

Numbers = Mapping[str, Any]
TOO_REGULAR = 1.5
MOVED = 0.10


def _customers(n: float) -> str:
    return f"{count(n)} customer{'' if n == 1 else 's'}"


# ---------------------------------------------------------------- concentration


def dependence(c: Numbers) -> str:
    """Say how few customers bring half of the revenue, and what the three largest account for.

    Examples
    --------
    >>> dependence({"customers": 200, "customers_for_50": 20, "customers_for_50_interval": [16, 24],
    ...             "largest_three_share": 0.12}).replace("\u202f", " ")
    '**20 customers (10 %, 8–12 %)** bring half of the revenue; the three largest account for 12 %.'
    """
    n = c["customers"]
    low, high = (limit / n for limit in c["customers_for_50_interval"])
    few = f"**{_customers(c['customers_for_50'])} ({share(c['customers_for_50'] / n)}, {interval(low, high, share)})**"
    verb = "brings" if c["customers_for_50"] == 1 else "bring"
    three = c["largest_three_share"]
    weight = (
        "no single customer decides" if three < 0.10 else "each of them is a risk of its own" if three > 0.30 else ""
    )
    end = f": {weight}." if weight else "."
    return f"{few} {verb} half of the revenue; the three largest account for {share(three)}{end}"


def eighty_twenty(c: Numbers) -> str:
    """Test the 80/20 rule on the client's own revenue.

    Examples
    --------
    >>> eighty_twenty({"customers": 2357, "top_share": {"0.2": 0.6746}, "top_share_interval": {"0.2": [0.65, 0.69]},
    ...                "customers_for_80": 777}).replace("\u202f", " ")
    'The 80/20 rule does not hold here: the top 20 % of customers bring **67 %** (65–69 %) of the revenue, \
and it takes 777 customers (33 %) to reach 80 %.'
    """
    own, (low, high) = c["top_share"]["0.2"], c["top_share_interval"]["0.2"]
    if high < 0.80:
        verdict = "The 80/20 rule does not hold here"
    elif low > 0.80:
        verdict = "Revenue is more concentrated than the 80/20 rule says"
    else:
        verdict = "The 80/20 rule holds here"
    reach = f"it takes {_customers(c['customers_for_80'])} ({share(c['customers_for_80'] / c['customers'])}) to reach"
    return (
        f"{verdict}: the top {share(0.20)} of customers bring **{share(own)}** ({interval(low, high, share)}) "
        f"of the revenue, and {reach} {share(0.80)}."
    )


def inequality(c: Numbers) -> str:
    """Say what the Gini coefficient and the Herfindahl index mean here."""
    low, high = c["gini_interval"]
    spread = interval(low, high, partial(number, digits=2))
    return (
        f"The Gini coefficient is **{number(c['gini'])}** ({spread}; 0 = all equal, 1 = one customer brings all). "
        f"Revenue is as concentrated as if {count(c['effective_customers'])} equal customers brought it, "
        f"out of {count(c['customers'])} (Herfindahl index {count(c['hhi'])} of 10,000)."
    )


def classes(c: Numbers) -> str:
    """Say how many customers each class holds and what it brings of the revenue of customers above 0."""
    total = c["revenue"]
    people = sum(row["customers"] for row in c["abc"].values())

    def part(name: str) -> str:
        row = c["abc"][name]
        return f"{_customers(row['customers'])} ({share(row['customers'] / people)}), {share(row['revenue'] / total)}"

    last = f" {_customers(c['abc']['N']['customers'])} brought nothing or less." if c["abc"]["N"]["customers"] else ""
    return f"**Class A** is {part('A')} of the revenue; **class B** {part('B')}; **class C** {part('C')}.{last}"


def unprofitable(c: Numbers, currency: str | None) -> str | None:
    """Say how many customers have cost money; None where no margin is known."""
    loss = c["unprofitable"]
    if loss["customers"] is None:
        return None
    if loss["customers"] == 0:
        return "No customer has a negative margin."
    return (
        f"**{_customers(loss['customers'])}** cost more than they brought: {money(loss['margin'], currency)} of margin."
    )


def left_out_below_zero(c: Numbers, currency: str | None) -> str | None:
    """Say what customers below zero there are beside the shares; None if there are none."""
    below = c["left_out"]
    if not below["customers"]:
        return None
    return (
        f"{_customers(below['customers'])} with a net revenue below 0 "
        f"({money(below['revenue'], currency)} in all) stand beside these shares, not in them."
    )


# ---------------------------------------------------------------- forecast quality


def holdout_verdict(h: Numbers) -> str | None:
    """Say whether the chosen predictor, and the best purchase model, beat the best naive rule on unseen days.

    A difference counts when its paired bootstrap interval excludes 0.
    """
    if h["chosen"] is None:
        return None
    said = (
        f"{_sentence(h['chosen'])} was chosen to say who buys before the {count(h['days'])} test days were looked at; "
        f"there {_against_rules(h, h['chosen'])}.{_total(h, h['chosen'])}{ranked_better(h)}"
    )
    model = h["ranking"][0]
    if model != h["chosen"]:
        said += (
            f" Sums of money need a purchase model, and the best of those, chosen at the same days, is {model}: "
            f"{_against_rules(h, model)}.{_total(h, model)}"
        )
    return said + _absent(h)


def _sentence(name: str) -> str:
    return f"The {name}" if name.startswith("average") else name[0].upper() + name[1:]


def _row(h: Numbers, name: str) -> Numbers:
    return next(row for row in h["league"] if row["model"] == name)


def _against_rules(h: Numbers, name: str) -> str:
    by = {c["loss"]: c for c in h["comparisons"] if c["chosen"] == name}
    parts = []
    for loss, what, digits in (
        ("brier", "on who buys at all (Brier score", 3),
        ("squared error", "on how often they buy (root mean squared error", 2),
    ):
        if loss in by:
            c, power = by[loss], 0.5 if loss == "squared error" else 1
            own, rival = number(c["chosen_loss"] ** power, digits), number(c["rival_loss"] ** power, digits)
            parts.append(f"it {c['outcome']} the best simple rule {what} {own} against {rival} of “{c['rival']}”)")
    return " and ".join(parts) if parts else "there was no simple rule to compare it with"


def _total(h: Numbers, name: str) -> str:
    error = _row(h, name)["total_error"]
    if error is None:
        return ""
    return f" It forecast **{share(abs(error))} {'more' if error > 0 else 'fewer'}** purchases in total than came."


def _absent(h: Numbers) -> str:
    """Say where gradient boosting was no candidate; empty if it always was."""
    if not h["absent"]:
        return ""
    days = len(h["absent"])
    return (
        f" Gradient boosting could not be trained at {count(days)} of the days at which forecasts were made, because "
        f"{h['absent'][0]['reason']}{' (and the like)' if days > 1 else ''}."
    )


def forecast_quality(h: Numbers) -> str:
    """Say in plain words how far the forecast can be trusted; its total is that of the purchase model."""
    model = h["ranking"][0]
    outcomes = {c["outcome"] for c in h["comparisons"] if c["chosen"] == h["chosen"]}
    if outcomes == {"beats"}:
        verdict = "beat every simple rule of thumb on who buys and how often"
    elif "loses to" in outcomes:
        verdict = "did **not** beat the best simple rule of thumb on who buys and how often"
    elif outcomes:
        verdict = "could not be told from the best simple rule of thumb in every respect"
    else:
        verdict = "had no simple rule to be compared with"
    said = f"Tested on {count(h['days'])} days it had not seen, the forecast {verdict}"
    error = _row(h, model)["total_error"]
    if error is None:
        return f"{said}; nobody bought in them."
    whose = "its total" if model == h["chosen"] else "the total of the model that the sums of money rest on"
    return f"{said}; {whose} was **{too_high_or_low(error)}**, so read its totals with that margin."


def ranked_better(h: Numbers) -> str:
    """Say which naive rule ranks buyers better than the chosen predictor; empty if none does.

    Examples
    --------
    >>> ranked_better({"chosen": "M", "league": [{"model": "M", "naive": False, "auc": 0.757},
    ...                                          {"model": "sum of RFM scores", "naive": True, "auc": 0.775}]})
    ' In ranking customers a simple rule does better: “sum of RFM scores” (AUC 0.775 against 0.757).'
    """
    own = _row(h, h["chosen"])["auc"]
    best = max((row for row in h["league"] if row["naive"] and row["auc"]), key=lambda row: row["auc"], default=None)
    if best is None or own is None or best["auc"] <= own:
        return ""
    return (
        f" In ranking customers a simple rule does better: “{best['model']}” (AUC {number(best['auc'], 3)} "
        f"against {number(own, 3)})."
    )


def tracking(h: Numbers, model: str) -> str:
    """Say how the purchase model that feeds the money forecast the total of the unseen days."""
    error = _row(h, model)["total_error"]
    when = f"In the {count(h['days'])} days after {day_of(h['calibration_end'])}"
    if error is None:
        return f"{when} nobody bought."
    return (
        f"{when} {model} expected **{count(h['purchases'] * (1 + error))}** repeat purchases; "
        f"**{count(h['purchases'])}** came: the forecast was {too_high_or_low(error)}."
    )


def too_high_or_low(error: float) -> str:
    """Return a signed relative error as text.

    Examples
    --------
    >>> too_high_or_low(-0.115).replace("\u202f", " ")
    '12 % too low'
    """
    return f"{share(abs(error))} too {'high' if error > 0 else 'low'}"


def day_of(iso: str) -> str:
    """Return an ISO day as it is said.

    Examples
    --------
    >>> day_of("1997-09-30")
    '30 September 1997'
    """
    import datetime as dt

    return day(dt.date.fromisoformat(iso))


# ---------------------------------------------------------------- value


def worth_name(v: Numbers) -> str:
    """Name the measure: value where a margin is known, else expected revenue."""
    return "value" if v["clv_total"] is not None else "expected revenue"


def worth_total(v: Numbers) -> tuple[float, list[float]]:
    """Return the total of the measure and its predictive interval."""
    if v["clv_total"] is not None:
        return v["clv_total"], v["clv_interval"]
    return v["expected_revenue_total"], v["expected_revenue_interval"]


def total_value(v: Numbers, currency: str | None) -> str:
    """Say what the current customers are worth, and how sure that is."""
    cash = partial(compact_money, currency=currency)
    total, (low, high) = worth_total(v)
    ahead = f"over the next {count(v['horizon_days'])} days, discounted at {share(v['annual_discount_rate'])} a year"
    if v["clv_total"] is None:
        what = f"are expected to bring **{cash(total)}** of revenue"
        rest = " Without a margin this is revenue, not customer value."
    else:
        what = f"are worth **{cash(total)}** of margin"
        rest = f" That is a margin of {share(v['margin_rate'])} on {cash(v['expected_revenue_total'])} of revenue."
        loss = v.get("costing") or {"customers": 0}
        if loss["customers"]:
            verb = "is" if loss["customers"] == 1 else "are"
            rest += f" {_customers(loss['customers'])} {verb} expected to cost money: {cash(loss['value'])} in all."
    return f"The {_customers(v['customers'])} of today {what} ({interval(low, high, cash)}) {ahead}.{rest}"


def holders(v: Numbers) -> str:
    """Say who holds the future value."""
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
        f"**{_customers(down)}** ({share(down / everyone)}) matter less from now on than their past revenue says, "
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
    return f"**{v['model']}** feeds the value of this chapter, refitted on all days.{alive}{rest}"


def screening(v: Numbers) -> list[str]:
    """Say what in the data could mislead the purchase model; clauses without a full stop, none where nothing could.

    Examples
    --------
    >>> old = {"burn_in_days": 90, "customers": 40, "change": -0.064}
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
        else f"{_customers(old['customers'])} {'was' if old['customers'] == 1 else 'were'}"
    )
    if old["change"] is None:
        return (
            f"{whom} first seen in the first {count(old['burn_in_days'])} days; whether they had bought before the "
            "data begin, and what that would change, cannot be told from this data"
        )
    return (
        f"fitted without the {_customers(old['customers'])} first seen in the first {count(old['burn_in_days'])} days, "
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


# ---------------------------------------------------------------- churn


def leavers(c: Numbers) -> str:
    """Say how many customers will not buy in the churn window."""
    return (
        f"**{share(c['mean_probability'])} of the customers** ({count(c['expected_leavers'])} of "
        f"{count(c['customers'])}) will probably not buy in the next {count(c['window_days'])} days; "
        f"they brought {share(c['revenue_at_leavers'])} of the revenue so far."
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
    return _customers(part["customers_for_half"])


# ---------------------------------------------------------------- data


def ledger(d: Numbers, currency: str | None) -> str:
    """Say how the rows read became the rows used."""
    left = sum(row["rows"] for row in d["ledger"])
    read = d["rows"] + left
    out = f"{count(left)} were left out, by the reasons below" if left else "none was left out"
    return (
        f"**{count(read)} rows** were read; {count(d['rows'])} enter the analysis "
        f"({money(d['revenue'], currency)}), {out}."
    )
