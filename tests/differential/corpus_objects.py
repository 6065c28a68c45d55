"""Programs about objects: attributes read and set, methods, properties, objects in objects and in lists.

As in ``corpus``, the first line of a docstring gives the types; ``use`` of an attribute is not stated.
"""

# ruff: noqa
import math
from dataclasses import dataclass, field


class Filter:
    """Keeps a smoothed value and what it saw."""

    RATE = 0.5

    def __init__(self, value, gain):
        self.value = value
        self.gain = gain
        self.count = 0
        self.history = []
        self.last = None

    def step(self, x):
        """types: object[corpus_objects:Filter]{value: float, gain: float, count: int, history: list[float]}; float"""
        error = x - self.value
        self.value += self.gain * error
        self.count += 1
        self.history.append(error)
        return self.value

    def peek(self):
        """types: object[corpus_objects:Filter]{value: float, gain: float, count: int, history: list[float]}"""
        return self.value * self.gain if self.count > 0 else 0.0

    def run(self, xs):
        """types: object[corpus_objects:Filter]{value: float, gain: float, count: int, history: list[float]}; list[float]"""
        total = 0.0
        for x in xs:
            total += self.step(x)
        return total

    def reset(self, keep):
        """types: object[corpus_objects:Filter]{value: float, gain: float, count: int, history: list[float]}; int"""
        self.history.append(-1.0)
        if keep >= 0:
            self.history = self.history[:keep]
            self.history.append(self.value)
        self.count = 0

    @property
    def mean(self):
        return sum(self.history) / len(self.history)

    @mean.setter
    def mean(self, value):
        self.history = [value]

    def spread(self):
        """types: object[corpus_objects:Filter]{value: float, gain: float, count: int, history: list[float]}"""
        m = self.mean
        return math.sqrt(sum((x - m) * (x - m) for x in self.history))

    def swap(self):
        """types: object[corpus_objects:Filter]{value: float, gain: float, count: int, history: list[float]}"""
        self.value, self.gain = self.gain, self.value
        return self

    def remember(self, x):
        """types: object[corpus_objects:Filter]{last: optional[float], value: float, count: int}; float"""
        if self.last is None or x > self.last:
            self.last = x
            self.count += 1
        return self.last


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def move(self, dx, dy):
        self.x += dx
        self.y += dy

    def norm(self):
        return math.sqrt(self.x * self.x + self.y * self.y)


class Body:
    """A point with a mass, which moves."""

    def __init__(self, pos, vel, mass):
        self.pos = pos
        self.vel = vel
        self.mass = mass
        self.trail = []

    def step(self, dt):
        """types: object[corpus_objects:Body]{pos: object[corpus_objects:Point]{x: float, y: float}, vel: object[corpus_objects:Point]{x: float, y: float}, mass: float, trail: list[tuple[float, float]]}; float"""
        self.pos.move(self.vel.x * dt, self.vel.y * dt)
        self.trail.append((self.pos.x, self.pos.y))
        p = self.pos
        if p.x > 10.0:
            p.x = 10.0
            self.vel.x = -self.vel.x
        return self.energy()

    def energy(self):
        return 0.5 * self.mass * self.vel.norm() ** 2


class World:
    def __init__(self, bodies):
        self.bodies = bodies
        self.time = 0.0
        self.steps = 0

    def advance(self, dt):
        """types: object[corpus_objects:World]{bodies: list[object[corpus_objects:Body]{pos: object[corpus_objects:Point]{x: float, y: float}, vel: object[corpus_objects:Point]{x: float, y: float}, mass: float, trail: list[tuple[float, float]]}], time: float, steps: int}; float"""
        total = 0.0
        for body in self.bodies:
            total += body.step(dt)
        self.time += dt
        self.steps += 1
        return total

    def nearest(self, x, y):
        """types: object[corpus_objects:World]{bodies: list[object[corpus_objects:Body]{pos: object[corpus_objects:Point]{x: float, y: float}}], steps: int}; float; float"""
        best = -1
        best_d = math.inf
        for i, body in enumerate(self.bodies):
            d = (body.pos.x - x) ** 2 + (body.pos.y - y) ** 2
            if d < best_d:
                best = i
                best_d = d
        return best

    def collide(self, i, j):
        """types: object[corpus_objects:World]{bodies: list[object[corpus_objects:Body]{vel: object[corpus_objects:Point]{x: float, y: float}, mass: float}]}; int; int"""
        a = self.bodies[i]
        b = self.bodies[j]
        k = a.mass / (a.mass + b.mass)
        a.vel.x = k * a.vel.x
        b.vel.x = (1 - k) * b.vel.x
        a.vel.y, b.vel.y = b.vel.y, a.vel.y


