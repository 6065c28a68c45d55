//! Python's `math` module.
//!
//! Most functions are the C library's, with Python's rule on top: a finite argument that gives an
//! infinity or a NaN, or an infinite argument that gives a NaN, is an error there, so it traps
//! here. `f64::exp`, `f64::sin` and so on *are* the C library's functions; where they are not, the
//! call goes through [`super::libm`].

use super::float;
use super::libm;
use super::trap::Trap;
use std::f64::consts::PI;

/// Passes `result` on unless Python's `math` would raise for the argument `x`.
#[inline]
fn checked(x: f64, result: f64) -> Result<f64, Trap> {
    if result.is_finite() {
        Ok(result)
    } else {
        explain(&[x], result)
    }
}

/// Passes `result` on unless Python's `math` would raise for the arguments `x` and `y`.
#[inline]
fn checked2(x: f64, y: f64, result: f64) -> Result<f64, Trap> {
    if result.is_finite() {
        Ok(result)
    } else {
        explain(&[x, y], result)
    }
}

/// NaN is right if it came in; an infinity is right if something infinite (or NaN) came in.
#[cold]
fn explain(arguments: &[f64], result: f64) -> Result<f64, Trap> {
    let expected = if result.is_nan() {
        arguments.iter().any(|argument| argument.is_nan())
    } else {
        arguments.iter().any(|argument| !argument.is_finite())
    };
    if expected {
        Ok(result)
    } else {
        Err(Trap::Domain)
    }
}

/// `math.sqrt(x)`.
#[inline]
pub fn sqrt(x: f64) -> Result<f64, Trap> {
    if x < 0.0 {
        Err(Trap::Domain)
    } else {
        Ok(x.sqrt())
    }
}

/// `math.exp(x)`.
#[inline]
pub fn exp(x: f64) -> Result<f64, Trap> {
    checked(x, x.exp())
}

/// `math.exp2(x)`.
#[inline]
pub fn exp2(x: f64) -> Result<f64, Trap> {
    checked(x, x.exp2())
}

/// `math.expm1(x)`.
#[inline]
pub fn expm1(x: f64) -> Result<f64, Trap> {
    checked(x, x.exp_m1())
}

/// `math.log(x)`.
#[inline]
pub fn log(x: f64) -> Result<f64, Trap> {
    checked(x, x.ln())
}

/// `math.log(x, base)`: the quotient of two logarithms, as Python computes it (`math.log(1000, 10)`
/// is not 3).
#[inline]
pub fn log_base(x: f64, base: f64) -> Result<f64, Trap> {
    float::true_div(log(x)?, log(base)?)
}

/// `math.log2(x)`.
#[inline]
pub fn log2(x: f64) -> Result<f64, Trap> {
    checked(x, x.log2())
}

/// `math.log10(x)`.
#[inline]
pub fn log10(x: f64) -> Result<f64, Trap> {
    checked(x, x.log10())
}

/// `math.log1p(x)`.
#[inline]
pub fn log1p(x: f64) -> Result<f64, Trap> {
    checked(x, x.ln_1p())
}

/// `math.sin(x)`.
#[inline]
pub fn sin(x: f64) -> Result<f64, Trap> {
    checked(x, x.sin())
}

/// `math.cos(x)`.
#[inline]
pub fn cos(x: f64) -> Result<f64, Trap> {
    checked(x, x.cos())
}

/// `math.tan(x)`.
#[inline]
pub fn tan(x: f64) -> Result<f64, Trap> {
    checked(x, x.tan())
}

/// `math.asin(x)`.
#[inline]
pub fn asin(x: f64) -> Result<f64, Trap> {
    checked(x, x.asin())
}

/// `math.acos(x)`.
#[inline]
pub fn acos(x: f64) -> Result<f64, Trap> {
    checked(x, x.acos())
}

/// `math.atan(x)`.
#[inline]
pub fn atan(x: f64) -> Result<f64, Trap> {
    checked(x, x.atan())
}

/// `math.atan2(y, x)`.
#[inline]
pub fn atan2(y: f64, x: f64) -> Result<f64, Trap> {
    checked2(y, x, y.atan2(x))
}

/// `math.sinh(x)`.
#[inline]
pub fn sinh(x: f64) -> Result<f64, Trap> {
    checked(x, x.sinh())
}

/// `math.cosh(x)`.
#[inline]
pub fn cosh(x: f64) -> Result<f64, Trap> {
    checked(x, x.cosh())
}

/// `math.tanh(x)`.
#[inline]
pub fn tanh(x: f64) -> Result<f64, Trap> {
    checked(x, x.tanh())
}

/// `math.asinh(x)`.
#[inline]
pub fn asinh(x: f64) -> Result<f64, Trap> {
    checked(x, libm::asinh(x))
}

