"""What the data can answer, in words: the kind of data, why, and what a chapter lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.backtest.gates import LONGEST
from analysis.display.formats import count, share
from analysis.display.language import joined, later, listed, sentence, sentences
from analysis.intake.say.values import Say, Values, says
from analysis.schema import FEW_REPEATERS

KINDS = {
    "customer_level": later("**Customer level**: no purchase histories."),
    "contractual": later("**Contractual**: not a case for models of purchases."),
    "summed": later("**Sums, not sales**: no purchase histories."),
    "too_little": later("**Too little** to forecast from."),
    "without_amounts": later("**Without amounts**: purchases, but no money."),
    "non_contractual": later("**Non-contractual**: every question of this report can be asked."),
}
LIMITS = {
    "no_months": later("no months: there are no days"),
    "no_first_and_last": later("no first and last purchase"),
    "purchases_only": later("purchases only, no money: there are no amounts"),
    "leavers_observed": later("from contracts: who left is known, not inferred from silence"),
    "leavers_marked": later("who left, as a column marks it; not when"),
    "probabilities_only": later("probabilities only, no money: there are no amounts"),
}
RHYTHMS = {
    "weekly": later("weekly"),
    "fortnightly": later("fortnightly"),
    "monthly": later("monthly"),
    "quarterly": later("quarterly"),
    "half-yearly": later("half-yearly"),
    "yearly": later("yearly"),
}


def verdict(router: Mapping[str, Any]) -> str:
    """Say what kind of data it is, and why.

    Parameters
    ----------
    router : mapping
        verdict, and as reason a list of codes with facts, as `analysis.intake.router.Verdict.as_dict` gives them.

    Examples
    --------
    >>> few = {"code": "too_little", "facts": {"repeat_buyers": 0, "customers": 9, "has_amounts": False}}
    >>> verdict({"verdict": "too_little", "reason": [few]}).split(";")[0]
    '**Too little** to forecast from. No customer bought again'
    """
    return joined(sentence(KINDS[router["verdict"]]), reason(router))


def reason(router: Mapping[str, Any]) -> str:
    """Say why the data are of their kind, in a sentence or two."""
    return joined(*(REASONS[each["code"]](each["facts"]) for each in router["reason"]))


def limit(code: str) -> str:
    """Say what a chapter lacks that is rendered.

    Examples
    --------
    >>> limit("no_months")
    'no months: there are no days'
    """
    return sentence(LIMITS[code])


def _summary_columns(f: Values) -> str:
    return sentences(
        len(f["columns"]),
        "Every customer stands in the data once, and {columns} speaks of several purchases in a row: it looks already "
        "summarised. Export the single transactions; if the rows are transactions, name the column that holds the "
        "customer.",
        "Every customer stands in the data once, and {columns} speak of several purchases in a row: it looks already "
        "summarised. Export the single transactions; if the rows are transactions, name the column that holds the "
        "customer.",
        columns=listed([f"'{name}'" for name in f["columns"][:3]]),
    )


def _subscribed(f: Values) -> str:
    if f["of_revenue"]:
        return sentence(
            "Customers with a subscription bring {share} of the revenue: leaving is observed where a contract ends, "
            "not inferred from silence, so models of purchases do not apply. If what they buy is not what the "
            "contract is for (a service contract beside machines), leave the table of subscriptions out.",
            share=share(f["share"]),
        )
    return sentence(
        "Customers with a subscription are {share} of those who bought: leaving is observed where a contract ends, "
        "not inferred from silence, so models of purchases do not apply.",
        share=share(f["share"]),
    )


def _regular(f: Values) -> str:
    return sentence(
        "{regular} of the {payers} customers with three purchase days or more pay nearly the same amount at one "
        "rhythm of the calendar (mostly {most}) and bring {share} of the revenue. That looks like contracts: leaving "
        "is observed where a contract ends, not inferred from silence, so models of purchases do not apply.",
        regular=count(f["regular"]),
        payers=count(f["payers"]),
        most=sentence(RHYTHMS[f["most"]]),
        share=share(f["revenue_share"]),
    )


def _too_little(f: Values) -> str:
    needed = count(FEW_REPEATERS)
    return joined(
        sentences(
            f["customers"],
            "Only {again} of {n} customer bought again; {needed} repeat buyers are needed.",
            "Only {again} of {n} customers bought again; {needed} repeat buyers are needed.",
            again=count(f["repeat_buyers"]),
            needed=needed,
        )
        if f["repeat_buyers"]
        else sentence("No customer bought again; {needed} repeat buyers are needed.", needed=needed),
        sentence("Concentration can still be measured.") if f["has_amounts"] else "",
    )


def _ahead(f: Values) -> str:
    values = {"history": count(f["history_days"]), "horizon": count(f["horizon_days"])}
    if f["horizon_days"] > LONGEST * f["history_days"]:
        return sentence(
            "The data cover {history} days: no value is said {horizon} days ahead, more than twice as far.", **values
        )
    if f["horizon_days"] > f["history_days"]:
        return sentence(
            "The data cover {history} days: a value {horizon} days ahead, farther than that, is indicative.", **values
        )
    return sentence("The data cover {history} days: the value looks {horizon} days ahead.", **values)


def _again(f: Values) -> str:
    values = {"again": count(f["repeat_buyers"]), "customers": count(f["customers"])}
    if f["rhythm_judged"]:
        return sentence(
            "{again} of {customers} customers bought again, and not as regularly as contracts are paid: nobody "
            "cancels, customers fall silent, and models of purchases say who may come back.",
            **values,
        )
    return sentence(
        "{again} of {customers} customers bought again: nobody cancels, customers fall silent, and models of "
        "purchases say who may come back.",
        **values,
    )


REASONS: dict[str, Say] = {
    "no_days": says(
        "Each row is one customer, without a date: who brings how much can be said; when and how often they buy "
        "cannot. Export the single transactions for that."
    ),
    "summary_columns": _summary_columns,
    "one_day": says(
        "Every customer stands in the data once, all on one day: it looks already summarised. Export the single "
        "transactions; if the rows are transactions, name the column that holds the customer."
    ),
    "subscribed": _subscribed,
    "regular_payers": _regular,
    "sums_of_months": says(
        "Each row is the sum of a customer's month, not a single sale: shares can be measured, intervals cannot."
    ),
    "sums_of_weeks": says(
        "Each row is the sum of a customer's week, not a single sale: shares can be measured, intervals cannot."
    ),
    "sums_of_years": says(
        "Each row is the sum of a customer's year, not a single sale: shares can be measured, intervals cannot."
    ),
    "too_little": _too_little,
    "bought_again_without_amounts": says(
        "{repeat_buyers} of {customers} customers bought again, but the data hold no amounts: how often customers will "
        "buy can be said, what they bring cannot."
    ),
    "ahead": _ahead,
    "bought_again": _again,
    "spaced": says(
        "{repeat_buyers} of {customers} customers bought again; {spaced} of the {payers} with three purchase days or "
        "more do so at one rhythm of the calendar, but not for nearly the same amount each time, or they bring less "
        "than half of the revenue. Where contracts stand behind it (usage, seats, standing orders), give them as "
        "subscriptions with start and end: then it is known who left. Until then whoever falls silent may come back, "
        "and models of purchases say who."
    ),
    "no_amounts": says("The data hold no amounts either."),
}


def _finding(kind: str) -> Say:
    return lambda f: verdict({"verdict": kind, "reason": f["reason"]}).replace("**", "")


SENTENCES = {
    **{f"router_{kind}": _finding(kind) for kind in KINDS},
    "no_amounts": says("The sources have no amounts: each row counts as a purchase, and no sum is formed."),
}
