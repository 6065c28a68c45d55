"""Arrays and lists of lists of which several rows are in use at once while some are changed.

Runs on owned IR, before ``lines``. Rust lends an object either to one that writes or to several that read; a loop like
``d[i, j] = min(d[i, j], d[i, k] + d[k, j])`` does both, and ``i`` may be ``k``. There the loop works on *cells*: the object
is lent once, before the outermost loop that only touches its elements, and rows of it may then be named and changed
freely, even where two names mean one row.

    before:  for i …: for j …: d[i][j] = d[i - 1][j]        after:  alias d_cells = shared(d)
                                                                    for i …: for j …: d_cells[i][j] = d_cells[i - 1][j]
"""

from __future__ import annotations

import dataclasses

from migrator.ir import nodes as n
from migrator.ir.walk import children, names_bound, new_name, rebuild, target_names, walk, with_blocks
from migrator.passes.effects import MutatedParams, mutated_names
from migrator.passes.elements import element, elements


def share_rows(function: n.Function, callee: MutatedParams) -> n.Function:
    """Return ``function`` with cells where they are needed; ``callee`` says which arguments a call changes."""
    return dataclasses.replace(function, body=_Sharer(function, callee).block(function.body))


class _Sharer:
    def __init__(self, function: n.Function, callee: MutatedParams) -> None:
        self.callee = callee
        self.cells: set[str] = set()
        self.taken = {node.name for node in walk(function) if isinstance(node, n.Local | n.NameTarget | n.Alias)}
        self.taken |= {p.name for p in function.params} | {g.name for g in function.globals}

    def block(self, stmts: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...]:
        """Outermost loops first: lending a list of lists costs something for each row."""
        result: list[n.Stmt] = []
        for stmt in stmts:
            kept = stmt
            if isinstance(kept, n.For | n.While):
                aliases, kept = self._loop(kept)
                result.extend(aliases)
            result.append(self._inside(kept))
        return tuple(result)

    def _inside(self, stmt: n.Stmt) -> n.Stmt:
        return with_blocks(stmt, self.block)

    def _loop(self, loop: n.For | n.While) -> tuple[list[n.Stmt], n.For | n.While]:
        bound = names_bound((loop,)) | (set(target_names(loop.target)) if isinstance(loop, n.For) else set())
        others: set[str] = set()
        found = {e.base: e.whole for e in elements(loop, others)}
        changed = mutated_names((loop,), self.callee)
        aliases: list[n.Stmt] = []
        for base, whole in found.items():
            if base in changed and base not in others | bound | self.cells and _needed(loop, base):
                name = self._fresh(f"{base}_cells")
                self.cells.add(name)
                place = n.Shared(value=whole, type=whole.type, line=loop.line)
                aliases.append(n.Alias(name=name, place=place, mutable=True, line=loop.line))
                loop = _renamed(loop, base, dataclasses.replace(whole, name=name))
        return aliases, loop

    def _fresh(self, wish: str) -> str:
        return new_name(wish, self.taken)


def _needed(loop: n.Node, base: str) -> bool:
    """Whether some innermost loop changes ``base`` and touches several of its rows."""
    inner = [c for c in _below(loop) if isinstance(c, n.For | n.While)]
    if inner:
        return any(_needed(c, base) for c in inner)
    others: set[str] = set()
    rows = {e.row for e in elements(loop, others) if e.base == base}
    writes = any(isinstance(c, n.CellTarget | n.IndexTarget) and _is_of(c, base) for c in walk(loop))
    return writes and len(rows) > 1


def _below(node: n.Node) -> list[n.Node]:
    """The outermost loops below ``node``."""
    found: list[n.Node] = []
    for child in children(node):
        found += [child] if isinstance(child, n.For | n.While) else _below(child)
    return found


def _is_of(node: n.Node, base: str) -> bool:
    found = element(node)
    return found is not None and found.base == base


def _renamed(loop: n.For | n.While, base: str, new: n.Local) -> n.For | n.While:
    def change(node: n.Node) -> n.Node:
        if isinstance(node, n.Local) and node.name == base:
            return dataclasses.replace(node, name=new.name)
        return rebuild(node, change)

    changed = rebuild(loop, change)
    assert isinstance(changed, n.For | n.While)
    return changed
