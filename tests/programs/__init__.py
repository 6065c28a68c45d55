"""Random programs in the supported language, compiled in batches and compared with CPython."""
