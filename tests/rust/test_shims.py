"""The Python function in front of a Rust one: what it hands on, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from migrator.model.program import CompiledFunction, Parameter
from migrator.rust.python_side import shim

TRAPPED = object()


def _shim(
    signature: str, *parameters: Parameter, given: str = "", owner: type | None = None
) -> tuple[Callable[..., Any], list[Any]]:
    """The shim with a Rust function that traps on a negative first argument, and the list of who was called with what."""
    function = CompiledFunction(
        id="m:f",
        module="m",
        qualname="f",
        file="m.py",
        line=1,
        symbol="f",
        parameters=parameters,
        returns="int",
        core="",
        root=True,
        recursive=False,
        constants=(),
        guards=(),
        dependencies=(),
        source_sha256="",
        doc="",
        signature=signature,
        given=given,
    )
    seen: list[Any] = []

    def native(*given: Any) -> Any:
        seen.append(("rust", given))
        return TRAPPED if given[0] < 0 else "rust"

    def original(*given: Any, **named: Any) -> Any:
        seen.append(("python", given, named))
        return "python"

    names: dict[str, Any] = {"TRAPPED": TRAPPED, "Any": Any, "Callable": Callable}
    exec(shim(function, "m__f"), names)
    return names["m__f"](native, original, *([owner] if owner is not None else [])), seen


def _parameter(name: str, *, keyword_only: bool = False) -> Parameter:
    return Parameter(name, name, "int", False, keyword_only)


def test_keywords_of_the_original_only() -> None:
    made, seen = _shim("a, *, k, **more", _parameter("a"), _parameter("k", keyword_only=True))
    assert made(1, k=2) == "rust"
    assert made(-1, k=2) == "python"
    assert made(1, k=2, other=3) == "python"
    assert seen == [
        ("rust", (1, 2)),
        ("rust", (-1, 2)),
        ("python", (-1,), {"k": 2}),
        ("python", (1,), {"k": 2, "other": 3}),
    ]


def test_further_arguments_are_one_tuple() -> None:
    made, seen = _shim("a, *rest, k, **more", _parameter("a"), _parameter("rest"), _parameter("k", keyword_only=True))
    assert made(1, 5, 6, k=2) == "rust"
    assert made(-1, 5, k=2) == "python"
    assert made(1, 5, 6, k=2, native=3) == "python"
    assert seen == [
        ("rust", (1, (5, 6), 2)),
        ("rust", (-1, (5,), 2)),
        ("python", (-1, 5), {"k": 2}),
        ("python", (1, 5, 6), {"k": 2, "native": 3}),
    ]


@pytest.mark.parametrize("name", ["native", "original", "result", "TRAPPED"])
def test_names_of_the_shim_are_not_those_of_the_parameters(name: str) -> None:
    made, seen = _shim(f"{name}, **more", _parameter(name))
    assert made(1) == "rust"
    assert made(1, x=2) == "python"
    assert seen == [("rust", (1,)), ("python", (1,), {"x": 2})]


def test_the_class_that_a_class_method_is_given() -> None:
    made, seen = _shim("a", _parameter("a"), given="cls", owner=int)
    assert made(int, 1) == "rust"
    assert made(bool, 1) == "python"
    assert made(int, -1) == "python"
    assert seen == [("rust", (1,)), ("python", (bool, 1), {}), ("rust", (-1,)), ("python", (int, -1), {})]
