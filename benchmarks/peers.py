"""Times the kernels of ``benchmarks/kernels`` under CPython, NumPy, Numba and other compilers, and migrator, side by side.

One process for each family; in every round each implementation runs once, in an order that changes from round to round,
so that a disturbance of the machine hits all alike. Run it with ``python benchmarks/peers.py``; see README.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

from harness.cases import suite
from harness.coordinator import compare
from harness.table import markdown

HERE = Path(__file__).resolve().parent


def processor() -> str:
    """Return the processor's name as the system tells it."""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def main() -> int:
    kernels = suite("arrays" if "--arrays" in sys.argv[1:] else "loops")
    names = [case.name for case in kernels.cases]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--arrays", action="store_true", help="the array kernels, in the place of the pure loops")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--milliseconds", type=float, default=5.0, help="least time of one measurement")
    parser.add_argument("--peers", nargs="+", choices=kernels.families, default=kernels.families)
    parser.add_argument("--kernels", nargs="+", choices=names, default=names)
    parser.add_argument("--build", type=Path, default=HERE / "build", help="where peers compile")
    parser.add_argument("--output", type=Path, help="Markdown to write")
    options = parser.parse_args()

    families = ["cpython", *(name for name in options.peers if name != "cpython")]
    at_least = options.milliseconds / 1000.0
    run = compare(
        kernels,
        families,
        options.kernels,
        options.build.resolve(),
        options.rounds,
        at_least,
        lambda text: print(text, file=sys.stderr, flush=True),
    )
    load = " ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "?"
    setting = [
        f"{processor()}, {os.cpu_count()} logical processors, load {load} at the end",
        f"{platform.system()} {platform.machine()}, {options.rounds} rounds, "
        f"at least {options.milliseconds:g} ms a measurement, CPU time of the thread, one thread each",
    ]
    text = markdown(kernels.title, run, options.kernels, setting)
    print(text)
    output = options.output or HERE / ("results-arrays.md" if options.arrays else "results.md")
    output.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
