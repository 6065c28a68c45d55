//! Python's `float`: the operators and builtin functions that differ from Rust's `f64`.
//!
//! `+`, `-`, `*` and comparisons are the same in both languages and need no function here.

use super::trap::Trap;
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};

/// 2.0**63: one more than the largest `i64`.
const TWO_63: f64 = 9_223_372_036_854_775_808.0;

/// 2.0**52: from here on every `f64` is a whole number.
const TWO_52: f64 = 4_503_599_627_370_496.0;

/// `x / y`: Python raises on a zero divisor, where Rust gives an infinity or NaN.
#[inline]
pub fn true_div(x: f64, y: f64) -> Result<f64, Trap> {
    if y == 0.0 {
        Err(Trap::ZeroDivision)
    } else {
        Ok(x / y)
    }
}

pub use self::true_div as div;

/// `x % y`: the result has the sign of `y`, also when it is zero.
#[inline]
pub fn floor_mod(x: f64, y: f64) -> Result<f64, Trap> {
    if y == 0.0 {
        Err(Trap::ZeroDivision)
    } else {
        Ok(sign_as_divisor(x % y, y))
    }
}

/// `x // y`: not `(x / y).floor()`, which gives 10 for `1.0 // 0.1` where Python gives 9.
#[inline]
pub fn floor_div(x: f64, y: f64) -> Result<f64, Trap> {
    if y == 0.0 {
        Err(Trap::ZeroDivision)
    } else {
        Ok(divide_and_remain(x, y).0)
    }
}

/// `divmod(x, y)`.
#[inline]
pub fn divmod(x: f64, y: f64) -> Result<(f64, f64), Trap> {
    if y == 0.0 {
        Err(Trap::ZeroDivision)
    } else {
        Ok(divide_and_remain(x, y))
    }
}

/// Moves a remainder of the truncating division to the side of `divisor`.
#[inline]
fn sign_as_divisor(remainder: f64, divisor: f64) -> f64 {
    if remainder == 0.0 {
        0_f64.copysign(divisor)
    } else if (remainder < 0.0) != (divisor < 0.0) {
        remainder + divisor
    } else {
        remainder
    }
}

/// Quotient and remainder by way of the exact remainder, as CPython has it. `y` is not zero.
#[inline]
fn divide_and_remain(x: f64, y: f64) -> (f64, f64) {
    let truncated = x % y;
    let remainder = sign_as_divisor(truncated, y);
    let moved = truncated != 0.0 && (truncated < 0.0) != (y < 0.0);
    let quotient = (x - truncated) / y - f64::from(u8::from(moved));
    (snap(quotient, x / y), remainder)
}

/// The whole number next to `quotient`; a zero takes the sign of the true quotient.
#[inline]
fn snap(quotient: f64, true_quotient: f64) -> f64 {
    if quotient == 0.0 {
        return 0_f64.copysign(true_quotient);
    }
    let below = floor_of(quotient);
    if quotient - below > 0.5 {
        below + 1.0
    } else {
        below
    }
}

/// `x ** y`: traps where Python raises (`0.0 ** -1.0`, overflow) or gives a complex number (`(-8.0)
/// ** 0.5`).
#[inline]
pub fn pow(x: f64, y: f64) -> Result<f64, Trap> {
    if y == 2.0
        && let Some(square) = sure_square(x)
    {
        return Ok(square);
    }
    let power = libm_pow(x, y);
    if power.is_finite() {
        Ok(power)
    } else {
        non_finite_power(x, y, power)
    }
}

/// The C library's `pow`, as it is.
///
/// Never inlined and blind to constants: knowing the exponent, the optimiser would turn `x ** 2.0`
/// into `x * x`, whose last bit differs in one case of a thousand.
#[inline(never)]
pub(super) fn libm_pow(x: f64, y: f64) -> f64 {
    black_box(x).powf(black_box(y))
}

