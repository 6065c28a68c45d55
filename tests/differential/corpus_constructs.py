"""Programs about constructs of the language around calls, unpacking and closures; as in ``corpus.py``."""

# ruff: noqa
import math
import typing
from collections import Counter, defaultdict, deque
from typing import cast


def ranges_of_pairs(p, q):
    """types: tuple[int, int]; tuple[int, int, int]"""
    t = 0
    for i in range(*p):
        t += i
    return t, list(range(*p)), [x * 2 for x in range(*q)], sum(range(0, *p)), [i for i in range(*(p[1], p[0]))]


def columns_of_pairs(ps, rows, d):
    """types: list[tuple[float, int, str]]; list[list[int]]; dict[str, float]"""
    xs, ys, zs = zip(*ps)
    a, b = zip(*rows)
    ks, vs = zip(*d.items())
    v, k = zip(*sorted((v, k) for k, v in d.items()))
    return sum(xs), ys, zs, list(a), max(b), ks, vs, v, k


def items_unpacked(xs, p):
    """types: list[int]; tuple[int, int]"""
    if len(xs) != 2:
        xs = [1, len(xs)]
    a, b = (x * 2 for x in xs)
    c, d = map(abs, p)
    e, f = reversed(xs)
    return a + b, c + d, e - f


def numbers_unpacked(s, n):
    """types: str; int"""
    g, h = map(int, f"{n} {n * 2 + 1}".split())
    a, b = (c for c in s)
    return g * h, a + b


def dicts_from_keys(xs, s):
    """types: list[int]; list[str]"""
    d = dict.fromkeys(xs, 0)
    for x in xs:
        d[x] += 1
    e = dict.fromkeys((x * 2 for x in xs), 0.5)
    return d, list(dict.fromkeys(s)), e, list({x: 1 for x in xs}), list(map(abs, xs)), list(v for v in xs), list(xs)


def octets_replaced(xs, b):
    """types: list[int]; bytearray"""
    b[2:5] = bytes([1, 2, 3])
    b[0:3] = [x % 200 for x in xs[:3]]
    b[1:2] = b
    b[:0] = b[-2:]
    del b[3:4]
    if len(b) > 5:
        del b[5]
        b.insert(2, 77)
    c = b.copy()
    c[0:1] = xs
    return b, c


def any_number(*xs):
    """types: tuple_of[float]"""
    total = 0.0
    for x in xs:
        total += x
    return total, len(xs), max(xs), list(xs)


def two_or_more(first, *rest, scale=2):
    """types: int; tuple[int, float]; int"""
    a, b = rest
    return first * a, b * scale, len(rest), bigger_of(*rest), bigger_of(first, scale)


def bigger_of(*values):
    return max(values)


def lists_starred(*rows, to=0):
    """types: tuple[list[int], list[int]]; int"""
    rows[0].append(to)
    return rows[0][0] + rows[1][-1]


def each_of_tuples(a, b, p, *rows):
    """types: str; str; tuple[str, str]; tuple[list[int], list[int]]"""
    t = 0
    for s in (a, b):
        t += len(s)
    out = [s for s in p] + [s for s in reversed(p)]
    for s in p:
        for c in s:
            t += ord(c)
    for x, row in zip((1, 2), rows):
        t += x * len(row) + sum(row)
    return t, out


class Scale:
    def __init__(self, factor):
        self.factor = factor

    def summed(self, *texts):
        """types: object[corpus_constructs:Scale]{factor: int}; tuple[str, str]"""
        return sum(map(len, texts)) * self.factor, self.joined(*texts)

    def joined(self, *texts):
        return "-".join(texts)


def counts_with_nonlocal(xs, k):
    """types: list[int]; int"""
    t, n = 0, 0.5

    def add(v):
        nonlocal t, n
        if v < 0:
            return n
        t += v
        n = n * 0.5 + t
        return n + k

    s = 0.0
    for x in xs:
        s = t + add(x) + t * add(x + 1)
        k = k + 1
    return t, n, s, t + add(3), [add(x) for x in xs], t


def visits_with_nonlocal(n):
    """types: int"""
    count = 0
    best = -1
    n = n % 12

    def visit(depth, value):
        nonlocal count, best
        count += 1
        if depth == 0:
            if value > best:
                best = value
            return
        visit(depth - 1, value * 2 % 7)
        visit(depth - 1, value * 3 % 11)

    visit(n, 1)
    return count, best


def two_levels_of_nonlocal(xs):
    """types: list[int]"""
    low = high = 0
    best = []

    def step(v):
        nonlocal low

        def deeper(w):
            nonlocal high
            high = max(high, w)
            return w

        low = min(low, v)
        return deeper(v * 2)

    def read():
        return low + high

    def take(ys):
        nonlocal best
        if len(ys) > len(best):
            best = ys[:]

    out = []
    for i, x in enumerate(xs):
        out.append(step(x) + read())
        take(xs[i : i + 3])
    return out, low, high, best


