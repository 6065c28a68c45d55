//! The state of a `random.Random`: taken when a call begins, given back when it commits.
//!
//! The state is read and written in place (`twister`), since its public form, a tuple of 625 ints, costs more than most
//! functions that draw. Beside it only the instance's own dict is read and written; so no Python code runs here.

use super::super::random::Random;
use super::super::trap::Trap;
use super::alias::Aliases;
use super::item::Item;
use super::twister::Place;
use super::value::{Plan, Value};
use super::writes::{Change, Writes};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString};

/// What is needed of the module `random`, looked up once.
struct Known {
    class: Py<PyAny>,
    /// The name of the attribute that keeps the second value of `gauss`.
    gauss_next: Py<PyString>,
}

static KNOWN: PyOnceLock<Known> = PyOnceLock::new();

fn known(py: Python<'_>) -> Result<&Known, Trap> {
    let made = KNOWN.get_or_try_init(py, || {
        Ok::<_, PyErr>(Known {
            class: py.import("random")?.getattr("Random")?.unbind(),
            gauss_next: PyString::intern(py, "gauss_next").unbind(),
        })
    });
    made.map_err(|_| Trap::Guard)
}

/// Python's `random.Random`, exactly, with nothing of the instance overridden.
pub struct RandomOf;

impl Value for RandomOf {
    type Rust = Random;

    const MUTABLE: bool = true;

    fn load(object: Item<'_>) -> Result<Random, Trap> {
        let py = object.py();
        let object = bound(&object);
        let known = known(py)?;
        if !object.get_type().is(known.class.bind(py)) {
            return Err(Trap::Type);
        }
        let dict = own_dict(&object)?;
        if dict.len() != 1 {
            return Err(Trap::Guard); // something of it is overridden
        }
        let gauss = dict
            .get_item(known.gauss_next.bind(py))
            .map_err(|_| Trap::Guard)?;
        let gauss = gauss.ok_or(Trap::Guard)?;
        let gauss_next = match gauss.is_none() {
            true => None,
            false => Some(super::load::<super::Float>(&gauss)?),
        };
        let place = Place::of(&object).ok_or(Trap::Guard)?;
        let (words, used) = place.read();
        Random::from_state(words, used, gauss_next)
    }

    /// A new generator would run the constructor, which is Python.
    fn store<'py>(_py: Python<'py>, _value: &Random) -> Result<Bound<'py, PyAny>, Trap> {
        Err(Trap::Type)
    }

    fn same(object: Item<'_>, value: &Random) -> bool {
        Self::load(object).is_ok_and(|found| found == *value)
    }

    fn visit(object: Item<'_>, changed: bool, aliases: &mut Aliases) {
        aliases.object(object.identity(), changed);
    }

    /// The object stays and gets the state that the core came to.
    fn plan<'py>(
        object: Item<'_>,
        value: &Random,
        writes: &mut Writes<'py>,
    ) -> Result<Plan<'py>, Trap> {
        let py = writes.py();
        let object = writes.hold(object);
        let known = known(py)?;
        let (dict, name) = (own_dict(&object)?, known.gauss_next.bind(py));
        if !keeps_none(&dict, name, value)? {
            let kept = match value.gauss_next {
                Some(value) => super::store::<super::Float>(py, &value)?,
                None => py.None().into_bound(py),
            };
            let name = name.clone().into_any();
            writes.later(Change::Put(dict.into_any(), name, kept))?;
        }
        let place = Place::of(&object).ok_or(Trap::Guard)?;
        writes.set_state(object, place, value)?;
        Ok(Plan::Keep)
    }
}

/// Whether no second value of `gauss` is kept, before and after: so it is where nobody draws from that distribution.
fn keeps_none(
    dict: &Bound<'_, PyDict>,
    name: &Bound<'_, PyString>,
    value: &Random,
) -> Result<bool, Trap> {
    if value.gauss_next.is_some() {
        return Ok(false);
    }
    let kept = dict.get_item(name).map_err(|_| Trap::Guard)?;
    Ok(kept.is_some_and(|kept| kept.is_none()))
}

fn bound<'a>(object: &Item<'a>) -> Bound<'a, PyAny> {
    // SAFETY: a live object; the call makes a reference of its own.
    unsafe { Bound::from_borrowed_ptr(object.py(), object.as_ptr()) }
}

/// The instance's own `__dict__`.
fn own_dict<'py>(object: &Bound<'py, PyAny>) -> Result<Bound<'py, PyDict>, Trap> {
    let py = object.py();
    // SAFETY: a live object; the call gives a new reference, or null with an error set.
    let dict = unsafe {
        let found = ffi::PyObject_GenericGetDict(object.as_ptr(), std::ptr::null_mut());
        if found.is_null() {
            ffi::PyErr_Clear();
        }
        Bound::from_owned_ptr_or_opt(py, found)
    };
    dict.and_then(|dict| dict.cast_into::<PyDict>().ok())
        .ok_or(Trap::Guard)
}
