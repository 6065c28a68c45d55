//! A variable that is now an `int`, now a `float`.
//!
//! In Python `total = 0` followed by `total += 0.5` is common. A [`Number`] keeps the value and
//! which of the types it has. An `int` is held in the `f64` too, which is exact below 2**53. A larger
//! one (`best = sys.maxsize`) keeps beside the nearest `f64` what that lacks: it can be compared, handed
//! on and turned into a `float`, while arithmetic whose result is an `int` of such size traps.

use super::trap::Trap;
use super::{float, int, np, seq};
use std::cmp::Ordering;

/// 2.0**53: below it every integer is an `f64`.
const TWO_53: f64 = 9_007_199_254_740_992.0;

/// The Python type of a [`Number`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// `int`
    Int,
    /// `float`
    Float,
    /// `np.float64`
    NpFloat64,
    /// `np.int64`
    NpInt64,
}

/// A number that knows its Python type.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// The value; of a large `int` the nearest `f64`, which is also its `float()`.
    value: f64,
    /// What a large `int` is more than `value`.
    rest: i16,
    kind: Kind,
}

impl Number {
    /// The `int` 0.
    pub const ZERO: Number = Number {
        value: 0.0,
        rest: 0,
        kind: Kind::Int,
    };

    /// An `int`.
    #[inline]
    pub fn from_int(i: i64) -> Result<Number, Trap> {
        let value = i as f64;
        // Half the distance of two neighbours among the largest is 512.
        let rest = i128::from(i) - value as i128;
        Ok(Number {
            value,
            rest: i16::try_from(rest).map_err(|_| Trap::Overflow)?,
            kind: Kind::Int,
        })
    }

    /// A `bool` as the `int` that Python's arithmetic takes it for.
    #[inline]
    pub fn from_bool(b: bool) -> Number {
        Number {
            value: f64::from(u8::from(b)),
            rest: 0,
            kind: Kind::Int,
        }
    }

    /// A `float`.
    #[inline]
    pub fn from_float(value: f64) -> Number {
        Number {
            value,
            rest: 0,
            kind: Kind::Float,
        }
    }

    /// An `np.float64`.
    #[inline]
    pub fn from_np(value: f64) -> Number {
        Number {
            value,
            rest: 0,
            kind: Kind::NpFloat64,
        }
    }

    /// An `np.int64`: traps from 2**53 on.
    #[inline]
    pub fn from_np_int(i: i64) -> Result<Number, Trap> {
        whole_np(i as f64)
    }

    /// `float(n)`: the value alone.
    #[inline]
    pub fn value(self) -> f64 {
        self.value
    }

    /// The Python type.
    #[inline]
    pub fn kind(self) -> Kind {
        self.kind
    }

    /// The value, if it is a `float`; else traps.
    #[inline]
    pub fn as_float(self) -> Result<f64, Trap> {
        if self.kind == Kind::Float {
            Ok(self.value)
        } else {
            Err(Trap::Type)
        }
    }

    /// The value, if it is an `int`; else traps.
    #[inline]
    pub fn as_int(self) -> Result<i64, Trap> {
        if self.kind == Kind::Int {
            Ok(self.exact())
        } else {
            Err(Trap::Type)
        }
    }

    /// The value of an `int`.
    #[inline]
    fn exact(self) -> i64 {
        if self.rest == 0 {
            self.value as i64
        } else {
            (self.value as i128 + i128::from(self.rest)) as i64
        }
    }

    /// Whether this is, to the bit, the same number of the same type.
    #[inline]
    pub fn is_same(self, other: Number) -> bool {
        self.kind == other.kind
            && self.rest == other.rest
            && self.value.to_bits() == other.value.to_bits()
    }

    /// The value, if it is an `np.float64`; else traps.
    #[inline]
    pub fn as_np(self) -> Result<f64, Trap> {
        if self.kind == Kind::NpFloat64 {
            Ok(self.value)
        } else {
            Err(Trap::Type)
        }
    }

