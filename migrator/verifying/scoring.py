"""Runs in the user's interpreter, loaded by path: which mutants do the inputs of a proof tell from the right function?

A mutant is run on the inputs that the proof decided, until one shows it wrong. All are run on some of the inputs before
those that are left are run on the rest: most mistakes show soon, and what does nothing wrong takes longest. They run in a
forked process, because a wrong variant may loop without end or end the process; the process goes on with the next mutant,
or a new one does.

Standard library only; ``proof`` is the package ``_proof``.
"""

import contextlib
import importlib
import itertools
import math
import os
import random
import select
import signal
import sys
import time
from typing import Any

HANGS_S = 0.4
"""A mutant that computes longer than this on one input, and much longer than the right function, has been noticed."""
_LOOPS_S = 0.15
"""The same while all mutants are tried, one after the other, on inputs that the right function is quick on."""
_SILENT_S = 20.0
"""The process that tries mutants tells more often than this that it works."""
_LEAST = 25
FEW = 30
"""So many mutants are few."""
_QUICK_S = 0.01
_MOST_INPUTS = 8000
_FIRST = 400
"""Every mutant is tried on so many inputs before one is tried on more."""
_REAL, _REAL_S = 8, 0.1
"""So many recorded inputs come first, as long as the right function takes no longer on all of them."""
_PATIENCE = 3
"""The time on the clock may be so many times the processor's: other programs may want it as well."""


class Tried:
    """What came of the mutants: ``killed``, ``harmless`` (it only traps more, so Python answers), ``survived``.

    ``cases`` are the inputs they were tried on, ``slowest`` the seconds of the slowest of these."""

    def __init__(self, cases: list[Any], slowest: float) -> None:
        self.cases, self.slowest = cases, slowest
        self.outcomes: dict[int, str] = {}
        self.seconds = 0.0
        self.order: list[int] = []
        self.open: set[int] = set()
        """Mutants of which there was no time to learn enough."""
        self.left = 0.0
        """Seconds of the processor's time that were not used."""


KILLED = "killed"


class Counts:
    """What a mutant did on inputs that did not show it wrong: of those that the right function answered (``given``), it
    trapped on some (``more_traps``); it answered; it answered by way of the changed place (``reached``)."""

    def __init__(self, given: int = 0, answers: int = 0, more_traps: int = 0, reached: int = 0) -> None:
        self.given, self.answers, self.more_traps, self.reached = given, answers, more_traps, reached

    @property
    def shown(self) -> int:
        """On so many inputs the changed place ran, as far as is known."""
        return self.reached + self.more_traps

    def plus(self, other: "Counts | None") -> "Counts":
        """Return both together."""
        if other is None:
            return self
        return Counts(*map(sum, zip(vars(self).values(), vars(other).values(), strict=True)))

    def outcome(self) -> str:
        """Return what is said of it."""
        if self.answers < _LEAST <= self.given:
            return KILLED  # of a function that answers so little there is no proof
        return "harmless" if self.more_traps else f"survived {self.reached}"


def mutated(proof: Any, package: str, pair: Any) -> tuple[Any, Any]:
    """Return ``pair`` with the native function of ``package``, and its extension, which selects its mutants.

    It is bound to the module that is imported already: classes and values must be the very same objects.
    """
    runtime = importlib.import_module(f"{package}._runtime")
    native, shims = runtime._load_native()
    namespace = proof.plain_function(pair.original).__globals__
    swap = runtime._prepare(native, shims, namespace, pair.id.partition(":")[2])
    runtime._bind(native, swap)
    native.stepping_aside(False)
    return pair._replace(native=swap.rust, trapped=native.TRAPPED), native


def score(
    proof: Any,
    pair: Any,
    native: Any,
    tape: list[Any],
    numbers: list[int],
    seconds: float,
    seed: int,
    deadline: float = math.inf,
    enough: int = sys.maxsize,
) -> Tried:
    """Try the mutants ``numbers`` of ``pair`` on ``tape``, in an order drawn by ``seed``, for at most ``seconds`` of the
    processor's time. At ``deadline`` (on ``time.perf_counter``) it is over. ``enough``: on so many inputs that reach its
    place a mutant is tried; where it shows on none of these, the time is better spent on others."""
    began = time.perf_counter()
    until = min(began + _PATIENCE * seconds, deadline)
    order = list(numbers)
    random.Random(seed).shuffle(order)
    cases, slowest = _cheap_first(proof, pair, tape, random.Random(seed), min(began + 0.2 * seconds, deadline))
    tried = Tried(cases, slowest)
    counts: dict[int, Counts] = {}
    waiting, left = order, seconds
    rounds = [cases[:_FIRST], cases[_FIRST:]] if len(cases) > 2 * _FIRST else [cases]
    for some in rounds:
        while some and waiting and left > 0 and time.perf_counter() < until:
            wanted = {n: enough - (counts[n].shown if n in counts else 0) for n in waiting}
            done, spent = _run(proof, pair, native, some, wanted, until, left, _LOOPS_S + 10 * slowest)
            left -= spent
            if not done:
                break  # not even one could be begun
            for number, counted in done.items():
                if counted is not None:
                    counts[number] = counted.plus(counts.get(number))
                tried.outcomes[number] = counts[number].outcome() if counted else KILLED
            waiting = [n for n in waiting if n not in done]
        tried.open = {n for n in waiting if n not in counts or counts[n].shown < enough}
        again = [n for n in order if tried.outcomes.get(n, KILLED) != KILLED]
        waiting = sorted(again, key=lambda n: counts[n].shown == 0)  # what inputs reach is soon done
    tried.open |= {n for n in order if n not in tried.outcomes}
    tried.order, tried.left = order, max(0.0, left)
    tried.seconds = time.perf_counter() - began
    return tried


