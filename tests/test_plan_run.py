"""The plan of a whole run: sums that add up, one first customer everywhere, and a register that fixes groups."""

import csv
import datetime as dt
import io
from types import SimpleNamespace

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analysis.client.client import read_client
from analysis.client.plan import Plan
from analysis.client.register import COLUMNS, read_register
from analysis.plan import say_measured, views
from analysis.plan.exported import actions_csv
from analysis.plan.facts import HoldBack, Measured
from analysis.plan.measuring import measured
from analysis.questions import open_client
from analysis.schema import DataError
from analysis.summary import views as summary
from analysis.words import plan as words
from tests.conftest import DEMO

# ---------------------------------------------------------------- the demo


def test_the_demo_says_whom_to_win_back_and_for_how_much(demo):
    found = demo.results["plan"]
    assert found["winback"]["expected_profit"] > 0
    assert 0 < found["winback"]["contacted"] < found["winback"]["candidates"]
    assert found["winback"]["profit_of_all"] < found["winback"]["expected_profit"]
    assert found["churn_minus_5"]["percent"] > 0
    assert "assumptions of this demo" in found["assumption"]


def test_every_customer_is_in_one_state_and_parts_add_up_to_the_whole(demo_run):
    p = demo_run.plan.facts
    scores = demo_run.plan["scores"]
    assert len(scores) == p.customers == sum(part.customers for part in p.states.values())
    listed = sum(p.by_action[name].customers for name in p.by_action if name != "let go")
    assert listed == p.listed + p.holdback.held_back
    assert sum(part.gain or 0 for part in p.by_action.values()) == pytest.approx(p.gain + p.holdback.forgone)
    assert sum(group.customers for group in p.winback.groups) == (
        p.states["lost"].customers + p.states["gone for good"].customers
    )


def test_summary_chapter_workbook_results_and_file_name_the_same_first_customers(demo, demo_run):
    results = demo.results["plan"]["actions"]
    first = [row["customer"] for row in results][:15]
    book = openpyxl.load_workbook(demo.folder / "customers.xlsx", read_only=True)
    rows = [list(row) for row in book["Actions"].iter_rows(values_only=True)]
    head = next(row for row in rows if "Customer" in row)
    listed = [row[head.index("Customer")] for row in rows[rows.index(head) + 1 :]]
    assert listed[:15] == first
    assert views.actions_table(demo_run).frame["customer_id"].tolist()[:15] == first
    assert summary.act_table(demo_run).frame["customer_id"].tolist() == first[:3]
    assert [name for name in book.sheetnames if name in ("Overdue", "Win back", "Call")] == []
    assert first[0] in demo.page
    assert [row["gain"] for row in results] == sorted((row["gain"] for row in results), reverse=True)


def test_who_is_held_back_stands_in_the_file_and_not_on_the_list(demo, demo_run):
    rows = list(csv.DictReader(io.StringIO((demo.folder / "actions.csv").read_text(encoding="utf-8"))))
    held = {row["customer_id"] for row in rows if row["group"] == "held back"}
    assert len(held) == demo.results["plan"]["holdback"]["held_back"] > 0
    assert not held & {row["customer"] for row in demo.results["plan"]["actions"]}
    assert len(rows) == demo_run.plan.facts.listed + len(held)


def test_a_register_fixes_the_groups_of_a_rerun(demo_run, tmp_path, cache):
    (tmp_path / "done.csv").write_bytes(actions_csv(demo_run))
    client = read_client(DEMO)
    settings = client.plan.model_dump(exclude_unset=True) | {"register": "done.csv", "hold_back": 0.4}
    again = open_client(client.model_copy(update={"plan": Plan.model_validate(settings), "folder": tmp_path}))
    assert again.plan["scores"]["action_group"].tolist() == demo_run.plan["scores"]["action_group"].tolist()
    assert again.plan.facts.measured.complete is False
    assert "not measured yet" in say_measured.measured(again.plan.facts.measured, "USD")


