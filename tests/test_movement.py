"""The chapter on movement: two years of a client beside each other, by name and money."""

from types import SimpleNamespace

import matplotlib as mpl
import pandas as pd
import pytest

from analysis.client.client import Client
from analysis.display.cells import Finding, Note, Refusal, Table
from analysis.facts import refused
from analysis.movement import draw, say, say_ahead, views, views_ahead, views_movers
from analysis.movement.sheets import sheets
from analysis.movement.step_ahead import ahead
from analysis.questions import open_client
from analysis.schema import DataError
from tests.conftest import PROJECT, SIX_ROWS

mpl.use("Agg")
DATA = PROJECT.parent / "shared" / "data"
TWO_YEARS = (
    "id,day,value\n"
    "old,2021-01-01,1\nold,2022-03-01,100\nold,2023-03-01,90\n"  # fell
    "up,2022-01-05,10\nup,2023-02-01,20\nup,2023-06-01,30\n"  # rose
    "gone,2022-05-01,40\n"
    "new,2023-05-01,70\nnew,2023-12-31,5\n"
    "back,2021-06-01,5\nback,2023-07-01,25\n"
)
NAMES = "id,name\nold,上海贸易有限公司\nup,A & B <Söhne>\ngone,Ende $ Co\n"


@pytest.fixture(scope="module")
def two_years(tmp_path_factory):
    """Return the run of five customers of whom each moved in another way; three have names."""
    folder = tmp_path_factory.mktemp("two-years")
    (folder / "orders.csv").write_text(TWO_YEARS, encoding="utf-8")
    (folder / "names.csv").write_text(NAMES, encoding="utf-8")
    columns = {"customer_id": "id", "date": "day", "amount": "value"}
    names = {"path": "names.csv", "columns": {"customer_id": "id", "name": "name"}}
    settings = {"client": "Acme", "currency": "EUR", "today": "2026-01-01", "folder": folder, "customers": names}
    client = Client.model_validate(settings | {"sources": [{"path": "orders.csv", "columns": columns}]})
    return open_client(client, cache=folder / "cache")


@pytest.fixture(scope="module")
def resellers(tmp_path_factory):
    """Return a function: the real resellers, with some parameters."""
    files = [DATA / f"adventureworks_{name}.csv.gz" for name in ("reseller_sales", "resellers")]
    if not all(file.exists() for file in files):
        pytest.skip("the resellers' sales are not here (../shared/data)")
    columns = {
        "customer_id": "ResellerKey", "date": "OrderDate", "amount": "SalesAmount", "product": "ProductKey",
        "cost": "TotalProductCost", "quantity": "OrderQuantity",
    }  # fmt: skip
    accounts = {"path": str(files[1]), "columns": {"customer_id": "ResellerKey", "name": "ResellerName"}}
    cache = tmp_path_factory.mktemp("resellers")

    def run(**parameters):
        settings = {"client": "Resellers", "currency": "USD", "today": "2026-01-01", "customers": accounts}
        settings |= {
            "sources": [{"path": str(files[0]), "columns": columns}],
            "parameters": parameters,
            "folder": cache,
        }
        return open_client(Client.model_validate(settings), cache=cache)

    return run


def balanced(bridge):
    """Say whether the parts lead from one sum to the other, to the cent."""
    return round(bridge["from"] + sum(bridge["parts"].values()), 2) == bridge["to"]


# ---------------------------------------------------------------- reference


def test_the_resellers_of_2019_brought_8171219_33_more_than_those_of_2018(resellers):
    found = resellers(movement_end="2019-12-31").movement.numbers
    assert (found["change"], found["bridge"]["from"]) == (8171219.33, 24328786.25)
    assert balanced(found["bridge"])
    assert balanced(found["bridge_margin"])
    assert round(sum(found["bridge"]["spend_parts"].values()), 2) == found["bridge"]["parts"]["spend"]
    # What stands in the figures by hand: who was won during 2018 bought for the whole of 2019, older ones less often.
    assert found["bridge"]["parts"]["full_year"] == pytest.approx(7.04e6, rel=0.02)
    assert found["bridge"]["parts"]["frequency"] == pytest.approx(-1.02e6, rel=0.02)


