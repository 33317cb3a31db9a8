"""The room that a column of texts needs: squeezed, Chinese names break after any sign."""

from __future__ import annotations

import math
from collections.abc import Sequence
from unicodedata import east_asian_width

LEAST, LEAST_WIDE = 8, 13
"""The room (rem) that a column of texts takes if it has them: some 15 signs, or 12 Chinese ones."""


def least_room(texts: Sequence[str]) -> int:
    """Return the width (rem) that keeps short texts, and Chinese names up to a bound, on one line; 0 without texts."""
    signs = max((sum(2 if _is_wide(sign) else 1 for sign in text) for text in texts), default=0)
    bound = LEAST_WIDE if any(_is_wide(sign) for text in texts for sign in text) else LEAST
    return min(math.ceil(signs * 0.47) + 1, bound) if signs else 0


def _is_wide(sign: str) -> bool:
    return east_asian_width(sign) in "FW"
