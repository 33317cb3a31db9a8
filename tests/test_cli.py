"""The installed command line: results on stdout, progress on stderr, and errors that are one sentence each."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import psutil
import pytest
import yaml

from analysis import outcome, places
from analysis.report import execute
from analysis.report.choice import Chosen
from tests.conftest import COMMAND, DEMO, PROJECT, SIX_ROWS, bytes_of

EARLIER = {"report.html": b"<p>earlier", "results.json": b"{}\n", "run.json": b'{"client": "Acme"}\n'}


@pytest.fixture
def earlier(tmp_path):
    """Return the folder of all reports, with an earlier report of Acme in it."""
    folder = tmp_path / "reports" / "acme" / "2023-04-01"
    folder.mkdir(parents=True)
    for name, content in EARLIER.items():
        (folder / name).write_bytes(content)
    return tmp_path / "reports"


def the_sentence(done):
    """Return the one line with which a command has failed; nothing was printed as a result."""
    *progress, last = done.stderr.splitlines()
    assert done.stdout == ""
    assert last.startswith("Error: ")
    assert all(line.startswith(("acme: ", "Acme: ", "/", "  ")) or "reading the data" in line for line in progress)
    assert "Traceback" not in done.stderr
    assert last.endswith((".", "?"))
    return last


def changed(folder, **keys):
    """Change keys of the client file; a source's columns by ``columns``."""
    settings = yaml.safe_load((folder / "client.yml").read_text())
    settings["sources"][0]["columns"] |= keys.pop("columns", {})
    (folder / "client.yml").write_text(yaml.safe_dump(settings | keys))


# ---------------------------------------------------------------- the input is at fault: 2


FAULTS = {
    "a misspelt parameter in the client file": (
        lambda folder: changed(folder, parameters={"horizont_days": 90}),
        "unknown key 'parameters.horizont_days'; did you mean 'horizon_days'? `workbook params` lists all parameters.",
    ),
    "a misspelt key in the client file": (
        lambda folder: changed(folder, observationend="2023-04-01"),
        "unknown key 'observationend'; did you mean 'observation_end'?",
    ),
    "a parameter of the wrong type": (
        lambda folder: changed(folder, parameters={"horizon_days": "ninety"}),
        "parameters.horizon_days: should be a valid integer; got 'ninety'.",
    ),
    "a parameter that is out of range": (
        lambda folder: changed(folder, parameters={"margin_rate": 1.5}),
        "parameters.margin_rate: should be less than or equal to 1; got 1.5.",
    ),
    "a missing client file": (lambda folder: (folder / "client.yml").unlink(), "No client file at"),
    "a missing data file": (lambda folder: (folder / "orders.csv").unlink(), "orders.csv"),
    "a missing column": (lambda folder: changed(folder, columns={"amount": "valeu"}), "'valeu'"),
    "an empty file": (lambda folder: (folder / "orders.csv").write_text(""), "orders.csv"),
    "YAML that is nested without an end": (
        lambda folder: (folder / "client.yml").write_text("client: " + "[" * 5000),
        "nested too deeply",
    ),
    "a number of more digits than Python reads": (
        lambda folder: (folder / "client.yml").write_text("client: " + "9" * 5000),
        "or is a number or a day that cannot be",
    ),
    "a file without rows": (lambda folder: (folder / "orders.csv").write_text("id,day,value\n"), "orders.csv"),
    "an observation_end before the first row": (
        lambda folder: changed(folder, observation_end="2022-12-31"),
        "observation_end",
    ),
    "a calibration_end after the observation_end": (
        lambda folder: changed(folder, parameters={"calibration_end": "2023-04-01"}),
        "calibration_end is 2023-04-01, but must lie between the first day of the data (2023-01-01) and the "
        "observation end (2023-04-01). Choose a day in between, or leave it out for half-way.",
    ),
    "classes by a margin that nothing says": (
        lambda folder: changed(folder, parameters={"abc": {"by": "margin"}}),
        "Give one of them, or set abc.by to revenue.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_is_an_error_of_the_input_said_in_one_sentence_and_an_earlier_report_stays(
    fault, small_client, command, earlier
):
    folder = small_client()
    break_it, expected = FAULTS[fault]
    break_it(folder)
    done = command("report", folder, "--output", earlier)
    assert done.returncode == 2
    assert expected in the_sentence(done)
    assert bytes_of(earlier / "acme" / "2023-04-01") == EARLIER
    assert set(bytes_of(earlier)) == {f"acme/2023-04-01/{name}" for name in EARLIER}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["-p", "horizont_days=90"], "unknown key 'parameters.horizont_days'; did you mean 'horizon_days'?"),
        (["-p", "abc.c=0.9"], "unknown key 'parameters.abc.c'"),
        (["-p", "horizon_days"], "A parameter is given as -p KEY=VALUE; got '-p horizon_days'."),
        (
            ["--only", "concentratoin"],
            "There is no chapter 'concentratoin'; did you mean 'concentration'? Chapters are summary, ",
        ),
        (["--only", "xyz"], "There is no chapter 'xyz'. Chapters are summary, "),
        (["-p", "margin_rate=25"], "got 25. It is a fraction: 25\u202f% is written as 0.25."),
        (["-p", f"horizon_days={'9' * 5000}"], "-p horizon_days: the value is nested too deeply, or is a number or a"),
        (["-p", f"horizon_days={'[' * 5000}"], "-p horizon_days: the value is nested too deeply, or is a number or a"),
        (["-p", "calibration_end=2023-99-99"], "-p calibration_end: the value is nested too deeply, or is a number or"),
        (["-p", "abc.a=80"], "got 80. It is a fraction: 80\u202f% is written as 0.8."),
    ],
)
def test_a_misspelt_argument_is_an_error_that_names_what_there_is(arguments, expected, small_client, command, earlier):
    done = command("report", small_client(), "--output", earlier, *arguments)
    assert done.returncode == 2
    assert expected in the_sentence(done)
    assert bytes_of(earlier / "acme" / "2023-04-01") == EARLIER


