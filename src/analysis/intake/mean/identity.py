"""One customer under several ids, or a new id in every order: phone numbers, and columns that repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.intake.mean.divisions import divisions
from analysis.intake.mean.neighbours import Seen
from analysis.intake.workspace import Workspace, name

PHONE = r"[+(]?[0-9][0-9 ()/.\-]{5,20}"
PHONES = 0.8  # of the ids look like phone numbers
LAST = 9  # digits that are the same however the country is written
DAY = r"[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}.*|(19|20)[0-9]{2}[01][0-9][0-3][0-9]"
FEWEST_ROWS = 20
ALWAYS_NEW = 0.98
AGAIN = 0.9  # of the rows at most have a value of their own in a column that could hold the customer
PEOPLE = (
    r".*(customer|client|cust|kunde|buyer|member|user|account|acct|e-?mail|phone|telefon|mobile|unique|person"
    r"|company|contact|household|loyalty|card|vat|tax|iban"
    r"|debitor|cliente|klient|klant|кли[её]нт|покупател|客户|会员|买家|手机|电话|顧客|会社|고객|회원|name).*"
)
NO_PERSON = (
    r".*(product|item|sku|article|artikel|city|country|state|status|type|category|channel|currency|store"
    r"|warehouse|region|date|time|price|amount|ship|driver|sales ?(rep|person)|employee|seller|vendor|商品|城市|国家).*"
)


def say_new_ids(seen: Seen) -> None:
    """Say that every row has a customer id of its own, although another column repeats, and name that column."""
    if not divisions(seen):
        return
    rows, ids, documents = seen.bench.row(
        f"SELECT count(*), count(DISTINCT customer), count(DISTINCT (customer, day)) FROM {seen.table} WHERE reason "
        f"IS NULL"
    )
    if rows < FEWEST_ROWS or ids < ALWAYS_NEW * documents:
        return
    found = []
    for division in divisions(seen):
        title = division.title.casefold()
        spread = 5 <= division.distinct <= AGAIN * ids and division.filled >= 0.8 * rows
        if not spread or re.fullmatch(NO_PERSON, title) or division.column in seen.named:
            continue
        if re.fullmatch(PEOPLE, title) or (
            division.distinct >= ids / 20 and not _numbers_or_days(seen, division.column)
        ):
            found.append((re.fullmatch(PEOPLE, title) is None, -division.distinct, division))
    if not found:
        return
    best = sorted(found, key=lambda each: each[:2])[0][2]
    seen.bench.warn(
        "ids_never_repeat",
        ids,
        file=seen.label,
        documents=documents,
        column=best.title,
        distinct=best.distinct,
    )


def _numbers_or_days(seen: Seen, column: str) -> bool:
    """Return whether a column holds numbers or days; codes of one length, of four signs or more, are neither."""
    cell = f"trim({name(column)})"
    plain, least, most, rows, days = seen.rows(
        f"count(*) FILTER (regexp_full_match({cell}, '[-+0-9.,:/ $€£¥%TZ]*')), min(length({cell})), "
        f"max(length({cell})), count(*), count(*) FILTER (regexp_full_match({cell}, '{DAY}'))"
    )[0]
    code = least == most and int(str(least)) >= 4 and not days
    return not code and int(str(plain)) > 0.5 * int(str(rows))


def say_phone_twins(bench: Workspace, first: Sequence[str]) -> None:
    """Report phone numbers that differ only in how they are written: with the country, with blanks, with a zero."""
    alike = f"regexp_full_match(id, '{PHONE}') AND length(regexp_replace(id, '[^0-9]', '', 'g')) BETWEEN {LAST} AND 15"
    alike_first = [id_ for id_ in first if re.fullmatch(PHONE, id_) and LAST <= len(re.sub("[^0-9]", "", id_)) <= 15]
    if len(alike_first) < PHONES * len(first):
        return
    ids, phones, marked = bench.row(
        f"SELECT count(*), count(*) FILTER ({alike}), count(*) FILTER ({alike} AND regexp_matches(id, '^[+0(]|[ "
        f"()/.-]')) FROM "
        "customers SEMI JOIN people USING (customer)"
    )
    if not marked or phones < PHONES * ids:
        return
    groups, twins, one, two = bench.row(
        f"WITH g AS (SELECT right(regexp_replace(id, '[^0-9]', '', 'g'), {LAST}) AS k, count(*) AS n, min(id) AS "
        f"one, max(id) AS two FROM "
        f"customers SEMI JOIN people USING (customer) WHERE {alike} GROUP BY k HAVING count(*) > 1) "
        "SELECT count(*), coalesce(sum(n), 0), min(one), arg_min(two, one) FROM g"
    )
    if groups:
        bench.warn("id_phone_twins", ids=int(twins), digits=LAST, one=one, two=two, groups=groups)
