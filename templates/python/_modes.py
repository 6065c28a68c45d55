"""Running Rust and Python side by side, and counting, in real use; only where the environment asks for it.

``MIGRATOR_MODE`` says what a replaced function does:

- ``on`` (or nothing): Rust answers, Python where Rust declines.
- ``off``: Python answers.
- ``shadow``: Python answers. On a share of the calls Rust runs too, on copies, before it, and the two are compared.
- ``verify``: as ``shadow``, on every call. For test suites.

The first difference of a function is written to a file, with the arguments to replay it, told in one warning, and turns
the function off for this process. ``MIGRATOR_SHADOW_RATE`` (0.05) is the share of the calls, ``MIGRATOR_SHADOW_BUDGET``
(0.02) the share of the time that may go into it, ``MIGRATOR_SHADOW_FILE`` (``.migrator/shadow.jsonl``) the file.

``MIGRATOR_STATS`` names a file that gets a line with the counters of all functions when the process ends.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import random
import re
import sys
import time
import warnings
from collections.abc import Callable
from types import FunctionType
from typing import Any, ClassVar

from ._runtime_types import Replacement

MODES = ("on", "off", "shadow", "verify")
_HEADER = '{"schema": "migrator.recording/1"}\n'
_MOST_BYTES = 1 << 20
_ALWAYS = 3
"""So many calls of a function are compared whatever the share is."""


def mode() -> str:
    """Return the mode that the environment asks for; a word that is none of them means ``on``, with a warning."""
    word = os.environ.get("MIGRATOR_MODE", "on").strip().lower() or "on"
    if word in MODES:
        return word
    warnings.warn(f"MIGRATOR_MODE={word} is not a mode: {', '.join(MODES)}", RuntimeWarning, stacklevel=4)
    return "on"


def watcher(asked: str) -> Callable[..., Any] | None:
    """Return what puts a comparison in front of a Rust function; None in modes that compare nothing."""
    if asked == "verify":
        return functools.partial(Watched, rate=1.0, budget=1.0)
    if asked == "shadow":
        rate, budget = _share("MIGRATOR_SHADOW_RATE", 0.05), _share("MIGRATOR_SHADOW_BUDGET", 0.02)
        return functools.partial(Watched, rate=rate, budget=budget)
    return None


def _share(name: str, default: float) -> float:
    try:
        return min(1.0, max(0.0, float(os.environ.get(name, default))))
    except ValueError:
        return default


class Watched:
    """Stands for a Rust function in its shim: gives what Python gives, and compares."""

    watched: ClassVar[list[Watched]] = []
    _spent: ClassVar[float] = 0.0
    _began: ClassVar[float] = time.perf_counter()

    def __init__(
        self,
        row: Replacement,
        rust: Callable[..., Any],
        original: FunctionType,
        trapped: object,
        rate: float,
        budget: float,
    ) -> None:
        from . import _proof  # heavy, and for these modes only

        self._proof = _proof
        self._id, self._rust, self._trapped = f"{row.module}:{row.qualname}", rust, trapped
        self._original = _proof.by_position(original)
        self._rate, self._budget = rate, budget
        self._draw = random.Random(self._id).random  # not the program's own random numbers
        self._possible = _can_run_twice(row)
        self.compared = self.trapped = self.calls = 0
        self.difference = ""
        self._inside = False
        Watched.watched.append(self)

    @property
    def id(self) -> str:
        """The function's id."""
        return self._id

    def __call__(self, *arguments: Any) -> Any:
        """Return what the original returns; ``TRAPPED`` makes the shim call it."""
        self.calls += 1
        if not self._possible or self.difference or self._inside or not self._is_chosen():
            return self._trapped
        began = time.perf_counter()
        proof = self._proof
        self._inside = True
        try:
            before = proof.copy_arguments(arguments)
            rust = self._run_rust(arguments)
        except Exception as error:  # of ours, or memory: the program goes on
            self._tell(arguments, f"the comparison failed: {error!r}")
            return self._trapped
        finally:
            self._inside = False
            Watched._spent += time.perf_counter() - began
        python = proof.Outcome(arguments, proof.changeable(arguments))
        python.value = self._original(*arguments)  # an exception goes to the caller, as ever
        began = time.perf_counter()
        try:
            self._compare(before, rust, python)
        except Exception as error:
            self._tell(before, f"the comparison failed: {error!r}")
        finally:
            Watched._spent += time.perf_counter() - began
        return python.value

    def _is_chosen(self) -> bool:
        if self.calls <= _ALWAYS or self._rate >= 1.0:
            return True
        if self._draw() >= self._rate:
            return False
        return Watched._spent <= self._budget * (time.perf_counter() - Watched._began)

    def _run_rust(self, arguments: tuple[Any, ...]) -> Any:
        proof = self._proof
        given = proof.copy_arguments(arguments)
        outcome = proof.Outcome(given, proof.changeable(given))
        outcome.value = self._rust(*given)
        return outcome

    def _compare(self, before: tuple[Any, ...], rust: Any, python: Any) -> None:
        proof = self._proof
        self.compared += 1
        if rust.value is self._trapped:
            self.trapped += 1
            untouched = proof.Outcome(before, proof.changeable(before), self._trapped)
            found = proof.difference(untouched, rust)
            if found:
                self._tell(before, f"Rust trapped after it had changed something: {found}")
            return
        found = proof.difference(python, rust)
        if found:
            self._tell(before, f"Python and Rust: {found}")

    def _tell(self, arguments: tuple[Any, ...], detail: str) -> None:
        """Write the first difference down, and let Python do the rest."""
        self.difference = detail
        place = os.environ.get("MIGRATOR_SHADOW_FILE") or os.path.join(".migrator", "shadow.jsonl")
        try:
            call = self._proof.encode_call(self._proof.Call(self._id, arguments))
            _append(place, json.dumps({**call, "detail": detail[:500]}) + "\n", _HEADER)
            kept = f"; the arguments are in {place}"
        except Exception as error:  # they cannot be written: the difference still counts
            kept = f"; the arguments could not be written ({error!r})"
        _warn(f"{self._id} differs in Rust and stays Python from now on: {detail}{kept}")


