"""``propose_client``: a client.yml that can be read at once, with a mark where it is unsure."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml

from analysis.client.client import read_client
from analysis.intake import propose_client, read_transactions
from analysis.questions import open_client
from analysis.schema import DataError
from tests.strategies import client_of


def proposed(folder, content: str | bytes, name: str = "orders.csv") -> tuple[dict[str, object], str]:
    """Return the columns proposed for a file, and the whole text."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    text = propose_client("ACME", [file])
    return yaml.safe_load(text)["sources"][0]["columns"], text


def test_english_names_are_recognised_and_the_proposal_can_be_read(tmp_path):
    head = "Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID\n"
    columns, text = proposed(tmp_path, head + "536365,85123A,6,2010-12-01 08:26,2.55,17850\n" * 3)
    assert columns == {
        "customer_id": "Customer ID",
        "date": "InvoiceDate",
        "quantity": "Quantity",
        "unit_price": "Price",
        "order_id": "Invoice",
        "product": "StockCode",
    }
    (tmp_path / "client.yml").write_text(text, encoding="utf-8")
    assert read_transactions(read_client(tmp_path), tmp_path / "out.parquet").facts["total"] == 45.9


def test_chinese_names_are_recognised(tmp_path):
    content = "客户编号,订单日期,金额\n甲,2023年5月1日,10.00\n".encode("gb18030")
    assert proposed(tmp_path, content)[0] == {"customer_id": "客户编号", "date": "订单日期", "amount": "金额"}


def test_strange_names_are_judged_by_content_and_marked(tmp_path):
    columns, text = proposed(tmp_path, "a;b;c\nK1;01.05.2023;10,50\nK2;13.05.2023;1.200,00\n")
    assert columns == {"customer_id": "a", "date": "b", "amount": "c"}
    assert text.count("# ? by its content") == 3


def test_a_file_without_names_is_proposed_by_position(tmp_path):
    columns, text = proposed(tmp_path, "K1,2023-05-01,10.50\nK2,2023-05-02,12.50\n")
    assert columns == {"customer_id": 1, "date": 2, "amount": 3}
    assert "header_row: none" in text


def test_what_is_not_found_is_left_to_do(tmp_path):
    columns, text = proposed(tmp_path, "customer,word\nA,b\nB,c\n")
    assert columns["date"] == "TODO"
    assert "not used: word" in text


