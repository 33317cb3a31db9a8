"""What the comparisons of the chosen forecast with the simple rules come to."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.backtest.comparison import Comparison
from analysis.backtest.facts import Rivalry
from analysis.forecast.facts import Verdict


def judge(
    league: pd.DataFrame, chosen: str | None, model: str | None, compared: Sequence[Comparison | Rivalry]
) -> Verdict | None:
    """Return how the chosen forecast did, as codes; None where nothing was chosen.

    Parameters
    ----------
    league : DataFrame
        model, naive, rmse, total_error, auc, brier, from `holdout.league`.
    chosen : str or None
        The forecast that was chosen before the unseen days were looked at.
    model : str or None
        The best purchase model, whose total is the one that money rests on; None: the chosen forecast's.
    compared : sequence of Comparison or Rivalry
        Of the chosen forecast and of the model, on each measure that they forecast.
    """
    if chosen is None:
        return None
    own = [c.outcome for c in compared if c.chosen == chosen]
    by = league.set_index("model")
    ranked_by = "rmse" if pd.notna(by.loc[chosen, "rmse"]) else "brier"
    ranks = by[ranked_by].dropna().sort_values(kind="stable").index.tolist()
    total_of = model or chosen
    error = by.loc[total_of, "total_error"]
    return Verdict(
        code=_code(own),
        measures=["who_buys"] if len(own) == 1 else ["who_buys", "how_often"],
        total_error=None if pd.isna(error) else float(error),
        total_of=total_of,
        rank=ranks.index(chosen) + 1 if chosen in ranks else None,
        of=len(ranks),
        ranked_by=ranked_by,
        ranks_better=_better_ranker(by, chosen),
    )


def _code(outcomes: list[str]) -> str:
    if not outcomes:
        return "no_rival"
    if "loses to" in outcomes:
        return "loses"
    return "beats_all" if set(outcomes) == {"beats"} else "cannot_be_told"


def _better_ranker(by: pd.DataFrame, chosen: str) -> str | None:
    """Return the naive rule with the largest AUC if it is above that of the chosen forecast."""
    rules = by.loc[by["naive"], "auc"].dropna()
    if rules.empty or not rules.max() > by.loc[chosen, "auc"]:
        return None
    return str(rules.idxmax())
