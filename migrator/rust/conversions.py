"""A value of one type as a value of another: ints as floats, what is in an ``Option``, NumPy's scalars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.rust import text as r
from migrator.rust.text import R
from migrator.types.core import RUST_DTYPES


class Conversions:
    """Emits conversions; mixed into the expression emitter."""

    if TYPE_CHECKING:

        def expr(self, node: n.Expr) -> R: ...
        def ref_raw(self, node: n.Expr) -> R: ...
        def ref(self, node: n.Expr) -> R: ...

    def convert(self, value: n.Expr, target: t.Type) -> R:
        source = value.type
        if isinstance(target, t.ArgOr):
            return R("None") if isinstance(source, t.ArgRef) else r.call("Some", self.expr(value))
        if isinstance(target, t.OptionalOf) and isinstance(source, t.OptionalOf):
            return self._optional_number(value, source.inner)
        if isinstance(target, t.OptionalOf):
            return R("None") if source == t.NONE else r.call("Some", self.expr(value))
        if isinstance(source, t.OptionalOf):
            inner = self.ref_raw(value)
            if target.copy:
                return r.tried(r.method(self.expr(value), "ok_or", R("Trap::Type")))
            found = r.tried(r.method(r.method(inner, "as_ref"), "ok_or", R("Trap::Type")))
            return r.method(found, "clone")
        if isinstance(target, t.OneOf):
            return self._one_of(value, target)
        if isinstance(source, t.RowOf) and isinstance(target, t.TupleOf):
            names = ", ".join("abcdefghijklmnopqrstuvwxyz"[: len(target.elements)])
            only = "," if len(target.elements) == 1 else ""
            row = r.tried(r.call("rows::exact", self.ref(value)))
            return R(f"{{ let [{names}] = {row.text}; ({names}{only}) }}", r.LOWEST)
        own = self.expr(value)
        if source == t.CHAR and target == t.STR:
            return r.call("text::from_char", own)
        if isinstance(target, t.Number):
            return self._to_number(own, source)
        if isinstance(target, t.Mixed):
            return self._to_mixed(own, source)
        if isinstance(source, t.Mixed):
            return r.method(own, "to_complex")
        if target.rust == "Complex":
            if source.rust == "Complex":
                return own
            return r.call("Complex::from", self.convert(value, t.FLOAT) if source.rust != "f64" else own)
        if isinstance(source, t.Number):
            own = r.method(own, "value")
            source = t.FLOAT
            if target == t.FLOAT:
                return own
        if target == t.LONG:
            return r.call("i128::from", own)
        if source == t.LONG:
            return r.tried(r.call("long::to_int", own)) if target == t.INT else r.cast(own, "f64")
        if target == t.INT and source == t.BOOL:
            return r.call("i64::from", own)
        if target == t.FLOAT and source == t.BOOL:
            return r.call("f64::from", r.call("u8::from", own))
        if target == t.FLOAT and source == t.INT:
            return r.cast(own, "f64")
        if isinstance(target, t.NpScalar):
            return self._to_dtype(own, source, target)
        if isinstance(source, t.NpScalar):
            return self._from_dtype(own, source, target)
        raise AssertionError(f"no conversion from {source} to {target}")

    def _one_of(self, value: n.Expr, target: t.OneOf) -> R:
        """The number of a function among those of ``target``."""
        if isinstance(value.type, t.FunctionOf):
            return R(f"{target.functions.index(value.type.function)}_u8")
        assert isinstance(value.type, t.OneOf)
        places = ", ".join(str(target.functions.index(function)) for function in value.type.functions)
        return R(f"[{places}][usize::from({self.expr(value).text})]")

    def _optional_number(self, value: n.Expr, source: t.Type) -> R:
        own = self.expr(value)
        if source == t.INT:
            return r.tried(r.method(r.method(own, "map", R("Number::from_int")), "transpose"))
        if isinstance(source, t.Number):
            return own
        return r.method(own, "map", R("Number::from_float" if source == t.FLOAT else "Number::from_np"))

    def _to_number(self, own: R, source: t.Type) -> R:
        if source == t.INT:
            return r.tried(r.call("Number::from_int", own))
        if source == t.BOOL:
            return r.tried(r.call("Number::from_int", r.call("i64::from", own)))
        if source == t.FLOAT:
            return r.call("Number::from_float", own)
        if source == t.NpScalar("int64"):
            return r.tried(r.call("Number::from_np_int", own))
        return own if isinstance(source, t.Number) else r.call("Number::from_np", own)

    def _to_mixed(self, own: R, source: t.Type) -> R:
        if isinstance(source, t.Mixed):
            return own
        if source == t.NpScalar("complex128"):
            return r.call("Mixed::Np", own)
        real = source == t.COMPLEX or isinstance(source, t.Number)
        return r.call("Mixed::from", own if real else self._to_number(own, source))

    def _to_dtype(self, own: R, source: t.Type, target: t.NpScalar) -> R:
        kind = RUST_DTYPES[target.dtype]
        if source.rust == kind:
            return own
        if target.dtype == "bool":
            zero = "0.0" if source.rust in ("f32", "f64") else "0"
            return r.infix(own, "!=", R(zero))
        if source.rust == "bool":
            if target.dtype.startswith("float"):
                return r.call(f"{kind}::from", r.call("u8::from", own))
            return r.call(f"{kind}::from", own)
        if kind == "f64":
            return r.cast(own, "f64") if source.rust != "f32" else r.call("f64::from", own)
        return r.tried(r.call(f"np::cast_{kind}", own))

    def _from_dtype(self, own: R, source: t.NpScalar, target: t.Type) -> R:
        if source.rust == target.rust:
            return own
        if target == t.FLOAT:
            if source.dtype == "bool":
                return r.call("f64::from", r.call("u8::from", own))
            return r.cast(own, "f64") if "64" in source.dtype else r.call("f64::from", own)
        if target == t.INT:
            if source.dtype == "uint64":
                return r.tried(r.call("np::cast_i64", own))
            return r.call("i64::from", own)
        raise AssertionError(f"no conversion from {source} to {target}")
