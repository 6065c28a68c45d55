"""Runs in the user's interpreter, started by path: compares one Rust function with its original.

Standard library only, beside ``proof.py``, which it loads by path. The plan is a JSON file; so is the result.
"""

import importlib.util
import json
import os
import sys
from typing import Any


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        plan = json.load(file)
    _limit(plan["memory"])
    sys.path[0:1] = plan["path"]
    sys.argv = [plan["program"]]
    # Hypothesis keeps files in the working folder, which is the user's, unless it is told another place.
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = os.path.join(os.path.dirname(plan["result"]), "hypothesis")
    result = _prove(plan)
    with open(plan["result"] + ".tmp", "w", encoding="utf-8") as file:
        json.dump(result, file)
    os.replace(plan["result"] + ".tmp", plan["result"])
    sys.stdout.flush()
    os._exit(0)  # whatever the module registered for the end of its program does not belong here


def _limit(memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or memory < hard:
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))


def _prove(plan: dict[str, Any]) -> dict[str, Any]:
    proof = _load_proof(plan["proof"])
    if importlib.util.find_spec("hypothesis") is None:
        return {"failed": "hypothesis", "detail": sys.executable}
    try:
        pair = proof.load(plan["package"], plan["id"], plan["file"])
        native = importlib.import_module(f"{plan['package']}._extension").native
    except BaseException as error:  # also SystemExit: what user code does when imported is unknown
        return {"failed": "load", "detail": f"{type(error).__name__}: {error}"}
    if getattr(native, "SOURCE_ID", "") not in ("", plan["build_id"]):
        return {"failed": "load", "detail": "the extension was built from other sources"}
    recorded = [call for path in plan["recordings"] for call in proof.read_recording(path, plan["id"])]
    if not recorded:
        return {"failed": "inputs", "detail": "no call is recorded"}
    native.reset_counters()
    budget = proof.Budget(**plan["budget"])
    found = proof.check(pair, plan["types"], recorded=recorded, seed=plan["seed"], budget=budget)
    symbol = pair.native.__name__
    return {
        "verdict": found.verdict,
        "evidence": [vars(e) for e in found.evidence],
        "trap_rate": found.trap_rate,
        "seconds": found.seconds,
        "reason": found.reason,
        "detail": found.detail,
        "counterexample": found.counterexample,
        "call": found.call,
        "traps": native.counters().get(symbol, {}),
        "panic": native.last_panic(),
    }


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