/// `x * x`, if the C library's `pow(x, 2.0)` must give the same.
///
/// Its error is below 0.54 units in the last place (the bound that glibc states for its `pow`;
/// older versions round correctly). So where the exact square lies within 0.45 units of `x * x`,
/// any other float is too far away to be the answer. Squares near the ends of the range and powers
/// of two (whose neighbours are nearer on one side) are left out.
#[inline]
fn sure_square(x: f64) -> Option<f64> {
    const MANTISSA: u64 = (1 << 52) - 1;
    let square = x * x;
    let error = product_error(x, x, square);
    let in_range = square > 1e-250 && square < 1e300;
    let unit = f64::from_bits(square.to_bits() & !MANTISSA) * f64::EPSILON;
    let near = error.abs() <= 0.45 * unit;
    let simple = square.to_bits() & MANTISSA != 0;
    (cfg!(all(target_os = "linux", target_env = "gnu")) && in_range && near && simple)
        .then_some(square)
}

/// What an infinite or NaN power means to Python.
#[cold]
fn non_finite_power(x: f64, y: f64, power: f64) -> Result<f64, Trap> {
    if !x.is_finite() || !y.is_finite() {
        Ok(power)
    } else if power.is_nan() {
        Err(Trap::Domain)
    } else if x == 0.0 {
        Err(Trap::ZeroDivision)
    } else {
        Err(Trap::Overflow)
    }
}

/// `a * b - product`, exactly, where nothing over- or underflows: what rounding the product has lost.
///
/// Dekker's method: both factors are cut into halves of 26 bits, whose products are exact.
#[inline]
pub(super) fn product_error(a: f64, b: f64, product: f64) -> f64 {
    let (a_high, a_low) = halves(a);
    let (b_high, b_low) = halves(b);
    ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
}

/// `x` as a sum of two floats that need half the bits each.
#[inline]
fn halves(x: f64) -> (f64, f64) {
    const SPLITTER: f64 = 134_217_729.0; // 2**27 + 1
    let scaled = SPLITTER * x;
    let high = scaled - (scaled - x);
    (high, x - high)
}

/// `x.floor()`, without a call of the C library where `x` is moderate.
#[inline]
pub(super) fn floor_of(x: f64) -> f64 {
    if !x.is_finite() || x.abs() >= TWO_52 {
        return x;
    }
    let whole = x as i64 as f64;
    if whole > x { whole - 1.0 } else { whole }
}

/// Whether the whole part of `x` is an `i64` (false for NaN).
#[inline]
fn fits(x: f64) -> bool {
    (-TWO_63..TWO_63).contains(&x)
}

/// `int(x)` and `math.trunc(x)`: cuts towards zero. NaN, infinities and what needs a big integer
/// trap.
#[inline]
pub fn to_int(x: f64) -> Result<i64, Trap> {
    if fits(x) {
        Ok(x as i64)
    } else {
        Err(Trap::Overflow)
    }
}

/// `math.trunc(x)`.
#[inline]
pub fn trunc(x: f64) -> Result<i64, Trap> {
    to_int(x)
}

/// `math.floor(x)`.
#[inline]
pub fn floor(x: f64) -> Result<i64, Trap> {
    let whole = to_int(x)?;
    Ok(whole - i64::from(whole as f64 > x))
}

/// `math.ceil(x)`.
#[inline]
pub fn ceil(x: f64) -> Result<i64, Trap> {
    let whole = to_int(x)?;
    Ok(whole + i64::from((whole as f64) < x))
}

/// `round(x)`: to the nearest whole number, halves to the even one (`f64::round` moves halves away
/// from zero).
#[inline]
pub fn round(x: f64) -> Result<i64, Trap> {
    to_int(nearest_even(x))
}

/// Adding 2**52 leaves no bits for a fraction, so the processor rounds it away, halves to even.
#[inline]
fn nearest_even(x: f64) -> f64 {
    if x.abs() < TWO_52 {
        ((x.abs() + TWO_52) - TWO_52).copysign(x)
    } else {
        x
    }
}

