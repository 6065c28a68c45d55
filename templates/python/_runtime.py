"""Swaps proven Rust functions in for Python ones when a module is imported.

A module that uses Rust ends with a call of :func:`use_rust`. For each function named there, the
module gets a *shim*: a small Python function that hands the arguments to Rust, and calls the Python
original when Rust declines. (Rust then *trapped*: an argument of another type, an integer beyond 64
bits, an error that Python should raise, ...) So the original is never lost: it is the shim's
``__wrapped__``, and every exception comes from it.

The shim is an ordinary function that looks like the original, because programs look: ``inspect``,
``pickle``, ``help()``, ``functools.wraps`` and test tools that patch all see what they saw before.

A proof holds for one text of the function, and for one meaning of the names that it uses. So a
function is replaced only if

- its source text is the proven one (``SOURCES`` in ``_table.py``), and
- each name it uses is what it was (its *guards*): ``len`` is Python's own, ``math.sqrt`` is the one
  of ``math``, ``helper`` is the helper whose text was compiled. The Rust side tests the guards
  again at each call, by identity, and traps when one fails: patching ``math.sqrt`` in a test works
  as ever.

Whatever goes wrong here leaves the Python function in place, with one ``RuntimeWarning`` that says
why. Nothing here raises into the importing module. ``MIGRATOR_MODE=off`` turns everything off; for the other modes see
``_modes.py``.
"""

from __future__ import annotations

import ast
import builtins
import dataclasses
import enum
import gc
import hashlib
import inspect
import linecache
import os
import re
import sys
import textwrap
import warnings
from collections.abc import Callable, Iterator
from types import BuiltinFunctionType, FunctionType, MemberDescriptorType, ModuleType
from typing import Any, NamedTuple

from . import _environment, _modes, _table
from ._runtime_types import ClassUse, Guard, Replacement

_BoundGuard = tuple[dict[str, Any], str, object]


class _Refused(Exception):
    """Why a function stays Python; the text is for the user."""


class _Site(NamedTuple):
    """Where a function lives: ``owner`` is the module's namespace or a class."""

    owner: dict[str, Any] | type
    name: str
    held: object
    """What the owner holds: the function, or the ``staticmethod``/``classmethod`` around it."""
    original: Any
    """The ``FunctionType``. (Said so, a type checker would take it for a method of this class.)"""


class _Swap(NamedTuple):
    """A shim, where it goes, and which row of the table it stands for."""

    row: Replacement
    namespace: dict[str, Any]
    site: _Site
    shim: Any
    rust: Callable[..., Any]
    called: Callable[..., Any]
    """What the shim calls: ``rust``, or a stand-in for it (``_bind_first``)."""


_originals: dict[FunctionType, FunctionType] = {}
"""Shim to original, for every shim that this package made."""
_active: dict[tuple[str, str], _Swap] = {}
_waiting: dict[tuple[str, str], _Swap] = {}
"""Shims in place whose guards reach into a module that is still being imported (a cycle), or will be later."""
_LONGEST_WAIT = 1000
"""So many calls a shim waits for a module that nobody imports."""
_reasons: dict[str, str] = {}
"""Why functions stayed Python, by function id."""


# The public part --------------------------------------------------------------------------------


def use_rust(namespace: dict[str, Any], *qualnames: str) -> None:
    """Replace the functions ``qualnames`` (``"iou"``, ``"Tracker.step"``) of the calling module.

    Args:
        namespace: the module's ``globals()``. Called when all functions in question are defined.
        qualnames: what to replace. A function that cannot be replaced stays Python.
    """
    if namespace.get("use_rust") is use_rust:
        del namespace["use_rust"]  # the module's own names stay as its author wrote them
    mode = _modes.mode()
    if mode == "off":
        return
    refused: dict[str, str] = {}
    try:
        _count_at_exit()
        _install(namespace, qualnames, refused, _modes.watcher(mode))
    except _Refused as reason:
        refused.update(dict.fromkeys(qualnames, str(reason)))
    except Exception as error:  # a fault of ours must not become the user's
        refused.update(dict.fromkeys(qualnames, f"internal error: {error!r}"))
    if refused:
        _warn(str(namespace.get("__name__")), refused)


