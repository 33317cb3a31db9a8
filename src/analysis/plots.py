"""One function per figure: a finished table in, Axes out; nothing is computed here but positions.

Colours and settings come from `style`; the takeaway and the source line are written by the caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import formats, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _axes(ax: Axes | None, height: float, width: float = style.WIDTH) -> Axes:
    if ax is not None:
        return ax
    from matplotlib import pyplot as plt

    return plt.subplots(figsize=(width, height))[1]


def _percent(axis: Any) -> None:
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: formats.share(value)))


def _money(axis: Any, currency: str | None) -> None:
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: formats.tick_money(value, currency)))


def _counts(axis: Any) -> None:
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: formats.count(value)))


def plot_months(months: pd.DataFrame, currency: str | None, *, ax: Axes | None = None) -> Axes:
    """Draw the revenue of each month as a bar.

    Parameters
    ----------
    months : DataFrame
        month (first day), revenue, from `customers.summarise_months`.
    currency : str or None
    """
    ax = _axes(ax, 2.8)
    ax.bar(months["month"], months["revenue"], width=24, color=style.ACCENT, align="edge")
    ax.axhline(0, color=style.INK, linewidth=0.8)
    ax.set_ylabel("revenue by month")
    _money(ax.yaxis, currency)
    return ax


def plot_lorenz(curve: pd.DataFrame, *, top_share: float = 0.20, ax: Axes | None = None) -> Axes:
    """Draw the Lorenz curve with the line of equality, the client's own point and the 80/20 point.

    Parameters
    ----------
    curve : DataFrame
        customer_share, value_share, from `concentration.lorenz`.
    top_share : float
        Which largest customers the marked points speak of.
    """
    ax = _axes(ax, 4.2)
    x, y = curve["customer_share"], curve["value_share"]
    ax.fill_between(x, y, x, color=style.SHADE, zorder=0)
    ax.plot([0, 1], [0, 1], color=style.FAINT, linewidth=1, linestyle=(0, (2, 2)))
    ax.plot(x, y, color=style.ACCENT, linewidth=2.2)
    ax.annotate("all customers equal", (0.44, 0.47), color=style.MUTED, rotation=0, ha="right", fontsize=9)
    at = 1 - top_share
    own = float(np.interp(at, x, y))
    ax.plot([at], [own], "o", color=style.ACCENT, markersize=7)
    ax.plot([at], [1 - 0.80], "o", markerfacecolor=style.PAPER, markeredgecolor=style.NEGATIVE, markersize=7, mew=1.6)
    bring = f"here the top {formats.share(top_share)}\nbring {formats.share(1 - own)}"
    higher = own >= 0.20
    ax.annotate(
        bring, (at - 0.02, own), ha="right", va="bottom" if higher else "top", color=style.ACCENT, fontweight=600
    )
    ax.annotate(
        "80/20 rule: 80\u202f%", (at + 0.02, 0.20), ha="left", va="top" if higher else "bottom", color=style.NEGATIVE
    )
    ax.set(xlim=(0, 1), ylim=(0, 1.005), xlabel="customers, from the smallest (share)", ylabel="revenue (share)")
    _percent(ax.xaxis)
    _percent(ax.yaxis)
    return ax


def plot_lorenz_small(curve: pd.DataFrame, *, ax: Axes) -> Axes:
    """Draw the Lorenz curve with the two points of the 80/20 rule only, for the summary."""
    plot_lorenz(curve, ax=ax)
    for text in ax.texts:
        text.set_visible(text.get_text().startswith(("here", "80/20")))
        text.set_text(text.get_text().replace("here the top 20\u202f%\nbring", "here:").replace(" rule", ""))
    ax.set(xlabel="smallest customers (share)", ylabel="revenue")
    ax.set_xticks([0, 0.8, 1])
    ax.set_yticks([0, 1])
    return ax


def plot_pareto(curve: pd.DataFrame, classes: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the cumulative share of revenue over customers, largest first, with the classes as bands.

    Parameters
    ----------
    curve : DataFrame
        customer_share, value_share, from `concentration.lorenz` (smallest first).
    classes : DataFrame
        abc_class, customers, from `concentration.summarise_classes`.
    """
    ax = _axes(ax, 4.0)
    n = len(curve) - 1
    customers = (1 - curve["customer_share"][::-1]) * n
    share = 1 - curve["value_share"][::-1]
    start = 0
    for name, size in zip(classes["abc_class"], classes["customers"], strict=True):
        if name == "N" or size == 0:
            continue
        inside = (customers >= start - 0.5) & (customers <= start + size + 0.5)
        ax.fill_between(customers[inside], 0, share[inside], color=style.CLASS_COLOURS[name], alpha=0.9, linewidth=0)
        label = f"{name}\n{_customers(size)}"
        colour = style.text_on(style.CLASS_COLOURS[name])
        ax.annotate(label, (start + size / 2, 0.05), ha="center", va="bottom", color=colour, fontweight=600)
        start += size
    ax.plot(customers, share, color=style.INK, linewidth=1.6)
    ax.set(xlim=(0, n), ylim=(0, 1.005), xlabel="customers, from the largest", ylabel="cumulative revenue (share)")
    _counts(ax.xaxis)
    _percent(ax.yaxis)
    return ax


