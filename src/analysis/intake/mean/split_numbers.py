"""A number torn in two by a comma that nobody quoted: 1,234.50 or 12,50 fill two columns, and the amount is 1 or 12."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import joined, sentence
from analysis.intake.mean.neighbours import Seen
from analysis.schema import DataError

FEWEST = 3
NEARLY_ALL = 0.98
MOST_OF_TWO_DIGITS = 0.9  # of the numbers in the neighbour
SOME = 0.2
MOST_ABOVE = 0.3  # of them are above 31: no days and no months
SAMPLE = 20_000


def refuse_split_numbers(seen: Seen) -> None:
    """Refuse a text whose thousands or decimals stand in the column beside the amount.

    The amount's neighbour tells: it holds the rest of a number exactly where the amount has no decimals of its own.

    Raises
    ------
    DataError
        With the first such row, how many there are, and both columns.
    """
    part = seen.source.staged.beside[0]
    if part.extract.written.get("delimiter") not in {"comma", "semicolon"}:
        return
    mark = "," if part.extract.written["delimiter"] == "comma" else ";"
    names = part.extract.names
    for ours in ("amount", "unit_price"):
        header = seen.source.staged.headers.get(ours)  # none where nothing stands in for money that is not told
        if ours not in seen.source.numbers or header not in names:
            continue
        place = names.index(header)
        if 0 <= place < len(names) - 1:
            _look(seen, f"c{place + 1}", f"c{place + 2}", (names[place], names[place + 1]), mark)


def _look(seen: Seen, amount: str, beside: str, titles: tuple[str, str], mark: str) -> None:
    part = seen.source.staged.beside[0]
    first = (
        f"(SELECT row_number() OVER () AS nth, trim({amount}) AS a, trim({beside}) AS b FROM (SELECT * FROM "
        f"({part.extract.relation}) WHERE {part.filled} LIMIT {SAMPLE}))"
    )
    whole = "regexp_full_match(a, '[^0-9.,]*-?[0-9]{1,3}')"
    rest = "regexp_full_match(b, '[0-9]{3}(\\.[0-9]+)?[^0-9]*')"
    cents = "regexp_full_match(b, '[0-9]{2}[^0-9]*')"
    torn, proper, odd, pairs, wholes, zeros, large, numbers, rows, at, example = seen.bench.row(
        f"SELECT count(*) FILTER ({whole} AND {rest}), count(*) FILTER (NOT {whole} AND NOT {rest}), "
        f"count(*) FILTER (({rest}) AND NOT {whole}), count(*) FILTER ({whole} AND {cents}), count(*) FILTER "
        f"({whole}), "
        f"count(*) FILTER ({cents} AND starts_with(b, '0')), count(*) FILTER ({cents} AND b > '31'), "
        f"count(*) FILTER (regexp_matches(b, '[0-9]')), count(*), "
        f"arg_min(nth, nth) FILTER ({whole} AND ({rest} OR {cents})), "
        f"arg_min(a || '{mark}' || b, nth) FILTER ({whole} AND ({rest} OR {cents})) FROM {first} WHERE a <> ''"
    )
    decimals = seen.bench.row(
        f"SELECT count(*) FILTER ({whole} AND {rest} AND contains(b, '.')), count(*) FILTER ({whole} AND {rest} AND "
        f"b <> '') FROM {first}"
    )
    thousands = (
        torn >= FEWEST
        and odd == 0
        and (proper >= FEWEST or decimals[0] == decimals[1] > 0)
        and _contrast(seen, first, whole, rest)
    )
    hundredths = (
        wholes >= NEARLY_ALL * rows
        and pairs >= max(SOME * rows, MOST_OF_TWO_DIGITS * numbers)
        and zeros >= FEWEST
        and large >= MOST_ABOVE * pairs
        and rows >= 10
    )
    if not thousands and not hundredths:
        return
    raise DataError(
        joined(
            sentence(
                "{file}: numbers seem to be split into two columns by a comma that is not in quotes: in {rows} of "
                "{all} rows the rest "
                "of '{amount}' stands in '{beside}', as '{example}' in data row {first}.",
                file=seen.label, rows=count(torn if thousands else pairs), all=count(rows), amount=titles[0],
                beside=titles[1], example=example, first=count(at),
            ),
            sentence("Quote the amounts in the export, leave out the thousands separator, or use another delimiter."),
        )
    )  # fmt: skip


def _contrast(seen: Seen, first: str, whole: str, rest: str) -> bool:
    """Return whether small amounts have no such neighbour: those that need no comma keep their decimals."""
    plain, empty = seen.bench.row(
        f"SELECT count(*) FILTER ({whole} AND NOT {rest}), count(*) FILTER (NOT {whole} AND (b = '' OR NOT "
        f"regexp_full_match(b, "
        f"'[0-9]{{3}}(\\.[0-9]+)?'))) FROM {first} WHERE a <> ''"
    )
    torn = seen.bench.row(f"SELECT count(*) FROM {first} WHERE {whole} AND {rest}")[0]
    return bool(plain <= 0.1 * torn or empty == 0)