def status() -> dict[str, Any]:
    """Return what is replaced, what is not and why, and how often Rust was used, as plain data.

    ``functions`` maps a function's id to ``replaced``, ``reason`` (empty if replaced), and the
    counters of the extension: ``calls``, ``traps``, ``skipped``, and the traps by reason.
    """
    _bind_waiting()
    counters = _native.counters() if _native is not None else {}
    functions: dict[str, dict[str, Any]] = {}
    for (module, qualname), swap in (_active | _waiting).items():
        waits = (module, qualname) in _waiting
        functions[f"{module}:{qualname}"] = {
            "replaced": True,
            "reason": "waits for a module that is not imported yet" if waits else "",
            **counters.get(swap.row.symbol, {}),
        }
    for function, reason in _reasons.items():
        functions.setdefault(function, {"replaced": False, "reason": reason})
    for watched in _modes.Watched.watched:
        row = functions.setdefault(watched.id, {"replaced": False, "reason": ""})
        row |= {"seen": watched.calls, "compared": watched.compared, "difference": watched.difference}
    return {
        "mode": os.environ.get("MIGRATOR_MODE", "on"),
        "build_id": _table.BUILD_ID,
        "loaded": _native is not None,
        "functions": functions,
    }


_counting = False


def _count_at_exit() -> None:
    global _counting  # noqa: PLW0603 - once in one process
    if not _counting:
        _counting = True
        _modes.write_counters_at_exit(status)


def _warn(module: str, refused: dict[str, str]) -> None:
    """Tell once for the module why functions stay Python; equal reasons are told together."""
    by_reason: dict[str, list[str]] = {}
    for qualname, reason in refused.items():
        _reasons[f"{module}:{qualname}"] = reason
        by_reason.setdefault(reason, []).append(qualname)
    told = "; ".join(f"{', '.join(names)}: {reason}" for reason, names in by_reason.items())
    try:
        warnings.warn(f"{module} stays Python for {told}", RuntimeWarning, stacklevel=3)
    except RuntimeWarning:
        # With ``-W error`` the warning arrives as an exception, which would break the import of a
        # module that works. The reason stays readable in ``status()``.
        return


# Installing -------------------------------------------------------------------------------------


def _install(
    namespace: dict[str, Any],
    qualnames: tuple[str, ...],
    refused: dict[str, str],
    watch: Callable[..., Any] | None = None,
) -> None:
    """Make all shims, put them in place, then bind them; ``refused`` gets what failed and why."""
    native, shims = _load_native()
    swaps: dict[str, _Swap] = {}
    for qualname in qualnames:
        try:
            swaps[qualname] = _prepare(native, shims, namespace, qualname, watch)
        except _Refused as reason:
            refused[qualname] = str(reason)
    for qualname in list(swaps):
        try:
            _put(swaps[qualname])
        except _Refused as reason:
            refused[qualname] = str(reason)
            del swaps[qualname]
    # Guards are taken only now, because a function's guard on its neighbour must see the
    # neighbour's shim. Where one fails, its shim goes again, and the guards on *it* are renewed.
    failed = True
    while failed:
        failed = False
        for qualname, swap in list(swaps.items()):
            try:
                _bind(native, swap)
            except _Refused as reason:
                refused[qualname] = str(reason)
                del swaps[qualname]
                _take_back(swap)
                failed = True
    _bind_waiting()


def _prepare(
    native: Any,
    shims: Any,
    namespace: dict[str, Any],
    qualname: str,
    watch: Callable[..., Any] | None = None,
) -> _Swap:
    """Find the function, make sure that it is the proven one, and make its shim.

    ``watch`` puts a comparison in front of the Rust function (``_modes.py``).
    """
    row = _row_for(namespace, qualname)
    site = _find(namespace, qualname)
    _check_source(site.original, row.source_sha256)
    rust: Callable[..., Any] | None = getattr(native, row.symbol, None)
    factory: Callable[..., FunctionType] | None = getattr(shims, row.shim, None)
    if rust is None or factory is None:
        raise _Refused("the extension does not have it; build it again")
    if watch is not None:
        rust = watch(row, rust, called_on(site, site.original), native.TRAPPED)
    called = _bind_first(rust) if _reaches_unfinished_module(row) else rust
    owner = (site.owner,) if isinstance(site.held, classmethod) else ()
    shim = factory(called, site.original, *owner)
    _copy_metadata(site.original, shim)
    if _parameters(shim) != _parameters(site.original):
        raise _Refused("its parameters are not those of the proven function")
    return _Swap(row, namespace, site, shim, rust, called)


