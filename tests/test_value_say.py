"""Sentences on value: whole, computed, and no more than the facts carry."""

import pytest

from analysis.facts import refused
from analysis.value import say, say_acquisition, say_outlook
from analysis.value.facts import ValueFacts
from analysis.value.say_flags import SENTENCES, flags
from analysis.words import value as words
from analysis.words.value import before_costs

WORTH = {
    "customers": 200,
    "point_shown": True,
    "clv_total": 20714.1,
    "clv_interval": (18512.9, 23141.9),
    "expected_revenue_total": 69047.0,
    "expected_revenue_interval": (61709.6, 77139.5),
    "horizon_days": 365,
    "tested_days": 273,
    "annual_discount_rate": 0.1,
    "margin_rate": 0.3,
    "top_decile_share": 0.63,
    "held_by_class": {"A": 0.84},
    "model": "average",
    "lifetime_model": "MBG/NBD",
    "last_revenue": 98000.0,
    "last_purchases": 2600,
}
NO_MARGIN = {"clv_total": None, "clv_interval": None, "margin_rate": None}
NO_AMOUNTS = {
    **NO_MARGIN,
    "expected_revenue_total": None,
    "expected_revenue_interval": None,
    "expected_purchases_total": 1234.4,
    "expected_purchases_interval": (900.0, 1700.0),
}
CLASS_A = {"abc_class": "A", "customers": 2, "value": 9.0, "low": 5.0, "high": 12.0, "share": 1.0}


def facts(**changed):
    return ValueFacts.sketch(**WORTH | changed)


def plain(text):
    """Narrow spaces are an ordinary space here."""
    return text.replace("\u202f", " ")


# ---------------------------------------------------------------- in all


def test_value_is_said_with_interval_horizon_and_rate():
    assert plain(words.total_value(facts(), "USD")) == (
        "The 200 customers of today are worth **$20.7 k** of margin ($18.5–23.1 k) over the next 365 days, "
        "discounted at 10 % a year. That is a margin of 30 % on $69.0 k of revenue. In the 365 days before, their "
        "first purchases included, they brought $98.0 k."
    )


def test_without_a_margin_it_is_revenue_and_never_value():
    said = plain(words.total_value(facts(**NO_MARGIN), "USD"))
    assert "are expected to bring **$69.0 k** of revenue ($61.7–77.1 k)" in said
    assert said.endswith("Without a margin this is revenue, not customer value.")
    assert "expected revenue to come" in words.holders(facts(**NO_MARGIN))


def test_without_amounts_purchases_are_said_and_no_money():
    said = words.total_value(facts(**NO_AMOUNTS), None)
    assert said == (
        "The 200 customers of today are expected to make **1,234 purchases** (900–1,700) over the next 365 days. In "
        "the 365 days before, their first purchases included, they made 2,600 purchases. What they bring cannot be "
        "said: the data hold no amounts."
    )


def test_what_they_brought_before_stands_beside_what_they_are_expected_to_bring():
    said = plain(words.total_value(facts(**NO_MARGIN), "USD"))
    assert "In the 365 days before, their first purchases included, they brought $98.0 k." in said
    assert "days before" not in words.total_value(facts(**NO_MARGIN, last_revenue=None), "USD")


@pytest.mark.parametrize("changed", [{}, NO_MARGIN, NO_AMOUNTS])
def test_where_the_range_is_too_wide_no_single_figure_is_named(changed):
    said = plain(words.total_value(facts(**changed, point_shown=False), "USD"))
    assert "too wide a range to name a single figure." in said
    assert not any(point in said for point in ("20.7", "69.0", "1,234"))
    assert "will bring most" in say.value_by_class(facts(**changed, point_shown=False, value_by_class=[CLASS_A]), "USD")


def test_what_makes_the_figures_indicative_is_said_with_them():
    gate = {"code": "few_bought_again", "weight": "indicative", "facts": {"customers": 90, "repeat_buyers": 40}}
    said = words.total_value(facts(**NO_MARGIN, gates=[gate]), "USD")
    assert "This is indicative: it rests on 40 customers who bought again, of 90 in all." in said


