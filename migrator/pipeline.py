"""The straight line: each stage reads the values of the stages before it from ``.migrator/``, and writes its own.

So ``run`` is the stages one after another, and each of them is a command that resumes from what is there.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from migrator.building.build import Built
from migrator.config import Options
from migrator.errors import MigratorError
from migrator.model.profile import Observations, Profile, Workload
from migrator.model.program import CompiledFunction, CompiledProgram
from migrator.model.proof import EndToEnd, Measurements, Verdicts
from migrator.model.region import Found
from migrator.model.report import Report
from migrator.reporting.progress import Stages
from migrator.state import FILES, OUTPUT, Spent, State

if TYPE_CHECKING:
    from migrator.building.maturin import CompileFailed
    from migrator.building.process import Stop
    from migrator.compiler import Compiler
    from migrator.finding.find import FindOptions
    from migrator.finding.modules import Project
    from migrator.installing.apply import ChangeSet
    from migrator.passes.parallel import Parallel
    from migrator.profiling.options import ProfileOptions
    from migrator.rust.output import Written
    from migrator.verifying.ahead import Ahead
    from migrator.verifying.mutants import MutantBuild
    from migrator.verifying.recordings import Stored


@dataclass(frozen=True)
class Context:
    """What a stage may use beside the values: the project, the settings, the command, the display."""

    project: Path
    options: Options
    command: tuple[str, ...]
    stages: Stages

    @property
    def state(self) -> State:
        """The files of the stages."""
        return State(self.project)

    @property
    def crate(self) -> Path:
        """The folder of the generated crate."""
        return self.project / self.options.out

    def discovered(self, workload: Workload) -> Project:
        """Return the project's modules as the workload's interpreter sees them."""
        from migrator.finding.modules import discover, site_packages

        script = Path(workload.cwd) / workload.target if workload.kind == "script" else None
        search = site_packages(Path(workload.python))
        return discover(self.project, self.options.packages, search, script)

    @contextmanager
    def stage(self, name: str, what: str, kind: type) -> Iterator[None]:
        """Run one stage: shown, timed, and what later stages made from its old value removed."""
        with self.stages.stage(name, what):
            self.state.forget_after(kind)
            yield
        earlier = self.state.read_if_any(Spent)
        kept = [s for s in (earlier.stages if earlier else ()) if s.stage != name]
        self.state.write(Spent("migrator.stages/1", (*kept, self.stages.times[-1])))


def run(context: Context) -> Report:
    """Profile, find, generate, build, verify, measure, report."""
    profile(context)
    if not find(context).candidates:
        raise MigratorError("M015", "No function of the project takes a noticeable share of the time.")
    generate(context)
    if context.state.read(CompiledProgram).functions:
        with _mutants_meanwhile(context) as meanwhile:
            if build(context, meanwhile=meanwhile) is not None:
                verify(context, meanwhile)
                bench(context)
    return report(context)


def profile(context: Context) -> Profile:
    """Run the workload: who is hot, then what passes through the hot functions."""
    from migrator.finding.find import worth_observing
    from migrator.profiling.run import observe
    from migrator.profiling.run import profile as measure

    workload = resolved(context)
    project = context.discovered(workload)
    options = _profiling(context)
    with context.stage("profile", "running the workload with a clock", Profile):
        (context.state.folder / OUTPUT).unlink(missing_ok=True)
        timed = measure(workload, project, options)
        context.state.write(timed)
    with context.stage("observe", "running it again to see what passes through", Observations):
        ids = worth_observing(timed, project, _thresholds(context))
        context.state.write(observe(workload, project, ids, options, timed.baseline_s, timed.as_written))
    return timed


def find(context: Context) -> Found:
    """Rank the hot functions, and choose regions among those that the compiler accepts."""
    from migrator.compiler import Compiler
    from migrator.finding.find import find as choose

    timed = context.state.read(Profile)
    observed = context.state.read(Observations)
    with context.stage("find", "choosing what to compile", Found):
        project = _seen(context, timed)
        compiler = Compiler(project, observed, _parallel(context))
        found = choose(timed, project, _thresholds(context), compilable=compiler.answer)
        context.state.write(found)
    return found


def generate(context: Context) -> Path:
    """Compile the regions and write the crate; a program without functions writes none."""
    from migrator.compiler import Compiler

    timed = context.state.read(Profile)
    found = context.state.read(Found)
    observed = context.state.read(Observations)
    with context.stage("generate", "writing Rust", CompiledProgram):
        _write(context, found, Compiler(_seen(context, timed), observed, _parallel(context)))
    return context.crate


def _parallel(context: Context) -> Parallel:
    from migrator.passes.parallel import Parallel

    options = context.options
    return Parallel(options.parallel, options.parallel_functions, options.release_gil)


def _write(context: Context, found: Found, compiler: Compiler) -> CompiledProgram:
    """Compile the regions of ``found`` and write the crate."""
    from migrator.building.layout import format_rust
    from migrator.compiler import compile_program
    from migrator.rust.crate import write_crate

    program = compile_program(found, compiler)
    context.state.write(program)
    if program.functions:
        crate = write_crate(program, context.crate, format_rust)
        _say_kept(context, crate.files)
    return program


def _say_kept(context: Context, files: Written) -> None:
    conflicts = dict(files.conflicts)
    for path in files.kept:
        if path in conflicts:
            shown = context.crate / conflicts[path]
            context.stages.say(f"kept as edited by hand, in conflict with what is generated now: {path}; see {shown}")
        elif path in files.merged:
            context.stages.say(f"merged with your edits: {path}; `migrator verify` proves it again")
        else:
            context.stages.say(f"kept as edited by hand: {path}")


def build(context: Context, vendor: bool = False, meanwhile: Ahead[MutantBuild] | None = None) -> Path | None:
    """Build the crate for the interpreter of the workload; ``vendor``: copy the crates that it needs beside it first.
    ``meanwhile`` is ended where its mutants are no longer those of the program.

    A function whose Rust rustc refuses is left out, with the reason, and the rest is built; None where nothing is left.
    """
    from migrator.building.vendor import vendor as copy_crates

    timed = context.state.read(Profile)
    if vendor:
        with context.stages.stage("vendor", "copying the crates"):
            copy_crates(context.crate)
    with context.stage("build", "compiling with cargo", Built):
        built = _built(context, timed, meanwhile)
        if built is None:
            return None
        context.state.write(built)
    return Path(built.extension)


def _built(context: Context, timed: Profile, meanwhile: Ahead[MutantBuild] | None) -> Built | None:
    from migrator.building.build import BuildOptions
    from migrator.building.build import build as compile_crate
    from migrator.building.maturin import CompileFailed

    while True:
        try:
            return compile_crate(
                context.project,
                context.crate,
                timed.workload.python,
                BuildOptions(offline=context.options.offline),
                lambda p: context.stages.note(f"{p.crate} ({p.done} of {p.total})"),
            )
        except CompileFailed as failure:
            if meanwhile is not None:
                meanwhile.end()
            if not _leave_out(context, timed, failure):
                raise
            if not context.state.read(CompiledProgram).functions:
                return None


def _leave_out(context: Context, timed: Profile, failure: CompileFailed) -> bool:
    """Write the crate again without the functions that rustc refuses; whether there were any to leave out."""
    from migrator.compiler import Compiler
    from migrator.rejected import blamed, without
    from migrator.rust.output import changed_by_hand

    state = context.state
    if any(path.startswith("src/") for path in changed_by_hand(context.crate)):
        return False  # the error may well be in what a person wrote
    refused = blamed(failure.errors, state.read(CompiledProgram))
    if not refused:
        return False
    found = state.read(Found)
    compiler = Compiler(_seen(context, timed), state.read(Observations), _parallel(context))
    left = without(refused, found, compiler)
    if len(left.regions) == len(found.regions):
        return False
    for function in dict.fromkeys(r.root for r in found.regions if r not in left.regions):
        context.stages.say(f"left out, because rustc refuses its Rust (a defect of migrator): {function}")
    state.write(left)
    _write(context, left, compiler)
    return True


def verify(context: Context, meanwhile: Ahead[MutantBuild] | None = None) -> Verdicts:
    """Compare every replacement with its original. ``meanwhile``: where its mutants are being built already."""
    from migrator.verifying.verify import verify as prove

    state = context.state
    timed, program, built = state.read(Profile), state.read(CompiledProgram), state.read(Built)
    with context.stage("verify", "comparing Rust with Python", Verdicts):
        mutants = _mutants(context, timed, meanwhile) if context.options.mutants else None
        verdicts = prove(
            context.project,
            context.crate,
            timed.workload,
            program,
            state.read(Observations),
            built.build_id,
            seed=context.options.seed,
            timeout_s=context.options.verify_timeout,
            thorough=context.options.thorough,
            mutants=mutants,
            least_score=context.options.mutation_score,
            cluster=context.options.cluster,
            note=context.stages.note,
        )
        state.write(verdicts)
    return verdicts


def record(context: Context) -> Stored:
    """Run a command, any command, and add the calls of the replaced functions to the store."""
    from migrator.profiling.run import observe
    from migrator.verifying.recordings import merge

    workload = resolved(context)
    roots = [f.id for f in context.state.read(CompiledProgram).functions if f.root]
    folder = context.state.folder / "recording"
    options = replace(_profiling(context), state=folder)
    with context.stages.stage("record", "running it to record calls"):
        known = context.state.read(Profile).as_written
        observed = observe(workload, context.discovered(workload), roots, options, 0.0, known)
        stored = merge(context.project, Path(observed.recording))
        shutil.rmtree(folder)
    return stored


def replay(context: Context) -> Verdicts:
    """Compare every replacement with its original on all recorded calls, and on nothing else."""
    from migrator.verifying.verify import verify as prove

    state = context.state
    with context.stages.stage("replay", "comparing on recorded calls"):
        return prove(
            context.project,
            context.crate,
            state.read(Profile).workload,
            state.read(CompiledProgram),
            state.read(Observations),
            state.read(Built).build_id,
            seed=context.options.seed,
            timeout_s=context.options.verify_timeout,
            replay=True,
            note=context.stages.note,
        )


def _mutants(context: Context, timed: Profile, meanwhile: Ahead[MutantBuild] | None = None) -> MutantBuild | None:
    """Return the program with its mutants, built; None where a person changed the Rust, which they would not be mutants of."""
    from migrator.rust.output import changed_by_hand

    edited = [path for path in changed_by_hand(context.crate) if path.startswith("src/")]
    if edited:
        context.stages.note(f"no mutants: {edited[0]} was edited by hand")
        return None
    context.stages.note("compiling mutants")
    try:
        made = meanwhile.result() if meanwhile is not None else None
        return made or _mutant_build(context, timed)
    except MigratorError as error:
        if error.code not in _OF_THE_MACHINE:
            raise
        # What is proven stays proven; it is only not known how well.
        context.stages.say(f"The proofs are not measured by mutants: {str(error)[:300]}")
        return None


def _mutants_meanwhile(context: Context) -> AbstractContextManager[Ahead[MutantBuild] | None]:
    """Build the mutants beside the program, where they are wanted and there is a processor for them."""
    from migrator.verifying.ahead import ahead
    from migrator.verifying.verify import at_once

    if not context.options.mutants or at_once() < 2:
        return nullcontext()
    timed = context.state.read(Profile)
    return ahead(lambda stop: _mutant_build(context, timed, stop))


def _mutant_build(context: Context, timed: Profile, stop: Stop | None = None) -> MutantBuild:
    from migrator.building.vendor import vendored
    from migrator.mutating.program import mutator, share
    from migrator.verifying.mutants import build_mutants

    options = context.options
    mutate = mutator(
        _seen(context, timed),
        context.state.read(Found),
        context.state.read(Observations),
        seed=options.seed,
        most=share(len(context.state.read(CompiledProgram).functions), options.thorough),
    )
    crates = vendored(context.crate)
    return build_mutants(context.project, timed.workload.python, options.offline, mutate, crates, stop)


_OF_THE_MACHINE = ("M403", "M407", "M408")
"""Why a build can fail that is in order: no network, no room, no time."""


def bench(context: Context) -> Measurements:
    """Measure what was proven: each function on its recorded calls, then the workload before and after."""
    from migrator.measuring.bench import bench as measure
    from migrator.measuring.end_to_end import end_to_end
    from migrator.measuring.whole import measure_whole

    state = context.state
    timed, program, verdicts = state.read(Profile), state.read(CompiledProgram), state.read(Verdicts)
    with context.stage("bench", "measuring before and after", Measurements):
        functions = measure(
            context.project,
            context.crate,
            timed.workload,
            program,
            verdicts,
            state.read(Observations),
            note=context.stages.note,
        )
        measured = Measurements("migrator.measurements/1", functions, None)
        state.write(measured)
        accepted = [f.id for f in _made(context).functions if f.accepted]

        def whole(chosen: Sequence[CompiledFunction]) -> EndToEnd:
            return end_to_end(
                context.crate,
                timed.workload,
                chosen,
                runs=context.options.bench_runs,
                options=_profiling(context),
                note=context.stages.note,
            )

        if accepted:
            chosen = [f for f in program.functions if f.root and f.id in accepted]
            found = measure_whole(chosen, functions, whole)
            measured = replace(measured, end_to_end=found.end, slowing=found.slowing)
            state.write(measured)
    return measured


def report(context: Context) -> Report:
    """Make the report from what is there, and write it beside the crate."""
    from migrator.reporting.formats import FORMATS, write

    made = _made(context)
    context.state.write(made)
    if context.crate.is_dir():
        for name in ("html", "markdown"):
            write(made, name, context.crate / f"migration-report{FORMATS[name].suffix}")
    return made


def _made(context: Context) -> Report:
    from migrator.reporting.build import build_report
    from migrator.reporting.environment import environment

    state = context.state
    timed = state.read(Profile)
    built = state.read_if_any(Built)
    spent = state.read_if_any(Spent)
    return build_report(
        timed,
        state.read(Found),
        state.read_if_any(CompiledProgram),
        state.read_if_any(Verdicts),
        state.read_if_any(Measurements),
        spent.stages if spent else (),
        context.project,
        crate=context.crate,
        environment=environment(timed, built.rustc if built else ""),
        least_score=context.options.mutation_score,
    )


def planned(context: Context, *, allow_survivors: bool = False) -> ChangeSet:
    """Return what ``apply`` would change; ``allow_survivors``: also what too many mutants survive."""
    from migrator.installing.apply import plan

    state = context.state
    report = state.read(Report)
    if allow_survivors:
        report = _made(replace(context, options=replace(context.options, mutation_score=0.0)))
    return plan(
        context.project,
        report,
        state.read(CompiledProgram),
        state.read(Verdicts),
        package=state.read(Built).package,
        crate=context.crate,
    )


def install_command(context: Context) -> str:
    """Return the command that puts the extension as built into the workload's environment."""
    state = context.state
    return shlex.join([state.read(Profile).workload.python, "-m", "pip", "install", state.read(Built).wheel])


