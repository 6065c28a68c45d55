"""Rows and lists that are kept in lists, tuples, dicts and new objects that do not leave the function.

As in ``corpus``, the first line of a docstring gives the types.
"""

# ruff: noqa
import math
import random


def split_test(index, value, rows):
    left, right = list(), list()
    for row in rows:
        if row[index] < value:
            left.append(row)
        else:
            right.append(row)
    return left, right


def gini_index(groups, classes):
    n = float(sum([len(group) for group in groups]))
    gini = 0.0
    for group in groups:
        size = float(len(group))
        if size == 0:
            continue
        score = 0.0
        for c in classes:
            p = [row[-1] for row in group].count(c) / size
            score += p * p
        gini += (1.0 - score) * (size / n)
    return gini


def best_split(rows, classes):
    """types: list[list[float]]; list[float]"""
    b_index, b_value, b_score = 999, 999.0, 999.0
    for index in range(len(rows[0]) - 1):
        for row in rows:
            groups = split_test(index, row[index], rows)
            gini = gini_index(groups, classes)
            if gini < b_score:
                b_index, b_value, b_score = index, row[index], gini
    return b_index, b_value, b_score


class Box:
    def __init__(self, rows):
        self.rows = rows


def box(rows):
    """types: list[list[float]]"""
    b = Box([row for row in rows])
    return sum(r[0] for r in b.rows)


def elite(pop, keep):
    """types: list[list[int]]; int"""
    order = sorted(range(len(pop)), key=lambda i: pop[i][0])
    elites = [pop[i] for i in order[:keep]]
    children = []
    for a in elites:
        for b in elites:
            child = a[:1] + b[1:]
            child[-1] = child[-1] + 1
            children.append(child)
    return children


def last_fresh(layers, x):
    """types: list[list[float]]; list[float]"""
    acts = [x]
    for w in layers:
        acts.append([p * q for p, q in zip(acts[-1], w)])
    out = []
    for a in acts:
        out.append(sum(a))
    return out


def forward_backward(w, x):
    """types: list[list[float]]; list[float]"""
    acts = [x]
    for row in w:
        acts.append([math.tanh(a * b) for a, b in zip(row, acts[-1])])
    err = acts[-1]
    total = 0.0
    for k in range(len(w) - 1, -1, -1):
        total += sum(e * a for e, a in zip(err, acts[k]))
        err = [e * v for e, v in zip(err, w[k])]
    return total


def memo_rows(rows, ids):
    """types: list[list[float]]; list[int]"""
    seen = {}
    for i in ids:
        if i not in seen:
            seen[i] = rows[i]
    return sum(r[0] for r in seen.values())


def kept_and_used(n):
    """types: int"""
    rows = []
    total = 0
    for i in range(n % 20):
        row = [i, i * i]
        rows.append(row)
        total += row[0] + row[1]
    return total + len(rows)


def quick(xs):
    """types: list[list[float]]"""
    if len(xs) <= 1:
        return [x[0] for x in xs]
    p = xs[0]
    left = [x for x in xs[1:] if x[0] < p[0]]
    right = [x for x in xs[1:] if x[0] >= p[0]]
    return quick(left) + [p[0]] + quick(right)


def hill(start, steps):
    """types: list[int]; int"""
    best = start
    best_score = sum(start)
    for i in range(steps % 10):
        cand = best[:]
        cand[i % len(cand)] += 1
        if sum(cand) % 3 != 0:
            best, best_score = cand, sum(cand)
    return best_score, len(best)


def hill_returns(start, steps):
    """types: list[int]; int"""
    best = start
    for i in range(steps % 10):
        cand = list(best)
        cand[0] += 1
        if sum(cand) % 3 != 0:
            best = cand
    return best


def crossover(a, b):
    k = len(a) // 2
    return a[:k] + b[k:]


def generation(pop):
    """types: list[list[int]]"""
    ranked = sorted(pop, key=lambda p: sum(p))
    parents = [ranked[0], ranked[-1]]
    out = []
    while len(out) < len(pop):
        child = crossover(parents[0], parents[1])
        if len(child) > 0:
            child[0] += len(out)
        out.append(child)
    return out


def recursive_sum(rows, depth):
    """types: list[list[float]]; int"""
    if depth <= 0 or len(rows) < 2:
        return sum(r[0] for r in rows)
    mid = rows[0][0]
    left, right = split_test(0, mid, rows)
    if not left or not right:
        return sum(r[1] for r in rows)
    return recursive_sum(left, depth - 1) - recursive_sum(right, depth - 1)


def pairs_of_rows(train, q):
    """types: list[list[float]]; list[float]"""
    distances = []
    for row in train:
        distances.append((row, sum((a - b) ** 2 for a, b in zip(row, q))))
    distances.sort(key=lambda t: t[1])
    out = []
    for i in range(min(3, len(distances))):
        out.append(distances[i][0])
    return [r[-1] for r in out]


def two_names(rows):
    """types: list[list[float]]"""
    first = rows[0]
    second = rows[0]
    for row in rows:
        if row[0] < first[0]:
            second = first
            first = row
        elif row[0] < second[0]:
            second = row
    return first[0], second[0]


class Neuron:
    def __init__(self, w, b):
        self.w = w
        self.b = b

    def out(self, x):
        return sum(a * c for a, c in zip(self.w, x)) + self.b

    def learn(self, x, e):
        for i in range(len(self.w)):
            self.w[i] += 0.5 * e * x[i]
        self.b += 0.5 * e


