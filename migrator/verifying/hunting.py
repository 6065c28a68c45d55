"""Runs in the user's interpreter, loaded by path: looks for the input that tells one wrong variant from the right one.

What survives the inputs of a proof may be no different at all, or different only where no input went. Here the variant
itself leads the search: inputs that reached the changed place are changed a little, the variant and the right function
run on them, and where they part, Python decides. Such an input has then been compared like any other; where the *right*
Rust function is not what Python is, that is a difference, and the verdict.

Each search runs in a forked process, like the scoring (see ``scoring``). Standard library only.
"""

import math
import mmap
import os
import random
import signal
import time
from typing import Any

_BASES = 60
_LARGE = 400
"""Inputs of more numbers than this are left alone while there are smaller ones: they cost more than they show."""
_ATTEMPTS = 4
"""The right function itself may be slow on an input: then the search begins again, with numbers less large."""
_PATIENCE = 5
"""The time on the clock may be so many times the processor's: other programs may want it as well."""
_TAME = 10_000
_ROOM = 1 << 20
_RIGHT, _WRONG = 0, 1
_OUTCOMES = {0: "", 1: "killed", 2: "different"}


class Hunt:
    """What one search found: ``outcome`` is ``killed``, ``different`` or empty; ``reached`` inputs took the changed
    place without effect; ``call`` is, as a line of a recording, the input that shows a difference between Python and the right function."""

    def __init__(self, outcome: str = "", reached: int = 0, call: str = "") -> None:
        self.outcome, self.reached, self.call = outcome, reached, call


def hunt(
    proof: Any,
    scoring: Any,
    pair: Any,
    native: Any,
    tried: Any,
    types: list[Any],
    number: int,
    seconds: float,
    deadline: float = math.inf,
    enough: float = math.inf,
) -> Hunt:
    """Look for an input on which mutant ``number`` shows, for at most ``seconds`` of the processor's time, beginning at
    the inputs on which the mutants were ``tried``. At ``deadline`` (on ``time.perf_counter``) it is over, whatever runs;
    and where ``enough`` inputs reached the changed place without effect."""
    until = time.perf_counter() + _PATIENCE * seconds
    left = seconds
    hangs_s = scoring.HANGS_S + 10 * tried.slowest
    reached = 0
    for attempt in range(_ATTEMPTS):
        shared = mmap.mmap(-1, _ROOM)
        child = os.fork()
        if child == 0:
            _work(proof, scoring, pair, native, tried.cases, types, number, attempt, left, hangs_s, shared, enough)
        began = time.perf_counter()
        ended = _wait(child, min(until + 20 * hangs_s, deadline))
        over = time.perf_counter() > deadline
        side, outcome = shared[0], shared[1]
        reached += int.from_bytes(shared[8:16], "little")
        text = shared[16:].split(b"\0", 1)[0].decode("ascii")
        shared.close()
        if ended != 0 and side == _WRONG and not over:
            outcome = 1  # it does not come to an end, or took the process with it
        if ended == 0 or attempt > 0:
            left -= time.perf_counter() - began  # what was lost on the first number too large does not count
        if outcome or ended == 0 or left < 0 or over:
            return Hunt(_OUTCOMES[outcome], reached, text)
    return Hunt("", reached)


def _wait(child: int, until: float) -> int:
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return status
        if time.perf_counter() > until:
            os.kill(child, signal.SIGKILL)
            return os.waitpid(child, 0)[1]
        time.sleep(0.002)


def _work(
    proof: Any,
    scoring: Any,
    pair: Any,
    native: Any,
    tape: list[Any],
    types: list[Any],
    number: int,
    attempt: int,
    seconds: float,
    hangs_s: float,
    shared: Any,
    enough: float,
) -> None:
    """What the forked process does; it never returns."""
    status = 3
    try:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        with proof.Runner(pair) as runner:
            search = _Search(proof, scoring, runner, native, number, attempt, hangs_s, shared)
            search.run(tape, types, seconds, enough)
        status = 0
    finally:
        os._exit(status)


