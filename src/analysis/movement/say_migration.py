"""Sentences on moves between classes."""

from __future__ import annotations

from analysis.display import days
from analysis.display.formats import compact_money, count, interval, share
from analysis.display.language import joined, later, sentence, sentences
from analysis.movement.facts_migration import ClassMoves, Migration, Move
from analysis.movement.say import signed
from analysis.movement.say_rules import past_of_rules
from analysis.words.segments import class_name

NOT_YET = "not yet a customer"
BESIDE = {NOT_YET: later("not yet a customer"), "no grade": later("no grade")}
SCHEMES = {
    "abc_recent": later("ABC of the time before each day"),
    "abc_class": later("ABC of all history up to each day"),
    "lifecycle": later("lifecycle"),
    "rfm": later("recency, frequency and money"),
    "growth": later("growth"),
    "grade": later("the client's grades"),
}
VERDICTS = {"more": later("more than chance"), "fewer": later("fewer than chance"), "": later("within chance")}
KINDS = {"rose": later("rose"), "fell": later("fell"), "new": later("new")}


def named(code: str) -> str:
    """Return the name of a class, or of not having one yet."""
    return sentence(BESIDE[code]) if code in BESIDE else class_name(code)


def scheme(name: str) -> str:
    """Return what a classification is called."""
    return sentence(SCHEMES[name]) if name in SCHEMES else name


def leading(m: Migration) -> ClassMoves:
    """Return the moves of the period under the leading classification."""
    return m.period[m.scheme]


def headline(m: Migration, currency: str | None) -> str:
    """Say how many rose and fell, what it did to the money, and what chance would have done."""
    one = leading(m)
    rose, fell, new = one.moves["rose"], one.moves["fell"], one.moves["new"].customers
    said = sentences(
        one.known,
        "Of {known} customer on {before}, **{rose} rose a class and {fell} fell** by {after}.",
        "Of {known} customers on {before}, **{rose} rose a class and {fell} fell** by {after}.",
        before=days.day(one.from_),
        after=days.day(one.to),
        known=count(one.known),
        rose=count(rose.customers),
        fell=count(fell.customers),
    )
    came = sentences(new, "{n} customer came new.", "{n} customers came new.") if new else ""
    return joined(said, came, _money(rose, fell, currency), chance(one))


def _money(rose: Move, fell: Move, currency: str | None) -> str:
    if rose.revenue_change is None or not (rose.customers or fell.customers):
        return ""
    return sentence(
        "Who rose brought {gain} of revenue before and {gained} after; who fell, {loss} and {lost}.",
        gain=compact_money(rose.revenue_from, currency),
        gained=compact_money(rose.revenue_to, currency),
        loss=compact_money(fell.revenue_from, currency),
        lost=compact_money(fell.revenue_to, currency),
    )


def chance(one: ClassMoves) -> str:
    """Say how many would have risen and fallen by chance alone, and whether as many or more did."""
    rose, fell = one.moves["rose"], one.moves["fell"]
    said = sentence(
        "By chance alone, each customer keeping a pace of their own, {up} would have risen and {down} fallen:",
        up=interval(rose.low, rose.high, count),
        down=interval(fell.low, fell.high, count),
    )
    return joined(said, _against(rose, fell))


def _against(rose: Move, fell: Move) -> str:
    up, down = _side(rose), _side(fell)
    said = {
        ("", ""): later("both are within chance."),
        ("more", ""): later("more rose than chance explains."),
        ("fewer", ""): later("fewer rose than chance alone would lift."),
        ("", "more"): later("more fell than chance explains."),
        ("", "fewer"): later("fewer fell than chance alone would drop."),
        ("more", "more"): later("more rose and more fell than chance explains."),
        ("more", "fewer"): later("more rose and fewer fell than by chance."),
        ("fewer", "more"): later("fewer rose and more fell than by chance."),
        ("fewer", "fewer"): later("fewer rose and fewer fell than by chance: these customers are steadier than that."),
    }
    return sentence(said[up, down])


def _side(move: Move) -> str:
    if move.customers > move.high:
        return "more"
    return "fewer" if move.customers < move.low else ""


def title(m: Migration, currency: str | None) -> str:
    """Return the title of the matrix."""
    one = leading(m)
    rose, fell = one.moves["rose"], one.moves["fell"]
    values = {"rose": count(rose.customers), "fell": count(fell.customers)}
    if rose.revenue_change is None:
        return sentence("{fell} customers fell a class or more, {rose} rose", **values)
    return sentence(
        "{fell} customers fell a class or more: {lost}; {rose} rose: {gained}",
        lost=signed(fell.revenue_change, currency),
        gained=signed(rose.revenue_change, currency),
        **values,
    )


