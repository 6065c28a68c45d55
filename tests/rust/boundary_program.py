"""A compiled program written by hand: every type that crosses the boundary, in small functions."""

from __future__ import annotations

import ast
import hashlib
import textwrap
from pathlib import Path

from migrator import types as t
from migrator.model.program import CompiledFunction, CompiledProgram, Constant, Guard, Parameter
from migrator.rust.identifiers import rust_name

SOURCE = Path(__file__).parent / "project" / "shapes.py"
MODULE = "shapes"

Spec = tuple[str, str, str]
"""Parameters (``name: type``, ``mut`` before the type where changed), result type, body of the core."""

CORES: dict[str, Spec] = {
    "add": ("a: int, b: int", "int", "int::add(a, b)"),
    "nothing": ("", "None", "Ok(())"),
    "half": ("x: float", "float", "Ok(math::sqrt(x)? / 2.0)"),
    "both": ("flag: bool, none: None", "tuple[bool, None]", "let () = none; Ok((!flag, ()))"),
    "norm": ("values: list[float]", "float", "Ok(values.iter().fold(0.0, |t, v| t + v * v))"),
    "count_up": (
        "values: list[int]",
        "list[int]",
        "values.iter().map(|&v| int::add(v, 1)).collect()",
    ),
    "scale_all": (
        "values: mut list[float], *factor: float",
        "None",
        "for v in values.iter_mut() { *v *= factor; } Ok(())",
    ),
    "push": ("values: mut list[float], x: float", "argument[0]", "seq::push(values, x)"),
    "drain": (
        "values: mut list[int], keep: int",
        "int",
        "while values.len() as i64 > keep { seq::pop(values)?; } Ok(values.len() as i64)",
    ),
    "relax": (
        "grid: mut list[list[int]]",
        "int",
        "for row in grid.iter_mut() { let x = int::add(seq::get(row, 0)?, 1)?;"
        " seq::set(row, 0, x)?; } seq::get(seq::get_ref(grid, 0)?, 0)",
    ),
    "grow": (
        "grid: mut list[list[int]], width: int",
        "None",
        "grid.push(seq::repeat(&[0], width)?); for row in grid.iter_mut() { row.push(7); } Ok(())",
    ),
    "copy_into": (
        "target: mut list[float], source: list[float]",
        "None",
        "for (i, &x) in source.iter().enumerate() { seq::set(target, i as i64, x)?; } Ok(())",
    ),
    "corners": (
        "points: list[tuple[float, float]], bounds: tuple[tuple[float, float], float]",
        "list[tuple[float, float]]",
        "let ((x0, y0), scale) = bounds; Ok(points.iter().map(|&(x, y)| (x * scale + x0, y * scale + y0)).collect())",
    ),
    "first_or": (
        "values: list[int], default: optional[int]",
        "optional[int]",
        "if values.is_empty() { Ok(default) } else { Ok(Some(seq::get(values, 0)?)) }",
    ),
    "reverse": ("text: str", "str", "Ok(text.iter().rev().copied().collect())"),
    "total": (
        "values: list[number[float|int]]",
        "number[float|int]",
        "let mut total = Number::ZERO; for &v in values { total = number::add(total, v)?; } Ok(total)",
    ),
    "trace": (
        "image: ndarray[float64, 2]",
        "np.float64",
        "let mut s = image.get([0, 0])?; for i in 1..image.shape(0) { s = np::add(s, image.get([i, i])?)?; } Ok(s)",
    ),
    "invert": (
        "image: mut ndarray[float64, 2]",
        "argument[0]",
        "for v in image.data.iter_mut() { *v = -*v; }"
        " if image.get([0, 0])? > 100.0 { return Err(Trap::Raise); } Ok(())",
    ),
    "blend": (
        "into: mut ndarray[float64, 1], other: ndarray[float64, 1], weight: float",
        "tuple[argument[0], float]",
        "for i in 0..into.len() { let x = np::add(into.get([i])?, np::mul(weight, other.get([i])?)?)?;"
        " into.set([i], x)?; } Ok(((), weight))",
    ),
    "ramp": (
        "n: int",
        "ndarray[float64, 1]",
        "let mut out = Array::zeros([n])?; for i in 0..n { out.set([i], i as f64 * 0.5)?; } Ok(out)",
    ),
    "flags": ("mask: ndarray[bool, 1], index: int", "np.bool", "mask.get([index])"),
    "scaled": ("x: float", "float", "Ok(x * SCALE as f64 + seq::get(OFFSETS, 0)?)"),
    "depth_of": (
        "n: int",
        "int",
        "if n <= 0 { return Ok(0); } int::add(1, depth_of(n - 1, depth.enter()?)?)",
    ),
    "panics": ("n: int", "int", "let known = [1, 2, 3]; Ok(known[n as usize] + n - known[n as usize])"),
    "bump": ("x: np.float64", "np.float64", "np::add(x, 0.5)"),
    "ignores": ("thing: other[shapes.Box], x: float", "tuple[argument[0], tuple[]]", "let _ = x; Ok(((), ()))"),
    "one_of": (
        "values: optional[list[float]], pair: tuple[list[int], str]",
        "tuple[optional[list[float]], tuple[list[int], str]]",
        "Ok((values.clone(), pair.clone()))",
    ),
    "touch": (
        "pair: mut tuple[list[int], int], more: mut optional[list[int]], others: list[list[int]]",
        "int",
        "pair.0.push(others.len() as i64); if let Some(xs) = more { xs.clear(); } Ok(pair.1)",
    ),
    "first_row": ("arrays: list[ndarray[int32, 1]], index: int", "np.int32", "seq::get_ref(arrays, index)?.get([0])"),
    "Box.area": ("w: int, h: int", "int", "int::mul(w, h)"),
    "mixed": ("a: float, b: float, *match: float", "float", "Ok(a - b * match_)"),
}

