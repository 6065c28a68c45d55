//! `int`, `float`, `complex`, `bool`, `None` and `()`, exactly.

use super::super::complex::Complex;
use super::super::trap::Trap;
use super::item::{Item, new_bool, new_complex, new_float, new_int, new_long, new_tuple, owned};
use super::value::Value;
use pyo3::ffi;
use pyo3::prelude::*;

/// Python's `int`, within 64 bits.
pub struct Int;

impl Value for Int {
    type Rust = i64;

    const LASTING: bool = true;

    #[inline(always)]
    fn load(object: Item<'_>) -> Result<i64, Trap> {
        object.int()
    }

    #[inline(always)]
    fn store<'py>(py: Python<'py>, value: &i64) -> Result<Bound<'py, PyAny>, Trap> {
        new_int(py, *value)
    }

    #[inline(always)]
    fn same(object: Item<'_>, value: &i64) -> bool {
        object.int() == Ok(*value)
    }
}

/// Python's `int`, within 128 bits.
pub struct Long;

impl Value for Long {
    type Rust = i128;

    const LASTING: bool = true;

    #[inline]
    fn load(object: Item<'_>) -> Result<i128, Trap> {
        match object.int() {
            Ok(value) => Ok(i128::from(value)),
            Err(Trap::Overflow) => object.long(),
            Err(trap) => Err(trap),
        }
    }

    #[inline]
    fn store<'py>(py: Python<'py>, value: &i128) -> Result<Bound<'py, PyAny>, Trap> {
        new_long(py, *value)
    }

    #[inline]
    fn same(object: Item<'_>, value: &i128) -> bool {
        Self::load(object) == Ok(*value)
    }
}

/// Python's `float`.
pub struct Float;

impl Value for Float {
    type Rust = f64;

    const LASTING: bool = true;

    #[inline(always)]
    fn load(object: Item<'_>) -> Result<f64, Trap> {
        object.float().ok_or(Trap::Type)
    }

    #[inline(always)]
    fn store<'py>(py: Python<'py>, value: &f64) -> Result<Bound<'py, PyAny>, Trap> {
        new_float(py, *value)
    }

    #[inline(always)]
    fn same(object: Item<'_>, value: &f64) -> bool {
        object.float().map(f64::to_bits) == Some(value.to_bits())
    }
}

/// Python's `complex`.
pub struct ComplexOf;

impl Value for ComplexOf {
    type Rust = Complex;

    const LASTING: bool = true;

    #[inline(always)]
    fn load(object: Item<'_>) -> Result<Complex, Trap> {
        object.complex().ok_or(Trap::Type)
    }

    #[inline(always)]
    fn store<'py>(py: Python<'py>, value: &Complex) -> Result<Bound<'py, PyAny>, Trap> {
        new_complex(py, *value)
    }

    #[inline(always)]
    fn same(object: Item<'_>, value: &Complex) -> bool {
        object.complex().is_some_and(|old| old.is_same(*value))
    }
}

/// Python's `bool`.
pub struct Bool;

impl Value for Bool {
    type Rust = bool;

    const LASTING: bool = true;

    #[inline(always)]
    fn load(object: Item<'_>) -> Result<bool, Trap> {
        object.bool().ok_or(Trap::Type)
    }

    #[inline(always)]
    fn store<'py>(py: Python<'py>, value: &bool) -> Result<Bound<'py, PyAny>, Trap> {
        new_bool(py, *value)
    }

    #[inline(always)]
    fn same(object: Item<'_>, value: &bool) -> bool {
        object.bool() == Some(*value)
    }
}

/// Python's `None`.
pub struct NoneValue;

impl Value for NoneValue {
    type Rust = ();

    const LASTING: bool = true;

    #[inline(always)]
    fn load(object: Item<'_>) -> Result<(), Trap> {
        if object.is_none() {
            Ok(())
        } else {
            Err(Trap::Type)
        }
    }

    #[inline(always)]
    fn store<'py>(py: Python<'py>, _value: &()) -> Result<Bound<'py, PyAny>, Trap> {
        // SAFETY: `Py_None` is a static of the interpreter; the call makes a reference of its own.
        owned(py, unsafe { ffi::Py_NewRef(ffi::Py_None()) })
    }

    #[inline(always)]
    fn same(object: Item<'_>, _value: &()) -> bool {
        object.is_none()
    }
}

/// Python's `()`.
pub struct EmptyTuple;

impl Value for EmptyTuple {
    type Rust = ();

    const LASTING: bool = true;

    #[inline]
    fn load(object: Item<'_>) -> Result<(), Trap> {
        object.tuple_of::<0>().map(|_| ())
    }

    #[inline]
    fn store<'py>(py: Python<'py>, _value: &()) -> Result<Bound<'py, PyAny>, Trap> {
        new_tuple(py, 0, |_| Err(Trap::Index))
    }

    #[inline]
    fn same(object: Item<'_>, _value: &()) -> bool {
        Self::load(object).is_ok()
    }
}
