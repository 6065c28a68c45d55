"""NumPy's pure functions: what may be called from inside a compiled function where there is no Rust for it.

Pure: the result depends on the arguments alone, nothing is changed, and nothing is printed. Such a call can be made
again, so a trap after it may start from the top. (For draws of random numbers see ``DRAWS``.) What type comes back is asked of NumPy itself (``infer_callbacks``),
and insisted on at run time.

Not here: what changes its arguments (``put``, ``fill_diagonal``, ``shuffle``), what reads a clock or a file, what takes functions (``vectorize``, ``apply_along_axis``), and what only gives another look at its
argument (``broadcast_to``): that would not be the same memory. ``diagonal`` is here, for its values are computed with;
where the view itself is kept, what comes back traps.
"""

from __future__ import annotations

_UFUNCS = """
add subtract multiply divide true_divide floor_divide remainder mod fmod power float_power pow negative positive
absolute abs fabs rint sign heaviside conj conjugate exp exp2 log log2 log10 expm1 log1p sqrt square cbrt reciprocal
gcd lcm sin cos tan arcsin arccos arctan arctan2 hypot sinh cosh tanh arcsinh arccosh arctanh degrees radians deg2rad
rad2deg acos acosh asin asinh atan atan2 atanh bitwise_and bitwise_or bitwise_xor bitwise_not bitwise_invert
bitwise_left_shift bitwise_right_shift bitwise_count invert left_shift right_shift greater greater_equal less
less_equal not_equal equal logical_and logical_or logical_xor logical_not maximum minimum fmax fmin isfinite isinf
isnan signbit copysign nextafter spacing modf ldexp frexp floor ceil trunc divmod logaddexp logaddexp2 matmul vecdot
matvec vecmat
"""

_REDUCTIONS = """
sum prod mean std var max min amax amin argmax argmin any all count_nonzero ptp median average percentile quantile
nansum nanprod nanmean nanstd nanvar nanmax nanmin nanargmax nanargmin nanmedian nanpercentile nanquantile cumsum
cumprod nancumsum nancumprod cumulative_sum cumulative_prod diff ediff1d gradient trapezoid trapz
"""

_MAKING = """
eye identity arange linspace logspace geomspace tri tril triu vander diag diagflat meshgrid indices repeat tile roll
pad concatenate concat stack vstack hstack dstack column_stack block append insert delete resize full_like zeros_like
ones_like copy array tril_indices triu_indices tril_indices_from triu_indices_from hanning hamming
blackman bartlett kaiser kron diag_indices diag_indices_from mask_indices
"""

_CHOOSING = """
where nonzero flatnonzero argwhere extract compress take take_along_axis choose select sort argsort lexsort partition
argpartition searchsorted unique unique_values digitize bincount histogram histogram2d histogram_bin_edges isin
intersect1d union1d setdiff1d setxor1d clip round around fix nan_to_num interp unravel_index ravel_multi_index
diagonal isclose allclose array_equal array_equiv packbits unpackbits trim_zeros isreal iscomplex isneginf isposinf sinc i0
unwrap angle
"""

_PRODUCTS = """
dot vdot inner outer einsum tensordot trace cross convolve correlate cov corrcoef polyfit polyval polyadd polysub
polymul polyder polyint roots poly
"""

_LINEAR = """
norm inv pinv solve lstsq det slogdet cholesky qr svd svdvals eig eigh eigvals eigvalsh matrix_rank matrix_power cond
multi_dot outer cross matmul trace vector_norm matrix_norm tensorsolve tensorinv
"""

_FOURIER = (
    "fft ifft rfft irfft hfft ihfft fft2 ifft2 rfft2 irfft2 fftn ifftn rfftn irfftn fftfreq rfftfreq fftshift ifftshift"
)

_TESTS = (
    "assert_allclose assert_almost_equal assert_array_almost_equal assert_array_equal assert_equal assert_array_less"
)
"""Of ``numpy.testing``: they raise or give None."""

_METHODS = """
sum prod mean std var max min argmax argmin any all ptp cumsum cumprod round clip argsort searchsorted dot trace take
repeat choose compress nonzero argpartition diagonal astype flatten conj __pow__ __getitem__
"""

_OPERATORS_OF_TWO = """
add subtract multiply divide true_divide floor_divide remainder power maximum minimum fmax fmin logical_and logical_or
logical_xor bitwise_and bitwise_or bitwise_xor hypot arctan2 greater greater_equal less less_equal equal not_equal
logaddexp logaddexp2 gcd lcm
"""

_PURE_OF_UFUNCS = frozenset(
    f"numpy.{name}.{method}"
    for name in _OPERATORS_OF_TWO.split()
    for method in ("reduce", "accumulate", "outer", "reduceat")
)
AT: dict[str, str] = {
    "numpy.add.at": "operator.add",
    "numpy.subtract.at": "operator.sub",
    "numpy.multiply.at": "operator.mul",
}
"""Methods of ufuncs that change an array element by element, with the operators that they repeat."""
OF_UFUNCS: frozenset[str] = frozenset({*_PURE_OF_UFUNCS, *AT})
"""Methods of ufuncs."""

