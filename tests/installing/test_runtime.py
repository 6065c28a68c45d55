"""``templates/python/_runtime.py`` in front of a stand-in for the extension."""

from __future__ import annotations

import builtins
import concurrent.futures
import importlib
import inspect
import math
import pickle
import runpy
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

from migrator.finding.segment import definitions, segment_of, segment_sha256
from migrator.installing.block import insert_block
from tests.installing.conftest import Installed
from tests.installing.native_package import Demo, Rust

AREA = '''\
def area(width: float, height: float = 2.0, *, scale: float = 1.0) -> float:
    """The area of a rectangle."""
    return width * height * scale


area.unit = "m2"
'''
RUST_AREA = Rust("shapes:area", "width, height, *, scale", "('rust', 1.0 * width * height * scale)")


def status() -> dict[str, Any]:
    return importlib.import_module("demo_native").status()


def test_answers_come_from_rust(installed: Installed) -> None:
    shapes = installed(AREA, RUST_AREA)
    assert shapes.area(3.0) == ("rust", 6.0)
    assert shapes.area(3.0, scale=2.0, height=1.0) == ("rust", 6.0)
    row = status()["functions"]["shapes:area"]
    assert (row["replaced"], row["reason"], row["calls"], row["traps"]) == (True, "", 2, 0)


def test_a_trap_is_answered_by_python(installed: Installed) -> None:
    shapes = installed(AREA, RUST_AREA)
    with pytest.raises(TypeError, match="can't multiply sequence") as caught:
        shapes.area("x", 1.5)
    assert caught.traceback[-1].name == "area"
    assert status()["functions"]["shapes:area"]["traps"] == 1


def test_metadata_is_the_originals(installed: Installed) -> None:
    shapes = installed(AREA, RUST_AREA)
    area, original = shapes.area, shapes.area.__wrapped__
    assert area is not original
    for name in ("name", "qualname", "doc", "module", "defaults", "kwdefaults", "annotations"):
        assert getattr(area, f"__{name}__") == getattr(original, f"__{name}__"), name
    assert area.unit == "m2"
    assert inspect.isfunction(area)
    assert inspect.signature(area) == inspect.signature(original)
    assert inspect.signature(area, follow_wrapped=False) == inspect.signature(original)
    assert inspect.getsource(area) == inspect.getsource(original)
    assert inspect.getsource(area).startswith("def area(")
    assert pickle.loads(pickle.dumps(area)) is area
    assert not hasattr(shapes, "use_rust")


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters came with Python 3.12")
def test_type_parameters_are_the_originals(installed: Installed) -> None:
    shapes = installed(
        "def first[T](items: list[T]) -> T:\n    return items[0]\n",
        Rust("shapes:first", "items", "items[0]"),
    )
    assert [p.__name__ for p in shapes.first.__type_params__] == ["T"]


def test_defaults_are_taken_at_call_time(installed: Installed) -> None:
    shapes = installed(AREA, RUST_AREA)
    shapes.area.__defaults__ = (10.0,)
    shapes.area.__kwdefaults__["scale"] = 0.5
    assert shapes.area(1.0) == ("rust", 5.0)


METHODS = """\
class Outer:
    class Box:
        def __init__(self, side):
            self.side = side

        def grow(self, by):
            return self.side + by

        @staticmethod
        def double(x):
            return x * 2

        @classmethod
        def name_length(cls, extra):
            return len(cls.__name__) + extra

        def __hidden(self, x):
            return x

        def show(self, x):
            return self.__hidden(x)


class Small(Outer.Box):
    pass
"""


def test_methods_of_nested_classes(installed: Installed) -> None:
    shapes = installed(
        METHODS,
        Rust("shapes:Outer.Box.grow", "self, by", "('rust', self.side + by)"),
        Rust("shapes:Outer.Box.double", "x", "('rust', x * 2)"),
        Rust("shapes:Outer.Box.name_length", "extra", "('rust', extra)", given="cls"),
        Rust("shapes:Outer.Box.__hidden", "self, x", "('rust', x)"),
    )
    box = shapes.Small(3)
    assert box.grow(1) == ("rust", 4)
    assert shapes.Small.double(4) == box.double(4) == ("rust", 8)
    assert shapes.Outer.Box.name_length(2) == ("rust", 2)
    assert shapes.Small.name_length(2) == len("Small") + 2
    assert box.show(1) == ("rust", 1)
    assert type(vars(shapes.Outer.Box)["double"]) is staticmethod
    assert type(vars(shapes.Outer.Box)["name_length"]) is classmethod
    assert shapes.Outer.Box.grow.__qualname__ == "Outer.Box.grow"
    assert pickle.loads(pickle.dumps(shapes.Outer.Box.grow)) is shapes.Outer.Box.grow


