"""A run: every step computed once, from the ledger to what each chapter says."""

import datetime as dt
import json
from pathlib import Path

import pytest

from analysis.client.client import read_client
from analysis.intake.router import CAN_CLOSE
from analysis.run.run import SECTIONS, Run, open_run
from analysis.schema import DataError
from tests.conftest import DEMO, PROJECT, SIX_ROWS

# ---------------------------------------------------------------- opening a client


def test_a_client_is_opened_by_its_file_or_its_folder():
    assert open_run(DEMO).client == open_run(DEMO / "client.yml").client


@pytest.mark.parametrize("where", [".", "notebooks", "data/cdnow"])
def test_a_relative_client_is_found_from_any_folder_of_the_project(where, monkeypatch):
    monkeypatch.chdir(PROJECT / where)
    assert open_run("data/cdnow").client.client == "CDNOW"


def test_a_client_that_is_nowhere_is_an_error_that_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="No client file at 'data/nobody'"):
        open_run("data/nobody")


def test_without_a_client_the_one_of_the_lab_is_opened_else_the_demo(small_client, monkeypatch):
    assert open_run().client.client == "CDNOW"
    monkeypatch.setenv("WORKBOOK_CLIENT", str(small_client()))
    assert open_run().client.client == "Acme"


def test_without_a_client_a_notebook_opens_the_one_in_whose_folder_it_is(small_client, monkeypatch):
    folder = read_client(small_client()).folder / "notebooks"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert open_run().client.client == "Acme"


def test_parameters_of_the_notebook_and_those_of_the_command_go_before_the_file(monkeypatch):
    parameters = open_run(DEMO, {"horizon_days": 30, "annual_discount_rate": None}).client.parameters
    assert (parameters.horizon_days, parameters.annual_discount_rate) == (30, 0.10)
    monkeypatch.setenv("WORKBOOK_PARAMETERS", '{"horizon_days": 90, "margin_rate": 0.2}')
    parameters = open_run(DEMO, {"horizon_days": None}).client.parameters
    assert (parameters.horizon_days, parameters.margin_rate, parameters.zero_is_purchase) == (90, 0.2, True)


def test_a_chapter_of_a_report_that_sets_a_parameter_itself_is_refused(monkeypatch):
    monkeypatch.setenv("WORKBOOK_PARAMETERS", "{}")
    with pytest.raises(DataError, match="itself sets horizon_days, and the report's other chapters would not agree"):
        open_run(DEMO, {"horizon_days": 30})


# ---------------------------------------------------------------- the two days that matter


def test_models_learn_up_to_half_way_unless_the_client_file_says_otherwise(small_run):
    assert small_run().calibration_end == dt.date(2023, 2, 15)
    assert small_run(parameters={"calibration_end": "2023-03-01"}).calibration_end == dt.date(2023, 3, 1)


@pytest.mark.parametrize("day", ["2022-06-01", "2023-01-01", "2023-04-01", "2024-01-01"])
def test_a_calibration_end_that_leaves_nothing_to_learn_or_to_test_is_refused(day, small_run):
    run = small_run(parameters={"calibration_end": day})
    with pytest.raises(DataError, match=rf"calibration_end is {day}, but must lie between the first day of the data"):
        run.calibration_end  # noqa: B018


def test_rows_after_the_observation_end_are_left_out_and_counted(small_run):
    run = small_run(observation_end="2023-02-28")
    assert (run.observation_end, run.data["rows"]) == (dt.date(2023, 2, 28), 4)
    assert sum(row["rows"] for row in run.data["ledger"]) == 2
    assert run.data["revenue"] + sum(row["amount"] for row in run.data["ledger"]) == pytest.approx(105)


# ---------------------------------------------------------------- customers


