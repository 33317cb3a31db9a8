"""JupyterLab: every client has copies of its own, git sees none of them, and nothing is fetched from a network."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import time
from urllib.error import URLError
from urllib.request import Request, urlopen

import nbformat
import pandas as pd
import pytest
from psutil import Process

from analysis import lab, places
from analysis.client.client import read_client
from analysis.display.cells import Cards, Column, Finding, Note, Refusal, Table
from analysis.lab.copies import advice, copy_chapters
from analysis.schema import DataError
from tests.conftest import COMMAND, PROJECT, call

CHAPTERS = sorted(path.name for path in (PROJECT / "notebooks").glob("*.ipynb"))


@pytest.fixture
def copies(small_client):
    """Return the folder of a small client's copies."""
    return copy_chapters(read_client(small_client()))


def change(notebook, old, new):
    text = notebook.read_text(encoding="utf-8")
    assert old in text
    notebook.write_text(text.replace(old, new), encoding="utf-8")


# ---------------------------------------------------------------- copies


def test_a_client_has_copies_of_all_chapters_beside_its_file(copies, small_client):
    assert copies == read_client(small_client()).folder / "notebooks"
    for name in CHAPTERS:
        assert (copies / name).read_bytes() == (PROJECT / "notebooks" / name).read_bytes()


def test_what_an_analyst_saved_is_kept_and_what_is_missing_comes_again(copies, small_client):
    change(copies / "value.ipynb", "horizon_days = None", "horizon_days = 180")
    saved = (copies / "value.ipynb").read_bytes()
    (copies / "churn.ipynb").unlink()
    copy_chapters(read_client(small_client()))
    assert (copies / "value.ipynb").read_bytes() == saved
    assert (copies / "churn.ipynb").is_file()


def test_git_sees_no_copy_wherever_the_client_is(copies):
    folder = copies.parent
    (folder / "other.txt").write_text("", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    seen = subprocess.run(["git", "status", "--porcelain", "-uall"], cwd=folder, check=True, capture_output=True)
    assert "other.txt" in seen.stdout.decode()
    assert "notebooks" not in seen.stdout.decode()


@pytest.fixture
def changed_chapters(tmp_path, monkeypatch):
    """Change the code of a chapter after it was copied."""
    newer = tmp_path / "newer"
    shutil.copytree(PROJECT / "notebooks", newer)
    monkeypatch.setattr(places, "NOTEBOOKS", newer)
    change(newer / "value.ipynb", "views.total(run)", "views.sum(run)")


def test_of_copies_nothing_is_said_while_their_chapters_are_as_they_were(copies):
    change(copies / "value.ipynb", "views.total(run)", "views.total(run), 1")
    assert advice(copies) == []


def test_a_copy_that_was_only_run_may_be_removed_when_its_chapter_has_changed(copies, changed_chapters):
    notebook = nbformat.read(copies / "value.ipynb", as_version=4)
    notebook.cells[2].outputs = [nbformat.v4.new_output("stream", text="seen")]
    nbformat.write(notebook, copies / "value.ipynb")
    assert advice(copies) == [
        f"'{copies / 'value.ipynb'}' is a copy of an earlier version of its chapter; remove it to get a new one."
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [("horizon_days = None", "horizon_days = 180"), ("views.total(run)", "my_own(run)"), ('"# ', '"# My ')],
)
def test_nobody_is_told_to_remove_what_an_analyst_wrote(copies, changed_chapters, old, new):
    change(copies / "value.ipynb", old, new)
    (said,) = advice(copies)
    assert "remove it" not in said
    assert "rename yours, and a copy of the new chapter is made beside it." in said


def test_nobody_is_told_to_remove_a_copy_of_which_it_is_not_known_what_it_was(copies, changed_chapters):
    (copies / ".copied.json").unlink()
    (copies / "churn.ipynb").write_text("{", encoding="utf-8")
    assert len(advice(copies)) == 2
    assert not any("remove it" in said for said in advice(copies))


def test_the_chapters_themselves_are_nobodys_copies(small_client, monkeypatch):
    client = read_client(small_client())
    monkeypatch.setattr(places, "NOTEBOOKS", client.folder / "notebooks")
    with pytest.raises(DataError, match="is the workbook's own folder; move the client into a folder of its own"):
        copy_chapters(client)


def test_a_folder_that_cannot_be_written_is_a_sentence(small_client):
    client = read_client(small_client())
    (client.folder / "notebooks").write_text("a file", encoding="utf-8")
    with pytest.raises(DataError, match="which cannot be written: File exists"):
        copy_chapters(client)


# ---------------------------------------------------------------- the look


def shown():
    table = Table(
        pd.DataFrame({"a": ["x"], "n": [-1.0], "d": [None]}),
        {"a": Column("A"), "n": Column("N", "number", bar=True), "d": Column("D", "day")},
        total={"n": 1.0},
        caption="c",
        sort_note="s",
    )
    return "".join(x._repr_html_() for x in (table, Cards([("a", "b", "c")]), Finding("f"), Note("n"), Refusal("r")))


def test_what_cells_show_brings_the_rules_for_it_and_no_others():
    rules, html = "".join(re.findall(r"<style>(.*?)</style>", shown())), re.sub("<style>.*?</style>", "", shown())
    emitted = {name for names in re.findall(r'class="([^"]*)"', html) for name in names.split()}
    styled = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^}]*\}", "", rules)))
    assert {"cards", "value", "bar", "minus", "total", "refusal"} <= styled <= emitted


