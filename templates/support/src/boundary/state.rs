//! What is kept of one boundary function between calls: guards, hidden constants, counters, stepping aside.

use super::super::trap::Trap;
use super::callback;
use super::draws::{self, Draws};
use super::writes::was_spoiled;
use pyo3::exceptions::{PyMemoryError, PyRuntimeError, PyTypeError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

/// So many traps in a row, and a function steps aside.
const TRAPS_IN_A_ROW: u64 = 64;
/// It then lets at least so many calls go straight to Python before it tries again; twice as many each further time.
const CALLS_ASIDE: u64 = 64;
/// It never doubles more often than this.
const MOST_DOUBLINGS: u32 = 20;

/// Whether functions that keep trapping step aside; a proof turns it off, to see every input.
pub(super) static STEPPING_ASIDE: AtomicBool = AtomicBool::new(true);
/// Whether the start-up tests passed; else every call goes to Python.
pub(super) static SOUND: AtomicBool = AtomicBool::new(false);

/// The two singletons that Python sees. `TRAPPED`: run the original. `MISSING`: the name must not exist.
#[pyclass(frozen, module = "native")]
pub struct Sentinel {
    name: &'static str,
}

#[pymethods]
impl Sentinel {
    fn __repr__(&self) -> &'static str {
        self.name
    }
}

static TRAPPED: PyOnceLock<Py<Sentinel>> = PyOnceLock::new();
static MISSING: PyOnceLock<Py<Sentinel>> = PyOnceLock::new();

/// Makes the singletons; called once at import.
pub(super) fn make_sentinels(py: Python<'_>) -> PyResult<(Py<Sentinel>, Py<Sentinel>)> {
    let trapped = TRAPPED.get_or_try_init(py, || Py::new(py, Sentinel { name: "TRAPPED" }))?;
    let missing = MISSING.get_or_try_init(py, || Py::new(py, Sentinel { name: "MISSING" }))?;
    Ok((trapped.clone_ref(py), missing.clone_ref(py)))
}

/// The state of one boundary function; a `static` of the module that holds the function.
pub struct State {
    symbol: &'static str,
    held: Held,
}

/// Cells that are only touched while the interpreter is held.
struct Held {
    binding: RefCell<Option<Binding>>,
    calls: Cell<u64>,
    skipped: Cell<u64>,
    called_back: Cell<u64>,
    reasons: [Cell<u64>; Trap::ALL.len()],
    in_a_row: Cell<u64>,
    aside: Cell<u64>,
    doublings: Cell<u32>,
}

// SAFETY: every method that touches the cells takes a `Python` token, and the extension declares that it needs the
// interpreter lock (`gil_used`), so one thread at a time is in them.
unsafe impl Sync for State {}

/// What the Python side bound the function to.
struct Binding {
    guards: Vec<Guard>,
    constants: Vec<Name>,
}

/// A name in the namespace of a module, of the builtins or of a class.
pub(super) struct Name {
    namespace: Py<PyDict>,
    key: Py<PyAny>,
}

pub(super) struct Guard {
    name: Name,
    /// `None`: the name must not exist.
    expected: Option<Py<PyAny>>,
}

impl Name {
    /// What the name means now, or null; borrowed from the namespace.
    #[inline(always)]
    fn look_up(&self) -> *mut ffi::PyObject {
        // SAFETY: a live dict and a live str; on an error (there is none for a str) null comes back.
        unsafe {
            let found = ffi::PyDict_GetItemWithError(self.namespace.as_ptr(), self.key.as_ptr());
            if found.is_null() {
                ffi::PyErr_Clear();
            }
            found
        }
    }
}

impl Name {
    /// Whether the name means nothing, or an object that Python hands out as it is when it is found in a class.
    pub(super) fn is_plain(&self) -> bool {
        let found = self.look_up();
        // SAFETY: null or a live object, whose type is alive too.
        found.is_null()
            || unsafe {
                let kind = &*ffi::Py_TYPE(found);
                kind.tp_descr_get.is_none() && kind.tp_descr_set.is_none()
            }
    }
}

impl Guard {
    /// `key` in `namespace` must mean `expected`; `MISSING`: must not be there.
    pub(super) fn new(
        namespace: Bound<'_, PyDict>,
        key: &str,
        expected: Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let missing = MISSING.get(expected.py());
        let absent = missing.is_some_and(|missing| expected.is(missing));
        Ok(Guard {
            name: Name::new(namespace, key)?,
            expected: (!absent).then(|| expected.unbind()),
        })
    }

