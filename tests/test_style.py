"""The look of figures: one palette that everyone can tell apart, two lines on every figure."""

import io
import re
import subprocess
import sys
import warnings
from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from analysis.display import palette, style
from analysis.display.palette import CLASS_COLOURS, DARK_TOKENS, TOKENS, text_on
from analysis.display.style import source_line, takeaway
from analysis.report.kernel import PrivateKernelManager

# Machado et al. (2009), severity 1, on linear RGB.
COLOUR_BLINDNESS = {
    "none": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


@pytest.fixture
def ax():
    with plt.rc_context(style.REPORT):
        figure, ax = plt.subplots()
        yield ax
    plt.close(figure)


def svg(ax):
    out = io.StringIO()
    ax.figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def linear(colour):
    part = np.array(mpl.colors.to_rgb(colour))
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    light = [float(linear(colour) @ [0.2126, 0.7152, 0.0722]) + 0.05 for colour in (one, other)]
    return max(light) / min(light)


def lab(rgb):
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    f = np.cbrt(np.clip(xyz / [0.9505, 1, 1.089], 1e-6, None))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("blindness", COLOUR_BLINDNESS)
@pytest.mark.parametrize("tokens", [TOKENS, DARK_TOKENS], ids=["light", "dark"])
def test_the_class_colours_can_be_told_apart_by_colour_blind_readers(tokens, blindness):
    seen = [lab(np.clip(COLOUR_BLINDNESS[blindness] @ linear(tokens[f"class-{name}"]), 0, 1)) for name in "abcn"]
    assert min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2)) > 18


@pytest.mark.parametrize("tokens", [TOKENS, DARK_TOKENS], ids=["light", "dark"])
def test_text_is_readable_on_the_page(tokens):
    assert min(contrast(tokens[name], tokens["paper"]) for name in ("ink", "muted", "accent", "negative")) > 4.5
    assert contrast(tokens["muted"], tokens["shade"]) > 4.5


@pytest.mark.parametrize("tokens", [TOKENS, DARK_TOKENS], ids=["light", "dark"])
@pytest.mark.parametrize("name", "ABCN")
def test_text_is_readable_on_the_class_colours_in_both_modes(tokens, name):
    on = {colour: token for token, colour in TOKENS.items()}[text_on(CLASS_COLOURS[name])]
    assert contrast(tokens[on], tokens[f"class-{name.lower()}"]) > 4.5


@pytest.mark.parametrize("tokens", [TOKENS, DARK_TOKENS], ids=["light", "dark"])
@pytest.mark.parametrize("share", np.linspace(0, 1, 9))
def test_text_is_readable_on_every_cell_of_a_heat_map_in_both_modes(tokens, share):
    names = {colour: token for token, colour in TOKENS.items()}
    cell = palette.sequential()(share)
    assert contrast(tokens[names[text_on(cell)]], tokens[names[mpl.colors.to_hex(cell)]]) > 4.0


def test_text_is_readable_on_colours_of_others():
    assert min(contrast(text_on(str(grey)), str(grey)) for grey in np.linspace(0, 1, 50)) > 4.0


def test_every_colour_of_the_palette_is_its_own_token_in_both_modes():
    assert len(set(TOKENS.values())) == len(TOKENS)
    assert TOKENS.keys() == DARK_TOKENS.keys()


def test_importing_the_style_does_not_import_matplotlib():
    code = "import sys, analysis.display.style, analysis.display.formats; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_settings_are_a_dictionary_that_leaves_no_trace():
    before = dict(mpl.rcParams)
    with plt.rc_context(style.REPORT):
        assert mpl.rcParams["svg.fonttype"] == "path"
    assert dict(mpl.rcParams) == before


def test_figures_are_set_in_source_sans_pro(ax):
    ax.set_xlabel("Customers")
    assert "SourceSansPro-Regular" in svg(ax)


def test_a_figure_drawn_twice_has_the_same_bytes(ax):
    ax.plot([1, 2], marker="o")
    takeaway(ax, "It rises")
    assert svg(ax) == svg(ax)


def test_the_takeaway_and_the_source_can_be_found_in_the_drawing(ax):
    takeaway(ax, "A & B bring\n80 %")
    source_line(ax, "CDNOW; n = 2,357")
    drawn = svg(ax)
    assert 'id="takeaway:A &amp; B bring 80\u202f%"' in drawn
    assert 'id="source:CDNOW; n = 2,357"' in drawn


def test_a_long_takeaway_is_wrapped_to_the_width_of_the_figure(ax):
    takeaway(ax, "Words that go on and on " * 10)
    takeaway_lines = ax.figure.get_suptitle().split("\n")
    ax.figure.draw_without_rendering()
    assert len(takeaway_lines) > 2
    assert ax.figure._suptitle.get_window_extent().width <= ax.figure.bbox.width


def test_a_takeaway_in_chinese_is_wrapped_without_spaces(ax):
    takeaway(ax, "北京某某贸易有限公司的收入" * 8)
    assert "\n" in ax.figure.get_suptitle()


def test_a_number_and_its_percent_sign_stay_on_one_line(ax):
    takeaway(ax, "a 33 % " * 40)
    assert not re.search(r"\n\s*%", ax.figure.get_suptitle())


def test_figures_of_a_notebook_are_drawings_of_the_asked_size_without_a_date():
    code = "from analysis.display.style import use_report_style\nuse_report_style()"
    plot = "import matplotlib.pyplot as plt\nfigure, ax = plt.subplots(figsize=(7, 2));"
    notebook = new_notebook(cells=[new_code_cell(code), new_code_cell(plot)])
    NotebookClient(notebook, timeout=120, kernel_manager_class=PrivateKernelManager).execute()
    drawn = notebook.cells[1].outputs[0].data["image/svg+xml"]
    assert 'viewBox="0 0 504 144"' in drawn
    assert "date" not in drawn
    assert "image/png" not in notebook.cells[1].outputs[0].data


def test_names_with_dollars_and_foreign_signs_are_drawn_as_they_are_without_a_warning(ax):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .*missing from")  # where no CJK font is installed
        takeaway(ax, "$cash$ & 北京")
        ax.set_xlabel("$x_1^{$")
        svg(ax)
    assert ax.figure.get_suptitle() == "$cash$ & 北京"
