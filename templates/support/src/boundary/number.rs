//! A value that is now an `int`, now a `float` (or `np.float64`), or a `complex`, and keeps knowing which.

use super::super::complex::Complex;
use super::super::mixed::Mixed;
use super::super::number::{Kind, Number};
use super::super::trap::Trap;
use super::dtype::Np;
use super::item::{Item, new_complex, new_float, new_int};
use super::value::Value;
use pyo3::prelude::*;

/// `int` is among the kinds.
pub const INT: u8 = 1;
/// `float` is among the kinds.
pub const FLOAT: u8 = 2;
/// `np.float64` is among the kinds.
pub const NP_FLOAT64: u8 = 4;
/// `np.int64` is among the kinds.
pub const NP_INT64: u8 = 8;

/// `complex` is among the kinds.
pub const COMPLEX: u8 = 16;
/// `np.complex128` is among the kinds.
pub const NP_COMPLEX128: u8 = 32;

/// One of the kinds in the bit set `KINDS`, each exactly.
pub struct NumberOf<const KINDS: u8>;

impl<const KINDS: u8> Value for NumberOf<KINDS> {
    type Rust = Number;

    const LASTING: bool = true;

    #[inline]
    fn load(object: Item<'_>) -> Result<Number, Trap> {
        if KINDS & FLOAT != 0 && let Some(value) = object.float() {
            return Ok(Number::from_float(value));
        }
        if KINDS & INT != 0 && let Ok(value) = object.int() {
            return Number::from_int(value);
        }
        if KINDS & NP_FLOAT64 != 0
            && let Ok(value) = Np::<f64>::load(object)
        {
            return Ok(Number::from_np(value));
        }
        if KINDS & NP_INT64 != 0 {
            return Np::<i64>::load(object).and_then(Number::from_np_int);
        }
        Err(Trap::Type)
    }

    #[inline]
    fn store<'py>(py: Python<'py>, value: &Number) -> Result<Bound<'py, PyAny>, Trap> {
        match value.kind() {
            Kind::Int => new_int(py, value.as_int()?),
            Kind::Float => new_float(py, value.as_float()?),
            Kind::NpFloat64 => Np::<f64>::store(py, &value.value()),
            Kind::NpInt64 => Np::<i64>::store(py, &value.as_np_int()?),
        }
    }

    #[inline]
    fn same(object: Item<'_>, value: &Number) -> bool {
        Self::load(object).is_ok_and(|old| old.is_same(*value))
    }
}

/// One of the kinds in the bit set `KINDS`, complex ones among them, each exactly.
pub struct MixedOf<const KINDS: u8>;

impl<const KINDS: u8> Value for MixedOf<KINDS> {
    type Rust = Mixed;

    const LASTING: bool = true;

    #[inline]
    fn load(object: Item<'_>) -> Result<Mixed, Trap> {
        if KINDS & COMPLEX != 0
            && let Some(value) = object.complex()
        {
            return Ok(Mixed::Complex(value));
        }
        if KINDS & NP_COMPLEX128 != 0
            && let Ok(value) = Np::<Complex>::load(object)
        {
            return Ok(Mixed::Np(value));
        }
        NumberOf::<KINDS>::load(object).map(Mixed::Real)
    }

    #[inline]
    fn store<'py>(py: Python<'py>, value: &Mixed) -> Result<Bound<'py, PyAny>, Trap> {
        match value {
            Mixed::Real(number) => NumberOf::<KINDS>::store(py, number),
            Mixed::Complex(value) => new_complex(py, *value),
            Mixed::Np(value) => Np::<Complex>::store(py, value),
        }
    }

    #[inline]
    fn same(object: Item<'_>, value: &Mixed) -> bool {
        Self::load(object).is_ok_and(|old| old.is_same(*value))
    }
}
