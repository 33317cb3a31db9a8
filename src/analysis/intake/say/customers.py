"""What was noticed about the customers in the rows that are used: their ids, their weight, what they look like."""

from __future__ import annotations

from analysis.display.language import sentence
from analysis.intake.say.values import Say, percent, printed, says, says_by

totals = says_by(
    "{customers} customer id ({names}) with {rows} rows and {amount} look like totals or subtotals and count as "
    "customers; if they are, every sale counts twice. Export without totals.",
    "{customers} customer ids ({names}) with {rows} rows and {amount} look like totals or subtotals and count as "
    "customers; if they are, every sale counts twice. Export without totals.",
    of="customers",
)
"""Say that ids of customers look like totals."""

SENTENCES: dict[str, Say] = {
    "one_transaction": says("There is one transaction only (1 row): too few to analyse anything."),
    "one_customer": says(
        "All {rows} rows belong to one customer (1 customer): shares and models say nothing about too few customers."
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
    "return_before_purchase": says(
        "{rows} customers begin with a return (a negative day before any purchase, as '{example}'): what they bought "
        "lies before the data. Their first purchase is the first day with a positive net amount."
    ),
    "customers_test": says_by(
        "{customers} customer id ({names}) with {rows} rows and {amount} look like test, internal or sample accounts; "
        "they are included. Export without them if they are.",
        "{customers} customer ids ({names}) with {rows} rows and {amount} look like test, internal or sample "
        "accounts; they are included. Export without them if they are.",
        of="customers",
    ),
    "text_garbled": says_by(
        "{customers} customer id ({names}) with {rows} rows and {amount} have letters that were encoded twice (UTF-8 "
        "taken for another encoding before it was exported); names are shown as they stand. Export the file again as "
        "UTF-8.",
        "{customers} customer ids ({names}) with {rows} rows and {amount} have letters that were encoded twice (UTF-8 "
        "taken for another encoding before it was exported); names are shown as they stand. Export the file again as "
        "UTF-8.",
        of="customers",
    ),
    "id_float": says(
        "{file}: {rows} customer ids end in a decimal '.0' (as '{example}'), because a program read them as floats; "
        "the '.0' was taken off. Leading zeros may have been lost before."
    ),
    "id_blanks": says(
        "{file}: {rows} rows have customer ids with a blank (whitespace, space) around them (as '{example}', "
        "{spellings} spellings); it was taken off, so that they are the same customer."
    ),
    "id_invisible": says(
        "{file}: {rows} rows have customer ids with invisible (zero-width, control or non-breaking space) or "
        "full-width characters, letters with a separate accent or a spreadsheet's formula sign (as '{example}', "
        "{spellings} spellings); they were cleaned, so that they are the same customer."
    ),
    "id_twins": says(
        "{ids} customer ids differ only in case, blanks, dashes or the alphabet (as '{one}' and '{two}'; {groups} "
        "groups of twins): they were kept apart. If they are the same customers, unify the ids in the export."
    ),
    "id_name_twins": says(
        "{ids} customer ids are the same name in two spellings, with its umlauts written out or the surname in front "
        "(as '{one}' and '{two}'; {groups} groups of twins): they were kept apart. If they are the same customers, "
        "unify the ids in the export."
    ),
    "id_decimals": says(
        "{ids} customer ids differ only in a decimal .0 (as '{one}' and '{two}'; {groups} groups of twins): they were "
        "kept apart. If they are the same customers, unify the ids in the export."
    ),
    "id_leading_zeros": says(
        "{ids} customer ids differ only in leading zeros (as '{one}' and '{two}'; {groups} groups of twins): they "
        "were kept apart. If they are the same customers, unify the ids in the export."
    ),
}
