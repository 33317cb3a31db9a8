"""Money is added to money of one currency only: found, converted with stated rates, or refused."""

from __future__ import annotations

from decimal import Decimal

from analysis.client.client import Client
from analysis.display.formats import count
from analysis.display.language import sentence
from analysis.intake.mean.amounts import COULD_BE, SYMBOLS
from analysis.intake.mean.lines import Source
from analysis.intake.mean.words import trimmed
from analysis.intake.workspace import Workspace, literal
from analysis.schema import DataError


def agree(bench: Workspace, client: Client, sources: list[Source]) -> tuple[str | None, list[str]]:
    """Return the currency of the analysis and, per source, the SQL that converts its amounts.

    Raises
    ------
    DataError
        If amounts are in several currencies and no rate is stated for one of them.
    """
    counts: dict[str, int] = {}
    written: list[dict[str, str]] = []
    columns: list[str] = []
    for source in sources:
        column, texts = _texts(bench, source)
        codes = {text: _code(text, client.currency) for text, _ in texts}
        for text, rows in texts:
            counts[codes[text]] = counts.get(codes[text], 0) + rows
        written.append(codes)
        columns.append(column)
    blank = counts.pop("", 0)
    found = sorted(counts, key=lambda code: (-counts[code], code))
    beside = {_code(n.currencies[0], None) for s in sources for n in s.numbers.values() if len(n.currencies) == 1}
    known = found or sorted(beside)
    currency = client.currency or (known[0] if len(known) == 1 and len(known[0]) == 3 else None)
    _say_symbols(bench, client, sources)
    _say_seen(bench, sources, currency)
    rates = {code: Decimal(str(rate)) for code, rate in (client.rates or {}).items()}
    others = [code for code in found if code != currency]
    if not others:
        return currency, [""] * len(sources)
    if currency is None and len(found) == 1:
        return None, [""] * len(sources)
    lacking = [code for code in others if code not in rates]
    if currency is None or lacking:
        raise DataError(_cannot_be_added(counts, found, client.currency))
    bench.warn(
        "currency_converted",
        sum(counts[code] for code in others),
        currency=currency,
        rates=[{"currency": code, "rate": rates[code], "rows": counts[code]} for code in others],
        blank=blank,
    )
    return currency, [_factor(column, codes, rates, currency) for column, codes in zip(columns, written, strict=True)]


def _cannot_be_added(counts: dict[str, int], found: list[str], stated: str | None) -> str:
    shown = ", ".join(sentence("{code} ({n} rows)", code=code, n=count(counts[code])) for code in found)
    if len(found) > 1:
        return sentence(
            "the amounts are in several currencies: {currencies}; their sum means nothing. State currency and rates "
            "(units of it per unit of each), or export one currency.",
            currencies=shown,
        )
    return sentence(
        "the amounts are in another currency: {currencies} and currency is {stated}; their sum means nothing. State "
        "currency and rates (units of it per unit of each), or export one currency.",
        currencies=shown,
        stated=stated,
    )


def _say_seen(bench: Workspace, sources: list[Source], currency: str | None) -> None:
    """Say that a column which is not named holds another currency than the report's."""
    for source in sources:
        seen = _code(source.staged.currency_seen, currency)
        if seen and currency and seen != currency:
            bench.warn("currency_not_named", file=source.staged.label, seen=seen, currency=currency)


def _texts(bench: Workspace, source: Source) -> tuple[str, list[tuple[str, int]]]:
    """Return where a row's currency is written, and its distinct texts with their rows."""
    raw = source.staged.table
    if "currency" in source.staged.source.columns:
        column = f"upper({trimmed(f'{raw}.currency')})"
        header = source.staged.headers.get("currency", "")
        return column, bench.rows(
            f"SELECT {column} AS t, count(*) FROM {raw} WHERE {raw}.currency <> {literal(header)} OR "
            f"{literal(header)} = '' "
            f"GROUP BY 1 ORDER BY 1"
        )
    several = [numbers for numbers in source.numbers.values() if len(numbers.currencies) > 1]
    if several:
        column = f"upper({several[0].currency})"
        return column, bench.rows(f"SELECT {column} AS t, count(*) FROM {source.relation} GROUP BY 1 ORDER BY 1")
    return "''", []


def _code(text: str, stated: str | None) -> str:
    """Return the ISO code of a currency's text; a symbol of several currencies means the stated one if it can."""
    symbol = SYMBOLS.get(text.lower(), text)
    if stated and stated in COULD_BE.get(symbol, set()):
        return stated
    return "" if symbol.lower() in {"", "nan", "null", "none", "n/a"} else symbol


def _factor(column: str, codes: dict[str, str], rates: dict[str, Decimal], currency: str) -> str:
    cases = " ".join(
        f"WHEN {literal(text)} THEN {rates[code]:f}::DECIMAL(18, 6)"
        for text, code in codes.items()
        if code and code != currency
    )
    return f" * CASE {column} {cases} ELSE 1::DECIMAL(18, 6) END" if cases else ""


def _say_symbols(bench: Workspace, client: Client, sources: list[Source]) -> None:
    for source in sources:
        for column, numbers in source.numbers.items():
            if len(numbers.currencies) == 1:
                code = _code(numbers.currencies[0], client.currency)
                bench.warn(
                    "currency_symbol",
                    file=source.staged.label,
                    column=column,
                    symbol=numbers.currencies[0],
                    currency=client.currency or code,
                    stated=bool(client.currency and code != client.currency),
                )
