"""A run: every step computed once, from the ledger to what each chapter says."""

import datetime as dt
import json
from pathlib import Path

import pytest

from analysis.client.client import read_client
from analysis.questions import ROOMS, open_client, open_run, results
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


def test_the_demo_is_opened_where_it_is_asked_for_by_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert open_run("demo").client.client == "CDNOW"


def test_without_a_client_anywhere_near_there_is_an_error_instead_of_the_demo(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="No client is named, and no client.yml lies in"):
        open_run()


def test_without_a_client_the_one_of_the_report_or_the_lab_is_opened(small_client, monkeypatch):
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
    data = run.data.numbers
    assert (run.observation_end, data["rows"]) == (dt.date(2023, 2, 28), 4)
    assert sum(row["rows"] for row in data["ledger"]) == 2
    assert data["revenue"] + sum(row["amount"] for row in data["ledger"]) == pytest.approx(105)


# ---------------------------------------------------------------- customers


def test_customers_carry_the_class_by_the_clients_own_parameters(small_run):
    by = small_run().customers["abc_class"].to_dict()
    assert by == {"A": "A", "B": "A", "C": "A", "D": "C"}
    strict = small_run(parameters={"abc": {"a": 0.5, "b": 0.6}}).customers
    assert strict["abc_class"].tolist() == ["A", "C", "C", "C"]


def test_buyers_at_a_day_are_the_customers_who_had_bought_by_then(small_run):
    run = small_run()
    assert run.ledger.buyers(dt.date(2023, 1, 31))["customer_id"].tolist() == ["A", "B"]
    assert run.ledger.buyers(run.observation_end)["customer_id"].tolist() == ["A", "B", "C", "D"]


def test_a_customer_without_a_purchase_day_stays_in_concentration_and_out_of_the_models(small_run):
    run = small_run(SIX_ROWS + "E,2023-02-01,9\nE,2023-02-01,-9\n")
    assert "E" in run.customers.index
    assert "E" not in run.ledger.buyers(run.observation_end)["customer_id"].tolist()
    assert run.concentration.numbers["customers"] == 5
    assert run.value.numbers["without_purchase"] == 1


def test_margin_comes_from_the_client_file_else_from_the_ledgers_own_cost(small_run):
    rows = "id,day,value,cost\nA,2023-01-01,60,30\nB,2023-02-01,40,45\n"
    own = small_run(rows, columns={"cost": "cost"})
    assert own.ledger.own_margin_rate == pytest.approx(0.25)
    assert own.customers["margin"].tolist() == [30, -5]
    assert own.concentration.numbers["unprofitable"] == {"customers": 1, "margin": -5}
    assert small_run(rows, parameters={"margin_rate": 0.1}).customers["margin"].tolist() == [6, 4]
    assert small_run(rows).customers["margin"].isna().all()


def test_recorded_costs_go_first_and_the_margin_rate_fills_the_rows_without_one(small_run):
    rows = "id,day,value,cost\nA,2023-01-01,60,30\nA,2023-01-02,20,\nB,2023-02-01,40,\n"
    columns = {"cost": "cost"}
    assert small_run(rows, columns=columns).customers["margin"].tolist()[0] == 30
    both = small_run(rows, columns=columns, parameters={"margin_rate": 0.1})
    assert both.customers["margin"].tolist() == pytest.approx([32, 4])


def test_classes_by_a_margin_that_nothing_says_are_refused(small_run):
    with pytest.raises(DataError, match="neither margin_rate nor a cost column says what the margin is"):
        small_run(parameters={"abc": {"by": "margin"}}).customers  # noqa: B018


# ---------------------------------------------------------------- what is computed when


def test_a_second_run_of_the_same_client_computes_nothing_again(small_run, monkeypatch):
    first = small_run().results()
    monkeypatch.setattr("analysis.intake.read_transactions", None)
    monkeypatch.setattr("analysis.ledger.customers.summarise_customers", None)
    monkeypatch.setattr("analysis.concentration.concentration.summarise_concentration", None)
    assert small_run().results() == first


def test_a_parameter_computes_only_what_depends_on_it(demo_run, monkeypatch):
    assert demo_run.holdout.numbers["chosen"]
    monkeypatch.setattr("analysis.ledger.customers.summarise_customers", None)
    other = open_client(read_client(DEMO, {"horizon_days": 100, "abc.a": 0.5}))
    assert other.key("holdout") == demo_run.key("holdout")
    assert other.key("value") != demo_run.key("value")
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
    key = small_run().base.key("customers")
    assert small_run(**change).base.key("customers") != key


def test_the_current_day_is_never_written(small_run):
    run = small_run(today=None)
    now = dt.date.today()
    written = json.dumps([run.results(), run.parameters(), run.intake.as_dict()], default=str)
    assert now.isoformat() not in written
    assert (now - dt.timedelta(days=1)).isoformat() not in written


def test_a_cache_given_by_the_environment_is_used_and_the_projects_own_is_not(small_client, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "mine"))
    run = open_client(read_client(small_client()))
    assert run.store.folder == tmp_path / "mine" / "acme"
    assert Path(PROJECT / ".cache") not in run.store.folder.parents


# ---------------------------------------------------------------- results


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_results_of_a_chapter_hold_the_data_and_its_own_sections(room, small_run):
    assert set(results(small_run(), [room.name])) == {"data", *room.prints}