/// `math.acosh(x)`.
#[inline]
pub fn acosh(x: f64) -> Result<f64, Trap> {
    checked(x, libm::acosh(x))
}

/// `math.atanh(x)`.
#[inline]
pub fn atanh(x: f64) -> Result<f64, Trap> {
    checked(x, libm::atanh(x))
}

/// `math.cbrt(x)`.
#[inline]
pub fn cbrt(x: f64) -> Result<f64, Trap> {
    checked(x, libm::cbrt(x).ok_or(Trap::Hole)?)
}

/// `math.erf(x)`.
#[inline]
pub fn erf(x: f64) -> Result<f64, Trap> {
    checked(x, libm::erf(x))
}

/// `math.erfc(x)`.
#[inline]
pub fn erfc(x: f64) -> Result<f64, Trap> {
    checked(x, libm::erfc(x))
}

/// `math.gamma(x)` for whole numbers up to 23, where it is `(x-1)!` and exact.
///
/// Elsewhere the last bits are those of CPython's own approximation, so Python computes it.
pub fn gamma(x: f64) -> Result<f64, Trap> {
    if x.fract() == 0.0 && (1.0..=23.0).contains(&x) {
        Ok((1..x as i64).fold(1.0, |product, factor| product * factor as f64))
    } else {
        Err(Trap::Domain)
    }
}

/// `math.lgamma(x)` for 1 and 2, where it is zero; see [`gamma`] for the rest.
pub fn lgamma(x: f64) -> Result<f64, Trap> {
    if x == 1.0 || x == 2.0 {
        Ok(0.0)
    } else {
        Err(Trap::Domain)
    }
}

/// `math.fabs(x)`.
#[inline]
pub fn fabs(x: f64) -> Result<f64, Trap> {
    Ok(x.abs())
}

/// `math.copysign(x, y)`.
#[inline]
pub fn copysign(x: f64, y: f64) -> Result<f64, Trap> {
    Ok(x.copysign(y))
}

/// `math.fmod(x, y)`: the sign of `x`, unlike `x % y`.
#[inline]
pub fn fmod(x: f64, y: f64) -> Result<f64, Trap> {
    checked2(x, y, x % y)
}

/// `math.remainder(x, y)`: what is left after taking away the *nearest* multiple of `y`, halves to
/// even.
pub fn remainder(x: f64, y: f64) -> Result<f64, Trap> {
    if x.is_nan() || y.is_nan() {
        return Ok(f64::NAN);
    }
    if x.is_infinite() || y == 0.0 {
        return Err(Trap::Domain);
    }
    Ok(if y.is_infinite() {
        x
    } else {
        nearest_remainder(x.abs(), y.abs()) * 1_f64.copysign(x)
    })
}

/// The remainder for finite, positive numbers. Every step is exact.
fn nearest_remainder(x: f64, y: f64) -> f64 {
    let below = x % y; // to the multiple below
    let above = y - below; // to the multiple above
    if below < above {
        below
    } else if below > above {
        -above
    } else {
        // Half way: `x - below` is an even or odd multiple of `y`, and half of it tells which.
        below - 2.0 * ((0.5 * (x - below)) % y)
    }
}

/// `math.pow(x, y)`.
#[inline]
pub fn pow(x: f64, y: f64) -> Result<f64, Trap> {
    checked2(x, y, float::libm_pow(x, y))
}

/// `math.modf(x)`: fraction and whole part, both with the sign of `x`.
#[inline]
pub fn modf(x: f64) -> Result<(f64, f64), Trap> {
    if x.is_nan() {
        return Ok((x, x));
    }
    let fraction = if x.is_infinite() { 0.0 } else { x.fract() };
    Ok((fraction.copysign(x), x.trunc()))
}

/// `math.frexp(x)`: `x == mantissa * 2**exponent` with the mantissa from 0.5 up to 1.
#[inline]
pub fn frexp(x: f64) -> Result<(f64, i64), Trap> {
    if x == 0.0 || !x.is_finite() {
        return Ok((x, 0));
    }
    Ok(split(x))
}

/// [`frexp`] of a finite number that is not zero.
#[inline]
fn split(x: f64) -> (f64, i64) {
    const EXPONENT: u64 = 0x7ff << 52;
    /// 2.0**54, which lifts a subnormal number into the normal range.
    const LIFT: f64 = 18_014_398_509_481_984.0;
    if x.abs() < f64::MIN_POSITIVE {
        let (mantissa, exponent) = split(x * LIFT);
        return (mantissa, exponent - 54);
    }
    let exponent = ((x.to_bits() & EXPONENT) >> 52) as i64 - 1022;
    (
        f64::from_bits((x.to_bits() & !EXPONENT) | (1022 << 52)),
        exponent,
    )
}

