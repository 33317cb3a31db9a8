"""The report on disk: what a run leaves, whole and in one move, and the same bytes wherever it runs."""

import asyncio
import datetime as dt
import errno
import hashlib
import json
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from jupyter_client.manager import AsyncKernelManager

from analysis import places
from analysis.report import render
from analysis.report.choice import READING_ORDER
from analysis.report.kernel import PrivateKernelManager
from analysis.report.render import render_report
from analysis.schema import DataError, RunError
from tests.conftest import PROJECT, bytes_of, call

FILES = {
    "report.html",
    "results.json",
    "results.schema.json",
    "run.json",
    "customers.xlsx",
    "customers.csv",
    "customers.parquet",
    "actions.csv",
    *(f"notebooks/{name}.ipynb" for name in READING_ORDER),
}


@pytest.fixture(scope="session")
def moved(shared, demo):
    """Render a copy of the demo from another folder, under another locale and time zone, with an empty cache."""
    from filelock import FileLock

    away = shared / "away from home"
    with FileLock(shared / "moved.lock"):
        if not (away / "done").exists():
            for name in ("src", "notebooks", "data"):
                shutil.copytree(PROJECT / name, away / name, ignore=shutil.ignore_patterns("*.egg-info"))
            elsewhere = {"PYTHONPATH": str(away / "src"), "WORKBOOK_CACHE": str(away / "cache"), "HOME": str(away)}
            elsewhere |= {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "7"}
            done = call("report", "data/cdnow", "--jobs", 1, cwd=away, **elsewhere)
            assert done.returncode == 0, done.stderr
            (away / "done").touch()
    return away / "reports" / "cdnow" / "1998-06-30"


# ---------------------------------------------------------------- what a run leaves


def test_a_run_leaves_the_page_the_results_the_record_and_the_executed_notebooks(demo):
    assert set(bytes_of(demo.folder)) == FILES


def test_nothing_else_is_left_beside_the_report(demo):
    assert {path.name for path in demo.folder.parent.iterdir()} == {demo.folder.name, ".owner"}
    assert stat.S_IMODE(demo.folder.stat().st_mode) == 0o755


