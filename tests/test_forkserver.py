"""Kernels forked from a process that has loaded the libraries: as fresh as those that are started anew."""

import logging
import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from analysis.report.environment import private_environment
from analysis.report.forkserver import ForkServer
from analysis.report.render import render_report
from analysis.schema import DataError
from tests.conftest import bytes_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely after libraries are loaded"),
]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    return private_environment(Path("client.yml"), {}, tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def server(environment):
    with ForkServer() as started:
        started.start(["concentration"])
        yield started


def run_in(manager, code):
    """Return what a kernel prints."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(line) for line in code])
    NotebookClient(notebook, kernel_manager_class=manager, resources={"metadata": {"path": "/"}}).execute()
    return ["".join(output.get("text", "") for output in cell.outputs).strip() for cell in notebook.cells]


def test_a_kernel_has_its_libraries_and_nothing_of_another_kernels(server, environment):
    from analysis.report.kernel import kernels_of

    secret = "import os, sys; import pandas; pandas.secret = 1; os.environ['SECRET'] = 'x'; x = 1"
    manager = kernels_of({**environment, "OWN": "first"}, server)
    assert run_in(manager, [secret, "print(os.environ['OWN'], 'matplotlib' in sys.modules)"])[1] == "first True"
    other = kernels_of({**environment, "OWN": "second"}, server)
    seen = (
        "import os, pandas; print(os.environ['OWN'], 'SECRET' in os.environ, hasattr(pandas, 'secret'), 'x' in dir())"
    )
    assert run_in(other, [seen]) == ["second False False False"]


def test_it_knows_nothing_of_the_process_that_started_it_but_the_environment_it_was_given(server, environment):
    from analysis.report.kernel import kernels_of

    os.environ["OF_THE_PARENT"] = "x"
    try:
        said = run_in(kernels_of(environment, server), ["import os; print('OF_THE_PARENT' in os.environ, os.getcwd())"])
    finally:
        del os.environ["OF_THE_PARENT"]
    assert said == ["False /"]


def test_when_the_server_ends_its_kernels_end(environment, tmp_path):
    with ForkServer() as started:
        started.start([])
        arguments = ["-f", str(tmp_path / "kernel.json")]
        kernel = started.fork({"arguments": arguments, "environment": environment, "folder": str(tmp_path)})
        process = psutil.Process(kernel.pid)
        assert kernel.poll() is None
    until = time.monotonic() + 20
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
        time.sleep(0.05)
    assert kernel.poll() == 0


def test_a_report_is_the_same_in_every_byte_where_nothing_can_be_forked(small_client, tmp_path, server, caplog):
    folder = small_client()
    forked = render_report(folder, output=tmp_path / "forked", chapters=["concentration"], server=server)
    with ForkServer() as dead:
        dead.start([])
        dead._process.kill()
        caplog.set_level(logging.DEBUG, "analysis")
        anew = render_report(folder, output=tmp_path / "anew", chapters=["concentration"], server=dead)
    assert bytes_of(forked.folder) == bytes_of(anew.folder)
    assert set(caplog.messages) == {"The process that kernels are forked from has ended; they are started anew."}


def test_a_chapter_whose_kernel_ends_with_the_server_is_run_again(small_client, tmp_path):
    with ForkServer() as server:
        server.start([])

        def end(*_):
            server._process.kill()

        report = render_report(small_client(), output=tmp_path, chapters=["intake"], server=server, tell=end)
    assert report.page.exists()


@pytest.mark.parametrize("forks", [True, False])
def test_a_call_answers_and_fails_as_if_it_were_made_here(forks, server, environment, tmp_path):
    here = server if forks else ForkServer()
    assert (here.call("os:getpid", {}, environment, tmp_path) != os.getpid()) == forks
    with pytest.raises(DataError, match="There is no chapter 'xyz'"):
        here.call("analysis.questions:room", {"name": "xyz"}, environment, tmp_path)
