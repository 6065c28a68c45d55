"""Texts that are written to an ``io.StringIO``."""

# ruff: noqa
import io
from io import StringIO


def listed(xs):
    """types: list[int]"""
    out = io.StringIO()
    for x in xs:
        out.write(str(x))
        out.write(", ")
    return out.getvalue()


def doubled(text):
    """types: str"""
    out = StringIO()
    out.write("<\r\n")
    for letter in text:
        if letter != " ":
            out.write(letter + letter)
        else:
            out.write(letter)
    half = out.getvalue()
    out.write(f"{len(half)}>")
    return half, out.getvalue()


def nothing(n):
    """types: int"""
    out = StringIO()
    if n > 3:
        out.write("more")
    return out.getvalue()
