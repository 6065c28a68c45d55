//! How many nested calls Python would still allow.

use super::super::depth::Depth;
use pyo3::ffi;
use pyo3::prelude::*;

/// Calls that are left unused, so that compiled code never goes deeper than Python could.
const RESERVE: usize = 8;

/// The budget of a recursive function that Python calls now: the recursion limit less the frames on the stack.
pub fn depth(py: Python<'_>) -> Depth {
    // SAFETY: the interpreter is held.
    let limit = usize::try_from(unsafe { ffi::Py_GetRecursionLimit() }).unwrap_or(0);
    let mut used = frames(py);
    if cfg!(not(Py_3_12)) {
        // Up to Python 3.11 calls through C count against the same limit; there are at most as many.
        used *= 2;
    }
    Depth::new(limit.saturating_sub(used + RESERVE))
}

/// How many Python frames are on the stack of this thread.
fn frames(_py: Python<'_>) -> usize {
    let mut count = 0;
    // SAFETY: the interpreter is held; `PyEval_GetFrame` lends the innermost frame or gives null,
    // `PyFrame_GetBack` gives a new reference to the next outer one or null.
    unsafe {
        let mut frame = ffi::PyEval_GetFrame();
        let mut owned = false;
        while !frame.is_null() {
            count += 1;
            let outer = ffi::PyFrame_GetBack(frame);
            if owned {
                ffi::Py_DECREF(frame.cast());
            }
            frame = outer;
            owned = true;
        }
    }
    count
}
