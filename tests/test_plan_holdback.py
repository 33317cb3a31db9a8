"""Who is held back, and what the next run measures by it."""

import numpy as np
import pandas as pd
import pytest

from analysis.plan.holdback import detectable, draw_groups
from analysis.plan.measuring import effect_of


def listed(n, key=()):
    table = pd.DataFrame({"customer_id": [f"{i:04}" for i in range(n)], "stake": np.arange(n, 0.0, -1)})
    return table.assign(key=table["customer_id"].isin(key), p_buy=0.5, p_contacted=np.nan, if_buying=10.0)


def test_a_tenth_of_every_tenth_of_the_list_is_held_back():
    held = draw_groups(listed(500), 0.1).eq("held back")
    assert [int(held.iloc[i : i + 50].sum()) for i in range(0, 500, 50)] == [5] * 10


def test_key_accounts_are_never_held_back():
    table = listed(40, key=[f"{i:04}" for i in range(20)])
    group = draw_groups(table, 0.5)
    assert set(group[table["key"]]) == {"contact"}
    assert (group == "held back").sum() == 10


def test_without_a_share_nobody_is_held_back():
    assert set(draw_groups(listed(40), None)) == {"contact"}


def test_a_rerun_changes_neither_group_whoever_has_come_to_the_list():
    first = listed(100)
    group = draw_groups(first, 0.2)
    register = pd.DataFrame({"customer_id": first["customer_id"], "group": group})
    again = listed(160).sample(frac=1, random_state=1)  # sixty more, another order
    later = draw_groups(again, 0.2, register).set_axis(again["customer_id"])
    assert later[first["customer_id"]].tolist() == group.tolist()
    assert later.iloc[later.index.get_indexer(again["customer_id"][100:])].isin(["contact", "held back"]).all()


def test_the_detectable_effect_by_hand():
    # Each brings 10 or nothing with even chances: spread 5; 2.8016 * 5 * sqrt(1/2 + 1/2)
    group = pd.Series(["contact", "contact", "held back", "held back"])
    assert detectable(listed(4), group) == pytest.approx(14.008, abs=1e-3)
    assert detectable(listed(4), pd.Series(["contact"] * 4)) is None


def test_an_effect_by_hand():
    outcome, contacted = np.array([5.0, 7.0, 9.0, 1.0, 2.0, 3.0]), np.array([True] * 3 + [False] * 3)
    found = effect_of(outcome, contacted, np.zeros(6))
    # Means 7 and 2; pooled variance (8 + 2) / 4, so error sqrt(2.5 * 2 / 3) and 2.7764 of it on 4 degrees
    assert found.mean == pytest.approx(5.0)
    assert (found.low, found.high) == pytest.approx((1.4157, 8.5843), abs=1e-3)


def test_what_was_known_before_is_taken_out():
    forecast = np.array([0.0, 10.0, 20.0, 0.0, 10.0, 20.0])
    contacted = np.array([True] * 3 + [False] * 3)
    found = effect_of(forecast + 4 * contacted, contacted, forecast)
    assert (found.low, found.mean, found.high) == pytest.approx((4.0, 4.0, 4.0))


def test_two_are_no_group():
    assert effect_of(np.arange(6.0), np.array([True] * 4 + [False] * 2), np.zeros(6)) is None


@pytest.fixture(scope="module", params=[0.0, 5.0], ids=["no effect", "an effect of 5"])
def simulated(request):
    """Return (effect found, true effect) of 400 simulated lists of 500 contacted and 50 held back."""
    rng, n, runs = np.random.default_rng(7), 550, []
    for _ in range(400):
        p0, m = rng.beta(1, 6, n), rng.gamma(1.5, 20, n)
        contacted = np.ones(n, dtype=bool)
        contacted[rng.choice(n, 50, replace=False)] = False
        p1 = np.minimum(1, p0 + request.param / m.mean())
        buys = rng.random(n) < np.where(contacted, p1, p0)
        outcome = buys * m * rng.gamma(2, 0.5, n)
        runs.append((effect_of(outcome, contacted, p0 * m), float((p1 - p0) @ m / n)))
    return runs


def test_known_effects_are_recovered(simulated):
    error = [found.mean - true for found, true in simulated]
    assert abs(np.mean(error)) < 3 * np.std(error) / np.sqrt(len(error))


def test_intervals_hold_the_true_effect_in_90_to_99_of_100(simulated):
    assert 0.90 <= np.mean([found.low <= true <= found.high for found, true in simulated]) <= 0.99


def test_no_effect_is_called_one_in_at_most_7_of_100(simulated):
    called = np.mean([not found.low <= 0 <= found.high for found, _ in simulated])
    none = simulated[0][1] == 0
    assert called <= 0.07 if none else called > 0.15
