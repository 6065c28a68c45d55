"""Operations on whole arrays to Rust: views, fused expressions, calls of ``nd``, stores."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import bottom_up, names_read, root_name
from migrator.model.diagnostic import Diagnostic
from migrator.ops.arrays import ARRAY_RECORDS
from migrator.ops.callbacks import DIRECT, DIRECT_INTS
from migrator.passes.convert import TypeFailure
from migrator.rust import text as r
from migrator.rust.text import R
from migrator.types.core import RUST_DTYPES

if TYPE_CHECKING:
    from migrator.rust.scope import Scope

_LAZY = frozenset({"cast", "copy", "where"})


def is_lazy(node: n.Expr) -> bool:
    """Whether ``node`` is computed element by element, as a part of a larger expression or on its own."""
    return isinstance(node, n.ArrayOp) and (node.op in _LAZY or node.op in ARRAY_RECORDS)


class Arrays:
    """Emits what works on whole arrays; mixed into the expression emitter."""

    scope: Scope

    if TYPE_CHECKING:

        def expr(self, node: n.Expr) -> R: ...
        def ref(self, node: n.Expr) -> R: ...
        def attr(self, node: n.Attr) -> R: ...
        def local(self, name: str) -> R: ...
        def mut_place(self, node: n.Expr) -> R: ...

    # --- views ---

    def strided(self, node: n.Expr) -> R:
        """``node``, an array or a part of one, as a view to read."""
        match node:
            case n.Part(base=base, transposed=True):
                return r.method(self.strided(base), "t")
            case n.Part(base=base, items=items):
                return self._part(self.strided(base), items, node.type)
            case n.Local(name=name):
                own = self.local(name)
                return own if self.scope.mode(name) == "strided" else r.method(own, "nd")
            case n.Index(base=base, index=index) if self.is_strided(base):
                return self._part(self.strided(base), (index,), node.type)
            case n.Index():
                return r.method(self.ref(node), "nd")
            case n.Attr():
                return r.method(self.attr(node), "nd")
            case n.NewArray(type=t.ArrayOf(ndim=ndim) as kind):
                return r.method(self.new_array(node, f"::<{element(kind)}, {ndim}>"), "nd")
            case _:
                return r.method(self.expr(node), "nd")

    def new_array(self, node: n.NewArray, kind: str = "") -> R:
        """A fresh array; ``kind`` says its type (``::<f64, 2>``) where nothing around it does."""
        dims = R(f"[{', '.join(self.expr(s).text for s in node.shape)}]")
        fill = [] if node.fill is None else [self.expr(node.fill)]
        return r.tried(r.call(f"Array{kind}::{'full' if fill else 'zeros'}", dims, *fill))

    def is_strided(self, node: n.Expr) -> bool:
        match node:
            case n.Local(name=name):
                return self.scope.mode(name) == "strided"
            case n.Index(base=base):
                return self.is_strided(base)
            case _:
                return isinstance(node, n.Part)

    def strided_mut(self, node: n.Expr) -> R:
        """``node`` as a view to change."""
        match node:
            case n.Part(base=base, transposed=True):
                return r.method(self.strided_mut(base), "t")
            case n.Part(base=base, items=items):
                return self._part(self.strided_mut(base), items, node.type)
            case n.Index(base=base, index=index) if isinstance(base.type, t.ArrayOf):
                row = r.tried(r.method(self.mut_place(base), "row_mut", self.expr(index)))
                return r.method(row, "nd_mut")
            case _:
                return r.method(self.mut_place(node), "nd_mut")

    def _part(self, base: R, items: tuple[n.Expr | n.SliceItem | n.AxisItem, ...], kind: t.Type) -> R:
        assert isinstance(kind, t.ArrayOf)
        selected = [self._select(item) for item in items]
        while selected and selected[-1] == "nd::Select::All":
            selected.pop()
        return r.tried(r.method(base, f"part::<{kind.ndim}>", R(f"&[{', '.join(selected)}]")))

    def _select(self, item: n.Expr | n.SliceItem | n.AxisItem) -> str:
        match item:
            case n.AxisItem():
                return "nd::Select::New"
            case n.SliceItem(lower=lower, upper=upper, step=None):
                if lower is None and upper is None:
                    return "nd::Select::All"
                if upper is None:
                    assert lower is not None
                    return f"nd::Select::From({self.expr(lower).text})"
                if lower is None:
                    return f"nd::Select::To({self.expr(upper).text})"
                return f"nd::Select::Span({self.expr(lower).text}, {self.expr(upper).text})"
            case n.SliceItem(lower=lower, upper=upper, step=step):
                assert step is not None
                ends = ["None" if x is None else f"Some({self.expr(x).text})" for x in (lower, upper)]
                return f"nd::Select::Step({', '.join(ends)}, {self.expr(step).text})"
            case _:
                return f"nd::Select::At({self.expr(item).text})"

    # --- expressions ---

    def lazy(self, node: n.Expr) -> R:
        """``node`` as an operand of an expression that is computed block by block."""
        if not isinstance(node.type, t.ArrayOf) and not is_lazy(node):
            return r.call("nd::one", self.expr(node))
        if not isinstance(node, n.ArrayOp) or not is_lazy(node):
            return self.strided(node)
        args = [self._stretched(a, node.type) for a in node.args]
        match node.op:
            case "cast":
                return r.call(f"nd::cast::<{RUST_DTYPES[node.option]}, _>", *args)
            case "copy":
                return args[0]
            case "where":
                return r.call("nd::choose", *args)
            case _:
                record = ARRAY_RECORDS[node.op]
        if record.kind == "kernel" and not node.option.islower():
            name = "nd::kernel" if len(args) == 1 else "nd::kernel2"
            return r.call(name, R(f"nd::host::Ufunc::{node.option}"), *args)
        return r.call(f"nd::{node.option}", *args)

    def _stretched(self, arg: n.Expr, whole: t.Type) -> R:
        """An operand; one that is repeated along some dimensions is computed once, before."""
        fewer = isinstance(arg.type, t.ArrayOf) and isinstance(whole, t.ArrayOf) and arg.type.ndim < whole.ndim
        if fewer:
            return self.strided(arg)
        return self.lazy(arg) if not isinstance(whole, t.ArrayOf) else self._once(arg)

    def _once(self, arg: n.Expr) -> R:
        """An operand of arrays. A single number is computed once, also where there are no elements: NumPy may warn of it."""
        return self.lazy(arg) if isinstance(arg.type, t.ArrayOf) else r.call("nd::one", self.expr(arg))

    def array_op(self, node: n.ArrayOp) -> R:
        """``node`` as an owned value: an array, or a scalar."""
        if is_lazy(node):
            if not isinstance(node.type, t.ArrayOf):
                return r.tried(r.call("nd::value", self.lazy(node)))
            return r.tried(r.call(f"nd::collect::<{element(node.type)}, {node.type.ndim}>", self.lazy(node)))
        match node.op:
            case "array":
                items = ", ".join(self.expr(a).text for a in node.args)
                return r.tried(r.call(f"nd::array::<{self._generic(node)}>", R(f"&[{items}]"), R(f"[{node.option}]")))
            case "join":
                items = ", ".join(self.strided(a).text for a in node.args)
                return r.tried(r.call(f"{node.option}{self._rise(node)}", R(f"&[{items}]")))
            case "list":
                return r.tried(r.call(f"{node.option}{self._rise(node)}", self.ref(node.args[0])))
            case "host":
                return self._call_back(node)
            case "shown":
                return r.tried(r.call("nd::shown", self.strided(node.args[0]), self.strided(node.args[1])))
            case "laid":
                whole, part = self._seen_in(node.args[0])
                return r.tried(r.call("nd::laid", self.expr(whole), R(f"|whole| Ok({part.text})")))
            case "pick":
                return r.tried(r.call("nd::pick", self.strided(node.args[0]), self._picks(node.args[1:])))
            case "owned":
                return r.tried(r.call(node.option, self.expr(node.args[0])))
            case "each":
                how, each = node.option.split(" ", maxsplit=1)
                return r.tried(r.call(f"nd::{how}", self.strided(node.args[0]), R(each)))
            case _:
                return r.tried(r.call(node.option + self._rise(node), *(self._argument(a) for a in node.args)))

    def _seen_in(self, node: n.Expr) -> tuple[n.Expr, R]:
        """The array of which ``node`` is a part, and the part of it where it is named ``whole``."""
        match node:
            case n.Part(base=base, transposed=True):
                whole, part = self._seen_in(base)
                return whole, r.method(part, "t")
            case n.Part(base=base, items=items):
                whole, part = self._seen_in(base)
                return whole, self._part(part, items, node.type)
            case n.Index(base=base, index=index) if isinstance(node.type, t.ArrayOf):
                whole, part = self._seen_in(base)
                return whole, self._part(part, (index,), node.type)
            case _:
                return node, R("whole")

    def _call_back(self, node: n.ArrayOp) -> R:
        direct = self._drawn(node)
        if direct is not None:
            return direct
        target, *names = node.option.split(" ")
        given = ", ".join(self._given(a) for a in node.args)
        named = ", ".join(f'"{name}"' for name in names)
        function = f"nd::callback::call::<{_back(node.type, node.line)}>"
        return r.tried(r.call(function, R(f'"{target}"'), R(f"&[{given}]"), R(f"&[{named}]")))

    def _drawn(self, node: n.ArrayOp) -> R | None:
        """The draw of a single number, which needs no call."""
        found = direct_draw(node)
        if found is None:
            return None
        function, rng, args = found
        given = [R("nd::Rng::HIDDEN") if rng is None else self.expr(rng)]
        for arg in args:
            if function not in _INTS and isinstance(arg, n.Const) and _is_whole(arg):
                arg = n.Const(value=float(str(arg.value)), type=t.FLOAT)
            given.append(self.expr(arg))
        return r.tried(r.call(f"nd::draw::{function}", *given))

    def _given(self, arg: n.Expr) -> str:
        """An argument of a call back."""
        match arg:
            case n.ArrayOp(op="host", type=t.Other()):
                target, *names = arg.option.split(" ")
                given = ", ".join(self._given(a) for a in arg.args)
                named = ", ".join(f'"{name}"' for name in names)
                return f'nd::Given::Call {{ target: "{target}", given: &[{given}], names: &[{named}] }}'
            case n.TupleExpr(items=items) | n.ListExpr(items=items):
                kind = "Tuple" if isinstance(arg, n.TupleExpr) else "List"
                return f"nd::Given::{kind}(&[{', '.join(self._given(i) for i in items)}])"
            case n.Const(value=None):
                return "nd::Given::Nothing"
            case n.Const(value=str() as text):
                return f"nd::Given::Text({json.dumps(text)})"
        match arg.type:
            case t.ArrayOf():
                return f"nd::callback::given(&{self.strided(arg).at(r.UNARY)})"
            case t.ListOf():
                return f"nd::callback::given_list({self.ref(arg).text})"
            case t.TupleOf(elements=elements):
                whole = self.expr(arg).at(r.ATOM)
                parts = (f"nd::Given::{type(e).__name__}({whole}.{i})" for i, e in enumerate(elements))
                return f"nd::Given::Tuple(&[{', '.join(parts)}])"
            case t.NpScalar():
                return f"nd::callback::given_scalar(&{self.expr(arg).at(r.UNARY)})"
            case t.NpRandom():
                return f"nd::Given::Rng({self.expr(arg).text})"
            case t.NoneT():
                return "nd::Given::Nothing"
            case t.Str():
                return f"nd::Given::Chars({self.ref(arg).text})"
            case _:
                return f"nd::Given::{type(arg.type).__name__}({self.expr(arg).text})"

    def _generic(self, node: n.ArrayOp) -> str:
        assert isinstance(node.type, t.ArrayOf)
        return f"{element(node.type)}, {node.type.ndim}"

    def _rise(self, node: n.ArrayOp) -> str:
        """The dimensions, where they are not those of the operands."""
        if node.option not in ("nd::stack", "nd::stack_all", "nd::reshape") and not node.option.endswith("_last"):
            return ""
        first = node.args[0].type
        inner = first.element if isinstance(first, t.ListOf) else first
        assert isinstance(inner, t.ArrayOf)
        assert isinstance(node.type, t.ArrayOf)
        element = "" if node.option == "nd::mean_last" else "_, "
        return f"::<{element}{inner.ndim}, {node.type.ndim}>"

    def _argument(self, arg: n.Expr) -> R:
        if isinstance(arg.type, t.ArrayOf):
            return self.strided(arg)
        if isinstance(arg, n.ListExpr):
            return R(f"[{', '.join(self.expr(i).text for i in arg.items)}]")
        return self.expr(arg)

    def bound_value(self, value: n.Expr) -> R:
        """The value that a name is bound to. A part is a copy; of vectors of ints nothing shows the strides."""
        kind = value.type
        if isinstance(value, n.Part) and isinstance(kind, t.ArrayOf) and kind.ndim == 1 and "float" not in kind.dtype:
            return r.tried(r.method(self.strided(value), "packed"))
        return self.expr(value)

    # --- stores ---

    def store_array(self, stmt: n.Store) -> list[str]:
        """``place[...] = value``; a value that reads the array it goes into is computed first."""
        root = root_name(stmt.place)
        lines: list[str] = []
        place = self._hoisted(stmt.place, root, lines)
        if (update := _update(stmt)) is not None:
            operation, operand = update
            call = r.call("nd::update", self.strided_mut(place), R(operation), self._once(operand))
            return [*lines, f"{r.tried(call).text};"]
        value = self._value(stmt.value, root, lines)
        if stmt.picks:
            picks = self._picks(self._apart(stmt.picks, root, lines))
            return [*lines, f"{r.tried(r.call('nd::store_at', self.strided_mut(place), picks, value)).text};"]
        if stmt.mask is not None:
            mask = self.strided(stmt.mask)
            if root in names_read(stmt.mask):
                name = self.scope.temporary("mask")
                lines.append(f"let {name} = {r.tried(r.method(mask, 'packed')).text};")
                mask = r.method(R(name), "nd")
            scalar = self.expr(stmt.value) if not isinstance(stmt.value.type, t.ArrayOf) else value
            if root in names_read(stmt.value):
                name = self.scope.temporary("value")
                lines.append(f"let {name} = {scalar.text};")
                scalar = R(name)
            return [*lines, f"{r.tried(r.call('nd::store_where', self.strided_mut(place), mask, scalar)).text};"]
        return [*lines, f"{r.tried(r.call('nd::store', self.strided_mut(place), value)).text};"]

    def _picks(self, indices: tuple[n.Expr, ...]) -> R:
        """Indices with arrays among them, for the first axes."""
        return R(f"[{', '.join(map(self._pick, indices))}]")

    def _pick(self, index: n.Expr) -> str:
        if not isinstance(index.type, t.ArrayOf):
            return f"nd::Pick::At({self.expr(index).text})"
        return f"nd::Pick::{'Where' if index.type.dtype == 'bool' else 'Of'}({self.strided(index).text})"

    def _apart(self, picks: tuple[n.Expr, ...], root: str | None, lines: list[str]) -> tuple[n.Expr, ...]:
        """The indices, those that read the array itself computed before it is changed."""
        made: list[n.Expr] = []
        for number, index in enumerate(picks):
            if root not in names_read(index):
                made.append(index)
                continue
            name = self.scope.temporary(f"chosen_{number}")
            fresh = is_lazy(index) or not isinstance(index.type, t.ArrayOf)
            owned = index if fresh else n.ArrayOp(op="copy", args=(index,), type=index.type)
            lines.append(f"let {name} = {self.expr(owned).text};")
            made.append(n.Local(name=name, type=index.type))
        return tuple(made)

    def _value(self, value: n.Expr, root: str | None, lines: list[str]) -> R:
        if root not in names_read(value):
            return self._once(value)
        name = self.scope.temporary("value")
        if isinstance(value.type, t.ArrayOf):
            owned = value if is_lazy(value) else n.ArrayOp(op="copy", args=(value,), type=value.type)
            lines.append(f"let {name} = {self.expr(owned).text};")
            return r.method(R(name), "nd")
        lines.append(f"let {name} = {self.expr(value).text};")
        return r.call("nd::one", R(name))

    def _hoisted(self, place: n.Expr, root: str | None, lines: list[str]) -> n.Expr:
        """``place`` with indices that read the array itself computed before it is borrowed."""

        def once(item: n.Expr | None) -> n.Expr | None:
            if item is None or root not in names_read(item):
                return item
            name = self.scope.temporary(f"index_{len(lines)}")
            lines.append(f"let {name} = {self.expr(item).text};")
            return n.Local(name=name, type=item.type)

        match place:
            case n.Part(items=items):
                made: list[n.Expr | n.SliceItem | n.AxisItem] = []
                for item in items:
                    match item:
                        case n.SliceItem(lower=lower, upper=upper, step=step):
                            made.append(n.SliceItem(lower=once(lower), upper=once(upper), step=once(step)))
                        case n.AxisItem():
                            made.append(item)
                        case _:
                            made.append(once(item) or item)
                return dataclasses.replace(place, items=tuple(made))
            case n.Index(index=index):
                return dataclasses.replace(place, index=once(index) or index)
            case _:
                return place


_UPDATES = {"add": "Add", "sub": "Sub", "mul": "Mul", "div": "Div"}
"""Operations that can be done in place, by the support function: the type that stands for the operation."""


def _update(stmt: n.Store) -> tuple[str, n.Expr] | None:
    """The operation and the right operand of ``place[...] += value``, where that does not read the array itself."""
    value = stmt.value
    if stmt.mask is not None or stmt.picks or not isinstance(value, n.ArrayOp) or value.op not in ARRAY_RECORDS:
        return None
    if value.option not in _UPDATES or value.type != stmt.place.type or len(value.args) != 2:
        return None
    left, right = value.args
    if _without_lines(left) != _without_lines(stmt.place) or root_name(stmt.place) in names_read(right):
        return None
    return f"nd::{_UPDATES[value.option]}", right


def _without_lines(node: n.Node) -> n.Node:
    return bottom_up(node, lambda inner: dataclasses.replace(inner, line=0))


_INTS = frozenset(DIRECT_INTS.values())


def direct_draw(node: n.ArrayOp) -> tuple[str, n.Expr | None, tuple[n.Expr, ...]] | None:
    """What draws the single number that ``node`` asks for without a call: a function of ``nd::draw``, the generator (None:
    the hidden one) and the arguments; None where only the method will do."""
    target, *names = node.option.split(" ")
    name, args, rng = target.rpartition(".")[2], node.args, None
    kind = "RandomState" if target.startswith("numpy.random.") else ""
    if not kind and args and isinstance(drawn_from := args[0].type, t.NpRandom):
        rng, args, kind = args[0], args[1:], drawn_from.kind
    if node.type == (t.NpScalar("int64") if kind == "Generator" else t.INT) and (kind, name) in DIRECT_INTS:
        whole = all(a.type == t.INT or a.type == t.NpScalar("int64") for a in args)
        low = (n.Const(value=0, type=t.INT),) if len(args) == 1 else ()
        given = (*low, *args)
        named = not names or (len(args) == 2 and names in (["high"], ["low", "high"]))
        return (DIRECT_INTS[kind, name], rng, given) if whole and named and len(given) == 2 else None
    if (kind, name) not in DIRECT or node.type != t.FLOAT:
        return None
    function, params = DIRECT[kind, name]
    in_order = [p for p, _ in params][len(args) - len(names) : len(args)] == names
    plain = all(a.type in (t.FLOAT, t.NpScalar("float64")) or _is_whole(a) for a in args)
    if len(args) > len(params) or not in_order or not plain:
        return None
    rest = tuple(n.Const(value=default, type=t.FLOAT) for _, default in params[len(args) :])
    return function, rng, (*args, *rest)


def _is_whole(arg: n.Expr) -> bool:
    return isinstance(arg, n.Const) and type(arg.value) is int


def _back(kind: t.Type, line: int) -> str:
    """The marker of what a call back must give."""
    match kind:
        case t.Other():
            raise TypeFailure(Diagnostic("M201", line, f"{kind} has no Rust form yet"))
        case t.NoneT():
            return "()"
        case t.NpRandom(kind=name):
            return f"nd::callback::{name}"
        case t.ArrayOf():
            return f"nd::callback::ArrayOf<{element(kind)}, {kind.ndim}>"
        case t.NpScalar(dtype=dtype):
            return f"nd::callback::NpOf<{RUST_DTYPES[dtype]}>"
        case t.ListOf(element=inner):
            return f"nd::callback::ListOf<{_back(inner, line)}>"
        case t.TupleOf(elements=elements):
            parts = f"({''.join(f'{_back(e, line)}, ' for e in elements).strip()})"
            return f"nd::callback::NamedOf<{parts}>" if isinstance(kind, t.NamedOf) else parts
        case _:
            return kind.rust


def element(kind: t.ArrayOf) -> str:
    """The Rust type of the elements."""
    return RUST_DTYPES[kind.dtype]
