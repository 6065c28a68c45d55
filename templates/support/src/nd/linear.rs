//! Products and linear algebra, by NumPy's own loops (and so by its BLAS and LAPACK).

use super::super::array::Array;
use super::super::np;
use super::super::seq;
use super::super::trap::Trap;
use super::host::{Float, Matrix, Ufunc};
use super::loops::all_finite;
use super::strided::Strided;

fn matrix<'a, T>(a: Strided<'a, T, 2>) -> Matrix<'a, T> {
    Matrix {
        data: a.data,
        first: a.place.first,
        shape: a.place.shape,
        strides: a.place.strides,
    }
}

/// A vector as a matrix of one row.
fn row<'a, T>(a: Strided<'a, T, 1>) -> Matrix<'a, T> {
    Matrix {
        data: a.data,
        first: a.place.first,
        shape: [1, a.place.shape[0]],
        strides: [0, a.place.strides[0]],
    }
}

/// A vector as a matrix of one column.
fn column<'a, T>(a: Strided<'a, T, 1>) -> Matrix<'a, T> {
    Matrix {
        data: a.data,
        first: a.place.first,
        shape: [a.place.shape[0], 1],
        strides: [a.place.strides[0], 0],
    }
}

fn product<T: Float>(a: Matrix<'_, T>, b: Matrix<'_, T>) -> Result<Vec<T>, Trap> {
    if a.shape[1] != b.shape[0] {
        return Err(Trap::Value);
    }
    let size = a.shape[0].checked_mul(b.shape[1]).ok_or(Trap::Memory)?;
    let mut into = seq::with_room(size)?;
    into.resize(size, T::default());
    if size > 0 && a.shape[1] > 0 {
        T::loops()?.matmul(a, b, &mut into)?;
    }
    if all_finite(&into) {
        Ok(into)
    } else {
        Err(Trap::NonFinite)
    }
}

/// `a @ b` of matrices.
#[inline]
pub fn matmul<T: Float>(a: Strided<'_, T, 2>, b: Strided<'_, T, 2>) -> Result<Array<T, 2>, Trap> {
    let shape = [a.place.shape[0], b.place.shape[1]];
    Array::new(product(matrix(a), matrix(b))?, shape)
}

/// `a @ b` of a matrix and a vector.
#[inline]
pub fn matmul_21<T: Float>(
    a: Strided<'_, T, 2>,
    b: Strided<'_, T, 1>,
) -> Result<Array<T, 1>, Trap> {
    let shape = [a.place.shape[0]];
    Array::new(product(matrix(a), column(b))?, shape)
}

/// `a @ b` of a vector and a matrix.
#[inline]
pub fn matmul_12<T: Float>(
    a: Strided<'_, T, 1>,
    b: Strided<'_, T, 2>,
) -> Result<Array<T, 1>, Trap> {
    let shape = [b.place.shape[1]];
    Array::new(product(row(a), matrix(b))?, shape)
}

/// `a @ b` of vectors.
#[inline]
pub fn matmul_11<T: Float>(a: Strided<'_, T, 1>, b: Strided<'_, T, 1>) -> Result<T, Trap> {
    product(row(a), column(b))?
        .first()
        .copied()
        .ok_or(Trap::Value)
}

/// Whether `np.dot` takes the very way that `@` takes: not where a length is 1, for which it has short cuts, nor where
/// the memory is not that of a matrix or its transpose, which it copies.
fn plain<T: Copy>(a: Strided<'_, T, 2>) -> Result<(), Trap> {
    let straight = a.place.contiguous() || a.t().place.contiguous();
    if straight && a.place.shape.iter().all(|&length| length > 1) {
        Ok(())
    } else {
        Err(Trap::Value)
    }
}

/// Whether the elements of a vector lie one behind the other.
fn straight<T>(a: &Strided<'_, T, 1>) -> Result<(), Trap> {
    if a.place.strides == [1] {
        Ok(())
    } else {
        Err(Trap::Value)
    }
}

/// `np.dot(a, b)` of matrices.
#[inline]
pub fn dot<T: Float>(a: Strided<'_, T, 2>, b: Strided<'_, T, 2>) -> Result<Array<T, 2>, Trap> {
    plain(a)?;
    plain(b)?;
    matmul(a, b)
}

/// `np.dot(a, b)` of a matrix and a vector.
#[inline]
pub fn dot_21<T: Float>(a: Strided<'_, T, 2>, b: Strided<'_, T, 1>) -> Result<Array<T, 1>, Trap> {
    plain(a)?;
    straight(&b)?;
    matmul_21(a, b)
}

/// `np.dot(a, b)` of a vector and a matrix.
#[inline]
pub fn dot_12<T: Float>(a: Strided<'_, T, 1>, b: Strided<'_, T, 2>) -> Result<Array<T, 1>, Trap> {
    straight(&a)?;
    plain(b)?;
    matmul_12(a, b)
}

/// `np.dot(a, b)` of vectors.
#[inline]
pub fn dot_11<T: Float>(a: Strided<'_, T, 1>, b: Strided<'_, T, 1>) -> Result<T, Trap> {
    // A vector that is walked backwards is copied first.
    if a.place.strides[0] <= 0 || b.place.strides[0] <= 0 {
        return Err(Trap::Value);
    }
    matmul_11(a, b)
}

