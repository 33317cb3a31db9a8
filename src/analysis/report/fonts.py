"""The page's type: Source Sans Pro, cut down to what a report needs and carried inside the page.

The subset keeps the Latin alphabets of Europe, punctuation, currencies, arrows and the signs of arithmetic,
with kerning and tabular figures. Chinese, Japanese and Korean names use the reader's own fonts.
"""

import base64
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from importlib.metadata import version
from itertools import chain

from analysis.display.language import sentence
from analysis.display.style import font_path
from analysis.run.store import of_this_version

FAMILY = "Source Sans Pro"

_CUTS = (("regular", "normal", 400), ("italic", "italic", 400), ("semibold", "normal", 600))

_RANGES = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # Latin-1, Latin Extended-A
    (0x218, 0x21B),  # Romanian
    (0x2C6, 0x2DD),  # accents of their own
    (0x2010, 0x203A),  # general punctuation with the narrow no-break space
    (0x20A0, 0x20BF),  # currencies
    (0x2190, 0x2199),  # arrows
    (0x2200, 0x2265),  # signs of arithmetic
)
_CJK_SIGNS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_OTHERS = "∑√∞≈≠≤≥−×÷±·•‰№™▲▼△▽◆ΔΣαβγλμπσ"
_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum", "lnum"]


@lru_cache(maxsize=1)
def font_faces() -> str:
    """Return the ``@font-face`` rules of the page, with the fonts in them; the same bytes every time."""
    made = of_this_version("fonts", lambda: {"faces": _faces()}, version("fonttools"))
    return str(made["faces"])


def _faces() -> str:
    return "\n".join(
        f'@font-face{{font-family:"{FAMILY}";font-style:{style};font-weight:{weight};font-display:block;'
        f'src:url(data:font/woff;base64,{base64.b64encode(_subset(cut)).decode("ascii")}) format("woff")}}'
        for cut, style, weight in _CUTS
    )


def list_fonts(environment: Mapping[str, str]) -> bool:
    """List the fonts that are installed now for the kernels of a report; say whether they have Chinese signs.

    matplotlib keeps such a list for good, and one that is older than a font misses it: kernels get a new one, made in
    their own ``MPLCONFIGDIR``. It is made under the user's own home, below which fonts may lie.
    """
    code = "from analysis.display.style import cjk_font; print(bool(cjk_font()))"
    home = {name: os.environ[name] for name in ("HOME", "USERPROFILE") if name in os.environ}
    command = [sys.executable, "-c", code]
    listed = subprocess.run(command, env={**environment, **home}, capture_output=True, text=True, check=False)
    return listed.stdout.strip() == "True"


def missing_font(names: Iterable[str], *, cjk: bool) -> str | None:
    """Return the sentence that says that figures cannot show these names; None where they can.

    ``cjk`` says whether the figures' fonts have Chinese, Japanese and Korean signs.
    """
    if cjk or not any(_CJK_SIGNS.search(name) for name in names):
        return None
    return sentence(
        "No font with Chinese, Japanese or Korean signs is installed where this report was made: figures show boxes "
        "in place of such names; tables and text are right. Install Noto Sans CJK and render the report again."
    )


def _subset(cut: str) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    # The stored date of the font stays: a new one would change the page's bytes.
    with resources.as_file(font_path(cut)) as path:
        font = TTFont(path, recalcTimestamp=False)
    options = Options(hinting=False, layout_features=_FEATURES, name_IDs=[1, 2], notdef_outline=True)
    options.drop_tables += ["DSIG", "FFTM"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*chain(*(range(first, last + 1) for first, last in _RANGES)), *map(ord, _OTHERS)])
    subsetter.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()
