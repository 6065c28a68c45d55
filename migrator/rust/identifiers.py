"""Python names as Rust identifiers, user text as Rust comments: the one place where user text becomes Rust."""

from __future__ import annotations

import keyword
import unicodedata

_KEYWORDS = frozenset(
    """as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut
    pub ref return Self self static struct super trait true type union unsafe use where while abstract become box do
    final gen macro override priv try typeof unsized virtual yield Ok Err Some None Result Option Vec String Box""".split()
)


def rust_name(name: str) -> str:
    """Return ``name`` as a Rust identifier: itself where that is plain ASCII and no keyword.

    >>> rust_name("match"), rust_name("µ"), rust_name("_")
    ('match_', 'u_3bc', 'unused')
    """
    normal = unicodedata.normalize("NFKC", name)
    if not normal.isascii():
        normal = "u_" + "".join(c if c.isascii() else f"{ord(c):x}" for c in normal)
    if normal == "_":
        return "unused"
    if normal in _KEYWORDS:
        return f"{normal}_"
    assert normal.isidentifier() or keyword.iskeyword(normal), normal
    return normal


def comment_line(text: str) -> str:
    """Return one line of user text that is safe in a Rust line comment: no control or bidirectional characters."""
    safe = "".join(c for c in text if c == "\t" or unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp", "Cs"))
    return safe.rstrip()
