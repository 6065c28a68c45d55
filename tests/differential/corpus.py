"""Programs in the supported language; the first line of each docstring gives the argument types.

Every function is compiled, built into one crate with the others, and proven against itself by ``test_corpus``. A program
without a docstring is only called by others.
"""

# ruff: noqa
import math

import numpy as np

K = 5
W = [1.0]


def total(xs):
    """types: list[float]"""
    total = 0
    for x in xs:
        total += x
    return total


def lev(a, b):
    """types: list[int]; list[int]"""
    if len(a) < len(b):
        a, b = b, a
    prev = list(range(len(b) + 1))
    for i, x in enumerate(a):
        cur = [i + 1]
        for j in range(len(b)):
            cost = 0 if x == b[j] else 1
            cur.append(min(prev[j + 1] + 1, cur[j] + 1, prev[j] + cost))
        prev = cur
    return prev[-1]


def matmul(a, b):
    """types: list[list[float]]; list[list[float]]"""
    n = len(a)
    m = len(b[0])
    out = [[0.0] * m for _ in range(n)]
    for i in range(n):
        row = a[i]
        dest = out[i]
        for j in range(m):
            s = 0.0
            for k in range(len(b)):
                s += row[k] * b[k][j]
            dest[j] = s
    return out


def iou(a, b):
    """types: tuple[float, float, float, float]; tuple[float, float, float, float]"""
    x1 = max(a[0], b[0])
    y1 = max(a[1], b[1])
    x2 = min(a[2], b[2])
    y2 = min(a[3], b[3])
    inter = max(0.0, x2 - x1) * max(0.0, y2 - y1)
    if inter <= 0:
        return 0.0
    area = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return inter / (area - inter)


def nms(boxes, scores, threshold=0.5):
    """types: list[tuple[float, float, float, float]]; list[float]; float"""
    order = []
    for i in range(len(scores)):
        order.append(i)
    # insertion sort
    for i in range(1, len(order)):
        j = i
        while j > 0 and scores[order[j - 1]] < scores[order[j]]:
            order[j - 1], order[j] = order[j], order[j - 1]
            j -= 1
    keep = []
    for i in order:
        if all(iou(boxes[i], boxes[k]) <= threshold for k in keep):
            keep.append(i)
    return keep


def fib(n):
    """types: int"""
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def collatz(limit):
    """types: int"""
    best = None
    for start in range(1, limit):
        n = start
        steps = 0
        while n != 1:
            if n % 2 == 0:
                n //= 2
            else:
                n = 3 * n + 1
            steps += 1
        if best is None or steps > best:
            best = steps
    return best


def sieve(n):
    """types: int"""
    n = min(n, 20_000)
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
        i += 1
    return [k for k, f in enumerate(flags) if f]


def conv(image, kernel, out):
    """types: ndarray[float64, 2]; ndarray[float64, 2]; ndarray[float64, 2]"""
    h, w = image.shape
    for y in range(1, h - 1):
        for x in range(1, w - 1):
            acc = 0.0
            for dy in range(3):
                for dx in range(3):
                    acc += image[y + dy - 1, x + dx - 1] * kernel[dy, dx]
            out[y, x] = acc


def grid_fill(grid, v):
    """types: list[list[int]]; int"""
    for row in grid:
        for j in range(len(row)):
            row[j] += v * K
    last = grid[-1]
    last[0] = 7
    return grid


def find(xs, y):
    """types: list[int]; int"""
    for i, x in enumerate(xs):
        if x == y:
            break
    else:
        return -1
    return i


def last(n):
    """types: int"""
    for i in range(n):
        pass
    return i


def norm(xs):
    """types: list[float]"""
    assert len(xs) > 0, "empty"
    m = sum(xs) / len(xs)
    v = sum((x - m) ** 2 for x in xs)
    return math.sqrt(v / len(xs)), m


def sw(a, p, q):
    """types: list[list[float]]; int; int"""
    m = [r[:] for r in a]
    m[p], m[q] = m[q], m[p]
    return m


def argmin(d):
    """types: list[float]"""
    best = -1
    bd = math.inf
    for i, x in enumerate(d):
        if not x >= bd:
            best, bd = i, x
    return best, bd


def dotw(xs):
    """types: list[float]"""
    return sum(a * b for a, b in zip(xs, W))


def chain(a, b, c):
    """types: int; float; int"""
    if a < b * 2 <= c or not (a & 1):
        return -a // 3
    return (a << 3) ^ c


def knn(x, data):
    """types: ndarray[float64, 1]; ndarray[float64, 2]"""
    best = 0
    bestd = 1e18
    for i in range(len(data)):
        d = 0.0
        row = data[i]
        for j in range(len(x)):
            t = row[j] - x[j]
            d += t * t
        if d < bestd:
            bestd = d
            best = i
    return best, bestd


def q8(acc, w, x):
    """types: ndarray[int32, 1]; ndarray[int8, 2]; ndarray[int8, 1]"""
    for o in range(w.shape[0]):
        s = 0
        for i in range(w.shape[1]):
            s += int(w[o, i]) * int(x[i])
        acc[o] = s


