"""The support crate against the real Python and NumPy."""
