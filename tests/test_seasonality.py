"""Seasons: a known index is found again, and chance is not taken for one."""

import datetime as dt
from types import SimpleNamespace

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.backtest.facts import YearAgo
from analysis.backtest.season import seasonality
from analysis.backtest.seasonality import Season, full_months, mean_index, month_index
from analysis.backtest.tracking import repeats_up_to_each_day
from analysis.btyd import fit_purchases, group_triples
from analysis.forecast.say_season import season
from analysis.ledger.days import repeats_by_day

FIRST = pd.Timestamp("2020-01-01")
CALIBRATED = dt.date(2023, 6, 30)
CHRISTMAS = np.array([0.7, 0.8, 0.9, 0.9, 1.0, 1.0, 0.9, 0.8, 1.0, 1.1, 1.5, 1.4])


def months(purchases, expected, first="2020-01-01"):
    index = pd.date_range(first, periods=len(expected), freq="MS")
    return pd.DataFrame({"actual": purchases, "expected": expected}, index=index, dtype=float)


# ---------------------------------------------------------------- months


def test_only_months_that_the_days_cover_whole_count():
    days = pd.date_range("2023-01-30", "2023-04-29", freq="D")
    cumulated = pd.DataFrame({"actual": np.arange(1.0, 91), "expected": np.arange(90.0) / 2}, index=days)
    found = full_months(cumulated)
    assert found.index.strftime("%Y-%m").tolist() == ["2023-02", "2023-03"]
    assert found["actual"].tolist() == [28, 31]
    assert found["expected"].tolist() == [14, 15.5]


def test_the_first_day_is_part_of_its_month():
    days = pd.date_range("2023-02-01", "2023-02-28", freq="D")
    assert full_months(pd.DataFrame({"actual": 3.0, "expected": 1.0}, index=days))["actual"].tolist() == [3]


def test_there_is_no_season_in_less_than_24_months():
    assert month_index(months([50] * 23, [50] * 23)) is None
    assert month_index(months([50] * 24, [50] * 24)) is not None


def test_there_is_no_season_where_a_month_had_no_customers():
    assert month_index(months([0] + [50] * 29, [0] + [50] * 29)) is None


# ---------------------------------------------------------------- the index


def test_the_year_averages_1():
    found = month_index(months(np.tile(CHRISTMAS * 100, 2).round(), [90] * 24))
    assert found.index["index"].mean() == pytest.approx(1)


def test_many_purchases_leave_the_index_as_it_is_and_few_draw_it_to_1():
    many, few = (month_index(months(np.tile(CHRISTMAS * level, 2), [level] * 24)) for level in (10_000, 20))
    assert many.index["index"].to_numpy() == pytest.approx(CHRISTMAS, abs=0.005)
    assert (abs(few.index["index"] - 1) < abs(many.index["index"] - 1))[CHRISTMAS != 1].all()


@given(st.floats(-0.7, 0.7))
def test_growth_of_the_whole_is_no_season(growth):
    grown = 400 * np.exp(growth * np.arange(24) / 12)
    found = month_index(months(grown, [400] * 24))
    assert found.growth == pytest.approx(growth, abs=1e-6)
    assert found.index["index"].to_numpy() == pytest.approx(np.ones(12), abs=1e-6)


def test_a_month_in_which_nobody_ever_bought_has_a_small_index_and_no_error():
    closed = np.tile([0.0] + [100.0] * 11, 2)
    found = month_index(months(closed, [100] * 24)).index
    assert 0 <= found.loc[1, "low"] <= found.loc[1, "index"] < 0.1


def drawn(rng, index, level, overdispersion=3.0, years=2):
    mean = level * np.tile(index, years) * rng.gamma(25, 1 / 25)
    return months(rng.negative_binomial(mean / (overdispersion - 1), 1 / overdispersion), [level] * (12 * years))


def test_a_known_index_lies_within_its_intervals_19_times_of_20():
    rng = np.random.default_rng(1)
    inside = []
    for _ in range(200):
        found = month_index(drawn(rng, CHRISTMAS, 300.0))
        inside.append(((found.index["low"] <= CHRISTMAS) & (found.index["high"] >= CHRISTMAS)).mean())
        assert found.worth_correcting
    assert 0.93 <= np.mean(inside) <= 0.98


def test_months_that_differ_by_chance_only_are_taken_for_a_season_once_in_20_times():
    rng = np.random.default_rng(2)
    found = [month_index(drawn(rng, np.ones(12), 300.0)).worth_correcting for _ in range(400)]
    assert 0.02 <= np.mean(found) <= 0.08


def test_what_differs_between_years_is_no_season():
    once = np.concatenate([CHRISTMAS * 100, 200 - CHRISTMAS * 100])
    found = month_index(months(once, [100] * 24))
    assert not found.worth_correcting
    assert found.dispersion > 5


# ---------------------------------------------------------------- from customers


def simulated(index, days, n=3_000):
    """Return day of birth of each customer, and (customer, day) of each repeat purchase, in days from 2020-01-01."""
    rng = np.random.default_rng(3)
    born = rng.integers(0, days - 30, n)
    rate, leave = rng.gamma(0.9, 1 / 12, n) / 7, rng.gamma(0.7, 1 / 14, n) / 7
    gone = born + rng.exponential(1 / leave)
    customer = np.repeat(np.arange(n), rng.poisson(rate * CHRISTMAS.max() * days))
    day = np.floor(rng.uniform(0, days, customer.size)).astype(int)
    level = index[(FIRST + pd.to_timedelta(day, unit="D")).month - 1] / CHRISTMAS.max()
    kept = (day > born[customer]) & (day < gone[customer]) & (rng.random(day.size) < level)
    return born, pd.DataFrame({"customer": customer[kept], "day": day[kept]}).drop_duplicates()


