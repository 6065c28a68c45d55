"""Whole programs: helpers, a root function that returns all its locals, ordinary inputs for it."""

from __future__ import annotations

import ast
import random
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.programs import containers, expressions, statements
from tests.programs.choices import Choices, Drawn, Seeded
from tests.programs.rules import families
from tests.programs.writer import Helper, Policy, Writer, element

ROOT = "root"
PARAMS = (
    *("int", "float", "int", "float", "bool", "str", "list[int]", "list[float]", "list[int]", "list[float]"),
    *(
        "list[list[float]]",
        "list[list[int]]",
        "list[tuple[int, float]]",
        "tuple[int, float]",
        "list[bool]",
        "tuple[int, int]",
    ),
    *("ndarray[float64, 1]", "ndarray[float64, 2]", "ndarray[int64, 1]", "ndarray[int32, 1]", "ndarray[uint8, 1]"),
    *("ndarray[bool, 1]", "ndarray[float32, 1]", "ndarray[int64, 2]"),
    *("optional[int]", "optional[float]"),
)
WIDE_PARAMS = (*PARAMS, "dict[int, int]", "dict[str, int]", "dict[int, float]", "set[int]")
RESULTS = ("int", "float", "bool", "tuple[int, float]", "list[int]", "list[float]", "str")
GLOBALS = {"K": "int", "SCALE": "float", "TABLE": "list[float]", "NAME": "str"}
ALWAYS = frozenset({"base", "int", "float", "compare", "if", "for", "rebind", "list", "tuple", "str", "range"})
_HEAD = """import itertools
import math
import random

import numpy as np

K = 5
SCALE = 0.75
TABLE = [0.5, 1.0, 2.25]
NAME = "ab"
"""
_PARTS = (expressions, statements, containers)


@dataclass(frozen=True)
class Program:
    """``source`` is a module; ``types`` are those of its function ``root``."""

    source: str
    types: tuple[str, ...]


def write(choose: Choices, wide: bool = False) -> Program:
    """Write one program; ``wide``: also with what is in ``containers``."""
    policy = _policy(choose, wide)
    helpers: list[Helper] = []
    texts = []
    for number in range(choose.between(0, 2) if "call" in policy.on else 0):
        helper, text = _helper(choose, policy, helpers, f"helper{number + 1}")
        helpers.append(helper)
        texts.append(text)
    types = _params(choose, policy, choose.between(1, 4))
    texts.append(_root(choose, policy, helpers, types))
    head = _HEAD + containers.CLASS if "class" in policy.on else _HEAD
    source = "\n\n".join([head, *texts]) + "\n"
    return Program(ast.unparse(ast.parse(source)) + "\n", types)


def seeded(seed: int, wide: bool = False) -> Program:
    """The program of ``seed``, always the same."""
    return write(Seeded(random.Random(f"program {seed}")), wide)


@st.composite
def programs(draw: Any) -> Program:
    """Programs as a Hypothesis strategy."""
    return write(Drawn(draw))


def _policy(choose: Choices, wide: bool) -> Policy:
    share = choose.pick((0.5, 0.7, 0.9))
    every = [family for family in families() if wide or family not in containers.FAMILIES]
    on = ALWAYS | {f for f in every if choose.chance(share)}
    bias = {f: choose.pick((1.0, 1.0, 0.4, 2.5)) for f in every}
    return Policy(on, choose.pick((0.3, 0.1, 0.0)), bias, wide)


def _params(choose: Choices, policy: Policy, count: int) -> tuple[str, ...]:
    """Types of parameters; sometimes two of one type, so that one object may come twice."""
    types: list[str] = []
    for _ in range(count):
        kind = types[-1] if types and choose.chance(0.25) else choose.pick(WIDE_PARAMS if policy.wide else PARAMS)
        types.append(kind if "array" in policy.on or not kind.startswith("ndarray") else "list[float]")
    return tuple(types)