def sample(tried: Tried) -> dict[int, str]:
    """Return the outcomes that count: in the drawn order, up to the first mutant of which too little is known, for
    those beyond are not a fair sample: what is soon noticed is known, and what is not is open. Of the first few all
    count, those that are open as survivors."""
    settled = itertools.takewhile(lambda number: number not in tried.open, tried.order)
    fair = max(FEW, sum(1 for _ in settled))
    return {number: tried.outcomes[number] for number in tried.order[:fair] if number in tried.outcomes}


def _cheap_first(proof: Any, pair: Any, tape: list[Any], rng: random.Random, until: float) -> tuple[list[Any], float]:
    """Return the inputs, quick ones first and otherwise shuffled, and the seconds of the slowest; as many as there is
    time to run once until ``until``. None where no input ends soon enough."""
    mixed = _telling_first(list(tape), rng)
    timed = sorted((int(1000 * spent), place, spent) for place, spent in _timings(proof, pair, mixed, until))
    if not timed:
        return [], 0.0
    usual = timed[len(timed) // 2][2]
    real = _real(mixed, timed)
    others = [(place, spent) for _, place, spent in timed if spent <= max(_QUICK_S, 20 * usual) and place not in real]
    kept = [*real.items(), *others[: _MOST_INPUTS - len(real)]]
    return [mixed[place] for place, _ in kept], max(spent for _, spent in kept)


def _real(cases: list[Any], timed: list[tuple[int, int, float]]) -> dict[int, float]:
    """Return the places of a few recorded inputs, cheap and dear ones, and their seconds. They come first: where inputs
    are large, what searches make of them is empty or odd, and runs into few of the places that real ones go through."""
    recorded = [(at, spent) for _, at, spent in timed if cases[at][2] == "recorded" and cases[at][1].kind == "native"]
    found: dict[int, float] = {}
    for at, spent in recorded[:: max(1, len(recorded) // _REAL)]:
        if len(found) == _REAL or (found and sum(found.values()) + spent > _REAL_S):
            break
        found[at] = spent
    return found


def _telling_first(cases: list[Any], rng: random.Random) -> list[Any]:
    """Return the cases mixed: those that Rust answered, and in turn with them those it gave back to Python, which only
    show what a guard or a trap is for. Edge values, and what CrossHair found, come early: they were made to be telling,
    and are few."""
    rng.shuffle(cases)
    cases.sort(key=lambda case: case[2] not in ("edges", "crosshair"))
    answered = [case for case in cases if case[1].kind == "native"]
    others = [case for case in cases if case[1].kind != "native"]
    both = min(len(answered), len(others))
    in_turn = [case for pair in zip(answered, others, strict=False) for case in pair]
    return [*in_turn, *answered[both:], *others[both:]]


def _timings(proof: Any, pair: Any, cases: list[Any], until: float) -> list[tuple[int, float]]:
    """Return the places of the cases that end soon, each with its seconds; built to be made quickly, the Rust may take
    minutes where the proof took a moment (a length of 2**31, say), and then its process is ended."""
    found: list[tuple[int, float]] = []
    first = 0
    while first < len(cases) and time.perf_counter() < until:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _time_all(proof, pair, cases[first:], writing)
        os.close(writing)
        done = _heard(reading, until)
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found += [(first + place, spent) for place, spent in enumerate(done)]
        first += len(done) + 1  # the one after these did not end
    return found


def _heard(reading: int, until: float) -> list[float]:
    """Return the seconds that the other process tells, until it falls silent or the time is over."""
    text = b""
    while (limit := min(HANGS_S, until - time.perf_counter())) > 0:
        ready, _, _ = select.select([reading], [], [], limit)
        more = os.read(reading, 1 << 16) if ready else b""
        if not more:
            break
        text += more
    return [float(line) for line in text.split(b"\n")[:-1]]


def _time_all(proof: Any, pair: Any, cases: list[Any], writing: int) -> None:
    """What the forked process does; it never returns."""
    try:
        for arguments, *_ in cases:
            given = proof.copy_arguments(arguments)
            began = time.perf_counter()
            pair.native(*given)
            os.write(writing, b"%.9f\n" % (time.perf_counter() - began))
    finally:
        os._exit(0)


def _run(
    proof: Any,
    pair: Any,
    native: Any,
    cases: list[Any],
    wanted: dict[int, int],
    until: float,
    seconds: float,
    hangs_s: float,
) -> "tuple[dict[int, Counts | None], float]":
    """Fork, let the child try one mutant after the other, each on so many inputs that reach it as are ``wanted``, and
    listen; end it where it hangs. Return what it did before its ``seconds`` were over, None for a mutant that was noticed,
    and the seconds of the processor that it took."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)  # ends it
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        _work(proof, pair, native, cases, wanted, writing, hangs_s)
    os.close(writing)
    done: dict[int, Counts | None] = {}
    current: int | None = None
    gone = False
    text = b""
    try:
        while not gone:
            limit = min(_SILENT_S, max(0.0, until - time.perf_counter()))
            ready, _, _ = select.select([reading], [], [], limit)
            more = os.read(reading, 1 << 16) if ready else b""
            gone = not more
            text += more
            *lines, text = text.split(b"\n")
            for line in lines:
                current = _heard_of(line.decode("ascii"), current, done)
    finally:
        os.close(reading)
        over = time.perf_counter() >= until
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status, used = os.wait4(child, 0)
    over |= os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGVTALRM
    if current is not None and not over:
        done[current] = None  # it does not come to an end, or took the process with it
    return done, used.ru_utime + used.ru_stime


def _heard_of(line: str, current: "int | None", done: "dict[int, Counts | None]") -> "int | None":
    """Take in a line of the child's; return the mutant that is at work after it."""
    number, word, *counts = line.split()
    if word == "begins":
        return int(number)
    if word == "works":
        return current
    done[int(number)] = Counts(*map(int, counts)) if counts else None
    return None


def _work(
    proof: Any, pair: Any, native: Any, cases: list[Any], wanted: dict[int, int], writing: int, hangs_s: float
) -> None:
    """What the forked process does; it never returns."""
    status = 0

    def works() -> None:
        os.write(writing, b"0 works\n")

    try:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)  # the bell of the processor's time ends the process
        cases = list(cases)
        with proof.Runner(pair) as runner:
            for number, most in wanted.items():
                os.write(writing, b"%d begins\n" % number)
                native.select_mutant(number)
                passed = _try(proof, runner, native, cases, works, hangs_s, most)
                native.select_mutant(0)
                signal.setitimer(signal.ITIMER_PROF, 0.0)
                told = " ".join(["passed", *map(str, vars(passed).values())]) if passed else KILLED
                os.write(writing, b"%d %s\n" % (number, told.encode("ascii")))
    except BaseException:
        status = 1
    finally:
        os._exit(status)


def _try(
    proof: Any, runner: Any, native: Any, cases: list[Any], works: Any, hangs_s: float, most: int
) -> "Counts | None":
    """Run one mutant on the cases, until ``most`` have reached its place; None where one shows it wrong, which goes to the
    front: it may show the next as well."""
    answered = next((arguments for arguments, case, _ in cases if case.kind == "native"), None)
    if answered is not None and proof.ignored_name(runner.pair, answered):
        return None
    found = Counts()
    told = time.perf_counter()
    for index, (arguments, case, _) in enumerate(cases):
        if found.shown >= most:
            break
        given = proof.copy_arguments(arguments)
        signal.setitimer(signal.ITIMER_PROF, hangs_s)
        wrong, trapped = _differs(proof, runner, arguments, given, case)
        if wrong:
            cases.insert(0, cases.pop(index))
            return None
        found.given += case.kind == "native"
        found.answers += not trapped
        found.more_traps += trapped and case.kind == "native"
        found.reached += native.was_reached() and not trapped
        if index % 64 == 0 and time.perf_counter() - told > 0.5:
            works()
            told = time.perf_counter()
    return found


def _differs(proof: Any, runner: Any, arguments: Any, given: Any, case: Any) -> tuple[bool, bool]:
    """Return whether the mutant shows itself on one case, and whether it trapped."""
    try:
        done = outcome(proof, runner, arguments, given)
    except Exception:
        return True, False  # Rust never raises
    if done.value is runner.pair.trapped:
        return runner._late(arguments, done) is not None, True
    return proof.difference(case.expected, done) is not None, False


def outcome(proof: Any, runner: Any, arguments: Any, given: Any) -> Any:
    """Return what the mutant does; where random numbers are drawn, the state afterwards as well."""
    if runner.pair.draws:
        whole = runner.call(runner.pair.native, arguments, 60.0, watch=True)
        if whole.raised is not None:
            raise whole.raised
        return whole
    done = proof.Outcome(given, proof.changeable(given))
    runner._warned.clear()
    runner._said()
    done.value = runner.pair.native(*given)
    done.printed = runner._said()
    if runner._warned:
        done.warned = tuple((w.category.__name__, str(w.message)) for w in runner._warned)
    return done
