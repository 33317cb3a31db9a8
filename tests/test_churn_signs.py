"""What more is known of customers than their purchases: whether it helps on later days, and what is left out."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.backtest.buying import Buying
from analysis.backtest.dispersion import Dispersion
from analysis.backtest.holdout import Split
from analysis.backtest.inner import InnerWindow
from analysis.churn.covariates import measured, moved, moved_windows, teach
from analysis.churn.facts import Signs
from analysis.churn.known_signs import Sources, signs_by
from analysis.churn.say_signs import signs

N, DAY = 3000, dt.timedelta(days=1)
BEFORE, NOW = dt.date(2024, 1, 1), dt.date(2024, 7, 1)
PLAIN = Dispersion(1.0, 0.0, 0.0, 1.0)
NONE = np.zeros((N, 3))


def shop(helps, seed=1):
    """Return a forecast whose customers from the web buy less often than it says, what came, and their channel."""
    rng = np.random.default_rng(seed)
    channel, came = {}, {}
    for day in (BEFORE, NOW):
        web = rng.random(N) < 0.4
        odds = np.where(web, -1.0, 0.6) * helps
        channel[day] = pd.DataFrame({"channel": np.where(web, "web", "shop")})
        came[day] = (rng.random(N) < 1 / (1 + np.exp(-odds))).astype(float)
    flat = np.ones(N)
    earlier = InnerWindow(Split(BEFORE, BEFORE + 90 * DAY), came[BEFORE], flat, flat, flat, NONE)
    probability = pd.Series(PLAIN.probability(flat))
    made = Buying(Split(NOW, NOW + 90 * DAY), probability, flat, NONE, PLAIN, 0.1, 1.0, (earlier,))
    past = SimpleNamespace(outcome=lambda split: pd.DataFrame({"purchases": came[split.origin]}))
    return made, past, channel


def test_a_sign_that_tells_who_will_not_buy_is_learnt_before_and_helps_on_later_days():
    made, past, channel = shop(helps=1.0)
    taught = teach(made, channel.get)
    found = measured(past, made, taught, taught)
    assert found.used
    assert found.brier_with < found.brier_without
    one = found.odds[0]
    assert (one.sign, one.value, one.against) == ("channel", "web", "shop")
    assert one.low < np.exp(1.6) < one.high
    assert "may not" not in signs(found)
    assert "That goes together; it need not be the cause." in signs(found)


def test_a_sign_of_pure_chance_does_not_enter_the_forecast():
    made, past, channel = shop(helps=0.0)
    found = measured(past, made, *[teach(made, channel.get)] * 2)
    assert not found.used
    assert signs(found).startswith("**Knowing the channel they buy most through does not improve the forecast**")


def test_a_planted_leak_is_named_and_left_out():
    made, past, channel = shop(helps=0.0)
    gone = past.outcome(made.seen[0].split)["purchases"] == 0
    planted = channel | {BEFORE: channel[BEFORE].assign(account=np.where(gone, "closed", "open"))}
    planted[NOW] = channel[NOW].assign(account="open")
    taught = teach(made, planted.get)
    assert [(left.feature, left.why) for left in taught.left_out] == [("account", "alone")]
    assert taught.names == ["channel"]


def test_nothing_is_learnt_of_what_was_not_known_before():
    made, _, channel = shop(helps=1.0)
    assert teach(made, {NOW: channel[NOW], BEFORE: channel[BEFORE][[]]}.get) is None


def test_a_moved_forecast_stays_below_the_expected_purchases_and_its_windows_keep_their_order():
    made, _, _ = shop(helps=0.0)
    longer = replace(made, split=Split(NOW, NOW + 180 * DAY), expected=0.8 * made.expected)
    longer = longer.with_probability(made.probability.to_numpy() + 0.1)
    move = np.linspace(-3, 3, N)
    anchor = moved(made, move)
    assert (anchor.probability <= made.expected).all()
    held = moved_windows({90: made, 180: longer}, move, anchor)
    assert (held[90].probability <= held[180].probability).all()
    assert held[90].probability.tolist() == anchor.probability.tolist()
    assert moved(made, 0.0) is made


def test_signs_are_those_of_the_day_and_nothing_later():
    surveys = pd.DataFrame(
        {
            "customer_id": [str(i % 40) for i in range(80)],
            "date": pd.to_datetime(["2024-01-01"] * 40 + ["2024-03-01"] * 40),
            "satisfaction": [i % 5 + 1.0 for i in range(40)] + [1.0, 2.0] * 20,
        }
    )
    days = pd.DataFrame({"customer": range(40), "day": 19_723, "net": 10.0, "returned": [-10.0] * 20 + [0.0] * 20})
    ids = pd.Series([str(i) for i in range(40)])
    rows = SimpleNamespace(filter=lambda *_: None)
    ledger = SimpleNamespace(columns=[], rows=rows, by_day=(days, pd.DataFrame({"customer_id": ids})))
    of = Sources(ledger, surveys, None, pd.DataFrame(index=pd.Index([])))
    then = signs_by(of, dt.date(2024, 2, 1), ids)
    assert then["satisfaction"].tolist() == [i % 5 + 1.0 for i in range(40)]
    assert then["returned"].tolist() == [0.5] * 20 + [0.0] * 20
    assert signs_by(of, dt.date(2024, 3, 1), ids)["satisfaction"].tolist() == [1.0, 2.0] * 20


@pytest.mark.parametrize("used", [True, False])
def test_both_scores_and_the_difference_by_customer_are_printed(used):
    facts = Signs(
        names=["segment"], days=90, customers=10, brier_without=0.2, brier_with=0.19, low=-0.02, high=0.01, used=used
    )
    said = signs(facts)
    assert "0.1900 against 0.2000 on 90 later days" in said
    assert "−0.0200 to 0.0100" in said
