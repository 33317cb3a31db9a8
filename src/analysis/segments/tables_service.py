"""Tables of the attention that customers get."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.display.cells import Column, Table
from analysis.display.language import sentence
from analysis.run.run import Run
from analysis.segments.facts_service import Layer
from analysis.segments.say_service import service_name
from analysis.words.segments import class_name

TOP = 10


def service_sheet(run: Run) -> Table | None:
    """Return all customers who are over- or under-served, those who bring most first; None without any."""
    s = run.attention.facts
    if s.by is None:
        return None
    table = run.attention["served"].reset_index()
    table = table[table["service_verdict"].isin(["over-served", "under-served"])]
    table = table.assign(rank=table["service_verdict"].eq("over-served")).sort_values("rank", kind="stable")
    if table.empty:
        return None
    frame = table.assign(
        verdict=table["service_verdict"].map(service_name),
        level=table["level"].map(service_name, na_action="ignore") if "level" in table else None,
        layer=table["layer"].map(class_name, na_action="ignore"),
    )
    columns = {name: column for name, column in _columns(run).items() if name in frame and frame[name].notna().any()}
    return Table(
        frame,
        columns,
        caption=sentence("Who gets more or less attention than what they bring suggests"),
        sort_note=sentence("Under-served first, then by what they brought."),
    )


def _columns(run: Run) -> dict[str, Column]:
    s = run.attention.facts
    money = Column(
        sentence("Margin of the year") if s.value == "margin" else sentence("Revenue of the year"),
        "money",
        currency=run.currency,
        digits=0,
    )
    return {
        "customer_id": Column(sentence("Customer")),
        "verdict": Column(sentence("Served")),
        "layer": Column(sentence("Grade")),
        "level": Column(sentence("Relationship")),
        "value": Column(sentence("Purchases of the year"), "count") if s.value == "purchases" else money,
        "contacts": Column(sentence("Contacts"), "count"),
        "visits": Column(sentence("Visits"), "count"),
        "contact_minutes": Column(sentence("Minutes"), "count"),
        "contact_cost": Column(sentence("Cost of contacts"), "money", currency=run.currency, digits=0),
        "last_purchase": Column(sentence("Last purchase"), "day"),
    }


def served_list(run: Run, verdict: str) -> Table | None:
    """Return the customers of one verdict, as the chapter shows them; None without any.

    The under-served who bring most come first, and the over-served who get most.
    """
    whole = service_sheet(run)
    if whole is None:
        return None
    frame = whole.frame[whole.frame["service_verdict"] == verdict]
    by = run.attention.facts.by
    if verdict == "over-served" and by in frame:
        frame = frame.sort_values([by, "customer_id"], ascending=[False, True], kind="stable")
    if frame.empty:
        return None
    columns = {name: column for name, column in whole.columns.items() if name != "verdict"}
    caption = sentence("Under-served: bring much, get little")
    if verdict == "over-served":
        caption = sentence("Over-served: get much, bring little")
    return replace(
        whole, frame=frame.reset_index(drop=True), columns=columns, top=TOP, caption=caption, sort_note=None,
        sheet=sentence("Over- and under-served"),
    )  # fmt: skip


def layer_rows(run: Run) -> pd.DataFrame:
    """Return the layers, the prospects last, with each one's shares of customers, money and attention."""
    s = run.attention.facts
    rows = [_layer(class_name(name), layer) for name, layer in s.layers.items()]
    rows += [_layer(service_name("prospects"), s.prospects)] if s.prospects else []
    table = pd.DataFrame(rows)
    table["money"] = table["margin"] if table["margin"].notna().any() else table["revenue"]
    table["attention"] = table["minutes"] if table["minutes"].notna().any() else table["contacts"]
    for name in ("customers", "money", "attention"):
        values = table[name].astype(float)
        whole = values.sum()
        table[f"{name}_share"] = values / whole if whole > 0 else float("nan")
    return table


def _layer(name: str, layer: Layer) -> dict[str, object]:
    return {"name": name, **layer.plain()}
