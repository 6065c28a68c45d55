//! `str`, exactly; in Rust its code points.

use super::super::trap::Trap;
use super::item::{Item, new_text};
use super::value::Value;
use pyo3::prelude::*;

/// Python's `str`.
pub struct Str;

impl Value for Str {
    type Rust = Vec<char>;

    const LASTING: bool = true;

    #[inline]
    fn load(object: Item<'_>) -> Result<Vec<char>, Trap> {
        object.text()
    }

    #[inline]
    fn store<'py>(py: Python<'py>, value: &Vec<char>) -> Result<Bound<'py, PyAny>, Trap> {
        new_text(py, value)
    }

    #[inline]
    fn same(object: Item<'_>, value: &Vec<char>) -> bool {
        object.text().as_ref() == Ok(value)
    }
}

/// Python's `str` of one code point; only made here, never asked for.
pub struct Char;

impl Value for Char {
    type Rust = char;

    const LASTING: bool = true;

    #[inline]
    fn load(object: Item<'_>) -> Result<char, Trap> {
        match object.text()?[..] {
            [c] => Ok(c),
            _ => Err(Trap::Type),
        }
    }

    #[inline]
    fn store<'py>(py: Python<'py>, value: &char) -> Result<Bound<'py, PyAny>, Trap> {
        new_text(py, &[*value])
    }

    #[inline]
    fn same(object: Item<'_>, value: &char) -> bool {
        Self::load(object) == Ok(*value)
    }
}
