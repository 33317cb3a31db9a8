"""What rows and columns mean: sums, order totals, kinds, heads, and what a client file says of them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analysis.intake import read_transactions
from analysis.intake.mean.chains import find_chain
from analysis.intake.mean.kind_words import speaks_against
from analysis.intake.say import message
from analysis.schema import DataError
from tests.strategies import client_of, left_out

FEW = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
COLUMNS = {"customer_id": "id", "date": "day", "amount": "value"}


def read(folder, rows, head="id,day,value,item", columns=COLUMNS, **keys):
    """Return the account of a few rows."""
    text = "\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n"
    (folder / "orders.csv").write_text(text, encoding="utf-8")
    source = {"path": "orders.csv", "columns": columns, **keys}
    return read_transactions(client_of(folder, [source], currency="EUR"), None)


def said(intake) -> str:
    """Return the warnings of an account as one text."""
    return " ".join(f"{f['code']}: {message(f)}" for f in intake.findings if f["level"] == "warning")


@st.composite
def sales(draw):
    """Return sales of five to nine customers, two to five each, as (customer, day, cents), sorted by customer."""
    cents = st.integers(1000, 99999)
    every = [draw(st.lists(cents, min_size=2, max_size=5)) for _ in range(draw(st.integers(5, 9)))]
    return [
        (f"K{k}", f"2023-{1 + n:02d}-{3 + k:02d}", amount)
        for k, amounts in enumerate(every)
        for n, amount in enumerate(amounts)
    ]


def written(rows, item="x"):
    return [(c, d, f"{a / 100:.2f}", item) for c, d, a in rows]


def total(rows):
    return pytest.approx(sum(a for *_, a in rows) / 100, abs=0.001)


LABELS = st.sampled_from(["Subtotal", "Zwischensumme", "小计", "*", ""])


@FEW
@given(rows=sales(), label=LABELS, there=st.sampled_from(["item", "id", "day", "both"]))
def test_subtotals_of_any_label_in_any_column_never_change_the_total_without_a_word(
    tmp_path_factory, rows, label, there
):
    lines = []
    for customer in sorted({c for c, *_ in rows}):
        own = [row for row in rows if row[0] == customer]
        lines += written(own, "Item")
        id_, day, item = {
            "item": (customer, own[-1][1], label),
            "id": (label, own[-1][1], ""),
            "day": (customer, label, ""),
            "both": (label, "", label),
        }[there]
        lines.append((id_, day, f"{sum(a for *_, a in own) / 100:.2f}", item))
    try:
        intake = read(tmp_path_factory.mktemp("s"), lines)
    except DataError:  # a label among the days is a word enough
        assume(there in {"day", "both"})
        return
    assert intake.facts["total"] == total(rows)
    assert left_out(intake) or "rows_are_sums" in said(intake)


@FEW
@given(rows=sales())
def test_sums_that_nothing_labels_are_found_by_arithmetic(rows):
    assume(len({a for *_, a in rows}) == len(rows))  # of equal amounts any order explains as much
    amounts, places = [], []
    for customer in sorted({c for c, *_ in rows}):
        own = [a for c, _, a in rows if c == customer]
        amounts += [*own, sum(own)]
        places.append(len(amounts) - 1)
    found = find_chain(amounts)
    assert found is not None
    assert len(found.places) >= len(places) - 1


@FEW
@given(rows=sales())
def test_an_order_s_total_on_each_of_its_lines_is_said(tmp_path_factory, rows):
    lines = [(c, d, f"{a / 100:.2f}", f"item {n}") for c, d, a in rows for n in range(2)]
    intake = read(tmp_path_factory.mktemp("o"), lines)
    different = len({a for *_, a in rows}) >= 10 and len(rows) >= 10
    assert ("order_total_repeated" in said(intake)) == different


@FEW
@given(rows=sales(), word=st.sampled_from(["Carried forward", "Saldovortrag", "À nouveau", "期初余额"]))
def test_what_is_carried_on_is_no_sale(tmp_path_factory, rows, word):
    lines = written(rows, "sale") + written([("K0", "2023-01-01", 123456)], word)
    intake = read(tmp_path_factory.mktemp("c"), lines)
    assert intake.facts["total"] == total(rows)
    assert word in said(intake)


@FEW
@given(rows=sales())
def test_heads_that_stand_once_are_refused_and_filled_down_where_the_client_file_says_so(tmp_path_factory, rows):
    lines = []
    for c, d, a in rows:
        lines += [(c, d, f"{a / 100:.2f}", "first"), ("", "", "5.00", "second")]
    folder = tmp_path_factory.mktemp("h")
    with pytest.raises(DataError, match="first row of each document"):
        read(folder, lines)
    assert read(folder, lines, fill_down=True).facts["rows"] == 2 * len(rows)


@FEW
@given(rows=sales(), title=st.sampled_from(["Payments received", "Gutschriften"]))
def test_a_second_table_is_named(tmp_path_factory, rows, title):
    lines = [*written(rows), (title, "", "", ""), ("id", "day", "value", "item"), *written(rows)]
    intake = read(tmp_path_factory.mktemp("t"), lines)
    assert f"'{title}'" in said(intake)
    assert intake.facts["total"] == total(rows)
    units = [("(no)", "(day)", "(eur)", "(text)"), *written(rows)]
    assert read(tmp_path_factory.mktemp("t"), units).facts["total"] == total(rows)
    again = [*written(rows), ("id", "paid on", "paid", "item"), *written(rows)]
    assert read(tmp_path_factory.mktemp("t"), again).facts["total"] == total(rows)


def ten(kinds, head="id,day,value,state"):
    return [(f"K{k % 4}", f"2023-01-{k + 1:02d}", "10.00", kinds[k % len(kinds)]) for k in range(20)], head


def test_every_kind_is_listed_with_its_rows_and_money_where_one_is_no_sale(tmp_path):
    intake = read(tmp_path, *ten(["paid", "wc-failed"]))
    message = said(intake)
    assert "'paid' (10 rows, 100.00), 'wc-failed' (10 rows, 100.00)" in message
    assert "all were taken as sales" in message


def test_a_country_a_channel_or_a_way_to_pay_is_no_state(tmp_path):
    for values in (["DE", "AT"], ["web", "shop"], ["Invoice", "Bank transfer", "PayPal", "Credit card"]):
        assert "kind_not_named" not in said(read(tmp_path, *ten(values, "id,day,value,how")))


@pytest.mark.parametrize(
    ("rules", "left", "sum_"),
    [
        ({"drop": ["failed"]}, 10, 100.0),
        ({"keep": ["paid"]}, 10, 100.0),
        ({"negate": ["failed"]}, 0, 0.0),
    ],
)
def test_the_client_file_says_which_states_count(tmp_path, rules, left, sum_):
    rows, head = ten(
        ["paid", "paid", "failed", "failed"] if "negate" in rules else ["paid", "failed"], head="id,day,value,s"
    )
    rows = [("K9", "2023-02-01", "1.00", "paid"), *rows]
    intake = read(tmp_path, rows, head, {**COLUMNS, "status": "s"}, status=rules)
    assert left_out(intake).get("rule", (0,))[0] == left
    assert intake.facts["total"] == pytest.approx(sum_ + 1)


def test_a_rule_needs_its_column(tmp_path):
    with pytest.raises(ValueError, match="columns must say which column is the status"):
        client_of(tmp_path, [{"path": "a.csv", "columns": COLUMNS, "status": {"drop": ["x"]}}])


def test_a_named_discount_is_taken_off_quantity_times_price(tmp_path):
    rows = [("K1", "2023-01-01", 2, "10.00", "0.25"), ("K2", "2023-01-02", 1, "10.00", "0")]
    columns = {"customer_id": "id", "date": "day", "quantity": "n", "unit_price": "p", "discount": "off"}
    assert read(tmp_path, rows, "id,day,n,p,off", columns).facts["total"] == 25.0
    del columns["discount"]
    assert "discount" in said(read(tmp_path, rows, "id,day,n,p,discount", columns))


def test_a_price_per_hundred_is_divided_where_it_is_named(tmp_path):
    rows = [("K1", "2023-01-01", 250, "10.00", 100), ("K2", "2023-01-02", 1, "10.00", 1)]
    columns = {"customer_id": "id", "date": "day", "quantity": "n", "unit_price": "p", "price_unit": "per"}
    assert read(tmp_path, rows, "id,day,n,p,per", columns).facts["total"] == 35.0


@pytest.mark.parametrize(
    ("head", "values", "word"),
    [
        ("cena za", ("1 szt.", "100 szt."), "price_unit"),
        ("upust %", ("0", "15"), "discount"),
        ("multiplier", ("1", "0.62"), "discount"),
        ("汇率", ("1.0000", "6.4000"), "exchange rates"),
        ("Rodzaj", ("FV", "KOR"), "'KOR'"),
    ],
)
def test_what_changes_quantity_times_price_is_said_in_any_language(tmp_path, head, values, word):
    rows = [(f"K{k % 9}", f"2023-01-{k + 1:02d}", 2, f"{k}.25", values[k % 2]) for k in range(24)]
    columns = {"customer_id": "id", "date": "day", "quantity": "n", "unit_price": "p"}
    assert word in said(read(tmp_path, rows, f"id,day,n,p,{head}", columns))


@pytest.mark.parametrize(
    ("head", "code"),
    [("id,day,value,rimborsato", "credits_not_named"), ("id,day,Cena jedn.,Ilość", "quantity_not_named")],
)
def test_what_was_given_back_and_how_many_is_known_in_other_languages(tmp_path, head, code):
    rows = [(f"K{k % 9}", f"2023-01-{k + 1:02d}", f"{k}.25", k % 4) for k in range(24)]
    assert code in said(read(tmp_path, rows, head, {**COLUMNS, "amount": head.split(",")[2]}))


def test_the_letters_before_a_number_tell_a_credit_note(tmp_path):
    rows = [
        (f"K{k % 4}", f"2023-01-{k + 1:02d}", "10.00", f"{'RE' if k % 4 else 'GS'}-2023-{k:03d}") for k in range(20)
    ]
    assert "begin with 'GS'" in said(read(tmp_path, rows, "id,day,value,no", {**COLUMNS, "order_id": "no"}))


def test_sums_of_years_and_amounts_in_lakhs_are_said(tmp_path):
    rows = [(f"K{k % 12}", f"{2022 + k // 12}-12-31", f"{k}.10", "x") for k in range(24)]
    assert "sums of years" in said(read(tmp_path, rows, "Rs. in Lakhs\nid,day,value,item"))
    assert "lakhs (100,000)" in said(read(tmp_path, rows, "Rs. in Lakhs\nid,day,value,item"))


def test_documents_that_are_all_sums_leave_their_items(tmp_path):
    rows = [
        (f"K{k}", "2023-01-02", *row)
        for k in range(9)
        for row in ((f"{k}.30", f"Doc {k}"), (f"{k}.10", ""), (0.20, ""))
    ]
    assert read(tmp_path, rows).facts["rows"] == 18


def test_a_payment_is_no_sale_only_beside_invoices():
    assert not speaks_against("Payment", ("Payment", "Refund"))
    assert speaks_against("Payment", ("Payment", "Invoice"))


def test_orders_of_a_returns_table_are_left_out(tmp_path):
    (tmp_path / "back.csv").write_text("Order\nA2\n", encoding="utf-8")
    rows = [("K1", "2023-01-01", "10.00", "A1"), ("K2", "2023-01-02", "5.00", "A2")]
    returns = {"path": "back.csv", "columns": {"order_id": "Order"}}
    intake = read(tmp_path, rows, "id,day,value,order", {**COLUMNS, "order_id": "order"}, returns=returns)
    assert intake.facts["total"] == 10.0
    assert left_out(intake)["returned"][0] == 1


def test_opening_balances_are_told_by_arithmetic_whatever_they_are_called(tmp_path):
    rows = [(f"K{k}", "2023-01-01", f"{100 + k}.00", "Anfang") for k in range(12)]
    rows += [(f"K{k % 12}", f"2023-{2 + k // 12:02d}-{1 + k:02d}", f"{20 + k}.50", f"R{k}") for k in range(24)]
    message = said(read(tmp_path, rows))
    assert "12 rows with 1,266.00" in message
    assert "called 'Anfang' in column 'item': they look like opening balances" in message


def test_a_price_that_every_quantity_divides_is_the_line_s(tmp_path):
    columns = {"customer_id": "id", "date": "day", "quantity": "n", "unit_price": "p"}
    rows = [
        (f"K{k % 9}", f"2023-01-{1 + k % 28:02d}", 2 + k % 5, f"{(2 + k % 5) * (7 + k % 11) / 10:.2f}")
        for k in range(40)
    ]
    assert "multiple of the quantity" in said(read(tmp_path, rows, "id,day,n,p", columns))
    single = [(c, d, n, f"{float(p) / n + 0.01:.2f}") for c, d, n, p in rows]
    assert "price_of_line" not in said(read(tmp_path, single, "id,day,n,p", columns))


def test_a_column_that_is_the_product_or_less_is_named_beside_quantity_and_price(tmp_path):
    columns = {"customer_id": "id", "date": "day", "quantity": "n", "unit_price": "p"}
    rows = [
        ("K1", f"2023-01-{1 + k:02d}", 2, f"{10.37 + k:.2f}", f"{(20.74 + 2 * k) * (0.9 if k % 3 else 1):.2f}")
        for k in range(24)
    ]
    assert "column 'sum net' is quantity times price in 8 rows and less in 16" in said(
        read(tmp_path, rows, "id,day,n,p,sum net", columns)
    )


def test_days_above_their_rows_and_customers_in_first_rows_are_refused_with_their_cause(tmp_path):
    above = []
    for k in range(5):
        above += [("", f"2023-01-{1 + k:02d}", "", ""), ("K1", "", "5.00", "x"), ("K2", "", "6.00", "x")]
    with pytest.raises(DataError, match="each date stands in a row of its own above its rows"):
        read(tmp_path, above)
    assert read(tmp_path, above, fill_down=["date"]).facts["total"] == 55.0
    first = [
        row
        for k in range(60)
        for row in (
            (f"K{k % 7}", f"2023-{1 + k // 20:02d}-{1 + k % 20:02d}", f"{k + 5}.10", "x"),
            ('""""' if k % 2 else "", f"2023-{1 + k // 20:02d}-{1 + k % 20:02d}", "2.00", "y"),
        )
    ]
    with pytest.raises(DataError, match="the customer stands in the first row of each document only"):
        read(tmp_path, first)


