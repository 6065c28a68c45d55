# The kernels in Cython's pure-Python mode: typed by annotations, compiled by Cython, still valid Python.
import heapq

import cython
import numpy as np
from cython.cimports.libc import math as cmath


def nbody(bodies: list, steps: cython.Py_ssize_t, dt: cython.double):
    advance(bodies, steps, dt)
    return energy(bodies)


@cython.cfunc
def advance(bodies: list, steps: cython.Py_ssize_t, dt: cython.double) -> cython.void:
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    count: cython.Py_ssize_t = len(bodies)
    a: list
    b: list
    dx: cython.double
    dy: cython.double
    dz: cython.double
    squared: cython.double
    magnitude: cython.double
    for _ in range(steps):
        for i in range(count):
            a = bodies[i]
            for j in range(i + 1, count):
                b = bodies[j]
                dx = a[0] - b[0]
                dy = a[1] - b[1]
                dz = a[2] - b[2]
                squared = dx * dx + dy * dy + dz * dz
                magnitude = dt / (squared * cmath.sqrt(squared))
                a[3] -= dx * b[6] * magnitude
                a[4] -= dy * b[6] * magnitude
                a[5] -= dz * b[6] * magnitude
                b[3] += dx * a[6] * magnitude
                b[4] += dy * a[6] * magnitude
                b[5] += dz * a[6] * magnitude
        for i in range(count):
            a = bodies[i]
            a[0] += dt * a[3]
            a[1] += dt * a[4]
            a[2] += dt * a[5]


@cython.cfunc
def energy(bodies: list) -> cython.double:
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    count: cython.Py_ssize_t = len(bodies)
    a: list
    b: list
    dx: cython.double
    dy: cython.double
    dz: cython.double
    total: cython.double = 0.0
    for i in range(count):
        a = bodies[i]
        total += 0.5 * a[6] * (a[3] * a[3] + a[4] * a[4] + a[5] * a[5])
        for j in range(i + 1, count):
            b = bodies[j]
            dx = a[0] - b[0]
            dy = a[1] - b[1]
            dz = a[2] - b[2]
            total -= a[6] * b[6] / cmath.sqrt(dx * dx + dy * dy + dz * dz)
    return total


@cython.cfunc
@cython.inline
def element(i: cython.longlong, j: cython.longlong) -> cython.double:
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


@cython.cfunc
def times(vector: list, n: cython.Py_ssize_t, transposed: cython.bint) -> list:
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    total: cython.double
    product: list = [0.0] * n
    for i in range(n):
        total = 0.0
        for j in range(n):
            if transposed:
                total += element(j, i) * cython.cast(cython.double, vector[j])
            else:
                total += element(i, j) * cython.cast(cython.double, vector[j])
        product[i] = total
    return product


def spectral_norm(n: cython.Py_ssize_t, rounds: cython.Py_ssize_t):
    i: cython.Py_ssize_t
    x: cython.double
    y: cython.double
    dot: cython.double = 0.0
    squared: cython.double = 0.0
    u: list = [1.0] * n
    v: list = [0.0] * n
    for _ in range(rounds):
        v = times(times(u, n, False), n, True)
        u = times(times(v, n, False), n, True)
    for i in range(n):
        x = u[i]
        y = v[i]
        dot += x * y
        squared += y * y
    return cmath.sqrt(dot / squared)


@cython.cfunc
@cython.inline
def escape(cx: cython.double, cy: cython.double, limit: cython.longlong) -> cython.longlong:
    n: cython.longlong
    x: cython.double = 0.0
    y: cython.double = 0.0
    xx: cython.double
    yy: cython.double
    for n in range(limit):
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            return n
        y = 2.0 * x * y + cy
        x = xx - yy + cx
    return limit


def mandelbrot(width: cython.longlong, height: cython.longlong, limit: cython.longlong):
    row: cython.longlong
    column: cython.longlong
    cx: cython.double
    cy: cython.double
    total: cython.longlong = 0
    for row in range(height):
        cy = 2.4 * row / height - 1.2
        for column in range(width):
            cx = 3.0 * column / width - 2.2
            total += escape(cx, cy, limit)
    return total


def levenshtein(a: list, b: list):
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    n: cython.Py_ssize_t = len(a)
    m: cython.Py_ssize_t = len(b)
    x: cython.longlong
    y: cython.longlong
    above: cython.longlong
    left: cython.longlong
    corner: cython.longlong
    previous: list = list(range(m + 1))
    current: list
    for i in range(n):
        x = a[i]
        current = [i + 1] + [0] * m
        for j in range(m):
            y = b[j]
            above = previous[j + 1]
            left = current[j]
            corner = previous[j]
            current[j + 1] = min(above + 1, left + 1, corner + (0 if x == y else 1))
        previous = current
    return previous[m]