def test_by_default_the_last_twelve_months_are_compared_with_the_twelve_before(resellers):
    found = resellers().movement.numbers
    assert found["periods"]["period"] == {"first": "2019-06-01", "last": "2020-05-31"}
    assert (found["bridge"]["from"], found["bridge"]["to"]) == (27126782.18, 35129997.32)
    assert balanced(found["bridge"])
    kinds = {name: group["customers"] for name, group in found["movers"].items() if group["customers"]}
    assert kinds == {"rose": 134, "fell": 169, "new": 206, "came_back": 4, "gone": 84}


# ---------------------------------------------------------------- five customers


def test_every_customer_is_one_kind_of_mover_with_money(two_years):
    movers = two_years.movement["movers"]
    assert movers["mover"].to_dict() == {
        "back": "came_back", "gone": "gone", "new": "new", "old": "fell", "up": "rose",
    }  # fmt: skip
    assert movers["revenue_change"].to_dict() == {"back": 25, "gone": -40, "new": 75, "old": -10, "up": 40}
    found = two_years.movement.numbers["bridge"]
    assert (found["from"], found["to"]) == (150, 240)
    assert found["parts"] == {
        "lost": -40, "won": 75, "regained": 25, "won_or_regained": 0, "full_year": 0, "frequency": 17.5,
        "spend": 12.5, "returns": 0,
    }  # fmt: skip


def test_the_columns_per_customer_stand_in_the_table_of_the_run(two_years):
    table = two_years.table()
    assert table.loc["gone", ["mover", "revenue_before", "revenue_period"]].tolist() == ["gone", 40.0, 0.0]


def test_the_change_is_said_with_what_did_most_for_it_and_most_against_it(two_years):
    assert repr(views.year_on_year(two_years)).replace("\u202f", " ").replace("\u2060", "") == (
        "Revenue in 2023 was €240, €90.00 (60 %) more than in 2022. Most was added by customers won (+€75.00), most "
        "taken away by customers lost (−€40.00)."
    )


@pytest.mark.parametrize(
    ("view", "customer", "says"),
    [
        ("rose", "A & B <Söhne>", "Who rose? 1 customer, by €40.00: from €10.00 to €50.00."),
        ("fell", "上海贸易有限公司", "Who fell? 1 customer, by €10.00: from €100 to €90.00."),
        ("new", "new", "Who is new? 1 customer, with €75.00 in 2023."),
        ("came_back", "back", "Who came back? 1 customer, with €25.00 in 2023 after a pause for all of 2022."),
        ("gone", "Ende $ Co", "Who is gone? 1 customer, with €40.00 in 2022, who did not buy in 2023."),
    ],
)
def test_each_list_names_its_customers_with_money(view, customer, says, two_years):
    shown = views_movers.listed(two_years, view)
    assert isinstance(shown, Table)
    assert says in repr(shown)
    assert customer in repr(shown)


def test_what_became_of_customers_adds_up_to_the_revenue_of_both_years(two_years):
    shown = views_movers.kinds_table(two_years)
    assert shown.frame["kind"].tolist() == ["rose", "fell", "new", "came back", "gone"]
    bridge = two_years.movement.facts.bridge
    assert (shown.total["before"], shown.total["period"]) == (bridge.from_, bridge.to)


def test_figures_call_customers_by_their_names(two_years):
    figure = views_movers.movers_figure(two_years)
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == ["new", "A & B <Söhne>", "back", "上海贸易有限公司", "Ende $ Co"]


def test_the_bars_of_the_bridge_follow_each_other(two_years):
    ax = draw.plot_bridge(two_years.movement["bridge"], "EUR")
    bars = [(round(bar.get_x(), 2), round(bar.get_x() + bar.get_width(), 2)) for bar in ax.patches]
    assert bars == [(0, 150), (150, 110), (110, 185), (185, 210), (210, 227.5), (227.5, 240), (0, 240)]
    assert [label.get_text() for label in ax.get_yticklabels()][:2] == ["2022", "customers lost"]


