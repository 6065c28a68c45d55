"""The rules of statements."""

from __future__ import annotations

from tests.programs.expressions import call_text, index, small
from tests.programs.rules import states
from tests.programs.writer import Writer, element, parts

SCALARS = ("int", "float", "bool", "str")
VALUES = (
    *SCALARS,
    "int",
    "float",
    "int",
    "float",
    "list[int]",
    "list[float]",
    "list[bool]",
    "list[list[float]]",
    "list[tuple[int, float]]",
    "tuple[int, int]",
    "tuple[int, float]",
    "tuple[float, float, bool]",
    "list[list[int]]",
)


@states("base", 3)
def bind(w: Writer, depth: int) -> list[str]:
    kind = w.choose.pick(VALUES)
    text = w.expr(kind, depth)
    name = w.fresh()
    w.variables[name] = kind
    if kind.startswith("list["):
        text = owned(w, text, kind)
    return [f"{name} = {text}"]


def owned(w: Writer, text: str, kind: str) -> str:
    """A list that is bound to a second name is an alias: mostly copied, sometimes on purpose not."""
    if text.isidentifier() and not (w.on("alias") and w.choose.chance(0.3)):
        return f"{text}[:]" if not element(kind).startswith("list[") else f"[r[:] for r in {text}]"
    if text.endswith("]") and text[0].isalpha() and kind in ("list[int]", "list[float]") and not w.on("alias"):
        return f"{text}[:]"
    return text


@states("rebind", 2)
def bind_again(w: Writer, depth: int) -> list[str] | None:
    names = w.free("int", "float", "bool", "str", "tuple[int, float]")
    if not names:
        return None
    name = w.choose.pick(names)
    return [f"{name} = {w.expr(w.variables[name], depth)}"]


@states("rebind", 0.6)
def bind_list_again(w: Writer, depth: int) -> list[str] | None:
    names = w.free("list[int]", "list[float]", "list[bool]")
    if not names:
        return None
    name = w.choose.pick(names)
    return [f"{name} = {owned(w, w.expr(w.variables[name], depth), w.variables[name])}"]


@states("widen", 0.5)
def bind_wider(w: Writer, depth: int) -> list[str] | None:
    """An int in a variable of floats: it must keep knowing which it is."""
    names = w.free("float")
    if not names:
        return None
    return [f"{w.choose.pick(names)} = {w.expr('int', depth)}"]


@states("widen", 0.4)
def bind_none(w: Writer, depth: int) -> list[str] | None:
    """A variable that is None at first."""
    kind = w.choose.pick(("int", "float"))
    name, again = w.fresh("o"), w.expr("bool", depth)
    value = w.expr(kind, depth)
    lines = [f"{name} = None", f"if {again}:", f"    {name} = {value}"]
    test = w.choose.pick((f"{name} is None", f"{name} is not None"))
    first, second = (w.expr(kind, 0), name) if "not" not in test else (name, w.expr(kind, 0))
    w.variables[name + "_"] = kind
    return [*lines, f"{name}_ = {first} if {test} else {second}"]


@states("augmented", 2.5)
def augmented(w: Writer, depth: int) -> list[str] | None:
    names = w.free("int", "float")
    if not names:
        return None
    name = w.choose.pick(names)
    return [augment(w, name, w.variables[name], depth)]


def augment(w: Writer, place: str, kind: str, depth: int) -> str:
    if kind == "int":
        operator = w.choose.pick(("+=", "-=", "*=", "//=", "%=", "&=", "|=", "^=", ">>=", "<<="))
        if operator in (">>=", "<<="):
            return f"{place} {operator} {w.choose.between(0, 5)}"
        if operator in ("//=", "%="):
            return f"{place} {operator} abs({w.expr('int', depth)}) + 1"
        return f"{place} {operator} {w.expr('int', depth)}"
    operator = w.choose.pick(("+=", "-=", "*=", "/=", "%=", "**="))
    if operator == "**=":
        return f"{place} **= 2"
    right = w.expr(w.choose.pick(("float", "float", "int")), depth)
    return f"{place} {operator} " + (f"abs({right}) + 0.5" if operator in ("/=", "%=") else right)