def called_on(site: _Site, function: Any) -> Callable[..., Any]:
    """Return ``function``, the site's original or a shim of it, as Rust is called: a class method without its class."""
    bound: Callable[..., Any] = function.__get__(site.owner) if isinstance(site.held, classmethod) else function
    return bound


def _row_for(namespace: dict[str, Any], qualname: str) -> Replacement:
    """Return the row of the table for a function of the module with this namespace.

    The module may run under another name than the one it was proven under: as a script it is
    ``__main__``, in a spawned process ``__mp_main__``. Then the name it was started by counts
    (``python -m pkg.tool``), or the file's (``python tool.py``).
    """
    names = [str(namespace.get("__name__"))]
    spec = namespace.get("__spec__")
    if spec is not None:
        names.append(spec.name)
    names.append(os.path.splitext(os.path.basename(str(namespace.get("__file__"))))[0])
    for name in names:
        row = _table.REPLACEMENTS.get((name, qualname))
        if row is not None:
            return row
    raise _Refused("there is no Rust for it in this build")


def _put(swap: _Swap) -> None:
    _originals[swap.shim] = swap.site.original
    held = swap.site.held
    wrapper = type(held) if isinstance(held, staticmethod | classmethod) else None
    _store(swap.site, swap.shim if wrapper is None else wrapper(swap.shim))


def _take_back(swap: _Swap) -> None:
    key = (swap.row.module, swap.row.qualname)
    _active.pop(key, None)
    _waiting.pop(key, None)
    _store(swap.site, swap.site.held)


def _store(site: _Site, value: object) -> None:
    if isinstance(site.owner, dict):
        site.owner[site.name] = value
        return
    try:
        setattr(site.owner, site.name, value)
    except Exception as error:  # a metaclass may refuse, with any exception
        raise _Refused(f"its class does not let it be replaced ({error!r})") from error


def _bind(native: Any, swap: _Swap, patience_ends: bool = False) -> None:
    """Tell Rust the guards and the places of the constants. Until then every call traps."""
    key = (swap.row.module, swap.row.qualname)
    if _reaches_unfinished_module(swap.row) and not patience_ends:
        _waiting[key] = swap
        return
    guards = [bound for guard in swap.row.guards for bound in _resolve(native, swap, guard)]
    constants = []
    for module, path in swap.row.constants:
        tests, place = _constant(native, swap, module, path)
        guards += tests
        constants.append(place)
    classes = [_class_binding(native, swap, use) for use in swap.row.classes]
    try:
        for binding in classes:
            native.bind_class(*binding)
        native.bind(swap.row.symbol, guards, constants)
    except Exception as error:
        raise _Refused(f"the extension does not accept it ({error!r})") from error
    if _waiting.pop(key, None) is not None:
        _call_directly(swap)
    _active[key] = swap
    _reasons.pop(f"{swap.row.module}:{swap.row.qualname}", None)


def _bind_waiting(patience_ends: bool = False) -> None:
    """Bind what waited for a module, if that module is ready now."""
    for (module, qualname), swap in list(_waiting.items()):
        try:
            _bind(_native, swap, patience_ends)
        except _Refused as reason:
            _take_back(swap)
            _warn(module, {qualname: str(reason)})


def _bind_first(rust: Callable[..., Any]) -> Callable[..., Any]:
    """Stand in for ``rust`` in a shim that waits: each call looks whether the wait is over."""

    calls = iter(range(_LONGEST_WAIT))

    def bind_then_call(*arguments: object) -> Any:
        _bind_waiting(patience_ends=next(calls, None) is None)
        return rust(*arguments)  # while it is not bound, this traps

    return bind_then_call


def _call_directly(swap: _Swap) -> None:
    """Take the stand-in of ``_bind_first`` out of the shim, which holds it in a cell."""
    for cell in swap.shim.__closure__ or ():
        if cell.cell_contents is swap.called:
            cell.cell_contents = swap.rust


def _needed_modules(row: Replacement) -> set[str]:
    """Return the other modules in which guards, constants, callees or classes live."""
    others = {guard.module for guard in row.guards} | {module for module, _ in row.constants}
    others |= {dependency.partition(":")[0] for dependency in row.dependencies}
    others |= {owner.partition(":")[0] for use in row.classes for owner in use.order}
    return others - {row.module}