def plot_pyramid(classes: pd.DataFrame, *, value_label: str = "of the revenue", ax: Axes | None = None) -> Axes:
    """Draw each class as two bars to scale: its share of the customers and its share of the revenue.

    Parameters
    ----------
    classes : DataFrame
        abc_class, customer_share, revenue_share, from `concentration.summarise_classes`.
    value_label : str
        What the second bar is a share of.
    """
    shown = classes[classes["customer_share"] >= 0.005].reset_index(drop=True)
    ax = _axes(ax, 0.9 + 0.55 * len(shown))
    for row in shown.itertuples():
        y = -row.Index
        colour = style.CLASS_COLOURS[row.abc_class]
        revenue = max(row.revenue_share, 0.0)
        ax.barh(y, -row.customer_share, color=style.FAINT, height=0.62)
        ax.barh(y, revenue, color=colour, height=0.62)
        ax.annotate(formats.share(row.customer_share), (-row.customer_share - 0.015, y), ha="right", va="center")
        ax.annotate(formats.share(row.revenue_share), (revenue + 0.015, y), ha="left", va="center", fontweight=600)
    ax.axvline(0, color=style.PAPER, linewidth=3)
    ax.set_yticks([-i for i in shown.index], [f"Class {name}" for name in shown["abc_class"]])
    ax.set_xlim(-1.02, 1.02)
    ax.annotate("of the customers", (-0.02, 0.5), ha="right", va="bottom", color=style.MUTED, annotation_clip=False)
    ax.annotate(value_label, (0.02, 0.5), ha="left", va="bottom", color=style.MUTED, annotation_clip=False)
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(length=0)
    return ax


def plot_league(league: pd.DataFrame, measure: str, chosen: str | None, *, ax: Axes | None = None) -> Axes:
    """Draw the error of each forecast as a dot, smallest first; the best naive rule is the line to beat.

    Parameters
    ----------
    league : DataFrame
        model, naive and the column `measure` (smaller is better), from `holdout.league`.
    measure : {"rmse", "brier"}
    chosen : str or None
        The row to point out.
    """
    shown = league.dropna(subset=[measure]).sort_values(measure, ascending=False, ignore_index=True)
    ax = _axes(ax, 0.9 + 0.3 * len(shown))
    rivals = shown.loc[shown["naive"], measure]
    if len(rivals):
        ax.axvline(rivals.min(), color=style.NEGATIVE, linewidth=1, linestyle=(0, (2, 2)))
        ax.annotate(
            "best simple rule ",
            (rivals.min(), 1.01),
            xycoords=("data", "axes fraction"),
            ha="right",
            va="bottom",
            color=style.NEGATIVE,
            fontsize=9,
        )
    for row in shown.itertuples():
        error = getattr(row, measure)
        colour = style.ACCENT if row.model == chosen else style.FAINT if row.naive else style.MUTED
        ax.plot([0, error], [row.Index] * 2, color=style.GRID, linewidth=1)
        ax.plot([error], [row.Index], "o", color=colour, markersize=8 if row.model == chosen else 6)
        weight = 600 if row.model == chosen else 400
        text = formats.number(error, 3 if measure == "brier" else 2)
        ax.annotate(f"  {text}", (error, row.Index), va="center", fontweight=weight, fontsize=9)
    ax.set_yticks(shown.index, [_plain(name) for name in shown["model"]])
    for label, name in zip(ax.get_yticklabels(), shown["model"], strict=True):
        label.set_fontweight(600 if name == chosen else 400)
        label.set_parse_math(False)
    names = {"rmse": "root mean squared error, purchases per customer", "brier": "Brier score of “buys” (0 is perfect)"}
    ax.set(xlim=(0, shown[measure].max() * 1.15), ylim=(-0.6, len(shown) - 0.4), xlabel=names[measure])
    ax.grid(visible=False)
    ax.tick_params(axis="y", length=0)
    return ax


