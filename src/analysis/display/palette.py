"""The colours of figures and of the page: one palette, on a light page and on a dark one.

They are also the design tokens of the page: `report/page.py` replaces them in the drawn figures by CSS variables,
which is how a figure follows the reader's dark mode. Draw with these, with `sequential()` for heat maps and `text_on`
for what is written on a colour, and with nothing else.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.colors import Colormap

PAPER = "#fffffe"
INK = "#1f2428"
MUTED = "#5c666f"
FAINT = "#a9b1b8"
GRID = "#dfe3e6"
SHADE = "#f0f2f4"
ACCENT = "#0f5b78"
NEGATIVE = "#b2432f"

CLASS_COLOURS = {"A": "#10557a", "B": "#d9962b", "C": "#84939f", "N": "#c9d0d6"}
"""Classes A, B, C and N (no revenue, or a negative one); told apart by lightness alone as well."""

# fmt: off
SEQUENTIAL = ("#eef3f5", "#d5e3e9", "#b8d2dc", "#96bdcc", "#6fa2b7", "#4886a1", "#276d8b", "#145571", "#0b3d54")
_DARK_SEQUENTIAL = (
    "#1c272d", "#1e3540", "#204454", "#22556a", "#2e6f8b", "#438eae", "#6eb3d0", "#a0d3e8", "#d8eff9",
)
# fmt: on
_ON_LOW, _ON_HIGH, _HIGH = "#0f1215", "#ffffff", 5
_ON_DEEP, _ON_B, _ON_C, _ON_N = "#fffffd", "#1c1508", "#0d1216", "#1f2529"

TOKENS = {
    "paper": PAPER,
    "ink": INK,
    "muted": MUTED,
    "faint": FAINT,
    "grid": GRID,
    "shade": SHADE,
    "accent": ACCENT,
    "negative": NEGATIVE,
    "class-a": CLASS_COLOURS["A"],
    "class-b": CLASS_COLOURS["B"],
    "class-c": CLASS_COLOURS["C"],
    "class-n": CLASS_COLOURS["N"],
    "on-deep": _ON_DEEP,
    "on-b": _ON_B,
    "on-c": _ON_C,
    "on-n": _ON_N,
    "on-low": _ON_LOW,
    "on-high": _ON_HIGH,
    **{f"step-{step}": colour for step, colour in enumerate(SEQUENTIAL)},
}
"""Name of the CSS variable for each colour of the palette."""

DARK_TOKENS = {
    "paper": "#14181b",
    "ink": "#e7e5df",
    "muted": "#a3adb5",
    "faint": "#68737c",
    "grid": "#30373d",
    "shade": "#1f252a",
    "accent": "#74bfdc",
    "negative": "#ea8e7a",
    "class-a": "#5fb0d6",
    "class-b": "#e3a94a",
    "class-c": "#7f8d98",
    "class-n": "#4a545c",
    "on-deep": "#0c161b",
    "on-b": "#1c1508",
    "on-c": "#0d1216",
    "on-n": "#f4f3ef",
    "on-low": "#f4f6f6",
    "on-high": "#0a1013",
    **{f"step-{step}": colour for step, colour in enumerate(_DARK_SEQUENTIAL)},
}
"""The same colours on a dark page."""


def sequential() -> "Colormap":
    """Return the colour map for heat maps: nine steps from almost the page's colour to a deep accent.

    Draw them with ``pcolormesh`` or patches: a figure with pixels (``imshow``, ``rasterized``) keeps its light
    colours on a dark page.
    """
    from matplotlib.colors import ListedColormap

    return ListedColormap(list(SEQUENTIAL), name="report")


def text_on(colour: Any) -> str:
    """Return the colour in which text on ``colour`` is readable, in light and in dark mode alike.

    `colour`: The fill of a bar or of a heat map's cell.

    Examples
    --------
    >>> text_on(CLASS_COLOURS["B"]), text_on(SEQUENTIAL[0]), text_on("#222222")
    ('#1c1508', '#0f1215', '#fffffc')
    """
    from matplotlib.colors import to_hex, to_rgb

    on_palette = {ACCENT: _ON_DEEP, NEGATIVE: _ON_DEEP, CLASS_COLOURS["A"]: _ON_DEEP}
    on_palette |= {CLASS_COLOURS["B"]: _ON_B, CLASS_COLOURS["C"]: _ON_C, CLASS_COLOURS["N"]: _ON_N}
    on_palette |= {other: _ON_HIGH if step >= _HIGH else _ON_LOW for step, other in enumerate(SEQUENTIAL)}
    # A colour that is not the palette's does not change with the mode, so what stands on it must not either.
    return on_palette.get(to_hex(colour)) or ("#fffffc" if _luminance(to_rgb(colour)) < 0.19 else "#111517")


def _luminance(rgb: Sequence[float]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
