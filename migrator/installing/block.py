"""The block at a module's end that swaps proven functions in: put it in, find it, take it out.

Works on text only: no file is read and no code is run. Standard library only and free of relative
imports, because child processes load this file by its path to put the same block into a module in
memory.

The text keeps its newlines, byte order mark and missing final newline, so that
``remove_block(insert_block(text, ...)) == text`` holds for every text without a block. Text that
Python cannot parse raises what ``ast.parse`` raises (``SyntaxError``, ``ValueError``,
``RecursionError``, ``MemoryError``).
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Sequence
from typing import NamedTuple

HEADER = "# migrator: proven Rust replacements; delete this block to go back to Python"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_WIDTH = 88
_BLANK_LINES = 2


class Block(NamedTuple):
    """A block as found in a text: lines ``first`` to ``last`` (1-based), and what it swaps in."""

    first: int
    last: int
    package: str
    qualnames: tuple[str, ...]


def insert_block(source: str, package: str, qualnames: Sequence[str]) -> str:
    """Return ``source`` with a block that swaps in ``qualnames`` from ``package``.

    An older block is replaced. The block goes to the end of the module, but before the statements
    that start the program (a trailing ``if __name__ == "__main__":`` or ``main()``): after these it
    would come too late to matter.
    """
    text = remove_block(source)
    if not qualnames:
        return text
    newline = _newline_of(text)
    block = _block_lines(package, qualnames)
    lines = _LINE.findall(text)
    at = _start_of_program(text, lines)
    blank = [""] * _BLANK_LINES
    if at is not None:
        inserted = newline.join([*block, *blank]) + newline
        return "".join(lines[:at]) + inserted + "".join(lines[at:])
    if not lines or lines[-1].endswith(("\r", "\n")):
        return text + newline.join([*blank, *block]) + newline
    return text + newline + newline.join([*blank, *block])


def remove_block(source: str) -> str:
    """Return ``source`` without blocks of ours, and without the blank lines that came with them."""
    blocks = find_blocks(source)
    lines = _LINE.findall(source)
    for block in reversed(blocks):
        _cut(lines, block)
    return "".join(lines)


def find_blocks(source: str) -> list[Block]:
    """Return the blocks of ours in ``source``, in order, however they are formatted."""
    if HEADER not in source:
        return []
    lines = _LINE.findall(source)
    found = []
    for statement in _parse(source).body:
        header = statement.lineno - 2
        if header >= 0 and lines[header].strip() == HEADER and isinstance(statement, ast.Try):
            described = _described(statement)
            if described is not None:
                found.append(Block(header + 1, statement.end_lineno or statement.lineno, *described))
    return found


def _described(statement: ast.Try) -> tuple[str, tuple[str, ...]] | None:
    match statement:
        case ast.Try(
            body=[ast.ImportFrom(module=str(package), names=[ast.alias(name="use_rust")])],
            orelse=[ast.Expr(value=ast.Call(args=[_, *names]))],
        ):
            values = [n.value for n in names if isinstance(n, ast.Constant)]
            return package, tuple(v for v in values if isinstance(v, str))
    return None


def _block_lines(package: str, qualnames: Sequence[str]) -> list[str]:
    for name in (package, *qualnames):
        if not all(part.isidentifier() for part in name.split(".")):
            raise ValueError(f"not a Python name: {name!r}")
    names = [json.dumps(name, ensure_ascii=False) for name in dict.fromkeys(qualnames)]
    call = [f"    use_rust(globals(), {', '.join(names)})"]
    if len(call[0]) > _WIDTH:
        call = ["    use_rust(", "        globals(),", *(f"        {n}," for n in names), "    )"]
    return [
        HEADER,
        "try:",
        f"    from {package} import use_rust",
        "except ImportError:",
        "    pass",
        "else:",
        *call,
    ]


def _cut(lines: list[str], block: Block) -> None:
    """Delete the block and its blank lines: those after it, or, at the end, those before it."""
    first, last = block.first - 1, block.last
    at_end = all(not line.strip() for line in lines[last:])
    if not at_end:
        while last < len(lines) and last - block.last < _BLANK_LINES and not lines[last].strip():
            last += 1
    else:
        limit = max(0, first - _BLANK_LINES)
        while first > limit and not lines[first - 1].strip():
            first -= 1
        if last == len(lines) and not lines[-1].endswith(("\r", "\n")) and first > 0:
            lines[first - 1] = lines[first - 1].rstrip("\r\n")
    del lines[first:last]


def _start_of_program(text: str, lines: list[str]) -> int | None:
    """Return the index of the first line of the trailing statements that start the program."""
    body = _parse(text).body
    count = 0
    while count < len(body) and _starts_program(body[-1 - count]):
        count += 1
    if count in (0, len(body)):
        return None
    first, before = body[-count], body[-count - 1]
    at = first.lineno - 1
    if (before.end_lineno or before.lineno) > at or lines[at][: first.col_offset].strip():
        return None  # shares its line with the statement before it
    while lines[at - 1].startswith("#") and at - 1 >= (before.end_lineno or before.lineno):
        at -= 1
    return at


def _starts_program(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call()):
            return True
        case ast.If(test=ast.Compare(left=left, ops=[ast.Eq()], comparators=[right])):
            sides = {ast.dump(left), ast.dump(right)}
            return sides == {"Name(id='__name__', ctx=Load())", "Constant(value='__main__')"}
    return False


def _newline_of(text: str) -> str:
    """Return the newline that ``text`` uses most."""
    windows = text.count("\r\n")
    counts = {
        "\n": text.count("\n") - windows,
        "\r\n": windows,
        "\r": text.count("\r") - windows,
    }
    return max(counts, key=lambda newline: counts[newline])


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an invalid escape in the user's text is theirs to hear of
        return ast.parse(text.removeprefix("\ufeff"))
