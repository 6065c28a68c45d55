//! The interpreter's lock during long calls.
//!
//! While a function computes on data of its own it touches nothing of Python, so other threads may have the interpreter.
//! Giving it away costs little, but getting it back may take as long as another thread is in no hurry to hand it over (5 ms
//! by default). So only a call that has run for as long lets go, at one of the places where loops ask for Ctrl-C.

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::wrap_pyfunction;
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// After so long a call lets go: the time for which Python's own threads keep the interpreter.
const PATIENCE: Duration = Duration::from_millis(5);
/// So often a call that has let go asks for Ctrl-C, for which it needs the interpreter.
const LOOK: Duration = Duration::from_millis(40);

/// So many threads of the process [`OWNER`] compute without the interpreter.
static GONE: AtomicUsize = AtomicUsize::new(0);
/// A forked child has none of the threads of its parent.
static OWNER: AtomicU32 = AtomicU32::new(0);
/// The program ends: nobody lets go any more.
static CLOSING: AtomicBool = AtomicBool::new(false);

/// How this thread has the interpreter.
#[derive(Clone, Copy)]
enum Lock {
    /// It keeps it.
    Kept,
    /// It may let go; `since`: when it was first asked.
    Free { since: Option<Instant> },
    /// It has let go.
    Gone {
        saved: *mut ffi::PyThreadState,
        asked: Instant,
    },
}

thread_local! {
    static LOCK: Cell<Lock> = const { Cell::new(Lock::Kept) };
}

/// Runs `work`, which touches nothing of Python; where it takes long, other threads run Python meanwhile.
pub fn letting_go<T>(_py: Python<'_>, work: impl FnOnce() -> T) -> T {
    LOCK.set(Lock::Free { since: None });
    let _back = Back;
    work()
}

/// Has the interpreter again when it is dropped, also where the work panics.
struct Back;

impl Drop for Back {
    fn drop(&mut self) {
        if let Lock::Gone { saved, .. } = LOCK.replace(Lock::Kept) {
            take_back(saved);
        }
    }
}

/// Whether the running loop is to stop; it asks now and then, and here a long call lets go.
pub(super) fn interrupted() -> bool {
    match LOCK.get() {
        Lock::Kept => pressed(),
        Lock::Free { since } => {
            let since = since.unwrap_or_else(Instant::now);
            LOCK.set(Lock::Free { since: Some(since) });
            let stop = pressed();
            if !stop && since.elapsed() >= PATIENCE && !CLOSING.load(Ordering::SeqCst) {
                let_go();
            }
            stop
        }
        Lock::Gone { saved, asked } => {
            if CLOSING.load(Ordering::SeqCst) {
                return true;
            }
            if asked.elapsed() < LOOK {
                return false;
            }
            take_back(saved);
            LOCK.set(Lock::Kept);
            let stop = pressed();
            if !stop {
                let_go();
            }
            stop
        }
    }
}

/// Gives the interpreter to the other threads.
fn let_go() {
    let process = std::process::id();
    if OWNER.swap(process, Ordering::SeqCst) != process {
        GONE.store(0, Ordering::SeqCst);
    }
    GONE.fetch_add(1, Ordering::SeqCst);
    // SAFETY: this thread holds the interpreter: it was called from Python, and what it runs until `take_back` has no
    // Python object at hand.
    let saved = unsafe { ffi::PyEval_SaveThread() };
    let asked = Instant::now();
    LOCK.set(Lock::Gone { saved, asked });
}

/// Waits for the interpreter.
fn take_back(saved: *mut ffi::PyThreadState) {
    // SAFETY: `saved` is what this very thread got when it let go. The interpreter is not being finalised: that waits,
    // in `closing`, until no thread is without it.
    unsafe { ffi::PyEval_RestoreThread(saved) };
    GONE.fetch_sub(1, Ordering::SeqCst);
}

/// Whether Ctrl-C was pressed. Asking makes Python forget it, so it is told again.
fn pressed() -> bool {
    // SAFETY: this thread holds the interpreter; neither call runs Python code.
    unsafe {
        let pressed = ffi::PyOS_InterruptOccurred() != 0;
        if pressed {
            ffi::PyErr_SetInterrupt();
        }
        pressed
    }
}

/// Called when the program ends: long calls in other threads trap where they next ask, and the interpreter is finalised
/// when they have it again. Python ends such threads, which it must not do in the middle of Rust.
#[pyfunction]
fn closing(py: Python<'_>) {
    CLOSING.store(true, Ordering::SeqCst);
    while OWNER.load(Ordering::SeqCst) == std::process::id() && GONE.load(Ordering::SeqCst) != 0 {
        py.detach(|| std::thread::sleep(Duration::from_micros(200)));
    }
}

/// Asks Python to say when the program ends.
pub(super) fn prepare(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    let closing = wrap_pyfunction!(closing, module)?;
    py.import("atexit")?.call_method1("register", (closing,))?;
    Ok(())
}
