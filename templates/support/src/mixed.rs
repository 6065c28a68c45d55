//! A variable that is now an `int` or a `float`, now a `complex` or `np.complex128`.
//!
//! In Python `z = 0` followed by `z = z * z + c` is common. A [`Mixed`] keeps the value and which of the types it has.

use super::complex::{self, Complex};
use super::np_complex;
use super::number::{self, Number};
use super::trap::Trap;

/// A real or complex number that knows its Python type.
#[derive(Clone, Copy, Debug)]
pub enum Mixed {
    /// An `int` or a `float`.
    Real(Number),
    /// A `complex`.
    Complex(Complex),
    /// An `np.complex128`.
    Np(Complex),
}

use Mixed::Real;

impl Mixed {
    /// The number where a complex one is needed: `complex(z)`.
    #[inline]
    pub fn to_complex(self) -> Complex {
        match self {
            Real(number) => Complex::from(number.value()),
            Mixed::Complex(z) | Mixed::Np(z) => z,
        }
    }

    /// `z.real`.
    #[inline]
    pub fn real(self) -> Number {
        match self {
            Real(number) => number,
            Mixed::Complex(z) => Number::from_float(z.re),
            Mixed::Np(z) => Number::from_np(z.re),
        }
    }

    /// `z.imag`: of an `int` the `int` 0.
    #[inline]
    pub fn imag(self) -> Number {
        match self {
            Real(number) if number.kind() == number::Kind::Int => Number::ZERO,
            Real(_) => Number::from_float(0.0),
            Mixed::Complex(z) => Number::from_float(z.im),
            Mixed::Np(z) => Number::from_np(z.im),
        }
    }

    /// `z.conjugate()`.
    #[inline]
    pub fn conjugate(self) -> Mixed {
        match self {
            Real(_) => self,
            Mixed::Complex(z) => Mixed::Complex(z.conjugate()),
            Mixed::Np(z) => Mixed::Np(z.conjugate()),
        }
    }

    /// `bool(z)`.
    #[inline]
    pub fn truth(self) -> bool {
        match self {
            Real(number) => number.truth(),
            Mixed::Complex(z) | Mixed::Np(z) => z.truth(),
        }
    }

    /// Whether this is, to the bit, the same number of the same type.
    #[inline]
    pub fn is_same(self, other: Mixed) -> bool {
        match (self, other) {
            (Real(a), Real(b)) => a.is_same(b),
            (Mixed::Complex(a), Mixed::Complex(b)) | (Mixed::Np(a), Mixed::Np(b)) => a.is_same(b),
            _ => false,
        }
    }
}

/// A `complex` as one that may be.
impl From<Complex> for Mixed {
    #[inline]
    fn from(z: Complex) -> Mixed {
        Mixed::Complex(z)
    }
}

/// An `int` or a `float` as what may be a `complex`.
impl From<Number> for Mixed {
    #[inline]
    fn from(number: Number) -> Mixed {
        Real(number)
    }
}

/// `a + b`.
#[inline]
pub fn add(a: Mixed, b: Mixed) -> Result<Mixed, Trap> {
    match (a, b) {
        (Real(a), Real(b)) => number::add(a, b).map(Real),
        (Mixed::Np(_), _) | (_, Mixed::Np(_)) => {
            np_complex::add(a.to_complex(), b.to_complex()).map(Mixed::Np)
        }
        _ => Ok(Mixed::Complex(a.to_complex() + b.to_complex())),
    }
}

/// `a - b`.
#[inline]
pub fn sub(a: Mixed, b: Mixed) -> Result<Mixed, Trap> {
    match (a, b) {
        (Real(a), Real(b)) => number::sub(a, b).map(Real),
        (Mixed::Np(_), _) | (_, Mixed::Np(_)) => {
            np_complex::sub(a.to_complex(), b.to_complex()).map(Mixed::Np)
        }
        _ => Ok(Mixed::Complex(a.to_complex() - b.to_complex())),
    }
}

/// `a * b`.
#[inline]
pub fn mul(a: Mixed, b: Mixed) -> Result<Mixed, Trap> {
    match (a, b) {
        (Real(a), Real(b)) => number::mul(a, b).map(Real),
        (Mixed::Np(_), _) | (_, Mixed::Np(_)) => {
            np_complex::mul(a.to_complex(), b.to_complex()).map(Mixed::Np)
        }
        _ => Ok(Mixed::Complex(a.to_complex() * b.to_complex())),
    }
}

