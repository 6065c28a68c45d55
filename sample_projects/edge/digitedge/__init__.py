"""int8 reference kernels and nearest neighbours for handwritten digits."""
