"""What is ahead where the data hold no amounts: purchases and who is still a customer, without any money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import outlook
from analysis.backtest import forecast_checks
from analysis.btyd import PurchaseFit, PurchaseModel
from analysis.churn import churn
from analysis.run.store import Stop
from analysis.steps.fits import crosscheck, flags, gaps_of, lifetime_of, restore
from analysis.value import screening

if TYPE_CHECKING:
    from analysis.run.run import Run


def count_ahead(run: Run, customers: pd.DataFrame, fits: dict[str, PurchaseFit], record: dict[str, Any]) -> Stop:
    """Return the expected purchases of every customer; whatever would be money stays empty."""
    tested, fit = run.holdout.numbers, fits[record["model"]]
    assert fit.model is not None
    calibrated = restore(record["model"], tested)
    record["seasonality"] = outlook.seasonality(run, fit.model, calibrated)
    ahead = forecast_checks.expected_purchases(fit.model, customers, record["horizon_days"])
    lifetime = lifetime_of(fits, tested["ranking"])
    scores = pd.DataFrame(
        {
            "customer_id": customers["customer_id"].to_numpy(),
            "p_alive": _p_alive(fit.model, customers),
            "expected_purchases": ahead * record["seasonality"]["factor"],
            "still_customer": float("nan") if lifetime is None else _p_alive(lifetime, customers),
        }
    )
    scores = outlook.add_dates(run, scores, customers, fit.model)
    scores[["abc_class", "forward_class"]] = "N"
    scores[["expected_spend", "expected_revenue", "clv", "worth_if_alive"]] = float("nan")
    burn_in, acquired = churn.churn_window(gaps_of(run)), outlook.acquired_on(run)
    record |= {
        "expected_purchases_total": float(scores["expected_purchases"].sum()),
        "p_alive_mean": float(scores["p_alive"].mean()),
        "lifetime_model": None if lifetime is None else lifetime.name,
        "still_customer_mean": None if lifetime is None else float(scores["still_customer"].mean()),
        "overdue": outlook.count_overdue(scores) | {"class_a": None},
        "crosscheck": crosscheck(fit, customers),
        "left_truncation": screening.left_truncation(fit, customers, run.first_day, burn_in, acquired),
        "dominant_customer": screening.dominant_customer(fit, customers),
    }
    record["flags"] = flags(record, ())
    return Stop(record, {"scores": scores, **outlook.check_tables(run, calibrated, None)})


def _p_alive(model: PurchaseModel, customers: pd.DataFrame) -> Any:
    days = (customers[name].to_numpy(float) / 7 for name in ("recency", "T"))
    return model.p_alive(customers["frequency"].to_numpy(float), *days)