@states("parallel", 1)
def parallel(w: Writer, depth: int) -> list[str] | None:
    kind = w.choose.pick(("int", "float", "list[int]", "list[float]"))
    names = w.free(kind)
    if len(names) < 2:
        return None
    a, b = w.choose.pick(names), w.choose.pick(names)
    if kind.startswith("list") or w.choose.chance(0.5):
        return [f"{a}, {b} = {b}, {a}"] if a != b else None
    return [f"{a}, {b} = {w.expr(kind, depth)}, {w.expr(kind, depth)}"]


@states("chainassign", 0.5)
def chain_assign(w: Writer, depth: int) -> list[str]:
    kind = w.choose.pick(("int", "float", "bool"))
    a, b = w.fresh(), w.fresh()
    text = w.expr(kind, depth)
    w.variables[a] = w.variables[b] = kind
    return [f"{a} = {b} = {text}"]


@states("tuple", 0.8)
def unpack(w: Writer, depth: int) -> list[str] | None:
    kind = w.choose.pick(("tuple[int, int]", "tuple[int, float]", "tuple[float, float, bool]"))
    text = w.expr(kind, depth)
    names = [w.fresh() for _ in parts(kind)]
    w.variables.update(zip(names, parts(kind), strict=True))
    return [f"{', '.join(names)} = {text}"]


@states("divmod", 0.4)
def divided(w: Writer, depth: int) -> list[str] | None:
    kind = w.choose.pick(("int", "float"))
    text = f"divmod({w.expr(kind, depth)}, abs({w.expr(kind, depth)}) + 1)"
    a, b = w.fresh(), w.fresh()
    w.variables[a] = w.variables[b] = kind
    return [f"{a}, {b} = {text}"]