def _reaches_unfinished_module(row: Replacement) -> bool:
    """Return whether a module that the row needs is still being imported, or will be (it may import this one).

    A module may yet replace its own functions, so what it holds now is not what it will hold.
    """
    for name in _needed_modules(row):
        spec = getattr(sys.modules.get(name), "__spec__", None)
        if name not in sys.modules or getattr(spec, "_initializing", False):
            return True
    return False


# The extension ----------------------------------------------------------------------------------

_native: Any = None
_shims: Any = None
_native_failure = ""


def _load_native() -> tuple[Any, Any]:
    """Return the extension module and the factories of shims, loaded at the first call.

    They are not imported with this file, so that a failure becomes a warning. Its reason is kept.
    """
    global _native, _shims, _native_failure  # noqa: PLW0603 - one extension in one process
    if _native is None and not _native_failure:
        try:
            _native, _shims = _checked_native()
        except _Refused as reason:
            _native_failure = str(reason)
    if _native_failure:
        raise _Refused(_native_failure)
    return _native, _shims


def _checked_native() -> tuple[Any, Any]:
    is_gil_enabled = getattr(sys, "_is_gil_enabled", None)
    if is_gil_enabled is not None and not is_gil_enabled():
        raise _Refused("this Python runs without the global lock, which the proof relies on")
    smallest = sys.float_info.min * sys.float_info.epsilon
    if smallest * 1.0 == 0.0:
        raise _Refused("a library has switched this process to flush small floats to zero")
    try:
        from . import _shims as shims
        from ._extension import native
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in Rust is no Exception
        raise _Refused(f"the extension cannot be loaded ({error!r})") from error
    if native.BUILD_ID != _table.BUILD_ID:
        raise _Refused("the extension was built from other sources; build it again")
    other = _environment.changes(_environment.built_for(os.path.dirname(os.path.abspath(__file__))))
    if other:
        raise _Refused(f"the proof is of another environment ({'; '.join(other)}); build and verify it here")
    return native, shims


# The original -----------------------------------------------------------------------------------


def _find(namespace: dict[str, Any], qualname: str) -> _Site:
    """Return where the function ``qualname`` is; it must be defined by the module itself."""
    *classes, name = qualname.split(".")
    owner: dict[str, Any] | type = namespace
    for class_name in classes:
        held = _members(owner).get(class_name)
        if not isinstance(held, type):
            raise _Refused(f"{class_name} is not a class here")
        owner = held
    if isinstance(owner, type) and name.startswith("__") and not name.endswith("__"):
        private = owner.__name__.lstrip("_")
        name = f"_{private}{name}" if private else name
    held = _members(owner).get(name)
    if held is None:
        raise _Refused("it does not exist here")
    function = held.__func__ if isinstance(held, staticmethod | classmethod) else held
    if not isinstance(function, FunctionType):
        raise _Refused(f"it is not a plain function but a {type(held).__name__}")
    function = _originals.get(function, function)  # the module may be run again by ``reload``
    code = function.__code__
    if function.__globals__ is not namespace or code.co_qualname != qualname:
        raise _Refused("a decorator has put another function in its place")
    return _Site(owner, name, held, function)


def _members(owner: dict[str, Any] | type) -> dict[str, Any]:
    return owner if isinstance(owner, dict) else dict(vars(owner))


def _check_source(function: FunctionType, expected: str) -> None:
    if _source_sha256(function) != expected:
        raise _Refused("its Python source is not the one that was proven")


def _source_sha256(function: FunctionType) -> str:
    """Return the hash of the function's text, from its first decorator to its last line.

    Each line is stripped at its right end and the whole dedented, so that neither line ends nor the
    depth of a class count.
    """
    code = function.__code__
    lines, segments = _segments_of(code.co_filename, function.__globals__)
    span = segments.get((code.co_firstlineno, code.co_name))
    if span is None:
        raise _Refused("its source cannot be found")
    text = "\n".join(line.rstrip() for line in lines[span[0] - 1 : span[1]])
    return hashlib.sha256(textwrap.dedent(text).encode("utf-8")).hexdigest()


_Segments = tuple[list[str], dict[tuple[int, str], tuple[int, int]]]
_parsed: dict[str, tuple[str, _Segments]] = {}


