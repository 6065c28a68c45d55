"""Loops over rows: what ``passes.shared``, ``passes.lines`` and ``passes.watch`` may move, and what they must leave.

Rows that alias each other, rows that do not exist, loops that do not run, tests in branches.
"""

# ruff: noqa
import math

import numpy as np


def shortest(d):
    """types: list[list[float]]"""
    n = len(d)
    for k in range(n):
        for i in range(n):
            for j in range(n):
                through = d[i][k] + d[k][j]
                if through < d[i][j]:
                    d[i][j] = through


def shortest_array(d):
    """types: ndarray[float64, 2]"""
    n = d.shape[0]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                d[i, j] = min(d[i, j], d[i, k] + d[k, j])
    return d.shape


def two_rows(rows, i, j):
    """types: list[list[int]]; int; int"""
    a = rows[i]
    b = rows[j]
    for k in range(len(b)):
        a[k] = a[k] + b[k]
        b[k] = b[k] - a[k]
    return len(rows)


def empty_loop_below(grid, i):
    """types: ndarray[float64, 2]; int"""
    total = 0.0
    for j in range(i + 1, grid.shape[0]):
        total += grid[i + 1, 0] * grid[i, j]
    for j in range(0):
        total += grid[i + 100, j]
    return total


def guarded_neighbour(grid):
    """types: ndarray[float64, 2]"""
    rows, columns = grid.shape
    total = 0.0
    for r in range(rows):
        for c in range(columns):
            if r > 0:
                total += grid[r - 1, c]
            if r + 1 < rows:
                total -= grid[r + 1, c]
    return total


def relax(u, steps):
    """types: ndarray[float64, 2]; int"""
    rows, columns = u.shape
    for _ in range(min(steps, 3)):
        for r in range(1, rows - 1):
            for c in range(1, columns - 1):
                u[r, c] = 0.25 * (u[r - 1, c] + u[r + 1, c] + u[r, c - 1] + u[r, c + 1])


def diffuse(u, alpha):
    """types: ndarray[float64, 2]; float"""
    rows, columns = u.shape
    new = u.copy()
    for r in range(1, rows - 1):
        for c in range(1, columns - 1):
            around = u[r - 1, c] + u[r + 1, c]
            new[r, c] = u[r, c] + alpha * (around + u[r, c - 1] + u[r, c + 1] - 4.0 * u[r, c])
    return new


def blur32(u, w):
    """types: ndarray[float32, 2]; float"""
    out = np.zeros(u.shape, dtype=np.float32)
    for r in range(u.shape[0]):
        for c in range(1, u.shape[1]):
            out[r, c] = u[r, c] * u[r, c - 1] + w
    return out


def volume(cube, k):
    """types: ndarray[int32, 3]; int"""
    out = np.zeros((cube.shape[0], cube.shape[1]), dtype=np.int64)
    for i in range(cube.shape[0]):
        for j in range(cube.shape[1]):
            total = 0
            for l in range(cube.shape[2]):
                total += int(cube[i, j, l]) * k
            out[i, j] = total
    return out


def edits(a, b):
    """types: list[int]; list[int]"""
    n, m = len(a), len(b)
    table = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        table[i][0] = i
    for j in range(m + 1):
        table[0][j] = j
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            cost = 0 if a[i - 1] == b[j - 1] else 1
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + cost)
    return table[n][m]


def eliminate(a):
    """types: list[list[float]]"""
    n = len(a)
    for k in range(n):
        for i in range(n):
            if i == k:
                continue
            factor = a[i][k] / a[k][k]
            for j in range(k, n):
                a[i][j] -= factor * a[k][j]
    return n


def reciprocals(xs, out):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    for i in range(xs.shape[0]):
        out[i] = 1.0 / xs[i]
    return xs.shape[0]


def python_floats(xs, ys):
    """types: list[float]; list[float]"""
    total = 0.0
    for x, y in zip(xs, ys):
        total += x / y + math.sqrt(x * x + y)
    return total


def odd_in_branches(xs, ys):
    """types: list[float]; list[float]"""
    out = [0.0] * len(xs)
    for i in range(len(xs)):
        if ys[i] != 0.0:
            out[i] = xs[i] / ys[i]
        elif xs[i] >= 0.0:
            out[i] = math.sqrt(xs[i])
    return out


def leaves_early(xs, ys):
    """types: list[float]; list[float]"""
    for i in range(len(xs)):
        if xs[i] / ys[i] > 2.0:
            return i
    return -1


