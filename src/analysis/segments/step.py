"""Who the customers are: classes by what is known of them, graded by the client's own rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from analysis.classes.growth import GROWTH
from analysis.classes.labels import labels_of, moved, summarise, value_explained
from analysis.classes.lifecycle import LIFECYCLE, LOST_RHYTHMS, SILENT, STILL_HERE
from analysis.classes.rfm import BEST, QUIET, RFM
from analysis.classes.table import Dated, dated
from analysis.client.client import Client
from analysis.facts import refused
from analysis.run.step import Answer, Inputs, step
from analysis.run.store import without_nan
from analysis.schema import DataError
from analysis.segments.facts import SCORES, Groups, GrowthChange, GrowthClass, OwnSegment, SegmentGroup, SegmentsFacts
from analysis.segments.grading import grading
from analysis.segments.habits import BREADTH, HABITS, MEMBERSHIP, habits, membership
from analysis.segments.money import money_classes, money_facts
from analysis.segments.own import function_of, own_labels
from analysis.segments.price_layers import LAYERS
from analysis.segments.step_loyalty import loyalty
from analysis.segments.step_own_groups import groups_compared
from analysis.segments.step_risers import risers
from analysis.segments.step_service import attention
from analysis.segments.trade import layer_moves, moved_layers

ABC = ("A", "B", "plum", "C", "N")
FORECASTS = ("churn_probability", "worth", "clv")


def named_columns(client: Client) -> list[str] | None:
    """Return the columns that a client's rules name; None, for all, where it has segments of its own."""
    return None if client.segments else [field for rule in client.grades for field in rule.fields]


@step(
    "segments",
    SegmentsFacts,
    after=("data", "value", "churn"),
    parameters=("abc", "rfm", "margin_rate"),
    needs=("ledger", "customers", "attributes", "columns", "column_names", "grades", "own_segments"),
    per_customer="classes",
    names=named_columns,
)
def compute(given: Inputs) -> Answer:
    """Classify the customers, and say what each class holds."""
    ledger, customers = given.ledger, given.customers.set_index("customer_id")
    no_days = given.data.facts.router.verdict == "customer_level"
    history = None if no_days else dated(ledger, customers, given.parameters.abc, given.parameters.rfm)
    table = customers if history is None else history.table()
    thresholds = _thresholds(history)
    table = table.join(habits(ledger, table.index, thresholds.get("window_days")))
    if ledger.has_amounts:
        table = table.join(money_classes(customers, given.parameters.abc, given.attributes))
    table = _joined(_joined(table, _forecasts(given)), given.columns)
    if "member" in table:
        table["membership"] = membership(table["member"])
    own = own_labels(given.own_segments, table)
    table = table.join(own)
    grades, on_grades = grading(given, table)
    table = table.join(grades)
    if not ledger.has_amounts:  # zeros of a ledger without amounts are no money
        table = table.assign(revenue=float("nan"), margin=float("nan"))
    leading = "grade" if given.grades else ("abc_class" if ledger.has_amounts else None)
    table["leading_grade"] = None if leading is None else _leading(table, leading)
    order = tuple(dict.fromkeys(rule.grade for rule in given.grades))
    facts = SegmentsFacts(
        customers=len(table),
        potential=None if given.attributes is None else int((~given.attributes.index.isin(table.index)).sum()),
        churn_window_days=None if given.churn.refusal else given.churn.facts.window_days,
        worth=_worth(table),
        **thresholds,
        revenue=float(table["revenue"].sum()) if ledger.has_amounts else None,
        **_by_class(table, order, leading),
        **_together(table),
        walk_in_loyal=_walk_in_loyal(table),
        **_change(table, history),
        **layer_moves(table),
        **(money_facts(table, given.attributes, _days(given)) if ledger.has_amounts else {}),
        leading=leading,
        own={name: _own(name, given, table, history) for name in own},
        **on_grades,
    )
    tables = {"classes": table.reindex(columns=[*SCORES, *own.columns]).reset_index()}
    if facts.layer_moves:
        tables["layer_moves"] = moved_layers(table)
    return facts, tables


def _forecasts(given: Inputs) -> pd.DataFrame:
    """Return who will not buy and what is to come, as far as it is known."""
    parts = [
        stop.tables["scores"].set_index("customer_id") for stop in (given.churn, given.value) if "scores" in stop.tables
    ]
    wanted = [part[[name for name in FORECASTS if name in part]] for part in parts]
    if not wanted:
        return pd.DataFrame(index=given.customers["customer_id"])
    joined = pd.concat(wanted, axis=1)
    return joined.loc[:, ~joined.columns.duplicated()]


