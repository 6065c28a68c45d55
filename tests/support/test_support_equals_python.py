"""The support crate equals Python to the bit, or traps: edge values crossed, then random values.

Run it under other versions of Python to cover them; it needs pytest and cargo, NumPy is optional.
"""

from __future__ import annotations

import ctypes
import importlib.util
import shutil

import pytest

from tests.support.comparison import Figures, compare, outcome, representable
from tests.support.inputs import cases
from tests.support.library import call_lists, call_scalars, load
from tests.support.list_table import LISTS, Listed, list_cases
from tests.support.scalar_table import CANARIES, SCALARS, Scalar

needs_cargo = pytest.mark.skipif(shutil.which("cargo") is None, reason="needs cargo")
pytestmark = needs_cargo


@pytest.fixture(scope="module")
def library() -> ctypes.CDLL:
    return load()


def compare_scalar(library: ctypes.CDLL, entry: Scalar) -> Figures:
    """Compare one scalar function on all its cases."""
    figures = Figures(entry.name)
    arguments = cases(entry.kinds)
    results = call_scalars(library, entry.name, arguments, entry.result)
    for case, found in zip(arguments, results, strict=True):
        expected = outcome(entry.python, case)
        valid = representable(expected, entry.result, wide=False)
        compare(figures, case, expected, found, valid, entry.may_trap)
    return figures


def compare_list(library: ctypes.CDLL, entry: Listed) -> Figures:
    """Compare one list function on all its cases."""
    figures = Figures(entry.name)
    arguments = list(list_cases(entry))
    results = call_lists(library, entry.name, arguments, entry.result)
    for case, found in zip(arguments, results, strict=True):
        expected = outcome(entry.python, case)
        valid = representable(expected, entry.result, wide=True)
        compare(figures, case, expected, found, valid, entry.may_trap)
    return figures


@pytest.mark.parametrize("entry", SCALARS, ids=lambda e: f"{e.name}-{'-'.join(e.kinds)}")
def test_scalar_function(library: ctypes.CDLL, entry: Scalar) -> None:
    figures = compare_scalar(library, entry)
    assert not figures.wrong, "\n".join(figures.wrong[:20])


@pytest.mark.parametrize("entry", LISTS, ids=lambda e: e.name)
def test_list_function(library: ctypes.CDLL, entry: Listed) -> None:
    figures = compare_list(library, entry)
    assert not figures.wrong, "\n".join(figures.wrong[:20])


@pytest.mark.parametrize("entry", CANARIES, ids=lambda e: e.name)
def test_that_a_wrong_function_is_found(library: ctypes.CDLL, entry: Scalar) -> None:
    assert compare_scalar(library, entry).wrong


@pytest.mark.skipif(importlib.util.find_spec("numpy") is None, reason="needs NumPy")
def test_numpy_scalars(library: ctypes.CDLL, subtests: pytest.Subtests) -> None:
    from tests.support.numpy_table import compare_all

    for figures in compare_all(library):
        with subtests.test(figures.name):
            assert not figures.wrong, "\n".join(figures.wrong[:20])