CONSTANTS = {
    "scaled": (
        Constant(MODULE, "SCALE", "SCALE", "int"),
        Constant(MODULE, "OFFSETS", "OFFSETS", "list[float]"),
    ),
}
GUARDS = {
    "half": (Guard(MODULE, "math.sqrt", "library", "math.sqrt"),),
    "norm": (),
    "drain": (Guard(MODULE, "len", "builtin", "len"),),
    "scale_all": (
        Guard(MODULE, "len", "builtin", "len"),
        Guard(MODULE, "range", "builtin", "range"),
    ),
    "depth_of": (Guard(MODULE, "depth_of", "function", "shapes:depth_of"),),
}
SIGNATURES = {"mixed": "a, /, b, *, match"}


def program() -> CompiledProgram:
    """Return the whole program."""
    functions = tuple(_function(qualname, *spec) for qualname, spec in CORES.items())
    return CompiledProgram("migrator.program/1", "Boundary demo", functions, {})


def _function(qualname: str, parameters: str, returns: str, body: str) -> CompiledFunction:
    symbol = qualname.replace(".", "_").lower()
    parsed = tuple(_parameter(p) for p in _split(parameters))
    constants = CONSTANTS.get(qualname, ())
    recursive = qualname == "depth_of"
    arguments = [f"{_shown(p)}: {_form(p)}" for p in parsed]
    arguments += [f"{c.rust}: {t.parse_type(c.type).borrowed}" for c in constants]
    arguments += ["depth: Depth"] if recursive else []
    result = t.parse_type(returns).rust
    line, sha = _source(qualname)
    core = (
        f"/// The Rust of `{qualname}`.\npub fn {symbol}({', '.join(arguments)}) -> Result<{result}, Trap> {{ {body} }}"
    )
    return CompiledFunction(
        id=f"{MODULE}:{qualname}",
        module=MODULE,
        qualname=qualname,
        file="shapes.py",
        line=line,
        symbol=symbol,
        parameters=parsed,
        returns=returns,
        core=core,
        root=True,
        recursive=recursive,
        constants=constants,
        guards=GUARDS.get(qualname, ()),
        dependencies=(),
        source_sha256=sha,
        doc="",
        signature=SIGNATURES.get(qualname, ""),
    )


def _split(parameters: str) -> list[str]:
    """Split at the commas that are not inside brackets."""
    parts, depth = [""], 0
    for char in parameters:
        depth += (char in "[(") - (char in "])")
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts if part.strip()]


def _parameter(text: str) -> Parameter:
    name, _, type_ = (part.strip() for part in text.partition(":"))
    keyword_only = name.startswith("*")
    name = name.lstrip("*")
    mutated = type_.startswith("mut ")
    return Parameter(name, rust_name(name), type_.removeprefix("mut "), mutated, keyword_only)


def _shown(parameter: Parameter) -> str:
    return parameter.rust if t.parse_type(parameter.type).supported else f"_{parameter.rust}"


def _form(parameter: Parameter) -> str:
    type_ = t.parse_type(parameter.type)
    if not type_.supported:
        return "()"
    return type_.borrowed_mut if parameter.mutated else type_.borrowed


def _source(qualname: str) -> tuple[int, str]:
    text = SOURCE.read_text(encoding="utf-8")
    body: list[ast.stmt] = ast.parse(text).body
    for part in qualname.split("."):
        node = next(s for s in body if isinstance(s, ast.FunctionDef | ast.ClassDef) and s.name == part)
        body = node.body
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
    lines = text.split("\n")[first - 1 : node.end_lineno]
    segment = textwrap.dedent("\n".join(line.rstrip() for line in lines))
    return node.lineno, hashlib.sha256(segment.encode()).hexdigest()
