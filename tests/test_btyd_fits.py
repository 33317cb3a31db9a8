"""A fit is the maximum, or a sentence: never a number that cannot be trusted, never an exception."""

import warnings

import numpy as np
import pytest

from analysis.btyd import (
    BGNBD,
    MBGNBD,
    PURCHASE_MODELS,
    ParetoNBD,
    Triples,
    draw_models,
    fit_purchases,
    group_triples,
)
from analysis.btyd.betageometric_likelihood import beta_geometric_objective
from analysis.btyd.flags import forecast_flags, minimum_flags
from analysis.btyd.newton import Minimum, minimise, minimise_from
from analysis.btyd.paretonbd_likelihood import pareto_objective
from analysis.facts import refused
from analysis.refusals import why

MODELS = pytest.mark.parametrize("name", PURCHASE_MODELS)
TRUTH = {
    "BG/NBD": BGNBD(0.8, 8.0, 0.8, 2.5),
    "MBG/NBD": MBGNBD(0.8, 8.0, 0.8, 2.5),
    "Pareto/NBD": ParetoNBD(0.8, 8.0, 0.8, 12.0),
}


def words(reasons):
    """Return the sentences of refusals; narrow spaces are an ordinary space here."""
    return [why(reason).replace("\u202f", " ") for reason in reasons]


@pytest.fixture(autouse=True)
def _no_warning_of_any_kind():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def lives(rng, n, *, rate, lifetime, T=365):
    """Return x, t_x and T in days of customers who buy at ``rate`` a day until ``lifetime`` days."""
    rows = []
    for r, life in zip(np.broadcast_to(rate, n), np.broadcast_to(lifetime, n), strict=True):
        end = min(T, life)
        days = np.unique(np.ceil(rng.uniform(0, end, rng.poisson(r * end))))
        rows.append((days.size, days[-1] if days.size else 0))
    x, t_x = np.array(rows).T
    return x, np.minimum(t_x, T), np.full(n, T)


@pytest.fixture(scope="module")
def shop():
    """1,500 customers who buy at r .8, alpha 10 weeks and leave at s .8, beta 20 weeks; 20 more came today."""
    rng = np.random.default_rng(7)
    n = 1500
    rate, lifetime = rng.gamma(0.8, 1 / 70, n), rng.exponential(1 / rng.gamma(0.8, 1 / 140, n))
    return tuple(np.append(column, np.zeros(20)) for column in lives(rng, n, rate=rate, lifetime=lifetime))


@pytest.fixture(scope="module")
def triples(shop):
    return group_triples(*shop)


def objectives(triples):
    columns = triples.frequency, triples.recency / 50, triples.T / 50, triples.weight
    return {
        "BG/NBD": beta_geometric_objective(*columns, chances_at_start=0),
        "MBG/NBD": beta_geometric_objective(*columns, chances_at_start=1),
        "Pareto/NBD": pareto_objective(*columns),
    }


@MODELS
@pytest.mark.parametrize("point", [[0.3, -0.4, 0.5, -0.2], [-2.0, 1.5, 0.0, 2.5], [1.5, -3.0, -1.0, -2.0]])
def test_gradient_and_hessian_are_the_finite_differences(name, point, triples):
    objective = objectives(triples)[name]
    steps = 1e-5 * np.eye(4)
    ahead, behind = ([objective(point + sign * step) for step in steps] for sign in (1, -1))
    _, gradient, hessian = objective(np.array(point))
    differences = [(a[0] - b[0]) / 2e-5 for a, b in zip(ahead, behind, strict=True)]
    np.testing.assert_allclose(gradient, differences, rtol=1e-6, atol=1e-8)
    second = [(a[1] - b[1]) / 2e-5 for a, b in zip(ahead, behind, strict=True)]
    np.testing.assert_allclose(hessian, second, rtol=1e-6, atol=1e-8)


@MODELS
def test_the_objective_is_the_mean_of_the_models_likelihood(name, triples):
    r, alpha, third, fourth = parameters = np.array([0.6, 0.2, 0.7, 0.4])
    unit = 50 if name == "Pareto/NBD" else 1  # times were scaled by 50 weeks, alpha and beta with them
    model = PURCHASE_MODELS[name](r, alpha * 50, third, fourth * unit)
    rows = model.log_likelihood(triples.frequency, triples.recency, triples.T)
    shift = triples.weight @ triples.frequency * np.log(50)  # the density of purchase times has the unit 1 / time
    value = objectives(triples)[name](np.log(parameters))[0]
    assert -value * triples.customers == pytest.approx(triples.weight @ rows + shift, rel=1e-12)


