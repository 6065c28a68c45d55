"""The calls that the profile saw, as a graph over function ids, ready for choosing regions.

Comprehensions, generator expressions, lambdas and inner functions have frames of their own; their
time belongs to the function that they are written in, which is compiled with them as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from migrator.model.profile import FunctionProfile, Profile

_INLINE = re.compile(r"\.<locals>\..*$|(?<=:)<(listcomp|setcomp|dictcomp|genexpr)>$")


def owner_id(function: str) -> str:
    """Return the id of the function whose text holds the frame ``function``.

    >>> owner_id("m:f.<locals>.<listcomp>")
    'm:f'
    >>> owner_id("m:f.<locals>.inner.<locals>.<lambda>")
    'm:f'
    >>> owner_id("m:<genexpr>")
    'm:<module>'
    """
    while _INLINE.search(function):
        function = _INLINE.sub("", function)
        if function.endswith(":"):
            function += "<module>"
    return function


@dataclass(frozen=True)
class WorkloadGraph:
    """Functions by id, comprehensions merged into their owners."""

    functions: Mapping[str, FunctionProfile]
    wall_s: float

    @cached_property
    def callees(self) -> Mapping[str, tuple[str, ...]]:
        """Function id to the ids that it was seen to call, itself excluded."""
        found: dict[str, list[str]] = {}
        for function in self.functions.values():
            for caller, calls in function.callers.items():
                if calls > 0 and caller != function.id:
                    found.setdefault(caller, []).append(function.id)
        return {caller: tuple(callees) for caller, callees in found.items()}

    def callers(self, function: str) -> tuple[str, ...]:
        """Return the ids of the project functions that were seen to call ``function``, itself
        excluded.
        """
        seen = self.functions.get(function)
        if seen is None:
            return ()
        return tuple(c for c, n in seen.callers.items() if c in self.functions and c != function and n)

    def calls(self, caller: str, callee: str) -> int:
        """Return how often ``caller`` called ``callee``."""
        seen = self.functions.get(callee)
        return seen.callers.get(caller, 0) if seen is not None else 0

    def calls_from(self, callers: Iterable[str], callee: str) -> int:
        """Return how often any of ``callers`` called ``callee``."""
        return sum(self.calls(caller, callee) for caller in set(callers))

    def entries(self, function: str, inside: Iterable[str]) -> int:
        """Return how often ``function`` was called from anything but ``inside`` and itself."""
        seen = self.functions.get(function)
        if seen is None:
            return 0
        return max(0, seen.calls - self.calls_from({*inside, function}, function))

    def share(self, function: str) -> float:
        seen = self.functions.get(function)
        return seen.share if seen is not None else 0.0

    def seconds_a_call(self, function: str) -> float:
        """Return the mean time of one call, callees included."""
        seen = self.functions.get(function)
        return seen.total_s / seen.calls if seen is not None and seen.calls else 0.0


def workload_graph(profile: Profile) -> WorkloadGraph:
    """Return the graph of ``profile``."""
    merged: dict[str, FunctionProfile] = {}
    # Owners first, so that the frames inside them find their place.
    for function in sorted(profile.functions, key=lambda f: f.id != owner_id(f.id)):
        owner = owner_id(function.id)
        callers = _owned(function.callers)
        before = merged.get(owner)
        if before is None:
            merged[owner] = replace(function, id=owner, callers=callers)
        elif function.id == owner:
            merged[owner] = replace(before, callers=_add(before.callers, callers))
        else:
            merged[owner] = replace(
                before,
                self_s=before.self_s + function.self_s,
                share=before.share + function.share,
            )
    return WorkloadGraph(merged, profile.wall_s)


def _owned(callers: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for caller, calls in callers.items():
        owner = owner_id(caller)
        found[owner] = found.get(owner, 0) + calls
    return found


def _add(left: Mapping[str, int], right: Mapping[str, int]) -> dict[str, int]:
    return {key: left.get(key, 0) + right.get(key, 0) for key in {**left, **right}}
