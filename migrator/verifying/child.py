"""Runs in the user's interpreter, started by path: compares one Rust function with its original.

Standard library only, beside ``_proof``, which it loads by path. The plan is a JSON file; so is the result.
"""

import importlib.util
import json
import os
import sys
import time
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


_HEADROOM = 3 << 30
"""So much more memory may be taken on the inputs of the search than is taken before it."""


def _address_space() -> "int | None":
    """Return how many bytes of addresses the process has; None where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None


def _limit(memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or memory < hard:
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))


def _prove(plan: dict[str, Any]) -> dict[str, Any]:
    began = time.perf_counter()
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
    if (used := _address_space()) is not None:
        # An argument like 2**30 may be a length: what cannot be had fails at once, what can takes seconds to fill.
        _limit(min(plan["memory"], used + _HEADROOM))
    native.reset_counters()
    budget = proof.Budget(**plan["budget"])
    tape: list[Any] | None = [] if plan["mutants"] else None
    found = _check(plan, proof, pair, recorded, budget, tape)
    symbol = pair.native.__name__
    traps = native.counters().get(symbol, {})
    deadline = began + plan["timeout_s"] * _WELL_IN_TIME
    scored = _score(plan, proof, pair, tape, deadline) if tape and found.verdict == "equal" else {}
    return {
        "verdict": found.verdict,
        "evidence": [vars(e) for e in found.evidence],
        "trap_rate": found.trap_rate,
        "seconds": found.seconds,
        "reason": found.reason,
        "detail": found.detail,
        "counterexample": found.counterexample,
        "call": found.call,
        "traps": traps,
        "panic": native.last_panic(),
        **scored,
    }


def _check(
    plan: dict[str, Any], proof: Any, pair: Any, recorded: list[Any], budget: Any, tape: "list[Any] | None"
) -> Any:
    """Prove the function for each of its signatures; return the first failure, or all that was found together."""
    whole: Any = None
    covering = _load(plan["covering"], "_migrator_covering")
    for types in plan["signatures"]:
        parsed = [proof.parse_type(text) for text in types]
        own = [call for call in recorded if whole is None or proof.all_fit(parsed, call.arguments)]
        suggested = {"crosshair": covering.suggested(plan, types, parsed, proof.all_fit)}
        found = proof.check(pair, types, recorded=own, suggested=suggested, seed=plan["seed"], budget=budget, tape=tape)
        whole = found if whole is None else _together(whole, found)
        if found.verdict != "equal":
            break
    return whole


def _together(one: Any, other: Any) -> Any:
    """Return ``other`` with the counts of both. ``one`` has the recorded calls of all signatures."""
    evidence = {e.kind: e for e in one.evidence}
    for each in other.evidence:
        earlier = evidence.setdefault(each.kind, each)
        if earlier is not each and each.kind != "recorded":
            for name in ("inputs", "native", "trapped", "raised", "undecided"):
                setattr(earlier, name, getattr(earlier, name) + getattr(each, name))
    other.evidence = list(evidence.values())
    other.trap_rate = one.trap_rate
    other.seconds += one.seconds
    return other


_SHORT_S = 0.02
"""A shorter search finds nothing."""


_WELL_IN_TIME = 0.8
"""By this part of the time limit all is said: a verdict counts more than the mutants that could still be hunted."""


def _score(plan: dict[str, Any], proof: Any, pair: Any, tape: list[Any], deadline: float) -> dict[str, Any]:
    """Try the mutants on the inputs of the proof, until ``deadline`` on ``time.perf_counter``."""
    asked = plan["mutants"]
    if not asked["numbers"]:
        return {"mutants": {}}
    scoring = _load(asked["scoring"], "_migrator_scoring")
    sys.path.insert(0, asked["path"])
    try:
        wrong, select = scoring.mutated(proof, asked["package"], pair)
    except Exception as error:
        return {"mutants_failed": f"{type(error).__name__}: {error}"}
    finally:
        sys.path.remove(asked["path"])
    enough = asked["enough"]
    tried = scoring.score(
        proof, wrong, select, tape, asked["numbers"], asked["seconds"], plan["seed"], deadline, enough
    )
    rest = [number for number in asked["numbers"] if number not in tried.outcomes]
    outcomes = list(tried.outcomes.values())
    few = len(outcomes) < scoring.FEW and any(outcome.startswith("survived") for outcome in outcomes)
    if rest and few and time.perf_counter() + asked["seconds"] < deadline:
        # One that survives of a few says little: some more are tried, and the verdict rests on all of them.
        more = scoring.score(proof, wrong, select, tape, rest, asked["seconds"], plan["seed"], deadline, enough)
        tried.outcomes.update(more.outcomes)
        tried.order = [*(number for number in tried.order if number not in rest), *more.order]
        tried.open, tried.left = (tried.open - set(rest)) | more.open, more.left
    found = _hunt(plan, proof, scoring, wrong, select, tried, deadline)
    return {**found, "mutants": {str(number): outcome for number, outcome in scoring.sample(tried).items()}}


def _hunt(
    plan: dict[str, Any], proof: Any, scoring: Any, wrong: Any, select: Any, tried: Any, deadline: float
) -> dict[str, Any]:
    """Search for an input that shows each survivor; notes what came of it in the outcomes.

    Those that too few inputs have reached come first: of these it is not known whether they are different at all.
    """
    outcomes, asked = tried.outcomes, plan["mutants"]
    enough = {int(number): count for number, count in asked["hunt_enough"].items()}
    hunting = _load(asked["hunting"], "_migrator_hunting")
    signatures = [[proof.parse_type(text) for text in texts] for texts in plan["signatures"]]
    survivors = [number for number in tried.order if outcomes.get(number, "").startswith("survived")]
    seldom = [number for number in survivors if _reached(outcomes[number]) < enough[number]]
    often = [number for number in survivors if number not in seldom]
    left = asked["hunt"] + tried.left
    for some in (seldom, often):
        for place, number in enumerate(some):
            # A few survivors get more time each.
            each = min(2 * asked["hunt_each"], left / (len(some) - place)) / len(signatures)
            for types in signatures:
                if time.perf_counter() > deadline or each < _SHORT_S:
                    return {}
                began = time.perf_counter()
                hunt = hunting.hunt(proof, scoring, wrong, select, tried, types, number, each, deadline, enough[number])
                left -= min(each, time.perf_counter() - began)
                if hunt.outcome == "different":
                    return _different(proof, wrong, hunt.call)
                outcomes[number] = hunt.outcome or f"survived {_reached(outcomes[number]) + hunt.reached}"
                if hunt.outcome:
                    break
            if time.perf_counter() < deadline:
                tried.open.discard(number)
    return {}


def _reached(outcome: str) -> int:
    return int(outcome.split()[1])


def _different(proof: Any, pair: Any, line: str) -> dict[str, Any]:
    """Return the verdict on a function that the search for its mutants has shown to be wrong itself."""
    call = proof.decode_call(json.loads(line))
    case = proof.run_case(pair, call.arguments)
    return {
        "verdict": "different",
        "detail": case.detail or "the search for mutants found a difference that does not come again",
        "counterexample": proof.as_python(pair.id, call.arguments, case.detail),
        "call": json.loads(line),
    }


def _load_proof(path: str) -> Any:
    return _load(path, "_migrator_proof")


def _load(path: str, name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
