"""The type values. A type is hashable, compares by value and prints as its text form.

``rust`` is the owned Rust form of a value of the type, ``borrowed`` the form in which a function takes it when it only
reads it, ``borrowed_mut`` the form when it changes it in place. Python and NumPy scalars share a Rust form (``float``
and ``np.float64`` are both ``f64``): the compiler keeps them apart, and the boundary functions differ.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

RUST_DTYPES = {
    "bool": "bool",
    "int8": "i8",
    "int16": "i16",
    "int32": "i32",
    "int64": "i64",
    "uint8": "u8",
    "uint16": "u16",
    "uint32": "u32",
    "uint64": "u64",
    "float32": "f32",
    "float64": "f64",
    "complex128": "Complex",
}
"""NumPy dtype name to Rust element type; a dtype that is not here has no Rust form."""


@dataclass(frozen=True)
class Type:
    """Base of all types."""

    @property
    def rust(self) -> str:
        """The owned Rust type."""
        raise TypeError(f"{self} has no Rust form")

    @property
    def borrowed(self) -> str:
        """The Rust type of a parameter that is only read."""
        return self.rust if self.copy else f"&{self.rust}"

    @property
    def borrowed_mut(self) -> str:
        """The Rust type of a parameter that is changed in place."""
        return f"&mut {self.rust}"

    @property
    def copy(self) -> bool:
        """Whether the Rust form is ``Copy``."""
        return False

    @property
    def mutable(self) -> bool:
        """Whether a Python value of this type can be changed in place, or holds one that can."""
        return False

    @property
    def supported(self) -> bool:
        """Whether the type has a Rust form all the way down."""
        return all(part.supported for part in self.parts)

    @property
    def parts(self) -> tuple[Type, ...]:
        """The types inside, in order: passes that only look for something need not know the container."""
        return ()

    def rebuilt(self, parts: tuple[Type, ...]) -> Type:
        """The same container of other ``parts``, as many as before."""
        return self

    @property
    def shape(self) -> Type:
        """The container alone: two types with one shape differ in their parts only."""
        return self.rebuilt((UNKNOWN,) * len(self.parts))


@dataclass(frozen=True)
class Unknown(Type):
    """Nothing is known yet (the element of a list that was only ever seen empty)."""

    def __str__(self) -> str:
        return "?"

    @property
    def supported(self) -> bool:
        return False


@dataclass(frozen=True)
class Other(Type):
    """A type without a Rust form; ``name`` is its qualified name."""

    name: str

    def __str__(self) -> str:
        return f"other[{self.name}]"

    @property
    def mutable(self) -> bool:
        return True

    @property
    def supported(self) -> bool:
        return False


@dataclass(frozen=True)
class _Scalar(Type):
    @property
    def copy(self) -> bool:
        return True


@dataclass(frozen=True)
class Bool(_Scalar):
    """Exactly ``bool``."""

    def __str__(self) -> str:
        return "bool"

    @property
    def rust(self) -> str:
        return "bool"


@dataclass(frozen=True)
class Int(_Scalar):
    """Exactly ``int``, within 64 bits (anything larger traps)."""

    def __str__(self) -> str:
        return "int"

    @property
    def rust(self) -> str:
        return "i64"


@dataclass(frozen=True)
class Long(_Scalar):
    """Exactly ``int``, within 128 bits: where values beyond 64 bits were seen or are written."""

    def __str__(self) -> str:
        return "long"

    @property
    def rust(self) -> str:
        return "i128"


@dataclass(frozen=True)
class Float(_Scalar):
    """Exactly ``float``."""

    def __str__(self) -> str:
        return "float"

    @property
    def rust(self) -> str:
        return "f64"


@dataclass(frozen=True)
class Complex(_Scalar):
    """Exactly ``complex``."""

    def __str__(self) -> str:
        return "complex"

    @property
    def rust(self) -> str:
        return "Complex"


@dataclass(frozen=True)
class NoneT(_Scalar):
    """``None``."""

    def __str__(self) -> str:
        return "None"

    @property
    def rust(self) -> str:
        return "()"


@dataclass(frozen=True)
class FunctionOf(_Scalar):
    """The function of the project with the id ``function``, as a value: which one it is says all, so Rust passes nothing."""

    function: str

    def __str__(self) -> str:
        return f"function[{self.function}]"

    @property
    def rust(self) -> str:
        return "()"


@dataclass(frozen=True)
class OneOf(_Scalar):
    """One of several functions of the project, inside of a compiled function: Rust knows which by its number."""

    functions: tuple[str, ...]

    def __str__(self) -> str:
        return f"oneof[{'|'.join(self.functions)}]"

    @property
    def rust(self) -> str:
        return "u8"


@dataclass(frozen=True)
class EnumOf(_Scalar):
    """A member of the enumeration ``cls`` (``module:Qualname``): which one it is says all, so Rust knows it by identity."""

    cls: str

    def __str__(self) -> str:
        return f"enum[{self.cls}]"

    @property
    def rust(self) -> str:
        return "Member"


@dataclass(frozen=True)
class ClosureOf(Type):
    """The inner function (or lambda) ``function`` as a value, with the values of the variables that it shares.

    In Rust a tuple of those values, in the order of the function's last parameters.
    """

    function: str
    held: tuple[Type, ...]

    def __str__(self) -> str:
        return f"closure[{self.function}, {', '.join(map(str, self.held))}]"

    @property
    def rust(self) -> str:
        return TupleOf(self.held).rust

    @property
    def copy(self) -> bool:
        return all(kind.copy for kind in self.held)

    @property
    def parts(self) -> tuple[Type, ...]:
        return self.held

    def rebuilt(self, parts: tuple[Type, ...]) -> Type:
        return ClosureOf(self.function, parts)


@dataclass(frozen=True)
class NpScalar(_Scalar):
    """A NumPy scalar such as ``np.float64``; ``dtype`` is the dtype's name."""

    dtype: str

    def __str__(self) -> str:
        return f"np.{self.dtype}"

    @property
    def rust(self) -> str:
        return RUST_DTYPES[self.dtype]

    @property
    def supported(self) -> bool:
        return self.dtype in RUST_DTYPES