@pytest.mark.parametrize("chapter", READING_ORDER)
def test_executed_notebooks_are_whole_and_without_errors(chapter, demo):
    notebook = nbformat.read(demo.folder / "notebooks" / f"{chapter}.ipynb", as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert [o for cell in code for o in cell.outputs if o.output_type in ("error", "stream")] == []


def test_the_record_says_what_is_needed_to_repeat_the_run(demo):
    record = demo.record
    assert record["chapters"] == list(READING_ORDER)
    assert (record["client"], record["observation_end"], record["seed"]) == ("CDNOW", "1998-06-30", 1)
    assert record["parameters"]["calibration_end"] == "1997-09-30"
    assert {name: record["notebooks"][name] for name in READING_ORDER} == {
        name: hashlib.sha256((PROJECT / "notebooks" / f"{name}.ipynb").read_bytes()).hexdigest()
        for name in READING_ORDER
    }
    assert re.fullmatch(r"[0-9a-f]{64}", record["inputs"][0]["sha256"])
    assert {"duckdb", "numpy", "pandas", "scipy", "matplotlib", "papermill", "source"} <= set(record["versions"])


def test_results_are_json_without_nan_that_any_reader_can_read(demo):
    def refuse(constant):
        raise AssertionError(f"{constant} is no JSON")

    for name in ("results.json", "results.schema.json", "run.json"):
        json.loads((demo.folder / name).read_text(encoding="utf-8"), parse_constant=refuse)


# ---------------------------------------------------------------- the page


@pytest.fixture(scope="module")
def page(demo):
    return BeautifulSoup(demo.page, "html.parser")


def text_of(part):
    return re.sub(r"\s+", " ", part.get_text(" ").replace("\u202f", " "))


def test_the_page_holds_summary_chapters_notes_and_manifest_in_reading_order(page):
    assert [part["id"] for part in page.select("section.chapter")] == [*READING_ORDER, "appendix", "notes", "manifest"]


def test_the_cover_says_client_period_data_and_currency(page):
    cover = text_of(page.select_one("section.cover"))
    assert "CDNOW" in cover
    assert "1 January 1997 to 30 June 1998" in cover
    assert "2,357 customers, 6,919 rows, $244,092" in cover
    assert "All amounts in USD." in cover


def test_the_summary_holds_at_most_six_findings_each_with_its_way_to_a_chapter(page):
    items = page.select("#summary .item")
    assert 4 <= len(items) <= 6
    for item in items:
        assert re.search(r"\d", item.select_one(".finding").get_text())
        assert page.find(id=item.select_one(".see a")["href"].removeprefix("#")) is not None


def test_the_summary_holds_no_jargon(page):
    said = text_of(page.select_one("#summary"))
    assert not re.search(r"NBD|P\(alive\)|p_alive|clv|Gini|Brier|RMSE|Gamma", said)


def test_every_chapter_says_its_findings_with_a_figure_or_a_table(page):
    for name in READING_ORDER:
        assert page.select(f"#{name} .finding"), name
        assert page.select(f"#{name} svg, #{name} table, #{name} .cards"), name


def test_no_heading_of_a_chapter_stands_alone(page):
    for heading in page.select("section.chapter h2"):
        following = heading.find_next_sibling(True)
        assert following is not None, heading
        assert following.name != "h2", heading


def test_numbers_of_the_results_are_what_the_page_prints(page, demo):
    found, said = demo.results["concentration"], text_of(page.select_one("#concentration"))
    assert f"{found['top_share']['0.2']:.1%}".replace("%", " %") in said
    assert f"{found['customers_for_80']} customers (33 %) to reach 80 %" in said
    league = text_of(page.select_one("#appendix"))
    assert all(f"{row['rmse']:.3f}" in league for row in demo.results["holdout"]["league"] if row["rmse"])


def test_nothing_printed_is_a_nan_or_a_raw_object(page):
    for script in page.select("script, style, .code"):
        script.extract()
    assert not re.search(r"\bnan\b|\bNone\b|\bNaT\b|<[A-Za-z]+ (object|at )|0x[0-9a-f]{6,}", page.get_text())


# ---------------------------------------------------------------- the same bytes


@pytest.mark.parametrize("name", sorted(FILES))
def test_is_the_same_in_every_byte_from_another_folder_locale_time_zone_and_number_of_jobs(name, demo, moved):
    assert (moved / name).read_bytes() == (demo.folder / name).read_bytes()


def inside(file):
    """Return what a file holds as text, that of a workbook unpacked."""
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as packed:
            parts = "\n".join(packed.read(part).decode() for part in packed.namelist())
            return parts.replace("1998-06-30T00:00:00Z", "")  # the last day observed stands for the time of the file
    return file.read_text(encoding="utf-8" if file.suffix != ".parquet" else "latin-1")


@pytest.mark.parametrize("name", sorted(FILES))
def test_holds_no_path_and_no_time_of_the_run(name, demo, shared):
    text = inside(demo.folder / name)
    assert str(PROJECT) not in text
    assert str(shared) not in text
    assert not re.search(r"/(tmp|home|root|usr|work|Users)/|site-packages|[A-Z]:\\\\", text)
    now = dt.datetime.now(dt.UTC)
    days = {f"{now + dt.timedelta(days=d):{form}}" for d in (-1, 0) for form in ("%Y-%m-%d", "%-d %B %Y", "%Y%m%d")}
    assert not [day for day in days if day in text]
    assert not re.search(r"\d{2}:\d{2}:\d{2}", text)


# ---------------------------------------------------------------- in one move


def test_a_second_report_takes_the_place_of_the_first_and_leaves_what_is_not_ours(small_client, tmp_path, server):
    first = render_report(
        small_client(), output=tmp_path / "reports", chapters=["intake", "concentration"], server=server
    )
    (first.folder / "my-comments.docx").write_text("a week of work")
    (first.folder / "notebooks" / "mine.ipynb").write_text("{}")
    first.page.write_text("changed")
    before = bytes_of(first.folder)
    second = render_report(
        small_client(), output=tmp_path / "reports", chapters=["intake", "concentration"], server=server
    )
    assert second.page == first.page
    assert set(bytes_of(second.folder)) == set(before)
    assert (second.folder / "my-comments.docx").read_text() == "a week of work"
    assert second.page.read_text(encoding="utf-8") != "changed"
    assert {path.name for path in first.folder.parent.iterdir()} == {first.folder.name, ".owner"}


def test_a_full_disk_is_a_sentence_and_the_earlier_report_stays(small_client, tmp_path, monkeypatch, server):
    folder = tmp_path / "reports" / "acme" / "2023-04-01-intake"
    folder.mkdir(parents=True)
    (folder / "report.html").write_text("earlier")

    def no_room(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(render, "put_in_place", no_room)
    with pytest.raises(DataError, match="which cannot be written: No space left on device"):
        render_report(small_client(), output=tmp_path / "reports", chapters=["intake"], server=server)
    left = bytes_of(tmp_path / "reports")
    assert left.pop("acme/.owner")
    assert left == {"acme/2023-04-01-intake/report.html": b"earlier"}


def test_parameters_given_for_one_run_reach_every_chapter_and_the_record(small_client, tmp_path, server):
    report = render_report(
        small_client(),
        output=tmp_path,
        chapters=["concentration"],
        parameters={"abc.a": 0.5, "margin_rate": 0.2},
        server=server,
    )
    record = json.loads((report.folder / "run.json").read_text())
    results = json.loads((report.folder / "results.json").read_text())
    assert (record["parameters"]["abc"]["a"], record["parameters"]["margin_rate"]) == (0.5, 0.2)
    assert results["concentration"]["abc_by"]["a"] == 0.5
    assert "A up to 50\u202f%" in report.page.read_text(encoding="utf-8")


def test_what_the_data_cannot_carry_is_said_in_every_chapter_that_needs_it(small_client, tmp_path, server):
    report = render_report(small_client(), output=tmp_path, chapters=["summary", "value", "churn"], server=server)
    results = json.loads((report.folder / "results.json").read_text())
    page = BeautifulSoup(report.page.read_text(encoding="utf-8"), "html.parser")
    assert results["value"]["refusal"] == results["churn"]["refusal"]
    assert results["value"]["clv_total"] is None
    assert "Not computed, because only 1 of 4 customers" in page.select_one("#value .refusal").get_text()
    assert "Not answered, for the reason given under" in page.select_one("#churn .refused").get_text()
    summary = text_of(page.select_one("#summary"))
    assert "not said" in summary
    assert "Not computed, because only 1 of 4 customers" in summary


def test_seconds_of_a_report_are_parted_by_chapter_and_phase(small_client, tmp_path, server):
    told = []
    report = render_report(
        small_client(),
        output=tmp_path,
        chapters=["concentration"],
        tell=lambda *what: told.append(what[:2]),
        server=server,
    )
    assert told == [("concentration", "starts"), ("concentration", "done")]
    assert set(report.seconds["concentration"]) == {"start-up", "imports", "compute", "figures"}
    assert all(seconds >= 0 for phases in report.seconds.values() for seconds in phases.values())


def test_a_kernel_that_dies_fails_the_run_and_no_report_is_left(small_client, tmp_path, monkeypatch, server):
    broken = tmp_path / "notebooks"
    shutil.copytree(PROJECT / "notebooks", broken)
    source = (broken / "concentration.ipynb").read_text()
    (broken / "concentration.ipynb").write_text(source.replace("views.dependence(run)", "import os; os._exit(9)"))
    monkeypatch.setattr(places, "NOTEBOOKS", broken)
    with pytest.raises((RunError, RuntimeError)):
        render_report(small_client(), output=tmp_path / "reports", chapters=["concentration"], server=server)
    assert set(bytes_of(tmp_path / "reports")) == {"acme/.owner"}


# ---------------------------------------------------------------- client data off the wire


def test_kernels_talk_through_files_that_only_their_user_can_open():
    manager = PrivateKernelManager(kernel_name="python3")
    folder = manager.ip.rpartition("/")[0]
    assert manager.transport == "ipc"
    assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700


@pytest.mark.parametrize(("arguments", "quiet"), [(["workbook"], True), (["workbook", "--debug"], False)])
def test_what_a_stopped_kernel_says_of_its_end_reaches_nobody_without_debug(arguments, quiet, monkeypatch):
    given = {}

    async def start(self, **settings):
        given.update(settings)

    monkeypatch.setattr(AsyncKernelManager, "start_kernel", start)
    monkeypatch.setattr(sys, "argv", arguments)
    with ThreadPoolExecutor() as beside:  # a browser of another test may keep a loop running in this thread
        beside.submit(asyncio.run, PrivateKernelManager(kernel_name="python3").start_kernel(cwd="here")).result()
    assert given == {"cwd": "here"} | ({"stderr": subprocess.DEVNULL} if quiet else {})


def test_a_kernel_is_this_very_python_whatever_the_user_has_set_up_under_its_name(tmp_path, monkeypatch):
    mine = tmp_path / "kernels" / "python3"
    mine.mkdir(parents=True)
    (mine / "kernel.json").write_text(json.dumps({"argv": ["other-python"], "display_name": "", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    assert PrivateKernelManager(kernel_name="python3").kernel_spec.argv[0] == sys.executable


def test_a_parameter_with_several_values_is_a_report_of_its_own_with_the_facts_side_by_side(small_client, command):
    folder = small_client()
    done = command("report", folder, "-p", "abc.a=0.5,0.8")
    assert done.returncode == 0, done.stderr
    report = Path(done.stdout.strip()).parent
    assert report.name.endswith("-sweep")
    swept = json.loads((report / "results.json").read_text(encoding="utf-8"))["sweep"]
    assert (swept["parameter"], swept["values"]) == ("abc.a", [0.5, 0.8])
    assert swept["facts"]["concentration.customers_for_50"] == [1, 1]
    assert "What changes with abc.a" in (report / "report.html").read_text(encoding="utf-8")


def test_two_parameters_with_several_values_are_refused(small_client, command):
    done = command("report", small_client(), "-p", "abc.a=0.5,0.8", "-p", "horizon_days=90,180")
    assert done.returncode == 2
    assert "One parameter can be tried at several values, not two at once" in done.stderr