def swap_rows(a):
    """types: list[list[float]]"""
    cur = [0.0] * 3
    prev = [1.0] * 3
    for k in range(10):
        for j in range(3):
            cur[j] = prev[j] + k
        prev, cur = cur, prev
    return prev


def gauss(a, b):
    """types: list[list[float]]; list[float]"""
    n = len(b)
    for k in range(n):
        p = k
        for i in range(k + 1, n):
            if abs(a[i][k]) > abs(a[p][k]):
                p = i
        for i in range(k + 1, n):
            f = a[i][k] / a[k][k]
            for j in range(k, n):
                a[i][j] -= f * a[k][j]
            b[i] -= f * b[k]
    x = [0.0] * n
    for i in reversed(range(n)):
        s = b[i]
        for j in range(i + 1, n):
            s -= a[i][j] * x[j]
        x[i] = s / a[i][i]
    return x


def merge(ids, pair, new):
    """types: list[int]; tuple[int, int]; int"""
    out = []
    i = 0
    while i < len(ids):
        if i < len(ids) - 1 and ids[i] == pair[0] and ids[i + 1] == pair[1]:
            out.append(new)
            i += 2
        else:
            out.append(ids[i])
            i += 1
    return out


def nbody(pos, vel, mass, dt, steps):
    """types: list[list[float]]; list[list[float]]; list[float]; float; int"""
    for _ in range(steps):
        for i in range(len(pos)):
            pi, vi = pos[i], vel[i]
            for j in range(i + 1, len(pos)):
                pj = pos[j]
                dx = pi[0] - pj[0]
                dy = pi[1] - pj[1]
                d2 = dx * dx + dy * dy + 0.01
                mag = dt / (d2 * math.sqrt(d2))
                vi[0] -= dx * mass[j] * mag
                vi[1] -= dy * mass[j] * mag
                vel[j][0] += dx * mass[i] * mag
                vel[j][1] += dy * mass[i] * mag
        for p, v in zip(pos, vel):
            p[0] += dt * v[0]
            p[1] += dt * v[1]


def bfs(grid, start, goal):
    """types: list[list[int]]; tuple[int, int]; tuple[int, int]"""
    rows, cols = len(grid), len(grid[0])
    dist = [[-1] * cols for _ in range(rows)]
    queue = [start]
    dist[start[0]][start[1]] = 0
    head = 0
    while head < len(queue):
        r, c = queue[head]
        head += 1
        if (r, c) == goal:
            return dist[r][c]
        for dr, dc in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            nr, nc = r + dr, c + dc
            if 0 <= nr < rows and 0 <= nc < cols and not grid[nr][nc] and dist[nr][nc] < 0:
                dist[nr][nc] = dist[r][c] + 1
                queue.append((nr, nc))
    return -1


def hist(img, bins):
    """types: ndarray[uint8, 2]; int"""
    h = [0] * bins
    for row in img:
        for v in row:
            h[v] += 1
    return h


def strd(a, b):
    """types: str; str"""
    if a == b:
        return 0
    n = 0
    for i in range(min(len(a), len(b))):
        if a[i] != b[i]:
            n += 1
    return n + abs(len(a) - len(b))


def top(xs, k):
    """types: list[tuple[int, int]]; int"""
    ys = sorted(xs)
    ys.reverse()
    return ys[:k]


def stats(rows):
    """types: list[list[float]]"""
    res = []
    for r in rows:
        lo = hi = r[0]
        for x in r[1:]:
            lo = min(lo, x)
            hi = max(hi, x)
        res.append((lo, hi, round(sum(r) / len(r), 3)))
    return res


def clampf(x, lo=0, hi=1.0):
    """types: float; int; float"""
    return max(lo, min(x, hi))


def full(h, w):
    """types: int; int"""
    out = np.zeros((h, w), dtype=np.float64)
    seen = np.full((h, w), -1)
    mask = np.zeros(h, dtype=bool)
    for i in range(h):
        mask[i] = i % 2 == 0
        for j in range(w):
            out[i, j] = i * 0.5 + j
            seen[i, j] += 1
            if mask[i]:
                out[i, j] *= 2.0
    return out, seen


def helper(out, v):
    for i in range(len(out)):
        out[i] = v


def use(n):
    """types: int"""
    b = np.ones(n)
    helper(b, 2.5)
    s = 0.0
    for x in b:
        s += x
    return s


def mat2(a, b):
    """types: list[list[float]]; list[list[float]]"""
    return [[sum(x * y for x, y in zip(row, other, strict=True)) for other in b] for row in a]


def traps_and_signs(a, b):
    """types: int; int"""
    return a // b, a % b, -a // 3, a % -7, (a ^ b) & 255, abs(a) - b


def floats_in_order(x, y):
    """types: float; float"""
    return max(x, y), min(x, y), max(y, x, 0.0), min(-0.0, x), x % 3.0, x // 0.1, -x


def compare_exactly(i, x):
    """types: int; float"""
    return i < x, i <= x, x == i, i != x, x > i, i / 3, i + x