def test_customers_carry_the_class_by_the_clients_own_parameters(small_run):
    by = dict(small_run().customers[["customer_id", "abc_class"]].itertuples(index=False))
    assert by == {"A": "A", "B": "A", "C": "A", "D": "C"}
    strict = small_run(parameters={"abc": {"a": 0.5, "b": 0.6}}).customers
    assert strict["abc_class"].tolist() == ["A", "C", "C", "C"]


def test_buyers_at_a_day_are_the_customers_who_had_bought_by_then(small_run):
    run = small_run()
    assert run.buyers_at(dt.date(2023, 1, 31))["customer_id"].tolist() == ["A", "B"]
    assert run.buyers_at(run.observation_end)["customer_id"].tolist() == ["A", "B", "C", "D"]


def test_a_customer_without_a_purchase_day_stays_in_concentration_and_out_of_the_models(small_run):
    run = small_run(SIX_ROWS + "E,2023-02-01,9\nE,2023-02-01,-9\n")
    assert "E" in run.customers["customer_id"].tolist()
    assert "E" not in run.buyers_at(run.observation_end)["customer_id"].tolist()
    assert run.concentration.numbers["customers"] == 5
    assert run.value.numbers["without_purchase"] == 1


def test_margin_comes_from_the_client_file_else_from_the_ledgers_own_cost(small_run):
    rows = "id,day,value,cost\nA,2023-01-01,60,30\nB,2023-02-01,40,45\n"
    own = small_run(rows, columns={"cost": "cost"})
    assert own.margin_rate == pytest.approx(0.25)
    assert own.customers["margin"].tolist() == [30, -5]
    assert own.concentration.numbers["unprofitable"] == {"customers": 1, "margin": -5}
    assert small_run(rows, parameters={"margin_rate": 0.1}).margin_rate == 0.1
    assert small_run(rows).margin_rate is None


def test_classes_by_a_margin_that_nothing_says_are_refused(small_run):
    with pytest.raises(DataError, match="neither margin_rate nor a cost column says what the margin is"):
        small_run(parameters={"abc": {"by": "margin"}}).customers  # noqa: B018


# ---------------------------------------------------------------- what is computed when


def test_a_second_run_of_the_same_client_computes_nothing_again(small_run, monkeypatch):
    first = small_run().results()
    monkeypatch.setattr("analysis.intake.read_transactions", None)
    monkeypatch.setattr("analysis.customers.summarise_customers", None)
    monkeypatch.setattr("analysis.steps.compute_concentration", None)
    assert small_run().results() == first


def test_a_parameter_computes_only_what_depends_on_it(demo_run, monkeypatch):
    assert demo_run.holdout.numbers["chosen"]
    monkeypatch.setattr("analysis.customers.summarise_customers", None)
    other = Run(read_client(DEMO, {"horizon_days": 100, "abc.a": 0.5}))
    assert other._customers_key == demo_run._customers_key
    assert other._holdout[0] == demo_run._holdout[0]
    assert other.holdout.numbers == demo_run.holdout.numbers
    assert len(other.customers) == 2357


@pytest.mark.parametrize(
    "change",
    [
        {"rows": SIX_ROWS + "E,2023-04-01,1\n"},
        {"parameters": {"zero_is_purchase": True}},
        {"parameters": {"margin_rate": 0.3}},
        {"observation_end": "2023-03-31"},
    ],
    ids=lambda change: str(change)[:40],
)
def test_other_rows_or_another_definition_of_a_customer_are_another_customer_table(change, small_run):
    key = small_run()._customers_key
    assert small_run(**change)._customers_key != key


def test_the_current_day_is_never_written(small_run):
    run = small_run(today=None)
    now = dt.date.today()
    written = json.dumps([run.results(), run.parameters(), run.intake.as_dict()], default=str)
    assert now.isoformat() not in written
    assert (now - dt.timedelta(days=1)).isoformat() not in written


def test_a_cache_given_by_the_environment_is_used_and_the_projects_own_is_not(small_client, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "mine"))
    run = Run(read_client(small_client()))
    assert run.store.folder == tmp_path / "mine" / "acme"
    assert Path(PROJECT / ".cache") not in run.store.folder.parents


