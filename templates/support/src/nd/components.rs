//! The real and the imaginary parts of arrays of complex numbers, as arrays of their own.

use super::super::array::Array;
use super::super::complex::Complex;
use super::super::seq;
use super::super::trap::Trap;
use super::strided::Strided;

/// What `part` takes of each element.
fn parts<const N: usize>(
    a: Strided<'_, Complex, N>,
    part: fn(Complex) -> f64,
) -> Result<Array<f64, N>, Trap> {
    let elements = a.elements()?;
    let mut values = seq::with_room(elements.len())?;
    values.extend(elements.into_iter().map(part));
    Array::new(values, a.place.shape)
}

/// From so many bytes on NumPy computes into the memory of an operand that nobody else holds.
const REUSED: usize = 256 * 1024;

/// `a`, the right operand of a product, where NumPy does not exchange the two.
pub fn not_large<T: Copy, const N: usize>(a: Strided<'_, T, N>) -> Result<Array<T, N>, Trap> {
    if a.place.size() * size_of::<T>() >= REUSED {
        return Err(Trap::Value);
    }
    a.packed()
}

/// The values of `a.real`.
pub fn real_parts<const N: usize>(a: Strided<'_, Complex, N>) -> Result<Array<f64, N>, Trap> {
    parts(a, |z| z.re)
}

/// The values of `a.imag`.
pub fn imag_parts<const N: usize>(a: Strided<'_, Complex, N>) -> Result<Array<f64, N>, Trap> {
    parts(a, |z| z.im)
}