/// `math.ldexp(x, exponent)`: `x * 2**exponent`, rounded once.
#[inline]
pub fn ldexp(x: f64, exponent: i64) -> Result<f64, Trap> {
    // Beyond ±5000 the result no longer depends on the exponent.
    checked(x, libm::ldexp(x, exponent.clamp(-5000, 5000) as i32))
}

/// `math.degrees(x)`.
#[inline]
pub fn degrees(x: f64) -> Result<f64, Trap> {
    Ok(x * (180.0 / PI))
}

/// `math.radians(x)`.
#[inline]
pub fn radians(x: f64) -> Result<f64, Trap> {
    Ok(x * (PI / 180.0))
}

/// `math.isnan(x)`.
#[inline]
pub fn isnan(x: f64) -> bool {
    x.is_nan()
}

/// `math.isinf(x)`.
#[inline]
pub fn isinf(x: f64) -> bool {
    x.is_infinite()
}

/// `math.isfinite(x)`.
#[inline]
pub fn isfinite(x: f64) -> bool {
    x.is_finite()
}

/// `math.isclose(a, b)`, with Python's default tolerances.
#[inline]
pub fn isclose(a: f64, b: f64) -> Result<bool, Trap> {
    isclose_with(a, b, 1e-9, 0.0)
}