def kick(bodies, speed):
    """types: list[object[corpus_objects:Body]{vel: object[corpus_objects:Point]{x: float, y: float}, mass: float}]; float"""
    for body in bodies:
        body.vel.x += speed / body.mass
    return len(bodies)


def distance(a, b):
    """types: object[corpus_objects:Point]{x: float, y: float}; object[corpus_objects:Point]{x: float, y: float}"""
    return math.hypot(a.x - b.x, a.y - b.y)


def pull(a, b, k):
    """types: object[corpus_objects:Point]{x: float, y: float}; object[corpus_objects:Point]{x: float, y: float}; float"""
    a.x += (b.x - a.x) * k
    a.y += (b.y - a.y) * k
    return b.norm()


def maybe(p, default):
    """types: optional[object[corpus_objects:Point]{x: float, y: float}]; float"""
    if p is None:
        return default
    p.move(1.0, default)
    return p.x + p.y


class Life:
    def __init__(self, cells):
        self.cells = cells
        self.height = len(cells)
        self.width = len(cells[0])
        self.age = 0

    def neighbours(self, r, c):
        count = 0
        for dr in (-1, 0, 1):
            for dc in (-1, 0, 1):
                if dr or dc:
                    count += self.cells[(r + dr) % self.height][(c + dc) % self.width]
        return count

    def step(self):
        """types: object[corpus_objects:Life]{cells: list[list[int]], height: int, width: int, age: int}"""
        new = [[0] * self.width for _ in range(self.height)]
        for r in range(self.height):
            for c in range(self.width):
                n = self.neighbours(r, c)
                if n == 3 or (n == 2 and self.cells[r][c]):
                    new[r][c] = 1
        self.cells = new
        self.age += 1
        return sum(sum(row) for row in new)

    def flip(self, r, c):
        """types: object[corpus_objects:Life]{cells: list[list[int]]}; int; int"""
        row = self.cells[r]
        row[c] = 1 - row[c]
        return row[c]


class UnionFind:
    def __init__(self, n):
        self.parent = list(range(n))
        self.size = [1] * n
        self.count = n

    def find(self, x):
        while self.parent[x] != x:
            self.parent[x] = self.parent[self.parent[x]]
            x = self.parent[x]
        return x

    def union(self, a, b):
        """types: object[corpus_objects:UnionFind]{parent: list[int], size: list[int], count: int}; int; int"""
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        if self.size[a] < self.size[b]:
            a, b = b, a
        self.parent[b] = a
        self.size[a] += self.size[b]
        self.count -= 1
        return True


class Shape:
    scale = 2

    def area(self):
        return 0.0

    def total(self, n):
        """types: object[corpus_objects:Square]{side: float, scale: int}; int"""
        out = 0.0
        for _ in range(n):
            out += self.area()
        return out * self.scale

    def label(self, k):
        return self.scale + k


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side * self.side

    @staticmethod
    def twice(x):
        return 2 * x

    def label(self, k):
        """types: object[corpus_objects:Square]{side: float, scale: int}; int"""
        return super().label(k) + self.twice(k) + Square.twice(1)

    def grow(self):
        """types: object[corpus_objects:Square]{side: float, scale: int}"""
        self.scale += 1
        self.side *= 2.0


@dataclass
class Account:
    balance: float = 0.0
    fee: float = 1.5
    log: list = None
    _secret: int = 3
    __code: int = 4

    def pay(self, amount):
        """types: object[corpus_objects:Account]{balance: float, fee: float, log: list[float], _Account__code: int}; float"""
        if amount <= 0.0 or amount + self.fee > self.balance:
            raise ValueError(amount)
        self.balance -= amount + self.fee
        self.log.append(-amount)
        self.__code += 1
        return self.balance


