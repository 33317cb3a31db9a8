"""What was noticed in the rows of the optional tables: what is left out, repeats, overlaps or has no day."""

from __future__ import annotations

from collections.abc import Callable

from analysis.display.language import sentence, sentences
from analysis.intake.say.customers import totals
from analysis.intake.say.values import Values, printed

TABLES = ("customers", "surveys", "contacts", "subscriptions", "receivables")
RECORDS = ("surveys", "contacts", "subscriptions", "receivables")


def _missing(f: Values) -> str:
    return sentences(
        f["rows"],
        "{file}: {rows} row has no customer id (missing, blank) and is left out; the first is data row {first}.",
        "{file}: {rows} rows have no customer id (missing, blank) and are left out; the first is data row {first}.",
        **printed(f),
    )


def _placeholder(f: Values) -> str:
    return sentences(
        f["rows"],
        "{file}: {rows} row has a placeholder instead of a customer id (0, unknown …) and is left out; the first is "
        "data row {first}.",
        "{file}: {rows} rows have a placeholder instead of a customer id (0, unknown …) and are left out; the first "
        "is data row {first}.",
        **printed(f),
    )


def _total(f: Values) -> str:
    if "file" not in f:  # customers_total is the code of ids in the sales that look like totals, too
        return totals(f)
    return sentences(
        f["rows"],
        "{file}: {rows} row has a total or subtotal instead of a customer id and is left out; the first is data row "
        "{first}.",
        "{file}: {rows} rows have a total or subtotal instead of a customer id and are left out; the first is data "
        "row {first}.",
        **printed(f),
    )


def _header(f: Values) -> str:
    return sentences(
        f["rows"],
        "{file}: {rows} row has the header once more and is left out; the first is data row {first}.",
        "{file}: {rows} rows have the header once more and are left out; the first is data row {first}.",
        **printed(f),
    )


def _no_date(f: Values) -> str:
    return sentences(
        f["rows"],
        "{file}: {rows} row has no date and is left out; the first is data row {first} (customer '{customer}').",
        "{file}: {rows} rows have no date and are left out; the first is data row {first} (customer '{customer}').",
        **printed(f),
    )


def _no_start(f: Values) -> str:
    return sentences(
        f["rows"],
        "{file}: {rows} row has no start and is left out; the first is data row {first} (customer '{customer}').",
        "{file}: {rows} rows have no start and are left out; the first is data row {first} (customer '{customer}').",
        **printed(f),
    )


def _no_invoice_day(f: Values) -> str:
    return sentences(
        f["rows"],
        "{file}: {rows} row has no day of the invoice and is left out; the first is data row {first} (customer "
        "'{customer}').",
        "{file}: {rows} rows have no day of the invoice and are left out; the first is data row {first} (customer "
        "'{customer}').",
        **printed(f),
    )


def _no_invoice_amount(f: Values) -> str:
    return sentences(
        f["rows"],
        "{file}: {rows} invoice has no amount and is left out; the first is data row {first} (customer '{customer}').",
        "{file}: {rows} invoices have no amount and are left out; the first is data row {first} (customer "
        "'{customer}').",
        **printed(f),
    )


def _paid_before_invoice(f: Values) -> str:
    return sentences(
        f["rows"],
        "{file}: {rows} invoice was paid before it was written and is left out; the first is data row {first} "
        "(customer '{customer}').",
        "{file}: {rows} invoices were paid before they were written and are left out; the first is data row {first} "
        "(customer '{customer}').",
        **printed(f),
    )


def _end_before_start(f: Values) -> str:
    return sentences(
        f["rows"],
        "{file}: {rows} row has an end before their start and is left out; the first is data row {first} (customer "
        "'{customer}').",
        "{file}: {rows} rows have an end before their start and are left out; the first is data row {first} (customer "
        "'{customer}').",
        **printed(f),
    )


def _periods_overlap(f: Values) -> str:
    customers = sentences(f["customers"], "{customers} customer", "{customers} customers", **printed(f))
    return sentences(
        f["rows"],
        "{file}: {rows} period of {customers} begins before an earlier one of the same customer ends (the first is "
        "'{first}'): several contracts, or an end that was not entered?",
        "{file}: {rows} periods of {customers} begin before an earlier one of the same customer ends (the first is "
        "'{first}'): several contracts, or an end that was not entered?",
        **printed(f, customers=customers),
    )


SENTENCES: dict[str, Callable[[Values], str]] = {
    **{f"{table}_missing": _missing for table in TABLES},
    **{f"{table}_placeholder": _placeholder for table in TABLES},
    **{f"{table}_total": _total for table in TABLES},
    **{f"{table}_header": _header for table in TABLES},
    **{
        f"{table}_duplicates": lambda f: sentences(
            f["rows"],
            "{file}: {rows} row repeats another in every column that is read (the first customer is '{first}'); they "
            "were kept. Remove them in the export if they are copies.",
            "{file}: {rows} rows repeat another in every column that is read (the first customer is '{first}'); they "
            "were kept. Remove them in the export if they are copies.",
            **printed(f),
        )
        for table in RECORDS
    },
    "surveys_without_day": _no_date,
    "contacts_without_day": _no_date,
    "subscriptions_without_day": _no_start,
    "subscriptions_end_before_start": _end_before_start,
    "receivables_without_day": _no_invoice_day,
    "receivables_without_amount": _no_invoice_amount,
    "receivables_paid_before_invoice": _paid_before_invoice,
    "subscriptions_overlap": _periods_overlap,
    "table_no_end": lambda f: sentences(
        f["rows"],
        "{file}: {rows} row holds a placeholder date (9999), so there is no end yet.",
        "{file}: {rows} rows hold a placeholder date (9999), so there is no end yet.",
        **printed(f),
    ),
    "table_date_placeholder": lambda f: sentences(
        f["rows"],
        "{file}: {rows} row holds a placeholder date (1900, 9999): no date.",
        "{file}: {rows} rows hold a placeholder date (1900, 9999): no date.",
        **printed(f),
    ),
    "table_date_future": lambda f: sentences(
        f["rows"],
        "{file}: {rows} row holds a date in the future: no date.",
        "{file}: {rows} rows hold a date in the future: no date.",
        **printed(f),
    ),
    "survey_scale": lambda f: sentence(
        "{file}: no value is above 3, so on the scale of 0 to 10 nobody recommends; if these are three levels, write "
        "yes, maybe, no.",
        **printed(f),
    ),
}
