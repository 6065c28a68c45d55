//! The kinds of dicts: which objects are of one, and how an empty one is made.

use super::super::trap::Trap;
use super::item::{Item, new_dict};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyFloat, PyInt, PyList, PySet, PyString, PyType};

/// `dict`.
pub const DICT: u8 = 0;
/// `collections.Counter`.
pub const COUNTER: u8 = 1;
/// `collections.defaultdict(int)`.
pub const DEFAULTDICT_INT: u8 = 2;
/// `collections.defaultdict(float)`.
pub const DEFAULTDICT_FLOAT: u8 = 3;
/// `collections.defaultdict(str)`.
pub const DEFAULTDICT_STR: u8 = 4;
/// `collections.defaultdict(list)`.
pub const DEFAULTDICT_LIST: u8 = 5;
/// `collections.defaultdict(set)`.
pub const DEFAULTDICT_SET: u8 = 6;
/// `collections.defaultdict(dict)`.
pub const DEFAULTDICT_DICT: u8 = 7;

/// The classes, and what makes an empty `Counter` without Python code.
struct Classes {
    counter: Py<PyAny>,
    new_counter: Py<PyAny>,
    defaultdict: Py<PyAny>,
}

static CLASSES: PyOnceLock<Classes> = PyOnceLock::new();

fn classes(py: Python<'_>) -> Option<&Classes> {
    let made = CLASSES.get_or_try_init(py, || {
        let module = py.import("collections")?;
        let counter = module.getattr("Counter")?;
        Ok::<_, PyErr>(Classes {
            new_counter: py.get_type::<PyDict>().getattr("__new__")?.unbind(),
            counter: counter.unbind(),
            defaultdict: module.getattr("defaultdict")?.unbind(),
        })
    });
    made.ok()
}

/// What a `defaultdict` of this kind makes its values with.
fn factory(py: Python<'_>, kind: u8) -> Option<Bound<'_, PyType>> {
    Some(match kind {
        DEFAULTDICT_INT => py.get_type::<PyInt>(),
        DEFAULTDICT_FLOAT => py.get_type::<PyFloat>(),
        DEFAULTDICT_STR => py.get_type::<PyString>(),
        DEFAULTDICT_LIST => py.get_type::<PyList>(),
        DEFAULTDICT_SET => py.get_type::<PySet>(),
        DEFAULTDICT_DICT => py.get_type::<PyDict>(),
        _ => return None,
    })
}

/// The entries of `object`, in order, where it is exactly a dict of this kind.
pub fn entries<'a>(object: Item<'a>, kind: u8) -> Option<Vec<(Item<'a>, Item<'a>)>> {
    if kind == DICT {
        return object.dict();
    }
    if !is_of(object, kind) {
        return None;
    }
    object.entries()
}

/// Whether `object` is exactly a dict of this kind.
pub fn is_of(object: Item<'_>, kind: u8) -> bool {
    if kind == DICT {
        return object.is_exactly(&raw mut ffi::PyDict_Type);
    }
    classes(object.py()).is_some_and(|known| {
        let class = if kind == COUNTER { &known.counter } else { &known.defaultdict };
        object.is_exactly(class.as_ptr().cast()) && makes(object, kind)
    })
}

/// Whether a `defaultdict` has the factory of its kind; a `Counter` has none.
fn makes(object: Item<'_>, kind: u8) -> bool {
    let py = object.py();
    let Some(wanted) = factory(py, kind) else {
        return kind == COUNTER;
    };
    // SAFETY: a live object.
    let object = unsafe { Bound::from_borrowed_ptr(py, object.as_ptr()) };
    let found = object.getattr(pyo3::intern!(py, "default_factory"));
    found.is_ok_and(|found| found.is(&wanted))
}

/// A new, empty dict of this kind.
pub fn new_map(py: Python<'_>, kind: u8) -> Result<Bound<'_, PyAny>, Trap> {
    if kind == DICT {
        return new_dict(py);
    }
    let known = classes(py).ok_or(Trap::Memory)?;
    let made = match factory(py, kind) {
        Some(factory) => known.defaultdict.bind(py).call1((factory,)),
        None => known.new_counter.bind(py).call1((&known.counter,)),
    };
    let made = made.map_err(|_| Trap::Memory)?;
    // SAFETY: a live object.
    match unsafe { ffi::PyDict_Check(made.as_ptr()) } {
        0 => Err(Trap::Type),
        _ => Ok(made),
    }
}