def intentions(context: Context) -> list[str]:
    """Return what ``run`` would do, a line each; nothing is run."""
    workload = resolved(context)
    return [
        f"run      {shlex.join(workload.argv)}",
        f"with     {workload.python}",
        f"in       {workload.cwd}",
        f"project  {context.discovered(workload).name}, {context.project}",
        f"crate    {context.crate}",
        f"state    {context.state.folder}",
    ]


def explained(context: Context, what: str) -> list[tuple[str, str]]:
    """Return title and text of each stage of the function ``FILE::FUNCTION``."""
    from migrator.compiler import Compiler
    from migrator.explaining import explain

    timed = context.state.read(Profile)
    project = _seen(context, timed)
    compiler = Compiler(project, context.state.read(Observations), _parallel(context))
    return explain(compiler, project, what, context.crate)


def status(context: Context) -> list[tuple[str, str]]:
    """Return which stages have left a file, and what is installed."""
    from migrator.installing.lock import LOCK_FILE, LockError, read_lock

    lines = []
    for name, command in FILES.values():
        path = context.state.folder / name
        if path.exists():
            when = datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y-%m-%d %H:%M")
            lines.append((name, f"{when}  (migrator {command})"))
        else:
            lines.append((name, f"missing  (migrator {command} makes it)"))
    try:
        lock = read_lock(context.project)
    except LockError as error:
        lines.append((LOCK_FILE, f"cannot be used: {error}"))
    else:
        installed = ", ".join(lock.functions) if lock else "nothing"
        lines.append(("installed", installed))
    lines += [("environment", text) for text in _environment(context)]
    return lines


