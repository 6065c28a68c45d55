"""Runs in the user's interpreter, started by path: times one original and its shim on recorded inputs, in turns.

What is timed after is the shim, the Python function that hands over to Rust, because that is what a caller pays. The plan
says of each argument how it is given (``ways``): the same object in each call, a fresh copy, or an object of which some
attributes are set anew; copies are made before the clock starts. Standard library only, beside ``_proof``, which it loads
by path.
"""

import contextlib
import gc
import importlib.util
import json
import os
import random
import sys
from time import perf_counter
from typing import Any

_BATCH_S = 200e-6
"""One input is called so often in a row that the clock's own time does not count."""
_MOST_CALLS = 2000
_WARM = 3
"""After so many calls with the same objects, what is made of them is kept, as it is in a workload that gives them often."""


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        plan = json.load(file)
    sys.path[0:1] = plan["path"]
    sys.argv = [plan["program"]]
    # What a function prints is written, as in the workload, but kept nowhere: it is called thousands of times.
    with open(os.devnull, "w", encoding="utf-8", errors="replace") as nowhere, contextlib.redirect_stdout(nowhere):
        result = _measure(plan)
    with open(plan["result"] + ".tmp", "w", encoding="utf-8") as file:
        json.dump(result, file)
    os.replace(plan["result"] + ".tmp", plan["result"])
    sys.stdout.flush()
    os._exit(0)


def _measure(plan: dict[str, Any]) -> dict[str, Any]:
    proof = _load_proof(plan["proof"])
    pair = proof.load(plan["package"], plan["id"], plan["file"])
    importlib.import_module(f"{plan['package']}._extension").native.stepping_aside(True)
    calls = [c.arguments for c in proof.read_recording(plan["recording"], plan["id"]) if c.raised is None]
    random.Random(0).shuffle(calls)
    gc.disable()
    timer = _Timer(pair.original, proof.by_position(pair.shim), plan["ways"], proof)
    inputs = _choose(timer, calls, plan["inputs"], plan["seconds"])
    before: list[list[float]] = []
    after: list[list[float]] = []
    end = perf_counter() + plan["seconds"]
    while inputs and len(before) < plan["rounds"] and (perf_counter() < end or len(before) < plan["least"]):
        one, other = timer.round(inputs, turned=len(before) % 2 == 1)
        before.append(one)
        after.append(other)
    return {"before": before, "after": after}


def _choose(timer: "_Timer", calls: list[Any], most: int, seconds: float) -> list[tuple[Any, int]]:
    """Return the inputs that fit into the time, with how often each is called in a row."""
    chosen: list[tuple[Any, int]] = []
    spent = 0.0
    for arguments in calls[:most]:
        slow = timer.once(arguments)
        chosen.append((arguments, max(1, min(_MOST_CALLS, int(_BATCH_S / max(slow, 1e-7))))))
        spent += max(slow, _BATCH_S)
        if spent > seconds / 6:
            break
    return chosen


class _Timer:
    def __init__(self, original: Any, shim: Any, ways: list[Any], proof: Any) -> None:
        self.original, self.shim, self.ways, self.copy = original, shim, ways, proof.copy_arguments
        self.set_anew = any(isinstance(way, list) for way in ways)

    def once(self, arguments: Any) -> float:
        """Call both, which also warms them up; return the seconds of the original."""
        for _ in range(_WARM):
            self.batch(self.shim, arguments, 1)
        return self.batch(self.original, arguments, 1)

    def round(self, inputs: list[tuple[Any, int]], turned: bool) -> tuple[list[float], list[float]]:
        """Return the seconds a call for each input, of the original and of the shim."""
        before, after = [], []
        for arguments, count in inputs:
            if turned:
                after.append(self.batch(self.shim, arguments, count))
                before.append(self.batch(self.original, arguments, count))
            else:
                before.append(self.batch(self.original, arguments, count))
                after.append(self.batch(self.shim, arguments, count))
        return before, after

    def batch(self, function: Any, arguments: Any, count: int) -> float:
        if self.set_anew:
            return self.one_by_one(function, arguments, count)
        if "copy" in self.ways:
            copies = [self.fresh(arguments) for _ in range(count)]
            began = perf_counter()
            for copied in copies:
                function(*copied)
            return (perf_counter() - began) / count
        repeats = range(count)  # all are the same objects in each call
        began = perf_counter()
        for _ in repeats:
            function(*arguments)
        return (perf_counter() - began) / count

    def fresh(self, arguments: Any) -> Any:
        """Arguments for one call: copies where the call is to have its own."""
        if all(way == "copy" for way in self.ways):
            return self.copy(arguments)
        copies = self.copy(arguments)
        return tuple(c if way == "copy" else a for a, c, way in zip(arguments, copies, self.ways, strict=False))

    def one_by_one(self, function: Any, arguments: Any, count: int) -> float:
        """Time each call by itself, because between two calls attributes are set to what they were."""
        spent = 0.0
        saved = self.copy(arguments)
        for _ in range(count):
            given = self.fresh(arguments)
            began = perf_counter()
            function(*given)
            spent += perf_counter() - began
            for target, source, names in zip(arguments, self.copy(saved), self.ways, strict=False):
                for name in names if isinstance(names, list) else ():
                    if hasattr(source, name):
                        object.__setattr__(target, name, getattr(source, name))
        return spent / count


def _load_proof(path: str) -> Any:
    spec = importlib.util.spec_from_file_location("_migrator_proof", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