/// `round(x, digits)`: the exact decimal value is rounded, halves to even, as `repr` digits would
/// not do.
#[inline]
pub fn round_to(x: f64, digits: i64) -> Result<f64, Trap> {
    if (0..=22).contains(&digits)
        && let Some(rounded) = round_small(x, POWERS_OF_TEN[digits as usize])
    {
        return Ok(rounded);
    }
    round_by_digits(x, digits)
}

/// The powers of ten that are exact as `f64`.
const POWERS_OF_TEN: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Rounds `x * scale` to a whole number and divides again, if that is exact: the product is split
/// into a float and its rounding error, and a whole number below 2**52 divided by a power of ten is
/// correctly rounded, like Python's result.
#[inline]
fn round_small(x: f64, scale: f64) -> Option<f64> {
    let product = x * scale;
    if product.abs() >= TWO_52 || product.is_nan() {
        return None;
    }
    let nearest = nearest_even(product);
    let away = product - nearest;
    let whole = if away.abs() == 0.5 {
        settle_tie(x, scale, product, nearest, away)
    } else {
        nearest
    };
    Some((whole / scale).copysign(x))
}

/// `product` looks like a tie; the error of the multiplication tells on which side the exact value
/// lies.
#[cold]
fn settle_tie(x: f64, scale: f64, product: f64, nearest: f64, away: f64) -> f64 {
    let error = product_error(x, scale, product);
    if error * away > 0.0 {
        nearest + 1_f64.copysign(away)
    } else {
        nearest
    }
}

/// `round(x, digits)` for every other case, through the decimal digits.
#[cold]
fn round_by_digits(x: f64, digits: i64) -> Result<f64, Trap> {
    /// Beyond these a float rounds to itself, or to zero.
    const MOST: i64 = 323;
    const LEAST: i64 = -308;
    if !x.is_finite() || digits > MOST {
        return Ok(x);
    }
    if digits < LEAST {
        return Ok(0_f64.copysign(x));
    }
    let text = if digits >= 0 {
        format!("{:.*}", digits as usize, x.abs())
    } else {
        round_whole_digits(&exact_digits(x), digits.unsigned_abs() as usize)
    };
    let rounded: f64 = text.parse().map_err(|_| Trap::Value)?;
    if rounded.is_finite() {
        Ok(rounded.copysign(x))
    } else {
        Err(Trap::Overflow)
    }
}

/// The digits of the whole part of `x`, then a 1 if there is a fraction (it only has to be seen as
/// "more than nothing").
fn exact_digits(x: f64) -> String {
    let whole = x.abs().trunc();
    let sticky = if whole == x.abs() { "0" } else { "1" };
    format!("{whole:.0}{sticky}")
}

/// Drops the last `drop + 1` of `digits` (the one is the sticky digit), rounding half to even;
/// `"<digits>e<drop>"`.
fn round_whole_digits(digits: &str, drop: usize) -> String {
    let padded = format!("{digits:0>width$}", width = drop + 2);
    let (kept, dropped) = padded.split_at(padded.len() - drop - 1);
    let half = format!("5{}", "0".repeat(drop));
    let odd = kept.bytes().next_back().is_some_and(|digit| digit % 2 == 1);
    let up = dropped > half.as_str() || (dropped == half && odd);
    format!(
        "{}e{drop}",
        if up { increment(kept) } else { kept.to_owned() }
    )
}

/// The decimal number one above `digits`.
fn increment(digits: &str) -> String {
    let nines = digits.len() - digits.trim_end_matches('9').len();
    let (head, _) = digits.split_at(digits.len() - nines);
    let bumped = match head.char_indices().next_back() {
        Some((at, last)) => format!("{}{}", &head[..at], char::from(last as u8 + 1)),
        None => "1".to_owned(),
    };
    bumped + &"0".repeat(nines)
}

/// Whether `sum` compensates rounding errors, as Python does from 3.12 on.
static COMPENSATED: AtomicBool = AtomicBool::new(false);

/// Chooses between the `sum` of Python 3.11 (plain) and of 3.12 and later (compensated). Called
/// once, at import.
pub fn set_compensated_sum(compensated: bool) {
    COMPENSATED.store(compensated, Ordering::Relaxed);
}

