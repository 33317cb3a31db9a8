"""Costs of customers: charged while they are expected to stay, only where they are stated, none that is spent."""

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.special import hyp2f1

from analysis.btyd import BGNBD, MBGNBD, ParetoNBD
from analysis.refusals import why
from analysis.value import say_acquisition as said
from analysis.value.clv import Horizon
from analysis.value.costs import deduct, deduct_costs, years_if_alive
from analysis.value.facts import ValueFacts

MODELS = [BGNBD(0.243, 4.414, 0.793, 2.426), MBGNBD(0.525, 6.183, 0.891, 1.614), ParetoNBD(0.553, 10.58, 0.606, 11.67)]
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
FOUR = pd.DataFrame({"frequency": [0, 1, 5, 40], "recency": [0, 70, 210, 266], "T": [210, 273, 273, 273]})
YEAR = {"horizon_days": 365, "annual_discount_rate": 0.10}


@each_model
def test_years_are_the_integral_of_survival_discounted(model):
    def alive(t, x, age):
        if isinstance(model, ParetoNBD):
            return ((model.beta + age) / (model.beta + age + t)) ** model.s
        # The mean of (1 + p u)^-k over p ~ Beta(a, b) is Gauss's 2F1(k, a; a + b; -u).
        whole = model.a + model.b + x + model.chances_at_start
        return hyp2f1(model.r + x, model.a, whole, -t / (model.alpha + age))

    found = years_if_alive(model, FOUR, **YEAR)
    for (x, _, age), own in zip(FOUR.itertuples(index=False), found, strict=True):
        exact = quad(lambda d, x=x, age=age: alive(d / 7, x, age / 7) * 1.1 ** (-d / 365.25), 0, 365)[0]
        assert own == pytest.approx(exact / 365.25, rel=1e-3)


@each_model
def test_years_are_what_simulated_customers_stay(model):
    rng, n = np.random.default_rng(1), 20_000
    found = years_if_alive(model, FOUR, horizon_days=365, annual_discount_rate=0.0)
    for (x, _, age), own in zip(FOUR.itertuples(index=False), found, strict=True):
        if isinstance(model, ParetoNBD):
            leaves_at_rate = rng.gamma(model.s, size=n) / (model.beta + age / 7)
        else:
            p = rng.beta(model.a, model.b + x + model.chances_at_start, n)
            leaves_at_rate = rng.gamma(model.r + x, size=n) / (model.alpha + age / 7) * p
        stayed = np.minimum(rng.exponential(size=n) / np.maximum(leaves_at_rate, 1e-300), 365 / 7) * 7 / 365.25
        assert own == pytest.approx(stayed.mean(), rel=1e-3, abs=4 * stayed.std() / n**0.5)


@each_model
def test_nobody_stays_longer_than_the_horizon(model):
    assert (years_if_alive(model, FOUR, horizon_days=90, annual_discount_rate=0.0) < 90 / 365.25).all()


SCORES = pd.DataFrame({"customer_id": list("ABC"), "clv": [100.0, 10.0, 50.0]})
NAN = float("nan")


def test_what_is_not_stated_is_not_deducted():
    stated = pd.DataFrame({"cost_to_serve": [40.0, 40.0, NAN], "upfront_cost": [5.0, NAN, NAN]})
    found = deduct(SCORES, stated, np.array([0.5, 1.0, 0.9]), np.full(3, 0.9))
    assert found["clv"].tolist() == [100 - 18, 10 - 36, 50]  # the second costs more than it brings
    assert found["cost_to_serve"].fillna(0).tolist() == [18, 36, 0]


def test_what_was_spent_up_front_is_sunk_for_whom_we_already_have():
    accounts = pd.DataFrame({"upfront_cost": [30.0, 20.0]}, index=["A", "B"])
    found, costs = deducted(accounts)
    assert found["clv"].tolist() == SCORES["clv"].tolist()
    assert (costs.cost_to_serve, costs.upfront_cost) == (0, 50)
    assert said.costs(spoken(costs), "EUR").replace("\u202f", " ") == (
        "The €50.00 stated up front for 2 customers is spent and takes nothing off."
    )
    assert said.before_costs(spoken(costs)) == ""


def test_margin_less_costs_is_clv_for_everybody_and_in_sum():
    stated = pd.DataFrame({"cost_to_serve": [40.0, 7.0, NAN], "upfront_cost": [5.0, NAN, 1.0]})
    found = deduct(SCORES, stated, np.array([0.5, 1.0, 0.9]), np.full(3, 0.9))
    costs = found["cost_to_serve"].fillna(0)
    assert (found["expected_margin"] - costs).tolist() == pytest.approx(found["clv"].tolist())
    assert found["expected_margin"].tolist() == SCORES["clv"].tolist()


# ---------------------------------------------------------------- of a client


def deducted(accounts, scores=SCORES):
    return deduct_costs(accounts, scores, THREE, MODELS[2], Horizon(365, 0.10))


def spoken(costs):
    return ValueFacts.sketch(costs=costs, horizon_days=365)


THREE = FOUR.iloc[:3].assign(customer_id=list("ABC"))


def test_without_stated_costs_nothing_changes():
    for accounts in (None, pd.DataFrame({"name": ["Alpha"]}, index=["A"])):
        found, costs = deducted(accounts)
        assert costs is None
        assert found["clv"].tolist() == SCORES["clv"].tolist()


def test_costs_meet_customers_by_id_and_how_many_are_known_is_said():
    accounts = pd.DataFrame({"cost_to_serve": [30.0, 12.0, 99.0]}, index=["C", "A", "never bought"])
    found, costs = deducted(accounts)
    years = years_if_alive(MODELS[2], THREE, **YEAR)
    p_alive = MODELS[2].p_alive(THREE["frequency"], THREE["recency"] / 7, THREE["T"] / 7)
    expected = [100 - 12 * years[0] * p_alive[0], 10, 50 - 30 * years[2] * p_alive[2]]
    assert found["clv"].tolist() == pytest.approx(expected)
    assert costs.known == {"cost_to_serve": 2, "upfront_cost": 0}
    assert costs.cost_to_serve == pytest.approx(160 - sum(expected))
    text = said.costs(spoken(costs), "EUR")
    assert "of serving 2 of 3 customers" in text
    assert "up front" not in text


def test_without_a_margin_costs_are_not_deducted_from_revenue():
    accounts = pd.DataFrame({"upfront_cost": [30.0]}, index=["A"])
    found, costs = deducted(accounts, SCORES.assign(clv=NAN))
    assert found["clv"].isna().all()
    assert "no margin is known" in why(costs.refusal) == said.costs(spoken(costs), "EUR")
    assert said.before_costs(spoken(costs)) == ""
