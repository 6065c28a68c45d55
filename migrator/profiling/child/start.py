"""Starts the user's program as ``python script.py`` or ``python -m module`` would, watched as the
plan says: not at all (``plain``), by time (``time``), or hot functions in detail (``observe``).
"""

from __future__ import annotations

import builtins
import json
import os
import sys
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from types import CodeType, ModuleType, TracebackType
from typing import Any

from . import loading
from .places import Places, stem

Plan = dict[str, Any]
_OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))


def read_plan(argv: list[str]) -> Plan:
    """Return the plan that ``--plan FILE`` names."""
    if len(argv) != 3 or argv[1] != "--plan":
        raise SystemExit("usage: runner.py --plan FILE")
    with open(argv[2], encoding="utf-8") as file:
        plan = json.load(file)
    if not isinstance(plan, dict):
        raise SystemExit("runner.py: the plan is not an object")
    return plan


def run(plan: Plan, before: frozenset[str]) -> None:
    """Run the program; ``before`` are the modules that Python itself had loaded."""
    target = str(plan["target"])
    places = Places(plan["root"], [entry["path"] for entry in plan.get("roots", [])])
    watch = _watch(plan, places)
    _set_up_path(plan)
    _make_room(before)
    sys.orig_argv = list(plan["orig_argv"])
    _new_main()
    try:
        if plan["kind"] == "module":
            import runpy

            sys.argv = ["-m", *plan["arguments"]]
            watch.start()
            runpy._run_module_as_main(target)  # type: ignore[attr-defined]  # what ``python -m`` calls
        else:
            sys.argv = [plan["shown"], *plan["arguments"]]
            watch.start()
            _run_script(target, watch)
    except SystemExit:
        raise
    except BaseException:
        _hide_own_frames()
        raise


class Watch:
    """What a mode adds to a run: other code for modules, and something to start."""

    def __init__(self) -> None:
        self.compile: loading.Compile | None = None
        self.start: Callable[[], None] = lambda: None
        self.own_work: Callable[[int], None] = lambda _nanoseconds: None


def _watch(plan: Plan, places: Places) -> Watch:
    watch = Watch()
    if plan["mode"] == "time":
        from .timing import prepare

        prepare(plan, places, watch)
    elif plan["mode"] == "observe":
        from .observing import prepare as prepare_observing

        prepare_observing(plan, places, watch)
    elif plan.get("inject"):
        insert = loading.load_function(plan["block"], "_migrator_block", "insert_block")
        watch.compile = loading.injecting(insert, plan["inject"])
    if watch.compile is not None:
        loading.install(watch.compile, watch.own_work)
    return watch


def _set_up_path(plan: Plan) -> None:
    """Make ``sys.path`` what it is when Python is started on the target itself."""
    if not sys.flags.safe_path:
        is_module = plan["kind"] == "module"
        script_folder = os.path.dirname(os.path.realpath(plan["target"]))
        sys.path[0] = os.getcwd() if is_module else script_folder
    added = list(plan.get("sys_path", []))
    at = 0 if sys.flags.safe_path else 1
    sys.path[at:at] = added


def _make_room(before: frozenset[str]) -> None:
    """Let modules of the program be found that have the name of one that only we have loaded."""
    folder = sys.path[0] if sys.path else ""
    for name in set(sys.modules) - before:
        top = name.partition(".")[0]
        if top.startswith("_migrator"):
            continue
        place = os.path.join(folder, top)
        if os.path.exists(place + ".py") or os.path.isfile(os.path.join(place, "__init__.py")):
            del sys.modules[name]


def _new_main() -> ModuleType:
    """Put a new ``__main__`` in place; ours is kept alive by its running frame."""
    main = ModuleType("__main__")
    vars(main).update(__builtins__=builtins, __annotations__={})
    sys.modules["__main__"] = main
    return main


def _run_script(target: str, watch: Watch) -> None:
    namespace = sys.modules["__main__"].__dict__
    loader = SourceFileLoader("__main__", target)
    namespace.update(
        __doc__=None,
        __package__=None,
        __loader__=loader,
        __spec__=None,
        __file__=target,
        __cached__=None,
    )
    code = _script_code(loader, target, watch)
    del loader
    exec(code, namespace)


def _script_code(loader: SourceFileLoader, target: str, watch: Watch) -> CodeType:
    if watch.compile is not None:
        read = loader.get_data
        made = loading.compiled(watch.compile, stem(target), target, read, watch.own_work)
        if made is not None:
            return made
    content = loader.get_data(target)
    return compile(content, target, "exec", dont_inherit=True)


def _hide_own_frames() -> None:
    """Let the traceback begin where it does without us, and leave the rest to the interpreter:
    the exit status, and ending by the signal after Ctrl-C.
    """
    show = sys.excepthook

    def hook(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
        value.__traceback__ = _without_ours(trace)
        show(kind, value, value.__traceback__)

    sys.excepthook = hook


def _without_ours(trace: TracebackType | None) -> TracebackType | None:
    while trace is not None and _is_ours(trace.tb_frame.f_code):
        trace = trace.tb_next
    entry = trace
    while entry is not None:
        while entry.tb_next is not None and _is_ours(entry.tb_next.tb_frame.f_code):
            entry.tb_next = entry.tb_next.tb_next
        entry = entry.tb_next
    return trace


def _is_ours(code: CodeType) -> bool:
    if any(code is own for own in loading.OWN_CODE):
        return True
    return os.path.abspath(code.co_filename).startswith(_OWN_FOLDER + os.sep)
