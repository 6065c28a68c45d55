//! Python's `int` where it is known to go beyond 64 bits: hashes, masks of 64 squares, states of generators.
//!
//! An `i128` holds them all, and the products of two of them. What goes beyond that traps, as 64 bits do in `int`.

use super::trap::Trap;
use super::{compare, int};
use std::cmp::Ordering;

/// `a + b`.
#[inline]
pub fn add(a: i128, b: i128) -> Result<i128, Trap> {
    a.checked_add(b).ok_or(Trap::Overflow)
}

/// `a - b`.
#[inline]
pub fn sub(a: i128, b: i128) -> Result<i128, Trap> {
    a.checked_sub(b).ok_or(Trap::Overflow)
}

/// `a * b`.
#[inline]
pub fn mul(a: i128, b: i128) -> Result<i128, Trap> {
    a.checked_mul(b).ok_or(Trap::Overflow)
}

/// `-a`.
#[inline]
pub fn neg(a: i128) -> Result<i128, Trap> {
    a.checked_neg().ok_or(Trap::Overflow)
}

/// `abs(a)`.
#[inline]
pub fn abs(a: i128) -> Result<i128, Trap> {
    a.checked_abs().ok_or(Trap::Overflow)
}

/// The value as an `i64`, for an index or a count.
#[inline]
pub fn to_int(a: i128) -> Result<i64, Trap> {
    i64::try_from(a).map_err(|_| Trap::Overflow)
}

/// `a // b`: rounds towards minus infinity.
#[inline]
pub fn floor_div(a: i128, b: i128) -> Result<i128, Trap> {
    if b == 0 {
        return Err(Trap::ZeroDivision);
    }
    if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
        return Ok(i128::from(a / b)); // a division of the processor
    }
    let quotient = a.checked_div(b).ok_or(Trap::Overflow)?;
    let inexact_and_negative = a % b != 0 && (a ^ b) < 0;
    Ok(quotient - i128::from(inexact_and_negative))
}

/// `a % b`: the remainder has the sign of `b`.
#[inline]
pub fn floor_mod(a: i128, b: i128) -> Result<i128, Trap> {
    if b == 0 {
        return Err(Trap::ZeroDivision);
    }
    if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
        return Ok(i128::from(a % b));
    }
    let remainder = a.wrapping_rem(b);
    let wrong_sign = remainder != 0 && (remainder ^ b) < 0;
    Ok(if wrong_sign { remainder + b } else { remainder })
}

/// `a % b` where `b` has 64 bits, so that the remainder has too.
#[inline]
pub fn floor_mod_int(a: i128, b: i64) -> Result<i64, Trap> {
    floor_mod(a, i128::from(b)).and_then(to_int)
}

/// `divmod(a, b)`.
#[inline]
pub fn divmod(a: i128, b: i128) -> Result<(i128, i128), Trap> {
    Ok((floor_div(a, b)?, floor_mod(a, b)?))
}

/// `a / b`, where both have 64 bits after all.
pub fn true_div(a: i128, b: i128) -> Result<f64, Trap> {
    int::true_div(to_int(a)?, to_int(b)?)
}

/// `base ** exponent`.
pub fn pow(base: i128, exponent: i64) -> Result<i128, Trap> {
    if exponent < 0 {
        return Err(Trap::Type);
    }
    let small = u32::try_from(exponent).map_err(|_| Trap::Overflow)?;
    base.checked_pow(small).ok_or(Trap::Overflow)
}

/// `pow(a, b, m)` for a positive `m` of at most 64 bits and no negative `b`.
pub fn pow_mod(a: i128, b: i128, m: i128) -> Result<i128, Trap> {
    if m <= 0 || m > 1 << 64 || b < 0 {
        return Err(Trap::Value);
    }
    let modulus = m as u128;
    let (mut base, mut left) = (a.rem_euclid(m) as u128, b);
    let mut result = 1 % modulus;
    while left > 0 {
        if left & 1 == 1 {
            result = result * base % modulus;
        }
        left >>= 1;
        if left > 0 {
            base = base * base % modulus;
        }
    }
    Ok(result as i128)
}

/// `a << count`: a negative count or a lost bit traps.
#[inline]
pub fn shl(a: i128, count: i64) -> Result<i128, Trap> {
    if count < 0 {
        return Err(Trap::Value);
    }
    if a == 0 {
        return Ok(0);
    }
    if count > 127 {
        return Err(Trap::Overflow);
    }
    let shifted = a << count;
    if shifted >> count == a {
        Ok(shifted)
    } else {
        Err(Trap::Overflow)
    }
}

/// The low 128 bits of `a << count`, of which a mask takes some.
#[inline]
pub fn shl_low(a: i128, count: i64) -> Result<i128, Trap> {
    match count {
        0..=127 => Ok(a << count),
        128.. => Ok(0),
        _ => Err(Trap::Value),
    }
}

