"""Every formula against mpmath's hypergeometric closed forms at 50 digits, to 1e-9 relative and mostly far below."""

import mpmath as mp
import numpy as np
import pytest

from analysis.btyd import BGNBD, MBGNBD, GammaGamma, ParetoNBD

EXACT = {"rel": 1e-11}
BETA_GEOMETRIC = {BGNBD: 0, MBGNBD: 1}  # chances of dropping out before the first repeat purchase


@pytest.fixture(autouse=True)
def _fifty_digits():
    with mp.workdps(50):
        yield


def quantities(model, t, x, t_x, T):
    """Return what mpmath checks: ln L, P(alive), E[purchases if alive], P(buy)."""
    history = x, t_x, T
    return [
        float(value)
        for value in (
            model.log_likelihood(*history),
            model.p_alive(*history),
            model.expected_if_alive(t, *history),
            model.probability_of_purchase(t, *history),
        )
    ]


def exact(model, t, x, t_x, T):
    return (exact_pareto if isinstance(model, ParetoNBD) else exact_beta_geometric)(model, t, x, t_x, T)


def exact_beta_geometric(model, t, x, t_x, T):
    """FHL 2005a §7, eq 10 and note 029 eq 14; MBG/NBD with one more survived chance."""
    chances = BETA_GEOMETRIC[type(model)]
    r, alpha, a, b, t, x, t_x, T = map(mp.mpf, (*model.parameters.values(), t, x, t_x, T))
    k, A, B = r + x, alpha + T, b + chances
    common = mp.rf(r, x) * alpha**r / mp.beta(a, b)
    alive = common * mp.beta(a, B + x) * A**-k
    gone = common * mp.beta(a + 1, B + x - 1) * (alpha + t_x) ** -k if x + chances else 0
    p_alive = alive / (alive + gone)
    hypergeometric = mp.hyp2f1(k, B + x, a + B + x - 1, t / (A + t))
    mean = (a + B + x - 1) / (a - 1) * (1 - (A / (A + t)) ** k * hypergeometric)
    return [float(v) for v in (mp.log(alive + gone), p_alive, mean, p_alive * (1 - (A / (A + t)) ** k))]


def exact_pareto(model, t, x, t_x, T):
    """Note 009 eqs 18-20, 36 and 41, note 013 eq 24."""
    r, alpha, s, beta, t, x, t_x, T = map(mp.mpf, (*model.parameters.values(), t, x, t_x, T))
    k, A, B = r + x, alpha + T, beta + T

    def left_after(u):
        large, power = (alpha, s + 1) if alpha >= beta else (beta, k)
        return mp.hyp2f1(k + s, power, k + s + 1, abs(alpha - beta) / (large + u)) / (large + u) ** (k + s)

    def buys_after(u):
        large, power = (A, s) if A >= B else (B, k + 1)
        scale = (A / (large + u)) ** k * (B / (large + u)) ** s
        return k / (k + s) * scale * mp.hyp2f1(power, k + s, k + s + 1, abs(A - B) / (large + u))

    common = mp.rf(r, x) * alpha**r * beta**s
    alive, gone = common * A**-k * B**-s, common * s / (k + s) * (left_after(t_x) - left_after(T))
    mean = k * B / (A * (s - 1)) * (1 - (B / (B + t)) ** (s - 1))
    p_alive = alive / (alive + gone)
    return [float(v) for v in (mp.log(alive + gone), p_alive, mean, p_alive * (buys_after(0) - buys_after(t)))]


def some_case(kind, seed, most_purchases):
    """Draw parameters over five decades, a history in whole days and a horizon."""
    rng = np.random.default_rng(seed)

    def between(low, high):
        return float(np.exp(rng.uniform(np.log(low), np.log(high))))

    T_days = int(rng.integers(7, 2000))
    t_x_days = int(rng.integers(0, T_days + 1))
    x = int(between(1, most_purchases)) if t_x_days else 0
    shapes = between(0.01, 20), between(0.05, 300), between(0.01, 20), between(0.05, 300)
    return kind(*shapes), between(0.1, 200), x, t_x_days / 7, T_days / 7


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("kind", [BGNBD, MBGNBD, ParetoNBD])
def test_formulas_agree_with_the_closed_forms(kind, seed):
    case = some_case(kind, seed, most_purchases=100)
    assert quantities(*case) == pytest.approx(exact(*case), **EXACT)


