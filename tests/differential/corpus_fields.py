"""Arrays that objects hold, in expressions on whole arrays: read where they lie, changed in the same statement."""

# ruff: noqa
import numpy as np


class Adam:
    def __init__(self, w):
        self.w = w.copy()
        self.m = np.zeros(len(w))
        self.v = np.zeros(len(w))
        self.t = 0

    def step(self, g, lr):
        self.t += 1
        self.m = 0.9 * self.m + 0.1 * g
        self.v = 0.99 * self.v + 0.01 * g * g
        self.w = self.w - lr * self.m / (np.sqrt(self.v) + 1e-8)
        return self.w.sum()

    def decay(self, k):
        self.v[:] = self.v * 0.5
        self.m[1:] = self.m[:-1] + self.w[1:]
        return int(np.argmax(self.v)), float(np.sum(self.m * self.w)), np.dot(self.w, self.m)

    def best(self):
        return self.w[np.argmax(self.w)] + self.m[np.argsort(self.m)][0]


def train(w, g, lr, n):
    """types: ndarray[float64, 1]; ndarray[float64, 1]; float; int"""
    opt = Adam(w)
    s = 0.0
    for _ in range(abs(n) % 5):
        s += opt.step(g, lr)
    return s, opt.decay(n), opt.best()


class Kalman:
    def __init__(self, n):
        self.x = np.zeros((n, 1))
        self.P = np.eye(n)
        self.Q = np.eye(n) * 0.1

    def predict(self, F):
        self.x = F @ self.x
        self.P = F @ self.P @ F.T + self.Q
        return self.P.trace()


def track(F, n):
    """types: ndarray[float64, 2]; int"""
    k = Kalman(len(F))
    t = 0.0
    for _ in range(abs(n) % 4):
        t += k.predict(F)
    return t