GUARDED = """\
import math

SIZE = 10


def helper(x):
    return x + 1


def f(x):
    return len([x]) + math.sqrt(x) + helper(x) + SIZE
"""
RUST_F = Rust(
    "shapes:f",
    "x",
    "('rust', SIZE)",
    guards=[
        ("shapes", "len", "builtin", "len"),
        ("shapes", "math.sqrt", "library", "math.sqrt"),
        ("shapes", "helper", "function", "shapes:helper"),
    ],
    constants=[("shapes", "SIZE")],
    dependencies=["shapes:helper"],
)


def test_guards_hold_until_something_is_patched(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = installed(GUARDED, RUST_F)
    assert shapes.f(4.0) == ("rust", 10)
    shapes.SIZE = 11
    assert shapes.f(4.0) == ("rust", 11)
    with monkeypatch.context() as patched:
        patched.setattr(math, "sqrt", lambda x: 100.0)
        assert shapes.f(4.0) == 117.0
    with monkeypatch.context() as patched:
        patched.setattr(shapes, "helper", lambda x: 0)
        assert shapes.f(4.0) == 14.0
    with monkeypatch.context() as patched:
        patched.setattr(shapes, "len", lambda x: 1000, raising=False)
        assert shapes.f(4.0) == 1018.0
    with monkeypatch.context() as patched:
        patched.setattr(builtins, "len", lambda x: 1000)
        answer = shapes.f(4.0)
    assert answer == 1018.0
    assert shapes.f(4.0) == ("rust", 11)


def test_a_guard_on_a_function_accepts_its_shim(installed: Installed) -> None:
    shapes = installed(GUARDED, RUST_F, Rust("shapes:helper", "x", "('rust', x)"))
    assert shapes.f(4.0) == ("rust", 10)
    assert shapes.helper(1) == ("rust", 1)


def test_a_failing_neighbour_does_not_disturb_the_others(installed: Installed) -> None:
    """``helper`` is put in place, then taken back; ``f`` must be bound to the original again."""
    lost = Rust("shapes:helper", "x", "x", guards=[("shapes", "gone", "builtin", "gone")])
    with pytest.warns(RuntimeWarning, match="helper: gone is not Python's own"):
        shapes = installed(GUARDED, RUST_F, lost)
    assert not hasattr(shapes.helper, "__wrapped__")
    assert shapes.f(4.0) == ("rust", 10)


@pytest.mark.parametrize(
    ("kind", "path", "expect", "before", "reason"),
    [
        ("builtin", "len", "len", "len = sum", "len is redefined in shapes"),
        ("library", "math.sqrt", "math.sqrt", "math.sqrt = abs", "builtins"),
        ("library", "sqrt", "math.sqrt", "sqrt = math.sin", "sqrt is not math.sqrt"),
        ("library", "nothing", "math.sqrt", "", "nothing is not defined"),
        ("function", "helper", "shapes:helper", "helper = max", "not the function shapes:helper"),
        ("strange", "math", "math", "", "unknown kind"),
    ],
)
def test_a_guard_that_fails_at_import_keeps_python(
    installed: Installed,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    path: str,
    expect: str,
    before: str,
    reason: str,
) -> None:
    if before == "math.sqrt = abs":
        before, reason = "math.sqrt = lambda x: x", "math.sqrt has been replaced by something of"
        monkeypatch.setattr(math, "sqrt", math.sqrt)  # put back afterwards
    source = f"import math\n\n\ndef helper(x):\n    return x\n\n\n{before}\n\n\n"
    source += "def f(x):\n    return 'python'\n"
    row = Rust("shapes:f", "x", "'rust'", [("shapes", path, kind, expect)], (), ["shapes:helper"])
    with pytest.warns(RuntimeWarning, match=reason):
        shapes = installed(source, row)
    assert shapes.f(1) == "python"
    assert status()["functions"]["shapes:f"]["replaced"] is False


def test_builtins_patched_before_the_import(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    own = len

    def counted(x: Any) -> int:
        return own(x)

    monkeypatch.setattr(builtins, "len", counted)
    row = Rust("shapes:f", "x", "'rust'", [("shapes", "len", "builtin", "len")])
    with pytest.warns(RuntimeWarning, match="len is not Python's own"):
        shapes = installed("def f(x):\n    return len(x)\n", row)
    assert shapes.f([1]) == 1


def test_attributes_of_classes_are_watched(installed: Installed) -> None:
    source = METHODS + "\n\ndef f(x):\n    return Small.double(x)\n"
    guard = ("shapes", "Small.double", "function", "shapes:Outer.Box.double")
    row = Rust("shapes:f", "x", "'rust'", [guard], (), ["shapes:Outer.Box.double"])
    shapes = installed(source, row)
    assert shapes.f(1) == "rust"
    shapes.Small.double = staticmethod(lambda x: 0)  # now it hides the one of the base class
    assert shapes.f(1) == 0
    del shapes.Small.double
    assert shapes.f(1) == "rust"
    shapes.Outer.Box.double = staticmethod(lambda x: 5)
    assert shapes.f(1) == 5


def test_parts_that_a_module_loads_when_asked_are_watched(
    installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(concurrent.futures, "ThreadPoolExecutor", raising=False)  # as when nobody has asked for it
    guard = ("shapes", "concurrent.futures.ThreadPoolExecutor", "library", "concurrent.futures.ThreadPoolExecutor")
    shapes = installed(
        "import concurrent.futures\n\n\ndef f(x):\n    return 'python'\n", Rust("shapes:f", "x", "'rust'", [guard])
    )
    assert shapes.f(1) == "rust"
    with monkeypatch.context() as patched:
        patched.setattr(concurrent.futures, "ThreadPoolExecutor", None)
        assert shapes.f(1) == "python"
    assert shapes.f(1) == "rust"


def test_mode_off(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGRATOR_MODE", "off")
    shapes = installed(AREA, RUST_AREA)
    assert shapes.area(3.0) == 6.0
    assert not hasattr(shapes.area, "__wrapped__")
    assert not hasattr(shapes, "use_rust")
    assert status()["loaded"] is False


def test_changed_source_keeps_python(demo: Demo) -> None:
    demo.sources["shapes"] = AREA
    demo.rust.append(RUST_AREA)
    demo.write()
    edited = AREA.replace("* scale", "* scale * 1.0")
    demo.file("shapes").write_text(insert_block(edited, demo.package, ["area"]))
    with pytest.warns(RuntimeWarning, match="area: its Python source is not the one") as caught:
        shapes = importlib.import_module("shapes")
    assert len(caught) == 1
    assert caught[0].filename == str(demo.file("shapes"))
    assert shapes.area(3.0) == 6.0


def test_layout_of_the_source_does_not_count(demo: Demo) -> None:
    """Trailing blanks, CRLF and code around the function are no change of the function."""
    demo.sources["shapes"] = AREA
    demo.rust.append(RUST_AREA)
    demo.write()
    edited = "X = 1\n\n\n" + AREA.replace("scale\n", "scale   \n")
    edited = insert_block(edited.replace("\n", "\r\n"), demo.package, ["area"])
    demo.file("shapes").write_bytes(edited.encode())
    assert importlib.import_module("shapes").area(3.0) == ("rust", 6.0)


def test_changed_dependency_keeps_python(demo: Demo) -> None:
    demo.sources["shapes"] = GUARDED
    demo.rust.append(RUST_F)
    demo.write()
    edited = insert_block(GUARDED.replace("x + 1", "x + 2"), demo.package, ["f"])
    demo.file("shapes").write_text(edited)
    with pytest.warns(RuntimeWarning, match="shapes:helper, which it calls, is not the one"):
        shapes = importlib.import_module("shapes")
    assert shapes.f(4.0) == 19.0


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("def f(x):\n    return x\n\n\nf = print\n", "not a plain function but a builtin"),
        ("def f(x):\n    return x\n\n\ndel f\n", "it does not exist here"),
        ("import functools\n\n\n@functools.lru_cache\ndef f(x):\n    return x\n", "lru_cache"),
        (
            "import functools\n\n\ndef loud(g):\n    @functools.wraps(g)\n    def inner(x):\n"
            "        return g(x)\n    return inner\n\n\n@loud\ndef f(x):\n    return x\n",
            "a decorator has put another function",
        ),
        ("def f(x, y):\n    return x\n", "its parameters are not those"),
    ],
)
def test_what_is_not_a_plain_function_stays(installed: Installed, source: str, reason: str) -> None:
    with pytest.warns(RuntimeWarning, match=reason):
        installed(source, Rust("shapes:f", "x", "'rust'"))


def test_a_decorator_that_returns_the_function_is_fine(installed: Installed) -> None:
    source = "SEEN = []\n\n\ndef note(g):\n    SEEN.append(g)\n    return g\n\n\n"
    source += "@note\ndef f(x):\n    return 'python'\n"
    assert installed(source, Rust("shapes:f", "x", "'rust'")).f(1) == "rust"


def test_a_class_that_refuses_keeps_its_method(installed: Installed) -> None:
    source = """\
class Frozen(type):
    def __setattr__(cls, name, value):
        raise AttributeError("frozen")


class A(metaclass=Frozen):
    def f(self):
        return "python"
"""
    with pytest.warns(RuntimeWarning, match="its class does not let it be replaced"):
        shapes = installed(source, Rust("shapes:A.f", "self", "'rust'"))
    assert shapes.A().f() == "python"


@pytest.mark.parametrize(
    ("extension", "reason"),
    [
        ("raise ImportError('no such library')\n", "cannot be loaded .ImportError"),
        ("class Panic(BaseException): pass\nraise Panic('panicked')\n", "cannot be loaded .Panic"),
        ("native = type('N', (), {'BUILD_ID': 'other'})\nTRAPPED = 0\n", "built from other sources"),
        (
            "native = type('N', (), {'BUILD_ID': 'build-1'})\nTRAPPED = 0\n",
            "the extension does not have it",
        ),
    ],
)
def test_an_extension_that_fails_keeps_python(demo: Demo, extension: str, reason: str) -> None:
    demo.sources["shapes"] = AREA
    demo.rust.append(RUST_AREA)
    demo.write()
    (demo.root / "native/python/demo_native/_extension.py").write_text(extension)
    demo.file("shapes").write_text(insert_block(AREA, demo.package, ["area"]))
    with pytest.warns(RuntimeWarning, match=reason) as caught:
        shapes = importlib.import_module("shapes")
    assert len(caught) == 1
    assert shapes.area(3.0) == 6.0


def test_no_package_is_no_news(demo: Demo) -> None:
    demo.file("shapes").write_text(insert_block(AREA, "absent_native", ["area"]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert importlib.import_module("shapes").area(3.0) == 6.0


def test_warnings_as_errors_do_not_break_the_import(demo: Demo) -> None:
    demo.sources["shapes"] = AREA
    demo.write()
    demo.file("shapes").write_text(insert_block(AREA, demo.package, ["area"]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert importlib.import_module("shapes").area(3.0) == 6.0
    reason = status()["functions"]["shapes:area"]["reason"]
    assert reason == "there is no Rust for it in this build"


def test_reload_replaces_again(installed: Installed) -> None:
    shapes = installed(AREA, RUST_AREA)
    first = shapes.area
    assert importlib.reload(shapes).area is not first
    assert shapes.area(3.0) == ("rust", 6.0)
    assert not hasattr(shapes.area.__wrapped__, "__wrapped__")


@pytest.mark.parametrize("trailer", ['if __name__ == "__main__":\n    print(f(1))\n', "print(f(1))\n"])
def test_a_script_runs_its_replacement(demo: Demo, trailer: str) -> None:
    source = f"def f(x):\n    return 'python'\n\n\n{trailer}"
    demo.sources["train"] = source
    demo.rust.append(Rust("train:f", "x", "'rust'", [("train", "len", "builtin", "len")]))
    demo.write()
    demo.file("train").write_text(insert_block(source, demo.package, ["f"]))
    done = subprocess.run(
        [sys.executable, "-W", "error", str(demo.file("train"))],
        env={"PYTHONPATH": str(demo.root / "native/python"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "rust\n"
    assert runpy.run_path(str(demo.file("train")), run_name="__mp_main__")["f"](1) == "rust"


def test_a_module_run_with_m(demo: Demo) -> None:
    source = "def f(x):\n    return 'python'\n\n\nif __name__ == '__main__':\n    print(f(1))\n"
    demo.sources["pkg.tool"] = source
    demo.rust.append(Rust("pkg.tool:f", "x", "'rust'"))
    demo.write()
    demo.file("pkg.tool").write_text(insert_block(source, demo.package, ["f"]))
    done = subprocess.run(
        [sys.executable, "-m", "pkg.tool"],
        cwd=demo.root,
        env={"PYTHONPATH": str(demo.root / "native/python"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "rust\n"


def test_an_import_cycle_binds_when_it_is_over(demo: Demo) -> None:
    """``a`` ends while ``b``, which it calls into, is still being imported."""
    demo.sources["a"] = "import b\n\n\ndef f(x):\n    return b.helper(x)\n"
    demo.sources["b"] = "import a\n\n\ndef helper(x):\n    return 'python'\n"
    guard = ("a", "b.helper", "function", "b:helper")
    demo.rust.append(Rust("a:f", "x", "'rust'", [guard], (), ["b:helper"]))
    demo.rust.append(Rust("b:helper", "x", "'rust helper'"))
    demo.write()
    for module, name in (("a", "f"), ("b", "helper")):
        text = insert_block(demo.sources[module], demo.package, [name])
        demo.file(module).write_text(text)
    b = importlib.import_module("b")
    assert b.a.f(1) == "rust"
    native = importlib.import_module("demo_native._extension")
    cells = dict(zip(b.a.f.__code__.co_freevars, b.a.f.__closure__, strict=True))
    assert cells["native"].cell_contents is native.a__f
    b.helper = lambda x: "patched"
    assert b.a.f(1) == "patched"


def test_what_comes_from_a_module_that_is_imported_later(demo: Demo) -> None:
    """``a`` takes what only ``c`` makes, and ``c`` imports ``a``; nobody ever imports ``d``."""
    demo.sources["a"] = "def f(x):\n    return 'python'\n\n\ndef g(x):\n    return 'python'\n"
    demo.sources["c"] = "import a\n\n\ndef helper(x):\n    return x\n"
    demo.sources["d"] = "def helper(x):\n    return x\n"
    demo.rust.append(Rust("a:f", "x", "'rust'", [("c", "helper", "function", "c:helper")], (), ["c:helper"]))
    demo.rust.append(Rust("a:g", "x", "'rust'", [("d", "helper", "function", "d:helper")], (), ["d:helper"]))
    demo.rust.append(Rust("c:helper", "x", "'rust helper'"))
    demo.write()
    demo.file("a").write_text(insert_block(demo.sources["a"], demo.package, ["f", "g"]))
    c = importlib.import_module("c")
    assert c.a.f(1) == "rust"
    runtime = importlib.import_module("demo_native._runtime")
    with pytest.warns(RuntimeWarning, match="the module d is not imported"):
        assert {c.a.g(1) for _ in range(runtime._LONGEST_WAIT + 1)} == {"python"}
    assert not hasattr(c.a.g, "__wrapped__")


def test_a_zipped_application(demo: Demo, tmp_path: Path) -> None:
    import zipfile

    demo.sources["zipped_shapes"] = AREA
    demo.rust.append(Rust("zipped_shapes:area", "width, height, *, scale", "'rust'"))
    demo.write()
    archive = tmp_path / "app.zip"
    with zipfile.ZipFile(archive, "w") as file:
        text = insert_block(AREA, demo.package, ["area"])
        file.writestr("zipped_shapes.py", text)
    demo.file("zipped_shapes").unlink()
    sys.path.insert(0, str(archive))
    try:
        assert importlib.import_module("zipped_shapes").area(3.0) == "rust"
    finally:
        sys.path.remove(str(archive))
        del sys.modules["zipped_shapes"]


def test_both_definitions_of_the_source_hash_agree(demo: Demo) -> None:
    """The runtime has its own copy of ``migrator.finding.segment``: same hashes on real code."""
    demo.write()
    runtime = importlib.import_module("demo_native._runtime")
    import textwrap as module

    text = Path(inspect.getfile(module)).read_text()
    import ast

    count = 0
    for qualname, node in definitions(ast.parse(text)):
        found: Any = module
        for part in qualname.split("."):
            found = getattr(found, part, None)
        if inspect.isfunction(found):
            expected = segment_sha256(segment_of(text, node))
            assert runtime._source_sha256(found) == expected, qualname
            count += 1
    assert count > 8
