# ruff: noqa: E501
"""Propose which rows are no sales: the values of a column of states or kinds that speak against one, as a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.display.language import sentence
from analysis.intake.mean.candidates import Column
from analysis.intake.mean.kind_words import speaks_against, takes_back
from analysis.intake.mean.proposed_tables import scalar
from analysis.intake.read.extract import Extract
from analysis.intake.read.header import tidy
from analysis.intake.workspace import Workspace

MOST_KINDS = 24
LONGEST = 40


def kind_lines(
    columns: Sequence[Column], chosen: Mapping[str, Column], extract: Extract, bench: Workspace
) -> tuple[list[str], list[str]]:
    """Return the lines of a source, and of its columns, that would leave out what is no sale; both are comments.

    What is taken back with a minus is netted and stays; nothing is left out before somebody has said so.
    """
    taken = {column.position for ours, column in chosen.items() if ours not in ("status", "kind")}
    for column in sorted(columns, key=lambda one: one is not chosen.get("status")):
        few = column.numbers < 0.5 and column.dates < 0.5 and len(set(column.values)) <= MOST_KINDS
        if column.position in taken or not few or not column.values:
            continue
        cell = f"trim(c{column.position})"
        minus = f"c{chosen['amount'].position} ~ '[-−(].*|.*-'" if "amount" in chosen else "false"
        found = bench.rows(
            f"SELECT {cell} AS v, coalesce(avg(({minus})::INT), 0) FROM ({extract.relation}) WHERE v <> '' GROUP BY v ORDER BY v LIMIT {2 * MOST_KINDS}"
        )
        there = [tidy(value) for value, _ in found]
        netted = {tidy(value) for value, minus in found if minus > 0.5}
        odd = [value for value in there if speaks_against(value, tuple(there)) and value not in netted]
        if not odd or len(odd) == len(there) or max(map(len, there)) > LONGEST or len(there) > MOST_KINDS:
            continue
        ours = "kind" if chosen.get("status") is not column else "status"
        rest = ", ".join(value for value in there if value not in odd)
        back = [value for value in odd if ours == "kind" and takes_back(value, tuple(there))]
        said = sentence("beside {rest}: drop what is no sale", rest=rest)
        if back:
            said = sentence(
                "beside {rest}: negate what takes a sale back without a minus, drop what is none", rest=rest
            )
        acts = {"negate": back, "drop": [value for value in odd if value not in back]}
        told = ", ".join(f"{act}: [{', '.join(map(scalar, values))}]" for act, values in acts.items() if values)
        rule = f"    # {ours}: {{{told}}}  # ? {said}"
        needed = f"      # {ours}: {scalar(column.key)}  # ? {sentence('needed for the rule above')}"
        named = [] if column in chosen.values() else [needed]
        return [rule.replace("\n", " ")], named
    return [], []
