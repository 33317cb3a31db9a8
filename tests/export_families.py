"""Exports as tills, shops, ERPs and accountants write them, beyond the corpus of ``bad_inputs``: a table of cases.

A case is a name, what stands in the file, and what is right: *read* (the facts, whatever else is said), *said* (the
facts, and these words in a warning), *refused* (these words in one sentence). Where two outcomes are right, both are
named. The ledger behind the cases has 40 rows of 10 customers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Row = tuple[str, dt.date, Decimal]

FIRST = dt.date(2023, 1, 3)


def ledger() -> list[Row]:
    """Return 40 rows of 10 customers: every fourth amount above 1,000, every tenth negative."""
    rows = []
    for k in range(40):
        cents = 1234 + 731 * k + (100_000 if k % 4 == 0 else 0)
        amount = Decimal(-cents if k % 10 == 9 else cents) / 100
        rows.append((f"K{1 + (k * 7) % 10:02d}", FIRST + dt.timedelta(days=(k * 53) // 7), amount))
    return rows


ROWS = ledger()
WHOLE = [(i, d, Decimal(abs(int(a)))) for i, d, a in ROWS]
SALES = [row for row in ROWS if row[2] > 0]


def facts(rows: Sequence[Row]) -> dict[str, Any]:
    """Return what ``read_transactions`` should find in these rows."""
    ids = sorted({row[0] for row in rows})
    return {
        "rows": len(rows),
        "customers": len(ids),
        "total": float(sum(row[2] for row in rows)),
        "first": min(row[1] for row in rows).isoformat(),
        "last": max(row[1] for row in rows).isoformat(),
        "ids": hashlib.sha256("\n".join(ids).encode()).hexdigest()[:16],
    }


@dataclass(frozen=True)
class Case:
    """One export, and what is right to do with it."""

    name: str
    content: str | bytes
    right: str
    words: tuple[str, ...] = ()
    truth: dict[str, Any] | None = None
    columns: dict[str, Any] = field(default_factory=lambda: {"customer_id": "id", "date": "day", "amount": "value"})
    keys: dict[str, Any] = field(default_factory=dict)


CASES: list[Case] = []


def case(
    name: str,
    content: str | bytes,
    right: str,
    *words: str,
    rows: Sequence[Row] | None = None,
    columns: str | None = None,
    extra: dict[str, Any] | None = None,
    **keys: Any,
) -> None:
    """Add a case; ``columns`` names customer, date and amount, ``extra`` further ones, ``rows`` the truth."""
    named = dict(zip(("customer_id", "date", "amount"), (columns or "id,day,value").split(","), strict=True))
    truth = None if right == "refused" else facts(rows if rows is not None else ROWS)
    CASES.append(Case(name, content, right, words, truth, named | (extra or {}), keys))


def point(amount: Decimal) -> str:
    """Return 1234.50."""
    return f"{amount:.2f}"


def comma(amount: Decimal) -> str:
    """Return 1.234,50."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def table(
    amount: Callable[[Decimal], str] = point,
    day: Callable[[dt.date], str] = str,
    id_: Callable[[str], str] = str,
    rows: Sequence[Row] = ROWS,
    head: str = "id;day;value",
    mark: str = ";",
    end: str = "\n",
) -> str:
    """Return the ledger as text, each column written in a way of its own."""
    return head + end + "".join(mark.join((id_(i), day(d), amount(a))) + end for i, d, a in rows)


def with_column(name: str, cell: Callable[[int, Row], str], rows: Sequence[Row] = ROWS) -> str:
    """Return the ledger with one more column, which the client file does not name."""
    lines = [f"{i};{d};{a:.2f};{cell(k, (i, d, a))}" for k, (i, d, a) in enumerate(rows)]
    return f"id;day;value;{name}\n" + "\n".join(lines) + "\n"


