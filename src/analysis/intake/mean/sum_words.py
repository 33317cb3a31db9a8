# ruff: noqa: E501
"""Words for sums, for what is carried from page to page, and for balances: such a row is no sale, in whatever column."""

from __future__ import annotations

import re

SUM = (
    r"(?:(?:grand|sub|over ?all|net|invoice|order|report|page|running)[ -]?)?(?:sub-?)?totals?|sum|sums"
    r"|(?:gesamt|zwischen|end|teil|seiten|monats|tages|kunden)?-?(?:summe|summen|ergebnis)|gesamt(?:betrag)?|insgesamt"
    r"|(?:sous|sub|sotto|sub ?)?-?(?:total|totale|totaal|totales|totaux)(?: g[eé]n[eé]ral)?|suma(?: total| cz[eę][sś]ciowa)?"
    r"|razem|ogółem|celkem|mezisoučet|součet|spolu|összesen|végösszeg|részösszeg|ukupno|skupaj|yekun|toplam|ara toplam"
    r"|genel toplam|delsumma|totalsumma|summa|delsum|i alt|yhteensä|välisumma|σύνολο|итого|всего|промежуточный итог"
    r"|підсумок|разом|jumlah|subjumlah|tổng(?: cộng)?|รวม(?:ทั้งสิ้น)?|合计|总计|小计|共计|总和|累计|总额|本页小计|本月合计|合計|總計|小計|総計"
    r"|합계|소계|총계|총합계|المجموع|الإجمالي|סה\"כ"
)
CARRY = (
    r"(?:amounts? |totals? |balance |sum )?(?:carried|brought)[ -](?:forward|down|over)(?: from.*| to.*)?"
    r"|carry[ -]?(?:forward|over|down)|[bc]/[fd]\.?(?: .{0,30})?|roll(?:ed)?[ -](?:forward|over)"
    r"|.{0,20}(?:übertrag|uebertrag|vortrag)(?: .{0,30})?"
    r"|report à nouveau(?: .{0,30})?|report de la page.*|à reporter|a reporter|report antérieur|suma y sigue|suma anterior|sigue"
    r"|a riportare|riporto|da riportare|riportato|a transportar|transportado|overbrengen"
    r"|do przeniesienia|z przeniesienia|przeniesienie|převod|přenos|převedeno|přeneseno|átvitel|áthozat|devir|nakli yekun|devreden"
    r"|överföring|transporteras|overført|siirto|перенос(?:ено)?|承前页?|过次页|转下页|接上页|上页结转|次頁繰越|前頁繰越|繰越|이월|차기이월|전기이월"
)
BALANCE = (
    r"(?:(?:opening|closing|starting|beginning|ending|previous|prior|initial|final|old|new|current|running)[ -])"
    r"(?:account )?balances?(?: .{0,30})?|balance (?:b/?f|c/?f|b/?d|c/?d|forward|brought.*|carried.*|at .*|as of .*|per .*)"
    r"|(?:anfangs|end|schluss|eröffnungs|eroeffnungs|alt|neu|vor(?:jahres|monats)?|abschluss)-?(?:saldo|bestand|salden)(?: .{0,30})?"
    r"|saldo[ -]?(?:vortrag|übertrag|alt|neu|inicial|anterior|final|iniziale|finale|precedente|początkow[ey]|końcow[ey]"
    r"|per .*|am .*|al? \d.*|del? per[ií]odo)|saldovortr\.?|eb-?werte?(?: .{0,30})?|sv"
    r"|solde (?:initial|d'ouverture|d’ouverture|de départ|antérieur|précédent|reporté|final|de clôture|au .*|à nouveau)|à[ -]nouveau|a[ -]nouveau"
    r"|asiento de apertura|apertura|saldo de apertura|ouverture|(?:begin|eind)saldo|beginbalans|openingsbalans|ingående (?:saldo|balans)"
    r"|utgående (?:saldo|balans)|inng[åa]ende (?:saldo|balanse)|utg[åa]ende saldo|primosaldo|ultimosaldo|alkusaldo|loppusaldo"
    r"|bilans otwarcia(?: .{0,20})?|bo(?: \d{4})?|stan początkowy|počáteční (?:stav|zůstatek)|konečný (?:stav|zůstatek)|nyitó ?egyenleg|záró ?egyenleg"
    r"|açılış (?:bakiyesi|fişi)|kapanış bakiyesi|devir bakiyesi|входящий остаток|исходящий остаток|сальдо(?: на (?:начало|конец).*| начальное| конечное)?"
    r"|начальн(?:ый|ое) (?:остаток|сальдо)|saldo awal|saldo akhir|số dư đầu kỳ|số dư cuối kỳ|ยอดยกมา|ยอดยกไป|期初余额|期末余额|期初|期末|上期结余|上年结转(?:余额)?"
    r"|上月结转|年初余额|期首残高|期末残高|前期繰越|前月繰越|次期繰越|기초잔액|기말잔액|전월이월|opening|رصيد افتتاحي|رصيد ختامي|יתרת פתיחה"
)
ENDS = r"[ \t:：.*=-]*"
SUM_CELL = rf"^[ *=-]*(?:{SUM}){ENDS}$|^(?:{SUM})[ :：-].{{1,80}}$|^.{{1,80}}[ -](?:total|subtotal|sub-total|summe|ergebnis|totale|total:)$|(?:合计|总计|小计|共计|合計|總計|小計|합계|소계)[ :：]*$"
NO_SALE_CELL = rf"^[ *=-]*(?:{CARRY}|{BALANCE}){ENDS}$"
"""A whole cell that says that its row carries a sum or a balance on; no product and no customer is called so."""


def says_sum(text: str) -> bool:
    """Return whether a cell says that its row is a sum.

    Examples
    --------
    >>> [says_sum(text) for text in ("Subtotal", "Total for Client K1", "合计:", "Colgate Total 12", "Summer hat")]
    [True, True, True, False, False]
    """
    return re.search(SUM_CELL, text.strip().casefold()) is not None


def whole_word(text: str) -> bool:
    """Return whether a cell says nothing but that its row is a sum: "Total", not "Total Repair Shampoo"."""
    return re.search(rf"^[ *=-]*(?:{SUM}){ENDS}$", text.strip().casefold()) is not None


def says_carried(text: str) -> bool:
    """Return whether a cell says that its row carries a sum or a balance on.

    Examples
    --------
    >>> [says_carried(text) for text in ("Saldovortrag", "Carried forward", "Opening balance", "期初余额", "Transporter")]
    [True, True, True, True, False]
    """
    return re.search(NO_SALE_CELL, text.strip().casefold()) is not None
