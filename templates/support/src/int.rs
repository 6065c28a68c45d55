//! Python's `int`, as long as it fits in 64 bits.
//!
//! Python's integers grow without limit; an `i64` wraps around (or panics). So every operation that
//! can leave the 64 bits is checked and traps there, and Python computes the big integer.

use super::trap::Trap;

/// `a + b`.
#[inline]
pub fn add(a: i64, b: i64) -> Result<i64, Trap> {
    a.checked_add(b).ok_or(Trap::Overflow)
}

/// `a - b`.
#[inline]
pub fn sub(a: i64, b: i64) -> Result<i64, Trap> {
    a.checked_sub(b).ok_or(Trap::Overflow)
}

/// `a * b`.
#[inline]
pub fn mul(a: i64, b: i64) -> Result<i64, Trap> {
    a.checked_mul(b).ok_or(Trap::Overflow)
}

/// Traps unless `x` is at most `2**POWER` away from zero: what is computed from it then needs no tests of its own.
#[inline(always)]
pub fn within<const POWER: u32>(x: i64) -> Result<(), Trap> {
    if (-(1_i64 << POWER)..=1_i64 << POWER).contains(&x) {
        Ok(())
    } else {
        Err(Trap::Overflow)
    }
}

/// `-a`: traps for the smallest `i64`, which has no positive twin.
#[inline]
pub fn neg(a: i64) -> Result<i64, Trap> {
    a.checked_neg().ok_or(Trap::Overflow)
}

/// `abs(a)`: traps for the smallest `i64`, which has no positive twin.
#[inline]
pub fn abs(a: i64) -> Result<i64, Trap> {
    a.checked_abs().ok_or(Trap::Overflow)
}

/// `a // b`: rounds towards minus infinity, where Rust's `/` cuts towards zero (`-7 // 2` is -4,
/// not -3).
#[inline]
pub fn floor_div(a: i64, b: i64) -> Result<i64, Trap> {
    if b == 0 {
        return Err(Trap::ZeroDivision);
    }
    let quotient = a.checked_div(b).ok_or(Trap::Overflow)?; // i64::MIN // -1
    let inexact_and_negative = a % b != 0 && (a ^ b) < 0;
    Ok(quotient - i64::from(inexact_and_negative))
}

/// `a % b`: the remainder has the sign of `b`, where Rust's `%` has the sign of `a`.
#[inline]
pub fn floor_mod(a: i64, b: i64) -> Result<i64, Trap> {
    if b == 0 {
        return Err(Trap::ZeroDivision);
    }
    let remainder = a.wrapping_rem(b); // i64::MIN % -1 is 0, though its quotient overflows
    let wrong_sign = remainder != 0 && (remainder ^ b) < 0;
    Ok(if wrong_sign { remainder + b } else { remainder })
}

/// `divmod(a, b)`.
#[inline]
pub fn divmod(a: i64, b: i64) -> Result<(i64, i64), Trap> {
    Ok((floor_div(a, b)?, floor_mod(a, b)?))
}

/// The largest `n` such that every integer up to `n` is an `f64`.
const EXACT_IN_F64: u64 = 1 << 53;

/// `a / b`: Python rounds the exact quotient once, also where `a` or `b` is not itself an `f64`.
#[inline]
pub fn true_div(a: i64, b: i64) -> Result<f64, Trap> {
    if b == 0 {
        return Err(Trap::ZeroDivision);
    }
    if a.unsigned_abs() <= EXACT_IN_F64 && b.unsigned_abs() <= EXACT_IN_F64 {
        return Ok(a as f64 / b as f64);
    }
    Ok(large_true_div(a, b))
}

/// The quotient with at least 64 exact bits, its last bit set if anything was lost, rounded to an
/// `f64` once.
#[cold]
fn large_true_div(a: i64, b: i64) -> f64 {
    if a == 0 {
        return if b < 0 { -0.0 } else { 0.0 };
    }
    let numerator = u128::from(a.unsigned_abs());
    let divisor = u128::from(b.unsigned_abs());
    let shift = numerator.leading_zeros();
    let scaled = numerator << shift;
    let sticky = u128::from(scaled % divisor != 0);
    let quotient = ((scaled / divisor) | sticky) as f64;
    let magnitude = quotient * power_of_two(-i64::from(shift));
    if (a < 0) == (b < 0) {
        magnitude
    } else {
        -magnitude
    }
}

/// `2.0 ** exponent`, for exponents of normal numbers.
fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}

/// `base ** exponent`: a negative exponent traps, because Python's result is then a `float`.
#[inline]
pub fn pow(base: i64, exponent: i64) -> Result<i64, Trap> {
    if exponent == 2 {
        return mul(base, base);
    }
    if exponent < 0 {
        return Err(Trap::Type);
    }
    match base {
        0 | 1 if exponent > 0 => Ok(base),
        -1 => Ok(if exponent % 2 == 0 { 1 } else { -1 }),
        _ => {
            let small = u32::try_from(exponent).map_err(|_| Trap::Overflow)?;
            base.checked_pow(small).ok_or(Trap::Overflow)
        }
    }
}

/// `a << count`: a negative count or a lost bit traps. (Rust's `<<` uses the count modulo 64.)
#[inline]
pub fn shl(a: i64, count: i64) -> Result<i64, Trap> {
    if count < 0 {
        return Err(Trap::Value);
    }
    if a == 0 {
        return Ok(0);
    }
    if count > 63 {
        return Err(Trap::Overflow);
    }
    let shifted = a << count;
    if shifted >> count == a {
        Ok(shifted)
    } else {
        Err(Trap::Overflow)
    }
}