    /// Whether it is so now.
    #[inline(always)]
    pub(super) fn holds(&self) -> bool {
        let expected = self.expected.as_ref().map_or(std::ptr::null_mut(), Py::as_ptr);
        self.name.look_up() == expected
    }
}

impl State {
    /// The state of the function that Python knows as `symbol`.
    pub const fn new(symbol: &'static str) -> Self {
        State {
            symbol,
            held: Held {
                binding: RefCell::new(None),
                calls: Cell::new(0),
                skipped: Cell::new(0),
                called_back: Cell::new(0),
                reasons: [const { Cell::new(0) }; Trap::ALL.len()],
                in_a_row: Cell::new(0),
                aside: Cell::new(0),
                doublings: Cell::new(0),
            },
        }
    }

    /// The name of the function in the extension.
    pub fn symbol(&self) -> &'static str {
        self.symbol
    }

    /// Runs one call: what `body` gives, or the sentinel `TRAPPED` where it traps. `body` begins with
    /// [`State::check_guards`] and is called once. Raises only where memory ended and an argument could not be made
    /// what it was.
    #[inline(always)]
    pub fn call<'py>(
        &self,
        py: Python<'py>,
        mut body: impl FnMut() -> Answer<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.run(py, &mut body)
    }

    /// The same, compiled once for all functions: a package has hundreds.
    fn run<'py>(
        &self,
        py: Python<'py>,
        body: &mut dyn FnMut() -> Answer<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let held = &self.held;
        held.calls.set(held.calls.get() + 1);
        if held.aside.get() != 0 && STEPPING_ASIDE.load(Ordering::Relaxed) {
            return Ok(self.step_aside(py));
        }
        let outcome = catch_unwind(AssertUnwindSafe(body));
        match outcome {
            Ok(Ok(result)) => {
                held.in_a_row.set(0);
                held.doublings.set(0);
                Ok(result)
            }
            Ok(Err(trap)) => self.trapped(py, trap),
            Err(_) => self.trapped(py, Trap::Panic),
        }
    }

    /// Runs one call of a function that calls NumPy back. An exception that came in such a call from elsewhere goes on.
    #[inline(always)]
    pub fn call_back<'py>(
        &self,
        py: Python<'py>,
        mut body: impl FnMut() -> Answer<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.run_back(py, &mut body)
    }

    /// The same, compiled once for all functions.
    fn run_back<'py>(
        &self,
        py: Python<'py>,
        body: &mut dyn FnMut() -> Answer<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let before = callback::made();
        let draws = Draws::begin();
        let result = self.run(py, body);
        let trapped = sentinel(py);
        draws.end(py, !matches!(&result, Ok(value) if !value.is(&trapped)))?;
        let held = &self.held;
        held.called_back.set(held.called_back.get() + callback::made() - before);
        match callback::passing() {
            Some(error) => Err(error),
            None => result,
        }
    }

    /// The hidden constant number `index`, as it is now.
    pub fn constant<'py>(&self, py: Python<'py>, index: usize) -> Result<Bound<'py, PyAny>, Trap> {
        let binding = self.held.binding.borrow();
        let name = binding.as_ref().and_then(|binding| binding.constants.get(index));
        let found = name.ok_or(Trap::Guard)?.look_up();
        // SAFETY: null or a live object, to which the result takes a reference of its own.
        unsafe { Bound::from_borrowed_ptr_or_opt(py, found) }.ok_or(Trap::Guard)
    }

    /// Traps where a name that the function uses means something else than when it was compiled.
    pub fn check_guards(&self) -> Result<(), Trap> {
        if !SOUND.load(Ordering::Relaxed) {
            return Err(Trap::Guard);
        }
        match &*self.held.binding.borrow() {
            Some(binding) if binding.guards.iter().all(Guard::holds) => Ok(()),
            _ => Err(Trap::Guard),
        }
    }

    #[cold]
    fn step_aside<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        let held = &self.held;
        held.aside.set(held.aside.get() - 1);
        held.skipped.set(held.skipped.get() + 1);
        sentinel(py)
    }

    #[cold]
    fn trapped<'py>(&self, py: Python<'py>, trap: Trap) -> PyResult<Bound<'py, PyAny>> {
        let held = &self.held;
        let reason = &held.reasons[trap as usize];
        reason.set(reason.get() + 1);
        let in_a_row = held.in_a_row.get() + 1;
        held.in_a_row.set(in_a_row);
        if in_a_row >= TRAPS_IN_A_ROW {
            // One more trap after the calls aside, and they double.
            held.in_a_row.set(TRAPS_IN_A_ROW - 1);
            let doublings = held.doublings.get();
            held.aside.set(CALLS_ASIDE << doublings);
            held.doublings.set((doublings + 1).min(MOST_DOUBLINGS));
        }
        if was_spoiled() {
            return Err(PyMemoryError::new_err(()));
        }
        Ok(sentinel(py))
    }

    /// Sets guards and constants; replaces what was there.
    pub(super) fn bind(
        &self,
        guards: Vec<(Bound<'_, PyDict>, String, Bound<'_, PyAny>)>,
        constants: Vec<(Bound<'_, PyDict>, String)>,
    ) -> PyResult<()> {
        let guards = guards
            .into_iter()
            .map(|(namespace, key, expected)| Guard::new(namespace, &key, expected))
            .collect::<PyResult<_>>()?;
        let constants = constants
            .into_iter()
            .map(|(namespace, key)| Name::new(namespace, &key))
            .collect::<PyResult<_>>()?;
        let busy = |_| PyRuntimeError::new_err("bound in the middle of a call");
        *self.held.binding.try_borrow_mut().map_err(busy)? = Some(Binding { guards, constants });
        self.start_again();
        Ok(())
    }

    /// Forgets earlier traps, so that the next call is tried.
    fn start_again(&self) {
        self.held.in_a_row.set(0);
        self.held.aside.set(0);
        self.held.doublings.set(0);
    }

    /// The counters, as Python shows them.
    pub(super) fn counters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counters = PyDict::new(py);
        let reasons = || std::iter::zip(Trap::ALL, &self.held.reasons);
        counters.set_item("calls", self.held.calls.get())?;
        counters.set_item("traps", reasons().map(|(_, count)| count.get()).sum::<u64>())?;
        counters.set_item("skipped", self.held.skipped.get())?;
        if self.held.called_back.get() != 0 {
            counters.set_item("called_back", self.held.called_back.get())?;
        }
        for (trap, count) in reasons().filter(|(_, count)| count.get() != 0) {
            counters.set_item(trap.name(), count.get())?;
        }
        Ok(counters)
    }

    /// Sets every counter to zero and forgets earlier traps.
    pub(super) fn reset(&self, _py: Python<'_>) {
        self.held.calls.set(0);
        self.held.skipped.set(0);
        self.held.called_back.set(0);
        self.held.reasons.iter().for_each(|count| count.set(0));
        self.start_again();
    }
}

