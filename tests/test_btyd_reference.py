"""The published numbers of the CDNOW sample (STATISTICS.md §3): weekly, calibration to 1997-09-30."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.btyd import BGNBD, ParetoNBD, fit_purchases, fit_spend, group_triples

ESTIMATE, LIKELIHOOD, ERROR = {"abs": 3e-4}, {"abs": 0.01}, {"rel": 1e-3}
GOOD_CUSTOMER = (26, 30.857, 31)  # x, t_x, T in weeks


@pytest.fixture(scope="module")
def cdnow():
    """frequency, recency, T in days and mean repeat amount of the 2,357 customers of the sample."""
    path = Path(find_spec("lifetimes").origin).parent / "datasets" / "CDNOW_sample.txt"
    names = ["master", "customer_id", "date", "cds", "amount"]
    log = pd.read_csv(path, sep=r"\s+", names=names, dtype={"customer_id": str, "date": str})
    log["date"] = pd.to_datetime(log["date"], format="%Y%m%d")
    end = pd.Timestamp("1997-09-30")
    days = log[log["date"] <= end].groupby(["customer_id", "date"], as_index=False)["amount"].sum()
    days["first"] = days.groupby("customer_id")["date"].transform("min")
    table = days.groupby("customer_id").agg(first=("date", "min"), last=("date", "max"), n=("date", "size"))
    repeat = days[days["date"] > days["first"]].groupby("customer_id")["amount"].mean()
    return pd.DataFrame(
        {
            "frequency": table["n"] - 1,
            "recency": (table["last"] - table["first"]).dt.days,
            "T": (end - table["first"]).dt.days,
            "monetary_value": repeat.reindex(table.index).fillna(0),
        }
    )


@pytest.fixture(scope="module")
def triples(cdnow):
    return group_triples(cdnow["frequency"], cdnow["recency"], cdnow["T"])


@pytest.fixture(scope="module")
def fits(triples):
    return {name: fit_purchases(name, triples) for name in ("BG/NBD", "MBG/NBD", "Pareto/NBD")}


def test_the_sample_has_the_published_size(cdnow, triples):
    assert (len(cdnow), cdnow["frequency"].sum(), (cdnow["frequency"] == 0).sum()) == (2357, 2457, 1411)
    assert (triples.customers, triples.repeat_buyers, triples.weight.sum()) == (2357, 946, 2357)


@pytest.mark.parametrize(
    ("name", "parameters", "log_likelihood"),
    [
        ("BG/NBD", {"r": 0.24259, "alpha": 4.4136, "a": 0.7929, "b": 2.4259}, -9582.429),
        ("MBG/NBD", {"r": 0.5248, "alpha": 6.183, "a": 0.8914, "b": 1.614}, -9582.136),
    ],
)
def test_fit_gives_the_published_estimates(fits, name, parameters, log_likelihood):
    assert fits[name].trusted
    assert fits[name].parameters == pytest.approx(parameters, **ESTIMATE)
    assert fits[name].log_likelihood == pytest.approx(log_likelihood, **LIKELIHOOD)


def test_pareto_fit_gives_the_published_estimates_and_nothing_is_likelier(fits, triples):
    """Published with three decimals, beta as 11.668 and as 11.669: the likelihood is flat there."""
    fit = fits["Pareto/NBD"]
    published = {"r": 0.5533, "alpha": 10.578, "s": 0.6062, "beta": 11.6685}
    assert fit.parameters == pytest.approx(published, abs=5e-4)
    assert fit.log_likelihood == pytest.approx(-9594.976, **LIKELIHOOD)
    rows = ParetoNBD(**published).log_likelihood(triples.frequency, triples.recency, triples.T)
    assert fit.log_likelihood > triples.weight @ rows


@pytest.mark.parametrize(
    ("name", "errors"),
    [
        ("BG/NBD", {"r": 0.01256, "alpha": 0.3782, "a": 0.1857, "b": 0.7053}),
        ("Pareto/NBD", {"r": 0.0476, "alpha": 0.8427, "s": 0.1873, "beta": 6.21}),
    ],
)
def test_standard_errors_are_the_published_ones(fits, name, errors):
    assert fits[name].standard_errors == pytest.approx(errors, **ERROR)


@pytest.mark.parametrize(("name", "mean"), [("BG/NBD", 0.813), ("MBG/NBD", 0.449), ("Pareto/NBD", 0.446)])
def test_mean_p_alive_of_the_sample(fits, triples, name, mean):
    p_alive = fits[name].model.p_alive(triples.frequency, triples.recency, triples.T)
    assert np.average(p_alive, weights=triples.weight) == pytest.approx(mean, abs=5e-4)
    assert p_alive[triples.index].mean() == pytest.approx(mean, abs=5e-4)


@pytest.mark.parametrize(
    ("name", "new", "good_customer", "p_alive"),
    [("BG/NBD", 1.4440, 25.757, 0.96885), ("Pareto/NBD", 1.4734, 25.456, 0.99787)],
)
def test_forecasts_for_a_year_are_the_published_ones(fits, name, new, good_customer, p_alive):
    model = fits[name].model
    assert model.expected_purchases_new(52) == pytest.approx(new, abs=1e-4)
    assert model.expected_purchases(52, *GOOD_CUSTOMER) == pytest.approx(good_customer, abs=1e-3)
    assert model.p_alive(*GOOD_CUSTOMER) == pytest.approx(p_alive, abs=1e-5)


def test_bg_probability_of_no_purchase_in_39_weeks():
    assert BGNBD(0.243, 4.414, 0.793, 2.426).probability_of_count_new(0, 39) == pytest.approx(0.5737864, abs=1e-7)


def test_pareto_p_alive_of_a_one_time_buyer_after_39_weeks():
    """By mpmath, and by lifetimes' hypergeometric form."""
    assert ParetoNBD(0.553, 10.578, 0.606, 11.669).p_alive(0, 0, 39) == pytest.approx(0.294467031, abs=1e-9)


def test_spend_fit_gives_the_published_estimates(cdnow):
    fit = fit_spend(cdnow["frequency"], cdnow["monetary_value"])
    assert (fit.status, fit.customers) == ("fitted", 946)
    assert fit.parameters == pytest.approx({"p": 6.2496, "q": 3.7442, "gamma": 15.4435}, **ESTIMATE)
    assert fit.log_likelihood == pytest.approx(-4055.918, **LIKELIHOOD)
    assert fit.spearman == pytest.approx(0.206, abs=5e-4)