def _writer(choose: Choices, policy: Policy, helpers: list[Helper], types: tuple[str, ...]) -> Writer:
    writer = Writer(choose, policy, tuple(helpers), globals=GLOBALS if "global" in policy.on else {})
    writer.variables.update({f"p{i + 1}": kind for i, kind in enumerate(types)})
    return writer


def _helper(choose: Choices, policy: Policy, helpers: list[Helper], name: str) -> tuple[Helper, str]:
    types = _params(choose, policy, choose.between(1, 3))
    returns = choose.pick(RESULTS)
    writer = _writer(choose, policy, helpers, types)
    writer.returns, writer.budget = returns, 5
    lines = _body(writer, choose.between(0, 3))
    lines.append(f"return {writer.expr(returns, 2)}")
    keyword = f"p{len(types)}" if types[-1] in ("int", "float") and choose.chance(0.3) else ""
    default = f"={2 if types[-1] == 'int' else 0.5}" if keyword else ""
    names = [f"p{i + 1}" for i in range(len(types))]
    head = f"def {name}({', '.join(names)}{default}):"
    text = "\n    ".join([head, *lines])
    return Helper(name, types, returns, keyword), text


def _body(writer: Writer, count: int) -> list[str]:
    lines: list[str] = []
    for _ in range(count):
        lines += writer.statement()
    return lines


def _root(choose: Choices, policy: Policy, helpers: list[Helper], types: tuple[str, ...]) -> str:
    writer = _writer(choose, policy, helpers, types)
    writer.budget = 16
    lines = _body(writer, choose.between(2, 8))
    names = ", ".join(f"p{i + 1}" for i in range(len(types)))
    lines.append(f"return {_digest(writer)}")
    return "\n    ".join([f"def {ROOT}({names}):", *lines])


def _digest(writer: Writer) -> str:
    """All locals, as one tuple (no wider than the boundary takes)."""
    names = [name for name, kind in writer.variables.items() if kind != "Track"]
    names += [f"{name}.x" for name, kind in writer.variables.items() if kind == "Track"]
    if len(names) > 14:
        names = names[:3] + names[-11:]
    lists = [n for n in names if writer.variables.get(n, "").startswith("list")]
    more = [f"len({writer.choose.pick(lists)})"] if lists and writer.choose.chance(0.2) else []
    return f"({', '.join(names + more)},)"


# --- ordinary inputs ---


def ordinary(types: tuple[str, ...], rng: random.Random) -> tuple[Any, ...]:
    """An input as a user would give: small numbers, short lists, rectangular tables."""
    size = rng.choice((1, 2, 3, 3, 4, 5, 6))
    return tuple(_value(kind, rng, size) for kind in types)


def _value(kind: str, rng: random.Random, size: int) -> Any:
    match kind:
        case "int":
            return rng.randint(-3, 12)
        case "float":
            return rng.choice((rng.randint(-4, 8) / 2, rng.gauss(0.0, 3.0)))
        case "bool":
            return rng.random() < 0.5
        case "str":
            return "".join(rng.choices("abcé", k=size))
    if kind.startswith("optional"):
        return None if rng.random() < 0.4 else _value(element(kind), rng, size)
    if kind.startswith("ndarray"):
        return _array(kind, rng, size)
    if kind.startswith("tuple["):
        from tests.programs.writer import parts

        return tuple(_value(p, rng, size) for p in parts(kind))
    if kind.startswith("dict["):
        from tests.programs.writer import parts

        key, value = parts(kind)
        return {_value(key, rng, size): _value(value, rng, size) for _ in range(size)}
    if kind.startswith("set["):
        return {_value(element(kind), rng, size) for _ in range(size)}
    return [_value(element(kind), rng, size) for _ in range(size)]


def _array(kind: str, rng: random.Random, size: int) -> Any:
    import numpy as np

    dtype, ndim = element(kind).split(", ")
    shape = (size,) if ndim == "1" else (size, 3)
    flat = [rng.randint(0, 9) if "float" not in dtype else rng.gauss(0.0, 3.0) for _ in range(int(np.prod(shape)))]
    return np.array(flat).astype(dtype).reshape(shape)
