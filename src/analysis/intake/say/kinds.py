"""What columns of few values say of the rows: kinds and states, and what the client file's rules did with them."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import joined, sentence, sentences
from analysis.intake.say.values import Say, Values, cash, printed, says, says_by


def _listed(f: Values) -> str:
    shown = [
        sentence(
            "'{value}' ({rows} rows, {amount})",
            value=each["value"],
            rows=count(each["rows"]),
            amount=cash(each["amount"]),
        )
        for each in f["kinds"]
    ]
    more = [sentence("{n} more values", n=count(f["more"]))] if f["more"] else []
    return ", ".join(shown + more)


def _kinds(f: Values) -> str:
    listing = sentence("{file}: column '{column}' holds {values}.", **printed(f, values=_listed(f)))
    if not f["odd"]:
        told = sentence(
            "These codes say what kind of document a row is, and nobody has said which of them are sales: all were "
            "taken as sales, with the sign of their amounts. Name the column as {key} and state {key}: keep, drop or "
            "negate.",
            key=f["key"],
        )
    else:
        told = sentences(
            len(f["odd"]),
            "{odd} speaks against a sale (cancelled, not yet paid, planned, internal, taken back, or a payment): "
            "{rows} rows with {amount}. They were read like the others, and all were taken as sales. Name the column "
            "as {key} and state {key}: keep, drop or negate, if that is wrong.",
            "{odd} speak against a sale (cancelled, not yet paid, planned, internal, taken back, or a payment): "
            "{rows} rows with {amount}. They were read like the others, and all were taken as sales. Name the column "
            "as {key} and state {key}: keep, drop or negate, if that is wrong.",
            **printed(f),
        )
    return joined(listing, told)


SENTENCES: dict[str, Say] = {
    "status": _kinds,
    "kind_not_named": _kinds,
    "values_listed": lambda f: sentence(
        "{file}: column '{column}' divides the first {first} rows into {values}; all were taken as sales.",
        **printed(f, values=_listed(f)),
    ),
    "rule_without_rows": says(
        "{file}: no row has the {column} {values}, which the client file names; it holds {there}."
    ),
    "rule_negated": says_by(
        "{file}: {rows} row counts as negative, as the client file's rules say: {amount}.",
        "{file}: {rows} rows count as negative, as the client file's rules say: {amount} in all.",
    ),
}
