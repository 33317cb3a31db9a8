"""The demo, end to end through the report, against the published numbers of CDNOW (STATISTICS.md §3)."""

import pytest


@pytest.fixture(scope="module")
def results(demo):
    return demo.results


@pytest.fixture(scope="module")
def league(results):
    return {row["model"]: row for row in results["holdout"]["league"]}


# ---------------------------------------------------------------- data, concentration


def test_the_demo_is_the_cdnow_sample(results):
    data = results["data"]
    assert (data["rows"], data["customers"], data["revenue"]) == (6919, 2357, 244091.94)
    assert (data["first"], data["last"], data["observation_end"]) == ("1997-01-01", "1998-06-30", "1998-06-30")
    assert (data["client"], data["currency"], data["ledger"]) == ("CDNOW", "USD", [])


def test_concentration_is_that_of_the_reference_to_four_digits(results):
    found = results["concentration"]
    assert found["gini"] == pytest.approx(0.63092, abs=5e-6)
    assert found["top_share"]["0.1"] == pytest.approx(0.5081, abs=5e-5)
    assert found["top_share"]["0.2"] == pytest.approx(0.6746, abs=5e-5)
    assert (found["customers"], found["customers_for_80"]) == (2357, 777)
    assert found["hhi"] == pytest.approx(22.858, abs=5e-4)
    assert found["effective_customers"] == pytest.approx(437.5, abs=0.05)


def test_the_eight_customers_who_paid_nothing_are_class_n(results):
    classes = results["concentration"]["abc"]
    assert classes["N"] == {"customers": 8, "revenue": 0.0, "margin": 0.0}
    assert sum(row["customers"] for row in classes.values()) == 2357
    assert sum(row["revenue"] for row in classes.values()) == pytest.approx(244091.94)


# ---------------------------------------------------------------- models, fitted up to 1997-09-30


@pytest.mark.parametrize(
    ("name", "parameters", "log_likelihood"),
    [
        ("BG/NBD", {"r": 0.24259, "alpha": 4.4136, "a": 0.7929, "b": 2.4259}, -9582.429),
        ("MBG/NBD", {"r": 0.5248, "alpha": 6.183, "a": 0.8914, "b": 1.614}, -9582.136),
        ("Pareto/NBD", {"r": 0.5533, "alpha": 10.578, "s": 0.6062, "beta": 11.668}, -9594.976),
    ],
)
def test_models_of_the_holdout_have_the_published_parameters_and_likelihoods(results, name, parameters, log_likelihood):
    fit = results["holdout"]["models"][name]
    assert fit["parameters"] == pytest.approx(parameters, rel=3e-4)
    assert fit["log_likelihood"] == pytest.approx(log_likelihood, abs=0.01)
    assert fit["status"] == "fitted"


@pytest.mark.parametrize(
    ("name", "errors"),
    [
        ("BG/NBD", {"r": 0.01256, "alpha": 0.3782, "a": 0.1857, "b": 0.7053}),
        ("Pareto/NBD", {"r": 0.0476, "alpha": 0.8427, "s": 0.1873, "beta": 6.21}),
    ],
)
def test_standard_errors_of_the_holdout_are_the_published_ones(results, name, errors):
    assert results["holdout"]["models"][name]["standard_errors"] == pytest.approx(errors, rel=1e-3)


def test_spend_of_the_holdout_has_the_published_parameters(results):
    fit = results["holdout"]["spend"]
    assert fit["parameters"] == pytest.approx({"p": 6.2496, "q": 3.7442, "gamma": 15.4435}, rel=3e-4)
    assert fit["log_likelihood"] == pytest.approx(-4055.918, abs=0.01)


def test_the_holdout_is_the_39_weeks_after_september_1997(results):
    holdout = results["holdout"]
    assert (holdout["calibration_end"], holdout["days"]) == ("1997-09-30", 273)
    assert (holdout["customers"], holdout["purchases"]) == (2357, 1882)


# ---------------------------------------------------------------- the league table


def to_the_third_digit(published):
    """Return half a unit of the last digit that was published."""
    digits = len(str(published).partition(".")[2])
    return pytest.approx(published, abs=0.5001 * 10**-digits)


