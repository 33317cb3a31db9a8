"""Signs of leaving: what says almost alone who left, or is known only afterwards, is named and left out."""

import numpy as np
import pandas as pd
import pytest

from analysis.churn.influences import influences
from analysis.churn.leakage import screen, tells

RNG = np.random.default_rng(4)
LEFT = RNG.random(400) < 0.3
PLAN = RNG.choice(["basic", "pro"], 400)


def out_of(**signs):
    kept, out = screen(pd.DataFrame(signs), LEFT)
    return kept, {one.feature: one.why for one in out}


def test_a_planted_leak_is_called_out_whatever_its_name():
    closed = np.where(LEFT, "closed", "open")
    assert out_of(plan=PLAN, account=closed) == (["plan"], {"account": "alone"})


def test_a_number_that_tells_is_a_leak_too_high_or_low():
    assert out_of(usage=LEFT * -5.0 + RNG.random(400))[1] == {"usage": "alone"}


def test_names_of_what_is_known_afterwards_are_left_out_even_where_they_tell_little():
    assert out_of(churn_reason=PLAN, Satisfaction=PLAN, 退订原因=PLAN)[1] == {
        "churn_reason": "afterwards",
        "Satisfaction": "afterwards",
        "退订原因": "afterwards",
    }


def test_what_is_personal_is_not_looked_at():
    assert out_of(religion=PLAN, family_size=PLAN) == ([], {"religion": "personal", "family_size": "personal"})


def test_an_id_tells_nothing():
    assert tells(pd.Series([f"K{i}" for i in range(400)]), LEFT) == pytest.approx(0.5, abs=0.05)


def test_honest_signs_are_kept():
    mixed = np.where(RNG.random(400) < 0.7, LEFT, ~LEFT)
    assert out_of(region=np.where(mixed, "north", "south"), plan=PLAN)[0] == ["region", "plan"]


# ---------------------------------------------------------------- what goes with leaving


def stays(n, ratio, seed):
    rng = np.random.default_rng(seed)
    pro = rng.random(n) < 0.4
    life = np.ceil(rng.exponential(50 / np.where(pro, ratio, 1.0)))
    found = pd.DataFrame({"tenure_days": np.minimum(life, 70), "left": life < 70, "entry_days": 0.0})
    return found, pd.DataFrame({"plan": np.where(pro, "pro", "basic"), "state": np.where(life < 70, "off", "on")})


def test_a_known_hazard_ratio_is_recovered_and_the_leak_is_not_used():
    found, signs = stays(3000, 0.5, 1)
    goes_with, out, silent = influences(found, signs)
    assert silent is None
    assert [one.feature for one in out] == ["state"]
    assert (goes_with[0].sign, goes_with[0].value, goes_with[0].against) == ("plan", "pro", "basic")
    assert goes_with[0].low <= 0.5 <= goes_with[0].high
    assert len(goes_with) == 1


def test_a_fee_that_follows_from_the_plan_is_not_compared_twice():
    found, signs = stays(1500, 0.5, 3)
    both = signs[["plan"]].assign(first_payment=np.where(signs["plan"] == "pro", 40.0, 10.0))
    goes_with, _, silent = influences(found, both)
    assert silent is None
    assert [one.sign for one in goes_with] == ["plan"]


def test_few_leavers_or_no_signs_compare_nothing():
    found, signs = stays(60, 1.0, 2)
    assert influences(found, signs)[2].code == "few_left"
    many, _ = stays(500, 1.0, 2)
    assert influences(many, pd.DataFrame(index=many.index))[2].code == "no_signs"
