"""How usual a text looks in code pages of one byte a letter, and in Korean: by which bytes stand where in a word."""

from __future__ import annotations

import re
from collections.abc import Callable

THAI = "[\u0e01-\u0e2e\u0e40-\u0e44\u0e3f][\u0e01-\u0e3a\u0e3f-\u0e4e\u0e50-\u0e59]*"
ENOUGH = 15  # letters, of which different ones: fewer may fall into a narrow alphabet by chance


def _cased(lowest: int) -> Callable[[bytes, str], bool]:
    """Return whether a run of high bytes is a word whose capitals stand in front, or all through."""
    return lambda run, text: len(run) >= 3 and min(run) >= lowest and (text.isupper() or text[1:] == text[1:].lower())


WORDS: dict[str, tuple[float, Callable[[bytes, str], bool]]] = {
    "cp1251": (0.97, _cased(0xC0)),
    "cp1253": (0.96, _cased(0xB6)),
    "cp1256": (0.95, lambda run, text: len(run) >= 2 and all("\u0621" <= letter <= "\u064a" for letter in text)),
    "cp1255": (0.99, lambda run, text: len(run) >= 2 and all("א" <= letter <= "ת" for letter in text)),
    "cp874": (1.0, lambda run, text: len(run) >= 2 and re.fullmatch(THAI, text) is not None),
}
"""How much each counts beside the others, and what a word of it is; Arabic in Cyrillic letters has capitals inside."""
TURKISH, NOT_TURKISH = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]"), re.compile(rb"[\xe1\xe3\xe6\xe9\xed\xf3\xfa]")
"""Bytes of ğ, ı, ş and their capitals, which Icelandic has for ð, ý, þ; and of its and Romanian letters."""
POLISH = re.compile(rb"[A-Za-z][\xb3\xb9\xbf\x9c\x9f][a-z]")
"""Letters ł, ą, ż, ś, ź within a word, where Western Europe has signs and œ."""
TOGETHER = ((rb"[\xe8\xec\xf2\xf8\xf9]", rb"[\x8a\x8e\x9a\x9e]"), (rb"\xf5", rb"\xfb"), (rb"\xe3", rb"\xfe"))
"""Czech č ě ň ř ů beside š ž, Hungarian ő beside ű, Romanian ă beside ţ: no Western language has both."""


def usual_words(cut: bytes, codec: str) -> float:
    """Return the share of the high bytes that stand in words of the alphabet, weighed; 0 to 1."""
    weight, is_word = WORDS[codec]
    runs = re.findall(rb"[\x80-\xff]+", cut)
    good = sum(len(run) for run in runs if is_word(run, run.decode(codec)))
    high = sum(map(len, runs)) or 1
    if codec in {"cp1255", "cp874"} and (good < high or len(set(b"".join(runs))) < ENOUGH / 2 or high < ENOUGH):
        return 0.3
    return weight * good / high


def is_central_european(cut: bytes) -> bool:
    """Return whether letters of one byte are Polish, Czech, Hungarian or their neighbours' rather than Western."""
    high = len(re.findall(rb"[\x80-\xff]", cut))
    return len(POLISH.findall(cut)) >= 3 or any(
        min(len(re.findall(one, cut)), len(re.findall(other, cut))) >= max(0.05 * high, 1) for one, other in TOGETHER
    )


def is_turkish(cut: bytes) -> bool:
    """Return whether letters of one byte are Turkish rather than Western European."""
    return TURKISH.search(cut) is not None and NOT_TURKISH.search(cut) is None


def capitals_inside(text: str) -> int:
    """Return how many capitals with accents stand behind a small letter, or within a word of small ones."""
    return len(re.findall(r"(?:[a-z][À-ÖØ-ÞŒŠŽŸ]|[A-Z][À-ÖØ-ÞŒŠŽŸ](?=[a-z]))", text))


def is_korean(text: str) -> bool:
    """Return whether a text read as Korean is: all its many signs are Hangul, where Chinese would reach beyond."""
    signs = [sign for sign in text if ord(sign) > 127]
    hangul = sum("가" <= sign <= "힣" for sign in signs)
    return hangul >= 0.98 * len(signs) and len(set(signs)) >= ENOUGH
