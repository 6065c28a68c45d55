"""The Python types the compiler knows, as immutable values, and their text form.

The text form (``str(t)`` and ``parse_type``) is what crosses stages in JSON: ``int``, ``float``, ``bool``, ``None``,
``str``, ``np.float64`` (any NumPy scalar), ``list[float]``, ``list[?]`` (only ever seen empty), ``tuple[int, float]``,
``ndarray[float64, 2]``, ``optional[int]``, ``number[float|int]`` (one variable that is now an int, now a float and keeps
knowing which), and ``other[module.Class]`` for what has no Rust form yet.

May assume nothing; imports nothing of ours.
"""

from migrator.types.core import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    RANDOM,
    STR,
    UNKNOWN,
    ArgOr,
    ArgRef,
    ArrayOf,
    Bool,
    Field,
    Float,
    Int,
    ListOf,
    NoneT,
    NpScalar,
    Number,
    ObjectOf,
    OptionalOf,
    Other,
    RandomState,
    Str,
    TupleOf,
    Type,
    Unknown,
)
from migrator.types.text import TypeTextError, parse_type

__all__ = [
    "BOOL",
    "FLOAT",
    "INT",
    "NONE",
    "RANDOM",
    "STR",
    "UNKNOWN",
    "ArgOr",
    "ArgRef",
    "ArrayOf",
    "Bool",
    "Field",
    "Float",
    "Int",
    "ListOf",
    "NoneT",
    "NpScalar",
    "Number",
    "ObjectOf",
    "OptionalOf",
    "Other",
    "RandomState",
    "Str",
    "TupleOf",
    "Type",
    "TypeTextError",
    "Unknown",
    "parse_type",
]
