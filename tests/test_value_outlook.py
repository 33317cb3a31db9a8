"""Where no purchase model carries a value, it is said what customers are expected to bring; else nothing is added."""

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pandas as pd
import pytest

from analysis.backtest import gates
from analysis.backtest.average import forecast_average
from analysis.backtest.day_past import past_of, read_days
from analysis.backtest.holdout import Split
from analysis.backtest.regularity_at import regularity_until
from analysis.client.client import read_client
from analysis.codebook import results_schema, scores_of
from analysis.display.cells import Finding, Refusal
from analysis.display.language import PSEUDO, use_language
from analysis.facts import Refusal as Reason
from analysis.facts import refused
from analysis.questions import open_client, steps_of
from analysis.refusals import SENTENCES, outlook, why
from analysis.summary import views as summary
from analysis.value import say_expected, views, views_outlook
from analysis.value.facts_outlook import OutlookFacts
from analysis.value.outlook import _totals
from analysis.words import outlook as words
from tests.shops import START, ledger
from tests.test_chapters import views_in
from tests.test_value_views import ENGLISH, words_of
from tests.test_without_model import flagged

CELLS = [name for name, module in views_in("value").items() if module is views_outlook]
HORIZON = 180
DAYS = 600


def client(folder: Path, *, amounts: bool = True):
    """Write a shop of 400 customers and 600 days, and read it as a client."""
    log = ledger(400, DAYS, seed=5)
    day = [(START + dt.timedelta(days=d)).isoformat() for d in log["day"]]
    columns = "customer_id: id, date: day" + (", amount: value" if amounts else "")
    log.assign(day=day).rename(columns={"customer": "id", "amount": "value"}).to_csv(folder / "o.csv", index=False)
    (folder / "client.yml").write_text(
        f"client: Acme\ncurrency: EUR\ntoday: 2026-01-01\nsources: [{{path: o.csv, columns: {{{columns}}}}}]\n"
        f"parameters: {{horizon_days: {HORIZON}}}\n"
    )
    return read_client(folder)


def refused_run(folder: Path, horizon_days: int = HORIZON, *, amounts: bool = True):
    """Return a run in which no purchase model is trusted, neither half-way nor on all days."""
    shop = client(folder, amounts=amounts).with_parameters({"horizon_days": horizon_days})
    run = open_client(shop, cache=folder / "cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.backtest.candidates.fit_purchases", flagged)
        assert run.outlook
    return run


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("refused")


@pytest.fixture(scope="module")
def run(folder):
    return refused_run(folder)