def test_small_changes_of_large_sums_are_drawn_on_a_cut_axis(small_run):
    rows = "id,day,value\n" + "".join(
        f"{c},{y}-0{m}-01,1000\n" for c in "AB" for y in (2022, 2023) for m in range(1, 8)
    )
    run = small_run(rows + "C,2023-12-31,30\n", observation_end="2023-12-31")
    ax = draw.plot_bridge(run.movement["bridge"], "EUR")
    assert 13_000 < ax.get_xlim()[0] < 14_000
    assert "axis begins at" in ax.get_xlabel()


def test_the_workbook_holds_everybody_who_moved_and_their_names(two_years):
    (title, table), *_ = sheets(two_years)
    assert (title, len(table.frame), table.top) == ("Movers", 5, None)
    assert list(table.frame["what"]) == ["rose", "fell", "new", "came back", "gone"]
    assert table.frame["name"].tolist()[1] == "上海贸易有限公司"


def test_without_costs_the_margin_follows_from_the_rate_and_is_not_shown_twice(small_run):
    run = small_run(TWO_YEARS, parameters={"margin_rate": 0.5})
    assert run.movement.numbers["bridge_margin"]["to"] == 120
    assert views.margin_figure(run) is None


def test_revenue_that_rose_while_margin_fell_is_said_as_such(small_run):
    rows = "id,day,value,cost\nA,2022-01-01,100,60\nA,2023-12-31,120,110\n"
    columns = {"customer_id": "id", "date": "day", "amount": "value", "cost": "cost"}
    run = small_run(rows, sources=[{"path": "orders.csv", "columns": columns}])
    assert run.movement.numbers["bridge_margin"]["parts"]["spend"] == -30
    assert say.against_revenue(run.movement.facts, "EUR").replace("\u202f", " ") == (
        "Revenue rose, but margin fell: from €40.00 (40.0 % of revenue) to €10.00 (8.3 %)."
    )
    assert views.margin_figure(run) is not None


# ---------------------------------------------------------------- which periods


def test_another_year_is_compared_by_parameter(small_run):
    found = small_run(TWO_YEARS, parameters={"movement_end": "2022-12-31"}).movement.numbers
    assert (found["bridge"]["from"], found["bridge"]["to"]) == (6, 150)


@pytest.mark.parametrize("day", ["2020-12-31", "2024-01-01"])
def test_a_last_day_outside_the_data_is_an_error_that_says_what_may_be(day, small_run):
    with pytest.raises(DataError, match=f"movement_end is {day}, but must lie behind the first day of the data"):
        small_run(TWO_YEARS, parameters={"movement_end": day}).movement  # noqa: B018


def test_a_short_history_is_refused_in_one_sentence_and_once(small_run):
    run = small_run(SIX_ROWS)
    shown = views.year_on_year(run)
    assert isinstance(shown, Refusal)
    assert repr(shown) == (
        "Not compared with the time before, because the data cover 1 January 2023 to 1 April 2023: a comparison needs "
        "two quarters."
    )
    assert views.bridge_figure(run) is None
    assert sheets(run) == []


def test_customers_already_summarised_have_no_periods(small_run, tmp_path):
    run = small_run(
        "id,value\n" + "".join(f"{n},{n}\n" for n in range(1, 9)),
        observation_end="2023-12-31",
        sources=[{"path": "orders.csv", "columns": {"customer_id": "id", "amount": "value"}}],
    )
    assert run.movement.refusal.code == "no_history"


def test_without_amounts_purchase_days_are_bridged(small_run):
    source = {"path": "orders.csv", "columns": {"customer_id": "id", "date": "day"}}
    run = small_run(TWO_YEARS, sources=[source], currency=None)
    assert run.movement.numbers["bridge"] is None
    assert run.movement.numbers["bridge_purchases"] == {
        "from": 3,
        "to": 6,
        "parts": {"lost": -1, "won": 2, "regained": 1, "won_or_regained": 0, "full_year": 0, "frequency": 1},
    }
    assert "Purchase days in 2023: 6, 3 (100" in repr(views.year_on_year(run))
    assert views.bridge_figure(run) is not None
    assert "spent" not in repr(views.how(run))
    assert "In purchase days." in repr(views_movers.listed(run, "rose"))


