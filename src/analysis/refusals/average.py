"""Why an average forecast is refused, without a point, indicative, or with a remark: the codes of its gates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.display.formats import count, share
from analysis.display.language import sentence, sentences

Values = dict[str, Any]


def _too_few_repeat_buyers(facts: Values) -> str:
    return sentences(
        facts["customers"],
        "What customers are expected to bring is not said, because only {again} of {n} customer bought again, and "
        "{needed} are needed.",
        "What customers are expected to bring is not said, because only {again} of {n} customers bought again, and "
        "{needed} are needed.",
        again=count(facts["repeat_buyers"]),
        n=count(facts["customers"]),
        needed=count(facts["needed"]),
    )


def _horizon_beyond_twice_history(facts: Values) -> str:
    return sentence(
        "What customers are expected to bring is not said, because a horizon of {horizon} days is more than twice the "
        "{history} days of data. Set horizon_days to at most {most}.",
        horizon=count(facts["horizon_days"]),
        history=count(facts["history_days"]),
        most=count(2 * facts["history_days"]),
    )


def _horizon_beyond_history(facts: Values) -> str:
    return sentence(
        "This is indicative: a horizon of {horizon} days is longer than the {history} days of data.",
        horizon=count(facts["horizon_days"]),
        history=count(facts["history_days"]),
    )


def _few_repeat_buyers(facts: Values) -> str:
    return sentence(
        "This is indicative: it rests on {again} customers who bought again, of {n} in all.",
        n=count(facts["customers"]),
        again=count(facts["repeat_buyers"]),
    )


def _one_customer_dominates(facts: Values) -> str:
    if facts["measure"] == "purchases":
        return sentence("One customer makes {share} of the expected purchases.", share=share(facts["share"]))
    return sentence("One customer brings {share} of the expected revenue.", share=share(facts["share"]))


SENTENCES: dict[str, Callable[[Values], str]] = {
    "nobody_to_forecast": lambda _: sentence(
        "What customers are expected to bring is not said, because nobody has bought."
    ),
    "all_came_on_the_last_day": lambda _: sentence(
        "What customers are expected to bring is not said, because all of them came on the last day of the data."
    ),
    "too_few_repeat_buyers": _too_few_repeat_buyers,
    "horizon_beyond_twice_history": _horizon_beyond_twice_history,
    "no_inner_window": lambda _: sentence(
        "What customers are expected to bring is not said, because the data hold no earlier window on which such a "
        "forecast could be checked."
    ),
    "nothing_expected": lambda _: sentence(
        "What customers are expected to bring is not said, because so far they have brought nothing on balance."
    ),
    "horizon_beyond_history": _horizon_beyond_history,
    "few_bought_again": _few_repeat_buyers,
    "too_wide_for_a_point": lambda _: sentence("No single figure is named, because the range is too wide for one."),
    "one_customer_dominates": _one_customer_dominates,
}
