"""``let x = if … { a } else { b };`` for a variable that every branch of an ``if`` ends by binding.

The planned form is ``let x;`` before the ``if`` and ``x = a;`` in its branches, which says the same in more words. May
assume that the lines of a block are separate entries, as the statement emitter makes them.
"""

from __future__ import annotations

from migrator.ir import nodes as n
from migrator.rust.declarations import occurrences


def is_chosen(stmt: n.Stmt, name: str) -> bool:
    """Whether ``stmt`` does nothing to ``name`` but bind it at the end of each branch that does not leave."""
    return isinstance(stmt, n.If) and not occurrences(stmt.test)[name] and _ends(stmt) == {name}


def _ends(stmt: n.If) -> set[str]:
    """The names that the branches end by binding; ``""`` for a branch that ends otherwise or looks at a name it binds."""
    found: set[str] = set()
    for block in (stmt.body, stmt.orelse):
        match block[-1] if block else None:
            case n.Assign(target=n.NameTarget(name=name)):
                found.add(name if sum(occurrences(s)[name] for s in block) == 1 else "")
            case n.If() as inner:
                ends = _ends(inner)
                seen = {name for name in ends if any(occurrences(s)[name] for s in (*block[:-1], inner.test))}
                found |= {""} if seen else ends
            case n.Return() | n.TrapStmt() | n.Break() | n.Continue():
                pass
            case _:
                found.add("")
    return found


def as_value(lines: list[str], own: str, kind: str) -> list[str] | None:
    """Return the ``lines`` of such an ``if`` as the ``let`` of the variable ``own``; None where they are not of that form."""
    start = next((i for i, line in enumerate(lines) if line.startswith("if ")), None)
    if start is None or lines[-1] != "}":
        return None
    made = list(lines)
    for i, line in enumerate(lines[:-1]):
        if line.startswith(f"{own} = "):
            if not (line.endswith(";") and lines[i + 1].startswith("}")):
                return None
            made[i] = line.removeprefix(f"{own} = ").removesuffix(";")
    made[start] = f"let {own}: {kind} = {made[start]}"
    made[-1] = "};"
    return made
