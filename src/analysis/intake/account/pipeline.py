"""The order of the work: stage, understand, agree on a currency, fill the lines, check, write."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

from analysis.client.client import Client
from analysis.client.parameters import ATTRIBUTE
from analysis.display.formats import count
from analysis.display.language import data_error, sentence
from analysis.intake.account.control_totals import reconcile
from analysis.intake.account.customer_days import number_customers, sum_up
from analysis.intake.account.intake import Intake
from analysis.intake.account.ledger import close_ledger, refuse_unreadable, say_left_out
from analysis.intake.join.groups import group_customers
from analysis.intake.join.joins import join_tables, read_tables
from analysis.intake.mean.amounts import minor_digits
from analysis.intake.mean.checks import check_lines
from analysis.intake.mean.currency import agree
from analysis.intake.mean.grain import say_limits
from analysis.intake.mean.lines import create_lines, fill_lines, understand
from analysis.intake.mean.magnitude import check_magnitude
from analysis.intake.mean.meaning import weigh
from analysis.intake.mean.neighbours import look_beside
from analysis.intake.mean.rounding import decimals_to_keep
from analysis.intake.mean.second_table import tell_second_tables
from analysis.intake.mean.shape import say_verdict
from analysis.intake.mean.split_numbers import refuse_split_numbers
from analysis.intake.mean.stand_ins import refuse_repeated_ids, stand_in
from analysis.intake.mean.tally import tally_lines
from analysis.intake.read.staging import stage
from analysis.intake.workspace import Workspace, literal, name, workspace


def take_in(client: Client, destination: Path | None, tell: Callable[[str], None]) -> Intake:
    """Read every source of a client and write the rows that enter the analysis, if a destination is given."""
    today = client.today or dt.date.today()
    if client.observation_end and client.observation_end > today:
        raise data_error(
            "observation_end {observation_end} lies in the future (today is {today}): days that nobody has lived "
            "yet would count as silence. Set it to the last day that the exports cover.",
            observation_end=client.observation_end,
            today=today,
        )
    with workspace(today, tell) as bench:
        sources = []
        for number, settings in enumerate(client.sources):
            staged = stage(bench, number, settings, client.folder)
            stand_in(bench, staged, client)
            tell(sentence("understanding the columns of {file}", file=staged.label))
            sources.append(understand(bench, staged))
        currency, rates = agree(bench, client, sources)
        tables = read_tables(bench, client, currency)
        digits = decimals_to_keep(bench, sources, rates, minor_digits(currency))
        tell(sentence("sorting out what cannot be used"))
        table = create_lines(bench, sources, rates, digits)
        columns = table.columns
        number_customers(bench, [source.ids for source in sources])
        for source, rate in zip(sources, rates, strict=True):
            with bench.unordered():  # lines know their row
                fill_lines(bench, source, table, rate, client.observation_end)
            seen = look_beside(bench, source)
            tell_second_tables(seen, source.staged.beside[0].extract.above)
            refuse_split_numbers(seen)
            refuse_unreadable(bench, source)
            weigh(seen)
        if table.several_files:
            from analysis.intake.account.overlap import leave_out_overlaps

            with bench.unordered():
                leave_out_overlaps(bench, sources, columns)
        branches = group_customers(bench, tables)
        columns += branches
        tell(sentence("summing up and checking"))
        tally = tally_lines(bench)
        _refuse_early_end(bench, client)
        if client.has_amounts:
            check_magnitude(bench, sources, rates)
        say_left_out(bench, sources, tally)
        with bench.unordered():
            people = sum_up(bench, tally.used, digits, zero_is_purchase=client.parameters.zero_is_purchase)
        if not client.has_days:
            refuse_repeated_ids(bench, sources[0].staged.label, grouped=bool(branches))
        facts, ledger = close_ledger(bench, sources, tally, people)
        end = client.observation_end or dt.date.fromisoformat(facts["last"])
        check_lines(bench, sources, tally, people, end, columns, currency, client)
        joined = join_tables(bench, tables, destination, grouped=bool(branches))
        joined |= reconcile(bench, client.control_totals)
        say_limits(bench, [(part.label, part.written["rows"]) for source in sources for part in source.staged.parts])
        verdict = say_verdict(bench, tally, people, client, [source.staged for source in sources], joined)
        if destination is not None:
            _write(bench, destination, columns)
        inputs = [part.written for source in sources for part in source.staged.parts]
        inputs += [entry for table in tables.values() for entry in table.written]
        if not client.has_amounts:
            facts, ledger = facts | {"total": None}, [line | {"amount": None} for line in ledger]
        return Intake(facts, ledger, bench.findings, end, currency, columns, inputs, verdict.as_dict(), joined)


def _refuse_early_end(bench: Workspace, client: Client) -> None:
    if client.observation_end is None:
        return
    late, first, used = bench.row(
        "SELECT sum(n) FILTER (reason = 'after_observation_end'), min(day) FILTER (reason = 'after_observation_end'), "
        "sum(n) FILTER (reason IS NULL) FROM tally"
    )
    if late and not used:
        raise data_error(
            "observation_end {observation_end} lies before the first row ({first}): all {late} rows are after it, "
            "and nothing is left. Set observation_end to the last day that the exports cover.",
            observation_end=client.observation_end,
            first=first,
            late=count(late),
        )


def _typed(bench: Workspace, column: str) -> str:
    """Return SQL for a column as it is written: an attribute of plain numbers as numbers, all else as it is."""
    if not column.startswith(ATTRIBUTE):
        return name(column)
    texts = bench.row(
        f"SELECT count(*) FILTER (try_cast({name(column)} AS DOUBLE) IS NULL OR regexp_matches({name(column)}, "
        f"'^0[0-9]')), "
        f"count(*) FROM lines WHERE reason IS NULL AND {name(column)} IS NOT NULL"
    )
    return f"try_cast({name(column)} AS DOUBLE) AS {name(column)}" if texts[1] and not texts[0] else name(column)


def _write(bench: Workspace, destination: Path, columns: list[str]) -> None:
    """Write the used rows in the order of the sources, in one move."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    unfinished = destination.with_name(destination.name + ".part")
    chosen = ", ".join(["id AS customer_id", "day AS date", "amount", *(_typed(bench, column) for column in columns)])
    bench.con.execute(
        f"COPY (SELECT {chosen} FROM lines JOIN customers USING (customer) WHERE reason IS NULL ORDER BY source, row) "
        f"TO {literal(str(unfinished))} (FORMAT parquet)"
    )
    os.replace(unfinished, destination)
