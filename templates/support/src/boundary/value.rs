//! The one trait of the boundary: how a Python type comes in, goes out, and is written back.

use super::super::trap::Trap;
use super::alias::Aliases;
use super::item::{Item, new_tuple};
use super::writes::Writes;
use pyo3::prelude::*;

/// How one exact Python type crosses the boundary. Implemented by marker types that are named like the Python
/// type, so that `ListOf<(Float, Int)>` is Python's `list[tuple[float, int]]`.
pub trait Value {
    /// The owned Rust form.
    type Rust;

    /// Whether an object of this type can be changed in place, or holds one that can.
    const MUTABLE: bool = false;

    /// Whether one and the same object stands for one value, for as long as it lives.
    const LASTING: bool = false;

    /// Reads `object`, or traps where its type is another.
    fn load(object: Item<'_>) -> Result<Self::Rust, Trap>;

    /// Makes a new Python object.
    fn store<'py>(py: Python<'py>, value: &Self::Rust) -> Result<Bound<'py, PyAny>, Trap>;

    /// Whether `object`, which was loaded before, still stands for `value`, to the bit.
    fn same(object: Item<'_>, value: &Self::Rust) -> bool;

    /// Notes every object inside `object` that can be changed in place.
    fn visit(_object: Item<'_>, _changed: bool, _aliases: &mut Aliases) {}

    /// Plans what must happen so that `object` stands for `value`: nothing, changes inside it (which are noted
    /// in `writes`), or another object in its place.
    fn plan<'py>(
        object: Item<'_>,
        value: &Self::Rust,
        writes: &mut Writes<'py>,
    ) -> Result<Plan<'py>, Trap> {
        if Self::same(object, value) {
            Ok(Plan::Keep)
        } else {
            Ok(Plan::Replace(Self::store(writes.py(), value)?))
        }
    }
}

/// What becomes of an object at the commit.
pub enum Plan<'py> {
    /// It stays where it is; changes inside it, if any, are noted.
    Keep,
    /// This new object takes its place.
    Replace(Bound<'py, PyAny>),
}

/// Reads the argument `object` as a `V`.
#[inline(always)]
pub fn load<V: Value>(object: &Bound<'_, PyAny>) -> Result<V::Rust, Trap> {
    V::load(Item::from(object))
}

/// Makes the Python object for `value`, a `V`.
#[inline(always)]
pub fn store<'py, V: Value>(py: Python<'py>, value: &V::Rust) -> Result<Bound<'py, PyAny>, Trap> {
    V::store(py, value)
}

/// A new tuple of `objects`.
#[inline(always)]
pub fn tuple<'py, const N: usize>(
    py: Python<'py>,
    objects: [Bound<'py, PyAny>; N],
) -> Result<Bound<'py, PyAny>, Trap> {
    let mut objects = objects.into_iter();
    new_tuple(py, N, |_| objects.next().ok_or(Trap::Type))
}
