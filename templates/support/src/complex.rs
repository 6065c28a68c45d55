//! Python's `complex`, as the interpreters before 3.14 compute with it.
//!
//! Sums and products are the plain formulas on two floats. A quotient is Smith's: it divides by the larger part
//! first, so that the squares of large parts do not overflow. Beside a complex number a real one counts as having the
//! imaginary part `0.0`, which shows in the signs of zeros and where infinities are.

use super::compare;
use super::float;
use super::trap::Trap;
use std::cmp::Ordering;
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

/// A complex number: a real and an imaginary part.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(C)]
pub struct Complex {
    /// The real part.
    pub re: f64,
    /// The imaginary part.
    pub im: f64,
}

impl Complex {
    /// 1.
    const ONE: Complex = Complex { re: 1.0, im: 0.0 };

    /// `complex(re, im)`.
    #[inline(always)]
    pub const fn new(re: f64, im: f64) -> Complex {
        Complex { re, im }
    }

    /// `z.conjugate()`.
    #[inline]
    pub fn conjugate(self) -> Complex {
        Complex::new(self.re, -self.im)
    }

    /// Whether neither part is an infinity or NaN.
    #[inline]
    pub fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }

    /// `bool(z)`: everything but zero is true, NaN included.
    #[inline]
    pub fn truth(self) -> bool {
        self.re != 0.0 || self.im != 0.0
    }

    /// Whether this is, to the bit, the same number.
    #[inline]
    pub fn is_same(self, other: Complex) -> bool {
        self.re.to_bits() == other.re.to_bits() && self.im.to_bits() == other.im.to_bits()
    }
}

/// A real number where a complex one is needed.
impl From<f64> for Complex {
    #[inline]
    fn from(re: f64) -> Complex {
        Complex::new(re, 0.0)
    }
}

impl Add for Complex {
    type Output = Complex;

    #[inline]
    fn add(self, other: Complex) -> Complex {
        Complex::new(self.re + other.re, self.im + other.im)
    }
}

impl Sub for Complex {
    type Output = Complex;

    #[inline]
    fn sub(self, other: Complex) -> Complex {
        Complex::new(self.re - other.re, self.im - other.im)
    }
}

impl Mul for Complex {
    type Output = Complex;

    #[inline]
    fn mul(self, other: Complex) -> Complex {
        Complex::new(
            self.re * other.re - self.im * other.im,
            self.re * other.im + self.im * other.re,
        )
    }
}

impl Neg for Complex {
    type Output = Complex;

    #[inline]
    fn neg(self) -> Complex {
        Complex::new(-self.re, -self.im)
    }
}

impl AddAssign for Complex {
    #[inline]
    fn add_assign(&mut self, other: Complex) {
        *self = *self + other;
    }
}

impl SubAssign for Complex {
    #[inline]
    fn sub_assign(&mut self, other: Complex) {
        *self = *self - other;
    }
}

impl MulAssign for Complex {
    #[inline]
    fn mul_assign(&mut self, other: Complex) {
        *self = *self * other;
    }
}

/// `a / b`: a zero divisor traps.
#[inline]
pub fn true_div(a: Complex, b: Complex) -> Result<Complex, Trap> {
    let (re, im) = (b.re.abs(), b.im.abs());
    if re >= im {
        if re == 0.0 {
            return Err(Trap::ZeroDivision);
        }
        let ratio = b.im / b.re;
        let divisor = b.re + b.im * ratio;
        Ok(Complex::new(
            (a.re + a.im * ratio) / divisor,
            (a.im - a.re * ratio) / divisor,
        ))
    } else if im >= re {
        let ratio = b.re / b.im;
        let divisor = b.re * ratio + b.im;
        Ok(Complex::new(
            (a.re * ratio + a.im) / divisor,
            (a.im * ratio - a.re) / divisor,
        ))
    } else {
        Ok(Complex::new(f64::NAN, f64::NAN)) // a part of the divisor is NaN
    }
}

/// The largest exponent that is computed by multiplying.
const BY_PRODUCTS: f64 = 100.0;

