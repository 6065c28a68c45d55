//! NumPy's inner loops, lent to the core.
//!
//! A ufunc object holds, for each combination of types, a C function that works on raw memory. They are looked up once at
//! import, by the ufunc's own table of types. The layout of that object is NumPy's public C struct; that the loops sit
//! in it is tested at import on computed results, and where a test fails nothing is lent: then the functions that need a
//! loop trap, and stay on Python.

use super::super::nd::along::pairwise;
use super::super::nd::host::{Float, Host, Loops, Matrix, Ufunc, lend};
use super::super::nd::lazy::Chunk;
use super::super::np::Finite;
use super::super::trap::Trap;
use super::dtype::Dtype;
use numpy::npyffi::{npy_intp, objects::PyUFuncObject_fields};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use std::ffi::{c_char, c_void};
use std::marker::PhantomData;

type Function = unsafe extern "C" fn(*mut *mut c_char, *mut npy_intp, *mut npy_intp, *mut c_void);

/// One inner loop, with the data that NumPy passes to it.
#[derive(Clone, Copy)]
struct Loop {
    function: Function,
    data: *mut c_void,
}

/// The loops of one float type, by the numbers of [`Ufunc`].
struct Table<T> {
    loops: [Option<Loop>; Ufunc::ALL.len()],
    pairwise: bool,
    of: PhantomData<T>,
}

// SAFETY: the loops and their data are NumPy's static tables, which are never written after import; they need no
// interpreter, and the core runs while it is held anyway.
unsafe impl<T> Sync for Table<T> {}
// SAFETY: as above.
unsafe impl<T> Send for Table<T> {}

struct Kernels {
    f64: Table<f64>,
    f32: Table<f32>,
}

impl Host for Kernels {
    fn f64(&self) -> &dyn Loops<f64> {
        &self.f64
    }

    fn f32(&self) -> &dyn Loops<f32> {
        &self.f32
    }
}

static KERNELS: PyOnceLock<Option<Kernels>> = PyOnceLock::new();

/// Looks the loops up, tests them, and lends them to the core.
pub(super) fn prepare(py: Python<'_>) -> PyResult<()> {
    let found = KERNELS.get_or_try_init(py, || find(py))?;
    if let Some(kernels) = found {
        lend(kernels);
    }
    Ok(())
}

/// The loops, or nothing where one of them does not compute what it should.
fn find(py: Python<'_>) -> PyResult<Option<Kernels>> {
    let mut kernels = Kernels {
        f64: Table::find(py, f64::NUMBER as u8)?,
        f32: Table::find(py, f32::NUMBER as u8)?,
    };
    kernels.f64.pairwise = kernels.f64.sums_alike(|x| x);
    kernels.f32.pairwise = kernels.f32.sums_alike(|x| x as f32);
    let sound = kernels.f64.sound(|x| x, 1e-12) && kernels.f32.sound(|x| x as f32, 1e-4);
    Ok(sound.then_some(kernels))
}

impl<T> Table<T> {
    /// Looks up the loop of every ufunc whose operands are all of the type with the number `code`.
    fn find(py: Python<'_>, code: u8) -> PyResult<Self> {
        let numpy = py.import("numpy")?;
        let linalg = py.import("numpy.linalg._umath_linalg").ok();
        let kind = numpy.getattr("ufunc")?;
        let mut loops = [None; Ufunc::ALL.len()];
        for (place, ufunc) in std::iter::zip(&mut loops, Ufunc::ALL) {
            let object = numpy.getattr(ufunc.name()).ok();
            let inner = linalg.as_ref().and_then(|linalg| linalg.getattr(ufunc.name()).ok());
            let exact = |object: &Bound<'_, PyAny>| object.get_type().is(&kind);
            let Some(object) = object.filter(exact).or(inner.filter(exact)) else {
                continue;
            };
            // SAFETY: the type is exactly `numpy.ufunc`, whose instances start with this struct.
            *place = unsafe { loop_of(object.as_ptr(), code) };
        }
        Ok(Table {
            loops,
            pairwise: false,
            of: PhantomData,
        })
    }

    fn get(&self, ufunc: Ufunc) -> Result<Loop, Trap> {
        self.loops[ufunc as usize].ok_or(Trap::Guard)
    }
}

