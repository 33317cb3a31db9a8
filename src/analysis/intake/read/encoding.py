"""Which encoding a text is in, and the same text as UTF-8."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.display.formats import count
from analysis.display.language import data_error
from analysis.intake.read.alphabets import (
    WORDS,
    capitals_inside,
    is_central_european,
    is_korean,
    is_turkish,
    usual_words,
)
from analysis.intake.read.two_encodings import refuse_damaged_utf8, refuse_two_encodings
from analysis.intake.workspace import Workspace

BLOCK = 2**18
SAMPLE = 2**18
BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
LEGACY = ("gb18030", "big5", "cp1252", "cp1250", "shift_jis", "cp949", "cp1254", *WORDS, "mac_roman")
WIDER = {"gbk": "gb18030", "gb2312": "gb18030", "big5": "cp950", "latin-1": "cp1252", "iso8859-1": "cp1252"}


@dataclass(frozen=True)
class Scan:
    """What one pass over the bytes of a text shows."""

    size: int
    nul: int
    lines: int
    crlf: int
    lf: int
    cr: int
    quotes: bool
    is_utf8: bool
    is_ascii: bool
    head: bytes
    sample: bytes

    @property
    def uniform(self) -> bool:
        """Whether every line ends the same way, in a way that DuckDB reads."""
        return self.cr == 0 and (self.crlf == 0 or self.lf == 0)


def scan(path: Path) -> Scan:
    """Count line ends and NULs and test for UTF-8 in one pass."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = nul = crlf = n_lf = n_cr = 0
    utf8, ascii_, quotes, head, odd, last = True, True, False, b"", b"", b""
    buffer = bytearray(BLOCK)  # one for all: fresh memory for each block takes longer than to look at it
    with path.open("rb") as stream:
        while length := stream.readinto(buffer):
            block = buffer if length == BLOCK else buffer[:length]
            head = head or bytes(block[:SAMPLE])
            odd += bytes(block[: SAMPLE - len(odd)]) if odd else b""  # it may have begun at the end of a block
            size += len(block)
            n_lf += block.count(b"\n")
            crlf += last == b"\r" and block[:1] == b"\n"
            quotes = quotes or b'"' in block
            if b"\0" in block:  # to look whether there is one is much faster than to count
                nul += block.count(b"\0")
            if b"\r" in block:
                crlf += block.count(b"\r\n")
                n_cr += block.count(b"\r")
            last = bytes(block[-1:])
            if ascii_ and not block.isascii():
                ascii_ = False
                first = re.search(rb"[\x80-\xff]", block)
                start = block.rfind(b"\n", 0, first.start()) + 1 if first else 0
                odd = bytes(block[start : start + SAMPLE])
            if utf8 and not ascii_:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    utf8 = False
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            utf8 = False
    sample = head if odd[:64] in head else head + odd
    lines = n_lf + n_cr - crlf + (last not in (b"\n", b"\r"))
    ends = crlf, n_lf - crlf, n_cr - crlf
    return Scan(size, nul, lines, *ends, quotes, utf8, ascii_, head, sample)


def detect(seen: Scan, wanted: Sequence[str]) -> str:
    """Return the encoding of a text, as a Python codec.

    The names of the wanted columns decide: the encoding in which they can be read is the right one. Else
    byte patterns do: pairs of frequent Chinese characters, single accented letters, runs of Cyrillic.

    Raises
    ------
    DataError
        If the file is damaged, or if no encoding is convincing.
    """
    for bom, codec in BOMS:
        if seen.head.startswith(bom):
            return codec
    if seen.nul:
        wide = _utf16_without_bom(seen.head)
        if wide:
            return wide
        raise data_error(
            "{n} NUL bytes (\\x00; the first in line {line}): the file is damaged or binary; export it again.",
            n=count(seen.nul),
            line=seen.head.split(bytes(1))[0].count(10) + 1,
        )
    if seen.is_utf8:
        return "utf-8"
    refuse_damaged_utf8(seen.sample)
    names = [name for name in wanted if not name.isascii()]
    scores = {codec: _score(seen.sample, codec) for codec in LEGACY}
    readable = [codec for codec in LEGACY if scores[codec] is not None]
    if names:
        named = [codec for codec in readable if all(name in seen.head.decode(codec, "ignore") for name in names)]
        readable = named or readable
    best = max(readable, key=lambda codec: scores[codec] or 0, default=None)
    if best is None or (not names and (scores[best] or 0) < 0.5):
        refuse_two_encodings(seen.sample)
        raise data_error(
            "the encoding is neither UTF-8 nor one that can be recognised; set encoding in the source (gb18030, "
            "big5, cp1252, …)."
        )
    return best


