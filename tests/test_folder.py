"""The folder of a report: put in place at once, shared with its reader, and swept of what dead runs have left."""

import os
import subprocess
import sys

import pytest

from analysis.report import exchange as swap
from analysis.report.exchange import exchange, restore
from analysis.report.folder import claim, put_in_place, workshop
from analysis.schema import DataError
from tests.conftest import bytes_of


def folder_with(path, **files):
    path.mkdir(parents=True)
    for name, content in files.items():
        (path / name.replace("_", ".")).write_text(content)
    return path


@pytest.fixture(params=["at once", "in two moves"])
def way(request, monkeypatch):
    """Exchange by the system's own call, and without one, as on a file system that has none."""
    if request.param == "in two moves":
        monkeypatch.setattr(swap, "_system_call", lambda: None)
    return request.param


# ---------------------------------------------------------------- the exchange


def test_the_new_folder_stands_where_the_old_one_was_and_the_old_one_where_the_new_one_was(tmp_path, way):
    new, final = folder_with(tmp_path / "new", a="new"), folder_with(tmp_path / "final", a="old")
    exchange(new, final)
    assert ((final / "a").read_text(), (new / "a").read_text()) == ("new", "old")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["final", "new"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="renameat2 is Linux's")
def test_on_linux_it_is_one_call_and_no_rename(tmp_path, monkeypatch):
    new, final = folder_with(tmp_path / "new", a="new"), folder_with(tmp_path / "final", a="old")
    monkeypatch.setattr(swap.os, "replace", None)
    exchange(new, final)
    assert (final / "a").read_text() == "new"


def test_should_the_second_of_two_moves_fail_the_earlier_one_goes_back(tmp_path, monkeypatch):
    new, final = folder_with(tmp_path / "new", a="new"), folder_with(tmp_path / "final", a="old")
    monkeypatch.setattr(swap, "_system_call", lambda: None)
    real = os.replace

    def no_room(source, target):
        if source == new:
            raise OSError("no room")
        real(source, target)

    monkeypatch.setattr(swap.os, "replace", no_room)
    with pytest.raises(OSError, match="no room"):
        exchange(new, final)
    assert (final / "a").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["final", "new"]


def test_a_process_that_ends_between_two_moves_loses_nothing_the_next_run_brings_the_earlier_one_back(
    tmp_path, monkeypatch
):
    new, final = folder_with(tmp_path / "new", a="new"), folder_with(tmp_path / "final", a="old")
    code = (
        "import os, sys; from pathlib import Path; from analysis.report import exchange as swap\n"
        "real = os.replace\n"
        "def once(source, target):\n"
        "    real(source, target); os._exit(9)\n"
        "swap._system_call = lambda: None\n"
        "os.replace = once\n"
        "swap.exchange(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    )
    assert subprocess.run([sys.executable, "-c", code, new, final], check=False).returncode == 9
    assert not final.exists()
    restore(final)
    assert (final / "a").read_text() == "old"


def test_both_renames_fail_and_the_earlier_report_is_still_there(tmp_path, monkeypatch):
    new, final = folder_with(tmp_path / "new", report_html="new"), folder_with(tmp_path / "final", report_html="old")
    monkeypatch.setattr(swap, "_system_call", lambda: lambda *_: -1)

    def failing(*_):
        raise OSError("EIO")

    monkeypatch.setattr(swap.os, "replace", failing)
    with pytest.raises(OSError, match="EIO"):
        put_in_place(new, final)
    assert (final / "report.html").read_text() == "old"


# ---------------------------------------------------------------- the reader's own files


def test_files_of_the_reader_stay_and_are_the_same_files(tmp_path, way):
    new, final = folder_with(tmp_path / "new", report_html="new"), folder_with(tmp_path / "final", report_html="old")
    folder_with(final / "appendix", letter_pdf="letter")
    (final / "my-comments.docx").write_text("a week of work")
    inode = (final / "my-comments.docx").stat().st_ino
    put_in_place(new, final)
    assert (final / "report.html").read_text() == "new"
    assert (final / "my-comments.docx").stat().st_ino == inode
    assert (final / "appendix" / "letter.pdf").read_text() == "letter"


def test_of_the_old_files_only_ours_go(tmp_path):
    new, final = folder_with(tmp_path / "new", report_html="new"), folder_with(tmp_path / "final", report_pdf="old")
    (final / "run.json").write_text('{"client": "Acme", "chapters": ["value"]}')
    folder_with(final / "notebooks", value_ipynb="ours", mine_ipynb="theirs")
    put_in_place(new, final)
    assert set(bytes_of(final)) == {"report.html", "notebooks/mine.ipynb"}


# ---------------------------------------------------------------- whose it is


def test_the_reports_of_a_client_are_claimed_by_its_folder(tmp_path):
    client = folder_with(tmp_path / "one", client_yml="")
    claim(tmp_path / "reports", client)
    claim(tmp_path / "reports", client)
    assert (tmp_path / "reports" / ".owner").read_text() == f"{client}\n"


def test_another_client_of_the_same_name_is_refused(tmp_path):
    one, other = folder_with(tmp_path / "one", client_yml=""), folder_with(tmp_path / "other", client_yml="")
    claim(tmp_path / "reports", one)
    with pytest.raises(DataError, match=r"holds the reports of another client, the one in '.*one'"):
        claim(tmp_path / "reports", other)


def test_a_client_that_has_moved_is_asked_about(tmp_path):
    one = folder_with(tmp_path / "one", client_yml="")
    claim(tmp_path / "reports", one)
    moved = one.rename(tmp_path / "moved")
    with pytest.raises(DataError, match=r"which is no longer there. If it was moved to '.*moved', remove '.*\.owner'"):
        claim(tmp_path / "reports", moved)
    (tmp_path / "reports" / ".owner").unlink()
    claim(tmp_path / "reports", moved)


# ---------------------------------------------------------------- leftovers


def test_what_a_dead_run_has_left_is_swept_and_what_a_living_one_holds_is_not(tmp_path):
    dead = folder_with(tmp_path / ".run-dead", lock="", notebook_ipynb="client data")
    alive = folder_with(tmp_path / ".run-alive", lock="", notebook_ipynb="client data")
    code = "import sys; from filelock import FileLock\nwith FileLock(sys.argv[1]): print('held', flush=True); input()"
    other = subprocess.Popen(
        [sys.executable, "-c", code, alive / "lock"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout.readline() == "held\n"
        with workshop(tmp_path / "2023-04-01") as shop:
            assert not dead.exists()
            assert (alive / "notebook.ipynb").exists()
            assert shop.is_dir()
        assert not shop.exists()
    finally:
        other.communicate("\n")
    with workshop(tmp_path / "2023-04-01"):
        assert not alive.exists()


def test_a_run_holds_its_own_folder(tmp_path):
    code = "import sys; from filelock import FileLock; FileLock(sys.argv[1]).acquire(timeout=0)"
    with workshop(tmp_path / "2023-04-01") as shop:
        tried = subprocess.run([sys.executable, "-c", code, shop / "lock"], capture_output=True, check=False)
    assert b"could not be acquired" in tried.stderr