def test_a_word_among_numbered_customers_that_buys_far_more_often_is_asked_about(tmp_path):
    rows = [(f"C{100 + k % 25}", f"2023-01-{1 + k % 28:02d}", f"{k + 5}.00", "x") for k in range(75)]
    rows += [("Schalter", f"2023-02-{1 + k:02d}", "3.00", "x") for k in range(12)]
    assert "Customer 'Schalter' is written unlike the others" in said(read(tmp_path, rows))
    assert "customer_unlike" not in said(read(tmp_path, rows[:78]))


def test_a_column_of_currency_codes_is_seen_whatever_it_is_called(tmp_path):
    rows = [("K1", "2023-01-01", "10.00", "EUR"), ("K2", "2023-01-02", "20.00", "USD")]
    assert "column 'w' holds several currencies" in said(read(tmp_path, rows, "id,day,value,w"))
    assert "currency_not_named" not in said(
        read(tmp_path, [(*row[:3], c) for row, c in zip(rows, ("USA", "DEU"), strict=True)], "id,day,value,w")
    )


def days(n):
    """Return so many days, and as many customers as there are in a school class."""
    return [(f"C{100 + k % 25}", f"2023-{1 + k // 28 % 12:02d}-{1 + k % 28:02d}", 20 + k * 7 % 41) for k in range(n)]