    /// The value, if it is an `np.int64`; else traps.
    #[inline]
    pub fn as_np_int(self) -> Result<i64, Trap> {
        if self.kind == Kind::NpInt64 {
            Ok(self.value as i64)
        } else {
            Err(Trap::Type)
        }
    }

    /// `bool(n)`: everything but zero is true, NaN included.
    #[inline]
    pub fn truth(self) -> bool {
        self.value != 0.0
    }
}

/// An `int` from a whole float, if it is surely exact. Adding 0.0 turns -0.0, which no `int` is,
/// into 0.0.
#[inline]
fn whole(value: f64) -> Result<Number, Trap> {
    if value.abs() < TWO_53 {
        Ok(Number {
            value: value + 0.0,
            rest: 0,
            kind: Kind::Int,
        })
    } else {
        Err(Trap::Overflow)
    }
}

/// Traps where the `f64` of one of two ints lacks something, so that arithmetic on them would too.
#[inline]
fn complete(a: Number, b: Number) -> Result<(), Trap> {
    if a.rest == 0 && b.rest == 0 {
        Ok(())
    } else {
        Err(Trap::Overflow)
    }
}

/// An `np.int64` from a whole float, if it is surely exact.
#[inline]
fn whole_np(value: f64) -> Result<Number, Trap> {
    whole(value).map(|number| Number {
        kind: Kind::NpInt64,
        ..number
    })
}

/// The kind of a result: the widest of the two, as Python's operators choose.
#[inline]
fn wider(a: Number, b: Number) -> Kind {
    match (a.kind, b.kind) {
        (Kind::Int, Kind::Int) => Kind::Int,
        (Kind::NpInt64, Kind::NpInt64 | Kind::Int) | (Kind::Int, Kind::NpInt64) => Kind::NpInt64,
        (Kind::NpFloat64 | Kind::NpInt64, _) | (_, Kind::NpFloat64 | Kind::NpInt64) => {
            Kind::NpFloat64
        }
        _ => Kind::Float,
    }
}

/// `a + b`.
#[inline]
pub fn add(a: Number, b: Number) -> Result<Number, Trap> {
    match wider(a, b) {
        Kind::Int => complete(a, b).and_then(|()| whole(a.value + b.value)),
        Kind::NpInt64 => whole_np(a.value + b.value),
        Kind::Float => Ok(Number::from_float(a.value + b.value)),
        Kind::NpFloat64 => np::add(a.value, b.value).map(Number::from_np),
    }
}

/// `a - b`.
#[inline]
pub fn sub(a: Number, b: Number) -> Result<Number, Trap> {
    match wider(a, b) {
        Kind::Int => complete(a, b).and_then(|()| whole(a.value - b.value)),
        Kind::NpInt64 => whole_np(a.value - b.value),
        Kind::Float => Ok(Number::from_float(a.value - b.value)),
        Kind::NpFloat64 => np::sub(a.value, b.value).map(Number::from_np),
    }
}

/// `a * b`.
#[inline]
pub fn mul(a: Number, b: Number) -> Result<Number, Trap> {
    match wider(a, b) {
        Kind::Int => complete(a, b).and_then(|()| whole(a.value * b.value)),
        Kind::NpInt64 => whole_np(a.value * b.value),
        Kind::Float => Ok(Number::from_float(a.value * b.value)),
        Kind::NpFloat64 => np::mul(a.value, b.value).map(Number::from_np),
    }
}

/// `a / b`: two `int` give a `float`.
#[inline]
pub fn true_div(a: Number, b: Number) -> Result<Number, Trap> {
    match wider(a, b) {
        Kind::Int => complete(a, b)
            .and_then(|()| float::true_div(a.value, b.value))
            .map(Number::from_float),
        Kind::Float => float::true_div(a.value, b.value).map(Number::from_float),
        Kind::NpFloat64 | Kind::NpInt64 => np::div(a.value, b.value).map(Number::from_np),
    }
}

pub use self::true_div as div;

