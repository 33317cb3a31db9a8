"""The codebook and the schema are made from the facts that rooms declare, and are in step with them."""

from pathlib import Path

import jsonschema
import pytest

from analysis.codebook import BEGIN, END, results_schema, rewritten
from analysis.questions import steps_of

PROJECT = Path(__file__).parents[1]
CODEBOOK = PROJECT / "data" / "README.md"


def test_the_codebook_is_what_make_codebook_writes():
    text = CODEBOOK.read_text(encoding="utf-8")
    assert text.index(BEGIN) < text.index(END)
    assert rewritten(text) == text


def test_results_of_the_demo_fit_the_schema(demo):
    jsonschema.validate(demo.results, results_schema())


def test_results_of_a_client_who_can_answer_little_fit_the_schema_too(small_run):
    jsonschema.validate(small_run().results(), results_schema())


def test_the_schema_refuses_a_key_that_nobody_declared(small_run):
    results = small_run().results()
    results["concentration"]["gini2"] = 1
    with pytest.raises(jsonschema.ValidationError, match="gini2"):
        jsonschema.validate(results, results_schema())


def test_the_schema_lies_beside_the_results(demo):
    import json

    assert json.loads((demo.folder / "results.schema.json").read_text(encoding="utf-8")) == results_schema()


PER_CUSTOMER = [name for name, step in steps_of().items() if step.per_customer]


OF_TABLES = {"run_rate", "contracts", "loyalty", "attention"}
"""What the demo has no data for."""


@pytest.mark.parametrize("name", [name for name in PER_CUSTOMER if name not in OF_TABLES])
def test_every_column_of_a_table_per_customer_is_in_the_codebook(name, demo_run):
    step = steps_of()[name]
    assert set(demo_run.stop(name).tables[step.per_customer]) - {"customer_id"} == set(step.scores)
