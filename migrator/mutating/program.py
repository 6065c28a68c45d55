"""A whole program compiled with its mutants: the right function asks which variant is selected, and answers as that.

All mutants are in one build, so that a proof is measured by one build and one run. Numbers count from 1; 0 is the
right program.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from migrator.compiler import Compiler, compile_program
from migrator.finding.modules import Project
from migrator.ir import nodes as n
from migrator.lowering import Refused
from migrator.model.profile import Observations
from migrator.model.program import CompiledFunction, CompiledProgram
from migrator.model.region import Found
from migrator.mutating.rules import rules_for
from migrator.mutating.walk import Change, variants
from migrator.passes.convert import TypeFailure
from migrator.specialised import Key, Specialised

MOST_IN_A_FUNCTION = 120
"""Of a function with more mutants than this, so many are drawn."""
_LEAST_IN_A_FUNCTION = 15
_MOST_IN_A_PROGRAM = 250
"""So many compile in the time there is; where functions are many, each gets fewer, down to the least."""


def share(functions: int, thorough: bool = False) -> int:
    """Return how many mutants each of so many functions gets."""
    if thorough:
        return 10 * MOST_IN_A_FUNCTION
    return max(_LEAST_IN_A_FUNCTION, min(MOST_IN_A_FUNCTION, _MOST_IN_A_PROGRAM // max(1, functions)))


@dataclass(frozen=True)
class Mutant:
    """One wrong variant: which function, where, what. ``symbol`` is its own name in Rust, empty at the boundary."""

    number: int
    function: str
    line: int
    what: str
    fine: bool = True
    """It shows only on inputs of a rare kind."""
    symbol: str = ""
    place: str = ""
    """The Rust function that it is a variant of, as ``module:symbol``: one function may be compiled for several types."""


@dataclass(frozen=True)
class Mutated:
    """The program with its mutants built in; ``regions``: what Rust functions (``module:symbol``) a root runs through."""

    program: CompiledProgram
    mutants: tuple[Mutant, ...]
    regions: Mapping[str, frozenset[str]]


Mutate = Callable[[frozenset[str]], Mutated]
"""Compiles the program with its mutants, without those named (``module.symbol``)."""


def mutator(
    project: Project, found: Found, observations: Observations, *, seed: int = 0, most: int = MOST_IN_A_FUNCTION
) -> Mutate:
    """Return what compiles the program of ``found`` with its mutants, at most ``most`` a function, drawn by ``seed``."""
    compiler = _Mutating(project, observations, seed=seed, most=most)

    def mutate(without: frozenset[str]) -> Mutated:
        compiler.begin(without)
        program = compile_program(found, compiler)
        return Mutated(program, tuple(compiler.mutants), dict(compiler.regions))

    return mutate


@dataclass
class _Draft:
    change: Change
    text: str
    symbol: str
    number: int = field(default=0)


class _Mutating(Compiler):
    """A compiler whose functions have their mutants beside them."""

    def __init__(self, project: Project, observations: Observations, *, seed: int, most: int) -> None:
        super().__init__(project, observations)
        self.mutants: list[Mutant] = []
        self.regions: dict[str, frozenset[str]] = {}
        self._seed, self._most = seed, most
        self._without: frozenset[str] = frozenset()
        self._texts: dict[Key, str] = {}
        self._drafted: dict[Key, list[_Draft]] = {}

    def begin(self, without: frozenset[str]) -> None:
        """Number anew; the mutants in ``without`` are left out from now on."""
        self._without = without
        self._texts.clear()
        self.mutants.clear()

    def region(self, root: str) -> list[CompiledFunction]:
        """Return the root and everything compiled with it; notes which Rust functions these are."""
        members = super().region(root)
        self.regions[root] = frozenset(f"{m.module}:{m.symbol}" for m in members)
        return members

    def rust(self, made: Specialised) -> str:
        """Return the function that dispatches, then every variant of it."""
        if made.key not in self._texts:
            self._texts[made.key] = self._with_mutants(made)
        return self._texts[made.key]

    def _with_mutants(self, made: Specialised) -> str:
        function = made.function
        assert function is not None
        if made.key not in self._drafted:
            self._drafted[made.key] = self._drafts(made, function)
        drafts = [d for d in self._drafted[made.key] if f"{made.module}.{d.symbol}" not in self._without]
        for draft in drafts:
            draft.number = len(self.mutants) + 1
            self.mutants.append(
                Mutant(
                    draft.number,
                    function.id,
                    draft.change.line or function.line,
                    draft.change.what.text,
                    draft.change.what.fine,
                    draft.symbol,
                    f"{made.module}:{made.symbol}",
                )
            )
        chosen = {d.number: d.symbol for d in drafts}
        return "\n".join([self.emit(made, function, made.symbol, chosen), *(d.text for d in drafts)])

    def _drafts(self, made: Specialised, function: n.Function) -> list[_Draft]:
        """The variants that Rust can be written for, each once, at most so many as were asked for."""
        place = f"{made.module}.{made.symbol}"
        every = list(variants(function, rules_for(function)))
        numbered = list(enumerate(every))
        random.Random(f"{self._seed} {place}").shuffle(numbered)
        seen = {self.emit(made, function, made.symbol).replace(made.symbol, "")}
        drafts: dict[int, _Draft] = {}
        for index, (change, variant) in numbered:
            if len(drafts) == self._most:
                break
            symbol = f"{made.symbol}_mutant_{index + 1}"
            text = self._written(made, variant, symbol)
            plain = text.replace(symbol, "").replace(made.symbol, "")
            if not text or plain in seen:
                continue
            seen.add(plain)
            drafts[index] = _Draft(change, text, symbol)
        return [drafts[index] for index in sorted(drafts)]

    def _written(self, made: Specialised, variant: n.Node, symbol: str) -> str:
        assert isinstance(variant, n.Function)
        try:
            return self.emit(made, variant, symbol)
        except (TypeFailure, Refused, AssertionError, KeyError, TypeError):
            return ""  # emission knows no such form: then no translation is wrong in this way
