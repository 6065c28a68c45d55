"""What random programs found (see ``tests/programs``), each as small as it got, and its neighbours."""

# ruff: noqa
import math

import numpy as np

K = 5
NAME = "ab"


def text_constants(a, flag):
    """types: str; bool"""
    first = "b"
    second = first
    third = "" if flag else "ab"
    if a != (second if flag else third):
        return first, second, third, "" == "a", "a" != "b", a == ""
    return third, first, "", True, "" == third, first != "b"


def text_loop(a):
    """types: str"""
    found = []
    last = ""
    for letter in a:
        if letter != last:
            found.append(letter)
        last = letter
    return found, last


def absolute_of_literals(x):
    """types: float"""
    return (9.0 + 0.5) * abs(-+1.5) + abs(x), abs(2**62), abs(-3), (1000000000000000001 == 0) == (9 == 5)


def unread_array(n):
    """types: int"""
    scratch = np.zeros((n % 4, 3))
    return n


def index_reads_the_list(v, w):
    """types: list[list[float]]; list[int]"""
    v[len(v) % len(v)][-2] *= 0.5
    v[len(v) - 1][len(v[0]) - 1] += 1.0
    w[len(w) % 3], w[-1] = w[-1], w[len(w) % 3]
    w.append(w[0] + len(w))
    w.extend(w[:2])
    w.extend(w)
    w[w[0] % len(w)], k = len(w), w[1]
    return w, k


def grown_by_itself(w):
    """types: list[int]"""
    w += w[:3]
    w += w
    own = w[:]
    own += [len(own)]
    if own:
        own += own[:1]
    return own, len(own), sum(own)


def parts_beside_the_list(n):
    """types: int"""
    items = [0] * (n % 9)
    items.append(n)
    other, count = items, len(items)
    return other, count, len(other), max(other)


def comprehension_in_a_tuple(w):
    """types: list[int]"""
    a, b, c = min(x for x in w), 2, False
    for y in (min(x for x in w), a):
        b += y
    return a, b, c


def one_of_two_unread(pair, flag):
    """types: tuple[int, float]; bool"""
    if flag:
        a, b = pair
    else:
        a, b = 1, 2.5
    return b


def loop_variable_bound_again(w, flag):
    """types: list[float]; bool"""
    total = 0.0
    for x in w:
        if flag:
            x = max(x, total)
        total += x
    return total


def loop_variable_widened(pairs, n):
    """types: list[tuple[int, float]]; int"""
    out = []
    for a, b in pairs:
        if a > n:
            b = a
        if a < 0:
            a = b
        out.append((a, b))
    x, y = 1, 2.5
    for x, y in pairs:
        pass
    if n > 3:
        y = n
    return out, x, y


def unpacked_and_widened(pair, n):
    """types: tuple[int, float]; int"""
    a, b = pair
    if n > 2:
        b = a
    return b * 2, a


def never_bound_here(n):
    """types: int"""
    if n > 1000000:
        if n > 2000000:
            value = n
        return value + n
    elif n < -1000000:
        return value
    else:
        value = 2
    return value


def after_an_endless_loop(n):
    """types: int"""
    while True:
        n -= 1
        if n % 7 == 0:
            return n


def helper_in_a_trap(n):
    """types: int"""
    if n < -5:
        return only_in_a_trap(unbound) + n
    if n > 100000:
        unbound = 3
    return n * 2


def only_in_a_trap(n):
    return n + 1


def perhaps_unbound(given, n, text):
    """types: list[float]; int; str"""
    if n > 2:
        items = given[:]
        letters = text
        cells = np.zeros(3)
        grid = [[1, 2], [3]]
    if n > 3:
        items.append(2.0)
        items[0] = 1.0
        cells[0] = 3.5
        grid[0][1] += 5
        grid[1].append(n)
    count = 0
    for x in items:
        count += 1
    if letters == "a" or letters == text:
        count += len(letters) + len(items)
    first = cells[0]
    return items, count, letters, first, [items[0], items[-1]], cells, grid


def operands_in_order(xs, ys, n):
    """types: list[int]; list[int]; int"""
    xs[ys.pop() % 2] = ys[-1]
    xs.insert(ys.pop(), xs[ys[-1] % len(xs)])
    a = xs.pop() in xs
    b = (len(xs), xs.pop(), len(xs), n, (n := n % 100 + 1), n)
    c = n * (n := 3) + n
    d = [n, (n := 4), n]
    xs[ys.pop() % 2], xs[0] = xs[0], xs[ys.pop() % 2]
    e = max(n, (n := n + 1), n) - ys[0] - ys.pop(0)
    f = n in (1, 2, 5)
    xs[taken(ys)] = ys[0] * taken(ys) - len(ys)
    return xs, ys, a, b, c, d, e, f, xs.pop(0) - sum(xs) - taken(xs) * len(xs)


def taken(ys):
    return ys.pop() % 3


def read_only_where_types_forbid(n):
    """types: int"""
    k = n % 5
    while True:
        k -= 1
        if k < 0:
            break
        if k % 2:
            a, b = (k * 7, k)
    if not isinstance(n, str):
        c = n
    else:
        c = a
    return c, k


def all_of_a_display(x, xs, k):
    """types: int; list[int]; int"""
    a = x in (x, 10 // k)
    b = x not in (3, x, xs.pop())
    if x in [xs[0], 7, k + 1] or x in (1, 2, -x):
        k += 1
    return a, b, k, xs
