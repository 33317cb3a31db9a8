"""How figures look: one palette, one dictionary of settings without state, and the two lines every figure has.

The colours are also the design tokens of the page: `report/page.py` replaces them in the drawn figures by
CSS variables, which is how a figure follows the reader's dark mode. Draw with these constants, with
`sequential()` for heat maps and `text_on` for what is written on a colour, and with nothing else.

matplotlib is imported on first use: the command line reads the palette without paying for it.
"""

import logging
import re
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from analysis.display import formats
from analysis.display.palette import ACCENT, CLASS_COLOURS, FAINT, GRID, INK, MUTED, NEGATIVE, PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 7.0
"""Width of every figure in inches: about 700 px on the page, 16 cm on paper."""

TAKEAWAY, SOURCE = "takeaway:", "source:"
"""What the page looks for in a figure: it prints these two lines as text, so that they reflow on a phone."""

REPORT: Any
"""Settings for ``plt.rc_context(REPORT)``; made on first use because it asks which fonts are installed."""

_FONT = "Source Sans Pro"
_CJK = (  # the first that is installed: Linux, Windows, macOS
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
    "Microsoft YaHei", "SimHei", "PingFang SC", "Hiragino Sans GB", "Arial Unicode MS",
)  # fmt: skip
_FONT_FILES = {
    "regular": "SourceSansPro-Regular.ttf",
    "italic": "SourceSansPro-It.ttf",
    "semibold": "SourceSansPro-Semibold.ttf",
}


def __getattr__(name: str) -> Any:
    if name == "REPORT":
        return _report()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def font_path(cut: str) -> Any:
    """Return the TrueType file of a cut ("regular", "italic", "semibold") inside the installed font package."""
    return resources.files("font_source_sans_pro") / "files" / _FONT_FILES[cut]


def use_report_style() -> None:
    """Draw everything that follows in the report's style; for the set-up cell of a notebook.

    Inside IPython inline figures become SVG of the size that was asked for, without a date in them.
    """
    import warnings

    import matplotlib as mpl

    settings: Any = _report()
    mpl.rcParams.update(settings)
    # Without a CJK font each missing sign would warn once per drawing.
    warnings.filterwarnings("ignore", message=r"Glyph \d+ .*missing from", category=UserWarning)
    _draw_inline_svg()


def takeaway(ax: "Axes", title: str) -> "Axes":
    """Write the figure's title: the conclusion in one sentence, above everything, from the left edge.

    `ax`: Any Axes of the figure.
    `title`: The computed takeaway. It is wrapped to the figure's width and never read as mathematics.
    Axes: ``ax``, unchanged.
    """
    _line(ax, title, "suptitle", TAKEAWAY, size=12.5, weight=600, color=INK)
    return ax


def source_line(ax: "Axes", text: str) -> "Axes":
    """Write the small line under the figure: data, period, n and what was left out.

    `ax`: Any Axes of the figure.
    `text`: For instance "CDNOW, 1 January 1997 to 30 June 1998; 2,357 customers".
    Axes: ``ax``, unchanged.
    """
    _line(ax, text, "supxlabel", SOURCE, size=8.5, weight=400, color=MUTED)
    return ax


@lru_cache(maxsize=1)
def _families() -> tuple[str, ...]:
    from matplotlib import font_manager

    for cut in _FONT_FILES:
        with resources.as_file(font_path(cut)) as path:
            font_manager.fontManager.addfont(str(path))
    # Fallback families have no semibold; matplotlib would say so for every figure.
    logging.getLogger(font_manager.__name__).addFilter(lambda record: "font weight" not in record.getMessage())
    installed = set(font_manager.fontManager.get_font_names())
    # DejaVu comes with matplotlib: what it has looks the same everywhere, whatever else is installed.
    return (_FONT, "DejaVu Sans", *[family for family in _CJK if family in installed][:1])


def cjk_font() -> str | None:
    """Return the font that draws Chinese, Japanese and Korean signs in figures; None if none is installed."""
    return next((family for family in _families() if family in _CJK), None)


