//! What only NumPy itself computes with NumPy's bits. The boundary lends its loops at import.

use super::super::trap::Trap;
use super::lazy::Chunk;
use std::sync::OnceLock;

/// The functions whose inner loops are borrowed, with NumPy's names for them.
macro_rules! ufuncs {
    ($($name:ident $python:literal,)*) => {
        /// A function of NumPy whose inner loop is borrowed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Ufunc { $($name),* }

        impl Ufunc {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Ufunc] = &[$(Ufunc::$name),*];

            /// The name in `numpy`, or in `numpy.linalg._umath_linalg`.
            pub const fn name(self) -> &'static str {
                match self { $(Ufunc::$name => $python),* }
            }
        }
    };
}

ufuncs! {
    Exp "exp",
    Exp2 "exp2",
    Expm1 "expm1",
    Log "log",
    Log2 "log2",
    Log10 "log10",
    Log1p "log1p",
    Sin "sin",
    Cos "cos",
    Tan "tan",
    Arcsin "arcsin",
    Arccos "arccos",
    Arctan "arctan",
    Sinh "sinh",
    Cosh "cosh",
    Tanh "tanh",
    Arcsinh "arcsinh",
    Arccosh "arccosh",
    Arctanh "arctanh",
    Cbrt "cbrt",
    Deg2rad "deg2rad",
    Rad2deg "rad2deg",
    Power "power",
    Arctan2 "arctan2",
    Hypot "hypot",
    Logaddexp "logaddexp",
    Fmod "fmod",
    Add "add",
    Multiply "multiply",
    Matmul "matmul",
    Inv "inv",
    Solve "solve",
    Solve1 "solve1",
    Det "det",
    CholeskyLo "cholesky_lo",
}

/// A matrix in memory: element `i, j` lies at `first + i * strides[0] + j * strides[1]`.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a, T> {
    pub data: &'a [T],
    pub first: usize,
    pub shape: [usize; 2],
    pub strides: [isize; 2],
}

/// NumPy's loops for one float type.
pub trait Loops<T>: Sync {
    /// `into[i] = ufunc(from[i])`.
    fn unary(&self, ufunc: Ufunc, from: &[T], into: &mut [T]) -> Result<(), Trap>;

    /// `into[i] = ufunc(a[i], b[i])`; `single`: the whole array has one element.
    fn binary(
        &self,
        ufunc: Ufunc,
        a: Chunk<'_, T>,
        b: Chunk<'_, T>,
        into: &mut [T],
        single: bool,
    ) -> Result<(), Trap>;

    /// `ufunc.reduce(values)` in NumPy's order, from `start` on.
    fn reduce(&self, ufunc: Ufunc, values: &[T], start: T) -> Result<T, Trap>;

    /// Whether `np.add` was found to add as [`pairwise`](super::along::pairwise) does.
    fn adds_pairwise(&self) -> bool;

    /// `into = a @ b`, `into` row-major. The loop tells vectors from matrices by their shapes.
    fn matmul(&self, a: Matrix<'_, T>, b: Matrix<'_, T>, into: &mut [T]) -> Result<(), Trap>;

    /// A function of `numpy.linalg` on row-major matrices with `n` rows, the second with `m` columns.
    fn linalg(
        &self,
        ufunc: Ufunc,
        n: usize,
        m: usize,
        from: &[&[T]],
        into: &mut [T],
    ) -> Result<(), Trap>;
}

/// Everything that the boundary lends.
pub trait Host: Sync {
    fn f64(&self) -> &dyn Loops<f64>;
    fn f32(&self) -> &dyn Loops<f32>;
}

static HOST: OnceLock<&'static dyn Host> = OnceLock::new();

/// Lends NumPy's loops to the core; the first call counts.
pub fn lend(host: &'static dyn Host) {
    HOST.get_or_init(|| host);
}

/// A float type that NumPy has loops for.
pub trait Float:
    Copy + Default + PartialOrd + Sync + 'static + super::super::np::Finite + super::super::np::Scalar
{
    fn loops() -> Result<&'static dyn Loops<Self>, Trap>;
}

impl Float for f64 {
    #[inline]
    fn loops() -> Result<&'static dyn Loops<f64>, Trap> {
        HOST.get().map(|host| host.f64()).ok_or(Trap::Guard)
    }
}

impl Float for f32 {
    #[inline]
    fn loops() -> Result<&'static dyn Loops<f32>, Trap> {
        HOST.get().map(|host| host.f32()).ok_or(Trap::Guard)
    }
}