def test_a_report_of_the_value_alone_holds_value_holdout_and_plan(small_run):
    assert set(results(small_run(), ["value"])) == {"data", "value", "run_rate", "holdout", "plan"}


def test_what_the_data_cannot_carry_is_a_code_and_no_number(small_run):
    results = small_run().results()
    reason = {"code": "too_little", "facts": {"repeat_buyers": 1, "customers": 4}}
    assert [results[section]["refusal"] for section in ("holdout", "value", "churn")] == [reason] * 3
    assert {name for name, why in results["data"]["router"]["chapters"].items() if why} == {
        "value",
        "forecast",
        "churn",
    }
    for number in ("expected_revenue_total", "clv_total", "clv_interval", "p_alive_mean"):
        assert results["value"][number] is None
    assert results["churn"]["mean_probability"] is None
    models = results["value"]["models"]
    assert models == results["holdout"]["models"]
    assert list(models) == ["BG/NBD", "MBG/NBD", "Pareto/NBD"]
    assert [(fit["status"], fit["reasons"]) for fit in models.values()] == [("not fitted", [reason])] * 3
    assert {value for fit in models.values() for value in fit["parameters"].values()} == {None}
    assert set(models["Pareto/NBD"]["standard_errors"]) == {"r", "alpha", "s", "beta"}


def test_a_refused_step_says_why_where_a_table_is_asked_for(small_run):
    with pytest.raises(DataError, match="Not computed, because only 1 of 4 customers bought again"):
        small_run().value["scores"]


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
    assert results["value"]["refusal"]["code"] in {"too_little", "no_history"}
    assert json.dumps(results, allow_nan=False, default=str)


def test_a_horizon_of_more_than_twice_the_history_is_refused(demo_run):
    run = open_client(read_client(DEMO, {"horizon_days": 2 * 545 + 1}))
    assert run.value.why == (
        "What customers are expected to bring is not said, because a horizon of 1,091 days is more than twice the 545 "
        "days of data. Set horizon_days to at most 1,090."
    )
    assert run.value.numbers["clv_total"] is None


def test_without_a_margin_there_is_expected_revenue_and_no_clv(demo_run):
    run = open_client(read_client(DEMO).with_parameters({"margin_rate": None}))
    value = run.value.numbers
    assert (value["clv_total"], value["clv_interval"], value["margin_rate"]) == (None, None, None)
    assert value["expected_revenue_total"] == pytest.approx(demo_run.value.numbers["expected_revenue_total"])


def test_a_churn_window_of_the_client_file_goes_before_the_clients_own_gaps(demo_run):
    assert demo_run.churn.numbers["window_from"] == "gaps"
    run = open_client(read_client(DEMO, {"churn_window_days": 60}))
    assert (run.churn.numbers["window_days"], run.churn.numbers["window_from"]) == (60, "parameter")
    assert run.churn.numbers["mean_probability"] > demo_run.churn.numbers["mean_probability"]


# ---------------------------------------------------------------- for the analyst's hands


def test_what_an_analyst_writes_into_a_table_reaches_no_stored_step(small_run):
    run = small_run()
    run.customers["revenue"] = 0.0
    run.concentration["classes"]["customers"] = 0
    assert run.customers["revenue"].sum() == 105
    assert run.concentration["classes"]["customers"].sum() == 4


def test_every_table_of_customers_has_the_same_index_so_that_a_join_is_right(demo_run):
    assert demo_run.customers.index.name == demo_run.value["scores"].index.name == "customer_id"
    joined = demo_run.customers.join(demo_run.value["scores"][["expected_purchases"]])
    assert len(joined) == 2357
    assert joined["expected_purchases"].sum() == pytest.approx(demo_run.value.facts.expected_purchases_total)


def test_one_row_per_customer_holds_every_class_and_score_under_a_name_of_its_own(demo_run):
    table = demo_run.table()
    assert (table.index.name, len(table), table.index.is_unique, table.columns.is_unique) == (
        "customer_id", 2357, True, True
    )  # fmt: skip
    assert {"revenue", "abc_class", "expected_purchases", "clv", "p_alive", "churn_probability"} <= set(table)


def test_p_alive_means_one_thing(demo_run):
    value, churn = demo_run.value["scores"]["p_alive"], demo_run.churn["scores"]["p_alive"]
    assert (value - churn).abs().max() < 1e-12
    assert demo_run.table()["p_alive"].equals(value)


def test_the_ledger_is_a_table_of_transactions_for_one_customer_or_some_days(small_run):
    ledger = small_run().ledger
    assert len(ledger()) == 6
    assert ledger(customer_id="A")["amount"].astype(float).tolist() == [60, 20]
    assert ledger(first="2023-02-01", last="2023-02-28")["customer_id"].tolist() == ["C", "D"]


def test_a_sweep_puts_the_headline_facts_of_what_a_parameter_reaches_side_by_side(small_run):
    table = small_run().sweep("abc.a", [0.5, 0.8])
    assert table.index.tolist() == [0.5, 0.8]
    assert table["concentration.customers_for_50"].tolist() == [1, 1]
    assert not [name for name in table if name.startswith("holdout")]


def test_a_run_prints_what_it_holds_in_a_few_lines(small_run):
    run = small_run()
    assert repr(run).startswith("Run of Acme: data")
    assert len(repr(run.concentration).splitlines()) < 25
    assert "concentration" in dir(run)
