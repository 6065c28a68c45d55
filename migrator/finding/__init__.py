"""LibCST's view of the project: modules, names, call graph; which functions are hot, and which
regions to compile.

May assume nothing of the stages after it: what can be compiled comes in as a predicate. User code
is only read here, never imported.
"""
