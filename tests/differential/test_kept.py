"""What is made of an argument is kept while the argument is what it was: every change of it must show in the next call."""

from __future__ import annotations

import gc
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.differential.build import Package

_ROUNDS = 400
_LETTERS = "abcdefghij"


def _word(draw: random.Random) -> str:
    return "".join(draw.choice(_LETTERS) for _ in range(draw.randint(1, 3)))


def _fresh(draw: random.Random) -> int:
    """An int that the interpreter has no object of its own for: one that goes may leave its place to another."""
    return draw.randint(1000, 10**6)


def _change_dict(table: dict[Any, Any], draw: random.Random, key: Any, value: Callable[[], Any]) -> None:
    what = draw.randrange(6)
    if what == 0 and table:
        del table[draw.choice(list(table))]
    elif what == 1 and len(table) > 3:
        table.popitem()
    elif what == 2:
        table.update({key: value()})
    elif what == 3 and table:
        table[draw.choice(list(table))] = value()
    elif what == 4:
        table.pop(key, None)
        table[key] = value()
    else:
        table.setdefault(key, value())


def _change_list(items: list[Any], draw: random.Random, value: Callable[[], Any]) -> None:
    what = draw.randrange(6)
    if what == 0:
        items.append(value())
    elif what == 1 and len(items) > 30:
        items.pop(draw.randrange(len(items)))
    elif what == 2:
        at = draw.randrange(len(items))
        items[at] = None  # the old object goes, and the new one may take its place in memory
        items[at] = value()
    elif what == 3:
        items.reverse()
    elif what == 4:
        draw.shuffle(items)
    else:
        items[:] = [*items[1:], value()]


def _of_dict(draw: random.Random) -> tuple[list[Any], Callable[[], None], Callable[[], list[Any]]]:
    table = {_word(draw): _fresh(draw) for _ in range(60)}
    return [table], lambda: _change_dict(table, draw, _word(draw), lambda: _fresh(draw)), lambda: [_word(draw)]


def _of_groups(draw: random.Random) -> tuple[list[Any], Callable[[], None], Callable[[], list[Any]]]:
    groups = {_word(draw): [_fresh(draw) for _ in range(4)] for _ in range(60)}

    def change() -> None:
        if draw.random() < 0.6:
            inside = draw.choice(list(groups.values()))
            inside[:] = [_fresh(draw) for _ in range(draw.randint(0, 5))]
        else:
            _change_dict(groups, draw, _word(draw), lambda: [_fresh(draw)])

    return [groups], change, lambda: [draw.choice([*groups, _word(draw)])]


def _of_rows(draw: random.Random) -> tuple[list[Any], Callable[[], None], Callable[[], list[Any]]]:
    rows = [[draw.random() for _ in range(5)] for _ in range(40)]

    def change() -> None:
        if draw.random() < 0.6:
            draw.choice(rows)[draw.randrange(5)] = draw.random()
        else:
            _change_list(rows, draw, lambda: [draw.random() for _ in range(5)])

    return [rows], change, lambda: [draw.randrange(len(rows)), draw.randrange(5)]


def _of_documents(draw: random.Random) -> tuple[list[Any], Callable[[], None], Callable[[], list[Any]]]:
    documents = [{_word(draw): _fresh(draw) for _ in range(6)} for _ in range(40)]

    def change() -> None:
        if draw.random() < 0.6:
            _change_dict(draw.choice(documents), draw, _word(draw), lambda: _fresh(draw))
        else:
            _change_list(documents, draw, lambda: {_word(draw): _fresh(draw)})

    return [documents], change, lambda: [_word(draw)]


def _of_words(draw: random.Random) -> tuple[list[Any], Callable[[], None], Callable[[], list[Any]]]:
    words = {_word(draw) for _ in range(60)}

    def change() -> None:
        word = _word(draw)
        words.discard(word) if word in words else words.add(word)

    return [words], change, lambda: [_word(draw)]


def _of_numbers(draw: random.Random) -> tuple[list[Any], Callable[[], None], Callable[[], list[Any]]]:
    numbers = {_fresh(draw) for _ in range(60)}

    def change() -> None:
        numbers.remove(draw.choice(list(numbers)))
        numbers.add(_fresh(draw))

    return [numbers], change, list


def _of_ranks(draw: random.Random) -> tuple[list[Any], Callable[[], None], Callable[[], list[Any]]]:
    def pair() -> tuple[str, str]:
        return (draw.choice(_LETTERS), draw.choice(_LETTERS))

    ranks = {pair(): _fresh(draw) for _ in range(60)}
    return [ranks], lambda: _change_dict(ranks, draw, pair(), lambda: _fresh(draw)), lambda: [_word(draw)]


def _of_names(draw: random.Random) -> tuple[list[Any], Callable[[], None], Callable[[], list[Any]]]:
    names = [_word(draw) * 2 for _ in range(40)]
    return [names], lambda: _change_list(names, draw, lambda: _word(draw) * 2), lambda: [draw.randint(1, 6)]


def _of_kinds(draw: random.Random) -> tuple[list[Any], Callable[[], None], Callable[[], list[Any]]]:
    counts = Counter(_word(draw) for _ in range(80))
    edges = defaultdict(list, {i: [_fresh(draw)] for i in range(40)})

    def change() -> None:
        if draw.random() < 0.5:
            counts[_word(draw)] += _fresh(draw)
        else:
            edges[draw.randrange(60)].append(_fresh(draw))

    return [counts, edges], change, lambda: [_word(draw), draw.randrange(60)]