@dataclass(frozen=True)
class Number(_Scalar):
    """A variable that is now an ``int``, now a ``float`` (or ``np.float64``), and keeps knowing which.

    In Rust a ``Number``: an ``f64`` with its kind; of an int beyond 2**53 it also keeps what the ``f64`` lacks.
    """

    kinds: frozenset[str]

    def __str__(self) -> str:
        return f"number[{'|'.join(sorted(self.kinds))}]"

    @property
    def rust(self) -> str:
        return "Number"


MIXED = frozenset({"int", "float", "complex", "np.complex128"})
"""The kinds that a :class:`Mixed` may have."""


@dataclass(frozen=True)
class Mixed(_Scalar):
    """A variable of which at least one of ``kinds`` is complex, and that keeps knowing which it is now.

    ``complex`` or ``np.complex128``, with ``int``, ``float`` or each other.
    """

    kinds: frozenset[str]

    def __str__(self) -> str:
        return f"number[{'|'.join(sorted(self.kinds))}]"

    @property
    def rust(self) -> str:
        return "Mixed"


@dataclass(frozen=True)
class Str(Type):
    """Exactly ``str``; in Rust its code points."""

    def __str__(self) -> str:
        return "str"

    @property
    def rust(self) -> str:
        return "Text"

    @property
    def borrowed(self) -> str:
        return "&[char]"


@dataclass(frozen=True)
class Bytes(Type):
    """Exactly ``bytes``."""

    def __str__(self) -> str:
        return "bytes"

    @property
    def rust(self) -> str:
        return "Vec<u8>"

    @property
    def borrowed(self) -> str:
        return "&[u8]"


@dataclass(frozen=True)
class ByteArray(Bytes):
    """Exactly ``bytearray``."""

    def __str__(self) -> str:
        return "bytearray"

    @property
    def mutable(self) -> bool:
        return True


@dataclass(frozen=True)
class Char(_Scalar):
    """A ``str`` that is known to be one code point: what indexing and iterating a ``str`` give. Never observed."""

    def __str__(self) -> str:
        return "char"

    @property
    def rust(self) -> str:
        return "char"


@dataclass(frozen=True)
class ListOf(Type):
    """Exactly ``list``, all elements of one type."""

    element: Type

    def __str__(self) -> str:
        return f"list[{self.element}]"

    @property
    def rust(self) -> str:
        return f"Vec<{self.element.rust}>"

    @property
    def borrowed(self) -> str:
        return f"&[{self.element.rust}]"

    @property
    def mutable(self) -> bool:
        return True

    @property
    def parts(self) -> tuple[Type, ...]:
        return (self.element,)

    def rebuilt(self, parts: tuple[Type, ...]) -> Type:
        return ListOf(*parts)


FACTORIES = ("int", "float", "str", "list", "set", "dict")
"""The classes that a ``defaultdict`` may make its values with: what a call without arguments gives is known."""
MAPS = ("dict", "Counter", *(f"defaultdict_{name}" for name in FACTORIES))
"""The words for the kinds of dicts, as the text form of a type has them."""


