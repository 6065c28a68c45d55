"""What a run shows while it works: one line a stage, with its time, on the console it is given.

On a terminal the running stage has a spinner and its clock runs; elsewhere each stage is one line when it has ended.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from migrator.model.report import StageTime
from migrator.reporting import words

_LOG = logging.getLogger("migrator")
_NO_DIGITS = str.maketrans("", "", "0123456789")


class Stages:
    """Shows and times the stages of one call. ``quiet`` shows nothing, the times are kept all the same."""

    def __init__(self, console: Console, *, quiet: bool = False, ascii_only: bool = False) -> None:
        self.times: list[StageTime] = []
        self._console = console
        self._quiet = quiet
        self._ascii = ascii_only
        self._live: Progress | None = None
        self._noted = ""

    @contextmanager
    def stage(self, name: str, what: str) -> Iterator[None]:
        """Show that the stage ``name`` runs; ``what`` says in a few words what it does."""
        _LOG.info("%s: begins", name)
        start = time.monotonic()
        done = False
        try:
            with self._spinner(name, what):
                yield
            done = True
        finally:
            spent = time.monotonic() - start
            _LOG.info("%s: %s after %.2f s", name, "ended" if done else "failed", spent)
            self._line(name, spent, done)
        self.times.append(StageTime(name, spent))

    def note(self, text: str) -> None:
        """Show what the running stage is at; in the log where there is no terminal."""
        kind = text.translate(_NO_DIGITS)
        if kind != self._noted:
            # What only counts up (seconds, crates) is logged once.
            _LOG.debug("%s", text)
            self._noted = kind
        if self._live is not None:
            for task in self._live.task_ids:
                self._live.update(task, note=escape(text[:48]))

    def say(self, text: str) -> None:
        """Tell what a person must know whatever is shown of the stages."""
        _LOG.info("%s", text)
        if not self._quiet:
            self._console.print(escape(text), style="yellow", highlight=False, soft_wrap=True)

    @contextmanager
    def _spinner(self, name: str, what: str) -> Iterator[None]:
        if self._quiet or not self._console.is_terminal:
            yield
            return
        columns = (
            SpinnerColumn("line" if self._ascii else "dots"),
            TextColumn(f"[bold]{name:<9}[/] {{task.description}}"),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[note]}"),
        )
        with Progress(*columns, console=self._console, transient=True) as live:
            live.add_task(escape(what), note="")
            self._live = live
            try:
                yield
            finally:
                self._live = None

    def _line(self, name: str, spent: float, done: bool) -> None:
        if self._quiet:
            return
        mark = ("ok" if done else "failed") if self._ascii else ("✓" if done else "✗")
        style = "green" if done else "red"
        text = words.seconds(spent)
        if self._ascii:
            text = text.replace("µ", "u")
        self._console.print(f"[{style}]{mark}[/] {name:<9} [dim]{text}[/]", highlight=False)