/// `sum(values)`: traps for an empty list, whose sum is the `int` 0.
pub fn sum(values: &[f64]) -> Result<f64, Trap> {
    if values.is_empty() {
        Err(Trap::Type)
    } else {
        Ok(sum_from(0.0, values))
    }
}

/// `sum(values, start)` with a `float` start.
pub fn sum_from(start: f64, values: &[f64]) -> f64 {
    if COMPENSATED.load(Ordering::Relaxed) {
        compensated_sum(start, values)
    } else {
        values.iter().fold(start, |total, &value| total + value)
    }
}

/// `sum(values, start)` of a list of `int` with a `float` start: plain additions in every version of Python.
pub fn sum_ints_from(values: &[i64], start: f64) -> f64 {
    values
        .iter()
        .fold(start, |total, &value| total + value as f64)
}

/// Neumaier's summation: what each addition loses is collected apart and added at the end.
fn compensated_sum(start: f64, values: &[f64]) -> f64 {
    let mut total = start;
    let mut lost = 0.0;
    for &value in values {
        let next = total + value;
        let (large, small) = if total.abs() >= value.abs() {
            (total, value)
        } else {
            (value, total)
        };
        lost += (large - next) + small;
        total = next;
    }
    // An infinite or NaN compensation would spoil the total; adding a zero would lose the sign of
    // -0.0.
    if lost != 0.0 && lost.is_finite() {
        total + lost
    } else {
        total
    }
}

/// `min(a, b)`: the first wins unless the second is smaller, so NaN and -0.0 keep Python's order.
#[inline]
pub fn min2(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

/// `max(a, b)`: the first wins unless the second is larger.
#[inline]
pub fn max2(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

/// `min(values)`: an empty list traps.
pub fn min_of(values: &[f64]) -> Result<f64, Trap> {
    values.iter().copied().reduce(min2).ok_or(Trap::Value)
}

/// `max(values)`: an empty list traps.
pub fn max_of(values: &[f64]) -> Result<f64, Trap> {
    values.iter().copied().reduce(max2).ok_or(Trap::Value)
}

/// `values.sort()`. NaN traps: it has no place in the order, and where Python leaves it depends on
/// the version.
pub fn sort(values: &mut [f64]) -> Result<(), Trap> {
    if values.iter().any(|value| value.is_nan()) {
        return Err(Trap::Value);
    }
    let zeros = mixed_zeros(values)?;
    values.sort_unstable_by(f64::total_cmp);
    let first = values.partition_point(|&value| value < 0.0);
    values[first..first + zeros.len()].copy_from_slice(&zeros);
    Ok(())
}

/// The zeros in their order, if there are both 0.0 and -0.0: equal but distinct, so a stable sort
/// must not swap them.
fn mixed_zeros(values: &[f64]) -> Result<Vec<f64>, Trap> {
    let zeros = || values.iter().copied().filter(|&value| value == 0.0);
    let negative = zeros().filter(|zero| zero.is_sign_negative()).count();
    let count = zeros().count();
    let mut kept = Vec::new();
    if negative != 0 && negative != count {
        kept.try_reserve_exact(count).map_err(|_| Trap::Memory)?;
        kept.extend(zeros());
    }
    Ok(kept)
}

/// `sorted(set(values))`: of equal ones the first stays; NaN, which may be in a set more than once, traps.
pub fn distinct(values: &[f64]) -> Result<Vec<f64>, Trap> {
    let mut made = sorted(values)?;
    made.dedup();
    Ok(made)
}

/// `sorted(values)`.
pub fn sorted(values: &[f64]) -> Result<Vec<f64>, Trap> {
    let mut copy = super::seq::copy(values)?;
    sort(&mut copy)?;
    Ok(copy)
}

/// `x.is_integer()`.
#[inline]
pub fn is_integer(x: f64) -> bool {
    x.is_finite() && x.fract() == 0.0
}
