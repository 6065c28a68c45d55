"""The proof: runs every kind of input until one shows a difference or the budget is spent."""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from .again import ROUNDS, alter, call_again, comes_again
from .canaries import CANARIES, Spoiled
from .changes import changed_input
from .clock import now
from .copies import changeable, copy_arguments, weight
from .evidence import LEAST, Budget, Different, Evidence, Proof, Unproven
from .fitting import all_fit
from .inputs import edge_inputs, random_input
from .instances import TEMPLATES, keep_templates
from .loading import Pair, plain_function
from .names import ignored_name
from .oracle import Outcome, difference, told
from .random_values import Pool
from .recording import Call, encode_call
from .running import Case, Runner, TooLong
from .simpler_inputs import brief_inputs, simpler, small_input
from .strategies import argument_strategy
from .types import Arguments, Type, parse_type
from .wide import is_wide
from .writing import as_python

_LONG = 10_000
"""An input on which the original runs through so many lines is a long one: each takes milliseconds."""


def check(
    pair: Pair,
    types: Sequence[str],
    *,
    recorded: Sequence[Call | Arguments] = (),
    suggested: Mapping[str, Sequence[Arguments]] | None = None,
    seed: int = 0,
    budget: Budget | None = None,
    canary: bool = True,
    tape: list[tuple[Arguments, Case, str]] | None = None,
) -> Proof:
    """Compare the two functions of ``pair`` on recorded, edge, Hypothesis and bulk inputs.

    Args:
        pair: the functions, from :func:`load`.
        types: the parameters' types in order (``"list[float]"``).
        recorded: real calls, from :func:`read_recording`.
        suggested: inputs that other tools propose, by the kind they are counted as.
        seed: the same seed gives the same inputs (as many as there is time for).
        budget: how many inputs, and how long.
        canary: also make sure that wrong variants are caught.
        tape: gets the inputs that were decided, what came of them, and their kind; so many as are small together.
    """
    import hypothesis  # noqa: F401 - takes a while, which is not part of the search

    calls = [c.arguments if isinstance(c, Call) else tuple(c) for c in recorded]
    TEMPLATES.clear()
    for call in calls:
        keep_templates(call)
    with Runner(pair) as runner:
        search = _Search(runner, [parse_type(t) for t in types], types, calls, seed, budget or Budget())
        search.tape, search.suggested = tape, suggested or {}
        return search.prove(canary)