@states("store", 2)
def store(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name("list[int]", "list[float]", "list[bool]")
    if name is None:
        return None
    kind = element(w.variables[name])
    place = f"{name}[{index(w, name, 1)}]"
    if kind != "bool" and w.choose.chance(0.4):
        return [augment(w, place, kind, depth)]
    return [f"{place} = {w.expr(kind, depth)}"]


@states("store", 1)
def store_in_row(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name("list[list[int]]", "list[list[float]]")
    if name is None:
        return None
    kind = element(element(w.variables[name]))
    row = index(w, name, 0)
    place = f"{name}[{row}][{index(w, f'{name}[{row}]', 0)}]"
    return [augment(w, place, kind, 1) if w.choose.chance(0.4) else f"{place} = {w.expr(kind, depth)}"]


@states("swap", 0.7)
def swap_items(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name("list[int]", "list[float]")
    if name is None:
        return None
    a, b = f"{name}[{index(w, name, 0)}]", f"{name}[{index(w, name, 0)}]"
    if w.choose.chance(0.3):
        other = w.free("int") if w.variables[name] == "list[int]" else w.free("float")
        if other:
            b = w.choose.pick(other)
    return [f"{a}, {b} = {b}, {a}"]


@states("grow", 1.5)
def grow(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name("list[int]", "list[float]", "list[bool]", "list[tuple[int, float]]", "list[list[int]]")
    if name is None or (name in w.fixed and not w.choose.chance(0.1)):
        return None
    kind = element(w.variables[name])
    how = w.choose.pick(("append", "append", "insert", "extend", "+="))
    if how == "append":
        value = w.expr(kind, depth)
        return [f"{name}.append({owned(w, value, kind) if kind.startswith('list') else value})"]
    if how == "insert":
        return [f"{name}.insert({w.expr('int', 0)}, {w.expr(kind, depth)})"] if not kind.startswith("list") else None
    if kind not in ("int", "float"):
        return None
    more = w.expr(f"list[{kind}]", 1)
    return [f"{name}.extend(({more})[:3])" if how == "extend" else f"{name} += ({more})[:3]"]


@states("shrink", 0.6)
def shrink(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name("list[int]", "list[float]", "list[bool]")
    if name is None or name in w.fixed:
        return None
    how = w.choose.pick(("pop()", "reverse()", "sort()", "clear()", "pop(0)"))
    return [f"if {name}:", f"    {name}.{how}"] if how.startswith("pop") else [f"{name}.{how}"]


@states("rows", 0.7)
def row_alias(w: Writer, depth: int) -> list[str] | None:
    """``row = grid[i]``, then the row is written."""
    name = w.pick_name("list[list[int]]", "list[list[float]]")
    if name is None:
        return None
    row = w.fresh("row")
    kind = element(w.variables[name])
    lines = [f"{row} = {name}[{index(w, name, 0)}]"]
    w.variables[row] = kind
    w.fixed.add(row)
    if w.choose.chance(0.7):
        lines.append(f"{row}[{index(w, row, 0)}] = {w.expr(element(kind), depth)}")
    return lines


@states("alias", 0.4)
def alias(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name("list[int]", "list[float]")
    if name is None:
        return None
    other = w.fresh()
    w.variables[other] = w.variables[name]
    return [f"{other} = {name}"]


@states("array", 2)
def store_in_array(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name("ndarray[float64, 1]", "ndarray[int64, 1]", "ndarray[int32, 1]", "ndarray[uint8, 1]")
    if name is None:
        return None
    kind = "float" if "float" in w.variables[name] else "int"
    place = f"{name}[{index(w, name, 0)}]"
    if kind == "float" and w.choose.chance(0.4):
        return [f"{place} {w.choose.pick(('+=', '-=', '*='))} {w.expr('float', depth)}"]
    value = w.expr(kind, depth)
    return [f"{place} = {value}" if kind == "float" else f"{place} = ({value}) % 100"]


@states("array", 1)
def store_in_grid(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name("ndarray[float64, 2]")
    if name is None:
        return None
    return [
        f"{name}[{index(w, name, 0)}, {w.choose.pick(('0', '-1', '1'))}] {w.choose.pick(('=', '+='))} {w.expr('float', depth)}"
    ]


@states("array", 0.6)
def new_array(w: Writer, depth: int) -> list[str]:
    name = w.fresh("a")
    if w.choose.chance(0.3):
        text, kind = f"np.zeros(({small(w, 0)}, {w.choose.between(1, 3)}))", "ndarray[float64, 2]"
    elif w.choose.chance(0.3):
        text, kind = f"np.full({small(w, 0)}, {w.expr('float', 1)})", "ndarray[float64, 1]"
    else:
        text, kind = f"np.{w.choose.pick(('zeros', 'ones'))}({small(w, 0)})", "ndarray[float64, 1]"
    w.variables[name] = kind
    return [f"{name} = {text}"]


@states("npscalar", 0.7)
def bind_np(w: Writer, depth: int) -> list[str] | None:
    if not w.names("ndarray[float64, 1]", "np.float64"):
        return None
    text = w.expr("np.float64", depth)
    name = w.fresh("q")
    w.variables[name] = "np.float64"
    return [f"{name} = {text}"]


# --- control flow ---


@states("if", 3)
def branch(w: Writer, depth: int) -> list[str] | None:
    if w.depth > 3:
        return None
    lines = [f"if {w.expr('bool', depth)}:"]
    with w.inner():
        lines += w.block()
    if w.choose.chance(0.25):
        lines.append(f"elif {w.expr('bool', depth)}:")
        with w.inner():
            lines += w.block(2)
    if w.choose.chance(0.4):
        lines.append("else:")
        with w.inner():
            lines += w.block(2)
    return lines


@states("for", 2.5)
def loop(w: Writer, depth: int) -> list[str] | None:
    if w.loops >= 3:
        return None
    head, bound, walked = loop_head(w)
    if head is None:
        return None
    return looping(w, head, bound, walked)


def loop_head(w: Writer) -> tuple[str | None, dict[str, str], str]:
    """``for … in …``, what it binds, and the list it walks over."""
    how = w.choose.pick(
        (
            "range",
            "range",
            "range2",
            "each",
            "each",
            "enumerate",
            "zip",
            "reversed",
            "rows",
            "array",
            "text",
            "pairs",
            "display",
        )
    )
    i = w.fresh("i")
    match how:
        case "range":
            return f"for {i} in range({small(w, 1)})", {i: "int"}, ""
        case "range2":
            start, step = w.choose.between(-2, 4), w.choose.pick(("", ", 1", ", 2", ", -1", ", -3"))
            ends = (f"{start}, {small(w, 1)}", f"{small(w, 1)}, {start}")
            return f"for {i} in range({ends[step.startswith(', -')]}{step})", {i: "int"}, ""
        case "text":
            name = w.pick_name("str")
            x = w.fresh("x")
            return (f"for {x} in {name}", {x: "str"}, name) if name else (None, {}, "")
        case "display":
            x = w.fresh("x")
            return f"for {x} in ({w.expr('int', 1)}, {w.expr('int', 1)})", {x: "int"}, ""
        case "array":
            name = w.pick_name("ndarray[float64, 1]")
            x = w.fresh("x")
            return (f"for {x} in {name}", {x: "np.float64"}, name) if name else (None, {}, "")
        case "pairs":
            name = w.pick_name("list[tuple[int, float]]")
            x, y = w.fresh("x"), w.fresh("x")
            return (f"for {x}, {y} in {name}", {x: "int", y: "float"}, name) if name else (None, {}, "")
    of = ("list[list[int]]", "list[list[float]]") if how == "rows" else ("list[int]", "list[float]", "list[bool]")
    name = w.pick_name(*of)
    if name is None:
        return None, {}, ""
    x, kind = w.fresh("x"), element(w.variables[name])
    if how == "enumerate":
        start = w.choose.pick(("", "", ", 1", ", start=2"))
        return f"for {i}, {x} in enumerate({name}{start})", {i: "int", x: kind}, name
    if how == "reversed":
        return f"for {x} in reversed({name})", {x: kind}, name
    if how == "zip":
        other = w.pick_name("list[int]", "list[float]")
        y = w.fresh("x")
        return (
            (f"for {x}, {y} in zip({name}, {other})", {x: kind, y: element(w.variables[other])}, name)
            if other
            else (None, {}, "")
        )
    return f"for {x} in {name}", {x: kind}, name


def looping(w: Writer, head: str, bound: dict[str, str], walked: str) -> list[str]:
    """The lines of a loop with this head."""
    lines = [f"{head}:"]
    outer, w.breakable = w.breakable, True
    w.loops += 1
    kept = set(w.fixed)
    with w.inner():
        w.variables.update(bound)
        w.fixed |= {walked} if walked else set()
        if not w.choose.chance(0.1):
            w.fixed |= set(bound)
        lines += w.block(4)
    w.fixed = kept
    w.loops -= 1
    w.breakable = outer
    if w.on("loopelse") and w.choose.chance(0.2):
        lines.append("else:")
        with w.inner():
            lines += w.block(1)
    return lines


@states("while", 1)
def loop_with_fuel(w: Writer, depth: int) -> list[str] | None:
    if w.loops >= 3:
        return None
    fuel = w.fresh("fuel")
    w.variables[fuel] = "int"
    w.fixed.add(fuel)
    first = f"{fuel} = {w.choose.between(1, 8)}"
    if w.choose.chance(0.3):
        lines = looping(w, "while True", {}, "")
        return [first, lines[0], f"    {fuel} -= 1", f"    if {fuel} < 0:", "        break", *lines[1:]]
    lines = looping(w, f"while {fuel} > 0 and {w.expr('bool', depth)}", {}, "")
    return [first, lines[0], f"    {fuel} -= 1", *lines[1:]]


@states("break", 0.8)
def leave_loop(w: Writer, depth: int) -> list[str] | None:
    if not w.breakable or not w.loops:
        return None
    return [f"if {w.expr('bool', depth)}:", f"    {w.choose.pick(('break', 'continue'))}"]


@states("return", 0.4)
def early_return(w: Writer, depth: int) -> list[str] | None:
    if not w.returns or not (w.depth or w.loops):
        return None
    return [f"if {w.expr('bool', depth)}:", f"    return {w.expr(w.returns, depth)}"]


@states("raise", 0.25)
def raising(w: Writer, depth: int) -> list[str]:
    if w.choose.chance(0.5):
        return [f"assert {w.expr('bool', depth)} or {w.expr('bool', depth)}, 'no'"]
    return [f"if {w.expr('bool', depth)} and {w.expr('bool', depth)}:", f"    raise ValueError({w.expr('int', 0)})"]


@states("call", 1)
def call_for_effect(w: Writer, depth: int) -> list[str] | None:
    if not w.helpers:
        return None
    helper = w.choose.pick(w.helpers)
    text = call_text(w, helper, depth)
    if text is None:
        return None
    if w.choose.chance(0.4):
        return [text]
    name = w.fresh()
    w.variables[name] = helper.returns
    return [f"{name} = {text}"]


# --- try, inner functions, deletion ---


@states("try", 0.8)
def attempt(w: Writer, depth: int) -> list[str] | None:
    if w.depth > 2:
        return None
    lines = ["try:"]
    with w.inner():
        lines += w.block(2)
    lines.append(
        f"except {w.choose.pick(('ZeroDivisionError', 'IndexError', '(ValueError, TypeError)', 'Exception'))}:"
    )
    with w.inner():
        lines += w.block(1)
    if w.choose.chance(0.3):
        lines.append("else:")
        with w.inner():
            lines += w.block(1)
    if w.choose.chance(0.3):
        lines.append("finally:")
        before, w.breakable = w.breakable, False
        with w.inner():
            lines += w.block(1)
        w.breakable = before
    return lines


@states("inner", 0.7)
def inner_function(w: Writer, depth: int) -> list[str] | None:
    """A function inside, which reads variables around it; then a call."""
    if w.depth or w.loops:
        return None
    name, kind = w.fresh("f"), w.choose.pick(("int", "float"))
    x, result, of = w.fresh("x"), w.fresh(), w.choose.pick(("int", "float"))
    with w.binding({x: of}):
        body = w.expr(kind, depth)
    if w.choose.chance(0.4):
        lines = [f"{name} = lambda {x}: {body}"]
    else:
        lines = [f"def {name}({x}):", f"    return {body}"]
    text = f"{name}({w.expr(of, depth)})"
    w.variables[result] = kind
    return [*lines, f"{result} = {text}"]


@states("delete", 0.6)
def deletion(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name("list[int]", "list[float]", "list[bool]")
    if name is None or name in w.fixed:
        return None
    how = w.choose.between(0, 2)
    if how == 0:
        return [f"del {name}[{index(w, name, 0)}]"]
    if how == 1:
        return [f"del {name}[{w.choose.pick(('', '1', '-2'))}:{w.choose.pick(('1', '2', '-1'))}]"]
    more = w.expr(w.variables[name], 1)
    return [f"{name}[{w.choose.pick(('', '1', '-2'))}:{w.choose.pick(('1', '2', '-1'))}] = ({more})[:3]"]


@states("isinstance", 0.4)
def by_type(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name("int", "float", "bool", "list[int]", "str")
    if name is None:
        return None
    test = f"isinstance({name}, {w.choose.pick(('int', 'float', '(int, float)', 'bool', 'str', 'list'))})"
    lines = [f"if {w.choose.pick(('', 'not '))}{test}:"]
    with w.inner():
        lines += w.block(1)
    lines.append("else:")
    with w.inner():
        lines += w.block(1)
    return lines


@states("raisetext", 0.3)
def raise_with_text(w: Writer, depth: int) -> list[str]:
    name = w.pick_name("int", "float", "list[int]") or "K"
    return [f"if {w.expr('bool', depth)} and {w.expr('bool', depth)}:", f'    raise ValueError(f"odd: {{{name}}}")']


@states("unpackplace", 0.5)
def unpack_into_places(w: Writer, depth: int) -> list[str] | None:
    kind = w.choose.pick(("tuple[int, int]", "tuple[int, float]"))
    text = w.expr(kind, depth)
    places = []
    for part in parts(kind):
        lists, free = w.names(f"list[{part}]"), w.free(part)
        if lists and w.choose.chance(0.6):
            name = w.choose.pick(lists)
            places.append(f"{name}[{index(w, name, 0)}]")
        elif free:
            places.append(w.choose.pick(free))
        else:
            return None
    return [f"{', '.join(places)} = {text}"] if len(set(places)) == len(places) else None


@states("random", 0.3)
def shuffled(w: Writer, depth: int) -> list[str] | None:
    name = w.pick_name("list[int]", "list[float]")
    if name is None or name in w.fixed:
        return None
    return [f"random.{w.choose.pick(('shuffle(' + name + ')', 'seed(' + str(w.choose.between(0, 9)) + ')'))}"]
