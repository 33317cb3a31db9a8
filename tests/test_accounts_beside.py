"""What the client says of its accounts beside the sales: receivables, a scorecard, groups, costs up front."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from analysis.accounts import sheets, views, views_beside, views_groups, views_profit
from analysis.accounts.groups import group_table, groups, quiet_branches
from analysis.accounts.receivables import invoices_at, owed_by
from analysis.accounts.scorecard import score
from analysis.accounts.types import typed
from analysis.client.grades import TypeOfAccount
from analysis.client.scorecard import Criterion
from analysis.intake import say
from analysis.questions import open_client
from analysis.schema import DataError
from tests.strategies import client_of

END = dt.date(2023, 12, 31)


def invoices(*rows):
    """Return receivables of (customer, invoice, due, paid, amount)."""
    frame = pd.DataFrame(rows, columns=["customer_id", "invoice", "due", "paid", "amount"])
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("invoice", "due", "paid")})


# ---------------------------------------------------------------- receivables


def test_days_outstanding_are_open_invoices_against_those_of_a_year():
    """730 invoiced in the year, 146 of it open: 146 / 730 x 365 = 73 days."""
    table = invoices(
        ("A", "2023-03-01", "2023-03-31", "2023-04-02", 584.0), ("A", "2023-12-01", "2023-12-31", None, 146.0)
    )
    row = owed_by(invoices_at(table, END), END, 0.10).loc["A"]
    assert row[["open", "past_due", "invoiced", "days_outstanding"]].tolist() == [146.0, 0.0, 730.0, 73.0]
    assert row["credit_cost"] == pytest.approx((584 * 32 + 146 * 30) * 0.10 / 365)


@pytest.mark.parametrize(
    ("due", "bucket"),
    [
        ("2023-12-31", "not_due"),
        ("2023-12-30", "to_30"),
        ("2023-12-01", "to_30"),
        ("2023-11-30", "to_60"),
        ("2023-10-02", "to_90"),
        ("2023-10-01", "over_90"),
    ],
)
def test_what_is_open_ages_from_the_day_on_which_it_was_due(due, bucket):
    row = owed_by(invoices_at(invoices(("A", "2023-01-01", due, None, 10.0)), END), END, 0.1).loc["A"]
    assert row[bucket] == row["open"] == 10.0
    assert row["past_due"] == (0.0 if bucket == "not_due" else 10.0)
    assert row["long_past_due"] == (bucket == "over_90")


def test_an_invoice_paid_later_was_open_then():
    table = invoices(("A", "2023-01-01", "2023-02-01", "2023-06-01", 10.0), ("A", "2024-01-01", None, None, 99.0))
    then = owed_by(invoices_at(table, dt.date(2023, 3, 1)), dt.date(2023, 3, 1), 0.1)
    assert then.loc["A", ["open", "past_due", "oldest"]].tolist() == [10.0, 10.0, 28]
    assert owed_by(invoices_at(table, END), END, 0.1).loc["A", "open"] == 0


def test_without_a_due_day_an_invoice_is_due_at_once():
    found = invoices_at(invoices(("A", "2023-12-21", None, None, 10.0)), END)
    assert found["days_past_due"].tolist() == [10]


# ---------------------------------------------------------------- the scorecard

TABLE = pd.DataFrame(
    {
        "last_year": [10.0, 20.0, 30.0, None],
        "credit": ["good", "poor", "good", None],
        "since": pd.Timestamp("2023-01-01"),
    }
)


def criterion(**keys):
    return Criterion.model_validate({"weight": 1.0, **keys})


def test_a_score_is_the_weighted_mean_of_the_points_that_are_known():
    """Ranks give 0, 50, 100 points; credit gives 100, 0, 100: (3 x 50 + 1 x 0) / 4 = 37.5."""
    criteria = [criterion(field="last_year", weight=3.0), criterion(field="credit", points={"good": 100, "poor": 0})]
    found = score(TABLE, criteria)
    assert found["account_score"].fillna(-1).tolist() == [25.0, 37.5, 100.0, -1]
    assert found["known_share"].tolist() == [1.0, 1.0, 1.0, 0.0]


def test_low_can_be_best_and_scaling_a_number_or_the_weights_changes_nothing():
    low = score(TABLE, [criterion(field="last_year", best="low")])["account_score"]
    assert low.fillna(-1).tolist() == [100.0, 50.0, 0.0, -1]
    scaled = score(
        TABLE.assign(last_year=TABLE["last_year"] * 7), [criterion(field="last_year", best="low", weight=9.0)]
    )
    assert scaled["account_score"].equals(low)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"field": "last_yaer"}, "scorecard: there is no field 'last_yaer'; did you mean 'last_year'?"),
        ({"field": "credit"}, "scorecard: 'credit' holds no numbers; give the points of its values."),
        ({"field": "since"}, "scorecard: 'since' holds no numbers; give the points of its values."),
        (
            {"field": "credit", "points": {"A": 1}},
            "scorecard: none of the values that have points for 'credit' occurs; it holds good, poor.",
        ),
    ],
)
def test_a_criterion_that_cannot_be_is_an_error_that_names_it(keys, words):
    with pytest.raises(DataError) as caught:
        score(TABLE, [criterion(**keys)])
    assert str(caught.value) == words


@pytest.mark.parametrize(
    ("scorecard", "words"),
    [
        ([{"field": "x", "weight": 1.0, "bset": "low"}], "unknown key 'scorecard[1].bset'; did you mean 'best'?"),
        ([{"field": "x", "weight": 1.0, "best": "low", "points": {"a": 1}}], "either points (of a text) or best"),
    ],
)
def test_a_scorecard_that_cannot_be_is_an_error_of_the_client_file(small_run, scorecard, words):
    with pytest.raises(DataError) as caught:
        small_run(scorecard=scorecard)
    assert words in str(caught.value)


# ---------------------------------------------------------------- types of key accounts

LARGE = pd.DataFrame(
    {
        "size": [90.0, 50.0, 40.0, 10.0],
        "account_margin": [9.0, 5.0, 4.0, float("nan")],
        "is_large": [True, True, True, False],
        "active_quarter_share": [1.0, 0.9, 0.2, 1.0],
        "account_verdict": ["key", "watch", "key", "other"],
        "account_reason": "",
    },
    index=list("ABCD"),
)
BOOKS = pd.DataFrame(
    {"kind": ["mine", "school", "mine", "clinic"], "contested": [False, True, True, False]}, LARGE.index
)


def types_of(*rules, books=BOOKS):
    rules = [TypeOfAccount(**rule) for rule in rules]
    held, types = typed(LARGE, books, pd.DataFrame(index=LARGE.index), rules, 190.0)
    return held, types.fillna("").tolist()


def test_the_first_rule_that_fits_makes_the_type_of_an_account():
    held, found = types_of(
        {"type": "institution", "when": {"kind": ["school", "clinic"]}},
        {"type": "economic", "when": {"is_large": True, "active_quarter_share": "at least 50 %"}},
        {"type": "重点", "when": {"kind": "museum"}},
    )
    assert found == ["economic", "institution", "", "institution"]
    assert [(row.type, row.customers, row.size, row.margin, row.key, row.watch) for row in held] == [
        ("economic", 1, 90.0, 9.0, 1, 0),
        ("institution", 2, 60.0, 5.0, 0, 1),
        ("重点", 0, 0.0, None, 0, 0),
    ]


def test_without_rules_a_flag_makes_the_type_and_who_is_large_and_steady_is_economic():
    assert types_of()[1] == ["economic", "strategic", "strategic", ""]
    assert types_of(books=None) == ([], [""] * 4)
    assert types_of(books=pd.DataFrame({"account_type": ["ours"]}, ["A"]))[1] == ["ours", "", "", ""]


def test_a_rule_of_a_type_that_names_no_column_is_an_error_that_names_the_nearest():
    with pytest.raises(DataError) as caught:
        types_of({"type": "institution", "when": {"kinds": "school"}})
    assert str(caught.value) == (
        "account_types: rule 1 (institution) names 'kinds', which is no column of the accounts; did you mean 'kind'?"
    )


# ---------------------------------------------------------------- a client who says all of it


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    """Return the run of twelve customers, of whom two are branches of a third, with every table of the accounts."""
    rows = ["id,day,value,cost"]
    for k in range(12):
        for quarter in range(8 if k else 2):
            day = f"{2022 + quarter // 4}-{3 * (quarter % 4) + 1 + k % 3:02d}-{k + 5:02d}"
            rows.append(f"K{k:02d},{day},{1000 - 60 * k},{(1100 if k == 3 else 600) - 36 * k}")
    folder = tmp_path_factory.mktemp("rich")
    (folder / "orders.csv").write_text("\n".join(rows) + "\n")
    accounts = ["id,name,group,type,cts,setup,ref,kind,credit,rebate"]
    for k in range(12):
        parent, kind = ("K00" if k in (10, 11) else ""), ("Warehouse" if k % 2 else "Ware House")
        accounts.append(
            f"K{k:02d},Name {k},{parent},{kind},50,500,{'K01' if k > 7 else ''},economic,good,{'10' if k == 2 else ''}"
        )
    (folder / "accounts.csv").write_text("\n".join(accounts))
    (folder / "invoices.csv").write_text(
        "id,written,due,paid,sum\nK01,2023-12-01,2024-01-30,,100\nK02,2023-08-01,2023-08-31,,50\n"
        "K04,2023-05-01,2023-05-31,2023-06-30,80\nK05,,2023-05-31,,80\nK06,2023-05-01,,2023-04-01,80\n"
        "K07,2023-05-01,2023-05-31,2023-06-30,-20\n"
    )
    columns = {"name": "name", "parent_id": "group", "segment": "type", "cost_to_serve": "cts", "upfront_cost": "setup"}
    columns |= {"referred_by": "ref", "account_type": "kind", "credit": "credit", "rebate": "rebate"}
    orders = {"customer_id": "id", "date": "day", "amount": "value", "cost": "cost"}
    client = client_of(
        folder,
        [{"path": "orders.csv", "columns": orders}],
        customers={"path": "accounts.csv", "columns": {"customer_id": "id", **columns}},
        receivables={
            "path": "invoices.csv",
            "columns": {"customer_id": "id", "invoice": "written", "due": "due", "paid": "paid", "amount": "sum"},
        },
        account_types=[{"type": "institution", "when": {"last_year": "top 1"}}, {"type": "economic"}],
        scorecard=[{"field": "last_year", "weight": 2}, {"field": "credit", "weight": 1, "points": {"good": 100}}],
    )
    return open_client(client, folder / "cache")


def test_every_table_of_the_client_has_its_place_in_the_chapter(rich):
    shown = {
        f.__name__: f(rich) for module in (views, views_profit, views_beside, views_groups) for f in cells_of(module)
    }
    assert {name for name, cell in shown.items() if cell is None} == {"changed", "changed_table", "ways_table"}
    text = " ".join(repr(cell) for cell in shown.values()).replace("\u202f", " ")
    assert "1 group with 3 branches" in text
    assert "Costs €" in text
    assert rich.accounts.facts.key[1].type == rich.accounts["scores"].loc["K01", "key_account_type"] == "institution"
    assert "There are 2 types of accounts; the largest, “economic”, brings" in text
    assert "**" not in text
    assert "nan" not in text


def cells_of(module):
    return [f for name, f in vars(module).items() if getattr(f, "__module__", "") == module.__name__ and name[0] != "_"]


def test_an_account_with_an_invoice_long_overdue_is_not_called_key(rich):
    table = rich.accounts["scores"]
    assert table.loc["K02", ["account_verdict", "account_reason"]].tolist() == ["watch", "past_due"]
    assert table.loc["K01", "account_verdict"] == "key"
    assert table.loc["K03", "account_verdict"] == "unprofitable"
    assert rich.results(["accounts"])["accounts"]["key"][0].keys() >= {"customer", "verdict", "revenue", "margin"}


def test_margins_stand_after_costs_to_serve_and_rebates(rich):
    margin = rich.customers["margin"]
    years = (rich.customers["recency"] / 365.25).clip(lower=1)
    assert rich.accounts["scores"].loc["K02", "account_margin"] == pytest.approx(margin["K02"] - 50 * years["K02"] - 10)


def test_receivables_are_read_as_strictly_as_sales(rich):
    o = rich.outstanding.facts
    assert (o.invoices, o.open, o.past_due, o.long_past_due) == (4, 150.0, 50.0, 1)
    assert o.ageing == {"not_due": 100.0, "to_30": 0.0, "to_60": 0.0, "to_90": 0.0, "over_90": 50.0}
    said = {f["code"]: say.message(f) for f in rich.intake.findings}
    assert "1 row is left out (without the day of the invoice)" in said["receivables_without_day"]
    assert (
        "1 row is left out (an invoice that was paid before it was written)" in said["receivables_paid_before_invoice"]
    )


def test_a_group_stands_before_its_branches_and_one_that_buys_for_all_is_told_from_one_whose_branches_buy():
    branches = pd.DataFrame(
        [("G", "a", 90.0, END), ("G", "b", 10.0, dt.date(2022, 12, 31)), ("H", "c", 30.0, END), ("H", "d", 30.0, END)],
        columns=["customer_id", "branch_id", "revenue", "last_day"],
    )
    table = group_table(branches, END)
    assert table[["customer_id", "way", "silent"]].to_numpy().tolist() == [["G", "central", 1], ["H", "branches", 0]]
    assert quiet_branches(branches.assign(last_day=[END, END, END, dt.date(2023, 6, 30)]), END) == []
    weekly = branches.assign(customer_id="G", last_day=[END, END, END, END - dt.timedelta(days=200)])
    assert quiet_branches(weekly, END) == ["d"]
    accounts = LARGE.assign(purchases=[4, 8, 1, 1], still_buys=["gone", "yes", "yes", "yes"]).set_axis([*"GHxy"])
    found = groups(table, accounts, 190.0)
    assert (found.groups, found.branches, found.silent, found.central) == (2, 4, 1, 1)
    assert [(row.way, row.share, row.margin, row.key, row.gone) for row in found.ways] == [
        ("central", 90 / 190, 9.0, 1, 1),
        ("branches", 50 / 190, 5.0, 0, 0),
    ]


def test_near_twin_values_of_a_segment_are_said_to_be_such(rich):
    said = {f["code"]: say.message(f) for f in rich.intake.findings}["value_twins"]
    assert "1 segment is written in near-twin ways: 'Ware House' (6), 'Warehouse' (6)" in said


def test_the_sheets_hold_every_row(rich):
    whole = dict(sheets.sheets(rich))
    assert list(whole) == [
        "Key accounts",
        "Unprofitable",
        "Receivables",
        "Groups",
        "Branches",
        "Costs up front",
        "Referrers",
    ]
    assert len(whole["Unprofitable"].frame) == rich.profitability.facts.unprofitable == 1
    assert all(len(title) <= 31 for title in whole)


# ---------------------------------------------------------------- clients who say little


def test_six_rows_have_a_dependency_and_no_word_of_what_is_not_given(small_run):
    run = small_run()
    assert run.accounts.facts.by == "revenue"
    assert run.profitability.refusal.code == "no_margin"
    assert not run.outstanding.facts.known
    assert views_groups.groups(run) is None


def test_one_margin_rate_for_all_tells_nobody_apart(small_run):
    assert small_run(parameters={"margin_rate": 0.3}).profitability.refusal.code == "flat_margin"


def test_a_summary_without_days_has_sizes_and_no_steadiness(small_run):
    source = {"path": "orders.csv", "columns": {"customer_id": "id", "amount": "value"}}
    run = small_run("id,value\nA,50\nB,30\nC,20\n", sources=[source], observation_end="2023-12-31")
    assert run.accounts.facts.days_known is False
    assert {row.reason for row in run.accounts.facts.key} == {"large"}
    assert "whether they still buy is not told" in repr(views.verdicts(run))


def test_where_all_of_the_largest_are_gone_that_is_what_is_said(small_run):
    rows = [
        f"{who},2022-0{month}-01,{size}"
        for who, size in zip("ABCD", (40, 30, 20, 10), strict=True)
        for month in (1, 2, 3)
    ]
    run = small_run("id,day,value\n" + "\n".join(rows) + "\nE,2024-01-01,1\n")
    assert "None of the 3 largest buys any more." in repr(views.dependency(run))
    assert repr(views.verdicts(run)).startswith("No account is key")