def test_the_note_says_what_the_forecast_is_made_of_and_what_corrects_it():
    made = {
        "forecasts": ["Pareto/NBD", "ridge Poisson"],
        "year_ago": {"expected": 100.0, "actual": 80.0, "factor": 0.9},
    }
    said = say.method(facts(**made), "USD")
    assert said.startswith("Purchases are the average of 2 forecasts")
    assert "80 purchases came where the same forecast expected 100; so all expectations are multiplied by 0.90." in said
    assert say.method(facts(forecasts=["Pareto/NBD"]), "USD").startswith("Purchases are forecast from each customer's")


def test_costs_and_customers_who_cost_money_are_said_with_the_total():
    costs = {"cost_to_serve": 900.0, "upfront_cost": 100.0}
    said = plain(words.total_value(facts(costs=costs, costing={"customers": 1, "value": -40.0}), "USD"))
    assert "on $69.0 k of revenue, less $900 of stated costs. In the 365 days before" in said
    assert "1 customer is expected to cost money" in said
    refusal = refused("costs_without_margin")
    assert "stated costs" not in words.total_value(facts(costs={"refusal": refusal}), "USD")


def test_where_nobody_brings_anything_nobody_holds_it():
    nobody = facts(top_decile_share=None, value_by_class=[], moves={"staying_a_share": None})
    assert words.holders(nobody) == "No customer is expected to bring value above 0."
    assert (say.best_class(nobody), say.staying(nobody)) == (None, None)


def test_management_is_told_what_stands_in_the_way_of_a_value():
    too_far = refused("horizon_beyond_twice_history", horizon_days=900, history_days=273)
    said = words.no_value(ValueFacts.sketch(refusal=too_far))
    assert said.startswith("What the customers are worth is **not said**.")
    assert "a horizon of 900 days is more than twice the 273 days of data. Set horizon_days to at most 546." in said


# ---------------------------------------------------------------- beside the total


def test_every_flag_has_a_sentence():
    assert set(SENTENCES) == {"horizon", "regular", "left_truncation", "dominant_customer"}
    (said,) = flags(facts(flags=[{"code": "horizon", "facts": {"horizon_days": 90, "tested_days": 60}}]).flags)
    assert said == "The forecast looks 90 days ahead and was tested on 60."


def test_one_margin_for_all_is_said_to_be_that():
    one = facts(margins={"own": False, "overall": 0.3})
    assert plain(say.margins(one, "USD")) == "The margin is 30 % of revenue for every customer."
    assert say.margins(facts(margins=None), "USD") == "Without a margin rate or costs the figures are revenue."


def test_margins_that_differ_by_chance_only_are_one_margin():
    own = {"own": True, "overall": 0.3, "half_revenue": None}
    assert "by no more than chance, so all get the client's" in say.margins(facts(margins=own), "USD")


# ---------------------------------------------------------------- by class


def test_classes_that_bring_nothing_are_not_called_the_surest():
    rows = [{"abc_class": "A", "customers": 2, "value": -5.0, "low": -9.0, "high": -1.0}]
    assert say.value_by_class(facts(value_by_class=rows), "USD") == "No class is expected to bring value above 0."


def test_a_class_alone_is_neither_surest_nor_least_sure():
    rows = [{"abc_class": "A", "customers": 2, "value": 5.0, "low": 1.0, "high": 9.0}]
    said = say.value_by_class(facts(value_by_class=rows, surest_class="A", least_sure_class="A"), "USD")
    assert "sure" not in said


def test_the_class_that_brings_most_is_the_title():
    rows = [
        {"abc_class": "A", "value": 10.0, "share": 0.1},
        {"abc_class": "C", "value": 90.0, "share": 0.9},
        {"abc_class": "N", "value": -1.0, "share": None},
    ]
    title = plain(say.best_class(facts(value_by_class=rows)))
    assert title == "Class C of the past will bring 90 % of the value to come"


def test_one_customer_who_matters_less_is_said_in_the_singular():
    said = plain(say.risers_and_fallers(facts(moves={"up": 3, "down": 1, "fallen": 0})))
    assert said.startswith("**1 customer** (1 %) matters less from now on")