# ---------------------------------------------------------------- what a client cannot give


def test_six_rows_are_told_apart_by_their_own_rhythm_alone(small_run):
    run = small_run()
    p = run.plan.facts
    assert (p.refusal, p.forecast, p.winback.expected_profit, p.holdback) == (None, False, None, None)
    assert {question.code for question in p.questions} >= {"margin", "contact_costs", "responses", "hold_back"}
    assert "too few for a forecast" in repr(views.how(run))


# ---------------------------------------------------------------- the client file


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"contact_costs": {}}, r"unknown key 'plan\.contact_costs'; did you mean 'contact_cost'\?"),
        ({"actions": {"call": {"p1": 0.2, "uplift": 0.1}}}, r"give p1 \(who buys when contacted\) or uplift"),
        ({"actions": {"win_back": {"uplift": 0.1}}}, r"win_back needs a channel: call, visit, email or offer"),
        ({"actions": {"call": {"uplift": 20}}}, r"It is a fraction: 20 % is written as 0\.2"),
        ({"actions": {"call": {"channel": "visit"}}}, r"call is itself the channel"),
        ({"offers": {"price": {"channel": "call"}}}, r"channel, and p1 or uplift, belong together"),
        ({"capacity": {"contacts": {"D": {"call": 1}}}}, r"contacts: there is no class 'D'; there are A, B, C, N\."),
        ({"offers": {"price": {"offer": 20}}}, r"offer costs something where it is taken"),
    ],
)
def test_a_fault_in_the_plan_names_the_key_and_what_to_do(small_client, given, message):
    with pytest.raises(DataError, match=message):
        read_client(small_client(plan=given))


HEAD = ",".join(COLUMNS)
ROW = "A,call,contact,no,2023-01-01,30,1.5"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, r"plan\.register: done\.csv: there is no such file beside the client file"),
        ("customer_id\nA\n", r"the column 'action' is missing"),
        (f"{HEAD}\n{ROW}\n{ROW}\n", r"the customer 'A' stands in it twice"),
        (
            f"{HEAD}\n{ROW.replace('contact', 'maybe')}\n",
            r"the group 'maybe' of row 2 is neither 'contact' nor 'held back'",
        ),
        (f"{HEAD}\n{ROW.replace('2023-01-01', 'soon')}\n", r"row 2 has 'soon' in the column 'as_of'"),
    ],
)
def test_a_register_that_cannot_be_is_refused_in_a_sentence(small_client, text, message):
    folder = small_client(plan={"register": "done.csv"})
    if text is not None:
        (folder / "done.csv").write_text(text)
    with pytest.raises(DataError, match=message):
        read_register(read_client(folder))


def test_an_id_that_a_spreadsheet_would_run_comes_back_as_it_was(small_client):
    folder = small_client(plan={"register": "done.csv"})
    (folder / "done.csv").write_text(f"{HEAD}\n'=1+1,call,contact,no,2023-01-01,30,1.5\n")
    assert read_register(read_client(folder))["customer_id"].tolist() == ["=1+1"]


def test_another_register_or_cost_does_not_read_the_rows_again(small_client):
    plain = open_client(read_client(small_client()))
    priced = open_client(read_client(small_client(plan={"contact_cost": {"call": 3}})))
    assert plain.base.read == priced.base.read
    assert plain.key("plan") != priced.key("plan")
    assert plain.key("churn") == priced.key("churn")


# ---------------------------------------------------------------- what an earlier list brought


