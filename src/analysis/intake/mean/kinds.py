# ruff: noqa: E501
"""Columns that divide the rows into few kinds or states: every value with its rows and money, and which are no sales.

A complete listing needs no vocabulary. It is a warning where the words or the signs of a value speak against a sale, or
where a column of document kinds holds codes that nobody can read; else it is a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from analysis.intake.mean.divisions import Division, divisions
from analysis.intake.mean.kind_words import ENDED, WAITING, plain, speaks_against
from analysis.intake.mean.neighbours import Seen, whole
from analysis.intake.mean.price_modifiers import DISCOUNT
from analysis.intake.rules.states import kinds_of
from analysis.intake.workspace import literal, name

SHOWN = 24
NOTES = 5
MOST_VALUES_OF_A_NOTE = 12
LONGEST = 60
SIGNED = 0.95  # of a value's rows are negative
MOST_SIGNED = 0.8  # of the negative rows are of such values
FEWEST_SIGNED = 3
YES = {
    "x",
    "1",
    "1.0",
    "true",
    "t",
    "yes",
    "y",
    "ja",
    "j",
    "oui",
    "si",
    "sí",
    "sim",
    "да",
    "是",
    "はい",
    "✓",
    "wahr",
    "vrai",
}
NO = {"", "0", "0.0", "false", "f", "no", "n", "nein", "non", "não", "нет", "否", "いいえ", "falsch", "faux", "-"}
DATE = r"\d{1,4}[-/.年 ]+\w{1,9}[-/.月 ]+\d{1,4}.*|\d{8}"
METHOD = (
    r"payment.?(method|means|gateway|provider)|zahl(ungs)?(art|weise|mittel)|mode de "
    r"(paiement|règlement)|(forma|medio|método) de pago|支付方式|付款方式|tender|gateway"
)
PAID_BY = r"paypal|visa|master.?card|amex|klarna|\bcash\b|credit card|kreditkarte|debit card|支付宝|微信"
KIND = (
    r"(.*[ _.-])?(type|typ|tipo|kind|soort|rodzaj|nature|druh|türü?|journal|jnl|status|state|vorgang|art|tran\.?|trans|klasse|class|类型|類型|状态|狀態|区分|種別|구분|상태"
    r"|тип|вид|статус)"
    r"|.*(document|doc|order|invoice|billing|bill|transaction|trans|txn|trx|record|entry|posting|voucher|event"
    r"|receipt|sales?|tran)[ _.-]*"
    r"(type|kind|class|status|state|code|cat|category|typ|key)"
    r"|.*(beleg|vorgangs?|buchungs|auftrags|rechnungs|faktura|dokument|geschäfts|umsatz)[ "
    r"_.-]*(typ|art|status|kennzeichen|schlüssel|klasse)"
    r"|(tipo|clase|estado|stato|situação|statut|état|type|nature|soort|rodzaj|typ|druh|stav|druk).{0,6}"
    r"(doc|dok|documento|comprobante|operaci[oó]n|operazione|movimento|movimiento|pi[eè]ce|document|op[eé]ration|commande"
    r"|pedido|ordine|dokumentu|dokladu)"
    r"|(тип|вид|статус) .*|.*(单据|业务|交易|订单|凭证|票据|发票)(类型|类别|状态|种类)|.*(伝票|取引|売上)(区分|種別)|.*(전표|거래|주문)(구분|유형|상태)"
    r"|fkart|vbtyp|vbtyp_n|auart|blart|bsart|bwart|fksto|shkzg|move_type|cfop|t[py]|παραστατικό|είδος.*|doctype|trantype|doc\.? ?ty(pe)?|dct"
)
NUMBERS = r"[-+(]?[£$€¥]?[0-9][0-9.,]*%?\)?|[A-Za-z]{0,3}-?[0-9]{4,}"
CODE = r"[A-ZΑ-ΩА-Я0-9]{1,4}"


@dataclass(frozen=True)
class Kind:
    """One value of a column: its rows, their money, and how many are negative."""

    value: str
    rows: int
    amount: float
    negative: int


def say_kinds(seen: Seen) -> None:
    """Say of every column of few values what they are, and which of them speak against a sale."""
    stated = {ours for ours in ("status", "kind") if getattr(seen.source.staged.source, ours)}
    doubtful: list[Division] = []
    notes: list[tuple[Division, list[Kind]]] = []
    for division in divisions(seen):
        if division.column in {*stated, "product", "order_id", "category"} or not division.filled:
            continue
        kinds = _kinds(seen, seen.table, division) if division.few else []
        if _flagged(seen, division, kinds) or _odd(division, kinds) or _coded(division, kinds):
            doubtful.append(division)
        elif 1 < len(kinds) <= MOST_VALUES_OF_A_NOTE and len(notes) < NOTES and not _numbers(kinds):
            notes.append((division, kinds))
    table = whole(seen, [division.column for division in doubtful]) if doubtful else seen.table
    for division in doubtful:
        _warn(seen, division, _kinds(seen, table, division))
    for division, kinds in notes:
        _note(seen, division, kinds)


def _kinds(seen: Seen, table: str, division: Division) -> list[Kind]:
    cell = f"trim({name(division.column)})"
    if not division.few:
        cell = f"CASE WHEN {cell} = '' THEN '' ELSE '…' END"
    of_kind = seen.bench.frame(
        f"SELECT {cell} AS value, coalesce(amount, 0) AS amount FROM {table} WHERE counted AND "
        f"lower(trim({name(division.column)})) <> {literal(division.title.casefold())}",
    )
    return [
        Kind(value, rows, float(amount), negative)
        for value, rows, amount, negative in seen.bench.fetch(kinds_of(of_kind))
    ]


def _odd(division: Division, kinds: list[Kind]) -> list[Kind]:
    """Return the values that speak against a sale, by their words or their signs."""
    values = tuple(kind.value for kind in kinds)
    if any(len(value) > LONGEST for value in values) or _numbers(kinds):
        return []
    if re.search(METHOD, division.title.casefold()) or any(re.search(PAID_BY, value.casefold()) for value in values):
        return [kind for kind in kinds if re.search(f"{ENDED}|{WAITING}", plain(kind.value))]
    words = [kind for kind in kinds if speaks_against(kind.value, values)]
    sold = any(kind.value and kind.negative <= (1 - SIGNED) * kind.rows for kind in kinds)
    back = [
        kind
        for kind in kinds
        if sold
        and kind.value
        and not re.fullmatch(DISCOUNT, kind.value.casefold())
        and kind.rows >= FEWEST_SIGNED
        and kind.negative >= SIGNED * kind.rows
    ]
    if sum(kind.negative for kind in back) < MOST_SIGNED * sum(kind.negative for kind in kinds):
        back = []  # the sign is no matter of this column
    return [kind for kind in kinds if kind in words or kind in back]


def _flagged(seen: Seen, division: Division, kinds: list[Kind]) -> list[Kind]:
    """Return what is filled in a column whose name speaks against a sale: a yes, or the day of it."""
    title = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", division.title)
    if not speaks_against(title) or not division.blank and not division.few:
        return []
    if division.few and {kind.value.casefold() for kind in kinds} <= YES | NO:
        return [kind for kind in kinds if kind.value.casefold() in YES]
    if not division.blank:
        return []
    samples = seen.rows(f"any_value(trim({name(division.column)})) FILTER (trim({name(division.column)}) <> '')")
    dated = re.fullmatch(DATE, str(samples[0][0]))
    return [Kind("…", division.filled, 0.0, 0)] if dated else []


def _coded(division: Division, kinds: list[Kind]) -> bool:
    """Return whether a column of document kinds holds codes, which say nothing without their key."""
    values = [kind.value for kind in kinds if kind.value]
    return (
        len(values) > 1
        and re.fullmatch(KIND, division.title.casefold()) is not None
        and all(re.fullmatch(CODE, value) for value in values)
        and not {value.casefold() for value in values} <= YES | NO
    )


def _numbers(kinds: list[Kind]) -> bool:
    """Return whether the values are numbers, money or running numbers such as P21007: they are no kinds."""
    return all(re.fullmatch(NUMBERS, kind.value) for kind in kinds if kind.value)


def _warn(seen: Seen, division: Division, kinds: list[Kind]) -> None:
    odd = _flagged(seen, division, kinds) or _odd(division, kinds)
    if odd and odd[0].value == "…":
        odd = [kind for kind in kinds if kind.value == "…"]
    code = "status" if division.column in {"status", "kind"} else "kind_not_named"
    key = division.column if division.column in {"status", "kind"} else "kind"
    seen.bench.warn(
        code,
        sum(kind.rows for kind in odd or kinds),
        sum(kind.amount for kind in odd),
        file=seen.label,
        column=division.title,
        key=key,
        odd=[_name(kind, division) for kind in odd[:SHOWN]],
        **_listed(kinds),
    )


def _note(seen: Seen, division: Division, kinds: list[Kind]) -> None:
    first = sum(kind.rows for kind in kinds)
    seen.bench.info("values_listed", file=seen.label, column=division.title, first=first, **_listed(kinds))


def _name(kind: Kind, division: Division) -> str:
    return division.title if kind.value.casefold() in YES | {"…"} else kind.value[:LONGEST]


def _listed(kinds: list[Kind]) -> dict[str, Any]:
    """Return the first of the kinds, and how many more there are, as a finding keeps them."""
    shown = [{"value": kind.value[:LONGEST], "rows": kind.rows, "amount": kind.amount} for kind in kinds[:SHOWN]]
    return {"kinds": shown, "more": max(len(kinds) - SHOWN, 0)}
