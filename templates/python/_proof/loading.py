"""The two functions of one replacement, the Python original and the Rust one, ready to be called."""

from __future__ import annotations

import builtins
import contextlib
import importlib
import importlib.util
import inspect
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from .copies import changeable
from .harmful import harmful_numbers
from .np_random import is_np_random


class Pair(NamedTuple):
    """The two functions that are compared; ``trapped`` is the sentinel of the native one.

    Both take all parameters by position, in the order of the declaration.
    """

    id: str
    original: Callable[..., Any]
    native: Callable[..., Any]
    trapped: object
    shim: Callable[..., Any] | None = None
    """The Python function that calls ``native``, and ``original`` where that traps."""
    draws: bool = False
    """It draws from a generator that outlives the call: each comparison starts from the same state."""
    names: tuple[tuple[dict[str, Any], str], ...] = ()
    """The names that the native one must look at: a module's namespace and a key in it."""
    harmful: frozenset[int] = frozenset()
    """Ints on which the original breaks the process: an input with one of them is not tried."""
    generators: tuple[Any, ...] = ()
    """NumPy's generators that modules keep, from which it draws."""


def plain_function(function: Any) -> Any:
    """Return the function itself behind what :func:`by_position` made of it."""
    return getattr(function, "__wrapped__", function)


def by_position(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``function`` so that it takes all by position: keyword-only parameters too, and ``*args`` as one tuple."""
    code = getattr(function, "__code__", None)
    starred = code is not None and code.co_flags & inspect.CO_VARARGS
    if code is None or not (code.co_kwonlyargcount or starred):
        return function
    named = code.co_argcount
    count = named - inspect.ismethod(function)  # the class that a class method is given is in place
    names = code.co_varnames[named : named + code.co_kwonlyargcount]
    after = count + 1 if starred else count

    def call(*arguments: Any) -> Any:
        further = arguments[count] if starred else ()
        return function(*arguments[:count], *further, **dict(zip(names, arguments[after:], strict=True)))

    call.__wrapped__ = function  # type: ignore[attr-defined]  # as functools.wraps does
    return call


def load(package: str, id: str, file: str | None = None) -> Pair:
    """Return the Python and the Rust function of ``id`` (``"demo.shapes:Box.area"``).

    Args:
        package: the native package (``"demo_native"``).
        id: module and qualified name of the function.
        file: the module's file, where it is a script that cannot be imported by its name. (Then
            what stands below ``if __name__ == "__main__":`` does not run.)

    No function of the module is replaced, also not by a block at its end: the original must not
    run Rust where it calls itself or its neighbours.

    Raises:
        ImportError: where the module or the package cannot be imported.
        LookupError: where the package does not have the function, or not for this source.
    """
    module_name, _, qualname = id.partition(":")
    mode = os.environ.get("MIGRATOR_MODE")
    os.environ["MIGRATOR_MODE"] = "off"
    try:
        module = _script(module_name, file) if file else importlib.import_module(module_name)
        runtime = importlib.import_module(f"{package}._runtime")
        _import_needed(runtime, module_name, qualname)
    finally:
        if mode is None:
            del os.environ["MIGRATOR_MODE"]
        else:
            os.environ["MIGRATOR_MODE"] = mode
    for swap in list(runtime._active.values()):
        runtime._take_back(swap)  # of a module that was imported before
    try:
        native, shims = runtime._load_native()
        swap = runtime._prepare(native, shims, vars(module), qualname)
        runtime._bind(native, swap)
        names = module_names(bound for guard in swap.row.guards for bound in runtime._resolve(native, swap, guard))
    except runtime._Refused as reason:
        raise LookupError(f"{id}: {reason}") from reason
    native.stepping_aside(False)
    used = [guard.expect for guard in swap.row.guards if guard.kind == "library"]
    held = [namespace[name] for namespace, name in _places(native, runtime, swap)] if swap.row.draws else []
    generators = tuple(value for value in changeable(held) if is_np_random(value))
    draws = (
        swap.row.draws
        or ("random", "_inst") in swap.row.constants
        or any(name.startswith("numpy.random.") for name in used)
    )
    harmful = harmful_numbers(used)
    original = by_position(runtime.called_on(swap.site, swap.site.original))
    shim = runtime.called_on(swap.site, swap.shim)
    return Pair(id, original, swap.rust, native.TRAPPED, shim, draws, names, harmful, generators)


def _places(native: Any, runtime: Any, swap: Any) -> list[tuple[dict[str, Any], str]]:
    """Return where the values of modules lie that Rust reads at each call."""
    return [runtime._constant(native, swap, module, path)[1] for module, path in swap.row.constants]


def _import_needed(runtime: Any, module: str, qualname: str) -> None:
    """Import the modules of the classes and functions that come in: a program that passes them has done so."""
    row = runtime._table.REPLACEMENTS.get((module, qualname))
    for name in sorted(runtime._needed_modules(row)) if row is not None else ():
        with contextlib.suppress(ImportError):  # then the binding says what is missing
            importlib.import_module(name)


def module_names(guards: Iterable[tuple[dict[str, Any], str, object]]) -> tuple[tuple[dict[str, Any], str], ...]:
    """Return the places of ``guards`` that are names of modules; a class would not notice a change behind its back."""
    modules = {id(vars(builtins)), *(id(vars(module)) for module in list(sys.modules.values()))}
    return tuple((namespace, name) for namespace, name, _ in guards if id(namespace) in modules)


def _script(name: str, file: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