/// `a / b`: a zero divisor traps.
#[inline]
pub fn true_div(a: Mixed, b: Mixed) -> Result<Mixed, Trap> {
    match (a, b) {
        (Real(a), Real(b)) => number::true_div(a, b).map(Real),
        (Mixed::Np(_), _) | (_, Mixed::Np(_)) => {
            np_complex::true_div(a.to_complex(), b.to_complex()).map(Mixed::Np)
        }
        _ => complex::true_div(a.to_complex(), b.to_complex()).map(Mixed::Complex),
    }
}

/// `a ** b` for a real `b`; a real number whose power is complex traps.
#[inline]
pub fn pow(a: Mixed, b: Number) -> Result<Mixed, Trap> {
    match a {
        Real(a) => number::pow(a, b).map(Real),
        Mixed::Complex(a) => complex::pow(a, b.value()).map(Mixed::Complex),
        Mixed::Np(_) => Err(Trap::Type),
    }
}

/// `-a`.
#[inline]
pub fn neg(a: Mixed) -> Result<Mixed, Trap> {
    match a {
        Real(a) => number::neg(a).map(Real),
        Mixed::Complex(a) => Ok(Mixed::Complex(-a)),
        Mixed::Np(a) => Ok(Mixed::Np(-a)),
    }
}

/// `abs(a)`.
#[inline]
pub fn abs(a: Mixed) -> Result<Number, Trap> {
    match a {
        Real(a) => number::abs(a),
        Mixed::Complex(a) => complex::abs(a).map(Number::from_float),
        Mixed::Np(a) => np_complex::abs(a).map(Number::from_np),
    }
}

/// `a == b` of Python's own numbers.
#[inline]
pub fn eq(a: Mixed, b: Mixed) -> bool {
    match (a, b) {
        (Real(a), Real(b)) => number::eq(a, b),
        (Mixed::Complex(z), Real(x)) | (Real(x), Mixed::Complex(z)) => {
            z.im == 0.0 && number::eq(Number::from_float(z.re), x)
        }
        (a, b) => a.to_complex() == b.to_complex(),
    }
}

/// `a != b`.
#[inline]
pub fn ne(a: Mixed, b: Mixed) -> bool {
    !eq(a, b)
}

/// `sum(values)` of complex numbers: of none it is the `int` 0.
#[inline]
pub fn sum(values: &[Complex]) -> Mixed {
    if values.is_empty() {
        return Real(Number::ZERO);
    }
    Mixed::Complex(complex::sum_from(values, Complex::default()))
}

/// `sum(values)` of numbers of which some may be complex.
#[inline]
pub fn sum_mixed(values: &[Mixed]) -> Result<Mixed, Trap> {
    // A float that comes before a complex number is added with a correction from Python 3.12 on.
    values
        .iter()
        .try_fold(Real(Number::ZERO), |total, &value| match (total, value) {
            (Real(_), Real(number)) if number.kind() != number::Kind::Int => Err(Trap::Type),
            _ => add(total, value),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_int_stays_an_int_until_a_complex_number_comes() {
        let zero = Real(Number::ZERO);
        let square = mul(zero, zero).unwrap();
        assert!(square.is_same(zero));
        let z = add(square, Mixed::from(Complex::new(-0.0, 2.0))).unwrap();
        assert!(z.is_same(Mixed::from(Complex::new(0.0, 2.0))));
    }

    #[test]
    fn the_sum_of_nothing_is_an_int() {
        assert!(sum(&[]).is_same(Real(Number::ZERO)));
        assert!(sum(&[Complex::new(-0.0, -0.0)]).is_same(Mixed::from(Complex::default())));
    }

    #[test]
    fn a_real_number_is_equal_to_a_complex_one_on_the_line() {
        let two = Real(Number::from_int(2).unwrap());
        assert!(eq(two, Mixed::from(Complex::new(2.0, -0.0))));
        assert!(ne(two, Mixed::from(Complex::new(2.0, 1.0))));
    }
}
