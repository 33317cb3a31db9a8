"""Customers under contract, from export to chapter: who stays, who leaves why, who renews; and marks of who left."""

from __future__ import annotations

import datetime as dt
import json

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from analysis.churn import say_contracts as say
from analysis.churn import say_marked, say_renewals, views, views_contracts
from analysis.churn.facts_contracts import SCORES, ContractFacts
from analysis.churn.renewal_lists import contract_sheets as sheets
from analysis.classes.leaving import read_flag
from analysis.display.cells import Refusal
from analysis.facts import refused
from analysis.questions import open_client, room
from analysis.refusals import why
from analysis.report import choice
from analysis.words.contracts import leaving, marked
from tests.strategies import client_of

mpl.use("Agg")
CELLS = [name for name in vars(views_contracts) if name in {
    "leaving", "survival_figure", "staying", "causes", "causes_table", "renewals", "renewals_table", "gone",
    "gone_table", "how_contracts", "cohorts_table", "influences", "influences_table", "left_out",
}]  # fmt: skip
END = dt.date(2023, 12, 31)
FEE = {"basic": 10.0, "pro": 40.0}


def plain(text):
    return text.replace("\u202f", " ")


def exports(folder, n=240):
    """Write monthly fees and contracts of which a fifth to a quarter end each year, and a column that leaks."""
    rng = np.random.default_rng(6)
    start = rng.integers(0, 1000, n)
    plan = np.where(rng.random(n) < 0.3, "pro", "basic")
    months = rng.geometric(rng.beta(1.0, 25.0, n))
    first, last = pd.Timestamp("2020-06-01"), pd.Timestamp(END)
    began = first + pd.to_timedelta(start, unit="D")
    ended = began + pd.to_timedelta(np.round(months * 30.4375), unit="D")
    left = ended <= last
    reason = rng.choice(["price", "competition", "payment failed"], n)
    contracts = pd.DataFrame({"id": [f"C{k:03d}" for k in range(n)], "from": began})
    contracts = contracts.assign(to=ended.where(left), why=np.where(left, reason, ""))
    contracts.to_csv(folder / "contracts.csv", index=False, date_format="%Y-%m-%d")
    accounts = contracts[["id"]].assign(
        type=rng.choice(["hotel", "office"], n), level=np.where(left, "former", "basic")
    )
    accounts.to_csv(folder / "accounts.csv", index=False)
    rows = [
        (f"C{k:03d}", (began[k] + pd.Timedelta(days=round(m * 30.4375))).date(), FEE[plan[k]], plan[k])
        for k in range(n)
        for m in range(int(months[k]))
        if began[k] + pd.Timedelta(days=round(m * 30.4375)) <= last
    ]
    pd.DataFrame(rows, columns=["id", "day", "fee", "plan"]).to_csv(folder / "fees.csv", index=False)
    return contracts, pd.Series([FEE[p] for p in plan], contracts["id"])


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("contracts")
    contracts, fees = exports(folder)
    source = {"path": "fees.csv", "columns": {"customer_id": "id", "date": "day", "amount": "fee"}}
    named = {"customer_id": "id"}
    settings = client_of(
        folder,
        [{**source, "attributes": ["plan"]}],
        observation_end=END,
        customers={"path": "accounts.csv", "columns": named | {"segment": "type", "relationship_level": "level"}},
        subscriptions={"path": "contracts.csv", "columns": named | {"start": "from", "end": "to", "reason": "why"}},
    )
    return open_client(settings, folder / "cache"), contracts, fees


# ---------------------------------------------------------------- a whole client


def test_contracts_are_answered_for_where_models_of_purchases_are_closed(client):
    run = client[0]
    router = run.data.facts.router
    assert router.verdict == "contractual"
    assert {name for name, closed in router.chapters.items() if closed} == {"value", "forecast"}
    assert router.limits["churn"] == "leavers_observed"
    assert run.churn.refusal.code == "contractual"
    assert views.leavers(run) is None  # the chapter speaks of contracts instead
    assert choice.refused(run, choice.choose(run.client, ["churn"])) == []
    assert choice.refused(run, choice.choose(run.client, ["value"])) == [f"Chapter 'value': {run.value.why}"]


