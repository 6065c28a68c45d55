"""The passes over the IR, in the order in which ``migrator.compiler`` runs them: webs, infer, ownership, ranges, shared,
lines, watch, interrupts."""
