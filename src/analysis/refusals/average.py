"""Why an average forecast is refused, without a point, indicative, or with a remark: the codes of its gates."""

from __future__ import annotations

from analysis.display.formats import count, share
from analysis.display.language import sentence
from analysis.refusals.told import Sentences, printed, says, says_by

SENTENCES: Sentences = {
    "nobody_to_forecast": says("What customers are expected to bring is not said, because nobody has bought."),
    "all_came_on_the_last_day": says(
        "What customers are expected to bring is not said, because all of them came on the last day of the data."
    ),
    "too_few_repeat_buyers": says_by(
        "What customers are expected to bring is not said, because only {repeat_buyers} of {customers} customer bought "
        "again, and {needed} are needed.",
        "What customers are expected to bring is not said, because only {repeat_buyers} of {customers} customers "
        "bought again, and {needed} are needed.",
        of="customers",
    ),
    "horizon_beyond_twice_history": lambda facts: sentence(
        "What customers are expected to bring is not said, because a horizon of {horizon_days} days is more than twice "
        "the {history_days} days of data. Set horizon_days to at most {most}.",
        **printed(facts, most=count(2 * facts["history_days"])),
    ),
    "no_inner_window": says(
        "What customers are expected to bring is not said, because the data hold no earlier window on which such a "
        "forecast could be checked."
    ),
    "nothing_expected": says(
        "What customers are expected to bring is not said, because so far they have brought nothing on balance."
    ),
    "horizon_beyond_history": says(
        "This is indicative: a horizon of {horizon_days} days is longer than the {history_days} days of data."
    ),
    "few_bought_again": says(
        "This is indicative: it rests on {repeat_buyers} customers who bought again, of {customers} in all."
    ),
    "too_wide_for_a_point": says("No single figure is named, because the range is too wide for one."),
    "one_customer_dominates": lambda facts: (
        sentence("One customer makes {share} of the expected purchases.", share=share(facts["share"]))
        if facts["measure"] == "purchases"
        else sentence("One customer brings {share} of the expected revenue.", share=share(facts["share"]))
    ),
}
