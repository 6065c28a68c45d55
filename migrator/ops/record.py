"""What an operation record is, and how its forms are chosen.

An operation is declared once: its forms (argument types to result type), how each becomes Rust, what it changes, and the
Python callable that it must equal. Type inference, emission, the reference page and the differential test all read it.
May assume ``migrator.types`` only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migrator import types as t


@dataclass(frozen=True)
class TypeVar(t.Type):
    """A type variable of a form: ``T`` matches anything with a Rust form, ``C`` only ``Copy`` types, ``V`` only what can
    not be changed in place (so that a copy is as good), ``W`` lists and tuples of such lists, of which ``kept_copies`` says
    where a copy is as good, ``E`` and ``F`` only what Rust compares exactly as Python does:
    int, bool, str, members and tuples of them (no float: NaN is equal to itself by identity inside a container), ``O`` what
    is also less or not (no members), and ``K`` what a
    sort can order: numbers, str and tuples of these (a NaN traps). ``Q`` and ``P`` are ``E`` and ``K`` without NumPy's scalars,
    whose comparisons give ``np.bool``; nor is one an ``O``."""

    name: str

    def __str__(self) -> str:
        return self.name


_VARIABLES: Mapping[str, t.Type] = {name: TypeVar(name) for name in "TUCVWEFQOKP"}


@dataclass(frozen=True)
class Rust:
    """How a form becomes Rust.

    ``kind``: ``call`` (``path(args)``), ``method`` (``first.path(rest)``), ``infix``, ``prefix`` or ``text`` (``{0}``
    stands for the first argument, parenthesised as needed). ``traps``: the result is a ``Result``. ``modes`` gives, per
    argument, ``value``, ``ref``, ``mut``, ``place``, ``mut_place`` (what a method is called on), ``whole`` (a reference to an owned value), ``key`` (what a dict is
    searched for) or ``some`` (``Some(value)``); modes beyond the arguments are
    fixed arguments that the Rust function has besides (``FIXED``).
    """

    kind: str
    text: str
    traps: bool = False
    modes: tuple[str, ...] = ()


FIXED: Mapping[str, str] = {"none": "None", "minus_one": "-1", "space": "&[' ']"}
"""What a Rust function is given for an argument that the Python call leaves out."""


@dataclass(frozen=True)
class Form:
    """One way to apply an operation. ``plain`` is the Rust when a pass has proven that it cannot trap; ``watched`` the method
    of the support code's ``Watch`` that computes on and only takes note, for a loop that settles afterwards; ``inplace``
    the Rust that changes the first argument, for ``x = op(x, …)``; ``low`` the Rust that computes the low bits only, for what
    stands below a mask."""

    params: tuple[t.Type, ...]
    result: t.Type
    rust: Rust
    plain: Rust | None = None
    watched: str = ""
    inplace: Rust | None = None
    low: Rust | None = None


@dataclass(frozen=True)
class Operation:
    """One record.

    ``name`` is the key in the IR: ``operator.add``, ``builtins.len``, ``math.sqrt``, ``list.append``. ``python`` is an
    expression over ``a``, ``b``, ``c`` that says what it must equal. ``promotes``: arguments may be widened as Python's
    arithmetic does (bool to int to float). ``mutates``: arguments changed in place. ``exact``: why the bits are equal.
    """

    name: str
    python: str
    forms: tuple[Form, ...]
    exact: str
    promotes: bool = False
    mutates: tuple[int, ...] = ()


@dataclass(frozen=True)
class Match:
    """A chosen form: the types that the arguments must be converted to, and the result's type."""

    form: int
    params: tuple[t.Type, ...]
    result: t.Type


def form(
    signature: str,
    rust: Rust,
    plain: Rust | None = None,
    watched: str = "",
    inplace: Rust | None = None,
    low: Rust | None = None,
) -> Form:
    """Return the form of ``"int, int -> int"``."""
    left, right = signature.split("->")
    params = t.parse_type(f"tuple[{left}]", _VARIABLES)
    assert isinstance(params, t.TupleOf)
    return Form(params.elements, t.parse_type(right, _VARIABLES), rust, plain, watched, inplace, low)


def with_rows(signature: str, rust: Rust) -> tuple[Form, Form]:
    """The form for elements that nobody can change, and that for lists, which are copied."""
    return form(signature, rust), form(signature.replace("V", "W"), rust)


def choose(operation: Operation, arguments: tuple[t.Type, ...]) -> Match | None:
    """Return the first form that takes ``arguments`` exactly, else the first that takes them widened, or narrowed."""
    if t.COMPLEX in arguments or operation.name.startswith("cmath."):
        # Whatever it is, beside a complex number it counts as one.
        arguments = tuple(t.COMPLEX if _python_mixed(kind) else kind for kind in arguments)
    # A Number beside a float gives a float; beside an int it stays a Number.
    decided = (
        t.FLOAT in arguments
        or t.COMPLEX in arguments
        or operation.name.startswith(("math.", "cmath.", "random."))
        or operation.name == "operator.true_div"
    )
    for widen in ("", "float" if decided else "number") if operation.promotes else ("",):
        for number, candidate in enumerate(operation.forms):
            bindings: dict[str, t.Type] = {}
            if len(candidate.params) == len(arguments) and all(
                _matches(p, a, bindings, widen) for p, a in zip(candidate.params, arguments, strict=True)
            ):
                params = tuple(
                    _of_kind(substitute(p, bindings), a) for p, a in zip(candidate.params, arguments, strict=True)
                )
                return Match(number, params, substitute(candidate.result, bindings))
    if t.LONG in arguments:
        # What takes an int takes a long that fits, and traps for others.
        return choose(operation, tuple(t.INT if kind == t.LONG else kind for kind in arguments))
    return None


