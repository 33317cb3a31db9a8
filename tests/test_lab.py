"""JupyterLab: every client has copies of its own, git sees none of them, and nothing is fetched from a network."""

import contextlib
import json
import os
import re
import signal
import subprocess
import time
from urllib.error import URLError
from urllib.request import Request, urlopen

import nbformat
import pandas as pd
import pytest
from psutil import Process

from analysis import lab
from analysis.client.client import read_client
from analysis.display.cells import Cards, Column, Finding, Note, Refusal, Table
from analysis.schema import DataError
from tests.conftest import COMMAND, PROJECT, call

CHAPTERS = sorted(path.name for path in (PROJECT / "notebooks").glob("*.ipynb"))


@pytest.fixture
def copies(small_client):
    """Return the folder of a small client's copies."""
    return lab.copy_chapters(read_client(small_client()))


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
    lab.copy_chapters(read_client(small_client()))
    assert (copies / "value.ipynb").read_bytes() == saved
    assert (copies / "churn.ipynb").is_file()


def test_git_sees_no_copy_wherever_the_client_is(copies):
    folder = copies.parent
    (folder / "other.txt").write_text("", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    seen = subprocess.run(["git", "status", "--porcelain", "-uall"], cwd=folder, check=True, capture_output=True)
    assert "other.txt" in seen.stdout.decode()
    assert "notebooks" not in seen.stdout.decode()


def test_a_copy_with_other_parameters_and_outputs_is_still_the_chapter(copies):
    change(copies / "value.ipynb", "horizon_days = None", "horizon_days = 180")
    notebook = nbformat.read(copies / "churn.ipynb", as_version=4)
    notebook.cells[2].outputs = [nbformat.v4.new_output("stream", text="seen")]
    nbformat.write(notebook, copies / "churn.ipynb")
    assert lab.differing(copies) == []


def test_a_copy_with_other_code_or_none_is_named(copies):
    change(copies / "value.ipynb", "chapter.total(run)", "chapter.sum(run)")
    (copies / "churn.ipynb").write_text("{", encoding="utf-8")
    assert lab.differing(copies) == ["churn.ipynb", "value.ipynb"]


def test_the_chapters_themselves_are_nobodys_copies(small_client, monkeypatch):
    client = read_client(small_client())
    monkeypatch.setattr(lab, "NOTEBOOKS", client.folder / "notebooks")
    with pytest.raises(DataError, match="is the workbook's own folder; move the client into a folder of its own"):
        lab.copy_chapters(client)


def test_a_folder_that_cannot_be_written_is_a_sentence(small_client):
    client = read_client(small_client())
    (client.folder / "notebooks").write_text("a file", encoding="utf-8")
    with pytest.raises(DataError, match="which cannot be written: File exists"):
        lab.copy_chapters(client)


# ---------------------------------------------------------------- the look


def test_the_style_is_for_what_cells_show():
    table = Table(
        pd.DataFrame({"a": ["x"], "n": [1.0], "d": [None]}),
        {"a": Column("A"), "n": Column("N", "number"), "d": Column("D", "day")},
        total={"n": 1.0},
        caption="c",
        sort_note="s",
    )
    shown = "".join(x._repr_html_() for x in (table, Cards([("a", "b", "c")]), Finding("f"), Note("n"), Refusal("r")))
    emitted = {name for names in re.findall(r'class="([^"]*)"', shown) for name in names.split()}
    styled = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^}]*\}", "", (lab.HERE / "custom.css").read_text())))
    assert {name for name in styled if not name.startswith("jp-")} <= emitted


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

        listed = json.loads(get("api/contents/"))["content"]
        assert sorted(file["name"] for file in listed) == CHAPTERS
        assert 'href="/custom/custom.css"' in get("lab")
        assert ".cards" in get("custom/custom.css")
        assert json.loads(get("lab/api/news"))["news"] == []
        assert json.loads(get("lab/api/update"))["notification"] is None
        notices = json.loads(get("lab/api/settings/@jupyterlab/apputils-extension:notification"))
        assert notices["schema"]["properties"]["fetchNews"]["default"] == "false"
        page = re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', get("lab"), re.DOTALL)
        assert json.loads(page[1])["extensionManager"]["can_install"] is False
        kernel = json.loads(get("api/kernels", "POST"))["id"]
        assert "curve_publickey" in json.loads((tmp_path / "RUNTIME" / f"kernel-{kernel}.json").read_text())
        (started,) = (child for child in Process(process.pid).children() if any(kernel in x for x in child.cmdline()))
        assert started.environ()["WORKBOOK_CLIENT"] == str(client)
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
