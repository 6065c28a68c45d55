"""The rules of expressions. Each returns text that is bracketed enough to stand anywhere."""

from __future__ import annotations

from tests.programs.rules import makes
from tests.programs.writer import Writer, element, parts

ARRAYS_1 = (
    "ndarray[float64, 1]",
    "ndarray[int64, 1]",
    "ndarray[int32, 1]",
    "ndarray[uint8, 1]",
    "ndarray[bool, 1]",
    "ndarray[float32, 1]",
)
ARRAYS_2 = ("ndarray[float64, 2]", "ndarray[int64, 2]")
SEQUENCES = (
    "list[int]",
    "list[float]",
    "list[bool]",
    "list[str]",
    "list[list[int]]",
    "list[list[float]]",
    "list[tuple[int, float]]",
)
COMPARE = ("<", "<=", ">", ">=", "==", "!=")


# --- every type ---


@makes("*", family="base", weight=6, leaf=True)
def variable(w: Writer, kind: str, depth: int) -> str | None:
    return w.pick_name(kind)


@makes("bool", family="base", weight=0.3, leaf=True)
@makes("int", "float", "str", family="base", weight=1.5, leaf=True)
def literal(w: Writer, kind: str, depth: int) -> str | None:
    return w.constant(kind)


@makes("*", family="maybe", weight=0.05, leaf=True)
def perhaps_unbound(w: Writer, kind: str, depth: int) -> str | None:
    names = [n for n, t in w.maybe.items() if t == kind and n not in w.variables]
    return w.choose.pick(names) if names else None


@makes("*", family="global", weight=0.5, leaf=True)
def of_module(w: Writer, kind: str, depth: int) -> str | None:
    names = [n for n, t in w.globals.items() if t == kind]
    return w.choose.pick(names) if names else None


@makes("int", "float", "bool", "str", "tuple[int, int]", "tuple[int, float]", family="cond", weight=0.7)
def conditional(w: Writer, kind: str, depth: int) -> str | None:
    return f"({w.expr(kind, depth)} if {w.expr('bool', depth)} else {w.expr(kind, depth)})"


