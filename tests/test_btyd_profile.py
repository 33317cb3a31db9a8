"""An interval by profile likelihood ends where the likelihood, at its best over the rest, is 1.92 lower."""

import numpy as np
import pytest
from scipy import optimize, special, stats

from analysis.btyd import PURCHASE_MODELS, Triples, fit_purchases, fit_spend, group_triples
from analysis.btyd.newton import RUNAWAY, Minimum, minimise
from analysis.btyd.profile import EDGE, QUANTILE, profile_interval

MODELS = pytest.mark.parametrize("name", PURCHASE_MODELS)
LAST = {"BG/NBD": "b", "MBG/NBD": "b", "Pareto/NBD": "beta"}  # the one that the data know least


def shop(n, seed, weeks):
    """Return triples of n customers who buy at r .8, alpha 8 weeks and leave at s .8, beta 12 weeks."""
    rng = np.random.default_rng(seed)
    T = 7 * weeks - rng.integers(0, 7 * weeks // 2, n)
    per_day = rng.gamma(0.8, 1 / 56, n)
    until = np.minimum(T, rng.exponential(1 / rng.gamma(0.8, 1 / 84, n)))
    days = [
        np.unique(np.ceil(rng.uniform(0, end, rng.poisson(rate * end))))
        for rate, end in zip(per_day, until, strict=True)
    ]
    x, t_x = np.array([(each.size, each.max(initial=0)) for each in days]).T
    return group_triples(x, t_x, T)


@pytest.fixture(scope="module")
def triples():
    return shop(800, 5, weeks=104)


@pytest.fixture(scope="module")
def fits(triples):
    return {name: fit_purchases(name, triples) for name in PURCHASE_MODELS}


def best_of_the_rest(fit, triples, parameter, value):
    """Return the highest log-likelihood with one parameter held, found by scipy from the model's formula alone."""
    model = PURCHASE_MODELS[fit.name]
    rest = {name: estimate for name, estimate in fit.parameters.items() if name != parameter}

    def lost(logs):
        held = dict(zip(rest, np.exp(logs), strict=True)) | {parameter: value}
        return -triples.weight @ model(**held).log_likelihood(triples.frequency, triples.recency, triples.T)

    start = np.log(list(rest.values()))
    rough = optimize.minimize(lost, start, method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-4})
    return -optimize.minimize(lost, rough.x, method="BFGS", options={"gtol": 1e-4}).fun


# ---------------------------------------------------------------- the end


@MODELS
def test_at_an_end_the_best_likelihood_is_half_the_quantile_lower(name, fits, triples):
    """Checked by another optimiser, on the natural scale, without derivatives."""
    fit = fits[name]
    assert pytest.approx(stats.chi2.ppf(0.95, 1), rel=1e-15) == QUANTILE
    for parameter, ends in fit.intervals.items():
        for end in ends:
            fall = fit.log_likelihood - best_of_the_rest(fit, triples, parameter, end)
            assert fall == pytest.approx(QUANTILE / 2, abs=1e-4)


@MODELS
def test_another_root_finder_ends_at_the_same_place(name, fits, triples):
    fit, parameter = fits[name], LAST[name]
    low, high = fit.intervals[parameter]

    def beyond(value):
        return fit.log_likelihood - best_of_the_rest(fit, triples, parameter, value) - QUANTILE / 2

    assert optimize.brentq(beyond, fit.parameters[parameter], 2 * high, rtol=1e-5) == pytest.approx(high, rel=1e-4)
    assert optimize.brentq(beyond, low / 2, fit.parameters[parameter], rtol=1e-5) == pytest.approx(low, rel=1e-4)


@MODELS
def test_the_estimate_lies_inside(name, fits):
    for parameter, (low, high) in fits[name].intervals.items():
        assert 0 < low < fits[name].parameters[parameter] < high < np.inf


def test_the_rate_of_an_exponential_has_the_interval_of_its_closed_form():
    """Solved by Lambert's W: 2 n (rate mean - 1 - log(rate mean)) is the quantile."""
    n, mean = 7, 2.5

    def objective(log_rate):
        return (
            (np.exp(log_rate) * mean - log_rate).item(),
            np.exp(log_rate) * mean - 1,
            np.diag(np.exp(log_rate)) * mean,
        )

    minimum = minimise(objective, np.zeros(1))
    exact = [-special.lambertw(-np.exp(-1 - QUANTILE / 2 / n), branch).real / mean for branch in (0, -1)]
    assert np.exp(profile_interval(objective, minimum, 0, n)) == pytest.approx(exact, rel=1e-8)


def test_where_the_likelihood_is_quadratic_the_interval_is_walds():
    hessian = np.array([[2.0, 0.9, -0.3], [0.9, 1.0, 0.2], [-0.3, 0.2, 0.5]])
    centre = np.array([0.3, -1.0, 2.0])

    def objective(point):
        off = point - centre
        return off @ hessian @ off / 2, hessian @ off, hessian

    errors = np.sqrt(np.diag(np.linalg.inv(hessian)) / 100)
    for i in range(3):
        ends = profile_interval(objective, Minimum(centre, *objective(centre)), i, 100)
        assert ends == pytest.approx(centre[i] + np.array([-1, 1]) * stats.norm.ppf(0.975) * errors[i], rel=1e-10)


@MODELS
def test_with_very_many_customers_the_interval_is_walds(name, triples):
    many = Triples(triples.frequency, triples.recency, triples.T, triples.weight * 10_000, np.arange(8_000_000))
    fit = fit_purchases(name, many)
    errors = np.sqrt(np.diag(fit.covariance_log))
    for (parameter, ends), error in zip(fit.intervals.items(), errors, strict=True):
        off = np.log(np.array(ends) / fit.parameters[parameter]) / error
        assert off == pytest.approx([-1.96, 1.96], abs=0.02)


