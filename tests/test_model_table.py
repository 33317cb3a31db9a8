"""The appendix shows each parameter with its standard error and its interval, open ends in words."""

from types import SimpleNamespace

from analysis.btyd.facts import FittedModel
from analysis.facts import refused
from analysis.forecast.facts import TrustFacts
from analysis.forecast.views import model_table
from analysis.run.stop import Stop
from analysis.value.facts import ValueFacts


def table_of(**models):
    value = Stop("value", ValueFacts.sketch(models=models))
    stops = {"value": value, "trust": Stop("trust", TrustFacts())}
    return model_table(SimpleNamespace(**stops, stop=stops.get))


def model(**intervals):
    of = dict.fromkeys(intervals, 0.6)
    numbers = {"parameters": of, "standard_errors": of, "intervals": intervals, "log_likelihood": -9.5}
    return FittedModel(**numbers, status="fitted", reasons=[])


def test_an_interval_stands_beside_estimate_and_error_and_an_open_end_is_said():
    table = table_of(model=model(r=(0.4, 1234.56789), alpha=(None, 2.0), s=(0.25, None), beta=(None, None)))
    assert list(table.columns) == ["model", "parameter", "estimate", "error", "interval", "log_likelihood"]
    assert list(table.frame["interval"]) == ["0.4000–1,234.5679", "up to 2.0000", "0.2500 or more", "open"]
    assert "open where the data set no limit" in table.sort_note


def test_models_that_are_not_trusted_have_no_row():
    none = {part: {"r": None} for part in ("parameters", "standard_errors", "intervals")}
    bad = FittedModel(**none, log_likelihood=None, status="not fitted", reasons=[refused("flat")])
    table = table_of(good=model(r=(0.4, 0.8)), bad=bad)
    assert list(table.frame["model"]) == ["good"]
