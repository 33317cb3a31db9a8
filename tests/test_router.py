"""The router: which questions the shape of a client's data can answer, and why not the others."""

from __future__ import annotations

import pytest

from analysis.intake.router import CHAPTERS, Rhythm, Shape, route
from analysis.intake.say.verdict import KINDS, LIMITS, limit, reason
from analysis.refusals import why

MONTHLY = Rhythm(payers=190, regular=180, revenue_share=0.93, most="monthly", spaced=185)
VERDICTS = [
    (Shape(2357, 1205), "non_contractual"),
    (Shape(2357, 1205, rhythm=Rhythm(700, 4, 0.01, "quarterly", 90)), "non_contractual"),
    (Shape(2357, 1205, has_amounts=False), "without_amounts"),
    (Shape(2357, 29), "too_little"),
    (Shape(23570, 30), "non_contractual"),
    (Shape(190, 190, rhythm=MONTHLY), "contractual"),
    (Shape(190, 190, subscribed_share=0.51), "contractual"),
    (Shape(190, 190, subscribed_share=0.49), "non_contractual"),
    (Shape(190, 190, subscribed_share=0.51, rhythm=Rhythm(180, 0, 0.0, "", 90)), "contractual"),
    (Shape(190, 190, subscribed_share=0.51, rhythm=Rhythm(180, 0, 0.0, "", 89)), "non_contractual"),
    (Shape(190, 190, subscribed_share=0.51, rhythm=Rhythm(9, 0, 0.0, "", 0)), "contractual"),
    (Shape(600, 0, has_days=False), "customer_level"),
    (Shape(600, 0, once_each=True, summary_columns=("orders",)), "customer_level"),
    (Shape(600, 0, once_each=True, one_day=True), "customer_level"),
    (Shape(600, 0, once_each=True), "too_little"),
    (Shape(29, 0, once_each=True, one_day=True), "too_little"),
]


@pytest.mark.parametrize(("shape", "verdict"), VERDICTS)
def test_the_shape_of_the_data_decides(shape, verdict):
    assert route(shape).verdict == verdict


@pytest.mark.parametrize(("shape", "verdict"), VERDICTS)
def test_every_chapter_is_open_or_says_in_a_sentence_why_not(shape, verdict):
    found = route(shape)
    assert tuple(found.chapters) == CHAPTERS
    assert reason(found.as_dict()).endswith(".")
    for refusal in found.chapters.values():
        assert refusal is None or (why(refusal).startswith("Not computed, because ") and why(refusal).endswith("."))
    assert {name for name, refusal in found.chapters.items() if refusal} & found.limits.keys() == set()
    assert {limit(code) for code in found.limits.values()} <= set(LIMITS.values())
    assert verdict in KINDS
    assert found.whole == (verdict == "non_contractual")


def test_chapters_that_the_data_cannot_close_are_open():
    few = route(Shape(2357, 29), chapters=("summary", "value", "winback"))
    assert list(few.chapters) == ["summary", "value", "winback"]
    assert (few.chapters["summary"], few.chapters["winback"]) == (None, None)
    assert few.chapters["value"].code == "too_little"


def test_a_verdict_holds_codes_and_facts_and_no_words():
    stored = route(Shape(2357, 29, has_amounts=False)).as_dict()
    counts = {"repeat_buyers": 29, "customers": 2357}
    assert stored["reason"] == [
        {"code": "too_little", "facts": {**counts, "has_amounts": False}},
        {"code": "no_amounts", "facts": {}},
    ]
    assert stored["chapters"]["churn"] == {"code": "too_little", "facts": counts}


def closed(shape):
    return {name for name, reason in route(shape).chapters.items() if reason}


def test_models_of_purchases_are_closed_to_contracts_summaries_and_too_little():
    assert closed(Shape(2357, 1205)) == set()
    for shape in (Shape(190, 190, rhythm=MONTHLY), Shape(600, 0, has_days=False), Shape(2357, 29)):
        assert closed(shape) == {"value", "forecast", "churn"}


def test_without_amounts_there_is_no_concentration_and_no_money():
    found = route(Shape(2357, 1205, has_amounts=False))
    assert closed(Shape(2357, 1205, has_amounts=False)) == {"concentration"}
    assert set(found.limits) == {"value", "churn"}


def test_too_little_and_without_amounts_both_count():
    found = route(Shape(2357, 29, has_amounts=False))
    assert closed(Shape(2357, 29, has_amounts=False)) == {"concentration", "value", "forecast", "churn"}
    assert found.verdict == "too_little"
    assert reason(found.as_dict()).replace("\u202f", " ") == (
        "Only 29 of 2,357 customers bought again; 30 repeat buyers are needed. The data hold no amounts either."
    )


@pytest.mark.parametrize(
    "rhythm",
    [
        Rhythm(payers=29, regular=29, revenue_share=1.0, most="monthly", spaced=29),
        Rhythm(payers=190, regular=142, revenue_share=0.93, most="monthly", spaced=29),
        Rhythm(payers=190, regular=180, revenue_share=0.49, most="monthly", spaced=29),
    ],
    ids=["too few to judge", "under three quarters of them", "under half of the revenue"],
)
def test_contracts_are_not_supposed_lightly(rhythm):
    assert route(Shape(190, 190, rhythm=rhythm)).verdict == "non_contractual"


def test_each_verdict_goes_before_those_that_it_makes_moot():
    everything = {"has_days": False, "has_amounts": False, "subscribed_share": 0.9}
    assert route(Shape(600, 0, **everything)).verdict == "customer_level"
    assert route(Shape(600, 0, has_amounts=False, subscribed_share=0.9)).verdict == "contractual"
    assert route(Shape(600, 0, has_amounts=False)).verdict == "too_little"


@pytest.mark.parametrize(
    ("horizon", "said"),
    [
        (365, "The data cover 400 days: the value looks 365 days ahead."),
        (401, "The data cover 400 days: a value 401 days ahead, farther than that, is indicative."),
        (801, "The data cover 400 days: no value is said 801 days ahead, more than twice as far."),
    ],
)
def test_how_far_the_dates_allow_looking_ahead_is_said(horizon, said):
    found = route(Shape(2357, 1205, history_days=400, horizon_days=horizon)).as_dict()
    assert reason(found).endswith(said)


def test_who_pays_at_a_rhythm_of_the_calendar_is_not_said_to_cancel_nothing():
    found = route(Shape(333, 313, rhythm=Rhythm(292, 40, 0.1, "monthly", 276), history_days=1274, horizon_days=365))
    assert found.verdict == "non_contractual"
    said = reason(found.as_dict())
    assert "276 of the 292" in said
    assert "give them as subscriptions" in said
    assert "nobody cancels" not in said
