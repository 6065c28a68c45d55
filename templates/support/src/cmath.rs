//! Python's `cmath` module, for finite arguments: the formulas that CPython has, over the C library's functions.
//!
//! An infinity or NaN that comes in, and one that would come out, traps: for these Python has tables, or raises.

use super::complex::{Complex, abs, finite, true_div};
use super::libm;
use super::trap::Trap;
use std::f64::consts::{E, LN_2, LN_10};

/// Above it a product of four overflows.
const LARGE: f64 = f64::MAX / 4.0;
/// `LARGE.ln()`: above it `exp` is computed of one less.
const LOG_LARGE: f64 = 708.396_418_532_264_1;
/// How many bits a float's digits have.
const DIGITS: i32 = 53;

/// `cmath.exp(z)`.
#[inline]
pub fn exp(z: Complex) -> Result<Complex, Trap> {
    let z = finite(z)?;
    let (sin, cos) = (z.im.sin(), z.im.cos());
    finite(if z.re > LOG_LARGE {
        let length = (z.re - 1.0).exp();
        Complex::new(length * cos * E, length * sin * E)
    } else {
        let length = z.re.exp();
        Complex::new(length * cos, length * sin)
    })
}

/// `cmath.sqrt(z)`.
#[inline]
pub fn sqrt(z: Complex) -> Result<Complex, Trap> {
    let z = finite(z)?;
    if z.re == 0.0 && z.im == 0.0 {
        return Ok(Complex::new(0.0, z.im));
    }
    let (re, im) = (z.re.abs(), z.im.abs());
    let larger = if re < f64::MIN_POSITIVE && im < f64::MIN_POSITIVE {
        // The length may have few digits left: computed of larger numbers.
        let up = libm::ldexp(re, DIGITS);
        libm::ldexp(
            (up + up.hypot(libm::ldexp(im, DIGITS))).sqrt(),
            -(DIGITS + 1) / 2,
        )
    } else {
        let eighth = re / 8.0;
        2.0 * (eighth + eighth.hypot(im / 8.0)).sqrt()
    };
    let smaller = im / (2.0 * larger);
    Ok(if z.re >= 0.0 {
        Complex::new(larger, smaller.copysign(z.im))
    } else {
        Complex::new(smaller, larger.copysign(z.im))
    })
}

/// `cmath.log(z)`: zero traps.
#[inline]
pub fn log(z: Complex) -> Result<Complex, Trap> {
    let z = finite(z)?;
    let (re, im) = (z.re.abs(), z.im.abs());
    let length = if re > LARGE || im > LARGE {
        (re / 2.0).hypot(im / 2.0).ln() + LN_2
    } else if re < f64::MIN_POSITIVE && im < f64::MIN_POSITIVE {
        if re == 0.0 && im == 0.0 {
            return Err(Trap::Domain);
        }
        libm::ldexp(re, DIGITS).hypot(libm::ldexp(im, DIGITS)).ln() - f64::from(DIGITS) * LN_2
    } else {
        let hypot = re.hypot(im);
        if (0.71..=1.73).contains(&hypot) {
            // Near 1 the logarithm of the rounded length would have few right digits.
            let (most, least) = if re > im { (re, im) } else { (im, re) };
            ((most - 1.0) * (most + 1.0) + least * least).ln_1p() / 2.0
        } else {
            hypot.ln()
        }
    };
    Ok(Complex::new(length, z.im.atan2(z.re)))
}

/// `cmath.log(z, base)`.
#[inline]
pub fn log_base(z: Complex, base: Complex) -> Result<Complex, Trap> {
    finite(true_div(log(z)?, log(base)?)?)
}

/// `cmath.log10(z)`.
#[inline]
pub fn log10(z: Complex) -> Result<Complex, Trap> {
    log(z).map(|log| Complex::new(log.re / LN_10, log.im / LN_10))
}

/// `cmath.phase(z)`: an angle too small for a float traps.
#[inline]
pub fn phase(z: Complex) -> Result<f64, Trap> {
    let z = finite(z)?;
    let angle = z.im.atan2(z.re);
    if angle == 0.0 && z.im != 0.0 {
        Err(Trap::Overflow)
    } else {
        Ok(angle)
    }
}

/// `cmath.polar(z)`.
#[inline]
pub fn polar(z: Complex) -> Result<(f64, f64), Trap> {
    Ok((abs(z)?, phase(z)?))
}

