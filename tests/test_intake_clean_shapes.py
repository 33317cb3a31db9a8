"""Clean exports of every program that is known: proposed, read to the cent, and warned of in nothing."""

import csv
import datetime as dt
import io
import random

import pytest

from analysis.client.client import read_client
from analysis.intake import propose_client, read_transactions
from analysis.intake.mean.shapes import KNOWN, known_shape
from analysis.intake.read.header import tidy
from analysis.intake.say import message

pytestmark = pytest.mark.slow

ROWS = 240
SALES = {
    "Square item sales": ["Payment"],
    "Square transactions": ["Payment"],
    "Xero invoices": ["Sales invoice"],
    "QuickBooks transactions": ["Invoice", "Sales Receipt"],
    "Business Central customer ledger": ["Invoice"],
    "NetSuite transactions": ["Invoice", "Cash Sale"],
    "SAP billing documents": ["F2"],
    "Alipay business bill": ["交易"],
    "Alipay record": ["收入"],
    "PayPal activity": ["Website Payment", "Express Checkout Payment"],
}
DONE = {
    "Shopify orders": ["paid"],
    "WooCommerce order statistics": ["wc-completed", "wc-processing"],
    "WooCommerce orders": ["completed", "processing"],
    "Stripe payments": ["Paid"],
    "Amazon orders": ["Shipped"],
    "PayPal activity": ["Completed"],
    "Magento orders": ["complete", "processing"],
    "Xero invoices": ["Paid", "Authorised"],
    "Odoo invoices": ["Posted"],
    "Odoo sales orders": ["Sales Order"],
    "Taobao and Tmall orders": ["交易成功"],
    "JD orders": ["完成"],
    "Alipay record": ["交易成功"],
}


def header(known):
    """Return the columns that an export has at least."""
    needed = [need.split("|")[0] for need in known.needs.split("; ")]
    return list(dict.fromkeys([*needed, *(theirs.split("|")[0] for theirs in known.columns.values())]))


def beside(name, order, customer, cents, rng):
    """Return what stands in a column that is none of ours."""
    low = name.casefold()
    if "refunded" in low:
        return "0.00"
    if low in {"qty", "quantity"}:
        return rng.choice(["1", "1", "2", "3"])
    if low == "time":
        return f"{rng.randrange(8, 20):02d}:{rng.randrange(60):02d}:00"
    if any(word in low for word in ("total", "net", "gross", "amount", "fee", "balance", "brutto", "entgelt")):
        return (
            f"{cents * (0.03 if low in {'fee', 'entgelt'} else 1 if 'net' in low or 'sub' in low else 1.19) / 100:.2f}"
        )
    if "mail" in low:
        return f"{customer}@example.com"
    if low == "parent_id":
        return "0"
    if "num" in low or low == "id" or "号" in name:
        return str(order + 500_000)
    return customer if "name" in low or "customer" in low else rng.choice(["Tea", "Cup", "Pot"])


def clean_export(known, names):
    """Return an export of single sales as text, and their total."""
    rng, ours = random.Random(7), {theirs: slot for slot, theirs in known.chosen(names).items()}
    weights, out = [1 / (k + 1) ** 0.5 for k in range(60)], io.StringIO()
    writer, order, total = csv.writer(out), 10_000, 0
    writer.writerow(names)
    for offset in sorted(rng.randrange(700) for _ in range(ROWS)):
        day, order = dt.date(2023, 1, 2) + dt.timedelta(days=offset), order + rng.randrange(1, 4)
        customer, cents = f"C{100 + rng.choices(range(60), weights)[0]}", rng.randrange(900, 30_000)
        total += cents
        values = {
            "customer_id": customer,
            "date": day.isoformat(),
            "amount": f"{cents / 100:.2f}",
            "order_id": str(order),
            "currency": "EUR",
            "status": rng.choice(DONE.get(known.name, ["completed"])),
            "kind": "Rechnung" if "Belegart" in names else rng.choice(SALES.get(known.name, ["Sale"])),
            "product": rng.choice(["Tea", "Cup", "Pot"]),
            "category": "Goods",
        }
        writer.writerow(values.get(ours.get(tidy(name))) or beside(name, order, customer, cents, rng) for name in names)
    return out.getvalue(), total / 100


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: f"{known.name}, {known.needs[:20]}")
def test_a_clean_export_is_proposed_whole_read_to_the_cent_and_warned_of_in_nothing(known, tmp_path):
    names = header(known)
    known = known_shape(names)
    text, total = clean_export(known, names)
    (tmp_path / "export.csv").write_text(text, encoding="utf-8")
    proposal = propose_client("ACME", [tmp_path / "export.csv"])
    assert "TODO" not in proposal
    if known.columns["customer_id"] == "1":  # a first column without a name
        return
    (tmp_path / "client.yml").write_text(proposal, encoding="utf-8")
    intake = read_transactions(read_client(tmp_path), None)
    assert intake.facts["total"] == total
    assert [message(finding) for finding in intake.findings if finding["level"] == "warning"] == []
