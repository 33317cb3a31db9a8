"""Months, weekdays and halves of the day in the words of any language, turned into those that every date is read by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from analysis.display.language import data_error, sentence
from analysis.intake.mean.calendar_vocabulary import BEFORE, BETWEEN, FILLERS, HALVES, KEPT, ROMAN, SHORT, USUAL, ZONES
from analysis.intake.mean.date_order import MONTHS
from analysis.intake.places import Label
from analysis.intake.workspace import Workspace, literal

SAMPLE = 20_000
ALWAYS = 0.9  # of the texts hold a word that says nothing: "year", "day"
MONTH_COUNTS = 10  # as much as so many words for weekdays and halves of the day
FEWEST_LETTERS = 3  # of a month's name, before its beginning is taken for it
LETTER = r"\p{L}\p{M}"


@cache
def _words_of(locale: str) -> dict[str, str]:
    """Return a language's words -> months (1 to 12), "" for weekdays, AM and PM."""
    from babel import Locale

    spoken = Locale.parse(locale)
    words: dict[str, str] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for name in spoken.days.get(context, {}).get(width, {}).values():
                words |= dict.fromkeys(_runs(name), "")
            for half, name in spoken.day_periods.get(context, {}).get(width, {}).items():
                if half in HALVES and len(_runs(name)) == 1:
                    words.setdefault(_runs(name)[0], HALVES[half])
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for month, name in spoken.months.get(context, {}).get(width, {}).items():
                runs = [run for run in _runs(name) if run not in KEPT | FILLERS]
                if len(runs) == 1:
                    words[runs[0]] = SHORT[month - 1]
    return words


def _meant(word: str, locale: str) -> str | None:
    """Return what a language makes of a word, also of the beginning of one month's name; None if nothing."""
    words = _words_of(locale)
    if locale == "he" and word not in words and word.startswith("ב"):
        word = word[1:]  # "in January"
    if word in words or len(word) < FEWEST_LETTERS:
        return words.get(word)
    begun = {written for name, written in words.items() if written in SHORT and name.startswith(word)}
    return begun.pop() if len(begun) == 1 else None


def _runs(text: str) -> list[str]:
    """Return the runs of letters in a text, in small letters."""
    plain = re.sub(r"([ก-๙])\.(?=[ก-๙])", r"\1", unicodedata.normalize("NFC", text))
    return re.findall(
        r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0963\u0971-\u0dff\u0e31-\u0e4e\u1000-\u109f\u17b6-\u17d3])+",
        plain.lower(),
    )


def speak(bench: Workspace, table: str, label: Label) -> None:
    """Replace words in the texts ``t`` without a kind by the English ones, if a language explains them.

    Raises
    ------
    DataError
        If two languages read a month differently and nothing tells which is meant.
    """
    texts = (
        f"(SELECT t, n FROM {table} WHERE kind IS NULL AND regexp_matches(t, '[0-9]') AND length(t) < 80 LIMIT "
        f"{SAMPLE})"
    )
    odd = "|".join(f"(?:{pattern})" for pattern, _ in BEFORE)
    if bench.row(f"SELECT bool_or(regexp_matches(t, {literal(odd)})) FROM {texts}")[0]:
        _rewrite(bench, table, BEFORE)
    split = f"SELECT unnest(regexp_extract_all(lower(t), '[{LETTER}]+')) AS w, n FROM {texts}"
    counts = dict(bench.rows(f"SELECT w, sum(n)::BIGINT FROM ({split}) GROUP BY w ORDER BY sum(n) DESC LIMIT 400"))
    english = {name for names in MONTHS for name in names.split()}
    if set(counts) <= english | {"t", "z", "utc", "gmt", "am", "pm", "st", "nd", "rd", "th"}:
        return
    found = translate(counts, label)
    always = ALWAYS * bench.row(f"SELECT sum(n) FROM {texts}")[0]
    found |= {word: "" for word, rows in counts.items() if rows >= always and word not in {*found, *KEPT, *english}}
    if found:
        longest = sorted(found.items(), key=lambda pair: -len(pair[0]))
        _rewrite(bench, table, [(f"(?i)(^|[^{LETTER}]){w}[.॰׳]?($|[^{LETTER}])", f"\\1{to} \\2") for w, to in longest])


def _rewrite(bench: Workspace, table: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Replace patterns in the texts without a kind, one after the other, and tidy up what is left."""
    t = "t"
    for pattern, instead in pairs:
        t = f"regexp_replace({t}, {literal(pattern)}, {literal(instead)}, 'g')"
    neat = f"regexp_replace(regexp_replace({t}, '[ ]+', ' ', 'g'), '^[ ,.]+|[ ,.]+$', '', 'g')"
    bench.con.execute(f"UPDATE {table} SET t = {neat} WHERE kind IS NULL")


def translate(counts: Mapping[str, int], label: Label) -> dict[str, str]:
    """Return words -> what stands for them: a short English month, AM, PM, an offset, or nothing.

    Parameters
    ----------
    counts : mapping
        Words in small letters, with the rows that hold them.
    label : str
        File and column, for the error.

    Examples
    --------
    >>> translate({"jänner": 3, "uhr": 3, "sonntag": 1}, "a.csv")
    {'jänner': 'Jan', 'uhr': '', 'sonntag': ''}
    """
    written = {word: BETWEEN.get(word, "") for word in counts if word in BETWEEN}
    written |= {word: ZONES[word] for word in counts if word in ZONES}
    rest = {word: n for word, n in counts.items() if word not in written and word not in KEPT}
    if set(rest) - FILLERS <= set(ROMAN):
        spoken = {word: SHORT[ROMAN[word] - 1] for word in rest if word in ROMAN}
    else:
        spoken = _language(rest, USUAL, label)
    if not spoken and set(rest) - FILLERS:
        from babel import localedata

        spoken = _language(rest, [name for name in localedata.locale_identifiers() if "_" not in name], label)
    written |= spoken
    written |= {word: "" for word in rest if word in FILLERS and word not in written}
    return {word: written[word] for word in counts if word in written}


def _language(rest: Mapping[str, int], locales: Iterable[str], label: Label) -> dict[str, str]:
    """Return what the language that explains most of the words makes of them."""
    best: list[tuple[str, dict[str, str]]] = []
    most = 0
    for locale in locales:
        known = {word: written for word in rest if (written := _meant(word, locale)) is not None}
        covered = sum(
            rest[word] * (MONTH_COUNTS if known[word] in SHORT else 1) for word in known if word not in FILLERS
        )
        if covered > most:
            best, most = [], covered
        if covered and covered == most:
            best.append((locale, known))
    for locale, known in best[1:]:
        differ = [word for word in known if known[word] != best[0][1].get(word)]
        if differ:
            raise data_error(
                    "{file}: the month '{word}' is {one} in one language ({first}) and {other} in another "
                    "({second}), and no other "
                    "value tells; export dates as 2026-12-31.",
                    file=label, word=differ[0], one=best[0][1].get(differ[0]) or sentence("no month"),
                    other=known[differ[0]], first=best[0][0], second=locale
                )  # fmt: skip
    return best[0][1] if best else {}
