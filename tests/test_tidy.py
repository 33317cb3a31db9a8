"""Executed notebooks are the same whenever, wherever and by whichever process they ran."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.report.tidy import tidy


def executed(*outputs, source="f()", pid=4711):
    cell = new_code_cell(source, outputs=list(outputs), execution_count=pid)
    cell.metadata = {"tags": ["x"], "execution": {"iopub.execute_input": "2026"}, "papermill": {"duration": 1}}
    notebook = new_notebook(cells=[new_markdown_cell("# Title"), cell, new_code_cell("g()", execution_count=pid + 9)])
    notebook.metadata = {
        "papermill": {"start_time": "now"},
        "widgets": {},
        "language_info": {"name": "python", "version": "3.11.7"},
    }
    return notebook


def stream(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def text_of(notebook):
    return nbformat.writes(notebook)


def test_two_runs_leave_the_same_bytes():
    one = executed(stream("<Axes at 0x7f01>\n/tmp/ipykernel_17/334.py:1: UserWarning: x"), pid=1)
    two = executed(stream("<Axes at 0x7fff>\n/var/t/ipykernel_99/118.py:1: UserWarning: x"), pid=5)
    assert text_of(tidy(one, replace={})) == text_of(tidy(two, replace={}))


def test_ids_and_execution_counts_are_numbered_in_order():
    notebook = tidy(executed(new_output("execute_result", {"text/plain": "1"}, execution_count=4711)), replace={})
    assert [cell.id for cell in notebook.cells] == ["cell-001", "cell-002", "cell-003"]
    assert [cell.execution_count for cell in notebook.cells[1:]] == [1, 2]
    assert notebook.cells[1].outputs[0].execution_count == 1


def test_metadata_keeps_tags_and_language_and_loses_times_and_versions():
    notebook = tidy(executed(), replace={})
    assert notebook.metadata == {"language_info": {"name": "python"}}
    assert notebook.cells[1].metadata == {"tags": ["x"]}


def test_paths_are_replaced_everywhere_longest_first():
    html = new_output("display_data", {"text/html": "<p>/home/me/acme/client.yml</p>"})
    notebook = executed(html, stream("/home/me"), source='client = "/home/me/acme"')
    tidied = text_of(tidy(notebook, replace={"/home/me": "home", "/home/me/acme": "acme"}))
    assert "/home/me" not in tidied
    assert "acme/client.yml" in tidied


def test_dates_in_drawings_and_ids_of_styled_tables_are_masked():
    svg = new_output("display_data", {"image/svg+xml": "<svg><dc:date>2026-11-21</dc:date></svg>"})
    table = new_output("display_data", {"text/html": '<style>#T_8fa2c_row0{}</style><table id="T_8fa2c">'})
    tidied = text_of(tidy(executed(svg, table), replace={}))
    assert "2026-11-21" not in tidied
    assert "T_8fa2c" not in tidied
    assert tidied.count("T_00001") == 2


def test_what_a_library_says_on_stderr_is_left_out():
    notebook = tidy(executed(stream("/home/me/x.py: UserWarning", "stderr"), stream("a")), replace={})
    assert [output.text for output in notebook.cells[1].outputs] == ["a"]


def test_how_a_stream_was_cut_into_messages_does_not_matter():
    one = executed(stream("a"), stream("w", "stderr"), stream("b"))
    two = executed(stream("w", "stderr"), stream("ab"))
    assert text_of(tidy(one, replace={})) == text_of(tidy(two, replace={}))


def test_streams_do_not_move_past_a_figure():
    figure = new_output("display_data", {"text/plain": "figure"})
    outputs = tidy(executed(stream("a"), figure, stream("b")), replace={}).cells[1].outputs
    assert [output.get("text", "figure") for output in outputs] == ["a", "figure", "b"]


def test_tidying_twice_is_tidying_once():
    notebook = executed(stream("<A at 0x7f> /tmp/ipykernel_1/2.py /p/x"), stream("T_abcde "))
    once = tidy(notebook, replace={"/p/x": "client"})
    assert text_of(tidy(once, replace={"/p/x": "client"})) == text_of(once)


def test_a_replacement_that_would_be_replaced_again_is_refused():
    with pytest.raises(ValueError, match="acme"):
        tidy(executed(), replace={"acme": "acme-2"})


def test_the_notebook_itself_stays_as_it_is():
    notebook = executed(stream("at 0x7f"))
    before = copy.deepcopy(notebook)
    tidy(notebook, replace={})
    assert notebook == before


def test_the_result_is_a_valid_notebook():
    nbformat.validate(tidy(executed(stream("x")), replace={}))