def _of_parts(draw: random.Random) -> tuple[list[Any], Callable[[], None], Callable[[], list[Any]]]:
    parts = ([_fresh(draw) for _ in range(40)], {i: draw.random() for i in range(40)})

    def change() -> None:
        if draw.random() < 0.5:
            _change_list(parts[0], draw, lambda: _fresh(draw))
        else:
            _change_dict(parts[1], draw, draw.randrange(60), draw.random)

    return [parts], change, lambda: [draw.randrange(60)]


def _of_maybe(draw: random.Random) -> tuple[list[Any], Callable[[], None], Callable[[], list[Any]]]:
    rows = [[_fresh(draw) for _ in range(5)] for _ in range(40)]
    return [rows], lambda: draw.choice(rows).append(_fresh(draw)), lambda: [draw.randrange(40)]


_CASES = {
    "value_of": _of_dict,
    "first_of": _of_groups,
    "cell": _of_rows,
    "score": _of_documents,
    "is_known": _of_words,
    "order": _of_numbers,
    "rank": _of_ranks,
    "shortest": _of_names,
    "weighed": _of_kinds,
    "mixed": _of_parts,
    "maybe": _of_maybe,
}


@pytest.mark.parametrize("name", _CASES)
def test_every_change_shows(package: Package, proof: ModuleType, name: str) -> None:
    pair = proof.load(package.name, f"corpus_kept:{name}")
    draw = random.Random(name)
    large, change, small = _CASES[name](draw)
    answered = 0
    for _ in range(_ROUNDS):
        rest = small()
        for _ in range(draw.choice((1, 1, 3))):
            answer = pair.native(*large, *rest)
            if answer is not pair.trapped:
                answered += 1
                assert answer == pair.original(*large, *rest)
        if draw.random() < 0.5:
            change()
    assert answered > _ROUNDS / 2


def test_attributes_are_looked_at(package: Package, proof: ModuleType) -> None:
    """An attribute that is bound anew, or changed by the call itself, is no longer what was kept."""
    encode, name_at = (proof.load(package.name, f"corpus_kept:Encoder.{name}") for name in ("encode", "name_at"))
    made = sys.modules["corpus_kept"].Encoder
    draw = random.Random(5)

    def new() -> Any:
        pieces = {_word(draw)[0]: _fresh(draw) for _ in range(60)}
        return made(pieces, [[_fresh(draw)] for _ in range(30)], [_word(draw) for _ in range(30)])

    encoders = [new(), new()]
    answered = 0
    for _ in range(_ROUNDS):
        one = draw.choice(encoders)
        word, at = _word(draw) * 3, draw.randrange(len(one.rows))
        unknown, last = one.unknown, one.last
        answer = encode.native(one, word)
        if answer is not encode.trapped:
            answered += 1
            after = (answer, one.unknown, one.last)
            one.unknown, one.last = unknown, last
            assert (encode.original(one, word), one.unknown, one.last) == after
        answer = name_at.native(one, at)
        assert answer is name_at.trapped or answer == name_at.original(one, at)
        what = draw.randrange(6)
        if what == 0:
            _change_dict(one.pieces, draw, draw.choice(_LETTERS), lambda: _fresh(draw))
        elif what == 1:
            one.pieces = dict(new().pieces)
        elif what == 2:
            one.rows[draw.randrange(len(one.rows))][0] = _fresh(draw)
        elif what == 3:
            one.names = [_word(draw) for _ in range(draw.randint(1, 40))]
    assert answered > _ROUNDS / 2


def test_another_object_at_the_same_place(package: Package, proof: ModuleType) -> None:
    """A list that goes leaves its place in memory to the next one, and so do its elements."""
    pair = proof.load(package.name, "corpus_kept:cell")
    draw = random.Random(3)
    places = set()
    for _ in range(_ROUNDS):
        rows = [[draw.random() for _ in range(5)] for _ in range(20)]
        places.add(id(rows))
        for _ in range(3):
            i, j = draw.randrange(20), draw.randrange(5)
            assert pair.native(rows, i, j) == pair.original(rows, i, j)
        del rows
    assert len(places) < _ROUNDS


def test_a_wrong_type_inside_traps(package: Package, proof: ModuleType) -> None:
    pair = proof.load(package.name, "corpus_kept:cell")
    rows = [[0.5 + i, 1.0] for i in range(30)]
    assert [pair.native(rows, i, 0) for i in range(30)] == [30.5 + i for i in range(30)]
    rows[7][1] = 1
    assert pair.native(rows, 0, 0) is pair.trapped
    rows[7][1] = 2.5
    assert pair.native(rows, 7, 1) == 32.5


def test_what_is_kept_is_bounded(package: Package, proof: ModuleType) -> None:
    """Numbers of lists that came in once or twice do not stay alive."""
    pair = proof.load(package.name, "corpus_kept:cell")
    for _ in range(200):
        rows = [[float(i) + 0.25] for i in range(100)]
        for i in range(3):
            pair.native(rows, i, 0)
        watched = rows[50][0]
        alive = sys.getrefcount(watched)
        assert alive <= 4
        del rows, watched
    gc.collect()
