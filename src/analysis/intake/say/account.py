"""The account in words: what was read and used, overlaps of exports, and the client's books against the rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.client.tables import period_of
from analysis.display import formats
from analysis.display.formats import count
from analysis.display.language import joined, later, sentence, sentences
from analysis.intake.say.reasons import reason
from analysis.intake.say.values import Values, cash, change, percent, says

LEFT_OUT_OF_BOOKS = {
    "missing_customer_id": later("{amount} left out without a customer id"),
    "placeholder_customer_id": later("{amount} left out with a placeholder as customer id"),
    "after_observation_end": later("{amount} left out after the observation end"),
}
"""What the books hold and the analysis leaves out, by reason."""


def used(facts: Values, ledger: list[Values], currency: str | None) -> list[str]:
    """Return what was read, used and left out, a line each.

    Parameters
    ----------
    facts : mapping
        rows, customers, total (None without amounts), first, last.
    ledger : list of mappings
        reason, rows and amount of what was left out.
    currency : str or None
        ISO code.
    """
    read = facts["rows"] + sum(line["rows"] for line in ledger)
    values = {
        "used": count(facts["rows"]),
        "customers": count(facts["customers"]),
        "first": facts["first"],
        "last": facts["last"],
        "rows": sentences(read, "{n} row", "{n} rows"),
    }
    if facts["total"] is None:
        said = sentence("{rows} read, {used} used: {customers} customers, {first} to {last}.", **values)
    else:
        said = sentence(
            "{rows} read, {used} used: {customers} customers, {total}, {first} to {last}.",
            total=formats.money(facts["total"], currency, 2),
            **values,
        )
    return [said, *(_left(line, currency) for line in ledger)]


def _left(line: Mapping[str, Any], currency: str | None) -> str:
    n = line["rows"]
    if line["amount"] is None:
        return sentences(n, "left out: {reason}: {n} row", "left out: {reason}: {n} rows", reason=line["reason"])
    return sentences(
        n,
        "left out: {reason}: {n} row, {amount}",
        "left out: {reason}: {n} rows, {amount}",
        reason=line["reason"],
        amount=formats.money(line["amount"], currency, 2),
    )


def _control_total(f: Values) -> str:
    said = sentence(
        "Control total, {period}: the books say {books}, the rows read give {here}.",
        period=period_of(f["from"], f["to"]),
        books=cash(f["books"]),
        here=_made_of(f),
    )
    if not f["difference"]:
        return joined(
            said,
            sentence(
                "They agree to the cent; the {rounding} between them is the rounding of single rows.",
                rounding=change(f["rounding"]),
            )
            if f["rounding"]
            else sentence("They agree to the cent."),
        )
    apart = cash(abs(f["difference"]))
    if f["books"]:
        apart += f", {percent(abs(f['difference'] / f['books']), 2)}"
    found = (
        sentence("That leaves {apart} missing here, unexplained.", apart=apart)
        if f["difference"] > 0
        else sentence("That leaves {apart} too much here, unexplained.", apart=apart)
    )
    return joined(said, found, _not_counted(f), sentence("Is a file missing, or counted twice?"))


def _made_of(f: Values) -> str:
    """Return the sum of the rows, and what it is made of where something was left out."""
    here = cash(f["here"])
    if not f["left_out"]:
        return here
    parts = [sentence("{amount} used", amount=cash(f["used"]))]
    parts += [sentence(LEFT_OUT_OF_BOOKS[code], amount=cash(amount)) for code, amount in f["left_out"].items()]
    return f"{here} ({' + '.join(parts)})"


def _not_counted(f: Values) -> str:
    parts = [
        sentence("{amount} of {reason}", amount=cash(amount), reason=reason(code))
        for code, amount in f["not_counted"].items()
    ]
    if f["undated"]:
        parts.append(sentence("{amount} of rows without a readable date", amount=cash(f["undated"])))
    return sentence("Not counted: {parts}.", parts=", ".join(parts)) if parts else ""


SENTENCES = {
    "orders_shared": says(
        "{different} order ids (as '{example}') stand in two sources with different rows: two shops with the same "
        "numbering, or an order cut in two; all {rows} rows were kept."
    ),
    "coincidences": says(
        "{rows} rows of {file} look like rows of {other} (same customer, day and amount) outside any stretch of days "
        "in which the two agree; they were kept as separate sales."
    ),
    "control_total": _control_total,
}
