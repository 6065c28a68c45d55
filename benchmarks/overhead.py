"""What crossing the boundary costs: a call, and each element of a list or array.

Run it with ``python benchmarks/overhead.py``. It builds the crate of ``tests/rust`` (reused when
nothing changed) and prints nanoseconds: the best of many rounds, less the loop around the call. A
call through the shim is set beside an empty Python call with the same arguments.
"""

from __future__ import annotations

import argparse
import sys
import timeit
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / p) for p in ("tests/rust", "")]

from boundary_demo import build_demo, import_demo  # noqa: E402 - found by the line above

ROUNDS = 15
LENGTH = 10_000


def nanoseconds(call: Callable[..., object], arguments: tuple[object, ...], number: int) -> float:
    """Return the best time of one ``call(*arguments)``, less an empty loop."""
    names = {f"a{i}": a for i, a in enumerate(arguments)}
    text = f"f({', '.join(names)})"
    space = {"f": call, **names}
    best = min(timeit.repeat(text, globals=space, number=number, repeat=ROUNDS))
    loop = min(timeit.repeat("pass", number=number, repeat=ROUNDS))
    return (best - loop) / number * 1e9


def empty(*names: str) -> Callable[..., object]:
    """Return a Python function with these parameters that does nothing."""
    space: dict[str, Callable[..., object]] = {}
    exec(f"def empty({', '.join(names)}): return None", space)
    return space["empty"]


def calls(demo: object, native: object, shims: object) -> list[tuple[str, float, float, float]]:
    """Return rows: what, an empty Python call, the bare extension, through the shim."""
    one = np.zeros(8)
    square = np.zeros((4, 4))
    cases: list[tuple[str, str, tuple[object, ...]]] = [
        ("nothing()", "nothing", ()),
        ("add(int, int)", "add", (3, 4)),
        ("half(float), one guard", "half", (2.0,)),
        ("norm(list of 10 floats)", "norm", ([1.0] * 10,)),
        ("scale_all(list of 10), changed", "scale_all", ([1.0] * 10, 1.0)),
        ("trace(array 4x4)", "trace", (square,)),
        ("invert(array 4x4), changed", "invert", (square,)),
        ("flags(array of bool, int)", "flags", (np.zeros(8, bool), 1)),
        ("bump(np.float64)", "bump", (one[0],)),
        ("scaled(float), two constants", "scaled", (1.5,)),
        ("depth_of(0), recursive", "depth_of", (0,)),
    ]
    rows = []
    for label, name, arguments in cases:
        rust = getattr(native, f"shapes__{name}")
        shim = getattr(shims, f"shapes__{name}")(rust, getattr(demo, name))
        if name == "scale_all":
            shim = _positional(shim)
        plain = empty(*(f"p{i}" for i in range(len(arguments))))
        assert rust(*arguments) is not native.TRAPPED, label  # type: ignore[attr-defined]  # a built module
        times = [nanoseconds(f, arguments, 20_000) for f in (plain, rust, shim)]
        rows.append((label, *times))
    return rows


def _positional(shim: Callable[..., object]) -> Callable[..., object]:
    """Return the shim itself, called with its keyword-only argument by keyword."""
    return lambda values, factor: shim(values, factor=factor)


def elements(native: object) -> list[tuple[str, float]]:
    """Return rows: what, nanoseconds for each element."""
    floats = [float(i) for i in range(LENGTH)]
    mixed = [float(i) if i % 2 else i for i in range(LENGTH)]
    grid = [[i + j for j in range(100)] for i in range(LENGTH // 100)]
    pairs = [(float(i), 0.5) for i in range(LENGTH)]
    array = np.arange(float(LENGTH))
    strided = np.arange(2.0 * LENGTH)[::2]
    cases: list[tuple[str, str, tuple[object, ...]]] = [
        ("list[float] in (and summed)", "norm", (floats,)),
        ("list[int] in and out (small)", "count_up", (list(range(LENGTH)),)),
        ("list[int] in only (drain to its length)", "drain_none", (list(range(LENGTH)),)),
        ("list[int | float] in (and summed)", "total", (mixed,)),
        ("list[list[int]] in, one of 100 changed", "relax", (grid,)),
        ("list[tuple] in and out", "corners", (pairs, ((0.0, 0.0), 1.0))),
        ("list[float] in and all changed", "scale_all", (floats, 1.0000001)),
        ("str in and out", "reverse", ("x" * LENGTH,)),
        ("array in and changed", "blend", (array, np.zeros(LENGTH), 0.5)),
        ("array in and changed, strided", "blend", (strided, np.zeros(LENGTH), 0.5)),
        ("array out", "ramp", (LENGTH,)),
    ]
    rows = []
    for label, name, arguments in cases:
        rust = getattr(native, "shapes__" + name.removesuffix("_none").replace("drain", "first_or"))
        if name == "drain_none":
            arguments = (*arguments, None)
        assert rust(*arguments) is not native.TRAPPED, label  # type: ignore[attr-defined]  # a built module
        rows.append((label, nanoseconds(rust, arguments, 50) / LENGTH))
    return rows


def main() -> None:
    """Build, measure, print."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    crate, built = build_demo()
    demo, native = import_demo(crate)
    package = __import__(f"{crate.package}._table", fromlist=["REPLACEMENTS"])
    shims = __import__(f"{crate.package}._shims", fromlist=["TRAPPED"])
    for row in package.REPLACEMENTS.values():
        guards = [(vars(demo)["math"].__dict__, "sqrt", demo.math.sqrt)] * len(row.guards)
        constants = [(vars(demo), name) for _, name in row.constants]
        native.bind(row.symbol, guards, constants)
    print(f"Python {sys.version.split()[0]}, rustc {built.rustc}, built in {built.seconds:.1f} s\n")
    print(f"{'a call':<40} {'empty Python':>12} {'Rust':>8} {'shim':>8} {'shim above empty':>17}")
    for label, plain, rust, shim in calls(demo, native, shims):
        print(f"{label:<40} {plain:>12.0f} {rust:>8.0f} {shim:>8.0f} {shim - plain:>17.0f}")
    print(f"\n{'an element, of ' + str(LENGTH):<40} {'ns':>12}")
    for label, cost in elements(native):
        print(f"{label:<40} {cost:>12.2f}")


if __name__ == "__main__":
    main()