@MODELS
def test_parameters_are_found_again_within_their_errors(name):
    """4,000 customers who live by the model itself, observed for 80 weeks in continuous time."""
    truth = TRUTH[name]
    x, t_x, T = live_by(truth, 4000, 80.0, np.random.default_rng(3))
    triples = as_triples(x, t_x, T)
    fit = fit_purchases(name, triples)
    assert fit.trusted
    for parameter, value in truth.parameters.items():
        error = fit.standard_errors[parameter]
        assert abs(fit.parameters[parameter] - value) < 3.5 * error
        assert error < value


def live_by(model, n, T, rng):
    """Return x, t_x, T in weeks of n customers who buy and leave as the model says."""
    intensity = rng.gamma(model.r, 1 / model.alpha, n)
    pareto = isinstance(model, ParetoNBD)
    life = rng.exponential(1 / rng.gamma(model.s, 1 / model.beta, n)) if pareto else np.full(n, np.inf)
    p = np.zeros(n) if pareto else rng.beta(model.a, model.b, n)
    alive = rng.random(n) >= p if isinstance(model, MBGNBD) else np.ones(n, dtype=bool)
    x, t_x, now = np.zeros(n), np.zeros(n), np.zeros(n)
    while alive.any():
        now[alive] += rng.exponential(1 / intensity[alive])
        alive &= now <= np.minimum(T, life)
        x[alive] += 1
        t_x[alive] = now[alive]
        alive &= rng.random(n) >= p
    return x, t_x, np.full(n, T)


def as_triples(x, t_x, T):
    return Triples(x, t_x, T, np.ones(x.size), np.arange(x.size))


@MODELS
def test_weights_equal_repetition(name, shop):
    x, t_x, T = shop
    grouped = group_triples(x, t_x, T)
    assert grouped.T.size < x.size
    one_by_one = as_triples(x.astype(float), t_x / 7, T / 7)
    first, second = fit_purchases(name, grouped), fit_purchases(name, one_by_one)
    assert first.parameters == pytest.approx(second.parameters, rel=1e-6)
    assert first.standard_errors == pytest.approx(second.standard_errors, rel=1e-6)
    assert first.log_likelihood == pytest.approx(second.log_likelihood, rel=1e-12)


@MODELS
def test_twice_the_customers_halve_the_variance(name, shop):
    once = fit_purchases(name, group_triples(*shop))
    twice = fit_purchases(name, group_triples(*(np.tile(column, 2) for column in shop)))
    assert twice.parameters == pytest.approx(once.parameters, rel=1e-6)
    np.testing.assert_allclose(twice.covariance_log * 2, once.covariance_log, rtol=1e-5)


@MODELS
def test_no_step_away_from_the_estimate_is_likelier(name, triples):
    fit = fit_purchases(name, triples)
    for i in range(4):
        for factor in (0.99, 1.01):
            parameters = list(fit.parameters.values())
            parameters[i] *= factor
            rows = PURCHASE_MODELS[name](*parameters).log_likelihood(triples.frequency, triples.recency, triples.T)
            assert triples.weight @ rows < fit.log_likelihood


@MODELS
def test_standard_errors_follow_from_the_log_covariance(name, triples):
    fit = fit_purchases(name, triples)
    delta = np.array(list(fit.parameters.values())) * np.sqrt(np.diag(fit.covariance_log))
    assert list(fit.standard_errors.values()) == pytest.approx(delta, rel=1e-12)


@MODELS
def test_drawn_models_have_the_covariance_of_the_fit(name, triples):
    fit = fit_purchases(name, triples)
    models = draw_models(fit, 4000, np.random.default_rng(0))
    logs = np.log([list(model.parameters.values()) for model in models])
    errors = np.sqrt(np.diag(fit.covariance_log))
    np.testing.assert_allclose(np.cov(logs.T) / np.outer(errors, errors),
                               fit.covariance_log / np.outer(errors, errors), atol=0.08)  # fmt: skip
    centre = np.log(list(fit.parameters.values()))
    assert (np.abs(logs.mean(axis=0) - centre) < 4 * errors / np.sqrt(4000)).all()
    assert models == draw_models(fit, 4000, np.random.default_rng(0))


