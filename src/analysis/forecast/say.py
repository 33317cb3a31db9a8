"""Sentences on whether the forecast deserves trust."""

from __future__ import annotations

from analysis.display.formats import count, number, share
from analysis.findings.words import Numbers, day_of


def holdout_verdict(h: Numbers) -> str | None:
    """Say whether the chosen predictor, and the best purchase model, beat the best naive rule on unseen days.

    A difference counts when its paired bootstrap interval excludes 0.
    """
    if h["chosen"] is None:
        return None
    said = (
        f"{_without_model(h)}{_sentence(h['chosen'])} was chosen to say who buys before the {count(h['days'])} test "
        f"days were looked at; there {_against_rules(h, h['chosen'])}.{_total(h, h['chosen'])}{ranked_better(h)}"
    )
    model = next(iter(h["ranking"]), h["chosen"])
    if model != h["chosen"]:
        said += (
            f" {_totals(h)} need a purchase model, and the best of those, chosen at the same days, is {model}: "
            f"{_against_rules(h, model)}.{_total(h, model)}"
        )
    return said + _absent(h)


def _totals(h: Numbers) -> str:
    """Name what a purchase model feeds; without amounts there is no money."""
    return "Sums of money" if h.get("revenue", 0) is not None else "Totals"


def _without_model(h: Numbers) -> str:
    """Say why there is no purchase model and what stands without one; empty if there is a model."""
    if not h["untrusted"]:
        return ""
    return (
        f"{_sentence(h['untrusted'])}. So no sum of money is forecast; what stands is who buys, which needs no such "
        "model. "
    )


def _sentence(name: str) -> str:
    return f"The {name}" if name.startswith("average") else name[0].upper() + name[1:]


def _row(h: Numbers, name: str) -> Numbers:
    return next(row for row in h["league"] if row["model"] == name)


def _against_rules(h: Numbers, name: str) -> str:
    by = {c["loss"]: c for c in h["comparisons"] if c["chosen"] == name}
    best = "best other simple rule" if _row(h, name)["naive"] else "best simple rule"
    parts = []
    for loss, what, digits in (
        ("brier", "on who buys at all (Brier score", 3),
        ("squared error", "on how often they buy (root mean squared error", 2),
    ):
        if loss in by:
            c, power = by[loss], 0.5 if loss == "squared error" else 1
            own, rival = number(c["chosen_loss"] ** power, digits), number(c["rival_loss"] ** power, digits)
            parts.append(f"it {c['outcome']} the {best} {what} {own} against {rival} of “{c['rival']}”)")
    return " and ".join(parts) if parts else "there was no simple rule to compare it with"


def _total(h: Numbers, name: str) -> str:
    error = _row(h, name)["total_error"]
    if error is None:
        return ""
    return f" It forecast **{share(abs(error))} {'more' if error > 0 else 'fewer'}** purchases in total than came."


def _absent(h: Numbers) -> str:
    """Say where gradient boosting was no candidate; empty if it always was."""
    if not h["absent"]:
        return ""
    days = len(h["absent"])
    return (
        f" Gradient boosting could not be trained at {count(days)} of the days at which forecasts were made, because "
        f"{h['absent'][0]['reason']}{' (and the like)' if days > 1 else ''}."
    )


def forecast_quality(h: Numbers) -> str:
    """Say in plain words how far the forecast can be trusted; its total is the purchase model's if there is one."""
    model = next(iter(h["ranking"]), h["chosen"])
    compared = [c for c in h["comparisons"] if c["chosen"] == h["chosen"]]
    outcomes = {c["outcome"] for c in compared}
    rule = "other simple rule" if _row(h, h["chosen"])["naive"] else "simple rule"
    on = "who buys and how often" if len(compared) != 1 else "who buys"
    if outcomes == {"beats"}:
        verdict = f"beat every {rule} of thumb on {on}"
    elif "loses to" in outcomes:
        verdict = f"did **not** beat the best {rule} of thumb on {on}"
    elif outcomes:
        verdict = f"could not be told from the best {rule} of thumb in every respect"
    else:
        verdict = f"had no {rule} to be compared with"
    said = f"Tested on {count(h['days'])} days it had not seen, the forecast {verdict}"
    if h["untrusted"]:
        said = f"No purchase model can be trusted here, so only who buys is forecast. {said}"
    error = _row(h, model)["total_error"]
    if not h["purchases"]:
        return f"{said}; nobody bought in them."
    if error is None:
        return f"{said}; it says who buys, not how often."
    whose = "its total" if model == h["chosen"] else "the total of the best purchase model"
    return f"{said}; {whose} was **{too_high_or_low(error)}**, so read its totals with that margin."


def ranked_better(h: Numbers) -> str:
    """Say which naive rule ranks buyers better than the chosen predictor; empty if none does.

    Examples
    --------
    >>> ranked_better({"chosen": "M", "league": [{"model": "M", "naive": False, "auc": 0.757},
    ...                                          {"model": "sum of RFM scores", "naive": True, "auc": 0.775}]})
    ' In ranking customers a simple rule does better: “sum of RFM scores” (AUC 0.775 against 0.757).'
    """
    own = _row(h, h["chosen"])["auc"]
    best = max((row for row in h["league"] if row["naive"] and row["auc"]), key=lambda row: row["auc"], default=None)
    if best is None or own is None or best["auc"] <= own:
        return ""
    return (
        f" In ranking customers a simple rule does better: “{best['model']}” (AUC {number(best['auc'], 3)} "
        f"against {number(own, 3)})."
    )


def tracking(h: Numbers, model: str) -> str:
    """Say how the purchase model that feeds the money forecast the total of the unseen days."""
    error = _row(h, model)["total_error"]
    when = f"In the {count(h['days'])} days after {day_of(h['calibration_end'])}"
    if error is None:
        return f"{when} nobody bought."
    return (
        f"{when} {model} expected **{count(h['purchases'] * (1 + error))}** repeat purchases; "
        f"**{count(h['purchases'])}** came: the forecast was {too_high_or_low(error)}."
    )


def too_high_or_low(error: float) -> str:
    """Return a signed relative error as text.

    Examples
    --------
    >>> too_high_or_low(-0.115).replace("\u202f", " ")
    '12 % too low'
    """
    return f"{share(abs(error))} too {'high' if error > 0 else 'low'}"
