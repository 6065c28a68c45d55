"""One crate for the whole corpus and every operation form: Rust builds are the cost."""

from __future__ import annotations

import gc
import importlib.util
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from migrator.resources import templates
from tests.differential.build import Package, build_package
from tests.differential.forms import forms_module

CORPORA = tuple(sorted(Path(__file__).parent.glob("corpus*.py")))


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Package]:
    """The corpus and the forms of all operations, built and importable."""
    folder = tmp_path_factory.mktemp("differential")
    (folder / "pyproject.toml").write_text('[project]\nname = "differential"\nversion = "1"\n')
    for corpus in CORPORA:
        shutil.copy(corpus, folder / corpus.name)
    (folder / "forms.py").write_text(forms_module(), encoding="utf-8")
    built = build_package(folder, [*(folder / corpus.name for corpus in CORPORA), folder / "forms.py"])
    sys.path[0:0] = [str(folder), str(built.path)]
    gc.collect()
    gc.freeze()  # the compiled program is large and stays: each collection would go through all of it
    yield built
    gc.unfreeze()
    sys.path.remove(str(folder))
    sys.path.remove(str(built.path))


@pytest.fixture(scope="session")
def proof() -> ModuleType:
    """The oracle that generated crates carry."""
    spec = importlib.util.spec_from_file_location("_proof", templates() / "python" / "_proof" / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["_proof"] = module
    spec.loader.exec_module(module)
    return module
