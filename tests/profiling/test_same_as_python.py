"""A program that is watched prints, returns and fails as it does under plain Python."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from migrator.profiling import process
from tests.profiling.conftest import Tiny

ARGUMENTS = ["a", "b c"]
RUNNER = Path(process.__file__).parent / "child" / "runner.py"

MODES = ("plain", "time", "observe")
PROGRAMS = {
    "namespace": """
        import sys
        print(sorted(k for k in globals()), __name__, __file__, __spec__, __package__, __doc__)
        print(sys.argv, sys.path[0], __builtins__, sys.modules["__main__"].__dict__ is globals())
        print(sys.orig_argv)
        """,
    "docstring": """
        '''The text.'''
        import sys
        print(__doc__)
        def f():
            '''inner'''
        def g(): 'only'
        print(f.__doc__, g.__doc__, f())
        """,
    "exception": """
        def inner(x):
            return [1, 2][x]

        def outer(x):
            try:
                return inner(
                    x
                )
            except IndexError as error:
                raise ValueError("no such") from error

        outer(5)
        """,
    "exit_status": """
        import sys
        def stop():
            sys.exit(3)
        stop()
        """,
    "exit_text": """
        raise SystemExit("the reason")
        """,
    "hook": """
        import sys
        def hook(kind, value, trace):
            print("hook", kind.__name__, trace.tb_lineno, trace.tb_frame.f_code.co_name)
        sys.excepthook = hook
        def f():
            1 / 0
        f()
        """,
    "atexit": """
        import atexit, threading, time
        def work():
            time.sleep(0.05)
            print("thread done")
        atexit.register(print, "bye")
        threading.Thread(target=work).start()
        print("main done")
        """,
    "os_exit": """
        import os, sys
        def f():
            print("out", flush=True)
            os._exit(7)
        f()
        """,
    "generators": """
        def count(n):
            try:
                for i in range(n):
                    got = yield i
                    if got:
                        print("got", got)
                return "end"
            finally:
                print("closed")

        def delegate(n):
            result = yield from count(n)
            print(result)

        g = count(5)
        print(next(g), g.send("x"))
        g.close()
        print(list(delegate(3)))
        print([*(x * x for x in range(3))])
        """,
    "methods": """
        import functools, inspect
        class Base:
            def name(self, *args, k=1, **rest):
                return "base", args, k, rest
        class Child(Base):
            total = 0
            def __init__(self):
                super().__init__()
                self.x = 2
            def name(self, *args, k=1, **rest):
                return super().name(*args, k=k + 1, **rest)
            @staticmethod
            def plain(a, /, b, *, c=3):
                return a, b, c
            @classmethod
            def make(cls):
                return cls()
            @property
            def y(self):
                return self.__hidden()
            def __hidden(self):
                return self.x
            @functools.lru_cache(maxsize=None)
            def cached(self, n):
                return n
        c = Child.make()
        print(c.name(1, 2, z=3), c.plain(1, 2), c.y, c.cached(4), Child.cached(c, 4))
        print(inspect.signature(Child.plain), Child.name.__qualname__, Child.name.__code__.co_name)
        print(inspect.getsource(Child.make))
        """,
    "scopes": """
        counter = 0
        def bump():
            global counter
            counter += 1
            return counter
        def closure():
            n = 0
            def up():
                nonlocal n
                n += 1
                return n
            return up
        def names(a, b):
            c = 1
            return sorted(locals()), sorted(vars())
        def evaluated(a):
            return eval("a + 1"), sorted(dir())
        up = closure()
        print(bump(), bump(), up(), up(), names(1, 2), evaluated(1))
        print(sorted(globals()))
        """,
    "control": """
        def search(rows, wanted):
            for index, row in enumerate(rows):
                if row == wanted:
                    break
                elif row is None:
                    continue
            else:
                return -1
            while index:
                index -= 1
                try:
                    if index == 1:
                        return "one"
                finally:
                    print("finally")
            with open(__file__) as file:
                return file.readline()[:0] or index
        def kind(x):
            match x:
                case [a, b] if a == b:
                    return "pair"
                case {"k": v}:
                    return v
                case _:
                    pass
            return (yield_ := "none")
        def overridden():
            try:
                return 1
            finally:
                return 2
        print(search([1, 2, 3], 3), search([1], 5), search([4], 4), search([], 1))
        print(kind([1, 1]), kind({"k": 4}), kind(5), overridden())
        """,
    "warning": """
        import warnings
        def old():
            warnings.warn("it is old", DeprecationWarning, stacklevel=2)
        old()
        """,
    "frames": """
        import sys, traceback
        def who():
            return sys._getframe(1).f_code.co_name
        def caller():
            return who(), sys._getframe().f_lineno
        def listing():
            return [f.name for f in traceback.extract_stack()][-2:]
        print(caller(), listing())
        """,
    "arguments_changed": """
        def scale(xs, k):
            for i in range(len(xs)):
                xs[i] *= k
            xs.append(xs)
            del k
            return xs
        a = [1.0, 2.0]
        b = scale(a, 2.0)
        print(a is b, a[:2], a[2] is a)
        """,
    "deleted": """
        class Tracked:
            def __init__(self, name):
                self.name = name
            def __del__(self):
                print("del", self.name)
        def use(x):
            return x.name
        for i in range(3):
            print(use(Tracked(i)))
        """,
    "shadowing": """
        import random_steps_are_mine, json
        print(json.MINE, random_steps_are_mine.X)
        """,
    "interrupted": """
        import signal, os
        def f():
            os.kill(os.getpid(), signal.SIGINT)
            while True:
                pass
        f()
        """,
    "crash": """
        import os, signal
        def f():
            print("before", flush=True)
            os.kill(os.getpid(), signal.SIGSEGV)
        f()
        """,
    "replaced": """
        import os, sys
        print("first", flush=True)
        os.execv(sys.executable, [sys.executable, "-c", "print('second')"])
        """,
    "forked": """
        import os
        def f(n):
            return n + 1
        pid = os.fork()
        if pid == 0:
            print("child", f(1), flush=True)
            os._exit(0)
        os.waitpid(pid, 0)
        print("parent", f(2))
        """,
    "pool": """
        import multiprocessing, sys
        def square(x):
            return x * x
        if __name__ == "__main__":
            for method in ("fork", "spawn"):
                with multiprocessing.get_context(method).Pool(1) as pool:
                    print(method, pool.map(square, range(4)))
        """,
    "syntax_error": """
        def f(:
            pass
        """,
    "future": """
        from __future__ import annotations
        def f(x: NotDefined) -> Nothing:
            return f.__annotations__
        print(f(1))
        """,
    "asynchronous": """
        import asyncio
        async def wait(n):
            await asyncio.sleep(0)
            return n
        async def stream():
            for i in range(2):
                yield i
        async def main():
            return [await wait(1)] + [x async for x in stream()]
        print(asyncio.run(main()))
        """,
}


Ended = tuple[int, str, str]
"""Exit status, standard output, standard error."""


def run_plain(tiny: Tiny, python: str, program: list[str], options: Sequence[str] = ()) -> Ended:
    return run([python, *options, *program, *ARGUMENTS], tiny.root)


def run_watched(
    tiny: Tiny, python: str, program: list[str], plan: dict[str, Any], options: Sequence[str] = ()
) -> Ended:
    state = tiny.root.parent / "state"
    state.mkdir(exist_ok=True)
    whole = {
        "kind": "module" if program[0] == "-m" else "script",
        "target": program[-1] if program[0] == "-m" else str(tiny.root / program[-1]),
        "shown": program[-1],
        "arguments": ARGUMENTS,
        "orig_argv": [python, *options, *program, *ARGUMENTS],
        "root": str(tiny.root),
        "result": str(state / "result.json"),
        "recording": str(state / "recording.jsonl"),
        **plan,
    }
    (state / "plan.json").write_text(json.dumps(whole), encoding="utf-8")
    return run([python, *options, str(RUNNER), "--plan", str(state / "plan.json")], tiny.root)


def run(command: list[str], folder: Path) -> Ended:
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    return ended.returncode, _without_addresses(ended.stdout), ended.stderr


def _without_addresses(text: str) -> str:
    return re.sub(r"0x[0-9a-f]{6,}", "0x", text)


def all_functions(text: str) -> list[str]:
    """Return an id for each ``def``, however it is nested: what is not there does no harm."""
    names = re.findall(r"def (\w+)", text)
    classes = [*re.findall(r"class (\w+)", text)]
    found = [f"main:{n}" for n in names]
    found += [f"main:{c}.{n}" for c in classes for n in names]
    return found + [f"main:{a}.<locals>.{b}" for a in names for b in names]


def plan_of(mode: str, text: str = "") -> dict[str, Any]:
    match mode:
        case "time":
            return {"mode": "time", "interval_s": 0.001, "count": True}
        case "observe":
            return {"mode": "observe", "ids": all_functions(text), "share": 0.5, "limits": {}}
    return {"mode": "plain"}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_watched_script_does_what_it_does(tiny: Tiny, name: str) -> None:
    tiny.write("main.py", PROGRAMS[name])
    if name == "shadowing":
        tiny.write("json.py", "MINE = 1\n")
        tiny.write("random_steps_are_mine.py", "X = 1\n")
    plain = run_plain(tiny, sys.executable, ["main.py"])
    for mode in MODES:
        plan = plan_of(mode, PROGRAMS[name])
        assert run_watched(tiny, sys.executable, ["main.py"], plan) == plain


def test_other_interpreters(tiny: Tiny, python: str) -> None:
    # All programs that end well, as one: starting an interpreter for each takes long.
    alone = {"exception", "exit_status", "exit_text", "hook", "os_exit", "shadowing", "atexit"}
    alone |= {"crash", "replaced", "syntax_error", "pool", "forked", "future", "docstring"}
    alone |= {"interrupted"}
    text = "\n".join(PROGRAMS[name] for name in PROGRAMS if name not in alone)
    tiny.write("main.py", text)
    plain = run_plain(tiny, python, ["main.py"])
    assert plain[0] == 0, plain
    for mode in MODES:
        assert run_watched(tiny, python, ["main.py"], plan_of(mode, text)) == plain


def test_infinite_recursion_ends_as_in_python(tiny: Tiny) -> None:
    text = "def f(n):\n    return f(n + 1)\nf(0)\n"
    tiny.write("main.py", text)
    plain = run_plain(tiny, sys.executable, ["main.py"])
    for mode in MODES:
        watched = run_watched(tiny, sys.executable, ["main.py"], plan_of(mode, text))
        assert watched[:2] == plain[:2]
        # Which instruction meets the limit first differs, and so does the end of the message.
        for shown in (watched[2], plain[2]):
            last = shown.splitlines()[-1]
            assert last.startswith("RecursionError: maximum recursion depth exceeded")
        assert "_migrator" not in watched[2]
        assert str(RUNNER.parent) not in watched[2]


def test_a_module_run_by_name(tiny: Tiny) -> None:
    tiny.write("pkg/__init__.py", "NAME = __name__\n")
    tiny.write("pkg/__main__.py", PROGRAMS["namespace"] + "from . import NAME\n        print(NAME, 1 / 0)\n")
    tiny.write("pkg/wrong.py", "def f(:\n    pass\n")
    tiny.write("pkg/imports.py", "import pkg.wrong\n")
    for target in ("pkg", "pkg.__main__", "pkg.nothing", "pkg.wrong", "pkg.imports"):
        plain = run_plain(tiny, sys.executable, ["-m", target])
        for mode in MODES:
            watched = run_watched(tiny, sys.executable, ["-m", target], plan_of(mode))
            assert watched == plain


@pytest.mark.parametrize("options", [["-P"], ["-I"], ["-OO"], ["-W", "error"], ["-X", "dev"]])
def test_options_of_the_interpreter(tiny: Tiny, options: list[str]) -> None:
    text = "\n".join(PROGRAMS[name] for name in ("namespace", "docstring", "methods", "scopes"))
    tiny.write("main.py", text)
    plain = run_plain(tiny, sys.executable, ["main.py"], options)
    for mode in ("time", "observe"):
        plan = plan_of(mode, text)
        assert run_watched(tiny, sys.executable, ["main.py"], plan, options) == plain


def test_a_script_behind_a_link(tiny: Tiny) -> None:
    tiny.write("inner/real.py", PROGRAMS["namespace"])
    (tiny.root / "main.py").symlink_to(tiny.root / "inner" / "real.py")
    plain = run_plain(tiny, sys.executable, ["main.py"])
    assert run_watched(tiny, sys.executable, ["main.py"], plan_of("plain")) == plain
