"""Programs about functions and statements: consumers of iterables, itertools, statements, unions; as in ``corpus.py``.

A line that ends in ``# cold`` is one that no profile has seen.
"""

# ruff: noqa
import math
import itertools
import operator
import random
from functools import reduce
from itertools import combinations, product
from random import gauss, randint as dice

import numpy as np

K = 5


def nested_any(rows, y):
    """types: list[list[int]]; int"""
    a = any(x == y for row in rows for x in row if x > 0)
    b = all(x < y for row in rows if len(row) > 1 for x in row)
    return a, b


def any_listed(xs):
    """types: list[int]"""
    return any([10 // x > 3 for x in xs]), all([x > 1 for x in xs])


def min_default(xs):
    """types: list[float]"""
    return min(xs, default=-1.0), max((x * 2 for x in xs if x > 0), default=None)


def min_key(pts, q):
    """types: list[tuple[float, float]]; tuple[float, float]"""
    near = min(pts, key=lambda p: (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2)
    far = max(pts, key=lambda p: abs(p[0] - q[0]))
    return near, far


def argmin_key(xs):
    """types: list[float]"""
    return min(range(len(xs)), key=lambda i: xs[i]), max(range(len(xs)), key=xs.__getitem__, default=-1)


def max_of_two(a, b):
    """types: int; int"""
    return max(a, b, key=abs), min(a, b, 3, key=lambda v: v * v)


def sorts(xs, pts):
    """types: list[int]; list[tuple[float, int]]"""
    a = sorted(xs, reverse=True)
    b = sorted(pts)
    c = sorted(pts, key=lambda p: -p[0])
    d = sorted(pts, key=operator.itemgetter(1), reverse=True)
    e = sorted(range(len(xs)), key=lambda i: (xs[i], -i))
    xs.sort(reverse=True)
    return a, b, c, d, e


def sort_in_place(pts, order):
    """types: list[tuple[float, float]]; list[int]"""
    pts.sort(key=lambda p: (p[0], -p[1]))
    order.sort(key=lambda i: pts[i % 3][1] if len(pts) > 2 else 0.0, reverse=True)
    return pts


def sums(xs, fs):
    """types: list[int]; list[float]"""
    return sum(xs, 10), sum(fs, 1.5), sum(fs, 2), sum(x if x > 0 else 0 for x in fs), sum(x * y for x, y in zip(xs, fs))


def maps(xs, ys):
    """types: list[int]; list[float]"""
    out = []
    for v in map(lambda x: x * 2, filter(lambda x: x % 3, xs)):
        if v > 40:
            break
        if v < 0:
            continue
        out.append(v)
    else:
        out.append(-1)
    return out, list(map(abs, xs)), sum(map(operator.mul, xs, ys)), list(filter(None, xs)), list(map(float, xs))


def prods(n, xs):
    """types: int; list[int]"""
    n = n % 7
    total = 0
    hits = []
    for i, j in product(range(n), repeat=2):
        if i == j:
            continue
        total += i * j
        if total > 60:
            break
    else:
        total = -total
    for a, b in combinations(xs[:6], 2):
        hits.append(a - b)
    for p in itertools.permutations(range(3), 2):
        pass
    for a, b, c in itertools.combinations_with_replacement(range(n), 3):
        total += a * b - c
    return total, hits, [x + y for x, y in itertools.permutations(xs[:4], 2)]


def flows(xs, rows):
    """types: list[int]; list[list[int]]"""
    a = list(itertools.chain.from_iterable(rows))
    b = list(itertools.accumulate(xs))
    c = list(itertools.accumulate(xs, max))
    d = [y - x for x, y in itertools.pairwise(xs)]
    e = [x for x in itertools.islice(xs, 3)]
    f = [i * x for i, x in enumerate(v for v in xs if v > 2)]
    g = [t for t in itertools.repeat(7, 3)]
    h = [i + x for i, x in zip(itertools.count(2), xs)]
    return a, b, c, d, e, f, g, h


def reduces(xs):
    """types: list[int]"""
    return reduce(lambda a, b: a * 31 % 1009 + b, xs, 7), reduce(operator.xor, xs)


def deletes(xs, ys, i):
    """types: list[int]; list[int]; int"""
    del xs[i]
    xs[1:3] = ys
    del xs[:1]
    xs[2:2] = [7, 8, i]
    xs[4:] = xs
    return xs


def ints(a, b, c):
    """types: int; int; int"""
    return a.bit_length(), pow(a, b, c), math.gcd(a, b, c), (a + b).bit_count(), (a / 2).is_integer()


def walrus(xs, y):
    """types: list[int]; int"""
    n = 3
    out = 0
    if y > 3 and (n := y * 2) > 9:
        out += n
    i = 0
    while (v := xs[i]) > 0:
        out += v
        i += 1
    return out + n, [m for x in xs if (m := x * x) > 9], v


def chains(xs, y):
    """types: list[int]; int"""
    return y < xs.pop() < xs.pop() < xs.pop() < 100, xs


def prod_sum(xs, ys):
    """types: list[float]; list[float]"""
    return math.prod(xs), math.prod(x + 1 for x in ys), min(xs[0], ys[0], 0.5), max(sorted(xs)[0], 1)


def weights(xs, w=None):
    """types: list[float]; None"""
    if w is None:
        w = [1.0] * len(xs)
    s = 0.0
    for x, v in zip(xs, w):
        s += x * v
    return s


def weights_given(xs, w=None):
    """types: list[float]; list[float]"""
    if w is None:
        w = 1
    n = len(xs) if not isinstance(w, (list, tuple)) else min(len(xs), len(w))
    return sum(xs[i] * w[i] for i in range(n))


def weights_both(xs, w=None):
    """types: list[float]; optional[float]"""
    if w is None:
        w = 0.5
    return [x * w for x in xs]


def calls_weights(xs):
    """types: list[float]"""
    return weights(xs), weights(xs, xs), weights_given(xs, w=[2.0] * len(xs))


def as_float(x):
    if isinstance(x, float):
        return x
    if isinstance(x, bool):
        raise TypeError(f"no bools: {x!r}")
    if isinstance(x, (int, np.integer)):
        return float(x)
    raise TypeError(type(x))


def scaled_by(x, by=2.0, **options):
    if "offset" in options:
        return x * by
    if not options and options.get("sign") is None:
        return x * by
    return -x  # cold


class Scaler:
    def __init__(self, by, **rest):
        self.by = by

    def apply(self, x, *, twice=False, **options):
        return scaled_by(x, self.by, **options) * (2.0 if twice else 1.0)


def hands_on(xs, by=1.5, **options):
    """types: list[float]; float"""
    if "offset" in options:
        return options["offset"]  # cold
    scaler = Scaler(by, **options)
    total = options.get("start", 0.25)
    for x in xs:
        total += scaled_by(x, by=by, **options) + scaler.apply(x, twice=x > 1.0, **options)
    pick = lambda options: options + 1
    return total, pick(len(xs)), options.pop("none", None) is None


def of_type(x):
    if type(x) == bool or bool is type(x):
        return "bool"
    if type(x) is int:
        return "int"
    if type(x) is not float and type(x) != list:
        return "other"
    return "float or list"


def types_of(a, b, c, d, xs):
    """types: int; bool; float; str; list[int]"""
    found = [of_type(a), of_type(b), of_type(c), of_type(d), of_type(xs), of_type(a + c)]
    return ",".join(found), type(d) == str, type(xs) is not tuple, int == type(c)


def dispatches(a, b):
    """types: int; float"""
    return as_float(a) + as_float(b)


def tries(xs, k):
    """types: list[int]; int"""
    total = 0
    for x in xs:
        try:
            total += k // x
        except ZeroDivisionError:
            total += 1000  # cold
        else:
            total += 1
    try:
        y = xs[k]
    except (IndexError, TypeError) as e:
        y = -1  # cold
        print(e)  # cold
    finally:
        total += 7
    return total + y


def try_return(x):
    """types: float"""
    try:
        return math.sqrt(x)
    except ValueError:
        return float("nan")  # cold


def cold_lines(xs, verbose=False):
    """types: list[int]; bool"""
    global K
    import_me = 0
    if verbose:
        import json  # cold

        print(f"{json.dumps(xs)} {len(xs):>5}")  # cold
    assert all(x < 2**40 for x in xs), f"too big: {max(xs)}"
    if len(xs) > 50:
        raise ValueError("too many: %d" % len(xs), xs)
    if K < 3:
        with open("/dev/null") as f:  # cold
            f.write("x")
    s = import_me
    for x in xs:
        s += x * K
    return s


def none_or_pair(xs, y):
    """types: list[int]; int"""
    best = None
    for i, x in enumerate(xs):
        if best is None or abs(x - y) < best[1]:
            best = (i, abs(x - y))
    return best


def scalar_or_none(x):
    """types: optional[int]"""
    if x is None:
        return -1
    if isinstance(x, int) and x > 3:
        return x * 2
    return x


def reaches(graph, start):
    """types: list[list[int]]; int"""
    n = len(graph)
    seen = [False] * n
    order = []

    def dfs(u, depth=0):
        seen[u] = True
        for v in graph[u]:
            if 0 <= v < n and not seen[v]:
                dfs(v, depth + 1)
        order.append((u, depth))

    if 0 <= start < n:
        dfs(start)
    return order


def integrates(a, b, k):
    """types: float; float; float"""
    f = lambda x: k * x * x + shift
    shift = 0.5

    def simpson(lo, hi):
        mid = (lo + hi) / 2
        return (hi - lo) / 6 * (f(lo) + 4 * f(mid) + f(hi))

    total = 0.0
    step = (b - a) / 8
    for i in range(8):
        total += simpson(a + i * step, a + (i + 1) * step)
        shift = total
    return total, max([a, b, k], key=f), list(map(simpson, [a, b], [b, k]))


def shares(xs):
    """types: list[int]"""
    count = 0
    out = []

    def push(x):
        """Add one."""
        if x > 0:
            out.append(x * scale)
            return True
        return False

    scale = 3
    for x in xs:
        if push(x):
            count += 1
            scale += 1
    return count, out, sorted(xs, key=lambda v: -v * scale)


def in_order(xs):
    """types: list[int]"""
    return weigh(b=xs.pop(), a=xs.pop()), xs


def weigh(a, b, scale=(2, 3)):
    return a * scale[0] + b * scale[1]


def tuples(p, q, load):
    """types: tuple[int, int, int]; tuple[float, int]; int"""
    i = load
    a = p[:2] + q
    total = sum(p) + sum(q)
    order = sorted(p, reverse=True)
    return a, total, order, i in p, max(p), list(q), (i,) * 3, sorted(p, key=lambda v: -v), p[-2:]


def is_even(n):
    """types: int"""
    if n == 0:
        return True
    return is_odd(n - 1)


def is_odd(n):
    """types: int"""
    if n == 0:
        return False
    return is_even(n - 1)


def best_for(board, depth, alpha):
    """types: list[int]; int; float"""
    if depth > 6 or not board or depth < 0:
        return 0.5 * len(board)
    best = -1e9
    for i in range(min(3, len(board))):
        x = board.pop(i % len(board))
        best = max(best, worst_for(board, depth + 1, alpha) + x)
        board.insert(i, x)
    return best


def worst_for(board, depth, alpha):
    if depth > 6 or not board:
        return -0.5 * len(board) + alpha
    worst = 1e9
    for i in range(min(2, len(board))):
        x = board.pop()
        worst = min(worst, best_for(board, depth + 1, alpha) - x)
        board.append(x)
    return worst


def stores(xs, ys, i):
    """types: list[int]; list[int]; int"""
    xs[i], i = divmod(ys[0], 7)
    ys[1], (xs[0], j) = i, pair(xs)
    for xs[1], ys[0] in zip(ys[2:5], xs[:3]):
        j += xs[1]
    for ys[2] in (j, 5):
        j += ys[2] % 3
    a = b = xs[2] = j
    return xs, ys, i, a + b


def pair(xs):
    return len(xs), sum(xs)


def draws(n, xs):
    """types: int; list[float]"""
    random.seed(n)
    out = []
    for i in range(n % 50):
        x = random.random()
        if x < 0.3:
            out.append(random.uniform(i, x))
        elif x < 0.5:
            out.append(gauss(0, 1) + random.random() * random.random())
        elif x < 0.6:
            out.append(random.normalvariate(1, 2))
        elif x < 0.7:
            out.append(random.expovariate(x))
        elif x < 0.8:
            out.append(random.choice([1.5, -2.5, x]))
        else:
            out.append(float(dice(-i, 1000 + i)))
    random.shuffle(xs)
    return out, xs


def walk(n, k):
    """types: int; int"""
    x = y = 0
    for _ in range(n % 300):
        d = random.randrange(4)
        if d == 0:
            x += step(k)
        elif d == 1:
            x -= random.randrange(0, 10, 3)
        else:
            y += random.getrandbits(k % 64) % 7
    return x, y, random.randrange(5, 50), random.uniform(k, n)


def step(k):
    return dice(1, max(1, k % 1000))


def samples(xs, k):
    """types: list[int]; int"""
    a = random.sample(xs, k)
    b = random.choices(xs, k=3)
    c = random.sample(range(1000), 30)
    random.shuffle(xs)
    return a, b, c, [random.gauss(mu=0.5, sigma=k) for _ in range(3)], random.choice(range(9))


def early(xs, k):
    """types: list[int]; int"""
    total = 0
    for x in xs:
        random.shuffle(xs)
        total += random.randint(0, x)
        if total > k:
            raise ValueError(total)
    return total


def odd_branches(xs, k):
    """types: list[int]; int"""
    total = 0
    for x in xs:
        if x == 123457:
            total = "odd"  # cold
            raise ValueError(total + 3)  # cold
        elif x > 10**15:
            total = unsupported(x)  # cold
        elif x == -9:
            rest = {k: total}  # cold
            return rest  # cold
        total += x % 7
        if total < -100:
            return [total]  # cold
    return total


def unsupported(x):
    return {x}


def is_bool(flag, n):
    """types: bool; int"""
    a = 1 if flag is True else 2
    b = 3 if n is False else 4
    return a, b, flag is not False


def merge_pair(ids, a, b, new):
    """types: list[int]; int; int; int"""
    if len(ids) < 2:
        return ids
    out = []
    i = 0
    while i < len(ids):
        if i + 1 < len(ids) and ids[i] == a and ids[i + 1] == b:
            out.append(new)
            i += 2
        else:
            out.append(ids[i])
            i += 1
    return out


def apply_merges(ids, merges):
    """types: list[int]; list[tuple[int, int]]"""
    for rank, (first, second) in enumerate(merges):
        if len(ids) < 2:
            break
        ids = merge_pair(ids, first, second, 256 + rank)
    return ids


def maybe_sorted(xs, k):
    """types: list[float]; int"""
    if k > 3:
        xs = sorted(xs)
    elif k < 0:
        return [0.5] * 3
    return xs


def keeps_or_copies(xs, k):
    """types: list[int]; int"""
    ys = xs[:]
    ys = merge_pair(ys, k, k, 0)
    zs = apply_merges(ys, [(1, 2), (k, 3)])
    return zs


def windows(xs, size):
    for i in range(len(xs) - size + 1):
        if xs[i] == -7:
            return
        yield i, sum(xs[i : i + size])


def digits(n):
    while n > 0:
        yield n % 10
        n //= 10
    yield from range(3)


def uses_generators(xs, n):
    """types: list[int]; int"""
    best = None
    for i, s in windows(xs, 3):
        if s > 1000:
            break
        if best is None or s > best[1]:
            best = (i, s)
    else:
        n += 1
    total = sum(d * d for d in digits(n))
    return best, total, list(digits(n % 1000)), max(digits(n), default=0), any(d == 9 for d in digits(n))


def returns_from_a_loop(xs, k):
    """types: list[int]; int"""
    out = []
    for x in xs:
        out.append(x)
        if x > k:
            return out
    return [k]


def weighted(xs, w=None):
    """types: list[float]; optional[list[float]]"""
    if w is None:
        w = [1.0] * len(xs)
    s = 0.0
    for x, v in zip(xs, w):
        s += x * v
    return s


def bounded(xs, limit=None):
    """types: list[float]; optional[int]"""
    out = []
    for i, x in enumerate(xs):
        if limit is not None and i >= limit:
            break
        out.append(x)
    return out


def scaled(xs, w=None):
    """types: list[float]; optional[list[float]]"""
    if w is not None:
        return [x * v for x, v in zip(xs, w)]
    return xs[:]


def pair_or_none(p, q=None):
    """types: tuple[float, float]; optional[tuple[float, float]]"""
    if q is None:
        q = (0.0, 1.0)
    return p[0] * q[0] + p[1] * q[1]


def first_or(xs, default=None):
    """types: list[int]; optional[int]"""
    for x in xs:
        if x > 3:
            return x
    return default


def flag(xs):
    """types: list[int]"""
    found = False
    for x in xs:
        if x > 100:
            found = True
            break
    n = len(xs) or 1
    ok = found and n > 2
    return ok, n, not found


def mean(xs):
    """types: list[float]"""
    if not xs:
        return 0
    return sum(xs) / len(xs)


def minus_one(xs, y):
    """types: list[float]; float"""
    if y < 0:
        return -1
    best = max(xs) if xs else None
    return best


def nested_lists(n):
    """types: int"""
    grid = [[0] * 3 for _ in range(n % 10)]
    rows = [r[:] for r in grid if r]
    for i, (a, b, c) in enumerate(rows):
        grid[i][0] = i + a
    cols = [[row[j] for row in grid] for j in range(3)]
    flat = [v for row in grid for v in row]
    return cols, flat


def group(xs, k):
    """types: list[int]; int"""
    out = []
    cur = []
    for x in xs:
        cur.append(x)
        if len(cur) == 3:
            out.append(cur)
            cur = []
    if cur:
        out.append(cur)
    return out


def best_row(rows, k):
    """types: list[list[float]]; int"""
    best = min(rows, key=lambda r: sum(r))
    order = sorted(range(len(rows)), key=lambda i: rows[i][0])
    return sum(best), order, max(len(r) for r in rows)


def unpack(rows):
    """types: list[tuple[int, float, bool]]"""
    first, *rest = rows
    total = 0
    for a, b, name in rows:
        total += a
    return total, len(rest), first[1]


def swap_min(xs):
    """types: list[int]"""
    for i in range(len(xs)):
        m = min(range(i, len(xs)), key=xs.__getitem__)
        xs[i], xs[m] = xs[m], xs[i]
    while len(xs) > 5 and xs[-1] == xs[-2]:
        xs.pop()
    else:
        xs.append(0)
    xs += [1, 2]
    ys = xs[:2]
    xs.extend(x * 2 for x in ys)
    return xs[::-1]


def empty_texts(n, word):
    """types: int; str"""
    name = "ab" if n > 3 else word
    return name < "", "" < word, "" < "a b", "" >= "", name <= "", word == ""


def untyped_numbers(n):
    """types: int"""
    total = 0.0
    for i in range(3):
        kept, step, odd = 2.0, -0.25, True
        if i > n:
            total += abs(step)
        elif odd:
            total += n % (abs(step) + 1.0)
        one, other = (0.5, 7) if n > i else (-1.25, 3)
        total += abs(one) + other
    return total, kept


def only_literals(n):
    """types: int"""
    xs = [0.0] * (n % 20)
    total = 0.0
    for x in xs:
        total += abs(x)
    for x in [1.5, -2.5]:
        total += abs(x)
    for x in (-3, 2):
        total += abs(x)
    return total, "" * (n % 3) == "ab" * (n % 2)


def summed_from(values, a, b):
    """types: list[float]; float; float
    also: list[int]; int; int
    """
    return sum(values, a * b), sum((v * 2 for v in values), a + b), sum([v for v in values if v > a], b)
