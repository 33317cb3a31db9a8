"""The paying group is the customer: chains of parents, branches kept beneath, names that stand twice."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.concentration.concentration import largest_branches
from analysis.intake.join.groups import resolve
from analysis.questions import open_client
from analysis.run.run import Run
from analysis.schema import DataError
from tests.strategies import COLUMNS, HEAD, client_of, codes, message

pytestmark = pytest.mark.usefixtures("only_read")

SALES = HEAD + "A,2023-05-01,60\nB,2023-06-02,30\nA,2023-07-03,5\nC,2023-07-04,5\n,2023-07-04,7\nD,2023-07-05,-1\n"


def run_of(folder, table: str, sales: str = SALES, columns=None, **keys) -> Run:
    """Return the run of a client whose ids have parents: ``id,parent`` and more columns."""
    (folder / "orders.csv").write_text(sales, encoding="utf-8")
    (folder / "accounts.csv").write_text(table, encoding="utf-8")
    customers = {"path": "accounts.csv", "columns": {"parent_id": "parent", **(columns or {})}}
    client = client_of(folder, [{"path": "orders.csv", "columns": COLUMNS}], customers=customers, **keys)
    return open_client(client, folder / "cache")


# ---------------------------------------------------------------- who is at the top


def test_a_chain_leads_to_its_top():
    assert resolve({"shop": "region", "region": "group"}) == {"shop": "group", "region": "group"}


def test_who_is_their_own_parent_is_the_top():
    assert resolve({"a": "a", "b": "a"}) == {"a": "a", "b": "a"}


@pytest.mark.parametrize("circle", [{"a": "b", "b": "a"}, {"x": "a", "a": "b", "b": "c", "c": "a"}])
def test_a_circle_is_an_error_that_names_its_ids(circle):
    with pytest.raises(DataError, match=r"parents go round in a circle: a → b → (c → )?a;"):
        resolve(circle)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=31))
def test_any_tree_resolves_to_ids_without_a_parent(draws):
    parents = {str(k): str(draw % k) for k, draw in enumerate(draws) if k}
    assert set(resolve(parents).values()) <= {"0"}


# ---------------------------------------------------------------- facts and rows


def test_the_group_is_the_customer_and_the_branch_stays_beside_it(tmp_path):
    run = run_of(tmp_path, "id,parent\nA,G\nB,G\nG,\nC,\nD,\n")
    assert run.intake.facts["customers"] == 3
    assert run.intake.facts["rows"] == 5
    assert run.intake.facts["total"] == 99
    rows = run.ledger.rows.collect("pandas").to_native()
    assert rows[["customer_id", "branch_id"]].to_numpy().tolist() == [
        ["G", "A"], ["G", "B"], ["G", "A"], ["C", "C"], ["D", "D"],
    ]  # fmt: skip
    by = run.customers
    assert by.loc["G", ["revenue", "frequency", "recency"]].tolist() == [95, 2, 63]


def test_the_ids_of_the_facts_are_those_of_the_groups(tmp_path):
    grouped = run_of(tmp_path, "id,parent\nA,G\nB,G\nC,\nD,\n").intake.facts
    renamed = SALES.replace("\nA,", "\nG,").replace("\nB,", "\nG,")
    plain = run_of(tmp_path, "id,parent\nG,\nC,\nD,\n", renamed).intake
    assert grouped == plain.facts


@pytest.mark.weighed
def test_how_many_ids_form_how_many_customers_is_said(tmp_path):
    run = run_of(tmp_path, "id,parent\nA,G\nB,G\nC,H\nD,\n")
    said = message(run.intake, "customer_groups")
    assert "4 ids form 3 customers by parent_id; 1 of them has more than one branch that bought" in said
    assert run.data.numbers["groups"] == {"ids": 4, "customers": 3, "groups": 1, "revenue": 95.0}


@pytest.mark.weighed
def test_checks_look_at_groups(tmp_path):
    sales = HEAD + "".join(f"K{k},2023-01-{k + 1:02d},10\n" for k in range(24)) + "A,2023-02-01,60\nB,2023-02-02,60\n"
    lone = "id,parent\nA,\nB,\n"
    assert "dominating_customer" not in codes(run_of(tmp_path, lone, sales).intake)
    assert "'G' accounts for 33 % of revenue" in message(
        run_of(tmp_path, "id,parent\nA,G\nB,G\n", sales).intake, "dominating_customer"
    )


def test_a_parent_that_stands_nowhere_else_still_pays_and_is_said(tmp_path):
    run = run_of(tmp_path, "id,parent\nA,G\nB,G\nC,\nD,\n")
    assert "1 parent is no id of the table (the first is 'G')" in message(run.intake, "parents_not_listed")
    assert list(run.attributes.index) == ["C", "D", "G"]


def test_a_group_that_the_table_does_not_name_bears_the_name_of_its_largest_branch(tmp_path):
    columns = {"customer_id": "id", "parent_id": "parent", "name": "name"}
    run = run_of(tmp_path, "id,parent,name\nA,G,Alpha\nB,G,Beta\nC,,Gamma\nD,,\n", columns=columns)
    assert run.attributes["name"].dropna().to_dict() == {"C": "Gamma", "G": "Alpha (+1)"}


def test_no_parent_anywhere_leaves_everything_as_it_was(tmp_path):
    run = run_of(tmp_path, "id,parent\nA,\nB,n/a\nC,0\nD,D\n")
    assert run.intake.facts["customers"] == 4
    assert "branch_id" not in run.intake.columns
    assert run.branches is None


def test_a_circle_in_the_table_is_an_error(tmp_path):
    with pytest.raises(DataError, match="circle"):
        _ = run_of(tmp_path, "id,parent\nA,B\nB,A\nC,\n").intake


# ---------------------------------------------------------------- accounts and branches


def test_an_account_sums_the_costs_of_its_branches_and_has_their_first_day(tmp_path):
    columns = {"acquisition_cost": "cac", "acquired_on": "since", "strategic": "key", "segment": "type", "name": "name"}
    table = (
        "id,parent,cac,since,key,type,name\nA,G,0.10,2020-02-01,no,web,Alpha\nB,G,0.20,2019-02-01,yes,web,Beta\n"
        "G,,,,,,Gamma\nC,,7,,,shop,\nD,,,,,,\n"
    )
    accounts = run_of(tmp_path, table, columns=columns).attributes
    group = accounts.loc["G"]
    assert group["acquisition_cost"] == pytest.approx(0.3, abs=1e-12)
    assert str(group["acquired_on"].date()) == "2019-02-01"
    assert group["strategic"]
    assert (group["segment"], group["name"]) == ("web", "Gamma")
    assert accounts["acquisition_cost"].isna().to_dict() == {"C": False, "D": True, "G": False}


def test_branches_are_listed_largest_first_with_their_names(tmp_path):
    run = run_of(tmp_path, "id,parent,name\nB,G,Beta\nA,G,Alpha\nC,,\nD,,\n", columns={"name": "name"})
    assert run.branches[["customer_id", "branch_id", "name", "revenue"]].to_numpy().tolist() == [
        ["G", "A", "Alpha", 65.0],
        ["G", "B", "Beta", 30.0],
    ]


# ---------------------------------------------------------------- one name, several ids


def test_one_name_under_two_ids_is_reported_with_their_revenue(tmp_path):
    table = "id,parent,name\nA,,Bike Shop\nB,, BIKE-shop\nC,,Café\nD,,Other\n"
    said = message(run_of(tmp_path, table, columns={"name": "name"}).intake, "name_twins")
    assert "1 name stands under several ids, with revenue: 'Bike Shop': A (65.00), B (30.00)" in said
    assert said.endswith("Then give them one parent_id.")


def test_one_name_under_one_parent_is_no_question(tmp_path):
    table = "id,parent,name\nA,G,Bike Shop\nB,G,Bike Shop\nC,,Café\nD,,-\n"
    assert "name_twins" not in codes(run_of(tmp_path, table, columns={"name": "name"}).intake)


def test_names_in_any_script_are_told_apart(tmp_path):
    table = "id,parent,name\nA,,上海公司\nB,,北京公司\nC,,!!!\nD,,???\n"
    assert "name_twins" not in codes(run_of(tmp_path, table, columns={"name": "name"}).intake)


# ---------------------------------------------------------------- what the reader sees


@pytest.mark.weighed
def test_branches_are_shown_beneath_their_group(tmp_path):
    from analysis.concentration.views import branches

    shown = repr(
        branches(run_of(tmp_path, "id,parent,name\nA,G,Alpha\nB,G,Beta\nC,,\nD,,\n", columns={"name": "name"}))
    )
    assert "4 ids form 3 customers: 1 group with more than one branch accounts for €95.00 (96.0\u202f% of" in shown
    assert "Alpha" in shown


@pytest.mark.weighed
def test_without_parents_there_is_nothing_to_show(small_run):
    from analysis.concentration.views import branches

    assert branches(small_run()) is None


def test_small_branches_are_one_row_with_their_sum():
    shops = pd.DataFrame(
        {"customer_id": "G", "branch_id": [f"b{k}" for k in range(9)], "revenue": [9.0 - k for k in range(9)]}
    )
    table = largest_branches(shops)
    assert table["branch_id"].tolist()[-2:] == ["b4", "and 4 more"]
    assert table["revenue"].sum() == shops["revenue"].sum()
    assert table["share"].sum() == pytest.approx(1)
