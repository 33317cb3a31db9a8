"""What intake stores are codes and values; every sentence is made at the end, in the reader's language."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import cli
from analysis.display.language import use_language
from analysis.intake import say
from analysis.intake.join.tables import LEFT_OUT
from analysis.intake.mean.doubts import DOUBTS
from analysis.intake.mean.ids import TWINS
from analysis.intake.places import Place, Row, place, row
from analysis.intake.rules.reasons import REASONS
from analysis.intake.say.verdict import KINDS
from tests.strategies import COLUMNS, HEAD, THREE, take

INTAKE = Path(say.__file__).parents[1]
TABLES = ("customers", "surveys", "contacts", "subscriptions", "receivables")
RECORDS = TABLES[1:]
GRAINS = ("month", "week", "year")
DATES = ("table_no_end", "table_date_placeholder", "table_date_future")
VARIABLE = {
    ("account/ledger.py", "reason"): REASONS,
    ("join/coverage.py", "f'{typed.key}_coverage'"): [f"{table}_coverage" for table in TABLES],
    ("join/records.py", "code"): [
        *(f"{table}_without_day" for table in RECORDS),
        "subscriptions_end_before_start",
        "receivables_paid_before_invoice",
        "receivables_without_amount",
    ],
    ("join/records.py", "f'{typed.key}_duplicates'"): [f"{table}_duplicates" for table in RECORDS],
    ("join/tables.py", "f'{typed.key}_{kind}'"): [f"{table}_{kind}" for table in TABLES for kind in LEFT_OUT],
    ("mean/composed.py", "code"): ("amount_with_tax", "amount_after_fees", "amount_before_discount"),
    ("mean/doubts.py", "code"): DOUBTS,
    ("mean/other_calendars.py", "f'date_{calendar}'"): ("date_buddhist", "date_minguo"),
    ("mean/grain.py", "f'sums_of_{grain}s'"): [f"sums_of_{grain}s" for grain in GRAINS],
    ("mean/ids.py", "code"): TWINS,
    ("mean/kinds.py", "code"): ("status", "kind_not_named"),
    ("mean/shape.py", "f'router_{verdict.verdict}'"): [f"router_{kind}" for kind in KINDS],
    ("mean/unnamed.py", "code"): (),  # what the other calls in the file give it
    ("mean/values.py", "code"): DATES,
    ("workspace.py", "code"): (),
}
"""Codes that are not written where they are raised, by file and expression."""


def raised() -> Iterator[tuple[str, ast.expr]]:
    """Return the code of every finding that intake can raise, as it stands in the source, with its file."""
    for module in sorted(INTAKE.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in {"warn", "info", "note"}:
                    yield module.relative_to(INTAKE).as_posix(), node.args[0]


def codes_in_the_source() -> set[str]:
    """Return every code that intake can raise."""
    found: set[str] = set()
    for file, code in raised():
        found |= {code.value} if isinstance(code, ast.Constant) else set(VARIABLE[file, ast.unparse(code)])
    return found


def test_every_finding_that_intake_can_raise_has_a_sentence():
    codes = codes_in_the_source()
    assert len(codes) > 100
    assert codes == set(say.SENTENCES)


def test_a_finding_holds_plain_values_and_no_sentence(tmp_path):
    rows = "A,2023-01-01,-1\nA,2023-01-03,2\n,2023-01-04,3\n0,2023-01-05,4\nB,2093-01-01,1\n" * 40
    findings = take(tmp_path, HEAD + rows + "Total,,99\n").findings
    assert len(findings) > 8
    assert json.loads(json.dumps(findings)) == findings
    for finding in findings:
        assert set(finding) == {"code", "level", "rows", "amount", "facts"}
        assert " " not in finding["code"]


def test_the_same_finding_is_noted_once(tmp_path):
    findings = take(tmp_path, HEAD + "A,2023-01-01,1\nB,2023-01-02,2\n").findings
    assert len({json.dumps(finding, sort_keys=True) for finding in findings}) == len(findings)


@pytest.mark.parametrize(
    ("where", "stored"),
    [
        (Place("a.csv"), "a.csv"),
        (Place("a.csv", more=2), {"file": "a.csv", "more": 2}),
        (Place("b.xlsx", sheet="2023", column="day"), {"file": "b.xlsx", "sheet": "2023", "column": "day"}),
        (Place("c.csv", table="customers", column=3), {"file": "c.csv", "table": "customers", "column": 3}),
    ],
)
def test_a_place_is_stored_as_what_is_known_of_it(where, stored):
    assert where.plain() == stored
    assert place(stored) == where


def test_a_row_is_stored_with_its_file_where_there_are_several():
    there = Row("data row", 1200, Place("b.csv"))
    assert there.plain() == {"counted": "data row", "number": 1200, "file": "b.csv"}
    assert str(row(there.plain())) == "data row 1,200 of b.csv"


# ---------------------------------------------------------------- no English is left in another language

ODD = {
    "clean": THREE,
    "no customers": HEAD + ",2023-01-01,1\n0,2023-01-02,2\nA,2023-01-03,3\nA,2023-02-03,-4.50\nguest,2023-01-03,3\n",
    "no dates": HEAD + "A,,1\nA,31.12.9999,2\n" + "A,2023-05-03,3\n" * 300 + "A,2023-13-45,3\n",
    "two customers that look alike": HEAD + "a-1,2023-01-01,5\nA 1,2023-02-01,6\n007,2023-01-01,5\n7,2023-02-01,6\n",
    "a footer": HEAD + "A,2023-01-01,5\nB,2023-01-02,6\nPrinted By Nobody\n",
    "totals": HEAD + "A,2023-01-01,5\nB,2023-01-02,6\nTotal,,11\nid,day,value\n",
    "test accounts": HEAD + "test,2023-01-01,5\nA,2023-01-02,6\nMüller,2023-01-01,7\nMÃ¼ller,2023-01-02,6\n",
    "gaps": HEAD + "".join(f"K{k % 9},2021-0{1 + k % 5}-{1 + k % 28:02},{k}\n" for k in range(99)) + "A,2023-06-09,5\n",
    "one amount": HEAD + "".join(f"K{k},2023-01-{1 + k % 28:02},5\n" for k in range(40)),
    "symbols": HEAD + "A,2023-01-01,$5.00\nB,2023-01-02,$6.00\n",
    "several currencies": HEAD + "A,2023-01-01,$5.00\nB,2023-01-02,€6.00\n",
    "days first": HEAD + "A,01.02.2023,5\nB,03.04.2023,6\n",
    "days ambiguous": HEAD + "A,01/02/2023,5\nB,03/04/2023,6\n",
    "days mixed": HEAD + "A,2023-02-25,5\nB,25/02/2023,6\n" * 9,
    "months": HEAD + "A,2023-01,5\nB,2023-02,6\n",
    "unix": HEAD + "A,1672531200,5\nB,1672617600,6\n",
    "marks mixed": HEAD + 'A,2023-01-01,"1.234,5"\nB,2023-01-02,"1,234.5"\n',
    "marks ambiguous": HEAD + "A,2023-01-01,1.234\nB,2023-01-02,2.345\n",
    "returns only": HEAD + "A,2023-01-01,-5\nB,2023-01-02,-6\n",
    "nothing": "",
    "a header only": HEAD,
    "no such column": "id,When,value\nA,2023-01-01,5\n",
    "two such columns": "id,day,day,value\nA,2023-01-01,2023-01-01,5\n",
    "a web page": "<html><body>Please sign in</body></html>",
    "NUL bytes": HEAD + "A,2023-01-01,5\nB\x00,2023-01-02,6\n",
    "open quotes": HEAD + 'A,2023-01-01,5\n"B,2023-01-02,6\n',
    "ragged": HEAD + "A,2023-01-01,5\nB,2023-01-02,6,7,8\n" * 9,
    "scientific ids": HEAD + "1.2E+10,2023-01-01,5\n1.3E+10,2023-01-02,6\n",
    "balance": "id,day,value,saldo,currency\n" + "A,2023-01-01,5,5,EUR\nB,2023-01-02,6,11,USD\n" * 20,
}
FAULTY = {
    "an unknown key": {"currencyy": "EUR"},
    "an unknown parameter": {"parameters": {"horizont_days": 90}},
    "too many": {"parameters": {"margin_rate": 30, "horizon_days": 0}},
    "no number": {"parameters": {"horizon_days": "ninety"}},
    "classes in no order": {"parameters": {"abc": {"a": 0.95, "b": 0.8}}},
    "no currency": {"currency": "euro"},
    "no day": {"observation_end": "soon"},
    "no list": {"sources": "orders.csv"},
    "no sources": {"sources": []},
    "no file": {"sources": [{"path": "order.csv", "columns": COLUMNS}]},
    "no column": {"sources": [{"path": "orders.csv", "columns": {**COLUMNS, "chanel": "c"}}]},
    "no table": {"customers": {"path": "nowhere.csv", "columns": {"name": "name"}}},
    "no books": {"control_totals": [{"amount": 5}, {"amount": 6}]},
    "books that differ": {"control_totals": [{"amount": 5}]},
    "an end to come": {"observation_end": "2999-01-01"},
    "an end before the start": {"observation_end": "1999-01-01"},
    "an address": {"sources": [{"path": "https://nowhere/orders.csv", "columns": COLUMNS}]},
    "no variable": {"sources": [{"url_env": "NOWHERE_DB", "columns": COLUMNS}]},
}


def english(text: str) -> list[str]:
    """Return the places where three plain words in lower case stand behind each other in a line."""
    found = []
    for line in text.splitlines():
        words = [word.strip(".,;:()'\"?!…") for word in line.split()]
        runs = zip(words, words[1:], words[2:], strict=False)
        found += [" ".join(run) for run in runs if all(re.fullmatch("[a-z]+", word) for word in run)]
    return found


def checked(folder: Path, settings: dict[str, object], capsys, monkeypatch, *options: str) -> str:
    """Return all that `workbook check` prints for a client; what a JSON object holds as text, without its keys."""
    (folder / "client.yml").write_text(json.dumps(settings), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["workbook", "check", str(folder / "client.yml"), *options])
    with pytest.raises(SystemExit):
        cli.main()
    out, err = capsys.readouterr()
    return "\n".join([*texts(json.loads(out)), err]) if options else out + err


def texts(told: object) -> Iterator[str]:
    """Return the texts that a JSON value holds."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, list | dict):
        for part in told.values() if isinstance(told, dict) else told:
            yield from texts(part)


