# ruff: noqa: E501
"""The exports of known programs, each recognised by the set of its columns and proposed whole.

One entry per program: ``needs`` are headers that all stand in it, ``columns`` ours: theirs (``a|b``: the first that is
there), ``status`` and ``kind`` the values that are no plain sales. To teach another program, add an entry and a test file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.display.language import later
from analysis.intake.read.header import tidy


@dataclass(frozen=True)
class Known:
    """One program's export."""

    name: str
    needs: str
    columns: Mapping[str, str]
    status: Mapping[str, Sequence[str]] = field(default_factory=dict)
    kind: Mapping[str, Sequence[str]] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def fits(self, names: Sequence[str]) -> bool:
        """Return whether a header has every column that this export needs."""
        there = {tidy(name).casefold() for name in names}
        return all(any(one.casefold() in there for one in need.split("|")) for need in self.needs.split("; "))

    def chosen(self, names: Sequence[str]) -> dict[str, str | int]:
        """Return ours: theirs, as the header writes them; a position where the column has no name."""
        there = {tidy(name).casefold(): tidy(name) for name in names if tidy(name)}
        found: dict[str, str | int | None] = {
            ours: next((there[one.casefold()] for one in theirs.split("|") if one.casefold() in there), None)
            for ours, theirs in self.columns.items()
        }
        found |= {ours: int(theirs) for ours, theirs in self.columns.items() if theirs.isdigit()}
        return {ours: theirs for ours, theirs in found.items() if theirs}


