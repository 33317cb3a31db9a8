"""Where things lie: the right client wherever the command was started, and a wheel that needs no checkout."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from analysis import places
from analysis.report.choice import Chosen
from analysis.report.environment import private_environment
from analysis.report.execute import execute
from analysis.report.render import render_report
from analysis.schema import DataError
from tests.conftest import PROJECT, SIX_ROWS, call

# ---------------------------------------------------------------- the right client


@pytest.fixture
def two_clients(small_client, tmp_path, monkeypatch):
    """Two clients of the same relative names here and in the folder where the workbook itself is."""
    for name in ("one", "two"):
        shutil.move(small_client(SIX_ROWS.replace("A,", f"{name},"), client=name), tmp_path / "there" / "data" / name)
    monkeypatch.chdir(tmp_path / "there")
    return tmp_path / "there"


def test_clients_side_by_side_from_another_folder_are_each_their_own_however_often(two_clients, server):
    def render(name):
        return render_report(Path("data") / name, output=Path("reports"), chapters=["intake"], jobs=2, server=server)

    for _ in range(2):
        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(render, ("one", "two")))
        for name, report in zip(("one", "two"), done, strict=True):
            assert report.page == two_clients / "reports" / name / "2023-04-01-intake" / "report.html"
            assert f"<title>{name} – " in report.page.read_text(encoding="utf-8")
    assert Path.cwd() == two_clients


def test_no_thread_changes_the_folder_or_the_environment_of_the_process(small_client, tmp_path, monkeypatch, server):
    def refuse(*_):
        raise AssertionError("the folder of the process was changed")

    monkeypatch.setattr(os, "chdir", refuse)
    seen = []
    render_report(
        small_client(),
        output=tmp_path,
        chapters=["intake", "concentration"],
        jobs=2,
        server=server,
        tell=lambda *_: seen.append(dict(os.environ)),
    )
    assert all("WORKBOOK_CLIENT" not in environment and "TZ" not in environment for environment in seen)


def kernel_says(code, tmp_path, client="/data/acme/client.yml", **parameters):
    """Return what one cell prints in a kernel of a report."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    nbformat.write(notebook, tmp_path / "probe.ipynb")
    chapter = Chosen("summary", tmp_path / "probe.ipynb")
    environment = private_environment(Path(client), parameters, tmp_path / "run")
    done = execute([chapter], environment, jobs=1, replace={})["summary"].notebook
    return "".join(output.get("text", "") for output in done.cells[0].outputs)


def test_a_chapter_that_names_no_client_is_handed_the_report_s_own(tmp_path):
    code = "import os; print(os.environ['WORKBOOK_CLIENT'], os.environ['WORKBOOK_PARAMETERS'])"
    assert kernel_says(code, tmp_path, horizon_days=90) == '/data/acme/client.yml {"horizon_days": 90}\n'


# ---------------------------------------------------------------- the same kernel for everybody


def test_settings_of_the_user_do_not_reach_a_kernel(tmp_path, monkeypatch):
    home = tmp_path / "me"
    (home / ".ipython" / "profile_default" / "startup").mkdir(parents=True)
    (home / ".ipython" / "profile_default" / "startup" / "00.py").write_text("print('started up')")
    (home / "matplotlibrc").write_text("lines.linewidth: 77")
    for name, value in {
        "HOME": str(home),
        "MATPLOTLIBRC": str(home / "matplotlibrc"),
        "PYTHONWARNINGS": "error",
        "LC_ALL": "tr_TR.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
    code = (
        "import os, matplotlib as mpl, warnings\n"
        "print(mpl.rcParams['lines.linewidth'], os.environ['LC_ALL'], os.environ.get('PYTHONWARNINGS'))\n"
        "print(os.path.expanduser('~').startswith(os.environ['WORKBOOK_TEST']))"
    )
    monkeypatch.setenv("WORKBOOK_TEST", str(tmp_path / "run"))
    assert kernel_says(code, tmp_path) == "1.5 C.UTF-8 None\nTrue\n"


def test_packages_on_a_relative_python_path_are_found_from_the_kernel_s_folder(tmp_path, monkeypatch):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "probe_of_this_test.py").write_text("WORD = 'found'")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["lib", os.environ.get("PYTHONPATH", "")]))
    assert kernel_says("import probe_of_this_test; print(probe_of_this_test.WORD)", tmp_path) == "found\n"


# ---------------------------------------------------------------- places


def test_demo_is_the_demo_unless_something_of_that_name_is_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert places.client_file("demo") == PROJECT / "data" / "cdnow" / "client.yml"
    (tmp_path / "demo").mkdir()
    assert places.client_file("demo") == tmp_path / "demo" / "client.yml"


def test_the_cache_is_where_the_environment_says_else_with_the_user_never_beside_the_code(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "chosen"))
    assert places.cache() == tmp_path / "chosen"
    monkeypatch.delenv("WORKBOOK_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    assert (tmp_path / "user") in places.cache().parents


def test_a_cache_that_cannot_be_made_is_a_sentence(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "file"))
    with pytest.raises(DataError, match="cannot be made: .*Name another folder in the environment variable"):
        places.cache()


# ---------------------------------------------------------------- the wheel


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build the wheel from a copy of the tree and unpack it to a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("src", "notebooks", "data"):
        ignored = shutil.ignore_patterns("*.egg-info", "__pycache__")  # a wheel holds no bytecode
        shutil.copytree(PROJECT / name, folder / "tree" / name, ignore=ignored)
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, folder / "tree" / name)
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    built = subprocess.run(
        [*pip, "wheel", "--no-deps", "-w", folder, folder / "tree"], capture_output=True, text=True, check=False
    )
    if "No matching distribution found for setuptools" in built.stderr:
        pytest.skip("pip reaches no package index, so nothing can be built")
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", folder / "site", wheel], check=True)
    shutil.rmtree(folder / "tree")
    return folder / "site"


def test_a_wheel_renders_the_demo_from_anywhere_and_keeps_nothing_in_the_environment(installed, tmp_path):
    before = sorted(path for path in installed.rglob("*") if "__pycache__" not in path.parts)
    elsewhere = {"PYTHONPATH": str(installed), "WORKBOOK_CACHE": "", "XDG_CACHE_HOME": str(tmp_path / "user")}
    done = call("report", "demo", "--only", "intake", cwd=tmp_path, **elsewhere)
    assert done.returncode == 0, done.stderr
    page = tmp_path / "reports" / "cdnow" / "1998-06-30-intake" / "report.html"
    assert done.stdout == f"{page}\n"
    assert "<title>CDNOW" in page.read_text(encoding="utf-8")
    assert sorted(path for path in installed.rglob("*") if "__pycache__" not in path.parts) == before
    assert any((tmp_path / "user").rglob("*.json"))


def test_a_wheel_carries_the_chapters_and_of_the_demo_the_client_file_only(installed):
    shipped = installed / "analysis" / "shipped"
    assert sorted(str(path.relative_to(shipped)) for path in shipped.rglob("*") if path.is_file()) == [
        "data/cdnow/client.yml",
        *sorted(f"notebooks/{path.name}" for path in (PROJECT / "notebooks").glob("*.ipynb")),
    ]
