"""Whether an id is one customer: collective customers, customer 0, an id per order, a phone number in two spellings."""

from __future__ import annotations

from analysis.display.language import sentence
from analysis.intake.say.values import Say, Values, percent, printed, says


def _zero(f: Values) -> str:
    return sentence(
        "Customer '{id}' was taken for a customer, because the numbers run from 0 on; many shops write 0 for a "
        "guest, who is no single customer: {rows} rows with {amount} ({part} of revenue). Leave the id blank in "
        "the export if it means guests.",
        **printed(f, part=percent(f["share"], 1)),
    )


SENTENCES: dict[str, Say] = {
    "customer_collective": says(
        "{file}: customer '{id}' is called '{word}' in column '{column}': nobody in particular, but a collective "
        "customer. {rows} rows with {amount} count as one customer. Leave the id blank in the export if they are "
        "several people."
    ),
    "customer_zero": _zero,
    "customer_unlike": says(
        "Customer '{id}' is written unlike the others (as '{example}'), or of noughts or nines, and buys far more "
        "often, {rows} rows with {amount}: perhaps nobody in particular, but a collective customer. Leave "
        "the id blank in the export if so."
    ),
    "ids_never_repeat": says(
        "{file}: customer ids never repeat: {rows} ids in {documents} orders, so each order has a new id. Column "
        "'{column}' does repeat ({distinct} values). Name it as customer_id if it holds the customer."
    ),
    "id_phone_twins": says(
        "{ids} customer ids are phone numbers that end in the same {digits} digits and differ only in how they "
        "are written (as '{one}' and '{two}'; {groups} groups of twins): they were kept apart. If they are the "
        "same customer, write them in one way in the export."
    ),
}
