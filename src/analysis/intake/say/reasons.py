"""Rows that are left out, by reason: what the reason is called, what such rows are, and what to do about them."""

from __future__ import annotations

from collections.abc import Callable

from analysis.display.formats import count
from analysis.display.language import joined, later, sentence, sentences
from analysis.intake.places import place, row
from analysis.intake.say.values import Values, cash, percent

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


def _left_out(code: str) -> Callable[[Values], str]:
    def say(f: Values) -> str:
        said = SAID[code](f["rows"], {"rows": _rows(f), "where": _where(f)})
        return joined(said, _share(f), sentence(ADVICE[code]) if code in ADVICE else "")

    return say


SAID: dict[str, Callable[[int, dict[str, str]], str]] = {
    "repeated_header": lambda n, v: sentences(
        n,
        "{rows} repeats the header line inside the data (concatenated exports) and is left out: {where}.",
        "{rows} repeat the header line inside the data (concatenated exports) and are left out: {where}.",
        **v,
    ),
    "total_row": lambda n, v: sentences(
        n,
        "{rows} is no transaction but a total or subtotal and is left out: {where}.",
        "{rows} are no transaction but a total or subtotal and are left out: {where}.",
        **v,
    ),
    "balance_row": lambda n, v: sentences(
        n,
        "{rows} carries a sum or a balance on from elsewhere and is no sale and is left out: {where}.",
        "{rows} carry a sum or a balance on from elsewhere and are no sale and are left out: {where}.",
        **v,
    ),
    "second_table": lambda n, v: sentences(
        n,
        "{rows} stands in a second table below the first and is left out: {where}.",
        "{rows} stand in a second table below the first and are left out: {where}.",
        **v,
    ),
    "rule": lambda n, v: sentences(
        n,
        "{rows} is of a kind or status that the client file leaves out and is left out: {where}.",
        "{rows} are of a kind or status that the client file leaves out and are left out: {where}.",
        **v,
    ),
    "returned": lambda n, v: sentences(
        n,
        "{rows} is of an order that the table of returns names and is left out: {where}.",
        "{rows} are of orders that the table of returns names and are left out: {where}.",
        **v,
    ),
    "missing_date": lambda n, v: sentences(
        n,
        "{rows} has no date (missing date; perhaps a total row or a footer) and is left out: {where}.",
        "{rows} have no date (missing date; perhaps a total row or a footer) and are left out: {where}.",
        **v,
    ),
    "unreadable_date": lambda n, v: sentences(
        n,
        "{rows} has a date that does not exist or cannot be read and is left out: {where}.",
        "{rows} have a date that does not exist or cannot be read and are left out: {where}.",
        **v,
    ),
    "missing_amount": lambda n, v: sentences(
        n,
        "{rows} has no amount (missing, not a number, infinite or an Excel error) and is left out: {where}.",
        "{rows} have no amount (missing, not a number, infinite or an Excel error) and are left out: {where}.",
        **v,
    ),
    "unreadable_amount": lambda n, v: sentences(
        n,
        "{rows} has an amount that cannot be read as a number and is left out: {where}.",
        "{rows} have an amount that cannot be read as a number and are left out: {where}.",
        **v,
    ),
    "date_placeholder": lambda n, v: sentences(
        n,
        "{rows} has a placeholder date such as 1900-01-01 (a system's word for 'no date') and is left out: {where}.",
        "{rows} have a placeholder date such as 1900-01-01 (a system's word for 'no date') and are left out: {where}.",
        **v,
    ),
    "date_future": lambda n, v: sentences(
        n,
        "{rows} has a date in the future and is left out: {where}.",
        "{rows} have a date in the future and are left out: {where}.",
        **v,
    ),
    "after_observation_end": lambda n, v: sentences(
        n,
        "{rows} is dated after the observation end, later than it and is left out: {where}.",
        "{rows} are dated after the observation end, later than it and are left out: {where}.",
        **v,
    ),
    "missing_customer_id": lambda n, v: sentences(
        n,
        "{rows} has a missing customer id (blank, empty: without a customer) and is left out: {where}.",
        "{rows} have a missing customer id (blank, empty: without a customer) and are left out: {where}.",
        **v,
    ),
    "placeholder_customer_id": lambda n, v: sentences(
        n,
        "{rows} has a placeholder instead of a customer id (0, unknown, walk-in …) and is left out: {where}.",
        "{rows} have a placeholder instead of a customer id (0, unknown, walk-in …) and are left out: {where}.",
        **v,
    ),
    "overlap": lambda n, v: sentences(
        n,
        "{rows} stands in two sources and were counted once (overlap of exports, not duplicate sales) and is left "
        "out: {where}.",
        "{rows} stand in two sources and were counted once (overlap of exports, not duplicate sales) and are left "
        "out: {where}.",
        **v,
    ),
}
SENTENCES = {code: _left_out(code) for code in SAID}