def plot_tracking(tracking: pd.DataFrame, calibration_end: pd.Timestamp, *, ax: Axes | None = None) -> Axes:
    """Draw actual against expected cumulative repeat purchases; the days the model had not seen are shaded.

    Parameters
    ----------
    tracking : DataFrame
        date, actual_cumulative, expected_cumulative, from `value.tracking`.
    calibration_end : Timestamp
        Where the shading begins.
    """
    ax = _axes(ax, 3.6)
    last = tracking.iloc[-1]
    ax.axvspan(calibration_end, last["date"], color=style.SHADE, linewidth=0, zorder=0)
    ax.plot(tracking["date"], tracking["actual_cumulative"], color=style.INK, linewidth=2)
    ax.plot(tracking["date"], tracking["expected_cumulative"], color=style.ACCENT, linewidth=2, linestyle=(0, (4, 2)))
    above = last["actual_cumulative"] >= last["expected_cumulative"]
    for column, text, colour, up in (
        ("actual_cumulative", "actual", style.INK, above),
        ("expected_cumulative", "forecast", style.ACCENT, not above),
    ):
        ax.annotate(
            f" {text}\n {formats.count(last[column])}",
            (last["date"], last[column]),
            va="bottom" if up else "top",
            color=colour,
            fontweight=600,
            annotation_clip=False,
        )
    ax.annotate(
        "not seen by the model",
        (calibration_end, 0.97),
        xycoords=("data", "axes fraction"),
        xytext=(6, 0),
        textcoords="offset points",
        va="top",
        color=style.MUTED,
        fontsize=9,
    )
    ax.set(xlim=(tracking["date"].iloc[0], last["date"]), ylabel="repeat purchases, cumulative")
    ax.set_ylim(bottom=0)
    _counts(ax.yaxis)
    return ax