def trains(xs, ys):
    """types: list[list[float]]; list[float]"""
    n = Neuron([0.0 for _ in xs[0]], 0.5)
    for x, y in zip(xs, ys):
        n.learn(x, y - n.out(x))
    return n.b, sum(n.w)


def trains_moved(xs, ys):
    """types: list[list[float]]; list[float]"""
    w = [0.0] * len(xs[0])
    n = Neuron(w, 0.5)
    for x, y in zip(xs, ys):
        n.learn(x, y - n.out(x))
    return n.b


def reads_param(w, xs):
    """types: list[float]; list[list[float]]"""
    n = Neuron(w, 0.5)
    return [n.out(x) for x in xs]


def layer(ws, x):
    """types: list[list[float]]; list[float]"""
    neurons = [Neuron(w, 0.1) for w in ws]
    return [n.out(x) for n in neurons]


def split_rows(rows, value):
    """types: list[list[float]]; float"""
    left, right = [], []
    for row in rows:
        if row[0] < value:
            left.append(row)
        else:
            right.append(row)
    return len(left), len(right), sum(r[1] for r in left) if left else 0.0


def gini_of_split(rows, index, value):
    """types: list[list[float]]; int; float"""
    left = [row for row in rows if row[index] < value]
    right = [row for row in rows if row[index] >= value]
    gini = 0.0
    n = len(left) + len(right)
    for group in (left, right):
        size = len(group)
        if size == 0:
            continue
        ones = [row[-1] for row in group].count(1.0)
        p = ones / size
        gini += (1.0 - p * p) * (size / n)
    return gini


def best_of_population(population):
    """types: list[list[float]]"""
    ranked = sorted(population, key=lambda p: p[0])
    return ranked[0][0], ranked[-1][0]


def tournament(population, fitness, k, seed):
    """types: list[list[int]]; list[float]; int; int"""
    rng = random.Random(seed)
    best = None
    best_fit = -1.0
    for _ in range(k):
        i = rng.randrange(len(population))
        if best is None or fitness[i] > best_fit:
            best = population[i]
            best_fit = fitness[i]
    return list(best)


def neighbors(train, q, k):
    """types: list[list[float]]; list[float]; int"""
    distances = []
    for row in train:
        d = sum((a - b) ** 2 for a, b in zip(row, q))
        distances.append((row, d))
    distances.sort(key=lambda t: t[1])
    out = []
    for i in range(k):
        out.append(distances[i][0])
    return sum(r[0] for r in out)


def beam(scores, width):
    """types: list[list[float]]; int"""
    beams = [([], 0.0)]
    for row in scores:
        candidates = []
        for seq, score in beams:
            for j, s in enumerate(row):
                candidates.append((seq + [j], score - s))
        candidates.sort(key=lambda c: c[1])
        beams = candidates[:width]
    return beams


def own_sorted(n):
    """types: int"""
    rows = [[n - i, i] for i in range(n % 5 + 1)]
    keep = sorted(rows, key=lambda r: r[0])
    return keep


def concat(a, b):
    """types: list[list[int]]; list[list[int]]"""
    c = a + b
    c.sort(key=lambda r: r[0])
    return [r[0] for r in c[:3]]


def comp(rows):
    """types: list[list[int]]"""
    keep = [[r, r] for r in rows]
    return sum(k[0][0] * k[1][-1] for k in keep)


def mutate_copy(rows):
    """types: list[list[int]]"""
    best = rows[0]
    for r in rows:
        if r[0] > best[0]:
            best = r
    mine = list(best)
    mine[0] = 5
    return mine


class Net:
    def __init__(self, w):
        self.w = w
        self.log = []

    def hidden(self, x):
        acts = [x]
        for row in self.w:
            acts.append([a * b for a, b in zip(row, acts[-1])])
        return acts

    def train(self, x):
        """types: object[corpus_kept:Net]{w: list[list[float]]}; list[float]"""
        acts = self.hidden(x)
        for i in range(len(self.w)):
            for j in range(len(self.w[i])):
                if j < len(acts[i]):
                    self.w[i][j] -= 0.1 * acts[i][j]
        return sum(acts[-1])


def clusters(xs, k, iters):
    """types: list[list[float]]; int; int"""
    centers = [list(c) for c in xs[:k]]
    for _ in range(iters % 4):
        groups = [[] for _ in range(len(centers))]
        for x in xs:
            d = [sum((a - b) ** 2 for a, b in zip(x, c)) for c in centers]
            groups[d.index(min(d))].append(x)
        for i, group in enumerate(groups):
            if group:
                centers[i] = [sum(col) / len(group) for col in zip(*group)]
    return [sum(c) for c in centers]


def learn_ahead(q, states, alpha, gamma):
    """types: dict[int, list[float]]; list[int]; float; float"""
    for s, after in zip(states, states[1:]):
        if s not in q:
            q[s] = [0.0, 0.0]
        ahead = q.get(after, [0.0, 0.0])
        q[s][0] += alpha * (1.0 + gamma * max(ahead) - q[s][0])
    return q


def learn_if_known(q, states, alpha, gamma):
    """types: dict[int, list[float]]; list[int]; float; float"""
    for s, after in zip(states, states[1:]):
        if s not in q:
            q[s] = [0.0, 0.0]
        ahead = q[after] if after in q else [0.0, 0.0]
        best = max(ahead)
        q[s][0] += alpha * (1.0 + gamma * best - q[s][0])
    return q


def smaller_row(rows, i, j):
    """types: list[list[int]]; int; int"""
    row = rows[i] if len(rows[i]) < len(rows[j]) else rows[j]
    first = row[0]
    rows[i][0] = 7
    rows.append([first])
    return first
