"""What columns show that the client file does not name although they change what the named ones mean."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.formats import count
from analysis.display.language import later, sentence
from analysis.intake.say.values import Say, Values, printed, says

UNITS = {
    "cents": later("cents"),
    "thousands": later("thousands"),
    "ten_thousands": later("ten thousands"),
    "lakhs": later("lakhs (100,000)"),
    "millions": later("millions"),
    "crores": later("crores (10,000,000)"),
}


def _each(values: Sequence[Values]) -> str:
    return ", ".join(sentence("'{value}' ({n} rows)", value=v["value"], n=count(v["rows"])) for v in values)


def _currency(f: Values) -> str:
    if "seen" in f:
        return sentence(
            "{file}: a column that the client file does not name says {seen} in every row, and the currency is "
            "{currency}: amounts are taken for {currency}. Name it as currency, or correct currency in the client "
            "file.",
            **printed(f),
        )
    return sentence(
        "{file}: column '{column}' holds several currencies, {values}, and the client file does not name it: amounts "
        "were added as if all were in one. Name it as currency and state rates, unless the amounts are converted "
        "already.",
        **printed(f, values=_each(f["values"])),
    )


def _rate(f: Values) -> str:
    return sentence(
        "{file}: column '{column}' holds exchange rates, {values}, so the amounts are in several currencies; they were "
        "added as if all were in one. Convert them in the export, unless they are converted already.",
        **printed(f, values=_each(f["values"])),
    )


def _balance(f: Values) -> str:
    if f["grows_by"] is None:
        return sentence(
            "{file}: column '{column}' is a running balance (by its name) and no revenue; name the column with the "
            "amount of each row.",
            **printed(f),
        )
    return sentence(
        "{file}: column '{column}' is a running balance (it grows from row to row by column '{grows_by}') and no "
        "revenue; name the column with the amount of each row.",
        **printed(f),
    )


SENTENCES: dict[str, Say] = {
    "amount_unit": lambda f: sentence(
        "{file}: by its name, column '{column}' holds {unit}; its numbers are used as they stand, as whole units of "
        "the currency. Export whole units, or every sum of money is in {unit}.",
        **printed(f, unit=sentence(UNITS[f["unit"]])),
    ),
    "amount_unit_above": lambda f: sentence(
        "{file}: the line '{line}' above the header speaks of {unit}; the numbers are used as they stand, as whole "
        "units of the currency. Export whole units, or every sum of money is in {unit}.",
        **printed(f, unit=sentence(UNITS[f["unit"]])),
    ),
    "amount_cumulated": says(
        "{file}: the amounts of {grow} of {customers} customers with four days or more grow from day to day, as "
        "running (cumulated) sums do; every sale would count again and again. Name the column with the amount of each "
        "row."
    ),
    "currency_not_named": _currency,
    "rates_not_named": _rate,
    "sign_not_named": lambda f: sentence(
        "{file}: column '{column}' tells debits from credits, {values}, and amounts are read without it: what should "
        "be negative may count as revenue. Name the column as kind and say under kind what to negate, or export "
        "amounts with their sign.",
        **printed(f, values=_each(f["values"])),
    ),
    "sign_marks": says(
        "{file}: {column} marks debits and credits behind the numbers; {rows} rows with '{mark}' (as '{example}') were "
        "read as negative, because they are the fewer. Check that they are no sales."
    ),
    "credits_not_named": says(
        "{file}: column '{column}' holds an amount in {rows} rows and is not read: by its name it reduces "
        "'{amount_column}'. Name it as less if it does: it is then taken off the amount."
    ),
    "quantity_not_named": says(
        "{file}: the amount is column '{amount_column}', by its name the price of one piece, and column '{column}' "
        "holds quantities: name them as unit_price and quantity if revenue is their product."
    ),
    "amount_is_balance": _balance,
}
