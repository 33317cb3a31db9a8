"""Numbers as the report prints them: one place for signs, separators, units and missing values.

Every function takes one value and returns text. What is missing prints as "–", never as "nan"; a minus
is U+2212, which is as wide as a digit; units follow a narrow no-break space, so that a line never ends
between a number and its unit.
"""

import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.numbers import format_currency, get_currency_precision

LOCALE = "en"
MISSING = "–"
MINUS = "\u2212"
SPACE = "\u202f"

_STEPS = ((1e9, "bn"), (1e6, "M"), (1e3, "k"))


def is_missing(value: Any) -> bool:
    """Say whether a value is one of None, NaN, NaT, NA or an infinity.

    Examples
    --------
    >>> is_missing(None), is_missing(float("nan")), is_missing(0)
    (True, True, False)
    """
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    try:
        return not math.isfinite(value)
    except (TypeError, ValueError):
        return False


def text(value: Any) -> str:
    r"""Return what data holds as one line that can be printed: no line breaks, no signs that steer the display.

    Examples
    --------
    >>> text("Smith\n  & Sons"), text(None)
    ('Smith & Sons', '–')
    """
    if value is None or (not isinstance(value, str) and is_missing(value)):
        return MISSING
    return re.sub(r"(?<=\d) (?=%)", SPACE, one_line(str(value)))


def one_line(value: str) -> str:
    r"""Return a text without line breaks and signs that steer the display; else as it is.

    Examples
    --------
    >>> one_line(" Smith\n& Sons 5 %")
    'Smith & Sons 5 %'
    """
    line = re.sub(r"[ \t\n\r\v\f\x85\u2028\u2029]+", " ", value).strip()
    # Overrides of the writing direction could make an amount read backwards.
    line = re.sub("[\u202a-\u202e\u2066-\u2069]", "", line)
    return re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "\ufffd", line)


def count(value: float | None) -> str:
    """Return a whole number with thousands separators.

    Examples
    --------
    >>> count(12345), count(None)
    ('12,345', '–')
    """
    return number(value, 0)


def number(value: float | None, digits: int = 2) -> str:
    """Return a number with exactly ``digits`` decimals.

    Examples
    --------
    >>> number(0.6349), number(1234.5, 1)
    ('0.63', '1,234.5')
    """
    if value is None or is_missing(value):
        return MISSING
    return _signed(_round(value, digits), lambda size: _plain(size, digits))


def share(value: float | None, digits: int = 0) -> str:
    """Return a fraction as a percentage.

    Examples
    --------
    >>> share(0.3297), share(0.3297, 1), share(None)
    ('33\u202f%', '33.0\u202f%', '–')

    A few thousandths are not rounded to nothing.

    >>> share(0.0), share(0.0036)
    ('0\u202f%', '0.4\u202f%')
    """
    if value is None or is_missing(value):
        return MISSING
    few = digits == 0 and 0.0005 <= value < 0.005
    return number(float(value) * 100, 1 if few else digits) + SPACE + "%"


def points(value: float | None, digits: int = 0) -> str:
    """Return the difference of two fractions in percentage points, always with its sign.

    Examples
    --------
    >>> points(0.052)
    '+5\u202fpoints'
    """
    if value is None or is_missing(value):
        return MISSING
    rounded = _round(float(value) * 100, digits)
    return ("+" if rounded > 0 else "") + number(rounded, digits) + SPACE + ("point" if abs(rounded) == 1 else "points")


def money(value: float | None, currency: str | None, digits: int | None = None) -> str:
    """Return an amount with its currency.

    `value`: The amount.
    `currency`: ISO 4217 code; without one only the number is printed.
    `digits`: Decimals. By default none from 100 upwards, below that what the currency has (yen: none).

    Examples
    --------
    >>> money(244091.94, "USD"), money(34.5, "USD"), money(34.5, "JPY"), money(-1200, "CNY")
    ('$244,092', '$34.50', '¥35', '−CN¥1,200')
    """
    if value is None or is_missing(value):
        return MISSING
    if digits is None:
        digits = money_digits(value, currency)
    return _signed(_round(value, digits), lambda size: _currency(size, currency, digits))