# ---------------------------------------------------------------- what must not move it


@MODELS
def test_the_unit_of_time_does_not_matter(name, fits, triples):
    days = fit_purchases(
        name, Triples(triples.frequency, triples.recency * 7, triples.T * 7, triples.weight, triples.index)
    )
    for parameter, ends in days.intervals.items():
        unit = 7 if parameter in ("alpha", "beta") else 1
        assert ends == pytest.approx([unit * end for end in fits[name].intervals[parameter]], rel=1e-6)


@MODELS
def test_the_order_of_customers_does_not_matter(name, fits, triples):
    rows = np.random.default_rng(1).permutation(triples.index)
    one_each = Triples(
        triples.frequency[rows], triples.recency[rows], triples.T[rows], np.ones(rows.size), np.arange(rows.size)
    )
    for parameter, ends in fit_purchases(name, one_each).intervals.items():
        assert ends == pytest.approx(fits[name].intervals[parameter], rel=1e-6)


@MODELS
def test_how_the_other_parameters_are_written_does_not_matter(name, fits):
    """With the mean of the purchase rate, r / alpha, in alpha's place the interval of r stays."""
    objective, minimum = fits[name].likelihood
    change = np.eye(4)
    change[1] = [1, -1, 0, 0]  # log alpha = log r - log (r / alpha); it undoes itself

    def rewritten(point):
        value, gradient, hessian = objective(change @ point)
        return value, change.T @ gradient, change.T @ hessian @ change

    there = change @ minimum.log_parameters
    ends = profile_interval(rewritten, Minimum(there, *rewritten(there)), 0, fits[name].customers)
    assert ends == pytest.approx(profile_interval(objective, minimum, 0, fits[name].customers), rel=1e-6)


# ---------------------------------------------------------------- where there is no end


@pytest.mark.parametrize("height", [0.021, 0.05, 1.0])
def test_a_likelihood_that_levels_off_is_followed_to_its_end(height):
    """A hollow of depth `height`, with inflections: height (1 - exp(-x^2 / 2))."""
    rise = QUANTILE / 2 / 100
    ends = profile_interval(hollow(height), Minimum(np.zeros(1), *hollow(height)(np.zeros(1))), 0, 100)
    exact = np.sqrt(-2 * np.log1p(-rise / height))
    assert ends == pytest.approx([-exact, exact], rel=1e-6)


def test_an_end_that_is_not_there_is_none():
    """The same hollow, less deep than half the quantile: nothing is found up to the plausible bound."""
    assert profile_interval(hollow(0.019), Minimum(np.zeros(1), *hollow(0.019)(np.zeros(1))), 0, 100) == (None, None)


def hollow(height):
    def objective(point):
        bell = np.exp(-(point**2) / 2)
        return height * (1 - bell).item(), height * point * bell, np.diag(height * (1 - point**2) * bell)

    return objective


@pytest.mark.parametrize(("name", "seed"), [("BG/NBD", 2), ("MBG/NBD", 3), ("Pareto/NBD", 2)])
def test_in_short_histories_every_end_is_found_or_lies_beyond_the_bounds(name, seed):
    """So few customers that the others run to their bounds on the way; scipy minimises within the same bounds."""
    seen = set()
    fit = fit_purchases(name, shop(200, seed, weeks=26))
    objective, minimum = fit.likelihood
    for i in range(4):
        for side, end in zip((-1, 1), profile_interval(objective, minimum, i, 200), strict=True):
            at = side * EDGE if end is None else end
            fall = 200 * (bounded_minimum(objective, minimum, i, at) - minimum.value)
            assert fall < QUANTILE / 2 if end is None else fall == pytest.approx(QUANTILE / 2, rel=1e-3)
            seen.add(end is None)
    assert seen == {True, False}


def bounded_minimum(objective, minimum, i, end):
    def restricted(rest):
        value, gradient, _ = objective(np.insert(rest, i, end))
        return value, np.delete(gradient, i)

    starts = np.delete(minimum.log_parameters, i) + np.array([[0.0], [1.0]])
    bounds, options = [(-RUNAWAY, RUNAWAY)] * 3, {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 2000}
    return min(
        optimize.minimize(restricted, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options).fun
        for start in starts
    )


# ---------------------------------------------------------------- when


@MODELS
def test_a_fit_does_not_wait_for_intervals(name, triples):
    fit = fit_purchases(name, triples)
    assert "intervals" not in vars(fit)
    assert fit.intervals is fit.intervals


def test_what_is_not_trusted_has_no_intervals():
    fit = fit_purchases("BG/NBD", group_triples([1, 0], [7, 0], [14, 14]))
    assert fit.intervals == dict.fromkeys(("r", "alpha", "a", "b"))


def test_spend_has_intervals_in_its_currency():
    """In another unit of money gamma's interval is in that unit, and nothing else moves."""
    rng = np.random.default_rng(4)
    x = rng.integers(1, 9, 300)
    mean = rng.gamma(6 * x, 1 / (x * rng.gamma(4, 1 / 15, 300)))
    euros, cents = fit_spend(x, mean), fit_spend(x, mean * 100)
    for parameter, (low, high) in euros.intervals.items():
        unit = 100 if parameter == "gamma" else 1
        assert low < euros.parameters[parameter] < high
        assert cents.intervals[parameter] == pytest.approx((unit * low, unit * high), rel=1e-6)
