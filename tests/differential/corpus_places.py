"""Lists that begin as places for lists; sorting and choosing by what parts of an object hold; classes with names of Rust."""


# ruff: noqa
def backward(n, states):
    """types: int; list[str]"""
    n = abs(n) % 6 + 2
    beta = [None] * n
    beta[n - 1] = {s: 1.0 for s in states}
    for t in range(n - 2, -1, -1):
        beta[t] = {}
        for s in states:
            beta[t][s] = sum(beta[t + 1][r] for r in states) * 0.5
    total = 0.0
    for row in beta:
        for s in states:
            total += row[s]
    return total


def layers(n):
    """types: int"""
    n = abs(n) % 6 + 1
    rows = [None] * n
    for i in range(n):
        rows[i] = [0.0] * (i + 1)
        rows[i][i] = 1.5
        rows[i][0] += i
    return sum(r[0] for r in rows), len(rows[-1])


def backward_result(n, states):
    """types: int; list[str]"""
    n = abs(n) % 6 + 2
    beta = [None] * n
    beta[n - 1] = {s: 1.0 for s in states}
    for t in range(n - 2, -1, -1):
        beta[t] = {}
        for s in states:
            beta[t][s] = sum(beta[t + 1][r] for r in states) * 0.5
    return beta


def best_state(rows):
    """types: list[dict[str, float]]"""
    return max(rows[-1], key=rows[-1].get)


def by_count(words, counts):
    """types: list[str]; list[dict[str, int]]"""
    return sorted(words, key=counts[0].__getitem__)


class Model:
    def __init__(self):
        self.scores = {"a": 1.0}
        self.members = [(1, 2.0)]

    def best(self):
        """types: object[corpus_places:Model]{scores: dict[str, float]}"""
        return max(self.scores, key=self.scores.get)

    def order(self):
        """types: object[corpus_places:Model]{members: list[tuple[int, float]]}"""
        self.members.sort(key=lambda m: m[1], reverse=True)
        return self.members[0][0]


def sort_row(rows, i):
    """types: list[list[int]]; int"""
    rows[i].sort(key=lambda v: -v)


def sort_value(groups, k):
    """types: dict[str, list[int]]; str"""
    groups[k].sort(key=lambda v: v % 3)
    return len(groups)


def empty_key(rows, words):
    """types: list[dict[str, float]]; list[str]"""
    return max(words, key=rows[0].get, default="none")


class Item:
    def __init__(self, state):
        self.state = state


class State:
    def __init__(self, x):
        self.x = x


class ItemObject:
    def __init__(self, y):
        self.y = y


def same_names(item, state, other):
    """types: object[corpus_places:Item]{state: int}; object[corpus_places:State]{x: float}; object[corpus_places:ItemObject]{y: int}"""
    item.state += 1
    other.y -= item.state
    state.x *= item.state
    return state.x


class Value:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0


def values(xs):
    """types: list[float]"""
    made = [Value(x) for x in xs]
    total = 0.0
    for v in made:
        v.grad += v.data * 2.0
        total += v.grad
    return total, Value(total)


class Scores:
    def __init__(self):
        self.scores = None

    def best(self, xs):
        """types: object[corpus_places:Scores]{scores: optional[dict[str, float]]}; list[str]"""
        return max(xs, key=self.scores.get, default="none")

    def sure(self, xs):
        """types: object[corpus_places:Scores]{scores: dict[str, float]}; list[str]"""
        return max(xs, key=self.scores.get, default="none")


def named(d, xs):
    """types: optional[dict[str, float]]; list[str]"""
    return max(xs, key=d.get, default="none")


def plain(d, xs):
    """types: dict[str, float]; list[str]"""
    return max(xs, key=d.get, default="none")


def inside(rows, xs):
    """types: list[optional[dict[str, float]]]; list[str]"""
    return max(xs, key=rows[0].get, default="none")


def ordered_by(d, xs):
    """types: optional[dict[str, int]]; list[str]"""
    return sorted(xs, key=d.__getitem__)


def sort_them(d, xs):
    """types: optional[dict[str, int]]; list[str]"""
    xs.sort(key=d.__getitem__)


def largest(d, xs):
    """types: optional[dict[str, int]]; list[str]"""
    import heapq

    return heapq.nlargest(2, xs, key=d.__getitem__)


class Held:
    def __init__(self):
        self.order = {}
        self.names = []

    def arrange(self):
        """types: object[corpus_places:Held]{order: dict[str, int], names: list[str]}"""
        self.names.sort(key=self.order.__getitem__)


def mapped_by(d, xs):
    """types: optional[dict[str, int]]; list[str]"""
    return list(map(d.__getitem__, xs))


def filtered_by(d, xs):
    """types: optional[dict[str, int]]; list[str]"""
    return [x for x in filter(d.get, xs)]


def summed_by(d, xs):
    """types: optional[dict[str, int]]; list[str]"""
    t = 0
    for v in map(d.get, xs):
        t += v
    return t


def summed_surely(d, xs):
    """types: dict[str, int]; list[str]"""
    return sum(map(d.__getitem__, xs))


class Vocabulary:
    def __init__(self):
        self.vocab = set()
        self.items = []
        self.d = {}

    def a(self, words):
        """types: object[corpus_places:Vocabulary]{vocab: set[?]}; list[str]"""
        self.vocab.update(words)
        return len(self.vocab)

    def b(self, words):
        """types: object[corpus_places:Vocabulary]{vocab: set[?]}; list[str]"""
        for w in words:
            self.vocab.add(w)
        return len(self.vocab)

    def c(self, words):
        """types: object[corpus_places:Vocabulary]{items: list[?]}; list[str]"""
        for w in words:
            self.items.append(w)

    def e(self, words):
        """types: object[corpus_places:Vocabulary]{items: list[?]}; list[str]"""
        self.items.extend(words)


def words_of(words):
    """types: list[list[str]]"""
    v = set()
    for w in words:
        v.update(w)
    return len(v)


def all_words(words):
    """types: list[list[str]]"""
    v = []
    for w in words:
        v.extend(w)
    return len(v)


def several_updates(a, b):
    """types: list[int]; set[int]"""
    v = set()
    v.update(a)
    v.update(b)
    v.update({1, 2})
    return len(v), sorted(v)


def letters(words):
    """types: list[str]"""
    v = set()
    for w in words:
        v.update(w)
    return len(v)