def chain_once(a, b, c):
    """types: int; int; int"""
    return a < b + c < c * 2 or not a == b != c


def keeps_the_last(n):
    """types: int"""
    found = 0
    for k in range(n, 0, -2):
        found += k
        if found > 1000:
            break
    else:
        found = -found
    return found, k


def changes_while_iterating(xs):
    """types: list[int]"""
    for x in xs:
        if x > 0 and len(xs) < 50:
            xs.append(x - 1)
    return len(xs)


def sorts_in_place(xs, ys):
    """types: list[int]; list[float]"""
    xs.sort()
    ys.sort()
    xs.reverse()
    return xs


def returns_its_argument(xs, n):
    """types: list[float]; int"""
    for i in range(len(xs)):
        xs[i] = xs[i] * 0.5
    if n < 0:
        raise ValueError("negative")
    return xs, n


def optional_best(xs, limit=None):
    """types: list[int]; optional[int]"""
    best = None
    for x in xs:
        if limit is not None and x > limit:
            continue
        if best is None or x > best:
            best = x
    return best


def slices(xs, a, b):
    """types: list[int]; int; int"""
    return xs[a:b], xs[:a], xs[b:], xs[::-1], xs[-1:], xs + [a], [b] * 2 + xs[1:]


def pops(xs):
    """types: list[int]"""
    total = 0
    while xs:
        total += xs.pop()
        if len(xs) > 3:
            xs.insert(1, xs.pop(0))
            xs.pop()
    return total


def power(x, n, y):
    """types: float; int; float"""
    return x**2, n**3, x**0.5, abs(x) ** y, 2.0**x, (n & 7) ** (n & 3)


def rounds(x, n):
    """types: float; int"""
    return round(x), round(x, 2), int(x), round(n), float(n), bool(x), bool(n), divmod(n, 7), divmod(x, 0.7)


def maths(x, y):
    """types: float; float"""
    a = math.sqrt(abs(x)) + math.sin(x) * math.cos(y) - math.atan2(x, y)
    return a, math.floor(x), math.hypot(x, y), math.log1p(abs(y)), math.pi * x, math.copysign(1.0, y)


def integers(n, k):
    """types: int; int"""
    return math.gcd(n, k), math.isqrt(abs(n)), n << (k & 15), n >> 3, ~n, n | k, math.comb(abs(k) % 20, 3)


def ackermann(m, n):
    """types: int; int"""
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def triangle(n):
    """types: int"""
    rows = []
    for i in range(n):
        row = [1] * (i + 1)
        for j in range(1, i):
            row[j] = rows[i - 1][j - 1] + rows[i - 1][j]
        rows.append(row)
    return rows


def floyd(dist):
    """types: list[list[float]]"""
    n = len(dist)
    for k in range(n):
        for i in range(n):
            for j in range(n):
                through = dist[i][k] + dist[k][j]
                if through < dist[i][j]:
                    dist[i][j] = through


def blur(image):
    """types: ndarray[float64, 2]"""
    rows, columns = image.shape
    out = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            total = 0.0
            count = 0
            for i in range(max(0, r - 1), min(rows, r + 2)):
                for j in range(max(0, c - 1), min(columns, c + 2)):
                    total += image[i, j]
                    count += 1
            out[r, c] = total / count
    return out


def small_ints(image, table):
    """types: ndarray[uint8, 1]; ndarray[int16, 1]"""
    found = 0
    for v in image:
        table[v % 8] += 1
        found = max(found, int(v))
    return found


def float32_sum(xs):
    """types: ndarray[float32, 1]"""
    total = 0.0
    for x in xs:
        total += float(x) * 0.5
    return total


def pairs(points):
    """types: list[tuple[float, float]]"""
    best = math.inf
    where = (-1, -1)
    for i, (x, y) in enumerate(points):
        for j in range(i + 1, len(points)):
            u, v = points[j]
            d = (x - u) ** 2 + (y - v) ** 2
            if d < best:
                best, where = d, (i, j)
    return best, where


def any_all(xs, n):
    """types: list[int]; int"""
    return any(x > n for x in xs), all(xs), any(xs), all(x != n for x in xs), n in xs, xs == [n], sum(xs), n in (1, 2)


def names_of_our_own(xs, value, at, items):
    """types: list[int]; int; int; tuple[int, int]"""
    condition = value > at
    xs[0] = xs[0] + value
    xs[xs[1] % 2] = xs[1] - at
    xs.append(len(xs) + value)
    if any(x > value for x in xs):
        xs[0], xs[1] = xs[1] + value, xs[0] + at
    value_0, value_1 = items
    return value, at, condition, value_0 - value_1


def scale(xs):
    """types: list[float]"""
    return [x * w * K for x, w in zip(xs, W)], sum(x for x in xs if x > 0)


def mixed_total(xs, start):
    """types: list[number[float|int]]; number[float|int]"""
    total = start
    for x in xs:
        total = total + x
        if total > 100:
            total -= 100
    return total, -total, abs(total), max(total, 3)
