# ruff: noqa: E501
"""Ids that stand for whoever bought: walk-in customers, the general public, tax ids for everybody, guests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from analysis.intake.mean.divisions import divisions
from analysis.intake.mean.neighbours import Seen
from analysis.intake.mean.nobody_words import NOBODY
from analysis.intake.workspace import Workspace, literal, name

FEWEST = 3
FEWEST_IDS = 20
ALIKE = 0.95
FEWEST_ROWS = 10
FAR = 3  # times as many rows as half of the customers have at most
ALL_ALIKE = "^[^0-9]*(?:0{3,}|9{3,})$"
SHAPE = "regexp_replace(regexp_replace(id, '[0-9]+', '9', 'g'), '[^0-9 ._/@-]+', 'a', 'g')"


def say_named_nobody(seen: Seen) -> None:
    """Say which ids have a name beside them that means nobody in particular: K0001 is called "Walk-in customer"."""
    for division in divisions(seen):
        if division.column in {"product", "category", "status", "kind", "channel", "order_id"}:
            continue
        cell = f"trim({name(division.column)})"
        found = seen.bench.rows(
            f"SELECT any_value({cell}), count(*), coalesce(sum(amount), 0), any_value(id_text), count(DISTINCT customer) FROM "
            f"{seen.table} WHERE counted AND customer IS NOT NULL AND reason IS NULL AND {cell} <> '' AND length({cell}) < 60 AND "
            f"regexp_full_match(lower({cell}), {literal(NOBODY)}) GROUP BY lower({cell})"
        )
        every = int(str(seen.rows("count(*)")[0][0]))
        for word, rows, amount, id_, ids in found:
            if ids == 1 and FEWEST <= rows < every / 2 and _always(seen, cell, str(id_), str(word)):
                seen.bench.warn(
                    "customer_collective", rows, amount, file=seen.label, id=id_, word=word, column=division.title
                )


def _always(seen: Seen, cell: str, id_: str, word: str) -> bool:
    """Return whether a customer is called so in every row."""
    others = seen.bench.row(
        f"SELECT count(*) FROM {seen.table} WHERE counted AND id_text = {literal(id_)} AND lower({cell}) <> {literal(word.lower())}"
    )[0]
    return not others


def say_unlike(bench: Workspace, first: Sequence[str]) -> None:
    """Say which one or two ids are written unlike all others and buy far more often: a word where numbers stand."""
    shapes = Counter(re.sub("[^0-9 ._/@-]+", "a", re.sub("[0-9]+", "9", id_)) for id_ in first)
    usual, alike = shapes.most_common(1)[0]
    if len(first) < FEWEST_IDS or alike < ALIKE * len(first) or "9" not in usual:
        return
    found = bench.rows(
        f"WITH often AS MATERIALIZED (SELECT customer, n, net FROM people WHERE n >= greatest({FEWEST_ROWS}, {FAR} * "
        f"(SELECT median(n) FROM people))) SELECT id, n, net FROM customers JOIN often USING (customer) WHERE "
        f"CASE WHEN n > 0 THEN {SHAPE} <> {literal(usual)} OR regexp_matches(id, {literal(ALL_ALIKE)}) END "
        "AND id NOT IN (SELECT root FROM branches WHERE root <> id) ORDER BY n DESC, id LIMIT 3"
    )
    example = (
        bench.row(
            f"SELECT min(id) FROM customers WHERE {SHAPE} = {literal(usual)} "
            f"AND NOT regexp_matches(id, {literal(ALL_ALIKE)})"
        )[0]
        if found
        else ""
    )
    for id_, rows, amount in found if len(found) < 3 else []:
        bench.warn("customer_unlike", rows, amount, id=id_, example=example)


def say_zero(bench: Workspace) -> None:
    """Say that customer 0 may be nobody, where it was kept because all numbers from 0 on are used."""
    found = bench.rows(
        "SELECT id, n, net, net / nullif((SELECT sum(net) FROM people), 0) FROM people JOIN customers USING (customer) "
        "WHERE id = '0'"
    )
    for id_, rows, amount, part in found:
        bench.warn("customer_zero", rows, amount, id=id_, share=float(part or 0))
