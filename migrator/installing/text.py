"""Python source between bytes and text, only where the way back gives the same bytes."""

from __future__ import annotations

import io
import tokenize
from dataclasses import dataclass

from migrator.errors import MigratorError
from migrator.installing.block import insert_block, remove_block


@dataclass(frozen=True)
class Source:
    """A Python file's text. A byte order mark is its first character; newlines are as they were."""

    text: str
    encoding: str

    def encoded(self, text: str, place: str) -> bytes:
        """Return ``text`` in the file's encoding.

        Raises:
            MigratorError: M008 where the encoding lacks a character of it.
        """
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise MigratorError(
                "M008",
                f"The file's encoding {self.encoding} cannot hold a name of it.",
                place=place,
            ) from error


def decode(data: bytes, place: str) -> Source:
    """Return the text of a Python file; its first lines (PEP 263) or its BOM say the encoding.

    Raises:
        MigratorError: M008 where it cannot be decoded, M018 where encoding again would differ.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        encoding = "utf-8" if encoding == "utf-8-sig" else encoding
        text = data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise MigratorError("M008", f"It cannot be decoded: {error}.", place=place) from error
    try:
        same = text.encode(encoding) == data
    except UnicodeEncodeError:
        same = False
    if not same:
        raise MigratorError("M018", f"As {encoding} it does not give itself back.", place=place)
    return Source(text, encoding)


def with_block(data: bytes, package: str, qualnames: tuple[str, ...], place: str) -> bytes:
    """Return the Python file ``data`` with the block for ``qualnames``; none of them, no block.

    Raises:
        MigratorError: M007 syntax, M008 encoding, M016 nesting, M018 where taking the block out
            again would not give ``data`` back.
    """
    source = decode(data, place)
    try:
        bare = remove_block(source.text)
        text = insert_block(bare, package, qualnames)
        again = remove_block(text)
    except (RecursionError, MemoryError) as error:
        raise MigratorError("M016", "Python's own parser gives up on it.", place=place) from error
    except (SyntaxError, ValueError) as error:
        raise MigratorError("M007", f"Python cannot parse it: {error}.", place=place) from error
    if again != bare:
        raise MigratorError("M018", "The block could not be taken out again.", place=place)
    return source.encoded(text, place)


def without_block(data: bytes, place: str) -> bytes:
    """Return the Python file ``data`` without our block; raises as ``with_block``."""
    return with_block(data, "unused", (), place)