def test_who_cannot_have_been_seen_before_is_not_said_to_be_nobody(small_run):
    rows = "id,day,value\nA,2022-01-01,5\nA,2023-05-01,5\nB,2023-12-31,5\n"
    shown = views_movers.listed(small_run(rows), "came_back")
    assert isinstance(shown, Note)
    assert repr(shown) == "Who came back? That is not known, because the data begin with 2022."


# ---------------------------------------------------------------- the time to come


def forecast(run, **facts):
    """Return what the step makes of a forecast."""
    value = {"refusal": None, "horizon_days": 365, "customers": 5, "point_shown": True} | facts
    worth = SimpleNamespace(
        expected_revenue_total=180.0, expected_revenue_interval=(120.0, 260.0),
        expected_purchases_total=4.0, expected_purchases_interval=(2.0, 7.0), **value,
    )  # fmt: skip
    scores = pd.DataFrame({"expected_purchases": [4.0], "expected_spend": [50.0], "expected_revenue": [180.0]})
    given = SimpleNamespace(
        value=SimpleNamespace(facts=worth, tables={"scores": scores}),
        movement=run.movement,
        cohorts=run.cohorts,
        ledger=run.ledger,
    )
    return ahead.compute(given)


def test_the_forecast_stands_beside_what_the_customers_of_a_year_ago_brought_and_new_ones_apart(two_years):
    facts, tables = forecast(two_years)
    last = facts.windows[-1]
    assert (last.opening_customers, last.opening, last.new_customers, last.new) == (4, 165, 1, 75)
    assert facts.discount == 0.9
    assert facts.change_share == pytest.approx(200 / 165 - 1)  # the past is not discounted
    assert facts.in_bridge
    below = draw.plot_bridge(two_years.movement["bridge"], "EUR", ahead=tables["ahead"].tail(2))
    names = [label.get_text().replace("\n", " ") for label in below.get_yticklabels()]
    assert names[-2:] == ["of it, from earlier customers", "forecast of today's customers, 365 days"]
    ax = draw.plot_ahead(tables["ahead"], "EUR")
    assert [label.get_text() for label in ax.get_yticklabels()][-1].startswith("forecast of today's")
    assert say_ahead.ahead_title(facts, "EUR") == "Earlier customers brought €165; today's are expected to bring €180"


def test_a_forecast_that_looks_further_ahead_than_the_data_look_back_stands_beside_nothing(two_years):
    assert forecast(two_years, horizon_days=2000)[0].refusal.code == "opening_unknown"


def test_where_all_came_in_one_intake_it_is_known_who_is_a_customer_from_its_end(small_run):
    """Days between purchases are long, so that the data would else have to run for years first."""
    rows = "".join(f"{n},2022-01-{n:02},10\n{n},2022-{n:02}-20,5\n{n},2023-06-{n:02},5\n" for n in range(2, 12))
    run = small_run("id,day,value\n" + rows)
    facts = forecast(run, horizon_days=180)[0]
    assert run.cohorts.facts.one_intake
    assert [(w.opening_customers, w.new_customers) for w in facts.windows] == [(10, 0)] * 2


def test_without_a_forecast_its_reason_is_said(two_years):
    assert forecast(two_years, refusal=refused("no_amounts"))[0].refusal.code == "no_amounts"


def test_a_client_of_five_gets_no_forecast_whose_reason_another_chapter_gives(two_years):
    assert views_ahead.ahead(two_years) is None
    assert isinstance(views.year_on_year(two_years), Finding)


def test_what_was_spent_more_is_said_in_parts_by_products_by_units_or_by_both():
    def said(**parts):
        bridge = SimpleNamespace(parts={"spend": 3.0}, spend_parts=parts)
        return say.spend_parts(SimpleNamespace(bridge=bridge), "USD")

    assert "All other products" in said(new_products=2.0, dropped_products=-1.0, same_products=2.0)
    both = said(new_products=2.0, dropped_products=-1.0, units=1.0, price=1.0)
    assert "units per purchase" in both
    assert "All other products" not in both