def draws_with_nonlocal(xs):
    """types: list[int]"""
    seed = 1

    def rand():
        nonlocal seed
        seed = (seed * 1103515245 + 12345) % 2147483648
        return seed

    while rand() % 5 and len(xs) < 10:
        xs.append(rand() % 100)
    if rand() > 5 and rand() > 6 or rand() < 2:
        xs.append(-1)
    return xs, sorted(xs, key=lambda x: (x + rand()) % 17), seed


def parses_with_nonlocal(s):
    """types: str"""
    pos = 0

    def peek():
        return s[pos] if pos < len(s) else ""

    def take():
        nonlocal pos
        c = peek()
        pos += 1
        return c

    def number():
        v = 0
        while peek().isdigit():
            v = v * 10 + ord(take()) - 48
        return v

    def total():
        v = number()
        while peek() == "+":
            take()
            v += number()
        return v

    return total(), pos


def factories_of_numbers(xs):
    """types: list[int]"""
    d = defaultdict(lambda: 5)
    e = defaultdict(lambda: (math.inf, 0))
    for x in xs:
        d[x % 7] += 1
        a, b = e[x % 7]
        e[x % 7] = (min(a, float(x)), b + 1)
    f = defaultdict(lambda: 1)
    return d[0], d[1], len(d), 3 in d, f[0], e[0], list(e), list(e.items()), e.get(3)


def factories_of_collections(xs, ys, n):
    """types: list[int]; list[str]; int"""
    m = n % 4 + 1
    d = defaultdict(lambda: defaultdict(int))
    e = defaultdict(lambda: [0] * m)
    c = defaultdict(Counter)
    q = defaultdict(deque)
    for x, y in zip(xs, ys):
        d[y][x % 3] += x
        e[x % 5][x % m] += x
        row = e[x % 3]
        row[0] += 1
        c[y][x] += 1
        q[x].append(len(y))
        if len(q[x]) > 2:
            q[x].popleft()
    out = []
    for k in d:
        for j, v in d[k].items():
            out.append((k, j, v, c[k][j]))
    return out, [v[0] for v in e.values()], sorted((k, sum(v)) for k, v in e.items()), [list(v) for v in q.values()]


def adder(k):
    def add(x):
        return x + k

    return add


def scaled(k, s):
    return lambda x: x * k + len(s)


def closures_returned(xs):
    """types: list[int]"""
    f = adder(3)
    g = adder(len(xs))
    h = scaled(3, "abc")
    i = scaled(k=0.5, s="x")
    return [f(x) + g(x) for x in xs], [h(x) for x in xs], [i(x) for x in xs]


def newton(f, df, x, steps=5):
    for _ in range(steps):
        d = df(x)
        if d == 0:
            break
        x = x - f(x) / d
    return x


def applied(f, xs):
    return [f(x) for x in xs if f(x) > 0]


def magnitude(x):
    return abs(x)


def composed(f, g):
    return lambda x: g(f(x))


def best_of(xs, key):
    if key is None:
        return max(xs)
    best = xs[0]
    for x in xs:
        if key(x) > key(best):
            best = x
    return best


def functions_passed(a, xs, k):
    """types: float; list[int]; int"""

    def g(x):
        return x * x * x - a

    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    square = lambda v: v * v - k
    h = composed(lambda v: v + k, lambda v: v * 0.5)
    twice = composed(h, h)
    roots = newton(lambda x: x * x - a, lambda x: 2 * x, 1.0), newton(g, lambda x: 3 * x * x, 2.0, steps=3)
    lists = applied(square, xs), applied(lambda v: v % 7, xs), applied(magnitude, xs), applied(fib, [k % 10])
    return roots, lists, h(a), twice(a), best_of([1, k], None), best_of([1, k, 3], lambda v: -v)


def iterators_kept(xs, ys, k):
    """types: list[int]; list[float]; int"""
    g = (x + k for x in xs if x != k)
    k = 2
    pairs = zip(xs, ys)
    back = reversed(xs)
    numbered = enumerate(xs, len(xs))
    scaled = map(lambda v: v * k, ys)
    xs = [k]
    t = 0.0
    for x, y in pairs:
        t += x * y
        xs.append(x)
        if t > 1000:
            break
    k = 3
    return sum(g), t, xs, list(back), [i * x for i, x in numbered], [v for v in scaled if v > 0], k


def iterator_over_what_grows(xs, s):
    """types: list[int]; str"""
    window = None
    if len(xs) > 3:
        window = [(x, 1) for x in xs]
    else:
        window = [(2, x) for x in xs]
    window = ((a + 1, b + 1) for a, b in window)
    out = []
    for i, j in window:
        out.append(i * j)
    g = (x for x in xs)
    for x in g:
        xs.append(3)
        if len(xs) > 30:
            break
    letters = (c for c in s)
    a, b = letters
    return xs, out, a + b