def zipped(**files: str | bytes) -> bytes:
    """Return a zip of these files; two underscores in a name stand for a slash."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in files.items():
            archive.writestr(file.replace("__", "/").replace("_csv", ".csv"), content)
    return stream.getvalue()


# --- reports that ERPs print into a file ---------------------------------------------------------------------------
RULE = "-" * 38 + "\n"
LINES = [f"| {i:<8} | {d:%d.%m.%Y} | {comma(abs(a)) + ('-' if a < 0 else ''):>12} |\n" for i, d, a in ROWS]
ALV_HEAD = "| Customer | Doc. Date  |       Amount |\n"
case(
    "sap_alv_list",
    "Report ZSD_SALES\n\n" + RULE + ALV_HEAD + RULE + "".join(LINES) + RULE,
    "read",
    columns="Customer,Doc. Date,Amount",
)
case(
    "sap_alv_pages",
    RULE + ALV_HEAD + RULE + "".join(LINES[:20]) + RULE + ALV_HEAD + RULE + "".join(LINES[20:]) + RULE,
    "read|refused",
    "columns",
    columns="Customer,Doc. Date,Amount",
)
case("sap_xls_that_is_text", table(comma, "{:%d.%m.%Y}".format, mark="\t", head="id\tday\tvalue"), "read", file="o.xls")
case(
    "datev_days_without_years",
    '"EXTF";700;21;"Buchungsstapel"\nUmsatz;Soll/Haben-Kennzeichen;Konto;Belegdatum\n'
    + "".join(f"{comma(abs(a))};{'H' if a < 0 else 'S'};{i};{d:%d%m}\n" for i, d, a in ROWS),
    "refused",
    "Belegdatum",
    "dates",
    columns="Konto,Belegdatum,Umsatz",
)
case(
    "datev_debit_credit_flag",
    "Konto;Belegdatum;Umsatz;Soll/Haben-Kennzeichen\n"
    + "".join(f"{i};{d:%d.%m.%Y};{comma(abs(a))};{'H' if a < 0 else 'S'}\n" for i, d, a in ROWS),
    "said|refused",
    "Soll/Haben-Kennzeichen",
    rows=[(i, d, abs(a)) for i, d, a in ROWS],
    columns="Konto,Belegdatum,Umsatz",
)
case(
    "debit_and_credit_columns",
    "id;day;debit;credit\n" + "".join(f"{i};{d};{a:.2f};\n" if a > 0 else f"{i};{d};;{-a:.2f}\n" for i, d, a in ROWS),
    "said|refused",
    "credit",
    rows=SALES,
    columns="id,day,debit",
)
case(
    "subtotals_of_each_customer",
    "id;day;value\n"
    + "".join(
        "".join(f"{i};{d};{a:.2f}\n" for i, d, a in ROWS if i == who)
        + f"{who} Total;;{sum(a for i, _, a in ROWS if i == who):.2f}\n"
        for who in sorted({row[0] for row in ROWS})
    )
    + f"Grand Total;;{sum(row[2] for row in ROWS):.2f}\n",
    "said",
    "total",
)
case(
    "subtotals_with_the_last_day",
    "id;day;value\n"
    + "".join(
        "".join(f"{i};{d};{a:.2f}\n" for i, d, a in ROWS if i == who)
        + f"Summe {who};2023-12-31;{sum(a for i, _, a in ROWS if i == who):.2f}\n"
        for who in sorted({row[0] for row in ROWS})
    ),
    "said",
    "total",
)
GROUPED = sorted(ROWS)
case(
    "id_in_the_first_row_of_a_group_only",
    table(rows=[(i if k == 0 or GROUPED[k - 1][0] != i else "", d, a) for k, (i, d, a) in enumerate(GROUPED)]),
    "said|refused",
    "first row",
    rows=[row for k, row in enumerate(GROUPED) if k == 0 or GROUPED[k - 1][0] != row[0]],
)
case(
    "months_as_columns",
    "id;Jan 2023;Feb 2023;Mar 2023;Apr 2023\n" + "".join(f"K{k:02d};10;20;30;40\n" for k in range(20)),
    "refused",
    "month",
    columns="id,month,value",
)
case(
    "order_total_on_every_line",
    "id;day;value;order_no;item\n"
    + "".join(f"{i};{d};{a:.2f};R{k};P{n}\n" for k, (i, d, a) in enumerate(SALES) for n in range(2 + k % 2)),
    "said|refused",
    "order_no",
    rows=[row for k, row in enumerate(SALES) for _ in range(2 + k % 2)],
    extra={"order_id": "order_no"},
)
case(
    "order_total_on_every_line_order_not_named",
    "id;day;value;order_no;item\n"
    + "".join(f"{i};{d};{a:.2f};R{k};P{n}\n" for k, (i, d, a) in enumerate(SALES) for n in range(2 + k % 2)),
    "said|refused",
    "order_no",
    rows=[row for k, row in enumerate(SALES) for _ in range(2 + k % 2)],
)
case(
    "running_balance",
    "id;day;in;value\n"
    + "".join(f"{i};{d};{a:.2f};{sum(r[2] for r in ROWS[: k + 1]):.2f}\n" for k, (i, d, a) in enumerate(ROWS)),
    "said|refused",
    "balance",
    rows=[(i, d, sum((r[2] for r in ROWS[: k + 1]), Decimal(0))) for k, (i, d, _) in enumerate(ROWS)],
)

# --- shops and payment services ------------------------------------------------------------------------------------
case(
    "shopify_order_level_on_the_first_line_item",
    "Name,Email,Paid at,Total,Lineitem name\n"
    + "".join(
        f"#{k},{i},{d} 10:11:12 +0100,{a:.2f},Tea\n" + f"#{k},{i},,,Cup\n" * (k % 3) for k, (i, d, a) in enumerate(ROWS)
    ),
    "said",
    "no date",
    columns="Email,Paid at,Total",
)
case(
    "stripe_in_cents",
    "id,day,amount (cents)\n" + "".join(f"{i},{d},{int(a * 100)}\n" for i, d, a in ROWS),
    "said|refused",
    "cents",
    rows=[(i, d, a * 100) for i, d, a in ROWS],
    columns="id,day,amount (cents)",
)
case(
    "controller_in_thousands",
    "id;day;Umsatz (TEUR)\n" + "".join(f"{i};{d};{int(abs(a))}\n" for i, d, a in ROWS),
    "said|refused",
    "thousands",
    rows=[(i, d, Decimal(int(abs(a)))) for i, d, a in ROWS],
    columns="id,day,Umsatz (TEUR)",
)
case(
    "amazon_settlement_with_its_sum_first",
    "settlement\tday\tid\tvalue\n"
    + f"77\t\t\t{sum(row[2] for row in ROWS):.2f}\n"
    + "".join(f"77\t{d}T08:09:10+00:00\t{i}\t{a:.2f}\n" for i, d, a in ROWS),
    "said",
    "no date",
)
case(
    "paypal_currency_of_each_row_not_named",
    with_column("Currency", lambda k, _: "USD" if k % 3 == 0 else "EUR"),
    "said|refused",
    "Currency",
)
case("one_currency_column_not_named", with_column("Currency", lambda k, _: "EUR"), "read")
case(
    "another_currency_in_a_column_not_named",
    with_column("Currency", lambda k, _: "CHF"),
    "said|refused",
    "CHF",
)
case(
    "refunds_in_a_type_column_not_named",
    with_column("Type", lambda k, row: "Refund" if k % 8 == 3 else "Sale", SALES),
    "said|refused",
    "Refund",
    rows=SALES,
)
case(
    "cancelled_orders_in_a_status_column_not_named",
    with_column("Order status", lambda k, row: "Cancelled" if k % 8 == 3 else "Completed"),
    "said|refused",
    "Cancelled",
)
case(
    "credit_notes_in_a_document_type_not_named",
    with_column("Belegart", lambda k, row: "Gutschrift" if k % 8 == 3 else "Rechnung", SALES),
    "said|refused",
    "Gutschrift",
    rows=SALES,
)
case(
    "price_named_as_amount_beside_a_quantity",
    "id;day;Unit price;Qty\n" + "".join(f"{i};{d};{abs(a):.2f};{1 + k % 5}\n" for k, (i, d, a) in enumerate(ROWS)),
    "said|refused",
    "Qty",
    rows=[(i, d, abs(a)) for i, d, a in ROWS],
    columns="id,day,Unit price",
)
case(
    "negative_quantity_positive_amount",
    "id;day;value;qty\n" + "".join(f"{i};{d};{abs(a):.2f};{-1 if a < 0 else 2}\n" for i, d, a in ROWS),
    "said|refused",
    "quantity",
    rows=[(i, d, abs(a)) for i, d, a in ROWS],
    extra={"quantity": "qty"},
)
case(
    "test_orders",
    table(rows=[(("test@shop.example" if k % 10 == 2 else i), d, a) for k, (i, d, a) in enumerate(ROWS)]),
    "said",
    "test",
    rows=[(("test@shop.example" if k % 10 == 2 else i), d, a) for k, (i, d, a) in enumerate(ROWS)],
)
case(
    "internal_customer",
    table(rows=[(("Eigenverbrauch" if k % 10 == 2 else i), d, a) for k, (i, d, a) in enumerate(ROWS)]),
    "said",
    "Eigenverbrauch",
    rows=[(("Eigenverbrauch" if k % 10 == 2 else i), d, a) for k, (i, d, a) in enumerate(ROWS)],
)
case("whole_export_twice_in_one_file", table(rows=ROWS + ROWS), "said", "duplicate", rows=ROWS + ROWS)
case("kassenbuch_balance_only_total_row", table() + "Saldo;31.12.2023;999,99\n", "refused|said", "date")

# --- numbers -------------------------------------------------------------------------------------------------------
case("apostrophe_thousands", table(lambda a: f"{a:,.2f}".replace(",", "'")), "read")
case(
    "indian_grouping",
    table(lambda a: "12,34,567.50" if a > 1000 else f"{a:.2f}"),
    "read",
    rows=[(i, d, Decimal("1234567.50") if a > 1000 else a) for i, d, a in ROWS],
)
case(
    "arabic_digits",
    table(lambda a: f"{a:.2f}".translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"))),
    "refused|read",
    "numbers",
)
case(
    "persian_digits",
    table(lambda a: f"{a:.2f}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))),
    "refused|read",
    "numbers",
)
for title, blank in (
    ("no_break", "\u00a0"),
    ("narrow", "\u202f"),
    ("thin", "\u2009"),
    ("plain", " "),
    ("figure", "\u2007"),
):
    case(f"{title}_space_thousands", table(lambda a, b=blank: f"{a:,.2f}".replace(",", b).replace(".", ",")), "read")
case("unicode_minus", table(lambda a: f"{a:.2f}".replace("-", "−")), "read")
case("full_width_minus", table(lambda a: f"{a:.2f}".replace("-", "－")), "read")
case("small_hyphen_minus", table(lambda a: f"{a:.2f}".replace("-", "﹣")), "read|refused", "numbers")
case("trailing_minus_with_blank", table(lambda a: f"{abs(a):.2f}" + (" -" if a < 0 else "")), "read")
case(
    "brackets_with_currency",
    table(lambda a: f"(${abs(a):,.2f})" if a < 0 else f"${a:,.2f}", mark="\t", head="id\tday\tvalue"),
    "said",
    "$",
)
case("half_a_bracket", table(lambda a: f"({abs(a):.2f}" if a < 0 else f"{a:.2f}"), "refused", "numbers")
case("angle_brackets", table(lambda a: f"<{abs(a):.2f}>" if a < 0 else f"{a:.2f}"), "refused|read", "numbers")
case("currency_word", table(lambda a: f"{comma(a)} Euro"), "said", "currency")
case(
    "currency_before_and_after",
    table(lambda a: f"EUR {comma(a)}" if a > 1000 else f"{comma(a)} EUR"),
    "said",
    "currency",
)
case("euro_and_dollar_words", table(lambda a: f"USD {a:.2f}" if a > 1000 else f"{a:.2f} EUR"), "refused", "USD")
case(
    "euro_comma_and_dollar_point",
    table(lambda a: f"USD {a:,.2f}" if a > 1000 else f"{comma(a)} EUR"),
    "refused",
    "decimal",
)
case("percent_signs", table(lambda a: f"{abs(a):.1f} %"), "refused", "numbers")
case("credit_and_debit_letters", table(lambda a: f"{abs(a):.2f} {'CR' if a < 0 else 'DR'}"), "said", "'Cr'")
case("only_credits_are_lettered", table(lambda a: f"{abs(a):.2f}{' CR' if a < 0 else ''}"), "said", "'Cr'")
case("soll_and_haben_letters", table(lambda a: f"{comma(abs(a))} {'H' if a < 0 else 'S'}"), "said", "'H'")
case("thousands_as_k", table(lambda a: f"{a / 1000:.1f}k" if a > 1000 else f"{a:.2f}"), "refused", "numbers")
case("millions_as_m", table(lambda a: f"{abs(a):.1f}M"), "refused", "numbers")
case(
    "ten_thousands_in_chinese",
    table(lambda a: f"{a / 10000:.2f}万" if a > 1000 else f"{a:.2f}"),
    "refused|read",
    "numbers",
)
case("yuan_words", table(lambda a: f"{a:.2f}元"), "said", "CNY", currency="CNY")
case("ranges", table(lambda a: "10-20"), "refused", "numbers")
case("dates_in_the_amounts", table(lambda a: f"{1 + int(abs(a)) % 28}. Mai"), "refused", "numbers")
case("amounts_all_the_same", table(lambda a: "10.00"), "said", "same", rows=[(i, d, Decimal(10)) for i, d, _ in ROWS])
case("point_and_comma_before_three_digits", table(lambda a: "1.234" if a > 1000 else "1,500"), "refused", "decimal")
case(
    "decimal_comma_unquoted_in_commas",
    table(lambda a: f"{a:.2f}".replace(".", ","), mark=",", head="id,day,value"),
    "refused",
    "columns",
)
case("text_marker_of_spreadsheets", table(lambda a: f"'{a:.2f}"), "refused|read", "numbers")

# --- dates ---------------------------------------------------------------------------------------------------------
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()  # noqa: SIM905
case("zones_around_midnight", table(day=lambda d: f"{d}T23:30:00-05:00"), "said", "time zone")
case(
    "zones_moved_to_the_business",
    table(day=lambda d: f"{d}T23:30:00Z"),
    "read",
    rows=[(i, d + dt.timedelta(days=1), a) for i, d, a in ROWS],
    timezone="Europe/Berlin",
)
case(
    "doubled_hour_of_summer_time",
    table(day=lambda d: f"{d} 02:30:00", rows=[*ROWS[:39], ("K01", dt.date(2023, 10, 29), ROWS[39][2])]),
    "read",
    rows=[*ROWS[:39], ("K01", dt.date(2023, 10, 29), ROWS[39][2])],
)
case("two_digit_years", table(day="{:%d.%m.%y}".format), "said", "two digits")
case("serials_in_text", table(day=lambda d: str((d - dt.date(1899, 12, 30)).days)), "said", "serial")
case("serials_with_fractions", table(day=lambda d: f"{(d - dt.date(1899, 12, 30)).days}.75"), "said", "serial")
case(
    "serials_with_comma_fractions",
    table(comma, day=lambda d: f"{(d - dt.date(1899, 12, 30)).days},75"),
    "said",
    "serial",
)
case(
    "american_and_european_mixed",
    table(day=lambda d: f"{d:%m/%d/%Y}" if d.month % 2 else f"{d:%d/%m/%Y}"),
    "refused",
    "mixed",
)
case(
    "serials_and_texts_mixed",
    table(day=lambda d: str((d - dt.date(1899, 12, 30)).days) if d.day <= 12 else f"{d:%d/%m/%Y}"),
    "refused",
    "mixed",
)
case("thirty_first_of_june", table(day=lambda d: "2023-06-31" if d.month == 6 else str(d)), "refused", "2023-06-31")
case(
    "epoch_seconds",
    table(day=lambda d: str(int(dt.datetime(d.year, d.month, d.day, 12, tzinfo=dt.UTC).timestamp()))),
    "said",
    "Unix",
)
case(
    "epoch_milliseconds",
    table(day=lambda d: str(1000 * int(dt.datetime(d.year, d.month, d.day, 12, tzinfo=dt.UTC).timestamp()))),
    "said",
    "Unix",
)
case(
    "epoch_microseconds",
    table(day=lambda d: str(10**6 * int(dt.datetime(d.year, d.month, d.day, 12, tzinfo=dt.UTC).timestamp()))),
    "refused|said",
    "date",
)
case("iso_weeks", table(day=lambda d: f"{d:%G-W%V}"), "refused", "no day")
case("iso_week_days", table(day=lambda d: f"{d:%G-W%V-%u}"), "said", "ISO week")
case("fiscal_periods", table(day=lambda d: f"{d:%Y}-P{d:%m}"), "refused", "dates")
case("sap_periods", table(day=lambda d: f"0{d:%m/%Y}"), "refused", "dates")
case("quarters", table(day=lambda d: f"Q{(d.month + 2) // 3} {d.year}"), "refused", "dates")
case("half_years", table(day=lambda d: f"H{(d.month + 5) // 6}-{d.year}"), "refused", "dates")
case("days_of_the_year", table(day=lambda d: f"{d:%Y%j}"), "refused", "dates")
case("hijri_years", table(day=lambda d: f"{d.year - 579}-{d:%m-%d}"), "refused", "date")
case("thai_years", table(day=lambda d: f"{d.year + 543}-{d:%m-%d}"), "said", "Buddhist")
case("roc_years", table(day=lambda d: f"民國{d.year - 1911}年{d.month}月{d.day}日"), "said", "Taiwan")
case("roc_years_short", table(day=lambda d: f"{d.year - 1911}/{d:%m/%d}"), "said", "Taiwan")
case(
    "chinese_weekday_in_brackets",
    table(day=lambda d: f"{d.year}-{d.month}-{d.day}（周{'一二三四五六日'[d.weekday()]}）"),
    "read|refused",
    "dates",
)
case("english_weekday_before", table(day="{:%a, %d %b %Y}".format), "read")
case(
    "german_month_names",
    table(day=lambda d: f"{d.day}. {MONTHS[d.month - 1]} {d.year}"),
    "read",
)
case("javascript_dates", table(day="{:%a %b %d %Y 10:00:00 GMT+0100 (CET)}".format), "refused|read", "dates")
case("hour_24", table(day=lambda d: f"{d} 24:00:00"), "refused", "dates")
case(
    "days_all_the_same",
    table(day=lambda d: "2023-05-01"),
    "said",
    "one day",
    rows=[(i, dt.date(2023, 5, 1), a) for i, _, a in ROWS],
)

# --- ids -----------------------------------------------------------------------------------------------------------
case(
    "ids_with_and_without_zeros",
    table(id_=lambda i: i[1:] if i > "K05" else i[2:]),
    "said|read",
    rows=[((i[1:] if i > "K05" else i[2:]), d, a) for i, d, a in ROWS],
)
TWINS = [(f"00{i[1:]}" if (k // 10) % 2 else i[1:], d, a) for k, (i, d, a) in enumerate(ROWS)]
case("ids_differ_in_zeros", table(rows=TWINS), "said", "leading zeros", rows=TWINS)
case(
    "ids_as_floats",
    table(id_=lambda i: f"123{i[1:]}.0"),
    "said",
    "decimal",
    rows=[(f"123{i[1:]}", d, a) for i, d, a in ROWS],
)
case(
    "ids_as_floats_with_comma",
    table(id_=lambda i: f"123{i[1:]},0"),
    "said",
    "decimal",
    rows=[(f"123{i[1:]}", d, a) for i, d, a in ROWS],
)
FLOATS = [
    (f"123{i[1:]}" + (".0" if (k // 10) % 2 else "") if i != "K10" else "WEB", d, a) for k, (i, d, a) in enumerate(ROWS)
]
case("ids_partly_floats_beside_words", table(rows=FLOATS), "said", ".0", rows=FLOATS)
case(
    "ids_partly_scientific",
    table(id_=lambda i: "1.23457E+11" if i > "K07" else f"1234567890{i[1:]}"),
    "refused",
    "scientific",
)
case(
    "ids_partly_scientific_with_comma",
    table(id_=lambda i: "1,23457E+11" if i > "K07" else f"1234567890{i[1:]}"),
    "refused",
    "scientific",
)
case("ids_with_blanks_behind", table(id_=lambda i: f"{i}  "), "said", "blank")
HYPHENS = [("A" + "-\u2010\u2011\u2013"[k // 10] + i, d, a) for k, (i, d, a) in enumerate(ROWS)]
case("ids_with_other_hyphens", table(rows=HYPHENS), "said", "twins", rows=HYPHENS)
ACCENTS = [(("Müller" if (k // 10) % 2 else "Mu\u0308ller") + i, d, a) for k, (i, d, a) in enumerate(ROWS)]
MUELLER = [(f"Müller{i}", d, a) for i, d, a in ROWS]
case("ids_with_composed_and_decomposed_letters", table(rows=ACCENTS), "said", "accent", rows=MUELLER)
LOOKALIKE = [(("А" if (k // 10) % 2 else "A") + i, d, a) for k, (i, d, a) in enumerate(ROWS)]
case("ids_with_cyrillic_lookalikes", table(rows=LOOKALIKE), "said", "twins", rows=LOOKALIKE)
case(
    "ids_are_order_numbers",
    table(rows=[(f"R{k:05d}", d, a) for k, (_, d, a) in enumerate(ROWS)]),
    "said",
    "repeat",
    rows=[(f"R{k:05d}", d, a) for k, (_, d, a) in enumerate(ROWS)],
)
CARDS = [(f"40123456789{i[1:]}", d, a) for i, d, a in ROWS]
FORMULAS = [(f"=HYPERLINK(1){i}", d, a) for i, d, a in ROWS]
case("formulas_as_ids", table(rows=FORMULAS), "read", rows=FORMULAS)
case("excel_text_formulas_as_ids", table(id_=lambda i: f'="{i}"'), "said", "formula sign")
case(
    "ids_with_question_marks",
    table(id_=lambda i: f"M?ller {i}"),
    "said|read",
    rows=[(f"M?ller {i}", d, a) for i, d, a in ROWS],
)
MOJIBAKE = [(f"MÃ¼ller {i}", d, a) for i, d, a in ROWS]
case("text_encoded_twice", table(rows=MOJIBAKE), "said|refused", "twice", rows=MOJIBAKE)

# --- text as text --------------------------------------------------------------------------------------------------
PLAIN = table(mark=",", head="id,day,value")
case("duplicate_header_names", table(head="id;day;value;value", amount=lambda a: f"{a:.2f};1"), "refused", "duplicate")
case("line_break_in_the_header", table(head='id;day;"value\n(EUR)"'), "read", columns="id,day,value (EUR)")
case(
    "two_files_joined_with_a_mark",
    (table(rows=ROWS[:20]).encode("utf-8-sig")) + table(rows=ROWS[20:]).encode("utf-8-sig"),
    "said",
    "header",
)
case("nul_bytes", PLAIN.replace("K05", "K\0005").encode(), "refused", "NUL")
case("unclosed_quote", PLAIN.replace("K05", '"K05', 1), "refused", "quote")
case("line_breaks_in_names", with_column("name", lambda k, _: '"Nord\nAG"' if k % 2 else '"Süd;West"'), "read")
case("tabs_above_commas_below", PLAIN.replace(",", "\t", 2), "refused", "columns")
case("form_feeds", PLAIN.replace("\nK05", "\n\fK05"), "read")
case("quoted_thousands", table(lambda a: f'"{a:,.2f}"', mark=",", head="id,day,value"), "read")
case(
    "fixed_width",
    "".join(
        f"{a:<8}{b:<12}{c:>10}\n"
        for a, b, c in [("id", "day", "value"), *[(i, str(d), f"{a:.2f}") for i, d, a in ROWS]]
    ),
    "read",
)
case(
    "fixed_width_with_names",
    "".join(
        f"{a:<8}{n:<12}{b:<12}{c:>10}\n"
        for a, n, b, c in [
            ("id", "name", "day", "value"),
            *[(i, "Nord AG" if k % 2 else "Ost", str(d), f"{a:.2f}") for k, (i, d, a) in enumerate(ROWS)],
        ]
    ),
    "refused",
    "columns",
)
case("single_quotes", table(id_="'{}'".format, head="'id';'day';'value'"), "refused", "'id'")
case("trailing_empty_columns", table(lambda a: f"{a:.2f};;;", head="id;day;value;;;"), "read")
case("report_footer", table() + "\n-- 40 rows, printed 2024-01-02 --\n", "said|read")
case(
    "latin_bytes_behind_utf8",
    (table(id_=lambda i: f"Mü{i}") * 6).encode() + "K01;2023-05-05;1.00;é\n".encode("cp1252"),
    "refused",
    "encoding",
)
case("ebcdic", PLAIN.encode("cp500"), "refused", "")
case("two_letters_as_delimiter", PLAIN.replace(",", "||"), "read|refused", "columns")
case("one_cell_of_17_million_letters", PLAIN + f'K01,2023-05-05,"{"x" * 17_000_000}"\n', "refused", "line")

# --- other kinds of files under a csv's name -----------------------------------------------------------------------
RECORDS = [{"id": i, "day": str(d), "value": float(a)} for i, d, a in ROWS]
case("json_array_indented", json.dumps(RECORDS, indent=2), "refused", "JSON")
case("json_array_of_arrays", json.dumps([list(record.values()) for record in RECORDS]), "refused", "JSON")
HTML = "<table><tr><th>id</th><th>day</th><th>value</th></tr></table>"
case("html_with_a_mark", HTML.encode("utf-16"), "refused", "web page", file="o.xls")
case(
    "mime_html_of_excel",
    "MIME-Version: 1.0\nContent-Type: multipart/related\n\n" + HTML,
    "refused",
    "web page",
    file="o.xls",
)
case(
    "xml_spreadsheet_2003",
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>',
    "refused",
    "XML",
)
case(
    "mysql_dump",
    "-- MySQL dump 10.13\n\nDROP TABLE IF EXISTS `t`;\nINSERT INTO `t` VALUES ('K01','2023-05-01',1.00);\n",
    "refused",
    "SQL",
)
case(
    "postgres_dump",
    "--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n"
    "COPY public.t (id, day, value) FROM stdin;\nK01\t2023-05-01\t1\n",
    "refused",
    "SQL",
)
case(
    "insert_statements",
    "INSERT INTO orders (id, day, value) VALUES ('K01', '2023-05-01', 1.00);\n" * 5,
    "refused",
    "SQL",
)
case("yaml", "- id: K01\n  day: 2023-05-01\n  value: 1.00\n" * 5, "refused", "column")
case(
    "email",
    "From: a@b.example\nTo: c@d.example\nSubject: export\n\n" + PLAIN,
    "read|refused",
    "header",
)
case("access_database", b"\x00\x01\x00\x00Standard Jet DB\x00" + bytes(200), "refused", "Access")
case("dbase_table", b"\x03\x7b\x05\x01\x28\x00\x00\x00\x81\x00\x1a\x00" + bytes(400), "refused", "")
case("stata_file", b"<stata_dta><header><release>118</release>" + bytes(200), "refused", "Stata")
case("feather_file", b"FEA1" + bytes(200), "refused", "Feather")
case("excel_before_1997", b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(200), "refused", "Excel")
case("word_document", zipped(**{"[Content_Types].xml": "<Types/>", "word__document.xml": "<w/>"}), "refused", "Word")
case(
    "numbers_document",
    zipped(**{"Index__Document.iwa": b"x", "Metadata__Properties.plist": b"y"}),
    "refused",
    "Numbers",
)

# --- archives ------------------------------------------------------------------------------------------------------
case("zip_with_a_name_that_climbs_out", zipped(**{"..__..__etc__evil_csv": PLAIN}), "read|refused", "zip")
case("zip_of_a_pdf", zipped(**{"a.pdf": b"%PDF-1.7"}), "refused", "PDF")
case("zip_in_zip", zipped(**{"inner.zip": zipped(orders_csv=PLAIN)}), "read|refused")
case("zip_of_nothing", zipped(), "refused", "empty")

# --- years of other calendars, and signs behind amounts --------------------------------------------------------------
case("years_buddhist", table(day=lambda d: f"{d.day:02d}/{d.month:02d}/{d.year + 543}"), "said", "Buddhist")
case("years_minguo_compact", table(day=lambda d: f"{d.year - 1911}{d:%m%d}"), "said", "Taiwan")
case("years_reiwa_short", table(day=lambda d: f"R{d.year - 2018}.{d.month}.{d.day}"), "read")
case("years_persian", table(day=lambda d: f"{d.year - 621}{d:/%m/%d}"), "refused", "calendar")
case("years_nepalese", table(day=lambda d: f"{d.year + 57}{d:-%m-%d}"), "refused", "calendar")
case("years_buddhist_two_digits", table(day=lambda d: f"{d:%d/%m/}{(d.year + 543) % 100}"), "refused", "2567")
case("crore_is_no_credit", table(lambda a: f"{abs(a)} Cr"), "refused", "should hold numbers")
case("backticks", table(day="`{:%Y-%m-%d}".format, id_="`{}".format), "read")
case("pages_with_titles", "id;day;value\n" + "Report;Page 1;\n" + table()[13:], "said", "Page 1")
