# ruff: noqa: E501
"""The words of calendars that no locale tells: fillers, zones, halves of the day, and the signs to clear away first."""

from __future__ import annotations

SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
USUAL = (
    "en", "de", "de_AT", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "nn", "fi", "is",
    "pl", "cs", "sk", "sl", "hr", "sr", "sr_Latn", "bs", "mk", "bg", "ro", "hu", "el", "tr",
    "ru", "uk", "be", "et", "lv", "lt", "sq", "ca", "eu", "gl", "ga", "cy", "mt", "id",
    "ms", "vi", "th", "ko", "ja", "zh", "zh_Hant", "hi", "bn", "ta", "te", "ml", "kn", "mr",
    "gu", "pa", "ur", "fa", "ar", "ar_SA", "ar_DZ", "ar_MA", "ar_SY", "he", "am", "sw", "af", "zu",
    "az", "kk", "ky", "uz", "ka", "hy", "mn", "ne", "si", "my", "km", "lo", "fil", "es_MX",
    "pt_BR", "fr_CA",
)  # fmt: skip
"""The locales that are asked first."""
FILLERS = frozenset((
    "alkaen", "alle", "am", "as", "at", "año", "d", "de", "del", "den", "di", "do", "el", "gio",
    "giờ", "godz", "h", "hr", "hrs", "jam", "kl", "klo", "klockan", "klokken", "las", "le", "ngày", "o",
    "of", "om", "ora", "r", "roku", "sa", "saat", "the", "u", "uhr", "um", "ur", "v", "à",
    "às", "óra", "г", "год", "года", "р", "року", "น", "น.",
))  # fmt: skip
KEPT = frozenset((
    "a", "am", "cw", "gmt", "kw", "m", "nd", "p", "pm", "rd", "st", "t", "th", "utc",
    "w", "week", "wk", "z", "上午", "下午", "中午", "凌晨", "分", "号", "年", "日", "早上", "时",
    "時", "晚上", "月", "点", "秒", "點", "년", "분", "시", "월", "일", "초",
))  # fmt: skip
HALVES = {
    "am": "AM",
    "morning1": "AM",
    "morning2": "AM",
    "pm": "PM",
    "afternoon1": "PM",
    "afternoon2": "PM",
    "evening1": "PM",
}
BETWEEN = {"tháng": "/", "thg": "/"}
ZONES = {
    "pst": "-08:00", "pdt": "-07:00", "mst": "-07:00", "mdt": "-06:00", "cst": "-06:00", "cdt": "-05:00", "est": "-05:00",
    "edt": "-04:00", "akst": "-09:00", "akdt": "-08:00", "hst": "-10:00", "brt": "-03:00", "art": "-03:00", "wet": "+00:00",
    "west": "+01:00", "bst": "+01:00", "cet": "+01:00", "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00", "eet": "+02:00",
    "eest": "+03:00", "msk": "+03:00", "мск": "+03:00", "ist": "+05:30", "jst": "+09:00", "kst": "+09:00", "hkt": "+08:00",
    "sgt": "+08:00", "awst": "+08:00", "acst": "+09:30", "aest": "+10:00", "aedt": "+11:00", "nzst": "+12:00", "nzdt": "+13:00",
}  # fmt: skip
ROMAN = {
    roman: k for k, roman in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)
}
ERAS = (("令和", 2018), ("平成", 1988))
"""Eras of Japan, with the year before their first."""
BEFORE = (
    (r"(令和|平成)元年", r"\1 1年"),
    (r"^(?:R|令)\.?(\d{1,2})([-/.年])", r"令和\1年\2"),
    (r"^(?:H|平)\.?(\d{1,2})([-/.年])", r"平成\1年\2"),
    (r"^(令和|平成)(\d{1,2})年[-/.年](\d{1,2})[-/.月](\d{1,2})日?", r"\1\2年\3月\4日"),
    (r"[\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{feff}]", ""),
    (r"[\x{a0}\x{2000}-\x{200a}\x{202f}\x{3000}،]", " "),
    (r"(?i)\b([ap])\.?\s?m\.?(?:\s|$)", r"\1m "),
    (r"([ก-๙])\.([ก-๙])\.", r"\1\2"),
    (r"(?i)π\.\s?μ\.", "am"),
    (r"(?i)μ\.\s?μ\.", "pm"),
    (r"(?:UTC|GMT)([+-]\d\d):?(\d\d) \([^)]*\)$", r"\1:\2"),
    (r"([+-]\d\d:?\d\d) \(?[A-Z]{2,5}\)?$", r"\1"),
    (r"(\d{4}) [-–] (\d{1,2}:\d{2})", r"\1 \2"),
    (r"(?:UTC|GMT)\s?([+-])(\d)(?::?(?:00))?$", r"\10\2:00"),
    (r"(?:UTC|GMT)\s?([+-])(\d\d)(?::?(?:00))?$", r"\1\2:00"),
    (r"(\d{1,2})h(\d{2})\b", r"\1:\2"),
    (r"(^|[^:.\d])(\d{1,2})\s?(?:[Uu]hr|h)\.?$", r"\1\2:00"),
    (r"[(（][\p{L}\p{M}]{1,10}\.?[)）]", " "),
    (r"[日月火水木金土]曜日?", " "),
    (r"\b[dl][’']", " "),
    (r"(\d{4}) m\.", r"\1 "),
    *((rf"{era}\s?0?{n}\s?年", f"{year + n}年") for era, year in ERAS for n in range(1, 40)),
    (r"(\p{L}{3}) (\d{1,2}) (\d{1,2}:\d{2}:\d{2}) (?:(\p{L}{2,5}|[+-]\d{4}) )?(\d{4})$", r"\1 \2, \5 \3 \4"),
)
"""Signs that nobody sees, dotted halves of the day, offsets from UTC, an hour without minutes, a dash before it, a zone's name behind
its offset, a weekday in brackets, and
the order in which Java and C print a moment."""