def earlier(**changes):
    """Return what a step would receive: four contacted, four held back, and a key account that nobody compares."""
    rows = [(f"c{i}", "contact", "no") for i in range(4)] + [(f"h{i}", "held back", "no") for i in range(4)]
    table = pd.DataFrame([*rows, ("k", "contact", "yes")], columns=["customer_id", "group", "key"])
    table = table.assign(
        action="call", done="", as_of=pd.Timestamp("2023-01-01"), window_days=30, expected_unprompted=1.0, stake=48.5
    )
    revenue = pd.Series({"c0": 20.0, "c1": 30.0, "c2": 20.0, "c3": 30.0, "h0": 2.0, "h1": 1.0, "k": 1e6})
    ledger = SimpleNamespace(
        observation_end=dt.date(2023, 3, 1),
        has_amounts=True,
        own_margin_rate=None,
        observe=lambda after, until: pd.DataFrame({"revenue": revenue, "purchases": 1}),
    )
    known = {
        "register": table,
        "ledger": ledger,
        "parameters": SimpleNamespace(margin_rate=0.5),
        "customers": table[["customer_id"]],
        "value": SimpleNamespace(tables={}),
    }
    return SimpleNamespace(**known | changes)


def test_what_a_list_brought_is_a_margin_and_leaves_key_accounts_out():
    found = measured(earlier(), "margin")["measured"]
    assert (found.contacted, found.held_back, found.complete, found.called) == (4, 4, True, True)
    assert found.effect == pytest.approx(0.5 * (25 - 0.75))
    assert found.total == pytest.approx(4 * found.effect)
    found = measured(earlier(), "revenue")["measured"]
    assert (found.effect, found.won) == (pytest.approx(24.25), pytest.approx(0.5))
    assert "That is 50.0 % of what was at stake" in say_measured.measured(found, "EUR").replace("\u202f", " ")


def test_nothing_is_measured_before_the_window_is_over():
    ledger = SimpleNamespace(observation_end=dt.date(2023, 1, 30), has_amounts=True)
    found = measured(earlier(ledger=ledger), "margin")["measured"]
    assert (found.complete, found.effect) == (False, None)


def test_small_lists_are_pooled_once_their_windows_are_over():
    first = earlier().register
    again = first.assign(as_of=pd.Timestamp("2023-01-20"), done=["yes", "yes", "no", "no", *[""] * 5])
    found = measured(earlier(register=pd.concat([first, again], ignore_index=True)), "revenue")
    assert (found["pooled"].lists, found["pooled"].effect) == (2, pytest.approx(24.25))
    one, both = found["measured"].interval, found["pooled"].interval
    assert both[1] - both[0] == pytest.approx((one[1] - one[0]) / np.sqrt(2))
    assert (found["measured"].as_of, found["measured"].done) == (dt.date(2023, 1, 20), 2)


# ---------------------------------------------------------------- sentences


def test_a_run_too_small_alone_is_said_to_be():
    small = HoldBack.sketch(held_back=50, contacted=500, key_accounts=0, detectable=10.2, mean_gain=9.0, forgone=40.0)
    assert "**One run is too small**" in say_measured.hold_back(small, "USD")
    assert "too small" not in say_measured.hold_back(small.model_copy(update={"mean_gain": 12.0}), "USD")
    assert "cannot be measured" in say_measured.hold_back(None, "USD")


def test_an_effect_that_may_be_chance_is_not_called_one():
    found = Measured.sketch(
        as_of=dt.date(2024, 1, 1), window_days=90, complete=True, contacted=500, held_back=50,
        effect=2.0, interval=(-1.0, 5.0), total=1000.0, called=False,
    )  # fmt: skip
    assert "that may be chance" in say_measured.measured(found, "USD")


def test_every_reason_is_said_without_a_blank():
    row = {"days_since_last": 90, "longest_gap": 40.0, "recent": 5.0, "before": 9.0, "T": 400}
    codes = ["growing", "steady", "new", "one-time", "slipping", "overdue", "lost", "gone for good", "too_late",
             "does_not_pay", "loss_making", "bad_debt", "involuntary"]  # fmt: skip
    said = {
        words.reason(row | {"action_reason": code}, window=60, days=365, measure="margin", currency="USD")
        for code in codes
    }
    assert len(said) == len(codes) - 1  # gone for good and too late are one sentence
    assert all(text.endswith(".") and not np.any([bad in text for bad in ("nan", "None", "{")]) for text in said)
