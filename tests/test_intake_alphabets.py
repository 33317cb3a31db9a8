"""Texts of one byte a letter, and Korean ones: the alphabet is told by which bytes stand where in a word."""

from __future__ import annotations

import pytest

from analysis.intake.read.encoding import detect, scan

NAMES = {
    "cp949": "고객번호,거래일자,금액\n김민수,박지영,최은정\n대한상사,서울전자,부산물산",
    "cp1250": "Klient,Data,Kwota\nZłoty Kąt,2024-01-03,12\nMałgorzata Wąs,2024-01-05,8\nStanisław Żak,2024-02-01,15",
    "cp1251": "Клиент,Дата,Сумма\nИванов,2024-01-03,12\nООО Ромашка,2024-01-05,8\nЯковлев,2024-02-01,15",
    "mac_roman": "Client,Date,Montant\nCafé Zoé,2024-01-03,12\nPâtisserie,2024-01-05,8\nMüller,2024-02-01,15",
    "cp1252": "Kunde,Datum,Betrag\nMüller,2024-01-03,12\nGröße & Söhne,2024-01-05,8\nPeña,2024-02-01,15",
    "cp1253": "Πελάτης,Ημερομηνία,Αξία\nΓεωργίου,2024-01-03,12\nΝικολάου Αθήνα,2024-01-05,8",
    "cp1254": "Müşteri,Tarih,Tutar\nYılmaz,2024-01-03,12\nŞahin İnşaat,2024-01-05,8\nÇağlar Gıda,2024-02-01,15",
    "cp1255": "לקוח,תאריך,סכום\nכהן,2024-01-03,12\nלוי ובניו,2024-01-05,8",
    "cp1256": "العميل,التاريخ,المبلغ\nمحمد علي,2024-01-03,12\nشركة النور,2024-01-05,8",
    "cp874": "ลูกค้า,วันที่,ยอดเงิน\nสมชาย ใจดี,2024-01-03,12\nบริษัท ไทย,2024-01-05,8",
    "gb18030": "客户,日期,金额\n张三贸易,2024-01-03,12\n上海茶叶有限公司,2024-01-05,8\n深圳市电子,2024-02-01,15",
}
WITHOUT_SIGNS = [
    "Dvořák,Příliš žluťoučký kůň,Škoda",
    "Győri Kőolaj,Szűcs Ödön,Tóth Űrlap",
    "Măgură,Iaşi,Constanţa",
]


@pytest.mark.parametrize(("codec", "text"), [*NAMES.items(), *(("cp1250", text) for text in WITHOUT_SIGNS)])
def test_names_in_an_old_code_page_are_read_in_their_own_alphabet(codec, text, tmp_path):
    path = tmp_path / "names.csv"
    path.write_bytes((text + "\n").encode(codec))
    found = detect(scan(path), [])
    assert path.read_bytes().decode(found) == text + "\n"


def test_a_few_foreign_names_do_not_make_a_western_text_another(tmp_path):
    text = "Kunde,Betrag\n" + "Crème brûlée,1\nMüller,2\nGröße,3\nPérez,4\nSão João nº 5,5\n" * 6 + "Škoda,6\n"
    path = tmp_path / "names.csv"
    path.write_bytes(text.encode("cp1252"))
    assert detect(scan(path), []) == "cp1252"
