"""Signs that may say who leaves, and those that only seem to: known afterwards, or the label under another name."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest.holdout import auc

ALONE = 0.95
"""AUC from which on one sign says almost alone who left: no honest one does."""
AFTERWARDS = re.compile(
    r"churn|score|reason|cancel|status|terminat|lapse|attrition|satisf|(^|_| )(left|exit\w*|end\w*|last)(_| |$)"
    r"|流失|原因|状态|评分|得分|满意|取消|终止|退订",
    re.IGNORECASE,
)
"""Names of what is as a rule written down once a customer has left, or is about to."""
PERSONAL = re.compile(
    r"relig|health|illness|disab|marital|family|child|pregnan|ethnic|race$|gender|sex$"
    r"|宗教|信仰|健康|疾病|婚姻|家庭|子女|民族|性别",
    re.IGNORECASE,
)
"""Names of what is nobody's business."""


@dataclass(frozen=True)
class Left:
    """A sign that is left out: why ("alone", "afterwards" or "personal"), and its AUC where it was looked at."""

    feature: str
    why: str
    auc: float | None


def screen(signs: pd.DataFrame, left: NDArray[np.bool_]) -> tuple[list[str], list[Left]]:
    """Return the signs that may be used, and those that are left out.

    Parameters
    ----------
    signs : DataFrame
        One row per customer, text or numbers.
    left : array of bool
        Who left.

    Examples
    --------
    >>> gone = np.array([True, False] * 20)
    >>> planted = pd.DataFrame({"state": np.where(gone, "closed", "open"), "plan": ["a", "a", "b", "b"] * 10})
    >>> kept, out = screen(planted, gone)
    >>> kept, [(one.feature, one.why) for one in out]
    (['plan'], [('state', 'alone')])
    """
    kept, out = [], []
    for name in signs:
        if PERSONAL.search(str(name)) and not AFTERWARDS.search(str(name)):
            out.append(Left(str(name), "personal", None))
            continue
        alone = tells(signs[name], left)
        if alone is not None and alone >= ALONE:
            out.append(Left(str(name), "alone", alone))
        elif AFTERWARDS.search(str(name)):
            out.append(Left(str(name), "afterwards", alone))
        else:
            kept.append(str(name))
    return kept, out


def tells(sign: pd.Series, left: NDArray[np.bool_]) -> float | None:
    """Return how well one sign alone ranks who left above who stayed (AUC, from .5); None where it cannot.

    Texts are scored by the share that left among the other half of the customers with the same text, so that an id
    tells nothing; a number by itself, higher or lower.
    """
    if pd.api.types.is_numeric_dtype(sign) and sign.nunique() > 2:
        values = sign.astype(float)
        score = values.fillna(values.median()).to_numpy()
    else:
        score = _share_of_others(sign.astype("str").fillna("").to_numpy(object), left)
    found = auc(score, left)
    return None if found is None else max(found, 1 - found)


def _share_of_others(texts: NDArray[np.object_], left: NDArray[np.bool_]) -> NDArray[np.float64]:
    half = np.random.default_rng(1).permutation(left.size) % 2
    score = np.empty(left.size)
    for fold in (0, 1):
        others = half != fold
        shares = pd.Series(left[others].astype(float)).groupby(texts[others]).mean()
        mean = float(left[others].mean()) if others.any() else 0.5
        score[~others] = pd.Series(texts[~others]).map(shares).fillna(mean).to_numpy()
    return score
