//! The state of a `random.Random`: taken when a call begins, given back when it commits.
//!
//! Only the two C methods of the base class are called, and the instance's own dict is read and written; so no Python
//! code runs here.

use super::super::random::Random;
use super::super::trap::Trap;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

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

/// A generator of the caller's, and the state that the core goes on from.
pub struct Generator<'py> {
    object: Bound<'py, PyAny>,
    dict: Bound<'py, PyDict>,
    before: Option<Bound<'py, PyAny>>,
    /// The generator that the core draws from.
    pub random: Random,
}

impl<'py> Generator<'py> {
    /// Reads the state of `object`, which must be exactly a `random.Random`.
    pub fn take(object: &Bound<'py, PyAny>) -> Result<Self, Trap> {
        let py = object.py();
        let known = methods(py)?;
        if !object.get_type().is(known.class.bind(py)) {
            return Err(Trap::Type);
        }
        let dict = own_dict(object)?;
        if dict.len() != 1 {
            return Err(Trap::Guard); // something of it is overridden
        }
        let before = dict.get_item("gauss_next").map_err(|_| Trap::Guard)?;
        let gauss = before.as_ref().ok_or(Trap::Guard)?;
        let gauss_next = match gauss.is_none() {
            true => None,
            false => Some(super::load::<super::Float>(gauss)?),
        };
        let state = known.getstate.bind(py).call1((object,));
        let state = state.map_err(|_| Trap::Memory)?;
        let state = state.cast::<PyTuple>().map_err(|_| Trap::Guard)?;
        let mut words = Vec::new();
        words.try_reserve_exact(state.len()).map_err(|_| Trap::Memory)?;
        for word in state.iter_borrowed() {
            let word = super::load::<super::Int>(&word)?;
            words.push(u32::try_from(word).map_err(|_| Trap::Guard)?);
        }
        let (used, words) = words.split_last().ok_or(Trap::Guard)?;
        let random = Random::from_state(words, *used as usize, gauss_next)?;
        Ok(Generator {
            object: object.clone(),
            dict,
            before,
            random,
        })
    }

    /// Puts the state back: the last thing of a call that can fail, and then nothing has changed.
    pub fn give_back(&self) -> Result<(), Trap> {
        let py = self.object.py();
        let (words, used) = self.random.state();
        let numbers = words.iter().copied().chain([used as u32]);
        let state = PyTuple::new(py, numbers.collect::<Vec<_>>()).map_err(|_| Trap::Memory)?;
        let gauss = match self.random.gauss_next {
            Some(value) => super::store::<super::Float>(py, &value)?,
            None => py.None().into_bound(py),
        };
        let put = |value: &Bound<'py, PyAny>| self.dict.set_item("gauss_next", value);
        put(&gauss).map_err(|_| Trap::Memory)?;
        let set = methods(py)?.setstate.bind(py).call1((&self.object, state));
        if set.is_err() {
            if let Some(before) = &self.before {
                // The key is there, so this needs no memory.
                let _ = put(before);
            }
            return Err(Trap::Memory);
        }
        Ok(())
    }
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