_PLAIN = re.compile(r"(int|float|bool|None|str|list|tuple|optional|number|ndarray|np\.\w+|\w+\d+|\d+|[\[\],|\s])*")


def _can_run_twice(row: Replacement) -> bool:
    """Whether a call on copies leaves no trace: arguments of kinds that are copied, no random numbers drawn, nothing
    printed."""
    types = [*(type_ for _, type_, _ in row.parameters), *(type_ for each in row.further for type_ in each)]
    draws = row.draws or any(module in ("random", "sys") for module, _ in row.constants)
    draws = draws or any(guard.expect.startswith("numpy.random.") for guard in row.guards if guard.kind == "library")
    return all(map(_PLAIN.fullmatch, types)) and not draws


def _warn(text: str) -> None:
    try:
        warnings.warn(text, RuntimeWarning, stacklevel=4)
    except RuntimeWarning:
        print(text, file=sys.stderr)  # with ``-W error`` it would end a call that is in order


def _append(path: str, line: str, header: str) -> None:
    """Add a line to a file for the user's eyes only, which does not grow without end."""
    if os.path.exists(path) and os.path.getsize(path) + len(line) > _MOST_BYTES:
        return
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        if file.tell() == 0:
            file.write(header)
        file.write(line)


def write_counters_at_exit(status: Callable[[], dict[str, Any]]) -> None:
    """Where ``MIGRATOR_STATS`` names a file, add the counters to it when the process ends."""
    path = os.environ.get("MIGRATOR_STATS")
    if not path:
        return
    path = os.path.abspath(path)

    def write() -> None:
        plain = {"schema": "migrator.stats/1", "program": sys.argv[:1], **status()}
        try:
            _append(path, json.dumps(plain) + "\n", "")
        except OSError as error:
            print(f"migrator: the counters cannot be written to {path}: {error}", file=sys.stderr)

    atexit.register(write)
