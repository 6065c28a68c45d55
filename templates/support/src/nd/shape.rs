//! Other shapes of the same elements, and arrays put together.

use super::super::array::Array;
use super::super::seq;
use super::super::trap::Trap;
use super::strided::{Select, Strided};

/// `a.reshape(shape)`, as a copy; one length may be -1.
pub fn reshape<T: Copy, const N: usize, const M: usize>(
    a: Strided<'_, T, N>,
    shape: [i64; M],
) -> Result<Array<T, M>, Trap> {
    if !a.place.contiguous() {
        return Err(Trap::Value); // NumPy may give a view with strides of its own
    }
    let size = a.place.size();
    let known = shape
        .iter()
        .filter(|&&length| length != -1)
        .try_fold(1_usize, |product, &length| {
            product.checked_mul(usize::try_from(length).ok()?)
        })
        .ok_or(Trap::Value)?;
    if shape.iter().filter(|&&length| length == -1).count() > 1 {
        return Err(Trap::Value);
    }
    let rest = size.checked_div(known).ok_or(Trap::Value)?;
    let dims = shape.map(|length| if length == -1 { rest } else { length as usize });
    Array::new(a.elements()?, dims)
}

/// `a.ravel()`, `a.flatten()`: the elements in row-major order, as a copy.
pub fn flatten<T: Copy, const N: usize>(a: Strided<'_, T, N>) -> Result<Array<T, 1>, Trap> {
    Array::new(a.elements()?, [a.place.size()])
}

