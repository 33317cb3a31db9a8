"""An amount that is another column and a third: with its tax, after fees, before a discount, or a running balance.

Told by arithmetic over the first rows; the names of the columns only say what the difference is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from analysis.intake.mean.candidate_words import AFTER_FEES, TAX
from analysis.intake.mean.minor_units import LARGE
from analysis.intake.mean.neighbours import Seen
from analysis.intake.mean.price_modifiers import DISCOUNT
from analysis.intake.mean.shapes import known_shape
from analysis.intake.workspace import name

ROWS = 300
FEWEST = 20
NEARLY_ALL = 0.97
MOST_COLUMNS = 12
MOST_PARTS = 3
INTERFACE = r"amount_(refunded|captured|received|capturable|remaining)|application_fee(_amount)?|balance_transaction"
NUMBER = r"[^\d\-(]{0,4}[-(]?[^\d\-(]{0,4}\d[\d.,'\s]*\D{0,4}"

Numbers = list[int]
"""In hundredths of a cent, as many as there are rows; 0 where the cell is empty."""


def say_composed(seen: Seen) -> None:
    """Say that the amount is another column's with tax, after fees or before a discount, or that it is a balance."""
    if "amount" not in seen.source.numbers or not seen.titles:
        return
    amounts, customers, others = _numbers(seen)
    if len(amounts) < FEWEST:
        return
    title = seen.source.staged.headers.get("amount", "")
    if not any(found["code"] == "amount_is_balance" for found in seen.bench.findings):
        for other, numbers in others.items():
            if _grows_by(amounts, customers, numbers):
                seen.bench.warn("amount_is_balance", file=seen.label, column=title, grows_by=other)
                return
    _say_minor(seen, amounts)
    known = known_shape(seen.source.staged.beside[0].extract.names)
    for base, parts, more in _sums(amounts, others):
        code = _meant(parts, more=more)
        if code and not (known and code == "amount_with_tax"):
            pairs = [(amount, other) for amount, other in zip(amounts, others[base], strict=True) if other]
            ours, theirs = (abs(sum(numbers)) for numbers in zip(*pairs, strict=True))
            share = abs(ours - theirs) / max(ours if more else theirs, 1)
            seen.bench.warn(code, file=seen.label, column=title, base=base, parts=list(parts), share=share)
            return


def _say_minor(seen: Seen, amounts: Numbers) -> None:
    """Say that amounts are in cents, where a column stands beside as payment interfaces have it beside their cents."""
    api = [title for title in seen.titles.values() if re.fullmatch(INTERFACE, title.casefold())]
    whole = all(amount % 10_000 == 0 for amount in amounts)
    odd = sum(amount % 1_000_000 != 0 for amount in amounts)
    if api and whole and odd > 0.5 * len(amounts) and sorted(map(abs, amounts))[len(amounts) // 2] >= LARGE * 10_000:
        seen.bench.warn("amounts_minor", len(amounts), file=seen.label, beside=api[0])


def _meant(parts: Sequence[str], *, more: bool) -> str:
    """Return the code of what the parts make of the other column; "" if it is nothing to say."""
    names = [one.casefold() for part in parts for one in (part, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", part))]
    for pattern, needs_more, code in (
        (TAX, True, "amount_with_tax"),
        (AFTER_FEES, False, "amount_after_fees"),
        (DISCOUNT, True, "amount_before_discount"),
    ):
        if more is needs_more and any(re.fullmatch(pattern, name) for name in names):
            return code
    return ""


def _numbers(seen: Seen) -> tuple[Numbers, list[int], dict[str, Numbers]]:
    """Return the amounts, their customers, and the other columns of numbers by their titles."""
    cells = "".join(f", {name(column)}" for column in seen.titles)
    rows = seen.bench.rows(
        f"SELECT (amount * 10000)::BIGINT, customer{cells} FROM {seen.table} WHERE counted AND amount <> 0 "
        f"ORDER BY row LIMIT {ROWS}"
    )
    mark = seen.source.numbers["amount"].decimal
    others: dict[str, Numbers] = {}
    for place, title in enumerate(seen.titles.values(), 2):
        texts = [str(row[place] or "").strip() for row in rows]
        filled = [text for text in texts if text]
        if filled and all(re.fullmatch(NUMBER, text) for text in filled):
            numbers = [_number(text, mark) for text in texts]
            if any(numbers) and title not in others and len(others) < MOST_COLUMNS:
                others[title] = numbers
    return [row[0] for row in rows], [row[1] for row in rows], others


def _number(text: str, mark: str) -> int:
    digits = re.sub(rf"[^\d{re.escape(mark)}]", "", text).replace(mark, ".")
    try:
        size = round(float(digits) * 10000) if digits.strip(".") else 0
    except ValueError:
        return 0
    return -size if re.search(r"[-−(]", text) else size


def _equal(pairs: Iterator[tuple[int, int]], rows: int, near: int) -> bool:
    """Return whether nearly all pairs are equal to some cents."""
    left = int((1 - NEARLY_ALL) * rows)
    for one, other in pairs:
        if abs(one - other) > near:
            left -= 1
            if left < 0:
                return False
    return True


def _sums(amounts: Numbers, others: dict[str, Numbers]) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Yield a column, those that make it the amount, and whether they add to it."""
    rows = len(amounts)
    telling = {other for other in others if any(_meant((other,), more=more) for more in (True, False))}
    for base, numbers in others.items() if telling else ():
        rest = [amount - number for amount, number in zip(amounts, numbers, strict=True)]
        if sum(map(bool, rest)) < 0.5 * rows or sum(map(bool, numbers)) < 0.5 * rows:
            continue
        free = [other for other in others if other != base]
        for size in range(1, MOST_PARTS + 1):
            for parts in combinations(free, size):
                if not any(part in telling for part in parts):
                    continue
                added = (sum(abs(others[part][k]) for part in parts) for k in range(rows))
                if _equal(zip(map(abs, rest), added, strict=True), rows, 100 * size + 50):
                    yield base, parts, abs(sum(amounts)) > abs(sum(numbers))


def _grows_by(amounts: Numbers, customers: list[int], numbers: Numbers) -> bool:
    """Return whether the amount is, customer by customer, the one before and this column's number."""
    last: dict[int, int] = {}
    steps = []
    for amount, customer, number in zip(amounts, customers, numbers, strict=True):
        if customer in last and number:
            steps.append((abs(amount - last[customer]), abs(number)))
        last[customer] = amount
    return len(steps) >= FEWEST and _equal(iter(steps), len(steps), 50)