/// The loop of the first row of the table of types in which every operand has the type with the number `code`.
///
/// # Safety
/// `object` is a `numpy.ufunc`.
unsafe fn loop_of(object: *mut ffi::PyObject, code: u8) -> Option<Loop> {
    // SAFETY: after the object's header come the fields; `types` has `nargs` bytes for each of the `ntypes` loops.
    unsafe {
        let fields = object.cast::<u8>().add(size_of::<ffi::PyObject>());
        let fields = &*fields.cast::<PyUFuncObject_fields>();
        let width = usize::try_from(fields.nargs).ok()?;
        let count = usize::try_from(fields.ntypes).ok()?;
        if fields.functions.is_null() || fields.types.is_null() || fields.data.is_null() {
            return None;
        }
        let types = std::slice::from_raw_parts(fields.types.cast::<u8>(), width * count);
        let row = types.chunks_exact(width).position(|row| row.iter().all(|&x| x == code))?;
        let function = (*fields.functions.add(row).cast::<Option<Function>>())?;
        Some(Loop {
            function,
            data: *fields.data.add(row).cast::<*mut c_void>(),
        })
    }
}

impl Loop {
    /// Runs the loop.
    ///
    /// # Safety
    /// `operands`, `lengths` and `steps` describe memory of the loop's types that it may read, and write for the results.
    #[inline]
    unsafe fn run(&self, operands: &mut [*mut c_char], lengths: &mut [npy_intp], steps: &mut [npy_intp]) {
        // SAFETY: what the caller promises.
        unsafe {
            (self.function)(operands.as_mut_ptr(), lengths.as_mut_ptr(), steps.as_mut_ptr(), self.data);
        }
    }
}

fn input<T>(values: &[T]) -> *mut c_char {
    values.as_ptr().cast_mut().cast()
}

const fn step<T>() -> npy_intp {
    size_of::<T>() as npy_intp
}

impl<T: Copy + Default> Loops<T> for Table<T> {
    fn unary(&self, ufunc: Ufunc, from: &[T], into: &mut [T]) -> Result<(), Trap> {
        let found = self.get(ufunc)?;
        if from.len() != into.len() {
            return Err(Trap::Index);
        }
        let mut operands = [input(from), into.as_mut_ptr().cast()];
        // SAFETY: as many elements are read as are written, both in slices of that length; NumPy's loops do not keep
        // the pointers, and only read the first operand.
        unsafe { found.run(&mut operands, &mut [into.len() as npy_intp], &mut [step::<T>(); 2]) };
        Ok(())
    }