/// `cmath.rect(length, angle)`.
#[inline]
pub fn rect(length: f64, angle: f64) -> Result<Complex, Trap> {
    finite(Complex::new(length, angle))?;
    if angle == 0.0 {
        return Ok(Complex::new(length, length * angle)); // the sign of a zero
    }
    Ok(Complex::new(length * angle.cos(), length * angle.sin()))
}

/// `cmath.cosh(z)`.
#[inline]
pub fn cosh(z: Complex) -> Result<Complex, Trap> {
    let z = finite(z)?;
    let (sin, cos) = (z.im.sin(), z.im.cos());
    finite(if z.re.abs() > LOG_LARGE {
        let less = z.re - 1_f64.copysign(z.re);
        Complex::new(cos * less.cosh() * E, sin * less.sinh() * E)
    } else {
        Complex::new(cos * z.re.cosh(), sin * z.re.sinh())
    })
}

/// `cmath.sinh(z)`.
#[inline]
pub fn sinh(z: Complex) -> Result<Complex, Trap> {
    let z = finite(z)?;
    let (sin, cos) = (z.im.sin(), z.im.cos());
    finite(if z.re.abs() > LOG_LARGE {
        let less = z.re - 1_f64.copysign(z.re);
        Complex::new(cos * less.sinh() * E, sin * less.cosh() * E)
    } else {
        Complex::new(cos * z.re.sinh(), sin * z.re.cosh())
    })
}

/// `cmath.tanh(z)`.
#[inline]
pub fn tanh(z: Complex) -> Result<Complex, Trap> {
    let z = finite(z)?;
    finite(if z.re.abs() > LOG_LARGE {
        let small = (-2.0 * z.re.abs()).exp();
        Complex::new(1_f64.copysign(z.re), 4.0 * z.im.sin() * z.im.cos() * small)
    } else {
        let (x, y) = (z.re.tanh(), z.im.tan());
        let over = 1.0 / z.re.cosh();
        let both = x * y;
        let divisor = 1.0 + both * both;
        Complex::new(x * (1.0 + y * y) / divisor, ((y / divisor) * over) * over)
    })
}

/// `i * z`, of which the functions of an angle are hyperbolic ones.
#[inline]
fn turned(z: Complex) -> Complex {
    Complex::new(-z.im, z.re)
}

/// `-i * z`.
#[inline]
fn turned_back(z: Complex) -> Complex {
    Complex::new(z.im, -z.re)
}

/// `cmath.cos(z)`.
#[inline]
pub fn cos(z: Complex) -> Result<Complex, Trap> {
    cosh(turned(z))
}

/// `cmath.sin(z)`.
#[inline]
pub fn sin(z: Complex) -> Result<Complex, Trap> {
    sinh(turned(z)).map(turned_back)
}

/// `cmath.tan(z)`.
#[inline]
pub fn tan(z: Complex) -> Result<Complex, Trap> {
    tanh(turned(z)).map(turned_back)
}

/// `cmath.isnan(z)`.
#[inline]
pub fn isnan(z: Complex) -> bool {
    z.re.is_nan() || z.im.is_nan()
}

/// `cmath.isinf(z)`.
#[inline]
pub fn isinf(z: Complex) -> bool {
    z.re.is_infinite() || z.im.is_infinite()
}

/// `cmath.isfinite(z)`.
#[inline]
pub fn isfinite(z: Complex) -> bool {
    z.is_finite()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finite_traps() {
        let odd = Complex::new(f64::INFINITY, 0.0);
        assert!(
            exp(odd).is_err() && sqrt(odd).is_err() && log(odd).is_err() && phase(odd).is_err()
        );
        assert!(exp(Complex::new(1000.0, 1.0)).is_err());
        assert!(log(Complex::default()).is_err());
    }

    #[test]
    fn the_cut_of_the_square_root_goes_by_the_sign_of_zero() {
        assert_eq!(sqrt(Complex::new(-4.0, 0.0)), Ok(Complex::new(0.0, 2.0)));
        assert_eq!(sqrt(Complex::new(-4.0, -0.0)), Ok(Complex::new(0.0, -2.0)));
    }

    #[test]
    fn a_turn_of_nothing_keeps_the_length() {
        assert_eq!(rect(2.5, 0.0), Ok(Complex::from(2.5)));
        assert_eq!(polar(Complex::from(2.5)), Ok((2.5, 0.0)));
    }
}
