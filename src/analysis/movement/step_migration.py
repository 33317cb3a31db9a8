"""Who moved from class to class, at what cost, and how much of it chance would have done."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.classes.grade_scheme import OF_TWO_STRETCHES, grade_scheme, without_past
from analysis.classes.history import History, read_history
from analysis.classes.known import rhythm_at
from analysis.classes.quarters import window_days
from analysis.classes.scheme import ABC, RECENT_ABC, SCHEMES, Scheme
from analysis.facts import refused
from analysis.movement import migration as moves
from analysis.movement import migration_records as records
from analysis.movement.chance import Drawn, band, draw
from analysis.movement.facts_migration import Migration, Quarter, RuleWithoutPast
from analysis.movement.looks import Looks
from analysis.movement.migration import Classed
from analysis.movement.spans import DAY, latest_spans, months_before
from analysis.run.step import Answer, Inputs, step
from analysis.shares import in_words

QUARTERS = 12
"""Looked back at, at most."""
MOST_LOOKS = 200_000
"""Customers times quarters up to which all classifications are followed through the quarters, else the leading one."""
PERIOD, QUARTER = "period", "quarter"
Schemes = Callable[[History], list[Scheme]]
Pairs = dict[str, tuple[dt.date, dt.date]]
Found = dict[tuple[str, str], Classed]
Places = NDArray[np.int64]


@step(
    "migration",
    Migration,
    parameters=("movement_end", "margin_rate", "abc", "rfm", "class_buffer"),
    needs=("ledger", "grades", "attributes", "customers"),
    per_customer="classes",
)
def compute(given: Inputs) -> Answer:
    """Compare the classes at the end of the latest period with those before it, and quarter by quarter."""
    ledger, p = given.ledger, given.parameters
    if not ledger.has_days:
        return Migration(refusal=refused("no_history")), {}
    end = ledger.movement_end(p.movement_end)
    spans = latest_spans(ledger.first, end)
    if spans is None:
        refusal = refused("nothing_to_compare", first=ledger.first.isoformat(), end=end.isoformat())
        return Migration(refusal=refusal), {}
    history = read_history(ledger, p.margin_rate)
    looks = Looks(
        history,
        rhythm=rhythm_at(history, end),
        months=spans.months,
        abc=p.abc,
        rfm=p.rfm,
        stretch=window_days(ledger.first, end),
        paid=ledger.has_amounts,
        buffer=p.class_buffer,
    )
    start = months_before(end + DAY, 3) - DAY
    pairs = {PERIOD: (spans.before[1], end)}
    if spans.months > 3 and looks.reaches(start):
        pairs[QUARTER] = (start, end)
    schemes, on_rules = _schemes(given, looks, pairs[PERIOD][0])
    migration, tables = _answer(looks, schemes, pairs)
    return migration.model_copy(update=on_rules), tables


def _schemes(given: Inputs, looks: Looks, day: dt.date) -> tuple[Schemes, dict[str, Any]]:
    """Return the classifications of a history, the client's grades first, and what is to be said of their rules."""
    rules, paid = given.grades, looks.paid
    known = [scheme for scheme in SCHEMES if paid or not scheme.by_money]
    if not rules:
        return lambda _: known, {}
    stated = _stated(given, {name for rule in rules for name in rule.fields})

    def of(history: History) -> pd.DataFrame:
        return stated.reindex(history.customer_id).reset_index(drop=True)

    grades = grade_scheme(rules, paid=paid, stated=of(looks.history))
    known_then = looks.known(day, grades)
    unknown = without_past(rules, known_then, paid=paid, stated=of(looks.history))
    if unknown:
        left = [
            RuleWithoutPast(rule=n, grade=rules[n - 1].grade, columns=names, too_short=set(names) <= OF_TWO_STRETCHES)
            for n, names in unknown.items()
        ]
        return lambda _: known, {"without_past": left}
    held = [name for name in stated if name not in known_then.customers]
    return lambda history: [grade_scheme(rules, paid=paid, stated=of(history)), *known], {"stated": held}


def _stated(given: Inputs, names: set[str]) -> pd.DataFrame:
    """Return what is stated of the customers, of these columns: by the client's table, and carried from the sales."""
    customers, accounts = given.customers.set_index("customer_id"), given.attributes
    carried = customers.loc[:, customers.columns[list(customers.columns).index("rows") + 1 :]].drop(columns="abc_class")
    table = carried if accounts is None else accounts.reindex(customers.index).combine_first(carried)
    return table[[name for name in table if name in names]]