def _joined(table: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    return table.join(more[[name for name in more if name not in table]])


def _worth(table: pd.DataFrame) -> str | None:
    if "worth" not in table or table["worth"].isna().all():
        return None
    return "clv" if table["clv"].notna().any() else "expected_revenue"


def _leading(table: pd.DataFrame, leading: str) -> pd.Series:
    if leading == "grade" or "plum" not in table:
        return table[leading]
    return table["abc_class"].mask(table["plum"], "plum")


def _days(given: Inputs) -> int:
    return (given.ledger.observation_end - given.ledger.first).days + 1


def _thresholds(history: Dated | None) -> dict[str, Any]:
    if history is None:
        why = refused("no_history")
        return {"without_days": why, "without_growth": why}
    known, rhythm = history.now, history.now.rhythm_days
    short = known.quarters is None
    return {
        "rhythm_days": rhythm,
        "lost_days": None if rhythm is None else LOST_RHYTHMS * rhythm,
        "window_days": None if short else known.window_days,
        "without_growth": refused("short_history", days=_needed()) if short else None,
    }


def _needed() -> int:
    from analysis.classes.known import LEAST_WINDOW

    return 2 * LEAST_WINDOW


def _by_class(table: pd.DataFrame, grades: tuple[str, ...], leading: str | None) -> dict[str, Groups]:
    orders = {
        "lifecycle": LIFECYCLE,
        "rfm": RFM,
        "growth": GROWTH,
        "grade": grades,
        "leading_grade": grades if leading == "grade" else ABC,
        "abc_margin": ABC,
        "discount_habit": HABITS,
        "breadth": BREADTH,
        "price_layer": LAYERS,
        "membership": MEMBERSHIP,
    }
    called = {"grade": "grades", "leading_grade": "leading_grades"}
    return {
        called.get(name, name): groups(table[name], table, order)
        for name, order in orders.items()
        if name in table and table[name].notna().any()
    }


def groups(labels: pd.Series, table: pd.DataFrame, order: tuple[str, ...] = ()) -> Groups:
    """Return what each class holds, as facts."""
    rows = summarise(labels, table, order).to_dict("index")
    return {str(name): SegmentGroup(**without_nan(row)) for name, row in rows.items()}


def _walk_in_loyal(table: pd.DataFrame) -> int | None:
    if "membership" not in table or "lifecycle" not in table:
        return None
    return int(((table["membership"] == "walk-in") & table["lifecycle"].isin(["loyal", "regular"])).sum())


def _change(table: pd.DataFrame, history: Dated | None) -> dict[str, Any]:
    """Return what each class of growth brought in the two stretches."""
    if history is None or history.now.quarters is None:
        return {}
    quarters = history.now.quarters.reindex(table.index).fillna(0.0)
    sums = pd.DataFrame({"before": quarters.loc[:, 1:4].sum(axis=1), "now": quarters.loc[:, 5:8].sum(axis=1)})
    by_class = sums.groupby(table["growth"]).sum()
    by_class["customers"] = table["growth"].value_counts()
    by_class["longer"] = (sums == 0).all(axis=1).groupby(table["growth"]).sum()
    order = [name for name in GROWTH if name in by_class.index]
    return {
        "change": {name: GrowthClass(**row) for name, row in by_class.loc[order].to_dict("index").items()},
        "won": _more(by_class, ("rising", "new")),
        "left": -_more(by_class, ("falling", "gone")),
        "changed": GrowthChange(customers=len(table), before=float(sums["before"].sum()), now=float(sums["now"].sum())),
    }


def _more(by_class: pd.DataFrame, names: tuple[str, ...]) -> float:
    found = by_class.reindex(list(names)).fillna(0.0)
    return float((found["now"] - found["before"]).sum())


def _together(table: pd.DataFrame) -> dict[str, SegmentGroup | None]:
    """Return classes that are spoken of together."""
    of = {
        "here": ("lifecycle", STILL_HERE),
        "silent": ("lifecycle", SILENT),
        "rfm_best": ("rfm", BEST),
        "rfm_quiet": ("rfm", QUIET),
    }
    found: dict[str, SegmentGroup | None] = {}
    for name, (column, classes) in of.items():
        if column in table:
            inside = table[column].isin(classes)
            found[name] = groups(inside.map({True: "in", False: "out"}), table).get("in", SegmentGroup(customers=0))
    return found


def _own(name: str, given: Inputs, table: pd.DataFrame, history: Dated | None) -> OwnSegment:
    labels = table[name]
    return OwnSegment(
        classes=groups(labels, table),
        value_explained=value_explained(labels, table["revenue"]) if given.ledger.has_amounts else None,
        moved=None if history is None else _moved(name, given, labels, history),
        unlabelled=int(labels.isna().sum()),
    )


def _moved(name: str, given: Inputs, labels: pd.Series, history: Dated) -> float | None:
    day = history.now.day - dt.timedelta(days=history.now.window_days)
    past = history.table_at(day, given.parameters.margin_rate)
    if given.attributes is not None:
        past = _joined(past, given.attributes)
    try:
        return moved(labels_of(name, function_of(name, given.own_segments[name]), past), labels)
    except DataError:
        return None


STEPS = (compute, groups_compared, loyalty, attention, risers)