@pytest.mark.parametrize(
    ("row", "mae", "rmse", "total", "auc", "brier"),
    [
        ("Pareto/NBD", 0.7545, 1.603, -0.115, 0.771, 0.162),
        ("MBG/NBD", 0.7648, 1.607, -0.162, 0.760, None),
        ("BG/NBD", 0.7855, 1.608, -0.121, 0.757, 0.161),
        ("no purchase for 8 weeks = gone", 0.7657, 1.943, -0.254, 0.637, 0.228),
        ("repeat purchases of last period", 0.8973, 1.971, 0.306, 0.758, None),
        ("x / T", 1.0237, 2.212, 0.557, 0.760, None),
    ],
)
def test_rows_without_tuning_reappear_to_the_third_digit(league, row, mae, rmse, total, auc, brier):
    found = league[row]
    assert found["mae"] == to_the_third_digit(mae)
    assert found["rmse"] == to_the_third_digit(rmse)
    assert found["total_error"] == to_the_third_digit(total)
    assert found["auc"] == pytest.approx(auc, abs=0.0005001)
    assert brier is None or found["brier"] == to_the_third_digit(brier)


def test_p_alive_read_as_p_buy_scores_as_badly_as_it_is_known_to(league):
    found = league["BG/NBD, P(alive) read as P(buy)"]
    assert (found["auc"], found["brier"]) == (pytest.approx(0.316, abs=5e-4), pytest.approx(0.608, abs=5e-4))


def test_the_sum_of_rfm_scores_ranks_as_well_as_it_is_known_to(league):
    assert league["sum of RFM scores"]["auc"] == pytest.approx(0.775, abs=5e-4)


def test_the_row_chosen_before_the_holdout_is_good_on_it(results, league):
    chosen = league[results["holdout"]["chosen"]]
    assert chosen["rmse"] <= 1.64
    assert chosen["brier"] <= 0.162
    assert chosen["auc"] >= 0.755


def test_the_chosen_row_beats_the_best_naive_rule_on_who_buys_and_how_often(results):
    assert {c["loss"]: c["outcome"] for c in results["holdout"]["comparisons"]} == {
        "brier": "beats",
        "squared error": "beats",
        "squared error of revenue": "beats",
    }


# ---------------------------------------------------------------- value, churn


def test_what_results_json_promises_is_there(results):
    promised = {
        "data": "rows customers revenue first last observation_end",
        "concentration": "customers revenue gini gini_interval top_share customers_for_80 hhi effective_customers abc "
        "unprofitable",
        "value": "model models customers repeat_buyers spend horizon_days annual_discount_rate "
        "expected_purchases_total expected_revenue_total clv_total clv_interval p_alive_mean flags",
        "holdout": "calibration_end days models league chosen verdict",
        "churn": "window_days mean_probability slipping_value lost_value calibration",
    }
    assert {section: set(keys.split()) - set(results[section]) for section, keys in promised.items()} == dict.fromkeys(
        promised, set()
    )
    assert set(results["concentration"]["top_share"]) == {"0.01", "0.05", "0.1", "0.2", "0.5"}
    for row in results["holdout"]["league"]:
        assert {"model", "mae", "rmse", "total_error", "auc", "brier", "top_decile_revenue"} <= set(row)
    for row in results["churn"]["calibration"]:
        assert {"low", "high", "predicted", "observed", "customers"} <= set(row)


def test_value_is_the_margin_of_expected_revenue_within_its_predictive_interval(results):
    value = results["value"]
    assert value["clv_total"] == pytest.approx(0.30 * value["expected_revenue_total"])
    assert value["clv_interval"][0] < value["clv_total"] < value["clv_interval"][1]
    assert (value["horizon_days"], value["annual_discount_rate"]) == (365, 0.10)


def test_a_second_implementation_finds_the_same_likelihood(results):
    value = results["value"]
    own = value["models"][value["crosscheck"]["model"]]["log_likelihood"]
    assert value["crosscheck"]["log_likelihood"] == pytest.approx(own, abs=0.01)


def test_what_slips_away_is_part_of_what_is_lost(results):
    churn = results["churn"]
    assert 0 < churn["slipping_value"] < churn["lost_value"]
    assert sum(row["customers"] for row in churn["calibration"]) == 2357


def test_expected_leavers_are_the_mean_probability_times_the_customers(results):
    churn = results["churn"]
    assert churn["expected_leavers"] == pytest.approx(churn["mean_probability"] * churn["customers"])