/// Traps where the order of the parts in memory would be that of the result.
fn in_row_order<T: Copy, const N: usize>(parts: &[Strided<'_, T, N>]) -> Result<(), Trap> {
    if N == 1 || parts.iter().all(|part| part.place.contiguous()) {
        Ok(())
    } else {
        Err(Trap::Value)
    }
}

/// `np.concatenate([a, b, …])` along the first axis.
pub fn concatenate<T: Copy, const N: usize>(
    parts: &[Strided<'_, T, N>],
) -> Result<Array<T, N>, Trap> {
    in_row_order(parts)?;
    let mut shape = parts.first().ok_or(Trap::Value)?.place.shape;
    shape[0] = 0;
    let mut values = Vec::new();
    for part in parts {
        if part.place.shape[1..] != shape[1..] {
            return Err(Trap::Value);
        }
        shape[0] += part.place.shape[0];
        let more = part.elements()?;
        values.try_reserve(more.len()).map_err(|_| Trap::Memory)?;
        values.extend_from_slice(&more);
    }
    Array::new(values, shape)
}

/// An array of arrays of one shape: `np.array([a, b, …])`, `np.stack`. `M` is `N + 1`.
pub fn stack<T: Copy, const N: usize, const M: usize>(
    parts: &[Strided<'_, T, N>],
) -> Result<Array<T, M>, Trap> {
    in_row_order(parts)?;
    let first = parts.first().ok_or(Trap::Value)?.place.shape;
    let mut values = Vec::new();
    for part in parts {
        if part.place.shape != first {
            return Err(Trap::Value);
        }
        let more = part.elements()?;
        values.try_reserve(more.len()).map_err(|_| Trap::Memory)?;
        values.extend_from_slice(&more);
    }
    let shape = std::array::from_fn(|k| if k == 0 { parts.len() } else { first[k - 1] });
    Array::new(values, shape)
}

/// An array of these elements, in rows of equal length: `np.array([[…], […]])`.
pub fn array<T: Copy, const N: usize>(
    values: &[T],
    shape: [usize; N],
) -> Result<Array<T, N>, Trap> {
    Array::new(seq::copy(values)?, shape)
}

/// An array of one dimension as a matrix of one column: what `keepdims=True` leaves of a reduction along axis 1.
#[inline]
pub fn as_column<T>(a: Array<T, 1>) -> Result<Array<T, 2>, Trap> {
    let length = a.data.len();
    Array::new(a.data, [length, 1])
}

/// An array of one dimension as a matrix of one row: what `keepdims=True` leaves of a reduction along axis 0.
#[inline]
pub fn as_row<T>(a: Array<T, 1>) -> Result<Array<T, 2>, Trap> {
    let length = a.data.len();
    Array::new(a.data, [1, length])
}

/// `np.array(rows)` of lists of equal length.
pub fn from_rows<T: Copy>(rows: &[Vec<T>]) -> Result<Array<T, 2>, Trap> {
    let width = rows.first().ok_or(Trap::Value)?.len();
    let mut values = seq::with_room(rows.len().checked_mul(width).ok_or(Trap::Memory)?)?;
    for row in rows {
        if row.len() != width {
            return Err(Trap::Value);
        }
        values.extend_from_slice(row);
    }
    Array::new(values, [rows.len(), width])
}

/// `np.sort(a)`: NaN and zeros of both signs trap, whose order NumPy does not define.
pub fn sort<T: Copy + PartialOrd + super::reduce::Signed + Default>(
    a: Strided<'_, T, 1>,
) -> Result<Array<T, 1>, Trap> {
    let mut values = a.elements()?;
    if values.iter().any(|x| x.partial_cmp(x).is_none()) || both_zeros(&values) {
        return Err(Trap::Value);
    }
    values.sort_unstable_by(|x, y| x.partial_cmp(y).unwrap_or(std::cmp::Ordering::Equal));
    let count = values.len();
    Array::new(values, [count])
}

fn both_zeros<T: Copy + PartialOrd + super::reduce::Signed + Default>(values: &[T]) -> bool {
    let zero = |negative: bool| {
        values
            .iter()
            .any(|x| *x == T::default() && x.negative() == negative)
    };
    zero(true) && zero(false)
}

/// `np.argsort(a)`; equal elements trap unless `stable`, because NumPy leaves their order open.
pub fn argsort<T: Copy + PartialOrd>(
    a: Strided<'_, T, 1>,
    stable: bool,
) -> Result<Array<i64, 1>, Trap> {
    let values = a.elements()?;
    if values.iter().any(|x| x.partial_cmp(x).is_none()) {
        return Err(Trap::Value);
    }
    let mut order = seq::with_room(values.len())?;
    order.extend(0..values.len() as i64);
    let at = |i: &i64| values[*i as usize];
    order.sort_by(|i, j| {
        at(i)
            .partial_cmp(&at(j))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    if !stable && order.windows(2).any(|pair| at(&pair[0]) == at(&pair[1])) {
        return Err(Trap::Value);
    }
    let count = order.len();
    Array::new(order, [count])
}

/// `np.array(values)` of a list; an empty list, which NumPy makes floats of, traps.
pub fn from_list<T: Copy>(values: &[T]) -> Result<Array<T, 1>, Trap> {
    if values.is_empty() {
        return Err(Trap::Value);
    }
    Array::new(seq::copy(values)?, [values.len()])
}

/// The scalars of a vector in order, for `sum(a)`, `max(a)`, `set(a)` and the like.
pub fn items<T: Copy>(a: Strided<'_, T, 1>) -> Result<Vec<T>, Trap> {
    a.elements()
}

/// `a.tolist()` of a vector: Python's own numbers.
pub fn to_list<T: Copy + Into<U>, U>(a: Strided<'_, T, 1>) -> Result<Vec<U>, Trap> {
    Ok(a.elements()?.into_iter().map(Into::into).collect())
}

/// `a.tolist()` of a matrix: a list for each row.
pub fn to_lists<T: Copy + Into<U>, U>(a: Strided<'_, T, 2>) -> Result<Vec<Vec<U>>, Trap> {
    let mut rows = seq::with_room(a.place.shape[0])?;
    for i in 0..a.len() {
        rows.push(to_list(a.part::<1>(&[Select::At(i)])?)?);
    }
    Ok(rows)
}

/// `a.copy()`.
#[inline]
pub fn copy<T: Copy, const N: usize>(a: Strided<'_, T, N>) -> Result<Array<T, N>, Trap> {
    a.packed()
}

/// The arrays of a list, as views.
fn views<T: Copy, const N: usize>(parts: &[Array<T, N>]) -> Result<Vec<Strided<'_, T, N>>, Trap> {
    let mut found = seq::with_room(parts.len())?;
    found.extend(parts.iter().map(Array::nd));
    Ok(found)
}

/// `np.array(list)` of arrays of one shape.
pub fn stack_all<T: Copy, const N: usize, const M: usize>(
    parts: &[Array<T, N>],
) -> Result<Array<T, M>, Trap> {
    stack(&views(parts)?)
}

/// `np.concatenate(list)`.
pub fn concatenate_all<T: Copy, const N: usize>(
    parts: &[Array<T, N>],
) -> Result<Array<T, N>, Trap> {
    concatenate(&views(parts)?)
}

/// `np.concatenate([a, b, …], axis=1)` of matrices.
pub fn concatenate_columns<T: Copy>(parts: &[Strided<'_, T, 2>]) -> Result<Array<T, 2>, Trap> {
    in_row_order(parts)?;
    let rows = parts.first().ok_or(Trap::Value)?.place.shape[0];
    let mut width = 0_usize;
    for part in parts {
        if part.place.shape[0] != rows {
            return Err(Trap::Value);
        }
        width += part.place.shape[1];
    }
    let mut values = seq::with_room(rows.checked_mul(width).ok_or(Trap::Memory)?)?;
    for i in 0..rows {
        for part in parts {
            let row = part.part::<1>(&[super::Select::At(i as i64)])?;
            row.place.for_each(|at| values.push(row.data[at]));
        }
    }
    Array::new(values, [rows, width])
}

/// `np.flatnonzero(a)`.
pub fn nonzero<T: Copy + Default + PartialEq>(a: Strided<'_, T, 1>) -> Result<Array<i64, 1>, Trap> {
    let values = a.elements()?;
    let wanted = |x: &T| *x != T::default();
    let count = values.iter().filter(|x| wanted(x)).count();
    let mut found = seq::with_room(count)?;
    found.extend(
        (0_i64..)
            .zip(&values)
            .filter(|(_, x)| wanted(x))
            .map(|(i, _)| i),
    );
    Array::new(found, [count])
}

/// `np.diff(a)`.
pub fn diff<T: Copy + Default>(a: Strided<'_, T, 1>) -> Result<Array<T, 1>, Trap>
where
    super::Sub: super::Operation2<T, Out = T>,
{
    let later = a.part::<1>(&[super::Select::From(1)])?;
    let earlier = a.part::<1>(&[super::Select::To(-1)])?;
    super::collect(super::sub(later, earlier))
}

/// `np.unique(a)`.
pub fn unique<T: Copy + PartialOrd + super::reduce::Signed + Default>(
    a: Strided<'_, T, 1>,
) -> Result<Array<T, 1>, Trap> {
    let mut values = sort(a)?.data;
    values.dedup_by(|x, y| x == y);
    let count = values.len();
    Array::new(values, [count])
}

/// `np.bincount(a, minlength=least)`.
pub fn bincount<T: Copy + Into<i64>>(
    a: Strided<'_, T, 1>,
    least: i64,
) -> Result<Array<i64, 1>, Trap> {
    let values = a.in_order()?;
    let (mut smallest, mut largest) = (least, -1);
    for &x in values.iter() {
        let i: i64 = x.into();
        smallest = smallest.min(i);
        largest = largest.max(i);
    }
    if values.is_empty() || smallest < 0 {
        return Err(Trap::Value);
    }
    let length = largest.checked_add(1).ok_or(Trap::Overflow)?;
    let mut counts = Array::zeros([length.max(least)])?;
    for &x in values.iter() {
        let i: i64 = x.into();
        *counts.data.get_mut(i as usize).ok_or(Trap::Index)? += 1;
    }
    Ok(counts)
}

/// `np.column_stack([a, b, …])`, `np.stack([a, b, …], axis=1)` of vectors.
pub fn stack_columns<T: Copy>(parts: &[Strided<'_, T, 1>]) -> Result<Array<T, 2>, Trap> {
    let rows = parts.first().ok_or(Trap::Value)?.place.shape[0];
    if parts.iter().any(|part| part.place.shape[0] != rows) {
        return Err(Trap::Value);
    }
    let mut values = seq::with_room(rows.checked_mul(parts.len()).ok_or(Trap::Memory)?)?;
    for i in 0..rows as i64 {
        for part in parts {
            values.push(part.get([i])?);
        }
    }
    Array::new(values, [rows, parts.len()])
}

/// `np.repeat(a, count)`.
pub fn repeat<T: Copy>(a: Strided<'_, T, 1>, count: i64) -> Result<Array<T, 1>, Trap> {
    let times = usize::try_from(count).map_err(|_| Trap::Value)?;
    let total = a.place.size().checked_mul(times).ok_or(Trap::Memory)?;
    let mut values = seq::with_room(total)?;
    for x in a.elements()? {
        values.extend(std::iter::repeat_n(x, times));
    }
    Array::new(values, [total])
}

/// `np.tile(a, count)`.
pub fn tile<T: Copy>(a: Strided<'_, T, 1>, count: i64) -> Result<Array<T, 1>, Trap> {
    let times = usize::try_from(count).map_err(|_| Trap::Value)?;
    if a.place.size() == 0 {
        return Err(Trap::Guard); // NumPy gives a view of it, read-only where it is
    }
    let total = a.place.size().checked_mul(times).ok_or(Trap::Memory)?;
    let elements = a.elements()?;
    let mut values = seq::with_room(total)?;
    for _ in 0..times {
        values.extend_from_slice(&elements);
    }
    Array::new(values, [total])
}

/// `np.searchsorted(a, x)`, with `right` for `side="right"`; an array that is not in order traps.
pub fn searchsorted<T: Copy + PartialOrd>(
    a: Strided<'_, T, 1>,
    x: T,
    right: bool,
) -> Result<i64, Trap> {
    let values = a.in_order()?;
    let ordered = values.windows(2).all(|pair| pair[0] <= pair[1]);
    if !ordered || x.partial_cmp(&x).is_none() || values.iter().any(|v| v.partial_cmp(v).is_none())
    {
        return Err(Trap::Value);
    }
    let below = |v: &T| if right { *v <= x } else { *v < x };
    Ok(values.partition_point(below) as i64)
}