def _segments_of(filename: str, namespace: dict[str, Any]) -> _Segments:
    """Return the file's lines, and of each function in it the first and the last line."""
    linecache.checkcache(filename)
    text = "".join(linecache.getlines(filename, namespace))
    known = _parsed.get(filename)
    if known is not None and known[0] == text:
        return known[1]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python has warned already when it compiled the file
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _Refused(f"its source cannot be read ({error!r})") from error
    spans = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            spans[first, node.name] = (first, node.end_lineno or node.lineno)
    segments = (re.split(r"\r\n|\r|\n", text), spans)
    _parsed[filename] = (text, segments)
    return segments


# The shim ---------------------------------------------------------------------------------------

_COPIED = ("__name__", "__qualname__", "__doc__", "__module__", "__defaults__", "__kwdefaults__")


def _copy_metadata(original: FunctionType, shim: FunctionType) -> None:
    """Make ``shim`` look like ``original`` to everything that looks at functions."""
    for name in _COPIED:
        setattr(shim, name, getattr(original, name))
    lazy = "__annotate__"  # from Python 3.14 on annotations are computed when asked for
    name = lazy if hasattr(original, lazy) else "__annotations__"
    setattr(shim, name, getattr(original, name))
    if sys.version_info >= (3, 12):
        shim.__type_params__ = original.__type_params__
    shim.__dict__.update(original.__dict__)
    shim.__dict__["__wrapped__"] = original


def _parameters(function: FunctionType) -> tuple[object, ...]:
    """Return what decides how arguments are bound: names, kinds and counts of the parameters."""
    code = function.__code__
    named = code.co_argcount + code.co_kwonlyargcount
    variable = code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS)
    positional = (code.co_posonlyargcount, code.co_argcount)
    return (*positional, code.co_kwonlyargcount, variable, code.co_varnames[:named])


# Guards -----------------------------------------------------------------------------------------


def _resolve(native: Any, swap: _Swap, guard: Guard) -> Iterator[_BoundGuard]:
    """Check the guard now, and yield the identity tests that keep it checked at each call."""
    if guard.kind == "module":
        _namespace_of(swap, guard.module)
        yield sys.modules, guard.module, sys.modules[guard.module]
        return
    namespace = _namespace_of(swap, guard.module)
    if guard.kind == "builtin" and guard.path == guard.expect and guard.path not in namespace:
        yield from _builtin_tests(native, namespace, guard)
        return
    tests, value = _follow(native, namespace, guard.path)
    if guard.kind == "builtin":
        if value is not getattr(builtins, guard.expect, None) or not _is_own_builtin(guard.expect, value):
            raise _Refused(f"{guard.path} is redefined in {guard.module}")
    elif guard.kind == "flag":
        if value is not (guard.expect == "True"):
            raise _Refused(f"{guard.path} is not {guard.expect}")
    elif guard.kind == "instance":
        _check_instance(value, guard)
    elif guard.kind == "function":
        _check_function(value, guard)
    elif guard.kind == "class":
        if not isinstance(value, type) or value.__qualname__ != guard.expect.partition(":")[2]:
            raise _Refused(f"{guard.path} is not the class {guard.expect}")
    elif guard.kind == "enum":
        _check_enum(value, guard)
    elif guard.kind == "record":
        yield from _record_tests(value, guard)
    elif guard.kind == "exception":
        yield from _exception_tests(native, value, guard)
    elif guard.kind == "library":
        _check_library(value, guard)
    else:
        raise _Refused(f"the table names an unknown kind of guard: {guard.kind}")
    yield from tests


def _record_tests(value: object, guard: Guard) -> Iterator[_BoundGuard]:
    """The class must be a named tuple with just these fields, and nothing about them may be its own."""
    fields = tuple(guard.expect.partition("|")[2].split())
    if getattr(value, "__dictoffset__", 1):
        raise _Refused(f"instances of {guard.path} may have attributes of their own")
    if not isinstance(value, type) or not issubclass(value, tuple) or getattr(value, "_fields", ()) != fields:
        raise _Refused(f"{guard.path} is not the named tuple that was compiled")
    for name in _OF_TUPLES:
        if getattr(value, name) is not getattr(tuple, name):
            raise _Refused(f"{guard.path} has a {name} of its own")
    if not str(getattr(value.__new__, "__module__", "")).startswith("namedtuple_"):
        raise _Refused(f"{guard.path} has a __new__ of its own")
    for place, name in enumerate(fields):
        owner = next(base for base in value.__mro__ if name in vars(base))
        getter = vars(owner)[name]
        if type(getter).__name__ != "_tuplegetter" or getter.__reduce__()[1][0] != place:
            raise _Refused(f"{guard.path}.{name} is not the field that was compiled")
        yield gc.get_referents(vars(owner))[0], name, getter


