"""Classes as places in a list of names: the names are written once, however many customers have them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def in_words(places: NDArray[np.integer], names: Sequence[str]) -> pd.api.extensions.ExtensionArray:
    """Return the name at each place, as a column of texts; a place of -1 has none.

    Examples
    --------
    >>> pd.Series(in_words(np.array([1, 0, -1]), ["low", "high"])).fillna("?").tolist()
    ['high', 'low', '?']
    """
    import pyarrow as pa

    known = pa.array(places, mask=places < 0)
    return pd.array(pa.array(names, pa.large_string()).take(known), dtype="str")