/// The low 64 bits of `a << count`, of which a mask takes some.
#[inline]
pub fn shl_low(a: i64, count: i64) -> Result<i64, Trap> {
    match count {
        0..=63 => Ok(a << count),
        64.. => Ok(0),
        _ => Err(Trap::Value),
    }
}

/// `a >> count`: all counts from 63 up give 0 or -1; a negative count traps.
#[inline]
pub fn shr(a: i64, count: i64) -> Result<i64, Trap> {
    if count < 0 {
        Err(Trap::Value)
    } else {
        Ok(a >> count.min(63))
    }
}

/// `int(x)`: cuts towards zero.
#[inline]
pub fn from_float(x: f64) -> Result<i64, Trap> {
    super::float::to_int(x)
}

/// `min(a, b)`.
#[inline]
pub fn min(a: i64, b: i64) -> i64 {
    if b < a { b } else { a }
}

/// `max(a, b)`.
#[inline]
pub fn max(a: i64, b: i64) -> i64 {
    if b > a { b } else { a }
}

/// `min(values)`: an empty list traps.
pub fn min_of(values: &[i64]) -> Result<i64, Trap> {
    values.iter().copied().min().ok_or(Trap::Value)
}

/// `max(values)`: an empty list traps.
pub fn max_of(values: &[i64]) -> Result<i64, Trap> {
    values.iter().copied().max().ok_or(Trap::Value)
}

/// `sum(values)`: traps if the total does not fit; what happens on the way does not matter.
pub fn sum(values: &[i64]) -> Result<i64, Trap> {
    let mut total: i128 = 0;
    for block in values.chunks(64) {
        total += sum_block(block);
    }
    i64::try_from(total).map_err(|_| Trap::Overflow)
}

/// The sum of at most 64 values: in 64 bits where all are small, which is the case that processors
/// do in parallel.
#[inline]
fn sum_block(block: &[i64]) -> i128 {
    // Moved up by 2**56, the values from -2**56 up to 2**56 have no bit above the 57th.
    let bits = block
        .iter()
        .fold(0, |bits, &v| bits | v.wrapping_add(1 << 56) as u64);
    if bits < 1 << 57 {
        i128::from(block.iter().fold(0_i64, |total, &v| total.wrapping_add(v)))
    } else {
        block.iter().map(|&v| i128::from(v)).sum()
    }
}

/// `sum(values, start)`.
pub fn sum_from(values: &[i64], start: i64) -> Result<i64, Trap> {
    add(sum(values)?, start)
}

/// `a.bit_count()`: the ones in the absolute value.
#[inline]
pub fn bit_count(a: i64) -> i64 {
    i64::from(a.unsigned_abs().count_ones())
}

/// `pow(a, b, m)`: traps for a negative exponent, which asks for an inverse, and for no modulus.
pub fn pow_mod(a: i64, b: i64, m: i64) -> Result<i64, Trap> {
    if m == 0 || b < 0 {
        return Err(Trap::Value);
    }
    let m = i128::from(m);
    let (mut base, mut left, mut result) = (i128::from(a).rem_euclid(m), b, 1_i128.rem_euclid(m));
    while left > 0 {
        if left & 1 == 1 {
            result = (result * base).rem_euclid(m);
        }
        base = (base * base).rem_euclid(m);
        left >>= 1;
    }
    // The result has the sign of the modulus.
    let signed = if m < 0 && result != 0 {
        result + m
    } else {
        result
    };
    i64::try_from(signed).map_err(|_| Trap::Overflow)
}

/// `a.bit_length()`.
#[inline]
pub fn bit_length(a: i64) -> i64 {
    i64::from(64 - a.unsigned_abs().leading_zeros())
}

/// `math.gcd(a, b)`: never negative; traps where it is 2**63.
pub fn gcd(a: i64, b: i64) -> Result<i64, Trap> {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i64::try_from(a).map_err(|_| Trap::Overflow)
}

/// `math.lcm(a, b)`: never negative, 0 if one of them is 0.
pub fn lcm(a: i64, b: i64) -> Result<i64, Trap> {
    if a == 0 || b == 0 {
        return Ok(0);
    }
    abs(mul(a / gcd(a, b)?, b)?)
}

/// `math.isqrt(a)`.
#[inline]
pub fn isqrt(a: i64) -> Result<i64, Trap> {
    a.checked_isqrt().ok_or(Trap::Value)
}

/// `math.factorial(n)`: 20! is the last that fits.
pub fn factorial(n: i64) -> Result<i64, Trap> {
    if n < 0 {
        return Err(Trap::Value);
    }
    (2..=n).try_fold(1, mul)
}

/// `math.perm(n, k)`: the number of ordered choices, `n * (n-1) * … * (n-k+1)`.
pub fn perm(n: i64, k: i64) -> Result<i64, Trap> {
    if n < 0 || k < 0 {
        return Err(Trap::Value);
    }
    if k > n {
        return Ok(0);
    }
    (0..k).try_fold(1, |product, i| mul(product, n - i))
}

/// `math.comb(n, k)`: the number of choices without order.
pub fn comb(n: i64, k: i64) -> Result<i64, Trap> {
    if n < 0 || k < 0 {
        return Err(Trap::Value);
    }
    if k > n {
        return Ok(0);
    }
    // C(n, i) = C(n, i-1) * (n-i+1) / i is exact at every step, and only grows up to i = n/2.
    (1..=k.min(n - k)).try_fold(1, |choices, i| {
        let next = i128::from(choices) * i128::from(n - i + 1) / i128::from(i);
        i64::try_from(next).map_err(|_| Trap::Overflow)
    })
}