@pytest.mark.parametrize(
    ("id_", "left"), [("WALKIN001", True), ("CASH-01", True), ("BARVERKAUF 2", True), ("Berg 2", False)]
)
def test_a_word_for_nobody_with_a_number_is_nobody(tmp_path, id_, left):
    rows = [(c, d, a, "x") for c, d, a in days(40)] + [(id_, "2023-03-01", "3.00", "x")] * 2
    assert ("placeholder_customer_id" in left_out(read(tmp_path, rows))) == left


def test_customers_of_noughts_or_nines_that_buy_far_more_often_are_asked_about(tmp_path):
    rows = [(c, d, a, "x") for c, d, a in days(60)] + [
        ("C9999", f"2023-05-{1 + k:02d}", "3.00", "x") for k in range(20)
    ]
    assert "Customer 'C9999'" in said(read(tmp_path, rows))


@pytest.mark.parametrize(
    ("head", "cells", "words"),
    [
        ("net,mwst", lambda a: (f"{a / 1.19:.2f}", f"{a - a / 1.19:.2f}"), "16.0 % of the revenue is tax"),
        ("gross,fee", lambda a: (f"{a / 0.9:.2f}", f"{a - a / 0.9:.2f}"), "paid out after fees, 10.0 % below"),
        ("paid,rabatt", lambda a: (f"{a * 0.75:.2f}", f"{a / 4:.2f}"), "before the discount, 25.0 % above"),
        ("net,margin", lambda a: (f"{a / 1.19:.2f}", f"{a - a / 1.19:.2f}"), ""),
        ("gross,tax", lambda a: (f"{a * 1.19:.2f}", f"{a * 0.19:.2f}"), ""),
    ],
)
def test_an_amount_that_is_another_column_and_a_third_is_named_with_both(tmp_path, head, cells, words):
    rows = [(c, d, f"{a:.2f}", *cells(a)) for c, d, a in days(30)]
    told = said(read(tmp_path, rows, f"id,day,value,{head}"))
    assert words in told if words else "column 'value' is" not in told