def counted(m: Migration) -> str:
    """Return who is counted."""
    one = leading(m)
    return sentence(
        "{known} customers of {before} and {new} who came since",
        known=count(one.known),
        before=days.day(one.from_),
        new=count(one.moves["new"].customers),
    )


def became(m: Migration) -> str:
    """Say who came into the best class."""
    lists = leading(m).lists
    if not lists.became.customers:
        return sentence("Nobody came into class {best}.", best=named(lists.best))
    if not lists.became_new:
        return sentences(
            lists.became.customers,
            "**{n} customer** rose into class {best}.",
            "**{n} customers** rose into class {best}.",
            n=count(lists.became.customers),
            best=named(lists.best),
        )
    return sentences(
        lists.became.customers,
        "**{n} customer** came into class {best}, {new} of them new.",
        "**{n} customers** came into class {best}, {new} of them new.",
        best=named(lists.best),
        new=count(lists.became_new),
    )


def left(m: Migration, currency: str | None) -> str:
    """Say who left the best class, with money."""
    lists = leading(m).lists
    if not lists.left.customers:
        return sentence("Nobody left class {best}.", best=named(lists.best))
    said = sentences(
        lists.left.customers,
        "**{n} customer** left class {best}.",
        "**{n} customers** left class {best}.",
        best=named(lists.best),
    )
    if lists.left.revenue_change is None:
        return said
    before, after = (compact_money(money, currency) for money in (lists.left.revenue_from, lists.left.revenue_to))
    return joined(said, sentence("They brought {before} before and {after} after.", before=before, after=after))


def alerts(one: ClassMoves, months: int, currency: str | None) -> str:
    """Say who fell far in the last three months."""
    fell = one.lists.alerts
    values = {"n": count(fell.customers), "day": days.day(one.from_), "best": named(one.lists.best)}
    if not fell.customers:
        return sentence("Nobody fell from class {best}, or by two classes, since {day}.", **values)
    said = sentences(
        fell.customers,
        "**{n} customer** fell from class {best}, or by two classes or more, since {day}.",
        "**{n} customers** fell from class {best}, or by two classes or more, since {day}.",
        **values,
    )
    if fell.revenue_change is None:
        return said
    money = sentence(
        "They brought {before} in the {months} months up to that day, and {after} in those up to {now}.",
        before=compact_money(fell.revenue_from, currency),
        after=compact_money(fell.revenue_to, currency),
        months=count(months),
        now=days.day(one.to),
    )
    return joined(said, money)


def lines(m: Migration, currency: str | None) -> str | None:
    """Say what the moves would be at the earlier day's lines of money; None where classes have none."""
    one = leading(m)
    if one.first_lines_moves is None:
        return None
    fixed, drawn = (
        one.first_lines_moves,
        [
            sentence("{name} from {money}", name=name, money=compact_money(line, currency))
            for name, line in (one.lines_before or {}).items()
        ],
    )
    return joined(
        sentence("Classes by share are zero-sum: for whoever comes into a class somebody leaves it."),
        sentence(
            "At the lines of {day} ({lines}) {rose} customers would have risen and {fell} fallen.",
            day=days.day(one.from_),
            lines=", ".join(drawn),
            rose=count(fixed["rose"]),
            fell=count(fixed["fell"]),
        ),
        sentence(
            "{close} customers are within 10 % of a line now, {moved} of them rose or fell: one purchase more or less "
            "decides there.",
            close=count(one.close),
            moved=count(one.moved_and_close),
        ),
    )


def how(m: Migration) -> str:
    """Say how the moves are counted, and what chance is here."""
    said = sentence(
        "Chance: the purchases of {customers} customers after the first fall on random days since then, {n} times. The "
        "bands are made of how often a single customer's move differs from draw to draw; one count in twenty lies "
        "outside by chance as well.",
        n=count(m.draws),
        customers=count(m.drawn_customers),
    )
    return joined(
        sentence(
            "Money is that of the {n} months up to each day; classes by it are of the same months, not of all history "
            "as in the chapter on concentration.",
            n=count(m.months),
        )
        if not m.without_money
        else sentence("Classes by money are left out, because the data hold no amounts."),
        said,
        sentence("A class changes only {buffer} past a line.", buffer=share(m.buffer)) if m.buffer else "",
        past_of_rules(m),
    )
