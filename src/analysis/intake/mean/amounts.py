# ruff: noqa: E501
"""Numbers as people write them: decimal mark, thousands, signs and currency, decided for the whole column."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.intake.mean.amount_texts import accounting_zero, cleaned, refuse_doubtful_minus
from analysis.intake.mean.decimal_marks import decimal_mark
from analysis.intake.mean.sign_marks import BEHIND, read_sign_marks
from analysis.intake.mean.words import EXCEL_ERRORS, MISSING, NOT_FINITE, sql_list
from analysis.intake.places import Label
from analysis.intake.workspace import Workspace, literal, name

SYMBOLS = {
    "$": "$", "€": "EUR", "£": "GBP", "¥": "¥", "￥": "¥", "元": "CNY", "人民币": "CNY", "rmb": "CNY", "₹": "INR",
    "rs": "INR", "rs.": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "zł": "PLN", "kč": "CZK", "kr": "kr", "kr.": "kr",
    "fr": "CHF", "fr.": "CHF", "sfr": "CHF", "us$": "USD", "hk$": "HKD", "nt$": "TWD", "r$": "BRL", "a$": "AUD",
    "c$": "CAD", "s$": "SGD", "円": "JPY", "港币": "HKD", "美元": "USD", "euro": "EUR", "eur": "EUR", "usd": "USD",
    "au$": "AUD", "nz$": "NZD", "ca$": "CAD", "can$": "CAD", "mx$": "MXN", "sg$": "SGD", "usd$": "USD", "u$s": "USD",
    "u$": "USD", "clp$": "CLP", "cop$": "COP", "ar$": "ARS", "s/": "PEN", "rm": "MYR", "rp": "IDR", "₱": "PHP", "₦": "NGN",
    "₴": "UAH", "грн": "UAH", "руб": "RUB", "р": "RUB", "лв": "BGN", "lei": "RON", "дин": "RSD", "din": "RSD", "tl": "TRY",
    "dh": "AED", "dhs": "AED", "sr": "SAR", "ر.س": "SAR", "رس": "SAR", "دإ": "AED", "د.إ": "AED", "جم": "EGP", "ksh": "KES", "kshs": "KES", "tsh": "TZS", "ush": "UGX", "gh₵": "GHS",
    "₵": "GHS", "৳": "BDT", "tk": "BDT", "₨": "INR", "₸": "KZT", "원": "KRW", "圆": "CNY", "圓": "TWD", "美金": "USD", "欧元": "EUR",
    "日元": "JPY", "nkr": "NOK", "skr": "SEK", "dkr": "DKK", "cn¥": "CNY", "jp¥": "JPY", "kc": "CZK", "zl": "PLN", "nis": "ILS",
    "฿": "THB", "₫": "VND", "đ": "VND", "vnđ": "VND", "₪": "ILS", "r": "ZAR", "ft": "HUF",
}  # fmt: skip
COULD_BE = {
    "$": {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS"},
    "¥": {"CNY", "JPY"},
    "kr": {"SEK", "NOK", "DKK", "ISK"},
}
EXACT = "DECIMAL(38, 8)"
FIRST_ROWS = 200_000
NUMBER = r"^([^0-9.,]*?)((?:[0-9][0-9.,]*)|(?:[.,][0-9]+))([^0-9.,]*)$"
GROUPED_BY_BLANKS = r"^([^0-9]*)([0-9]{1,3}(?:[ \x{a0}\x{2007}-\x{200a}\x{202f}'’][0-9]{3})+)([.,][0-9]+)?([^0-9]*)$"
DOT = r"[0-9]+\.?[0-9]*|\.[0-9]+|[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?|[0-9]{1,2}(,[0-9]{2})*,[0-9]{3}(\.[0-9]*)?"
COMMA = r"[0-9]+,?[0-9]*|,[0-9]+|[0-9]{1,3}(\.[0-9]{3})+(,[0-9]*)?"


@dataclass
class Numbers:
    """How to read one column of numbers.

    Attributes
    ----------
    value
        SQL for the number as DECIMAL(38, 8); NULL where there is none.
    missing
        SQL that is true where nothing was written, or NaN, an Excel error, infinity.
    join
        SQL that joins what ``value`` needs.
    decimal
        The decimal mark found.
    currencies
        Symbols or codes written beside the numbers, most frequent first.
    currency
        SQL for the row's own symbol, if there are several.
    width, scale
        Digits and decimals that suffice: narrow numbers are added and multiplied much faster.
    """

    value: str
    missing: str
    join: str = ""
    decimal: str = "."
    currencies: list[str] = field(default_factory=list)
    currency: str = "''"
    width: int = 38
    scale: int = 8


def minor_digits(currency: str | None) -> int:
    """Return how many decimals a currency has; two if it is unknown.

    Examples
    --------
    >>> minor_digits("EUR"), minor_digits("JPY"), minor_digits("KWD")
    (2, 0, 3)
    """
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency) if currency else 2


def read_numbers(
    bench: Workspace, raw: str, column: str, label: Label, *, decimal: str | None, typed: bool, header: str
) -> Numbers:
    """Find out how a column of numbers is written.

    Raises
    ------
    DataError
        If the decimal mark is ambiguous or changes within the column.
    """
    plain = _plain(bench, raw, column, decimal, typed)
    if plain:
        return plain
    table = f"{raw}_{column}"
    _split(bench, raw, column, table, header)
    read_sign_marks(bench, table, column, label)
    _refuse_unknown(bench, table)
    refuse_doubtful_minus(bench, table, column, label)
    mark = decimal or ("." if typed else decimal_mark(bench, table, column, label, header))
    group = "," if mark == "." else "."
    pattern = DOT if mark == "." else COMMA
    bench.con.execute(
        f"ALTER TABLE {table} ADD COLUMN value {EXACT}; "
        f"UPDATE {table} SET value = try_cast(replace(replace(digits, '{group}', ''), ',', '.') AS {EXACT}) "
        f"* CASE WHEN negative THEN -1 ELSE 1 END WHERE kind IS NULL AND regexp_full_match(digits, '{pattern}'); "
        f"UPDATE {table} SET value = try_cast(t AS {EXACT}) WHERE kind = 'scientific'; "
        f"UPDATE {table} SET value = 0 WHERE kind = 'zero'"
    )
    _say_scientific(bench, table, column, label, typed)
    tokens = [
        _symbol(str(token))
        for (token,) in bench.rows(
            f"SELECT token FROM {table} WHERE value IS NOT NULL AND token <> '' GROUP BY token ORDER BY "
            f"sum(n) DESC, token"
        )
    ]
    alias = name(f"{column}_map")
    return Numbers(
        value=f"{alias}.value",
        missing=f"{alias}.kind = 'missing'",
        join=f"JOIN {table} AS {alias} ON {alias}.v = {raw}.{column}",
        decimal=mark,
        currencies=list(dict.fromkeys(tokens)),
        currency=f"{alias}.token",
    )


def _plain(bench: Workspace, raw: str, column: str, decimal: str | None, typed: bool) -> Numbers | None:
    """Return the fast way for columns that any program reads the same way: 12.5, -3, 1200.00."""
    if decimal == ",":
        return None
    c = name(column)
    absent = f"lower({c}) IN {sql_list(MISSING + EXCEL_ERRORS + NOT_FINITE)}"
    cast = f"try_cast({c} AS DECIMAL(18, 4)) IS NULL"
    texts = f"(SELECT DISTINCT {c} FROM {raw})" if repeat(bench, raw, c) else raw
    unread, unusual, dotted, sure, whole, scale = bench.row(
        f"SELECT count(*) FILTER ({cast}), "
        f"count(*) FILTER (contains({c}, '_') OR contains({c}, 'e') OR contains({c}, 'E')), "
        f"count(*) FILTER (contains({c}, '.')), "
        f"count(*) FILTER (contains({c}, '.') AND length({c}) - strpos({c}, '.') <> 3), "
        f"coalesce(max(CASE WHEN contains({c}, '.') THEN strpos({c}, '.') - 1 ELSE strlen({c}) END), 1), "
        f"coalesce(max(CASE WHEN contains({c}, '.') THEN strlen({c}) - strpos({c}, '.') ELSE 0 END), 0) FROM {texts}"
    )
    if unread and bench.row(f"SELECT count(*) FROM {raw} WHERE {cast} AND NOT ({absent})")[0]:
        return None
    if unusual and bench.row(f"SELECT count(*) FROM {raw} WHERE regexp_matches({c}, '[_eE]') AND NOT ({absent})")[0]:
        return Numbers(f"try_cast({c} AS {EXACT})", absent) if typed else None
    if not typed and dotted and not sure and decimal is None:
        return None
    if not unread:
        absent = "false"
    width = max(whole, 1) + scale
    if width > 18:
        return Numbers(f"try_cast({c} AS {EXACT})", absent)
    return Numbers(f"try_cast({c} AS DECIMAL({width}, {scale}))", absent, width=width, scale=scale)


def repeat(bench: Workspace, raw: str, column: str) -> bool:
    """Return whether the texts of a column repeat: then it is faster to look at each of them once."""
    distinct = bench.row(f"SELECT count(DISTINCT {column}) FROM {raw} WHERE rowid < {FIRST_ROWS}")[0]
    return bool(distinct < FIRST_ROWS / 2)


def product(first: Numbers, second: Numbers) -> tuple[str, int]:
    """Return SQL for the exact product of two columns, and its decimals."""
    if first.width + second.width <= 36:
        return f"({first.value} * {second.value})", first.scale + second.scale
    wide = f"try_cast({first.value} AS DECIMAL(18, 4)) * try_cast({second.value} AS DECIMAL(18, 8))"
    return f"({wide})", 12


def _split(bench: Workspace, raw: str, column: str, table: str, header: str) -> None:
    """Make the map of distinct texts: what is absent, the sign, the digits, and what stands beside them."""
    absent = sql_list(MISSING + EXCEL_ERRORS + NOT_FINITE)
    joined = (
        f"CASE WHEN regexp_matches(t, {literal(GROUPED_BY_BLANKS)}) "
        f"THEN regexp_replace(t, '([0-9])[ \\x{{a0}}\\x{{2007}}-\\x{{200a}}\\x{{202f}}''’]', '\\1', 'g') ELSE t END"
    )
    bench.con.execute(
        f"CREATE TABLE {table} AS WITH texts AS (SELECT {name(column)} AS v, count(*) AS n, min(rowid) AS at_row, "
        f"{cleaned(column)} AS t, {accounting_zero(column)} AS is_zero FROM {raw} GROUP BY {name(column)}), "
        f"parts AS (SELECT *, regexp_extract({joined}, {literal(NUMBER)}, ['pre', 'digits', 'post']) AS p FROM texts) "
        f"SELECT v, n, at_row, t, p.digits AS digits, p.pre || p.post AS around, "
        f"lower(regexp_extract(p.post, {literal(BEHIND)}, 1)) AS behind, "
        f"regexp_replace(lower(p.pre || p.post), '[-+() \\x{{a0}}]', '', 'g') AS token, "
        f"(contains(p.pre, '(') AND contains(p.post, ')')) OR contains(p.pre || p.post, '-') AS negative, "
        f"CASE WHEN is_zero THEN 'zero' WHEN lower(t) IN {absent} THEN 'missing' WHEN lower(t) = "
        f"lower({literal(header)}) THEN 'header' "
        f"WHEN regexp_full_match(t, '[-+]?[0-9](\\.[0-9]*)?[eE][-+]?[0-9]+') THEN 'scientific' "
        f"WHEN p.digits = '' THEN 'unreadable' "
        f"WHEN contains(p.pre, '(') <> contains(p.post, ')') THEN 'unreadable' "
        f"WHEN length(regexp_replace(p.pre || p.post, '[^-+]', '', 'g')) > 1 THEN 'unreadable' END AS kind FROM parts"
    )


def _refuse_unknown(bench: Workspace, table: str) -> None:
    """Mark as unreadable what stands beside an amount and is no currency."""
    known = sql_list(tuple(SYMBOLS))
    bench.con.execute(
        f"UPDATE {table} SET kind = 'unreadable' WHERE kind IS NULL AND token <> '' AND token NOT IN {known} "
        f"AND NOT (regexp_full_match(token, '[a-z]{{3}}') AND upper(token) IN {sql_list(_codes())})"
    )


def _codes() -> tuple[str, ...]:
    from babel import Locale

    return tuple(sorted(Locale("en").currencies))


def _say_scientific(bench: Workspace, table: str, column: str, label: Label, typed: bool) -> None:
    rows, example = bench.row(f"SELECT coalesce(sum(n), 0), arg_min(t, at_row) FROM {table} WHERE kind = 'scientific'")
    if rows and not typed:
        bench.warn("amount_scientific", rows, file=label, column=column, example=example)


def _symbol(token: str) -> str:
    return SYMBOLS.get(token, token.upper())