def test_a_balance_of_each_customer_is_no_revenue(tmp_path):
    balance, rows = {}, []
    for customer, day, amount in days(75):
        balance[customer] = balance.get(customer, 0) + amount
        rows.append((customer, day, f"{balance[customer]}.00", f"{amount}.00"))
    assert "running balance (it grows from row to row by column 'x')" in said(read(tmp_path, rows, "id,day,value,x"))
    bare = sorted((f"K{k % 12}", f"2023-{1 + k // 12:02d}-03", f"{10 + 25 * (k // 12)}.50") for k in range(60))
    assert "running (cumulated) sums" in said(read(tmp_path, bare, "id,day,value"))


def test_an_export_appended_to_an_earlier_one_is_told_by_its_time(tmp_path):
    rows = [(c, d, f"{a}.00", "2023-09-01") for c, d, a in days(40)]
    told = said(read(tmp_path, rows + [(*row[:3], "2023-10-01") for row in rows[:30]], "id,day,value,exported_at"))
    assert "30 rows with" in told
    assert "repeat others in every column but 'exported_at'" in told
    assert "order_total_repeated" not in told


def test_whole_amounts_beside_a_column_of_a_payment_interface_are_cents(tmp_path):
    rows = [(c, d, a * 100 + 37, 0) for c, d, a in days(30)]
    assert "counts in cents" in said(read(tmp_path, rows, "id,day,value,amount_refunded"))
    assert "amounts_minor" not in said(
        read(tmp_path, [(c, d, a * 100, 0) for c, d, a, _ in rows], "id,day,value,amount_refunded")
    )