impl Name {
    /// Interns `key`, so that looking it up compares addresses.
    pub(super) fn new(namespace: Bound<'_, PyDict>, key: &str) -> PyResult<Self> {
        let py = namespace.py();
        if !namespace.is_exact_instance_of::<PyDict>() {
            return Err(PyTypeError::new_err("a namespace must be exactly a dict"));
        }
        let key = pyo3::types::PyString::intern(py, key).into_any().unbind();
        Ok(Name {
            namespace: namespace.unbind(),
            key,
        })
    }
}

/// What one call gives.
pub type Answer<'py> = Result<Bound<'py, PyAny>, Trap>;

/// The answer of the first of `signatures` that the types of the arguments fit.
pub fn first_fitting<'py>(signatures: &[&dyn Fn() -> Answer<'py>]) -> Answer<'py> {
    let mut answer = Err(Trap::Type);
    for signature in signatures {
        answer = signature();
        // What trapped has changed nothing, so that another may begin anew.
        if !matches!(answer, Err(Trap::Type)) {
            break;
        }
        draws::begin_anew()?;
    }
    answer
}

/// `TRAPPED`.
fn sentinel(py: Python<'_>) -> Bound<'_, PyAny> {
    match TRAPPED.get(py) {
        Some(trapped) => trapped.bind(py).clone().into_any(),
        // The module makes it before a function can be called.
        None => py.None().into_bound(py),
    }
}
