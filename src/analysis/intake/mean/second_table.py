"""A title or another header between the rows: a second table stands below the first, and may hold no sales at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.intake.mean.kind_words import speaks_against
from analysis.intake.mean.neighbours import Seen
from analysis.intake.mean.sum_words import says_carried, says_sum
from analysis.intake.workspace import literal, name

PAGE = (
    r"\b(?:page|seite|blatt|p[aá]gina|pagina|pág|strona|strana|sida|side|oldal|sayfa|стр|страница|sheet|halaman"
    r"|trang)\b|页|頁|ページ|쪽|\d{1,2}:\d{2}"
)
AGAINST = (
    r"payment|zahlung|paiement|pagos?|pagament|betaling|платеж|оплат|收款|付款|入金|wpłat|platb|cobro|receipts? "
    r"from|open items|offene posten|budget|plan"
)
ABOVE = 4  # rows above a header that can hold its title
MOST_HEADERS = 200


@dataclass(frozen=True)
class Table:
    """A table below the first: its title, its header, its first and last row, and whether its header is another one."""

    title: str
    header: str
    first: int
    last: int
    other: bool

    @property
    def against(self) -> bool:
        """Whether its title says that it holds no sales."""
        title = self.title.casefold()
        return bool(title) and (speaks_against(title) or re.search(AGAINST, title) is not None)


def tell_second_tables(seen: Seen, above: list[str]) -> None:
    """Name the tables below the first; leave out those that the mapping does not fit, or that hold no sales.

    Parameters
    ----------
    seen : Seen
        The source.
    above : list of str
        The lines above the first header.
    """
    tables = _tables(seen, above)
    first_is_sale = not any(re.search(AGAINST, line.casefold()) for line in above)
    for table in tables:
        out = table.other or (table.against and first_is_sale)
        within = (
            f"source = {seen.number} AND row BETWEEN {table.first} AND {table.last} AND reason IS DISTINCT "
            "FROM 'repeated_header'"
        )
        rows, amount = seen.bench.row(f"SELECT count(*), coalesce(sum(amount), 0) FROM lines WHERE {within}")
        if out:
            seen.bench.con.execute(f"UPDATE lines SET reason = 'second_table' WHERE {within}")
            seen.bench.con.execute(
                f"UPDATE {seen.table} SET reason = 'second_table', counted = false WHERE row BETWEEN {table.first} "
                f"AND {table.last}"
            )
        seen.bench.warn(
            "table_below",
            int(rows),
            amount,
            file=seen.label,
            title=table.title,
            header=table.header,
            where=seen.source.staged.where(table.first),
            above=above[0][:60] if above else "",
            fate="read" if not out else "other_header" if table.other else "no_sales",
        )


def _tables(seen: Seen, above: list[str]) -> list[Table]:
    """Return the tables below the first; pages with the same title are no tables."""
    heads = _headers(seen)
    if not heads or len(heads) > MOST_HEADERS:
        return []
    last = int(seen.bench.row(f"SELECT max(row) FROM lines WHERE source = {seen.number}")[0])
    ends = [row - 1 for row, *_ in heads[1:]] + [last]
    known = {_plain(line) for line in above}
    found, given = [], list(seen.source.staged.beside[0].extract.titles)
    for (row, header, other), end in zip(heads, ends, strict=True):
        title, first = _title(seen, row)
        title = title or (given.pop(0) if given else "")
        same = not title or _plain(title) in known or re.search(PAGE, title.casefold()) is not None
        if other or not same:
            found.append(Table(title, header, first, end, other))
    titles = [_plain(table.title) for table in found]
    return [table for table in found if table.other or titles.count(_plain(table.title)) == 1]


def _headers(seen: Seen) -> list[tuple[int, str, bool]]:
    """Return the rows that are headers again: row, text, and whether it is another header than the first."""
    staged = seen.source.staged
    money = next((c for c in ("amount", "unit_price") if c in staged.headers), None)
    if money is None or "date" not in staged.headers or not seen.source.left_out:
        return []
    words = "regexp_full_match(trim(r.{}), '[^0-9]*\\p{{L}}[^0-9]*')".format
    other = " AND ".join([words("customer_id"), words("date"), words(money)])
    shown = ", ".join(f"trim(r.{name(c)})" for c in staged.source.columns)
    same = " AND ".join(f"lower(trim(r.{name(c)})) = lower({literal(staged.headers[c])})" for c in ("date", money))
    found = seen.bench.rows(
        f"SELECT l.row, concat_ws(', ', {shown}), NOT ({same}) FROM lines l JOIN {staged.table} r "
        f"ON r.rowid = "
        f"l.row WHERE l.source = {seen.number} AND l.reason IS NOT NULL AND (l.reason = 'repeated_header' OR {other}) "
        f"AND l.row > (SELECT min(row) FROM lines WHERE source = {seen.number} AND reason IS NULL) "  # else its units
        f"ORDER BY l.row LIMIT {MOST_HEADERS + 1}"
    )
    return [(int(row), str(text), bool(another)) for row, text, another in found]


def _title(seen: Seen, row: int) -> tuple[str, int]:
    """Return the text of the rows that stand without date and amount right above a header, and the first of them."""
    staged = seen.source.staged
    cells = ", ".join(f"nullif(trim({name(c)}), '')" for c in seen.titles if c not in seen.named)
    found = seen.bench.rows(
        f"SELECT s.row, concat_ws(' ', nullif(trim(id_text), ''){', ' + cells if cells else ''}), day IS NULL FROM "
        f"{seen.table} s "
        f"WHERE s.row BETWEEN {row - ABOVE} AND {row - 1} ORDER BY s.row DESC"
    )
    if not found:
        found = seen.bench.rows(
            f"SELECT l.row, trim(r.customer_id), day IS NULL FROM lines l JOIN {staged.table} r ON r.rowid = l.row "
            f"WHERE "
            f"l.source = {seen.number} AND l.row BETWEEN {row - ABOVE} AND {row - 1} ORDER BY l.row DESC"
        )
    title, first = "", row
    for at, text, bare in found:
        if not bare or says_sum(str(text)) or says_carried(str(text)):
            break
        title, first = f"{text} {title}".strip(), int(at)
    return title, first


def _plain(text: str) -> str:
    return re.sub(r"[\W\d_]+", " ", text).strip().casefold()
