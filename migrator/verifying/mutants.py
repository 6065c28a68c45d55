"""Builds a program with its mutants, in the cache: nothing of it is shipped or lies in the user's folder."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from migrator.building.build import BuildOptions, build
from migrator.building.environment import cache_folder
from migrator.building.maturin import CompileFailed
from migrator.building.messages import CompileError
from migrator.building.process import Stop
from migrator.errors import MigratorError
from migrator.mutating.program import Mutant, Mutate, Mutated
from migrator.rust.crate import write_crate
from migrator.rust.names import function_at

_ATTEMPTS = 6


@dataclass(frozen=True)
class MutantBuild:
    """The package that holds the mutants, the folder it is imported from, and what is in it."""

    package: str
    path: str
    mutants: tuple[Mutant, ...]
    regions: Mapping[str, frozenset[str]]

    def numbers(self, root: str) -> list[int]:
        """Return the numbers of the mutants that calls of ``root`` run through: of its boundary, of all it calls."""
        return [m.number for m in self._of(root)]

    def left_to(self, root: str, others: Collection[str]) -> list[int]:
        """Return the numbers that the proof of ``root`` tries itself, where ``others`` are proven as well.

        What is compiled into ``root`` and proven alone, too, is the very same Rust function: its own proof gives it
        arguments of every kind and is the one that can notice most.
        """
        return [m.number for m in self._of(root) if m.function == root or not self._is_proven(m, others)]

    def _is_proven(self, mutant: Mutant, roots: Collection[str]) -> bool:
        return mutant.function in roots and mutant.place in self.regions.get(mutant.function, ())

    def _of(self, root: str) -> Iterator[Mutant]:
        places = self.regions.get(root, frozenset())
        return (m for m in self.mutants if (m.place in places if m.place else m.function == root))


def build_mutants(
    project: Path,
    python: str,
    offline: bool,
    mutate: Mutate,
    vendored: Path | None = None,
    stop: Stop | None = None,
) -> MutantBuild:
    """Build; a mutant that rustc refuses is no mutant, and is left out. ``vendored``: where crates are taken from;
    ``stop`` ends it from another thread.

    Raises:
        MigratorError: where the build fails for another reason.
        Cancelled: where ``stop`` ended it.
    """
    options = BuildOptions(offline=offline, vendored=vendored, profile="mutants", stop=stop)
    place = hashlib.sha256(str(project.resolve()).encode()).hexdigest()[:12]
    folder = cache_folder() / "mutants" / place
    shutil.rmtree(folder, ignore_errors=True)
    without: frozenset[str] = frozenset()
    for attempt in range(_ATTEMPTS):
        mutated = mutate(without)
        mutants, package = _write(mutated, folder)
        try:
            build(folder, folder, python, options)
        except CompileFailed as failure:
            refused = _named(failure.errors, mutants)
            if not refused or attempt + 1 == _ATTEMPTS:
                raise
            without |= refused
        else:
            return MutantBuild(package, str(folder / "python"), tuple(mutants), mutated.regions)
    raise MigratorError("M405", "The build with mutants does not end.")


def _write(mutated: Mutated, folder: Path) -> tuple[list[Mutant], str]:
    """Write the crate; the boundary's own mutants come after those of the functions."""
    mutants = list(mutated.mutants)

    def spoil(function: str, what: str) -> int:
        mutants.append(Mutant(len(mutants) + 1, function, 0, what))
        return len(mutants)

    program = dataclasses.replace(mutated.program, project=f"{mutated.program.project} mutants")
    crate = write_crate(program, folder, lambda files: files, spoil)
    lines = {f.id: f.line for f in program.functions}
    return [dataclasses.replace(m, line=m.line or lines[m.function]) for m in mutants], crate.package


def _named(errors: Iterable[CompileError], mutants: Iterable[Mutant]) -> frozenset[str]:
    """Return the mutants that the errors are in, as ``module.symbol``."""
    known = {m.symbol: m.function.partition(":")[0] for m in mutants if m.symbol}
    found = set()
    for error in errors:
        file, line, _ = error.place.rsplit(":", 2)
        name = function_at(Path(file).read_text(encoding="utf-8"), int(line))
        if name in known:
            found.add(f"{known[name]}.{name}")
    return frozenset(found)