/// `a // b`.
#[inline]
pub fn floor_div(a: Number, b: Number) -> Result<Number, Trap> {
    match wider(a, b) {
        Kind::Int => int::floor_div(a.exact(), b.exact()).and_then(Number::from_int),
        Kind::NpInt64 => {
            int::floor_div(a.value as i64, b.value as i64).and_then(Number::from_np_int)
        }
        Kind::Float => float::floor_div(a.value, b.value).map(Number::from_float),
        Kind::NpFloat64 => np::floor_div(a.value, b.value).map(Number::from_np),
    }
}

/// `a % b`.
#[inline]
pub fn floor_mod(a: Number, b: Number) -> Result<Number, Trap> {
    match wider(a, b) {
        Kind::Int => int::floor_mod(a.exact(), b.exact()).and_then(Number::from_int),
        Kind::NpInt64 => {
            int::floor_mod(a.value as i64, b.value as i64).and_then(Number::from_np_int)
        }
        Kind::Float => float::floor_mod(a.value, b.value).map(Number::from_float),
        Kind::NpFloat64 => np::floor_mod(a.value, b.value).map(Number::from_np),
    }
}

/// `a ** b`: an `int` to a negative `int` is a `float`.
#[inline]
pub fn pow(a: Number, b: Number) -> Result<Number, Trap> {
    match wider(a, b) {
        Kind::Int if b.value >= 0.0 => int::pow(a.exact(), b.exact()).and_then(Number::from_int),
        Kind::NpInt64 if b.value >= 0.0 => {
            int::pow(a.value as i64, b.value as i64).and_then(Number::from_np_int)
        }
        Kind::NpInt64 => Err(Trap::Value),
        Kind::Int | Kind::Float => float::pow(a.value, b.value).map(Number::from_float),
        Kind::NpFloat64 => np::pow(a.value, b.value).map(Number::from_np),
    }
}

/// `-a`.
#[inline]
pub fn neg(a: Number) -> Result<Number, Trap> {
    match a.kind {
        Kind::Int => whole(-a.value),
        Kind::NpInt64 => whole_np(-a.value),
        kind => Ok(Number {
            value: -a.value,
            rest: 0,
            kind,
        }),
    }
}

/// `abs(a)`.
#[inline]
pub fn abs(a: Number) -> Result<Number, Trap> {
    match a.kind {
        Kind::Int => whole(a.value.abs()),
        kind => Ok(Number {
            value: a.value.abs(),
            rest: 0,
            kind,
        }),
    }
}

/// `int(a)`.
#[inline]
pub fn to_int(a: Number) -> Result<i64, Trap> {
    match a.kind {
        Kind::Int => Ok(a.exact()),
        _ => float::to_int(a.value),
    }
}

/// The order of two numbers by value, whatever their types; `None` with NaN.
#[inline]
pub fn cmp(a: Number, b: Number) -> Option<Ordering> {
    match a.value.partial_cmp(&b.value) {
        Some(Ordering::Equal) => {
            let (a, b) = rests(a, b);
            Some(a.cmp(&b))
        }
        order => order,
    }
}

/// What decides between numbers whose `f64` are equal: Python compares ints exactly, NumPy turns them into `f64`.
#[inline]
fn rests(a: Number, b: Number) -> (i16, i16) {
    match (a.kind, b.kind) {
        (Kind::NpFloat64, _) | (_, Kind::NpFloat64) => (0, 0),
        _ => (a.rest, b.rest),
    }
}

/// `a < b`.
#[inline]
pub fn lt(a: Number, b: Number) -> bool {
    a.value < b.value || (a.value == b.value && rests(a, b).0 < rests(a, b).1)
}

/// `a <= b`.
#[inline]
pub fn le(a: Number, b: Number) -> bool {
    a.value < b.value || (a.value == b.value && rests(a, b).0 <= rests(a, b).1)
}

/// `a > b`.
#[inline]
pub fn gt(a: Number, b: Number) -> bool {
    a.value > b.value || (a.value == b.value && rests(a, b).0 > rests(a, b).1)
}

/// `a >= b`.
#[inline]
pub fn ge(a: Number, b: Number) -> bool {
    a.value > b.value || (a.value == b.value && rests(a, b).0 >= rests(a, b).1)
}