PURE_FUNCTIONS: frozenset[str] = frozenset(
    {
        *_PURE_OF_UFUNCS,
        *(f"numpy.{name}" for group in (_UFUNCS, _REDUCTIONS, _MAKING, _CHOOSING, _PRODUCTS) for name in group.split()),
        *(f"numpy.linalg.{name}" for name in _LINEAR.split()),
        *(f"numpy.fft.{name}" for name in _FOURIER.split()),
        *(f"numpy.testing.{name}" for name in _TESTS.split()),
    }
)
"""By qualified name; those that the installed NumPy does not have are never met."""

OF_NUMBERS: frozenset[str] = frozenset(
    f"numpy.{name}"
    for name in "arange linspace logspace geomspace tri eye identity indices hanning hamming blackman bartlett kaiser"
    " tril_indices triu_indices fft.fftfreq fft.rfftfreq".split()
)
"""Those that make arrays of numbers alone; what they call back for is worth it."""

PURE_METHODS: frozenset[str] = frozenset(_METHODS.split())
"""Methods of arrays."""

_DRAWS = """
seed rand randn random random_sample randint uniform normal standard_normal choice permutation exponential
standard_exponential poisson binomial beta gamma standard_gamma chisquare geometric gumbel laplace logistic lognormal
negative_binomial pareto rayleigh standard_cauchy standard_t triangular vonmises wald weibull zipf dirichlet multinomial
multivariate_normal f hypergeometric logseries power
"""

DRAWS: frozenset[str] = frozenset(f"numpy.random.{name}" for name in _DRAWS.split())
"""Functions of NumPy's hidden generator. They are called back in Python's order; where the compiled function traps after
one, the boundary first puts the generator back to where it was."""
DRAW_METHODS: frozenset[str] = frozenset({*_DRAWS.split(), "integers", "permuted"} - {"seed"})
"""Methods of a ``Generator`` or ``RandomState`` that draw; which class has which is asked of NumPy."""
MAKERS: frozenset[str] = frozenset(
    f"numpy.random.{name}"
    for name in "default_rng Generator RandomState PCG64 PCG64DXSM MT19937 Philox SFC64 SeedSequence".split()
)
"""What makes generators, and what those are made of: from a seed, for without one each is another."""
SHUFFLE = "numpy.random.shuffle"
"""Changes an array in place, by the draws that ``permutation`` makes of the same array."""

_PLACED = (("loc", 0.0), ("scale", 1.0))
_BETWEEN = (("low", 0.0), ("high", 1.0))
DIRECT: dict[tuple[str, str], tuple[str, tuple[tuple[str, float], ...]]] = {
    **{("RandomState", name): ("random", ()) for name in ("random", "random_sample", "rand")},
    ("RandomState", "uniform"): ("uniform", _BETWEEN),
    ("Generator", "random"): ("random", ()),
    ("Generator", "uniform"): ("uniform", _BETWEEN),
    ("Generator", "standard_normal"): ("standard_normal", ()),
    ("Generator", "normal"): ("normal", _PLACED),
    ("Generator", "exponential"): ("exponential", (("scale", 1.0),)),
}
"""Single floats that are drawn without a call: the class and method, the function in ``nd::draw``, its parameters."""
DIRECT_INTS = {("Generator", "integers"): "integers", ("RandomState", "randint"): "randint"}
"""The same for ints from ``low`` (0 where only one is given) to ``high``."""

BY_OPERATOR: dict[str, str] = {
    "operator.add": "numpy.add",
    "operator.sub": "numpy.subtract",
    "operator.mul": "numpy.multiply",
    "operator.true_div": "numpy.true_divide",
    "operator.floor_div": "numpy.floor_divide",
    "operator.floor_mod": "numpy.remainder",
    "operator.matmul": "numpy.matmul",
    "operator.and": "numpy.bitwise_and",
    "operator.or": "numpy.bitwise_or",
    "operator.xor": "numpy.bitwise_xor",
    "operator.shl": "numpy.left_shift",
    "operator.shr": "numpy.right_shift",
    "operator.lt": "numpy.less",
    "operator.le": "numpy.less_equal",
    "operator.gt": "numpy.greater",
    "operator.ge": "numpy.greater_equal",
    "operator.eq": "numpy.equal",
    "operator.ne": "numpy.not_equal",
    "operator.neg": "numpy.negative",
    "operator.pos": "numpy.positive",
    "operator.invert": "numpy.invert",
    "builtins.abs": "numpy.absolute",
}
"""The ufunc that an operator is on arrays. ``**`` is not among them: it has short cuts of its own."""