@pytest.mark.parametrize(
    "arguments", [["report"], ["report", "x", "--jobs", "0"], ["raport"], ["check", "x", "--yaml"]]
)
def test_a_wrong_command_is_an_error_of_usage(arguments, workbook):
    done = workbook(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert re.search(r"Usage|Error|No such", done.stderr)


def test_debug_shows_where_an_error_came_from(small_client, command):
    done = command("report", small_client(columns={"amount": "valeu"}), "--debug")
    assert done.returncode == 2
    assert "Traceback" in done.stderr


def test_the_report_of_another_client_is_not_overwritten(small_client, command, earlier):
    record = earlier / "acme" / "2023-04-01" / "run.json"
    record.write_text('{"client": "ACME!"}')
    done = command("report", small_client(), "--output", earlier)
    assert done.returncode == 2
    assert "holds the report of another client, 'ACME!'" in the_sentence(done)
    assert record.read_text() == '{"client": "ACME!"}'


# ---------------------------------------------------------------- the run itself fails: 3


def test_a_chapter_that_fails_is_named_with_its_cell_and_an_earlier_report_stays(
    small_client, command, earlier, tmp_path, monkeypatch
):
    folder = small_client(chapters=["concentration"])
    shutil.copytree(PROJECT / "notebooks", tmp_path / "notebooks")
    broken = tmp_path / "notebooks" / "concentration.ipynb"
    broken.write_text(broken.read_text().replace("views.dependence(run)", "1 / 0"))
    monkeypatch.setattr(places, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    done = command("report", folder, "--output", earlier)
    assert done.returncode == 3, done.stderr
    said = r"Error: Chapter 'concentration' failed in cell \d: ZeroDivisionError: division by zero"
    assert re.fullmatch(said, the_last_line(done.stderr))
    assert "Traceback" not in done.stderr
    assert reports_of(earlier) == {f"acme/2023-04-01/{name}": content for name, content in EARLIER.items()}
    assert list((tmp_path / "scratch").iterdir()) == []


def the_last_line(text):
    return text.splitlines()[-1]


# ---------------------------------------------------------------- an output that cannot be: 2


def test_a_place_where_nothing_can_be_written_is_an_error_in_one_sentence(small_client, command, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    done = command("report", small_client(), "--output", tmp_path / "file")
    assert done.returncode == 2
    assert the_sentence(done).endswith("which cannot be written: Not a directory. Choose another folder with --output.")


# ---------------------------------------------------------------- interrupted: 130


def reports_of(folder):
    """Return what is in a folder of all reports, beside whose they are."""
    return {name: content for name, content in bytes_of(folder).items() if not name.endswith(".owner")}


@pytest.mark.parametrize(
    ("how", "moment"),
    [
        (signal.SIGINT, "reading the data"),
        (signal.SIGINT, "concentration …"),
        (signal.SIGTERM, "concentration …"),
        (signal.SIGHUP, "reading the data"),
    ],
)
def test_an_interrupted_run_leaves_nothing_behind(how, moment, small_client, earlier, tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    client = small_client(chapters=["concentration"])
    command = [str(COMMAND), "report", str(client), "--output", str(earlier)]
    settings = os.environ | {"TMPDIR": str(scratch)}
    run = subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    read_until(moment, run)
    if moment != "reading the data":
        wait_until(lambda: len(psutil.Process(run.pid).children(recursive=True)) > 0)
    kernels = psutil.Process(run.pid).children(recursive=True)
    run.send_signal(how)
    stdout, stderr = run.communicate(timeout=60)
    assert run.returncode == 130
    assert [line for line in stderr.splitlines() if not line.startswith("  ")] == [
        "Error: Interrupted; an earlier report is as it was."
    ]
    assert stdout == ""
    assert psutil.wait_procs(kernels, timeout=10)[1] == []
    assert reports_of(earlier) == {f"acme/2023-04-01/{name}": content for name, content in EARLIER.items()}
    assert list(scratch.iterdir()) == []


def test_an_interrupt_while_a_chapter_is_handed_to_its_thread_leaves_nobody_at_work(monkeypatch):
    begun, threads, start = [], [], threading.Thread.start

    def start_and_be_interrupted(thread):
        start(thread)
        if "ThreadPoolExecutor" in thread.name:
            threads.append(thread)
            raise KeyboardInterrupt

    monkeypatch.setattr(execute, "warm_up", lambda: None)
    monkeypatch.setattr(threading.Thread, "start", start_and_be_interrupted)
    chapter = Chosen("intake", PROJECT / "notebooks" / "intake.ipynb")
    with pytest.raises(KeyboardInterrupt):
        execute.execute([chapter], {}, jobs=1, replace={}, tell=lambda *said: begun.append(said))
    (thread,) = threads
    thread.join(timeout=20)
    assert not thread.is_alive()
    assert begun == []


def test_interrupted_twice_it_ends_within_two_seconds_and_the_next_run_sweeps_what_it_left(
    small_client, command, earlier
):
    arguments = ["report", str(small_client()), "--only", "intake", "--output", str(earlier)]
    run = subprocess.Popen([str(COMMAND), *arguments], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    read_until("intake …", run)
    wait_until(lambda: len(psutil.Process(run.pid).children(recursive=True)) > 0)
    kernels = psutil.Process(run.pid).children(recursive=True)
    stopped = [kernel for kernel in kernels if kernel.suspend() is None]  # so that they do not end when asked to
    run.send_signal(signal.SIGINT)
    time.sleep(0.3)
    began = time.monotonic()
    run.send_signal(signal.SIGINT)
    _, stderr = run.communicate(timeout=30)
    assert time.monotonic() - began < 2
    assert run.returncode == 130
    assert stderr.splitlines()[-1] == "Error: Interrupted; an earlier report is as it was."
    assert psutil.wait_procs(stopped, timeout=10)[1] == []
    assert len(list((earlier / "acme").glob(".run-*"))) == 1
    assert command(*arguments).returncode == 0
    assert list((earlier / "acme").glob(".run-*")) == []


def test_a_run_that_is_killed_leaves_the_earlier_report_and_the_next_one_sweeps_what_it_left(
    small_client, command, earlier
):
    arguments = ["report", str(small_client()), "--only", "intake", "--output", str(earlier)]
    run = subprocess.Popen([str(COMMAND), *arguments], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    read_until("intake …", run)
    run.kill()
    run.communicate()
    assert len(list((earlier / "acme").glob(".run-*"))) == 1
    assert bytes_of(earlier / "acme" / "2023-04-01") == EARLIER
    assert command(*arguments).returncode == 0
    assert list((earlier / "acme").glob(".run-*")) == []


def test_an_interrupt_in_the_middle_of_a_query_is_an_interrupt(small_client):
    query = """
import os, signal, threading
import duckdb
from analysis import cli, intake

def read_transactions(*_):
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    while True:  # DuckDB looks for an interrupt between the pieces of its work only
        duckdb.execute("SELECT count(*) FROM range(20_000_000) t(i) WHERE hash(i) = 1")

intake.read_transactions = read_transactions
cli.main()
"""
    command = [sys.executable, "-c", query, "check", str(small_client())]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 130
    assert done.stderr.splitlines()[-1] == "Error: Interrupted; an earlier report is as it was."


def read_until(moment, run):
    """Read what a run says until it says this; a run that ends before fails the test instead of holding it up."""
    said = ""
    while moment not in said:
        line = run.stderr.readline()
        assert line, said
        said += line


def wait_until(happened, seconds=60):
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


# ---------------------------------------------------------------- what it prints


def test_report_prints_only_the_path_of_the_report_and_tells_progress_on_stderr(demo):
    assert demo.stdout == f"{demo.folder / 'report.html'}\n"
    for chapter in ("summary", "concentration", "value", "churn"):
        assert re.search(rf"^  {chapter} …$", demo.stderr, re.MULTILINE)
        assert re.search(rf"^  {chapter} \d+\.\d s$", demo.stderr, re.MULTILINE)
    assert re.search(r"report in \d+\.\d s$", demo.stderr.strip())


def test_check_prints_what_was_read_used_and_left_out(small_client, command):
    done = command("check", small_client(SIX_ROWS + ",2023-04-02,7\n"))
    assert done.returncode == 0
    assert done.stdout.startswith("7 rows read, 6 used: 4 customers, €105.00, 2023-01-01 to 2023-04-01.\n")
    assert "left out: missing_customer_id: 1 row, €7.00" in done.stdout


def test_check_json_prints_one_object_in_which_rows_and_money_balance(small_client, command):
    done = command("check", small_client(SIX_ROWS + ",2023-04-02,7\n"), "--json")
    told = json.loads(done.stdout)
    assert set(told) == {"status", "facts", "ledger", "findings", "error"}
    assert told["status"] == "warning"
    assert told["facts"]["rows"] + sum(row["rows"] for row in told["ledger"]) == 7
    assert told["facts"]["total"] + sum(row["amount"] for row in told["ledger"]) == pytest.approx(112)
    assert told["error"] is None


def test_check_json_of_the_demo_holds_its_facts(command):
    facts = json.loads(command("check", DEMO, "--json").stdout)["facts"]
    assert {key: facts[key] for key in ("rows", "customers", "total", "first", "last")} == {
        "rows": 6919,
        "customers": 2357,
        "total": 244091.94,
        "first": "1997-01-01",
        "last": "1998-06-30",
    }
    assert re.fullmatch(r"[0-9a-f]{16}", facts["ids"])


def test_check_json_of_a_fault_is_an_object_too_and_exit_code_2(small_client, workbook):
    done = workbook("check", small_client(columns={"amount": "valeu"}), "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 2
    assert (told["status"], told["facts"]) == ("error", None)
    assert done.stderr == f"Error: {told['error']}\n"


def test_check_json_of_a_fault_is_an_object_in_any_encoding_of_the_terminal(small_client, workbook):
    folder = small_client(sources=[{"path": "*.csv", "columns": {"customer_id": "id", "date": "day"}}])
    (folder / os.fsdecode(b"\xff.csv")).touch()
    done = workbook("check", folder, "--json", PYTHONIOENCODING="ascii")
    assert (done.returncode, json.loads(done.stdout)["status"]) == (2, "error")


def test_a_panic_of_a_library_is_an_error_of_the_run_in_one_sentence(capsys, monkeypatch):
    monkeypatch.setattr(outcome, "_end_on_signals", lambda: None)

    class PanicException(BaseException):
        pass

    def panic():
        raise PanicException("index out of bounds")

    assert outcome.finish(panic) == 3
    assert "Error: The run failed: PanicException: index out of bounds." in capsys.readouterr().err


def test_check_json_of_a_wrong_command_is_an_object_too(small_client, command):
    done = command("check", small_client(), "--json", "--yaml")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"] == "No such option: --yaml"


def test_an_export_in_place_of_the_client_file_is_met_with_advice(small_client, command):
    done = command("check", small_client() / "orders.csv")
    assert done.returncode == 2
    assert the_sentence(done).endswith(
        "orders.csv' is not a client file, which is a .yml. If it is an export, `workbook new NAME orders.csv` "
        "proposes a client file for it."
    )


def test_report_says_at_its_end_which_chapters_were_refused(small_client, command):
    done = command("report", small_client(), "--only", "intake,value,churn")
    assert done.returncode == 0
    assert re.fullmatch(r".*/report\.html\n", done.stdout)
    refused = [line for line in done.stderr.splitlines() if line.startswith("Chapter '")]
    assert [line.split(":")[0] for line in refused] == ["Chapter 'value'", "Chapter 'churn'"]
    assert all("only 1 of 4 customers" in line for line in refused)


def test_params_of_a_client_says_what_holds_and_where_it_comes_from(small_client, command):
    done = command("params", small_client(parameters={"margin_rate": 0.3, "abc": {"a": 0.7}}))
    table = {line.split()[0]: re.split(r" {2,}", line) for line in done.stdout.splitlines()}
    assert table["parameter"] == ["parameter", "value", "from", "unit", "range"]
    assert table["margin_rate"][1:3] == ["0.3", "client file"]
    assert table["abc.a"][1:3] == ["0.7", "client file"]
    assert table["abc.b"][1:3] == ["0.95", "default"]


def test_the_version_is_said(workbook):
    done = workbook("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"workbook \d+\.\d+\.\d+\n", done.stdout)


@pytest.mark.parametrize("command", [[], ["report"], ["check"], ["new"], ["params"], ["lab"]])
def test_help_ends_with_examples(command, workbook):
    told = workbook(*command, "--help").stdout
    examples = told.partition("Examples:")[2].split("\n")
    assert [line for line in examples if line.strip() and not line.strip().startswith("workbook ")] == []
    assert any(line.strip().startswith("workbook ") for line in examples)


def test_what_steers_a_terminal_does_not_reach_it(small_client, command):
    done = command("report", small_client(columns={"amount": "\x1b[31mvalue\nx"}))
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert the_sentence(done)


def test_params_lists_every_parameter_with_default_unit_range_and_meaning(command):
    lines = command("params").stdout.splitlines()
    table = {line.split()[0]: re.split(r" {2,}", line) for line in lines}
    assert set(table) == {
        "parameter",
        "margin_rate",
        "horizon_days",
        "annual_discount_rate",
        "churn_window_days",
        "calibration_end",
        "movement_end",
        "class_buffer",
        "zero_is_purchase",
        "excel_rows",
        "abc.by",
        "abc.of",
        "abc.a",
        "abc.b",
        "rfm.recency_days",
        "rfm.purchases",
        "rfm.revenue",
    }
    described = "how far ahead customers are valued; default: the longest of 365, 180, 90, 30 that the history allows"
    assert table["horizon_days"][1:] == ["–", "days", ">= 1, <= 3650", described]
    assert table["margin_rate"][1] == "–"


def test_help_names_every_command(workbook):
    done = workbook("--help")
    assert done.returncode == 0
    for command in ("report", "check", "new", "params", "lab"):
        assert re.search(rf"^\s+{command}\s", done.stdout, re.MULTILINE)


# ---------------------------------------------------------------- new


def test_new_proposes_a_client_file_that_check_accepts(tmp_path, command):
    (tmp_path / "here" / "data" / "acme").mkdir(parents=True)
    rows = "".join(f"C{i % 7:04d},2023-0{1 + i % 9}-1{i % 9},{100 + i}.50\n" for i in range(60))
    (tmp_path / "here" / "data" / "acme" / "orders.csv").write_text("客户编号,订单日期,金额\n" + rows, encoding="utf-8")
    made = command("new", "ACME", "data/acme/orders.csv")
    assert (made.returncode, made.stderr) == (0, "")
    assert "path: orders.csv" in (tmp_path / "here" / "data" / "acme" / "client.yml").read_text(
        encoding="utf-8"
    ).replace('"', "")
    assert command("check", "data/acme").stdout.startswith("60 rows read, 60 used: 7 customers")


def test_new_never_writes_over_a_client_file(tmp_path, command):
    (tmp_path / "here" / "data" / "acme").mkdir(parents=True)
    (tmp_path / "here" / "data" / "acme" / "client.yml").write_text("client: mine\n", encoding="utf-8")
    refused = command("new", "ACME", "orders.csv")
    assert refused.returncode == 2
    assert "exists already" in refused.stderr
    assert (tmp_path / "here" / "data" / "acme" / "client.yml").read_text(encoding="utf-8") == "client: mine\n"