def _answer(looks: Looks, schemes_of: Schemes, pairs: Pairs) -> tuple[Migration, dict[str, pd.DataFrame]]:
    schemes = schemes_of(looks.history)
    found = _compared(looks, schemes, pairs)
    first, last = pairs[PERIOD]
    drawn = draw(looks.history, last)
    by_chance = _compared(looks.into(drawn), schemes_of(drawn.history), {PERIOD: pairs[PERIOD]})
    bands = {key: (_band(moves.cells(one), drawn), _band(one.move, drawn)) for key, one in by_chance.items()}
    tables = {key: moves.matrix(one, band=bands.get(key, (None,))[0]) for key, one in found.items()}
    for (view, _), table in tables.items():
        _balances(table, looks, pairs[view])
    leading = _leading(schemes)
    facts = {
        view: {
            scheme.name: records.moves_of(
                scheme.name,
                pairs[view],
                found[view, scheme.name],
                tables[view, scheme.name],
                bands.get((view, scheme.name), (None, None))[1],
                paid=looks.paid,
            )
            for scheme in schemes
            if (view, scheme.name) in found
        }
        for view in pairs
    }
    migration = Migration(
        from_=first,
        to=last,
        months=looks.months,
        scheme=leading.name,
        matrix=records.cells_of(tables[PERIOD, leading.name], looks.paid),
        buffer=looks.buffer,
        draws=drawn.draws,
        drawn_customers=drawn.customers,
        quarters=_quarters(looks, schemes, last),
        without_money=not looks.paid,
        **facts,
    )
    matrices = pd.concat([t.assign(view=view, scheme=name) for (view, name), t in tables.items()])
    ids = pd.array(looks.history.customer_id, dtype="str")
    classes = _per_customer(found, schemes, leading, ids)
    changes = {f"{view}_changes": _changes(found[view, leading.name], ids) for view in pairs}
    return migration, {"matrices": matrices.reset_index(drop=True), "classes": classes, **changes}


def _leading(schemes: list[Scheme]) -> Scheme:
    """Return the classification that stands on management's pages: the client's grades, else by what came lately."""
    return schemes[0]


def _compared(looks: Looks, schemes: list[Scheme], pairs: Pairs) -> Found:
    for day in itertools.chain(*pairs.values()):
        looks.known(day, ABC)  # all that any scheme asks of the sums, at once
    return {
        (view, scheme.name): looks.compare(before, after, scheme)
        for view, (before, after) in pairs.items()
        for scheme in schemes
        if looks.answers(scheme, before)
    }


def _band(labels: Places, drawn: Drawn) -> pd.DataFrame:
    return band(labels.reshape(drawn.draws, -1), drawn)


def _balances(table: pd.DataFrame, looks: Looks, days: tuple[dt.date, dt.date]) -> None:
    """Assert that a matrix holds every cent of both windows."""
    for side, day in zip(("revenue_from", "revenue_to"), days, strict=True):
        there = looks.brought(day)
        assert abs(table[side].sum() - there) < 0.005, f"the moves hold {table[side].sum()}, the ledger {there}"


def _quarters(looks: Looks, schemes: list[Scheme], end: dt.date) -> list[Quarter]:
    """Return the sizes of the classes quarter by quarter and the moves between them, the oldest first."""
    back = (months_before(end + DAY, 3 * k) - DAY for k in reversed(range(QUARTERS)))
    days = [day for day in back if looks.reaches(day)]
    rows = []
    whole = looks.history.customer_id.size * len(days) <= MOST_LOOKS
    for scheme in schemes if whole else [_leading(schemes)]:
        answered = [day for day in days if looks.answers(scheme, day)]
        for before, after in zip([None, *answered], answered, strict=False):
            if before is None:
                first = looks.placed(after, scheme)
                rows.append(records.quarter_of(scheme.name, after, scheme.classes, first))
            else:
                found = looks.compare(before, after, scheme)
                rows.append(records.next_quarter_of(scheme.name, after, found))
    return rows


def _per_customer(
    found: Found, schemes: list[Scheme], leading: Scheme, ids: pd.api.extensions.ExtensionArray
) -> pd.DataFrame:
    lead = found[PERIOD, leading.name]
    table = pd.DataFrame({"customer_id": ids.take(lead.customer)})
    table["abc_recent"] = _words(found.get((PERIOD, RECENT_ABC.name)), "after", lead.after.size)
    table["class_move"] = in_words(lead.move, moves.MOVES)
    table["close_to_a_line"] = lead.close
    for name in [*(scheme.name for scheme in SCHEMES), "grade"]:
        table[f"{name}_before"] = _words(found.get((PERIOD, name)), "before", lead.after.size)
    return table


def _words(found: Classed | None, side: str, customers: int) -> object:
    """Return the classes of a day in words; empty ones where nothing was classified."""
    if found is None:
        return pd.array([""] * customers, dtype="str")
    return in_words(getattr(found, side), [*found.order, moves.NOT_YET])


def _changes(found: Classed, ids: pd.api.extensions.ExtensionArray) -> pd.DataFrame:
    """Return every customer whose class changed, and the new ones, the largest change of money first."""
    table = moves.named(found)
    table.insert(0, "customer_id", ids.take(table.index))
    return table.reset_index(drop=True)


STEPS = (compute,)
