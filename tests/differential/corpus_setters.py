"""Properties that are set, also by the constructor."""

# ruff: noqa


class Celsius:
    def __init__(self, t):
        self.degrees = t

    @property
    def degrees(self):
        return self._t

    @degrees.setter
    def degrees(self, value):
        self._t = max(-273.15, value)


class Dial:
    """Counts how often it is turned."""

    def __init__(self, top):
        self.turned = 0
        self.top = top
        self.angle = top // 2

    @property
    def angle(self):
        return self._angle

    @angle.setter
    def angle(self, value):
        if value < 0 or value > self.top:
            raise ValueError(value)
        self.turned += 1
        self._angle = value

    @property
    def fraction(self):
        return self._angle / self.top


class Half(Dial):
    def __init__(self, top):
        super().__init__(top)
        self.angle = self.top // 4


def warmest(xs):
    """types: list[float]"""
    best = -1000.0
    for x in xs:
        c = Celsius(x)
        if c.degrees > best:
            best = c.degrees
    return best


def warmed(xs):
    """types: list[float]"""
    c = Celsius(0.0)
    for x in xs:
        c.degrees = c.degrees + x
        c.degrees -= 0.25
    return c.degrees


def made(x):
    """types: float"""
    return Celsius(x)


def turned(xs):
    """types: list[int]"""
    dial, half = Dial(1000), Half(40)
    for x in xs:
        dial.angle = x % 1001
        half.angle = dial.angle // 26
    return dial.fraction, dial.turned, half.angle, half.turned


def too_far(x):
    """types: int"""
    dial = Dial(90)
    dial.angle += x
    return dial.angle


def heated(c, xs):
    """types: object[corpus_setters:Celsius]{_t: float}; list[float]"""
    for x in xs:
        c.degrees = x + c.degrees
    return c.degrees
