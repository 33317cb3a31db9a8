"""The fonts of figures: listed anew for every report, and what all machines have goes first."""

from importlib import resources
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from analysis.display import style
from analysis.report.environment import private_environment
from analysis.report.fonts import list_fonts, missing_font

PROBE = "Probe Sans of This Test"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user's home below which fonts can be installed."""
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "old"))
    return tmp_path / "me"


def install(home, family):
    """Install a font of that family for this user: another font under its name."""
    with resources.as_file(style.font_path("regular")) as path:
        font = TTFont(path)
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = family
    folder = home / ".local" / "share" / "fonts"
    folder.mkdir(parents=True)
    font.save(folder / "cjk.ttf")


def listed(folder):
    """Return the list of fonts that the kernels of a report get."""
    list_fonts(private_environment(Path("client.yml"), {}, folder))
    (file,) = (folder / "matplotlib").glob("fontlist*.json")
    return file.read_text()


def test_a_font_that_was_installed_since_the_last_report_is_found(home, tmp_path):
    assert PROBE not in listed(tmp_path / "first")
    install(home, PROBE)
    assert PROBE in listed(tmp_path / "second")
    assert not (tmp_path / "old").exists()


def test_a_font_with_chinese_signs_is_found_where_only_this_user_has_it(home, tmp_path):
    install(home, "Noto Sans CJK SC")
    assert list_fonts(private_environment(Path("client.yml"), {}, tmp_path / "run"))


def test_signs_that_matplotlib_s_own_font_has_come_from_it_whatever_else_is_installed():
    assert list(style.REPORT["font.family"])[:2] == ["Source Sans Pro", "DejaVu Sans"]


def test_what_figures_cannot_show_is_said_only_where_it_is_so():
    assert missing_font(["客户"], cjk=True) is None
    assert missing_font(["Café"], cjk=False) is None
    assert "No font with Chinese, Japanese or Korean signs is installed" in missing_font(["A", "客户"], cjk=False)
