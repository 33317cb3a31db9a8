"""What dates look like: the plain ISO ones, which are read as they stand, and the families of all others."""

from __future__ import annotations

from analysis.display.language import later

TIME = (
    r"(?:[ T,]*(?:(上午|下午|凌晨|早上|中午|晚上|午前|午後|오전|오후|[AP]M)\s*)?(\d{1,2})"
    r"(?:[:.时時點点h시] ?(\d{1,2})|[时時點点h시])"
    r"(?:[:.分](\d{1,2})(?:[.,]\d+)?)?[分秒분초]?"
    r"\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?(?:\[[A-Za-z/_]+\])?)?$"
)
WORD = r"([A-Za-zÀ-ÿ]{3,12})"
BETWEEN = r"(?:\s*[-/.,]\s*|\s+)"
# family -> (pattern, the order of its parts); a, b, c are three numbers whose order the values must tell
FAMILIES = {
    later("year first"): (r"^(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})\s*[日号일.]?" + TIME, "ymd"),
    later("compact"): (r"^(\d{4})(\d{2})(\d{2})(?:[T ]?(x)?(\d{2}):?(\d{2}):?(\d{2})?(x)?(Z)?)?$", "ymd"),
    later("three parts"): (rf"^(\d{{1,2}}){BETWEEN}(\d{{1,2}}){BETWEEN}(\d{{4}})\.?" + TIME, "abY"),
    later("two-digit year"): (rf"^(\d{{1,2}}){BETWEEN}(\d{{1,2}}){BETWEEN}(\d{{2}})\b\.?" + TIME, "abc"),
    later("month name"): (
        r"^(\d{1,2})(?:st|nd|rd|th|\.)?[-/. ]*(?:de )?" + WORD + r"\.?[-/., ]*(?:de )?'?(\d{4}|\d{2})" + TIME, "dny",
    ),
    later("month name first"): (
        r"^" + WORD + r"\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?[-/., ]+'?(\d{4}|\d{2})" + TIME, "ndy",
    ),
    later("year, month name"): (r"^(\d{4})[-/. ]*" + WORD + r"\.?[-/. ]*(\d{1,2})\.?" + TIME, "ynd"),
    later("year, day, month name"): (r"^(\d{4})\.? (\d{1,2})\.? " + WORD + r"\.?" + TIME, "ydn"),
    later("ISO week day"): (r"^(\d{4})-?W(\d{2})-?([1-7])$", "week"),
    later("serial"): (r"^([2-6]\d{4})()()(?:[.,]\d+)?$", "serial"),
    later("Unix time"): (r"^(1\d{9})()()(?:\.\d+)?$", "unix"),
    later("Unix time in ms"): (r"^(1\d{12})()()$", "unix"),
    later("week"): (r"^()()()\d{4}[-/ ]?(?:W|KW|CW|wk|Week|第)[-/ ]?\d{1,2}周?$", "no day"),
    later("quarter"): (r"^()()()(?:\d{4}[-/. ]?[QT][1-4]|[QT][1-4][-/. ]?\d{4})$", "no day"),
    later("month"): (
        r"^()()()(?:\d{4}[-/.年]\d{1,2}月?|(?:19|20)\d{2}(?:0[1-9]|1[0-2])|\d{1,2}[-/.]\d{4}"
        r"|[A-Za-zÀ-ÿ]{3,12}[-/. ]*\d{2,4})$", "no day",
    ),
}  # fmt: skip
WEEKDAY = (
    r"(?i)^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:mo|di|mi|do|fr|sa|so))[.,]*\s+"
    r"|\s*(?:星期|周|礼拜)[一二三四五六日天]\s*$"
)
TIMELESS = {"week", "serial", "unix", "no day"}


def plain_moment(text: str) -> str:
    """Return SQL for the moment of 2026-12-31, 2026-12-31 23:59 and 2026-12-31T23:59:59.123; NULL for all else.

    What it reads, the family "year first" reads in the same way, but by parts, which takes ten times as long.
    """
    clock = "[ T](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]+)?)?"
    shape = f"regexp_full_match({text}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:{clock})?')"
    return f"CASE WHEN {shape} THEN try_cast(left({text}, 19) AS TIMESTAMP) END"
