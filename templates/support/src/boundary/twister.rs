//! Where CPython keeps the state of a `random.Random`: read and written in place.
//!
//! The C class `_random.Random` is an object's head, the number of words that were given out, and 624 words. Python makes
//! no promise of that (its public way is a tuple of 625 ints, made and read anew each time), so it is tried once on a
//! generator of our own, in both directions. Where anything is otherwise, nobody gets a place, and what draws stays Python.

use super::super::random::SIZE;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;
use std::mem::size_of;

/// What follows the head of the object.
#[repr(C)]
#[derive(Clone, Copy)]
struct State {
    /// An `int`, from 0 to 624.
    used: u32,
    words: [u32; SIZE],
}

static KNOWN: PyOnceLock<bool> = PyOnceLock::new();

/// The state of one generator, which lives as long as the generator does.
#[derive(Clone, Copy)]
pub struct Place(*mut State);

impl Place {
    /// The place of the state of `generator`, an instance of `_random.Random` or a class below it; none where this
    /// Python keeps it in another way.
    pub fn of(generator: &Bound<'_, PyAny>) -> Option<Place> {
        let known =
            *KNOWN.get_or_init(generator.py(), || is_known(generator.py()).unwrap_or(false));
        // SAFETY: the structure is at least that large, as was tried.
        known.then(|| unsafe { Place::unchecked(generator.as_ptr()) })
    }

    /// # Safety
    /// `generator` must be followed by a state.
    unsafe fn unchecked(generator: *mut ffi::PyObject) -> Place {
        // SAFETY: promised by the caller.
        Place(unsafe { generator.add(1) }.cast())
    }

    /// The words, and how many of them were given out. They must be used before anything else draws.
    pub fn read(&self) -> (&[u32; SIZE], usize) {
        // SAFETY: the generator is alive and the interpreter is held, so nobody writes.
        let state = unsafe { &*self.0 };
        (&state.words, state.used as usize)
    }

    /// Sets how many words were given out, and the words themselves where they are new.
    pub fn write(&self, words: Option<&[u32]>, used: usize) {
        // SAFETY: the generator is alive and the interpreter is held, so nobody else reads or writes.
        let state = unsafe { &mut *self.0 };
        state.used = used as u32;
        if let Some(words) = words {
            state.words.copy_from_slice(words);
        }
    }
}

/// Whether a generator of our own has its state there, after seeding and after draws, and takes one from there.
fn is_known(py: Python<'_>) -> PyResult<bool> {
    let class = py.import("_random")?.getattr("Random")?;
    let size: usize = class.getattr("__basicsize__")?.extract()?;
    if size < size_of::<ffi::PyObject>() + size_of::<State>() {
        return Ok(false);
    }
    let (one, other) = (class.call1((20_011,))?, class.call1((4,))?);
    // SAFETY: both are large enough.
    let (at, to) = unsafe {
        (
            Place::unchecked(one.as_ptr()),
            Place::unchecked(other.as_ptr()),
        )
    };
    for draws in [0, 1, 700] {
        for _ in 0..draws {
            one.call_method0("random")?;
        }
        if !agrees(&one, at)? {
            return Ok(false);
        }
    }
    let (words, used) = at.read();
    to.write(Some(words), used);
    let same = other
        .call_method0("getstate")?
        .eq(one.call_method0("getstate")?)?;
    Ok(same
        && other
            .call_method0("random")?
            .eq(one.call_method0("random")?)?)
}

/// Whether what is at `place` is what the public method says.
fn agrees(generator: &Bound<'_, PyAny>, place: Place) -> PyResult<bool> {
    let (words, used) = place.read();
    let numbers: Vec<u32> = words.iter().copied().chain([used as u32]).collect();
    let here = PyTuple::new(generator.py(), numbers)?;
    generator.call_method0("getstate")?.eq(here)
}
