"""Findings: the sentences of the report are computed, and conclude no more than the numbers carry."""

from analysis import findings


def plain(text):
    """Narrow spaces are an ordinary space here."""
    return text.replace("\u202f", " ")


# ---------------------------------------------------------------- value

WORTH = {
    "customers": 200,
    "clv_total": 20714.1,
    "clv_interval": [18512.9, 23141.9],
    "expected_revenue_total": 69047.0,
    "expected_revenue_interval": [61709.6, 77139.5],
    "horizon_days": 365,
    "annual_discount_rate": 0.1,
    "margin_rate": 0.3,
    "top_decile_share": 0.63,
    "held_by_class": {"A": 0.84},
    "model": "BG/NBD",
    "lifetime_model": "BG/NBD",
    "models": {"BG/NBD": {"status": "fitted", "parameters": {"r": 0.25}, "log_likelihood": -9582.4}},
    "spend": {"status": "fitted"},
    "crosscheck": {"status": "left out above 20,000 different purchase histories"},
}
NO_MARGIN = WORTH | {"clv_total": None, "clv_interval": None, "margin_rate": None}


def test_value_is_said_with_interval_horizon_and_rate():
    assert plain(findings.total_value(WORTH, "USD")) == (
        "The 200 customers of today are worth **$20.7 k** of margin ($18.5–23.1 k) over the next 365 days, "
        "discounted at 10 % a year. That is a margin of 30 % on $69.0 k of revenue."
    )


def test_without_a_margin_it_is_revenue_and_never_value():
    said = plain(findings.total_value(NO_MARGIN, "USD"))
    assert "are expected to bring **$69.0 k** of revenue ($61.7–77.1 k)" in said
    assert said.endswith("Without a margin this is revenue, not customer value.")
    assert "expected revenue to come" in findings.holders(NO_MARGIN)


def test_moves_count_who_matters_less_and_more_and_who_falls_out_of_class_a():
    moves = [
        {"historic": historic, "forward": forward, "customers": n}
        for historic, forward, n in (("A", "A", 50), ("A", "C", 10), ("B", "A", 30), ("C", "N", 10))
    ]
    assert plain(findings.risers_and_fallers(moves)) == (
        "**20 customers** (20 %) matter less from now on than their past revenue says, 30 (30 %) matter more; "
        "10 of today's class A fall out of it."
    )


# ---------------------------------------------------------------- data


def test_management_is_not_told_names_of_models_where_no_value_is_given():
    refused = {
        "refusal": "Not computed, because no purchase model can be trusted (BG/NBD: a flat ridge).",
        "model": None,
    }
    said = findings.no_value(refused, None)
    assert said.startswith("What the customers are worth is **not said**: no forecast of their purchases")
    assert "NBD" not in said


def test_management_is_told_what_stands_in_the_way_of_a_value():
    too_far = {"refusal": "Not computed, because a horizon of 900 days is too far.", "model": "BG/NBD"}
    assert findings.no_value(too_far, None).endswith("a horizon of 900 days is too far.")
    too_little = "Not computed, because only 2 of 90 customers bought again."
    assert findings.no_value(too_far | {"model": None}, too_little).endswith("only 2 of 90 customers bought again.")