@makes("int", "float", "str", family="logic", weight=0.3)
def operand_of_logic(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name(kind)
    return f"({name} {w.choose.pick(('or', 'and'))} {w.expr(kind, depth)})" if name else None


@makes("int", "float", "bool", "str", "list[int]", "list[float]", "tuple[int, float]", family="index", weight=2)
def item(w: Writer, kind: str, depth: int) -> str | None:
    base = w.pick_name(f"list[{kind}]")
    return f"{base}[{index(w, base, depth)}]" if base else None


@makes("int", "float", family="index", weight=1.5)
def item_of_row(w: Writer, kind: str, depth: int) -> str | None:
    base = w.pick_name(f"list[list[{kind}]]")
    if base is None:
        return None
    row = index(w, base, depth)
    return f"{base}[{row}][{index(w, f'{base}[{row}]', depth)}]"


@makes("int", family="mask", weight=1.5)
def masked(w: Writer, kind: str, depth: int) -> str | None:
    """Arithmetic of which only the low bits are kept; the wider masks make longs."""
    left, right = w.expr(kind, depth), w.expr(kind, depth)
    how = w.choose.pick(("{0} * {1}", "{0} + {1}", "{0} - {1}", "{0} * {1} + {0}", "{0} ^ ({1} << 13)", "-{0}", "~{0}"))
    value = f"({how.format(left, right)})"
    ends = ("& 255", "& 0xFFFFFFFF", "% 2**32", "& 0x7FFFFFFFFFFFFFFF", "& 0xFFFFFFFFFFFFFFFF", "% 2**64", "% 1000003")
    return f"({value} {w.choose.pick(ends)})"


def index(w: Writer, base: str, depth: int) -> str:
    """An index that mostly fits."""
    loops = [n for n in w.names("int") if n[0] in "ij"]
    how = w.choose.between(0, 9)
    if how < 4 and loops:
        name = w.choose.pick(loops)
        return name if w.choose.chance(0.7) else f"{name} {w.choose.pick(('-', '+'))} 1"
    if how < 6:
        return str(w.choose.pick((0, -1, 1, -2)))
    if how < 9:
        return f"({w.expr('int', depth)}) % len({base})"
    return w.expr("int", depth)


@makes("int", "float", "bool", family="tuple", weight=1)
def item_of_tuple(w: Writer, kind: str, depth: int) -> str | None:
    found = [
        (n, i) for n, t in w.variables.items() if t.startswith("tuple[") for i, p in enumerate(parts(t)) if p == kind
    ]
    if not found:
        return None
    name, place = w.choose.pick(found)
    return f"{name}[{place}]"


@makes("tuple[int, int]", "tuple[int, float]", "tuple[float, float, bool]", family="tuple", weight=3, leaf=True)
def tuple_display(w: Writer, kind: str, depth: int) -> str | None:
    return f"({', '.join(w.expr(p, depth) for p in parts(kind))})"


@makes("*", family="call", weight=1)
def call(w: Writer, kind: str, depth: int) -> str | None:
    fitting = [h for h in w.helpers if h.returns == kind]
    return call_text(w, w.choose.pick(fitting), depth) if fitting else None


def call_text(w: Writer, helper, depth: int) -> str | None:
    args = []
    for place, kind in enumerate(helper.params):
        last = place == len(helper.params) - 1
        if last and helper.keyword:
            how = w.choose.between(0, 2)
            if how == 0:
                continue
            args.append(f"{helper.keyword}={w.expr(kind, depth)}" if how == 1 else w.expr(kind, depth))
        elif kind.startswith(("ndarray", "list")):
            name = w.pick_name(kind)
            if name is None:
                return None
            args.append(name)
        else:
            args.append(w.expr(kind, depth))
    return f"{helper.name}({', '.join(args)})"


# --- int ---


@makes("int", family="int", weight=4)
def int_arithmetic(w: Writer, kind: str, depth: int) -> str | None:
    return f"({w.expr('int', depth)} {w.choose.pick(('+', '-', '*'))} {w.expr('int', depth)})"


@makes("int", family="division", weight=1)
def int_division(w: Writer, kind: str, depth: int) -> str | None:
    return f"({w.expr('int', depth)} {w.choose.pick(('//', '%'))} {divisor(w, 'int', depth)})"


def divisor(w: Writer, kind: str, depth: int) -> str:
    """Mostly not zero."""
    how = w.choose.between(0, 9)
    if how < 5:
        return str(w.choose.pick((2, 3, -2, 7, 10))) if kind == "int" else str(w.choose.pick((2.0, 0.5, -3.0, 10.0)))
    if how < 8:
        return f"(abs({w.expr(kind, depth)}) + 1)"
    return w.expr(kind, depth)


@makes("int", family="bits", weight=1)
def bits(w: Writer, kind: str, depth: int) -> str | None:
    return f"({w.expr('int', depth)} {w.choose.pick(('&', '|', '^'))} {w.expr('int', depth)})"


@makes("int", family="bits", weight=0.6)
def shift(w: Writer, kind: str, depth: int) -> str | None:
    count = w.choose.pick((1, 2, 3, 8, 31, 63, 64)) if w.choose.chance(0.6) else f"({w.expr('int', depth)} % 70)"
    return f"({w.expr('int', depth)} {w.choose.pick(('<<', '>>'))} {count})"


@makes("int", family="power", weight=0.5)
def int_power(w: Writer, kind: str, depth: int) -> str | None:
    exponent = w.choose.pick((2, 3, 0, 1, 5)) if w.choose.chance(0.7) else f"({w.expr('int', depth)} % 5)"
    return f"({w.expr('int', depth)} ** {exponent})"


@makes("int", "float", family="unary", weight=1)
def unary(w: Writer, kind: str, depth: int) -> str | None:
    signs = ("-", "abs", "+", "~") if kind == "int" else ("-", "abs", "+")
    sign = w.choose.pick(signs)
    inner = w.expr(kind, depth)
    return f"abs({inner})" if sign == "abs" else f"({sign}{inner})"


@makes("int", "float", family="minmax", weight=1)
def minmax(w: Writer, kind: str, depth: int) -> str | None:
    args = [w.expr(kind, depth) for _ in range(w.choose.between(2, 3))]
    return f"{w.choose.pick(('min', 'max'))}({', '.join(args)})"


@makes("int", family="len", weight=1, leaf=True)
def length(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name(*SEQUENCES, "str", *ARRAYS_1, *ARRAYS_2)
    return f"len({name})" if name else None


@makes("int", family="convert", weight=1)
def to_int(w: Writer, kind: str, depth: int) -> str | None:
    how = w.choose.pick(("int", "round", "math.floor", "math.ceil", "math.trunc", "bool"))
    if how == "bool":
        return f"int({w.expr('bool', depth)})"
    return f"{how}({w.expr('float', depth)})"


@makes("int", family="mathint", weight=0.5)
def math_int(w: Writer, kind: str, depth: int) -> str | None:
    how = w.choose.pick(("gcd", "lcm", "isqrt", "comb", "factorial", "perm"))
    if how == "isqrt":
        return f"math.isqrt(abs({w.expr('int', depth)}))"
    if how == "factorial":
        return f"math.factorial({w.expr('int', depth)} % 12)"
    if how in ("comb", "perm"):
        return f"math.{how}({w.expr('int', depth)} % 12, {w.expr('int', depth)} % 9)"
    return f"math.{how}({w.expr('int', depth)}, {w.expr('int', depth)})"


@makes("int", "float", family="aggregate", weight=1)
def aggregate(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name(f"list[{kind}]")
    if name is None:
        return None
    how = w.choose.pick(("sum", "max", "min"))
    return f"({name}[0] + sum({name}))" if how == "sum" and kind == "float" else f"{how}({name})"


@makes("int", family="search", weight=0.6)
def search(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name("list[int]", "list[bool]")
    if name is None:
        return None
    of = element(w.variables[name])
    return f"{name}.{w.choose.pick(('count', 'index'))}({w.expr(of, depth)})"


@makes("int", "float", "list[int]", "list[float]", family="pop", weight=0.3)
def popped(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name(f"list[{kind}]")
    if name is None or name in w.fixed:
        return None
    place = w.choose.pick(("", "", "0", "-1", w.expr("int", 0)))
    return f"{name}.pop({place})"


@makes("int", "float", family="genexp", weight=1)
def generated(w: Writer, kind: str, depth: int) -> str | None:
    how = w.choose.pick(("sum", "sum", "max", "min"))
    clause, bound = clauses(w, depth)
    if clause is None:
        return None
    with w.binding(bound):
        value = "1" if how == "sum" and kind == "int" and w.choose.chance(0.3) else w.expr(kind, depth)
        test = f" if {w.expr('bool', depth)}" if w.choose.chance(0.4) else ""
    text = f"{how}({value} {clause}{test})"
    return f"(0.0 + {text})" if how == "sum" and kind == "float" else text


def clauses(w: Writer, depth: int) -> tuple[str | None, dict[str, str]]:
    """``for x in xs`` of a comprehension, and what it binds."""
    with w.binding({}):
        return _clauses(w, depth)


def _clauses(w: Writer, depth: int) -> tuple[str | None, dict[str, str]]:
    how = w.choose.between(0, 5)
    base = w.pick_name(
        "list[int]", "list[float]", "list[list[int]]", "list[list[float]]", "list[bool]", "ndarray[float64, 1]"
    )
    name = w.fresh("x")
    if how < 2 or base is None or (w.variables[base].startswith("ndarray") and how > 3):
        return f"for {name} in range({small(w, depth)})", {name: "int"}
    kind = w.variables[base]
    inner = "np.float64" if kind.startswith("ndarray") else element(kind)
    if how < 4:
        return f"for {name} in {base}", {name: inner}
    place = w.fresh("i")
    if how == 4:
        return f"for {place}, {name} in enumerate({base})", {place: "int", name: inner}
    other = w.pick_name("list[int]", "list[float]")
    if other is None:
        return None, {}
    return f"for {name}, {place} in zip({base}, {other})", {name: inner, place: element(w.variables[other])}


def small(w: Writer, depth: int) -> str:
    """A count that lets no loop run long."""
    how = w.choose.between(0, 3)
    name = w.pick_name(*SEQUENCES, *ARRAYS_1)
    if how == 0 and name:
        return f"len({name})"
    if how == 1:
        return f"(({w.expr('int', depth)}) % 6)"
    return str(w.choose.between(0, 5))


# --- float ---


@makes("float", family="float", weight=4)
def float_arithmetic(w: Writer, kind: str, depth: int) -> str | None:
    return f"({w.expr('float', depth)} {w.choose.pick(('+', '-', '*'))} {w.expr('float', depth)})"


@makes("float", family="mixed", weight=1.5)
def mixed_arithmetic(w: Writer, kind: str, depth: int) -> str | None:
    sides = ["float", "int"] if w.choose.chance(0.5) else ["int", "float"]
    return f"({w.expr(sides[0], depth)} {w.choose.pick(('+', '-', '*'))} {w.expr(sides[1], depth)})"


@makes("float", family="division", weight=1.5)
def true_division(w: Writer, kind: str, depth: int) -> str | None:
    a, b = w.choose.pick((("float", "float"), ("int", "int"), ("float", "int"), ("int", "float")))
    return f"({w.expr(a, depth)} / {divisor(w, b, depth)})"


@makes("float", family="division", weight=0.6)
def float_floor(w: Writer, kind: str, depth: int) -> str | None:
    a = w.choose.pick(("float", "int"))
    return f"({w.expr(a, depth)} {w.choose.pick(('//', '%'))} {divisor(w, 'float', depth)})"


@makes("float", family="power", weight=0.8)
def float_power(w: Writer, kind: str, depth: int) -> str | None:
    how = w.choose.between(0, 3)
    if how < 2:
        return f"({w.expr('float', depth)} ** {w.choose.pick((2, 3, 2.0, -1, 1))})"
    if how == 2:
        return f"(abs({w.expr('float', depth)}) ** {w.choose.pick((0.5, 1.5, -0.5))})"
    return f"({w.expr('float', depth)} ** {w.expr('float', depth)})"


@makes("float", family="math", weight=1.5)
def math_float(w: Writer, kind: str, depth: int) -> str | None:
    how = w.choose.pick(
        (
            "sqrt",
            "sin",
            "cos",
            "exp",
            "log",
            "atan2",
            "hypot",
            "fabs",
            "tanh",
            "atan",
            "copysign",
            "fmod",
            "pow",
            "cbrt",
            "log1p",
            "expm1",
            "radians",
        )
    )
    if how in ("sqrt", "log"):
        return (
            f"math.{how}(abs({w.expr('float', depth)}))"
            if w.choose.chance(0.8)
            else f"math.{how}({w.expr('float', depth)})"
        )
    if how == "exp":
        return (
            f"math.exp(-abs({w.expr('float', depth)}))"
            if w.choose.chance(0.7)
            else f"math.exp({w.expr('float', depth)})"
        )
    if how in ("atan2", "hypot", "copysign", "fmod", "pow"):
        return f"math.{how}({w.expr('float', depth)}, {w.expr('float', depth)})"
    argument = "int" if w.choose.chance(0.15) else "float"
    return f"math.{how}({w.expr(argument, depth)})"


@makes("float", family="convert", weight=0.7)
def to_float(w: Writer, kind: str, depth: int) -> str | None:
    return f"float({w.expr(w.choose.pick(('int', 'bool', 'float')), depth)})"


@makes("float", family="round", weight=0.3)
def rounded(w: Writer, kind: str, depth: int) -> str | None:
    return f"round({w.expr('float', depth)}, {w.choose.pick((1, 2, 0, 3, 10))})"


# --- bool ---


@makes("bool", family="compare", weight=4, leaf=True)
def compared(w: Writer, kind: str, depth: int) -> str | None:
    a, b = w.choose.pick(
        (
            ("int", "int"),
            ("float", "float"),
            ("int", "int"),
            ("float", "float"),
            ("int", "float"),
            ("float", "int"),
            ("bool", "bool"),
            ("str", "str"),
        )
    )
    operators = COMPARE if a in ("int", "float") else ("==", "!=")
    return f"({w.expr(a, depth)} {w.choose.pick(operators)} {w.expr(b, depth)})"


@makes("bool", family="chain", weight=0.7)
def chained(w: Writer, kind: str, depth: int) -> str | None:
    of = w.choose.pick(("int", "float"))
    a, b, c = (w.expr(of, depth) for _ in range(3))
    return f"({a} {w.choose.pick(COMPARE[:4])} {b} {w.choose.pick(COMPARE)} {c})"


@makes("bool", family="logic", weight=1.5)
def logic(w: Writer, kind: str, depth: int) -> str | None:
    return f"({w.expr('bool', depth)} {w.choose.pick(('and', 'or'))} {w.expr('bool', depth)})"


@makes("bool", family="logic", weight=0.7)
def negation(w: Writer, kind: str, depth: int) -> str | None:
    return f"(not {w.expr(w.choose.pick(('bool', 'int', 'float')), depth)})"


@makes("bool", family="truth", weight=0.5)
def truth(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name("int", "float", "list[int]", "list[float]", "str")
    return f"bool({name})" if name else None


@makes("bool", family="search", weight=0.7)
def inside(w: Writer, kind: str, depth: int) -> str | None:
    word = w.choose.pick(("in", "not in"))
    name = w.pick_name("list[int]", "list[bool]", "list[str]")
    if name and w.choose.chance(0.7):
        return f"({w.expr(element(w.variables[name]), depth)} {word} {name})"
    value = w.pick_name("int")
    return f"({value} {word} ({w.expr('int', depth)}, {w.expr('int', depth)}))" if value else None


@makes("bool", family="genexp", weight=0.5)
def any_all(w: Writer, kind: str, depth: int) -> str | None:
    clause, bound = clauses(w, depth)
    if clause is None:
        return None
    with w.binding(bound):
        return f"{w.choose.pick(('any', 'all'))}({w.expr('bool', depth)} {clause})"


@makes("bool", family="math", weight=0.3)
def classified(w: Writer, kind: str, depth: int) -> str | None:
    return f"math.{w.choose.pick(('isnan', 'isinf', 'isfinite'))}({w.expr('float', depth)})"


@makes("bool", family="compare", weight=0.3)
def lists_equal(w: Writer, kind: str, depth: int) -> str | None:
    a, b = w.pick_name("list[int]"), w.pick_name("list[int]")
    return f"({a} == {b})" if a and b else None


# --- str ---


@makes("str", family="str", weight=2)
def letter(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name("str")
    return f"{name}[{index(w, name, depth)}]" if name else None


# --- lists ---


@makes(
    "list[int]",
    "list[float]",
    "list[bool]",
    "list[str]",
    "list[list[int]]",
    "list[list[float]]",
    "list[tuple[int, float]]",
    family="list",
    weight=2,
    leaf=True,
)
def list_display(w: Writer, kind: str, depth: int) -> str | None:
    return f"[{', '.join(w.expr(element(kind), max(0, depth - 1)) for _ in range(w.choose.between(1, 3)))}]"


@makes("list[int]", "list[float]", "list[bool]", family="slice", weight=1.5)
def sliced(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name(kind)
    if name is None:
        return None
    bounds = [w.choose.pick(("", "1", "-1", "2", w.expr("int", 0))) for _ in range(2)]
    step = w.choose.pick(("", "", ":2", ":-1", ":-2"))
    return f"{name}[{bounds[0]}:{bounds[1]}{step}]"


@makes("list[int]", "list[float]", "list[bool]", family="repeat", weight=1)
def repeated(w: Writer, kind: str, depth: int) -> str | None:
    return f"([{w.expr(element(kind), depth)}] * {small(w, 0)})"


@makes("list[list[int]]", "list[list[float]]", family="grid", weight=2)
def grid(w: Writer, kind: str, depth: int) -> str | None:
    return f"[[{w.expr(element(element(kind)), 0)}] * {small(w, 0)} for _ in range({small(w, 0)})]"


@makes("list[int]", "list[float]", family="concat", weight=0.7)
def concatenated(w: Writer, kind: str, depth: int) -> str | None:
    a, b = w.expr(kind, depth), w.expr(kind, depth)
    return f"({a} + {b})[:9]" if w.loops else f"({a} + {b})"


@makes("list[int]", "list[float]", "list[bool]", "list[tuple[int, float]]", family="comprehension", weight=1.5)
def comprehension(w: Writer, kind: str, depth: int) -> str | None:
    clause, bound = clauses(w, depth)
    if clause is None:
        return None
    with w.binding(bound):
        value = w.expr(element(kind), depth)
        test = f" if {w.expr('bool', depth)}" if w.choose.chance(0.4) else ""
    return f"[{value} {clause}{test}]"


@makes("list[int]", "list[float]", family="sorted", weight=0.5)
def in_order(w: Writer, kind: str, depth: int) -> str | None:
    return f"sorted({w.expr(kind, depth)})"


@makes("list[int]", family="range", weight=0.5)
def counted(w: Writer, kind: str, depth: int) -> str | None:
    return f"list(range({small(w, depth)}))"


# --- arrays ---


@makes("float", "int", family="array", weight=2)
def cell(w: Writer, kind: str, depth: int) -> str | None:
    found = (
        w.names("ndarray[float64, 1]", "ndarray[float32, 1]")
        if kind == "float"
        else w.names("ndarray[int64, 1]", "ndarray[int32, 1]", "ndarray[uint8, 1]", "ndarray[bool, 1]")
    )
    if not found:
        return None
    base = w.choose.pick(found)
    return f"{kind}({base}[{index(w, base, depth)}])"


@makes("float", "int", family="array", weight=2)
def cell_2(w: Writer, kind: str, depth: int) -> str | None:
    base = w.pick_name("ndarray[float64, 2]" if kind == "float" else "ndarray[int64, 2]")
    if base is None:
        return None
    row, column = (
        index(w, base, 0),
        f"({w.expr('int', 0)}) % {base}.shape[1]" if w.choose.chance(0.6) else w.choose.pick(("0", "-1")),
    )
    return f"{kind}({base}[{row}{w.choose.pick((', ', ', ', ']['))}{column}])"


@makes("int", family="array", weight=0.7, leaf=True)
def shape(w: Writer, kind: str, depth: int) -> str | None:
    base = w.pick_name(*ARRAYS_1, *ARRAYS_2)
    if base is None:
        return None
    return w.choose.pick((f"{base}.size", f"{base}.shape[0]", f"{base}.ndim", f"{base}.shape[-1]"))


@makes("np.float64", family="npscalar", weight=3)
def np_arithmetic(w: Writer, kind: str, depth: int) -> str | None:
    return f"({w.expr('np.float64', depth)} {w.choose.pick(('+', '-', '*'))} {w.expr(w.choose.pick(('float', 'int', 'np.float64')), depth)})"


@makes("np.float64", family="npscalar", weight=3, leaf=True)
def np_cell(w: Writer, kind: str, depth: int) -> str | None:
    base = w.pick_name("ndarray[float64, 1]")
    return f"{base}[{index(w, base, 0)}]" if base else None


@makes("float", family="npscalar", weight=0.5)
def np_to_float(w: Writer, kind: str, depth: int) -> str | None:
    return f"float({w.expr('np.float64', depth)})" if w.names("ndarray[float64, 1]", "np.float64") else None


@makes("bool", family="npscalar", weight=0.5)
def np_compare(w: Writer, kind: str, depth: int) -> str | None:
    if not w.names("ndarray[float64, 1]", "np.float64"):
        return None
    return f"bool({w.expr('np.float64', depth)} {w.choose.pick(COMPARE)} {w.expr(w.choose.pick(('float', 'np.float64', 'int')), depth)})"


# --- functions of functions, walrus, itertools ---


@makes("int", "float", family="keyed", weight=0.8)
def chosen_by_key(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name(f"list[{kind}]")
    if name is None:
        return None
    x = w.fresh("x")
    with w.binding({x: kind}):
        key = f"lambda {x}: {w.expr(w.choose.pick(('int', 'float', 'tuple[int, float]')), depth)}"
    default = f", default={w.constant(kind)}" if w.choose.chance(0.4) else ""
    return f"{w.choose.pick(('min', 'max'))}({name}, key={key}{default})"


@makes("int", "float", family="keyed", weight=0.5)
def with_default(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name(f"list[{kind}]")
    return f"{w.choose.pick(('min', 'max'))}({name}, default={w.constant(kind)})" if name else None


@makes("list[int]", "list[float]", "list[tuple[int, float]]", family="keyed", weight=0.8)
def sorted_by_key(w: Writer, kind: str, depth: int) -> str | None:
    x = w.fresh("x")
    base = w.expr(kind, 0)
    with w.binding({x: element(kind)}):
        key = (
            f", key=lambda {x}: {w.expr(w.choose.pick(('int', 'float', 'bool')), depth)}"
            if w.choose.chance(0.7)
            else ""
        )
    reverse = w.choose.pick(("", ", reverse=True"))
    return f"sorted({base}{key}{reverse})"


@makes("int", "float", family="walrus", weight=0.4)
def named(w: Writer, kind: str, depth: int) -> str | None:
    names = [] if w.closed else w.free(kind)
    return f"({w.choose.pick(names)} := {w.expr(kind, depth)})" if names else None


@makes("list[int]", "list[float]", family="map", weight=0.6)
def mapped(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name("list[int]", "list[float]")
    if name is None:
        return None
    x, of = w.fresh("x"), element(w.variables[name])
    if w.choose.chance(0.4) and f"list[{of}]" == kind:
        with w.binding({x: of}):
            return f"list(filter(lambda {x}: {w.expr('bool', depth)}, {name}))"
    with w.binding({x: of}):
        return f"list(map(lambda {x}: {w.expr(element(kind), depth)}, {name}))"


@makes("list[int]", family="itertools", weight=0.8)
def iterated(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name("list[int]")
    if name is None:
        return None
    x, y = w.fresh("x"), w.fresh("x")
    how = w.choose.between(0, 4)
    if how == 0:
        return f"list(itertools.accumulate({name}{w.choose.pick(('', ', max', ', min'))}))"
    if how == 1:
        return f"[{x} - {y} for {x}, {y} in itertools.pairwise({name})]"
    if how == 2:
        return f"[{x} * {y} for {x}, {y} in itertools.combinations({name}[:4], 2)]"
    if how == 3:
        return f"[{x} for {x} in itertools.islice({name}, {w.choose.between(0, 4)})]"
    rows = w.pick_name("list[list[int]]")
    return f"list(itertools.chain.from_iterable({rows}))" if rows else None


@makes("int", family="sumstart", weight=0.4)
def summed_from(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name("list[int]")
    return f"sum({name}, {w.expr('int', 0)})" if name else None


@makes("int", family="intmethods", weight=0.5)
def int_methods(w: Writer, kind: str, depth: int) -> str | None:
    how = w.choose.between(0, 3)
    if how == 0:
        return f"({w.expr('int', depth)}).bit_length()"
    if how == 1:
        return f"({w.expr('int', depth)}).bit_count()"
    if how == 2:
        return f"pow({w.expr('int', depth)}, {w.expr('int', depth)} % 9, abs({w.expr('int', depth)}) + 1)"
    return f"math.prod([{w.expr('int', depth)}, {w.expr('int', 0)}])"


# --- optional values, the module random ---


@makes("int", "float", family="optional", weight=1.2)
def unless_none(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name(f"optional[{kind}]")
    if name is None:
        return None
    other = w.expr(kind, depth)
    return (
        f"({name} if {name} is not None else {other})"
        if w.choose.chance(0.7)
        else f"({other} if {name} is None else {name})"
    )


@makes("bool", family="optional", weight=0.6)
def is_none(w: Writer, kind: str, depth: int) -> str | None:
    name = w.pick_name("optional[int]", "optional[float]")
    return f"({name} {w.choose.pick(('is None', 'is not None'))})" if name else None


@makes("optional[int]", "optional[float]", family="optional", weight=2, leaf=True)
def perhaps(w: Writer, kind: str, depth: int) -> str | None:
    return w.expr(element(kind), depth) if w.choose.chance(0.5) else "None"


@makes("float", family="random", weight=0.7)
def drawn_float(w: Writer, kind: str, depth: int) -> str | None:
    how = w.choose.between(0, 3)
    if how == 0:
        return f"random.uniform({w.expr('float', 0)}, {w.expr('float', 0)})"
    if how == 1:
        return f"random.gauss({w.expr('float', 0)}, 1.0)"
    return "random.random()"


@makes("int", family="random", weight=0.7)
def drawn_int(w: Writer, kind: str, depth: int) -> str | None:
    how = w.choose.between(0, 2)
    if how == 0:
        return f"random.randint(0, abs({w.expr('int', 0)}))"
    if how == 1:
        return f"random.randrange({w.choose.pick((1, 2, 6, 100, 2**40))})"
    name = w.pick_name("list[int]")
    return f"random.choice({name})" if name else None
