"""Methods and operators of ``str``. A ``char`` is a ``str`` of one code point; where a form has none for it, it is
widened to ``str``."""

from __future__ import annotations

from migrator.ops.record import Form, Operation, form
from migrator.ops.shorthand import call, pure, text

_POINTS = "code point by code point"
_ASCII = "for ASCII; other letters depend on the version of Unicode's tables, and trap"
_BLANKS = "Python's own list of white space"


def _search(name: str, traps: bool) -> tuple[Operation, ...]:
    """``find`` and its like, with one, two or three arguments."""
    rust = call if traps else pure
    forms = (("", "a.{}(b)", "{}, {}, None, None"), (".from", "a.{}(b, c)", ""), (".within", "a.{}(b, c, d)", ""))
    exact = f"{_POINTS}; none traps" if traps else _POINTS
    made = []
    for number, (suffix, python, _) in enumerate(forms):
        params = "str, str" + ", int" * number
        modes = ("ref", "ref", *["some"] * number, *["none"] * (2 - number))
        made.append(
            Operation(
                f"str.{name}{suffix}",
                python.format(name),
                (form(f"{params} -> int", rust(f"text::{name}", *modes)),),
                exact,
            )
        )
    return tuple(made)


def _test(name: str, function: str, traps: bool = True) -> Operation:
    rust = call if traps else pure
    one = form("str -> bool", rust(f"text::{function}", "ref"))
    return Operation(f"str.{name}", f"a.{name}()", (one,), _ASCII if traps else _BLANKS)


def _changed(name: str, exact: str) -> Operation:
    return Operation(f"str.{name}", f"a.{name}()", (form("str -> str", call(f"text::{name}", "ref")),), exact)


def _strip(name: str) -> tuple[Operation, ...]:
    chars = form("str, str -> str", call(f"text::{name}_of", "ref", "ref"))
    return (
        _changed(name, _BLANKS),
        Operation(f"str.{name}.of", f"a.{name}(b)", (chars,), _POINTS),
    )


def _pad(name: str) -> tuple[Operation, ...]:
    forms: tuple[Form, ...] = (form("str, int -> str", call(f"text::{name}", "ref", "value", "space")),)
    filled = (form("str, int, str -> str", call(f"text::{name}", "ref", "value", "ref")),)
    return (
        Operation(f"str.{name}", f"a.{name}(b)", forms, _POINTS),
        Operation(f"str.{name}.with", f"a.{name}(b, c)", filled, f"{_POINTS}; a fill of other length traps"),
    )


