"""Byte-pair tokenizer and typo-tolerant passage search."""

from subwords.search import Match, SearchIndex
from subwords.tokenizer import BytePairTokenizer

__all__ = ["BytePairTokenizer", "Match", "SearchIndex"]
