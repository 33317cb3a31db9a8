"""The chapter of the forecast says why something is missing, and says it once."""

from types import SimpleNamespace

import pytest

from analysis.display.cells import Refusal
from analysis.facts import refused
from analysis.forecast import views
from analysis.forecast.facts import HoldoutFacts, TrustFacts
from analysis.run.stop import Stop

TOO_FAR = refused("horizon_too_long", horizon_days=900, tested_days=273)
NOBODY = refused("nobody_bought")
UNTESTED = refused("untested", by="2010-12-05", reasons=[], whole=["BG/NBD"])


def run_of(trust, **holdout):
    facts = HoldoutFacts.sketch(**{"refusal": None, "untrusted": None} | holdout)
    stops = {"holdout": Stop("holdout", facts), "trust": Stop("trust", TrustFacts(refusal=trust))}
    return SimpleNamespace(**stops, stop=stops.get)


def test_why_no_total_is_compared_is_said_where_the_comparison_would_stand():
    shown = views.tracking(run_of(TOO_FAR))
    assert isinstance(shown, Refusal)
    assert repr(shown).startswith("Not computed, because a horizon of 900 days is more than twice the 273 days")


@pytest.mark.parametrize(
    "run",
    [run_of(NOBODY, refusal=NOBODY), run_of(UNTESTED, untrusted=UNTESTED.model_copy(update={"facts": {}}))],
    ids=["the holdout was refused", "no model could be tested"],
)
def test_a_reason_that_was_given_already_is_not_given_again(run):
    assert views.tracking(run) is None


def test_the_holdouts_own_refusal_is_said_first_and_leaves_nothing_else_to_show():
    run = run_of(NOBODY, refusal=NOBODY)
    assert repr(views.verdict(run)) == "Not fitted, because nobody has bought."
    others = [view for name, view in vars(views).items() if getattr(view, "__module__", "") == views.__name__]
    assert [view(run) for view in others if view is not views.verdict] == [None] * (len(others) - 1)
    assert len(others) > 10
