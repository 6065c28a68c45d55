"""Dicts of objects: looked up, changed in place, grown, in attributes of objects."""


# ruff: noqa
class Item:
    def __init__(self, n):
        self.n = n
        self.seen = []

    def bump(self, k):
        self.n += k
        return self.n


def total(d, keys):
    """types: dict[str, object[corpus_held_in_dicts:Item]{n: int, seen: list[int]}]; list[str]"""
    total = 0
    for k in keys:
        total += d[k].n
    return total


def bump_some(d, keys, k):
    """types: dict[str, object[corpus_held_in_dicts:Item]{n: int, seen: list[int]}]; list[str]; int"""
    s = 0
    for key in keys:
        if key in d:
            d[key].n += k
            d[key].seen.append(s)
            s += d[key].bump(1)
    return s


def looked(d, keys):
    """types: dict[str, object[corpus_held_in_dicts:Item]{n: int, seen: list[int]}]; list[str]"""
    total = 0
    for k in keys:
        item = d.get(k)
        if item is None:
            continue
        item.seen.append(total)
        total += item.n
    return total


def grow(d, keys):
    """types: dict[str, object[corpus_held_in_dicts:Item]{n: int, seen: list[int]}]; list[str]"""
    for k in keys:
        if k not in d:
            d[k] = Item(1)
        d[k].n += 1
    return len(d)


def remove(d, k):
    """types: dict[str, object[corpus_held_in_dicts:Item]{n: int, seen: list[int]}]; str"""
    if k in d:
        del d[k]
    return len(d)


def replace(d, k):
    """types: dict[str, object[corpus_held_in_dicts:Item]{n: int, seen: list[int]}]; str"""
    d[k] = Item(7)


class Shop:
    def __init__(self):
        self.items = {}
        self.sold = 0

    def sell(self, key, k):
        """types: object[corpus_held_in_dicts:Shop]{items: dict[str, object[corpus_held_in_dicts:Item]{n: int, seen: list[int]}], sold: int}; str; int"""
        item = self.items.get(key)
        if item is None or item.n < k:
            return False
        item.n -= k
        self.sold += k
        return True

    def stock(self):
        """types: object[corpus_held_in_dicts:Shop]{items: dict[str, object[corpus_held_in_dicts:Item]{n: int, seen: list[int]}], sold: int}"""
        best = None
        n = 0
        for key, item in self.items.items():
            n += item.n
            if best is None or item.n > best:
                best = item.n
        return n, best


def made(n):
    """types: list[str]"""
    d = {}
    for w in n:
        if w not in d:
            d[w] = Item(0)
        d[w].n += 1
    return sorted((item.n, w) for w, item in d.items())


def given_back(n):
    """types: list[str]"""
    d = {}
    for w in n:
        if w not in d:
            d[w] = Item(0)
        d[w].bump(2)
    return d


def by_size(d):
    """types: dict[str, object[corpus_held_in_dicts:Item]{n: int, seen: list[int]}]"""
    return sorted(d, key=lambda k: (d[k].n, k))
