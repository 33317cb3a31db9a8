"""Propose the currency of an unknown export: what headers and cells say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.display.language import sentence
from analysis.intake.mean.candidates import Column
from analysis.intake.mean.matching import matched

SEEN = 50
SIGNS = {
    r"€|\bEUR\b": "EUR",
    r"£|\bGBP\b": "GBP",
    r"\bUSD\b|US\$": "USD",
    r"\bCHF\b": "CHF",
    r"\b(CNY|RMB)\b|人民币|[(（]元[)）]": "CNY",
}
"""What names one currency only; a bare $ or ¥ is of several."""


def currency_line(sources: Sequence[Sequence[Column]]) -> str | None:
    """Return the client file's line of the currency that the columns tell; None if none does, or a column holds it.

    Examples
    --------
    >>> print(currency_line([[Column("Net EUR", 1, 0.0, 1.0, 1.0, ["1,50"])]]).split()[:2])
    ['currency:', 'EUR']
    """
    codes: set[str] = set()
    for columns in sources:
        if "currency" in matched(list(columns))[0]:
            return None
        for column in columns:
            text = " ".join([column.name, *column.values[:SEEN]] if column.numbers > 0.5 else [column.name])
            codes |= {code for sign, code in SIGNS.items() if re.search(sign, text)}
            codes |= {*column.values[:1]} & {*SIGNS.values()} if column.constant else set()
    said = sentence("as the columns say; check")
    return f"currency: {codes.pop()}                 # ? {said}" if len(codes) == 1 else None
