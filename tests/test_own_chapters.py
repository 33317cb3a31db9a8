"""Chapters of a client's own: from a template, chosen in the client file, with their facts in the results."""

import datetime as dt
import json

import nbformat
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.client.client import read_client
from analysis.display.leave import FACTS, leave
from analysis.report.choice import choose
from analysis.report.own import facts_left, new_chapter
from analysis.report.render import render_report
from analysis.schema import DataError

CHOSEN = ["concentration", "regions", "intake"]


@pytest.fixture
def client(small_client):
    """A client whose report has two of the workbook's chapters and one of its own, in an order of its own."""
    folder = small_client(chapters=CHOSEN)
    new_chapter(read_client(folder), "regions")
    return folder


def test_an_own_chapter_stands_in_the_report_in_its_place_with_its_figure_and_its_facts(client, tmp_path, server):
    report = render_report(client, output=tmp_path / "reports", server=server)
    assert report.folder.name == "2023-04-01"
    page = BeautifulSoup(report.page.read_text(encoding="utf-8"), "html.parser")
    assert [part["id"] for part in page.select("section.chapter")] == [*CHOSEN, "appendix", "notes", "manifest"]
    assert page.select_one('.contents a[href="#regions"]').get_text() == "Regions: what do we want to know?"
    assert page.select("#regions svg")
    assert page.select("#regions .finding")
    for code in page.select(".code"):
        code.extract()
    assert "came_back" not in page.select_one("#regions").get_text()
    results = json.loads((report.folder / "results.json").read_text())
    assert results["regions"] == {"came_back": 1, "came_back_share": 0.25}
    assert json.loads((report.folder / "run.json").read_text())["chapters"] == CHOSEN
    assert (report.folder / "notebooks" / "regions.ipynb").is_file()


def test_only_some_of_the_chosen_chapters_give_a_report_beside_it(client):
    assert [one.name for one in choose(read_client(client), ["regions"])] == ["regions"]
    assert [one.name for one in choose(read_client(client), ["intake", "concentration"])] == ["concentration", "intake"]


def test_without_a_choice_the_report_has_the_workbook_s_chapters(small_client):
    folder = small_client()
    new_chapter(read_client(folder), "regions")
    assert "regions" not in [one.name for one in choose(read_client(folder))]
    assert [one.name for one in choose(read_client(folder), ["regions"])] == ["regions"]


def test_a_chosen_chapter_that_is_not_there_is_met_with_the_nearest_name(small_client):
    with pytest.raises(DataError, match="There is no chapter 'valeu'; did you mean 'value'"):
        choose(read_client(small_client(chapters=["valeu"])))


@pytest.mark.parametrize("name", ["Regions", "../regions", "a b", "", "1st", "x" * 60])
def test_a_name_that_is_no_word_is_refused(name, small_client):
    with pytest.raises(DataError, match="cannot name a chapter"):
        new_chapter(read_client(small_client()), name)


@pytest.mark.parametrize("name", ["value", "data", "holdout", "manifest"])
def test_a_name_that_stands_for_something_else_is_refused(name, small_client):
    with pytest.raises(DataError, match="is a name of the workbook's own"):
        new_chapter(read_client(small_client()), name)


def test_a_chapter_is_never_written_over(client):
    file = client / "chapters" / "regions.ipynb"
    file.write_text("mine")
    with pytest.raises(DataError, match="exists already"):
        new_chapter(read_client(client), "regions")
    assert file.read_text() == "mine"


def test_the_template_is_a_valid_notebook_without_outputs(client):
    notebook = nbformat.read(client / "chapters" / "regions.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert all(not cell.get("outputs") for cell in notebook.cells)


def test_the_command_prints_where_the_chapter_is_and_how_to_have_it_in_the_report(small_client, command):
    folder = small_client()
    done = command("new-chapter", folder, "regions")
    assert done.stdout == f"{folder / 'chapters' / 'regions.ipynb'}\n"
    assert "put 'regions' where it belongs in `chapters` of client.yml" in done.stderr


# ---------------------------------------------------------------- facts


def test_facts_are_what_json_knows_and_what_is_missing_is_null():
    left = leave(
        n=np.int64(3),
        share=np.float64("nan"),
        day=pd.Timestamp("2023-04-01"),
        end=dt.date(2023, 4, 1),
        by=pd.Series([1.5, None]),
        ever=pd.NaT,
        of={"a": (1, 2)},
    )
    assert left.facts == {
        "n": 3,
        "share": None,
        "day": "2023-04-01T00:00:00",
        "end": "2023-04-01",
        "by": [1.5, None],
        "ever": None,
        "of": {"a": [1, 2]},
    }
    json.dumps(left._repr_mimebundle_(), allow_nan=False)


def test_a_fact_that_json_does_not_know_is_refused_by_its_name():
    with pytest.raises(DataError, match="The fact 'them' is a set; a fact is a number, a text, a day"):
        leave(them={1})


def test_a_fact_that_two_cells_leave_is_refused():
    output = nbformat.v4.new_output("execute_result", {FACTS: {"n": 1}})
    cells = [nbformat.v4.new_code_cell("leave(n=1)", outputs=[output]) for _ in range(2)]
    with pytest.raises(DataError, match="Chapter 'regions' leaves the fact 'n' twice"):
        facts_left(nbformat.v4.new_notebook(cells=cells), "regions")