def test_a_file_that_cannot_be_opened_is_an_error(tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(DataError, match=r"x.pdf: the file is a PDF"):
        propose_client("ACME", [tmp_path / "x.pdf"])


def test_every_filled_sheet_of_a_workbook_becomes_a_source(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for title in ("2022", "2023"):
        sheet = book.create_sheet(title)
        sheet.append(["customer", "date", "amount"])
        sheet.append(["A", f"{title}-05-01", 10])
    book.save(tmp_path / "orders.xlsx")
    text = propose_client("ACME", [tmp_path / "orders.xlsx"])
    assert [source["sheet"] for source in yaml.safe_load(text)["sources"]] == ["2022", "2023"]
    (tmp_path / "client.yml").write_text(text, encoding="utf-8")
    assert read_transactions(read_client(tmp_path), tmp_path / "out.parquet").facts["rows"] == 2


@pytest.mark.parametrize(
    ("head", "row", "columns"),
    [
        (
            "Name,Email,Paid at,Subtotal,Shipping,Taxes,Discount Amount",
            "#1,a@b.example,2023-05-01 10:11:12 +0100,10.00,4.90,1.60,0.00",
            {"customer_id": "Email", "date": "Paid at", "amount": "Subtotal"},
        ),
        (
            "Rechnungsnr;Kunden-Nr.;Lieferdatum;Rechnungsdatum;MwSt-Betrag;Nettobetrag",
            "R1;007;05.05.2023;31.05.2023;1,90;10,00",
            {"customer_id": "Kunden-Nr.", "date": "Rechnungsdatum", "amount": "Nettobetrag", "order_id": "Rechnungsnr"},
        ),
        (
            "due_date,order_date,client_id,tax_total,total",
            "2023-06-30,2023-05-31,C1,1.90,11.90",
            {"customer_id": "client_id", "date": "order_date", "amount": "total"},
        ),
    ],
)
def test_a_tax_a_discount_or_a_day_of_delivery_is_not_taken_for_revenue_or_the_day_of_sale(
    tmp_path, head, row, columns
):
    assert proposed(tmp_path, f"{head}\n{row}\n{row}\n")[0] == columns


@pytest.mark.parametrize(
    ("head", "row", "columns"),
    [
        ("Kd-Nr;Belegdatum;Fakturanr;Netto;Brutto", "K{k};{d}.05.2023;{n};{k},50;{k},59", "Kd-Nr Belegdatum Netto"),
        ("CFOP;Cliente;Data Emissão;Valor", "5102;Loja {k};{d}/05/2023;R$ 1.0{d},00", "Cliente Data|Emissão Valor"),
        ("Cari Kodu;Tarih;Matrah;KDV;Genel Toplam", "C{k};{d}.05.2023;{d},00;2,00;12,{d}", "Cari|Kodu Tarih Matrah"),
        (
            "Cód. Cliente;Fecha;Base Imponible;Total",
            "C{k};{d}/05/2023;{d},00;12,{d}",
            "Cód.|Cliente Fecha Base|Imponible",
        ),
        ("会员ID,注文日時,小計,送料,合計", "M{k},2023/05/{d},¥1{d},¥500,¥6{d}", "会员ID 注文日時 小計"),
        ("ลูกค้า,วันที่,ยอดเงิน", "K{k},{d} พ.ค. 2566,{d}.50", "ลูกค้า วันที่ ยอดเงิน"),
        ("رقم العميل,التاريخ,المبلغ", "K{k},1{k}/٠٥/٢٠٢٣,١{k}٫٥٠", "رقم|العميل التاريخ المبلغ"),
        ("Ticket,Date,Member,Amount", "T{n},2023-05-{d},2001{k},{d}.50", "Member Date Amount"),
        ("Member No,Delivery Date,Net kg,Value", "2001{k},2023-05-{d},120.{d},44.{d}", "Member|No Delivery|Date Value"),
        ("Account Name,Close Date,Stage,Amount", "A{k},2023-05-{d},Won,{d}.50", "Account|Name Close|Date Amount"),
        ("Owner ID,Patient ID,Date,Amount", "O{k},O{k}-1,2023-05-{d},{d}.50", "Owner|ID Date Amount"),
        ("Owner,Customer,Date,Amount", "M{k},C{k},2023-05-{d},{d}.50", "Customer Date Amount"),
        ("id,date,gross,fee,net", "K{k},2023-05-{d},{d}.00,0.50,9.{d}", "id date gross"),
    ],
)
def test_customer_day_and_net_money_are_known_in_other_trades_and_languages(tmp_path, head, row, columns):
    lines = [row.format(k=k % 7, n=20_000 + k, d=10 + k % 9) for k in range(24)]
    found = proposed(tmp_path, "\n".join([head, *lines]) + "\n")[0]
    assert [found[ours].replace(" ", "|") for ours in ("customer_id", "date", "amount")] == columns.split()


def test_where_several_columns_fit_the_others_are_named(tmp_path):
    _, text = proposed(tmp_path, "customer,order_date,net amount,gross amount\nA,2023-05-01,10.00,11.90\n")
    assert 'amount: net amount  # ? "gross amount" could be meant as well; check' in text


def test_debits_are_proposed_as_the_amount_less_the_credits_with_a_mark(tmp_path):
    lines = [
        f"D{k % 9},2023-01-{k + 1:02d},{'' if k % 4 == 3 else k}.50,{k if k % 4 == 3 else ''}.25" for k in range(24)
    ]
    lines = [line.replace(",.50", ",").replace(",.25", ",") for line in lines]
    columns, text = proposed(tmp_path, "\n".join(["Konto,Datum,Soll,Haben", *lines]) + "\n")
    assert columns == {"customer_id": "Konto", "date": "Datum", "amount": "Soll", "less": "Haben"}
    assert "less: Haben  # ? taken off the amount" in text


def test_a_column_for_each_month_is_proposed_to_be_unpivoted_and_read_by_month(tmp_path):
    lines = [f"K{k},{k}.50,,{k + 1}.00,0,{2 * k + 1.5:.2f}" for k in range(30)]
    columns, text = proposed(tmp_path, "\n".join(["kunde,Jan 2024,Feb 2024,2024-03,04/2024,Total", *lines]) + "\n")
    assert columns == {"customer_id": "kunde"}
    (tmp_path / "client.yml").write_text(text)
    facts = read_transactions(read_client(tmp_path), None).facts
    assert facts["total"] == sum(2 * k + 1.5 for k in range(30))
    assert [facts[key] for key in ("rows", "first", "last")] == [60, "2024-01-31", "2024-03-31"]


def test_columns_of_months_are_refused_with_the_key_that_reads_them(tmp_path):
    source = {"path": "o.csv", "columns": {"customer_id": "id", "date": "day", "amount": "value"}}
    (tmp_path / "o.csv").write_text("id,Jan 24,Feb 24,Mar 24\nA,1,2,3\n")
    with pytest.raises(DataError, match="a pivot table.*Or set unpivot: true in the source"):
        read_transactions(client_of(tmp_path, [source]), None)
    (tmp_path / "o.csv").write_text("id,one,two\nA,1,2\n")
    with pytest.raises(DataError, match="unpivot needs at least 3 columns that are named after a month"):
        read_transactions(client_of(tmp_path, [{**source, "columns": {"customer_id": "id"}, "unpivot": True}]), None)


# ---------------------------------------------------------------- what lies beside the sales

SALES = "Client code,Client,Invoice date,Net EUR\n" + "".join(
    f"C{i},Shop {i},2023-0{1 + i % 9}-1{i % 9},{10 + i}.50\n" for i in [*range(30), 3, 7]
)


def beside(folder, second: str) -> dict[str, object]:
    """Return what is proposed for the sales and a second file."""
    (folder / "sales.csv").write_text(SALES)
    (folder / "second.csv").write_text(second)
    return yaml.safe_load(propose_client("ACME", [folder / "sales.csv", folder / "second.csv"]))


def test_a_list_of_customers_is_proposed_as_such_and_never_as_sales(tmp_path):
    rows = "".join(f"C{i},Shop {i},{'web' if i % 2 else 'shop'},Ann,2019-01-{10 + i % 9}\n" for i in range(30))
    found = beside(tmp_path, "Client code,Company,Segment,Account Manager,Customer since\n" + rows)
    assert len(found["sources"]) == 1
    assert found["customers"]["columns"] == {
        "customer_id": "Client code", "name": "Company", "manager": "Account Manager", "segment": "Segment",
        "acquired_on": "Customer since",
    }  # fmt: skip


def test_contracts_with_prices_are_proposed_as_subscriptions_and_not_added_to_the_revenue(tmp_path):
    rows = "".join(f"C{i},2023-01-0{1 + i % 9},{'2024-02-01' if i % 3 else ''},99.00\n" for i in range(30))
    found = beside(tmp_path, "Client code,Start Date,Cancelled At,MRR\n" + rows)
    assert len(found["sources"]) == 1
    assert found["subscriptions"]["columns"] == {
        "customer_id": "Client code", "start": "Start Date", "end": "Cancelled At"
    }  # fmt: skip


def test_names_that_stand_in_the_sales_are_the_customers_names_the_last_one_where_they_changed(tmp_path):
    (tmp_path / "sales.csv").write_text(SALES + "C3,Shop 3 Ltd,2023-11-11,10.50\n")
    text = propose_client("ACME", [tmp_path / "sales.csv"])
    (tmp_path / "client.yml").write_text(text)
    client = read_client(tmp_path)
    assert client.currency == "EUR"
    names = open_client(client, tmp_path / "cache").attributes["name"]
    assert (len(names), names["C3"], names["C4"]) == (30, "Shop 3 Ltd", "Shop 4")


@pytest.mark.parametrize(
    ("header", "ours"),
    [("NetValue", "amount"), ("价税合计", "amount"), ("Constituent ID", "customer_id"), ("Дата заказа", "date")],
)
def test_names_that_hold_the_letters_of_a_tax_or_of_another_trade_are_known(tmp_path, header, ours):
    head = {"customer_id": "Kunde", "date": "Datum", "amount": "Betrag"} | {ours: header}
    rows = "".join(f"K{i % 7},2023-05-1{i % 9},{i}.25\n" for i in range(25))
    assert proposed(tmp_path, ",".join(head.values()) + "\n" + rows)[0] == head


def test_the_price_of_one_piece_is_no_amount_and_a_cost_is_no_price(tmp_path):
    rows = "".join(f"K{i % 7},2023-05-1{i % 9},{i % 4},{i}.25,{i}.10\n" for i in range(25))
    of_piece = {"customer_id": "Kunde", "date": "Datum", "quantity": "Quantité", "unit_price": "PU HT"}
    assert proposed(tmp_path, "Kunde,Datum,Quantité,PU HT,Remise\n" + rows)[0] == of_piece
    of_row = {"customer_id": "Kunde", "date": "Datum", "quantity": "Aantal", "amount": "Omzet"}
    assert of_row.items() <= proposed(tmp_path, "Kunde,Datum,Aantal,Kostprijs,Omzet\n" + rows)[0].items()


def test_a_text_and_a_workbook_of_one_header_are_two_sources_for_each_writes_its_days_in_its_own_way(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Kunde", "Datum", "Betrag"], ["A", dt.datetime(2024, 5, 1), 10.5]):
        book.active.append(row)
    book.save(tmp_path / "umsatz_2024.xlsx")
    (tmp_path / "umsatz_2023.csv").write_text("Kunde;Datum;Betrag\nA;01.05.2023;10,50\nB;13.05.2023;1,00\n")
    text = propose_client("ACME", [tmp_path / "umsatz_2023.csv", tmp_path / "umsatz_2024.xlsx"])
    (tmp_path / "client.yml").write_text(text)
    assert read_transactions(read_client(tmp_path), tmp_path / "out.parquet").facts["total"] == 22.0


def test_values_that_speak_against_a_sale_are_proposed_to_be_left_out_as_a_question_but_not_what_is_netted(tmp_path):
    lines = ["K1,2023-05-01,10.50,paid", "K2,2023-05-02,9.50,cancelled", "K1,2023-05-03,-3.50,credit note"] * 8
    columns, text = proposed(tmp_path, "Customer,Date,Amount,Status\n" + "\n".join(lines) + "\n")
    assert "    # status: {drop: [cancelled]}  # ? beside credit note, paid: drop what is no sale\n" in text
    assert columns["status"] == "Status"
    assert "kind:" not in proposed(tmp_path, "Customer,Date,Amount,Payment\nA,2023-05-01,1.50,cash\n")[1]


def test_paths_are_written_relative_to_the_client_file(tmp_path):
    (tmp_path / "exports").mkdir()
    file = tmp_path / "exports" / "a.csv"
    file.write_text("customer,day,amount\nA,2023-05-01,10.00\n", encoding="utf-8")
    folder = tmp_path / "clients" / "acme"
    folder.mkdir(parents=True)
    text = propose_client("ACME", [file], folder)
    assert yaml.safe_load(text)["sources"][0]["path"] == "../../exports/a.csv"
    (folder / "client.yml").write_text(text, encoding="utf-8")
    assert read_transactions(read_client(folder), None).facts["total"] == 10.0


def test_a_day_of_birth_a_balance_or_what_never_changes_is_not_proposed(tmp_path):
    head = "Pat.;Geb.;am;Soll;Haben;Saldo\n"
    rows = "".join(f"P{k % 7};0{1 + k % 7}.02.1970;{1 + k:02d}.05.2023;{k + 1},50;0,00;{9 * k},50\n" for k in range(24))
    columns, _ = proposed(tmp_path, head + rows)
    assert (columns["date"], columns["amount"]) == ("am", "Soll")


def test_open_items_and_visits_are_proposed_as_such_and_open_items_are_not_added_to_the_invoices(tmp_path):
    (tmp_path / "a.csv").write_text("Debitor,Datum,Netto,Brutto\n" + "40100,2023-05-01,10.50,12.50\n" * 3)
    (tmp_path / "b.csv").write_text(
        "Debitor,Rechnungsdatum,Fällig am,Bezahlt am,Betrag\n" + "40100,2023-05-01,2023-05-15,2023-05-20,10.50\n" * 3
    )
    (tmp_path / "c.csv").write_text("Debitor,Date,Minutes\n" + "40100,2023-05-01,20\n" * 3)
    told = yaml.safe_load(propose_client("ACME", [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]))
    assert [source["columns"]["amount"] for source in told["sources"]] == ["Netto"]
    assert told["receivables"]["columns"]["paid"] == "Bezahlt am"
    assert told["contacts"]["columns"] == {"customer_id": "Debitor", "date": "Date", "minutes": "Minutes"}


def test_beside_a_commission_the_amount_is_asked_about(tmp_path):
    lines = [f"C{k % 7},2023-05-1{k % 9},{500 + k}.00,{50 + k / 10:.2f}" for k in range(24)]
    found = proposed(tmp_path, "\n".join(["Client,Booked on,Gross value,Commission", *lines]) + "\n")
    assert "an agent keeps only the commission" in str(found)


@pytest.mark.parametrize(
    ("head", "row", "columns"),
    [
        (
            "Conf No;Arrival;Rooms;Profile ID;Profile Type;Total Net",
            "88{d}1;{d}-OCT-24;2;C{k};Agent;1{d},50",
            {"customer_id": "Profile ID", "date": "Arrival", "amount": "Total Net", "order_id": "Conf No"},
        ),
        (
            "Fakturadatum;Regulierer;Nettowert;Verrechnungswert",
            "{d}.05.2023;00{k};1{d},50;9{d},10",
            {"customer_id": "Regulierer", "date": "Fakturadatum", "amount": "Nettowert", "cost": "Verrechnungswert"},
        ),
        (
            "Acct,Ship Date,Unit Fee,Ext Fee",
            "DR{k},05/{d}/2023,92.00,18{k}.00",
            {"customer_id": "Acct", "date": "Ship Date", "amount": "Ext Fee", "unit_price": "Unit Fee"},
        ),
        (
            "往来单位编号,单据日期,金额,折后金额",
            "000{k},2023-05-{d},1{d}.50,1{d}.00",
            {"customer_id": "往来单位编号", "date": "单据日期", "amount": "折后金额"},
        ),
    ],
)
def test_hotels_wholesalers_laboratories_and_distributors_call_them_in_their_own_words(tmp_path, head, row, columns):
    rows = "".join(row.format(k=n % 7, d=10 + n % 18) + "\n" for n in range(25))
    assert proposed(tmp_path, f"{head}\n{rows}")[0] == columns


def test_returns_without_a_minus_are_proposed_to_be_negated(tmp_path):
    rows = "".join(f"K{n % 5},2023-05-{10 + n % 18},{n}.50,{'Return' if n % 6 == 0 else 'Sale'}\n" for n in range(25))
    assert "# kind: {negate: [Return]}" in proposed(tmp_path, f"customer,date,amount,Doc Type\n{rows}")[1]


def test_a_table_with_the_key_of_the_sales_holds_the_customers_whatever_its_columns_are_called(tmp_path):
    sales = "".join(f"K{n % 20},2023-05-{10 + n % 18},{n}.50\n" for n in range(40))
    (tmp_path / "sales.csv").write_text(f"acct,date,amount\n{sales}")
    (tmp_path / "dentists.csv").write_text("acct,dentist\n" + "".join(f"K{n},Dr {chr(65 + n)}\n" for n in range(20)))
    text = propose_client("ACME", [tmp_path / "sales.csv", tmp_path / "dentists.csv"])
    assert yaml.safe_load(text)["customers"]["columns"] == {"customer_id": "acct", "name": "dentist"}