@pytest.fixture(scope="module")
def far(folder, run):
    """Return the same with a horizon of more than twice the days of data."""
    return refused_run(folder, 2 * DAYS)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Return the same shop without amounts."""
    return refused_run(tmp_path_factory.mktemp("bare"), amounts=False)


@pytest.fixture(scope="module")
def valued(tmp_path_factory):
    """Return the same shop, whose value stands."""
    folder = tmp_path_factory.mktemp("valued")
    run = open_client(client(folder), cache=folder / "cache")
    assert run.value.why is None
    return run


# ---------------------------------------------------------------- numbers


def test_it_stands_in_where_value_is_refused_for_want_of_a_model_and_value_itself_stays_refused(run):
    o, v = run.outlook.facts, run.value.facts
    assert (o.needed, o.refusal, o.status, o.point_shown) == (True, None, "full", True)
    assert o.reason == v.refusal
    assert (v.model, v.clv_total, v.expected_revenue_total, v.expected_purchases_total) == (None,) * 4


def test_it_computes_nothing_where_value_stands(valued):
    assert valued.outlook.facts == OutlookFacts(needed=False, horizon_days=HORIZON)
    assert valued.outlook.tables == {}


def test_it_does_not_open_what_the_router_closed(small_run):
    run = small_run()
    assert run.value.refusal.code == "too_little"
    assert run.outlook.facts.needed is False


def test_nothing_else_is_computed_from_it():
    assert [name for name, step in steps_of().items() if "outlook" in step.after] == []


def test_the_total_is_that_of_the_average_forecast_from_the_last_day_on(run):
    end, o = run.observation_end, run.outlook.facts
    split = Split(end, end + dt.timedelta(days=HORIZON))
    regularity = regularity_until(run.ledger.rows)
    made = forecast_average(past_of(read_days(run.ledger.rows)), split, regularity_at=regularity).made
    whole = made.totals.set_index(["measure", "group"])
    for measure in ("purchases", "revenue"):
        row = whole.loc[(measure, "all")]
        assert getattr(o, f"expected_{measure}_total") == pytest.approx(row["point"])
        assert getattr(o, f"expected_{measure}_interval") == pytest.approx((row["low_95"], row["high_95"]))
        assert getattr(o, f"expected_{measure}_interval_80") == pytest.approx((row["low_80"], row["high_80"]))


def test_classes_and_customers_add_up_to_the_total(run):
    o, scores = run.outlook.facts, run.outlook["scores"]
    assert sum(row.expected_revenue for row in o.by_class) == pytest.approx(o.expected_revenue_total)
    assert sum(row.share for row in o.by_class) == pytest.approx(1)
    assert sum(row.customers for row in o.by_class) == o.customers == len(scores)
    assert scores["expected_revenue"].sum() == pytest.approx(o.expected_revenue_total)
    assert all(row.interval[0] < row.interval_80[0] < row.expected_revenue for row in o.by_class)


def test_it_is_held_against_what_the_same_customers_brought_in_as_many_days_before(run):
    rows = run.ledger(first=run.observation_end - dt.timedelta(days=HORIZON - 1))
    assert run.outlook.facts.last_revenue == pytest.approx(float(rows["amount"].sum()))
    assert run.outlook.facts.last_purchases == len(rows.groupby(["customer_id", "date"]))


def test_a_horizon_of_more_than_twice_the_data_is_refused_by_code(far):
    o = far.outlook.facts
    assert (o.refusal.code, o.status, o.stands) == ("horizon_beyond_twice_history", "refused", False)
    assert why(o.refusal).startswith("What customers are expected to bring is not said, because a horizon of 1,200 ")


def test_where_returns_eat_all_revenue_no_range_is_made_up():
    rows = [("purchases", "all", 9.0), ("revenue", "all", -1.0), ("revenue", "A", 2.0)]
    table = pd.DataFrame(rows, columns=["measure", "group", "point"])
    ends = {f"{end}_{level}": table["point"] for end in ("low", "high") for level in (80, 95)}
    assert _totals(SimpleNamespace(totals=table.assign(**ends)), paid=True) is None
    assert why(refused("nothing_expected")).endswith("because so far they have brought nothing on balance.")


def test_without_amounts_purchases_are_expected_and_no_money(bare):
    o = bare.outlook.facts
    assert o.expected_purchases_total > 0
    assert (o.expected_revenue_total, o.last_revenue, o.by_class) == (None, None, [])
    assert bare.outlook["scores"][["expected_revenue", "revenue_low_80"]].isna().all(axis=None)


def test_every_column_per_customer_is_in_the_codebook_and_in_the_table_of_customers(run):
    declared = set(scores_of(steps_of()["outlook"]))
    assert set(run.outlook.tables["scores"]) - {"customer_id"} == declared
    assert declared <= set(run.table())


@pytest.mark.parametrize("which", ["run", "far", "bare", "valued"])
def test_results_fit_the_schema(which, request):
    shop = request.getfixturevalue(which)
    jsonschema.validate(shop.results(["data", "outlook"]), results_schema())


# ---------------------------------------------------------------- what is shown


def test_the_chapter_says_it_in_the_place_of_the_grey_box(run):
    assert views.total(run) is None
    assert isinstance(views_outlook.outlook(run), Finding)
    assert [name for name in CELLS if getattr(views_outlook, name)(run) is None] == []


def test_the_chapter_is_as_it_was_where_value_stands(valued):
    assert isinstance(views.total(valued), Finding)
    assert [getattr(views_outlook, name)(valued) for name in CELLS] == [None] * len(CELLS)


def test_where_not_even_that_can_be_said_both_reasons_are_given(far):
    assert [isinstance(view(far), Refusal) for view in (views.total, views_outlook.outlook)] == [True, True]
    others = [name for name in CELLS if name != "outlook"]
    assert [getattr(views_outlook, name)(far) for name in others] == [None] * len(others)


def test_the_summary_says_it_too_and_what_is_left_unsaid(run):
    said = repr(summary.value(run))
    assert re.match(r"The \d+ customers of today are expected to bring €", said)
    assert said.endswith("is not said: these data do not determine how long customers stay.")
    assert summary.value_figure(run) is not None


def test_the_summary_says_without_amounts_how_often_customers_will_buy(bare):
    said = repr(summary.value(bare))
    assert re.match(r"The \d+ customers of today are expected to make \d+ purchases \(", said)
    assert summary.value_figure(bare) is None


def test_the_summary_is_as_it_was_where_value_stands(valued):
    assert "discounted at" in repr(summary.value(valued))


@pytest.mark.parametrize("which", ["run", "bare"])
@pytest.mark.parametrize("name", CELLS)
def test_every_word_comes_from_the_catalogue(name, which, request):
    shop = request.getfixturevalue(which)
    use_language(PSEUDO)
    said = words_of(getattr(views_outlook, name)(shop))
    assert re.findall(ENGLISH, said) == []


# ---------------------------------------------------------------- sentences


def facts(**more):
    """Return facts of two customers over 90 days."""
    told = {"customers": 2, "horizon_days": 90, "needed": True, "refusal": None, "point_shown": True, "gates": []}
    money = {"expected_revenue_total": 800.0, "expected_revenue_interval": (600.0, 990.0), "last_revenue": None}
    row = {"abc_class": "A", "expected_revenue": 640.0, "interval": (400.0, 900.0), "share": 0.8}
    return OutlookFacts.sketch(**told | money | {"margin_known": False, "by_class": [row]} | more)


def test_a_range_too_wide_for_a_point_is_said_without_one():
    wide = facts(point_shown=False)
    assert words.expected(wide, "USD").startswith(
        "The 2 customers of today are expected to bring **$600–990** of revenue over the next 90 days: too wide a "
        "range to name a single figure."
    )
    assert "800" not in words.expected(wide, "USD")
    assert say_expected.classes(wide, "USD") == "Class A of the past is expected to bring most: **$400–900**."


def test_with_a_margin_it_is_said_that_this_is_revenue_all_the_same():
    assert words.expected(facts(margin_known=True), "USD").endswith(
        "This is revenue, not customer value: the margin is not applied to it."
    )


def test_what_is_only_indicative_is_called_so_with_the_reason():
    few = {"code": "few_bought_again", "weight": "indicative", "facts": {"customers": 90, "repeat_buyers": 40}}
    note = {"code": "one_customer_dominates", "weight": "note", "facts": {"measure": "revenue", "share": 0.3}}
    assert words.indicative(facts(gates=[few, note])) == "This is indicative: of 90 customers only 40 bought again."


def test_where_models_stand_on_all_days_a_later_calibration_end_is_advised():
    o = facts(
        reason={"code": "untested", "facts": {"whole": ["BG/NBD"]}}, forecasts=["a"], year_ago=None, horizon_days=90
    )
    assert say_expected.note(o).endswith("Fitted to all days, BG/NBD can be trusted: try a later calibration_end.")


def test_a_director_reads_no_name_of_a_parameter():
    reason = {"code": "no_model", "facts": {"reasons": [{"parameters": ["alpha"]}]}}
    said = words.unsaid(facts(reason=reason)) + say_expected.note(facts(reason=reason, forecasts=["a"], year_ago=None))
    assert not re.search(r"alpha|beta|NBD|parameter", said)


def test_every_gate_has_its_sentence():
    codes = set(re.findall(r'Gate\("(\w+)"', Path(gates.__file__).read_text(encoding="utf-8")))
    assert len(codes) == 9
    assert codes <= set(outlook.SENTENCES)
    assert outlook.SENTENCES.items() <= SENTENCES.items()


@pytest.mark.parametrize(
    ("code", "told", "said"),
    [
        ("too_few_repeat_buyers", {"customers": 90, "repeat_buyers": 7, "needed": 30}, "only 7 of 90 customers bought"),
        ("horizon_beyond_history", {"horizon_days": 365, "history_days": 200}, "longer than the 200 days of data."),
        ("one_customer_dominates", {"measure": "purchases", "share": 0.3}, "makes 30 % of the expected purchases."),
    ],
)
def test_a_gate_is_said_with_its_figures(code, told, said):
    assert said in why(Reason(code=code, facts=told)).replace("\u202f", " ")