/// `np.inner(a, b)`, `np.vdot(a, b)` of vectors.
#[inline]
pub fn inner_11<T: Float>(a: Strided<'_, T, 1>, b: Strided<'_, T, 1>) -> Result<T, Trap> {
    straight(&a)?;
    straight(&b)?;
    matmul_11(a, b)
}

/// `np.linalg.norm(x)` of a vector.
#[inline]
pub fn norm(x: Strided<'_, f64, 1>) -> Result<f64, Trap> {
    // NumPy makes a contiguous vector of it first.
    let values = x.in_order()?;
    let flat = super::super::array::View::new(&values, [values.len()])?.nd();
    Ok(inner_11(flat, flat)?.sqrt())
}

fn square<T: Float>(a: &Strided<'_, T, 2>) -> Result<usize, Trap> {
    let [rows, columns] = a.place.shape;
    if rows == columns && rows > 0 {
        Ok(rows)
    } else {
        Err(Trap::Value)
    }
}

/// Runs a function of `numpy.linalg`; a singular matrix gives NaN there, and traps here.
fn linalg<T: Float>(
    ufunc: Ufunc,
    n: usize,
    m: usize,
    from: &[&[T]],
    size: usize,
) -> Result<Vec<T>, Trap> {
    let mut into = seq::with_room(size)?;
    into.resize(size, T::default());
    T::loops()?.linalg(ufunc, n, m, from, &mut into)?;
    if all_finite(&into) {
        Ok(into)
    } else {
        Err(Trap::NonFinite)
    }
}

/// `np.linalg.inv(a)`.
#[inline]
pub fn inv<T: Float>(a: Strided<'_, T, 2>) -> Result<Array<T, 2>, Trap> {
    let n = square(&a)?;
    Array::new(linalg(Ufunc::Inv, n, 0, &[&a.in_order()?], n * n)?, [n, n])
}

/// `np.linalg.cholesky(a)`.
#[inline]
pub fn cholesky<T: Float>(a: Strided<'_, T, 2>) -> Result<Array<T, 2>, Trap> {
    let n = square(&a)?;
    Array::new(
        linalg(Ufunc::CholeskyLo, n, 0, &[&a.in_order()?], n * n)?,
        [n, n],
    )
}

/// `np.linalg.det(a)`.
#[inline]
pub fn det<T: Float>(a: Strided<'_, T, 2>) -> Result<T, Trap> {
    let n = square(&a)?;
    let found = linalg(Ufunc::Det, n, 0, &[&a.in_order()?], 1)?;
    found.first().copied().ok_or(Trap::Value)
}

/// `np.linalg.solve(a, b)` with a vector `b`.
#[inline]
pub fn solve_1<T: Float>(a: Strided<'_, T, 2>, b: Strided<'_, T, 1>) -> Result<Array<T, 1>, Trap> {
    let n = square(&a)?;
    if b.place.shape[0] != n {
        return Err(Trap::Value);
    }
    Array::new(
        linalg(Ufunc::Solve1, n, 0, &[&a.in_order()?, &b.in_order()?], n)?,
        [n],
    )
}

/// `np.linalg.solve(a, b)` with a matrix `b`.
#[inline]
pub fn solve_2<T: Float>(a: Strided<'_, T, 2>, b: Strided<'_, T, 2>) -> Result<Array<T, 2>, Trap> {
    let n = square(&a)?;
    let m = b.place.shape[1];
    if b.place.shape[0] != n || m == 0 {
        return Err(Trap::Value);
    }
    Array::new(
        linalg(Ufunc::Solve, n, m, &[&a.in_order()?, &b.in_order()?], n * m)?,
        [n, m],
    )
}

/// `np.trace(a)`: the diagonal, added in order.
#[inline]
pub fn trace<T: Float>(a: Strided<'_, T, 2>) -> Result<T, Trap> {
    np::finite(super::along::total(&on_diagonal(a)?)?)
}

/// The values of `np.diagonal(a)`.
pub fn diagonal_of<T: Copy>(a: Strided<'_, T, 2>) -> Result<Array<T, 1>, Trap> {
    let values = on_diagonal(a)?;
    let shape = [values.len()];
    Array::new(values, shape)
}

fn on_diagonal<T: Copy>(a: Strided<'_, T, 2>) -> Result<Vec<T>, Trap> {
    let length = a.place.shape[0].min(a.place.shape[1]);
    let mut values = seq::with_room(length)?;
    for i in 0..length as i64 {
        values.push(a.get([i, i])?);
    }
    Ok(values)
}

/// `np.linalg.norm(x)` of a matrix.
#[inline]
pub fn norm_matrix(x: Strided<'_, f64, 2>) -> Result<f64, Trap> {
    let values = x.in_order()?;
    let flat = super::super::array::View::new(&values, [values.len()])?;
    norm(flat.nd())
}

/// `np.cross(a, b)` of vectors of length 3.
pub fn cross(a: Strided<'_, f64, 1>, b: Strided<'_, f64, 1>) -> Result<Array<f64, 1>, Trap> {
    if a.place.shape != [3] || b.place.shape != [3] {
        return Err(Trap::Value);
    }
    let mut values = seq::with_room(3)?;
    for (i, j) in [(1, 2), (2, 0), (0, 1)] {
        values.push(a.get([i])? * b.get([j])? - a.get([j])? * b.get([i])?);
    }
    if all_finite(&values) {
        Array::new(values, [3])
    } else {
        Err(Trap::NonFinite)
    }
}
