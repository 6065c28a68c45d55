"""Values as the stages leave them: a made-up project with one function of every status."""

from __future__ import annotations

from pathlib import Path

from migrator.model.diagnostic import Diagnostic
from migrator.model.profile import FunctionProfile, Profile, Workload
from migrator.model.program import CompiledFunction, CompiledProgram, Parameter
from migrator.model.proof import (
    EndToEnd,
    Evidence,
    Interval,
    Measurement,
    Measurements,
    Verdict,
    Verdicts,
)
from migrator.model.region import Candidate, Found, Region
from migrator.model.report import Report, StageTime
from migrator.reporting.build import build_report

GEOMETRY = '''\
"""Boxes."""


def overlap(low, high, other_low, other_high):
    """Length that two intervals share."""
    return max(0.0, min(high, other_high) - max(low, other_low))


def iou(a, b):
    """Intersection over union of two boxes (x1, y1, x2, y2)."""
    inter = overlap(a[0], a[2], b[0], b[2]) * overlap(a[1], a[3], b[1], b[3])
    if inter == 0.0:
        return 0.0
    # areas are never zero here: boxes come from the detector
    area_a = (a[2] - a[0]) * (a[3] - a[1])
    area_b = (b[2] - b[0]) * (b[3] - b[1])
    return inter / (area_a + area_b - inter)


def label(box, names):
    """<script>alert("docstring")</script>"""
    return f"{names[box]}"


def clip(value, low, high):
    return max(low, min(high, value))


class Tracker:
    def step(self, boxes):
        """Advance one frame."""
        for box in boxes:
            self.seen[box] = 1


def matrix(boxes, others):
    """IoU of every pair."""
    return [[iou(a, b) for b in others] for a in boxes]


def rotate(points, angle):
    return [(x * angle, y) for x, y in points]
'''

RUST = {
    "overlap": """/// Length that two intervals share.
pub fn overlap(low: f64, high: f64, other_low: f64, other_high: f64) -> f64 {
    float::max2(0.0, float::min2(high, other_high) - float::max2(low, other_low))
}
""",
    "iou": """/// Intersection over union of two boxes (x1, y1, x2, y2).
pub fn iou(a: &[f64], b: &[f64]) -> Result<f64, Trap> {
    let inter = overlap(a[0], a[2], b[0], b[2]) * overlap(a[1], a[3], b[1], b[3]);
    if inter == 0.0 {
        return Ok(0.0);
    }
    // areas are never zero here: boxes come from the detector
    let area_a = (a[2] - a[0]) * (a[3] - a[1]);
    let area_b = (b[2] - b[0]) * (b[3] - b[1]);
    float::div(inter, area_a + area_b - inter)
}
""",
    "matrix": """/// IoU of every pair.
pub fn matrix(boxes: &[Vec<f64>], others: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Trap> {
    boxes
        .iter()
        .map(|a| others.iter().map(|b| iou(a, b)).collect())
        .collect()
}
""",
    "clip": """pub fn clip(value: f64, low: f64, high: f64) -> f64 {
    float::max2(low, float::min2(high, value))
}
""",
    "rotate": """pub fn rotate(points: &[(f64, f64)], angle: f64) -> Vec<(f64, f64)> {
    points.iter().map(|&(x, y)| (x * angle, y)).collect()
}
""",
}
FILE = "tracking/geometry.py"
_LINES = {
    name: n
    for n, text in enumerate(GEOMETRY.splitlines(), 1)
    for name in [text.strip().removeprefix("def ").split("(")[0]]
    if text.strip().startswith("def ")
}
_SHARES = {
    "iou": 0.412,
    "overlap": 0.231,
    "matrix": 0.094,
    "Tracker.step": 0.081,
    "rotate": 0.052,
    "clip": 0.041,
    "label": 0.022,
}


def identity(name: str) -> str:
    return f"tracking.geometry:{name}"


def _line(name: str) -> int:
    return _LINES[name.rpartition(".")[2]]


def write_project(project: Path) -> None:
    path = project / FILE
    path.parent.mkdir(parents=True)
    path.write_text(GEOMETRY, encoding="utf-8")