    fn binary(
        &self,
        ufunc: Ufunc,
        a: Chunk<'_, T>,
        b: Chunk<'_, T>,
        into: &mut [T],
        single: bool,
    ) -> Result<(), Trap> {
        let found = self.get(ufunc)?;
        let wide = if single { 0 } else { step::<T>() };
        let operand = |chunk: &Chunk<'_, T>| match chunk {
            Chunk::Many(values) if values.len() == into.len() => Ok((input(values), wide)),
            Chunk::Many(_) => Err(Trap::Index),
            Chunk::One(value) => Ok((std::ptr::from_ref(value).cast_mut().cast(), 0)),
        };
        let ((a, a_step), (b, b_step)) = (operand(&a)?, operand(&b)?);
        let count = into.len() as npy_intp;
        let mut operands = [a, b, into.as_mut_ptr().cast()];
        // SAFETY: each operand is a slice of `count` elements, or one element with step 0 (also where `count` is 1).
        unsafe { found.run(&mut operands, &mut [count], &mut [a_step, b_step, step::<T>()]) };
        Ok(())
    }

    fn reduce(&self, ufunc: Ufunc, values: &[T], start: T) -> Result<T, Trap> {
        let found = self.get(ufunc)?;
        let mut result = start;
        let place: *mut c_char = (&raw mut result).cast();
        let mut operands = [place, input(values), place];
        // SAFETY: the first and the last operand are one element with step 0, which is how NumPy reduces.
        unsafe { found.run(&mut operands, &mut [values.len() as npy_intp], &mut [0, step::<T>(), 0]) };
        Ok(result)
    }

    fn adds_pairwise(&self) -> bool {
        self.pairwise
    }

    fn matmul(&self, a: Matrix<'_, T>, b: Matrix<'_, T>, into: &mut [T]) -> Result<(), Trap> {
        let found = self.get(Ufunc::Matmul)?;
        let [n, k] = a.shape;
        let [rows, p] = b.shape;
        if rows != k || into.len() != n * p || !inside(&a) || !inside(&b) {
            return Err(Trap::Index);
        }
        let width = step::<T>();
        let [a0, a1] = a.strides.map(|stride| stride as npy_intp * width);
        let [b0, b1] = b.strides.map(|stride| stride as npy_intp * width);
        let mut operands = [
            input(&a.data[a.first..]),
            input(&b.data[b.first..]),
            into.as_mut_ptr().cast(),
        ];
        let mut lengths = [1, n as npy_intp, k as npy_intp, p as npy_intp];
        let mut steps = [0, 0, 0, a0, a1, b0, b1, p as npy_intp * width, width];
        // SAFETY: `inside` holds for both matrices, and the result has `n` rows of `p` elements.
        unsafe { found.run(&mut operands, &mut lengths, &mut steps) };
        Ok(())
    }

    fn linalg(
        &self,
        ufunc: Ufunc,
        n: usize,
        m: usize,
        from: &[&[T]],
        into: &mut [T],
    ) -> Result<(), Trap> {
        let found = self.get(ufunc)?;
        let w = step::<T>();
        let (rows, columns) = (n as npy_intp, m as npy_intp);
        let square = n.checked_mul(n).ok_or(Trap::Memory)?;
        let right = n.checked_mul(m).ok_or(Trap::Memory)?;
        // The elements of each operand, and the steps: one for each operand, then those along its dimensions.
        let (first, second, result, mut steps) = match ufunc {
            Ufunc::Inv | Ufunc::CholeskyLo => (square, None, square, [0, 0, rows * w, w, rows * w, w, 0, 0, 0]),
            Ufunc::Det => (square, None, 1, [0, 0, rows * w, w, 0, 0, 0, 0, 0]),
            Ufunc::Solve1 => (square, Some(n), n, [0, 0, 0, rows * w, w, w, w, 0, 0]),
            Ufunc::Solve => (
                square,
                Some(right),
                right,
                [0, 0, 0, rows * w, w, columns * w, w, columns * w, w],
            ),
            _ => return Err(Trap::Index),
        };
        let mut operands = [std::ptr::null_mut(); 3];
        match (from, second) {
            ([a], None) if a.len() == first => operands[0] = input(a),
            ([a, b], Some(second)) if a.len() == first && b.len() == second => {
                operands[0] = input(a);
                operands[1] = input(b);
            }
            _ => return Err(Trap::Index),
        }
        if into.len() != result {
            return Err(Trap::Index);
        }
        operands[from.len()] = into.as_mut_ptr().cast();
        let mut shape = [1, rows, columns];
        // SAFETY: the lengths were compared with what each function reads and writes; all matrices are row-major.
        unsafe { found.run(&mut operands, &mut shape, &mut steps) };
        Ok(())
    }
}

/// Whether every element of the matrix lies in its data.
fn inside<T>(matrix: &Matrix<'_, T>) -> bool {
    if matrix.shape.contains(&0) {
        return matrix.first <= matrix.data.len();
    }
    let ends = std::iter::zip(matrix.strides, matrix.shape).try_fold((0, 0), |(low, high): (isize, isize), (stride, length)| {
        let reach = stride.checked_mul(isize::try_from(length).ok()? - 1)?;
        Some((low.checked_add(reach.min(0))?, high.checked_add(reach.max(0))?))
    });
    ends.is_some_and(|(low, high)| {
        let last = matrix.first.checked_add_signed(high);
        matrix.first.checked_add_signed(low).is_some() && last.is_some_and(|last| last < matrix.data.len())
    })
}

impl<T: Float + Finite> Table<T> {
    /// Whether `np.add` adds values, whose sum depends on the order, as the core does: some of every length around those
    /// at which something changes.
    fn sums_alike(&self, of: fn(f64) -> T) -> bool {
        let values: Vec<T> = (0..1100_u32)
            .map(|i| of(f64::from(i * 7919 % 1009) * 1.3_f64.powi((i % 23) as i32 - 11) - 200.0))
            .collect();
        let short = 0..=300;
        short.chain([511, 512, 513, 777, 1024, 1025, 1100]).all(|count| {
            let own = T::add_plain(T::default(), pairwise(&values[..count]));
            let theirs = self.reduce(Ufunc::Add, &values[..count], T::default());
            theirs.is_ok_and(|theirs| theirs.unlike(own) == 0)
        })
    }
}