def test_vouchers_and_deposits_are_money_that_is_spent_later(tmp_path):
    rows = [(c, d, a, "Gift card 50" if k % 5 == 0 else "Gift shop") for k, (c, d, a) in enumerate(days(30))]
    told = said(read(tmp_path, rows))
    assert "6 rows with" in told
    assert "sell vouchers, top-ups or deposits (column 'item': 'Gift card 50')" in told
    assert "kind_not_named" not in told


def test_instalments_are_named_and_sizes_are_none(tmp_path):
    rows = [(c, d, a, f"{1 + k % 3}/3") for k, (c, d, a) in enumerate(days(30))]
    assert "are instalments (column 'Rate', up to 3 for one contract)" in said(
        read(tmp_path, rows, "id,day,value,Rate")
    )
    assert "instalments" not in said(read(tmp_path, rows, "id,day,value,size"))


def test_a_quantity_in_two_units_of_one_kind_is_asked_about_unless_its_prices_differ_alike(tmp_path):
    columns = {"customer_id": "id", "date": "day", "quantity": "n", "unit_price": "p"}
    rows = [(c, d, *((250, "12.00", "g") if k % 2 else (2, "12.00", "kg"))) for k, (c, d, _) in enumerate(days(30))]
    assert "quantities are in 'g' (15 rows) and in 'kg'" in said(read(tmp_path, rows, "id,day,n,p,unit", columns))
    right = [(c, d, n, "0.012" if unit == "g" else price, unit) for c, d, n, price, unit in rows]
    assert "units_mixed" not in said(read(tmp_path, right, "id,day,n,p,unit", columns))


