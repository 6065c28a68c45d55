"""Runs the kernels under several compilers, side by side, and compares times and answers."""
