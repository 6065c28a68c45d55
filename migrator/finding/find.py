"""From a profile to candidates and regions: who is hot, what a migration could gain, and where to
cut.

``find`` is pure but for reading the project's source. What can be compiled is the compiler's to say
and comes in as a predicate; without one, only what the text rules out is ruled out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from migrator.errors import MigratorError
from migrator.finding.callgraph import CallGraph
from migrator.finding.modules import Project
from migrator.finding.names import ModuleNames
from migrator.finding.refusal import refusal, unreadable
from migrator.finding.regions import (
    BoundaryCost,
    Closed,
    Compilable,
    Rules,
    below,
    choose_regions,
    closed_functions,
    leading_to,
)
from migrator.finding.workload_graph import WorkloadGraph, workload_graph
from migrator.model.diagnostic import Diagnostic
from migrator.model.profile import FunctionProfile, Profile
from migrator.model.region import Candidate, Found

SCHEMA = "migrator.found/1"


@dataclass(frozen=True)
class FindOptions:
    """``listed``: smallest share of the run that makes a candidate; ``hot``: from here on a
    function needs a verdict.

    ``worth``: share that a caller must take itself or save in crossings to become a root.
    ``boundary_ns``: cost of one call from Python where no better estimate is given. ``fallback``:
    listed functions inside a region become roots as well, which are proven alone and serve if the region around
    them is not accepted.
    """

    listed: float = 0.01
    hot: float = 0.05
    worth: float = 0.001
    boundary_ns: float = 150.0
    fallback: bool = True


def find(
    profile: Profile,
    project: Project,
    options: FindOptions | None = None,
    compilable: Compilable | None = None,
    boundary: BoundaryCost | None = None,
) -> Found:
    """Return the candidates, the regions, and what kept each candidate out of every region."""
    options = options or FindOptions()
    project = with_profile(project, profile)
    graph = workload_graph(profile)
    candidates = _candidates(graph, options)
    closed = _closed(graph, project, candidates)
    choice = choose_regions(
        graph,
        closed,
        Rules(options.listed, options.hot, options.worth, options.fallback),
        boundary or (lambda _: options.boundary_ns),
        compilable or (lambda _: ()),
    )
    placed = {member for region in choice.regions for member in region.members}
    reasons = {**closed.reasons, **choice.refused}
    unplaced = {id: why for id, why in sorted(reasons.items()) if id not in placed}
    return Found(SCHEMA, candidates, choice.regions, unplaced)


def worth_observing(profile: Profile, project: Project, options: FindOptions | None = None) -> tuple[str, ...]:
    """Return the ids whose arguments must be seen before regions can be chosen.

    These are the candidates, the functions above them that could become roots, and all that these
    call.
    """
    options = options or FindOptions()
    project = with_profile(project, profile)
    graph = workload_graph(profile)
    closed = _closed(graph, project, _candidates(graph, options))
    targets = {f for f in closed.functions if graph.share(f) >= options.listed}
    wanted = below(leading_to(targets, graph, closed), closed)
    return tuple(sorted(wanted, key=lambda f: (-graph.share(f), f)))


def _closed(graph: WorkloadGraph, project: Project, candidates: tuple[Candidate, ...]) -> Closed:
    targets = tuple(c.id for c in candidates)
    return closed_functions(graph, CallGraph(project), targets, lambda function: refusal_of(project, function))


def with_profile(project: Project, profile: Profile) -> Project:
    """Return ``project`` with what the workload showed: its modules' names, its Python, its decorators."""
    seen: dict[str, Path] = {}
    for function in profile.functions:
        path = project.root / function.file
        if function.file and path.is_file():
            seen[function.id.partition(":")[0]] = path
    major, minor, *_ = (int(part) for part in profile.python_version.split("."))
    ran = {function.id: function.line for function in profile.functions}
    return project.with_seen(seen, (major, minor), profile.as_written, ran)


def refusal_of(project: Project, function: str) -> Diagnostic | None:
    """Return why the function with the id ``function`` can never be compiled; None where it may be.

    Unreadable source is such a reason, with the code of its error.
    """
    module, _, qualname = function.partition(":")
    if qualname == "<module>":
        return Diagnostic("M110", 0, "It is the module's own code, not a function.")
    if qualname.endswith("<lambda>"):
        return Diagnostic("M105", 0, "It is a lambda.")
    try:
        source = project.load(module)
        node = source.functions.get(qualname) if source is not None else None
        if source is None or node is None:
            return Diagnostic("M111", 0, f"`{qualname}` is not defined in the source of `{module}`.")
        return refusal(ModuleNames(project, source), node)
    except MigratorError as error:
        return unreadable(error)


def _candidates(graph: WorkloadGraph, options: FindOptions) -> tuple[Candidate, ...]:
    hot = [f for f in graph.functions.values() if f.share >= options.listed]
    return tuple(_candidate(f) for f in sorted(hot, key=lambda f: (-f.share, f.id)))


def _candidate(function: FunctionProfile) -> Candidate:
    share = min(0.9999, function.share)
    return Candidate(
        id=function.id,
        file=function.file,
        line=function.line,
        share=function.share,
        calls=function.calls,
        ceiling=1.0 / (1.0 - share),
    )
