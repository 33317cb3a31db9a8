"""Moves between classes: they balance, they are named, and chance has its share of them."""

import datetime as dt
from dataclasses import replace

import duckdb
import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.classes.history import History, read_history
from analysis.classes.known import known_of
from analysis.classes.scheme import RECENT_ABC, SCHEMES, Known
from analysis.client.client import read_client
from analysis.client.parameters import Abc
from analysis.movement import migration, say_migration, views_migration
from analysis.movement.chance import band, draw, spread
from analysis.movement.draw_migration import plot_class_matrix
from analysis.movement.facts_migration import SCORES, ClassMoves
from analysis.movement.migration import NOT_YET, cells, compare, matrix
from analysis.movement.sheets_migration import sheets
from analysis.questions import open_client
from tests.conftest import PROJECT

mpl.use("Agg")

TWO_YEARS = (
    "id,day,value\nA,2022-01-01,800\nB,2022-05-01,100\nC,2022-06-01,40\n"
    "A,2023-02-01,100\nB,2023-03-01,900\nD,2023-12-31,50\n"
)
DAY = dt.date(2022, 12, 31)


@pytest.fixture(scope="module")
def two_years(tmp_path_factory):
    """Return the run of these four customers."""
    folder = tmp_path_factory.mktemp("two_years")
    (folder / "orders.csv").write_text(TWO_YEARS)
    source = "sources: [{path: orders.csv, columns: {customer_id: id, date: day, amount: value}}]"
    (folder / "client.yml").write_text(f"client: Acme\ncurrency: EUR\ntoday: 2026-01-01\n{source}\n")
    return open_client(read_client(folder), cache=folder / "cache")


def known(paid, day=DAY):
    """Return what is known of customers of whom only the recent revenue matters; None was not yet one."""
    there = {customer: float(value) for customer, value in enumerate(paid) if value is not None}
    customers = pd.DataFrame({"recent_revenue": pd.Series(there, dtype=float)})
    return Known(customers, day, dt.date(2021, 1, 1), None, Abc())


def known_at(ledger, day, margin_rate=None):
    """Return the customers as they were known at the end of a day."""
    history = read_history(ledger, margin_rate)
    customers = known_of(history, day, rhythm=None, abc=Abc(), window=365).customers
    return customers.set_axis(pd.Index(history.customer_id[customers.index], name="customer_id"))


def moved(before, after, buffer=0.0):
    """Return the customers classed at two days by what they paid."""
    was, now = known(before), known(after)
    return compare(was, now, RECENT_ABC, RECENT_ABC.place(was), RECENT_ABC.place(now), buffer)


def rows(table):
    return [tuple(row) for row in table[["from", "to", "customers", "revenue_from", "revenue_to"]].to_numpy()]


# ---------------------------------------------------------------- what was known


def test_what_was_known_by_a_day_is_what_the_ledger_says_of_that_day(small_run):
    run = small_run(
        TWO_YEARS + "C,2022-06-01,-10\nA,2023-02-01,-30\nE,2022-07-01,-5\n", parameters={"margin_rate": 0.3}
    )
    for day in (dt.date(2022, 5, 1), DAY, dt.date(2023, 12, 31)):
        then = known_at(run.ledger, day, 0.3)
        truth = run.ledger.customers(day, 0.3).set_index("customer_id")
        pd.testing.assert_frame_equal(then[truth.columns], truth, check_dtype=False, check_index_type=False)


def test_what_came_lately_is_that_of_the_window(two_years):
    then = known_at(two_years.ledger, dt.date(2023, 12, 31))
    assert then["recent_revenue"].to_dict() == {"A": 100, "B": 900, "C": 0, "D": 50}


# ---------------------------------------------------------------- the matrix


