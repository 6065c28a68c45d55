//! `str`, exactly; in Rust its code points.

use super::super::trap::Trap;
use super::item::{Item, new_text};
use super::value::Value;
use pyo3::prelude::*;

/// Python's `str`.
pub struct Str;

impl Value for Str {
    type Rust = Vec<char>;

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
