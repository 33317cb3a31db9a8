"""Rows that are left out, by reason: what the reason is called, what such rows are, and what to do about them."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import joined, later, sentence, sentences
from analysis.intake.places import place, row
from analysis.intake.say.values import Say, Values, cash, percent

REASONS = {
    "repeated_header": later("repeated header"),
    "total_row": later("total row"),
    "balance_row": later("balance row"),
    "second_table": later("second table"),
    "rule": later("rule"),
    "returned": later("returned"),
    "missing_date": later("missing date"),
    "unreadable_date": later("unreadable date"),
    "missing_amount": later("missing amount"),
    "unreadable_amount": later("unreadable amount"),
    "date_placeholder": later("date placeholder"),
    "date_future": later("date future"),
    "after_observation_end": later("after observation end"),
    "missing_customer_id": later("missing customer id"),
    "placeholder_customer_id": later("placeholder customer id"),
    "overlap": later("overlap"),
    "ruling": later("ruling"),
    "field_count": later("field count"),
    "footer": later("footer"),
}
WHY = {
    "repeated_header": later("the header line once more, inside the data: concatenated exports"),
    "total_row": later("a total or subtotal"),
    "balance_row": later("a sum or a balance carried on from elsewhere, no sale"),
    "second_table": later("in a second table below the first"),
    "rule": later("of a kind or status that the client file leaves out"),
    "returned": later("of an order that the table of returns names"),
    "missing_date": later("no date: missing; perhaps a total row or a footer"),
    "unreadable_date": later("a date that does not exist or cannot be read"),
    "missing_amount": later("no amount: missing, not a number, infinite or an Excel error"),
    "unreadable_amount": later("an amount that cannot be read as a number"),
    "date_placeholder": later("a placeholder date such as 1900-01-01, a system's word for 'no date'"),
    "date_future": later("a date in the future"),
    "after_observation_end": later("dated after the observation end, later than it"),
    "missing_customer_id": later("a missing customer id: blank, empty, without a customer"),
    "placeholder_customer_id": later("a placeholder instead of a customer id: 0, unknown, walk-in …"),
    "overlap": later("in two sources and counted once: an overlap of exports, not duplicate sales"),
}
ADVICE = {
    "total_row": later("Export without totals."),
    "balance_row": later("Export without them."),
    "second_table": later("Export each table as a file of its own if it should count."),
    "missing_date": later("Complete the dates in the export if they are sales."),
    "unreadable_date": later("Correct them in the export, or set date_format."),
    "missing_amount": later("Complete the amounts in the export if they are sales."),
    "unreadable_amount": later("Correct them in the export, or set decimal."),
    "date_placeholder": later("Complete the dates in the export."),
    "date_future": later("Correct the dates, or set today."),
    "after_observation_end": later("Set observation_end later to use them."),
    "missing_customer_id": later("They are nobody's revenue here; find the ids if the share matters."),
    "placeholder_customer_id": later("They are not one customer; rename the id if it is one."),
    "overlap": later("Check the dates of the exports if that is wrong."),
}


def reason(code: str) -> str:
    """Return what a reason for leaving rows out is called.

    Examples
    --------
    >>> reason("missing_customer_id")
    'missing customer id'
    """
    return sentence(REASONS[code])


def first_rows(found: list[Values]) -> str:
    """Return rows, with what stands in them, as they stand in a sentence."""
    return ", ".join(str(row(each["row"])) + (f" ('{each['text']}')" if each["text"] else "") for each in found)


def _rows(f: Values) -> str:
    n, amount = count(f["rows"]), cash(f["amount"])
    if not f["amount"]:
        return sentences(f["rows"], "{n} row", "{n} rows", n=n)
    return sentences(f["rows"], "{n} row with {amount}", "{n} rows with {amount}", n=n, amount=amount)


def _where(f: Values) -> str:
    if len(f["first"]) == 1:
        return first_rows(f["first"][0]["rows"])
    return "; ".join(f"{place(each['file'])}, {first_rows(each['rows'])}" for each in f["first"] if each["rows"])


def _share(f: Values) -> str:
    net, gross = f.get("net_share"), f.get("positive_share")
    if net is not None and gross is not None:
        return sentence(
            "That is {net} of net revenue and {gross} of positive revenue.",
            net=percent(net, 1),
            gross=percent(gross, 1),
        )
    if net is not None:
        return sentence("That is {net} of net revenue.", net=percent(net, 1))
    return sentence("That is {gross} of positive revenue.", gross=percent(gross, 1)) if gross is not None else ""


def _left_out(code: str) -> Say:
    def say(f: Values) -> str:
        said = sentences(
            f["rows"],
            "{rows} is left out ({why}): {where}.",
            "{rows} are left out ({why}): {where}.",
            rows=_rows(f),
            why=sentence(WHY[code]),
            where=_where(f),
        )
        return joined(said, _share(f), sentence(ADVICE[code]) if code in ADVICE else "")

    return say


SENTENCES = {code: _left_out(code) for code in WHY}
