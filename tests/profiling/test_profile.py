"""What the timed run shows: shares, calls, callers, and how a program that fails is reported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from migrator.finding.classes import Classes
from migrator.finding.find import refusal_of, with_profile
from migrator.finding.modules import discover
from migrator.model import codec
from migrator.model.profile import FunctionProfile, Profile
from migrator.profiling import ProgramFailed, profile, resolve, run_plain
from migrator.profiling.run import Injection
from tests.profiling.conftest import Tiny

WORK = """
    import functools

    class Box:
        def __init__(self, n):
            self.n = n

        def area(self, k=2):
            s = 0.0
            for i in range(self.n):
                s += clamp(float(i) * k)
            return s

    def clamp(x):
        return 10.0 if x > 10.0 else x

    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    def numbers(n):
        for i in range(n):
            yield i

    def main(rounds):
        for _ in range(rounds):
            Box(20_000).area()
        fib(15)
        total = sum(numbers(10))
        return functools.reduce(add, [1, 2, 3]) + total

    def add(a, b):
        return a + b

    if __name__ == "__main__":
        import sys
        print(main(int(sys.argv[1])))
    """


def by_id(result: Profile) -> dict[str, FunctionProfile]:
    return {function.id: function for function in result.functions}


def test_calls_callers_and_shares(tiny: Tiny, python: str) -> None:
    tiny.write("tools/work.py", WORK)
    found = profile(tiny.workload(python, "tools/work.py", "25"), tiny, tiny.options())
    functions = by_id(found)
    assert functions["work:clamp"].calls == 500_000
    assert functions["work:clamp"].callers == {"work:Box.area": 500_000}
    assert functions["work:clamp"].exact_calls
    assert functions["work:clamp"].file == "tools/work.py"
    assert functions["work:Box.area"].calls == 25
    assert functions["work:Box.area"].callers == {"work:main": 25}
    assert functions["work:fib"].calls == 1973
    assert functions["work:fib"].callers == {"work:main": 1, "work:fib": 1972}
    assert functions["work:numbers"].calls == 1
    assert functions["work:add"].callers == {"work:main": 2}
    assert functions["work:main"].callers == {"work:<module>": 1}
    hot = functions["work:Box.area"].share + functions["work:clamp"].share
    assert 0.6 < hot <= 1.0
    assert functions["work:main"].total_s >= functions["work:Box.area"].total_s
    assert found.baseline_s > 0
    assert found.overhead == pytest.approx(found.wall_s / found.baseline_s)
    assert codec.from_plain(Profile, json.loads(json.dumps(codec.to_plain(found)))) == found


def test_modules_by_name_and_packages_elsewhere(tiny: Tiny, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere"
    (place / "lib").mkdir(parents=True)
    (place / "lib" / "__init__.py").write_text("def once(f):\n    return f()\n")
    tiny.write("pkg/__init__.py", "")
    tiny.write("pkg/deep.py", "def f():\n    return 1\n")
    tiny.write(
        "pkg/__main__.py",
        f"""
        import sys
        sys.path.append({str(place)!r})
        from lib import once
        from pkg.deep import f
        def g():
            return f() + once(f)
        g()
        """,
    )
    workload = tiny.workload(sys.executable, "-m", "pkg")
    functions = by_id(profile(workload, tiny, tiny.options()))
    assert functions["pkg.deep:f"].calls == 2
    assert functions["pkg.deep:f"].callers == {"pkg.__main__:g": 1}
    assert functions["pkg.__main__:g"].calls == 1
    assert "lib:once" not in functions
    with_package = Tiny(tiny.root, (("lib", place / "lib"),))
    functions = by_id(profile(workload, with_package, tiny.options()))
    assert functions["lib:once"].calls == 1
    assert functions["lib:once"].file == str(place / "lib" / "__init__.py")
    assert functions["pkg.deep:f"].callers == {"pkg.__main__:g": 1, "lib:once": 1}


def test_a_decorator_that_hands_back_what_it_was_given_is_seen(tiny: Tiny) -> None:
    tiny.write(
        "main.py",
        """
        import functools
        def same(function):
            return function
        def other(function):
            return lambda: function()
        @same
        def plain():
            return 1
        @other
        def wrapped():
            return 2
        @functools.lru_cache
        def cached():
            return 3
        class Box:
            @same
            def method(self):
                return 4
            @property
            def side(self):
                return 5
        print(plain() + wrapped() + cached() + Box().method() + Box().side)
        """,
    )
    found = profile(tiny.workload(sys.executable, "main.py"), tiny, tiny.options())
    assert set(found.as_written) == {"main:plain", "main:Box.method"}
    seen = with_profile(discover(tiny.root), found)
    assert refusal_of(seen, "main:plain") is None
    why = refusal_of(seen, "main:wrapped")
    assert why is not None
    assert why.code == "M107"
    member = Classes(seen).member("main:Box", "method")
    assert member is not None
    assert member.kind == "method"


def test_what_an_import_takes_is_charged_to_nobody(tiny: Tiny) -> None:
    tiny.write("elsewhere.py", "def work():\n    return sum(range(300))\n")
    place = tiny.root / "lib" / "site-packages"
    (place / "slow_to_load").mkdir(parents=True)
    (place / "slow_to_load" / "__init__.py").write_text(
        "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end:\n    pass\n"
    )
    tiny.write(
        "main.py",
        f"import sys\nsys.path.append({str(place)!r})\nimport slow_to_load\nfrom elsewhere import work\nwork()\n",
    )
    found = profile(tiny.workload(sys.executable, "main.py"), tiny, tiny.options())
    assert by_id(found)["main:<module>"].self_s < 0.1
    assert any("Importing" in note for note in found.notes)


def test_environments_inside_the_project_are_not_project_code(tiny: Tiny) -> None:
    tiny.write("pyenv/pyvenv.cfg", "")
    tiny.write("pyenv/theirs.py", "def f():\n    pass\n")
    tiny.write("main.py", "import sys\nsys.path.append('pyenv')\nimport theirs\ntheirs.f()\n")
    found = profile(tiny.workload(sys.executable, "main.py"), tiny, tiny.options())
    assert not [f for f in found.functions if f.id.startswith("theirs")]


def test_pytest_as_a_module_and_as_a_console_script(tiny: Tiny) -> None:
    tiny.write("src.py", "def double(x):\n    return 2 * x\n")
    tiny.write("test_src.py", "import src\ndef test_it():\n    assert src.double(2) == 4\n")
    tiny.write("pytest.ini", "[pytest]\npythonpath = .\n")
    script = Path(sys.executable).parent / "pytest"
    commands = [(sys.executable, "-m", "pytest", "-p", "no:cacheprovider")]
    if script.exists():
        commands.append((str(script), "-p", "no:cacheprovider"))
    for command in commands:
        found = by_id(profile(tiny.workload(*command), tiny, tiny.options()))
        assert found["src:double"].calls == 1
        assert found["src:double"].callers == {"test_src:test_it": 1}
    assert "1 passed" in tiny.output.read_text()


def test_time_in_other_threads_is_charged(tiny: Tiny) -> None:
    tiny.write(
        "main.py",
        """
        import threading
        def spin(n):
            x = 0
            for i in range(n):
                x += i * i
            return x
        worker = threading.Thread(target=spin, args=(4_000_000,))
        worker.start()
        worker.join()
        """,
    )
    found = profile(tiny.workload(sys.executable, "main.py"), tiny, tiny.options())
    assert by_id(found)["main:spin"].share > 0.3
    assert any("threads" in note for note in found.notes)


def test_waiting_counts_as_part_of_the_run(tiny: Tiny) -> None:
    tiny.write("main.py", "import time\ntime.sleep(0.5)\n")
    found = profile(tiny.workload(sys.executable, "main.py"), tiny, tiny.options())
    assert any("waited" in note for note in found.notes)


@pytest.mark.parametrize(
    ("text", "kind", "status", "code"),
    [
        ("raise SystemExit(3)", "failed", 3, "M002"),
        ("1 / 0", "failed", 1, "M002"),
        ("import os; os.kill(os.getpid(), 11)", "crashed", 11, "M002"),
        ("import os; os._exit(9)", "failed", 9, "M002"),
        ("raise KeyboardInterrupt", "interrupted", 130, "M012"),
        ("def f(n): return f(n)\nf(0)", "failed", 1, "M002"),
    ],
)
def test_a_failing_program_is_reported_as_its_own(tiny: Tiny, text: str, kind: str, status: int, code: str) -> None:
    tiny.write("main.py", text)
    with pytest.raises(ProgramFailed) as caught:
        profile(tiny.workload(sys.executable, "main.py"), tiny, tiny.options())
    assert (caught.value.outcome.kind, caught.value.outcome.status) == (kind, status)
    assert caught.value.code == code


def test_leaving_by_os_exit_keeps_the_profile(tiny: Tiny) -> None:
    tiny.write("main.py", "import os\ndef f():\n    os._exit(0)\nf()\n")
    found = profile(tiny.workload(sys.executable, "main.py"), tiny, tiny.options())
    assert by_id(found)["main:f"].calls == 1


def test_a_program_out_of_time_is_stopped_with_what_it_started(tiny: Tiny) -> None:
    tiny.write(
        "main.py",
        """
        import subprocess, sys, time
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        print(child.pid, flush=True)
        time.sleep(60)
        """,
    )
    began = time.monotonic()
    with pytest.raises(ProgramFailed) as caught:
        run_plain(tiny.workload(sys.executable, "main.py"), options=tiny.options(timeout_s=1.0))
    assert caught.value.outcome.kind == "timeout"
    assert caught.value.code == "M003"
    assert time.monotonic() - began < 10
    grandchild = int(tiny.output.read_text().split()[0])
    assert _gone(grandchild)


def _gone(pid: int) -> bool:
    for _ in range(50):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat")
            if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_an_interrupt_is_passed_on(tiny: Tiny) -> None:
    script = tiny.write(
        "main.py",
        """
        import time
        try:
            print("ready", flush=True)
            time.sleep(60)
        except KeyboardInterrupt:
            print("cleaned up", flush=True)
            raise
        """,
    )
    driver = (
        "import sys; from pathlib import Path\n"
        "from migrator.profiling import *\n"
        f"w = resolve([sys.executable, {str(script)!r}], Path({str(tiny.root)!r}))\n"
        "try:\n    run_plain(w)\n"
        "except ProgramFailed as failed:\n    print(failed.outcome.kind, failed.code)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", driver],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=20)
    assert rest.splitlines() == ["cleaned up", "interrupted M012"]


def test_a_program_that_reads_its_own_code_is_run_without_counters(tiny: Tiny) -> None:
    tiny.write(
        "main.py",
        """
        def f():
            return 1
        def compiled(function):
            assert len(function.__code__.co_consts) <= 2, "strange code"
            return function
        compiled(f)()
        """,
    )
    found = profile(tiny.workload(sys.executable, "main.py"), tiny, tiny.options())
    assert any("counters" in note for note in found.notes)


def test_replacements_are_swapped_in_in_memory_only(tiny: Tiny, tmp_path: Path) -> None:
    native = tmp_path / "native"
    native.mkdir()
    (native / "fast_native.py").write_text(
        "def use_rust(namespace, *names):\n"
        "    for name in names:\n"
        "        namespace[name] = lambda *a, _n=name: f'rust {_n}'\n"
    )
    text = 'import lib\ndef g():\n    return 1\nif __name__ == "__main__":\n    print(lib.f(), g())\n'
    main = tiny.write("main.py", text)
    library = tiny.write("lib.py", "def f():\n    return 1\n")
    inject = Injection("fast_native", {"lib": ["f"], "main": ["g"]}, (str(native),))
    before = (main.read_bytes(), library.read_bytes())
    workload = tiny.workload(sys.executable, "main.py")
    assert run_plain(workload, inject, options=tiny.options()) > 0
    assert tiny.output.read_text() == "rust f rust g\n"
    assert (main.read_bytes(), library.read_bytes()) == before
    run_plain(workload, options=tiny.options())
    assert tiny.output.read_text() == "rust f rust g\n1 1\n"
    run_plain(tiny.workload(sys.executable, "-m", "main"), inject, options=tiny.options())
    assert tiny.output.read_text() == "rust f rust g\n1 1\nrust f rust g\n"


def test_progress_is_told(tiny: Tiny) -> None:
    told: list[tuple[str, float]] = []
    tiny.write("main.py", "import time\ntime.sleep(0.3)\n")
    options = tiny.options(progress=lambda stage, seconds: told.append((stage, seconds)))
    profile(resolve([sys.executable, "main.py"], tiny.root), tiny, options)
    assert {stage for stage, _ in told} == {"plain run", "timed run"}
    assert len(told) > 4
