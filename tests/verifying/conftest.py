"""The demo project of the installing tests serves here too."""

from tests.installing.conftest import demo

__all__ = ["demo"]