class Vec:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z=0.0):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vec(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k, self.z * k)

    def __rmul__(self, k):
        return self * k

    def __neg__(self):
        return Vec(-self.x, -self.y, -self.z)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def length(self):
        return math.sqrt(self.dot(self))

    def scaled(self, k):
        """types: object[corpus_objects:Vec]{x: float, y: float, z: float}; float"""
        return Vec(self.x * k, self.y * k, self.z * k)

    def unit(self):
        """types: object[corpus_objects:Vec]{x: float, y: float, z: float}"""
        return self.scaled(1.0 / self.length())


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction


def walk(start, k, n):
    """types: object[corpus_objects:Vec]{x: float, y: float, z: float}; float; int"""
    p = start.scaled(1.0)
    for i in range(n):
        p = p.scaled(k)
        if p.length() > 1e6:
            break
    return p


def make(n):
    """types: int"""
    out = []
    for i in range(n):
        out.append(Vec(float(i), 0.5, z=1.0))
    return out


def path(points, dx):
    """types: list[object[corpus_objects:Vec]{x: float, y: float, z: float}]; float"""
    for p in points:
        p.x += dx
    points.append(Vec(dx, dx))
    return len(points)


class Box:
    def __init__(self, name_length, low):
        self.size = name_length * 2
        self.low = low
        self.items = []
        self.best = None
        self.total = self.size + low


class Holder:
    def __init__(self):
        self.v = Vec(0.0, 0.0, 0.0)
        self.count = 0

    def push(self, k):
        """types: object[corpus_objects:Holder]{v: object[corpus_objects:Vec]{x: float, y: float, z: float}, count: int}; float"""
        self.v = self.v.scaled(k)
        self.v.x += 1.0
        self.count += 1
        return self.v.length()


def boxes(n, low):
    """types: int; float"""
    b = Box(n, low)
    for i in range(n):
        b.items.append(i)
        b.size += 1
    b.best = n
    return b


def orbit(p, v, dt, n):
    """types: object[corpus_objects:Vec]{x: float, y: float, z: float}; object[corpus_objects:Vec]{x: float, y: float, z: float}; float; int"""
    pos = p + v * 0.0
    vel = v * 1.0
    for _ in range(n):
        r = pos.length()
        acc = -pos * (1.0 / (r * r * r))
        vel = vel + acc * dt
        pos += dt * vel
    return pos, vel.length()


class Mat:
    def __init__(self, n):
        self.n = n
        self.data = [0.0] * (n * n)

    def __getitem__(self, ij):
        i, j = ij
        return self.data[i * self.n + j]

    def trace(self):
        """types: object[corpus_objects:Mat]{n: int, data: list[float]}"""
        s = 0.0
        for i in range(self.n):
            s += self[i, i]
        return s

    def transposed(self):
        """types: object[corpus_objects:Mat]{n: int, data: list[float]}"""
        out = Mat(self.n)
        for i in range(self.n):
            for j in range(self.n):
                out.data[j * self.n + i] = self[i, j]
        return out


class V2:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __mul__(self, other):
        if isinstance(other, V2):
            return self.x * other.x + self.y * other.y
        if isinstance(other, (int, float)):
            return V2(self.x * other, self.y * other)
        raise TypeError(other)

    def __eq__(self, other):
        if not isinstance(other, V2) or type(other) is not V2 or type(self.x) != float:
            raise TypeError(other)
        return self.x == other.x and self.y == other.y


def mix(a, b, k):
    """types: object[corpus_objects:V2]{x: float, y: float}; object[corpus_objects:V2]{x: float, y: float}; float"""
    c = a * k
    if c == b:
        return 0.0
    return c * b


class Track:
    def __init__(self, i, x):
        self.id = i
        self.x = x
        self.missed = 0

    def distance(self, x):
        return abs(self.x - x)