def _environment(context: Context) -> list[str]:
    """What is not as it was when the package was built, so that the Python runs."""
    from migrator.building.facts import environment_facts, noted_facts
    from migrator.verifying.verify import find_package

    timed = context.state.read_if_any(Profile)
    built = context.state.read_if_any(Built)
    if timed is None or built is None:
        return []
    noted = noted_facts(context.crate / "python" / find_package(context.crate))
    now = environment_facts(timed.workload.python, "numpy" in noted) if noted else {}
    changed = [f"{name} was {value}, is {now.get(name)}" for name, value in noted.items() if now.get(name) != value]
    return [f"{text}: the Python runs until `migrator build` and `migrator verify` have" for text in changed] or [
        "as it was built and proven for"
    ]


def _profiling(context: Context) -> ProfileOptions:
    from migrator.profiling.options import ProfileOptions

    context.state.prepare()
    return ProfileOptions(
        timeout_s=context.options.timeout,
        output=context.state.folder / OUTPUT,
        state=context.state.folder,
        progress=lambda name, seconds: context.stages.note(f"{name} {seconds:.0f} s"),
    )


def _thresholds(context: Context) -> FindOptions:
    from migrator.finding.find import FindOptions

    return FindOptions(listed=context.options.listed, hot=context.options.hot)


def _seen(context: Context, timed: Profile) -> Project:
    from migrator.finding.find import with_profile

    return with_profile(context.discovered(timed.workload), timed)


def resolved(context: Context) -> Workload:
    """Return the command to run: the given one, or the project's own ``workload``."""
    from migrator.profiling.workload import resolve

    argv = context.command or context.options.workload
    if not argv:
        raise MigratorError("M001", "There is no command to run.", place=str(context.project))
    return resolve(argv, context.project)
