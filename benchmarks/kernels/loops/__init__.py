"""Kernels whose time goes into interpreted loops, one module each."""
