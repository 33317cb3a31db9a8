"""Sentences in the reader's language: whole ones with named values, looked up in one catalogue.

A sentence is written in English where it is said, as ``sentence("{few} bring half of the revenue.", few=…)``; Babel
collects them (`make catalogue`), and translations are put beside the collection. Values are printed text already
(`formats`), so that a translation may put them in any order. No sentence is made of halves.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

from analysis.schema import DataError

PSEUDO = "qps"
"""A language for tests: English with every letter that can carry one under an accent."""

LANGUAGES = ("en", PSEUDO)
_spoken = ["en"]  # of the process, not of a thread or a notebook's cell: those begin with contexts of their own
_ALTERED = str.maketrans("aceghijnosuwyzACEGHIJNOSUWYZ", "áçèĝĥïĵñöšûŵýžÁÇÈĜĤÏĴÑÖŠÛŴÝŽ")


def use_language(language: str) -> None:
    """Speak a language from here on; one of `LANGUAGES`."""
    _spoken[0] = language


def language() -> str:
    """Return the language that is spoken."""
    return _spoken[0]


def sentence(message: str, /, **values: object) -> str:
    """Return a sentence in the reader's language.

    `message`: The English sentence, with ``{name}`` where a value goes; the key into the catalogue.
    `**values`: Printed as they are; numbers go through `formats` before.

    Examples
    --------
    >>> sentence("{who} bring half of the revenue.", who="20 customers")
    '20 customers bring half of the revenue.'
    """
    return _filled(_catalogue(language()).gettext(message), values)


def sentences(number: float, one: str, many: str, /, **values: object) -> str:
    """Return the sentence for one thing, or for several, as the reader's language counts; ``{n}`` is their number.

    Examples
    --------
    >>> sentences(1, "{n} customer pays.", "{n} customers pay.")
    '1 customer pays.'
    """
    from analysis.display.formats import count  # Babel takes longer to load than the command line to start

    said = _catalogue(language()).ngettext(one, many, 1 if number == 1 else 2)
    return _filled(said, {"n": count(number), **values})


def data_error(message: str, /, **values: object) -> DataError:
    """Return the error that a sentence says: ``raise data_error("{file}: there are no rows.", file=file)``."""
    return DataError(sentence(message, **values))


def later(message: str) -> str:
    """Mark a text for the catalogue that `sentence` says later, such as a title in a table of titles."""
    return message


def listed(names: list[str] | tuple[str, ...]) -> str:
    """Return names as they stand in a sentence.

    Examples
    --------
    >>> listed(["BG/NBD", "MBG/NBD", "Pareto/NBD"]), listed(["BG/NBD"])
    ('BG/NBD, MBG/NBD and Pareto/NBD', 'BG/NBD')
    """
    *before, last = names
    return sentence("{names} and {last}", names=", ".join(before), last=last) if before else last


def joined(*whole: str) -> str:
    """Return whole sentences behind each other; empty ones are left out.

    Examples
    --------
    >>> joined("It rains.", "", "It pours.")
    'It rains. It pours.'
    """
    return " ".join(said for said in whole if said)


_GUARD = "*\N{WORD JOINER}*"


def plain(said: str) -> str:
    """Return a sentence without its emphasis, and names in it as they are.

    Examples
    --------
    >>> plain(sentence("**{n}** are like '{name}'.", n=3, name="a**b"))
    "3 are like 'a**b'."
    """
    return unguarded(said.replace("**", ""))


def unguarded(said: str) -> str:
    """Return a sentence whose emphasis has been seen to, with names in it as they are."""
    return said.replace(_GUARD, "**")


def _filled(template: str, values: dict[str, object]) -> str:
    """Put values into a sentence; two asterisks in a value, as in a name, are no emphasis."""
    if not values:
        return template
    return re.sub(r"\{(\w+)\}", lambda match: str(values[match[1]]).replace("**", _GUARD), template)


@cache
def _catalogue(spoken: str) -> Any:
    if spoken == PSEUDO:
        return _Pseudo()
    if spoken == "en":
        return gettext.NullTranslations()
    folder = resources.files("analysis") / "locale"
    return gettext.translation("analysis", str(folder), [spoken])


class _Pseudo(gettext.NullTranslations):
    """Every sentence of the catalogue, visibly altered; what stands in braces and between backticks is kept."""

    def gettext(self, message: str) -> str:
        return _altered(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _altered(msgid1 if n == 1 else msgid2)


def _altered(message: str) -> str:
    alter: Callable[[re.Match[str]], str] = lambda part: part[0] if part[0][0] in "{`" else part[0].translate(_ALTERED)  # noqa: E731
    return re.sub(r"\{\w+\}|`[^`]*`|[^{`]+|.", alter, message)
