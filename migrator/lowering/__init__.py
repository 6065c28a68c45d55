"""LibCST function to untyped IR: one case a syntax form; what has no case becomes a hole with a diagnostic."""

from migrator.lowering.function import Refused, lower_function
from migrator.lowering.names import Binding, Names

__all__ = ["Binding", "Names", "Refused", "lower_function"]