def test_two_years_of_four_customers_by_hand(two_years):
    """2022: A 800 of 940 is class A, B and C follow; 2023: B 900 of 1,050 is, C brought nothing and D is new."""
    m = two_years.migration.facts
    assert (m.from_, m.to, m.months, m.scheme) == (DAY, dt.date(2023, 12, 31), 12, "abc_recent")
    found = [(c.from_, c.to, c.customers, c.revenue_from, c.revenue_to) for c in m.matrix if c.customers]
    assert found == [
        ("A", "B", 1, 800, 100),
        ("B", "A", 1, 100, 900),
        ("C", "N", 1, 40, 0),
        (NOT_YET, "C", 1, 0, 50),
    ]
    one = m.period["abc_recent"]
    assert {kind: move.customers for kind, move in one.moves.items()} == {"rose": 1, "fell": 2, "stayed": 0, "new": 1}
    assert (one.lines, one.lines_before) == ({"A": 900, "B": 100}, {"A": 800, "B": 100})
    assert one.lists.left.revenue_change == -700
    assert [q.sizes for q in m.quarters if q.scheme == "abc_recent"][-1] == {"A": 1, "B": 1, "C": 1, "N": 1}


amounts = st.integers(-500, 5000).map(lambda cents: cents / 100)
histories = st.lists(st.tuples(st.none() | amounts, amounts), min_size=1, max_size=30)


@given(histories)
def test_every_customer_and_every_cent_is_in_the_matrix_once(paid):
    before, after = zip(*paid, strict=True)
    table = matrix(moved(before, after))
    assert table["customers"].sum() == len(paid)
    assert table["revenue_from"].sum() == pytest.approx(sum(value or 0 for value in before), abs=0.005)
    assert table["revenue_to"].sum() == pytest.approx(sum(after), abs=0.005)


@given(histories, st.randoms())
def test_neither_the_order_of_the_customers_nor_the_currency_moves_anybody(paid, random):
    shuffled = random.sample(paid, len(paid))
    ours, other = (matrix(moved(*zip(*some, strict=True))) for some in (paid, shuffled))
    assert ours[["from", "to", "customers"]].equals(other[["from", "to", "customers"]])
    scaled = matrix(moved(*zip(*[(a and a * 8, b * 8) for a, b in paid], strict=True)))
    assert ours[["from", "to", "customers"]].equals(scaled[["from", "to", "customers"]])


@given(histories, st.integers(0, 3))
def test_one_customer_moved_to_another_class_changes_two_cells(paid, to):
    found = moved(*zip(*paid, strict=True))
    other = found.after.copy()
    other[0] = to
    change = matrix(found, other)["customers"].sub(matrix(found)["customers"], fill_value=0)
    assert sorted(change[change != 0]) == ([] if to == found.after[0] else [-1, 1])


def test_at_the_earlier_lines_all_can_rise_although_classes_by_share_are_zero_sum():
    found = moved([100, 50, 10, 5], [1000, 500, 100, 50])
    assert found.before.tolist() == found.after.tolist()
    assert migration.at_first_lines(found).tolist() == [0, 0, 0, 0]


def test_within_the_buffer_nobody_changes_the_class():
    before, after = [100.0, 99.0, 20.0, 1.0], [100.0, 99.0, 1.0, 17.0]
    assert moved(before, after).after.tolist() == [0, 0, 3 - 1, 1]
    assert moved(before, after, buffer=0.5).after.tolist() == [0, 0, 2, 2]


def test_an_alert_is_who_left_the_best_class_or_fell_by_two():
    found = moved([80, 10, 9, 3, 1], [0, 100, 12, 0, 7])
    assert found.alert.tolist() == [True, False, False, False, False]


# ---------------------------------------------------------------- chance


