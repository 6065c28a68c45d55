"""Chooses regions: which functions Python calls natively, and which others are compiled along with
each.

A function is *closed* when its text allows Rust and so does that of everything it was seen to call:
then nothing in it has to go back to Python. A closed function that the compiler also accepts as a
whole, for the types that came, can be a *root*. Of those the ones count that are hot or lead to
what is hot. Where Python, or a function that stays in Python, calls into that set, the called
function is a root: it pays the boundary once a call, everything below it is a plain Rust call. So
the roots lie as high above the hot leaves as the compiler allows. A root at the top that neither
takes time itself nor saves crossings is taken off again: it would only be one more function to
prove.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from migrator.errors import MigratorError
from migrator.finding.callgraph import CallGraph
from migrator.finding.refusal import unreadable
from migrator.finding.workload_graph import WorkloadGraph
from migrator.model.diagnostic import Diagnostic
from migrator.model.region import Region

Refusal = Callable[[str], Diagnostic | None]
"""What in the text of a function itself rules Rust out, its callees left aside."""
Compilable = Callable[[str], tuple[Diagnostic, ...]]
"""What keeps a function from being compiled as a root, everything it calls included; empty where
nothing does.
"""
BoundaryCost = Callable[[str], float]
"""Nanoseconds that one call of a function from Python costs beyond the work itself: the call and
its conversions.
"""


@dataclass(frozen=True)
class Rules:
    """The thresholds. Shares are of the whole run."""

    listed: float
    hot: float
    worth: float
    fallback: bool


@dataclass(frozen=True)
class Closed:
    """Which functions are closed, and why the others that were looked at are not."""

    functions: frozenset[str]
    reasons: Mapping[str, tuple[Diagnostic, ...]]
    edges: Mapping[str, tuple[str, ...]]
    """Closed function to the closed functions that it calls by its text, or was seen to call."""


def closed_functions(graph: WorkloadGraph, calls: CallGraph, targets: tuple[str, ...], refusal: Refusal) -> Closed:
    """Return the closed functions among ``targets``, what calls them and what those call."""
    reasons, callees = _explore(graph, calls, targets, refusal)
    closed = set(callees)
    changed = True
    while changed:
        changed = False
        for function in sorted(closed):
            blocked = _blocked(function, graph, calls, callees, closed, reasons)
            if blocked is not None:
                closed.discard(function)
                reasons[function] = blocked
                changed = True
    edges = {f: tuple(c for c in _called(f, graph, callees) if c in closed) for f in sorted(closed)}
    return Closed(frozenset(closed), {f: (why,) for f, why in reasons.items()}, edges)


def _explore(
    graph: WorkloadGraph, calls: CallGraph, targets: tuple[str, ...], refusal: Refusal
) -> tuple[dict[str, Diagnostic], dict[str, tuple[str, ...]]]:
    """Look at ``targets``, and go on from what is not refused to its callers and callees."""
    reasons: dict[str, Diagnostic] = {}
    callees: dict[str, tuple[str, ...]] = {}
    pending = list(targets)
    while pending:
        function = pending.pop()
        if function in reasons or function in callees:
            continue
        why = refusal(function)
        if why is not None:
            reasons[function] = why
            continue
        try:
            callees[function] = calls.callees_of(function)
        except MigratorError as error:
            # A file that parses may still nest too deeply for LibCST's metadata.
            reasons[function] = unreadable(error)
            continue
        pending += callees[function]
        pending += graph.callees.get(function, ())
        pending += graph.callers(function)
    return reasons, callees


def _called(function: str, graph: WorkloadGraph, callees: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return what ``function`` calls by its text, and what it was seen to call."""
    return tuple(dict.fromkeys([*callees[function], *graph.callees.get(function, ())]))


