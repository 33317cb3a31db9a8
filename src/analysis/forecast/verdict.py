"""What the comparisons of the forecast with the simple rules come to."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.backtest.facts import Rivalry
from analysis.forecast.facts import Verdict

MEASURES = {"brier": "who_buys", "squared error": "how_often", "squared error of revenue": "how_much"}


def judge(
    league: pd.DataFrame, chosen: str | None, compared: Sequence[Rivalry], *, in_range: bool | None = None
) -> Verdict | None:
    """Return how the forecast did, as codes; None where there is none.

    `league`: model, naive, rmse, total_error, auc, brier, from `holdout.league`.
    `chosen`: The forecast that feeds money and who buys.
    `compared` (sequence of Rivalry): Of it, on each measure.
    `in_range`: Whether the total that came lies in the range that was given.
    """
    if chosen is None:
        return None
    by = league.set_index("model")
    ranks = by["rmse"].dropna().sort_values(kind="stable").index.tolist()
    error = by.loc[chosen, "total_error"]
    told = {outcome: [MEASURES[c.loss] for c in compared if c.outcome == outcome] for outcome in OUTCOMES}
    return Verdict(
        code=_code(*told.values()),
        **dict(zip(("wins", "ties", "losses"), told.values(), strict=True)),
        total_error=None if pd.isna(error) else float(error),
        in_range=in_range,
        rank=ranks.index(chosen) + 1,
        of=len(ranks),
        ranks_better=_better_ranker(by, chosen),
    )


OUTCOMES = ("beats", "cannot be told from", "loses to")


def _code(wins: list[str], ties: list[str], losses: list[str]) -> str:
    if losses:
        return "loses"
    if ties:
        return "cannot_be_told"
    return "beats_all" if wins else "no_rival"


def _better_ranker(by: pd.DataFrame, chosen: str) -> str | None:
    """Return the naive rule with the largest AUC if it is above that of the chosen forecast."""
    rules = by.loc[by["naive"], "auc"].dropna()
    if rules.empty or not rules.max() > by.loc[chosen, "auc"]:
        return None
    return str(rules.idxmax())