@pytest.mark.parametrize("kind", [BGNBD, MBGNBD, ParetoNBD])
@pytest.mark.parametrize("x", [1000, 5000])
def test_formulas_agree_for_thousands_of_purchases(kind, x):
    third = 11.7 if kind is ParetoNBD else 2.4
    case = kind(0.55, 10.6, 0.61, third), 39.0, x, 38.0, 39.0
    assert quantities(*case) == pytest.approx(exact(*case), **EXACT)


@pytest.mark.parametrize("kind", [BGNBD, MBGNBD])
def test_a_bot_with_50000_purchases_has_exact_numbers(kind):
    """The closed form needs thousands of digits here; the mean over p does not."""
    model, t, x, t_x, T = kind(0.24, 4.4, 0.79, 2.43), 52.0, 50_000, 57.0, 57.1
    r, alpha, a, b = map(mp.mpf, model.parameters.values())
    k, A, B = r + x, alpha + T, b + x + BETA_GEOMETRIC[kind]
    alive = mp.log(mp.beta(a, B)) - k * mp.log(A)
    gone = mp.log(mp.beta(a + 1, B - 1)) - k * mp.log(alpha + t_x)
    common = mp.loggamma(k) - mp.loggamma(r) + r * mp.log(alpha) - mp.log(mp.beta(a, b))
    log_likelihood = common + mp.log(mp.exp(alive) + mp.exp(gone))
    p_alive = 1 / (1 + mp.exp(gone - alive))
    counts = mp.quad(lambda v: _count(v ** (1 / a), t / A, k, B), [0, *(mp.mpf(10) ** -e for e in range(5, 0, -1))])
    buys = p_alive * (1 - (A / (A + t)) ** k)
    expected = [float(v) for v in (log_likelihood, p_alive, counts / a / mp.beta(a, B), buys)]
    assert quantities(model, t, x, t_x, T) == pytest.approx(expected, **EXACT)


def _count(p, ratio, k, B):
    return (1 - p) ** (B - 1) * (1 - (1 + p * ratio) ** -k) / p if p else k * ratio


def test_a_pareto_bot_with_50000_purchases_has_exact_numbers():
    """The closed form needs thousands of digits here; the integrals it stands for do not."""
    model, t, x, t_x, T = ParetoNBD(0.55, 10.6, 0.61, 11.7), 52.0, 50_000, 57.0, 57.1
    r, alpha, s, beta = map(mp.mpf, model.parameters.values())
    k, A, B = r + x, alpha + T, beta + T
    pieces = [mp.mpf(t_x) + mp.mpf(T - t_x) * i / 16 for i in range(17)]
    gone = s * mp.quad(lambda u: (alpha + u) ** -k * (beta + u) ** (-s - 1), pieces)
    alive = A**-k * B**-s
    log_likelihood = mp.loggamma(k) - mp.loggamma(r) + r * mp.log(alpha) + s * mp.log(beta) + mp.log(alive + gone)
    assert float(model.log_likelihood(x, t_x, T)) == pytest.approx(float(log_likelihood), **EXACT)
    assert float(model.p_alive(x, t_x, T)) == pytest.approx(float(alive / (alive + gone)), **EXACT)
    soon = [mp.mpf(0), *(mp.mpf(10) ** -e for e in range(4, 0, -1)), 1, t]
    buys = mp.quad(lambda u: k / A * (1 + u / A) ** (-k - 1) * (1 + u / B) ** -s, soon)
    probability = model.probability_of_purchase(t, x, t_x, T) / model.p_alive(x, t_x, T)
    assert float(probability) == pytest.approx(float(buys), **EXACT)


