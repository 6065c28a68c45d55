"""The structured intermediate representation: Python's control flow kept, every node immutable.

Lowering makes the nodes untyped (``type`` is ``UNKNOWN``); ``passes.infer`` returns the same tree with every type filled
in and every implicit conversion made explicit (``Convert``). May assume only ``migrator.types`` and ``model``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from migrator.model.diagnostic import Diagnostic
from migrator.types import UNKNOWN, Type


@dataclass(frozen=True, kw_only=True)
class Node:
    """Base of all nodes; ``line`` is 1-based in the Python file."""

    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Expr(Node):
    """A value; ``type`` is UNKNOWN before inference."""

    type: Type = UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Const(Expr):
    """A literal ``bool``, ``int``, ``float``, ``str`` or ``None``."""

    value: bool | int | float | str | None


@dataclass(frozen=True, kw_only=True)
class Local(Expr):
    """Read of a local variable, parameter or hidden constant."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Apply(Expr):
    """An operation of ``migrator.ops`` on its arguments; ``form`` is the chosen form's index after inference.

    ``proven``: a later pass has shown that the operation cannot trap, so the plain Rust operator may stand. ``watch``: the
    watch of the loop around it, which takes note of what would trap and traps behind the loop. ``covered``: a later test
    sees what comes of an odd result, so there is none here. ``coarse``: the test is such a later one. ``low``: only the low
    bits of the result count, so that nothing traps that is lost above them.
    """

    op: str
    args: tuple[Expr, ...]
    form: int = -1
    proven: bool = False
    watch: str = ""
    covered: bool = False
    coarse: bool = False
    low: bool = False


PARTS = frozenset({"dict.keys", "dict.values", "dict.items", "dict.get.or", "dict.setdefault"})
"""Operations that give a part or view of their first argument, and not an object of its own."""


@dataclass(frozen=True, kw_only=True)
class Invoke(Expr):
    """A call of another function of the repository, compiled into the same region.

    ``found`` says how a method was found: on which class, under which name, and behind which class ``super()`` looks.
    """

    function: str
    args: tuple[Expr, ...]
    specialisation: str = ""
    lazy: bool = False
    """It is a generator, whose items Python would make one by one while they are used."""
    through: Expr | None = None
    """The value that is called, a variable or attribute whose type says which function it is."""
    found: FoundMethod | None = None


@dataclass(frozen=True, kw_only=True)
class FunctionRef(Expr):
    """A function of the repository by its name, as a value."""

    function: str


@dataclass(frozen=True, kw_only=True)
class IsFunction(Expr):
    """Whether ``value``, which is one of several functions, is ``function``."""

    value: Expr
    function: str


@dataclass(frozen=True, kw_only=True)
class Closure(Expr):
    """An inner function as a value, with the variables that it shares; ``passes.closures`` makes a tuple of it."""

    function: str
    held: tuple[Expr, ...]


@dataclass(frozen=True, kw_only=True)
class Held(Expr):
    """What ``closure`` holds of the variable ``index``; ``passes.closures`` makes an element of a tuple of it."""

    closure: Expr
    index: int


@dataclass(frozen=True)
class FoundMethod:
    """The method (or property, or what sets it) ``name`` of instances of ``cls``; ``after``: looked up behind this class only."""

    cls: str
    name: str
    kind: str
    function: str
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class ClassConstant(Expr):
    """The value ``name`` in the body of the class ``cls``, read through an instance; inference makes it a hidden parameter.

    ``of_class``: it is read on the class of the instance, so that no attribute of the instance can hide it.
    """

    cls: str
    name: str
    of_class: bool = False


