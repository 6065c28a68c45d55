"""Stand-ins for Rust functions, written in Python: what a boundary does around a given core."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from migrator.resources import templates

_SPEC = importlib.util.spec_from_file_location("proof", templates() / "python" / "_proof" / "__init__.py")
assert _SPEC is not None
assert _SPEC.loader is not None
proof: Any = importlib.util.module_from_spec(_SPEC)
sys.modules["proof"] = proof
_SPEC.loader.exec_module(proof)

TRAPPED = object()


def fits(value: Any, type_: Any) -> bool:
    """Whether ``value`` is exactly of the type, as the boundary tests it."""
    kind = type(value)
    match type_.name:
        case "int":
            return kind is int and -(2**63) <= value < 2**63
        case "float":
            return kind is float
        case "bool":
            return kind is bool
        case "None":
            return value is None
        case "str":
            return kind is str and not any("\ud800" <= c <= "\udfff" for c in value)
        case "list":
            return kind is list and all(fits(v, type_.parts[0]) for v in value)
        case "tuple":
            return (
                kind is tuple
                and len(value) == len(type_.parts)
                and all(fits(v, t) for v, t in zip(value, type_.parts, strict=True))
            )
        case "optional":
            return value is None or fits(value, type_.parts[0])
        case "ndarray":
            return (
                kind is np.ndarray
                and value.ndim == type_.ndim
                and value.dtype == np.dtype(type_.dtype)
                and bool(value.dtype.isnative)
                and bool(value.flags.aligned)
            )
    return kind is getattr(np, type_.dtype or "generic")


def _narrow(value: Any) -> bool:
    """Whether every int in a result is one of 64 bits: an overflow would have trapped."""
    if type(value) is int:
        return -(2**63) <= value < 2**63
    return all(map(_narrow, value)) if type(value) in (list, tuple) else type(value) is not complex


def fake(
    core: Callable[..., Any],
    types: Sequence[str],
    changed: Sequence[int] = (),
    *,
    guarded: bool = True,
    alias_guard: bool = True,
    commit: str = "before the result",
) -> Callable[..., Any]:
    """Return what a boundary function does that has ``core`` behind it.

    ``commit``: ``never`` loses the writes to the arguments ``changed``; ``early`` writes to them
    directly, so that an error comes when it is too late to trap.
    """
    parsed = [proof.parse_type(text) for text in types]

    def native(*given: Any) -> Any:
        if guarded and not all(fits(v, t) for v, t in zip(given, parsed, strict=True)):
            return TRAPPED
        if alias_guard and changed and _aliased(given, changed):
            return TRAPPED
        work = given
        if commit != "early":
            # Rust has a copy of each argument by itself; where the guard lets it pass, sharing is lost.
            work = tuple(_unshared(value) for value in given)
        places = {id(copied): index for index, copied in enumerate(work)}
        try:
            with np.errstate(all="raise"):
                result = core(*work)
        except Exception:
            return TRAPPED
        if not _narrow(result) or not all(_narrow(work[index]) for index in changed):
            return TRAPPED
        if commit == "before the result":
            for index in changed:
                if not _write_back(given[index], work[index]):
                    return TRAPPED
        if type(result) is list and id(result) in places:
            return given[places[id(result)]]
        return result

    return native


def _unshared(value: Any) -> Any:
    if type(value) in (list, tuple):
        return type(value)([_unshared(v) for v in value])
    return value.copy() if isinstance(value, np.ndarray) else value


def _aliased(given: Sequence[Any], changed: Sequence[int]) -> bool:
    one = proof.changeable([given[i] for i in changed])
    every: list[int] = []
    for value in given:
        every += map(id, _all_lists(value))
    if any(every.count(id(o)) > 1 for o in one):
        return True
    arrays = [v for v in given if isinstance(v, np.ndarray)]
    return any(a is not b and np.shares_memory(a, b) for a in arrays for b in arrays)


def _all_lists(value: Any) -> list[Any]:
    if type(value) in (list, tuple):
        inner = [o for v in value for o in _all_lists(v)]
        return [value, *inner] if type(value) is list else inner
    return [value] if isinstance(value, np.ndarray) else []


def _write_back(place: Any, new: Any) -> bool:
    if isinstance(place, np.ndarray):
        if not place.flags.writeable:
            return False
        place[...] = new
    elif place and type(place[0]) is list:
        for row, values in zip(place, new, strict=True):
            row[:] = values
    else:
        place[:] = new
    return True