def known_codec(name: str) -> str:
    """Return the Python codec for an encoding that the client file names."""
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        raise data_error(
            "encoding: '{name}' is unknown; write for example utf-8, gb18030 or cp1252.", name=name
        ) from None
    return WIDER.get(codec, codec)


def to_utf8(bench: Workspace, path: Path, codec: str, *, collapse_blanks: bool = False) -> Path:
    """Write the text as UTF-8 with plain line ends; runs of blanks become one tab if asked.

    Raises
    ------
    DataError
        If a byte cannot be read in the encoding.
    """
    target = bench.new_file()
    line, rest = 1, ""
    decoder = codecs.getincrementaldecoder("cp950" if codec == "big5" else codec)("strict")
    with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as sink:
        while True:
            block = source.read(BLOCK)
            try:
                text = rest + decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                raise data_error(
                    "line {line} or later holds bytes that are not {codec} text; set encoding in the source, or "
                    "export the file again.",
                    line=count(line),
                    codec=codec,
                ) from None
            cut = len(text) if not block else max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
            text, rest = text[:cut], text[cut:]
            line += text.count("\n")
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            sink.write(_tabbed(text) if collapse_blanks else text)
            if not block:
                return target


def _tabbed(text: str) -> str:
    return re.sub(r"[ \t]+", "\t", re.sub(r"(?m)^[ \t]+|[ \t]+$", "", text))


def _utf16_without_bom(head: bytes) -> str | None:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.3 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _score(sample: bytes, codec: str) -> float | None:
    """Return how usual the text looks in this encoding, 0 to 1; None if it cannot be read."""
    cut = sample[: max(sample.rfind(b"\n"), 0)] or sample
    try:
        text = cut.decode("cp950" if codec == "big5" else codec)
    except UnicodeDecodeError:
        return None
    high = len(re.findall(rb"[\x80-\xff]", cut)) or 1
    if codec == "big5" and not re.search(rb"[\x80-\xff]{3}", cut):
        return 0.3  # letters of one byte and what follows them; a Chinese word has two high bytes in a row, and more
    if codec in {"gb18030", "big5"}:
        plain, last = ("gb2312", 0xD7) if codec == "gb18030" else ("big5", 0xC6)
        characters = [c.encode(plain, "ignore") for c in text if ord(c) > 127]
        common = sum(1 for c in characters if len(c) == 2 and (0xA1 <= c[0] <= 0xA3 or 0xA4 < c[0] <= last))
        return common / max(len(characters), 1)
    if codec in {"cp1252", "cp1254"}:
        if codec == "cp1254" and not is_turkish(cut):
            return 0.3
        text = cut.decode("cp1252", "replace")
        letters = re.findall(r"(?<![^\x00-\x7f])[À-ÿŒœŠšŽžŸ€£°§«»–—‘’“”…·´](?![^\x00-\x7f])", text)
        return (0.98 if codec == "cp1252" else 0.985) * (len(letters) - capitals_inside(text)) / high
    if codec == "mac_roman" and not capitals_inside(text):  # é of a Mac is the Ž of Windows
        return 0.97 * len(re.findall(r"(?<=[A-Za-z])[ß-öø-ÿœ]", text)) / high
    if codec in WORDS:
        return usual_words(cut, codec)
    if codec == "cp1250" and is_central_european(cut):
        return 0.99 * sum(letter.isalpha() for letter in text if ord(letter) > 127) / high
    if codec == "cp949":
        return 1.01 if is_korean(text) else 0.3
    if codec == "shift_jis":  # kana, and the kanji of everyday words
        usual = sum("\u3041" <= c <= "\u30fe" or 0x88 <= c.encode(codec)[0] <= 0x97 for c in text if ord(c) > 127)
        return 0.96 * usual / max(sum(ord(c) > 127 for c in text), 1)
    return 0.3