def _exception_tests(native: Any, value: object, guard: Guard) -> Iterator[_BoundGuard]:
    """The class must have just these bases; none written in Python may have a constructor or finalizer of its own."""
    order = guard.expect.split()
    if type(value) is not type or not issubclass(value, BaseException):
        raise _Refused(f"{guard.path} is not the exception that was compiled")
    bases = value.__mro__[: value.__mro__.index(object)]
    if [base.__qualname__ for base in bases] != [name.rpartition(":")[2] for name in order]:
        raise _Refused(f"the bases of {guard.path} are not those that were compiled")
    for base in bases:
        names = gc.get_referents(vars(base))[0]
        for name in ("__init__", "__new__", "__del__") if base.__module__ != "builtins" else ():
            if name in names:
                raise _Refused(f"{guard.path} has a {name} of its own")
            yield names, name, native.MISSING


def _check_enum(value: object, guard: Guard) -> None:
    """The class must be a plain enumeration: members are equal where they are the same, and only there."""
    if type(value) is not enum.EnumMeta or issubclass(value, enum.Flag):
        raise _Refused(f"{guard.path} is not the enumeration that was compiled")
    same = (object.__eq__, int.__eq__, str.__eq__)
    alike = (enum.Enum.__hash__, int.__hash__, str.__hash__)
    if not any(value.__eq__ is each for each in same) or not any(value.__hash__ is each for each in alike):
        raise _Refused(f"{guard.path} compares its members in a way of its own")


_OF_TUPLES = tuple(
    f"__{name}__" for name in "getattribute getitem len iter contains hash add mul rmul eq ne lt le gt ge".split()
)


def _namespace_of(swap: _Swap, module: str) -> dict[str, Any]:
    if module == swap.row.module:
        return swap.namespace
    loaded = sys.modules.get(module)
    if loaded is None:
        raise _Refused(f"the module {module} is not imported")
    return vars(loaded)


def _builtin_tests(native: Any, namespace: dict[str, Any], guard: Guard) -> Iterator[_BoundGuard]:
    name = guard.path
    used = namespace.get("__builtins__", builtins)
    value = getattr(builtins, name, None)
    if (used is not builtins and used is not vars(builtins)) or not _is_own_builtin(name, value):
        raise _Refused(f"{name} is not Python's own")
    yield namespace, name, native.MISSING
    yield vars(builtins), name, value


def _is_own_builtin(name: str, value: object) -> bool:
    if isinstance(value, BuiltinFunctionType):
        return value.__self__ is builtins and value.__name__ == name
    if isinstance(value, type):
        return value.__module__ == "builtins" and value.__qualname__ in (name, "OSError")
    return False


def _follow(native: Any, namespace: dict[str, Any], path: str) -> tuple[list[_BoundGuard], object]:
    """Look ``path`` up step by step; return a test for each step, and what it leads to."""
    first, *attributes = path.split(".")
    if first not in namespace:
        raise _Refused(f"{first} is not defined")
    value = namespace[first]
    tests: list[_BoundGuard] = [(namespace, first, value)]
    for attribute in attributes:
        if isinstance(value, ModuleType) and attribute not in vars(value):
            getattr(value, attribute, None)  # a module may import its parts when they are first asked for
        for owner in _places_of_attributes(value, path):
            if attribute in owner:
                value = owner[attribute]
                tests.append((owner, attribute, value))
                break
            tests.append((owner, attribute, native.MISSING))
        else:
            raise _Refused(f"{path} cannot be watched for changes")
    return tests, value


def _constant(native: Any, swap: _Swap, module: str, path: str) -> tuple[list[_BoundGuard], tuple[dict[str, Any], str]]:
    """Return where a value is read at each call, and what must hold so that it is that one."""
    namespace = _namespace_of(swap, module)
    owner, _, name = path.rpartition(".")
    if not owner:
        return [], (namespace, name)
    tests, value = _follow(native, namespace, owner)
    for place in _places_of_attributes(value, path):
        if name in place:
            if hasattr(type(place[name]), "__get__"):
                raise _Refused(f"{path} is more than a value")
            return tests, (place, name)
        tests.append((place, name, native.MISSING))
    raise _Refused(f"{path} does not exist")


