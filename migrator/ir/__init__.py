"""The structured intermediate representation: nodes, traversal, printer, checker."""