@dataclass(frozen=True, kw_only=True)
class MethodCall(Expr):
    """``base.name(args, key=…)`` before inference, which finds the method by the type of ``base``.

    The last of ``args`` are those of the ``keywords``. ``after``: it is a call through ``super()`` in that class.
    """

    base: Expr
    name: str
    args: tuple[Expr, ...]
    keywords: tuple[str, ...] = ()
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class New(Expr):
    """``Class(args, key=…)`` before inference; the last of ``args`` are those of the ``keywords``."""

    cls: str
    args: tuple[Expr, ...]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Starred(Expr):
    """``*value`` among the arguments of a call, before inference, which puts the elements of the tuple there."""

    value: Expr


@dataclass(frozen=True, kw_only=True)
class StarCall(Expr):
    """``function(args, key=…)`` with ``Starred`` among ``args``: how many arguments there are shows with the types.

    ``function`` is the id of one of the repository, or ``library:`` and the name of one of the library.
    """

    function: str
    args: tuple[Expr, ...]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NewObject(Expr):
    """A fresh instance of ``cls`` with these attributes, set in this order. ``found``: methods that took part in it."""

    cls: str
    names: tuple[str, ...]
    values: tuple[Expr, ...]
    found: tuple[FoundMethod, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Attr(Expr):
    """``base.name``: an attribute of an object."""

    base: Expr
    name: str


@dataclass(frozen=True, kw_only=True)
class Read(Expr):
    """``base.name`` of an object that stays in Python: read when it is evaluated, as a fresh value; a type it must not be traps."""

    base: Expr
    name: str


@dataclass(frozen=True, kw_only=True)
class Ask(Expr):
    """A question to the container of type ``held`` in ``base.name``, of an object that stays in Python.

    ``how``: ``at`` the element at ``key``, ``get`` the same or None, ``has`` whether it is there, ``len``, ``any`` whether there
    are elements.
    """

    base: Expr
    name: str
    held: Type
    how: str
    key: Expr | None = None


@dataclass(frozen=True, kw_only=True)
class Same(Expr):
    """``left is right``, of references to objects in Python, or None."""

    left: Expr
    right: Expr


@dataclass(frozen=True, kw_only=True)
class Logic(Expr):
    """``and`` / ``or`` with Python's short circuit; ``kind`` is one of the two words."""

    kind: str
    left: Expr
    right: Expr


@dataclass(frozen=True, kw_only=True)
class Not(Expr):
    """``not value``."""

    value: Expr


@dataclass(frozen=True, kw_only=True)
class Truth(Expr):
    """The truth value of ``value`` (inserted by inference where a condition is not a ``bool``)."""

    value: Expr


@dataclass(frozen=True, kw_only=True)
class Cond(Expr):
    """``then if test else orelse``."""

    test: Expr
    then: Expr
    orelse: Expr


@dataclass(frozen=True, kw_only=True)
class IsNone(Expr):
    """``value is None`` (or ``is not`` when ``negated``)."""

    value: Expr
    negated: bool


@dataclass(frozen=True, kw_only=True)
class TupleExpr(Expr):
    """A tuple display, or a new named tuple of the class ``cls`` with the fields ``names``."""

    items: tuple[Expr, ...]
    cls: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ListExpr(Expr):
    """A list display: a fresh list."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, kw_only=True)
class DictExpr(Expr):
    """A dict display: a fresh dict, or an empty one of its relatives (``types.MAPS``).

    ``default``: what the factory of a ``defaultdict`` with a ``kind`` of its own gives, before inference, which puts it
    where a key is looked up.
    """

    keys: tuple[Expr, ...]
    values: tuple[Expr, ...]
    kind: str = "dict"
    default: Expr | None = None


@dataclass(frozen=True, kw_only=True)
class SetExpr(Expr):
    """A set display: a fresh set."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, kw_only=True)
class NewArray(Expr):
    """A fresh NumPy array: ``numpy.zeros(shape, dtype)`` and its like. ``fill`` None means zeros; ``dtype`` empty means
    that of ``fill``. Before inference ``shape`` may be one tuple-typed expression, and ``dtype_of`` what gives the dtype."""

    shape: tuple[Expr, ...]
    dtype: str
    fill: Expr | None = None
    dtype_of: Expr | None = None


@dataclass(frozen=True, kw_only=True)
class Index(Expr):
    """``base[index]`` with an integer index: an element of a list, a tuple or a 1-D array, or a row of an array.

    ``present``: the key of a ``defaultdict`` is there, so nothing is put in.
    """

    base: Expr
    index: Expr
    proven: bool = False
    present: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell(Expr):
    """``base[i, j, …]``: one element of an array, one index for each dimension. ``proven``: none is negative."""

    base: Expr
    indices: tuple[Expr, ...]
    proven: bool = False


@dataclass(frozen=True, kw_only=True)
class Line(Expr):
    """The innermost row ``base[i, …]`` (all indices but the last one given), or an empty one where there is no such row."""

    base: Expr
    indices: tuple[Expr, ...]


@dataclass(frozen=True, kw_only=True)
class Given(Expr):
    """What an attribute is bound to where that is an argument: a copy of it here, the very object in Python.

    ``value`` makes the copy of the parameter ``argument``.
    """

    argument: str
    value: Expr


@dataclass(frozen=True, kw_only=True)
class Shared(Expr):
    """The array or list of lists ``value`` as cells: several rows of it can be in use at once, and be changed."""

    value: Expr


@dataclass(frozen=True, kw_only=True)
class SliceItem(Node):
    """``lower:upper:step`` as one item of a subscript; what is left out is None."""

    lower: Expr | None = None
    upper: Expr | None = None
    step: Expr | None = None


@dataclass(frozen=True, kw_only=True)
class AxisItem(Node):
    """``np.newaxis`` (or None) as one item of a subscript, or ``...`` where ``rest``."""

    rest: bool = False


@dataclass(frozen=True, kw_only=True)
class Part(Expr):
    """A view of an array: ``base[items]`` with a slice among the items, or ``base.T`` where ``transposed``."""

    base: Expr
    items: tuple[Expr | SliceItem | AxisItem, ...] = ()
    transposed: bool = False


@dataclass(frozen=True, kw_only=True)
class LibraryCall(Expr):
    """A call of a library's function (``numpy.sum``) or a method of a value (``method.sum``) before inference.

    ``keywords`` names the last arguments.
    """

    target: str
    args: tuple[Expr, ...]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ArrayOp(Expr):
    """An operation of ``migrator.ops.arrays`` on whole arrays, typed; ``option`` is what its record says it is."""

    op: str
    args: tuple[Expr, ...]
    option: str = ""


@dataclass(frozen=True, kw_only=True)
class Rows(Expr):
    """``base[lower:upper]`` of a list of rows or objects, only to iterate over: the very elements, not copies."""

    base: Expr
    lower: Expr
    upper: Expr


@dataclass(frozen=True, kw_only=True)
class Convert(Expr):
    """An implicit conversion that inference made explicit, to ``type``; from ``optional[T]`` to ``T`` it may trap."""

    value: Expr


@dataclass(frozen=True, kw_only=True)
class BlockExpr(Expr):
    """Statements, then a value: what comprehensions and generator consumers become."""

    body: tuple[Stmt, ...]
    value: Expr


@dataclass(frozen=True, kw_only=True)
class MaybeArgument(Expr):
    """The value of parameter ``index``, which is bound anew: while ``flag`` holds it still is the caller's object."""

    index: int
    flag: Expr
    value: Expr


@dataclass(frozen=True, kw_only=True)
class CallResult(Expr):
    """The result of a call as it comes, which may be one of its arguments (``ArgOr``)."""

    value: Expr


@dataclass(frozen=True, kw_only=True)
class StillArgument(Expr):
    """``flag``, and the call that gave ``result`` returned its argument: one of those at ``positions``."""

    flag: Expr
    result: Expr
    positions: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class OrElse(Expr):
    """The result of a call that may be its argument at one of ``positions``: then ``fallback``, that argument, itself."""

    value: Expr
    fallback: Expr
    positions: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HoleExpr(Expr):
    """A value that has no Rust yet: evaluating it traps."""

    diagnostic: Diagnostic


# --- what a loop runs over ---


@dataclass(frozen=True, kw_only=True)
class RangeIter(Node):
    """``range(start, stop, step)``; ``step`` None means 1.

    ``args``: the arguments with ``Starred`` among them, before inference, which puts them in their places.
    """

    start: Expr
    stop: Expr
    step: Expr | None
    args: tuple[Expr, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SequenceIter(Node):
    """The elements of a list, tuple, str or 1-D array, or the rows of an array; ``reverse`` for ``reversed()``.

    ``live``: the loop's body changes the sequence, so it must be iterated by index against its present length.
    """

    value: Expr
    reverse: bool = False
    live: bool = False


@dataclass(frozen=True, kw_only=True)
class EnumerateIter(Node):
    """``enumerate(inner, start)``."""

    inner: Iter
    start: Expr


@dataclass(frozen=True, kw_only=True)
class ZipIter(Node):
    """``zip(*inner)``; ``strict`` raises where the lengths differ."""

    inner: tuple[Iter, ...]
    strict: bool = False


Iter = RangeIter | SequenceIter | EnumerateIter | ZipIter


# --- targets of assignments ---


@dataclass(frozen=True, kw_only=True)
class NameTarget(Node):
    """Binds a local variable. ``type`` is the variable's type after inference."""

    name: str
    type: Type = UNKNOWN


@dataclass(frozen=True, kw_only=True)
class TupleTarget(Node):
    """Unpacks a tuple (or a list or array of exactly this length)."""

    items: tuple[Target, ...]


@dataclass(frozen=True, kw_only=True)
class IndexTarget(Node):
    """Stores to ``base[index]``."""

    base: Expr
    index: Expr
    proven: bool = False


@dataclass(frozen=True, kw_only=True)
class CellTarget(Node):
    """Stores to ``base[i, j, …]`` of an array. ``proven``: no index is negative."""

    base: Expr
    indices: tuple[Expr, ...]
    proven: bool = False


@dataclass(frozen=True, kw_only=True)
class PartTarget(Node):
    """Stores to the part of an array that a subscript with slices selects."""

    place: Part


@dataclass(frozen=True, kw_only=True)
class AttrTarget(Node):
    """Sets ``base.name``. ``anew``: the attribute holds a list or array, and is bound to another one."""

    base: Expr
    name: str
    anew: bool = False


Target = NameTarget | TupleTarget | IndexTarget | CellTarget | PartTarget | AttrTarget


# --- statements ---


@dataclass(frozen=True, kw_only=True)
class Stmt(Node):
    """Base of statements; ``comments`` are the source's own comment lines before it."""

    comments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Assign(Stmt):
    """``target = value``."""

    target: Target
    value: Expr


@dataclass(frozen=True, kw_only=True)
class ParallelAssign(Stmt):
    """``t1, t2 = v1, v2``: all values first, left to right, then all targets, left to right."""

    targets: tuple[Target, ...]
    values: tuple[Expr, ...]


@dataclass(frozen=True, kw_only=True)
class Alias(Stmt):
    """``name`` is another name for the object at ``place`` while it lives (``row = grid[i]``).

    Read only, unless ``mutable``: then nothing else reaches the object of which ``place`` is a part in that time.
    """

    name: str
    place: Expr
    mutable: bool = False


@dataclass(frozen=True, kw_only=True)
class Store(Stmt):
    """``place[...] = value``: every element of an array or of a part of one; ``mask`` says which, where there is one, or
    ``picks`` do: numbers, arrays of numbers and masks for the first axes."""

    place: Expr
    value: Expr
    mask: Expr | None = None
    picks: tuple[Expr, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Eval(Stmt):
    """An expression for its effect."""

    value: Expr


@dataclass(frozen=True, kw_only=True)
class If(Stmt):
    test: Expr
    body: tuple[Stmt, ...]
    orelse: tuple[Stmt, ...]


@dataclass(frozen=True, kw_only=True)
class While(Stmt):
    """``asks``: in every how many rounds the loop asks for Ctrl-C; 0 where it does not."""

    test: Expr
    body: tuple[Stmt, ...]
    orelse: tuple[Stmt, ...]
    asks: int = 0


@dataclass(frozen=True, kw_only=True)
class For(Stmt):
    """``watch``: the name of the loop's ``Watch``, where operations in it wait with their tests until it is done.
    ``totals``: what the loop sums up, tested when it is done. ``asks``: as of ``While``. ``pieces``: over a range, which
    is gone through piece by piece with the question between them, so that the loop itself stays plain.
    ``parallel``: its rounds are independent, and run on several threads."""

    target: Target
    iter: Iter
    body: tuple[Stmt, ...]
    orelse: tuple[Stmt, ...]
    watch: str = ""
    totals: tuple[Local, ...] = ()
    asks: int = 0
    pieces: bool = False
    parallel: bool = False


@dataclass(frozen=True, kw_only=True)
class Break(Stmt):
    pass


@dataclass(frozen=True, kw_only=True)
class Continue(Stmt):
    pass


@dataclass(frozen=True, kw_only=True)
class Return(Stmt):
    value: Expr


@dataclass(frozen=True, kw_only=True)
class TrapStmt(Stmt):
    """Give up and let Python do it: a ``raise``, or a statement that has no Rust (then ``diagnostic`` says why)."""

    reason: str
    diagnostic: Diagnostic | None = None


@dataclass(frozen=True, kw_only=True)
class Within(Stmt):
    """Give up unless ``value``, an int, is at most ``2 ** power`` away from zero."""

    value: Local
    power: int


@dataclass(frozen=True, kw_only=True)
class Param(Node):
    """One parameter; ``type`` after specialisation; ``mutated`` after the effects pass. ``read``: the body names it.

    ``star``: it takes all further arguments, as a tuple.
    """

    name: str
    type: Type = UNKNOWN
    keyword_only: bool = False
    mutated: bool = False
    read: bool = True
    star: bool = False


@dataclass(frozen=True, kw_only=True)
class GlobalRead(Node):
    """A module-level value read by the function; ``name`` is the hidden parameter's local name."""

    name: str
    module: str
    path: str
    type: Type = UNKNOWN
    instances: str = ""
    """The class on whose instances it is read, none of which may have an attribute of that name."""


@dataclass(frozen=True, kw_only=True)
class GuardedName(Node):
    """A global name whose meaning was taken at compile time; becomes a ``model.program.Guard``."""

    module: str
    path: str
    kind: str
    expect: str


@dataclass(frozen=True, kw_only=True)
class Function(Node):
    """One function. ``id`` is ``module:qualname``; ``defaults`` are the constant defaults for calls inside a region."""

    id: str
    name: str
    params: tuple[Param, ...]
    body: tuple[Stmt, ...]
    returns: Type = UNKNOWN
    doc: str = ""
    globals: tuple[GlobalRead, ...] = ()
    guards: tuple[GuardedName, ...] = ()
    calls: tuple[str, ...] = ()
    defaults: dict[str, Expr] = field(default_factory=dict)
    signature: str = ""
    holes: tuple[Diagnostic, ...] = ()
    memo: str = ""
    """It computes what a cache keeps, and hands this parameter on, the cache; else it must change nothing."""
    generator: bool = False
    """Its items are collected in a list, which it returns."""
    inner: dict[str, Function] = field(default_factory=dict)
    """The functions defined inside, by id; each takes the variables that it shares as its last parameters."""
    borrows: frozenset[str] = frozenset()
    """Locals that only name objects held elsewhere: Rust keeps a shared borrow in them."""
    option_locals: frozenset[str] = frozenset()
    """Locals that may be read before they are bound: Rust keeps them in an ``Option``."""