def _python_mixed(kind: t.Type) -> bool:
    """Whether the type is that of a variable which holds one of Python's own numbers, complex ones among them."""
    return isinstance(kind, t.Mixed) and "np.complex128" not in kind.kinds


def _of_kind(param: t.Type, argument: t.Type) -> t.Type:
    """What takes a dict takes its relatives as they are."""
    if isinstance(param, t.DictOf) and isinstance(argument, t.DictOf):
        return t.DictOf(param.key, param.element, argument.kind)
    return param


def substitute(pattern: t.Type, bindings: Mapping[str, t.Type]) -> t.Type:
    """Replace the type variables in ``pattern``."""
    match pattern:
        case TypeVar(name=name):
            return bindings.get(name, t.UNKNOWN)
        case _:
            return pattern.rebuilt(tuple(substitute(part, bindings) for part in pattern.parts))


_WIDER: Mapping[t.Type, tuple[t.Type, ...]] = {
    t.BOOL: (t.INT, t.LONG, t.FLOAT, t.COMPLEX),
    t.INT: (t.LONG, t.FLOAT, t.COMPLEX),
    t.LONG: (t.FLOAT, t.COMPLEX),
    t.FLOAT: (t.COMPLEX,),
}


def widens(source: t.Type, target: t.Type) -> bool:
    """Whether Python's arithmetic turns ``source`` into ``target`` without losing its value's meaning."""
    if target in _WIDER.get(source, ()):
        return True
    if isinstance(source, t.Number) and target in (t.FLOAT, t.COMPLEX):
        return source.kinds <= {"int", "float"}
    if isinstance(target, t.Mixed):
        real = isinstance(source, t.Number) and source.kinds <= {"int", "float"}
        return real or isinstance(source, t.Mixed) or source in (t.BOOL, t.INT, t.FLOAT, t.COMPLEX)
    if isinstance(target, t.Number):
        plain = (t.BOOL, t.INT, t.FLOAT, t.NpScalar("float64"), t.NpScalar("int64"))
        return source in plain or isinstance(source, t.Number)
    return False


def equatable(value: t.Type) -> bool:
    """Whether ``==`` and ``<`` of the Rust forms are Python's, also inside containers."""
    return t.hashable(value)


def holds_member(value: t.Type) -> bool:
    """Whether ``value`` is or holds a member of an enumeration, which is equal to others or not, but not less."""
    return isinstance(value, t.EnumOf) or any(map(holds_member, value.parts))


def _fits(bound: t.Type, actual: t.Type) -> bool:
    """Whether ``actual`` is ``bound``, or not known yet where the two differ (an empty list)."""
    if actual in (bound, t.UNKNOWN):
        return True
    parts = zip(bound.parts, actual.parts, strict=True) if bound.shape == actual.shape else ()
    return bool(bound.parts) and bound.shape == actual.shape and all(_fits(b, a) for b, a in parts)


def orderable(value: t.Type) -> bool:
    """Whether the Rust form has Python's order (``order::Order``)."""
    if isinstance(value, t.TupleOf):
        return 0 < len(value.elements) <= _ORDERED_TUPLE and all(orderable(e) for e in value.elements)
    return (
        value in (t.INT, t.LONG, t.BOOL, t.STR, t.CHAR, t.FLOAT)
        or (isinstance(value, t.NpScalar) and value.dtype != "complex128")
        or (isinstance(value, t.Number) and value.kinds <= {"int", "float"})
    )


_ORDERED_TUPLE = 8


def is_row(value: t.Type) -> bool:
    """Whether ``value`` is a list of what cannot be changed in place, or a tuple with such lists in it."""
    if isinstance(value, t.TupleOf):
        return value.mutable and all(is_row(e) or e.copy or e == t.STR for e in value.elements)
    return isinstance(value, t.ListOf) and (value.element.copy or value.element == t.STR)


def _matches(pattern: t.Type, actual: t.Type, bindings: dict[str, t.Type], widen: str) -> bool:
    match pattern:
        case TypeVar(name=name):
            if name in bindings and actual == t.UNKNOWN:
                return True
            if name == "C" and not actual.copy and actual != t.UNKNOWN:
                return False
            if name in ("E", "F", "Q", "O") and not equatable(actual):
                return False
            if name in ("O", "Q", "P") and isinstance(actual, t.NpScalar):
                return False
            if name == "O" and holds_member(actual):
                return False
            if name == "V" and actual.mutable:
                return False
            if name == "W" and not is_row(actual):
                return False
            if name in ("K", "P") and not orderable(actual):
                return False
            if name in bindings:
                if _fits(actual, bindings[name]):
                    bindings[name] = actual
                return _fits(bindings[name], actual)
            bindings[name] = actual
            return True
        case t.OptionalOf(inner=inner):
            return actual in (pattern, t.NONE) or _matches(inner, actual, bindings, widen)
        case _ if pattern.parts:
            related = isinstance(actual, t.DictOf) and isinstance(pattern, t.DictOf) and pattern.kind == "dict"
            return (related or pattern.shape == actual.shape) and all(
                _matches(p, a, bindings, "") for p, a in zip(pattern.parts, actual.parts, strict=True)
            )
        case t.Number():
            return isinstance(actual, t.Number) or (bool(widen) and widens(actual, pattern))
        case t.Mixed():
            return isinstance(actual, t.Mixed) or (bool(widen) and widens(actual, pattern))
        case _:
            if actual == t.UNKNOWN:
                return True
            if isinstance(actual, t.Number) and widen != "float":
                return False
            return pattern == actual or (bool(widen) and widens(actual, pattern))