@pytest.mark.parametrize("a", [1 - 1e-9, 1.0, 1 + 1e-9])
def test_a_dropout_shape_near_one_is_no_singularity(a):
    """The closed form divides by a - 1; the mean over p does not."""
    p_density = mp.beta(a, 3) ** -1
    exact_mean = mp.quad(
        lambda p: p_density * p ** (a - 1) * (1 - p) ** 2 * (1 - (1 + p * 52 / 44) ** mp.mpf("-4.5")) / p, [0, 0.1, 1]
    )
    assert BGNBD(3.5, 4.0, a, 2.0).expected_if_alive(52, 1, 20, 40) == pytest.approx(float(exact_mean), **EXACT)


@pytest.mark.parametrize("s", [1 - 1e-9, 1.0, 1 + 1e-9])
def test_a_lifetime_shape_near_one_is_no_singularity(s):
    """The limit s = 1 of note 009 eq 41 is a logarithm."""
    limit = 4.5 / 44 * 50 * np.log1p(52 / 50)
    assert ParetoNBD(3.5, 4.0, s, 10.0).expected_if_alive(52, 1, 20, 40) == pytest.approx(limit, rel=1e-8)


def test_one_time_buyers_have_a_finite_forecast_when_a_plus_b_is_under_one():
    """Where lifetimes gives NaN; the mean over p ~ Beta(.3, .4) by mpmath."""
    model = BGNBD(0.25, 4.4, 0.3, 0.4)
    density = mp.beta(0.3, 0.4)
    # p = v^5 takes the pole of the density at 0 away, 1 - p = w^5 the one at 1.
    near_0 = mp.quad(lambda v: 5 * v**4 * _weighted(v**5, model) / density, [0, mp.mpf("0.5") ** 0.2])
    near_1 = mp.quad(lambda w: 5 * w**4 * _weighted(1 - w**5, model, w**5) / density, [0, mp.mpf("0.5") ** 0.2])
    assert model.expected_purchases(39, 0, 0, 39) == pytest.approx(float(near_0 + near_1), rel=1e-9)


def _weighted(p, model, one_less_p=None):
    q = 1 - p if one_less_p is None else one_less_p
    if p == 0 or q == 0:
        return mp.mpf(0)
    count = (1 - (1 + p * 39 / mp.mpf(model.alpha + 39)) ** -mp.mpf(model.r)) / p
    return p ** (mp.mpf(model.a) - 1) * q ** (mp.mpf(model.b) - 1) * count


@pytest.mark.parametrize("t", [1e-6, 1.0, 1e3, 1e4])
@pytest.mark.parametrize(
    "model", [BGNBD(0.5, 0.01, 0.3, 0.4), MBGNBD(0.5, 0.01, 0.3, 0.4), ParetoNBD(0.5, 0.01, 0.3, 0.4)]
)
def test_horizons_far_beyond_the_scale_of_the_data_stay_exact(model, t):
    case = model, t, 3, 1.0, 2.0
    assert quantities(*case) == pytest.approx(exact(*case), **EXACT)


@pytest.mark.parametrize("x", [1, 7, 5000])
def test_spend_likelihood_agrees_with_the_density_of_a_mean(x):
    """Note 025 eq 1a, and by integration over nu for the mean of x Gamma(p, nu) amounts."""
    model, mean = GammaGamma(6.25, 3.74, 15.4), 35.0
    p, q, gamma, m = map(mp.mpf, (model.p, model.q, model.gamma, mean))
    px = p * x
    exact_value = (
        mp.loggamma(px + q) - mp.loggamma(px) - mp.loggamma(q) + q * mp.log(gamma)
        + (px - 1) * mp.log(m) + px * mp.log(x) - (px + q) * mp.log(gamma + m * x)
    )  # fmt: skip
    assert float(model.log_likelihood(x, mean)) == pytest.approx(float(exact_value), **EXACT)