/// `a >> count`: all counts from 127 up give 0 or -1; a negative count traps.
#[inline]
pub fn shr(a: i128, count: i64) -> Result<i128, Trap> {
    if count < 0 {
        Err(Trap::Value)
    } else {
        Ok(a >> count.min(127))
    }
}

/// `sum(values)`.
pub fn sum(values: &[i128]) -> Result<i128, Trap> {
    values.iter().try_fold(0, |total, &value| add(total, value))
}

/// `a.bit_length()`.
#[inline]
pub fn bit_length(a: i128) -> i64 {
    i64::from(128 - a.unsigned_abs().leading_zeros())
}

/// `a.bit_count()`.
#[inline]
pub fn bit_count(a: i128) -> i64 {
    i64::from(a.unsigned_abs().count_ones())
}

/// The exact order of `i` and `f`; `None` if `f` is NaN.
fn float_cmp(i: i128, f: f64) -> Result<Option<Ordering>, Trap> {
    Ok(compare::int_float_cmp(to_int(i)?, f))
}

/// `i < f`; an `i` beyond 64 bits traps, as in the five that follow.
pub fn lt_if(i: i128, f: f64) -> Result<bool, Trap> {
    Ok(float_cmp(i, f)? == Some(Ordering::Less))
}

/// `i <= f`.
pub fn le_if(i: i128, f: f64) -> Result<bool, Trap> {
    Ok(float_cmp(i, f)?.is_some_and(Ordering::is_le))
}

/// `i > f`.
pub fn gt_if(i: i128, f: f64) -> Result<bool, Trap> {
    Ok(float_cmp(i, f)? == Some(Ordering::Greater))
}

/// `i >= f`.
pub fn ge_if(i: i128, f: f64) -> Result<bool, Trap> {
    Ok(float_cmp(i, f)?.is_some_and(Ordering::is_ge))
}

/// `i == f`.
pub fn eq_if(i: i128, f: f64) -> Result<bool, Trap> {
    Ok(float_cmp(i, f)? == Some(Ordering::Equal))
}

/// `i != f`.
pub fn ne_if(i: i128, f: f64) -> Result<bool, Trap> {
    eq_if(i, f).map(|same| !same)
}

/// `f < i`.
pub fn lt_fi(f: f64, i: i128) -> Result<bool, Trap> {
    gt_if(i, f)
}

/// `f <= i`.
pub fn le_fi(f: f64, i: i128) -> Result<bool, Trap> {
    ge_if(i, f)
}

/// `f > i`.
pub fn gt_fi(f: f64, i: i128) -> Result<bool, Trap> {
    lt_if(i, f)
}

/// `f >= i`.
pub fn ge_fi(f: f64, i: i128) -> Result<bool, Trap> {
    le_if(i, f)
}

/// `f == i`.
pub fn eq_fi(f: f64, i: i128) -> Result<bool, Trap> {
    eq_if(i, f)
}

/// `f != i`.
pub fn ne_fi(f: f64, i: i128) -> Result<bool, Trap> {
    ne_if(i, f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_rounds_down() {
        for (a, b) in [
            (7, 2),
            (-7, 2),
            (7, -2),
            (-7, -2),
            (-8, 2),
            (1 << 70, 3),
            (-(1 << 70), 3),
        ] {
            let (quotient, rest) = divmod(a, b).unwrap();
            assert_eq!(quotient * b + rest, a);
            assert!(rest == 0 || (rest < 0) == (b < 0), "{a} {b}");
            assert!(rest.unsigned_abs() < b.unsigned_abs());
        }
        assert_eq!(floor_div(i128::MIN, -1), Err(Trap::Overflow));
        assert_eq!(floor_mod(i128::MIN, -1), Ok(0));
        assert_eq!(floor_mod(1, 0), Err(Trap::ZeroDivision));
    }

    #[test]
    fn what_leaves_128_bits_traps() {
        assert_eq!(add(i128::MAX, 1), Err(Trap::Overflow));
        assert_eq!(mul(1 << 64, 1 << 63), Err(Trap::Overflow));
        assert_eq!(shl(1, 127), Err(Trap::Overflow));
        assert_eq!(shl(1, 126), Ok(1 << 126));
        assert_eq!(shl_low(3, 127), Ok(i128::MIN));
        assert_eq!(shl_low(3, 128), Ok(0));
        assert_eq!(pow(2, 127), Err(Trap::Overflow));
    }

    #[test]
    fn powers_modulo_64_bits() {
        let m = (1 << 64) - 59; // the largest prime of 64 bits
        assert_eq!(pow_mod(3, m - 1, m), Ok(1));
        assert_eq!(pow_mod(-5, 1, 7), Ok(2));
        assert_eq!(pow_mod(5, 0, 1), Ok(0));
    }
}
