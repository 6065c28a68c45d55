"""One peer family in a process of its own: answers requests on standard input, one JSON object a line.

Requests: ``{"ask": "answer", "column": …, "kernel": …}`` and the same with ``"seconds"`` and ``"at_least"``. The first
line written says what there is: ``{"columns": {column: [kernel, …]}, "versions": {…}}``, or ``{"absent": reason}``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from harness.cases import suite
from harness.families import Columns, family, load


def answer(columns: Columns, request: dict[str, Any]) -> Any:
    """Return the answer to one request."""
    implementation = columns[request["column"]][request["kernel"]]
    if request["ask"] == "answer":
        return implementation.answer()
    return implementation.seconds(request["at_least"])


def main(name: str, kernels: str, build: str) -> None:
    # What libraries print goes to standard error: standard output is the channel.
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(value: Any) -> None:
        channel.write(json.dumps(value) + "\n")
        channel.flush()

    try:
        columns = load(name, suite(kernels), Path(build))
        versions = family(name).versions()
    except (ImportError, RuntimeError) as error:
        say({"absent": f"{type(error).__name__}: {error}"})
        return
    say({"columns": {column: list(made) for column, made in columns.items()}, "versions": versions})
    for line in sys.stdin:
        try:
            say({"value": answer(columns, json.loads(line))})
        except Exception as error:  # A peer that cannot do a kernel is a result, not the end.
            say({"error": f"{type(error).__name__}: {str(error).strip()[:300]}"})


if __name__ == "__main__":
    main(*sys.argv[1:])