def test_rules_of_cells_reach_nothing_but_these_cells():
    for selector in re.findall(r"([^{}]+)\{", "".join(re.findall(r"<style>(.*?)</style>", shown()))):
        assert re.match(r"(dl\.cards|figure\.table|aside\.refusal)\b", selector.strip()), selector


def test_the_lab_follows_the_dark_mode_of_the_system():
    settings = json.loads((lab.HERE / "overrides.json").read_text())
    assert settings["@jupyterlab/apputils-extension:themes"] == {"adaptive-theme": True}


# ---------------------------------------------------------------- the server


def test_a_client_that_is_not_there_is_a_sentence_and_starts_nothing(tmp_path):
    done = call("lab", tmp_path / "nobody", cwd=tmp_path)
    assert done.returncode == 2
    assert re.fullmatch(r"Error: No client file at '.*nobody'\..*\n", done.stderr)


def test_it_serves_the_copies_for_one_client_fetches_nothing_and_ends_when_told_to(small_client, tmp_path):
    client = small_client()
    places = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    process = subprocess.Popen(
        [COMMAND, "lab", client, "--", "--no-browser", "--allow-root", "--port=0", "--IdentityProvider.token=t"],
        env=os.environ | places | {"JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = address(process, tmp_path / "RUNTIME")

        def get(path, method="GET"):
            with urlopen(Request(f"{url}{path}?token=t", method=method)) as response:
                return response.read().decode()

        listed = json.loads(get("api/contents/notebooks"))["content"]
        assert sorted(file["name"] for file in listed) == CHAPTERS
        assert 'href="/custom/custom.css"' in get("lab")
        assert ".jp-RenderedSVG" in get("custom/custom.css")
        assert json.loads(get("lab/api/news"))["news"] == []
        assert json.loads(get("lab/api/update"))["notification"] is None
        notices = json.loads(get("lab/api/settings/@jupyterlab/apputils-extension:notification"))
        assert notices["schema"]["properties"]["fetchNews"]["default"] == "false"
        page = re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', get("lab"), re.DOTALL)
        assert json.loads(page[1])["extensionManager"]["can_install"] is False
        kernel = json.loads(get("api/kernels", "POST"))["id"]
        assert "curve_publickey" in json.loads((tmp_path / "RUNTIME" / f"kernel-{kernel}.json").read_text())
        (started,) = (child for child in Process(process.pid).children() if any(kernel in x for x in child.cmdline()))
        assert started.environ()["WORKBOOK_CLIENT"] == str(client / "client.yml")
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=120) == 0


def address(process, runtime):
    """Return where the server listens, as it wrote it down, once it does."""
    for _ in range(1200):
        assert process.poll() is None
        for file in runtime.glob("jpserver-*.json"):
            if (said := file.read_text(encoding="utf-8")).endswith("}"):
                url = json.loads(said)["url"]
                with contextlib.suppress(URLError), urlopen(f"{url}api"):
                    return url
        time.sleep(0.1)
    raise AssertionError("the server did not start")


def test_a_notebook_shows_the_sentence_of_an_error_without_a_traceback(capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.run_cell("from analysis.schema import DataError\nraise DataError('horizon_days should be above 0; got -1.')")
    assert capsys.readouterr().out.strip() == "horizon_days should be above 0; got -1."