class Measure:
    external = True

    def __init__(self, k):
        self.k = k

    def quick(self, *seqs):
        if not seqs:
            return 0
        if len(seqs) == 1:
            return 1
        if self.same(*seqs):
            return 2
        if not all(seqs):
            return self.longest(*seqs)
        if getattr(self, "external", False):
            return -getattr(self, "k")
        return None

    def longest(self, *seqs):
        return max(map(len, seqs))

    @staticmethod
    def same(*seqs):
        return len(set(seqs)) == 1

    def kept(self, *seqs):
        return list(seqs)

    def measured(self, *seqs):
        """types: object[corpus_constructs:Measure]{k: int, external: bool}; tuple[str, str]"""
        seqs = self.kept(*seqs)
        found = self.quick(*seqs)
        return found, len(seqs[0]), cast(int, self.k), typing.cast("list[int]", [1])


def all_in_one(first, *more):
    return first + len(more), sum(more)


def grams(xs, n):
    return list(zip(*[xs[i:] for i in range(n)]))


def star_of_list(xs, n):
    """types: list[int]; int"""
    return all_in_one(n, *xs), all_in_one(*(n, n)), grams(xs, 2), grams("abcd" * (n % 3), 2)


def ranges_kept(n, m):
    """types: int; int"""
    n, m = n % 20, m % 10
    rows = range(n)
    cols = range(1, m, 2)
    n = 3
    t = 0
    for i in rows:
        for j in cols:
            t += i * j

    def weighed(k):
        total = 0
        for i in rows:
            total += i * k
        return total

    shifted = lambda v: [v + i for i in cols]
    lists = [i for i in rows if i % 2], list(cols), [(a, b) for a, b in zip(rows, cols)], list(reversed(rows))
    return t, n, lists, sum(cols), max(rows, default=-1), [weighed(i) for i in cols], shifted(2)


def ranges_in_loops(xs):
    """types: list[int]"""
    out = []
    for x in xs:
        steps = range(x % 5)
        for s in steps:
            out.append(s)
        out.append(sum(s * x for s in steps))
    if len(xs) > 1:
        some = range(len(xs))
    for i in some:
        out.append(i)
    return out


def steps_of_iterators(xs, ys):
    """types: list[int]; list[str]"""
    it = iter(xs)
    best = next(it)
    for x in it:
        if x > best:
            best = x
    a = iter(xs)
    b = iter(ys)
    out = []
    for x in a:
        for y in b:
            out.append((x, y))
            if x > len(y):
                break
    return best, out, next(a, None)


def skips_by_iterators(rows, n):
    """types: list[list[int]]; int"""
    t = 0
    cols = range(n % 12)
    for row in rows:
        it = iter(cols)
        for c in it:
            if c < len(row) and row[c] > 3:
                next(it, None)
            elif c % 5 == 4:
                continue
            else:
                t += c
        else:
            t += 1000
    return t


def iterator_at_its_end(xs, ps):
    """types: list[int]; list[tuple[int, float]]"""
    it = iter(xs)
    t = 0
    for x in it:
        t += x
        if t > 10:
            break
    for y in it:
        t -= y
    xs.append(7)
    z = next(it, -1)
    more = iter(ps)
    a, b = next(more)
    for c, d in more:
        a += c
        b *= d
    return t, z, [next(it, 0) for _ in range(2)], a, b


class Grid:
    def __init__(self, w, h, cells):
        self.w = w
        self.h = h
        self.cells = cells

    def __len__(self):
        return self.w * self.h

    def __getitem__(self, at):
        x, y = at
        return self.cells[y * self.w + x]

    def __setitem__(self, at, value):
        x, y = at
        self.cells[y * self.w + x] = value

    def __contains__(self, v):
        return v in self.cells

    def step(self, k):
        """types: object[corpus_constructs:Grid]{w: int, h: int, cells: list[int]}; int"""
        n = 0
        if not self:
            return -1
        for i in range(min(self.w, 5)):
            for j in range(min(self.h, 5)):
                self[i, j] += k
                n += self[i, j]
        self[0, 0] = self[0, 0] + len(self)
        if k in self and n not in self:
            n += 1
        return n + len(self) + sum([len(self) for _ in range(2)])


class Vec:
    def __init__(self, xs):
        self.xs = xs

    def __len__(self):
        return len(self.xs)

    def __getitem__(self, i):
        return self.xs[i]

    def __setitem__(self, i, v):
        self.xs[i] = v * 0.5

    def __bool__(self):
        return self.xs[0] > 0.0


