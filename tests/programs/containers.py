"""The rules of dicts, sets, texts, instances of a class, and whole arrays."""

from __future__ import annotations

from tests.programs.rules import makes, states
from tests.programs.statements import augment, looping
from tests.programs.writer import Writer, parts, scalar

DICTS = ("dict[int, int]", "dict[str, int]", "dict[int, float]", "dict[str, float]")
SETS = ("set[int]", "set[str]")
ARRAYS = ("ndarray[float64, 1]", "ndarray[float64, 2]")

FAMILIES = frozenset({"dict", "set", "text", "class", "whole"})

CLASS = '''
class Track:
    """What programs make instances of."""

    def __init__(self, x, step):
        self.x = x
        self.step = step
        self.count = 0

    def move(self, by):
        self.x += self.step * by
        self.count += 1
        return self.x

    def far(self, limit):
        return abs(self.x) > limit
'''


# --- dicts ---


@states("dict", 1.2)
def bind_dict(w: Writer, depth: int) -> list[str] | None:
    kind = w.choose.pick(DICTS)
    key, value = parts(kind)
    name = w.fresh("d")
    lists = w.names(f"list[{key}]")
    if lists and w.choose.chance(0.4):
        x, source = w.fresh("x"), w.choose.pick(lists)
        with w.binding({x: key}):
            text = w.expr(value, depth)
        lines = [f"{name} = {{{x}: {text} for {x} in {source}}}"]
    else:
        count = w.choose.between(1, 3)
        lines = [f"{name} = {{{', '.join(f'{w.expr(key, 1)}: {w.expr(value, depth)}' for _ in range(count))}}}"]
    w.variables[name] = kind
    return lines