def swaps_rows(grid, i, j):
    """types: list[list[int]]; int; int"""
    fresh = [[x + 1 for x in row] for row in grid]
    for k in range(2):
        fresh[i][k] += fresh[j][k]
        fresh[i], fresh[j] = fresh[j], fresh[i]
        fresh[i][k] *= 2
    return fresh


def grows_meanwhile(rows, n):
    """types: list[list[int]]; int"""
    table = [list(row) for row in rows]
    for k in range(min(n, 5)):
        table.append([k])
        table[k][0] = table[k - 1][0] + 1
    return table


def passes_row_on(rows, k):
    """types: list[list[float]]; int"""
    total = 0.0
    for j in range(len(rows)):
        rows[k][j] = rows[j][k]
        total += row_sum(rows[k])
    return total


def row_sum(row):
    s = 0.0
    for x in row:
        s += x
    return s


def names_taken(a, i):
    """types: ndarray[float64, 2]; int"""
    a_i = 1.0
    watch = 2.0
    a_cells = 3.0
    for j in range(a.shape[1]):
        a[i, j] = a[i, j] / a_i + a[i - 1, j] / watch
    return a_i + watch + a_cells


def negative_rows(a):
    """types: list[list[float]]"""
    for i in range(-len(a), 0):
        for j in range(-len(a[0]), 0):
            a[i][j] = a[i][j] + a[-1][j] - a[i][-1]


def integral(image):
    """types: ndarray[int64, 2]"""
    rows, columns = image.shape
    table = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    for r in range(rows):
        line = 0
        for c in range(columns):
            line += int(image[r, c])
            table[r + 1, c + 1] = line + int(table[r, c + 1])
    return table


def rebinds(a, b, n):
    """types: ndarray[float64, 2]; ndarray[float64, 2]; int"""
    old = a.copy()
    new = b.copy()
    for _ in range(min(n, 4)):
        for i in range(1, old.shape[0]):
            for j in range(old.shape[1]):
                new[i, j] = old[i - 1, j] * 0.5 + old[i, j]
        old, new = new, old
    return old


def chain_over_statements(a, b, w):
    """types: ndarray[float64, 1]; ndarray[float64, 1]; float"""
    total = 0.0
    biggest = 0.0
    for i in range(min(a.shape[0], b.shape[0])):
        d = a[i] - b[i]
        e = d * w
        total += e * d
        if d > biggest:
            biggest = float(d)
    return total, biggest


def chain_that_is_skipped(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    total = 0.0
    for i in range(min(a.shape[0], b.shape[0])):
        d = a[i] * b[i]
        if d > 1.0:
            continue
        total = total + d * d
    return total


def totals_in_branches(a):
    """types: ndarray[float64, 2]"""
    plus = 0.0
    minus = 0.0
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            if a[i, j] > 0.0:
                plus += a[i, j] * a[i, j]
            else:
                minus -= a[i, j]
    return plus, minus


def step_is_read_later(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    d = 0.0
    total = 0.0
    for i in range(min(a.shape[0], b.shape[0])):
        d = a[i] * b[i]
        total += d
    return d, total


def spins(n):
    """types: int"""
    total = 0
    for i in range(n):
        for j in range(n):
            total = (total + i * j) % 1000003
    while total > n and n > 0:
        total -= n
    return total


def positive_divisors(a, b):
    """types: int; int"""
    half, rest = a // 2, a % 2
    if b > 0:
        return half, rest, a // b, a % b, -7 // b, (a % 10) // 3, a // 1 % 7
    return half, rest, a // 7, a % 7, a // -3, a % -3, (b % 5) // 2


def unread_in_a_swap(n):
    """types: int"""
    before, last = 0, 1
    for i in range(min(n, 50)):
        before, last = last, last + i
    return last


# --- what a round has stored and the next one reads ---


def edits_of_lists(a, b):
    """types: list[int]; list[int]"""
    previous = list(range(len(b) + 1))
    for i in range(len(a)):
        current = [i + 1] + [0] * len(b)
        for j in range(len(b)):
            cost = 0 if a[i] == b[j] else 1
            current[j + 1] = min(previous[j + 1] + 1, current[j] + 1, previous[j] + cost)
        previous = current
    return previous[len(b)]


def running_sums(xs, lo, hi):
    """types: list[float]; int; int"""
    for i in range(lo, hi):
        xs[i] = xs[i - 1] + xs[i]
    return len(xs)


def running_from_end(xs, n):
    """types: list[int]; int"""
    for i in range(n):
        if i % 3 != 1:
            k = xs[i - 1]
        else:
            k = 2
        xs[i] = k * 3 + xs[i]
        if xs[i] > 1000:
            break
    return xs[-1]


def longest_common(a, b):
    """types: list[int]; list[int]"""
    best = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        for j in range(len(b)):
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], best[i][j] + (a[i] == b[j]))
    return best[-1][-1]


