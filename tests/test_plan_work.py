"""Capacity, calendar, campaigns, scenarios and people, by hand."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.classes.causes import CAUSES
from analysis.client.plan import Campaign, Capacity, ContactCost
from analysis.facts import refused
from analysis.plan.campaigns import arithmetic
from analysis.plan.capacity import calendar, class_work
from analysis.plan.chosen import GRADE, by_leading_grade, chosen
from analysis.plan.facts_more import Target
from analysis.plan.people import managers
from analysis.plan.say_less_churn import less_churn
from analysis.plan.say_reasons import answer, besides, cause_name
from analysis.plan.scenarios import loss_of_volume
from analysis.plan.summed import by_cause
from analysis.schema import DataError
from analysis.value.facts import ValueFacts
from analysis.value.retention import textbook

PLANNED = Capacity(minutes={"visit": 90, "call": 15}, contacts={"A": {"visit": 4, "call": 12}, "B": {"call": 2}})


def test_hours_and_budget_of_a_class_by_hand():
    # Ten of A: 4 * 90 + 12 * 15 minutes each = 9 hours; 4 * 60 + 12 * 5 = 300 of money each
    a, b = class_work({"A": 10, "B": 20, "C": 5}, PLANNED, ContactCost(visit=60, call=5))
    assert (a.contacts, a.hours, a.budget) == (160.0, 90.0, 3000.0)
    assert (b.contacts, b.hours, b.budget) == (40.0, 10.0, 200.0)


def test_a_cost_that_is_not_stated_leaves_the_budget_open():
    a, b = class_work({"A": 10, "B": 20}, PLANNED, ContactCost(call=5))
    assert a.budget is None
    assert (a.hours, b.budget) == (90.0, 200.0)


@given(st.integers(1, 50), st.integers(1, 50))
def test_hours_and_budgets_add_up(n, m):
    cost = ContactCost(visit=60, call=5)
    parts = [class_work({"A": k}, PLANNED, cost)[0] for k in (n, m)]
    both = class_work({"A": n + m}, PLANNED, cost)[0]
    assert both.hours == pytest.approx(sum(part.hours for part in parts))
    assert both.budget == pytest.approx(sum(part.budget for part in parts))


def test_the_calendar_holds_every_contact_planned_within_a_year():
    table = pd.DataFrame({"customer_id": ["a", "b", "c"], "abc_class": ["A", "A", "B"], "manager": ["Li", "Li", None]})
    dates = calendar(table, PLANNED, dt.date(2024, 12, 31))
    assert dates.groupby(["customer_id", "channel"]).size().to_dict() == {
        ("a", "call"): 12, ("a", "visit"): 4, ("b", "call"): 12, ("b", "visit"): 4, ("c", "call"): 2,
    }  # fmt: skip
    assert dates["date"].between("2025-01-01", "2025-12-31").all()
    assert dates["date"].is_monotonic_increasing


def segment(n=100):
    return pd.DataFrame({"p_buy": [0.1] * n, "if_buying": [30.0] * n, "rate": [0.3] * n})


def test_a_campaign_by_hand():
    # Each buyer brings 30 of 100 sold; the discount of 5 % takes 5. (0.1 * 30 + 2) / (30 - 5) = 20 %
    campaign = Campaign(name="x", segment="A", budget=200, cost_per_contact=2, discount=0.05, response=0.3)
    found = arithmetic(campaign, segment(), "margin")
    assert (found.contacted, found.cost, found.baseline) == pytest.approx((100, 200, 10))
    assert found.break_even == pytest.approx(0.2)
    assert found.profit == pytest.approx(100 * (0.3 * 25 - 0.1 * 30 - 2))


def test_a_campaign_reaches_no_more_than_its_budget_and_leaves_the_dealer_the_margin_of_what_it_adds():
    campaign = Campaign(name="x", segment="A", budget=50, cost_per_contact=2, response=0.3, dealer_margin=0.2)
    found = arithmetic(campaign, segment(), "margin")
    assert (found.contacted, found.cost) == (25, 50)
    assert found.dealer_profit == pytest.approx(25 * 0.2 * 100 * 0.2)


def test_a_campaign_without_a_margin_says_nothing_of_profit():
    found = arithmetic(Campaign(name="x", segment="A", budget=50, response=0.3), segment(), "revenue")
    assert (found.break_even, found.profit, found.contacted) == (None, None, 100)


def test_a_campaign_for_nobody_known_is_refused():
    table = pd.DataFrame({"customer_state": ["lost"], "abc_class": ["A"]})
    assert len(chosen(table, "lost", "plan")) == 1
    assert len(chosen(table.assign(**{"label of grade": "gold"}), "gold", "plan")) == 1
    with pytest.raises(DataError, match=r"plan: there is no 'gold': a class \(A, B, C, N\), a state \(growing, "):
        chosen(table, "gold", "plan")


def test_a_grade_of_the_clients_goes_before_the_class_of_that_name_also_where_nobody_has_it():
    table = pd.DataFrame({"customer_id": list("xyz"), "abc_class": list("ABB"), "customer_state": "steady"})
    graded = table.assign(**{GRADE: pd.Categorical(["A", "A", None], ["A", "B"])})
    assert [len(chosen(graded, name, "plan")) for name in "AB"] == [2, 0]
    assert by_leading_grade(graded)["abc_class"].tolist()[:2] == ["A", "A"]
    assert by_leading_grade(table)["abc_class"].tolist() == ["A", "B", "B"]


def test_a_price_higher_by_one_hundredth_is_undone_by_a_loss_of_3_8_per_cent_at_a_margin_of_a_quarter():
    assert round(loss_of_volume(0.01, 0.25), 3) == 0.038


def test_books_of_managers_add_up_to_all_customers():
    table = pd.DataFrame(
        {
            "customer_id": list("abc"),
            "manager": ["Li", None, "Li"],
            "abc_class": list("ABA"),
            "recent": [5.0, 9.0, 1.0],
            "before": [4.0, 2.0, 1.0],
            "customer_state": ["slipping", "steady", "lost"],
            "action_group": ["contact", "", "held back"],
            "stake": [3.0, 1.0, 2.0],
            "expected_gain": [1.0, None, 2.0],
        }
    )
    day = dt.date(2024, 1, 1)
    target = Target(whose="Li", first=day, last=day, amount=9.0, due=8.0, reached=6.0, customers=2)
    done = pd.DataFrame(
        {"customer_id": ["a", "c", "b"], "as_of": day, "done": ["yes", "no", ""], "brought": [5, None, 1]}
    )
    first, second = managers(table, pd.Series({"a": 10.0, "c": 7.0}), [target], done)
    assert (first.manager, first.recent, first.customers) == (None, 9.0, 1)
    assert (second.customers, second.class_a, second.listed, second.stake, second.worth) == (2, 2, 1, 3.0, 17.0)
    assert (second.due, second.reached, second.states["lost"]) == (8.0, 6.0, 1)
    assert (second.list_of, second.asked, second.done, second.not_done, second.bought) == (day, 2, 1, 1, 1)
    assert managers(table.assign(manager=None), None, [], None) == []


# ---------------------------------------------------------------- less churn

LESS = {"percent": 0.0054, "survival": 0.97, "textbook": textbook()}


def of_less_churn(**less):
    return less_churn(ValueFacts.sketch(churn_minus_5=less, horizon_days=365)).replace("\u202f", " ")


def test_the_literature_stands_beside_the_textbook_case_and_names_what_it_measures():
    text = of_less_churn(**LESS)
    assert text.startswith("Fewer than 5 points leave within a year, so 5 points more cannot stay.")
    assert "25–85 %" in text
    assert "net present value" in text
    assert "from 4.50 to 6.33 (41 % more), but 5 % less churn only to 4.64 (3 % more)" in text
    assert "rest of their lives" not in text


def test_five_points_more_are_said_against_those_who_are_still_customers():
    v = ValueFacts.sketch(
        churn_minus_5=LESS | {"points": 0.1, "points_survival": 0.98}, p_alive_mean=0.42, horizon_days=365
    )
    said = less_churn(v).replace("\u202f", " ")
    assert said.startswith("Of those who are still customers (42 % of all), 97 % stay a year today, and 98 % with 5")


def test_where_less_churn_cannot_be_reckoned_the_reason_stands_for_it():
    assert of_less_churn().startswith("What less churn would bring is not computed")
    assert of_less_churn(refusal=refused("lifetimes_unknown")).endswith("how long customers stay.")
    assert less_churn(ValueFacts.sketch()) == ""


# ---------------------------------------------------------------- reasons


NO_CAUSE = {"warning_signs": "gap spend", "left_because": "", "cause": "", "customer_state": "lost"}


def test_what_the_state_says_already_is_no_further_reason():
    assert besides(NO_CAUSE, {}) == ""
    said = besides(NO_CAUSE | {"warning_signs": "gap complaint", "left_because": "too dear", "cause": "price"}, {})
    assert said == ("Complained lately. On record: too dear. Answer: an offer on price or terms.")


def test_what_answers_a_cause_is_said_of_the_lost_alone():
    row = NO_CAUSE | {"left_because": "too dear", "cause": "price", "customer_state": "gone for good"}
    assert besides(row, {"price": "10 % off"}) == "On record: too dear."


def test_the_causes_of_all_who_left_are_counted_with_their_money_class_and_time():
    left = pd.DataFrame(
        {
            "customer_state": ["lost", "gone for good", "gone for good"],
            "cause": ["price", "price", ""],
            "left_because": ["too dear", "dear", ""],
            "action": ["win back", "let go", "let go"],
            "abc_class": ["B", "A", "A"],
            "days_since_last": [200, 365, 366],
            "revenue": [10.0, 30.0, 5.0],
            "expected_gain": [2.0, None, None],
        }
    )
    price, unknown = by_cause(left, None, paid=True)
    assert (price.cause, price.left, price.customers, price.contacted, price.gain) == ("price", 2, 1, 1, 2.0)
    assert (price.class_a, price.lately, price.revenue) == (1, 2, 40.0)
    assert (unknown.left, unknown.customers, unknown.lately, unknown.gain) == (1, 0, 0, None)
    assert by_cause(left[2:], None, paid=True) == []


@pytest.mark.parametrize("cause", CAUSES)
def test_every_class_of_causes_has_a_name_and_an_answer(cause):
    assert cause_name(cause)
    assert answer(cause, {})