@pytest.mark.parametrize(
    ("late", "said"),
    [
        ({"customers": 5, "class_a": 0}, "No customer of class A is late."),
        ({"customers": 5, "class_a": 1}, "**1 customer** of class A is late. Nine of ten"),
        ({"customers": 0, "class_a": None}, "No customer is late."),
        ({"customers": 5, "class_a": None}, "**5 customers** are late. Nine of ten"),
    ],
)
def test_late_customers_are_counted_in_class_a_or_where_there_are_no_classes_in_all(late, said):
    assert say.overdue(facts(overdue=late)).startswith(said)


# ---------------------------------------------------------------- new customers, no horizon


def test_a_refusal_stands_for_the_value_of_a_new_customer():
    said = say_outlook.new_customer(facts(new_customer={"refusal": refused("new_nobody_twice")}), "USD")
    assert said == "What a new customer is worth is not computed, because nobody bought twice."


def test_where_one_of_the_two_brings_nothing_nothing_is_replaced():
    new = {"value": 25.0, "interval": (22.0, 29.0)}
    said = say_outlook.new_customer(facts(new_customer=new), "USD")
    assert said.endswith("cannot be said, because one of the two brings nothing.")


@pytest.mark.parametrize(("change", "words"), [(0.1, "would be 10 % higher"), (-0.1, "would be 10 % lower")])
def test_what_a_new_customer_is_worth_names_whose_history_and_what_they_change(change, words):
    new = {"customers": 9, "burn_in_days": 30, "dated": False, "change_without_old": change, "repeat_purchases": 1.5}
    said = say_outlook.basis_of_new_customer(facts(new_customer=new), "USD")
    assert said.startswith("It rests on the 9 customers first seen after the first 30 days")
    assert words in plain(said)


def test_without_a_trusted_model_nothing_is_said_of_longer_lives_and_no_parameter_is_named():
    said = say_outlook.residual(facts(residual=None), "USD")
    assert said.count("these data do not determine how long customers stay") == 1
    assert "NBD" not in said


# ---------------------------------------------------------------- costs


def test_figures_before_costs_say_so_only_where_costs_were_taken_off():
    assert before_costs(facts()) == ""
    taken = facts(costs={"cost_to_serve": 1.0, "upfront_cost": 0.0}, residual={"total": 0.0})
    assert before_costs(taken) == "This is before the stated costs of customers."


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"cost_to_serve": 4, "upfront_cost": 0}, "of serving 4 of 9 customers for as long as each"),
        ({"cost_to_serve": 0, "upfront_cost": 2}, "up front for 2 customers is spent and takes nothing off."),
    ],
)
def test_only_the_costs_that_are_stated_are_spoken_of(known, said):
    costs = {"customers": 9, "known": known, "cost_to_serve": 7.0, "upfront_cost": 5.0, "model": "Pareto/NBD"}
    text = say_acquisition.costs(facts(costs=costs), "EUR")
    assert said in text
    assert ("up front" in text) != ("of serving" in text)


PAID = {"known": 9, "customers": 9, "bought": 9, "cac": 40.0, "payback_month": 1, "payback_interval": (1, 1)}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"payback_month": 0, "payback_interval": (0, 0)}, "bring that back **with the first purchase**."),
        ({"payback_month": None, "payback_interval": (None, None)}, "bring that back within 365 days."),
        ({}, "brought that back within **1 month**."),
        ({"payback_month": 5, "payback_interval": (4, None)}, "**5 months** (4 or later than 365 days)."),
    ],
)
def test_payback_is_said_by_month_and_how_sure_it_is(found, said):
    text = say_acquisition.payback(facts(acquisition=PAID | found, new_customer={}), "EUR")
    assert text.startswith("Winning a customer costs **€40.00**. A new one is ")
    assert text.endswith(said)


def test_the_only_source_with_enough_customers_is_compared_with_none():
    few = {"source": "fair", "customers": 4, "ratio": 0.8, "low": 0.5, "high": 1.1, "indicative": True}
    web = few | {"source": "web", "ratio": 3.0, "indicative": False}
    said = say_acquisition.sources(facts(acquisition={"sources": [web, few]}))
    assert said == "Customers from **web** bring **3.0 times** what winning them cost (0.5–1.1)."