WOO = (
    "wc-cancelled",
    "wc-failed",
    "wc-pending",
    "wc-refunded",
    "wc-checkout-draft",
    "wc-trash",
    "cancelled",
    "failed",
    "pending",
    "refunded",
    "checkout-draft",
    "trash",
    "on-hold",
    "wc-on-hold",
)
ENDED = ("Voided", "VOIDED", "Deleted", "DELETED", "Draft", "DRAFT", "Submitted", "SUBMITTED")
KNOWN = (
    Known(
        "Shopify orders", "Name; Email; Financial Status; Paid at; Created at; Subtotal; Total; Lineitem name",
        {"customer_id": "Email", "date": "Created at", "amount": "Total", "order_id": "Name", "currency": "Currency", "status": "Financial Status"},
        status={"drop": ("voided", "refunded", "expired", "pending")},
        note=later("an order's columns are filled on its first line only, so its further lines are left out as without an amount; Total has tax and shipping in it, Subtotal has not; partly refunded orders keep their whole Total"),
    ),
    Known(
        "WooCommerce order statistics", "order_id; parent_id; date_created; net_total; status; customer_id",
        {"customer_id": "customer_id", "date": "date_created", "amount": "net_total", "order_id": "order_id", "status": "status"},
        status={"drop": WOO}, note=later("customer 0 is a guest"),
    ),
    Known(
        "WooCommerce orders", "order_id; order_number; order_date; status; order_total; customer_email|billing_email",
        {"customer_id": "customer_email|billing_email", "date": "order_date", "amount": "order_total", "order_id": "order_id", "currency": "order_currency|currency", "status": "status"},
        status={"drop": WOO},
    ),
    Known(
        "WooCommerce orders", "Order Number; Order Status; Order Date; Order Total Amount|Order Total; Email (Billing)|Billing Email Address",
        {"customer_id": "Email (Billing)|Billing Email Address", "date": "Order Date", "amount": "Order Total Amount|Order Total", "order_id": "Order Number", "status": "Order Status"},
        status={"drop": (*WOO, "Cancelled", "Failed", "Pending payment", "Refunded", "On hold", "Draft")},
    ),
    Known(
        "Stripe payments", "id; Created date (UTC)|Created (UTC); Amount; Amount Refunded; Currency; Status; Customer ID|Customer Email",
        {"customer_id": "Customer ID|Customer Email", "date": "Created date (UTC)|Created (UTC)", "amount": "Converted Amount|Amount", "order_id": "id", "currency": "Converted Currency|Currency", "status": "Status"},
        status={"drop": ("Failed", "Refunded", "canceled", "Canceled", "requires_payment_method", "requires_action", "requires_capture", "requires_confirmation", "Incomplete", "Pending")},
        note=later("Converted Amount Refunded is not taken off"),
    ),
    Known(
        "Amazon orders", "amazon-order-id; purchase-date; order-status; item-price; quantity",
        {"customer_id": "buyer-email|buyer-name", "date": "purchase-date", "amount": "item-price", "order_id": "amazon-order-id", "product": "sku", "currency": "currency", "status": "order-status"},
        status={"drop": ("Cancelled", "Canceled", "Pending", "Unshipped - Pending")}, note=later("item-price is the line's price for all its pieces"),
    ),
    Known(
        "eBay orders", "Sales Record Number; Order Number; Buyer Username; Sale Date; Total Price",
        {"customer_id": "Buyer Username", "date": "Sale Date", "amount": "Total Price", "order_id": "Order Number"},
        note=later("the rows of single items of an order have no Total Price and are left out"),
    ),
    Known(
        "PayPal activity", "Date; Name; Type; Status; Currency; Gross; Fee; Net; From Email Address; Transaction ID",
        {"customer_id": "From Email Address", "date": "Date", "amount": "Gross", "order_id": "Transaction ID", "currency": "Currency", "status": "Status", "kind": "Type"},
        status={"drop": ("Pending", "Denied", "Canceled", "Cancelled", "Failed", "Expired", "Removed", "Held", "Reversed", "Voided")},
        kind={"drop": ("General Withdrawal", "Withdrawal", "General Currency Conversion", "Currency Conversion", "Bank Deposit to PP Account", "Transfer", "Account Hold for Open Authorization", "Reversal of General Account Hold", "Payment Hold", "Payment Release", "General Authorization", "Fee", "Payment Refund Hold", "Bank Deposit to PP Account (Obselete)")},
    ),
    Known(
        "PayPal activity", "Datum; Name; Typ; Status; Währung; Brutto; Entgelt|Gebühr; Netto; Absender E-Mail-Adresse",
        {"customer_id": "Absender E-Mail-Adresse", "date": "Datum", "amount": "Brutto", "order_id": "Transaktionscode", "currency": "Währung", "status": "Status", "kind": "Typ"},
        status={"drop": ("Ausstehend", "Abgelehnt", "Storniert", "Fehlgeschlagen")},
        kind={"drop": ("Allgemeine Abbuchung", "Allgemeine Währungsumrechnung", "Bankgutschrift auf PayPal-Konto", "Abbuchung")},
    ),
    Known(
        "Square item sales", "Date; Time; Item; Qty; Gross Sales; Net Sales; Transaction ID; Customer ID",
        {"customer_id": "Customer ID", "date": "Date", "amount": "Net Sales", "order_id": "Transaction ID", "product": "Item", "category": "Category", "kind": "Event Type"},
        kind={"negate": ("Refund",)},
    ),
    Known(
        "Square transactions", "Date; Time; Gross Sales; Net Sales; Total Collected; Transaction ID; Customer ID",
        {"customer_id": "Customer ID", "date": "Date", "amount": "Net Sales", "order_id": "Transaction ID", "kind": "Event Type"},
        kind={"negate": ("Refund",)},
    ),
    Known(
        "Magento orders", "ID; Purchase Date; Bill-to Name; Grand Total (Base); Status; Customer Email",
        {"customer_id": "Customer Email", "date": "Purchase Date", "amount": "Grand Total (Base)", "order_id": "ID", "status": "Status"},
        status={"drop": ("canceled", "Canceled", "closed", "Closed", "pending_payment", "Pending Payment", "pending", "Pending", "holded", "On Hold", "fraud", "payment_review")},
    ),
    Known(
        "Xero invoices", "*ContactName|ContactName; *InvoiceNumber|InvoiceNumber; *InvoiceDate|InvoiceDate; LineAmount; Type; Status",
        {"customer_id": "*ContactName|ContactName", "date": "*InvoiceDate|InvoiceDate", "amount": "LineAmount", "order_id": "*InvoiceNumber|InvoiceNumber", "currency": "Currency", "status": "Status", "kind": "Type"},
        status={"drop": ENDED}, kind={"negate": ("Sales credit note", "ACCRECCREDIT", "Credit note"), "drop": ("Sales overpayment", "Sales prepayment", "ACCPAY", "Bill")},
    ),
    Known(
        "QuickBooks transactions", "Date; Transaction Type; Num; Name|Customer|Customer full name; Amount",
        {"customer_id": "Customer full name|Customer|Name", "date": "Date", "amount": "Amount", "order_id": "Num", "product": "Product/Service", "kind": "Transaction Type"},
        kind={"drop": ("Payment", "Deposit", "Estimate", "Bill", "Bill Payment", "Bill Payment (Check)", "Check", "Expense", "Journal Entry", "Transfer", "Statement Charge", "Purchase Order", "Sales Tax Payment", "Refund Receipt Payment")},
    ),
    Known(
        "QuickBooks sales by customer", "Date; Transaction Type; Num; Amount; Balance",
        {"customer_id": "1", "date": "Date", "amount": "Amount", "order_id": "Num", "product": "Product/Service", "kind": "Transaction Type"},
        kind={"drop": ("Payment", "Deposit", "Estimate", "Journal Entry")}, keys={"fill_down": "[customer_id]"},
        note=later("the customer stands in a row of its own above its rows, in the first column, which has no name"),
    ),
    Known(
        "Business Central customer ledger", "Posting Date; Document Type; Document No.; Customer No.; Amount|Amount (LCY)",
        {"customer_id": "Customer No.", "date": "Posting Date", "amount": "Sales (LCY)|Amount (LCY)|Amount", "order_id": "Document No.", "kind": "Document Type"},
        kind={"drop": ("Payment", "Refund", "Reminder", "Finance Charge Memo")},
    ),
    Known(
        "Business Central customer ledger", "Buchungsdatum; Belegart; Belegnr.; Debitorennr.; Betrag|Betrag (MW)",
        {"customer_id": "Debitorennr.", "date": "Buchungsdatum", "amount": "Verkauf (MW)|Betrag (MW)|Betrag", "order_id": "Belegnr.", "kind": "Belegart"},
        kind={"drop": ("Zahlung", "Erstattung", "Mahnung", "Zinsrechnung")},
    ),
    Known(
        "NetSuite transactions", "Date; Type; Document Number; Name; Amount",
        {"customer_id": "Name", "date": "Date", "amount": "Amount", "order_id": "Document Number", "product": "Item", "kind": "Type"},
        kind={"drop": ("Payment", "Customer Payment", "Customer Deposit", "Deposit", "Sales Order", "Quote", "Estimate", "Opportunity", "Journal", "Customer Refund", "Deposit Application", "Item Fulfillment")},
        note=later("main lines (*) repeat the sum of their items; the sums are found and left out"),
    ),
    Known(
        "Odoo invoices", "Number; Invoice Partner Display Name; Invoice/Bill Date; Untaxed Amount Signed; Status",
        {"customer_id": "Invoice Partner Display Name", "date": "Invoice/Bill Date", "amount": "Untaxed Amount Signed", "order_id": "Number", "status": "Status"},
        status={"drop": ("Draft", "Cancelled", "draft", "cancel")},
    ),
    Known(
        "Odoo sales orders", "Order Reference; Customer; Order Date|Creation Date; Total|Untaxed Amount; Status",
        {"customer_id": "Customer", "date": "Order Date|Creation Date", "amount": "Untaxed Amount|Total", "order_id": "Order Reference", "status": "Status"},
        status={"drop": ("Quotation", "Quotation Sent", "Cancelled", "draft", "sent", "cancel")},
    ),
    Known(
        "SAP billing documents", "VBELN; FKART; FKDAT; KUNAG|KUNRG; NETWR",
        {"customer_id": "KUNAG|KUNRG", "date": "FKDAT", "amount": "NETWR", "order_id": "VBELN", "product": "MATNR", "currency": "WAERK", "kind": "FKART"},
        kind={"drop": ("F5", "F8", "IV", "LR"), "negate": ("G2", "RE", "S1", "GA", "RK", "CR")},
        note=later("invoice F2, credit memo G2, return RE, cancellation of an invoice S1, of a credit memo S2, pro forma F5 and F8, intercompany IV"),
    ),
    Known(
        "Taobao and Tmall orders", "订单编号; 买家会员名; 买家实际支付金额; 订单状态",
        {"customer_id": "买家会员名", "date": "订单付款时间|订单创建时间", "amount": "买家实际支付金额", "order_id": "订单编号", "product": "宝贝标题", "status": "订单状态"},
        status={"drop": ("交易关闭", "等待买家付款", "交易已关闭")},
    ),
    Known(
        "JD orders", "订单号|订单编号; 下单时间; 订单状态; 下单帐号|下单账号|用户账号|客户姓名",
        {"customer_id": "下单帐号|下单账号|用户账号|客户姓名", "date": "下单时间", "amount": "应付金额|结算金额|订单金额|货款金额", "order_id": "订单号|订单编号", "product": "商品名称", "status": "订单状态"},
        status={"drop": ("已取消", "(删除)等待付款", "等待付款", "(删除)已取消", "已退款", "锁定", "(锁定)等待出库")},
    ),
    Known(
        "Alipay business bill", "支付宝交易号; 商户订单号; 业务类型; 对方账户; 订单金额（元）|订单金额(元); 创建时间",
        {"customer_id": "对方账户", "date": "创建时间", "amount": "订单金额（元）|订单金额(元)", "order_id": "商户订单号", "product": "商品名称", "kind": "业务类型"},
        kind={"negate": ("退款",)},
    ),
    Known(
        "Alipay record", "交易时间|交易创建时间; 交易对方; 金额|金额（元）; 收/支; 交易状态",
        {"customer_id": "对方账号|交易对方", "date": "交易时间|交易创建时间", "amount": "金额|金额（元）", "order_id": "商家订单号|商户订单号", "status": "交易状态", "kind": "收/支"},
        status={"drop": ("交易关闭", "退款成功", "等待付款", "已关闭")}, kind={"drop": ("支出", "不计收支", "其他")},
    ),
    Known(
        "Yonyou sales list", "客户编码|客户编号|客户简称; 发票日期|开票日期|单据日期|发货日期|日期; 存货编码|存货名称; 原币价税合计|本币价税合计|价税合计|原币无税金额|本币无税金额",
        {"customer_id": "客户编码|客户编号|客户简称", "date": "发票日期|开票日期|单据日期|发货日期|日期", "amount": "本币价税合计|原币价税合计|价税合计|本币无税金额|原币无税金额", "order_id": "发票号|单据号|发货单号", "product": "存货编码|存货名称"},
    ),
    Known(
        "Kingdee sales list", "客户编码|客户代码|客户|购货单位; 单据日期|日期; 商品编码|物料编码|产品代码|物料名称|产品名称; 价税合计|价税合计（本位币）|金额",
        {"customer_id": "客户编码|客户代码|购货单位|客户", "date": "单据日期|日期", "amount": "价税合计（本位币）|价税合计|金额", "order_id": "单据编号|单据号", "product": "商品编码|物料编码|产品代码|物料名称|产品名称"},
        keys={"fill_down": "true"}, note=later("a document's head is filled in its first row only"),
    ),
)  # fmt: skip


def known_shape(names: Sequence[str]) -> Known | None:
    """Return the program that writes such a header; None if it is not known.

    Examples
    --------
    >>> known_shape("VBELN FKART FKDAT KUNAG NETWR WAERK".split()).name
    'SAP billing documents'
    """
    return next((known for known in KNOWN if known.fits(names)), None)