def fitted(born, bought, until):
    """Return a Pareto/NBD fitted to what was known on a day."""
    known, seen = born <= until, bought[bought["day"] <= until]
    last = seen.groupby("customer")["day"].agg(["size", "max"]).reindex(np.flatnonzero(known))
    recency = (last["max"] - born[known]).fillna(0).astype(int)
    return fit_purchases("Pareto/NBD", group_triples(last["size"].fillna(0), recency, until - born[known])).model


@pytest.mark.parametrize(("index", "worth_correcting"), [(CHRISTMAS, True), (np.ones(12), False)])
def test_the_season_of_simulated_customers_is_found_against_their_fitted_model(index, worth_correcting):
    days = 1_096
    born, bought = simulated(index, days)
    births, repeats = (pd.Series(of).value_counts().sort_index() for of in (born, bought["day"]))
    dated = (s.set_axis(FIRST + pd.to_timedelta(s.index, unit="D")) for s in (births, repeats))
    model = fitted(born, bought, days - 1)
    found = month_index(full_months(repeats_up_to_each_day(model, *dated, FIRST, days - 1)))
    assert found.worth_correcting is worth_correcting
    inside = (found.index["low"] <= index) & (found.index["high"] >= index)
    assert inside.sum() >= 11


# ---------------------------------------------------------------- days ahead


@given(st.dates(pd.Timestamp("2020-01-01").date(), pd.Timestamp("2024-12-31").date()))
def test_whole_years_ahead_have_an_index_of_about_1(after):
    known = Season(pd.DataFrame({"index": CHRISTMAS}, index=range(1, 13)), 1.0, 0.0, 0.0)
    assert mean_index(known, pd.Timestamp(after), 365) == pytest.approx(CHRISTMAS.mean(), abs=0.005)


def test_the_days_ahead_begin_on_the_next_day():
    known = Season(pd.DataFrame({"index": CHRISTMAS}, index=range(1, 13)), 1.0, 0.0, 0.0)
    assert mean_index(known, pd.Timestamp("2022-10-31"), 30) == 1.5


# ---------------------------------------------------------------- of a ledger


class SeasonalLedger:
    """A ledger with a season: four years and eight months."""

    first, observation_end = dt.date(2020, 1, 1), dt.date(2024, 8, 31)

    def __init__(self):
        days = (self.observation_end - self.first).days
        self.born, bought = simulated(CHRISTMAS, days + 1)
        self.model = fitted(self.born, bought, days)
        first = pd.DataFrame({"customer": range(len(self.born)), "day": self.born})
        rows = pd.concat([first, bought], ignore_index=True)
        ledger = pd.DataFrame({"customer_id": rows["customer"].astype(str), "amount": 1.0})
        ledger["date"] = FIRST + pd.to_timedelta(rows["day"], unit="D")
        self.rows = nw.from_native(duckdb.connect().from_df(ledger).project("customer_id, amount, date::DATE AS date"))

    def buyers(self, until):
        first = pd.Series(FIRST + pd.to_timedelta(self.born, unit="D"))
        return pd.DataFrame({"first_purchase": first[first <= pd.Timestamp(until)]})

    def repeats_by_day(self, born_until):
        return repeats_by_day(self.rows, born_until, zero_is_purchase=False)

    def season(self, horizon_days=90, calibration_end=CALIBRATED):
        return seasonality(self, self.model, calibration_end, horizon_days)


def said(found, horizon_days, tested_days=428, year_ago=None):
    of = {"seasonality": found, "horizon_days": horizon_days, "tested_days": tested_days, "year_ago": year_ago}
    return season(SimpleNamespace(**of)).replace("\u202f", " ")


@pytest.fixture(scope="module")
def ledger():
    return SeasonalLedger()


def test_part_of_a_year_ahead_brings_what_its_months_do(ledger):
    found = ledger.season(horizon_days=90)
    assert found.worth_correcting
    assert len(found.index) == 12
    assert found.ahead == pytest.approx((30 * 1.0 + 31 * 1.1 + 29 * 1.5) / 90, abs=0.1)
    assert f"The 90 days ahead bring {found.ahead:.2f} of what as many average days do." in said(found, 90)


def test_over_whole_years_a_season_evens_out(ledger):
    found = ledger.season(horizon_days=365)
    assert (found.worth_correcting, found.ahead) == (True, 1.0)
    assert "Over 365 days, whole years, it evens out." in said(found, 365)


def test_the_forecast_is_corrected_by_the_same_days_a_year_ago_only_and_says_by_how_much(ledger):
    found = ledger.season()
    then = YearAgo(expected=200.0, actual=300.0, factor=1.45)
    assert "The forecast is not corrected by the same days a year ago" in said(found, 90)
    assert "300 purchases came where the same forecast expected 200; so all expectations are multiplied by 1.45." in (
        said(found, 90, year_ago=then)
    )


def test_too_few_months_leave_the_season_unsaid_and_no_index(ledger, monkeypatch):
    monkeypatch.setattr("analysis.backtest.season.full_months", lambda table: full_months(table).iloc[:23])
    found = ledger.season()
    assert (found.refusal.code, found.full_months, found.index, found.worth_correcting) == (
        "few_months",
        23,
        None,
        False,
    )
    assert said(found, 90).startswith(
        "Whether purchases have a season is not identified, because the data cover 23 full calendar months; 24 are "
    )


def test_months_ahead_that_no_test_has_seen_are_named(ledger):
    found = ledger.season(horizon_days=365, calibration_end=dt.date(2024, 2, 15))
    assert found.untested_months == [9, 10, 11, 12, 1]
    assert said(found, 365, 198).endswith("tested on 198 days, of which none is in September to January.")
