import random

from subwords.corpus import load_text, misspell, passages, sample_queries, vocabulary
from subwords.duplicates import near_duplicates
from subwords.search import SearchIndex, document_frequency, most_overlapping
from subwords.tokenizer import BytePairTokenizer


def test_document_frequency_counts_documents_not_tokens():
    assert document_frequency([[0, 0, 1], [1], []], 3) == [1, 2, 0]


def test_most_overlapping_prefers_the_first_on_ties():
    assert most_overlapping([1, 2], [[3], [1, 2], [2], [1]], 3) == [1, 2, 3]


def test_misspelling_is_repeatable():
    assert misspell("the quick brown fox", random.Random(1), 0.5) == misspell(
        "the quick brown fox", random.Random(1), 0.5
    )


def test_a_misspelled_phrase_finds_its_passage():
    parts = passages(load_text()[:30_000])
    tokenizer = BytePairTokenizer.train(" ".join(parts)[:6_000], 300)
    index = SearchIndex(tokenizer, parts)
    queries = sample_queries(parts, 4, random.Random(3))
    found = sum(index.search(phrase, keep=20)[0].passage == number for phrase, number in queries)
    assert found >= 3


def test_duplicates():
    documents = [[1, 2, 3, 4], [1, 2, 3, 4], [9, 8, 7, 6]]
    ngrams = [[12, 23, 34], [12, 23, 34], [76, 87, 98]]
    assert near_duplicates(documents, ngrams, [1.0] * 10) == [(0, 1, 1.0)]


def test_vocabulary_drops_rare_words():
    assert vocabulary("alpha beta alpha to to") == ["alpha"]