def plot_tracking_small(tracking: pd.DataFrame, calibration_end: pd.Timestamp, *, ax: Axes) -> Axes:
    """Draw the tracking plot with years only, for the summary."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    plot_tracking(tracking, calibration_end, ax=ax)
    for text in ax.texts:
        text.set_text(text.get_text().partition("\n")[0].replace("not seen by the model", "not seen"))
    places = AutoDateLocator(maxticks=4)
    ax.xaxis.set_major_locator(places)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(places))
    ax.set_ylabel("repeat purchases")
    return ax


def plot_incremental(tracking: pd.DataFrame, calibration_end: pd.Timestamp, *, ax: Axes | None = None) -> Axes:
    """Draw actual against expected repeat purchases in each week; the days the model had not seen are shaded.

    Parameters
    ----------
    tracking : DataFrame
        date, actual, expected, from `value.tracking`.
    calibration_end : Timestamp
        Where the shading begins.
    """
    ax = _axes(ax, 3.0)
    end = tracking["date"].iloc[-1]
    ax.axvspan(calibration_end, end, color=style.SHADE, linewidth=0, zorder=0)
    ax.plot(tracking["date"], tracking["actual"], color=style.INK, linewidth=1.3)
    ax.plot(tracking["date"], tracking["expected"], color=style.ACCENT, linewidth=2, linestyle=(0, (4, 2)))
    top = float(tracking["actual"].max())
    peak = tracking.loc[tracking["actual"].idxmax()]
    ax.annotate(
        "actual",
        (peak["date"], top),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        color=style.INK,
        fontweight=600,
    )
    level = float(tracking["expected"].iloc[-1])
    ax.annotate(" forecast", (end, level), va="center", color=style.ACCENT, fontweight=600, annotation_clip=False)
    ax.annotate(
        "not seen by the model",
        (calibration_end, 0.98),
        xycoords=("data", "axes fraction"),
        xytext=(6, 0),
        textcoords="offset points",
        va="top",
        color=style.MUTED,
        fontsize=9,
    )
    ax.set(xlim=(tracking["date"].iloc[0], end), ylim=(0, top * 1.18), ylabel="repeat purchases in the week")
    _counts(ax.yaxis)
    return ax


def plot_expected_by_group(
    table: pd.DataFrame, *, label: str, ylabel: str = "purchases per customer", ax: Axes | None = None
) -> Axes:
    """Draw expected (ring) and actual (dot, with its 95 % interval) means by group, the groups' sizes beneath.

    Parameters
    ----------
    table : DataFrame
        label, customers, expected, actual, actual_low, actual_high, from `forecast_checks`.
    label, ylabel : str
        What the groups are; what is counted.
    """
    ax = _axes(ax, 3.2)
    places = np.arange(len(table))
    error = np.clip([table["actual"] - table["actual_low"], table["actual_high"] - table["actual"]], 0, None)
    ax.errorbar(places, table["actual"], yerr=error, fmt="none", ecolor=style.FAINT, elinewidth=1.6, zorder=1)
    ax.plot(places, table["actual"], "o", color=style.INK, markersize=5.5)
    ax.plot(places, table["expected"], "o", mfc="none", mec=style.ACCENT, mew=1.8, markersize=9)
    falls = table["actual"].iloc[0] > table["actual"].iloc[-1]
    at, side = (0.97, "right") if falls else (0.03, "left")
    for height, text, colour in ((0.98, "actual ●", style.INK), (0.89, "forecast ○", style.ACCENT)):
        ax.annotate(
            text, (at, height), xycoords="axes fraction", ha=side, va="top", color=colour, fontweight=600, fontsize=9
        )
    names = [f"{name}\n{formats.count(n)}" for name, n in zip(table["label"], table["customers"], strict=True)]
    ax.set_xticks(places, names, fontsize=8)
    ax.set(xlim=(-0.6, len(table) - 0.4), xlabel=f"{label}; beneath: customers", ylabel=ylabel)
    ax.set_ylim(0, float(table[["actual_high", "expected"]].max().max()) * 1.08)
    ax.tick_params(axis="x", length=0)
    return ax


def plot_expected_by_history(by_frequency: pd.DataFrame, by_silence: pd.DataFrame) -> Axes:
    """Draw `plot_expected_by_group` by repeat purchases and, beside it, by weeks since the last purchase.

    Returns
    -------
    Axes
        The left one.
    """
    from matplotlib import pyplot as plt

    _, (left, right) = plt.subplots(1, 2, figsize=(style.WIDTH, 3.4))
    plot_expected_by_group(by_frequency, label="repeat purchases before", ax=left)
    plot_expected_by_group(by_silence, label="weeks since the last purchase", ylabel="", ax=right)
    return left


def plot_frequency_histogram(histogram: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many customers bought again how often: actual as bars, expected as marks on them.

    Parameters
    ----------
    histogram : DataFrame
        label, actual, expected, from `forecast_checks.frequency_histogram`.
    """
    ax = _axes(ax, 3.0)
    places = np.arange(len(histogram))
    ax.bar(places, histogram["actual"], color=style.FAINT, width=0.7)
    ax.hlines(histogram["expected"], places - 0.42, places + 0.42, color=style.ACCENT, linewidth=2.4)
    top = float(histogram[["actual", "expected"]].max().max())
    for place, row in zip(places, histogram.itertuples(), strict=True):
        above = max(row.actual, row.expected)
        ax.annotate(
            f"{formats.count(row.actual)} / {formats.count(row.expected)}",
            (place, above),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            fontsize=8.5,
            color=style.MUTED,
        )
    ax.annotate("▮ actual", (0.97, 0.95), xycoords="axes fraction", ha="right", va="top", color=style.MUTED)
    ax.annotate(
        "━ expected", (0.97, 0.86), xycoords="axes fraction", ha="right", va="top", color=style.ACCENT, fontweight=600
    )
    ax.set_xticks(places, histogram["label"])
    ax.set(ylim=(0, top * 1.12), xlabel="repeat purchases by the end of calibration", ylabel="customers")
    ax.tick_params(axis="x", length=0)
    _counts(ax.yaxis)
    return ax


