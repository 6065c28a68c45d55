"""``block``: the text surgery, and that it leaves no trace."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.installing import block as block_module
from migrator.installing.block import HEADER, find_blocks, insert_block, remove_block

SOURCES = [
    "",
    "x = 1",
    "x = 1\n",
    "def f(): pass\n\n\nif __name__ == '__main__':\n    f()\n",
    "def f(): pass\n\n\n# --- start\n# of it\nif '__main__' == __name__: f()",
    "\ufeffdef f(): pass\r\n\r\nmain()",
    "def f(): pass\r\rf()\r",
    "x = 1; main()\n",
    "x = 1\n\n\n\n\n",
    "x = 1\n\n   ",
    "x = 1\n\x0cmain()\n",
    "x = 1\n# the end",
    "main()\nmain()\n",
    "from __future__ import annotations\nimport os\n",
    "class A:\n\tdef f(self):\n\t\treturn 1\r\n\n\n",
    f"TEXT = '''\n{HEADER}\ntry:\n    from x import use_rust\nexcept ImportError:\n    pass\n'''\n",
    f"def f(): pass\n{HEADER}\nprint(1)\n",
    "s = 'a\\\nb'\nf(\n)\n",
    "if __name__ == '__main__':\n    pass\nelse:\n    pass\n",
    "def f(): pass\nmain() \\\n\n",
]
NAMES = ("iou", "Tracker.step")


@pytest.mark.parametrize("source", SOURCES)
def test_taking_the_block_out_gives_the_source_back(source: str) -> None:
    once = insert_block(source, "demo_native", NAMES)
    assert remove_block(once) == source
    assert insert_block(once, "demo_native", NAMES) == once
    other = insert_block(once, "other_native", ["g" * 60, "h" * 60])
    assert remove_block(other) == source
    (found,) = find_blocks(once)
    assert (found.package, found.qualnames) == ("demo_native", NAMES)
    (found,) = find_blocks(other)
    assert found.qualnames == ("g" * 60, "h" * 60)
    for text in (once, other):
        ast.parse(text.removeprefix("\ufeff"))
    assert max(len(line) for line in re.split("[\r\n]+", once)) <= 88


@given(
    st.lists(
        st.sampled_from(["x = 1", "", "  ", "def f(): pass", "# note", "f()", "if __name__ == '__main__': f()"]),
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_any_arrangement_of_lines(lines: list[str], newline: str, ends: bool) -> None:
    source = newline.join(lines) + (newline if ends else "")
    text = insert_block(source, "demo_native", NAMES)
    assert remove_block(text) == source
    assert insert_block(text, "demo_native", NAMES) == text
    assert len(find_blocks(text)) == 1


def test_place_and_form() -> None:
    source = "def iou():\n    pass\n\n\nif __name__ == '__main__':\n    iou()\n"
    assert insert_block(source, "demo_native", NAMES) == (
        "def iou():\n    pass\n\n\n"
        f"{HEADER}\n"
        "try:\n"
        "    from demo_native import use_rust\n"
        "except ImportError:\n"
        "    pass\n"
        "else:\n"
        '    use_rust(globals(), "iou", "Tracker.step")\n'
        "\n\n"
        "if __name__ == '__main__':\n    iou()\n"
    )


def test_newlines_are_those_of_the_file() -> None:
    text = insert_block("def f(): pass\r\nx = 1\r\n", "demo_native", NAMES)
    assert "\n" not in text.replace("\r\n", "")


def test_no_names_no_block() -> None:
    assert insert_block(insert_block("x = 1\n", "p", ["f"]), "p", []) == "x = 1\n"


def test_a_block_in_a_string_is_no_block() -> None:
    assert find_blocks(SOURCES[15]) == []


def test_a_reformatted_block_is_still_found() -> None:
    text = insert_block("x = 1\n", "p", ["f"]).replace('globals(), "f"', "\n globals(), 'f',\n ")
    assert remove_block(text) == "x = 1\n"


def test_names_are_checked() -> None:
    with pytest.raises(ValueError, match="not a Python name"):
        insert_block("", "p", ['f"); import os; ("'])


@pytest.mark.parametrize("source", ["def f(:\n", "x = '\0'\n"])
def test_what_python_cannot_parse_is_refused(source: str) -> None:
    with pytest.raises((SyntaxError, ValueError)):
        insert_block(source, "p", ["f"])


def test_the_file_can_be_loaded_by_its_path() -> None:
    path = Path(block_module.__file__)
    spec = importlib.util.spec_from_file_location("standalone_block", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.insert_block("x = 1\n", "p", ["f"]) == insert_block("x = 1\n", "p", ["f"])
