"""Sentences about what lies ahead: nothing is said that the numbers do not carry."""

from analysis.findings import outlook as said

LESS = {"percent": 0.0054, "percent_interval": [0.004, 0.007], "percent_gain": 112.0, "points": None, "survival": 0.97}
V = {"clv_total": 1.0, "horizon_days": 365, "tested_days": 273}


def test_five_points_more_are_not_promised_where_fewer_leave():
    assert "Fewer than 5 points leave within a year" in said.less_churn(V | {"churn_minus_5": LESS}, "USD")


def test_customers_who_bring_nothing_gain_nothing_from_staying():
    nothing = V | {"churn_minus_5": {"percent": None, "points": None}}
    assert said.less_churn(nothing, "USD").startswith("What less churn would bring is not computed")


def test_the_literature_stands_beside_the_textbook_case_and_names_what_it_measures():
    text = said.literature_on_churn(V | {"churn_minus_5": LESS}).replace("\u202f", " ")
    assert "25–85 %" in text
    assert "net present value" in text
    assert "from 4.50 to 6.33 (41 % more), but 5 % less churn only to 4.64 (3 % more)" in text


def test_a_refusal_stands_for_the_value_of_a_new_customer():
    assert said.new_customer(V | {"new_customer": {"refusal": "Nobody is known to be new."}}, "USD") == (
        "Nobody is known to be new."
    )


def test_without_pareto_nbd_there_is_no_value_without_a_horizon():
    assert said.residual(V | {"residual": None}, "USD").startswith("Not computed, because only Pareto/NBD")


def test_one_margin_for_all_is_said_to_be_that():
    assert said.margins({"margins": {"own": False, "overall": 0.3}}, "USD").replace("\u202f", " ") == (
        "The margin is 30 % of revenue for every customer."
    )
    assert said.margins({"margins": None}, "USD") == "Without a margin rate or costs the figures are revenue."


def test_classes_that_bring_nothing_are_not_called_the_surest():
    rows = [{"abc_class": "A", "customers": 2, "value": -5.0, "low": -9.0, "high": -1.0}]
    assert said.value_by_class(V | {"value_by_class": rows}, "USD") == "No class is expected to bring value above 0."