@dataclass(frozen=True)
class DictOf(Type):
    """Exactly ``dict``, all keys of one type, all values of one type; in Rust a map that keeps Python's order.

    ``kind``: or one of its relatives (``MAPS``), ``Counter`` or a ``defaultdict`` with a known factory. Any other word
    stands for a ``defaultdict`` whose factory is a function of the program's: it stays inside of one compiled function.
    """

    key: Type
    element: Type
    kind: str = "dict"

    def __str__(self) -> str:
        return f"{self.kind}[{self.key}, {self.element}]"

    @property
    def rust(self) -> str:
        return f"Dict<{self.key.rust}, {self.element.rust}>"

    @property
    def mutable(self) -> bool:
        return True

    @property
    def supported(self) -> bool:
        return self.element.supported and hashable(self.key)

    @property
    def parts(self) -> tuple[Type, ...]:
        return (self.key, self.element)

    def rebuilt(self, parts: tuple[Type, ...]) -> Type:
        return DictOf(parts[0], parts[1], self.kind)


@dataclass(frozen=True)
class DequeOf(Type):
    """Exactly ``collections.deque``, all elements of one type, with or without a bound on its length."""

    element: Type

    def __str__(self) -> str:
        return f"deque[{self.element}]"

    @property
    def rust(self) -> str:
        return f"Deque<{self.element.rust}>"

    @property
    def mutable(self) -> bool:
        return True

    @property
    def parts(self) -> tuple[Type, ...]:
        return (self.element,)

    def rebuilt(self, parts: tuple[Type, ...]) -> Type:
        return DequeOf(*parts)


@dataclass(frozen=True)
class View(Type):
    """``d.keys()``, ``d.values()`` or ``d.items()``: to iterate and to make other things of, never kept."""

    kind: str
    key: Type
    element: Type

    def __str__(self) -> str:
        return f"dict_{self.kind}[{self.key}, {self.element}]"

    @property
    def supported(self) -> bool:
        return False

    @property
    def item(self) -> Type:
        """What it gives one of."""
        return {"keys": self.key, "values": self.element}.get(self.kind) or TupleOf((self.key, self.element))


@dataclass(frozen=True)
class SetOf(Type):
    """Exactly ``set``, all elements of one type."""

    element: Type

    def __str__(self) -> str:
        return f"set[{self.element}]"

    @property
    def rust(self) -> str:
        return f"Set<{self.element.rust}>"

    @property
    def mutable(self) -> bool:
        return True

    @property
    def supported(self) -> bool:
        return hashable(self.element)

    @property
    def parts(self) -> tuple[Type, ...]:
        return (self.element,)

    def rebuilt(self, parts: tuple[Type, ...]) -> Type:
        return SetOf(*parts)


@dataclass(frozen=True)
class TupleOf(Type):
    """Exactly ``tuple``, of fixed length."""

    elements: tuple[Type, ...]

    def __str__(self) -> str:
        return f"tuple[{', '.join(map(str, self.elements))}]"

    @property
    def rust(self) -> str:
        inner = ", ".join(e.rust for e in self.elements)
        return f"({inner},)" if len(self.elements) == 1 else f"({inner})"

    @property
    def copy(self) -> bool:
        return all(e.copy for e in self.elements)

    @property
    def mutable(self) -> bool:
        return any(e.mutable for e in self.elements)

    @property
    def parts(self) -> tuple[Type, ...]:
        return self.elements

    def rebuilt(self, parts: tuple[Type, ...]) -> Type:
        return TupleOf(parts)


@dataclass(frozen=True)
class RecordOf(TupleOf):
    """An instance of exactly the named tuple class ``cls`` (``module:Qualname``), whose fields are ``names``."""

    cls: str = ""
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        fields = ", ".join(f"{name}: {kind}" for name, kind in zip(self.names, self.elements, strict=True))
        return f"record[{self.cls}]{{{fields}}}"

    @property
    def supported(self) -> bool:
        # What is inside must be as good as a copy: a record is handed out as a new object.
        return super().supported and not any(e.mutable for e in self.elements)

    def rebuilt(self, parts: tuple[Type, ...]) -> Type:
        return RecordOf(parts, self.cls, self.names)


@dataclass(frozen=True)
class NamedOf(TupleOf):
    """A named tuple that NumPy gave: to take apart, never handed out, because Rust has no names for its parts."""

    def __str__(self) -> str:
        return f"namedtuple[{', '.join(map(str, self.elements))}]"

    def rebuilt(self, parts: tuple[Type, ...]) -> Type:
        return NamedOf(parts)