def money_digits(largest: float, currency: str | None) -> int:
    """Return how many decimals carry meaning where ``largest`` is the largest amount shown.

    Examples
    --------
    >>> money_digits(244091.94, "USD"), money_digits(34.5, "USD"), money_digits(34.5, "JPY")
    (0, 2, 0)
    """
    if is_missing(largest) or largest == 0 or abs(largest) >= 99.995:
        return 0
    return get_currency_precision(currency) if currency else 2


def compact_money(value: float | None, currency: str | None) -> str:
    """Return an amount in three digits, with k, M or bn from a thousand upwards.

    Examples
    --------
    >>> compact_money(1234567, "USD"), compact_money(244091.94, "EUR"), compact_money(740, "USD")
    ('$1.23\u202fM', '€244\u202fk', '$740')
    """
    if value is None or is_missing(value):
        return MISSING
    for step, unit in _STEPS:
        # 999,600 is 1.00 M, not 1,000 k: the step is chosen after rounding to three digits.
        if _three_digits(abs(value)) >= step:
            scaled = _three_digits(abs(value)) / step
            digits = max(0, 2 - int(math.log10(scaled)))
            sign = MINUS if value < 0 else ""
            return sign + _currency(scaled, currency, digits) + SPACE + unit
    return money(value, currency)


def tick_money(value: float | None, currency: str | None) -> str:
    """Return an amount for an axis: short, without decimals that say nothing.

    Examples
    --------
    >>> tick_money(40000, "USD"), tick_money(1500000, "USD"), tick_money(10, "USD"), tick_money(0, "USD")
    ('$40\u202fk', '$1.5\u202fM', '$10', '$0')
    """
    return re.sub(r"\.(?!\d)", "", re.sub(r"(\.\d*?)0+(?!\d)", r"\1", compact_money(value, currency)))


def interval(low: float | None, high: float | None, fmt: Callable[[float | None], str]) -> str:
    """Return an interval; the unit that both ends share is printed once.

    `low`, `high`: The two ends.
    `fmt`: How one end is printed, such as ``share`` or ``lambda value: money(value, "USD")``.

    Examples
    --------
    >>> interval(0.08, 0.1, share), interval(-0.02, 0.1, share)
    ('8–10\u202f%', '−2\u202f% to 10\u202f%')
    >>> interval(1.2e6, 1.45e6, lambda value: compact_money(value, "USD"))
    '$1.20–1.45\u202fM'
    """
    if is_missing(low) or is_missing(high):
        return MISSING
    left, right = fmt(low), fmt(high)
    if left == right:
        return left
    if MINUS in left + right:
        return f"{left} to {right}"
    prefix, unit = _affixes(left)
    if (prefix, unit) == _affixes(right):
        left, right = left.removesuffix(unit), right.removeprefix(prefix)
    return f"{left}–{right}"


def _affixes(text: str) -> tuple[str, str]:
    parts = re.fullmatch(r"(\D*)(.*?\d)(\D*)", text)
    return (parts[1], parts[3]) if parts else (text, "")


def _three_digits(size: float) -> float:
    return float(f"{size:.3g}")


def _round(value: float, digits: int) -> float:
    # Halves go up, as in Excel, where the client will check; + 0.0 because −0 is not a number a reader knows.
    if abs(value) >= 1e15:
        return float(value)
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return float(exact) + 0.0


def _plain(size: float, digits: int) -> str:
    return f"{Decimal(repr(size)):,.{digits}f}"


def _currency(size: float, currency: str | None, digits: int) -> str:
    if not currency:
        return _plain(size, digits)
    return format_currency(size, currency, "¤#,##0" + "." * bool(digits) + "0" * digits, LOCALE, currency_digits=False)


def _signed(value: float, text: Callable[[float], str]) -> str:
    return (MINUS if value < 0 else "") + text(abs(value))