/// `a == b`.
#[inline]
pub fn eq(a: Number, b: Number) -> bool {
    a.value == b.value && rests(a, b).0 == rests(a, b).1
}

/// `a != b`.
#[inline]
pub fn ne(a: Number, b: Number) -> bool {
    !eq(a, b)
}

/// `bool(a)`.
#[inline]
pub fn truth(a: Number) -> bool {
    a.truth()
}

/// `min(a, b)`: the first of equal ones, with its own type.
#[inline]
pub fn min2(a: Number, b: Number) -> Number {
    if lt(b, a) { b } else { a }
}

/// `max(a, b)`: the first of equal ones, with its own type.
#[inline]
pub fn max2(a: Number, b: Number) -> Number {
    if gt(b, a) { b } else { a }
}

/// `min(values)`: an empty list traps.
pub fn min_of(values: &[Number]) -> Result<Number, Trap> {
    values.iter().copied().reduce(min2).ok_or(Trap::Value)
}

/// `max(values)`: an empty list traps.
pub fn max_of(values: &[Number]) -> Result<Number, Trap> {
    values.iter().copied().reduce(max2).ok_or(Trap::Value)
}

/// The values of numbers that all are floats, as `np.array(values)` takes them.
pub fn floats(values: &[Number]) -> Result<Vec<f64>, Trap> {
    let mut made = seq::with_room(values.len())?;
    made.extend(values.iter().map(|number| number.value()));
    Ok(made)
}

/// A list of floats, as one that ints can be put into.
pub fn list_of_floats(xs: &[f64]) -> Result<Vec<Number>, Trap> {
    let mut numbers = seq::with_room(xs.len())?;
    numbers.extend(xs.iter().map(|&x| Number::from_float(x)));
    Ok(numbers)
}

/// A list of ints, as one that floats can be put into.
pub fn list_of_ints(xs: &[i64]) -> Result<Vec<Number>, Trap> {
    let mut numbers = seq::with_room(xs.len())?;
    for &x in xs {
        numbers.push(Number::from_int(x)?);
    }
    Ok(numbers)
}

/// `sum(values)` of a list of `float`: the `int` 0 if it is empty.
pub fn sum_floats(values: &[f64]) -> Result<Number, Trap> {
    Ok(float::sum(values).map_or(Number::ZERO, Number::from_float))
}

/// `sum(values)`: exact while there were only ints, then floats in order.
///
/// Python's versions differ in how an `int` after a `float` is compensated, so where that matters it
/// traps; NumPy's scalars are added as objects, and trap too.
pub fn sum(values: &[Number]) -> Result<Number, Trap> {
    let ints = values
        .iter()
        .position(|value| value.kind != Kind::Int)
        .unwrap_or(values.len());
    let (first, rest) = values.split_at(ints);
    let start = first
        .iter()
        .try_fold(Number::ZERO, |total, &value| add(total, value))?;
    if rest.is_empty() {
        return Ok(start);
    }
    let odd = |value: &Number| match value.kind {
        Kind::Int => value.value != 0.0,
        Kind::Float => false,
        Kind::NpFloat64 | Kind::NpInt64 => true,
    };
    if rest.iter().any(odd) {
        return Err(Trap::Type);
    }
    let mut floats = super::seq::with_room(rest.len())?;
    floats.extend(rest.iter().map(|value| value.value));
    Ok(Number::from_float(sum_after_int(start.value, &floats)))
}

/// `sum(values, start)` of a list of `float` and an `int`: the start itself if the list is empty.
pub fn sum_from_int(values: &[f64], start: i64) -> Result<Number, Trap> {
    let start = Number::from_int(start)?;
    if values.is_empty() {
        return Ok(start);
    }
    Ok(Number::from_float(sum_after_int(start.value, values)))
}

/// The sum of floats that goes on from an `int`: Python adds the first one as any two objects, and
/// compensates only from there on.
fn sum_after_int(start: f64, values: &[f64]) -> f64 {
    match values.split_first() {
        Some((&first, rest)) => float::sum_from(start + first, rest),
        None => start,
    }
}
