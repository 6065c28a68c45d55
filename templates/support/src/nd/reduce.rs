//! Reductions: `sum`, `mean`, `max`, … of whole arrays and along the axes of matrices.
//!
//! Sums and products of floats are computed by NumPy's own loops, which know the order (pairwise); NumPy starts them
//! from 0.0 and 1.0. A result that is infinite or NaN traps.

use super::super::array::Array;
use super::super::np::{self, Finite};
use super::super::seq;
use super::super::trap::Trap;
use super::along::total;
use super::host::{Float, Ufunc};
use super::lazy::{Lazy, collect, one};
use super::strided::Strided;

/// `result`, unless it is infinite or NaN.
#[inline]
fn finite<T: Finite>(result: T) -> Result<T, Trap> {
    np::finite(result)
}

/// `np.sum(a)` of floats.
#[inline]
pub fn sum<T: Float, const N: usize>(a: Strided<'_, T, N>) -> Result<T, Trap> {
    finite(total(&a.in_order()?)?)
}

/// `np.sum(a)` of integers and bools, which are widened to 64 bits and wrap around.
#[inline]
pub fn sum_i64<T: Copy + Into<i64>, const N: usize>(a: Strided<'_, T, N>) -> Result<i64, Trap> {
    Ok(a.in_order()?
        .iter()
        .fold(0_i64, |sum, &x| sum.wrapping_add(x.into())))
}

/// `np.sum(a)` of unsigned integers.
#[inline]
pub fn sum_u64<T: Copy + Into<u64>, const N: usize>(a: Strided<'_, T, N>) -> Result<u64, Trap> {
    Ok(a.in_order()?
        .iter()
        .fold(0_u64, |sum, &x| sum.wrapping_add(x.into())))
}

/// `np.prod(a)` of floats.
#[inline]
pub fn prod<T: Float + From<u8>, const N: usize>(a: Strided<'_, T, N>) -> Result<T, Trap> {
    finite(T::loops()?.reduce(Ufunc::Multiply, &a.in_order()?, T::from(1))?)
}

/// `np.prod(a)` of integers.
#[inline]
pub fn prod_i64<T: Copy + Into<i64>, const N: usize>(a: Strided<'_, T, N>) -> Result<i64, Trap> {
    Ok(a.in_order()?
        .iter()
        .fold(1_i64, |product, &x| product.wrapping_mul(x.into())))
}

/// The number of elements as a float, which must not be zero.
#[inline]
fn count(length: usize) -> Result<f64, Trap> {
    if length == 0 {
        Err(Trap::Value)
    } else {
        Ok(length as f64)
    }
}

/// `np.mean(a)` of `float64`.
#[inline]
pub fn mean<const N: usize>(a: Strided<'_, f64, N>) -> Result<f64, Trap> {
    Ok(sum(a)? / count(a.place.size())?)
}

/// `np.var(a, ddof=ddof)` of `float64`.
#[inline]
pub fn var<const N: usize>(a: Strided<'_, f64, N>, ddof: i64) -> Result<f64, Trap> {
    let count = count(a.place.size())?;
    let divisor = count - ddof as f64;
    if divisor <= 0.0 {
        return Err(Trap::Value);
    }
    let mean = sum(a)? / count;
    let off = super::sub(a, one(mean));
    let squares: Array<f64, N> = collect(super::square(off))?;
    Ok(sum(squares.nd())? / divisor)
}

/// `np.std(a, ddof=ddof)` of `float64`.
#[inline]
pub fn std<const N: usize>(a: Strided<'_, f64, N>, ddof: i64) -> Result<f64, Trap> {
    Ok(var(a, ddof)?.sqrt())
}

/// The index of the first element that beats all before it; NaN traps.
#[inline]
fn best<T: Copy + PartialOrd>(values: &[T], beats: impl Fn(T, T) -> bool) -> Result<usize, Trap> {
    let mut best = 0;
    let mut found = *values.first().ok_or(Trap::Value)?;
    let mut ordered = found.partial_cmp(&found).is_some();
    for (i, &x) in values.iter().enumerate() {
        ordered &= x.partial_cmp(&x).is_some();
        if beats(x, found) {
            (best, found) = (i, x);
        }
    }
    if ordered {
        Ok(best)
    } else {
        Err(Trap::NonFinite)
    }
}

/// Zeros of both signs among the values that are equal to the extreme: NumPy's choice is not defined.
#[inline]
fn settled<T: Copy + PartialOrd + Default + Signed>(values: &[T], extreme: T) -> Result<T, Trap> {
    let mixed = extreme == T::default()
        && values
            .iter()
            .any(|x| *x == extreme && x.negative() != extreme.negative());
    if mixed { Err(Trap::Value) } else { Ok(extreme) }
}

