"""What the intake notebook shows: whether this data can answer the questions, and what was left out of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from analysis.display import formats
from analysis.display.cells import Column, Finding, Note, Refusal, Stack, Table
from analysis.display.chapter import finished, source_of
from analysis.display.language import sentence
from analysis.intake import draw, say
from analysis.intake.say import chapter as words
from analysis.intake.say import reasons
from analysis.intake.say import verdict as verdicts
from analysis.refusals import why
from analysis.run.run import Run
from analysis.words import intake as shared


def verdict(run: Run) -> Finding:
    """Say what kind of data it is, and what follows."""
    return Finding(verdicts.verdict(run.data.facts.router.plain()))


def chapters_table(run: Run) -> Table:
    """Show which chapters the data can carry, and why not."""
    router = run.data.facts.router
    rows = []
    for name, closed in ((name, router.chapters[name]) for name in words.TITLES):
        limit = router.limits.get(name)
        shown = sentence("no") if closed else sentence("in part") if limit else sentence("yes")
        reason = why(closed) if closed else verdicts.limit(limit) if limit else formats.MISSING
        rows.append({"chapter": sentence(words.TITLES[name]), "rendered": shown, "why": reason})
    columns = {
        "chapter": Column(sentence("Chapter")),
        "rendered": Column(sentence("Can be answered")),
        "why": Column(sentence("Why not"), "sentence"),
    }
    return Table(pd.DataFrame(rows), columns, caption=sentence("What the data can carry; a test may still refuse"))


def ledger(run: Run) -> Finding:
    """Say how the rows read became the rows used."""
    return Finding(shared.ledger(run.data.facts, run.currency))


def ledger_table(run: Run) -> Table | None:
    """Show every reason for which rows were left out, if any were."""
    data = run.data.facts
    return ledger_of(data, run.currency, has_amounts=run.client.has_amounts) if data.ledger else None


def ledger_of(data: Any, currency: str | None, *, has_amounts: bool) -> Table:
    """Return how many rows were used, and how many left out for which reason."""
    rows = [{"reason": sentence("used"), "rows": data.rows, "amount": data.revenue}]
    rows += [
        {
            "reason": sentence("left out: {reason}", reason=reasons.reason(row.reason)),
            "rows": row.rows,
            "amount": row.amount,
        }
        for row in data.ledger
    ]
    frame = pd.DataFrame(rows)
    columns = {"reason": Column(sentence("Rows")), "rows": Column(sentence("Count"), "count")}
    total: dict[str, Any] = {"reason": sentence("read"), "rows": frame["rows"].sum()}
    if has_amounts:
        columns["amount"] = Column(sentence("Amount"), "money", currency=currency, digits=2)
        total["amount"] = frame["amount"].sum()
    return Table(
        frame,
        columns,
        total=total,
        caption=sentence("Every row that was read is used, or left out for one reason"),
    )


def books(run: Run) -> Stack | None:
    """Reconcile the client's books with the rows, where totals are stated."""
    totals = run.data.facts.control_totals
    if not totals:
        return None
    frame = pd.DataFrame([total.model_dump(by_alias=True) for total in totals]).assign(
        left_out=[sum(total.left_out.values()) for total in totals],
        share=[total.difference / abs(total.books) if total.books else float("nan") for total in totals],
    )
    frame = frame.assign(**{day: pd.to_datetime(frame[day]) for day in ("from", "to")})

    def cash(label: str) -> Column:
        return Column(label, "money", currency=run.currency, digits=2)

    columns = {
        "from": Column(sentence("From"), "day"),
        "to": Column(sentence("To"), "day"),
        "books": cash(sentence("Books")),
        "used": cash(sentence("Used here")),
        "left_out": cash(sentence("Sales left out")),
        "rounding": cash(sentence("Rounding")),
        "difference": cash(sentence("Unexplained")),
        "share": Column(sentence("of the books"), "share", digits=2),
    }
    shown = {key: columns[key] for key in columns if key not in {"left_out", "rounding"} or (frame[key] != 0).any()}
    table = Table(frame, shown, caption=sentence("The client's books"), sort_note=words.books_note())
    return Stack([Finding(words.books(totals)), table])


def coverage(run: Run) -> Table | None:
    """Show how far the optional tables cover the customers who bought."""
    tables = run.data.facts.tables
    if not tables:
        return None
    frame = pd.DataFrame([{"table": key, **figures.model_dump()} for key, figures in tables.items()])
    columns = {
        "table": Column(sentence("Table")),
        "rows": Column(sentence("Rows"), "count"),
        "matched": Column(sentence("Ids that bought, in it"), "count"),
        "unmatched": Column(sentence("Ids that bought, not in it"), "count"),
        "revenue_share": Column(sentence("Revenue covered"), "share", digits=1),
        "never_bought": Column(sentence("Ids in it that never bought"), "count"),
    }
    return Table(frame, columns, caption=sentence("What else is known of the customers"))


def noticed(run: Run, without: Collection[str] = ()) -> Stack:
    """Return what was noticed in the data, warnings first; nothing of the columns ``without``."""
    said = [finding for finding in run.intake.findings if not finding["code"].startswith("router_")]
    said = [one for one in said if not any(one["facts"].get(of) in without for of in ("column", "attribute"))]
    said.sort(key=lambda finding: finding["level"] != "warning")
    notes = [Note(words.noticed(finding["level"], say.message(finding))) for finding in said]
    return Stack(notes or [Note(sentence("Nothing that needs a word."))])


def month_figure(run: Run) -> Any:
    """Draw the revenue of each month, with the days that are looked at."""
    if not run.client.has_days:
        return Refusal(sentence("No months are shown, because the data hold no days."))
    if not run.client.has_amounts:
        return Refusal(sentence("Not shown, because the data hold no amounts."))
    months = run.months
    return finished(
        draw.plot_months(months["months"], run.currency), words.months(months.facts, run.currency), source_of(run)
    )


def inputs_table(run: Run) -> Table:
    """Show the files and how they were found to be written."""
    frame = pd.DataFrame([{key: text_of(value) for key, value in entry.items()} for entry in run.intake.inputs])
    frame = frame.fillna(formats.MISSING)
    if "sha256" in frame:
        frame["sha256"] = frame["sha256"].str[:12]
    columns = {name: Column(words.input_label(name)) for name in frame.columns}
    return Table(frame, columns, caption=sentence("Files, and how they were found to be written"))


def text_of(value: object) -> str:
    """Return a setting as a reader sees it."""
    if value is None or value == "":
        return formats.MISSING
    if isinstance(value, dict):
        return ", ".join(f"{key} {text_of(part)}" for key, part in value.items())
    if isinstance(value, bool):
        return sentence("yes") if value else sentence("no")
    return str(value)
