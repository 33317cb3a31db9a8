"""Rows that are no sales but sums: of other rows, of a page, of an order; and tables below the first."""

from __future__ import annotations

from analysis.display.language import joined, sentence, sentences
from analysis.intake.say.values import Say, Values, cash, percent, printed, quoted, says


def _words(f: Values) -> str:
    return quoted(f["words"]) + (" …" if f["more"] else "")


def _rows_are_sums(f: Values) -> str:
    return CHAINS[f["chain"]](f) if "chain" in f else _by_contrast(f)


def _word(word: str) -> str:
    if word in {"", "*"}:
        return sentence("filled") if word else sentence("blank")
    return f"'{word}'"


def _by_contrast(f: Values) -> str:
    return sentence(
        "{file}: {rows} rows with {amount}, where column '{column}' is {word}, are the sums of the other rows: in "
        "{agree} of {groups} groups both add up to the same, to the cent. They are totals, no sales of their own, and "
        "are left out.",
        **printed(f, word=_word(f["word"])),
    )


CHAINS: dict[str, Say] = {
    "running": says(
        "{file}: {rows} rows with {amount} are sums of other rows, again and again: each is the running sum of all "
        "rows above it (carried from page to page). The first is {first}. They are totals, no sales, and are left out."
    ),
    "below": says(
        "{file}: {rows} rows with {amount} are sums of other rows, again and again: each is the sum of the block of "
        "rows above it. The first is {first}. They are totals, no sales, and are left out."
    ),
    "above": says(
        "{file}: {rows} rows with {amount} are sums of other rows, again and again: each is the sum of the block of "
        "rows below it. The first is {first}. They are totals, no sales, and are left out."
    ),
}
"""Where a sum stands -> what is said of it."""


def _table_below(f: Values) -> str:
    if f["fate"] == "unread":
        return _unread(f)
    named = f"'{f['title'] or f['header']}'"
    if f["above"]:
        begun = sentence(
            "{file}: a second table, {named}, begins in {where} below '{above}': {rows} rows with {amount}.",
            **printed(f, named=named),
        )
    else:
        begun = sentence(
            "{file}: a second table, {named}, begins in {where} below the first table: {rows} rows with {amount}.",
            **printed(f, named=named),
        )
    told = {
        "other_header": sentence("Its header is another one ({header}), so it is left out.", header=f["header"]),
        "no_sales": sentence("By its title it holds no sales, so it is left out."),
        "read": sentence("It has the same columns and was read like the first: the amounts of both were added up."),
    }[f["fate"]]
    return joined(begun, told, sentence("Export each table as a file of its own if that is wrong."))


def _unread(f: Values) -> str:
    advice = sentence("Export each table as a file of its own if it should count.")
    if f["title"]:
        return joined(
            sentence(
                "{file}: a second table, '{title}', begins near line {line} below the first: its header is another "
                "one ({header}), so its {rows} lines are left out.",
                **printed(f),
            ),
            advice,
        )
    return joined(
        sentence(
            "{file}: a second table, without a title, begins near line {line} below the first: its header is another "
            "one ({header}), so its {rows} lines are left out.",
            **printed(f),
        ),
        advice,
    )


def _order_total(f: Values) -> str:
    if f["column"]:
        found = sentence(
            "{file}: in {equal} of {orders} orders (column '{column}') with several rows, every row has the same "
            "'{amount_column}', while the items differ: the order's total seems to stand on each of its lines and "
            "counts several times.",
            **printed(f),
        )
    else:
        found = sentence(
            "{file}: in {equal} of {orders} cases where a customer has several rows on a day, every row has the same "
            "'{amount_column}', while the items differ: the order's total seems to stand on each of its lines and "
            "counts several times.",
            **printed(f),
        )
    return joined(
        found,
        sentence(
            "{rows} rows with {amount} repeat it. Name the column with the line's own amount, or export one row per "
            "order.",
            **printed(f),
        ),
    )


def _opening(f: Values) -> str:
    if f["word"]:
        found = sentence(
            "{file}: {rows} rows with {amount}, one for each of as many of the {customers} customers, all stand on "
            "{day}, the first day, and are called '{word}' in column '{column}': they look like opening balances.",
            **printed(f),
        )
    else:
        found = sentence(
            "{file}: {rows} rows with {amount}, one for each of as many of the {customers} customers, all stand on "
            "{day}, the first day, as on no other day: they look like opening balances.",
            **printed(f),
        )
    return joined(found, sentence("They count as sales: leave them out in the export if they are none."))


SENTENCES: dict[str, Say] = {
    "rows_are_sums": _rows_are_sums,
    "balance_rows": lambda f: sentences(
        f["rows"],
        "{file}: {rows} row with {amount} is called {words} in column '{column}': it carries a sum or a balance on and "
        "is no sale; it is left out.",
        "{file}: {rows} rows with {amount} are called {words} in column '{column}': they carry a sum or a balance on "
        "and are no sales; they are left out.",
        **printed(f, words=_words(f)),
    ),
    "opening_balances": _opening,
    "rows_called_total": lambda f: sentences(
        f["rows"],
        "{file}: {rows} row with {amount} is called {words} in column '{column}', but is not the sum of other rows: it "
        "counts as a sale. Export without totals if it is one.",
        "{file}: {rows} rows with {amount} are called {words} in column '{column}', but are not the sums of other "
        "rows: they count as sales. Export without totals if they are some.",
        **printed(f, words=_words(f)),
    ),
    "table_below": _table_below,
    "order_total_repeated": _order_total,
    "rows_copied": says(
        "{file}: {rows} rows with {amount} repeat others in every column but '{column}': an export was appended to an "
        "earlier one, and these sales count twice. Keep the rows of the last export only."
    ),
    "payments": lambda f: sentence(
        "{mirrored} of {rows} negative rows equal an earlier invoice of the same customer, {back} in all, {share} of "
        "the positive revenue: they look like payments that settle invoices, not like returns. They were subtracted. "
        "Export the invoices only, or name the column of document kinds as kind and state kind: drop.",
        **printed(f, back=cash(-f["amount"]), share=percent(f["share"])),
    ),
}
