"""Filters, markets, chains: what runs along time."""

import numpy as np


def kalman(measured, f, h, q, r, x, p):
    """A Kalman filter over a series of measurements."""
    out = np.zeros((len(measured), len(x)))
    n = len(x)
    for i in range(len(measured)):
        x = f @ x
        p = f @ p @ f.T + q
        y = measured[i] - h @ x
        s = h @ p @ h.T + r
        k = p @ h.T @ np.linalg.inv(s)
        x = x + k @ y
        p = (np.eye(n) - k @ h) @ p
        out[i] = x
    return out


def unscented(x, p, kappa):
    """The sigma points of an unscented transform, and the mean and covariance they give back."""
    n = len(x)
    root = np.linalg.cholesky((n + kappa) * p)
    points = np.zeros((2 * n + 1, n))
    points[0] = x
    for k in range(n):
        points[k + 1] = x + root[:, k]
        points[n + k + 1] = x - root[:, k]
    weights = np.full(2 * n + 1, 0.5 / (n + kappa))
    weights[0] = kappa / (n + kappa)
    mean = weights @ points
    cov = np.zeros((n, n))
    for k in range(2 * n + 1):
        d = points[k] - mean
        cov += weights[k] * np.outer(d, d)
    return points, mean, cov


def black_scholes(spot, strike, years, rate, volatility):
    """Prices of European calls, the normal distribution by Abramowitz and Stegun."""
    root = volatility * np.sqrt(years)
    d1 = (np.log(spot / strike) + (rate + 0.5 * volatility * volatility) * years) / root
    d2 = d1 - root
    return spot * _normal(d1) - strike * np.exp(-rate * years) * _normal(d2)


def _normal(x):
    k = 1.0 / (1.0 + 0.2316419 * np.abs(x))
    poly = k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))))
    tail = 0.3989422804014327 * np.exp(-0.5 * x * x) * poly
    return np.where(x >= 0.0, 1.0 - tail, tail)


def option_tree(spot, strike, rate, volatility, years, steps):
    """An American put on a binomial tree."""
    dt = years / steps
    up = np.exp(volatility * np.sqrt(dt))
    down = 1.0 / up
    p = (np.exp(rate * dt) - down) / (up - down)
    discount = np.exp(-rate * dt)
    prices = spot * up ** np.arange(steps, -steps - 1, -2)
    values = np.maximum(strike - prices, 0.0)
    for _ in range(steps):
        prices = prices[:-1] * down
        values = discount * (p * values[:-1] + (1.0 - p) * values[1:])
        values = np.maximum(values, strike - prices)
    return values[0]


def spectrum(x, window):
    """The mean power of the windows of a signal, by Welch."""
    n = len(window)
    step = n // 2
    total = np.zeros(n // 2 + 1)
    count = 0
    for start in range(0, len(x) - n + 1, step):
        total += np.abs(np.fft.rfft(x[start : start + n] * window)) ** 2
        count += 1
    return total / count


def forward(observed, start, transition, emission):
    """The forward probabilities of a hidden Markov model, scaled."""
    alpha = start * emission[:, observed[0]]
    likelihood = 0.0
    for i in range(1, len(observed)):
        scale = alpha.sum()
        likelihood += np.log(scale)
        alpha = (alpha / scale) @ transition * emission[:, observed[i]]
    return likelihood + np.log(alpha.sum())


def viterbi(observed, start, transition, emission):
    """The most likely path of a hidden Markov model, in logarithms."""
    n, states = len(observed), len(start)
    score = start + emission[:, observed[0]]
    back = np.zeros((n, states), dtype=np.int64)
    for i in range(1, n):
        candidates = score[:, None] + transition
        back[i] = np.argmax(candidates, axis=0)
        score = candidates.max(axis=0) + emission[:, observed[i]]
    path = np.zeros(n, dtype=np.int64)
    path[n - 1] = np.argmax(score)
    for i in range(n - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path


def exponential_average(x, alpha):
    """Exponential smoothing of several series at once."""
    out = np.empty_like(x)
    out[0] = x[0]
    for i in range(1, len(x)):
        out[i] = alpha * x[i] + (1.0 - alpha) * out[i - 1]
    return out