class Tracker:
    def __init__(self):
        self.tracks = []
        self.threshold = 2.0

    def nearest(self, x):
        """types: object[corpus_objects:Tracker]{tracks: list[object[corpus_objects:Track]{id: int, x: float}], threshold: float}; float"""
        best = None
        best_d = self.threshold
        for t in self.tracks:
            d = t.distance(x)
            if d < best_d:
                best = t
                best_d = d
        if best is None:
            return -1
        return best.id

    def oldest(self):
        """types: object[corpus_objects:Tracker]{tracks: list[object[corpus_objects:Track]{id: int, missed: int}]}"""
        old = self.tracks[0]
        for i in range(1, len(self.tracks)):
            if self.tracks[i].missed > old.missed:
                old = self.tracks[i]
        return old.id, old.missed

    def closest_pair(self):
        """types: object[corpus_objects:Tracker]{tracks: list[object[corpus_objects:Track]{id: int, x: float}]}"""
        first = None
        second = None
        gap = math.inf
        for i, a in enumerate(self.tracks):
            for j, b in enumerate(self.tracks):
                if i < j and a.distance(b.x) < gap:
                    gap = a.distance(b.x)
                    first = a
                    second = b
        if first is not None and second is not None:
            return first.id, second.id
        return None

    def age(self):
        """types: object[corpus_objects:Tracker]{tracks: list[object[corpus_objects:Track]{id: int, x: float, missed: int}]}"""
        worst = -1
        for t in self.tracks:
            t.missed += 1
            t.x *= 0.5
            if t.missed > 3:
                worst = t.id
        return worst

    def quiet(self, limit):
        """types: object[corpus_objects:Tracker]{tracks: list[object[corpus_objects:Track]{x: float, missed: int}]}; int"""
        return sum(1 for t in self.tracks if t.missed < limit), max(t.x for t in self.tracks if t.missed >= 0)


@dataclass
class Sample:
    x: float
    weight: float = 1.0
    kind: int = 0
    notes: list = field(default_factory=list)

    def scaled(self, k):
        """types: object[corpus_objects:Sample]{x: float, weight: float, kind: int, notes: list[float]}; float"""
        made = Sample(self.x * k, weight=self.weight)
        made.notes.append(k)
        return made


@dataclass(frozen=True, order=True)
class Place:
    """Its instances do not change: others are made."""

    x: float
    y: float = field(default=0.0, repr=False)
    name: str = "v"

    def plus(self, other):
        """types: object[corpus_objects:Place]{x: float, y: float, name: str}; object[corpus_objects:Place]{x: float, y: float, name: str}"""
        return Place(self.x + other.x, self.y + other.y, name=self.name)

    def norm(self):
        return (self.x * self.x + self.y * self.y) ** 0.5


@dataclass(unsafe_hash=True, slots=True)
class Step:
    source: int
    target: int
    weight: float = field(default=1.0)


def spiral(n):
    """types: int"""
    place = Place(1.0)
    out = []
    for i in range(n):
        place = Place(place.y - i, place.x * 0.5, "w")
        out.append(place.norm())
    return out, place


def steps(n):
    """types: int"""
    made = [Step(i, i + 1) for i in range(n)]
    for step in made:
        step.weight += step.source
    return made


@dataclass
class Marked(Sample):
    mark: int = 7


def resample(xs, k):
    """types: list[float]; int"""
    out = []
    for i, x in enumerate(xs):
        if i % k == 0:
            out.append(Marked(x, 0.5, mark=i))
    return out


class Defaults:
    LIMIT = 10.0


class Tuning(Defaults):
    STEPS = [1, 2, 4]


def tuned(x):
    """types: float"""
    total = min(x, Tuning.LIMIT)
    for step in Tuning.STEPS:
        total += step * x
    return total


def steps_asked(xs):
    """types: list[int]"""
    return [Tuning.STEPS.count(x) + (Tuning.STEPS.index(x) if x in Tuning.STEPS else 0) for x in xs]


class Shift:
    MASK = 0xFFFF

    def __init__(self, seed):
        self.state = [seed, seed ^ 12345]
        self.index = 0

    def next(self):
        x, y = self.state
        x ^= (x << 3) & self.MASK
        self.state = [y, (x ^ y ^ (x >> 7)) & self.MASK]
        self.index += 1
        return self.state[1] + y

    def many(self, n):
        """types: object[corpus_objects:Shift]{state: list[int], index: int, MASK: int}; int"""
        total = 0
        for _ in range(min(n, 50)):
            total ^= self.next()
        return total


class Neuron:
    def __init__(self, weights, bias):
        self.weights = weights
        self.bias = bias
        self.delta = 0.0
        self.output = 0.0

    def activate(self, inputs):
        total = self.bias
        for w, x in zip(self.weights, inputs):
            total += w * x
        self.output = 1.0 / (1.0 + math.exp(-total))
        return self.output