@dataclass(frozen=True)
class RowOf(Type):
    """Exactly ``tuple``, of any length, all elements of one type that cannot be changed in place."""

    element: Type

    def __str__(self) -> str:
        return f"tuple_of[{self.element}]"

    @property
    def rust(self) -> str:
        return f"Vec<{self.element.rust}>"

    @property
    def borrowed(self) -> str:
        return f"&[{self.element.rust}]"

    @property
    def supported(self) -> bool:
        return self.element.supported and not self.element.mutable

    @property
    def parts(self) -> tuple[Type, ...]:
        return (self.element,)

    def rebuilt(self, parts: tuple[Type, ...]) -> Type:
        return RowOf(*parts)


@dataclass(frozen=True)
class OptionalOf(Type):
    """``None`` or a value of ``inner``."""

    inner: Type

    def __str__(self) -> str:
        return f"optional[{self.inner}]"

    @property
    def rust(self) -> str:
        return f"Option<{self.inner.rust}>"

    @property
    def copy(self) -> bool:
        return self.inner.copy

    @property
    def mutable(self) -> bool:
        return self.inner.mutable

    @property
    def parts(self) -> tuple[Type, ...]:
        return (self.inner,)

    def rebuilt(self, parts: tuple[Type, ...]) -> Type:
        return OptionalOf(*parts)


@dataclass(frozen=True)
class ArrayOf(Type):
    """Exactly ``numpy.ndarray`` of one dtype and number of dimensions, aligned, native byte order.

    In the core always C-contiguous: the boundary copies what is not.
    """

    dtype: str
    ndim: int

    def __str__(self) -> str:
        return f"ndarray[{self.dtype}, {self.ndim}]"

    @property
    def scalar(self) -> NpScalar:
        """The type of one element."""
        return NpScalar(self.dtype)

    @property
    def rust(self) -> str:
        return f"Array<{RUST_DTYPES[self.dtype]}, {self.ndim}>"

    @property
    def borrowed(self) -> str:
        return f"View<'_, {RUST_DTYPES[self.dtype]}, {self.ndim}>"

    @property
    def borrowed_mut(self) -> str:
        return f"&mut ViewMut<'_, {RUST_DTYPES[self.dtype]}, {self.ndim}>"

    @property
    def mutable(self) -> bool:
        return True

    @property
    def supported(self) -> bool:
        return self.dtype in RUST_DTYPES and self.ndim >= 1


@dataclass(frozen=True)
class RandomState(Type):
    """Exactly ``random.Random``: its state is taken when a call begins, and given back when it commits."""

    def __str__(self) -> str:
        return "random.Random"

    @property
    def rust(self) -> str:
        return "random::Random"

    @property
    def mutable(self) -> bool:
        return True

    @property
    def borrowed(self) -> str:
        return "&mut random::Random"

    @property
    def borrowed_mut(self) -> str:
        return self.borrowed


@dataclass(frozen=True)
class Output(Type):
    """What ``print`` writes to: the core collects the text, and it is written when the call commits."""

    def __str__(self) -> str:
        return "output"

    @property
    def rust(self) -> str:
        return "output::Output"

    @property
    def mutable(self) -> bool:
        return True

    @property
    def borrowed(self) -> str:
        return "&mut output::Output"

    @property
    def borrowed_mut(self) -> str:
        return self.borrowed


@dataclass(frozen=True)
class NpRandom(_Scalar):
    """Exactly NumPy's ``Generator`` or ``RandomState`` (``kind``).

    The object stays with the boundary; the core has a number for it. So a copy of the number is the same object, and only
    the order of the draws matters.
    """

    kind: str

    def __str__(self) -> str:
        return f"numpy.random.{self.kind}"

    @property
    def rust(self) -> str:
        return "nd::Rng"


@dataclass(frozen=True)
class Field:
    """One attribute of an object. ``use``: what a region does with it.

    Empty: reads it. ``!``: sets it, or changes the object in it in place. ``~``: binds it to another list or array.
    ``=``: both.
    """

    name: str
    type: Type
    use: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.type}{self.use}"


@dataclass(frozen=True)
class ObjectOf(Type):
    """An instance of exactly the class ``cls`` (``module:Qualname``), with the attributes that matter.

    ``struct`` names the Rust struct that holds the attributes; empty until the compiler knows which ones a region touches.
    ``methods`` are called on it, so that no attribute of the instance may hide them.
    """

    cls: str
    fields: tuple[Field, ...]
    methods: tuple[str, ...] = ()
    struct: str = ""

    def __str__(self) -> str:
        inner = ", ".join([*map(str, self.fields), *(f"{name}()" for name in self.methods)])
        head = f"{self.cls}, {self.struct}" if self.struct else self.cls
        return f"object[{head}]{{{inner}}}"

    def field(self, name: str) -> Field | None:
        """The attribute ``name``, where it is known."""
        return next((f for f in self.fields if f.name == name), None)

    @property
    def rust(self) -> str:
        if not self.struct:
            raise TypeError(f"{self.cls} has no struct yet")
        return self.struct

    @property
    def changed(self) -> bool:
        """Whether a region changes an attribute."""
        return any(f.use for f in self.fields)

    @property
    def mutable(self) -> bool:
        return True


