"""Runs both functions on one input, under limits, and compares everything that can be seen."""

from __future__ import annotations

import contextlib
import gc
import io
import random
import signal
import threading
import warnings
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, NamedTuple

from .copies import changeable, copy_arguments
from .harmful import is_harmful
from .loading import Pair, plain_function
from .np_random import put_np_state, state_of_np
from .optional import np
from .oracle import Outcome, difference
from .types import Arguments


class Case(NamedTuple):
    """What one input showed.

    ``kind`` is ``native`` (Rust answered, and the same), ``trapped`` (Python is to answer; nothing
    was changed), ``different`` (``detail`` says how), or ``undecided`` (it took too long).
    """

    kind: str
    detail: str = ""
    raised: bool = False
    expected: Outcome | None = None
    """What Python did, where the two agree."""


class TooLong(BaseException):
    """The alarm that ends a call; no ``except Exception`` of the function keeps it."""


def _is_lost_in(frame: FrameType | None) -> bool:
    """Whether an exception raised in ``frame`` would only be printed: the interpreter called it by the way, to collect
    garbage. The alarm rings again soon."""
    watchers = [getattr(each, "__code__", None) for each in gc.callbacks]
    while frame is not None:
        if frame.f_code in watchers or frame.f_code.co_name == "__del__":
            return True
        if frame.f_code is Runner._timed.__code__:
            return False
        frame = frame.f_back
    return False


def run_case(pair: Pair, arguments: Arguments, seconds: float = 10.0) -> Case:
    """Run both functions of ``pair`` on copies of ``arguments`` and compare everything."""
    with Runner(pair) as runner:
        return runner.run(arguments, seconds)


