"""The ``migrator`` command. Parses, calls one function of the pipeline, prints what came of it.

Data goes to stdout, all else to stderr. Heavy modules are imported inside the command that needs them, so that
``migrator --help`` is fast. A command returns its exit status; ``main`` turns errors into text and status.
"""

from __future__ import annotations

import functools
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import rich_click as click
from rich.console import Console
from rich.text import Text

from migrator import __version__, config
from migrator.diagnostics import TABLE, hint_for, lookup
from migrator.errors import ExitCode, MigratorError
from migrator.reporting.formats import FORMATS
from migrator.signals import stoppable

if TYPE_CHECKING:
    from migrator.installing.apply import ChangeSet
    from migrator.model.report import Report
    from migrator.pipeline import Context

_INTERNAL = 70
_LAST_LINES = 25
_PASS_THROUGH = {"ignore_unknown_options": True, "allow_interspersed_args": False}
"""Everything from the first word that is not ours on is the user's command line."""

click.rich_click.TEXT_MARKUP = "markdown"
click.rich_click.SHOW_ARGUMENTS = False
click.rich_click.MAX_WIDTH = 100
click.rich_click.COMMAND_GROUPS = {
    "migrator": [
        {"name": "The main job", "commands": ["run", "apply", "rollback", "check"]},
        {
            "name": "Its steps, one by one",
            "commands": ["profile", "find", "generate", "build", "verify", "bench", "report"],
        },
        {"name": "Evidence from real runs", "commands": ["record", "replay", "stats"]},
        {"name": "Looking and helping", "commands": ["explain", "status", "config", "completion"]},
    ]
}


@dataclass(frozen=True)
class Call:
    """One call of a command: the options that all commands have, and the settings that hold."""

    project: Path
    settings: config.Settings
    verbose: int
    quiet: bool
    ascii_only: bool
    no_input: bool
    out: Console
    err: Console

    def context(self, command: tuple[str, ...] = ()) -> Context:
        """Return what the pipeline needs."""
        from migrator.pipeline import Context
        from migrator.reporting.progress import Stages

        stages = Stages(self.err, quiet=self.quiet, ascii_only=self.ascii_only)
        return Context(self.project, self.settings.options, command, stages)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the project while its files are written; first mend what a cut-off run left."""
        from migrator.installing.apply import settle
        from migrator.installing.exclusive import exclusive

        recovered = settle(self.project)
        if recovered is not None:
            self.say(f"An {recovered.operation} that was cut off has been undone.", "yellow")
        with exclusive(self.project):
            yield

    def say(self, text: str, style: str = "") -> None:
        """Tell the person something that is not data."""
        if not self.quiet:
            self.err.print(Text(text, style=style))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def app() -> None:
    """Move the hot numeric functions of a Python project to proven Rust.

    `migrator run -- python train.py` profiles the command, writes Rust for the functions that take the time, proves it
    equal to the Python, measures it and reports. `migrator apply` then puts it to use.
    """


def _common(*settings: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The options of every command, and those of ``settings``; the command gets them as one ``Call``."""

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        @functools.wraps(function)
        def wrapped(**given: Any) -> int:
            call = _call(given, {name: given.pop(name) for name in settings})
            return function(call, **given)

        made: Callable[..., int] = wrapped
        for name in reversed(settings):
            made = _setting_option(name)(made)
        for option in reversed(_COMMON):
            made = option(made)
        return made

    return decorate


_COMMON: tuple[Callable[[Callable[..., int]], Callable[..., int]], ...] = (
    click.option(
        "--project",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("."),
        metavar="DIR",
        help="Folder of the project (default: the current one).",
    ),
    click.option("-v", "--verbose", count=True, metavar=" ", help="Show more; twice for tracebacks."),
    click.option("-q", "--quiet", is_flag=True, help="Show only results and errors."),
    click.option(
        "--log-file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write what is done, with times, to FILE.",
    ),
    click.option("--ascii", "ascii_only", is_flag=True, help="Use ASCII characters only."),
    click.option("--no-color", is_flag=True, help="No colours (also NO_COLOR=1)."),
    click.option("--no-input", is_flag=True, help="Never ask; what would be asked is an error."),
)


