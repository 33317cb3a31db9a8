# ruff: noqa: E501
"""What a value says of its row: a sale, or an order that ended, waits, was taken back, or a payment.

Words match by their stem, after the prefixes that programs write. The lists help to warn; they never decide what is
left out: the client file does.
"""

from __future__ import annotations

import re

PREFIX = r"^(?:wc|order|orders|trade|tx|txn|transaction|status|state|st|refund status|document)[-_.:/ ]+"
ENDED = (
    r"cancel|uncollect|\bcanc\b|cncl|\bcxl|\bno[- ]?show|\btentative|\bwait[- ]?list|storn|annul|anul|abgebroch|abbruch|\bvoid|fail|fehlge|declin|reject|abgelehnt|refus[eéo]|rechaz|recus"
    r"|rifiut|expir|abgelaufen|abandon|invalid|ungültig|denied|fraud|\bunavailable|\bdeleted|gelöscht|supprim|eliminad"
    r"|\blost\b|échou|echou|fallid|fallit|mislukt|avbru|avbröt|makuler|peruut|hylätty|törö?l|sztorn|zrušen|anulow|odrzuc|nieudan"
    r"|iptal|başarısız|batal|gagal|hủy|huỷ|thất bại|ยกเลิก|ล้มเหลว|отмен|аннулир|ошибк|отклон|не ?удал|скасов|ملغ|مرفوض|فشل|מבוטל|נכשל"
    r"|ακυρ|ακύρ|取消|关闭|關閉|作废|作廢|失败|失敗|删除|已拒|无效|退签|キャンセル|無効|취소|실패|반려|\btest\b"
)
WAITING = (
    r"pend(?!ant|ulum)|\bpledg|\bconsign|kommissionsware|konsignation|寄售|\bawait|\breserved\b|reserviert|\bprovisional|on[-_ ]?hold\b|\bdraft|entwurf|brouillon|borrador|bozza|rascunho|\bklad|luonnos|szkic|návrh|taslak|piszkozat"
    r"|\bquot(?:e|ation)s?\b|\bestimates?\b|angebot|\boffert|devis\b|presupuesto|preventivo|orçamento|pro[ -]?forma|unpaid|not[-_ ]paid"
    r"|unbezahlt|impay|non pag|não pag|no pagad|niezapł|nieopł|nezapl|obetal|ubetal|onbetaald|ödenmedi|requires[-_ ]|incomplete"
    r"|in attesa|en attente|a la espera|aguard|in behandeling|\bwacht|oczek|ček[aá]|bekl[ei]|függőben|odott|väntar|afventer|ожида|не оплач"
    r"|неоплач|чернов|очіку|menunggu|tertunda|chờ|รอ|معلق|قيد الانتظار|ממתין|待付|未付|待支付|未支付|等待买家付款|待收款|待处理|草稿|暂存|未审核|未審核"
    r"|保留中|支払い?待|入金待|未入金|未払|下書|見積|대기|미결제|미입금|임시저장"
)
BACK = (
    r"refund|\breturn(?:ed|s)?\b(?! ?(?:customer|ing))|chargeback|charge[-_ ]back|disput|revers(?:al|ed)|credit[-_ ]?(?:note|memo|invoice|adj)"
    r"|credit(?=$)|\bcredits?\b(?!.{0,3}(?:card|line|sale|terms|customer|limit|account))|custcred|cashrfnd|acc(?:rec|pay)credit|out_refund|gutschrift|erstatt|retour|retoure|rückg(?!ewo)|ruckgabe|reklam|\bavoir|rembours|"
    r"devol|reembols|abono|nota[s]? de? ?cr[eé]d|nota di credito|\bn/c\b|\bncr?\b|rimbors|\breso\b|\bresi\b|estorn|retur(?!n)|terugbet|restitu|creditnot|creditfact"
    r"|kredit(?:not|fakt|era)|återbet|tilbagebet|refusjon|palaut|hyvity|dobropis|vrácen|zwrot|korekt|jóváír|visszat|visszár|iade|возврат|сторно|кредит[- ]?нот"
    r"|корректиров|повернен|\bretur\b|pengembalian|trả lại|hoàn tiền|คืนเงิน|คืนสินค้า|مرتجع|استرداد|استرجاع|זיכוי|החזר|退款|退货|退貨|退换|红字|红冲|冲红|冲销|贷项|負數|退单"
    r"|πιστωτικ|επιστροφ|返品|返金|赤伝|値引|払戻|반품|환불|차감|correction|rechnungskorr|stornorech|adjustment|rectific"
)
PAID = (
    r"payment|payout|\bpaid out|zahlung|paiement|r[eè]glement|encaissement|\bpagos?\b|cobro|pagament|incasso|betaling|wpłat|płatno[sś]|platb|úhrad|fizet"
    r"|befizet|\bödeme|tahsilat|платеж|платёж|\bоплата|pembayaran|thanh toán|ชำระ|دفعة|סילוק|תשלום|收款|付款单|回款|预收|入金|입금|수금|custpymt|(?<!sales )receipt(?= ?(?:from|of)|$)"
    r"|withdraw|auszahl|\btransfer|überweis|\bvirement|deposit|top[-_ ]?up|\bfee\b|\bfees\b|gebühr|\bfrais|commission|provision|interest|\bzins|finance charge"
    r"|πληρωμ|εισπραξ|είσπραξ|reminder|mahn|currency conversion|\bmemo\b|\bhold\b|journal|write[- ]?off|ausbuch|abschreib|\btax\b|提现|转账|转帐|手续费|服务费|充值|利息|出金|振替|手数料|송금|수수료|вывод|комисс|перевод"
)
SALE = (
    r"invoice|\binv\b|\bsales?\b|\bsold\b|rechnung|faktur|facture|factura|fattura|fatura|číslo faktury|számla|lasku|счет|накладн|реализац|\border\b|auftrag|charge|custinvc"
    r"|cashsale|发票|销售|訂單|订单|出库|交易|売上|請求|매출|판매|complet|shipped|deliver|\bpaid\b|bezahlt|settled"
)
OWN = r"^intern(?:al|e|er)?$|inter-?compan|\binterco\b|konzernintern|verbundene untern|eigenverbrauch|intra-?group|内部(?:交易|销售|领用)|关联(?:方|交易)|グループ内|관계사"
NOT_YET = r"\bbudget|\bforecast|\bplan(?:ned|wert|zahl)?\b|prognose|\btarget|预算|预测|予算|予測|예산"
REAL = r"\bactuals?\b|\bist\b|r[ée]el|effettivo|实际|実績|실적"
STATE = r"complet|shipped|deliver|\bpaid\b|bezahlt|settled|^order$"
CLOSED = r"^(?:closed|geschlossen|clôturé|cerrado|chiuso|fechado)$"
DONE = r"complet|processing|abgeschlossen|terminé"