class Layer:
    def __init__(self, neurons):
        self.neurons = neurons

    def forward(self, inputs):
        return [n.activate(inputs) for n in self.neurons]


class Network:
    def __init__(self, layers, rate):
        self.layers = layers
        self.rate = rate

    def forward(self, inputs):
        """types: object[corpus_objects:Network]{layers: list[object[corpus_objects:Layer]{neurons: list[object[corpus_objects:Neuron]{weights: list[float], bias: float, delta: float, output: float}]}], rate: float}; list[float]"""
        row = inputs
        for layer in self.layers:
            row = layer.forward(row)
        return row

    def backward(self, expected):
        """types: object[corpus_objects:Network]{layers: list[object[corpus_objects:Layer]{neurons: list[object[corpus_objects:Neuron]{weights: list[float], bias: float, delta: float, output: float}]}], rate: float}; list[float]"""
        for i in reversed(range(len(self.layers))):
            layer = self.layers[i]
            errors = []
            if i != len(self.layers) - 1:
                for j in range(len(layer.neurons)):
                    error = 0.0
                    for neuron in self.layers[i + 1].neurons:
                        error += neuron.weights[j] * neuron.delta
                    errors.append(error)
            else:
                for j in range(len(layer.neurons)):
                    neuron = layer.neurons[j]
                    errors.append(neuron.output - expected[j])
            for j in range(len(layer.neurons)):
                neuron = layer.neurons[j]
                neuron.delta = errors[j] * neuron.output * (1.0 - neuron.output)

    def learn(self, row):
        """types: object[corpus_objects:Network]{layers: list[object[corpus_objects:Layer]{neurons: list[object[corpus_objects:Neuron]{weights: list[float], bias: float, delta: float, output: float}]}], rate: float}; list[float]"""
        for i, layer in enumerate(self.layers):
            inputs = row
            if i != 0:
                inputs = [n.output for n in self.layers[i - 1].neurons]
            for neuron in layer.neurons:
                for j in range(len(inputs)):
                    neuron.weights[j] -= self.rate * neuron.delta * inputs[j]
                neuron.bias -= self.rate * neuron.delta


def first_or_scaled(xs, ks):
    """types: list[float]; list[float]"""
    row = xs
    for k in ks:
        row = [x * k for x in row]
    return row


def chosen(xs, ys, k):
    """types: list[float]; list[float]; int"""
    seen = xs
    if k > 2:
        seen = [y + 1.0 for y in ys]
    total = 0.0
    for x in seen:
        total += x
    return total


def deep(grid, i):
    """types: list[list[list[int]]]; int"""
    plane = grid[i]
    for row in plane:
        cells = row
        cells[0] += 1
    last = plane[-1]
    last[-1] = 7
    return len(plane)


class Counter:
    def __init__(self, n, rate):
        self.n = n
        self.rate = rate
        self.marks = [0, 0, 0]

    def bump(self):
        self.n += 1
        self.rate *= 1.5
        return self.n

    def order(self):
        """types: object[corpus_objects:Counter]{n: int, rate: float, marks: list[int]}"""
        first = self.n + self.bump() * self.n
        second = self.rate * self.bump() - self.rate
        if self.n < self.bump():
            first -= self.n
        self.marks[self.n % 3] = self.bump()
        self.n = self.n * 10 + self.bump()
        self.n += self.bump()
        return first, second, self.n - self.bump()

    def nested(self, other):
        """types: object[corpus_objects:Counter]{n: int, rate: float, marks: list[int]}; object[corpus_objects:Counter]{n: int, rate: float, marks: list[int]}"""
        self.n, other.n = other.bump(), self.bump()
        self.marks, spare = [other.n, self.n], 3
        self.marks[-1] += spare
        return max(self.n, other.n), self.marks[0] if other.n > 3 else other.marks[0]


def close_pairs(tracks, limit):
    """types: list[object[corpus_objects:Track]{id: int, x: float}]; float"""
    out = []
    for i, a in enumerate(tracks):
        for b in tracks[i + 1 :]:
            if a.distance(b.x) < limit:
                out.append((a.id, b.id))
    for c in tracks[-2:]:
        out.append((c.id, -1))
    return out


