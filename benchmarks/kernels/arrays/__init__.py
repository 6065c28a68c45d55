"""Array kernels in the style in which NumPy users write them."""
