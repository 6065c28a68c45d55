//! Comparing an `int` with a `float`.
//!
//! Python compares the exact values. Rust would have us convert first, and above 2**53 that loses
//! digits: Python knows that `2**53 + 1 != float(2**53)`, while `(2**53 + 1) as f64 == 2.0**53`.

use std::cmp::Ordering;

/// 2.0**63: one more than the largest `i64`.
const TWO_63: f64 = 9_223_372_036_854_775_808.0;

/// The largest `n` such that every integer up to `n` is an `f64`.
const EXACT_IN_F64: u64 = 1 << 53;

/// The exact order of `i` and `f`; `None` if `f` is NaN.
#[inline]
pub fn int_float_cmp(i: i64, f: f64) -> Option<Ordering> {
    if i.unsigned_abs() <= EXACT_IN_F64 {
        (i as f64).partial_cmp(&f)
    } else {
        large_cmp(i, f)
    }
}

/// The order for an `i` that may not be an `f64`: whole part first, then the fraction.
#[cold]
fn large_cmp(i: i64, f: f64) -> Option<Ordering> {
    if f.is_nan() {
        return None;
    }
    if f >= TWO_63 {
        return Some(Ordering::Less);
    }
    if f < -TWO_63 {
        return Some(Ordering::Greater);
    }
    let whole = f as i64;
    let order = i.cmp(&whole);
    if order == Ordering::Equal {
        (whole as f64).partial_cmp(&f)
    } else {
        Some(order)
    }
}

/// `i < f`.
#[inline]
pub fn lt_if(i: i64, f: f64) -> bool {
    int_float_cmp(i, f) == Some(Ordering::Less)
}

/// `i <= f`.
#[inline]
pub fn le_if(i: i64, f: f64) -> bool {
    int_float_cmp(i, f).is_some_and(Ordering::is_le)
}

/// `i > f`.
#[inline]
pub fn gt_if(i: i64, f: f64) -> bool {
    int_float_cmp(i, f) == Some(Ordering::Greater)
}

/// `i >= f`.
#[inline]
pub fn ge_if(i: i64, f: f64) -> bool {
    int_float_cmp(i, f).is_some_and(Ordering::is_ge)
}

/// `i == f`.
#[inline]
pub fn eq_if(i: i64, f: f64) -> bool {
    int_float_cmp(i, f) == Some(Ordering::Equal)
}

/// `i != f`.
#[inline]
pub fn ne_if(i: i64, f: f64) -> bool {
    !eq_if(i, f)
}

/// `f < i`.
#[inline]
pub fn lt_fi(f: f64, i: i64) -> bool {
    gt_if(i, f)
}

/// `f <= i`.
#[inline]
pub fn le_fi(f: f64, i: i64) -> bool {
    ge_if(i, f)
}

/// `f > i`.
#[inline]
pub fn gt_fi(f: f64, i: i64) -> bool {
    lt_if(i, f)
}

/// `f >= i`.
#[inline]
pub fn ge_fi(f: f64, i: i64) -> bool {
    le_if(i, f)
}

/// `f == i`.
#[inline]
pub fn eq_fi(f: f64, i: i64) -> bool {
    eq_if(i, f)
}

/// `f != i`.
#[inline]
pub fn ne_fi(f: f64, i: i64) -> bool {
    ne_if(i, f)
}