def _setting_option(name: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The option of one setting, from its declaration; None where it was not given."""
    declared = config.FIELDS[name].metadata
    kind = config.Kinds[name]
    help_text = f"{declared['help']} Default: {config.as_text(config.FIELDS[name].default)}."
    if kind is bool:
        return click.option(config.flag(name), name, is_flag=True, default=None, help=help_text)
    return click.option(
        config.flag(name),
        name,
        type=kind if kind in (int, float) else str,
        multiple=kind == tuple[str, ...],
        default=None,
        metavar=declared["metavar"] or None,
        help=help_text,
    )


def _call(given: dict[str, Any], settings: dict[str, Any]) -> Call:
    project = given.pop("project").resolve()
    if not project.is_dir():
        raise MigratorError("M005", "There is no such folder.", place=str(project))
    _log_to(given.pop("log_file"))
    no_color = given.pop("no_color") or None
    call = Call(
        project=project,
        settings=config.load(project, settings),
        verbose=given.pop("verbose"),
        quiet=given.pop("quiet"),
        ascii_only=given.pop("ascii_only"),
        no_input=given.pop("no_input"),
        out=Console(highlight=False, no_color=no_color),
        err=Console(stderr=True, highlight=False, no_color=no_color),
    )
    _CURRENT.append(call)
    return call


_CURRENT: list[Call] = []
"""The call under way, so that ``main`` prints its errors as the call asked."""


def _log_to(path: Path | None) -> None:
    if path is None:
        return
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        message = f"The log file cannot be written: {error.strerror}."
        raise MigratorError("M014", message, place=str(path)) from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("migrator")
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)


def _command_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """The user's command line; an option of ours that does not exist must not start it."""
    if words and words[0].startswith("-"):
        raise click.NoSuchOption(words[0].partition("=")[0], ctx=click.get_current_context())
    return words


_WORKLOAD = click.argument("command", nargs=-1, type=click.UNPROCESSED)
_PROVEN = (
    "seed",
    "verify_timeout",
    "thorough",
    "mutation_score",
    "offline",
    "parallel",
    "parallel_functions",
    "release_gil",
)
_MEASURED = ("out", "packages", "timeout", "hot", "listed", *_PROVEN, "bench_runs")


# --- the main job ---


@app.command("run", context_settings=_PASS_THROUGH)
@_WORKLOAD
@_common(*_MEASURED)
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write the report as JSON to FILE.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and stop.")
def run_command(call: Call, command: tuple[str, ...], json_file: Path | None, dry_run: bool) -> int:
    """Profile a command, write Rust for what is hot, prove it, measure it, report.

    COMMAND is `python script.py …`, `python -m package …`, `pytest …` or a console script, as you would type it; without
    one, `workload` of `[tool.migrator]` in pyproject.toml. Nothing of yours changes: the Rust goes to `native/`.
    """
    from migrator import pipeline

    context = call.context(_command_words(command))
    if dry_run:
        call.out.print(Text("\n".join(pipeline.intentions(context))), soft_wrap=True)
        return ExitCode.OK
    with call.alone():
        report = pipeline.run(context)
    return _conclude(call, report, json_file)


@app.command("apply")
@_common("out")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show the diff, change nothing.")
@click.option("--allow-dirty", is_flag=True, help="Also change files with uncommitted edits.")
@click.option("--allow-survivors", is_flag=True, help="Also install what too many mutants survive.")
def apply_command(call: Call, yes: bool, dry_run: bool, allow_dirty: bool, allow_survivors: bool) -> int:
    """Put the proven replacements to use: show the diff, ask, write."""
    from migrator import pipeline
    from migrator.installing.apply import apply, settle

    settle(call.project)
    changes = pipeline.planned(call.context(), allow_survivors=allow_survivors)
    _show_changes(call, changes)
    if dry_run or not changes.files:
        if not changes.files:
            call.say("All accepted functions are installed already.")
        return ExitCode.OK
    if not yes and not _agreed(call, f"Change {_files(len(changes.files))}?"):
        call.say("Nothing was changed.")
        return ExitCode.FINDINGS
    apply(changes, allow_dirty=allow_dirty)
    call.say(
        f"{len(changes.installed)} installed. `migrator rollback` takes them out again; "
        "commit migrator.lock with the change.",
        "green",
    )
    call.say(f"To have the Rust where it runs: {pipeline.install_command(call.context())}")
    return ExitCode.OK


@app.command("rollback")
@_common()
@click.option("--force", is_flag=True, help="Keep later edits, take only our block out.")
def rollback_command(call: Call, force: bool) -> int:
    """Undo `apply`: every file back to its bytes."""
    from migrator.installing.rollback import rollback

    done = rollback(call.project, force=force)
    for path in done.restored:
        call.out.print(Text(f"restored {path}"))
    for path in done.merged:
        call.out.print(Text(f"block taken out of {path} (your later edits are kept)"))
    return ExitCode.OK


@app.command("check")
@_common()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def check_command(call: Call, files: tuple[Path, ...]) -> int:
    """Check, without building or importing, that the installed replacements stand on their proof."""
    from migrator.hook import main as hook

    context = click.get_current_context()
    assert context is not None
    given = context.get_parameter_source("project")
    argv = [str(f) for f in files]
    if given is not None and given.name != "DEFAULT":
        argv = ["--project", str(call.project), *argv]
    return hook(argv)


# --- its steps ---


@app.command("profile", context_settings=_PASS_THROUGH)
@_WORKLOAD
@_common("packages", "timeout", "hot", "listed")
def profile_command(call: Call, command: tuple[str, ...]) -> int:
    """Run a command and record who is hot, and what passes through the hot functions."""
    from migrator import pipeline
    from migrator.reporting.console import print_profile

    context = call.context(_command_words(command))
    with call.alone():
        profile = pipeline.profile(context)
    print_profile(profile, call.out, ascii_only=call.ascii_only)
    return ExitCode.OK


@app.command("find")
@_common("packages", "hot", "listed")
def find_command(call: Call) -> int:
    """Rank the hot functions and choose the regions to compile."""
    from migrator import pipeline
    from migrator.reporting.console import print_found

    with call.alone():
        found = pipeline.find(call.context())
    print_found(found, call.out, ascii_only=call.ascii_only, verbose=call.verbose > 0)
    return ExitCode.OK


@app.command("generate")
@_common("out", "packages", "parallel", "parallel_functions", "release_gil")
def generate_command(call: Call) -> int:
    """Write the Rust crate with its Python package, stubs and tests."""
    from migrator import pipeline

    with call.alone():
        crate = pipeline.generate(call.context())
    call.out.print(Text(str(crate)), soft_wrap=True)
    return ExitCode.OK


@app.command("build")
@_common("out", "offline")
@click.option(
    "--vendor", is_flag=True, help="First copy the crates it needs to `native/vendor`, for machines without a network."
)
def build_command(call: Call, vendor: bool) -> int:
    """Build the crate with maturin."""
    from migrator import pipeline

    with call.alone():
        extension = pipeline.build(call.context(), vendor)
    call.out.print(Text(str(extension or "rustc refuses every function; see `migrator report`")), soft_wrap=True)
    return ExitCode.OK if extension else ExitCode.BUILD


@app.command("verify")
@_common("out", "packages", "cluster", *_PROVEN)
def verify_command(call: Call) -> int:
    """Compare every replacement with its original on recorded, edge, searched and bulk inputs."""
    from migrator import pipeline

    with call.alone():
        pipeline.verify(call.context())
        report = pipeline.report(call.context())
    _print(call, report)
    return ExitCode.FINDINGS if _unequal(report) else ExitCode.OK


@app.command("record", context_settings=_PASS_THROUGH)
@_WORKLOAD
@_common("packages", "timeout")
def record_command(call: Call, command: tuple[str, ...]) -> int:
    """Run a command, a test suite for one, and keep the calls of the replaced functions for later proofs."""
    from migrator import pipeline

    context = call.context(_command_words(command))
    with call.alone():
        stored = pipeline.record(context)
    for identity, number in stored.new.items():
        call.out.print(Text(f"{number:>6} new, {stored.kept.get(identity, 0):>6} kept  {identity}"), soft_wrap=True)
    if not stored.new:
        call.out.print(Text("no new calls"))
    return ExitCode.OK


@app.command("replay")
@_common("out", "seed", "verify_timeout")
def replay_command(call: Call) -> int:
    """Compare every replacement with its original on all recorded calls, and on nothing else."""
    from migrator import pipeline

    with call.alone():
        verdicts = pipeline.replay(call.context())
    for verdict in verdicts.functions:
        recorded = next((e for e in verdict.evidence if e.kind == "recorded"), None)
        counts = f"{recorded.inputs} calls, {recorded.native} in Rust, {recorded.trapped} trapped" if recorded else ""
        word = "different" if verdict.verdict == "different" else "equal" if recorded else "not compared"
        call.out.print(Text(f"{word:<13} {verdict.id}  {counts}"), soft_wrap=True)
        if verdict.counterexample:
            call.out.print(Text(verdict.counterexample))
        elif recorded is None and verdict.reasons:
            call.out.print(Text(f"    {verdict.reasons[0].message}"), soft_wrap=True)
    return ExitCode.FINDINGS if any(v.verdict == "different" for v in verdicts.functions) else ExitCode.OK


@app.command("stats")
@_common()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def stats_command(call: Call, file: Path | None) -> int:
    """Show how often Rust was used in real runs, and which guards sent calls back to Python.

    A run leaves its counters in the file that MIGRATOR_STATS names, when it ends; without FILE,
    `.migrator/stats.jsonl` of the project is read.
    """
    from migrator.reporting.stats import FILE, read_stats
    from migrator.state import FOLDER

    for identity, use in read_stats(file or call.project / FOLDER / FILE).items():
        kinds = ", ".join(f"{kind} {number:,}" for kind, number in use.traps.items())
        parts = [f"{use.calls:,} calls, {use.in_rust:.1%} in Rust"] if use.calls else []
        parts += [f"traps: {kinds}"] if kinds else []
        parts += [f"{use.skipped:,} past it after many traps"] if use.skipped else []
        parts += [f"{use.compared:,} of {use.seen:,} compared in shadow"] if use.seen else []
        parts += [f"DIFFERENT: {use.difference}"] if use.difference else []
        parts += [f"stays Python: {use.reason}"] if use.reason else []
        call.out.print(Text(f"{identity}  {'; '.join(parts) or 'not called'}"), soft_wrap=True)
    return ExitCode.OK


@app.command("bench")
@_common("out", "packages", "timeout", "bench_runs")
def bench_command(call: Call) -> int:
    """Measure every replacement, and the whole workload before and after."""
    from migrator import pipeline

    with call.alone():
        pipeline.bench(call.context())
        report = pipeline.report(call.context())
    _print(call, report)
    return ExitCode.OK


@app.command("report")
@_common("out")
@click.option(
    "--format",
    "name",
    type=click.Choice(["console", *FORMATS]),
    default="console",
    help="Form of the report (default: console).",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File to write (default: stdout).",
)
def report_command(call: Call, name: str, output: Path | None) -> int:
    """Make the report again from what the last run left."""
    from migrator import pipeline
    from migrator.reporting.formats import write

    with call.alone():
        report = pipeline.report(call.context())
    if name == "console":
        _print(call, report)
    elif output is not None:
        write(report, name, output)
        call.say(f"wrote {output}")
    else:
        click.echo(FORMATS[name].load()(report), nl=False)
    return ExitCode.OK


# --- looking and helping ---


@app.command("explain")
@_common("packages")
@click.argument("what", metavar="FILE::FUNCTION | CODE")
def explain_command(call: Call, what: str) -> int:
    """Print a function at each stage (source, typed IR after each pass, Rust), or what a code means."""
    if what.upper() in TABLE:
        _explain_code(call, what.upper())
        return ExitCode.OK
    from migrator import pipeline

    for title, text in pipeline.explained(call.context(), what):
        call.out.rule(Text(title), align="left", characters="-" if call.ascii_only else "─")
        call.out.print(Text(text.rstrip("\n")), soft_wrap=True)
    return ExitCode.OK


@app.command("status")
@_common()
def status_command(call: Call) -> int:
    """Show which steps have run here, and what is installed."""
    from migrator import pipeline

    for name, text in pipeline.status(call.context()):
        call.out.print(Text(f"{name:<18} {text}"), soft_wrap=True)
    return ExitCode.OK


@app.command("config")
@_common(*_MEASURED)
@click.option("--show", is_flag=True, help="Show every setting, its value and its origin (default).")
def config_command(call: Call, show: bool) -> int:
    """Show every setting, its value, and where the value comes from."""
    from migrator.building.environment import cache_folder, target_folder

    for name, origin in call.settings.origins.items():
        value = config.as_text(getattr(call.settings.options, name))
        call.out.print(Text(f"{name:<15} {value:<24} {origin}"), soft_wrap=True)
    call.out.print(Text(f"{'(cache)':<15} {cache_folder()}"), soft_wrap=True)
    call.out.print(Text(f"{'(target)':<15} {target_folder()}"), soft_wrap=True)
    return ExitCode.OK


@app.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> int:
    """Print the completion script of a shell; `eval "$(migrator completion bash)"` turns it on."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(app, {}, "migrator", "_MIGRATOR_COMPLETE").source())
    return ExitCode.OK


# --- what the commands share ---


def _conclude(call: Call, report: Report, json_file: Path | None) -> int:
    from migrator.reporting.formats import write

    _print(call, report)
    if json_file is not None:
        write(report, "json", json_file)
    page = call.project / call.settings.options.out / "migration-report.html"
    if page.exists():
        call.say(f"full report: {os.path.relpath(page)}")
    return ExitCode.FINDINGS if _different(report) else ExitCode.OK


def _print(call: Call, report: Report) -> None:
    from migrator.reporting.console import print_report

    print_report(report, ascii_only=call.ascii_only, verbose=call.verbose > 0, console=call.out)


def _different(report: Report) -> bool:
    return any(f.verdict == "different" for f in report.functions)


def _unequal(report: Report) -> bool:
    return any(f.verdict != "equal" for f in report.functions if f.tier != "python")


def _show_changes(call: Call, changes: ChangeSet) -> None:
    from migrator.installing.diff import unified_diff
    from migrator.installing.lock import LOCK_FILE

    shown = [c for c in changes.files if call.verbose or c.path != LOCK_FILE]
    call.out.print(Text(unified_diff(shown)), soft_wrap=True, end="")
    if len(shown) < len(changes.files):
        call.out.print(Text(f"and {LOCK_FILE}, the record of the proof (-v shows it)"))
    for identity, reason in changes.refused.items():
        call.say(f"{identity}: {reason.code} {reason.message} {hint_for(reason.code, reason.hint)}", "yellow")


def _agreed(call: Call, question: str) -> bool:
    if call.no_input or not sys.stdin.isatty():
        raise MigratorError("M020", f"There is nobody to answer: {question}")
    return click.confirm(question, err=True)


def _files(number: int) -> str:
    return f"{number} file" if number == 1 else f"{number} files"


def _explain_code(call: Call, code: str) -> None:
    row = lookup(code)
    call.out.print(Text(f"{row.code}: {row.title}", style="bold"))
    call.out.print(Text(f"\n{row.why}\n\n{row.hint}"))


# --- errors ---


def main(argv: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status."""
    sys.exit(int(invoke(argv)))


def invoke(argv: list[str] | None = None) -> int:
    """Run the command line ``argv`` and return the exit status; prints errors."""
    logger = logging.getLogger("migrator")
    # Without a handler of ours Python would print errors of the log on stderr once more.
    handlers = [logging.NullHandler(), *logger.handlers]
    logger.handlers = handlers
    _CURRENT.clear()
    try:
        with stoppable():
            return _invoke(argv)
    finally:
        for handler in logger.handlers[len(handlers) :]:
            handler.close()
        logger.handlers = handlers[1:]


def _invoke(argv: list[str] | None) -> int:
    try:
        result = app.main(args=argv, prog_name="migrator", standalone_mode=False)
    except MigratorError as error:
        return _failed(error)
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        return _failed(MigratorError("M012", "Stopped from the keyboard."))
    except BrokenPipeError:
        # The reader of our output has gone; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except Exception as error:
        return _bug(error)
    return result if isinstance(result, int) else ExitCode.OK


def _console() -> Console:
    return _CURRENT[-1].err if _CURRENT else Console(stderr=True, highlight=False)


def _failed(error: MigratorError) -> int:
    """Say what happened, where, and what to do; first what the user's program said, if it failed."""
    logging.getLogger("migrator").error("%s", error, exc_info=error)
    console = _console()
    if error.exit_code == ExitCode.PROGRAM and _CURRENT:
        console.print(Text(_last_words(_CURRENT[-1].project), style="dim"))
    text = Text("error ", style="bold red")
    text.append(f"{error.code} ", style="bold")
    text.append(error.message)
    if error.place:
        text.append(f"\n   at {error.place}", style="dim")
    hint = hint_for(error.code, error.hint)
    if hint:
        text.append("\n   do ", style="bold green")
        text.append(hint)
    console.print(text)
    if _CURRENT and _CURRENT[-1].verbose > 1:
        console.print(Text("".join(traceback.format_exception(error)), style="dim"))
    return error.exit_code


def _last_words(project: Path) -> str:
    """The end of what the user's program printed."""
    from migrator.state import FOLDER, OUTPUT

    try:
        raw = (project / FOLDER / OUTPUT).read_bytes()
    except OSError:
        return "(the program printed nothing)"
    lines = raw.decode("utf-8", "replace").splitlines()[-_LAST_LINES:]
    return "\n".join("".join(c if c.isprintable() else " " for c in line) for line in lines)


def _bug(error: Exception) -> int:
    logging.getLogger("migrator").error("internal error", exc_info=error)
    console = _console()
    console.print(Text("".join(traceback.format_exception(error)), style="dim"))
    console.print(
        Text(
            f"internal error: {type(error).__name__}. This is a bug in migrator, not in your code; nothing of "
            "yours was changed. Please report it with the text above.",
            style="bold red",
        )
    )
    return _INTERNAL