/// `z ** n`.
#[inline]
pub fn pow_int(z: Complex, n: i64) -> Result<Complex, Trap> {
    pow(z, n as f64)
}

/// `z ** x`: products where `x` is a small whole number, else through length and angle; an infinity traps.
#[inline]
pub fn pow(z: Complex, x: f64) -> Result<Complex, Trap> {
    if x.abs() <= BY_PRODUCTS && x == float::floor_of(x) {
        let power = products(z, x.abs() as u32);
        let result = if x > 0.0 {
            power
        } else {
            true_div(Complex::ONE, power)?
        };
        let overflow = result.re.is_infinite() || result.im.is_infinite();
        return if overflow {
            Err(Trap::Overflow)
        } else {
            Ok(result)
        };
    }
    by_angle(z, x)
}

/// The product of `n` times `z`, by squares, from the lowest bit of `n` on.
#[inline]
fn products(z: Complex, n: u32) -> Complex {
    let mut power = Complex::ONE;
    let mut square = z;
    let mut left = n;
    while left > 0 {
        if left & 1 == 1 {
            power *= square;
        }
        left >>= 1;
        if left > 0 {
            square *= square;
        }
    }
    power
}

/// `z ** x` through length and angle.
#[inline(never)]
fn by_angle(z: Complex, x: f64) -> Result<Complex, Trap> {
    if z.re == 0.0 && z.im == 0.0 {
        return if x < 0.0 {
            Err(Trap::ZeroDivision)
        } else if x.is_nan() {
            Err(Trap::Domain)
        } else {
            Ok(Complex::default())
        };
    }
    let length = float::libm_pow(z.re.hypot(z.im), x);
    let angle = z.im.atan2(z.re) * x;
    finite(Complex::new(length * angle.cos(), length * angle.sin()))
}

/// Passes `z` on if both parts are finite: else Python may raise.
#[inline]
pub(super) fn finite(z: Complex) -> Result<Complex, Trap> {
    if z.is_finite() {
        Ok(z)
    } else {
        Err(Trap::Overflow)
    }
}

/// `abs(z)`: what is too large for a float traps.
#[inline]
pub fn abs(z: Complex) -> Result<f64, Trap> {
    let length = z.re.hypot(z.im);
    if length.is_finite() {
        Ok(length)
    } else if z.re.is_infinite() || z.im.is_infinite() {
        Ok(f64::INFINITY)
    } else if z.is_finite() {
        Err(Trap::Overflow)
    } else {
        Ok(f64::NAN)
    }
}

/// `abs(z) < limit`, `abs(z) > limit` …, where the squares already show it: the square root is drawn for near cases only.
///
/// Sum and product are right to a few units in the last place, and so is `hypot`; no answer where a square overflows, is
/// too small to be so exact, or is a NaN.
#[inline(always)]
fn sure_order(z: Complex, limit: f64) -> Option<Ordering> {
    const MARGIN: f64 = 1e-12;
    let square = z.re * z.re + z.im * z.im;
    let bound = limit * limit;
    if !(limit > 1e-140 && bound < 1e300) {
        None
    } else if square < bound * (1.0 - MARGIN) {
        Some(Ordering::Less)
    } else if square > bound * (1.0 + MARGIN) && square < f64::INFINITY {
        Some(Ordering::Greater)
    } else {
        None
    }
}

/// `abs(z) > limit`.
#[inline(always)]
pub fn longer(z: Complex, limit: f64) -> Result<bool, Trap> {
    match sure_order(z, limit) {
        Some(order) => Ok(order == Ordering::Greater),
        None => Ok(abs(z)? > limit),
    }
}

/// `abs(z) >= limit`.
#[inline(always)]
pub fn as_long(z: Complex, limit: f64) -> Result<bool, Trap> {
    match sure_order(z, limit) {
        Some(order) => Ok(order == Ordering::Greater),
        None => Ok(abs(z)? >= limit),
    }
}

/// `abs(z) < limit`.
#[inline(always)]
pub fn shorter(z: Complex, limit: f64) -> Result<bool, Trap> {
    match sure_order(z, limit) {
        Some(order) => Ok(order == Ordering::Less),
        None => Ok(abs(z)? < limit),
    }
}