def _blocked(
    function: str,
    graph: WorkloadGraph,
    calls: CallGraph,
    callees: Mapping[str, tuple[str, ...]],
    closed: set[str],
    reasons: Mapping[str, Diagnostic],
) -> Diagnostic | None:
    """Return what a call that was really made meets, where that has no Rust.

    A callee that the text names but no run reached is left to the compiler: at worst it becomes a
    hole.
    """
    for callee in graph.callees.get(function, ()):
        if callee not in closed:
            return Diagnostic("M112", 0, f"It calls `{callee}`, which cannot be compiled{_why(callee, reasons)}.")
        method = callee.rpartition(".")[2] if "." in callee.partition(":")[2] else ""
        by_operator = method.startswith("__") and method.endswith("__")
        by_name = by_operator or method in calls.reaches_by_name(function)
        if callee not in callees[function] and not by_name and not calls.calls_values(function):
            message = f"It calls `{callee}` in a way that its text does not show."
            return Diagnostic("M103", 0, message)
    return None


def _why(callee: str, reasons: Mapping[str, Diagnostic]) -> str:
    """Return the first cause in brackets: behind a callee that only calls another there is a reason of its own."""
    found = reasons.get(callee)
    if found is None:
        return ""
    if found.code == "M112":
        return found.message[found.message.find(" (") :].rstrip(".") if " (" in found.message else ""
    line = f" line {found.line}" if found.line else ""
    return f" ({found.code} of `{callee.partition(':')[2]}`{line}: {found.message.rstrip('.')})"


@dataclass(frozen=True)
class Choice:
    """The regions, and what the compiler said against functions that could have been roots."""

    regions: tuple[Region, ...]
    refused: Mapping[str, tuple[Diagnostic, ...]]


def choose_regions(
    graph: WorkloadGraph,
    closed: Closed,
    rules: Rules,
    boundary: BoundaryCost,
    compilable: Compilable,
) -> Choice:
    """Return the regions, those that Python calls first, then the fall-backs, each by share."""
    targets = {f for f in closed.functions if graph.share(f) >= rules.listed}
    leading = leading_to(targets, graph, closed)
    answers = {f: compilable(f) for f in sorted(leading)}
    refused = {f: why for f, why in answers.items() if why}
    able = {f for f, why in answers.items() if not why}
    able = _without_idle_tops(able, targets, graph, rules, boundary)
    inside = _inside(able, graph, closed)
    chooser = _Chooser(graph, closed, rules, boundary, able, inside, refused)
    return Choice(chooser.regions(), refused)


def leading_to(targets: set[str], graph: WorkloadGraph, closed: Closed) -> set[str]:
    """Return ``targets`` and the closed functions from which calls lead to them."""
    found: set[str] = set()
    pending = list(targets)
    while pending:
        function = pending.pop()
        if function not in found:
            found.add(function)
            pending += [c for c in graph.callers(function) if c in closed.functions]
    return found


def below(roots: set[str], closed: Closed) -> set[str]:
    """Return ``roots`` and the closed functions that are reached from them by calls in their
    text.
    """
    found: set[str] = set()
    pending = list(roots)
    while pending:
        function = pending.pop()
        if function not in found:
            found.add(function)
            pending += closed.edges.get(function, ())
    return found


def _inside(able: set[str], graph: WorkloadGraph, closed: Closed) -> set[str]:
    """Return the functions whose calls come from Rust: roots to be, and members that only they
    call.
    """
    reached = below(able, closed)
    return {f for f in reached if f in able or graph.entries(f, reached) == 0}


def _without_idle_tops(
    inside: set[str],
    targets: set[str],
    graph: WorkloadGraph,
    rules: Rules,
    boundary: BoundaryCost,
) -> set[str]:
    """Take off, from the top, what gains nothing as a root: little time of its own, no crossings
    saved.
    """
    kept = set(inside)
    changed = True
    while changed:
        changed = False
        for function in sorted(kept - targets):
            called_inside = any(c in kept for c in graph.callers(function))
            if not called_inside and _gain(function, kept, graph, boundary) < rules.worth:
                kept.discard(function)
                changed = True
    return kept


