"""Figures of the five lenses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, counts, money, percent
from analysis.display.language import sentence
from analysis.movement.say_base import layer_name
from analysis.movement.say_cohorts import cohort_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CODES = {"month": "M", "quarter": "Q", "year": "Y"}
WIDTH_DAYS = {"month": 26, "quarter": 80, "year": 330}


def plot_groups(groups: pd.DataFrame, measure: str, *, ax: Axes | None = None) -> Axes:
    """Draw what each of the groups of equal size brings, the best first.

    `groups`: group, value_share, from `lenses.groups_by_value`.
    `measure`: "revenue" or "purchases".
    """
    ax = axes(ax, 2.4)
    colours = [palette.ACCENT if group == 1 else palette.SEQUENTIAL[4] for group in groups["group"]]
    ax.bar(groups["group"], groups["value_share"], width=0.86, color=colours)
    for group, value in zip(groups["group"], groups["value_share"], strict=True):
        ax.annotate(
            formats.share(value),
            (group, max(value, 0)),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
        )
    tenths = len(groups) > 5
    ax.set_xticks(groups["group"])
    ax.set_xlabel(
        sentence("tenths of the customers, those who brought most first")
        if tenths
        else sentence("fifths of the customers, those who brought most first")
    )
    ax.set_ylabel(sentence("revenue (share)") if measure == "revenue" else sentence("purchases (share)"))
    percent(ax.yaxis)
    return ax


def plot_one_cohort(table: pd.DataFrame, grain: str, *, ax: Axes | None = None) -> Axes:
    """Draw how many of one cohort bought in each whole period since its first.

    `table`: date, active_share, whole, from `lenses.one_cohort`.
    """
    ax = axes(ax, 2.4)
    shown = table[table["whole"]].iloc[1:]
    ax.bar(shown["date"], shown["active_share"], width=WIDTH_DAYS[grain], align="edge", color=palette.SEQUENTIAL[5])
    if len(shown) <= 24:
        for date, value in zip(shown["date"], shown["active_share"], strict=True):
            middle = date + pd.Timedelta(days=WIDTH_DAYS[grain] / 2)
            ax.annotate(
                formats.share(value),
                (middle, value),
                ha="center",
                va="bottom",
                fontsize=8.5,
                xytext=(0, 2),
                textcoords="offset points",
            )
    _dates(ax)
    ax.set_ylabel(sentence("bought in the period (share)"))
    percent(ax.yaxis)
    return ax


def plot_ages(ages: pd.DataFrame, grain: str, currency: str | None, measure: str, *, ax: Axes | None = None) -> Axes:
    """Draw what each cohort has brought per customer by its age.

    `ages`: cohort, age, per_customer, named (the earliest and the latest compared), from `lenses.per_customer_by_age`.
    `measure`: "revenue" or "purchases".
    """
    from matplotlib.ticker import MaxNLocator

    ax = axes(ax, 3.0)
    cohorts = [cohort for cohort, rows in ages.groupby("cohort") if len(rows) > 1]
    first = ages.loc[ages["named"], "cohort"].min()
    for cohort in cohorts:
        rows = ages[ages["cohort"] == cohort]
        named = bool(rows["named"].iloc[0])
        colour = palette.FAINT if not named else palette.MUTED if cohort == first else palette.ACCENT
        ax.plot(rows["age"], rows["per_customer"], color=colour, linewidth=2.4 if named else 1.0, zorder=2 + named)
        if named:
            end, name = rows.iloc[-1], cohort_name(str(pd.Period(cohort, freq=CODES[grain])))
            at = (end["age"], end["per_customer"])
            ax.annotate(f" {name}", at, va="center", color=colour, fontweight=600, annotation_clip=False)
    since = {
        "month": sentence("months since that of the first purchase"),
        "quarter": sentence("quarters since that of the first purchase"),
        "year": sentence("years since that of the first purchase"),
    }
    ax.set(xlim=(0, max(int(ages["age"].max()), 1) * 1.1), xlabel=since[grain])
    ax.set_ylim(bottom=min(0.0, float(ages["per_customer"].min())))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    _value(
        ax,
        currency,
        measure,
        sentence("cumulative revenue per customer"),
        sentence("cumulative purchases per customer"),
    )
    return ax


def plot_base(
    base: pd.DataFrame, grain: str, currency: str | None, measure: str, *, partial: bool = False, ax: Axes | None = None
) -> Axes:
    """Draw what each layer of the base brought in each period, stacked from the oldest.

    `base`: layer, date, value, from `lenses.whole_base`.
    `grain`: Of the periods.
    `measure`: "revenue" or "purchases".
    `partial`: Whether the last period is not whole.
    """
    ax = axes(ax, 3.2)
    wide = base.pivot_table(index="date", columns="layer", values="value", aggfunc="sum").clip(lower=0)
    bottom = pd.Series(0.0, wide.index)
    for layer, colour in zip(wide, _colours(list(wide)), strict=True):
        ax.bar(wide.index, wide[layer], bottom=bottom, width=WIDTH_DAYS[grain], align="edge", color=colour)
        bottom += wide[layer]
    _name_layers(ax, list(wide))
    if partial:
        note = sentence("not whole")
        middle = wide.index[-1] + pd.Timedelta(days=WIDTH_DAYS[grain] / 2)
        ax.annotate(note, (middle, bottom.iloc[-1]), ha="center", va="bottom", fontsize=8, color=palette.MUTED)
    _dates(ax)
    ax.set_ylim(bottom=0)
    _value(ax, currency, measure, sentence("revenue"), sentence("purchases"))
    return ax


def _colours(layers: list[str]) -> list[str]:
    known = [layer for layer in layers if layer]
    steps = palette.SEQUENTIAL[:1:-1]
    chosen = {layer: steps[round(i * (len(steps) - 1) / max(len(known) - 1, 1))] for i, layer in enumerate(known)}
    return [chosen.get(layer, palette.FAINT) for layer in layers]


def _name_layers(ax: Axes, layers: list[str]) -> None:
    """Write the layers beside the stack, oldest at the bottom."""
    for i, (layer, colour) in enumerate(zip(layers, _colours(layers), strict=True)):
        at = (1.01, 0.06 + 0.9 * i / max(len(layers), 1))
        ax.annotate("■", at, xycoords="axes fraction", color=colour, annotation_clip=False)
        beside: Any = {"xycoords": "axes fraction", "xytext": (14, 0), "textcoords": "offset points"}
        ax.annotate(layer_name(layer), at, **beside, color=palette.INK, annotation_clip=False)


def _dates(ax: Axes) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    places = AutoDateLocator(maxticks=8)
    ax.xaxis.set_major_locator(places)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(places))


def _value(ax: Axes, currency: str | None, measure: str, paid: str, counted: str) -> None:
    ax.set_ylabel(paid if measure == "revenue" else counted)
    if measure == "revenue":
        money(ax.yaxis, currency)
    else:
        counts(ax.yaxis)
