//! NumPy's complex scalars: `np.complex128`.
//!
//! NumPy computes with flags of the processor, and warns where one is raised: of finite numbers whose result, and what the
//! result is computed from, is finite too, none is. So everything else traps. Quotients are Smith's, as in Python, but
//! multiplied by the reciprocal of the divisor.

use super::complex::{self, Complex};
use super::trap::Trap;

/// Passes `z` on if it is finite.
#[inline]
fn finite(z: Complex) -> Result<Complex, Trap> {
    if z.is_finite() {
        Ok(z)
    } else {
        Err(Trap::NonFinite)
    }
}

/// `a + b`.
#[inline]
pub fn add(a: Complex, b: Complex) -> Result<Complex, Trap> {
    finite(a + b)
}

/// `a - b`.
#[inline]
pub fn sub(a: Complex, b: Complex) -> Result<Complex, Trap> {
    finite(a - b)
}

/// `a * b`.
#[inline]
pub fn mul(a: Complex, b: Complex) -> Result<Complex, Trap> {
    finite(a * b)
}

/// `a / b`.
#[inline]
pub fn true_div(a: Complex, b: Complex) -> Result<Complex, Trap> {
    let (scale, quotient);
    if b.re.abs() >= b.im.abs() {
        let ratio = b.im / b.re;
        scale = 1.0 / (b.re + b.im * ratio);
        quotient = Complex::new((a.re + a.im * ratio) * scale, (a.im - a.re * ratio) * scale);
    } else {
        let ratio = b.re / b.im;
        scale = 1.0 / (b.im + b.re * ratio);
        quotient = Complex::new((a.re * ratio + a.im) * scale, (a.im * ratio - a.re) * scale);
    }
    // No ratio is above 1, so this bounds every sum and product that either branch makes: NumPy's compiled code may
    // compute some of the branch that is not taken. A scale of 0 comes of an infinite divisor.
    let bound = 2.0 * a.re.abs().max(a.im.abs());
    if bound.is_finite() && (bound * scale).is_finite() && scale != 0.0 {
        finite(quotient)
    } else {
        Err(Trap::NonFinite)
    }
}

/// `abs(z)`.
#[inline]
pub fn abs(z: Complex) -> Result<f64, Trap> {
    complex::abs(finite(z)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_numpy_warns_of_traps() {
        let large = Complex::new(1e308, 1e308);
        let tiny = Complex::new(5e-324, 0.0);
        assert!(add(large, large).is_err());
        assert!(mul(large, large).is_err());
        assert!(true_div(Complex::from(1.0), large).is_err());
        assert!(true_div(Complex::from(1.0), tiny).is_err());
        assert!(true_div(large, Complex::default()).is_err());
        assert!(abs(Complex::new(f64::MAX, f64::MAX)).is_err());
    }

    #[test]
    fn a_quotient_is_a_product() {
        let (a, b) = (Complex::new(1.0, 2.0), Complex::new(3.0, 0.0));
        let third = 1.0 / 3.0;
        assert_eq!(true_div(a, b), Ok(Complex::new(third, 2.0 * third)));
    }
}
