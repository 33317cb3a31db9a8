"""A client with a table of customers, from its files to the value: costs come off, acquisition is held against it."""

import math

import numpy as np
import pandas as pd
import pytest
import yaml

from analysis.backtest.fits import restore
from analysis.client.client import read_client
from analysis.questions import open_client
from analysis.value import views, views_new
from analysis.value.clv import Horizon, if_alive
from analysis.value.facts import SCORES

FIRST = pd.Timestamp("2021-01-01")
DAYS, N = 900, 500


def write_orders(file):
    rng = np.random.default_rng(5)
    born = rng.integers(0, 600, N)
    rate, leave = rng.gamma(0.9, 1 / 9, N) / 7, rng.gamma(0.8, 1 / 20, N) / 7
    gone = np.minimum(born + rng.exponential(1 / leave), DAYS)
    customer = np.repeat(np.arange(N), rng.poisson(rate * (gone - born)))
    again = np.floor(rng.uniform(born[customer], gone[customer])).astype(int)
    rows = pd.DataFrame({"id": np.r_[np.arange(N), customer], "day": np.r_[born, again]})
    rows["value"] = (rng.gamma(5, 1, N)[rows["id"]] * rng.gamma(6, 1.5, len(rows))).round(2)
    rows["id"], rows["day"] = "K" + rows["id"].astype(str), FIRST + pd.to_timedelta(rows["day"], unit="D")
    rows.to_csv(file, index=False, date_format="%Y-%m-%d")
    return FIRST + pd.to_timedelta(born, unit="D")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("client")
    born = write_orders(folder / "orders.csv")
    accounts = pd.DataFrame({"id": [f"K{i}" for i in range(N)], "since": born.strftime("%Y-%m-%d")})
    accounts["since"] = accounts["since"].where(np.arange(N) % 4 > 0, "2020-06-01")
    accounts["source"] = np.where(np.arange(N) % 3 == 0, "fair", "web")
    accounts["cac"] = np.where(np.arange(N) % 3 == 0, 60.0, 12.5)
    accounts["served"] = np.where(np.arange(N) % 10 == 0, "24.00", "")
    accounts["setup"] = np.where(np.arange(N) % 50 == 0, "500.00", "")
    accounts.to_csv(folder / "accounts.csv", index=False)
    columns = {"customer_id": "id", "acquired_on": "since", "acquisition_source": "source", "acquisition_cost": "cac"}
    table = {"path": "accounts.csv", "columns": {**columns, "cost_to_serve": "served", "upfront_cost": "setup"}}
    source = {"path": "orders.csv", "columns": {"customer_id": "id", "date": "day", "amount": "value"}}
    keys = {"client": "Acme", "currency": "EUR", "today": "2026-01-01", "sources": [source], "customers": table}
    parameters = {"margin_rate": 0.4, "horizon_days": 365}
    (folder / "client.yml").write_text(yaml.safe_dump({**keys, "parameters": parameters}))
    return open_client(read_client(folder), cache=folder / "cache")


def test_margin_less_costs_is_the_value_in_every_total(run):
    v, scores = run.value.facts, run.value["scores"]
    assert v.costs.upfront_cost == 500 * 10
    assert v.costs.known == {"cost_to_serve": 50, "upfront_cost": 10}
    assert v.clv_total == pytest.approx(0.4 * v.expected_revenue_total - v.costs.cost_to_serve)
    assert v.margin_rate == 0.4
    assert math.fsum(row.value for row in v.value_by_class) == pytest.approx(v.clv_total)
    assert v.costing.customers == (scores["clv"] < 0).sum() >= 1
    low, high = v.clv_interval
    assert low < v.clv_total < high


def test_the_scores_have_exactly_the_columns_of_the_codebook(run):
    assert set(run.value["scores"].columns) == set(SCORES)


def test_the_classes_above_0_share_all_of_what_they_bring(run):
    rows = run.value.facts.value_by_class
    assert [row.share is None for row in rows] == [row.value <= 0 for row in rows]
    assert math.fsum(row.share or 0.0 for row in rows) == pytest.approx(1)


def test_costs_of_serving_are_in_what_is_lost_with_a_customer_and_costs_up_front_are_not(run):
    v, scores = run.value.facts, run.value["scores"]
    customers = run.ledger.buyers(run.observation_end)
    _, bought = if_alive(restore(v.lifetime_model, v.models), customers, Horizon(365, 0.1))
    factor = v.year_ago.factor if v.year_ago else 1.0
    served = bought * factor * 0.4 * scores["expected_spend"] - scores["worth_if_alive"]
    free = scores["cost_to_serve"].isna()
    assert served[free].abs().max() == pytest.approx(0, abs=1e-9)
    assert (served[~free] > 0).all()
    assert -24 < scores.loc["K0", "clv"] < scores.loc["K0", "worth_if_alive"]  # though 500 were spent up front


def test_days_of_acquisition_say_who_is_new(run):
    v = run.value.facts
    assert v.left_truncation.dated
    assert v.left_truncation.customers == N / 4
    assert v.new_customer.customers == N * 3 / 4
    assert v.acquisition.customers == v.acquisition.bought == N * 3 / 4


def test_the_cheaper_source_of_like_customers_brings_more_for_its_cost(run):
    found = run.value.facts.acquisition
    assert [row.source for row in found.sources] == ["web", "fair"]
    assert found.sources[0].low > found.sources[1].high
    assert found.cac == pytest.approx((60 + 2 * 12.5) / 3)
    assert found.ratio == pytest.approx(run.value.facts.new_customer.value / found.cac)


SAID = [
    views.total,
    views.costs,
    *(getattr(views_new, name) for name in ("new_customer_note", "payback", "payback_note", "sources")),
]


@pytest.mark.parametrize("view", SAID, ids=lambda view: view.__name__)
def test_the_chapter_says_it(run, view):
    said = repr(view(run))
    assert len(said) > 50
    assert "None" not in said
    assert "nan" not in said


def test_the_table_of_sources_has_a_row_for_each(run):
    said = repr(views_new.sources_table(run))
    assert "web" in said
    assert "fair" in said
