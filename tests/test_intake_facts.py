"""The account as typed facts: every field has a unit and a meaning, and holds what intake found."""

from __future__ import annotations

import json

import pytest

from analysis.facts import Refusal
from analysis.intake import read_transactions
from analysis.intake.facts import Books, Coverage, DataFacts, Groups, LeftOut, Noticed, Router, data_facts
from tests.strategies import COLUMNS, HEAD, client_of

RECORDS = (DataFacts, LeftOut, Noticed, Router, Coverage, Groups, Books)


def account(folder):
    """Return the account of three customers, two of them one group, and what the books say."""
    (folder / "orders.csv").write_text(HEAD + "A,2023-01-01,5\nB,2023-01-02,6\nC,2023-02-03,7\n,2023-01-03,4.50\n")
    (folder / "accounts.csv").write_text("id,group\nA,G\nB,G\n")
    return read_transactions(
        client_of(
            folder,
            [{"path": "orders.csv", "columns": COLUMNS}],
            customers={"path": "accounts.csv", "columns": {"customer_id": "id", "parent_id": "group"}},
            control_totals=[{"amount": 30.0}],
        ),
        None,
    )


def test_the_facts_hold_what_intake_found(tmp_path):
    facts = data_facts("Test", account(tmp_path))
    assert (facts.rows, facts.customers, facts.revenue) == (3, 2, 18.0)
    assert facts.ledger == [LeftOut(reason="missing_customer_id", rows=1, amount=4.5)]
    assert (facts.tables["customers"].matched, facts.tables["customers"].unmatched) == (2, 1)
    assert facts.groups == Groups(ids=3, customers=2, groups=1, revenue=11.0)
    assert (facts.control_totals[0].used, facts.control_totals[0].difference) == (18.0, 7.5)
    assert isinstance(facts.router.chapters["churn"], Refusal)


def test_the_facts_are_plain_values_under_the_keys_of_results_json(tmp_path):
    found = account(tmp_path)
    plain = data_facts("Test", found).plain()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["control_totals"] == found.joined["control_totals"]
    assert plain["findings"] == found.findings
    assert plain["router"] == found.router
    assert plain["observation_end"] == "2023-02-03"


def test_without_tables_groups_and_books_these_are_null(tmp_path):
    (tmp_path / "orders.csv").write_text(HEAD + "A,2023-01-01,5\n")
    facts = data_facts(
        "Test", read_transactions(client_of(tmp_path, [{"path": "orders.csv", "columns": COLUMNS}]), None)
    )
    assert (facts.tables, facts.groups, facts.control_totals) == (None, None, None)


@pytest.mark.parametrize("record", RECORDS)
def test_every_fact_says_its_unit_and_what_it_means(record):
    for name, field in record.model_fields.items():
        assert field.json_schema_extra["unit"], name
        assert field.description, name
