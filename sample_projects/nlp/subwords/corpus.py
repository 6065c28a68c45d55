"""The text: Python's own language reference, normalised and cut into passages."""

import random
import re
from pydoc_data.topics import topics

WORD = re.compile(r"[a-z_]+")
NOT_TEXT = re.compile(r"[^a-z0-9_ .,;:()'-]+")


def normalise(text: str) -> str:
    """Lower-case ``text``, drop markup and squeeze white space."""
    return " ".join(NOT_TEXT.sub(" ", text.lower()).split())


def load_text() -> str:
    """Return all topics as one normalised text, in the order of their titles."""
    return " ".join(normalise(topics[title]) for title in sorted(topics))


def passages(text: str, words: int = 40) -> list[str]:
    """Cut ``text`` into passages of ``words`` words; a short rest is dropped."""
    split = text.split()
    starts = range(0, len(split) - words + 1, words)
    return [" ".join(split[start : start + words]) for start in starts]


def vocabulary(text: str, minimum: int = 2) -> list[str]:
    """Return the words that occur at least ``minimum`` times, sorted."""
    counts: dict[str, int] = {}
    for word in WORD.findall(text):
        counts[word] = counts.get(word, 0) + 1
    return sorted(word for word, count in counts.items() if count >= minimum and len(word) > 2)


def misspell(phrase: str, rng: random.Random, rate: float = 0.08) -> str:
    """Return ``phrase`` as a hurried person would type it."""
    letters = list(phrase)
    position = 1
    while position < len(letters) - 1:
        if letters[position].isalpha() and rng.random() < rate:
            kind = rng.randrange(4)
            if kind == 0:
                del letters[position]
            elif kind == 1:
                letters.insert(position, rng.choice("etaoinshr"))
            elif kind == 2:
                letters[position] = rng.choice("etaoinshr")
            else:
                letters[position], letters[position + 1] = letters[position + 1], letters[position]
            position += 1
        position += 1
    return "".join(letters)


def sample_queries(parts: list[str], count: int, rng: random.Random, words: int = 7) -> list[tuple[str, int]]:
    """Pick ``count`` phrases; return each one misspelled, with its passage's number."""
    queries = []
    for _ in range(count):
        number = rng.randrange(len(parts))
        split = parts[number].split()
        start = rng.randrange(len(split) - words + 1)
        phrase = " ".join(split[start : start + words])
        queries.append((misspell(phrase, rng), number))
    return queries