impl<T: Copy + Default + PartialOrd + std::ops::Sub<Output = T>> Table<T> {
    /// Whether the loops compute what their names say, on a few values each.
    fn sound(&self, of: fn(f64) -> T, tolerance: f64) -> bool {
        let near = |found: T, expected: f64| {
            let off = found - of(expected);
            off < of(tolerance) && of(-tolerance) < off
        };
        Ufunc::ALL.iter().all(|&ufunc| match expected(ufunc) {
            Expected::One(f) => [0.25, 0.5, 0.75, 1.5].iter().all(|&x| {
                let x = if ufunc == Ufunc::Arccosh { x + 1.0 } else { x };
                let x = if x > 1.0 && f(x).is_nan() { 0.125 } else { x };
                let mut into = [T::default(); 2];
                self.unary(ufunc, &[of(x); 2], &mut into).is_ok() && into.iter().all(|&y| near(y, f(x)))
            }),
            Expected::Two(f) => {
                let (a, b) = ([of(0.5), of(2.5)], [of(1.25), of(0.75)]);
                let mut into = [T::default(); 2];
                let done = self.binary(ufunc, Chunk::Many(&a), Chunk::Many(&b), &mut into, false);
                done.is_ok() && near(into[0], f(0.5, 1.25)) && near(into[1], f(2.5, 0.75))
            }
            Expected::Matmul => {
                let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0].map(of);
                let matrix = |shape, strides| Matrix { data: &a[..], first: 0, shape, strides };
                let mut into = [T::default(); 4];
                let done = self.matmul(matrix([2, 3], [3, 1]), matrix([3, 2], [2, 1]), &mut into);
                done.is_ok() && std::iter::zip(into, [22.0, 28.0, 49.0, 64.0]).all(|(x, y)| near(x, y))
            }
            Expected::Linalg(right, m, result) => {
                let a = [4.0, 2.0, 2.0, 3.0].map(of);
                let right: Vec<T> = right.iter().map(|&x| of(x)).collect();
                let from: &[&[T]] = if right.is_empty() { &[&a] } else { &[&a, &right] };
                let mut into = vec![T::default(); result.len()];
                let done = self.linalg(ufunc, 2, m, from, &mut into);
                done.is_ok() && std::iter::zip(&into, result).all(|(&x, &y)| near(x, y))
            }
        })
    }
}

/// What a loop must compute.
enum Expected {
    One(fn(f64) -> f64),
    Two(fn(f64, f64) -> f64),
    Matmul,
    /// The second operand, its columns, and the result for the matrix `[[4, 2], [2, 3]]`.
    Linalg(&'static [f64], usize, &'static [f64]),
}

fn expected(ufunc: Ufunc) -> Expected {
    use Expected::{Linalg, Matmul, One, Two};
    match ufunc {
        Ufunc::Exp => One(f64::exp),
        Ufunc::Exp2 => One(f64::exp2),
        Ufunc::Expm1 => One(f64::exp_m1),
        Ufunc::Log => One(f64::ln),
        Ufunc::Log2 => One(f64::log2),
        Ufunc::Log10 => One(f64::log10),
        Ufunc::Log1p => One(f64::ln_1p),
        Ufunc::Sin => One(f64::sin),
        Ufunc::Cos => One(f64::cos),
        Ufunc::Tan => One(f64::tan),
        Ufunc::Arcsin => One(f64::asin),
        Ufunc::Arccos => One(f64::acos),
        Ufunc::Arctan => One(f64::atan),
        Ufunc::Sinh => One(f64::sinh),
        Ufunc::Cosh => One(f64::cosh),
        Ufunc::Tanh => One(f64::tanh),
        Ufunc::Arcsinh => One(f64::asinh),
        Ufunc::Arccosh => One(f64::acosh),
        Ufunc::Arctanh => One(f64::atanh),
        Ufunc::Cbrt => One(f64::cbrt),
        Ufunc::Deg2rad => One(f64::to_radians),
        Ufunc::Rad2deg => One(f64::to_degrees),
        Ufunc::Power => Two(f64::powf),
        Ufunc::Arctan2 => Two(f64::atan2),
        Ufunc::Hypot => Two(f64::hypot),
        Ufunc::Logaddexp => Two(|a, b| (a.exp() + b.exp()).ln()),
        Ufunc::Fmod => Two(|a, b| a % b),
        Ufunc::Add => Two(|a, b| a + b),
        Ufunc::Multiply => Two(|a, b| a * b),
        Ufunc::Matmul => Matmul,
        Ufunc::Inv => Linalg(&[], 0, &[0.375, -0.25, -0.25, 0.5]),
        Ufunc::CholeskyLo => Linalg(&[], 0, &[2.0, 0.0, 1.0, std::f64::consts::SQRT_2]),
        Ufunc::Det => Linalg(&[], 0, &[8.0]),
        Ufunc::Solve1 => Linalg(&[8.0, 8.0], 0, &[1.0, 2.0]),
        Ufunc::Solve => Linalg(&[8.0, 8.0], 1, &[1.0, 2.0]),
    }
}
