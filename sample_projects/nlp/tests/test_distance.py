import pytest

from subwords.distance import (
    align_locally,
    cosine,
    dice,
    find_approximately,
    jaro_winkler,
    levenshtein,
    ngram_codes,
    shared,
    typing_distance,
)
from subwords.spelling import SpellingCorrector, code_points


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [("kitten", "sitting", 3), ("", "abc", 3), ("same", "same", 0), ("ab", "ba", 2)],
)
def test_levenshtein(a, b, expected):
    assert levenshtein(code_points(a), code_points(b)) == expected
    assert levenshtein(code_points(b), code_points(a)) == expected


@pytest.mark.parametrize(
    ("a", "b", "limit", "expected"),
    [
        ("ab", "ba", 3, 1),
        ("recieve", "receive", 2, 1),
        ("abcdef", "xyz", 2, 3),
        ("ca", "abc", 5, 3),
    ],
)
def test_typing_distance(a, b, limit, expected):
    assert typing_distance(code_points(a), code_points(b), limit) == expected


def test_find_approximately():
    assert find_approximately([1, 2, 3], [9, 9, 1, 2, 3, 9]) == (0, 5)
    assert find_approximately([1, 2, 3], [9, 1, 3, 9]) == (1, 3)
    assert find_approximately([1, 2], []) == (2, 0)


def test_local_alignment_ignores_the_ends():
    weights = [1.0] * 10
    assert align_locally([1, 2, 3], [7, 1, 2, 3, 8], weights) == 3.0
    assert align_locally([1, 2], [3, 4], weights) == 0.0


def test_ngrams():
    assert ngram_codes([1, 2, 3], 2, 10) == [12, 23]
    assert ngram_codes([1], 2, 10) == []
    assert shared([1, 2, 2, 5], [2, 2, 2, 5, 7]) == 3
    assert dice([], []) == 1.0
    assert dice([1, 2], [2, 3]) == 0.5


def test_cosine():
    assert cosine([1.0, 0.0], [0.0, 1.0]) == 0.0
    assert cosine([0.0], [0.0]) == 0.0
    assert cosine([1.0, 2.0], [2.0, 4.0]) == pytest.approx(1.0)


def test_jaro_winkler():
    assert jaro_winkler("martha", "marhta") == pytest.approx(0.9611, abs=1e-4)
    assert jaro_winkler("abc", "xyz") == 0.0


def test_spelling():
    corrector = SpellingCorrector(["exception", "expression", "statement"])
    assert corrector.correct("an expresion statment") == "an expression statement"
    assert corrector.correct_word("qqqqqqqqq") == "qqqqqqqqq"
