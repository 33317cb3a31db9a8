"""Which findings lead: those about most money. Each topic has its sentence and its small figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

from analysis import drawings
from analysis.display.cells import Finding
from analysis.display.chapter import small
from analysis.display.formats import compact_money, count, share
from analysis.display.language import joined, sentence
from analysis.display.names import told_apart
from analysis.run.run import Run
from analysis.summary import say
from analysis.words import accounts, concentration, intake, movement, segments


@dataclass(frozen=True)
class Topic:
    """A finding that the summary may lead with.

    `money`: What it is about: margin where margins are known by customer, else revenue; 0 where it is about no sum.
    `item`, `figure`: What is shown.
    """

    money: float
    item: Callable[[], Item]
    figure: Callable[[], Any]


def ranked(run: Run) -> list[Topic]:
    """Return the topics that these data have, the one about most money first."""
    found = [
        topic
        for topic in (_losses(run), _change(run), _dependence(run), _eighty_twenty(run), _stages(run))
        if topic is not None
    ]
    return sorted(found, key=lambda topic: -topic.money)


def _losses(run: Run) -> Topic | None:
    p = run.profitability.facts
    if p.refusal or not p.unprofitable:
        return None
    rows = [
        (sentence("earned by the profitable"), p.peak),
        (sentence("lost on the others"), p.loss),
        (sentence("margin that is left"), p.margin),
    ]
    return Topic(
        -p.loss,
        lambda: Item(accounts.losses(p, run.currency), "accounts", sentence("Who they are")),
        lambda: small(drawings.plot_amounts, rows, partial(compact_money, currency=run.currency)),
    )


def _change(run: Run) -> Topic | None:
    m = run.movement.facts
    if m.refusal:
        return None
    paid = m.bridge is not None
    bridge, measure = (m.bridge, "revenue") if paid else (m.bridge_purchases, "purchases")
    rows = [
        (movement.span(m.periods.before, m.periods.months), bridge.from_),
        (movement.span(m.periods.period, m.periods.months), bridge.to),
    ]
    printed = partial(compact_money, currency=run.currency) if measure == "revenue" else count
    by_margin = m.bridge_margin if run.profitability.facts.unprofitable else None
    told = bridge if by_margin is None else by_margin
    gap = intake.gap(run.data.facts, m.periods.before.first, m.periods.period.last)
    return Topic(
        abs(told.to - told.from_) if paid else 0.0,
        lambda: Item(joined(movement.year_on_year(m, run.currency), gap), "movement", sentence("Through whom")),
        lambda: small(drawings.plot_amounts, rows, printed),
    )


def _dependence(run: Run) -> Topic:
    c = run.concentration.facts
    if run.concentration.why is not None and run.accounts.facts.top:
        return Topic(
            0.0, lambda: Item(accounts.dependency(run.accounts.facts), "accounts", sentence("Who they are")), _none
        )
    if run.concentration.why is not None:
        why = run.concentration.why
        return Topic(0.0, lambda: Item(say.no_dependence(why), "concentration", sentence("Why")), _none)
    ten = run.accounts.facts.top[-1] if run.accounts.facts.top else None
    gone = 0.0 if ten is None else ten.gone_share * (c.revenue or 0.0)
    known = ten is not None and run.accounts.facts.days_known
    there = (
        joined(accounts.states(ten, accounts.size_name(run.accounts.facts)), say.gone(_gone(run, ten.accounts)))
        if ten is not None and known
        else ""
    )
    p = run.profitability.facts
    earned = max(p.margin, 0.0) / p.revenue if p.unprofitable and p.revenue else 1.0
    return Topic(
        gone * earned,
        lambda: Item(joined(concentration.dependence(c), there), "accounts", sentence("Who they are")),
        lambda: small(drawings.plot_pyramid, run.concentration.tables["classes"]),
    )


def _gone(run: Run, largest: int) -> list[str]:
    """Return the names of the largest accounts that no longer buy; ids where no names are told."""
    rows = run.accounts.tables["largest"].head(largest)
    ids = rows.loc[rows["still_buys"] == "gone", "customer_id"]
    if run.attributes is None or "name" not in run.attributes:
        return list(ids)
    return list(ids.map(told_apart(run.attributes["name"])).fillna(ids))


def _eighty_twenty(run: Run) -> Topic | None:
    if run.concentration.refusal:
        return None
    c = run.concentration.facts
    return Topic(
        0.0,
        lambda: Item(concentration.eighty_twenty(c), "concentration", sentence("The test")),
        lambda: small(drawings.plot_lorenz_small, run.concentration.tables["lorenz"]),
    )


def _stages(run: Run) -> Topic | None:
    s = run.segments.facts
    if s.refusal or not s.lifecycle:
        return None
    rows = [(segments.class_name(code), group.customers / s.customers) for code, group in s.lifecycle.items()]
    return Topic(
        0.0,
        lambda: Item(segments.lifecycle(s), "segments", sentence("Who they are")),
        lambda: small(drawings.plot_amounts, rows, share),
    )


def _none() -> None:
    """Draw nothing."""


@dataclass(frozen=True)
class Item:
    """One finding of the summary with the way to its chapter."""

    text: str
    chapter: str
    label: str

    def _repr_html_(self) -> str:
        see = f'<p class="see"><a href="#{self.chapter}">{escape(self.label)}</a></p>'
        return f'<div class="item">{Finding(self.text)._repr_html_()}{see}</div>'

    def __repr__(self) -> str:
        return repr(Finding(self.text))
