"""What changes the money of a line, or its unit: discounts, price units, cents."""

from __future__ import annotations

from analysis.display.language import joined, sentence
from analysis.intake.say.values import Say, Values, percent, printed, says


def _taken_off(f: Values) -> str:
    if f["written"] == "fraction":
        return sentence(
            "{file}: column '{column}' is a discount as a fraction (up to {most}): in {rows} rows it was taken off "
            "quantity times price.",
            **printed(f),
        )
    return sentence(
        "{file}: column '{column}' is a discount as a percent (up to {most}): in {rows} rows it was taken off quantity "
        "times price.",
        **printed(f),
    )


def _cents(f: Values) -> str:
    return sentence(
        "All {rows} amounts are whole numbers, and {part} of them end in 00, 50, 90, 95, 99 as prices do: they "
        "look like cents (minor units of {currency}), which makes every sum 100 times too large. Divide them by "
        "100 in the export if so.",
        **printed(f, part=percent(f["share"]), currency=f["currency"] or sentence("the currency")),
    )


def _price_of_line(f: Values) -> str:
    advice = sentence("The quantity counts twice. Name the column as amount instead of unit_price if so.")
    if f["multiples"]:
        return joined(
            sentence(
                "{file}: column '{column}' is named as unit_price, but it is a multiple of the quantity in {multiples} "
                "of {rows} rows, as only the total of a line is.",
                **printed(f),
            ),
            advice,
        )
    return joined(
        sentence("{file}: column '{column}' is named as unit_price, but is called a line's total.", **printed(f)),
        advice,
    )


SENTENCES: dict[str, Say] = {
    "discount_not_named": says(
        "{file}: column '{column}' holds a discount in {rows} rows ({examples}), and the amount is quantity times "
        "unit price: the discount was not taken off. Name the column as discount if it should be, or the column "
        "of the net amount as amount."
    ),
    "discount_taken_off": _taken_off,
    "amounts_netted": says(
        "{file}: the amount is column '{column}' less column '{less}', which fills {rows} rows: {amount}."
    ),
    "discount_not_taken_off": says(
        "{file}: column '{column}' is named as discount, but whether it is a rate or money, per piece or per line, "
        "cannot be told ({low} to {high}): in {rows} rows the discount was not taken off. Name the column of the net "
        "amount as amount."
    ),
    "price_unit_not_named": says(
        "{file}: column '{column}' is a price unit: in {rows} rows with {amount} the price is per 10, 100 or "
        "1,000 pieces, and the amount is quantity times price, so many times too large. Name the column as "
        "price_unit, or the column of the line's amount as amount."
    ),
    "amounts_in_cents": _cents,
    "amounts_minor": says(
        "{file}: all {rows} amounts are whole numbers, and column '{beside}' is of an interface that counts in cents "
        "(minor units): every sum would be 100 times too large. Divide them by 100 in the export if so."
    ),
    "price_of_line": _price_of_line,
    "amount_with_tax": lambda f: sentence(
        "{file}: column '{column}' is '{base}' with {parts} in every row: {share} of the revenue is tax. Name '{base}' "
        "as amount, or say in the report that revenue includes tax.",
        **printed(f, share=percent(f["share"], 1)),
    ),
    "amount_after_fees": lambda f: sentence(
        "{file}: column '{column}' is '{base}' less {parts} in every row: what is paid out after fees, {share} below "
        "what customers paid. Name '{base}' as amount, and the fees as cost.",
        **printed(f, share=percent(f["share"], 1)),
    ),
    "amount_before_discount": lambda f: sentence(
        "{file}: column '{column}' is '{base}' with {parts} in every row: the money before the discount, {share} above "
        "what customers paid. Name '{base}' as amount.",
        **printed(f, share=percent(f["share"], 1)),
    ),
    "line_beside": says(
        "{file}: column '{column}' is quantity times price in {equal} rows and less in {rows}, {amount} in all: it "
        "seems to be the line's amount after a discount, and the amounts are without it. Name it as amount if so."
    ),
}
