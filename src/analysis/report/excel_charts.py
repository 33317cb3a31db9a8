"""Excel's own charts, beside the table of the classes: revenue by class, and the Pareto of classes."""

from __future__ import annotations

from typing import Any

from analysis.display import palette
from analysis.display.cells import Table
from analysis.display.language import sentence

_NEEDED = {"abc_class", "revenue", "revenue_share", "cumulative_share"}


def add_charts(book: Any, sheet: Any, title: str, table: Table) -> None:
    """Draw both charts to the right of a table that shows what each class brings; nothing beside another."""
    if not set(table.columns) >= _NEEDED or table.frame.empty:
        return
    beside = len(table.columns) + 1
    sheet.insert_chart(0, beside, _revenue(book, title, table))
    sheet.insert_chart(17, beside, _pareto(book, title, table))


def _revenue(book: Any, title: str, table: Table) -> Any:
    chart = book.add_chart({"type": "column"})
    colours = [{"fill": {"color": palette.CLASS_COLOURS[name]}} for name in table.frame["abc_class"]]
    chart.add_series({**_series(title, table, "revenue"), "points": colours, "gap": 60})
    return _labelled(chart, sentence("Revenue by class"))


def _pareto(book: Any, title: str, table: Table) -> Any:
    chart = book.add_chart({"type": "column"})
    chart.add_series({**_series(title, table, "revenue_share"), "fill": {"color": palette.ACCENT}, "gap": 60})
    line = book.add_chart({"type": "line"})
    line.add_series({**_series(title, table, "cumulative_share"), "line": {"color": palette.INK}, "marker": _MARKER})
    chart.combine(line)
    chart.set_y_axis({"min": 0, "max": 1, "num_format": "0%", "major_gridlines": {"visible": False}})
    labelled = _labelled(chart, sentence("Share of revenue, and added up"))
    labelled.set_legend({"position": "bottom"})
    return labelled


_MARKER = {"type": "circle", "size": 6, "fill": {"color": palette.INK}, "border": {"none": True}}


def _series(title: str, table: Table, name: str) -> dict[str, Any]:
    names, rows = list(table.columns), len(table.frame)
    at = {"abc_class": names.index("abc_class"), name: names.index(name)}
    # The values are given as well: rows that are written already are no longer known to XlsxWriter.
    return {
        "name": table.columns[name].label,
        "categories": [title, 1, at["abc_class"], rows, at["abc_class"]],
        "values": [title, 1, at[name], rows, at[name]],
        "categories_data": table.frame["abc_class"].tolist(),
        "values_data": table.frame[name].tolist(),
    }


def _labelled(chart: Any, title: str) -> Any:
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": True}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 520, "height": 320})
    return chart