def _places_of_attributes(value: object, path: str) -> list[dict[str, Any]]:
    """Return the dicts in which Python looks an attribute of ``value`` up, in order."""
    if isinstance(value, ModuleType):
        return [vars(value)]
    if isinstance(value, type):
        # ``vars`` of a class is a read-only view, which refers to nothing but the dict behind.
        return [gc.get_referents(vars(base))[0] for base in value.__mro__]
    raise _Refused(f"{path} cannot be watched for changes")


def _check_function(value: object, guard: Guard) -> None:
    """The name must lead to the function that was compiled: the original, or our shim of it."""
    if isinstance(value, staticmethod | classmethod):
        value = value.__func__
    if not isinstance(value, FunctionType):
        raise _Refused(f"{guard.path} is not the function {guard.expect}")
    original = _originals.get(value, value)
    _, _, qualname = guard.expect.partition(":")
    if original.__code__.co_qualname != qualname.removesuffix(".setter"):
        raise _Refused(f"{guard.path} is not the function {guard.expect}")
    if _source_sha256(original) != _table.SOURCES.get(guard.expect):
        raise _Refused(f"the source of {guard.expect}, which it calls, is not the one compiled")


def _class_binding(native: Any, swap: _Swap, use: ClassUse) -> tuple[Any, ...]:
    """Check that the class is what was compiled, and return what the Rust side watches of it."""
    module, _, qualname = use.id.partition(":")
    found: object = _namespace_of(swap, module)
    for part in qualname.split("."):
        found = _members(found).get(part) if isinstance(found, dict | type) else None
    if not isinstance(found, type):
        raise _Refused(f"{qualname} is not a class")
    named = [base.__qualname__ for base in found.__mro__ if base.__module__ not in _PLAIN_HOMES]
    if named != [owner.partition(":")[2] for owner in use.order]:
        raise _Refused(f"the bases of {qualname} are not those that were compiled")
    watched = _Watched(native, found)
    makes = any(kind in ("init", "dataclass") for _, kind, _, _ in use.methods)
    if makes and type(found).__call__ is not type.__call__:
        raise _Refused(f"the metaclass of {qualname} makes its instances")
    if makes:
        watched.absent("__new__")
    # What is made of a frozen dataclass gets its attributes behind the hook that it has around them.
    sets = (makes and not _is_frozen(found)) or any(how for _, how in use.attributes)
    sets |= any(kind == "setter" for _, kind, _, _ in use.methods)
    for hook in ("__getattr__", "__getattribute__", *(("__setattr__",) if sets else ())):
        watched.absent(hook)
    inherited = [name for name, how in use.attributes if watched.attribute(name, sets=bool(how))]
    methods = [row for each in use.methods if (row := watched.method(*each))]
    return use.struct, found, watched.guards, watched.plain, inherited, methods, sets


def _is_frozen(found: type) -> bool:
    return bool(getattr(getattr(found, "__dataclass_params__", None), "frozen", False))


_PLAIN_HOMES = ("abc", "builtins", "typing")
"""Modules with base classes that change nothing about attributes and methods."""


