"""Lists that grow by anything that gives items. As in ``corpus.py``."""

# ruff: noqa
import numpy as np
import itertools
import io
from collections import defaultdict
from enum import Enum


class Mode(Enum):
    SLOW = 1
    FAST = 2


def ext_text(text):
    """types: str"""
    xs = []
    xs += text
    return xs


def ext_text2(text):
    """types: str"""
    xs = []
    xs.extend(text)
    xs.extend("ab")
    return xs


def ext_tuple(n):
    """types: int"""
    xs = [1]
    xs += (n, n + 1)
    xs += (n,)
    xs.extend((n, 2, n * 2))
    t = (4, n)
    xs += t
    return xs


def ext_range(n):
    """types: int"""
    xs = []
    xs += range(n % 50)
    xs.extend(range(3))
    return xs


def ext_gen(v):
    """types: list[float]"""
    xs = []
    xs += [x * 2 for x in v]
    xs += (x * 3 for x in v)
    xs += map(abs, v)
    return xs


def ext_dict(text):
    """types: str"""
    d = {}
    for c in text:
        d[c] = d.get(c, 0) + 1
    xs = []
    xs += d
    xs += sorted(d)
    xs.extend(d)
    return xs


def ext_set(v):
    """types: list[int]"""
    xs = []
    xs += sorted(set(v))
    xs += reversed(v)
    xs += set(v) & set()
    return xs


def ext_array(v):
    """types: ndarray[float64, 1]"""
    xs = []
    xs += list(v)
    xs.extend(v)
    return sum(xs)


def geo(bits, n):
    """types: int; int"""
    base32 = "0123456789bcdefghjkmnpqrstuvwxyz"
    geohash = []
    for i in range(n % 12):
        geohash += base32[(bits >> (5 * i)) & 31]
    return "".join(geohash)
