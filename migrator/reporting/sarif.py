"""The reasons as SARIF 2.1.0, for code scanning: each one a result at its line of the Python source.

Codes are rules; a difference is an error, everything else a note. Below GitHub's limit of 5,000 results.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from migrator import __version__
from migrator.diagnostics import TABLE
from migrator.model.diagnostic import Diagnostic
from migrator.model.report import FunctionReport, Report

_LIMIT = 5000


def render(report: Report) -> str:
    """Return the report as one SARIF document."""
    results = [_result(f, r) for f in report.functions for r in f.reasons][:_LIMIT]
    codes = sorted({r["ruleId"] for r in results})
    driver = {"name": "migrator", "version": __version__, "rules": [_rule(c) for c in codes]}
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _rule(code: str) -> dict[str, Any]:
    row = TABLE[code]
    return {
        "id": code,
        "shortDescription": {"text": row.title},
        "fullDescription": {"text": row.why},
        "help": {"text": row.hint},
    }


def _result(function: FunctionReport, reason: Diagnostic) -> dict[str, Any]:
    line = reason.line or max(function.line, 1)
    return {
        "ruleId": reason.code,
        "level": "error" if function.verdict == "different" and reason.code == "M501" else "note",
        "message": {"text": f"{function.id}: {reason.message} {reason.hint}".strip()},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(function.file)},
                    "region": {"startLine": line},
                }
            }
        ],
    }
