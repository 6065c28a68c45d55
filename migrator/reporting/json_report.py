"""The report for programs: exact keys, full numbers, and the JSON Schema that describes them.

The shape is a promise (``schema`` names its version): fields may be added within a version, none
may change or go.
"""

from __future__ import annotations

import json
from typing import Any

from migrator.model.codec import to_plain
from migrator.model.proof import EndToEnd, Evidence, Interval, Mutation, answered, ruled_out
from migrator.model.report import FunctionReport, Report
from migrator.reporting.build import SCHEMA


def render(report: Report) -> str:
    """Return the report as one JSON document."""
    return json.dumps(plain(report), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def plain(report: Report) -> dict[str, Any]:
    """Return the report as dicts and lists, as ``schema()`` describes them."""
    return {
        "schema": report.schema,
        "environment": dict(report.environment),
        "workload": to_plain(report.workload),
        "functions": [_function(f) for f in report.functions],
        "end_to_end": _end_to_end(report.end_to_end),
        "profile_overhead": report.profile_overhead,
        "stages": [to_plain(s) for s in report.stages],
        "notes": list(report.notes),
    }


def _function(function: FunctionReport) -> dict[str, Any]:
    return {
        "id": function.id,
        "file": function.file,
        "line": function.line,
        "share": function.share,
        "calls": function.calls,
        "ceiling": function.ceiling,
        "region": function.region,
        "tier": function.tier,
        "verdict": function.verdict,
        "evidence": {e.kind: _evidence(e) for e in function.evidence},
        "trap_rate": function.trap_rate,
        "ruled_out": ruled_out(answered(function.evidence)),
        "traps": dict(function.traps),
        "mutation": _mutation(function.mutation),
        "speedup": _interval(function.speedup),
        "accepted": function.accepted,
        "reasons": [to_plain(r) for r in function.reasons],
        "counterexample": function.counterexample,
    }


def _evidence(evidence: Evidence) -> dict[str, int]:
    return {
        "inputs": evidence.inputs,
        "native": evidence.native,
        "trapped": evidence.trapped,
        "raised": evidence.raised,
    }


def _mutation(mutation: Mutation | None) -> dict[str, Any] | None:
    if mutation is None:
        return None
    return {**to_plain(mutation), "score": mutation.score}


def _interval(speedup: Interval | None) -> dict[str, float] | None:
    if speedup is None:
        return None
    return {"value": speedup.value, "low": speedup.low, "high": speedup.high}


def _end_to_end(end: EndToEnd | None) -> dict[str, Any] | None:
    if end is None:
        return None
    return {
        "before_s": end.before_s,
        "after_s": end.after_s,
        "speedup": end.speedup.value,
        "speedup_low": end.speedup.low,
        "speedup_high": end.speedup.high,
        "runs": end.runs,
        "replaced": list(end.replaced),
        "note": end.note,
    }


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the document; ``docs/report.schema.json`` is made from it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "migrator report",
        **_object(
            schema={"const": SCHEMA},
            environment={"type": "object", "additionalProperties": _TEXT},
            workload=_object(
                argv=_list(_TEXT),
                kind={"enum": ["script", "module", "console"]},
                python=_TEXT,
                target=_TEXT,
                arguments=_list(_TEXT),
                cwd=_TEXT,
            ),
            functions=_list(_FUNCTION),
            end_to_end=_optional(
                _object(
                    before_s=_NUMBER,
                    after_s=_NUMBER,
                    speedup=_NUMBER,
                    speedup_low=_NUMBER,
                    speedup_high=_NUMBER,
                    runs=_COUNT,
                    replaced=_list(_TEXT),
                    note=_TEXT,
                )
            ),
            profile_overhead={
                "type": "number",
                "description": "profiled wall time over plain wall time",
            },
            stages=_list(_object(stage=_TEXT, seconds=_NUMBER)),
            notes=_list(_TEXT),
        ),
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _optional(kind: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [kind, {"type": "null"}]}


_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "number"}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_SHARE: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}
_SURVIVOR = _object(function=_TEXT, line=_COUNT, what=_TEXT, reached=_COUNT)
_FUNCTION = _object(
    id={"type": "string", "description": "module:qualname"},
    file=_TEXT,
    line=_COUNT,
    share={**_SHARE, "description": "self time over the whole run"},
    calls=_COUNT,
    ceiling={"type": "number", "description": "end-to-end speed-up if it took no time"},
    region={"type": "string", "description": "id of the root it is compiled under, or empty"},
    tier={"enum": ["native", "hybrid", "skeleton", "python"]},
    verdict={"enum": ["equal", "different", "unproven"]},
    evidence={
        "type": "object",
        "additionalProperties": _object(inputs=_COUNT, native=_COUNT, trapped=_COUNT, raised=_COUNT),
    },
    trap_rate={**_SHARE, "description": "trapped share of the recorded inputs"},
    ruled_out={**_SHARE, "description": "share of differing answers that the comparison rules out at 95 %"},
    traps={"type": "object", "additionalProperties": _COUNT, "description": "by kind of guard, during the proof"},
    mutation=_optional(
        _object(
            made=_COUNT,
            tried=_COUNT,
            killed=_COUNT,
            harmless=_COUNT,
            survivors=_list(_SURVIVOR),
            idle=_list(_SURVIVOR),
            score={**_SHARE, "description": "killed over killed and survivors"},
        )
    ),
    speedup=_optional(_object(value=_NUMBER, low=_NUMBER, high=_NUMBER)),
    accepted={"type": "boolean", "description": "proven and faster: what apply installs"},
    reasons=_list(_object(code=_TEXT, line=_COUNT, message=_TEXT, hint=_TEXT)),
    counterexample=_TEXT,
)