class Runner:
    """Runs calls under a time and memory limit, with warnings and output caught."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self._armed = False
        self._stack = contextlib.ExitStack()
        self._warned: list[warnings.WarningMessage] = []
        self._printed = io.StringIO()
        self._globals: dict[str, Any] = getattr(plain_function(pair.original), "__globals__", {})

    def __enter__(self) -> Runner:
        caught = self._stack.enter_context(warnings.catch_warnings(record=True))
        assert caught is not None
        self._warned = caught
        warnings.simplefilter("always")
        self._stack.enter_context(contextlib.redirect_stdout(self._printed))
        self._stack.enter_context(_memory_limit())
        self._alarm = hasattr(signal, "setitimer")
        self._alarm &= threading.current_thread() is threading.main_thread()
        if self._alarm:
            before = signal.signal(signal.SIGALRM, self._ring)
            self._stack.callback(signal.signal, signal.SIGALRM, before)
        return self

    def __exit__(self, *_: object) -> None:
        self._armed = False
        if self._alarm:
            signal.setitimer(signal.ITIMER_REAL, 0.0)  # before the handler goes: unhandled, it ends the process
        self._stack.close()

    def _ring(self, _: int, frame: FrameType | None) -> None:
        if self._armed and not _is_lost_in(frame):
            raise TooLong

    def run(self, arguments: Arguments, seconds: float, *, watch: bool = True) -> Case:
        """Compare on one input. ``watch``: also what a call changes outside (this costs 50 us).

        Python comes first, because only Python can be stopped: where it takes too long, Rust (which
        would take long as well) is not run at all.
        """
        watch |= self.pair.draws
        try:
            expected = self.call(self.pair.original, arguments, seconds, watch=watch)
            actual = self.call(self.pair.native, arguments, max(2.0, 2 * seconds), watch=watch)
        except TooLong:
            return Case("undecided")
        raised = expected.raised is not None
        if actual.raised is not None:
            detail = f"Rust raised {actual.raised!r}; it may only trap"
            return Case("different", detail, raised)
        if actual.value is self.pair.trapped:
            late = self._late(arguments, actual)
            if late:
                detail = f"Rust trapped after it had changed something: {late}"
                return Case("different", detail, raised)
            return Case("trapped", "", raised, expected)
        found = difference(expected, actual)
        return Case("different" if found else "native", found or "", raised, expected)

    def call(
        self,
        function: Callable[..., Any],
        arguments: Arguments,
        seconds: float,
        *,
        watch: bool = True,
    ) -> Outcome:
        """Call ``function`` with a copy of ``arguments``; raises ``TooLong``, also where it would never come back."""
        return self.call_on(function, copy_arguments(arguments), seconds, watch=watch)

    def call_on(
        self,
        function: Callable[..., Any],
        arguments: Arguments,
        seconds: float,
        *,
        watch: bool = False,
    ) -> Outcome:
        """Call ``function`` with ``arguments`` themselves; else like :meth:`call`."""
        if is_harmful(arguments, self.pair.harmful):
            raise TooLong
        outcome = Outcome(arguments)
        outcome.held = changeable(outcome.arguments)
        before = self._world() if watch else None
        self._warned.clear()
        self._said()  # a call that took too long was stopped in the middle
        try:
            outcome.value = self._timed(function, outcome.arguments, seconds)
        except (TooLong, KeyboardInterrupt):
            raise
        except BaseException as error:  # SystemExit or a panic of Rust is a result like others
            outcome.raised = error.with_traceback(None)
        if self._warned:
            outcome.warned = tuple((w.category.__name__, str(w.message)) for w in self._warned)
        outcome.printed = self._said()
        if before is not None:
            outcome.world = self._changes(before)
        return outcome

    def _said(self) -> str:
        """Return what was printed since this was asked last."""
        if not self._printed.tell():
            return ""
        text = self._printed.getvalue()
        self._printed.seek(0)
        self._printed.truncate()
        return text

    def _timed(self, function: Callable[..., Any], arguments: Arguments, seconds: float) -> Any:
        if not self._alarm:
            return function(*arguments)
        self._armed = True
        # Rings again and again, should the function catch the first one.
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.05)
        try:
            try:
                return function(*arguments)
            finally:
                self._armed = False
        finally:
            # The bell may have rung inside the inner `finally`: whatever happened, it is off from here.
            self._armed = False
            signal.setitimer(signal.ITIMER_REAL, 0.0)

    def _late(self, arguments: Arguments, actual: Outcome) -> str | None:
        same = copy_arguments(arguments)  # of a set, only copies have the same order
        untouched = Outcome(same, changeable(same), self.pair.trapped)
        untouched.world = (None,) * len(actual.world)
        return difference(untouched, actual)

    def _world(self) -> tuple[Any, ...]:
        state = np.random.get_state() if np is not None else ()
        errors = np.geterr() if np is not None else {}
        return random.getstate(), state, errors, dict(self._globals), [state_of_np(g) for g in self.pair.generators]

    def _changes(self, before: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return what is not as in ``before`` (None where it is), and put random states back."""
        after = self._world()
        generator = None if after[0] == before[0] else ("random is now", after[0])
        legacy = None
        if np is not None and _legacy_state(after[1]) != _legacy_state(before[1]):
            legacy = ("numpy.random is now", _legacy_state(after[1]))
            np.random.set_state(before[1])
        if generator:
            random.setstate(before[0])
        kept = None if after[4] == before[4] else ("the generators of modules are now", after[4])
        for generator_kept, old in zip(self.pair.generators, before[4] if kept else (), strict=False):
            put_np_state(generator_kept, old)
        errors = None if after[2] == before[2] else ("numpy.errstate is now", after[2])
        was, now = before[3], after[3]
        names = sorted(n for n in was.keys() | now.keys() if was.get(n) is not now.get(n))
        return generator, legacy, kept, errors, ("globals rebound", *names) if names else None


def _legacy_state(state: tuple[Any, ...]) -> tuple[Any, ...]:
    return (state[0], state[1].tobytes(), *state[2:])


@contextlib.contextmanager
def _memory_limit(more: int = 2 << 30) -> Iterator[None]:
    """Let the process grow by ``more`` bytes only: an odd input may ask for all there is."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            size = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        yield  # not on this system
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limits = [size + more, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
