# ruff: noqa
# fmt: off
#!/usr/bin/env python3
"""Files whose cells are all readable, but whose rows or columns MEAN something else than they seem.

    python make_meaning.py OUT        # writes OUT/<case>/{files, client.yml} and OUT/manifest.json
    python run_meaning.py OUT         # runs the workbook on them and judges what it says

A broken file is noticed by whoever opens it. These are not broken: every program reads them without a word, and the
total is wrong, because some rows are the sums of others, because an order's total is repeated on each of its lines, because
orders were cancelled, because a second table stands below the first, because customer 0 is nobody, because a price is per
1,000 pieces, because there is a discount beside it, because 299,- is not negative. The shapes are those of real exports;
everything in them is made up. Some cases are controls that must simply go on being read right.

Each case says what is right (kinds and rule of judging: run_meaning.py):
  id, family, source   the public place where somebody had this trouble
  why                  what is expected, in one sentence
  call                 "check", or "new" where the proposed client file is judged
  expect               outcomes that are right; the first that fits is taken
  mistaken, weak       patterns of what is said at times instead: a wrong cause, or too little
  unsaid               the verdict when nothing is said (silently_wrong if not given)

Deterministic: no clock, no global random state. Standard library, and openpyxl for workbooks.
"""
from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import io
import json
import random
import re
import sys
import zipfile
from decimal import Decimal as D
from pathlib import Path

CENT = D("0.01")


# ------------------------------------------------------------------ a small ledger
def ledger(customers=24, seed=7, start=dt.date(2023, 1, 9), span=600):
    """Rows (customer, day, amount), by day: 24 customers have 88 purchases of 11,203.71 in all."""
    rng, rows = random.Random(seed), []
    for k in range(customers):
        day = rng.randrange(0, 120)
        for _ in range(rng.choice([1, 2, 3, 4, 6, 8])):
            if day > span:
                break
            rows.append((f"C{1001 + k}", start + dt.timedelta(day), D(rng.randrange(900, 25000)) / 100))
            day += rng.randrange(7, 110)
    return sorted(rows, key=lambda r: (r[1], r[0]))


L = ledger()                            # 88 rows, 24 customers, 11,203.71
L2 = ledger(30, seed=11)                # 110 rows, 30 customers, 12,123.63


def total(rows):
    return sum((r[2] for r in rows), D(0))


def people(rows):
    return sorted({r[0] for r in rows})


def by_customer(rows):
    """{customer: [(day, amount), ...]}, in the order of their names."""
    found = {c: [] for c in people(rows)}
    for c, d, a in rows:
        found[c].append((d, a))
    return found


def parts(amount, n):
    """n amounts that add up to the amount."""
    part = (amount / n).quantize(CENT)
    return [part] * (n - 1) + [amount - part * (n - 1)]


def cycle(kinds, rows):
    """One kind for each row, again and again."""
    return [kinds[k % len(kinds)] for k in range(len(rows))]


# ------------------------------------------------------------------ writing it down
def us(amount):
    return f"{amount:,.2f}"


def de(amount):
    return us(amount).translate(str.maketrans(",.", ".,"))


def dotted(day):
    return f"{day:%d.%m.%Y}"


def table(head, rows, sep=",", quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sep, lineterminator="\n", quoting=quoting)
    writer.writerows([head, *rows])
    return out.getvalue()


def book(fill):
    """An xlsx of one sheet, the same bytes every time."""
    import openpyxl

    workbook, raw, fixed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    workbook.properties.created = dt.datetime(2024, 1, 2)
    fill(workbook.active)
    workbook.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2024-01-02T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 0, 0, 0)), data)
    return fixed.getvalue()


def client(path, customer_id, date, amount=None, currency="EUR", source=None, customers="", currency_column=None, **columns):
    """The client file that a consultant would write."""
    def quoted(value):
        return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)

    named = {"customer_id": customer_id, "date": date, "amount": amount, "currency": currency_column, **columns}
    lines = ["client: Trial"] + ([f"currency: {currency}"] if currency else [])
    lines += ["sources:", f"  - path: {quoted(path)}"]
    lines += [f"    {key}: {quoted(value)}" for key, value in (source or {}).items()]
    lines += ["    columns:"] + [f"      {ours}: {quoted(theirs)}" for ours, theirs in named.items() if theirs is not None]
    return "\n".join(lines) + "\n" + customers


# ------------------------------------------------------------------ what is right
def facts(**wanted):
    """The figures must be these."""
    return {"kind": "facts", **{k: plain(v) for k, v in wanted.items()}}


def read(rows, /, **changed):
    """The figures of these rows."""
    days = [r[1] for r in rows]
    wanted = {"rows": len(rows), "customers": len({r[0] for r in rows}), "total": total(rows), "first": min(days), "last": max(days)}
    return facts(**{**wanted, **changed})


def trouble(name, *words, rows=(), amounts=()):
    """What has to be named: all words in one finding, and one of the numbers."""
    return {"name": name, "words": list(words), "rows": plain(list(rows)), "amounts": plain(list(amounts))}


def kinds(words, *pairs):
    """One trouble for each kind of rows that are no plain sales, {kind: its words}; the numbers of the kind, or those of all of them.

    pairs (kind, row): all, and those that may be left when others are out.
    """
    def numbers(wanted):
        counted = [[row for what, row in some if what in wanted] for some in pairs]
        return [len(rows) for rows in counted], [total(rows) for rows in counted]

    together = numbers(words)
    return [trouble(name, pattern, rows=numbers([name])[0] + together[0], amounts=numbers([name])[1] + together[1]) for name, pattern in words.items()]


def said(*troubles, low=None, high=None):
    """Every trouble must be named; the total lies between the right and the naive one."""
    bounds = {k: plain(v) for k, v in (("low", low), ("high", high)) if v is not None}
    return {"kind": "said", "troubles": list(troubles), **bounds}


def refused(*words):
    return {"kind": "refused", "words": list(words)}


def proposal(header=False, instead=None, **columns):
    """`workbook new` must propose one of these columns, or mark what it proposes; None: leaving it out is right, too.

    instead: {key: columns} that may stand in the place of an amount; quantity x unit_price does not where unit_price has no right column.
    """
    return {"kind": "proposal", "header": header, "instead": {"unit_price": [], **(instead or {})}, "columns": columns}


def ids(names):
    return hashlib.sha256("\n".join(sorted(set(names))).encode()).hexdigest()[:16]


def plain(value):
    """For JSON."""
    if isinstance(value, list):
        return [plain(v) for v in value]
    return float(value) if isinstance(value, D) else value.isoformat() if isinstance(value, dt.date) else value