class _Search:
    def __init__(
        self,
        proof: Any,
        scoring: Any,
        runner: Any,
        native: Any,
        number: int,
        attempt: int,
        hangs_s: float,
        shared: Any,
    ) -> None:
        self.proof, self.scoring, self.runner, self.native = proof, scoring, runner, native
        self.number, self.hangs_s, self.shared = number, hangs_s, shared
        self.rng = random.Random(f"{number} {attempt}")
        self.tame = attempt > 0
        self.reached, self.there = 0, False
        self.trapped = runner.pair.trapped

    def run(self, tape: list[Any], types: list[Any], seconds: float, enough: float) -> None:
        until = time.process_time() + seconds
        bases = [self.proof.Nudges(base) for base in self._bases(tape)]
        odd = [(place, value) for place, type_ in enumerate(types) for value in self.proof.neighbours(type_)]
        turn = 0
        while bases and self.reached < enough and time.process_time() < until:
            turn += 1
            nudges = self.rng.choice(bases)
            base = nudges.arguments
            if turn % 16 == 0 and odd:
                place, value = self.rng.choice(odd)
                given = (*base[:place], value, *base[place + 1 :])
            elif turn % 16 == 8:
                given = self.rng.choice([*self.proof.aliased(base), base])
            else:
                given = nudges.draw(self.rng)
            if self.tame and any(type(value) in (int, float) and abs(value) > _TAME for value in given):
                continue
            if self._shows(given):
                return
            if turn % 8 == 0 and self.there and len(bases) < 4 * _BASES:
                bases.append(self.proof.Nudges(given))  # from here it goes on

    def _bases(self, tape: list[Any]) -> list[Any]:
        """Return inputs that reach the changed place; where none does, just inputs."""
        native = [case for case in tape if case[1].kind == "native"] or tape
        weighed = sorted(native, key=lambda case: self.proof.weight(case[0]) > _LARGE)
        some = weighed[: 10 * _BASES]
        self.rng.shuffle(some)
        reaching: list[Any] = []
        for arguments, _, _ in some:
            self._wrong(arguments)
            if self.native.was_reached():
                reaching.append(arguments)
            if len(reaching) == _BASES:
                break
        return reaching or [arguments for arguments, _, _ in some[:_BASES]]

    def _shows(self, given: Any) -> bool:
        """Whether the variant and Python do not do the same on ``given``."""
        right = self._right(given)
        if right is None:
            return False
        wrong = self._wrong(given)
        self._count()
        if wrong is None:
            return self._decided(given, None)
        if wrong.value is self.trapped:
            return False  # Python answers
        if right.value is not self.trapped and self.proof.difference(right, wrong) is None:
            return False
        return self._decided(given, wrong)

    def _decided(self, given: Any, wrong: Any) -> bool:
        """Let Python decide between the two."""
        self.native.select_mutant(0)
        case = self.runner.run(given, 0.5, watch=False)
        if case.kind == "different":
            self._tell(2, self.proof.encode_call(self.proof.Call(self.runner.pair.id, given)))
            return True
        if case.expected is None:
            return False
        if wrong is None or self.proof.difference(case.expected, wrong) is not None:
            self._tell(1, None)
            return True
        return False

    def _right(self, given: Any) -> Any:
        self.shared[0] = _RIGHT
        return self._outcome(given, 0)

    def _wrong(self, given: Any) -> Any:
        self.shared[0] = _WRONG
        outcome = self._outcome(given, self.number)
        self.shared[0] = _RIGHT
        return outcome

    def _outcome(self, given: Any, number: int) -> Any:
        """Return what the variant does; None where it raises, which Rust never does."""
        copied = self.proof.copy_arguments(given)
        self.native.select_mutant(number)
        signal.setitimer(signal.ITIMER_PROF, self.hangs_s)
        try:
            return self.scoring.outcome(self.proof, self.runner, given, copied)
        except Exception:
            return None
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0.0)

    def _count(self) -> None:
        self.there = self.native.was_reached()
        if self.there:
            self.reached += 1
            self.shared[8:16] = self.reached.to_bytes(8, "little")

    def _tell(self, outcome: int, call: Any) -> None:
        import json

        if call is not None:
            text = json.dumps(call).encode("ascii")
            if len(text) < len(self.shared) - 20:
                self.shared[16 : 16 + len(text)] = text
        self.shared[1] = outcome