def oldest_of(tracks):
    """types: list[object[corpus_objects:Track]{id: int, missed: int}]"""
    old = tracks[0]
    for t in tracks[1:]:
        if t.missed > old.missed:
            old = t
    return old.id


def last_row_stays(rows, x):
    """types: list[list[int]]; int"""
    last = rows[-1]
    rows.append([x])
    last.append(x)
    return len(rows)


class Sized:
    """Methods that are called like those of arrays."""

    def __init__(self, xs):
        self.xs = xs
        self.size = len(xs)

    def mean(self):
        return sum(self.xs) / self.size

    def sum(self, scale=1.0):
        return scale * self.mean() * self.size

    def both(self):
        """types: object[corpus_objects:Sized]{xs: list[float], size: int}"""
        return self.sum(scale=2.0) + self.mean()


class Angle:
    """An angle that is made in several ways."""

    FULL = 360.0

    def __init__(self, degrees):
        self.degrees = degrees

    @classmethod
    def turned(cls, turns):
        return cls(turns * cls.FULL)

    @classmethod
    def wrapped(cls, degrees, /, *, shift=0.0):
        value = cls.clean(degrees + shift)
        return cls(value)

    @classmethod
    def clean(cls, degrees):
        while degrees >= cls.FULL:
            degrees -= cls.FULL
        return degrees

    def next_turn(self, turns):
        """types: object[corpus_objects:Angle]{degrees: float}; list[float]"""
        total = self.degrees
        for t in turns:
            total += self.clean(min(abs(t), 1000.0)) + self.turned(t).degrees
        return total


class RightAngle(Angle):
    """The class methods are given this class."""

    FULL = 90.0

    def quarters(self, turns):
        """types: object[corpus_objects:RightAngle]{degrees: float}; list[float]"""
        total = self.degrees
        for t in turns:
            total += Angle.turned(t).degrees
        return total


def all_turned(turns):
    """types: list[float]"""
    made = [Angle.turned(t) for t in turns]
    return [a.degrees for a in made] + [Angle.wrapped(min(abs(t), 5000.0), shift=10.0).degrees for t in turns]


class Pair:
    """Makes others of its own class."""

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def plus(self, other):
        if isinstance(other, self.__class__):
            return self.__class__(self.x + other.x, self.y + other.y)
        return type(self)(self.x + other, self.y + other)

    def scaled(self, k):
        return type(self)(self.x * k, y=self.y * k)

    def moved(self, k):
        """types: object[corpus_objects:Pair]{x: float, y: float}; float"""
        v = self.scaled(k).plus(self).plus(k)
        return v.x, v.y

    def alike(self, other):
        """types: object[corpus_objects:Pair]{x: float, y: float}; object[corpus_objects:Pair]{x: float, y: float}
        also: object[corpus_objects:NamedPair]{x: float, y: float}; object[corpus_objects:NamedPair]{x: float, y: float}
        also: object[corpus_objects:NamedPair]{x: float, y: float}; object[corpus_objects:Pair]{x: float, y: float}
        also: object[corpus_objects:Pair]{x: float, y: float}; float
        """
        if type(self) != type(other):
            return isinstance(other, type(self))
        return self.x == other.x and self.__class__ is other.__class__


class NamedPair(Pair):
    """A subclass."""


def of_one_kind(a, b):
    """types: int; float
    also: list[int]; str
    also: bool; bool
    """
    return type(a) == type(b), isinstance(a, type(b)), type(a) is not type(b)


@dataclass
class Particle:
    """Made anew from others, with attributes that are read in another order than they are set."""

    x: float
    y: float
    weight: float = 1.0


class Cloud:
    """Replaces the list of its particles."""

    def __init__(self, particles):
        self.particles = particles

    def resample(self, step):
        """types: object[corpus_objects:Cloud]{particles: list[object[corpus_objects:Particle]{x: float, y: float, weight: float}]}; float"""
        most = max(p.weight for p in self.particles)
        beta = 0.0
        new = []
        for i in range(len(self.particles)):
            beta += step * most
            q = self.particles[i]
            new.append(Particle(q.x + beta, q.y, q.weight))
        self.particles = new