def _report() -> dict[str, Any]:
    from matplotlib.rcsetup import cycler

    return {
        "font.family": list(_families()),
        "font.size": 10.0,
        "text.color": INK,
        # A "$" in a name would otherwise begin a formula.
        "text.parse_math": False,
        "axes.unicode_minus": True,
        "figure.figsize": (WIDTH, 3.9),
        "figure.dpi": 100,
        "figure.facecolor": "none",
        "figure.constrained_layout.use": True,
        "figure.constrained_layout.w_pad": 0.02,
        "figure.constrained_layout.h_pad": 0.05,
        "savefig.facecolor": "none",
        "savefig.transparent": True,
        "savefig.bbox": None,
        "svg.fonttype": "path",
        "svg.hashsalt": "report",
        "axes.facecolor": "none",
        "axes.edgecolor": FAINT,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.axisbelow": True,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "grid.color": GRID,
        "grid.linewidth": 0.8,
        "axes.titlelocation": "left",
        "axes.titlesize": 10.5,
        "axes.titleweight": 600,
        "axes.titlecolor": INK,
        "axes.titlepad": 8.0,
        "axes.labelcolor": MUTED,
        "axes.labelsize": 9.5,
        "axes.labelpad": 5.0,
        "xtick.color": FAINT,
        "ytick.color": FAINT,
        "xtick.labelcolor": MUTED,
        "ytick.labelcolor": MUTED,
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9.5,
        "xtick.major.size": 3.5,
        "xtick.minor.size": 0.0,
        "ytick.major.size": 0.0,
        "ytick.minor.size": 0.0,
        "ytick.major.pad": 4.0,
        "axes.prop_cycle": cycler(color=[ACCENT, CLASS_COLOURS["B"], CLASS_COLOURS["C"], NEGATIVE, MUTED]),
        "lines.linewidth": 2.0,
        "lines.solid_capstyle": "round",
        "lines.markersize": 5.0,
        "patch.edgecolor": PAPER,
        "patch.linewidth": 0.0,
        "hatch.color": FAINT,
        "image.cmap": "Blues",
        "legend.frameon": False,
        "legend.fontsize": 9.5,
        "legend.labelcolor": INK,
    }


def _draw_inline_svg() -> None:
    try:
        from IPython.core.getipython import get_ipython
        from matplotlib_inline.backend_inline import set_matplotlib_formats
        from matplotlib_inline.config import InlineBackend
    except ImportError:
        return
    shell = get_ipython()
    if shell is None:
        return
    # Figures keep their asked size (no "tight" cropping): text is then equally large in all of them.
    kwargs: dict[str, Any] = {"bbox_inches": None, "metadata": {"Date": None, "Creator": None}}
    inline = InlineBackend.instance(parent=shell)
    inline.print_figure_kwargs = kwargs
    inline.figure_formats = {"svg"}
    set_matplotlib_formats("svg", **kwargs)


def _line(ax: "Axes", text: str, place: str, mark: str, *, size: float, weight: int, color: str) -> None:
    from matplotlib.font_manager import FontProperties

    figure: Any = ax.get_figure(root=True)
    text = formats.text(text)
    font = FontProperties(family=list(_families()), size=size, weight=weight)
    lines = _wrapped(text, font, figure.get_figwidth() * 72)
    drawn = getattr(figure, place)("\n".join(lines), x=0, ha="left", fontproperties=font, color=color, parse_math=False)
    drawn.set_linespacing(1.25)
    drawn.set_gid(mark + text)


def _wrapped(text: str, font: Any, width: float) -> list[str]:
    """Break text into lines of at most ``width`` points, between words or CJK signs."""
    from bisect import bisect_right

    from matplotlib.textpath import text_to_path

    def wide(words: list[str]) -> float:
        line = "".join(words).strip()
        return float(text_to_path.get_text_width_height_descent(line, font, False)[0]) if line else 0.0

    words = re.findall(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^ ]+?(?=[\u2e80-\u9fff])|[^ ]+| +", text)
    lines: list[str] = []
    while words:
        # Measuring is what takes time in a small figure: halving instead of word by word.
        fitting = bisect_right(range(1, len(words) + 1), width, key=lambda n: wide(words[:n]))
        line, words = words[: max(fitting, 1)], words[max(fitting, 1) :]
        lines.append("".join(line).strip())
    return [line for line in lines if line]