def simulated(customers, *, seed, stops=None):
    """Return customers who buy at constant rates of their own for three years; some stop after two."""
    rng = np.random.default_rng(seed)
    born = rng.integers(0, 400, customers)
    counts = rng.poisson(rng.gamma(0.8, 6.0, customers) * (1095 - born) / 1095)
    customer = np.repeat(np.arange(customers), counts + 1)
    first = np.r_[True, np.diff(customer) > 0]
    day = np.where(first, born[customer], born[customer] + 1 + (rng.random(customer.size) * (1094 - born[customer])))
    day = day.astype(np.int64)
    kept = first | (day < 730) | (customer >= (stops or 0))
    order = np.lexsort((day[kept], customer[kept]))
    customer, day = customer[kept][order], day[kept][order]
    net = rng.lognormal(3, 1, day.size).round(2)
    ones = np.ones(day.size)
    ids = np.arange(customers).astype(str).astype(object)
    return History(ids, customer, day, net, ones > 0, dt.date(2021, 1, 1), ones * 0, net, ones.astype(np.int64))


def classed(history, days):
    was, now = (known_of(history, day, rhythm=None, abc=Abc(), window=365) for day in days)
    if history.customer_id.size == 500:
        return compare(was, now, RECENT_ABC, RECENT_ABC.place(was), RECENT_ABC.place(now))
    places = [np.concatenate([RECENT_ABC.place(part) for part in by_draw(one)]) for one in (was, now)]
    return compare(was, now, RECENT_ABC, *places)


