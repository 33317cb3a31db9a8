"""What goes with leaving early, of what is known of customers at their start: Cox regression, signs screened before."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.churn.facts_contracts import Influence, SignLeftOut
from analysis.churn.leakage import screen
from analysis.churn.stay import arrays
from analysis.churn.survival import cox
from analysis.facts import Refusal, refused

FEWEST_LEFT = 50
PER_SIGN = 10
"""Leavers per column of the regression: with fewer its ratios are noise."""
SMALLEST = 20
MOST_VALUES = 4
APART = 0.01
"""Smallest eigenvalue of the columns' correlations: below it one of them follows from the others."""
SAMPLE = 10_000


def influences(found: pd.DataFrame, signs: pd.DataFrame) -> tuple[list[Influence], list[SignLeftOut], Refusal | None]:
    """Return what goes with leaving, which signs are left out, and why nothing is said where nothing is.

    Parameters
    ----------
    found : DataFrame
        Spells, with entry_days.
    signs : DataFrame
        One row per spell, in its order: attributes of the customer, text or numbers.

    Notes
    -----
    Of more than 10,000 spells a seeded sample is compared.
    """
    left = found["left"].to_numpy(bool)
    kept, out = screen(signs, left)
    left_out = [SignLeftOut(feature=one.feature, why=one.why, auc=one.auc) for one in out]
    if left.sum() < FEWEST_LEFT:
        return [], left_out, refused("few_left", left=int(left.sum()), needed=FEWEST_LEFT)
    columns, meaning = design(signs[kept], int(left.sum()) // PER_SIGN)
    if columns.empty:
        return [], left_out, refused("no_signs")
    made = _fitted(found, columns)
    if made is None:
        return [], left_out, refused("signs_tangled")
    rows = [
        Influence(**meaning[str(row["covariate"])], **{k: float(row[k]) for k in ("hazard_ratio", "low", "high")})
        for row in made.to_dict("records")
    ]
    # Farthest from 1 first, as seen from the end of the interval that is nearer to it.
    return sorted(rows, key=_weakest), left_out, None


def _fitted(found: pd.DataFrame, design: pd.DataFrame) -> pd.DataFrame | None:
    """Return the regression; columns are taken off its end until it has finite answers, None where none has."""
    known = np.flatnonzero(design.notna().all(axis=1))
    if known.size > SAMPLE:
        known = np.sort(np.random.default_rng(1).choice(known, SAMPLE, replace=False))
    tenure, left, entry = arrays(found)
    for count in range(design.shape[1], 0, -1):
        try:
            with np.errstate(all="ignore"):
                made = cox(tenure[known], left[known], entry[known], design.iloc[known, :count])
        except np.linalg.LinAlgError:
            continue
        if np.isfinite(made[["hazard_ratio", "low", "high"]].to_numpy()).all():
            return made
    return None


def _weakest(one: Influence) -> tuple[float, str, str]:
    nearest = max(np.log(one.low), -np.log(one.high), 0.0)
    return -float(nearest), one.sign, one.value or ""


def design(signs: pd.DataFrame, room: int) -> tuple[pd.DataFrame, Mapping[str, dict[str, str | None]]]:
    """Return the columns of the regression: each text's frequent values against its most frequent one, numbers in sds.

    At most `room` columns, of the signs in their order.
    """
    columns: dict[str, pd.Series] = {}
    meaning: dict[str, dict[str, str | None]] = {}
    for name in signs:
        sign, own = signs[name], {}
        if pd.api.types.is_numeric_dtype(sign) and sign.nunique() > 2:
            spread = float(sign.std())
            if spread > 0 and sign.notna().mean() >= 0.8:
                own[str(name)] = ((sign - sign.mean()) / spread, {"sign": str(name), "value": None, "against": None})
        else:
            text = sign.astype("str").where(sign.notna())
            sizes = text.value_counts().sort_index().sort_values(ascending=False, kind="stable")
            sizes = sizes[sizes >= SMALLEST]
            for value in sizes.index[1 : MOST_VALUES + 1]:
                said: dict[str, str | None] = {"sign": str(name), "value": str(value), "against": str(sizes.index[0])}
                own[f"{name}={value}"] = ((text == value).astype(float), said)
        wider = columns | {key: column for key, (column, _) in own.items()}
        if len(wider) <= room and _tell_apart(wider):
            columns |= {key: column for key, (column, _) in own.items()}
            meaning |= {key: said for key, (_, said) in own.items()}
    return pd.DataFrame(columns, index=signs.index), meaning


def _tell_apart(columns: Mapping[str, pd.Series]) -> bool:
    """Say whether no column follows from the others, as a fee does from a plan."""
    table = np.column_stack([column.fillna(0.0) for column in columns.values()]) if columns else np.empty((1, 0))
    spread = table.std(axis=0)
    if not columns or (spread <= 0).any():
        return not columns
    scaled = (table - table.mean(axis=0)) / spread
    return bool(np.linalg.eigvalsh(scaled.T @ scaled / len(table))[0] > APART)