def plot_value_by_class(table: pd.DataFrame, currency: str | None, *, label: str, ax: Axes | None = None) -> Axes:
    """Draw the value to come of each class as a bar with its 95 % interval.

    Parameters
    ----------
    table : DataFrame
        abc_class, customers, value, low, high.
    currency : str or None
    label : str
        Axis title.
    """
    ax = _axes(ax, 1.0 + 0.5 * len(table))
    reach = float(table[["value", "high"]].max().max())
    for row in table.reset_index(drop=True).itertuples():
        y = -row.Index
        ax.barh(y, row.value, color=style.CLASS_COLOURS[row.abc_class], height=0.6)
        ax.plot([row.low, row.high], [y, y], color=style.INK, linewidth=1.6, solid_capstyle="butt")
        for end in (row.low, row.high):
            ax.plot([end, end], [y - 0.12, y + 0.12], color=style.INK, linewidth=1.6)
        spread = formats.interval(row.low, row.high, lambda value: formats.compact_money(value, currency))
        text = f"{formats.compact_money(row.value, currency)}  ({spread})"
        at = max(row.high, row.value, 0.0) + reach * 0.015
        ax.annotate(text, (at, y), va="center", fontsize=9, annotation_clip=False)
    names = [f"Class {name}\n{_customers(n)}" for name, n in zip(table["abc_class"], table["customers"], strict=True)]
    ax.set_yticks(-np.arange(len(table)), names)
    lowest = min(0.0, float(table[["value", "low"]].min().min()))
    ax.set(xlim=(lowest * 1.05, reach * 1.38 if reach > 0 else 1), xlabel=label)
    ax.grid(visible=False)
    ax.tick_params(axis="y", length=0)
    _money(ax.xaxis, currency)
    return ax


def plot_class_moves(classes: pd.DataFrame, currency: str | None, *, ax: Axes | None = None) -> Axes:
    """Draw the future value and the number of customers by historic class (rows) and forward class (columns).

    Parameters
    ----------
    classes : DataFrame
        historic, forward, customers, value, from `value.forward_classes`.
    currency : str or None
        Of `value`.
    """
    import seaborn as sns

    ax = _axes(ax, 3.4)
    order = [name for name in "ABCN" if name in set(classes["historic"])]
    across = [name for name in "ABCN" if name in set(classes["forward"])]

    def grid(column: str) -> pd.DataFrame:
        wide = classes.pivot_table(index="historic", columns="forward", values=column, aggfunc="sum", fill_value=0)
        return wide.reindex(index=order, columns=across, fill_value=0)

    money, customers = grid("value"), grid("customers")
    texts = [
        [f"{formats.compact_money(v, currency)}\n{_customers(c)}" if c else "" for v, c in zip(*row, strict=True)]
        for row in zip(money.to_numpy(), customers.to_numpy(), strict=True)
    ]
    sns.heatmap(
        money, annot=texts, fmt="", cmap=style.sequential(), cbar=False, ax=ax, linewidths=2, linecolor=style.PAPER
    )
    ax.set(xlabel="class by future value", ylabel="class by past revenue")
    ax.tick_params(length=0, rotation=0)
    ax.grid(visible=False)
    return ax