class _Watched:
    """Collects what must stay as it is in a class and its bases."""

    def __init__(self, native: Any, owner: type) -> None:
        self.missing = native.MISSING
        self.owner = owner
        self.places = [(base, gc.get_referents(vars(base))[0]) for base in owner.__mro__ if base is not object]
        self.guards: list[_BoundGuard] = []
        self.plain: list[tuple[dict[str, Any], str]] = []

    def absent(self, name: str) -> None:
        """No class of these may have the name."""
        for base, names in self.places:
            if name in names:
                raise _Refused(f"{base.__qualname__} has {name}")
            self.guards.append((names, name, self.missing))

    def attribute(self, name: str, *, sets: bool) -> bool:
        """The name is an attribute of instances; return whether a class has a value for it as well."""
        inherited = False
        for base, names in self.places:
            value = names.get(name, self.missing)
            if isinstance(value, MemberDescriptorType) or (value is self.missing and sets):
                self.guards.append((names, name, value))
            else:
                if hasattr(type(value), "__get__") or hasattr(type(value), "__set__"):
                    raise _Refused(f"{base.__qualname__}.{name} is more than a value")
                inherited |= value is not self.missing
                self.plain.append((names, name))
        return inherited

    def method(self, name: str, kind: str, after: str, function: str) -> tuple[str, object, bool] | None:
        """The name means this function; return its row where objects could hide it."""
        places = self.places
        if after:
            behind = [base.__qualname__ for base, _ in places].index(after.partition(":")[2])
            places = places[behind + 1 :]
        if kind == "absent":
            for base, names in places:
                if name in names:
                    raise _Refused(f"{base.__qualname__} has {name}")
                self.guards.append((names, name, self.missing))
            return None
        for _, names in places:
            held = names.get(name, self.missing)
            self.guards.append((names, name, held))
            if held is not self.missing:
                break
        else:
            raise _Refused(f"{self.owner.__qualname__}.{name} does not exist")
        if kind == "dataclass":
            _check_dataclass(self.owner, held, function)
            return None
        kinds: dict[str, type] = {"static": staticmethod, "class": classmethod}
        kinds |= dict.fromkeys(("property", "setter"), property)
        if type(held) is not kinds.get(kind, FunctionType):
            raise _Refused(f"{self.owner.__qualname__}.{name} is no longer what was compiled")
        value = (held.fset if kind == "setter" else held.fget) if isinstance(held, property) else held
        _check_function(value, Guard("", f"{self.owner.__qualname__}.{name}", "function", function))
        if after or kind not in ("method", "static", "class"):
            return None
        called = getattr(self.owner, name) if kind == "class" else getattr(held, "__func__", held)
        return name, called, kind != "method"


def _check_dataclass(owner: type, init: object, expected: str) -> None:
    """The class must have the ``__init__`` that ``dataclasses`` makes for the fields that were compiled."""
    fields: dict[str, Any] = getattr(owner, "__dataclass_fields__", {})
    shown = []
    for name, field in fields.items():
        default = "" if field.default is dataclasses.MISSING else repr(field.default)
        if field.default_factory is not dataclasses.MISSING:
            default = f"{getattr(field.default_factory, '__name__', '?')}()"
        plain = field.init and not field.kw_only
        shown.append(f"{name}={default}" if default and plain else name if plain else "?")
    made = isinstance(init, FunctionType) and init.__code__.co_filename == "<string>"
    after = "; __post_init__" if hasattr(owner, "__post_init__") else ""
    if not made or ", ".join(shown) + after != expected:
        raise _Refused(f"the fields of {owner.__qualname__} are not those that were compiled")


def _check_instance(value: object, guard: Guard) -> None:
    """The value must be no number, text or container: an instance of a class written in Python, or a bare one."""
    kind = type(value)
    written = kind.__flags__ & _MADE_AT_RUN_TIME == _WRITTEN_IN_PYTHON and not isinstance(value, type)
    if kind is not object and not (written and kind.__module__.partition(".")[0] != "numpy"):
        raise _Refused(f"{guard.path} is {kind.__qualname__}, which other values can be")


_WRITTEN_IN_PYTHON = 1 << 9  # Py_TPFLAGS_HEAPTYPE
_MADE_AT_RUN_TIME = _WRITTEN_IN_PYTHON | 1 << 8  # and Py_TPFLAGS_IMMUTABLETYPE, which containers of C have


def _check_library(value: object, guard: Guard) -> None:
    """The name must lead to the library's object, and that must be the library's own."""
    expected = _absolute(guard.expect)
    if value is not expected:
        raise _Refused(f"{guard.path} is not {guard.expect}")
    top = guard.expect.partition(".")[0]
    hidden = getattr(sys.modules.get("random"), "_inst", None)
    if top == "random" and not isinstance(value, type) and getattr(value, "__self__", None) is not hidden:
        raise _Refused(f"{guard.expect} does not draw from the generator of the module")
    home = getattr(value, "__module__", None) or type(value).__module__
    if home.partition(".")[0].lstrip("_") not in (top.lstrip("_"), "builtins"):
        raise _Refused(f"{guard.expect} has been replaced by something of {home}")


def _absolute(dotted: str) -> object:
    """Return what ``dotted`` (``numpy.linalg.norm``) names, among the modules already imported."""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        value: object = sys.modules.get(".".join(parts[:count]))
        if value is not None:
            for attribute in parts[count:]:
                value = getattr(value, attribute, None)
            return value
    return None