/// `abs(z) <= limit`.
#[inline(always)]
pub fn within(z: Complex, limit: f64) -> Result<bool, Trap> {
    match sure_order(z, limit) {
        Some(order) => Ok(order == Ordering::Less),
        None => Ok(abs(z)? <= limit),
    }
}

/// `z == n`.
#[inline]
pub fn eq_int(z: Complex, n: i64) -> bool {
    z.im == 0.0 && compare::eq_if(n, z.re)
}

/// `z != n`.
#[inline]
pub fn ne_int(z: Complex, n: i64) -> bool {
    !eq_int(z, n)
}

/// `sum(values, start)`.
#[inline]
pub fn sum_from(values: &[Complex], start: Complex) -> Complex {
    values.iter().fold(start, |total, &value| total + value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const I: Complex = Complex::new(0.0, 1.0);

    #[test]
    fn the_square_of_i_is_minus_one() {
        assert_eq!(I * I, Complex::new(-1.0, 0.0));
        assert_eq!(pow_int(I, 2), Ok(Complex::new(-1.0, 0.0)));
    }

    #[test]
    fn a_zero_divisor_traps() {
        let zero = Complex::new(-0.0, 0.0);
        assert_eq!(true_div(I, zero), Err(Trap::ZeroDivision));
        assert_eq!(pow_int(zero, -1), Err(Trap::ZeroDivision));
        assert_eq!(pow(zero, -0.5), Err(Trap::ZeroDivision));
        assert_eq!(pow(zero, 0.5), Ok(Complex::default()));
    }

    #[test]
    fn large_parts_do_not_overflow_in_a_quotient() {
        let large = Complex::new(1e300, 1e300);
        assert_eq!(true_div(large, large), Ok(Complex::ONE));
    }

    #[test]
    fn a_length_beyond_the_floats_traps() {
        assert_eq!(abs(Complex::new(f64::MAX, f64::MAX)), Err(Trap::Overflow));
        assert_eq!(
            abs(Complex::new(f64::NAN, f64::NEG_INFINITY)),
            Ok(f64::INFINITY)
        );
        assert_eq!(abs(Complex::new(3.0, -4.0)), Ok(5.0));
    }

    #[test]
    fn a_length_is_compared_as_it_is_computed() {
        let mut bits = 0x9E37_79B9_7F4A_7C15_u64;
        for k in 0..200_000_u32 {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            let angle = (bits >> 11) as f64 * 1e-12;
            let limit = [2.0, 1.0, 0.1, 1e-9, 1e154, 0.0, 3e-141, 1e-300, -1.0][(k % 9) as usize];
            // Lengths that are off by some units in the last place, or by much.
            let length = limit * (1.0 + f64::EPSILON * f64::from(k % 7) - 3.0 * f64::EPSILON);
            let length = if k % 2 == 0 {
                length
            } else {
                length * f64::from(k % 31)
            };
            let z = Complex::new(length * angle.cos(), length * angle.sin());
            let exact = abs(z).unwrap();
            assert_eq!(longer(z, limit), Ok(exact > limit));
            assert_eq!(as_long(z, limit), Ok(exact >= limit));
            assert_eq!(shorter(z, limit), Ok(exact < limit));
            assert_eq!(within(z, limit), Ok(exact <= limit));
        }
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, 5e-324];
        for (re, im) in odd.into_iter().flat_map(|re| odd.map(|im| (re, im))) {
            for limit in [2.0, f64::NAN, f64::INFINITY, 0.0] {
                let z = Complex::new(re, im);
                assert_eq!(longer(z, limit), abs(z).map(|length| length > limit));
                assert_eq!(within(z, limit), abs(z).map(|length| length <= limit));
            }
        }
        assert_eq!(
            longer(Complex::new(f64::MAX, f64::MAX), 2.0),
            Err(Trap::Overflow)
        );
    }

    #[test]
    fn an_int_compares_by_its_exact_value() {
        let z = Complex::from(9_007_199_254_740_992.0);
        assert!(eq_int(z, 9_007_199_254_740_992));
        assert!(ne_int(z, 9_007_199_254_740_993));
    }
}