class _Search:
    """One search for a difference; counts what was tried."""

    def __init__(
        self,
        runner: Runner,
        types: list[Type],
        texts: Sequence[str],
        recorded: list[Arguments],
        seed: int,
        budget: Budget,
    ) -> None:
        self.runner, self.types, self.texts = runner, types, texts
        self.recorded = sorted(recorded, key=weight)
        self.own = [a for a in self.recorded if all_fit(types, a)] or self.recorded
        """The recorded inputs of these types: the function may have other signatures."""
        self.seed, self.budget = seed, budget
        code = getattr(plain_function(runner.pair.original), "__code__", None)
        self.pool = Pool(recorded[:16], code)
        self.evidence: list[Evidence] = []
        self.start = time.perf_counter()
        self.deadline = now() + budget.seconds
        self.call_s = budget.call_s
        self.trap_rate = 0.0
        self.fast: list[Arguments] = []
        """Recorded inputs and smaller ones made of them: where the other kinds start from."""
        self.bounds: dict[tuple[int, bool], float] = {}
        """By place of the argument and sign: a number from which on the original takes too long."""
        self.paths: set[frozenset[int]] = set()
        """The ways through the original that inputs in ``fast`` take."""
        self.answered: list[Arguments] = []
        """Inputs that Rust answered: the canary must be caught on these."""
        self.suggested: Mapping[str, Sequence[Arguments]] = {}
        self.tape: list[tuple[Arguments, Case, str]] | None = None
        self.room = 4_000_000
        """So many numbers more may be kept on the tape."""

    def prove(self, canary: bool) -> Proof:
        """Run every kind of input; return the verdict."""
        proof = Proof(self.runner.pair.id, "equal", self.seed, self.evidence)
        try:
            self.fast = self._starts()
            self._determinism()
            self._recorded()
            self._suggested()
            self._edges()
            self._hypothesis()
            self._bulk()
            self._go_on()
            self._again()
            self._enough()
            self._names()
            if canary:
                self._canary()
        except Different as found:
            proof.verdict = "different"
            arguments, proof.detail = self._smallest(found.arguments, found.detail)
            proof.counterexample = as_python(self.runner.pair.id, arguments, proof.detail)
            proof.call = encode_call(Call(self.runner.pair.id, arguments))
        except Unproven as why:
            proof.verdict, proof.reason, proof.detail = "unproven", why.reason, why.detail
        proof.trap_rate = self.trap_rate
        proof.seconds = time.perf_counter() - self.start
        return proof

    # One input --------------------------------------------------------------------------------

    def _try(self, evidence: Evidence, arguments: Arguments, seconds: float, watch: bool) -> Case:
        began = time.perf_counter()
        case = self.runner.run(arguments, seconds, watch=watch)
        evidence.inputs += 1
        spent = time.perf_counter() - began
        if evidence.kind != "recorded" and (case.kind == "undecided" or spent > 0.1):
            self._learn(arguments)
        evidence.raised += case.raised
        if self.tape is not None and case.expected is not None and self.room > 0:
            self.room -= 2 * weight(arguments) + 8
            self.tape.append((arguments, case, evidence.kind))
        if case.kind == "native":
            evidence.native += 1
            if len(self.answered) < 40 or evidence.native < 3:
                self.answered.append(arguments)
        elif case.kind == "trapped":
            evidence.trapped += 1
        elif case.kind == "undecided":
            evidence.undecided += 1
        else:
            raise Different(arguments, case.detail)
        return case

    def _left(self, share: float = 1.0) -> float:
        """Return the moment at which ``share`` of the time that is left will be over."""
        moment = now()
        return moment + max(0.0, self.deadline - moment) * share

    # The kinds of inputs ----------------------------------------------------------------------

    def _determinism(self) -> None:
        """The original must do the same when it is run twice; it shows here how long it takes."""
        until = self._left(0.15)
        slowest = 0.0
        for arguments in self.fast[:8]:
            outcomes = []
            began = now()
            for _ in range(2):
                try:
                    outcomes.append(self.runner.call(self.runner.pair.original, arguments, self.budget.seconds))
                except TooLong:
                    return
            found = difference(*outcomes)
            if found:
                raise Unproven("nondeterministic", f"two runs on equal arguments: {found}")
            slowest = max(slowest, (now() - began) / 2)
            if now() > until:
                break
        self.call_s = min(self.budget.call_s, max(0.02, 4 * slowest))

    def _recorded(self) -> None:
        evidence = self._kind("recorded")
        until = self._left(self.budget.recorded)
        for arguments in self.recorded:
            if now() > until and evidence.inputs:
                break
            self._try(evidence, arguments, max(self.budget.seconds, 10.0), watch=True)
            if evidence.inputs <= 4:
                self._keeps_nothing(arguments)
        if evidence.inputs:
            self.trap_rate = evidence.trapped / evidence.inputs
        # Where one real call takes as long as all was to take, the other inputs get their time too.
        self.deadline = max(self.deadline, now() + 0.6 * self.budget.seconds)

    def _suggested(self) -> None:
        """Inputs that were proposed from outside are few, and each was made to be telling."""
        for kind, inputs in self.suggested.items():
            evidence = self._kind(kind) if inputs else None
            until = self._left(0.3)
            for arguments in inputs:
                if evidence is None or now() > until:
                    break
                if not self._endless(arguments):
                    self._try(evidence, arguments, self.call_s, watch=True)

    def _keeps_nothing(self, arguments: Arguments) -> None:
        """Rust must give back every reference that it takes to an argument or its elements."""
        given = copy_arguments(arguments)
        parts = [*given, *(v for a in given if isinstance(a, (list, tuple)) for v in a[:50])]
        parts = [part for part in parts if not _shared(part)]
        for _ in range(3 if changeable(given) else 0):
            self.runner.pair.native(*given)  # what comes in again may be kept, once
        before = list(map(sys.getrefcount, parts))
        for _ in range(3):
            self.runner.pair.native(*given)
        if difference(Outcome(copy_arguments(arguments)), Outcome(given)):
            return  # what it changed may hold more references, or fewer
        for count, part in zip(before, parts, strict=True):
            if sys.getrefcount(part) >= count + 3:
                raise Different(arguments, f"Rust keeps references to an argument: {told(part)}")

    def _starts(self) -> list[Arguments]:
        """Return recorded inputs, at most 40, and small ones made of those that are not small.

        They are chosen by size and not by time, so that a seed always gives the same inputs.
        """
        rng = self._rng("small")
        every = [a for a in self.own if weight(a) <= 400]
        every += [small_input(a, rng) for a in self.own if weight(a) > 60]
        step = max(1, len(every) // 40)
        return self._by_path(every[::step][:40])

    def _by_path(self, inputs: list[Arguments]) -> list[Arguments]:
        """Order inputs so that the first few go different ways through the original; what runs through many lines is
        left out where briefer inputs can be made of it, for each of them would take the time of hundreds."""
        groups: dict[frozenset[int], list[Arguments]] = {}
        long: list[Arguments] = []
        until = self._left(0.1)
        for given in inputs:
            path = self._path(given) if now() < until else frozenset()
            if path is not None:
                groups.setdefault(path, []).append(given)
                continue
            self._learn(given)
            long.append(given)
            for brief in brief_inputs(given):
                path = self._path(brief)
                if path:
                    groups.setdefault(path, []).append(brief)
        turns = itertools.zip_longest(*sorted(groups.values(), key=len))
        self.paths = set(groups)
        return [given for turn in turns for given in turn if given is not None] or long

    def _path(self, arguments: Arguments) -> frozenset[int] | None:
        """Return the lines that the original runs through; none where a debugger is at work. None for an input on which
        it runs through very many, or does not end."""
        code = getattr(plain_function(self.runner.pair.original), "__code__", None)
        lines: set[int] = set()
        left = _LONG
        if code is None or sys.gettrace() is not None:
            return frozenset()

        def line(frame: Any, event: str, _: object) -> Any:
            nonlocal left
            if event == "line":
                lines.add(frame.f_lineno)
                left -= 1
                if left < 0:
                    raise TooLong
            return line

        def enter(frame: Any, _: str, __: object) -> Any:
            nonlocal left
            left -= 1
            return line if frame.f_code.co_filename == code.co_filename else None

        sys.settrace(enter)
        try:
            self.runner.call(self.runner.pair.original, arguments, self.call_s, watch=False)
        except TooLong:
            return None
        finally:
            sys.settrace(None)
        return None if left < 0 else frozenset(lines)

    def _rng(self, kind: str) -> random.Random:
        """Each kind of input has random numbers of its own: how far another came does not matter."""
        return random.Random(f"{self.seed} {kind}")

    def _edges(self) -> None:
        evidence = self._kind("edges")
        rng = self._rng("edges")
        until = self._left(0.3)
        for arguments in edge_inputs(self.types, self.fast, rng, self.budget.edges, self.pool):
            if now() > until:
                return
            if not self._endless(arguments):
                self._try(evidence, arguments, self.call_s, watch=evidence.inputs < 300)

    def _learn(self, arguments: Arguments) -> None:
        """Note the largest number of an input that took too long: most likely it counts a loop."""
        sizes = [abs(v) if type(v) in (int, float) else 0 for v in arguments]
        largest = max(sizes, default=0)
        if largest > 100:
            at = sizes.index(largest)
            key = (at, arguments[at] > 0)
            self.bounds[key] = min(largest, self.bounds.get(key, largest))

    def _endless(self, arguments: Arguments) -> bool:
        return any(
            type(arguments[at]) in (int, float) and (arguments[at] > 0) is positive and abs(arguments[at]) >= bound
            for (at, positive), bound in self.bounds.items()
        )

    def _hypothesis(self) -> None:
        import hypothesis

        evidence = self._kind("hypothesis")
        until = self._left(0.15 if any(map(is_wide, self.types)) else 0.4)
        last: list[Different] = []

        def test(values: Arguments) -> None:
            if (now() > until and not last) or self._endless(values):
                return
            try:
                self._try(evidence, values, self.call_s, watch=False)
            except Different as found:
                last[:] = [found]
                raise

        settings = hypothesis.settings(
            max_examples=max(1, self.budget.hypothesis),
            deadline=None,
            database=None,
            suppress_health_check=list(hypothesis.HealthCheck),
            verbosity=hypothesis.Verbosity.quiet,
            phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
        )
        given: Any = hypothesis.given(argument_strategy(self.texts, self.fast))
        if not self.budget.hypothesis:
            return
        try:
            searched: Any = hypothesis.seed(self.seed)(settings(given(test)))
            searched()
        except Different as found:
            raise found from None  # the last one raised is the smallest
        except hypothesis.errors.Flaky:
            if last:
                raise last[0] from None
            raise

    def _bulk(self) -> None:
        evidence = self._kind("bulk")
        rng = self._rng("bulk")
        until = self._left(0.85)
        while evidence.inputs < self.budget.bulk and now() < until:
            new = random_input(self.types, self.fast, rng, self.pool)
            if self._endless(new):
                continue
            case = self._try(evidence, new, self.call_s, watch=evidence.inputs % 64 == 0)
            if evidence.inputs % 8 == 0 and case.kind == "native" and len(self.fast) < 80:
                path = self._path(new)
                if path is not None and path not in self.paths:  # a new way through the original: go on from here
                    self.paths.add(path)
                    self.fast.append(new)

    def _go_on(self) -> None:
        """Where the time was over before Rust had answered :data:`LEAST` inputs, take some more."""
        evidence = self.evidence[-1]
        rng = self._rng("more")
        until = now() + 3 * self.budget.seconds
        while self._native() < LEAST and now() < until:
            if self.fast:
                new = changed_input(rng.choice(self.fast), rng, self.pool)
            else:
                new = random_input(self.types, (), rng, self.pool)
            if not self._endless(new):
                self._try(evidence, new, self.call_s, watch=False)

    def _again(self) -> None:
        """The same objects come in again and again, changed a little between: a few inputs, large ones too."""
        chosen = [given for given in (*self.fast[:12], *self.recorded[-3:]) if comes_again(given)]
        if not chosen:
            return
        evidence = self._kind("again")
        rng = self._rng("again")
        until = now() + 0.1 * self.budget.seconds
        for given in chosen:
            held = copy_arguments(given)
            for _ in range(ROUNDS):
                if now() > until and evidence.inputs >= ROUNDS:
                    return
                before = copy_arguments(held)
                try:
                    case = call_again(self.runner, held, self.call_s)
                except TooLong:
                    break
                evidence.inputs += 1
                evidence.native += case.kind == "native"
                evidence.trapped += case.kind == "trapped"
                evidence.raised += case.raised
                if case.kind == "different":
                    raise Different(before, f"{case.detail} (called again with the same objects, changed between)")
                if rng.random() < 0.7:
                    alter(held, rng)

    def _native(self) -> int:
        return sum(e.native for e in self.evidence if e.kind != "canary")

    def _kind(self, name: str) -> Evidence:
        evidence = Evidence(name)
        self.evidence.append(evidence)
        return evidence

    # What makes the counts worth something ----------------------------------------------------

    def _enough(self) -> None:
        """Few inputs prove little, and none proves nothing."""
        compared = [e for e in self.evidence if e.kind != "canary"]
        recorded = compared[0]
        if self.recorded and recorded.undecided == recorded.inputs:
            raise Unproven("too-slow", "no recorded input was decided within the time")
        if not any(e.native for e in compared) or (self.recorded and not recorded.native):
            which = "recorded inputs" if self.recorded else "inputs"
            raise Unproven("not-native", f"Rust answered none of the {which}")
        tried, native = sum(e.inputs for e in compared), self._native()
        if native < LEAST:
            detail = f"of {tried} inputs that there was time for, Rust answered {native}"
            decided = sum(e.inputs - e.undecided for e in compared)
            raise Unproven("too-slow" if decided < 10 * LEAST else "not-native", detail)

    def _names(self) -> None:
        """Rust must look at the names that the function uses; the first input that it answered tells."""
        for arguments in self.answered[:1]:
            name = ignored_name(self.runner.pair, arguments)
            if name is not None:
                raise Different(arguments, f"Rust answers also where {name} means something else")

    def _canary(self) -> None:
        """Wrong variants of the Rust function must be caught, each on the first input it spoils."""
        evidence = self._kind("canary")
        pair = self.runner.pair
        pool = sorted(self.answered, key=weight)
        until = now() + max(1.0, 0.3 * self.budget.seconds)
        try:
            for name, spoil in CANARIES.items():
                spoiled = Spoiled(pair, spoil)
                self.runner.pair = pair._replace(native=spoiled)
                for arguments in pool:
                    if now() > until and evidence.inputs:
                        break
                    case = self.runner.run(arguments, max(self.budget.seconds, 10.0))
                    if not spoiled.acted or case.kind == "undecided":
                        continue
                    if case.kind != "different":
                        raise Unproven("canary", f"a wrong variant was not caught: {name}")
                    evidence.inputs += 1
                    evidence.native += 1
                    break
        finally:
            self.runner.pair = pair
        if pool and not evidence.inputs:
            raise Unproven("canary", "no wrong variant could be made")

    # The smallest counterexample --------------------------------------------------------------

    def _smallest(self, found: Arguments, detail: str) -> tuple[Arguments, str]:
        """Make the input smaller as long as it still shows a difference."""
        until = now() + max(1.0, 0.4 * self.budget.seconds)
        best = found
        improved = True
        while improved and now() < until:
            improved = False
            for smaller in simpler(best):
                if now() > until:
                    break
                case = self.runner.run(smaller, self.call_s)
                if case.kind == "different":
                    best, detail, improved = smaller, case.detail, True
                    break
        return best, detail


def _shared(value: Any) -> bool:
    """Whether the interpreter has one object for all values like this one."""
    if type(value) is int:
        return -5 <= value <= 256
    return value is None or type(value) is bool or (type(value) is str and len(value) < 2)