@states("dict", 2)
def change_dict(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name(*DICTS)
    if name is None or name in w.fixed:
        return None
    key, value = parts(w.variables[name])
    place = w.expr(key, 1)
    match w.choose.pick(("put", "put", "add", "pop", "delete", "setdefault", "move", "update")):
        case "put":
            return [f"{name}[{place}] = {w.expr(value, depth)}"]
        case "add":
            bound = w.fresh("k")
            w.variables[bound] = key
            w.fixed.add(bound)
            text = augment(w, f"{name}[{bound}]", value, 1)
            return [f"{bound} = {place}", f"if {bound} in {name}:", f"    {text}"]
        case "pop":
            return [f"{name}.pop({place}, {w.expr(value, 0)})"]
        case "delete":
            return [f"if {place} in {name}:", f"    del {name}[{place}]"]
        case "setdefault":
            return [f"{name}.setdefault({place}, {w.expr(value, depth)})"]
        case "move":
            bound = w.fresh("k")
            return [f"for {bound} in list({name})[:2]:", f"    {name}[{bound}] = {name}.pop({bound})"]
    other = w.pick_name(w.variables[name])
    return [f"{name}.update({other})"] if other and other != name else None


@states("dict", 1.2)
def loop_over_dict(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name(*DICTS)
    if name is None or w.loops >= 3 or w.depth > 3:
        return None
    key, value = parts(w.variables[name])
    k, v = w.fresh("k"), w.fresh("x")
    head, bound = w.choose.pick(
        (
            (f"for {k} in {name}", {k: key}),
            (f"for {v} in {name}.values()", {v: value}),
            (f"for {k}, {v} in {name}.items()", {k: key, v: value}),
            (f"for {k} in sorted({name})", {k: key}),
        )
    )
    return looping(w, head, bound, name)


@makes("int", "float", family="dict", weight=1.2)
def of_dict(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name(*(d for d in DICTS if parts(d)[1] == kind))
    if name is None:
        return f"len({found})" if kind == "int" and (found := w.pick_name(*DICTS, *SETS)) else None
    key = w.expr(parts(w.variables[name])[0], 1)
    return w.choose.pick(
        (
            f"{name}.get({key}, {w.expr(kind, 0)})",
            f"{name}[{key}]",
            f"sum({name}.values())" if kind == "int" else f"max({name}.values(), default=0.0)",
        )
    )


@makes("bool", family="dict", weight=0.7)
def key_of_dict(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name(*DICTS)
    return f"({w.expr(parts(w.variables[name])[0], 1)} in {name})" if name else None


@makes("list[int]", "list[float]", family="dict", weight=0.6)
def list_of_dict(w: Writer, kind: str, depth: int) -> str | None:
    held = kind[5:-1]
    name = w.pick_name(*(d for d in DICTS if parts(d)[1] == held))
    if name is not None:
        return f"list({name}.values())"
    name = w.pick_name(*(d for d in DICTS if parts(d)[0] == held))
    return f"sorted({name})" if name else None


# --- sets ---


@states("set", 1)
def bind_set(w: Writer, depth: int) -> list[str] | None:
    kind = w.choose.pick(SETS)
    inner, name = kind[4:-1], w.fresh("s")
    lists = w.names(f"list[{inner}]")
    source = f"set({w.choose.pick(lists)})" if lists and w.choose.chance(0.5) else f"{{{w.expr(inner, depth)}}}"
    w.variables[name] = kind
    return [f"{name} = {source}"]


@states("set", 1.5)
def change_set(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name(*SETS)
    if name is None or name in w.fixed:
        return None
    each = w.expr(w.variables[name][4:-1], depth)
    other = w.pick_name(w.variables[name])
    choices = [f"{name}.add({each})", f"{name}.add({each})", f"{name}.discard({each})"]
    choices += [f"{name}.update({other})", f"{name} = {name} | {other}", f"{name} = {name} - {other}"] if other else []
    return [w.choose.pick(tuple(choices))]


@makes("bool", family="set", weight=0.7)
def element_of_set(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name(*SETS)
    return f"({w.expr(w.variables[name][4:-1], 1)} in {name})" if name else None


@makes("list[int]", family="set", weight=0.4)
def list_of_set(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name("set[int]")
    return f"sorted({name})" if name else None


# --- texts ---


@makes("str", family="text", weight=1.5)
def text_method(w: Writer, kind: str, depth: int) -> str | None:
    base, other = w.expr("str", 0), w.expr("str", 0)
    at = w.choose.between(-3, 3)
    return w.choose.pick(
        (
            f"({base} + {other})",
            f"{base}[{at}:]",
            f"{base}[:{at}]",
            f"{base}[::-1]",
            f"{base}.upper()",
            f"{base}.lower()",
            f"{base}.strip()",
            f"{base}.replace({other}, {w.expr('str', 0)})",
            f"({base} * {w.choose.between(-1, 3)})",
            f"{other}.join([{base}, {w.expr('str', 0)}])",
        )
    )


@makes("bool", family="text", weight=0.5)
def text_test(w: Writer, kind: str, depth: int) -> str | None:
    base, other = w.expr("str", 1), w.expr("str", 0)
    tests = (f"({other} in {base})", f"{base}.startswith({other})", f"{base}.endswith({other})", f"{base}.isdigit()")
    return w.choose.pick((*tests, f"({base} < {other})", f"({base} == {other})"))


@makes("int", family="text", weight=0.5)
def text_number(w: Writer, kind: str, depth: int) -> str | None:
    base, other = w.expr("str", 1), w.expr("str", 0)
    return w.choose.pick((f"len({base})", f"{base}.find({other})", f"{base}.count({other})", f"len({base}.split())"))


# --- instances ---


@states("class", 0.8)
def bind_instance(w: Writer, depth: int) -> list[str]:
    name = w.fresh("t")
    lines = [f"{name} = Track({w.expr('float', depth)}, {w.expr('float', 1)})"]
    w.variables[name] = "Track"
    return lines


@states("class", 1)
def change_instance(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name("Track")
    if name is None:
        return None
    by = w.expr("float", depth)
    return [w.choose.pick((f"{name}.move({by})", f"{name}.x = {by}", f"{name}.count += 1", f"{name}.step *= {by}"))]


@makes("float", family="class", weight=0.8)
def attribute(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name("Track")
    return w.choose.pick((f"{name}.x", f"{name}.step", f"{name}.move({w.expr('float', 0)})")) if name else None


@makes("bool", family="class", weight=0.4)
def asked(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name("Track")
    return f"{name}.far({w.expr('float', 0)})" if name else None


# --- whole arrays ---


@makes("float", family="whole", weight=0.8)
def reduced(w: Writer, kind: str, depth: int) -> str | None:
    text = _whole(w, depth)
    return f"float({text}.{w.choose.pick(('sum', 'max', 'min', 'mean'))}())" if text else None


@states("whole", 0.8)
def bind_whole(w: Writer, depth: int) -> list[str] | None:
    name, text = w.fresh("a"), _whole(w, depth)
    if text is None:
        return None
    w.variables[name] = "ndarray[float64, 1]"
    return [f"{name} = {text}"]


@states("whole", 0.5)
def change_whole(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name(*ARRAYS)
    if name is None:
        return None
    value = w.choose.pick((w.expr("float", 1), "2.5"))
    return [w.choose.pick((f"{name} += {value}", f"{name}[1:] = {value}", f"{name}[{name} > {value}] = 0.5"))]


def _whole(w: Writer, depth: int) -> str | None:
    """An expression of the type ``ndarray[float64, 1]``."""
    name = w.pick_name("ndarray[float64, 1]")
    if name is None:
        return None
    assert scalar(w.variables[name]) == "np.float64"
    value = w.choose.pick(("2.0", "0.5", w.expr("float", 1)))
    return w.choose.pick(
        (
            f"({name} * {value})",
            f"({name} + {name})",
            f"({name}[1:] - {name}[:-1])",
            f"np.abs({name})",
            f"np.where({name} > {value}, {name}, 0.5)",
            f"{name}[::-1].copy()",
            f"np.maximum({name}, {value})",
        )
    )
