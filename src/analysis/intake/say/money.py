"""What was noticed about the money: how it is written, its currency, returns, zeros, repetitions and outliers."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import sentence
from analysis.intake.say.values import Say, Values, change, percent, printed, says, says_by


def decimals_lost(f: Values) -> str:
    """Say that amounts have lost their decimal point and that this moves the total: an error."""
    return sentence(
        "{file}: {share} of the amounts have no decimals and are about {power} times as large as the others, the "
        "first in {row} ('{example}' beside '{other}'): their decimal point was lost, and the total swells by {moved}. "
        "Export all of them in the same unit, with their decimals; if they are right as they are, say whole_amounts: "
        "true in the source.",
        **_apart(f),
    )


def _apart(f: Values) -> dict[str, object]:
    return printed(f, share=percent(f["share"], 1), moved=percent(f["moved"], 1))


def _converted(f: Values) -> str:
    rates = ", ".join(
        sentence(
            "1 {code} = {rate} {currency} ({n} rows)",
            code=each["currency"],
            rate=each["rate"],
            currency=f["currency"],
            n=count(each["rows"]),
        )
        for each in f["rates"]
    )
    if not f["blank"]:
        return sentence("amounts in several currencies were converted with the stated rates: {rates}.", rates=rates)
    return sentence(
        "amounts in several currencies were converted with the stated rates: {rates}; {blank} rows without a currency "
        "count as {currency}.",
        **printed(f, rates=rates),
    )


def _symbol(f: Values) -> str:
    if f["stated"]:
        return sentence(
            "{file}: {column} is written with the currency symbol or code '{symbol}', which was taken off; the "
            "currency was assumed to be {currency} as client.yml states: is that right?",
            **printed(f),
        )
    return sentence(
        "{file}: {column} is written with the currency symbol or code '{symbol}', which was taken off; the currency "
        "was assumed to be {currency}.",
        **printed(f),
    )


SENTENCES: dict[str, Say] = {
    "amount_scientific": says(
        "{file}: {rows} values of {column} are in scientific notation (as '{example}'); digits may have been lost "
        "when they were exported."
    ),
    "thousands": says(
        "{file}: in {column}, '{example}' was read as thousands, because smaller numbers have no mark; set decimal if "
        "that is wrong."
    ),
    "currency_converted": _converted,
    "currency_symbol": _symbol,
    "rounding": lambda f: sentence(
        "{rows} amounts have more decimals than the currency and were rounded half up, row by row: the exact total is "
        "{difference} different.",
        **printed(f, difference=change(f["amount"], 6)),
    ),
    "decimals_changed": lambda f: sentence(
        "{file}: {share} of the amounts have no decimals and are about {power} times as large as the others, the "
        "first in {row} ('{example}' beside '{other}'): was their decimal point lost? The total swells by {moved}.",
        **_apart(f),
    ),
    "magnitude_changed": lambda f: sentence(
        "{file}: {share} of the amounts, the first in {row}, are about {power} times as large as the others "
        "('{example}' beside '{other}') and spread alike: are they in another unit (cents, thousands)? They were added "
        "up as they are.",
        **_apart(f),
    ),
    "decimals_kept": lambda f: sentence(
        "The amounts are finer than the currency, and rounding each row would move their total by {difference}: they "
        "are kept with {decimals} decimals, and rounded where they are printed.",
        difference=change(f["amount"]),
        decimals=count(f["decimals"]),
    ),
    "returns": lambda f: sentence(
        "{rows} rows have negative amounts (returns, credit notes, cancellations), {amount} in all, {share} of the "
        "positive revenue; they are netted per customer and day.",
        **printed(f, share=percent(f["share"], 1)),
    ),
    "negative_customers": says(
        "{rows} customers have a negative net revenue, {amount} in all (returns exceed purchases): cumulative shares "
        "are taken over the others."
    ),
    "zero_amount": says_by(
        "{rows} row has the amount zero (samples, gifts, tests?); it brings no revenue, and whether such a day "
        "counts as a purchase is the parameter zero_is_purchase.",
        "{rows} rows have the amount zero (samples, gifts, tests?); they bring no revenue, and whether such a day "
        "counts as a purchase is the parameter zero_is_purchase.",
    ),
    "duplicate_rows": says(
        "{rows} duplicate rows repeat another row of the same source in every column ({groups} groups), {amount} in "
        "all; they were kept, because true sales can look alike. Remove them in the export if not."
    ),
    "outlier": lambda f: sentence(
        "The largest amount, {amount}, is {share} of the positive revenue in one row: an extreme outlier; check it "
        "before any share is quoted.",
        **printed(f, share=percent(f["share"])),
    ),
    "total_row_suspected": says(
        "One row's amount, {amount}, equals the sum of all the others: it may be a total row; remove it in the export "
        "if it is."
    ),
    "extreme_amounts": says_by(
        "{rows} amount is over 10,000 times the median of {median} (the largest is {largest}): an outlier to check.",
        "{rows} amounts are over 10,000 times the median of {median} (the largest is {largest}): outliers to check.",
    ),
    "one_amount": says(
        "All {rows} amounts are the same, {each}: is the column a count or a flag, and the money in another one? "
        "Customers then differ in how often they buy only."
    ),
    "quantity_sign": says_by(
        "{file}: {rows} row with {amount} has a negative quantity and a positive amount: returns whose amount lost "
        "its sign? They count as revenue; export their amounts as negative.",
        "{file}: {rows} rows with {amount} have a negative quantity and a positive amount: returns whose amount lost "
        "its sign? They count as revenue; export their amounts as negative.",
    ),
}
