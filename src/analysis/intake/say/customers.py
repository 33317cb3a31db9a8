"""What was noticed about the customers in the rows that are used: their ids, their weight, what they look like."""

from __future__ import annotations

from collections.abc import Callable

from analysis.display.language import sentence, sentences
from analysis.intake.say.values import Values, percent, printed, quoted


def _test_accounts(f: Values) -> str:
    return sentences(
        f["customers"],
        "{customers} customer id ({names}) with {rows} rows and {amount} look like test, internal or sample accounts; "
        "they are included. Export without them if they are.",
        "{customers} customer ids ({names}) with {rows} rows and {amount} look like test, internal or sample "
        "accounts; they are included. Export without them if they are.",
        **printed(f, names=quoted(f["names"])),
    )


def totals(f: Values) -> str:
    """Say that ids of customers look like totals."""
    return sentences(
        f["customers"],
        "{customers} customer id ({names}) with {rows} rows and {amount} look like totals or subtotals and count as "
        "customers; if they are, every sale counts twice. Export without totals.",
        "{customers} customer ids ({names}) with {rows} rows and {amount} look like totals or subtotals and count as "
        "customers; if they are, every sale counts twice. Export without totals.",
        **printed(f, names=quoted(f["names"])),
    )


def _garbled(f: Values) -> str:
    return sentences(
        f["customers"],
        "{customers} customer id ({names}) with {rows} rows and {amount} have letters that were encoded twice (UTF-8 "
        "taken for another encoding before it was exported); names are shown as they stand. Export the file again as "
        "UTF-8.",
        "{customers} customer ids ({names}) with {rows} rows and {amount} have letters that were encoded twice (UTF-8 "
        "taken for another encoding before it was exported); names are shown as they stand. Export the file again as "
        "UTF-8.",
        **printed(f, names=quoted(f["names"])),
    )


def _twins(f: Values) -> str:
    return sentence(
        "{ids} customer ids differ only in case, blanks, dashes or the alphabet (as '{one}' and '{two}'; {groups} "
        "groups of twins): they were kept apart. If they are the same customers, unify the ids in the export.",
        **printed(f),
    )


def _decimal_twins(f: Values) -> str:
    return sentence(
        "{ids} customer ids differ only in a decimal .0 (as '{one}' and '{two}'; {groups} groups of twins): they were "
        "kept apart. If they are the same customers, unify the ids in the export.",
        **printed(f),
    )


def _zero_twins(f: Values) -> str:
    return sentence(
        "{ids} customer ids differ only in leading zeros (as '{one}' and '{two}'; {groups} groups of twins): they "
        "were kept apart. If they are the same customers, unify the ids in the export.",
        **printed(f),
    )


SENTENCES: dict[str, Callable[[Values], str]] = {
    "one_transaction": lambda _: sentence("There is one transaction only (1 row): too few to analyse anything."),
    "one_customer": lambda f: sentence(
        "All {rows} rows belong to one customer (1 customer): shares and models say nothing about too few customers.",
        **printed(f),
    ),
    "dominating_customer": lambda f: sentence(
        "One customer dominates: '{customer}' accounts for {share} of revenue. Shares and models stand or fall with "
        "this largest customer; check that it is a real one.",
        **printed(f, share=percent(f["share"])),
    ),
    "busiest_customer": lambda f: sentence(
        "One customer, '{customer}', makes {share} of all repeat purchases (a dominating customer, or a collective "
        "account): purchase models bend towards it.",
        **printed(f, share=percent(f["share"])),
    ),
    "return_before_purchase": lambda f: sentence(
        "{rows} customers begin with a return (a negative day before any purchase, as '{example}'): what they bought "
        "lies before the data. Their first purchase is the first day with a positive net amount.",
        **printed(f),
    ),
    "customers_test": _test_accounts,
    "text_garbled": _garbled,
    "id_float": lambda f: sentence(
        "{file}: {rows} customer ids end in a decimal '.0' (as '{example}'), because a program read them as floats; "
        "the '.0' was taken off. Leading zeros may have been lost before.",
        **printed(f),
    ),
    "id_blanks": lambda f: sentence(
        "{file}: {rows} rows have customer ids with a blank (whitespace, space) around them (as '{example}', "
        "{spellings} spellings); it was taken off, so that they are the same customer.",
        **printed(f),
    ),
    "id_invisible": lambda f: sentence(
        "{file}: {rows} rows have customer ids with invisible (zero-width, control or non-breaking space) or "
        "full-width characters, letters with a separate accent or a spreadsheet's formula sign (as '{example}', "
        "{spellings} spellings); they were cleaned, so that they are the same customer.",
        **printed(f),
    ),
    "id_twins": _twins,
    "id_decimals": _decimal_twins,
    "id_leading_zeros": _zero_twins,
}
