"""Proves each replacement equal to its original, in child processes of the user's interpreter."""

from migrator.verifying.verify import verify

__all__ = ["verify"]