/// Whether the sign bit is set, for types that have a negative zero.
pub trait Signed {
    fn negative(&self) -> bool;
}

macro_rules! signed {
    ($($int:ident)*) => {$(
        impl Signed for $int {
            #[inline]
            fn negative(&self) -> bool {
                false
            }
        }
    )*};
}

signed!(bool i8 i16 i32 i64 u8 u16 u32 u64);

impl Signed for f64 {
    #[inline]
    fn negative(&self) -> bool {
        self.is_sign_negative()
    }
}

impl Signed for f32 {
    #[inline]
    fn negative(&self) -> bool {
        self.is_sign_negative()
    }
}

/// The extreme of the values by lanes side by side; NaN traps.
#[inline(always)]
fn extreme<T: Copy + PartialOrd>(values: &[T], beats: impl Fn(T, T) -> bool) -> Result<T, Trap> {
    const LANES: usize = 8;
    let first = *values.first().ok_or(Trap::Value)?;
    let mut found = [first; LANES];
    let mut ordered = [true; LANES];
    let mut rows = values.chunks_exact(LANES);
    for row in &mut rows {
        for k in 0..LANES {
            let x = row[k];
            found[k] = if beats(x, found[k]) { x } else { found[k] };
            #[allow(clippy::eq_op, reason = "a NaN is not equal to itself")]
            let itself = x == x;
            ordered[k] &= itself;
        }
    }
    let mut best = first;
    for &x in found.iter().chain(rows.remainder()) {
        ordered[0] &= x.partial_cmp(&x).is_some();
        best = if beats(x, best) { x } else { best };
    }
    if ordered.iter().all(|&ordered| ordered) {
        Ok(best)
    } else {
        Err(Trap::NonFinite)
    }
}

/// `np.max(a)`.
#[inline]
pub fn max<T: Copy + PartialOrd + Default + Signed, const N: usize>(
    a: Strided<'_, T, N>,
) -> Result<T, Trap> {
    let values = a.in_order()?;
    settled(&values, extreme(&values, |x, found| x > found)?)
}

/// `np.min(a)`.
#[inline]
pub fn min<T: Copy + PartialOrd + Default + Signed, const N: usize>(
    a: Strided<'_, T, N>,
) -> Result<T, Trap> {
    let values = a.in_order()?;
    settled(&values, extreme(&values, |x, found| x < found)?)
}

/// `np.argmax(a)`: the first of equal ones.
#[inline]
pub fn argmax<T: Copy + PartialOrd, const N: usize>(a: Strided<'_, T, N>) -> Result<i64, Trap> {
    Ok(best(&a.in_order()?, |x, found| x > found)? as i64)
}

/// `np.argmin(a)`: the first of equal ones.
#[inline]
pub fn argmin<T: Copy + PartialOrd, const N: usize>(a: Strided<'_, T, N>) -> Result<i64, Trap> {
    Ok(best(&a.in_order()?, |x, found| x < found)? as i64)
}

/// `np.any(a)`.
#[inline]
pub fn any<T: Copy + Default + PartialEq, const N: usize>(
    a: Strided<'_, T, N>,
) -> Result<bool, Trap> {
    Ok(a.in_order()?.iter().any(|x| *x != T::default()))
}

/// `np.all(a)`.
#[inline]
pub fn all<T: Copy + Default + PartialEq, const N: usize>(
    a: Strided<'_, T, N>,
) -> Result<bool, Trap> {
    Ok(a.in_order()?.iter().all(|x| *x != T::default()))
}

/// `np.count_nonzero(a)`.
#[inline]
pub fn count_nonzero<T: Copy + Default + PartialEq, const N: usize>(
    a: Strided<'_, T, N>,
) -> Result<i64, Trap> {
    Ok(a.in_order()?.iter().filter(|x| **x != T::default()).count() as i64)
}

/// `np.cumsum(a)` of floats, in order.
pub fn cumsum<T: Float>(a: Strided<'_, T, 1>) -> Result<Array<T, 1>, Trap> {
    let mut values = a.elements()?;
    for i in 1..values.len() {
        values[i] = np::add_plain(values[i - 1], values[i]);
    }
    if !values.iter().all(|x| x.finite()) {
        return Err(Trap::NonFinite);
    }
    let count = values.len();
    Array::new(values, [count])
}

/// `np.cumsum(a)` of integers, which wrap around.
pub fn cumsum_i64(a: Strided<'_, i64, 1>) -> Result<Array<i64, 1>, Trap> {
    let mut values = a.elements()?;
    for i in 1..values.len() {
        values[i] = values[i - 1].wrapping_add(values[i]);
    }
    let count = values.len();
    Array::new(values, [count])
}

