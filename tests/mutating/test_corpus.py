"""Whatever the compiler takes can be mutated, whatever it is made of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.mutating.rules import REACHED, rules_for
from migrator.mutating.walk import variants
from tests.differential import build

_CORPUS = sorted(Path(build.__file__).parent.glob("corpus*.py"))


@pytest.mark.parametrize("file", _CORPUS, ids=lambda f: f.stem)
def test_every_program_has_mutants(file: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "1"\n')
    shutil.copy(file, tmp_path / file.name)
    seen = build.observe(tmp_path, [tmp_path / file.name], every=4)
    functions = [id for id, why in seen.reasons.items() if not why]
    assert functions
    without = []
    for id in functions:
        function = seen.compiler.root(id).function
        assert function is not None
        made = list(variants(function, rules_for(function)))
        assert all(isinstance(variant, n.Function) and variant != function for _, variant in made)
        marked = [variant for _, variant in made[::7] if any(node is REACHED for node in walk(variant))]
        assert len(marked) == len(made[::7])
        assert all(change.line > 0 for change, _ in made)
        without += [] if made else [id]
    assert len(without) * 2 <= len(functions), without