def test_counts_and_money_are_those_of_the_tables(client):
    run, contracts, fees = client
    c, left = run.contracts.facts, contracts["to"].notna()
    assert (c.contracts, c.left, c.running) == (len(contracts), left.sum(), (~left).sum())
    assert c.left_lately == (contracts["to"] > pd.Timestamp(END) - pd.Timedelta(days=365)).sum()
    assert c.monthly_revenue == pytest.approx(fees[contracts.loc[~left, "id"]].sum(), rel=0.01)
    assert sum(cause.left for cause in c.causes) == c.left
    assert sum(cause.monthly_revenue for cause in c.causes) == pytest.approx(
        fees[contracts.loc[left, "id"]].sum(), rel=0.03
    )
    assert c.involuntary == (contracts["why"] == "payment failed").sum()


def test_shares_add_up_and_renewals_are_expected_numbers(client):
    c = client[0].contracts.facts
    assert c.year_voluntary + c.year_involuntary == pytest.approx(1 - c.stay[0].share)
    assert c.stay[0].low <= (0.97**12) + 0.1
    assert c.renewals.term == "month"
    assert c.renewals.due == c.running
    scores = client[0].contracts["scores"]
    assert c.renewals.expected_lost == pytest.approx((1 - scores["renewal_probability"]).sum())
    assert sum(cohort.value_left for cohort in c.renewals.cohorts) == pytest.approx(c.renewals.value_left)
    assert list(scores.columns) == [*SCORES]


def test_the_planted_leak_is_named_and_not_used(client):
    c = client[0].contracts.facts
    assert [(one.feature, one.why) for one in c.left_out] == [("relationship_level", "alone")]
    assert "“relationship_level” (AUC 1.00)" in say.left_out(c)
    assert all(one.sign != "relationship_level" for one in c.influences or [])


def test_every_cell_shows_something_and_no_number_is_missing(client):
    shown = {name: getattr(views_contracts, name)(client[0]) for name in CELLS}
    assert [name for name, cell in shown.items() if cell is None] == []
    for name, cell in shown.items():
        if name != "survival_figure":
            assert "nan" not in repr(cell).split()
            assert "None" not in repr(cell)


def test_all_renewals_are_offered_to_excel(client):
    ((title, table),) = sheets(client[0])
    assert title == "Renewals"
    assert len(table.frame) == client[0].contracts.facts.renewals.due
    assert table.frame["renewal_revenue_at_risk"].is_monotonic_decreasing
    json.dumps(client[0].contracts.numbers)


def test_who_is_up_for_renewal_stands_on_no_other_list(client):
    offered = dict(room("churn").sheets(client[0]))
    assert [*offered] == ["Renewals", "Left"]
    assert len(offered["Left"].frame) == client[0].contracts.facts.gone
    ids = [set(table.frame["customer_id"]) for table in offered.values()]
    assert ids[0] & ids[1] == set()


# ---------------------------------------------------------------- marks of who left


@pytest.fixture(scope="module")
def marks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("marks")
    rng = np.random.default_rng(2)
    tenure = rng.integers(1, 60, 400)
    gone = rng.random(400) < np.where(tenure < 20, 0.5, 0.1)
    table = pd.DataFrame({"id": [f"T{k}" for k in range(400)], "tenure": tenure, "left": np.where(gone, "Yes", "No")})
    table["charges"], table["score"] = tenure * 10.0, np.where(gone, 90, 10) + rng.integers(0, 5, 400)
    table.assign(plan=rng.choice(["a", "b"], 400)).to_csv(folder / "t.csv", index=False)
    columns = {"customer_id": "id", "amount": "charges", "tenure": "tenure", "churned": "left"}
    source = {"path": "t.csv", "columns": columns, "attributes": ["plan", "score"]}
    return open_client(client_of(folder, [source], observation_end=END), folder / "cache"), table


def test_marks_are_counted_by_tenure_and_attribute_and_the_period_is_asked_for(marks):
    run, table = marks
    s = run.contracts.facts.stated
    assert run.data.facts.router.limits["churn"] == "leavers_marked"
    assert (s.customers, s.left) == (400, (table["left"] == "Yes").sum())
    assert sum(row.customers for row in s.by_tenure) == 400
    assert s.by_tenure[0].share > s.by_tenure[-1].share
    assert {row.attribute for row in s.by_attribute} == {"plan"}
    assert [one.feature for one in run.contracts.facts.left_out] == ["score"]
    assert marked(run.contracts.facts).endswith("ask for it before this share is called a churn rate.")
    assert "not the share of those who began" in say_marked.tenure(run.contracts.facts)


