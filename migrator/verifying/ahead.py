"""Work that another processor does meanwhile: the mutants are compiled while the program itself is.

Both take a processor for about as long, and the proof needs both.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from migrator.building.process import Cancelled, Stop

T = TypeVar("T")


class Ahead(Generic[T]):
    """Calls ``work`` in a thread, at once. It is handed the handle by which :meth:`end` ends what it runs."""

    def __init__(self, work: Callable[[Stop], T]) -> None:
        self._stop = Stop()
        self._made: list[T] = []
        self._failure: BaseException | None = None
        # A daemon: nobody who pressed Ctrl-C waits for it.
        self._thread = threading.Thread(target=self._run, args=(work,), name="ahead", daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[Stop], T]) -> None:
        try:
            self._made.append(work(self._stop))
        except BaseException as failure:  # it is raised where the result is asked for
            self._failure = failure

    def end(self) -> None:
        """End it: nobody will ask."""
        self._stop.end()

    def result(self) -> T | None:
        """Wait, and return what ``work`` did; None where it was ended. What it raised is raised here."""
        self._thread.join()
        if isinstance(self._failure, Cancelled) or self._stop.over:
            return None
        if self._failure is not None:
            raise self._failure
        return self._made[0]


@contextmanager
def ahead(work: Callable[[Stop], T]) -> Iterator[Ahead[T]]:
    """Do ``work`` beside the body; what it runs is ended with the body."""
    begun = Ahead(work)
    try:
        yield begun
    finally:
        begun.end()
