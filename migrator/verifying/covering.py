"""Runs in the user's interpreter, loaded by path: inputs that CrossHair finds for the paths through the original.

CrossHair runs a function on symbols and asks a solver for values that take each branch: it finds the one int for which
`x * x == 1_522_756` where no random number does. It is a search beside the others, for arguments made of plain values,
and optional: where `crosshair-tool` is not installed beside the program, nothing happens. What it says is only a
proposal. Each input goes through the same comparison as all others.

It runs in a process of its own, through its command line, on a function that is written for it: with annotations for
the types that the replacement accepts, and the original as its body. Standard library only.
"""

import ast
import importlib.util
import os
import subprocess
import sys
from typing import Any

_PLAIN = frozenset({"int", "float", "bool", "str", "bytes", "list", "tuple", "dict", "set"})
_MOST = 300
_PATIENCE = 4.0
"""The time on the clock may be so many times the processor's."""
_START_S = 15.0
"""So long may the solver, CrossHair and the user's module take to be imported."""
_MODULE = """\
import importlib.util, os, sys

def _proof():
    spec = importlib.util.spec_from_file_location("_migrator_proof", {proof!r})
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module

os.chdir({cwd!r})
sys.path[0:1] = {path!r}
sys.argv = [{program!r}]
_original = _proof().load({package!r}, {id!r}, {file!r}).original

def covered({declared}):
    return _original({names})
"""


def suggested(plan: dict[str, Any], types: list[str], parsed: list[Any], fits: Any) -> list[tuple[Any, ...]]:
    """Return inputs for the paths through the original of ``plan``, of ``types``; none where CrossHair cannot say any.

    Args:
        plan: what the child was told; ``plan["crosshair"]`` is the seconds of the processor's time.
        types: the parameters' types as texts.
        parsed: the same, parsed.
        fits: whether arguments are of the parsed types.
    """
    if not plan["crosshair"] or not parsed or importlib.util.find_spec("crosshair") is None:
        return []
    if not all(map(_is_plain, parsed)):
        return []
    folder = os.path.join(os.path.dirname(plan["result"]), "crosshair")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "migrator_covered.py"), "w", encoding="utf-8") as file:
        file.write(_module(plan, types))
    lines = dict.fromkeys(_asked(folder, plan["crosshair"]).splitlines())
    found = [arguments for line in lines if (arguments := read(line, len(types))) is not None]
    return [arguments for arguments in found if fits(parsed, arguments)][:_MOST]


def _is_plain(type_: Any) -> bool:
    return type_.name in _PLAIN and all(map(_is_plain, type_.parts))


def _module(plan: dict[str, Any], types: list[str]) -> str:
    names = [f"a{place}" for place in range(len(types))]
    return _MODULE.format(
        **{key: plan[key] for key in ("proof", "path", "program", "package", "id", "file")},
        cwd=os.getcwd(),
        declared=", ".join(f"{name}: {type_}" for name, type_ in zip(names, types, strict=True)),
        names=", ".join(names),
    )


def _asked(folder: str, seconds: float) -> str:
    """Return what CrossHair prints: a dictionary of arguments a line. Empty where it fails or does not end."""
    options = [f"--per_condition_timeout={seconds}", f"--per_path_timeout={seconds / 4}"]
    shape = ["--coverage_type=path", "--example_output_format=arg_dictionary"]
    command = [sys.executable, "-m", "crosshair", "cover", *shape, *options, "migrator_covered.covered"]
    try:
        ended = subprocess.run(
            command,
            cwd=folder,  # `python -m` searches here first: the user's folder may have a `json.py`
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_START_S + _PATIENCE * seconds,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return ended.stdout.decode("utf-8", "replace")


def read(line: str, count: int) -> "tuple[Any, ...] | None":
    """Return the arguments that a line of CrossHair's shows; None where it is no such line. Nothing of it is run.

    >>> read('{"a0": -1, "a1": [0.5, float("inf")]}', 2)
    (-1, [0.5, inf])
    >>> read("what the program prints", 2)
    """
    try:
        tree = ast.parse(line.strip(), mode="eval")
        found = ast.literal_eval(_Floats().visit(tree))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None  # also an argument that occurs twice, `v1 := [...]`
    if not isinstance(found, dict) or list(found) != [f"a{place}" for place in range(count)]:
        return None
    return tuple(found.values())


class _Floats(ast.NodeTransformer):
    """Makes values of ``float("nan")`` and its like, the only calls in what CrossHair prints."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        match node:
            case ast.Call(func=ast.Name(id="float"), args=[ast.Constant(value=str() as text)], keywords=[]):
                return ast.Constant(float(text))
            case _:
                return node
