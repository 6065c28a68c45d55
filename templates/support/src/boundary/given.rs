//! Arguments that attributes are bound to: the core holds copies of them, and Python gets the very objects.

use super::super::rebindable::Rebindable;
use super::super::trap::Trap;
use super::value::Value;
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::cell::RefCell;

thread_local! {
    static GIVEN: RefCell<Vec<(usize, Py<PyAny>)>> = const { RefCell::new(Vec::new()) };
}

/// Where the elements lie that the core sees of an argument.
pub fn address<T>(elements: &[T]) -> usize {
    elements.as_ptr().addr()
}

/// While it lives, the arguments of the call in hand are known by the addresses of their elements.
#[must_use]
pub struct Given {
    outer: Vec<(usize, Py<PyAny>)>,
}

impl Given {
    /// Notes arguments; a call within another one hides those of the other.
    pub fn new(arguments: &[(usize, &Bound<'_, PyAny>)]) -> Self {
        let known = arguments.iter().map(|(address, object)| (*address, (*object).clone().unbind()));
        Given {
            outer: GIVEN.replace(known.collect()),
        }
    }
}

impl Drop for Given {
    fn drop(&mut self) {
        drop(GIVEN.replace(std::mem::take(&mut self.outer)));
    }
}

/// What an attribute of an argument holds: a plain attribute, which the call found there or set.
pub fn attribute_of<'py>(
    object: &Bound<'py, PyAny>,
    name: &Bound<'py, PyString>,
) -> Result<Bound<'py, PyAny>, Trap> {
    object.getattr(name).map_err(|_| Trap::Type)
}

/// What an attribute is bound to in the end: an argument, or a new object.
pub fn bound_to<'py, V: Value>(
    py: Python<'py>,
    attribute: &Rebindable<V::Rust>,
) -> Result<Bound<'py, PyAny>, Trap> {
    match attribute.argument() {
        None => V::store(py, &attribute.value),
        Some(address) => argument_at(py, address),
    }
}

/// The argument whose elements lie at `address`; traps where that could be two.
fn argument_at(py: Python<'_>, address: usize) -> Result<Bound<'_, PyAny>, Trap> {
    GIVEN.with_borrow(|known| {
        let mut fitting = known.iter().filter(|(place, _)| *place == address);
        let (_, first) = fitting.next().ok_or(Trap::Alias)?;
        if fitting.any(|(_, other)| !other.is(first)) {
            return Err(Trap::Alias);
        }
        Ok(first.bind(py).clone())
    })
}
