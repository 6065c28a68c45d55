"""Programs that read objects which module-level names hold; as in ``corpus.py``."""

# ruff: noqa


class Settings:
    def __init__(self):
        self.gain = 2.5
        self.limit = 40
        self.calls = 0
        self.steps = [1, 2, 3]

    def weigh(self, x):
        return x * self.gain if x < self.limit else float(self.limit)

    def count(self, x):
        self.calls += 1
        return x + self.calls


SETTINGS = Settings()


def read_only(xs):
    """types: list[float]"""
    total = 0.0
    for x in xs:
        total += x * SETTINGS.gain
        if x > SETTINGS.limit:
            total -= 1.0
    return total


def by_method(xs):
    """types: list[float]"""
    total = 0.0
    for x in xs:
        total += SETTINGS.weigh(x)
    return total + SETTINGS.steps[1]


def helper(x):
    return SETTINGS.weigh(x) + SETTINGS.gain


def through(xs, s):
    """types: list[float]; object[corpus_states:Settings]{gain: float, limit: int, calls: int, steps: list[int]}"""
    s.gain = 1.0
    return helper(xs[0]) + s.gain
