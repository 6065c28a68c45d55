"""Entry: ``python [options] runner.py --plan plan.json`` runs the program that the plan names.

Kept tiny because its frame stays at the bottom of the user's stack. It removes its own folder from
``sys.path`` before anything else is imported.
"""

import importlib.util
import os
import sys


def load(name: str = "_migrator_child") -> None:
    """Load the folder of this file as the package ``name``."""
    folder = os.path.dirname(os.path.abspath(__file__))
    spec = importlib.util.spec_from_file_location(
        name, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {folder}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


if __name__ == "__main__":
    _before = frozenset(sys.modules)
    load()
    _start = importlib.import_module("_migrator_child.start")
    _plan = _start.read_plan(sys.argv)
    _start.run(_plan, _before)
