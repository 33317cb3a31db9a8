"""Targets of managers and customers: read strictly, held against what is reached."""

import pytest

from analysis.client.client import read_client
from analysis.client.targets_file import read_targets
from analysis.plan import views_more, views_people
from analysis.schema import DataError

SETTINGS = {"path": "t.csv", "columns": {"customer_id": "who", "period": "month", "amount": "goal"}}


@pytest.fixture
def written(tmp_path):
    def write(text):
        (tmp_path / "acme").mkdir(exist_ok=True)
        (tmp_path / "acme" / "t.csv").write_text(text, encoding="utf-8")

    return write


def test_what_is_reached_of_a_target_that_is_over_and_of_one_that_runs(small_run, written):
    written("who,month,goal\nA,2023-01,40\nA,2023-03,40\nB,2023-04,300\nC,2024,9\n")
    # The data end on 1 April: A's two months are over, B's April has one of thirty days, C's year has not begun.
    rows = {row.whose: (row.due, row.reached, row.closing) for row in small_run(targets=SETTINGS).plan.facts.targets}
    assert rows == {"A": (80.0, 80.0, None), "B": (10.0, 0.0, None)}


def test_targets_are_shown_with_the_largest_gap_first(small_run, written):
    written("who;month;goal\nB;2023-03;5\nA;2023-03;400\n")
    table = views_more.targets_table(small_run(targets=SETTINGS))
    assert table.frame["whose"].tolist() == ["A", "B"]
    assert table.total == {"due": 405.0, "reached": 20.0, "gap": 385.0}


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Year,who,M01,M02,Map\n2022,A,,NULL,x\n2023,A,4,5,y\n", {"period": "Year", "amount": "M*"}),
        ("who,2023-01,2023-02,2024-02\nA,4,5,-\n", {"amount": "*"}),
        ("who,Plan Jan 2023,Plan 2/2023\nA,4,5\n", {"amount": "Plan *"}),
    ],
)
def test_targets_with_one_column_per_period_are_read_as_those_with_one_row(small_client, written, text, columns):
    written(text)
    said = SETTINGS | {"columns": {"customer_id": "who"} | columns, "unit": 1000, "names": {"A": "B"}}
    found = read_targets(read_client(small_client(targets=said)))
    days = [(row.customer_id, row.first.isoformat(), row.last.isoformat(), row.amount) for row in found.itertuples()]
    assert days == [("B", "2023-01-01", "2023-01-31", 4000.0), ("B", "2023-02-01", "2023-02-28", 5000.0)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("who,month\nA,2023-01\n", r"targets: t\.csv has no column 'goal'; it has who, month"),
        ("who,month,goal\nA,January,5\n", r"row 2 of t\.csv has 'January' as period"),
        ("who,month,goal\nA,2023-01,5\nB,2023-01,much\n", r"row 3 of t\.csv has 'much' as amount"),
    ],
)
def test_targets_that_cannot_be_read_are_refused_in_a_sentence(small_client, written, text, message):
    written(text)
    with pytest.raises(DataError, match=message):
        read_targets(read_client(small_client(targets=SETTINGS)))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"period": "month", "amount": "goal"}, r"which column is the manager, or the customer_id"),
        ({"manager": "who", "amount": "goal"}, r"which column is the period"),
    ],
)
def test_targets_say_whose_they_are_and_when(small_client, columns, message):
    with pytest.raises(DataError, match=message):
        read_client(small_client(targets={"path": "t.csv", "columns": columns}))


def test_each_manager_has_a_page_with_the_book_the_target_and_what_was_done(small_run, written, tmp_path):
    written("who,2023\nLi,100\n")
    (tmp_path / "acme" / "c.csv").write_text("id,owner\nA,Li\nB,Wu\nC,Li\n", encoding="utf-8")
    head = "customer_id,action,group,key,as_of,window_days,expected_unprompted,done\n"
    (tmp_path / "acme" / "done.csv").write_text(f"{head}A,call,contact,no,2023-02-01,30,1,是\n", encoding="utf-8")
    run = small_run(
        customers={"path": "c.csv", "columns": {"customer_id": "id", "manager": "owner"}},
        targets={"path": "t.csv", "columns": {"manager": "who", "amount": "*"}},
        plan={"register": "done.csv"},
    )
    pages = {leaf.heading: repr(leaf) for leaf in views_people.manager_pages(run).parts}
    assert set(pages) == {"Li", "Wu"}
    assert "On the list of 1 February 2023 stood 1: 1 contacted, 0 not. Bought since: 1, for" in pages["Li"]
    assert "due by now" in pages["Li"]
    assert "due by now" not in pages["Wu"]
    assert "The largest customers of the book" in pages["Wu"]
    assert views_people.managers_table(run).total["customers"] == run.plan.facts.customers