def test_a_large_base_is_fitted_to_the_same_optimum_by_way_of_a_rough_fit(monkeypatch, triples):
    plain = fit_purchases("Pareto/NBD", triples)
    monkeypatch.setattr("analysis.btyd.purchase_fit.ROUGH_TRIPLES", triples.T.size // 4)
    assert fit_purchases("Pareto/NBD", triples).parameters == pytest.approx(plain.parameters, rel=1e-6)


def degenerate(kind):
    rng = np.random.default_rng(11)
    n = 1000
    rate = rng.gamma(2, 1 / 60, n)
    none = np.zeros(n)
    cases = {
        "no customers": ([], [], []),
        "one-time buyers only": (none, none, np.full(n, 300)),
        "everyone came today": (none, none, none),
        "ten customers": lives(rng, 10, rate=0.1, lifetime=np.inf),
        "29 of 60 bought again": (np.repeat([1, 0], [29, 31]), np.repeat([9, 0], [29, 31]), np.full(60, 90)),
        "1.9 % bought again": (np.repeat([1, 0], [38, 1962]), np.repeat([9, 0], [38, 1962]), np.full(2000, 90)),
        "nobody leaves": lives(rng, n, rate=rate, lifetime=np.inf),
        "clockwork": (np.full(n, 30), np.full(n, 300), np.full(n, 309)),
        "everyone leaves at once": (np.repeat([1, 0], n // 2), np.repeat([1, 0], n // 2), np.full(n, 300)),
        "everyone leaves on day 60": lives(rng, n, rate=rate, lifetime=60),
        "all buy once, the next day": (np.ones(n), np.ones(n), np.full(n, 300)),
        "forty bots": (np.full(40, 50_000), np.full(40, 390), np.full(40, 399)),
        "observed for one day": (np.repeat([1, 0], [40, 500]), np.repeat([1, 0], [40, 500]), np.ones(540)),
    }
    return cases[kind]


@MODELS
@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        ("no customers", "no_customers", "there are no customers"),
        ("one-time buyers only", "few_repeat_buyers", "no customer bought again and 30 are needed"),
        ("everyone came today", "nobody_had_time", "every customer came on the last day of observation"),
        ("ten customers", "few_repeat_buyers", "only 10 customers bought again and 30 are needed"),
        ("29 of 60 bought again", "few_repeat_buyers", "only 29 customers bought again and 30 are needed"),
        ("1.9 % bought again", "low_repeat_share", "1.9 % of the customers bought again and 2 % are needed"),
        ("nobody leaves", "runaway", "No customer seems ever to leave."),
        ("clockwork", "runaway", "no finite estimate"),
        ("everyone leaves at once", "runaway", "no finite estimate"),
        ("everyone leaves on day 60", "runaway", "Customers do not differ in how soon they leave."),
        ("all buy once, the next day", "runaway", "no finite estimate"),
        ("forty bots", "runaway", "no finite estimate"),
        ("observed for one day", "runaway", "Customers do not differ in how often they buy."),
    ],
)
def test_data_that_cannot_carry_a_model_give_a_reason_and_no_number(name, kind, code, said):
    fit = fit_purchases(name, group_triples(*degenerate(kind)))
    assert fit.status == "not fitted"
    assert fit.reasons[0].code == code
    assert words(fit.reasons)[0].startswith("Not fitted, because ")
    assert said in words(fit.reasons)[0]
    assert not fit.trusted
    assert fit.model is fit.covariance_log is fit.log_likelihood is None
    shown = fit.as_dict()
    numbers = [shown["log_likelihood"], *shown["parameters"].values(), *shown["standard_errors"].values()]
    assert [*numbers, *shown["intervals"].values()] == [None] * 13
    assert draw_models(fit, 5, np.random.default_rng(0)) == []


@MODELS
def test_a_fit_is_shown_as_plain_numbers(name, triples):
    shown = fit_purchases(name, triples).as_dict()
    assert list(shown) == ["parameters", "standard_errors", "log_likelihood", "status", "reasons", "intervals"]
    assert (shown["status"], shown["reasons"]) == ("fitted", [])
    for part in ("parameters", "standard_errors", "intervals"):
        assert list(shown[part]) == list(TRUTH[name].parameters)
    numbers = [shown["log_likelihood"], *shown["parameters"].values(), *shown["standard_errors"].values()]
    numbers += [end for ends in shown["intervals"].values() for end in ends]
    assert {type(number) for number in numbers} == {float}


def test_one_bot_moves_everybodys_shape_to_a_fraction(shop):
    x, t_x, T = shop
    fit = fit_purchases("BG/NBD", group_triples(np.append(x, 50_000), np.append(t_x, 364), np.append(T, 365)))
    assert fit.parameters["r"] < fit_purchases("BG/NBD", group_triples(*shop)).parameters["r"] / 2


def flags_at(log_parameters=(0.0, 0.0), gradient=(0.0, 0.0), curvature=(1.0, 1.0)):
    minimum = Minimum(np.array(log_parameters), 1.0, np.array(gradient), np.diag(curvature))
    return minimum_flags(minimum, ("r", "alpha"), 100)


@pytest.mark.parametrize(
    ("minimum", "code", "said"),
    [
        ({"gradient": (0, -2e-4)}, "unsettled", "the search did not settle on a best fit (gradient 0.0002)."),
        ({"curvature": (1, 1e-6)}, "flat", "many different parameters fit the data equally well."),
        ({"curvature": (1, -1)}, "flat", "many different parameters fit the data equally well."),
        ({"curvature": (1, 0.0024)}, "undetermined", "the data hardly determine alpha (known no better than to a "
                                                     "factor of 8)."),
        ({"curvature": (1e-4, 2e-4)}, "undetermined", "the data hardly determine r and alpha (known no better than to "
                                                      "a factor of 1,000 or more)."),
        ({"log_parameters": (9.3, 0)}, "runaway", "r has no finite estimate (it runs to infinity)."),
        ({"log_parameters": (0, -9.3)}, "runaway", "alpha has no finite estimate (it runs to zero). A few customers "
                                                   "buy out of all proportion to the rest."),
        ({"gradient": (0, np.nan)}, "search_broke_down", "the search for the best parameters broke down."),
    ],
)  # fmt: skip
def test_each_flag_has_its_threshold(minimum, code, said):
    flags = flags_at(**minimum)
    assert [flag.code for flag in flags] == [code]
    assert words(flags) == [f"Not fitted, because {said}"]


@pytest.mark.parametrize(
    "minimum", [{}, {"gradient": (0, 9e-5)}, {"curvature": (1, 0.0026)}, {"log_parameters": (9.2, -9.2)}]
)
def test_below_its_threshold_nothing_is_flagged(minimum):
    assert flags_at(**minimum) == ()


@pytest.mark.parametrize(("forecasts", "wrong"), [([0.0, 2.0], 0), ([np.nan, 1], 1), ([np.inf, -1e-9], 2)])
def test_a_forecast_must_be_finite_and_not_negative(forecasts, wrong):
    reasons = forecast_flags(np.array(forecasts))
    assert reasons == ((refused("wrong_forecasts", wrong=wrong, of=2),) if wrong else ())
    assert words(reasons) == (
        [f"Not fitted, because {wrong} of 2 forecasts are negative or not finite."] if wrong else []
    )


def test_the_search_leaves_a_saddle_and_finds_the_minimum():
    """x^4 / 4 - x^2 / 2 + y^2 / 2 has a saddle at 0 and minima at (±1, 0)."""

    def saddle(point):
        x, y = point
        return x**4 / 4 - x**2 / 2 + y**2 / 2, np.array([x**3 - x, y]), np.diag([3 * x**2 - 1, 1.0])

    found = minimise(saddle, np.array([1e-3, 2.0]))
    np.testing.assert_allclose(found.log_parameters, [1, 0], atol=1e-9)


def test_a_search_that_breaks_down_is_flagged_and_raises_nothing():
    def broken(point):
        return 1.0, np.array([1.0, 1.0]), np.full((2, 2), np.nan)

    found = minimise(broken, np.zeros(2))
    assert minimum_flags(found, ("r", "alpha"), 100) == (refused("search_broke_down"),)


def test_a_start_from_which_the_search_breaks_down_does_not_hide_the_other():
    def broken_above_5(point):
        hole = np.nan if point[0] > 5 else 0.0
        return float(point @ point) + hole, 2 * point + hole, 2 * np.eye(2) + hole

    found = minimise_from(np.array([[9.0, 0.0], [1.0, 1.0]]), broken_above_5)
    np.testing.assert_allclose(found.log_parameters, [0, 0], atol=1e-12)