def test_one_of_several_periods_is_not_the_amount(tmp_path):
    rows = [("K1", "2023-01-01", "1.00", "2.00", "3.00")]
    with pytest.raises(DataError, match="'2024-01' is one of several periods.*a pivot table"):
        read(tmp_path, rows, "id,day,2024-01,2024-02,2024-03", COLUMNS | {"amount": "2024-01"})


def test_what_is_planned_or_internal_speaks_against_a_sale_and_a_discount_does_not():
    told = [("Budget", ("Actual", "Budget")), ("Intercompany", ()), ("Consignment", ()), ("Estimated", ("Actual",))]
    assert [speaks_against(value, others) for value, others in told] == [True, True, True, False]
    assert not speaks_against("Budget", ("Premium", "Budget"))


def test_commas_of_thousands_without_quotes_are_named_where_the_rows_are_too_wide(tmp_path):
    rows = [("K1", "2023-01-01", "1,23,456.00", "x")] * 3
    with pytest.raises(DataError, match="Numbers with commas, as '1,23', need quotes too"):
        read(tmp_path, rows)


def test_numbers_below_a_header_without_a_decimal_comma_are_thousands(tmp_path):
    rows = [("K1", "2023-01-01", '"17,900"'), ("K2", "2023-01-02", '"1,200"')]
    columns = COLUMNS | {"amount": "금액"}
    assert read(tmp_path, rows, "id,day,금액", columns).facts["total"] == 19100


INVOICES = [(f"K{k % 4}", 100_010 * (k + 3), k) for k in range(8)]


def invoiced(day, cents, customer, kind):
    return (customer, f"2023-{day // 28 + 1:02d}-{day % 28 + 1:02d}", f"{cents / 100:.2f}", kind)


@pytest.mark.parametrize(("whole", "said_of"), [(True, {"deposits_in_wholes"}), (False, set())], ids=["whole", "rest"])
def test_deposits_are_told_by_arithmetic_where_the_last_invoice_is_the_whole(tmp_path, whole, said_of):
    rows = [invoiced(20 * k, round(0.3 * cents), customer, "first") for customer, cents, k in INVOICES]
    rest = 0 if whole else 0.3
    rows += [invoiced(20 * k + 9, cents - round(rest * cents), customer, "last") for customer, cents, k in INVOICES]
    found = [f for f in read(tmp_path, rows).findings if f["code"] == "deposits_in_wholes"]
    assert {f["code"] for f in found} == said_of
    assert [(f["rows"], f["facts"]["word"]) for f in found] == [(8, "first")] * whole


def test_debits_less_credits_are_the_amount_and_said(tmp_path):
    rows = [("A", "2023-01-02", "10.00", ""), ("B", "2023-01-03", "7.50", "0.00"), ("A", "2023-02-02", "", "2.00")]
    columns = {"customer_id": "id", "date": "day", "amount": "debit", "less": "credit"}
    intake = read(tmp_path, rows, "id,day,debit,credit", columns)
    assert intake.facts["total"] == 15.5
    assert [(f["rows"], f["amount"]) for f in intake.findings if f["code"] == "amounts_netted"] == [(1, -2.0)]


def test_credits_that_are_written_negative_are_taken_off_as_well(tmp_path):
    rows = [("A", "2023-01-02", "10.00", ""), ("B", "2023-01-03", "7.50", ""), ("A", "2023-02-02", "", "-2.00")]
    columns = {"customer_id": "id", "date": "day", "amount": "debit", "less": "credit"}
    assert read(tmp_path, rows, "id,day,debit,credit", columns).facts["total"] == 15.5