@pytest.fixture
def english_again():
    """Speak English after the test."""
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("name", "options"),
    [(name, ("--json",)) for name in [*ODD, *FAULTY]]
    + [(name, ()) for name in ("clean", "totals", "no customers", "nothing", "too many")],
)
def test_in_another_language_no_english_is_left(name, options, tmp_path, capsys, monkeypatch, english_again):
    (tmp_path / "orders.csv").write_bytes(ODD.get(name, THREE).encode())
    settings = {"client": "Test", "currency": "EUR", "today": "2026-01-01", "language": "qps"}
    settings |= {"sources": [{"path": "orders.csv", "columns": COLUMNS}], **FAULTY.get(name, {})}
    said = checked(tmp_path, settings, capsys, monkeypatch, *options)
    assert english(said) == [], said
    assert re.search("[áçèĝĥïĵñöšûŵýž]", said)


def test_english_would_be_found():
    assert english("orders.csv: the file is empty (0 bytes)") == ["the file is", "file is empty"]
    assert english("örđérš.ĉsv: tĥè fïlè ïš èmptý; a b 5 c") == []


def test_the_next_client_is_spoken_of_in_its_own_language(tmp_path, capsys, monkeypatch, english_again):
    (tmp_path / "orders.csv").write_text("")
    settings = {"client": "Test", "sources": [{"path": "orders.csv", "columns": COLUMNS}]}
    assert english(checked(tmp_path, {**settings, "language": "qps"}, capsys, monkeypatch)) == []
    assert "the file is empty" in checked(tmp_path, settings, capsys, monkeypatch)
    assert "in English (en) only so far; got 'zh'" in checked(
        tmp_path, {**settings, "language": "zh"}, capsys, monkeypatch
    )
