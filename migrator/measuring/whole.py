"""Never worse: what makes the program slower as a whole is left out, although it is faster on its recorded calls.

Recorded calls may be unlike most others: they trap less, or are larger. So where the whole workload is slower beyond noise,
twice in a row, the function that gained least is taken out, and the rest is measured again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from migrator.model.program import CompiledFunction
from migrator.model.proof import EndToEnd, Measurement

Measure = Callable[[Sequence[CompiledFunction]], EndToEnd]


@dataclass(frozen=True)
class Whole:
    """``end``: of what is left; None where nothing is. ``slowing``: the functions that were taken out."""

    end: EndToEnd | None
    slowing: tuple[str, ...] = ()


def measure_whole(
    functions: Sequence[CompiledFunction], measured: Sequence[Measurement], measure: Measure, most: int = 4
) -> Whole:
    """Return the measurement of the most functions, from ``functions``, with which the workload is not slower.

    At most ``most`` times a function is taken out; where the workload is slower even then, all are.
    """
    gains = {m.id: m.speedup.low for m in measured}
    left = sorted(functions, key=lambda f: gains.get(f.id, 0.0))
    slowing: list[str] = []
    while left:
        end = measure(left)
        if _slower(end):
            end = measure(left)  # the machine may have been busy with something else
        if not _slower(end):
            return Whole(end, tuple(slowing))
        out = left if len(slowing) >= most else left[:1]
        slowing += [f.id for f in out]
        left = left[len(out) :]
    return Whole(None, tuple(slowing))


def _slower(end: EndToEnd) -> bool:
    return end.same_output is not False and end.speedup.high < 1.0
