"""The whole lists that customers.xlsx holds."""

from __future__ import annotations

from analysis.display.cells import Column, Table
from analysis.display.language import sentence
from analysis.display.names import add_names
from analysis.movement import say, say_movers
from analysis.movement.lists import moved, ranked
from analysis.movement.movers import LISTED
from analysis.movement.sheets_cohorts import sheets as of_cohorts
from analysis.movement.sheets_migration import sheets as moves_between_classes
from analysis.run.run import Run


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return everybody who rose, fell, is new, came back or is gone, each list behind the other; and the cohorts."""
    if run.movement.refusal is not None:
        return of_cohorts(run)
    frame = ranked(run.movement.tables["movers"], say.measure(run.movement.facts), list(LISTED))
    known = run.customers.reindex(frame["customer_id"])
    frame = frame.assign(
        what=[say_movers.kind(code) for code in frame["mover"]],
        first_purchase=known["first_purchase"].array,
        last_purchase=known["last_purchase"].array,
    )
    columns = {"customer_id": Column(sentence("Customer")), "what": Column(sentence("What became of them"))} | moved(
        run
    )
    if run.client.has_amounts:
        columns |= {
            "purchases_before": Column(sentence("Purchase days, earlier"), "count"),
            "purchases_period": Column(sentence("Purchase days, later"), "count"),
        }
    columns |= {
        "first_purchase": Column(sentence("First purchase"), "day"),
        "last_purchase": Column(sentence("Last purchase"), "day"),
    }
    table = Table(frame, columns)
    names = None if run.attributes is None else run.attributes.get("name")
    if names is not None and names.notna().any():
        table = add_names(table, frame["customer_id"].map(names))
    return [(sentence("Movers"), table), *moves_between_classes(run), *of_cohorts(run)]
