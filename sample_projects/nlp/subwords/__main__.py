"""Train on the language reference, then answer misspelled queries and report how well that went."""

import argparse
import random

from subwords.corpus import load_text, passages, sample_queries, vocabulary
from subwords.duplicates import near_duplicates
from subwords.search import SearchIndex
from subwords.spelling import SpellingCorrector
from subwords.tokenizer import BytePairTokenizer


def main() -> None:
    parser = argparse.ArgumentParser(prog="subwords", description=__doc__)
    parser.add_argument("--queries", type=int, default=48, help="how many queries to answer")
    parser.add_argument("--vocabulary", type=int, default=400, help="size of the token vocabulary")
    parser.add_argument("--train", type=int, default=50_000, help="characters to train on")
    parser.add_argument("--compare", type=int, default=300, help="passages compared pair by pair")
    arguments = parser.parse_args()

    text = load_text()
    parts = passages(text)
    # The order of topics is alphabetical; a stride gives training a bit of each.
    stride = max(1, len(parts) * 250 // arguments.train)
    tokenizer = BytePairTokenizer.train(" ".join(parts[::stride])[: arguments.train], arguments.vocabulary)
    index = SearchIndex(tokenizer, parts)
    tokens = sum(len(document) for document in index.documents)
    print(f"{len(text)} characters, {len(parts)} passages, {tokens} tokens of {len(tokenizer)}")
    print("longest tokens:", sorted(tokenizer.pieces, key=lambda p: (-len(p), p))[:5])

    corrector = SpellingCorrector(vocabulary(text))
    first = top = edits = 0
    score = 0.0
    for phrase, number in sample_queries(parts, arguments.queries, random.Random(20)):
        matches = index.search(corrector.correct(phrase))
        ranked = [match.passage for match in matches]
        first += ranked[0] == number
        top += number in ranked
        edits += matches[0].distance
        score += matches[0].score
    print(f"{arguments.queries} queries: {first} first, {top} among the first ten")
    print(f"{corrector.repaired} words repaired, {edits} edits left, score {score!r}")

    step = max(1, len(parts) // arguments.compare)
    pairs = near_duplicates(index.documents[::step], index.ngrams[::step], index.weights)
    print(f"{len(pairs)} near duplicates, likeness {sum(pair[2] for pair in pairs)!r}")


if __name__ == "__main__":
    main()