def by_draw(one):
    return [replace(one, customers=part) for _, part in one.customers.groupby(one.customers.index // 500)]


def share_within(seed, stops=None):
    """Return the share of the matrix's cells that lie within the band of chance, and the verdict on those who left."""
    history, days = simulated(500, seed=seed, stops=stops), (dt.date(2022, 12, 31), dt.date(2023, 12, 31))
    drawn = draw(history, days[1])
    labels = cells(classed(drawn.history, days)).reshape(drawn.draws, -1)
    table = migration.matrix(classed(history, days), band=band(labels, drawn))
    gone = table[(table["from"] == "A") & (table["to"] == "N")]
    return (table["verdict"] == "").mean(), gone["verdict"].tolist()


def test_bands_of_chance_hold_the_moves_of_customers_who_only_buy_at_random():
    assert np.mean([share_within(seed)[0] for seed in range(4)]) > 0.9


def test_customers_who_stop_are_more_than_chance():
    assert share_within(1, stops=150)[1] == ["more"]


@given(st.integers(0, 20))
def test_chance_keeps_first_days_and_what_every_customer_bought(seed):
    history, until = simulated(20, seed=seed), dt.date(2023, 12, 31)
    other = spread(history, until, np.random.default_rng(seed))
    assert (other.day[other.start] == history.day[history.start]).all()
    assert other.day.max() <= (until - history.first).days
    assert (np.diff(other.customer * 10_000 + other.day) >= 0).all()
    sums = [np.bincount(one.customer, one.net).round(2).tolist() for one in (history, other)]
    assert sums[0] == sums[1]


def test_of_many_customers_a_sample_is_drawn_and_its_band_is_wider():
    labels = np.array([[0] * 50 + [1] * 50, [0] * 40 + [1] * 20 + [0] * 10 + [1] * 30])
    history = simulated(100, seed=1)
    drawn = replace(draw(history, dt.date(2023, 12, 31)), draws=2, customers=100, of=100)
    whole, part = band(labels, drawn), band(labels, replace(drawn, of=1000))
    assert whole.loc[0].tolist() == [50, 42, 58]
    assert part.loc[0, "expected"] == 500
    assert part.loc[0, "high"] - 500 > 3 * (whole.loc[0, "high"] - 50)


# ---------------------------------------------------------------- what is shown


def test_the_headline_says_who_moved_what_it_brought_and_what_chance_would_do(two_years):
    run = two_years
    said = say_migration.headline(run.migration.facts, "EUR").replace("\u202f", " ")
    assert said.startswith(
        "Of 3 customers on 31 December 2022, **1 rose a class and 2 fell** by 31 December 2023. 1 customer came new. "
        "Who rose brought €100 of revenue before and €900 after; who fell, €840 and €100. By chance alone, each "
        "customer keeping a pace of their own, "
    )


@pytest.mark.parametrize(
    ("rose", "fell", "said"),
    [
        (5, 5, "both are within chance."),
        (9, 5, "more rose than chance explains."),
        (5, 9, "more fell than chance explains."),
        (1, 1, "fewer rose and fewer fell than by chance: these customers are steadier than that."),
    ],
)
def test_the_verdict_names_the_side_that_chance_does_not_explain(rose, fell, said):
    moves = {"rose": {"customers": rose, "low": 3, "high": 7}, "fell": {"customers": fell, "low": 3, "high": 7}}
    assert say_migration.chance(ClassMoves.sketch(moves=moves)).endswith(said)


def test_the_figure_says_counts_and_money_and_keeps_the_diagonal_quiet():
    table = pd.DataFrame(
        {"from": ["A", "A"], "to": ["A", "B"], "customers": [5, 3], "revenue_from": [90, 90], "revenue_to": [95, 20]}
    )
    ax = plot_class_matrix(table, ["A", "B"], "USD")
    assert [text.get_text() for text in ax.texts] == ["5", "+$5.00", "3", "−$70.00"]
    assert [text.get_fontweight() for text in ax.texts][::2] == [400, 600]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["A (5)", "B (3)"]
    mpl.pyplot.close(ax.figure)


def test_every_classification_has_its_column_of_the_earlier_day(two_years):
    columns = set(two_years.migration.tables["classes"]) - {"customer_id"}
    assert columns == set(SCORES)
    assert {f"{scheme.name}_before" for scheme in SCHEMES} < columns


def test_lists_name_who_left_and_the_workbook_holds_all(two_years):
    run = two_years
    assert views_migration.left_best_table(run).frame["customer_id"].tolist() == ["A"]
    assert views_migration.became_best_table(run).frame["customer_id"].tolist() == ["B"]
    found = dict(sheets(run))
    changes = found["Class changes"].frame
    assert changes.loc[changes["view"] == "period", "customer_id"].tolist() == ["B", "A", "D", "C"]
    assert set(found["Class matrices"].frame["scheme"]) >= {"lifecycle"}


def test_forty_accounts_fill_every_cell_of_the_chapter(small_run):
    rng = np.random.default_rng(1)
    days = pd.Timestamp("2022-01-01") + pd.to_timedelta([0, 729, *rng.integers(0, 730, 400)], unit="D")
    lines = [f"S{rng.integers(40)},{day:%Y-%m-%d},{rng.integers(5, 900)}" for day in days]
    run = small_run("id,day,value\n" + "\n".join(lines) + "\n")
    views = [name for name, view in vars(views_migration).items() if getattr(view, "__wrapped__", None)]
    assert [name for name in views if getattr(views_migration, name)(run) is None] == []


def test_without_amounts_classes_by_money_are_left_out_and_nothing_is_said_of_money(tmp_path):
    (tmp_path / "visits.csv").write_text(TWO_YEARS)
    columns = "{customer_id: id, date: day}"
    (tmp_path / "client.yml").write_text(
        f"client: Acme\ntoday: 2026-01-01\nsources: [{{path: visits.csv, columns: {columns}}}]\n"
    )
    run = open_client(read_client(tmp_path), cache=tmp_path / "cache")
    m = run.migration.facts
    assert (m.scheme, m.without_money, "abc_class" in m.period) == ("lifecycle", True, False)
    assert {cell.revenue_to for cell in m.matrix} == {None}
    assert "revenue" not in say_migration.headline(m, None)
    assert views_migration.lines(run) is None


def test_a_table_of_customers_without_days_and_a_short_history_are_refused_with_the_reason(small_run):
    assert small_run("id,day,value\nA,2023-01-01,5\nA,2023-02-01,5\n").migration.refusal.code == "nothing_to_compare"


GRADES = [{"grade": "gold", "when": {"revenue": ">= 500"}}, {"grade": "silver", "when": {"frequency": ">= 1"}}]


def test_the_clients_own_grades_lead_where_their_past_is_known(small_run):
    m = small_run(TWO_YEARS, grades=GRADES).migration.facts
    assert (m.scheme, m.without_past) == ("grade", [])
    assert {(c.from_, c.to): c.customers for c in m.matrix if c.customers} == {
        ("gold", "gold"): 1,
        ("no grade", "gold"): 1,
        ("no grade", "no grade"): 1,
        (NOT_YET, "no grade"): 1,
    }


def test_grades_by_what_has_no_past_are_left_out_and_it_is_said(small_run):
    run = small_run(TWO_YEARS, grades=[{"grade": "A", "when": {"churn_probability": "< 0.5"}}])
    m = run.migration.facts
    assert m.scheme == "abc_recent"
    assert [(left.rule, left.grade, left.columns) for left in m.without_past] == [(1, "A", ["churn_probability"])]
    assert "left out: rule 1 (A) asks for churn probability, a forecast or a state of today" in say_migration.how(m)


def test_grades_by_what_the_client_states_move_by_what_was_bought_alone(small_run):
    """Whoever is an agent today was one then: only who passed the line has moved."""
    rows = "id,day,value,type\n" + "".join(
        f"{row},{'agent' if row[0] == 'A' else 'shop'}\n" for row in TWO_YEARS.splitlines()[1:]
    )
    grades = [{"grade": "agent", "when": {"type": "agent"}}, *GRADES]
    source = {"path": "orders.csv", "columns": {"customer_id": "id", "date": "day", "amount": "value"}}
    run = small_run(rows, sources=[{**source, "attributes": {"type": "type"}}], grades=grades)
    m = run.migration.facts
    assert (m.scheme, m.without_past, m.stated) == ("grade", [], ["type"])
    agents = [c for c in m.matrix if c.customers and "agent" in (c.from_, c.to)]
    assert [(c.from_, c.to, c.customers) for c in agents] == [("agent", "agent", 1)]
    assert "type count as they are today on both days" in say_migration.how(m)


# ---------------------------------------------------------------- real data


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "columns", "months"),
    [
        (
            "online_retail_II.parquet",
            {"customer_id": "Customer ID", "date": "InvoiceDate", "quantity": "Quantity", "unit_price": "Price"},
            12,
        ),
        (
            "complete_journey_transactions.parquet",
            {"customer_id": "household_id", "date": "transaction_timestamp", "amount": "sales_value"},
            6,
        ),
    ],
    ids=["Online Retail II, years", "Complete Journey, half-years"],
)
def test_real_moves_balance_to_the_cent(file, columns, months, tmp_path):
    path = PROJECT.parent / "shared" / "data" / file
    if not path.exists():
        pytest.skip("the shared data sets are not beside the repository")
    few = f"SELECT * FROM '{path}' WHERE hash(\"{columns['customer_id']}\") % 8 = 0"
    duckdb.execute(f"COPY ({few}) TO '{tmp_path / 'some.parquet'}' (FORMAT parquet)")
    listed = ", ".join(f"{ours}: {theirs}" for ours, theirs in columns.items())
    (tmp_path / "client.yml").write_text(
        f"client: Test\ncurrency: USD\ntoday: 2026-01-01\nsources: [{{path: some.parquet, columns: {{{listed}}}}}]\n"
    )
    run = open_client(read_client(tmp_path), cache=tmp_path / "cache")
    m, history = run.migration.facts, read_history(run.ledger)
    assert m.months == months
    for moves in (*m.period.values(), *m.quarter.values()):
        assert sum(cell.customers for cell in moves.matrix) == len(known_at(run.ledger, m.to))
    for side, day in (("revenue_from", m.from_), ("revenue_to", m.to)):
        age = (day - history.first).days - history.day
        window = (m.to - m.from_).days if side == "revenue_to" else (m.from_ - _start(m)).days
        there = history.net[(age >= 0) & (age < window)].sum()
        assert round(sum(getattr(cell, side) for cell in m.matrix), 2) == round(there, 2)


def _start(m):
    from analysis.movement.spans import DAY, months_before

    return months_before(m.from_ + DAY, m.months) - DAY
