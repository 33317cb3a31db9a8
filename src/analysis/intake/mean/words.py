"""What exports write where nothing is known, and where a line is no transaction; the same text in SQL and Python."""

from __future__ import annotations

from analysis.intake.workspace import literal

BLANKS = " \t\r\n\v\f\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e"
WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F)) + "\u3000"
NARROW = "".join(chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)) + " "

DITTO = ('"', "''", "〃", "″")
"""What is written where the text above holds on."""
MISSING = (
    "", "nan", "null", "none", "nil", "n/a", "na", "#n/a", "#na", "<na>", "nat", "(null)", "(blank)", "(none)",
    "(empty)", "\\n", "-", "--", "---", "—", "?", ".", "missing", "not available", "无", "空", "未知", "缺失", "不详",
    "k.a.", "s/d", *DITTO,
)  # fmt: skip
EXCEL_ERRORS = ("#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#n/a", "#getting_data", "#spill!")
NOT_FINITE = ("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity")
NO_CUSTOMER = (
    "unknown", "guest", "anonymous", "anonym", "walk-in", "walkin", "walk in", "cash", "cash customer", "dummy",
    "test", "default", "undefined", "no customer", "not assigned", "unbekannt", "inconnu", "desconocido", "散客",
    "匿名", "测试", "游客", "现金客户", "零售客户", "cpd", "diverse", "sammelkunde", "laufkunde", "laufkundschaft",
    "barkunde", "barverkauf", "gast", "consumidor final", "cliente generico", "client de passage", "客人", "过路客",
)  # fmt: skip
TOTALS = (
    "total", "totals", "sub total", "subtotal", "sub-total", "grand total", "sum", "overall total", "gesamt", "summe",
    "gesamtsumme", "zwischensumme", "gesamtergebnis", "totale", "totaal", "sous-total", "total general",
    "total général", "suma", "razem", "итого", "合计", "总计", "小计", "共计", "总和", "累计", "总额",
    "合計", "總計", "小計",
)  # fmt: skip
TOTAL_PATTERN = (
    r"^\s*((grand|sub)[ -]?)?(total|totals|summe|gesamt|итого)([ :：-].*)?$"
    r"|^.{1,80}[ -](total|subtotal|sub-total|ergebnis|summe)\s*[:：]?$"
    r"|(合计|总计|小计|共计|合計|總計|小計|汇总)[ :：]*$"
)
TOTAL_WORDS = (
    r"^((grand|sub)[ -]?)?(total|totals|summe|gesamt|итого)[ :：-]+"
    r"|[ -]+(total|subtotal|sub-total|ergebnis|summe)\s*[:：]?$|(合计|总计|小计|共计|合計|總計|小計|汇总)[ :：]*$"
)
LOOKALIKE = "авеіјкмнорсѕтухαβεικνορτυχ"  # Cyrillic and Greek small letters …
LATIN = "abeijkmhopcstyxabeiknoptyx"  # … and the Latin ones that look like them
DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९"
JOINING = " _.-\u2010\u2011\u2012\u2013\u2014\u2212\u00ad"


def alike(column: str) -> str:
    """Return SQL for a key that is the same for ids that look the same but for case, blanks and dashes."""
    plain = f"translate(lower({column}), ' _.-', '')"
    folded = f"translate(strip_accents(lower({column})), {literal(LOOKALIKE + JOINING)}, {literal(LATIN)})"
    return f"(CASE WHEN strlen({column}) = length({column}) THEN {plain} ELSE {folded} END)"


def literal_pattern(*words: str) -> str:
    """Return a pattern that finds any of these words as a word of its own, in any case.

    Examples
    --------
    >>> literal_pattern("test", "demo")
    '(?i)(^|[^a-z])(test|demo)([^a-z]|$)'
    """
    return f"(?i)(^|[^a-z])({'|'.join(words)})([^a-z]|$)"


def sql_list(words: tuple[str, ...]) -> str:
    """Return words as an SQL list."""
    return "(" + ", ".join(literal(word) for word in words) + ")"


def is_total(column: str) -> str:
    """Return SQL that is true for a word for "total", also with a colon behind it."""
    word = f"lower({column})"  # few texts end in a colon, and to strip it from all of them is slow
    return (
        f"({word} IN {sql_list(TOTALS)} OR right({column}, 1) IN (' ', ':', '：') "
        f"AND rtrim({word}, ' :：') IN {sql_list(TOTALS)})"
    )


def trimmed(column: str) -> str:
    """Return SQL for a text without outer blanks and invisible characters, full-width forms made narrow, in NFC."""
    inner = f"translate(nfc_normalize({column}), {literal(WIDE)}, {literal(NARROW)})"
    slow = f"trim({inner}, {literal(BLANKS + INVISIBLE)})"
    # as many bytes as characters: plain ASCII, where only the plain blanks matter; they are rare, and trim is slow
    return (
        f"(CASE WHEN strlen({column}) <> length({column}) THEN {slow} "
        f"WHEN {column} >= '!' AND right({column}, 1) >= '!' THEN {column} "
        f"ELSE trim({column}, {literal(BLANKS[:6])}) END)"
    )


def western(column: str) -> str:
    """Return SQL for a trimmed text with western digits."""
    return f"translate({trimmed(column)}, {literal(DIGITS)}, '{'0123456789' * 3}')"


def visible(column: str) -> str:
    """Return SQL for a text without invisible and control characters, and without a spreadsheet's formula signs."""
    pattern = literal("[" + INVISIBLE + r"\x00-\x1f\x7f]")
    cleaned = f"regexp_replace({column}, {pattern}, '', 'g')"
    unwrapped = (
        f"""regexp_extract({column}, '^=\\(?"(.*)"\\)?$', 1)"""  # what Excel writes to keep the zeros of a number
    )
    return (
        f"CASE WHEN starts_with({column}, '=') AND {unwrapped} <> '' THEN {unwrapped} "
        f"WHEN regexp_matches({column}, '^[''’`][0-9A-Za-z+]') THEN substr({cleaned}, 2) "
        f"WHEN regexp_matches({column}, {pattern}) THEN {cleaned} ELSE {column} END"
    )
