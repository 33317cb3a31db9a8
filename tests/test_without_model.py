"""Where no purchase model can be trusted: what can still be said is said, in words that promise no more."""

import datetime as dt
from dataclasses import replace

import pytest

from analysis.backtest.supervised import BOOSTER
from analysis.btyd import fit_purchases
from analysis.churn import views
from analysis.client.client import read_client
from analysis.display.cells import Refusal
from analysis.facts import refused
from analysis.forecast import views as forecast
from analysis.questions import open_client
from analysis.refusals import why
from analysis.summary import views as summary
from tests.test_backtest import FIRST, purchases_of

WINDOW = 90


def flagged(*of):
    """Fit as ever, and say that the fit is not to be trusted."""
    return replace(fit_purchases(*of), model=None, status="not fitted", reasons=(refused("flat"),))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Return the run of a client of whom no purchase model is trusted up to the end of calibration."""
    folder = tmp_path_factory.mktemp("flagged")
    log = purchases_of(500)
    day = [(FIRST + dt.timedelta(days=d)).isoformat() for d in log["day"]]
    log.assign(day=day).rename(columns={"customer_id": "id", "amount": "value"}).to_csv(
        folder / "orders.csv", index=False
    )
    (folder / "client.yml").write_text(
        "client: Acme\ncurrency: EUR\ntoday: 2026-01-01\n"
        "sources: [{path: orders.csv, columns: {customer_id: id, date: day, amount: value}}]\n"
        f"parameters: {{churn_window_days: {WINDOW}, calibration_end: 2022-12-27}}\n"
    )
    run = open_client(read_client(folder), cache=folder / "cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.backtest.candidates.fit_purchases", flagged)
        assert run.holdout
    assert run.churn
    return run


# ---------------------------------------------------------------- numbers


def test_the_league_is_held_and_the_reason_kept(run):
    h = run.holdout.facts
    assert (h.refusal, h.ranking) == (None, [])
    assert why(h.untrusted) == (
        "Not computed, because no purchase model can be trusted on the days up to 27 December 2022, so none could be "
        "tested on the days after. BG/NBD, MBG/NBD and Pareto/NBD: Not fitted, because many different parameters fit "
        "the data equally well."
    )
    assert BOOSTER in [row.model for row in h.league]


def test_no_sum_of_money_is_forecast_and_a_later_calibration_end_is_advised_where_all_days_carry_a_model(run):
    v = run.value.facts
    assert run.value.why.startswith("Not computed, because no purchase model can be trusted on the days up to 27 ")
    assert run.value.why.endswith("can be trusted: try a later calibration_end.")
    assert (v.model, v.clv_total, v.expected_revenue_total, v.p_alive_mean) == (None,) * 4


def test_churn_comes_from_the_chosen_predictor_and_nothing_rests_on_being_a_customer_still(run):
    c, scores = run.churn.numbers, run.churn.tables["scores"]
    assert (c["refusal"], c["model"]) == (None, run.holdout.numbers["chosen"])
    assert scores["churn_probability"].between(0, 1).all()
    assert c["mean_probability"] == pytest.approx(scores["churn_probability"].mean())
    assert [c[name] for name in ("slipping_value", "lost_value", "call", "win_back", "lifetime_model")] == [None] * 5
    assert scores[["p_alive", "slipping_value", "lost_value"]].isna().all(axis=None)
    assert run.churn.facts.without_value == run.value.refusal


def test_such_a_forecast_is_tested_on_the_last_days_there_are_each_customer_once(run):
    c = run.churn.numbers
    tested_from = run.observation_end - dt.timedelta(days=WINDOW)
    assert (c["calibration_from"], c["calibration_days"]) == (tested_from.isoformat(), WINDOW)
    assert sum(row["customers"] for row in c["calibration"]) == len(run.ledger.buyers(tested_from))


def test_revenue_at_risk_is_that_of_the_last_365_days_and_adds_up(run):
    risk, scores = run.churn.numbers["at_risk"], run.churn.tables["scores"]
    seen = run.ledger.observe(run.observation_end - dt.timedelta(days=365), run.observation_end)
    assert risk["days"] == 365
    assert risk["revenue_of_all"] == pytest.approx(seen["revenue"].sum())
    listed = scores[scores["list"] == "at risk"]
    assert listed["churn_probability"].gt(0.5).all()
    assert risk["customers"] == len(listed) > 0
    assert risk["value"] == pytest.approx((listed["recent_revenue"] * listed["churn_probability"]).sum())


# ---------------------------------------------------------------- what is shown


def test_the_list_is_of_revenue_at_risk_and_says_that_it_is_past_revenue(run):
    table = views.slipping_table(run)
    assert table.frame["revenue_at_risk"].is_monotonic_decreasing
    assert table.total["revenue_at_risk"] == pytest.approx(table.frame["revenue_at_risk"].sum())
    assert "It is past revenue, not value" in repr(views.slipping(run))


def test_who_has_gone_is_refused_with_the_reason(run):
    assert isinstance(views.lost(run), Refusal)
    assert "no purchase model can be trusted" in repr(views.lost(run))
    assert views.lost_table(run) is None
    assert views.how(run) is None


def test_the_summary_calls_by_revenue_at_risk(run):
    assert "is at risk, half of it with" in repr(summary.act(run))
    assert set(summary.act_table(run).frame["list"]) == {"at risk"}


def test_the_forecasts_chapter_says_once_why_no_model_stands_and_draws_no_total(run):
    assert repr(forecast.verdict(run)).startswith(
        "No purchase model can be trusted here; who buys is forecast without one."
    )
    assert "No purchase model can be trusted on the days up to 27 December 2022. BG/NBD" in repr(
        forecast.league_note(run)
    )
    views = (forecast.tracking, forecast.tracking_figure, forecast.season, forecast.groups, forecast.models)
    assert [view(run) for view in views] == [None] * 5