# ---------------------------------------------------------------- results


@pytest.mark.parametrize("chapter", SECTIONS)
def test_results_of_a_chapter_hold_the_data_and_its_own_sections(chapter, small_run):
    assert set(small_run().results([chapter])) == {"data", *SECTIONS[chapter]}


def test_what_the_data_cannot_carry_is_a_reason_and_no_number(small_run):
    results = small_run().results()
    few = "only 1 of 4 customers bought again; 30 repeat buyers, and 2\u202f% of all, are needed"
    reason = f"Not computed, because {few}."
    assert {results[section]["refusal"] for section in ("holdout", "value", "churn")} == {reason}
    assert results["data"]["router"]["chapters"] | {"value": None, "churn": None} == dict.fromkeys(CAN_CLOSE)
    for number in ("expected_revenue_total", "clv_total", "clv_interval", "p_alive_mean"):
        assert results["value"][number] is None
    assert results["churn"]["mean_probability"] is None
    models = results["value"]["models"]
    assert models == results["holdout"]["models"]
    assert list(models) == ["BG/NBD", "MBG/NBD", "Pareto/NBD"]
    status = reason.replace("Not computed", "not fitted").removesuffix(".")
    assert {fit["status"] for fit in models.values()} == {status}
    assert {value for fit in models.values() for value in fit["parameters"].values()} == {None}
    assert set(models["Pareto/NBD"]["standard_errors"]) == {"r", "alpha", "s", "beta"}


def test_concentration_is_measured_where_no_model_can_be_fitted(small_run):
    assert small_run().results()["concentration"]["top_share"]["0.2"] == pytest.approx(80 / 105)


@pytest.mark.parametrize(
    "rows",
    [
        "id,day,value\nA,2023-01-01,5\n",
        "id,day,value\nA,2023-01-01,5\nB,2023-01-01,6\n",
        "id,day,value\nA,2023-01-01,5\nB,2023-01-02,6\n",
        "id,day,value\nA,2023-01-01,-1\nB,2023-02-20,10\n",
        "id,day,value\nA,2023-01-01,10\nB,2023-02-01,-10\nC,2023-03-01,0\n",
    ],
    ids=["one row", "one day", "two days", "nobody bought by half-way", "all money went back"],
)
def test_the_smallest_clients_have_results_without_a_number_that_is_none(rows, small_run):
    results = small_run(rows).results()
    assert results["value"]["refusal"].startswith("Not computed, because ")
    assert json.dumps(results, allow_nan=False, default=str)


def test_a_horizon_of_more_than_twice_the_tested_days_is_refused(demo_run):
    run = Run(read_client(DEMO, {"horizon_days": 2 * 273 + 1}))
    assert run.value.numbers["refusal"] == (
        "Not computed, because a horizon of 547 days is more than twice the 273 days on which the forecast was tested. "
        "Set horizon_days to at most 546, or calibration_end to an earlier day."
    )
    assert run.value.numbers["clv_total"] is None


def test_without_a_margin_there_is_expected_revenue_and_no_clv(demo_run):
    run = Run(read_client(DEMO))
    run.client = run.client.with_parameters({"margin_rate": None})
    value = run.value.numbers
    assert (value["clv_total"], value["clv_interval"], value["margin_rate"]) == (None, None, None)
    assert value["expected_revenue_total"] == pytest.approx(demo_run.value.numbers["expected_revenue_total"])


def test_a_churn_window_of_the_client_file_goes_before_the_clients_own_gaps(demo_run):
    assert demo_run.churn.numbers["window_from"] == "gaps"
    run = Run(read_client(DEMO, {"churn_window_days": 60}))
    assert (run.churn.numbers["window_days"], run.churn.numbers["window_from"]) == (60, "parameter")
    assert run.churn.numbers["mean_probability"] > demo_run.churn.numbers["mean_probability"]