def containers_by_class(v, w):
    """types: object[corpus_constructs:Vec]{xs: list[float]}; object[corpus_constructs:Vec]{xs: list[float]}"""
    t = 0.0
    for i in range(len(v)):
        v[i] = w[i] + i
        v[i] *= 2.0
        t += v[i]
    if w:
        t += 1
    while v and t < 100:
        v[0] -= 1.0
        t += 1
    return t


def blocks_in_ranges(n):
    """types: int"""
    left = n % 6

    def fewer():
        nonlocal left
        left -= 1
        return left

    t = 0
    for i in range(fewer()):
        for j in range(fewer(), 4):
            t += i * j
    return t, left


def never_none_behind_continue(xs):
    """types: list[int]"""
    best = None
    out = []
    for x in xs:
        if x > 3:
            best = x
        if best is None:
            continue
        out.append(best)
        if x < 0:
            best = None
    return out, best


def never_none_behind_return(d, k):
    """types: dict[int, int]; int"""
    v = d.get(k)
    if v is None:
        return []
    out = [v]
    out.append(v + 1)
    return out


def never_none_in_conditions(xs, limit):
    """types: list[int]; optional[int]"""
    a = [x for x in xs if limit is not None and x < limit]
    b = limit if limit is not None else -1
    if limit is not None and len(xs) > 2:
        a.append(limit)
    if limit is None or limit < 0:
        return a, b
    a.append(limit)
    return a, b + limit


def never_none_in_loops(xs):
    """types: list[int]"""
    prev = None
    out = []
    for x in xs:
        if prev is not None:
            out.append((prev, x))
        prev = x
    last = None
    i = 0
    while last is None and i < len(xs):
        if xs[i] > 5:
            last = xs[i]
        i += 1
    if not last:
        return out, 0
    out.append((last, last))
    return out, last


def never_none_texts(s, d):
    """types: list[str]; dict[str, str]"""
    out = []
    for w in s:
        v = d.get(w)
        if v is not None:
            out.append(v)
            out.append(v + w)
            v = None
        if v:
            out.append(v)
    while (w := d.get("a")) is not None and len(out) < 5:
        out.append(w)
    return out


def known_until_bound_again(xs):
    """types: list[int]"""
    m = None
    for x in xs:
        if m is None or x > m:
            m = x
    total = 0
    if m is not None:
        for x in xs:
            total += m * x
            if x == 3:
                m = x
    return total, m


def values_removed(xs, ss, y):
    """types: list[int]; list[str]; int"""
    xs.append(y)
    xs.remove(y)
    if len(xs) > 2:
        xs.remove(xs[1])
        xs.remove(max(xs))
    ss.append("a")
    ss.remove("a")
    ss.append("bc")
    ss.remove("bc")
    return xs, ss


def tuples_with_stars(p, q, n):
    """types: tuple[int, float]; tuple[str, int]; int"""
    r = (*p, n)
    s = (n, *q, *p)
    queue = deque([(0, *p)])
    a, b, c = queue.popleft()
    return r, s, (*r[:2], a), a + c, (*(n, n + 1), b)


def texts_of_iterators(s, xs, d):
    """types: str; list[int]; dict[str, int]"""
    a = "".join(reversed(s))
    b = ",".join(map(str, xs))
    c = "-".join(sorted(s))
    e = " ".join(filter(None, s.split("a")))
    return (
        a,
        b,
        c,
        e,
        sorted(d.items(), key=lambda kv: (-kv[1], kv[0]))[:2],
        sorted(d.values(), key=lambda v: -v),
        sorted(d.keys(), key=len),
    )


def strict_and_counted(xs, ys):
    """types: list[float]; list[float]"""
    total = 0.0
    for i, (a, b) in enumerate(zip(xs, ys, strict=True)):
        total += a * b * i
    return total


def strict_inside(xs, ys):
    """types: list[float]; list[float]"""
    total = 0.0
    for (a, b), c in zip(zip(xs, ys, strict=True), xs):
        total += a * b * c
    return total


def strict_over_parts(xs, ys):
    """types: list[float]; list[float]"""
    return [a * b for a, b in zip(xs[1:], ys[:-1], strict=True)]


def strict_over_computed(xs, ys):
    """types: list[float]; list[float]"""
    total = 0.0
    for a, b in zip([x * 2.0 for x in xs], sorted(ys), strict=True):
        if a < -1e6:
            break
        total += a - b
    return total


def strict_over_values(d, e):
    """types: dict[str, int]; dict[int, int]"""
    found = []
    for a, (k, b) in zip(d.values(), e.items(), strict=True):
        found.append(a * k - b)
    return found


def strict_over_an_array(xs, a):
    """types: list[float]; ndarray[float64, 1]"""
    total = 0.0
    for x, y in zip(xs, a, strict=True):
        total += x * float(y)
    return total
