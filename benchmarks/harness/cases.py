"""The kernels that are compared: where each lives, and what it changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

KERNELS = Path(__file__).resolve().parents[1] / "kernels"


@dataclass(frozen=True)
class Case:
    """One kernel. Its inputs come from ``loops.inputs.<name>``."""

    name: str
    function: str
    mutates: bool = False
    """Whether it changes its arguments, so that each call needs fresh ones."""

    @property
    def module(self) -> str:
        return f"loops.{self.name}"


CASES = (
    Case("nbody", "simulate", mutates=True),
    Case("spectral_norm", "spectral_norm"),
    Case("mandelbrot", "count"),
    Case("levenshtein", "levenshtein"),
    Case("collatz", "longest_chain"),
    Case("sieve", "primes"),
    Case("matmul", "multiply"),
    Case("dtw", "warping_distance"),
    Case("fannkuch", "fannkuch"),
    Case("pairwise", "distances"),
    Case("conv_int8", "convolve"),
    Case("floyd_warshall", "shorten", mutates=True),
    Case("heat", "diffuse"),
)
BY_NAME = {case.name: case for case in CASES}
