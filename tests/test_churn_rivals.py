"""The forecast of who will not buy against every model and rule that says who buys, on real businesses."""

import datetime as dt
import os
import runpy
from pathlib import Path

import pytest

from analysis.backtest.buying import forecast_buying
from analysis.backtest.candidates import fit_models
from analysis.backtest.fits import facts_of
from analysis.backtest.holdout import Split
from analysis.churn.tested_windows import rival
from analysis.ledger.rhythm import churn_window

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "ledgers.py"
DATA = Path(os.environ.get("LEDGERS", SCRIPT.parents[2] / "shared" / "data"))
BUSINESSES = ["cdnow_sample", "online_retail", "complete_journey", "apparel"]
BUSINESSES += ["cdnow_master"] if os.environ.get("LEDGERS") else []
"""The master file takes as long as the others together: it is looked at where somebody names the folder."""


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no real ledgers in {DATA}")
@pytest.mark.parametrize("name", BUSINESSES)
def test_the_churn_forecast_is_not_worse_than_the_best_candidate_in_hindsight(name):
    business = runpy.run_path(str(SCRIPT))[name]()
    past, half = business.past(), (business.end - business.first).days // 2
    bought = business.rows[business.rows["amount"] > 0].drop_duplicates(["customer_id", "date"])
    gaps = bought.sort_values(["customer_id", "date"]).groupby("customer_id")["date"].diff().dt.days.dropna()
    origin = business.first + dt.timedelta(days=half)
    end = min(origin + dt.timedelta(days=churn_window(gaps)), business.end)
    made, _ = forecast_buying(past, Split(origin, end))
    found = rival(past, made, facts_of(fit_models(past.customers_at(origin)), intervals=False))
    assert found["rival"] is not None
    assert found["rival_outcome"] in {"beats", "cannot be told from"}
    assert found["rival_low"] <= 0
