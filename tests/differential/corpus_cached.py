"""Inner functions with a cache: ``functools.cache`` and ``lru_cache``. As in ``corpus.py``."""

# ruff: noqa
from functools import lru_cache, cache
import functools


def edit(a, b):
    """types: str; str"""

    @lru_cache(maxsize=None)
    def dp(i, j):
        if i == 0:
            return j
        if j == 0:
            return i
        if a[i - 1] == b[j - 1]:
            return dp(i - 1, j - 1)
        return 1 + min(dp(i - 1, j), dp(i, j - 1), dp(i - 1, j - 1))

    return dp(len(a), len(b))


def fibs(n):
    """types: int"""

    @cache
    def fib(k):
        return k if k < 2 else fib(k - 1) + fib(k - 2)

    return [fib(i) for i in range(n % 40)]


def knap(ws, vs, cap):
    """types: list[int]; list[float]; int"""
    n = min(len(ws), len(vs))

    @lru_cache(None)
    def best(i, left):
        if i == n:
            return 0.0
        out = best(i + 1, left)
        if ws[i] <= left and ws[i] > 0:
            out = max(out, vs[i] + best(i + 1, left - ws[i]))
        return out

    return best(0, cap % 50)


def words(s, ds):
    """types: str; list[str]"""

    @functools.lru_cache
    def ok(start):
        if start == len(s):
            return True
        for d in ds:
            if d and s.startswith(d, start) and ok(start + len(d)):
                return True
        return False

    return ok(0)


def by_text(n):
    """types: int"""

    @lru_cache(maxsize=64)
    def score(w, k):
        return len(w) * k + ord(w[0])

    t = 0
    for i in range(n % 30):
        t += score("ab" if i % 3 else "c", i % 7)
    return t


def twice(n):
    """types: int"""
    t = 0
    for i in range(n % 6):

        @cache
        def f(k):
            return k + i

        t += f(1) + f(1)
    return t


def none(n):
    """types: int"""

    @cache
    def f(k, d=0):
        if k <= 0:
            return None
        return k + d

    s = 0
    for i in range(n % 9):
        r = f(i - 2)
        if r is not None:
            s += r
        q = f(i, d=1)
        if q is not None:
            s += q
    return s


def pairs(n):
    """types: int"""

    @cache
    def f(k):
        if k == 0:
            return (0, 1.0)
        a, b = f(k - 1)
        return a + k, b * 0.5

    return f(n % 60)