@cython.cfunc
@cython.inline
def chain_length(n: cython.longlong) -> cython.longlong:
    steps: cython.longlong = 1
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


def collatz(limit: cython.longlong):
    start: cython.longlong
    length: cython.longlong
    best: cython.longlong = 1
    longest: cython.longlong = 1
    for start in range(1, limit):
        length = chain_length(start)
        if length > longest:
            best = start
            longest = length
    return best, longest


def sieve(limit: cython.Py_ssize_t):
    n: cython.Py_ssize_t
    multiple: cython.Py_ssize_t
    is_prime: list = [True] * (limit + 1)
    found: list = []
    for n in range(2, limit + 1):
        if is_prime[n]:
            found.append(n)
            for multiple in range(n * n, limit + 1, n):
                is_prime[multiple] = False
    return found


def matmul(a: list, b: list):
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    k: cython.Py_ssize_t
    n: cython.Py_ssize_t = len(a)
    inner: cython.Py_ssize_t = len(b)
    m: cython.Py_ssize_t = len(b[0])
    total: cython.double
    left: cython.double
    right: cython.double
    row: list
    out: list
    product: list = []
    for i in range(n):
        row = a[i]
        out = [0.0] * m
        for j in range(m):
            total = 0.0
            for k in range(inner):
                left = row[k]
                right = cython.cast(list, b[k])[j]
                total += left * right
            out[j] = total
        product.append(out)
    return product


def dtw(a: list, b: list, window: cython.Py_ssize_t):
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    n: cython.Py_ssize_t = len(a)
    m: cython.Py_ssize_t = len(b)
    x: cython.double
    y: cython.double
    above: cython.double
    left: cython.double
    corner: cython.double
    infinite: cython.double = float("inf")
    window = max(window, abs(n - m))
    previous: list = [infinite] * (m + 1)
    current: list
    previous[0] = 0.0
    for i in range(1, n + 1):
        x = a[i - 1]
        current = [infinite] * (m + 1)
        for j in range(max(1, i - window), min(m, i + window) + 1):
            y = b[j - 1]
            above = previous[j]
            left = current[j - 1]
            corner = previous[j - 1]
            current[j] = abs(x - y) + min(above, left, corner)
        previous = current
    return previous[m]


def fannkuch(n: cython.Py_ssize_t):
    i: cython.Py_ssize_t
    low: cython.Py_ssize_t
    high: cython.Py_ssize_t
    first: cython.Py_ssize_t
    r: cython.Py_ssize_t = n
    flips: cython.longlong
    checksum: cython.longlong = 0
    most: cython.longlong = 0
    number: cython.longlong = 0
    permutation: list = list(range(n))
    count: list = [0] * n
    flipped: list = [0] * n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        for i in range(n):
            flipped[i] = permutation[i]
        flips = 0
        first = flipped[0]
        while first != 0:
            low = 0
            high = first
            while low < high:
                flipped[low], flipped[high] = flipped[high], flipped[low]
                low += 1
                high -= 1
            flips += 1
            first = flipped[0]
        most = max(most, flips)
        checksum += flips if number % 2 == 0 else -flips
        while True:
            if r == n:
                return checksum, most
            front = permutation[0]
            for i in range(r):
                permutation[i] = permutation[i + 1]
            permutation[r] = front
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        number += 1


def pairwise(points: cython.double[:, :]):
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    k: cython.Py_ssize_t
    n: cython.Py_ssize_t = points.shape[0]
    dimensions: cython.Py_ssize_t = points.shape[1]
    total: cython.double
    difference: cython.double
    out = np.zeros((n, n))
    result: cython.double[:, ::1] = out
    for i in range(n):
        for j in range(i):
            total = 0.0
            for k in range(dimensions):
                difference = points[i, k] - points[j, k]
                total += difference * difference
            result[i, j] = cmath.sqrt(total)
            result[j, i] = result[i, j]
    return out


