"""Inner functions that are decorated with ``functools.cache`` or ``lru_cache``: a dict of the function around it is the cache.

The decorated function becomes two: one that looks the arguments up, under the name itself, and one that computes. The
cache is as new as the function, which is made anew in each call of the function around it, so no other arguments than
those of this call ever got into it. That entries are dropped (``maxsize``) is not seen: what is computed again must be a
function that changes nothing, which ``compiler`` sees to when the types are known.

    before:  @cache                                        after:  memo = {}
             def cost(i, j): return …                              def cost(i, j, memo):
                                                                       if (i, j) not in memo:
                                                                           memo[i, j] = compute_cost(i, j, memo)
                                                                       return memo[i, j]
"""

from __future__ import annotations

import dataclasses

import libcst as cst

from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.lowering.context import Context


def is_memo(node: cst.FunctionDef, context: Context) -> bool:
    """Whether the one decorator of ``node`` is a cache that keeps what it is given; notes what its name must mean."""
    from migrator.lowering.expressions import dotted

    if len(node.decorators) != 1:
        return False
    decorator = node.decorators[0].decorator
    call = decorator if isinstance(decorator, cst.Call) else None
    path = dotted(call.func if call is not None else decorator)
    if path is None or context.local(path.partition(".")[0]) is not None:
        return False
    found = context.names.resolve(path)
    plain = found.target in ("functools.cache", "functools.lru_cache") and call is None
    sized = found.target == "functools.lru_cache" and call is not None and _keeps(call)
    if found.kind != "library" or not (plain or sized):
        return False
    context.guard(path, "library", found.target)
    return True


def _keeps(call: cst.Call) -> bool:
    """Whether ``lru_cache(…)`` is given a literal size that is not nothing, and else only ``typed``."""
    for place, arg in enumerate(call.args):
        name = arg.keyword.value if arg.keyword is not None else ("maxsize", "typed", "")[min(place, 2)]
        none = isinstance(arg.value, cst.Name) and arg.value.value == "None"
        number = isinstance(arg.value, cst.Integer) and int(arg.value.value, 0) > 0
        flag = isinstance(arg.value, cst.Name) and arg.value.value in ("True", "False")
        if arg.star or not ((name == "maxsize" and (none or number)) or (name == "typed" and flag)):
            return False
    return True


def split(made: n.Function, free: tuple[str, ...], memo: str, context: Context) -> tuple[n.Function, n.Function]:
    """Return the function that looks up in ``memo``, and the one that computes, of the function ``made``.

    Both take the variables ``free`` behind their own parameters; ``memo``, the last of them, only where it is used.
    """
    line = made.line
    own = tuple(n.Local(name=p.name, line=line) for p in made.params)
    key = n.Apply(op="memo.key", args=own, line=line)
    where, value = context.fresh("key"), context.fresh("value")
    handed_on = free if _calls_itself(made) else free[:-1]
    computed = n.Invoke(function=f"{made.id}.compute", args=(*own, *_locals(handed_on, line)), line=line)
    whole, at = n.Local(name=memo, line=line), n.Local(name=where, line=line)
    found = n.Return(value=n.Index(base=whole, index=at, line=line), line=line)
    kept = n.Local(name=value, line=line)
    body = (
        n.Assign(target=n.NameTarget(name=where, line=line), value=key, line=line),
        n.If(test=n.Apply(op="method.contains", args=(whole, at), line=line), body=(found,), orelse=(), line=line),
        n.Assign(
            target=n.NameTarget(name=value, line=line),
            value=n.Apply(op="memo.value", args=(computed,), line=line),
            line=line,
        ),
        n.Assign(target=n.IndexTarget(base=whole, index=at, line=line), value=kept, line=line),
        n.Return(value=kept, line=line),
    )
    params = tuple(dataclasses.replace(p, read=True) for p in made.params)
    looked = dataclasses.replace(
        made,
        params=(*params, *(n.Param(name=name) for name in free)),
        body=body,
        globals=(),
        guards=(),
        calls=(),
        holes=(),
        doc="",
    )
    params = (*made.params, *(n.Param(name=name) for name in handed_on))
    computing = f"{made.id}.compute"
    return looked, dataclasses.replace(made, id=computing, name=f"compute_{made.name}", params=params, memo=memo)


def _calls_itself(made: n.Function) -> bool:
    return any(isinstance(c, n.Invoke) and c.function == made.id for stmt in made.body for c in walk(stmt))


def _locals(names: tuple[str, ...], line: int) -> tuple[n.Local, ...]:
    return tuple(n.Local(name=name, line=line) for name in names)