def profile(argv: tuple[str, ...] = ("python", "-m", "tracking", "--frames", "600")) -> Profile:
    functions = tuple(
        FunctionProfile(
            id=identity(name),
            file=FILE,
            line=_line(name),
            self_s=share * 8.21,
            total_s=share * 9,
            share=share,
            calls=1200,
            callers={},
        )
        for name, share in _SHARES.items()
    )
    workload = Workload(argv, "module", "python", "tracking", argv[3:], ".")
    return Profile("migrator.profile/1", workload, 8.4, 8.21, 1.023, 8000, functions, "3.11.7")


def found() -> Found:
    candidates = tuple(Candidate(identity(n), FILE, _line(n), s, 1200, 1 / (1 - s)) for n, s in _SHARES.items())
    members = (identity("matrix"), identity("iou"), identity("overlap"))
    regions = (
        Region(members[0], members, 0.737, 3.8),
        Region(identity("clip"), (identity("clip"),), 0.041, 1.04),
        Region(identity("rotate"), (identity("rotate"),), 0.052, 1.05),
    )
    return Found("migrator.found/1", candidates, regions, {})


def program() -> CompiledProgram:
    roots = {"matrix", "clip", "rotate"}
    functions = tuple(
        CompiledFunction(
            id=identity(name),
            module="tracking.geometry",
            qualname=name,
            file=FILE,
            line=_line(name),
            symbol=name,
            parameters=(Parameter("a", "a", "float"),),
            returns="float",
            core=core,
            root=name in roots,
            recursive=False,
            constants=(),
            guards=(),
            dependencies=(),
            source_sha256="",
            doc="",
        )
        for name, core in RUST.items()
    )
    reasons = {
        identity("label"): (Diagnostic("M102", _line("label") + 2, 'f-string "<b>names[box]</b>" has no Rust yet'),),
        identity("Tracker.step"): (
            Diagnostic(
                "M301",
                _line("step") + 3,
                "`self.seen[box]` is changed, and a dict has no commit yet",
                "Return the boxes seen and let the caller store them.",
            ),
        ),
    }
    return CompiledProgram("migrator.program/1", "tracking", functions, reasons)


def verdicts() -> Verdicts:
    def evidence(native: int) -> tuple[Evidence, ...]:
        return (
            Evidence("recorded", 64, native, 64 - native),
            Evidence("edges", 1296, 1188, 108, 12),
            Evidence("hypothesis", 1000, 964, 36, 4),
            Evidence("bulk", 20000, 20000, 0),
            Evidence("canary", 3, 3, 0),
        )

    different = (
        "from tracking.geometry import rotate\n\n"
        "rotate([(-0.0, 1.0)], 2.0)\n# Python: [(-0.0, 1.0)]\n# Rust:   [(0.0, 1.0)]\n"
    )
    reason = Diagnostic("M501", _line("rotate"), "The sign of zero differs in `[0][0]`.")
    return Verdicts(
        "migrator.verdicts/1",
        "b1",
        (
            Verdict(identity("matrix"), "equal", evidence(63), 1 / 64, 0, 4.1),
            Verdict(identity("clip"), "equal", evidence(64), 0.0, 0, 1.1),
            Verdict(identity("rotate"), "different", evidence(64), 0.0, 0, 1.1, different, (reason,)),
        ),
    )


def measurements() -> Measurements:
    return Measurements(
        "migrator.measurements/1",
        (
            Measurement(identity("matrix"), 2.1e-3, 1.1e-4, Interval(19.1, 18.2, 20.3), 64),
            Measurement(identity("clip"), 2.1e-7, 2.2e-7, Interval(0.95, 0.91, 0.99), 64),
        ),
        EndToEnd(8.21, 2.44, Interval(3.36, 3.28, 3.45), 5, (identity("matrix"),)),
    )


def report(project: Path) -> Report:
    """The report of the whole made-up run; ``project`` must hold what ``write_project`` wrote."""
    stages = [("profile", 9.8), ("find", 0.4), ("build", 12.2), ("verify", 8.0), ("bench", 31.0)]
    return build_report(
        profile(),
        found(),
        program(),
        verdicts(),
        measurements(),
        [StageTime(n, s) for n, s in stages],
        project,
        environment={"python": "3.11.7", "numpy": "2.4.6", "rustc": "1.95.0", "cpu": "x86-64"},
    )
