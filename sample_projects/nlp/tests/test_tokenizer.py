import pytest

from subwords.tokenizer import BytePairTokenizer, apply_merges, count_pairs, merge_pair


def test_merge_goes_from_the_left():
    assert merge_pair([1, 1, 1], 1, 1, 9) == [9, 1]
    assert merge_pair([1, 2, 3, 1, 2], 1, 2, 9) == [9, 3, 9]
    assert merge_pair([], 1, 2, 9) == []


def test_pairs_overlap():
    assert count_pairs([1, 1, 1, 2]) == {(1, 1): 2, (1, 2): 1}


def test_merges_are_applied_in_order():
    merges = [(97, 98), (256, 99)]
    assert apply_merges(list(b"abcab"), merges) == [257, 256]


def test_round_trip():
    text = "the theme of the thesis is there"
    tokenizer = BytePairTokenizer.train(text, 270)
    ids = tokenizer.encode(text)
    assert tokenizer.decode(ids) == text
    assert len(ids) < len(text)


def test_unknown_characters_survive():
    tokenizer = BytePairTokenizer.train("abababab", 258)
    assert tokenizer.decode(tokenizer.encode("größe ab")) == "größe ab"


def test_small_vocabulary_is_refused():
    with pytest.raises(ValueError, match="at least 256"):
        BytePairTokenizer.train("text", 100)


def test_training_stops_when_nothing_repeats():
    assert len(BytePairTokenizer.train("abc", 300)) == 256