def plot_reliability(calibration: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw predicted against observed shares of customers who did not buy, with 95 % intervals and counts.

    Parameters
    ----------
    calibration : DataFrame
        predicted, observed, observed_low, observed_high, customers, from `holdout.reliability`.
    """
    ax = _axes(ax, 4.0)
    ax.plot([0, 1], [0, 1], color=style.FAINT, linewidth=1, linestyle=(0, (2, 2)))
    error = [
        calibration["observed"] - calibration["observed_low"],
        calibration["observed_high"] - calibration["observed"],
    ]
    ax.errorbar(
        calibration["predicted"],
        calibration["observed"],
        yerr=np.clip(error, 0, None),
        fmt="o",
        color=style.ACCENT,
        ecolor=style.FAINT,
        elinewidth=1.4,
        markersize=6,
    )
    for row in calibration.itertuples():
        ax.annotate(
            formats.count(row.customers),
            (row.predicted, row.observed_low),
            xytext=(0, -3),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=8.5,
            color=style.MUTED,
        )
    ax.annotate("forecast = outcome", (0.06, 0.09), color=style.MUTED, fontsize=9)
    ax.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="forecast: will not buy", ylabel="outcome: did not buy")
    _percent(ax.xaxis)
    _percent(ax.yaxis)
    return ax


def plot_value_risk(
    scores: pd.DataFrame, currency: str | None, *, worth: str, border: float, ax: Axes | None = None
) -> Axes:
    """Draw customers by what they are worth and how likely they will not buy, as four named fields.

    Parameters
    ----------
    scores : DataFrame
        churn_probability, revenue: one row per customer.
    worth : str
        Axis title of the value axis.
    border : float
        Revenue that parts large from small customers.
    """
    from matplotlib.colors import LogNorm

    ax = _axes(ax, 4.4)
    shown = scores[scores["revenue"] > 0]
    ax.hexbin(
        shown["churn_probability"],
        shown["revenue"],
        yscale="log",
        gridsize=(38, 18),
        cmap=style.sequential(),
        norm=LogNorm(vmin=0.7),
        linewidths=0.2,
        edgecolors="face",
        mincnt=1,
    )
    ax.axhline(border, color=style.MUTED, linewidth=0.8)
    ax.axvline(0.5, color=style.MUTED, linewidth=0.8)
    fields = {
        (0.015, 0.98): ("keep", "left", "top"),
        (0.985, 0.98): ("win back", "right", "top"),
        (0.015, 0.03): ("grow", "left", "bottom"),
        (0.985, 0.03): ("let go", "right", "bottom"),
    }
    for place, (name, side, level) in fields.items():
        ax.annotate(name, place, xycoords="axes fraction", ha=side, va=level, fontweight=600, color=style.INK)
    ax.set(xlim=(0, 1), xlabel="will not buy in the window (probability)", ylabel=worth)
    ax.grid(visible=False)
    _percent(ax.xaxis)
    _money(ax.yaxis, currency)
    return ax


def plot_share_by_class(table: pd.DataFrame, *, label: str, ax: Axes | None = None) -> Axes:
    """Draw one share per class as a bar.

    Parameters
    ----------
    table : DataFrame
        abc_class, share.
    label : str
        What the share is of.
    """
    ax = _axes(ax, 0.9 + 0.4 * len(table))
    for row in table.itertuples():
        ax.barh(-row.Index, 1, color=style.SHADE, height=0.62)
        ax.barh(-row.Index, row.share, color=style.CLASS_COLOURS[row.abc_class], height=0.62)
        ax.annotate(formats.share(row.share), (1.02, -row.Index), va="center", fontweight=600, annotation_clip=False)
    ax.set_yticks([-i for i in table.index], [f"Class {name}" for name in table["abc_class"]])
    ax.annotate(label, (0, 0.5), va="bottom", color=style.MUTED, annotation_clip=False)
    ax.set_xlim(0, 1)
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(length=0)
    return ax


def _customers(n: float) -> str:
    return f"{formats.count(n)} customer{'' if n == 1 else 's'}"


def _plain(name: object) -> str:
    """Return a name as an axis label: one line, not too long."""
    text = " ".join(str(name).split())
    return text if len(text) <= 34 else text[:33] + "…"
