"""Programs about names: builtins and functions under another name, objects that stand for themselves, private methods.

As in ``corpus``, the first line of a docstring gives the types.
"""

# ruff: noqa
import copy
import math
import sys

try:
    range = range_of_python_2
except NameError:
    pass

try:
    xrange
except NameError:
    xrange = range

try:
    import math as numbers_of

    HAS_NUMBERS = True
except ImportError:
    import cmath as numbers_of

    HAS_NUMBERS = False

try:
    import no_such_module as roots_of
except ImportError:
    import math as roots_of


class Missing:
    """Only one of its kind is asked for."""


MISSING = Missing()
NOTHING = object()
DEBUG = False
SLOW = False
root = math.sqrt
length = len


def double(x):
    return x * 2.0


twice = double


def other_names(n):
    """types: int"""
    total = 0
    for i in range(n % 50):
        for j in xrange(0, i, 3):
            total += i * j
    return total


def other_modules(x):
    """types: float"""
    return numbers_of.sin(x) + roots_of.cos(x) + root(abs(x))


def other_functions(xs):
    """types: list[float]"""
    return twice(float(length(xs)))


def is_missing(xs, flag):
    """types: list[int]; optional[int]"""
    found = [x for x in xs if x is not MISSING]
    if flag is MISSING or xs is NOTHING:
        return -1
    count = 0
    for i in range(len(xs)):
        if xs[i] is NOTHING:
            continue
        if xs[i] is not MISSING and xs[i] > 3:
            count += 1
    return count + len(found)


def rows(n, value):
    """types: int; float"""
    table = []
    for i in range(n % 9):
        table += [[value + j for j in range(i)]]
    table += [[value]]
    table[0] += [1.0]
    return table


class Grid:
    """Has private methods and attributes."""

    def __init__(self, cells, width):
        self.cells = cells
        self.__width = width

    def __row(self, y):
        return self.cells[y * self.__width : (y + 1) * self.__width]

    def __widen(self):
        self.__width += 1

    def sums(self, height):
        """types: object[corpus_modules:Grid]{cells: list[int], _Grid__width: int}; int"""
        found = []
        for y in range(height):
            found.append(sum(self.__row(y)))
        self.__widen()
        return found


class Deep(Grid):
    """Another private method of one name does not hide the first."""

    def __row(self, y):
        return [y]

    def both(self, height):
        """types: object[corpus_modules:Deep]{cells: list[int], _Grid__width: int}; int"""
        return self.sums(height) + self.__row(height)


def least(xs):
    """types: list[number[float|int]]"""
    best = 9223372036854775807
    for x in xs:
        if x is not MISSING and best > x:
            best = x
    return best


def marks(best, xs):
    """types: number[float|int]; list[number[float|int]]"""
    found = [int(best == x) + 2 * (best < x) + 4 * (best >= x) for x in xs]
    return found, max(xs), best


def halves(n, xs):
    """types: int; list[float]"""
    total = n
    for x in xs:
        total += x
    return total, -n, n / 2.0


def flagged(x, wide):
    """types: float; optional[bool]"""
    if HAS_NUMBERS and not DEBUG:
        x = numbers_of.floor(x / 3.0) + 0.5
    elif SLOW:
        x = "never"
    return x if wide else x + 1.0


def counted(words):
    """types: list[str]"""
    counts = {}
    for word in words:
        try:
            counts[word] += 1
        except KeyError:
            counts[word] = 1
    return counts


def looked_up(table, keys):
    """types: dict[tuple[int, int], float]; list[int]"""
    found = 0.0
    for key in keys:
        try:
            value = table[key, 0]
        except KeyError:
            found += 0.5
            continue
        else:
            found += 1.0
        found += value
    return found


def at(xs, i):
    """types: list[float]; int"""
    try:
        return xs[i] * 2.0
    except IndexError:
        return -1.0


def letter(text, i):
    """types: str; int"""
    count = 0
    try:
        last = text[i]
    except IndexError:
        count = 1
        last = "none"
    return count, last


