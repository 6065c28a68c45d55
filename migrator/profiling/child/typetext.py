"""Types of observed values, in the text form that ``migrator.types`` reads.

A type is a small tuple (``("list", ("int",))``) until it becomes text. Types are exact: a subclass
is another type. No code of the user's is run: only exact built-in and NumPy values are looked into.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from types import FunctionType
from typing import Any

from .instances import INSTANCES, MOST_ATTRIBUTES, class_values, own_attributes
from .records import enum_class, record_class

Type = tuple[Any, ...]

UNKNOWN: Type = ("?",)
NONE: Type = ("None",)
LONG: Type = ("long",)
"""An int beyond 64 bits."""
_LARGEST, _SMALLEST = 2**63 - 1, -(2**63)
_SCALARS: dict[type, Type] = {
    int: ("int",),
    float: ("float",),
    complex: ("complex",),
    bool: ("bool",),
    str: ("str",),
    bytes: ("bytes",),
    type(None): NONE,
}
_KINDS: dict[Type, str] = {
    ("int",): "int",
    ("float",): "float",
    ("complex",): "complex",
    ("np", "complex128"): "np.complex128",
    ("np", "float64"): "np.float64",
}
RANDOM: Type = ("random.Random",)
MAPS: dict[type, str] = {dict: "dict", Counter: "Counter", defaultdict: "defaultdict"}
_FACTORIES = (int, float, str, list, set, dict)
MIXED: Type = ("other", "mixed")
LONG_LIST = 10_000
"""Of longer lists only so many elements, evenly spread, are looked at."""
_BUDGET = 200_000
_OBJECT = 16
"""Looking at an object takes as long as at so many elements, and at its attributes."""
_LONG_TUPLE = 32
_DEEPEST = 12
_DEEPEST_OBJECT = 4
_MOST_NODES = 400
"""So many instances of classes that hold themselves are looked at in one look."""
NODES: dict[str, dict[str, Type]] = {}
"""The classes that hold themselves, met so far, with what their attributes held in all instances looked at."""
_numpy_types: dict[type, Type | None] = {}


class Look:
    """One look at the arguments of a call: bounds how many elements are visited."""

    def __init__(self) -> None:
        self.left = _BUDGET
        self.shortened = False
        self._inside: list[str] = []
        self._class_values: dict[type, dict[str, Any]] = {}
        self._nodes: deque[tuple[str, object]] = deque()
        self._met: set[int] = set()

    def type_of(self, value: Any, depth: int = 0) -> Type:
        """Return the type of ``value``."""
        found = self._type_of(value, depth)
        if not depth:
            self._look_at_nodes()
        return found

    def _look_at_nodes(self) -> None:
        """Look at what the instances of classes that hold themselves hold: at the first and at the last ones met in turn,
        so that ends are reached as well as what is near."""
        while self._nodes and self.left > 0 and len(self._met) < _MOST_NODES:
            name, value = self._nodes.pop() if len(self._met) % 2 else self._nodes.popleft()
            held = self._held(value)
            if held is None:
                continue
            known = NODES[name]
            for key, inner in held.items():
                if key.isidentifier():
                    known[key] = join(known.get(key, UNKNOWN), self._type_of(inner, 1))
        self._nodes.clear()

    def _node(self, name: str, value: object) -> Type:
        if id(value) not in self._met and len(self._nodes) < _MOST_NODES:
            self._met.add(id(value))
            self._nodes.append((name, value))
        return ("node", name)

    def _type_of(self, value: Any, depth: int) -> Type:
        kind = type(value)
        known = _SCALARS.get(kind)
        if known is not None:
            return LONG if kind is int and not _SMALLEST <= value <= _LARGEST else known
        if depth > _DEEPEST:
            return ("other", "deep")
        if kind is list:
            return ("list", self._joined(value, depth))
        if kind is tuple:
            return self._tuple(value, depth)
        record = record_class(value)
        if record is not None and len(value) == len(record[1]):
            kinds = (self._type_of(item, depth + 1) for item in value)
            return ("record", record[0], tuple(zip(record[1], kinds, strict=True)))
        if kind is bytearray:
            return ("bytearray",)
        if kind is deque:
            return ("deque", self._joined(list(value), depth))
        if kind in MAPS and (word := map_kind(value)):
            return (word, self._joined(list(value), depth), self._joined(list(value.values()), depth))
        if kind is set:
            return ("set", self._joined(list(value), depth))
        if kind is FunctionType:
            function = INSTANCES.function_id(value)
            return ("function", function) if function else ("other", "function")
        if is_generator_state(value):
            return RANDOM
        drawn_from = np_random_class(value)
        if drawn_from:
            return (f"numpy.random.{drawn_from}",)
        member = enum_class(value)
        if member:
            return ("enum", member)
        return numpy_type(value) or self._object(value, depth)

    def _object(self, value: object, depth: int) -> Type:
        """An instance of a project class, attribute by attribute; a class inside itself ends there."""
        name = INSTANCES.class_id(value)
        if name in self._inside:
            NODES.setdefault(name, {})
        if name in NODES:
            return self._node(name, value)
        if not name or len(self._inside) >= _DEEPEST_OBJECT:
            return ("other", class_name(type(value)))
        held = self._held(value)
        if held is None:
            return ("other", class_name(type(value)))
        self._inside.append(name)
        try:
            fields = tuple((key, self._type_of(held[key], depth + 1)) for key in held if key.isidentifier())
        finally:
            self._inside.pop()
        return self._node(name, value) if name in NODES else ("object", name, fields)

    def _held(self, value: object) -> dict[str, Any] | None:
        """The attributes of an instance and the plain values of its class; None where there are too many."""
        held = own_attributes(value)
        self.left -= _OBJECT + len(held)
        if len(held) > MOST_ATTRIBUTES or self.left < 0:
            return None
        kind = type(value)
        if kind not in self._class_values:
            self._class_values[kind] = dict(class_values(kind))
        return {**self._class_values[kind], **held}

    def elements(self, values: list[Any]) -> list[Any]:
        """Return ``values``, or some of them where there are too many."""
        most = LONG_LIST if self.left > 0 else 16
        self.left -= min(len(values), most)
        if len(values) <= most:
            return values
        self.shortened = True
        step = -(-len(values) // most)
        return [*values[::step], values[-1]]

    def _joined(self, values: list[Any], depth: int) -> Type:
        looked = self.elements(values)
        kinds = set(map(type, looked))
        if all(kind in _SCALARS for kind in kinds):
            found = {_SCALARS[kind] for kind in kinds}
            if int in kinds and any(type(v) is int and not _SMALLEST <= v <= _LARGEST for v in looked):
                found.add(LONG)
            return join_all(found)
        return join_all({self._type_of(value, depth + 1) for value in looked})

    def _tuple(self, values: tuple[Any, ...], depth: int) -> Type:
        if len(values) > _LONG_TUPLE:
            element = self._joined(list(values), depth)
            return ("other", "tuple") if element == MIXED else ("tuple_of", element)
        return ("tuple", tuple(self._type_of(value, depth + 1) for value in values))


def map_kind(value: Any) -> str:
    """The word for the kind of a dict, of which ``value`` is exactly one; empty for a factory that is not known."""
    word = MAPS[type(value)]
    if word != "defaultdict":
        return word
    factory = next((f for f in _FACTORIES if value.default_factory is f), None)
    return f"defaultdict_{factory.__name__}" if factory is not None else ""


def is_generator_state(value: object) -> bool:
    """Whether ``value`` is exactly a ``random.Random``, with nothing of it overridden."""
    kind = getattr(sys.modules.get("random"), "Random", None)
    return type(value) is kind and list(vars(value)) == ["gauss_next"]


_BITS = {"Generator": ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"), "RandomState": ("MT19937",)}
"""The bit generators whose state can be kept, by the class that draws from them."""


def np_random_class(value: object) -> str:
    """``Generator`` or ``RandomState`` where ``value`` is exactly one of NumPy's, with bits of NumPy's own; else empty."""
    module = sys.modules.get("numpy.random")
    name = next((name for name in _BITS if type(value) is getattr(module, name, None)), "")
    if not name:
        return ""
    bits = value.bit_generator if name == "Generator" else value._bit_generator  # type: ignore[attr-defined]  # of NumPy
    return name if any(type(bits) is getattr(module, known, None) for known in _BITS[name]) else ""


def numpy_type(value: object) -> Type | None:
    """Return the type of an exact NumPy scalar or array; None for all else."""
    kind = type(value)
    if kind not in _numpy_types:
        _numpy_types[kind] = _numpy_scalar(kind)
    found = _numpy_types[kind]
    if found == ("array",):
        dtype = value.dtype  # type: ignore[attr-defined]  # an array
        if dtype.kind not in "biufc" or not dtype.isnative:
            return None
        return ("array", dtype.name, value.ndim)  # type: ignore[attr-defined]  # an array
    return found


def _numpy_scalar(kind: type) -> Type | None:
    numpy = sys.modules.get("numpy")
    generic = getattr(numpy, "generic", None)
    if generic is None or not isinstance(generic, type):
        return None
    if kind is numpy.ndarray:  # type: ignore[union-attr]  # it has ``generic``
        return ("array",)
    if issubclass(kind, generic) and getattr(kind, "__module__", "") == "numpy":
        dtype = numpy.dtype(kind)  # type: ignore[union-attr]  # it has ``generic``
        return ("np", dtype.name) if dtype.kind in "biufc" else None
    return None


def class_name(kind: type) -> str:
    """Return the qualified name of a class, without asking its metaclass."""
    module = type.__getattribute__(kind, "__module__")
    name = str(type.__getattribute__(kind, "__qualname__"))
    if isinstance(module, str) and module != "builtins":
        name = f"{module}.{name}"
    name = re.sub(r"[^\w.<>]", "_", name)
    return name if name[:1].isalpha() or name[:1] == "_" else f"_{name}"


def join_all(types: Iterable[Type]) -> Type:
    """Return the type that holds all of ``types``; ``other[mixed]`` where there is none."""
    result = UNKNOWN
    # In a fixed order, though sets come in another order in each run.
    for kind in sorted(types, key=text):
        result = join(result, kind)
    return result


def join(a: Type, b: Type) -> Type:
    """Return the smallest type that holds both; the rules are those of ``migrator.passes.join``."""
    if a == b or b == UNKNOWN:
        return a
    if a == UNKNOWN:
        return b
    if MIXED in (a, b):
        return MIXED
    if NONE in (a, b) or a[0] == "optional" or b[0] == "optional":
        inner = join(_inner(a), _inner(b))
        return MIXED if inner == MIXED else ("optional", inner)
    if {a, b} == {("int",), LONG}:
        return LONG
    kinds = _number_kinds(a), _number_kinds(b)
    if kinds[0] and kinds[1]:
        return ("number", kinds[0] | kinds[1])
    if a[0] == b[0] and (a[0] in ("list", "set", "deque") or _is_map(a)):
        return (a[0], *(join(x, y) for x, y in zip(a[1:], b[1:], strict=True)))
    if {a[0], b[0]} == {"node", "object"} and a[1] == b[1]:
        return ("node", a[1])  # that its class holds itself was found out later
    if a[0] == b[0] == "object" and a[1] == b[1]:
        others = dict(b[2])
        return ("object", a[1], tuple((name, join(kind, others[name])) for name, kind in a[2] if name in others))
    if a[0] == b[0] == "record" and a[1] == b[1]:
        return ("record", a[1], tuple((x[0], join(x[1], y[1])) for x, y in zip(a[2], b[2], strict=True)))
    if a[0] == b[0] == "tuple" and len(a[1]) == len(b[1]):
        return ("tuple", tuple(join(x, y) for x, y in zip(a[1], b[1], strict=True)))
    if {a[0], b[0]} <= {"tuple", "tuple_of"}:
        element = join_all([*_elements(a), *_elements(b)])
        return MIXED if element == MIXED else ("tuple_of", element)
    return MIXED


def _is_map(kind: Type) -> bool:
    return str(kind[0]).partition("_")[0] in MAPS.values()


def _elements(kind: Type) -> tuple[Type, ...]:
    return kind[1] if kind[0] == "tuple" else (kind[1],)


def _inner(kind: Type) -> Type:
    if kind == NONE:
        return UNKNOWN
    return kind[1] if kind[0] == "optional" else kind


def _number_kinds(kind: Type) -> frozenset[str]:
    if kind[0] == "number":
        return frozenset(kind[1])
    found = _KINDS.get(kind)
    return frozenset({found}) if found else frozenset()


def text(kind: Type) -> str:
    """Return the text form; what instances of a class that holds itself hold is said where the class comes first."""
    return _text(kind, set())


def _text(kind: Type, said: set[str]) -> str:
    match kind:
        case ("list" | "optional" | "set" | "deque" | "tuple_of" as head, inner):
            return f"{head}[{_text(inner, said)}]"
        case (str() as word, key, value) if _is_map(kind):
            return f"{word}[{_text(key, said)}, {_text(value, said)}]"
        case ("tuple", inner):
            return f"tuple[{', '.join(_text(part, said) for part in inner)}]"
        case ("node", name):
            fields = () if name in said else sorted(NODES.get(name, {}).items())
            said.add(name)
            return f"node[{name}]{{{', '.join(f'{key}: {_text(held, said)}' for key, held in fields)}}}"
        case ("number", kinds):
            return f"number[{'|'.join(sorted(kinds))}]"
        case ("np", dtype):
            return f"np.{dtype}"
        case ("array", dtype, dimensions):
            return f"ndarray[{dtype}, {dimensions}]"
        case ("other" | "function" | "enum" as head, name):
            return f"{head}[{name}]"
        case ("object" | "record" as head, name, fields):
            return f"{head}[{name}]{{{', '.join(f'{key}: {_text(kind, said)}' for key, kind in fields)}}}"
        case ("argument", index):
            return f"argument[{index}]"
    return str(kind[0])