def _gain(function: str, inside: set[str], graph: WorkloadGraph, boundary: BoundaryCost) -> float:
    """Return the share of the run that is saved by entering at ``function`` and not at what it
    calls.
    """
    saved = sum(
        graph.calls(function, callee) * boundary(callee)
        for callee in graph.callees.get(function, ())
        if callee in inside
    )
    paid = graph.entries(function, ()) * boundary(function)
    wall_ns = max(graph.wall_s, 1e-9) * 1e9
    return graph.share(function) + (saved - paid) / wall_ns


@dataclass(frozen=True)
class _Chooser:
    """``able``: what may be a root; ``inside``: all whose calls to each other cross no boundary."""

    graph: WorkloadGraph
    closed: Closed
    rules: Rules
    boundary: BoundaryCost
    able: set[str]
    inside: set[str]
    refused: Mapping[str, tuple[Diagnostic, ...]]

    def regions(self) -> tuple[Region, ...]:
        roots = self._roots()
        first = [self._region(root, fallback=False) for root in roots]
        rest = [self._region(f, fallback=True) for f in self._fallbacks(roots)]
        return (*sorted(first, key=_by_share), *sorted(rest, key=_by_share))

    def _roots(self) -> list[str]:
        roots = [f for f in sorted(self.able) if self._entered(f)]
        covered = below(set(roots), self.closed)
        # A sampled profile can miss the call from outside into a cycle.
        for function in sorted(self.able, key=lambda f: -self.graph.seconds_a_call(f)):
            if function not in covered:
                roots.append(function)
                covered |= below({function}, self.closed)
        return roots

    def _entered(self, function: str) -> bool:
        """Whether Python calls ``function`` often or long enough for a root."""
        if self.graph.entries(function, self.inside) == 0:
            return False
        reached = any(c in self.inside for c in self.graph.callers(function))
        # What is hot is always tried: measuring decides. A second entrance must look worth it.
        hot = self.graph.share(function) >= self.rules.hot
        return not reached or hot or self._pays(function)

    def _fallbacks(self, roots: list[str]) -> list[str]:
        if not self.rules.fallback:
            return []
        rest = sorted(self.able - set(roots))
        listed = [f for f in rest if self.graph.share(f) >= self.rules.listed]
        return [f for f in listed if self._pays(f)]

    def _pays(self, function: str) -> bool:
        return self.graph.seconds_a_call(function) * 1e9 > 2 * self.boundary(function)

    def _region(self, root: str, fallback: bool) -> Region:
        members = below({root}, self.closed)
        others = sorted(members - {root})
        share = min(0.9999, sum(self._attributed(m, root, members) for m in members))
        return Region(
            root=root,
            members=(root, *others),
            share=share,
            ceiling=1.0 / (1.0 - share),
            calls=self.graph.entries(root, self.inside),
            why=self._why(root, others, fallback),
            fallback=fallback,
        )

    def _attributed(self, member: str, root: str, members: set[str]) -> float:
        """Return the part of ``member``'s share that is spent in calls that come from the
        region.
        """
        share = self.graph.share(member)
        calls = self.graph.entries(member, ())
        if member == root or not share or not calls:
            return share
        return share * (calls - self.graph.entries(member, members)) / calls

    def _why(self, root: str, others: list[str], fallback: bool) -> tuple[str, ...]:
        """Return the choice in sentences, for the report."""
        if fallback:
            return ("It takes time inside another region: proven alone, too, it serves if that one fails.",)
        entries = self.graph.entries(root, self.inside)
        lines = ["Python calls it once." if entries == 1 else f"Python calls it {entries:,} times."]
        saved = sum(self.graph.calls_from({root, *others}, m) for m in others)
        if saved:
            lines.append(f"{saved:,} calls below it stay in Rust and cross no boundary.")
        for caller in self.graph.callers(root):
            why = self.refused.get(caller) or self.closed.reasons.get(caller, ())
            if why:
                lines.append(f"It goes no higher: `{caller}`: {why[0].code} {why[0].message}")
        return tuple(lines)


def _by_share(region: Region) -> tuple[float, str]:
    return (-region.share, region.root)