class Index:
    """Counts words in an attribute."""

    def __init__(self, seen):
        self.seen = seen
        self.size = 0

    def add(self, words):
        """types: object[corpus_modules:Index]{seen: dict[str, int], size: int}; list[str]"""
        for word in words:
            try:
                self.seen[word] += 1
            except KeyError:
                self.seen[word] = 1
                self.size += 1
        return self.size

    def documents(self, texts):
        """types: object[corpus_modules:Index]{pages: list[?], seen: dict[str, int]}; list[list[str]]"""
        for words in texts:
            counts = {}
            for word in words:
                counts[word] = counts.get(word, 0) + 1
            self.pages.append(counts)
            for word in counts:
                self.seen[word] = 1
        return len(self.pages)


def appended_first(texts):
    """types: list[list[int]]"""
    rows = []
    total = 0
    for text in texts:
        row = []
        for x in text:
            row.append(x * 2)
        rows.append(row)
        total += len(row)
        for x in row:
            if x > 3:
                break
            total += x
    return rows, total


def appended_and_changed(texts):
    """types: list[list[int]]"""
    rows = []
    for text in texts:
        row = [0]
        rows.append(row[:])
        row.append(len(rows))
        rows.append(row)
        if len(text) > 2:
            continue
    return rows


def long_sum(x):
    """types: float"""
    return (
        x * 0.5
        + x * 1.5
        + x * 2.5
        + x * 3.5
        + x * 4.5
        + x * 5.5
        + x * 6.5
        + x * 7.5
        + x * 8.5
        + x * 9.5
        + x * 10.5
        + x * 11.5
        + x * 12.5
        + x * 13.5
        + x * 14.5
        + x * 15.5
        + x * 16.5
        + x * 17.5
        + x * 18.5
        + x * 19.5
        + x * 20.5
        + x * 21.5
        + x * 22.5
        + x * 23.5
        + x * 24.5
        + x * 25.5
        + x * 26.5
        + x * 27.5
        + x * 28.5
        + x * 29.5
        + x * 30.5
        + x * 31.5
        + x * 32.5
        + x * 33.5
        + x * 34.5
        + x * 35.5
        + x * 36.5
        + x * 37.5
        + x * 38.5
        + x * 39.5
    )


def between(text, i):
    """types: str; int"""
    first = text[i]
    if not "C" <= text <= "Xy" or text > "Z":
        return 0
    return 1 if "ab" < text and first >= "b" and text != "b" else 2


def with_module(x):
    """types: float"""
    if numbers_of:
        x = numbers_of.sqrt(abs(x))
    return x + (1.0 if math else "never")


def bound_anew(text, upper):
    """types: str; None"""
    if text and upper is not None:
        return -1.0
    if len(text) > 2:
        upper = text >= "N"
    return 1.0 if upper else 0.5


def imports_inside(x, n):
    """types: float; int"""
    import math
    import os.path
    from statistics import NormalDist

    total = 0.0
    for i in range(n % 40):
        total += math.sqrt(abs(x)) * i
    return total


def imports_functions_inside(x, n):
    """types: float; int"""
    from math import floor as down, sin

    import math as numbers_inside

    return sin(x) + down(numbers_inside.fmod(x, 3.0)) + n


def asks_for_the_version(n):
    """types: int"""
    if sys.version_info >= (3, 0) and (3,) < sys.version_info:
        n += 1
    if sys.version_info < (3, 11) or sys.version_info[0] == 2 or sys.version_info.minor < 5:
        n += 1000
    return n + (raw_input() if sys.version_info < (3, 0) else 5) + sys.version_info[0] + sys.version_info.major


def copies_deeply(xs, counts, n):
    """types: list[tuple[int, float]]; dict[str, int]; int"""
    kept, kept_counts = copy.deepcopy(xs), copy.copy(counts)
    xs.append((n, 0.5))
    counts["n"] = n
    kept.append((n + 1, -0.0))
    kept_counts["m"] = len(kept)
    return kept, kept_counts


def copies_counts(counts, n):
    """types: Counter[str, int]; int"""
    kept, other = copy.copy(counts), copy.deepcopy(counts)
    counts["n"] += n
    return kept, other, kept["none"], counts["n"] - other["n"]


def copies_a_list(xs, n):
    """types: list[int]; int"""
    kept = copy.copy(xs)
    xs.append(n)
    kept.append(n + 1)
    return kept


try:
    HIDDEN_NUMBER = int("many")
except ValueError:

    def _step(x):
        return x * 3 + 1


def chosen_by_the_module(values):
    """types: list[int]"""
    return [_step(v) for v in values]