def chained_flags(xs):
    """types: list[bool]"""
    for i in range(len(xs) - 1):
        xs[i + 1] = xs[i] and xs[i + 1]


def other_store(xs, k):
    """types: list[int]; int"""
    for i in range(1, len(xs)):
        xs[k] = 7
        xs[i] = xs[i - 1] + 1


def last_of_one(xs):
    """types: list[int]"""
    total = 0
    for i in range(len(xs)):
        xs[i] = xs[i - 1] + 5
        total += xs[i - 1]
    return total


# --- numbers of which a test spares others ---


def steps_down(n, most):
    """types: int; int"""
    steps = 0
    while n != 1 and steps < most:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return n, steps


def grown(x, rounds):
    """types: int; int"""
    while rounds > 0:
        rounds -= 1
        if x % 3 == 0:
            x = x * 2 - 7
        elif x % 5 == 0:
            x = x * -3 + 11
        else:
            x = x // 2
    return x


def scrambled(x, rounds):
    """types: int; int"""
    while rounds > 0:
        x = (x * 1103515245 + 12345) % 2147483648
        rounds -= 1
    return x


def triangle(i, j):
    """types: int; int
    seen: i 0 1000; j 0 1000"""
    return (i + j) * (i + j + 1) // 2 + i + 1


def weighted(n):
    """types: int"""
    total = 0.0
    for i in range(min(n, 40)):
        for j in range(i):
            total += 1.0 / triangle(i, j)
    return total


def packed(best, weight, value):
    """types: list[int]; int; int"""
    for room in range(len(best) - 1, weight - 1, -1):
        best[room] = max(best[room], best[room - weight] + value)


def counted_down(start, stop):
    """types: int; int"""
    seen = []
    for i in range(start, stop, -1):
        if len(seen) == 5:
            break
        seen.append(i)
    return seen


# --- sums over columns ---


def product(a, b):
    """types: list[list[float]]; list[list[float]]"""
    n, inner, m = len(a), len(b), len(b[0])
    out = [[0.0] * m for _ in range(n)]
    for i in range(n):
        for j in range(m):
            total = 0.0
            for k in range(inner):
                total += a[i][k] * b[k][j]
            out[i][j] = total
    return out


def wide_product(xs, width, first):
    """types: list[float]; int; float"""
    width = min(width, 40)
    b = [[x + j for j in range(width)] for x in xs]
    found = []
    for j in range(width):
        total = -0.0
        for k in range(1, len(xs)):
            total += xs[k - 1] * b[k][j] - first
        found.append(total)
        if total > 100.0:
            found.append(first)
    return found


def own_column(xs, width):
    """types: list[float]; int"""
    width = min(width, 30)
    b = [[x * j for j in range(width + 1)] for x in xs]
    for j in range(width):
        total = 0.5
        for k in range(len(xs)):
            total += b[k][j]
        b[0][j + 1] = total
    return b


def column_without_row(xs, width, rows):
    """types: list[float]; int; int"""
    width = min(width, 30)
    rows = min(rows, 30)
    b = [[x * j for j in range(width)] for x in xs]
    best = 0.0
    for j in range(width):
        total = 0.0
        for k in range(rows):
            total += b[k][j]
        best = max(best, total)
    return best


def sum_read_later(xs, width):
    """types: list[float]; int"""
    width = min(width, 30)
    total = 1.0
    b = [[x * j for j in range(width)] for x in xs]
    for j in range(width):
        total = 0.0
        for k in range(len(xs)):
            total += b[k][j]
        b[-1] = [total] * width
    return total


def columns_until(xs, width):
    """types: list[float]; int"""
    width = min(width, 30)
    b = [[x * j for j in range(width)] for x in xs]
    for j in range(width):
        total = 0.0
        for k in range(len(xs)):
            total += b[k][j]
        if total > 50.0:
            return j
    return -1


def last_bound(xs):
    """types: list[int]"""
    i = 0
    while True:
        if i >= len(xs):
            found = -1
            break
        if xs[i] < 0:
            i += 2
            continue
        found = i
        break
    return found


def bound_and_continued(xs):
    """types: list[int]"""
    i = 0
    while True:
        found = i * 2
        if i < len(xs) and xs[i] > 0:
            i += 1
            continue
        break
    return found


def bound_in_for(xs):
    """types: list[int]"""
    for x in xs:
        if x < 3:
            continue
        kept = x
        break
    else:
        kept = 0
    return kept