def plain(value: str) -> str:
    """Return a value without case, and without the prefixes that programs write.

    Examples
    --------
    >>> plain(" wc-Cancelled"), plain("ORDER_PAYMENT_FAILED")
    ('cancelled', 'payment failed')
    """
    text = value.strip().casefold().replace("\u0307", "")  # what is left of the dot of a Turkish İ
    return re.sub(PREFIX, "", text).replace("_", " ")


def takes_back(value: str, others: tuple[str, ...] = ()) -> bool:
    """Return whether a value names a document that takes a sale back, beside one that is the sale.

    Examples
    --------
    >>> takes_back("销售退货单", ("销售单",)), takes_back("Refunded", ("Completed",)), takes_back("Void", ("Sale",))
    (True, False, False)
    """
    sold = [other for other in map(plain, others) if re.search(SALE, other) and not re.search(f"{BACK}|{STATE}", other)]
    return bool(sold) and re.search(BACK, plain(value)) is not None


def speaks_against(value: str, others: tuple[str, ...] = ()) -> bool:
    """Return whether a value says that its row is no sale, beside the other values of its column.

    A payment is no sale where invoices stand beside it; alone it is one. An order that is closed was refunded in full
    where others are completed.

    Examples
    --------
    >>> [speaks_against(value) for value in ("wc-failed", "Storniert", "待付款", "RESERVED", "paid", "Credit card")]
    [True, True, True, True, False, False]
    >>> speaks_against("Payment", ("Invoice", "Payment")), speaks_against("closed", ("complete",))
    (True, True)
    """
    word = plain(value)
    if not word or re.search(r"\b(?:non|not|un|nicht)[- ]?(?:cancel|refund|return|storn|void|test)", word):
        return False
    if re.search(f"{ENDED}|{WAITING}|{BACK}|{OWN}", word):
        return True
    rest = [plain(other) for other in others if plain(other) != word]
    if re.search(NOT_YET, word):
        return any(re.search(REAL, other) for other in rest)
    if re.search(PAID, word):
        return any(re.search(SALE, other) and not re.search(PAID, other) for other in rest)
    return bool(re.search(CLOSED, word)) and any(re.search(DONE, other) for other in rest)