def conv_int8(image: cython.schar[:, :, :], weights: cython.schar[:, :, :, :]):
    r: cython.Py_ssize_t
    c: cython.Py_ssize_t
    f: cython.Py_ssize_t
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    k: cython.Py_ssize_t
    rows: cython.Py_ssize_t = image.shape[0]
    columns: cython.Py_ssize_t = image.shape[1]
    channels: cython.Py_ssize_t = image.shape[2]
    filters: cython.Py_ssize_t = weights.shape[0]
    size: cython.Py_ssize_t = weights.shape[1]
    total: cython.int
    result = np.zeros((rows - size + 1, columns - size + 1, filters), dtype=np.int32)
    out: cython.int[:, :, ::1] = result
    for r in range(rows - size + 1):
        for c in range(columns - size + 1):
            for f in range(filters):
                total = 0
                for i in range(size):
                    for j in range(size):
                        for k in range(channels):
                            total += cython.cast(cython.int, image[r + i, c + j, k]) * weights[f, i, j, k]
                out[r, c, f] = total
    return result


def floyd_warshall(distance: list):
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    k: cython.Py_ssize_t
    n: cython.Py_ssize_t = len(distance)
    through: cython.double
    first: cython.double
    second: cython.double
    known: cython.double
    row: list
    middle: list
    for k in range(n):
        middle = distance[k]
        for i in range(n):
            row = distance[i]
            for j in range(n):
                first = row[k]
                second = middle[j]
                known = row[j]
                through = first + second
                if through < known:
                    row[j] = through


def heat(grid: cython.double[:, :], steps: cython.Py_ssize_t, alpha: cython.double):
    r: cython.Py_ssize_t
    c: cython.Py_ssize_t
    rows: cython.Py_ssize_t = grid.shape[0]
    columns: cython.Py_ssize_t = grid.shape[1]
    around: cython.double
    current: cython.double[:, ::1] = np.array(grid)
    following: cython.double[:, ::1] = np.array(grid)
    for _ in range(steps):
        for r in range(1, rows - 1):
            for c in range(1, columns - 1):
                around = current[r - 1, c] + current[r + 1, c]
                around += current[r, c - 1] + current[r, c + 1]
                following[r, c] = current[r, c] + alpha * (around - 4.0 * current[r, c])
        current, following = following, current
    return np.asarray(current)


def levenshtein_text(a: str, b: str):
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    n: cython.Py_ssize_t = len(a)
    m: cython.Py_ssize_t = len(b)
    x: cython.Py_UCS4
    y: cython.Py_UCS4
    above: cython.longlong
    left: cython.longlong
    corner: cython.longlong
    previous: list = list(range(m + 1))
    current: list
    for i in range(n):
        x = a[i]
        current = [i + 1]
        for j in range(m):
            y = b[j]
            above = previous[j + 1]
            left = current[j]
            corner = previous[j]
            current.append(min(above + 1, left + 1, corner + (0 if x == y else 1)))
        previous = current
    return previous[m]


@cython.cfunc
def most_frequent(symbols: list) -> tuple:
    i: cython.Py_ssize_t
    count: cython.longlong
    most: cython.longlong = 0
    counts: dict = {}
    pair: tuple
    best: tuple = (0, 0)
    for i in range(len(symbols) - 1):
        pair = (symbols[i], symbols[i + 1])
        counts[pair] = counts.get(pair, 0) + 1
    for pair, count in counts.items():
        if count > most:
            best = pair
            most = count
    return best


@cython.cfunc
def merge(symbols: list, pair: tuple, new: cython.longlong) -> list:
    i: cython.Py_ssize_t = 0
    n: cython.Py_ssize_t = len(symbols)
    first: cython.longlong = pair[0]
    second: cython.longlong = pair[1]
    merged: list = []
    while i < n:
        if i + 1 < n and symbols[i] == first and symbols[i + 1] == second:
            merged.append(new)
            i += 2
        else:
            merged.append(symbols[i])
            i += 1
    return merged


def bpe(symbols: list, merges: cython.longlong):
    new: cython.longlong
    pair: tuple
    learned: list = []
    for new in range(256, 256 + merges):
        pair = most_frequent(symbols)
        symbols = merge(symbols, pair, new)
        learned.append(pair)
    return learned


def knapsack(weights: list, values: list, capacity: cython.Py_ssize_t):
    i: cython.Py_ssize_t
    room: cython.Py_ssize_t
    weight: cython.Py_ssize_t
    value: cython.longlong
    without: cython.longlong
    with_it: cython.longlong
    best: list = [0] * (capacity + 1)
    for i in range(len(weights)):
        weight = weights[i]
        value = values[i]
        for room in range(capacity, weight - 1, -1):
            without = best[room]
            with_it = best[room - weight]
            best[room] = max(without, with_it + value)
    return best[capacity]


