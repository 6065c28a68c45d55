//! The state of a `random.Random`: taken when a call begins, given back when it commits.
//!
//! Only the two C methods of the base class are called, and the instance's own dict is read and written; so no Python
//! code runs here.

use super::super::random::Random;
use super::super::trap::Trap;
use super::alias::Aliases;
use super::item::Item;
use super::value::{Plan, Value};
use super::writes::{Change, Writes};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple};

/// What is needed of the module `random`, looked up once.
struct Methods {
    class: Py<PyAny>,
    getstate: Py<PyAny>,
    setstate: Py<PyAny>,
}

static METHODS: PyOnceLock<Methods> = PyOnceLock::new();

fn methods(py: Python<'_>) -> Result<&Methods, Trap> {
    let made = METHODS.get_or_try_init(py, || {
        let base = py.import("_random")?.getattr("Random")?;
        Ok::<_, PyErr>(Methods {
            class: py.import("random")?.getattr("Random")?.unbind(),
            getstate: base.getattr("getstate")?.unbind(),
            setstate: base.getattr("setstate")?.unbind(),
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
        let known = methods(py)?;
        if !object.get_type().is(known.class.bind(py)) {
            return Err(Trap::Type);
        }
        let dict = own_dict(&object)?;
        if dict.len() != 1 {
            return Err(Trap::Guard); // something of it is overridden
        }
        let gauss = dict.get_item("gauss_next").map_err(|_| Trap::Guard)?;
        let gauss = gauss.ok_or(Trap::Guard)?;
        let gauss_next = match gauss.is_none() {
            true => None,
            false => Some(super::load::<super::Float>(&gauss)?),
        };
        let state = known.getstate.bind(py).call1((&object,));
        let state = state.map_err(|_| Trap::Memory)?;
        let state = state.cast::<PyTuple>().map_err(|_| Trap::Guard)?;
        let mut words = Vec::new();
        words.try_reserve_exact(state.len()).map_err(|_| Trap::Memory)?;
        for word in state.iter_borrowed() {
            let word = super::load::<super::Int>(&word)?;
            words.push(u32::try_from(word).map_err(|_| Trap::Guard)?);
        }
        let (used, words) = words.split_last().ok_or(Trap::Guard)?;
        Random::from_state(words, *used as usize, gauss_next)
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
        let (words, used) = value.state();
        let numbers = words.iter().copied().chain([used as u32]);
        let state = PyTuple::new(py, numbers.collect::<Vec<_>>()).map_err(|_| Trap::Memory)?;
        let gauss = match value.gauss_next {
            Some(value) => super::store::<super::Float>(py, &value)?,
            None => py.None().into_bound(py),
        };
        let dict = own_dict(&object)?;
        let name = PyString::intern(py, "gauss_next").into_any();
        writes.later(Change::Put(dict.into_any(), name, gauss))?;
        let set = methods(py)?.setstate.bind(py).clone();
        writes.set_state(object, set, state.into_any())?;
        Ok(Plan::Keep)
    }
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
    dict.and_then(|dict| dict.cast_into::<PyDict>().ok()).ok_or(Trap::Guard)
}
