"""Where the time goes: a SIGPROF sampler.

Each tick charges the CPU time since the tick before it (ticks merge during long C calls, so they
cannot just be counted) to the nearest project frame: time in a library belongs to the project
function that called it. The time that an ``import`` takes to find and load a module belongs to nobody: no function is
slow for it, and none can be made faster. Other threads are charged by their own CPU clocks.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

from .places import Places

_DEEPEST = 3000
_IMPORTING = "<frozen importlib._bootstrap>"


class Function:
    """What was seen of one code object."""

    __slots__ = ("callers", "file", "id", "line", "qualname", "samples", "self_ns", "total_ns")

    def __init__(self, id: str, file: str, line: int) -> None:
        self.id = id
        self.file = file
        self.line = line
        self.self_ns = 0
        self.total_ns = 0
        self.samples = 0
        self.callers: dict[str, int] = {}
        """Id of the function that called it directly, to the number of samples that showed it."""


class Sampler:
    """Samples from ``start`` to ``stop``; the results are ``functions``, ``cpu_ns``, ``ticks``."""

    def __init__(self, places: Places, interval_s: float) -> None:
        self.places = places
        self.interval_s = interval_s
        self.cpu_ns = 0
        self.importing_ns = 0
        self.ticks = 0
        self.other_threads = False
        self._known: dict[int, tuple[CodeType, Function | None]] = {}
        self._by_name: dict[str, Function] = {}
        self._last = 0
        self._thread_last: dict[int, int] = {}
        self._imports: dict[int, tuple[CodeType, bool]] = {}
        self._busy = False
        self._main = threading.get_ident()

    @property
    def functions(self) -> list[Function]:
        """Everything of the project that was on the stack at a tick."""
        return list(self._by_name.values())

    def start(self) -> None:
        """Start in the main thread."""
        self._keep_ticks_in_main()
        signal.signal(signal.SIGPROF, self._tick)
        self._last = time.thread_time_ns()
        signal.setitimer(signal.ITIMER_PROF, self.interval_s, self.interval_s)

    def stop(self) -> None:
        """Stop; what ran since the last tick is charged to nobody, but counted."""
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        if threading.get_ident() == self._main:
            self.cpu_ns += max(0, time.thread_time_ns() - self._last)

    def forget(self, nanoseconds: int) -> None:
        """Leave out CPU time of this thread that was our own work, not the program's."""
        if threading.get_ident() == self._main:
            self._last += nanoseconds

    def _keep_ticks_in_main(self) -> None:
        """Let threads start with the signal blocked: one that a thread takes does not wake the main
        thread, which alone runs handlers, from a ``join``.
        """
        for name in ("_start_new_thread", "_start_joinable_thread"):
            start = getattr(threading, name, None)
            if start is not None:
                setattr(threading, name, _without_ticks(start))

    def _tick(self, _number: int, frame: FrameType | None) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            self.ticks += 1
            delta = max(0, time.thread_time_ns() - self._last)
            self._charge(frame, delta)
            self._charge_other_threads()
            self._last = time.thread_time_ns()
        finally:
            self._busy = False

    def _charge_other_threads(self) -> None:
        if len(threading._active) < 2:  # type: ignore[attr-defined]  # typeshed leaves it out
            return
        frames = sys._current_frames()
        # Only threads that ``threading`` started: the clock of a thread that has ended is not safe.
        for ident in list(threading._active):  # type: ignore[attr-defined]  # typeshed leaves it out
            if ident == self._main or ident not in frames:
                continue
            now = time.clock_gettime_ns(time.pthread_getcpuclockid(ident))
            before = self._thread_last.get(ident, 0)
            # An identity is used again when a thread has ended: its clock then starts anew.
            delta = now - before if now >= before else now
            self._thread_last[ident] = now
            if delta:
                self.other_threads = True
                self._charge(frames[ident], delta)

    def _charge(self, frame: FrameType | None, delta: int) -> None:
        self.cpu_ns += delta
        nearest: Function | None = None
        below: Function | None = None
        seen: set[int] = set()
        importing = False
        depth = 0
        while frame is not None and depth < _DEEPEST:
            function = self._function(frame)
            if function is not None:
                if nearest is None:
                    nearest = function
                    if not importing:
                        function.self_ns += delta
                        function.samples += 1
                if id(function) not in seen:
                    seen.add(id(function))
                    function.total_ns += delta
                if below is not None and below is not function:
                    below.callers[function.id] = below.callers.get(function.id, 0) + 1
            elif nearest is None and not importing and self._is_import(frame.f_code):
                importing = True
                self.importing_ns += delta
            below = function
            frame = frame.f_back
            depth += 1

    def _function(self, frame: FrameType) -> Function | None:
        code = frame.f_code
        known = self._known.get(id(code))
        if known is None:
            name = self.places.function_id(code, frame.f_globals)
            file = self.places.project_file(code.co_filename)
            function = self._owner(name, file, code.co_firstlineno) if name else None
            known = self._known[id(code)] = (code, function)
        return known[1]

    def _is_import(self, code: CodeType) -> bool:
        known = self._imports.get(id(code))
        if known is None:
            known = self._imports[id(code)] = (code, code.co_filename == _IMPORTING)
        return known[1]

    def _owner(self, name: str, file: str, line: int) -> Function:
        """One record for a function and the comprehensions in it; its line is the first of them."""
        if name not in self._by_name:
            self._by_name[name] = Function(name, file, line)
        function = self._by_name[name]
        function.line = min(function.line, line)
        return function


def _without_ticks(start: Callable[..., Any]) -> Callable[..., Any]:
    def starting(*arguments: Any, **named: Any) -> Any:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF})
        try:
            return start(*arguments, **named)  # a new thread inherits the mask
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    return starting
