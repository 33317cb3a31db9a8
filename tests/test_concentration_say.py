"""What is said of concentration: the sentences are computed, and conclude no more than the numbers carry."""

import pytest

from analysis.concentration import say
from analysis.concentration.facts import ConcentrationFacts
from analysis.concentration.views import class_table, key_numbers
from analysis.display.cells import Cards
from analysis.words.concentration import dependence, eighty_twenty, unprofitable


def market(**differs):
    """Return the facts of a market of 200 customers."""
    facts = {
        "customers": 200,
        "revenue": 1000.0,
        "left_out": {"customers": 0, "revenue": 0.0},
        "gini": 0.631,
        "gini_interval": (0.61, 0.65),
        "top_share": {"0.2": 0.67},
        "top_share_interval": {"0.2": (0.65, 0.69)},
        "customers_for_80": 66,
        "customers_for_50": 20,
        "customers_for_50_interval": (16, 24),
        "largest_three_share": 0.2,
        "hhi": 22.86,
        "effective_customers": 437.5,
        "abc": {
            "A": {"customers": 60, "revenue": 800.0},
            "B": {"customers": 60, "revenue": 150.0},
            "C": {"customers": 80, "revenue": 50.0},
            "N": {"customers": 0, "revenue": 0.0},
        },
        "unprofitable": {"customers": 0, "margin": 0.0},
    }
    return ConcentrationFacts.sketch(**facts | differs)


def plain(text):
    """Narrow spaces are an ordinary space here."""
    return text.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("three", "weight"),
    [(0.04, "No single customer decides."), (0.2, "20 %."), (0.4, "Each of these is a risk of its own.")],
)
def test_what_the_three_largest_weigh_is_said_by_their_share(three, weight):
    assert plain(dependence(market(largest_three_share=three))).endswith(weight)


def test_one_customer_brings_and_several_bring():
    one = market(customers_for_50=1, customers_for_50_interval=(1, 4))
    assert plain(dependence(one)).startswith("**1 customer (1 %, 1–2 %)** brings half")
    assert plain(dependence(market())).startswith("**20 customers (10 %, 8–12 %)** bring half")


@pytest.mark.parametrize(
    ("band", "verdict"),
    [
        ((0.65, 0.69), "The 80/20 rule does not hold here"),
        ((0.75, 0.81), "The 80/20 rule holds here"),
        ((0.82, 0.90), "Revenue is more concentrated than the 80/20 rule says"),
    ],
)
def test_the_8020_rule_is_denied_only_where_the_whole_band_lies_beside_it(band, verdict):
    assert eighty_twenty(market(top_share_interval={"0.2": band})).startswith(verdict)


def test_gini_and_herfindahl_are_said_in_equal_customers():
    assert plain(say.inequality(market())) == (
        "The Gini coefficient is **0.63** (0.61–0.65; 0 = all equal, 1 = one customer brings all). Revenue is as "
        "concentrated as if 438 equal customers brought it, out of 200 (Herfindahl index 23 of 10,000)."
    )


def test_classes_are_said_with_customers_and_shares_and_n_only_where_somebody_is_in_it():
    assert plain(say.classes(market())) == (
        "**Class A** is 60 customers (30 %), 80 % of the revenue; **class B** 60 customers (30 %), 15 %; "
        "**class C** 80 customers (40 %), 5 %."
    )
    rows = market().abc
    returned = market(abc=rows | {"N": rows["N"].model_copy(update={"customers": 1, "revenue": -1000.0})})
    assert plain(say.classes(returned)).endswith("5 %. 1 customer brought nothing or less.")


def test_without_a_margin_nobody_is_said_to_cost_money():
    assert unprofitable(market(unprofitable={"customers": None, "margin": None}), "EUR") is None
    assert unprofitable(market(), "EUR") == "No customer has a negative margin."


def test_customers_who_cost_money_are_counted_and_summed():
    loss = market(unprofitable={"customers": 2, "margin": -1234.0})
    assert unprofitable(loss, "EUR") == "**2 customers** cost more than they brought: −€1,234 of margin."


def test_customers_below_zero_are_said_only_where_there_are_some():
    below = market(left_out={"customers": 3, "revenue": -500.0})
    assert say.left_out_below_zero(market(), "USD") is None
    assert "3 customers with a net revenue below 0 (−$500 in all)" in say.left_out_below_zero(below, "USD")


# ---------------------------------------------------------------- on the demo


def test_the_class_table_holds_all_customers_and_all_revenue(demo_run):
    table = class_table(demo_run)
    assert table.total["customers"] == 2357
    assert table.total["revenue"] == pytest.approx(244091.94)


def test_key_numbers_are_cards_with_their_range(demo_run):
    cards = key_numbers(demo_run)
    assert isinstance(cards, Cards)
    assert plain(repr(cards)).splitlines()[2].startswith("Top 20 % bring: 67.5 % (")