@cython.cfunc
def find(parent: list, x: cython.Py_ssize_t) -> cython.Py_ssize_t:
    above: cython.Py_ssize_t = parent[x]
    while above != x:
        parent[x] = parent[above]
        x = parent[x]
        above = parent[x]
    return x


def union_find(n: cython.Py_ssize_t, pairs: list):
    i: cython.Py_ssize_t
    a: cython.Py_ssize_t
    b: cython.Py_ssize_t
    x: cython.Py_ssize_t
    y: cython.Py_ssize_t
    root: cython.Py_ssize_t
    first: cython.longlong
    second: cython.longlong
    number: cython.longlong
    count: cython.longlong = 0
    parent: list = list(range(n))
    size: list = [1] * n
    label: list = [-1] * n
    result: list = []
    for a, b in pairs:
        x = find(parent, a)
        y = find(parent, b)
        if x == y:
            continue
        first = size[x]
        second = size[y]
        if first < second:
            x, y = y, x
        parent[y] = x
        size[x] = first + second
    for i in range(n):
        root = find(parent, i)
        number = label[root]
        if number < 0:
            number = count
            label[root] = count
            count += 1
        result.append(number)
    return result


def astar(costs: list):
    rows: cython.Py_ssize_t = len(costs)
    columns: cython.Py_ssize_t = len(costs[0])
    r: cython.Py_ssize_t
    c: cython.Py_ssize_t
    y: cython.Py_ssize_t
    x: cython.Py_ssize_t
    dr: cython.Py_ssize_t
    dc: cython.Py_ssize_t
    spent: cython.longlong
    total: cython.longlong
    cost: cython.longlong
    before: cython.longlong
    known: list = [[-1] * columns for _ in range(rows)]
    known[0][0] = 0
    queue: list = [(rows + columns - 2, 0, 0, 0)]
    while queue:
        _, spent, r, c = heapq.heappop(queue)
        if r == rows - 1 and c == columns - 1:
            return spent
        before = cython.cast(list, known[r])[c]
        if spent > before:
            continue
        for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            y = r + dr
            x = c + dc
            if y < 0 or y >= rows or x < 0 or x >= columns:
                continue
            cost = cython.cast(list, costs[y])[x]
            if cost == 0:
                continue
            total = spent + cost
            before = cython.cast(list, known[y])[x]
            if before < 0 or total < before:
                cython.cast(list, known[y])[x] = total
                heapq.heappush(queue, (total + rows - 1 - y + columns - 1 - x, total, y, x))
    return -1


@cython.cfunc
def nearest(point: list, centers: list) -> cython.Py_ssize_t:
    k: cython.Py_ssize_t
    d: cython.Py_ssize_t
    best: cython.Py_ssize_t = 0
    least: cython.double = float("inf")
    distance: cython.double
    difference: cython.double
    center: list
    for k in range(len(centers)):
        center = centers[k]
        distance = 0.0
        for d in range(len(point)):
            difference = cython.cast(cython.double, point[d]) - cython.cast(cython.double, center[d])
            distance += difference * difference
        if distance < least:
            least = distance
            best = k
    return best


def kmeans(points: list, k: cython.Py_ssize_t, rounds: cython.Py_ssize_t):
    i: cython.Py_ssize_t
    d: cython.Py_ssize_t
    chosen: cython.Py_ssize_t
    dimensions: cython.Py_ssize_t = len(points[0])
    point: list
    into: list
    total: cython.double
    count: cython.longlong
    centers: list = [list(points[i]) for i in range(k)]
    sums: list
    counts: list
    for _ in range(rounds):
        sums = [[0.0] * dimensions for _ in range(k)]
        counts = [0] * k
        for point in points:
            chosen = nearest(point, centers)
            counts[chosen] += 1
            into = sums[chosen]
            for d in range(dimensions):
                total = into[d]
                into[d] = total + cython.cast(cython.double, point[d])
        for i in range(k):
            count = counts[i]
            if count > 0:
                for d in range(dimensions):
                    total = cython.cast(list, sums[i])[d]
                    cython.cast(list, centers[i])[d] = total / count
    return centers


def decision_tree(rows: list, feature: list, threshold: list, left: list, right: list, value: list):
    node: cython.Py_ssize_t
    which: cython.Py_ssize_t
    seen: cython.double
    limit: cython.double
    row: list
    predictions: list = []
    for row in rows:
        node = 0
        while True:
            which = feature[node]
            if which < 0:
                break
            seen = row[which]
            limit = threshold[node]
            node = left[node] if seen <= limit else right[node]
        predictions.append(value[node])
    return predictions
