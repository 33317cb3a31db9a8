"""A step receives what it declares, and nothing else; its key is made of the declaration."""

from types import SimpleNamespace

import pytest

from analysis.facts import Facts, fact
from analysis.questions import ROOMS, room, running_order, steps_of
from analysis.run.step import Inputs, UndeclaredReadError, step
from analysis.schema import DataError


class Shown(Facts):
    """A fact."""

    n: int = fact("rows", "a number")


@step("shown", Shown, after=("data",), parameters=("horizon_days",), needs=("customers",))
def shown(given):
    """Show."""
    return Shown(n=given.parameters.horizon_days), {}


def given(**data):
    return Inputs(shown, lambda name: data[name], SimpleNamespace(horizon_days=90, abc="all"))


def test_a_step_reads_what_it_declares():
    inputs = given(data="stop", customers="table")
    assert (inputs.data, inputs.customers, inputs.parameters.horizon_days) == ("stop", "table", 90)
    assert shown.compute(inputs)[0].n == 90


@pytest.mark.parametrize("name", ["value", "ledger", "attributes"])
def test_reading_a_stop_or_data_that_was_not_declared_is_an_error(name):
    with pytest.raises(UndeclaredReadError, match=f"The step 'shown' reads '{name}', which it does not declare"):
        getattr(given(**{name: 1}), name)


def test_reading_a_parameter_that_was_not_declared_is_an_error():
    with pytest.raises(UndeclaredReadError, match="reads the parameter 'abc', which it does not declare"):
        given().parameters.abc  # noqa: B018


def test_a_step_follows_those_that_it_reads():
    order = list(steps_of())
    assert all(order.index(before) < order.index(name) for name, of in steps_of().items() for before in of.after)


def test_every_section_that_a_chapter_prints_is_made_by_a_step():
    steps = steps_of()
    assert {section for one in ROOMS for section in one.prints} <= set(steps)


def test_chapters_that_others_wait_for_run_first():
    order = running_order([one.name for one in ROOMS])
    assert sorted(order) == sorted(one.name for one in ROOMS)
    assert order.index("churn") < order.index("intake")
    assert order[-1] == "summary"


def test_a_chapter_that_does_not_exist_is_an_error_with_the_nearest():
    with pytest.raises(DataError, match="There is no chapter 'valeu'; did you mean 'value'?"):
        room("valeu")


@pytest.mark.parametrize("name", steps_of())
def test_every_fact_says_its_unit_and_its_meaning(name):
    def check(schema):
        for key, field in schema.get("properties", {}).items():
            assert field.get("description"), f"{schema['title']}.{key} has no meaning"
            assert field.get("unit"), f"{schema['title']}.{key} has no unit"

    schema = steps_of()[name].facts.model_json_schema()
    for part in [schema, *schema.get("$defs", {}).values()]:
        check(part)
