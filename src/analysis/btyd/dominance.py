"""One customer who buys more than the model can bear (STATISTICS.md §4.7)."""

from __future__ import annotations

import numpy as np

from analysis.btyd.triples import Triples
from analysis.facts import Refusal, refused

DOMINANT_SHARE = 0.2


def largest_purchase_share(triples: Triples) -> float:
    """Return the share of all repeat purchases that the most frequent buyer holds; 0 if there are none.

    Examples
    --------
    >>> from analysis.btyd.triples import group_triples
    >>> largest_purchase_share(group_triples([3, 1, 0], [9, 7, 0], [10, 10, 10]))
    0.75
    """
    total = float(triples.weight @ triples.frequency)
    return float(triples.frequency.max()) / total if total > 0 else 0.0


def without_largest(triples: Triples) -> Triples:
    """Return the triples without the most frequent buyer (one of them, if several tie), to fit a second time."""
    row = int(np.argmax(triples.frequency))
    index = np.delete(triples.index, np.flatnonzero(triples.index == row)[0])
    weight = triples.weight.copy()
    weight[row] -= 1
    kept = weight > 0
    return Triples(
        frequency=triples.frequency[kept],
        recency=triples.recency[kept],
        T=triples.T[kept],
        weight=weight[kept],
        index=(np.cumsum(kept) - 1)[index],
    )


def dominance_warning(triples: Triples) -> tuple[Refusal, ...]:
    """Return a warning if one customer holds over a fifth of all repeat purchases."""
    share = largest_purchase_share(triples)
    if share <= DOMINANT_SHARE:
        return ()
    return (refused("dominated", share=share),)