def test_cells_of_contracts_with_days_are_silent_where_there_are_only_marks(marks):
    silent = {name for name in CELLS if getattr(views_contracts, name)(marks[0]) is None}
    assert silent == {
        "causes",
        "cohorts_table",
        "gone_table",
        "how_contracts",
        "influences",
        "influences_table",
        "renewals_table",
    }
    assert sheets(marks[0]) == []


def test_a_mark_that_says_neither_yes_nor_no_is_missing():
    assert read_flag(pd.Series(["流失", "Active", "", None, "0"])).tolist() == [True, False, pd.NA, pd.NA, False]


# ---------------------------------------------------------------- what is said


def contracts(**differs):
    facts = {
        "refusal": None,
        "listed": True,
        "stated": None,
        "left_lately": 84,
        "at_stake_lately": 625,
        "running": 541,
        "left": 259,
        "monthly_lost": 1200.0,
        "monthly_revenue": 24_000.0,
        "stay": [{"days": 366, "share": 0.85, "low": 0.82, "high": 0.87}],
        "renewals": {"refusal": None, "due": 137, "due_days": 90, "expected_lost": 14.3, "revenue_lost": None},
        "causes": None,
    }
    return ContractFacts.sketch(**facts | differs)


def test_leaving_is_said_with_its_share_and_the_money_that_went():
    assert plain(leaving(contracts(), "EUR")) == (
        "**84 of 625 customers under contract left** in the last 365 days (13 %); 541 are under contract now. With "
        "them went **€1.20 k a month**, beside the €24.0 k a month of those who are there."
    )


def test_renewals_are_said_as_an_expected_number():
    assert say_renewals.renewals(contracts(), None) == (
        "137 contracts come up for renewal in the next 90 days; **14 are expected not to be renewed** (a sum of "
        "probabilities)."
    )


def test_staying_is_said_by_the_first_and_the_last_age_that_are_known():
    later = {"days": 1096, "share": 0.66, "low": 0.6, "high": 0.7}
    assert plain(say.staying(contracts())) == "85 % are still there after 1 year"
    both = contracts(stay=[dict(contracts().stay[0]), later])
    assert plain(say.staying(both)) == "85 % are still there after 1 year, 66 % after 3 years"


def test_segments_that_chance_explains_are_not_ranked():
    rows = [{"segment": name, "year": {"days": 366, "share": s}} for name, s in (("a", 0.9), ("b", 0.8))]
    assert "do not differ beyond chance" in say.segments(contracts(segments=rows, segments_alike=0.4))
    ranked = plain(say.segments(contracts(segments=rows, segments_alike=0.01)))
    assert ranked.startswith("Longest stay the customers of “a” (90 % after 1 year), shortest those of “b” (80 %).")
    assert say.segments(contracts(segments=rows[:1])) is None


def test_where_no_reason_is_recorded_that_is_said():
    assert say.causes(contracts(), "EUR") == "Why they left is not recorded."


def test_an_association_is_never_said_as_a_cause():
    one = {"sign": "plan", "value": "pro", "against": "basic", "hazard_ratio": 0.72, "low": 0.64, "high": 0.81}
    said = say.influences(contracts(no_influences=None, influences=[one]))
    assert "leave at **0.72 times** the rate of “basic” (0.64–0.81)" in said
    assert said.endswith("That goes together; it need not be the cause.")
    weak = say.influences(contracts(no_influences=None, influences=[one | {"low": 0.5, "high": 1.2}]))
    assert "nothing goes with leaving beyond chance" in weak


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (refused("contracts_unlisted"), "Name it as subscriptions: customer, start, end"),
        (refused("few_left", left=3, needed=30), "only 3 customers left; 30 are needed"),
        (refused("nobody_marked", customers=9, marked=0), "does not tell customers apart"),
        (refused("no_contract_yet"), "begins by the last day"),
        (refused("signs_tangled"), "cannot be told apart"),
        (refused("no_signs"), "nothing is known of customers at their start"),
    ],
)
def test_refusals_say_what_is_missing(refusal, said):
    assert said in why(refusal)
    assert why(refusal).startswith("Not ")


def test_a_client_without_contracts_is_not_refused_anything(small_run):
    run = small_run()
    assert run.contracts.refusal is None
    assert run.contracts.facts.listed is False
    assert {getattr(views_contracts, name)(run) for name in CELLS} == {None}
    assert isinstance(views.leavers(run), Refusal)
