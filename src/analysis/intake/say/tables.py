"""What was noticed in the rows of the optional tables: what is left out, repeats, overlaps or has no day."""

from __future__ import annotations

from analysis.display.language import later, sentence, sentences
from analysis.intake.say.customers import totals
from analysis.intake.say.reasons import WHY
from analysis.intake.say.values import Say, Values, printed, says, says_by

TABLES = ("customers", "surveys", "contacts", "subscriptions", "receivables")
RECORDS = TABLES[1:]
LEFT_OUT = {
    **{f"{table}_missing": WHY["missing_customer_id"] for table in TABLES},
    **{f"{table}_placeholder": WHY["placeholder_customer_id"] for table in TABLES},
    **{f"{table}_total": WHY["total_row"] for table in TABLES},
    **{f"{table}_header": WHY["repeated_header"] for table in TABLES},
    "surveys_without_day": later("without a date"),
    "contacts_without_day": later("without a date"),
    "subscriptions_without_day": later("without a start"),
    "subscriptions_end_before_start": later("an end before the start"),
    "receivables_without_day": later("without the day of the invoice"),
    "receivables_without_amount": later("an invoice without an amount"),
    "receivables_paid_before_invoice": later("an invoice that was paid before it was written"),
}


def _left_out(why: str) -> Say:
    def say(f: Values) -> str:
        if "file" not in f:  # customers_total is the code of ids in the sales that look like totals, too
            return totals(f)
        values = printed(f, why=sentence(why))
        if "customer" in f:
            return sentences(
                f["rows"],
                "{file}: {rows} row is left out ({why}); the first is data row {first} (customer '{customer}').",
                "{file}: {rows} rows are left out ({why}); the first is data row {first} (customer '{customer}').",
                **values,
            )
        return sentences(
            f["rows"],
            "{file}: {rows} row is left out ({why}); the first is data row {first}.",
            "{file}: {rows} rows are left out ({why}); the first is data row {first}.",
            **values,
        )

    return say


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


SENTENCES = {
    **{code: _left_out(why) for code, why in LEFT_OUT.items()},
    **{
        f"{table}_duplicates": says_by(
            "{file}: {rows} row repeats another in every column that is read (the first customer is '{first}'); they "
            "were kept. Remove them in the export if they are copies.",
            "{file}: {rows} rows repeat another in every column that is read (the first customer is '{first}'); they "
            "were kept. Remove them in the export if they are copies.",
        )
        for table in RECORDS
    },
    "subscriptions_overlap": _periods_overlap,
    "table_no_end": says_by(
        "{file}: {rows} row holds a placeholder date (9999), so there is no end yet.",
        "{file}: {rows} rows hold a placeholder date (9999), so there is no end yet.",
    ),
    "table_date_placeholder": says_by(
        "{file}: {rows} row holds a placeholder date (1900, 9999): no date.",
        "{file}: {rows} rows hold a placeholder date (1900, 9999): no date.",
    ),
    "table_date_future": says_by(
        "{file}: {rows} row holds a date in the future: no date.",
        "{file}: {rows} rows hold a date in the future: no date.",
    ),
    "survey_scale": says(
        "{file}: no value is above 3, so on the scale of 0 to 10 nobody recommends; if these are three levels, write "
        "yes, maybe, no."
    ),
}