class Corpus:
    def __init__(self, root):
        self.root, self.entries = Path(root), []
        self.root.mkdir(parents=True, exist_ok=True)

    def add(self, id, family, source, why, files, client_file, *expect, **more):
        """Write one case. files: {name: text, bytes, or (text, encoding)}; without a client file `workbook new` is judged."""
        assert id not in {e["id"] for e in self.entries}, id
        folder = self.root / id
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            text, encoding = data if isinstance(data, tuple) else (data, "utf-8")
            (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        if client_file:
            (folder / "client.yml").write_text(client_file, encoding="utf-8")
        self.entries.append({"id": id, "family": family, "source": source, "why": why, "call": "check" if client_file else "new",
                             "files": list(files), "expect": list(expect), **more})

    def close(self):
        text = json.dumps(self.entries, ensure_ascii=False, indent=1)
        (self.root / "manifest.json").write_text(text, encoding="utf-8")
        print(f"{len(self.entries)} cases in {self.root}")


CASES = []                              # functions that add one case or a few to a corpus
NAMES = ("id", "day", "value")          # columns where their names do not matter


def case(make):
    CASES.append(make)
    return make


# ================================================================== rows that are the sums of other rows
@case
def netsuite_main_line(corpus):
    lines = []
    for k, (c, d, a) in enumerate(L):
        invoice = [f"{d.month}/{d.day}/{d.year}", "Invoice", f"INV{3000 + k}", c]
        lines.append(["*", *invoice, "", a])
        lines += [["", *invoice, f"ITEM-{j}", part] for j, part in enumerate(parts(a, 2 + k % 2))]
    items = len(lines) - len(L)
    corpus.add(
        "07-netsuite-mainline", "sums", "stoic.software: transaction searches; icharts.net: Main Line",
        "88 rows marked * are the totals of the item rows below them: 11,203.71 once, or a word of it",
        {"SavedSearchResults.csv": table(["*", "Date", "Type", "Document Number", "Name", "Item", "Amount"], lines)},
        client("SavedSearchResults.csv", "Name", "Date", "Amount", "USD"),
        read(L, rows=[len(L), items]),
        said(trouble("totals beside their items", TOTALS, rows=[len(L), items], amounts=[total(L)]), low=total(L), high=2 * total(L)),
        refused(TOTALS))


@case
def subtotals_in_another_column(corpus):
    months, lines = {}, []
    for c, d, a in L:
        months.setdefault((c, f"{d:%Y-%m}"), []).append((d, a))
    for (c, _), bought in sorted(months.items()):
        lines += [[c, d, "Item", a] for d, a in bought]
        lines.append([c, bought[-1][0], "Subtotal", sum(a for _, a in bought)])
    corpus.add(
        "26a-subtotal-label", "sums", "support.mindbridge.ai 4407673272471",
        f"{len(months)} rows are called Subtotal in a column that nobody named: left out, or said",
        {"list.csv": table(["Customer", "Date", "Description", "Amount"], lines)},
        client("list.csv", "Customer", "Date", "Amount"),
        read(L),
        said(trouble("subtotals", TOTALS, rows=[len(months)], amounts=[total(L)]), low=total(L), high=2 * total(L)),
        refused(TOTALS))


def pages(rows, forward, over):
    """A journal of pages of twenty rows, each with its title and header; sums are carried from page to page."""
    out, running = "", D(0)
    for first in range(0, len(rows), 20):
        page = rows[first:first + 20]
        out += f"Sales journal;;;\nPage {first // 20 + 1} of 5;;;\nCustomer;Date;Doc;Amount\n"
        if first:
            out += f"{forward};{dotted(rows[first - 1][1])};;{de(running)}\n"
        out += "".join(f"{c};{dotted(d)};R{first};{de(a)}\n" for c, d, a in page)
        running += total(page)
        out += f"{over};{dotted(page[-1][1])};;{de(running)}\n\n"
    return out


@case
def carried_forward(corpus):
    corpus.add(
        "72-carried-forward", "sums", "OCA/l10n-netherlands#411",
        "the page sums 'Carried forward' and 'Carry over' (9 rows) are no customers and no sales: left out, or said",
        {"journal.csv": pages(L, "Carried forward", "Carry over")}, client("journal.csv", "Customer", "Date", "Amount"),
        read(L), said(trouble("page sums", r"carr(y|ied)|forward|brought", CARRIED, rows=[4, 5, 9]), low=total(L)),
        refused(r"carr(y|ied)|forward"))


@case
def opening_balances(corpus):
    lines = [[c, "01.01.2023", "Saldovortrag", "1.500,00"] for c in people(L)] + [[c, dotted(d), "Rechnung", de(a)] for c, d, a in L]
    corpus.add(
        "73-opening-balance", "sums", "frappe/books#1410",
        "24 opening balances (Saldovortrag, 36,000.00) are no sales: left out, or said",
        {"debitoren.csv": table(["Konto", "Datum", "Buchungstext", "Betrag"], lines, ";")},
        client("debitoren.csv", "Konto", "Datum", "Betrag"),
        read(L),
        said(trouble("opening balances", r"saldovortrag|opening|balance|brought forward|carried", rows=[24], amounts=[D(36000), D(1500)]), low=total(L)),
        refused(r"saldovortrag|opening|balance"))


@case
def printed_list_with_totals(corpus):
    rule, k, signed = "-" * 66 + "\n", 0, []
    out = "Sales list\n\n" + rule + "|Sold-to pt|Bill.Doc.  |Billing Dat|       Net value|Curr.|\n" + rule
    for c, bought in by_customer(L).items():
        for d, a in bought:
            k += 1
            signed.append((c, d, -a if k % 9 == 2 else a))
            out += f"|{'000000' + c[1:]:<10}|90000{k:05d} |{dotted(d)} |{de(a) + ('-' if k % 9 == 2 else ' '):>16}|EUR  |\n"
        out += f"|*         |           |           |{de(sum(a for _, a in bought)) + ' ':>16}|EUR  |\n"
    out += f"|**        |           |           |{de(total(L)) + ' ':>16}|EUR  |\n" + rule
    corpus.add(
        "14-sap-totals", "sums", "SAP list output",
        "a printed list: rows of totals (*) are left out, amounts with the minus behind them are read", {"spool.txt": out},
        client("spool.txt", "Sold-to pt", "Billing Dat", "Net value"), read(signed), control=True)


# ================================================================== the order's total on each of its lines
@case
def order_total_on_each_line(corpus):
    lines = [[f"B-{7000 + k}", c, dotted(d), f"Art {j}", de(a)] for k, (c, d, a) in enumerate(L) for j in range(1 + k % 3)]
    corpus.add(
        "08a-bestellnummer", "order totals", "docs.xbp.app: order format; csveditoronline.org",
        "the order's total stands on each of its lines: 11,203.71 once per order, or a word of it",
        {"bestellungen.csv": table(["Bestellnummer", "Kundennummer", "Bestelldatum", "Artikel", "Gesamtbetrag"], lines, ";")},
        client("bestellungen.csv", "Kundennummer", "Bestelldatum", "Gesamtbetrag"), *repeated_totals(L))


def repeated_totals(rows):
    """What is right where order k has 1 + k % 3 lines and its total stands on each."""
    sizes = [1 + k % 3 for k in range(len(rows))]
    naive = sum(a * n for (_, _, a), n in zip(rows, sizes))
    repeat = trouble("order totals on lines", ORDER, REPEATED,
                     rows=[len(rows), sum(sizes), sum(sizes) - len(rows), sum(n for n in sizes if n > 1), sum(n > 1 for n in sizes)],
                     amounts=[total(rows), naive, naive - total(rows)])
    return read(rows, rows=[len(rows), sum(sizes)]), said(repeat, low=total(rows), high=naive), refused(ORDER, REPEATED)


# ================================================================== statuses and kinds of documents
@case
def woo_statuses(corpus):
    numbered = {c: k for k, c in enumerate(people(L), 1)}
    states = cycle(["wc-completed"] * 7 + ["wc-cancelled", "wc-failed", "wc-completed"], L)
    guest = [k % 13 == 5 for k in range(len(L))]
    lines = [[5000 + k, 0, f"{d} 09:{k % 60:02d}:00", a, states[k], 0 if guest[k] else numbered[c]] for k, (c, d, a) in enumerate(L)]
    every = list(zip(states, L))
    known = [pair for pair, nobody in zip(every, guest) if not nobody]
    kept = [row for state, row in known if state == "wc-completed"]
    corpus.add(
        "02-woo", "statuses", "woocommerce/woocommerce-admin#4557, #1473, #2522",
        "wc-cancelled and wc-failed in the named status column are no sales (15 rows with 1,647.54, and those of guests): both said",
        {"wc_order_stats.csv": table(["order_id", "parent_id", "date_created", "net_total", "status", "customer_id"], lines)},
        client("wc_order_stats.csv", "customer_id", "date_created", "net_total", order_id="order_id", status="status"),
        read(kept),
        said(*kinds({"wc-cancelled": "cancelled", "wc-failed": "failed"}, every, known), low=total(kept), high=total(L)))


@case
def magento_statuses(corpus):
    states = cycle(["complete"] * 7 + ["canceled", "closed", "pending_payment"], L)
    lines = [[f"1{k:08d}", "Main Website\nMain Store", f"{d:%b} {d.day}, {d.year} {1 + k % 12}:12:0{k % 10} PM", f"Name {c}", f"Name {c}",
              f"€{us(a)}", f"€{us(a)}", states[k], f"{c}@mail.example"] for k, (c, d, a) in enumerate(L)]
    head = ["ID", "Purchase Point", "Purchase Date", "Bill-to Name", "Ship-to Name", "Grand Total (Base)", "Grand Total (Purchased)", "Status", "Customer Email"]
    corpus.add(
        "18-magento", "statuses", "Magento order grid export (public file 12273897812)",
        "canceled, closed (refunded in full) and pending_payment are no sales: all three said",
        {"export.csv": table(head, lines, quoting=csv.QUOTE_ALL)},
        client("export.csv", "Customer Email", "Purchase Date", "Grand Total (Base)", status="Status"),
        said(trouble("canceled", r"cancell?ed"), trouble("closed", "closed"), trouble("pending_payment", "pending"), high=total(L)))


@case
def xero_credit_notes(corpus):
    head = ("*ContactName,EmailAddress,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,"
            "InventoryItemCode,*Description,*Quantity,*UnitAmount,Discount,LineAmount,*AccountCode,*TaxType,TaxAmount,Currency,Type,Sent,Status").split(",")
    lines, every, valid = [], [], []
    for k, (c, d, a) in enumerate(L):
        credit, state = k % 11 == 6, "Voided" if k % 13 == 4 else "Paid"
        invoice = [f"Firm {c}", f"{c}@mail.example", f"{'CN' if credit else 'INV'}-{400 + k:04d}", "", f"{d:%d/%m/%Y}", f"{d:%d/%m/%Y}", a, "0.00", a, "0.00"]
        for part in parts(a, 1 + k % 2):
            lines.append([*invoice, "A1", "Work", 1, part, "", part, "200", "No VAT", "0.00", "GBP", "Sales credit note" if credit else "Sales invoice", "Sent", state])
            every.append(("credit note" if credit else "invoice", (c, d, part)))
            if state == "Paid":
                valid.append(every[-1])
    net = sum(-row[2] if what == "credit note" else row[2] for what, row in valid)
    corpus.add(
        "09-xero", "statuses", "spreadsheetbroccoli.com; helpdesk.datamolino.com",
        "credit notes (651.43) are positive in the file, and voided invoices (856.31) stand in it: both said, or 9,044.54",
        {"SalesInvoices.csv": table(head, lines)}, client("SalesInvoices.csv", "*ContactName", "*InvoiceDate", "LineAmount", "GBP"),
        facts(customers=24, total=net), said(trouble("Voided", "void"), *kinds({"credit note": "credit note"}, every, valid), low=net, high=total(L)))


@case
def payments_in_a_ledger(corpus):
    lines, paid, credited = [], [], []
    for k, (c, d, a) in enumerate(L):
        lines.append([d, "Invoice", f"PSI{k:05d}", c, "Invoice", a])
        if k % 2 == 0:
            paid.append((c, d, a))
            lines.append([d + dt.timedelta(18), "Payment", f"PAY{k:05d}", c, "Payment", -a])
        if k % 15 == 4:
            credited.append((c, d, a))
            lines.append([d + dt.timedelta(9), "Credit Memo", f"PSCM{k:05d}", c, "Credit", -a])
    net = total(L) - total(credited)
    corpus.add(
        "41-bc-ledger", "statuses", "Business Central: customer ledger entries",
        f"{len(paid)} rows are payments of invoices, no returns: left out, or said to be payments",
        {"CustLedger.csv": table(["Posting Date", "Document Type", "Document No.", "Customer No.", "Description", "Amount"], lines)},
        client("CustLedger.csv", "Customer No.", "Posting Date", "Amount"),
        facts(rows=len(L) + len(credited), customers=24, total=net),
        said(trouble("payments", "payment", rows=[len(paid)], amounts=[total(paid)]), low=net - total(paid), high=total(L)),
        refused("payment"), mistaken="returns:")


@case
def stripe_payments(corpus):
    head = ("id,Description,Seller Message,Created date (UTC),Amount,Amount Refunded,Currency,Converted Amount,Converted Amount Refunded,Fee,"
            "Taxes On Fee,Converted Currency,Mode,Status,Statement Descriptor,Customer ID,Customer Description,Customer Email,Captured,Card ID,"
            "Invoice ID,Transfer").split(",")
    states, lines, bought = cycle(["Paid"] * 7 + ["Failed", "Refunded", "requires_payment_method"], L), [], []
    for k, (c, d, a) in enumerate(L):
        euros = a if k % 5 else (a * D("0.9")).quantize(CENT)
        bought.append((c, d, euros))
        back = [de(a), de(euros)] if states[k] == "Refunded" else ["0,00", "0,00"]
        lines.append([f"ch_{k:08d}", "Payment", "done", f"{d} 10:11:12", de(a), back[0], "eur" if k % 5 else "usd", de(euros), back[1], "0,30", "0,00",
                      "eur", "Live", states[k], "", f"cus_{c}", "", f"{c}@mail.example", "true", "", "", ""])
    corpus.add(
        "19-stripe", "statuses", "support.stripe.com: exporting a report of all transactions",
        "failed and refunded payments stand beside the paid ones: said",
        {"unified_payments.csv": table(head, lines)}, client("unified_payments.csv", "Customer ID", "Created date (UTC)", "Converted Amount"),
        said(*kinds({"Failed": "failed", "Refunded": "refunded"}, list(zip(states, bought))), high=total(bought)), control=True)


@case
def status_rewritten_between_downloads(corpus):
    old = [[f"T{k:05d}", c, d, a, "Completed"] for k, (c, d, a) in enumerate(L[:60])]
    new = [[f"T{k:05d}", c, d, a, "Completed" if k % 6 else "Canceled"] for k, (c, d, a) in enumerate(L) if k >= 40]
    head = ["Transaction ID", "customer", "date", "gross", "Status"]
    corpus.add(
        "47-status-rewritten", "statuses", "money.stackexchange.com 65917",
        "3 transactions stand in both downloads with different statuses: counted once, or said",
        {"jan.csv": table(head, old), "jun.csv": table(head, new)},
        client("j*.csv", "customer", "date", "gross", order_id="Transaction ID", status="Status"),
        read(L), said(trouble("the same transaction twice", r"order|transaction|status", r"two|both|twice|differ|chang", rows=[3, 6])), control=True)


def shopify():
    """(text, [(status, order)]): the columns of an order are filled on its first line only; some orders have no address."""
    lines, orders = [], []
    for k, (c, d, a) in enumerate(L):
        created = f"{d} 10:{k % 60:02d}:11 {'+0200' if 4 <= d.month <= 10 else '+0100'}"
        email = f"{c.lower()}@mail.example" if k % 17 else ""
        state = ["paid", "paid", "paid", "paid", "paid", "refunded", "paid", "partially_refunded", "paid", "voided"][k % 10]
        back = a if state == "refunded" else D(5) if state == "partially_refunded" else D(0)
        every = {"Name": f"#{2001 + k}", "Email": email, "Created at": created, "Lineitem requires shipping": "true", "Lineitem taxable": "true",
                 "Lineitem fulfillment status": "fulfilled", "Vendor": "Leaf", "Lineitem discount": "0.00"}
        first = {"Financial Status": state, "Paid at": "" if state == "voided" else created, "Fulfillment Status": "fulfilled", "Fulfilled at": created,
                 "Accepts Marketing": "yes", "Currency": "EUR", "Subtotal": a - D("4.90"), "Shipping": "4.90", "Taxes": (a / 6).quantize(CENT),
                 "Total": a, "Discount Amount": "0.00", "Shipping Method": "Standard", "Lineitem quantity": 1, "Lineitem name": "Tea - 100 g",
                 "Lineitem price": a - D("4.90"), "Lineitem sku": "TEA-1", "Billing Name": f"Name {c}", "Billing Zip": "'75008",
                 "Billing Country": "FR", "Billing Phone": "'+33600000000", "Payment Method": "Card", "Payment Reference": f"ref{k}",
                 "Refunded Amount": f"{back:.2f}", "Outstanding Balance": "0.00", "Id": 7410990000000 + k, "Risk Level": "Low", "Source": "web",
                 "Tax 1 Name": "TVA 20%", "Tax 1 Value": "1.00", "Phone": "'+33600000000"}
        further = {"Lineitem quantity": 2, "Lineitem name": "Cup", "Lineitem price": "7.50", "Lineitem sku": "CUP-1"}
        lines += [[{**every, **line}.get(column, "") for column in SHOPIFY] for line in [first] + [further] * (k % 3)]
        orders.append((state, (email, d, a)))
    return table(SHOPIFY, lines), orders


SHOPIFY = ("Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,"
           "Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,"
           "Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,"
           "Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,"
           "Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,"
           "Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,"
           "Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Phone").split(",")


@case
def shopify_statuses(corpus):
    text, orders = shopify()
    known = [pair for pair in orders if pair[1][0]]
    every = total(row for _, row in known)
    doubtful = total(row for state, row in known if state in ("refunded", "voided")) + 40
    corpus.add(
        "01-shopify", "statuses", "help.shopify.com: exporting orders; docs.xbp.app: order format",
        "82 orders with an address, 10,570.81; refunded, voided and partly refunded ones said", {"orders_export_1.csv": text},
        client("orders_export_1.csv", "Email", "Created at", "Total"),
        said(*kinds({"refunded": "refunded", "voided": "voided"}, orders, known), trouble("part refunds", "refunded amount|partially_refunded"),
             low=every - doubtful, high=every), control=True)


@case
def amazon_orders(corpus):
    head = ("amazon-order-id merchant-order-id purchase-date last-updated-date order-status fulfillment-channel sales-channel order-channel "
            "ship-service-level product-name sku asin item-status quantity currency item-price item-tax shipping-price shipping-tax ship-city "
            "ship-state ship-postal-code ship-country buyer-email buyer-name").split()
    states = cycle(["Shipped"] * 7 + ["Cancelled", "Pending", "Shipped"], L2)
    lines = [[f"40{k % 10}-{k:07d}-0000000", "", f"{d}T05:06:07+00:00", f"{d}T09:00:00+00:00", s, "Market", "Web", "", "Expedited", "Tea", "T1", "B0001", s,
              0 if s == "Cancelled" else 1, "EUR" if s == "Shipped" else "", "" if s == "Pending" else a, "0.0", "", "", "Berlin", "", "10115", "DE",
              f"h{c.lower()}@mail.example", "N"] for k, ((c, d, a), s) in enumerate(zip(L2, states))]
    priced = [row for s, row in zip(states, L2) if s != "Pending"]
    shipped = [row for s, row in zip(states, L2) if s == "Shipped"]
    corpus.add(
        "60-amazon-orders", "statuses", "Amazon all-orders report",
        "cancelled and pending orders are said, those without a price are left out", {"AllOrders.txt": table(head, lines, "\t")},
        client("AllOrders.txt", "buyer-email", "purchase-date", "item-price"),
        said(*kinds({"Cancelled": "cancelled", "Pending": "pending|no amount"}, list(zip(states, L2))), low=total(shipped), high=total(priced)),
        control=True)


@case
def woo_plugin_statuses(corpus):
    head = ("order_id,order_number,order_date,paid_date,status,shipping_total,order_total,order_subtotal,order_key,order_currency,payment_method,"
            "customer_id,customer_user,customer_email,billing_first_name,billing_address_1,billing_address_2,billing_city,billing_postcode,"
            "billing_phone,customer_note,line_item_1,line_item_2,tax_items").split(",")
    states, lines = cycle(["completed"] * 7 + ["cancelled", "refunded", "on-hold"], L2), []
    for k, (c, d, a) in enumerate(L2):
        user = int(c[1:]) - 1000 if k % 3 else 0
        lines.append([300 + k, 300 + k, f"{d} 10:00:00", f"{d} 10:01:00", states[k], "4.90", a, a - D("4.90"), f"wc_{k}", "EUR", "paypal", user, user,
                      f"{c.lower()}@mail.example", "N", "Str. 1", "", "Bonn", "53111", "0228 1", "", "name:Tea|product_id:1|sku:T|quantity:1|total:10", "", ""])
    corpus.add(
        "61-woo-plugin", "statuses", "WooCommerce order export plugin (column set)",
        "cancelled and refunded orders are said", {"order_export.csv": table(head, lines)},
        client("order_export.csv", "customer_email", "order_date", "order_total"),
        said(*kinds({"cancelled": "cancelled", "refunded": "refunded"}, list(zip(states, L2))), high=total(L2)), control=True)


@case
def square_refunds(corpus):
    head = ["Date", "Time", "Time Zone", "Category", "Item", "Qty", "Price Point Name", "Gross Sales", "Discounts", "Net Sales", "Tax",
            "Transaction ID", "Payment ID", "Event Type", "Location", "Customer ID", "Customer Name"]
    lines = [[f"{d:%m/%d/%y}", "10:11:12", "Eastern Time (US & Canada)", "Beverages", "Latte", "1.0", "", f"${us(a)}", "$0.00", f"${us(a)}", "$0.00",
              f"T{k}", f"P{k}", "Payment" if k % 9 else "Refund", "Main St", f"CU{c}" if k % 2 else "", f"Name {c}" if k % 2 else ""]
             for k, (c, d, a) in enumerate(L2)]
    every = [("Payment" if k % 9 else "Refund", row) for k, row in enumerate(L2)]
    corpus.add(
        "64-square", "statuses", "Square item sales export",
        "half of the rows have no customer, and 13 are refunds with positive amounts: both said", {"items.csv": table(head, lines)},
        client("items.csv", "Customer ID", "Date", "Net Sales", "USD"),
        said(*kinds({"Refund": "refund"}, every, every[1::2]), trouble("no customer", "customer", rows=[55]), high=total(L2[1::2])), control=True)


@case
def alipay_bill(corpus):
    bought = [(c, d, -a if k % 12 == 7 else a) for k, (c, d, a) in enumerate(L)]
    text = ("#业务明细查询\n#账号:[00000000000000001]\n#起始日期:[2023年01月01日 00:00:00]   终止日期:[2024年07月01日 00:00:00]\n"
            "#-----------------------业务明细列表-----------------------\n"
            "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,对方账户,订单金额（元）,商家实收（元）,备注\n")
    for k, (c, d, a) in enumerate(bought):
        text += f"2023{k:024d}\t,41{k:010d}\t,{'退款' if a < 0 else '交易'}    ,茶,{d} 07:16:11,{d} 07:16:24,**({c.lower()}***@mail.example),{a},{a},\n"
    text += "#-----------------------业务明细列表结束-----------------------\n#交易合计:82笔,商家实收共100.00元\n#导出时间:[2024年07月01日 10:11:12]\n"
    corpus.add(
        "48-alipay", "statuses", "gxitsky.com, 2020-07-27",
        "a bill in GB 18030 with comment lines, tabs and negative refunds is read", {"bill_业务明细.csv": (text, "gb18030")},
        client("bill_业务明细.csv", "对方账户", "创建时间", "订单金额（元）", "CNY"), read(bought), control=True)


# ================================================================== second tables, heads of documents, customers above their rows
@case
def stacked_tables(corpus):
    def fill(sheet):
        for title, days in (("Invoices 2023/24", 0), ("Payments received", 20)):
            sheet.append([title])
            sheet.append(["Customer", "Date", "Amount"])
            for c, d, a in L:
                sheet.append([c, d + dt.timedelta(days), float(a)])
            if not days:
                sheet.append([])
    corpus.add(
        "25-stacked-tables", "layouts", "ExcelDataReader/ExcelDataReader#612; h2oai/datatable#1328",
        "a second table, 'Payments received', stands below the invoices: 11,203.71, or a word of the second table", {"ar.xlsx": book(fill)},
        client("ar.xlsx", "Customer", "Date", "Amount"),
        read(L), said(trouble("second table", SECOND + "|payments received"), low=total(L), high=2 * total(L)),
        refused(SECOND + "|payments received"), mistaken="repeated_header")


@case
def heads_of_documents(corpus):
    lines = []
    for k, (c, d, a) in enumerate(L):
        head = [f"XSCK{k:06d}", d, c, f"客户{c}", "业务1"]
        lines += [[*(head if j == 0 else [""] * 5), f"P{j}", "茶", 1, part, part] for j, part in enumerate(parts(a, 1 + k % 3))]
    text = table(["单据编号", "单据日期", "客户编码", "客户名称", "业务员", "商品编码", "商品名称", "数量", "含税单价", "价税合计"],
                 [*lines, ["", "", "", "", "", "", "合计:", "", "", total(L)]])
    corpus.add(
        "12-kingdee-grouped", "layouts", "Kingdee delivery list (public file 68570848174)",
        "a document's head stands in its first row only: 11,203.71 for all lines, or a refusal that says so; not 7,100.23",
        {"销售出库单.csv": (text, "gb18030")}, client("销售出库单.csv", "客户编码", "单据日期", "价税合计", "CNY"),
        read(L, rows=[len(L), len(lines)]), refused(HEADS), mistaken="missing_date")


@case
def customers_above_their_rows(corpus):
    out, k = ("Example Tools,,,,,,,,\nSales by Customer Detail,,,,,,,,\n\"January 2023 - June 2024\",,,,,,,,\n,,,,,,,,\n"
              ",Date,Transaction Type,Num,Product/Service,Memo/Description,Qty,Sales Price,Amount,Balance\n"), 0
    for c, bought in by_customer(L).items():
        out, balance = out + f"Client {c},,,,,,,,,\n", D(0)
        for d, a in bought:
            k, balance = k + 1, balance + a
            out += f",{d:%m/%d/%Y},Invoice,{1000 + k},Hours,work,1.00,{a},\"{us(a)}\",\"{us(balance)}\"\n"
        out += f"Total for Client {c},,,,,,,,\"${us(balance)}\",\n"
    out += f"TOTAL,,,,,,,,\"${us(total(L))}\",\n\n\n\"Tuesday, Jul 02, 2024 02:11:12 AM GMT-7 - Accrual Basis\",,,,,,,,,\n"
    corpus.add(
        "13-quickbooks", "layouts", "support.mindbridge.ai 4407673272471; kb.kivalogic.com: customer totals",
        "the customer stands in a row of its own above its rows: read so, or refused with that cause", {"SalesByCustomerDetail.csv": out},
        client("SalesByCustomerDetail.csv", 1, "Date", "Amount", "USD", {"header_row": 5}), read(L), refused(*ABOVE))


def ebay(rows, sign):
    """Orders of several items have a row of their own and a row for each item; blank lines, a footer."""
    head = ("Sales Record Number,Order Number,Buyer Username,Buyer Name,Item Number,Item Title,Quantity,Sold For,Shipping And Handling,Total Price,"
            "Payment Method,Sale Date,Paid On Date").split(",")
    lines = []
    for k, (c, d, a) in enumerate(rows):
        day, several, order = f"{d:%b}-{d:%d}-{d:%y}", k % 4 == 1, [900 + k, f"12-{k:05d}-1", f"buyer_{c[1:]}"]
        item = ["", "", "2"] if several else [f"3{k}", "Lamp, 24\"", 1]
        lines.append([*order, "N", *item, f"{sign}{us(a - 8)}", f"{sign}8.00", f"{sign}{us(a)}", "PayPal", day, day])
        if several:
            lines += [[*order, "", f"3{k}{j}", "Lamp 24\"", 1, f"{sign}{us((a - 8) / 2)}", "", "", "", "", ""] for j in range(2)]
    body = table(head, lines, quoting=csv.QUOTE_ALL).split("\n", 1)[1]
    return f"\n{table(head, [])}\n{body}\n\n{len(rows)},record(s) downloaded,,,\nSeller ID : shopname,,,\n"


@case
def ebay_in_dollars(corpus):
    corpus.add(
        "17c-ebay-dollars", "layouts", "eBay orders report (public file 70865526260)",
        "blank lines, item rows of multi-item orders and a footer are left out, the orders read",
        {"OrdersReport.csv": (ebay(L2, "$"), "utf-8-sig")}, client("OrdersReport.csv", "Buyer Username", "Sale Date", "Total Price", "USD"),
        read(L2), control=True)


# ================================================================== customers who are nobody, or several
@case
def guests_are_customer_0(corpus):
    numbered = {c: k for k, c in enumerate(people(L), 1)}
    lines = [[5000 + k, 0 if k % 13 == 5 else numbered[c], f"{d} 09:00:00", a] for k, (c, d, a) in enumerate(L)]
    known = [row for k, row in enumerate(L) if k % 13 != 5]
    corpus.add(
        "02b-woo-guests", "customers", "woocommerce/woocommerce#33410",
        "customer_id 0 means a guest (7 rows, 780.75): left out, or said; 24 customers",
        {"orders.csv": table(["order_id", "customer_id", "order_date", "order_total"], lines)},
        client("orders.csv", "customer_id", "order_date", "order_total"),
        read(known),
        said(trouble("guests", r"\b0\b|zero|guest", NOBODY + "|missing", rows=[7], amounts=[total(L) - total(known)]), low=total(known), high=total(L)))


def collective(rows, own, head, written, currency):
    """Files, client file and outcomes where rows of collective customers stand among the others."""
    text = table(head, [[c, written(d), a] for c, d, a in sorted([*rows, *own], key=lambda r: r[1])])
    troubles = [trouble(name, re.escape(name), NOBODY, rows=[len(theirs)], amounts=[total(theirs)])
                for name in people(own) for theirs in [[r for r in own if r[0] == name]]]
    return {"pos.csv": text}, client("pos.csv", *head, currency), read(rows), said(*troubles, low=total(rows), high=total(rows) + total(own))


@case
def a_small_collective_customer(corpus):
    rows = ledger(60, seed=3)
    own = [("Walk-In Customer", d, D("19.90")) for k, (_, d, _) in enumerate(rows) if k % 14 == 0]
    corpus.add("06d-walkin-small", "customers", "RepairDesk#962; PharmaSpot#55",
               "'Walk-In Customer' (17 rows, 338.30) is nobody in particular: left out, or said to be collective",
               *collective(rows, own, ["Customer", "Sale Date", "Total"], str, "USD"))


@case
def large_collective_customers(corpus):
    for id, name, form, head, written, currency, source in (
            ("06a-walkin", "Walk-In Customer", "C{}", ["Customer", "Sale Date", "Total"], str, "USD", "PharmaSpot#55; RepairDesk#962"),
            ("06b-generic-rfc", "XAXX010101000", "RFC{}AB1", ["RFC", "Fecha", "Importe"], lambda d: f"{d:%d/%m/%Y}", "MXN",
             "the tax id of the general public in Mexico (public file 33458729622)"),
            ("06c-not-set", "(not set)", "u{}.8842", ["user_id", "date", "revenue"], lambda d: f"{d:%Y%m%d}", "USD", "Google Analytics")):
        rows = [(form.format(c[1:]), d, a) for c, d, a in L]
        own = [(name, d, a + D("3.10")) for _, d, a in L[::3]]
        corpus.add(id, "customers", source, f"'{name}' (30 rows, 4,220.42) is nobody in particular: left out, or said to be collective",
                   *collective(rows, own, head, written, currency), control=True)


@case
def an_id_for_each_order(corpus):
    states = cycle(["delivered"] * 8 + ["canceled", "unavailable"], L)
    lines = [[f"o{k:06d}", f"id{k:06d}", f"uniq{c}", f"{d} 10:56:33", states[k], a] for k, (c, d, a) in enumerate(L)]
    head = ["order_id", "customer_id", "customer_unique_id", "order_purchase_timestamp", "order_status", "payment_value"]
    corpus.add(
        "44-marketplace", "customers", "fivetran/dbt_shopify#37; a marketplace's export",
        "customer_id is new in each order: said, with a hint at customer_unique_id, which repeats (24 values)", {"orders.csv": table(head, lines)},
        client("orders.csv", "customer_id", "order_purchase_timestamp", "payment_value", "BRL"),
        facts(rows=88, customers=24, total=total(L)), said(ids_of_orders("customer_unique_id"), high=total(L)), weak="bought again")


@case
def ids_with_an_apostrophe(corpus):
    lines = [[("'00" if k % 2 else "00") + c[1:], d, a] for k, (c, d, a) in enumerate(L)]
    corpus.add(
        "74-apostrophe-ids", "customers", "docs.xbp.app: order format (a leading apostrophe)",
        "'001001 and 001001 are one customer: 24, or the twins are said", {"o.csv": table(NAMES, lines)}, client("o.csv", *NAMES),
        read(L), said(trouble("twins", TWINS + "|apostrophe|quote mark|single quote"), high=total(L)))


@case
def hashes_in_two_cases(corpus):
    lines = [[getattr("ab12cd34" * 4 + c, "upper" if k % 2 else "lower")(), d, a] for k, (c, d, a) in enumerate(L)]
    corpus.add(
        "71-hash-case", "customers", "hashes of addresses, written in two ways",
        "hashes that differ in case only are said to be twins", {"o.csv": table(["email_sha256", "d", "v"], lines)},
        client("o.csv", "email_sha256", "d", "v"), read(L), said(trouble("twins", TWINS)), control=True)


@case
def zeros_by_format(corpus):
    def fill(sheet):
        sheet.append(["cust", "date", "amt"])
        for c, d, a in L:
            sheet.append([int(c[1:]) - 1000, d, float(a)])
            sheet.cell(sheet.max_row, 1).number_format = "00000"
    shown = {c: f"{int(c[1:]) - 1000:05d}" for c in people(L)}
    corpus.add(
        "39-zeros-by-format", "customers", "pandas-dev/pandas#61539",
        "ids are shown as 00001 by their format only: read so, or the join with crm.csv fails with both spellings",
        {"orders.xlsx": book(fill), "crm.csv": table(["customer_id", "name"], [[shown[c], f"Firm {c}"] for c in shown])},
        client("orders.xlsx", "cust", "date", "amt", customers="customers:\n  path: crm.csv\n  columns: {name: name}\n"),
        read(L, ids=ids(shown.values())), refused("00001|leading zero"), control=True)


# ================================================================== modifiers and units of prices
@case
def discount_beside_the_price(corpus):
    lines, bought = [], []
    for k, (c, d, a) in enumerate(L):
        discount, quantity = [D("0"), D("0.25"), D("0.1"), D("0")][k % 4], 1 + k % 5
        lines.append([10248 + k, c, d, k % 77, a, quantity, discount])
        bought.append((c, d, (a * quantity * (1 - discount)).quantize(CENT)))
    text = table(["OrderID", "CustomerID", "OrderDate", "ProductID", "UnitPrice", "Quantity", "Discount"], lines)
    naive = sum(line[4] * line[5] for line in lines)
    for id, named, words in (("42-northwind-discount", {}, ""), ("42c-discount-named", {"discount": "Discount"}, ", named in the client file,")):
        corpus.add(
            id, "prices", "the Northwind sample: UnitPrice x Quantity x (1 - Discount)",
            f"a discount beside the price{words} is taken off (29,722.37), or said not to be", {"order_details.csv": text},
            client("order_details.csv", "CustomerID", "OrderDate", quantity="Quantity", unit_price="UnitPrice", **named),
            read(bought), said(trouble("discount", "discount"), low=total(bought), high=naive), refused("discount"))


@case
def price_per_so_many(corpus):
    lines, bought = [], []
    for k, (c, d, a) in enumerate(L):
        per, quantity = [1, 100, 1000][k % 3], [3, 250, 4000][k % 3]
        lines.append([c, d, f"M{k}", quantity, de(a), per])
        bought.append((c, d, (a * quantity / per).quantize(CENT)))
    corpus.add(
        "43-price-unit", "prices", "Dolibarr/dolibarr-community-modules#779, #778, #777",
        "prices are per 1, 100 or 1,000 pieces (Preiseinheit): 35,161.14, or said; not 14,501,792.26",
        {"positionen.csv": table(["Kunde", "Datum", "Material", "Menge", "Nettopreis", "Preiseinheit"], lines, ";")},
        client("positionen.csv", "Kunde", "Datum", quantity="Menge", unit_price="Nettopreis"),
        read(bought), said(trouble("price unit", PRICE_UNIT), low=total(bought)), refused(PRICE_UNIT), mistaken="quantity_extreme")


@case
def amounts_in_cents(corpus):
    charged = [(c, d, int(a) * 100 + [99, 95, 0, 50][k % 4]) for k, (c, d, a) in enumerate(L)]
    noon = {d: int(dt.datetime(d.year, d.month, d.day, 12, tzinfo=dt.timezone.utc).timestamp()) for _, d, _ in L}
    corpus.add(
        "45-cents", "prices", "Stripe API charges (public file 54100375878 divides by 100)",
        "whole numbers that end in 99, 95, 50 are cents: asked; not 1,121,868.00",
        {"charges.csv": table(["customer", "created", "amount", "currency"], [[c, noon[d], a, "eur"] for c, d, a in charged])},
        client("charges.csv", "customer", "created", "amount", None, currency_column="currency"),
        facts(rows=88, customers=24, total=total(charged) / 100), said(trouble("cents", MINOR)), refused(MINOR))


@case
def currency_in_the_format(corpus):
    def fill(sheet):
        sheet.append(["cust", "date", "amt"])
        for k, (c, d, a) in enumerate(L):
            sheet.append([c, d, float(a)])
            sheet.cell(sheet.max_row, 3).number_format = "#,##0.00\\ [$€-407]" if k % 3 else "[$£-809]#,##0.00"
    corpus.add(
        "37-currency-in-format", "prices", "SheetJS/sheetjs#1483; pandas-dev/pandas#32058",
        "30 cells are in pounds and 58 in euros by their number formats: said, or refused", {"orders.xlsx": book(fill)},
        client("orders.xlsx", "cust", "date", "amt"),
        said(trouble("two currencies", r"£|\bgbp\b|pound|currencies", BOTH)), refused(r"£|\bgbp\b|pound|currencies", BOTH))


# ================================================================== sums over time, and exports that were cut off
@case
def monthly_sums(corpus):
    sums = {}
    for c, d, a in ledger(60, seed=3):
        sums[c, d.replace(day=1)] = sums.get((c, d.replace(day=1)), D(0)) + a
    rows = sorted((c, d, a) for (c, d), a in sums.items())
    corpus.add(
        "46-monthly-sums", "grain", "CamDavidsonPilon/lifetimes#325, #215",
        "every date is the first of a month: sums of months, no days of purchase; said", {"bw.csv": table(["Customer", "Month", "Revenue"], rows)},
        client("bw.csv", "Customer", "Month", "Revenue"), said(trouble("months", MONTHS), low=total(rows), high=total(rows)))


@case
def ten_thousand_rows(corpus):
    rng = random.Random(5)
    rows = [(f"K{rng.randrange(900)}", dt.date(2023, 1, 1) + dt.timedelta(k // 20), D(rng.randrange(500, 9000)) / 100) for k in range(10000)]
    corpus.add(
        "27-ten-thousand", "grain", "lightdash/lightdash#6688; metabase/metabase#905; elastic/kibana#242603",
        "exactly 10,000 rows look like the limit of an export tool: said", {"query_result.csv": table(["customer", "date", "amount"], rows)},
        client("query_result.csv", "customer", "date", "amount"), said(trouble("row limit", LIMIT, rows=[10000]), low=total(rows), high=total(rows)))


# ================================================================== amounts as people write them
@case
def closing_dash(corpus):
    rows = [(c, d, a.to_integral_value() if k % 3 else a) for k, (c, d, a) in enumerate(L)]
    lines = [[c, dotted(d), de(a)[:-2] + "-" if a == a.to_integral_value() else de(a)] for c, d, a in rows]
    corpus.add(
        "03-norwegian-dash", "amounts", "Norwegian price lists (public file 52898699644)",
        "299,- is 299, not -299: 11,199.42, or an error that shows the cell", {"salg.csv": table(["Kundenr", "Dato", "Beløp"], lines, ";")},
        client("salg.csv", "Kundenr", "Dato", "Beløp", "NOK"), read(rows), refused(r"\d,-"))


@case
def rupees(corpus):
    rows = [(c, d, a.to_integral_value() * 10) for c, d, a in L2]
    lines = [[c, f"{d:%d-%b-%y}", f"Rs. {int(a):,}/-"] for c, d, a in rows]
    corpus.add("17b-rupee", "amounts", "Indian vouchers (public file 5528413900)", "Rs. 480/- is 480: read",
               {"sales.csv": table(["Party", "Voucher Date", "Amount"], lines)}, client("sales.csv", "Party", "Voucher Date", "Amount", "INR"), read(rows))


@case
def accounting_zero(corpus):
    rows = [(c, d, -a if k % 11 == 3 else D(0) if k % 9 == 4 else a * 10) for k, (c, d, a) in enumerate(L)]
    lines = [[c, f"{d.month}/{d.day}/{d.year}", " $ -   " if a == 0 else f" $ ({us(-a)})" if a < 0 else f" $ {us(a)} "] for c, d, a in rows]
    corpus.add("04-excel-accounting", "amounts", "firefly-iii/firefly-iii#1087; bilig#46 (public files 49279987240, 61327664031)",
               "' $ -   ' is how Excel's accounting format writes zero: read", {"sales.csv": table(["Cust No", " Date", " Sales "], lines)},
               client("sales.csv", "Cust No", "Date", "Sales", "USD"), read(rows))


@case
def australian_dollars(corpus):
    corpus.add("17-ebay", "amounts", "eBay orders report (public files 66554751079, 70865526260)",
               "AU $24.26 is 24.26 Australian dollars: read; item rows and footer left out", {"OrdersReport.csv": (ebay(L, "AU $"), "utf-8-sig")},
               client("OrdersReport.csv", "Buyer Username", "Sale Date", "Total Price", "AUD"), read(L))


@case
def unquoted_thousands(corpus):
    rows = [(c, d, a * 20) for c, d, a in L]
    lines = "".join(f"{c},{d},{us(a)}{',' if a < 1000 else ''}\n" for c, d, a in rows)
    corpus.add("49-unquoted-thousands", "amounts", "elysiate.com: number formatting in CSV; b-greve.gitbook.io: clean data",
               "1,234.50 without quotes fills two columns: 224,074.20, or said, or refused; not 1", {"o.csv": "id,day,value,note\n" + lines},
               client("o.csv", *NAMES), read(rows), said(trouble("a number in two columns", SPLIT)), refused(SPLIT))


@case
def other_amounts(corpus):
    rows = [(c, d, D(k % 97 + 1) / 100) for k, (c, d, a) in enumerate(L)]
    lines = [[c, d, f"{a:.2f} €".replace("0.", ",")] for c, d, a in rows]
    corpus.add("70b-leading-comma", "amounts", "scrapinghub/price-parser#58", ",05 € is 0.05", {"o.csv": table(NAMES, lines, ";")},
               client("o.csv", *NAMES), read(rows), control=True)

    rows = [(c, d, (a * 100).to_integral_value() * (-1 if k % 12 == 3 else 1)) for k, (c, d, a) in enumerate(L)]
    lines = [[c, dotted(d), f"{'-' if a < 0 else ''}kr {abs(int(a)):,}".replace(",", ".")] for c, d, a in rows]
    corpus.add("70d-kr", "amounts", "scrapinghub/price-parser#29", "-kr 2.426 is minus two thousand, or asked", {"o.csv": table(NAMES, lines, ";")},
               client("o.csv", *NAMES, "NOK"), read(rows), refused("thousand|decimal"), control=True)

    rows = [(c, d, -a if k % 12 == 3 else a) for k, (c, d, a) in enumerate(L)]
    lines = [[c, f"{d:%d/%m/%Y}", f"R$ {de(a)}"] for c, d, a in rows]
    corpus.add("70e-real", "amounts", "scrapinghub/price-parser#29", "R$ -1.234,56 is read", {"o.csv": table(NAMES, lines, ";")},
               client("o.csv", *NAMES, "BRL"), read(rows), control=True)


# ================================================================== dates as people write them
def dated(id, source, written, rows=L, currency="EUR", head=("id", "day", "value"), comma=False, date_format=None, why=None, expect=None):
    """The arguments of a case whose days are written in this way; comma: amounts with a decimal comma between semicolons."""
    text = table(head, [[c, written(k, d), str(a).replace(".", ",") if comma else a] for k, (c, d, a) in enumerate(rows)], ";" if comma else ",")
    keys = {"date_format": date_format} if date_format else None
    return (id, "dates", source, why or f"dates as '{written(0, rows[0][1])}' are read" + (" with the date_format that says so" if date_format else ""),
            {"m.csv": text}, client("m.csv", *head, currency, keys), *(expect or [read(rows)]))


def months(names, form):
    """Days written with these twelve names of months."""
    names = names.split()
    return lambda k, d: form.format(day=d.day, month=names[d.month - 1], year=d.year)


@case
def spaces_and_dots(corpus):
    czech = {"head": ("Zákazník", "Datum", "Částka"), "currency": "CZK", "comma": True}
    source = "scrapinghub/dateparser#1029; citation-style-language/locales#54"
    corpus.add(*dated("05a-czech-date", source, lambda k, d: f"{d.day}. {d.month}. {d.year}", **czech))
    corpus.add(*dated("05a-czech-stated", source, lambda k, d: f"{d.day}. {d.month}. {d.year}", date_format="%d. %m. %Y", **czech), control=True)
    corpus.add(*dated("05d-croatian-date", "text-mask/text-mask#884", lambda k, d: f"{dotted(d)}.", head=("Kupac", "Datum", "Iznos"), comma=True))


@case
def names_of_months(corpus):
    names = {
        "29a-jaenner": ("Jänner Februar März April Mai Juni Juli August September Oktober November Dezember", "{day}. {month} {year}", "EUR"),
        "29c-russian": ("янв. фев. мар. апр. мая июн. июл. авг. сен. окт. ноя. дек.", "{day} {month} {year} г.", "RUB"),
        "29e-indonesian": ("Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des", "{day} {month} {year}", "IDR"),
        "29f-portuguese": ("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro", "{day} de {month} de {year}", "BRL")}
    for id, (twelve, form, currency) in names.items():
        corpus.add(*dated(id, "date-fns/date-fns#4148; scrapinghub/dateparser#348", months(twelve, form), currency=currency))
    weekdays = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()
    german = months("Januar Februar März April Mai Juni Juli August September Oktober November Dezember", "{day}. {month} {year}")
    corpus.add(*dated("29h-german-long", "Excel's long German date", lambda k, d: f"{weekdays[d.weekday()]}, {german(k, d)}"))


@case
def clocks(corpus):
    source = "Excel and chat exports in German"
    corpus.add(*dated("30a-uhr", source, lambda k, d: f"{dotted(d)}, 14:05 Uhr"))
    corpus.add(*dated("30a-uhr-stated", source, lambda k, d: f"{dotted(d)}, 14:05 Uhr", date_format="%d.%m.%Y, %H:%M Uhr"), control=True)
    corpus.add(*dated("70a-comma-ampm", "duckdb/duckdb#11026", lambda k, d: f"{d.month}/{d.day}/{d.year}, {1 + k % 12}:33 PM"), control=True)


@case
def amazon_time_zones(corpus):
    above = ("\"Sales of the marketplace and of the web shop\"\n\"Amounts in USD unless stated otherwise\"\n\"Notes:\"\n\"Tax: what buyers paid as tax\"\n"
             "\"Selling fees: what the marketplace keeps\"\n\"Other fees: postage and handling\"\n\"Other: what belongs to no order\"\n")
    head = ("date/time,settlement id,type,order id,sku,description,quantity,marketplace,account type,fulfillment,order city,order state,order postal,"
            "tax collection model,product sales,selling fees,other transaction fees,other,total").split(",")
    lines, bought = [], []
    for k, (c, d, a) in enumerate(L):
        what, zone = (["Order"] * 8 + ["Refund", "Service Fee"])[k % 10], "PDT" if 4 <= d.month <= 10 else "PST"
        fee, value = what == "Service Fee", a if what == "Order" else -a
        lines.append([f"{d:%b} {d.day}, {d.year} {9 + k % 3}:23:05 {'AM' if k % 2 else 'PM'} {zone}", "18174059732", what, "" if fee else f"112-{k:07d}", "SKU",
                      "Thing", 1, "shop.example", "Standard Orders", "Market", "CITY", "CA", "" if fee else c, "Facilitator", 0 if fee else value, "-2.24", 0, 0, value])
        if not fee:
            bought.append((c, d, value))
    first, last = min(row[1] for row in bought), max(row[1] for row in bought)
    corpus.add(
        "15a-amazon-us", "dates", "Amazon date range report (public file 3481931494)",
        "dates as 'Jan 15, 2023 9:23:05 PM PST' are read, in either time zone; rows of fees without a customer are left out",
        {"MonthlyTransaction.csv": (above + table(head, lines, quoting=csv.QUOTE_ALL), "utf-8-sig")},
        client("MonthlyTransaction.csv", "order postal", "date/time", "product sales", "USD"),
        read(bought, first=[first, first + dt.timedelta(1)], last=[last, last + dt.timedelta(1)]))


@case
def digits_only(corpus):
    hundred = [(c, d, (a * 100).to_integral_value()) for c, d, a in L]
    corpus.add(*dated("28a-yymmdd", "Japanese till exports", lambda k, d: f"{d:%y/%m/%d}", rows=hundred, currency="JPY", head=("顧客", "日付", "金額"),
                      expect=[read(hundred), refused(r"\d\d/\d\d/\d\d")]), control=True)
    corpus.add(*dated("28b-jde", "JD Edwards dates (CYYDDD)", lambda k, d: f"1{d:%y%j}", expect=[read(L), refused("123015|cyyddd")],
                      why="123015 is refused, or read as 15 January 2023"), control=True)
    corpus.add(*dated("28c-yyddd", "ordinal dates of mainframes", lambda k, d: f"{d:%y%j}",
                      expect=[read(L), refused("23015|yyddd"), said(trouble("serial numbers", "serial|ordinal", r"check|19[0-9]\d"))],
                      why="23015 as Excel's serial number lies in 1963: asked, refused, or read as 15 January 2023"), control=True)
    corpus.add(*dated("28d-ddmmyy", "dates without marks", lambda k, d: f"{d:%d%m%y}", expect=[read(L), refused("150123|ddmmyy")],
                      why="150123 is refused, or read as 15 January 2023"), control=True)


@case
def mixtures_of_dates(corpus):
    def fill(sheet):
        sheet.append(["cust", "date", "amt"])
        for c, d, a in L:
            sheet.append([c, dt.datetime(d.year, d.day, d.month) if d.day <= 12 else f"{d:%d/%m/%Y}", float(a)])
    corpus.add("34-excel-swapped", "dates", "duckdb/duckdb#11065",
               "Excel of another country swapped day and month where it could and left the rest as text: refused", {"orders.xlsx": book(fill)},
               client("orders.xlsx", "cust", "date", "amt"), read(L), refused("mix|swap|two (date )?(forms|formats)"), control=True)
    many = ledger(120, seed=9)
    one_less = total(many) - many[200][2]
    corpus.add(*dated("70c-one-us-date", "duckdb/duckdb#11065", lambda k, d: f"{d:%m/%d/%Y}" if k == 200 else str(d), rows=many,
                      why="one US date among 430 ISO dates is read, or left out with a word",
                      expect=[read(many), said(trouble("one date left out", "date", "left out|read|exist|form", rows=[1]), low=one_less, high=total(many))]), control=True)


# ================================================================== odd files that are read right
@case
def odd_files(corpus):
    name = "orders [2023] 100% (final).csv"
    corpus.add("22-brackets", "odd files", "file names of downloads", "brackets and % in a file name are no pattern",
               {name: table(NAMES, L)}, client(name, *NAMES), read(L), control=True)
    lines = "".join(f"{c},{d},{a},{'Cable' if k % 6 else f'Monitor {20 + k % 9}{chr(34)} black'}\n" for k, (c, d, a) in enumerate(L))
    corpus.add("23-inch", "odd files", "inch marks in product names", "an inch mark opens no quoted field",
               {"items.csv": "id,day,value,item\n" + lines}, client("items.csv", *NAMES), read(L), control=True)
    lines = "".join(f'"{c}","{d}","{a}","{"x" if k % 6 else "C:" + chr(92) + "data" + chr(92)}"\n' for k, (c, d, a) in enumerate(L))
    corpus.add("24-backslash", "odd files", "paths in quoted fields", "a backslash before a closing quote escapes nothing",
               {"items.csv": '"id","day","value","folder"\n' + lines}, client("items.csv", *NAMES), read(L), control=True)
    lines = "".join(f'"{c}","{d}","{a}","line one\rline two\u2028 three\x85"\r\n' for c, d, a in L)
    corpus.add("50-odd-breaks", "odd files", "notes with line breaks of other systems", "CR, LS and NEL inside a quoted field end no row",
               {"o.csv": '"id","day","value","note"\r\n' + lines}, client("o.csv", *NAMES), read(L), control=True)


@case
def plain_erp_exports(corpus):
    head = ["MANDT", "VBELN", "FKART", "FKDAT", "KUNAG", "VKORG", "VTWEG", "SPART", "NETWR", "WAERK", "MATNR", "FKIMG"]
    lines = [["100", f"009000{k:04d}", "F2", dotted(d), f"000000{c[1:]}", "1000", "10", "00", de(a), "EUR", f"MAT{k % 5}", "3,000"] for k, (c, d, a) in enumerate(L2)]
    corpus.add("62-sap-se16", "odd files", "SAP table display, saved as text", "a table of invoices only is read",
               {"VBRK_VBRP.txt": table(head, lines, "\t")}, client("VBRK_VBRP.txt", "KUNAG", "FKDAT", "NETWR"), read(L2), control=True)
    corpus.add("63-odoo", "odd files", "Odoo: export of account.move", "posted and paid invoices are read", {"account.move.csv": odoo()},
               client("account.move.csv", "Invoice Partner Display Name", "Invoice/Bill Date", "Untaxed Amount Signed"), read(L2), control=True)


def odoo():
    head = ["Number", "Invoice Partner Display Name", "Invoice/Bill Date", "Due Date", "Salesperson", "Untaxed Amount Signed", "Total Signed", "Status", "Payment Status"]
    return table(head, [[f"INV/2023/{k:05d}", f"Client {c}", d, d + dt.timedelta(30), "Admin", a, f"{a * D('1.2'):.2f}", "Posted", "Paid"]
                        for k, (c, d, a) in enumerate(L2)])


# ================================================================== what `workbook new` proposes
@case
def proposals(corpus):
    corpus.add(
        "new-shopify", "proposals", "help.shopify.com: exporting orders; python/cpython#102386",
        "the header is a header although 'Address1' holds a digit; customer Email, date Created at or Paid at, amount Total",
        {"orders_export_1.csv": shopify()[0]}, None,
        proposal(header=True, customer_id=["Email"], date=["Created at", "Paid at"], amount=["Total"]))
    corpus.add(
        "new-header-digit", "proposals", "python/cpython#102386", "the header is a header although 'Adresse 1' holds a digit",
        {"kunden.csv": table(["Kundennummer", "Datum", "Betrag", "Adresse 1"], [[c, dotted(d), de(a), "Weg"] for c, d, a in L2], ";")}, None,
        proposal(header=True, customer_id=["Kundennummer"], date=["Datum"], amount=["Betrag"]))
    corpus.add(
        "new-total-price", "proposals", "shop exports with total_price", "amount total_price: with a quantity beside it, it is still no price of one piece",
        {"orders.csv": table(["customer_id", "created_at", "quantity", "total_price"], [[c, d, 1 + k % 4, a] for k, (c, d, a) in enumerate(L)])}, None,
        proposal(customer_id=["customer_id"], date=["created_at"], amount=["total_price"]))
    corpus.add(
        "new-ebay", "proposals", "eBay orders report (public files 66554751079, 70865526260)",
        "customer Buyer Username, date Sale Date, amount Total Price", {"OrdersReport.csv": (ebay(L, "AU $"), "utf-8-sig")}, None,
        proposal(customer_id=["Buyer Username"], date=["Sale Date", "Paid On Date"], amount=["Total Price"]))
    corpus.add(
        "new-odoo", "proposals", "Odoo: export of account.move",
        "customer Invoice Partner Display Name, not the number of the invoice; amount before tax", {"account.move.csv": odoo()}, None,
        proposal(customer_id=["Invoice Partner Display Name"], date=["Invoice/Bill Date"], amount=["Untaxed Amount Signed"]))


@case
def proposal_for_a_summary(corpus):
    rng, lines = random.Random(1), []
    for k in range(120):
        scores = [rng.randrange(1, 6) for _ in range(3)]
        lines.append([f"C{k:04d}", rng.randrange(400), rng.randrange(1, 9), D(rng.randrange(900, 90000)) / 100, *scores, sum(scores), "regular"])
    head = ["customer_id", "recency", "frequency", "monetary", "r_score", "f_score", "m_score", "rfm_total", "segment"]
    corpus.add(
        "new-rfm-table", "proposals", "tables of recency, frequency and monetary value, one row per customer",
        "amount monetary, not the score rfm_total; there is no date", {"rfm.csv": table(head, lines)}, None,
        proposal(customer_id=["customer_id"], date=[None], amount=["monetary"], instead={"monetary": ["monetary"]}))


# ================================================================== words that name a trouble, as lenient as they can be
TOTALS = r"sub-?total|\btotals?\b|\bsums?\b|main ?line|\bheads?\b|header (row|line)s? and|twice|doubl|repeats?\b|add(s|ed)? up"
CARRIED = r"total|\bsums?\b|running|balance|page|(not?|none) (a )?(customer|sale)|left out"
ORDER = r"order|document|invoice|bestell|beleg"
REPEATED = r"same|repeat|total|once|twice|several|each|every|more than one"
SECOND = r"(second|another|other|two|several|more than one|further)[\w ,'-]{0,30}(table|section|block|list)|tables? below|stacked|below the (first )?table"
HEADS = r"document|\bheads?\b|heading|first (row|line) (of|only)|fill(ed)?[ _](down|in)|grouped|merged|(row|line)s? (above|below)|(only|just) (in|on) (the|its|their) first"
ABOVE = (r"customer|client|kunde|\bids?\b", r"\babove\b|heading|(row|line) of (its|their) own|own (row|line)|grouped|\bgroups?\b|section")
NOBODY = (r"\breal\b|collective|(not?|none) (a |of the )?(single |one |real )?customers?|placeholder|anonymous|guest|nobody|unknown|general public|left out|"
          r"(several|many|different) (people|persons|customers|buyers)")
TWINS = r"twin|same (customer|person|number|id)|differ only|differ in case|spelling"
PRICE_UNIT = r"preiseinheit|price unit|unit of price|price per|per (100|1,?000)\b|per hundred|per thousand"
MINOR = r"(?<!per )\bcents?\b|minor unit|smallest unit|hundredth|divide[ds]? by 100|(100|hundred) times|factor (of )?100"
BOTH = r"€|\beur\b|euro|formats?\b|two|several|different|mix|more than one"
MONTHS = (r"(first|1st)( day)? of (a|the|each|every|its|their)( calendar)? month|monthly|months?,? (and )?(not|no|rather than|instead of)\b|"
          r"(per|by|for each|for every)( customer and| customer per)?( calendar)? month|(sums?|totals?|figures|data) of( the)? months")
LIMIT = r"limit|cut|truncat|round number|exactly|maximum|\bmax\b|\bcap\b|capped|ceiling|complete"
SPLIT = r"thousand|comma|quot|separator|split|shifted|two (columns|fields)|(cut|broken|torn) in two|decimal (mark|point|sign)"


def ids_of_orders(column):
    """The trouble that every order has a customer id of its own; this column holds the customers."""
    return trouble("ids of orders", rf"\b{column}\b|(new|another|own|different) (customer )?id (in|for|per|with|on) (each|every)|"
                                    r"ids? (is|are) (new|different) (in|for|on) (each|every)|one (customer )?id (per|for each) (order|row)")


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("out", type=Path, help="the folder to write")
    corpus = Corpus(ap.parse_args().out)
    for make in CASES:
        make(corpus)
    corpus.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