/// The rows of a row-major matrix, each reduced by `each`: a reduction along axis 1.
pub fn rows<T: Copy + Default, R: Copy + Default>(
    a: Strided<'_, T, 2>,
    each: impl Fn(Strided<'_, T, 1>) -> Result<R, Trap>,
) -> Result<Array<R, 1>, Trap> {
    if a.place.contiguous() {
        rows_of(a, each)
    } else {
        Err(Trap::Value)
    }
}

/// The columns of a row-major matrix, each reduced by `each`: a reduction along axis 0 whose order does not matter.
pub fn columns<T: Copy + Default, R: Copy + Default>(
    a: Strided<'_, T, 2>,
    each: impl Fn(Strided<'_, T, 1>) -> Result<R, Trap>,
) -> Result<Array<R, 1>, Trap> {
    rows_of(a.t(), each)
}

fn rows_of<T: Copy + Default, R: Copy + Default>(
    a: Strided<'_, T, 2>,
    each: impl Fn(Strided<'_, T, 1>) -> Result<R, Trap>,
) -> Result<Array<R, 1>, Trap> {
    if a.place.shape[1] == 0 {
        return Err(Trap::Value); // some reductions of nothing raise, also where there are no rows
    }
    let mut values = seq::with_room(a.place.shape[0])?;
    for i in 0..a.place.shape[0] {
        values.push(each(a.part(&[super::Select::At(i as i64)])?)?);
    }
    Array::new(values, [a.place.shape[0]])
}

/// `np.sum(a, axis=0)` of floats: row after row is added; a single column is summed pairwise.
pub fn sum_columns<T: Float>(a: Strided<'_, T, 2>) -> Result<Array<T, 1>, Trap> {
    let values = match a.contiguous() {
        Some(values) => values,
        None => return Err(Trap::Value),
    };
    let width = a.place.shape[1];
    if width == 1 {
        return columns(a, sum);
    }
    if a.place.size() == 0 {
        return Err(Trap::Value);
    }
    let mut sums = seq::with_room(width)?;
    sums.resize(width, T::default());
    for row in values.chunks_exact(width.max(1)) {
        for (sum, &x) in sums.iter_mut().zip(row) {
            *sum = np::add_plain(*sum, x);
        }
    }
    if !sums.iter().all(|x| x.finite()) {
        return Err(Trap::NonFinite);
    }
    Array::new(sums, [width])
}

/// `np.mean(a, axis=0)` of `float64`.
pub fn mean_columns(a: Strided<'_, f64, 2>) -> Result<Array<f64, 1>, Trap> {
    let divisor = count(a.place.shape[0])?;
    let sums = sum_columns(a)?;
    collect(super::div(sums.nd(), one(divisor)))
}

/// `np.mean(a)` of integers: NumPy converts and adds 8,192 of them at a time.
pub fn mean_int<T: Copy + Default + super::IntoDtype<f64>, const N: usize>(
    a: Strided<'_, T, N>,
) -> Result<f64, Trap> {
    const BUFFER: usize = 8192;
    let divisor = count(a.place.size())?;
    let values = a.in_order()?;
    let mut sum = 0.0;
    for part in values.chunks(BUFFER) {
        let mut floats = seq::with_room(part.len())?;
        for &x in part {
            floats.push(x.into_dtype()?);
        }
        sum = f64::loops()?.reduce(Ufunc::Add, &floats, sum)?;
    }
    Ok(sum / divisor)
}

/// `np.var(a, axis=0, ddof=ddof)` of `float64`.
pub fn var_columns(a: Strided<'_, f64, 2>, ddof: i64) -> Result<Array<f64, 1>, Trap> {
    let divisor = count(a.place.shape[0])? - ddof as f64;
    if divisor <= 0.0 {
        return Err(Trap::Value);
    }
    let means = mean_columns(a)?;
    let squares: Array<f64, 2> = collect(super::square(super::sub(a, means.nd())))?;
    let sums = sum_columns(squares.nd())?;
    collect(super::div(sums.nd(), one(divisor)))
}

/// `np.std(a, axis=0, ddof=ddof)` of `float64`.
pub fn std_columns(a: Strided<'_, f64, 2>, ddof: i64) -> Result<Array<f64, 1>, Trap> {
    let variances = var_columns(a, ddof)?;
    collect(super::sqrt(variances.nd()))
}

/// A reduction of an expression: it is computed first.
#[inline]
pub fn whole<T: Copy + Default, const N: usize>(
    expression: impl Lazy<Item = T>,
) -> Result<Array<T, N>, Trap> {
    collect(expression)
}