/// `math.isclose(a, b, rel_tol=…, abs_tol=…)`: a negative tolerance traps.
#[inline]
pub fn isclose_with(a: f64, b: f64, rel_tol: f64, abs_tol: f64) -> Result<bool, Trap> {
    if rel_tol < 0.0 || abs_tol < 0.0 {
        return Err(Trap::Value);
    }
    if a == b {
        return Ok(true); // also two equal infinities
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let apart = (b - a).abs();
    Ok(apart <= (rel_tol * b).abs() || apart <= (rel_tol * a).abs() || apart <= abs_tol)
}

/// `math.nextafter(x, y)`: the neighbour of `x` on the way to `y`.
#[inline]
pub fn nextafter(x: f64, y: f64) -> Result<f64, Trap> {
    Ok(if x.is_nan() || y.is_nan() {
        f64::NAN
    } else if x == y {
        y // not x: nextafter(0.0, -0.0) is -0.0
    } else if x < y {
        x.next_up()
    } else {
        x.next_down()
    })
}

/// `math.ulp(x)`: the distance to the next larger magnitude.
#[inline]
pub fn ulp(x: f64) -> Result<f64, Trap> {
    let x = x.abs();
    Ok(if x == f64::MAX {
        x - x.next_down()
    } else if x.is_finite() {
        x.next_up() - x
    } else {
        x
    })
}

/// `math.floor(x)`.
#[inline]
pub fn floor(x: f64) -> Result<i64, Trap> {
    float::floor(x)
}

/// `math.ceil(x)`.
#[inline]
pub fn ceil(x: f64) -> Result<i64, Trap> {
    float::ceil(x)
}

/// `math.trunc(x)`.
#[inline]
pub fn trunc(x: f64) -> Result<i64, Trap> {
    float::trunc(x)
}

/// `math.hypot(*coordinates)`.
#[inline]
pub fn hypot(coordinates: &[f64]) -> Result<f64, Trap> {
    Ok(norm(coordinates.iter().copied()))
}

/// `math.dist(p, q)`: points of different dimension trap.
#[inline]
pub fn dist(p: &[f64], q: &[f64]) -> Result<f64, Trap> {
    if p.len() != q.len() {
        return Err(Trap::Value);
    }
    Ok(norm(p.iter().zip(q).map(|(p, q)| p - q)))
}

/// The Euclidean length that CPython computes: nearly always correctly rounded, unlike the C
/// library's `hypot`.
#[inline]
fn norm(vector: impl ExactSizeIterator<Item = f64> + Clone) -> f64 {
    let largest = vector.clone().fold(
        0.0,
        |largest: f64, x| if x.abs() > largest { x.abs() } else { largest },
    );
    if largest.is_infinite() {
        return largest;
    }
    if vector.clone().any(f64::is_nan) {
        return f64::NAN;
    }
    if largest == 0.0 || vector.len() <= 1 {
        return largest;
    }
    let (_, exponent) = split(largest);
    if exponent < -1023 {
        // Subnormal coordinates: their scale would overflow, so make them normal first.
        let (_, exponent) = split(largest / f64::MIN_POSITIVE);
        return f64::MIN_POSITIVE * scaled_norm(vector.map(|x| x / f64::MIN_POSITIVE), exponent);
    }
    scaled_norm(vector, exponent)
}

/// [`norm`] of finite coordinates below `2.0 ** exponent`, which is not subnormal.
#[inline]
fn scaled_norm(vector: impl Iterator<Item = f64>, exponent: i64) -> f64 {
    let scale = power_of_two(-exponent);
    let mut squares = Squares::new();
    for x in vector {
        squares.add(x * scale, x * scale);
    }
    let root = squares.value().sqrt();
    // One step of Newton's method on the exact difference repairs the root's rounding.
    squares.add(-root, root);
    (root + squares.value() / (2.0 * root)) / scale
}

/// `2.0 ** exponent`, also where that is subnormal.
#[inline]
fn power_of_two(exponent: i64) -> f64 {
    if exponent > -1023 {
        f64::from_bits(((exponent + 1023) as u64) << 52)
    } else {
        f64::from_bits(1 << (exponent + 1074))
    }
}

/// A sum of products, kept with twice the precision: the sum and what it lost. It starts from 1, so
/// that the sum is never smaller than what is added, which makes the loss of each addition exact.
struct Squares {
    sum: f64,
    lost_in_products: f64,
    lost_in_sums: f64,
}

impl Squares {
    #[inline]
    fn new() -> Squares {
        Squares {
            sum: 1.0,
            lost_in_products: 0.0,
            lost_in_sums: 0.0,
        }
    }

    /// Adds `a * b`.
    #[inline]
    fn add(&mut self, a: f64, b: f64) {
        let product = a * b;
        let sum = self.sum + product;
        self.lost_in_products += float::product_error(a, b, product);
        self.lost_in_sums += (self.sum - sum) + product;
        self.sum = sum;
    }

    /// The sum without the 1 that it started from.
    #[inline]
    fn value(&self) -> f64 {
        self.sum - 1.0 + (self.lost_in_products + self.lost_in_sums)
    }
}

/// `math.fsum(values)`: the exact sum, rounded once.
///
/// The sum so far is kept as floats that do not overlap, smallest first. Infinities and NaN trap,
/// as does a sum that overflows on the way.
pub fn fsum(values: &[f64]) -> Result<f64, Trap> {
    let mut partials: Vec<f64> = Vec::new();
    for &value in values {
        let carry = add_exactly(&mut partials, value);
        if !carry.is_finite() {
            return Err(Trap::NonFinite);
        }
        if carry != 0.0 {
            super::seq::push(&mut partials, carry)?;
        }
    }
    Ok(round_partials(&partials))
}

/// Adds `x` to the partial sums: each keeps the rounding error, the rounded sum is carried on and
/// returned at last.
fn add_exactly(partials: &mut Vec<f64>, mut x: f64) -> f64 {
    let mut kept = 0;
    for at in 0..partials.len() {
        let y = partials[at];
        let (large, small) = if x.abs() < y.abs() { (y, x) } else { (x, y) };
        let sum = large + small;
        let error = small - (sum - large);
        if error != 0.0 {
            partials[kept] = error;
            kept += 1;
        }
        x = sum;
    }
    partials.truncate(kept);
    x
}

/// The sum of the partials, from the largest down until something is lost, then rounded half to
/// even over all of them.
fn round_partials(partials: &[f64]) -> f64 {
    let Some((&largest, mut rest)) = partials.split_last() else {
        return 0.0;
    };
    let mut high = largest;
    let mut low = 0.0;
    while let Some((&next, smaller)) = rest.split_last() {
        let sum = high + next;
        low = next - (sum - high);
        high = sum;
        rest = smaller;
        if low != 0.0 {
            break;
        }
    }
    // `low` may be exactly half a unit: then what lies below it decides.
    if let Some(&below) = rest.last()
        && ((low < 0.0 && below < 0.0) || (low > 0.0 && below > 0.0))
    {
        let up = high + low * 2.0;
        if up - high == low * 2.0 {
            high = up;
        }
    }
    high
}

/// `math.prod(values)` of a list of `int`.
pub fn prod_int(values: &[i64]) -> Result<i64, Trap> {
    values
        .iter()
        .try_fold(1, |product, &value| super::int::mul(product, value))
}

/// `math.prod(values)` of a list of `float`: traps for an empty list, whose product is the `int` 1.
pub fn prod_float(values: &[f64]) -> Result<f64, Trap> {
    values
        .iter()
        .copied()
        .reduce(|product, value| product * value)
        .ok_or(Trap::Type)
}

/// `math.sumprod(p, q)` of lists of `int`: lists of different length trap.
pub fn sumprod_int(p: &[i64], q: &[i64]) -> Result<i64, Trap> {
    if p.len() != q.len() {
        return Err(Trap::Value);
    }
    let total = p.iter().zip(q).try_fold(0, |total: i128, (&p, &q)| {
        total.checked_add(i128::from(p) * i128::from(q))
    });
    total
        .and_then(|total| i64::try_from(total).ok())
        .ok_or(Trap::Overflow)
}
