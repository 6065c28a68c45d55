"""What nobody may notice of a call back: warnings, exceptions, signals, NumPy's error state."""

from __future__ import annotations

import importlib
import signal
import sys
import time
import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.differential.build import Package

Call = Callable[..., Any]


@pytest.fixture
def native(package: Package) -> Any:
    """The extension, counting from zero."""
    extension = importlib.import_module(f"{package.name}._extension").native
    extension.reset_counters()
    return extension


def rust(package: Package, proof: ModuleType, name: str) -> Call:
    """The boundary function of ``name`` of the corpus."""
    found: Call = proof.load(package.name, f"corpus_callbacks:{name}").native
    return found


def test_calls_are_counted(package: Package, proof: ModuleType, native: Any) -> None:
    often = rust(package, proof, "often")
    assert often(np.array([1.0, 5.0]), 7) == 21.0
    assert native.counters()[often.__name__]["called_back"] == 7


def test_hybrid_functions_say_what_they_call(package: Package) -> None:
    found = next(f for f in package.program.functions if f.id == "corpus_callbacks:often")
    assert found.callbacks == ("numpy.median",)


def test_a_warning_traps_and_is_neither_shown_nor_noted(package: Package, proof: ModuleType, native: Any) -> None:
    call = rust(package, proof, "of_none")
    nothing = np.array([np.nan, np.nan])
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("default")
        before = list(warnings.filters)
        assert call(nothing) is native.TRAPPED
        assert shown == []
        assert warnings.filters == before
        np.nanmax(nothing)  # as Python does afterwards
        assert [str(w.message) for w in shown] == ["All-NaN slice encountered"]
    assert native.counters()[call.__name__]["raise"] == 1


def test_an_exception_traps(package: Package, proof: ModuleType, native: Any) -> None:
    call = rust(package, proof, "rolled")
    assert call(np.zeros((0, 0)), 1) is native.TRAPPED
    assert native.counters()[call.__name__]["raise"] == 1


@pytest.mark.parametrize("mode", ["call", "log", "print"])
def test_an_error_state_with_effects_traps_before_the_call(
    package: Package, proof: ModuleType, native: Any, mode: str
) -> None:
    call = rust(package, proof, "often")
    with np.errstate(divide=mode):  # type: ignore[arg-type]
        assert call(np.array([1.0]), 1) is native.TRAPPED
    assert "called_back" not in native.counters()[call.__name__]
    assert call(np.array([1.0]), 1) == 1.0


class _Late(Exception):
    pass


@pytest.mark.skipif(sys.platform == "win32", reason="needs interval timers")
def test_what_a_signal_handler_raises_goes_on(package: Package, proof: ModuleType, native: Any) -> None:
    call = rust(package, proof, "often")

    def late(*_: object) -> None:
        raise _Late

    before = signal.signal(signal.SIGALRM, late)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        started = time.monotonic()
        with pytest.raises(_Late):
            call(np.arange(100.0), 10_000_000)
        assert time.monotonic() - started < 5.0
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def test_arguments_are_given_as_numpy_sees_them(package: Package, proof: ModuleType, native: Any) -> None:
    """A kept argument would show freed memory: none is kept, and the arguments stay writeable."""
    call = rust(package, proof, "often")
    a = np.array([3.0, 1.0, 2.0])
    assert call(a, 1) == 2.0
    assert a.flags.writeable
    assert sys.getrefcount(a) == 2