@dataclass(frozen=True)
class NodeOf(_Scalar):
    """An instance of exactly the class ``cls`` that stays in Python: a reference, whose attributes are read when needed.

    So the class may hold itself. Which attributes there are is known by class, not by type: ``fields`` only carries that
    to the compiler and to the proof, and says nothing about the type. ``struct`` names the Rust form of the reference.
    """

    cls: str
    struct: str = ""
    fields: tuple[Field, ...] = dataclasses.field(default=(), compare=False)

    def __str__(self) -> str:
        head = f"node[{self.cls}, {self.struct}]" if self.struct else f"node[{self.cls}]"
        return f"{head}{{{', '.join(map(str, self.fields))}}}"

    @property
    def rust(self) -> str:
        if not self.struct:
            raise TypeError(f"{self.cls} has no struct yet")
        return self.struct


@dataclass(frozen=True)
class ArgRef(_Scalar):
    """Only as a result: the very object that was passed as parameter number ``index``."""

    index: int

    def __str__(self) -> str:
        return f"argument[{self.index}]"

    @property
    def rust(self) -> str:
        return "()"


@dataclass(frozen=True)
class AttrOf(Type):
    """Only as a result: what the attribute ``name`` of parameter number ``index`` holds after the call, an ``inner``."""

    index: int
    name: str
    inner: Type

    def __str__(self) -> str:
        return f"attribute[{self.index}, {self.name}, {self.inner}]"

    @property
    def rust(self) -> str:
        return "()"

    @property
    def supported(self) -> bool:
        return self.inner.supported


@dataclass(frozen=True)
class ArgOr(Type):
    """Only as a result: the very object that was passed as parameter number ``index``, or a fresh value of ``inner``."""

    index: int
    inner: Type

    def __str__(self) -> str:
        return f"argument[{self.index}, {self.inner}]"

    @property
    def rust(self) -> str:
        return f"Option<{self.inner.rust}>"

    @property
    def supported(self) -> bool:
        return self.inner.supported


@dataclass(frozen=True)
class ArgView(Type):
    """Only as a result: a view of the array that was passed as parameter number ``index``, seen as an ``array``."""

    index: int
    array: ArrayOf

    def __str__(self) -> str:
        return f"view[{self.index}, {self.array}]"

    @property
    def rust(self) -> str:
        return f"nd::Place<{self.array.ndim}>"

    @property
    def supported(self) -> bool:
        return self.array.supported


@dataclass(frozen=True)
class LaidOut(Type):
    """Only as a result: a view, seen as an ``array``, of a new array ``base`` that nothing else holds."""

    base: ArrayOf
    array: ArrayOf

    def __str__(self) -> str:
        return f"laid[{self.base}, {self.array}]"

    @property
    def rust(self) -> str:
        return f"({self.base.rust}, nd::Place<{self.array.ndim}>)"

    @property
    def supported(self) -> bool:
        return self.base.supported and self.array.supported


UNKNOWN = Unknown()
BOOL = Bool()
INT = Int()
LONG = Long()
FLOAT = Float()
COMPLEX = Complex()
NONE = NoneT()
STR = Str()
RANDOM = RandomState()
OUTPUT = Output()
HIDDEN = (RANDOM, OUTPUT)
"""Of hidden parameters that a call changes: a generator's state, and what is printed."""
GENERATOR = NpRandom("Generator")
RANDOM_STATE = NpRandom("RandomState")
CHAR = Char()
BYTES = Bytes()
BYTEARRAY = ByteArray()


def hashable(key: Type) -> bool:
    """Whether Rust compares values of ``key`` exactly as Python compares keys: no float (NaN, and ``1 == 1.0``)."""
    if isinstance(key, TupleOf):
        return all(hashable(e) for e in key.elements)
    if isinstance(key, RowOf):
        return hashable(key.element)
    if isinstance(key, NpScalar):
        return not key.dtype.startswith(("float", "complex"))
    return key in (INT, LONG, BOOL, STR, CHAR, BYTES) or isinstance(key, EnumOf | NodeOf)
