//! What the Python side calls beside the functions themselves, and the tests at import.

use super::super::float::set_compensated_sum;
use super::super::interrupt;
use super::object::{Class, MethodRow};
use super::state::{SOUND, STEPPING_ASIDE, State, make_sentinels};
use super::{callback, dtype, item, kernels, layout, lock};
use pyo3::exceptions::{PyImportError, PyKeyError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};
use std::hint::black_box;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

static STATES: PyOnceLock<&'static [&'static State]> = PyOnceLock::new();
static CLASSES: PyOnceLock<&'static [&'static Class]> = PyOnceLock::new();
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Makes the extension ready: sentinels, panic hook, start-up tests. `uses_numpy`: some function takes or
/// gives NumPy values, so NumPy must be importable.
pub fn set_up(
    module: &Bound<'_, PyModule>,
    states: &'static [&'static State],
    classes: &'static [&'static Class],
    uses_numpy: bool,
) -> PyResult<()> {
    let py = module.py();
    if cfg!(Py_GIL_DISABLED) {
        return Err(PyImportError::new_err(
            "not made for a free-threaded interpreter: the Python functions stay in use",
        ));
    }
    if uses_numpy {
        dtype::prepare(py)?;
        kernels::prepare(py)?;
        callback::prepare();
    }
    STATES.get_or_init(py, || states);
    CLASSES.get_or_init(py, || classes);
    let (trapped, missing) = make_sentinels(py)?;
    module.add("TRAPPED", trapped)?;
    module.add("MISSING", missing)?;
    std::panic::set_hook(Box::new(|panic| {
        *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(panic.to_string());
    }));
    lock::prepare(module)?;
    layout::prepare(py);
    interrupt::listen(lock::interrupted);
    set_compensated_sum(py.version_info() >= (3, 12));
    SOUND.store(floats_are_ieee() && item::small_ints_agree(py), Ordering::Relaxed);
    Ok(())
}

/// Binds `symbol`: a guard `(namespace, name, expected)` holds while the name means that very object (or, with
/// `MISSING`, does not exist); the constants `(namespace, name)` are read at each call.
#[pyfunction]
pub fn bind<'py>(
    symbol: &str,
    guards: Vec<(Bound<'py, PyDict>, String, Bound<'py, PyAny>)>,
    constants: Vec<(Bound<'py, PyDict>, String)>,
    py: Python<'py>,
) -> PyResult<()> {
    states(py)
        .iter()
        .find(|state| state.symbol() == symbol)
        .ok_or_else(|| PyKeyError::new_err(symbol.to_owned()))?
        .bind(guards, constants)
}

/// Binds the struct `name` to the class `class`. The guards are as for `bind`; `plain` are names that may be
/// there if they are no descriptors; `inherited` are attributes for which the class has a value itself; `methods` are
/// what the class's methods must be; `sets`: attributes are set.
#[pyfunction]
pub fn bind_class<'py>(
    name: &str,
    class: Bound<'py, PyType>,
    guards: Vec<(Bound<'py, PyDict>, String, Bound<'py, PyAny>)>,
    plain: Vec<(Bound<'py, PyDict>, String)>,
    inherited: Vec<String>,
    methods: Vec<MethodRow<'py>>,
    sets: bool,
) -> PyResult<()> {
    CLASSES
        .get(class.py())
        .copied()
        .unwrap_or_default()
        .iter()
        .find(|known| known.struct_name() == name)
        .ok_or_else(|| PyKeyError::new_err(name.to_owned()))?
        .bind(class, guards, plain, &inherited, methods, sets)
}

/// How often each function was called, trapped (and why) and stepped aside.
#[pyfunction]
pub fn counters(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let all = PyDict::new(py);
    for state in states(py) {
        all.set_item(state.symbol(), state.counters(py)?)?;
    }
    Ok(all)
}

/// Sets every counter to zero and forgets earlier traps.
#[pyfunction]
pub fn reset_counters(py: Python<'_>) {
    states(py).iter().for_each(|state| state.reset(py));
}

/// Says whether a function that keeps trapping lets calls go straight to Python for a while.
#[pyfunction]
pub fn stepping_aside(enabled: bool) {
    STEPPING_ASIDE.store(enabled, Ordering::Relaxed);
}

/// The message of the last panic inside the extension, which is a defect, or `None`.
#[pyfunction]
pub fn last_panic() -> Option<String> {
    LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn states(py: Python<'_>) -> &'static [&'static State] {
    STATES.get(py).copied().unwrap_or_default()
}

/// Whether float arithmetic here has subnormal numbers: a library built with fast-math may have switched them off.
fn floats_are_ieee() -> bool {
    let smallest = black_box(f64::from_bits(1));
    let normal = black_box(f64::MIN_POSITIVE);
    black_box(smallest * 1.0) != 0.0 && black_box(normal / 2.0) != 0.0
}