RECORDS: tuple[Operation, ...] = (
    Operation(
        "str.concat",
        "a + b",
        (form("str, str -> str", call("text::concat", "ref", "ref"), inplace=call("text::push", "mut", "ref")),),
        _POINTS,
    ),
    Operation("str.repeat", "a * b", (form("str, int -> str", call("seq::repeat", "ref", "value")),), _POINTS),
    Operation(
        "str.slice",
        "a[b:c]",
        (form("str, optional[int], optional[int] -> str", call("seq::slice", "ref", "value", "value")),),
        "PySlice_AdjustIndices",
    ),
    Operation(
        "str.slice.step",
        "a[b:c:d]",
        (
            form(
                "str, optional[int], optional[int], int -> str",
                call("seq::slice_step", "ref", "value", "value", "value"),
            ),
        ),
        "PySlice_AdjustIndices; a zero step traps",
    ),
    Operation(
        "str.contains",
        "b in a",
        (
            form("str, char -> bool", pure("seq::contains", "ref", "ref")),
            form("str, str -> bool", pure("text::contains", "ref", "ref")),
        ),
        _POINTS,
    ),
    *_search("find", False),
    *_search("rfind", False),
    *_search("index", True),
    *_search("rindex", True),
    *_search("count", False),
    Operation(
        "str.startswith",
        "a.startswith(b)",
        (form("str, str -> bool", pure("text::starts_with", "ref", "ref")),),
        _POINTS,
    ),
    Operation(
        "str.startswith.from",
        "a.startswith(b, c)",
        (form("str, str, int -> bool", pure("text::starts_from", "ref", "ref", "value")),),
        f"{_POINTS}; nothing starts behind the end",
    ),
    Operation(
        "str.endswith",
        "a.endswith(b)",
        (form("str, str -> bool", pure("text::ends_with", "ref", "ref")),),
        _POINTS,
    ),
    *_strip("strip"),
    *_strip("lstrip"),
    *_strip("rstrip"),
    Operation("str.split", "a.split()", (form("str -> list[str]", call("text::split_white", "ref")),), _BLANKS),
    Operation(
        "str.split.by",
        "a.split(b)",
        (form("str, str -> list[str]", call("text::split", "ref", "ref", "minus_one")),),
        f"{_POINTS}; an empty separator traps",
    ),
    Operation(
        "str.split.most",
        "a.split(b, c)",
        (form("str, str, int -> list[str]", call("text::split", "ref", "ref", "value")),),
        f"{_POINTS}; an empty separator traps",
    ),
    Operation(
        "str.splitlines",
        "a.splitlines()",
        (form("str -> list[str]", call("text::split_lines", "ref")),),
        "Python's own list of line ends",
    ),
    Operation(
        "str.partition",
        "a.partition(b)",
        (form("str, str -> tuple[str, str, str]", call("text::partition", "ref", "ref")),),
        f"{_POINTS}; an empty separator traps",
    ),
    Operation(
        "str.join",
        "a.join(b)",
        (
            form("str, list[str] -> str", call("text::join", "ref", "ref")),
            form("str, list[char] -> str", call("text::join_chars", "ref", "ref")),
            form("str, str -> str", call("text::join_chars", "ref", "ref")),
        ),
        _POINTS,
    ),
    Operation(
        "str.replace",
        "a.replace(b, c)",
        (form("str, str, str -> str", call("text::replace", "ref", "ref", "ref", "minus_one")),),
        _POINTS,
    ),
    Operation(
        "str.replace.most",
        "a.replace(b, c, d)",
        (form("str, str, str, int -> str", call("text::replace", "ref", "ref", "ref", "value")),),
        _POINTS,
    ),
    _changed("lower", _ASCII),
    _changed("upper", _ASCII),
    _changed("capitalize", _ASCII),
    _test("isdigit", "is_digit"),
    _test("isdecimal", "is_digit"),
    _test("isnumeric", "is_digit"),
    _test("isalpha", "is_alpha"),
    _test("isalnum", "is_alnum"),
    _test("isupper", "is_upper"),
    _test("islower", "is_lower"),
    _test("isspace", "is_space", traps=False),
    *_pad("ljust"),
    *_pad("rjust"),
    *_pad("center"),
    Operation("str.zfill", "a.zfill(b)", (form("str, int -> str", call("text::zfill", "ref", "value")),), _POINTS),
    Operation(
        "builtins.ord",
        "ord(a)",
        (
            form("char -> int", text("i64::from(u32::from({0}))")),
            form("str -> int", call("text::ord", "ref")),
        ),
        "the code point; more or fewer than one trap",
    ),
    Operation(
        "builtins.chr",
        "chr(a)",
        (form("int -> char", call("text::chr")),),
        "the code point; a surrogate, or what is none, traps",
    ),
    *(
        Operation(
            f"builtins.{name}",
            f"{name}(a)",
            (form("int -> str", pure(f"text::{name}")), form("long -> str", pure(f"text::{name}"))),
            "the sign, then the prefix, then the digits of the absolute value",
        )
        for name in ("bin", "oct", "hex")
    ),
    Operation(
        "str.encode",
        "a.encode()",
        (form("str -> bytes", pure("text::encode", "ref")),),
        "UTF-8, the same octets",
    ),
    Operation(
        "builtins.str",
        "str(a)",
        (
            form("str -> str", call("seq::copy", "ref")),
            form("int -> str", pure("text::of_int")),
            form("long -> str", pure("text::of_long")),
            form("bool -> str", pure("text::of_bool")),
            form("float -> str", pure("text::of_float")),
        ),
        "decimal digits; of a float the fewest that give it back, as CPython's repr",
    ),
)
