//! The functions of the platform's C mathematics library that Python's `math` calls and Rust's
//! `f64` does not.
//!
//! `f64::asinh`, `acosh`, `atanh` and `cbrt` are Rust's own formulas, whose last bits differ from
//! the C library's. Python uses the C library, so we call the very same functions. They only
//! compute with numbers, hence `safe`.

#![allow(unsafe_code)]

unsafe extern "C" {
    pub safe fn asinh(x: f64) -> f64;
    pub safe fn acosh(x: f64) -> f64;
    pub safe fn atanh(x: f64) -> f64;
    pub safe fn erf(x: f64) -> f64;
    pub safe fn erfc(x: f64) -> f64;
    pub safe fn ldexp(x: f64, exponent: i32) -> f64;
}

/// `cbrt(x)`, or `None` if the process has no such function.
///
/// Rust's runtime library brings a `cbrt` of its own, which the linker prefers to the C library's.
/// So this one is looked up by name while the program runs, where Python's own call finds it.
#[cfg(unix)]
pub fn cbrt(x: f64) -> Option<f64> {
    use std::ffi::{CStr, c_char, c_void};
    use std::sync::OnceLock;

    unsafe extern "C" {
        fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
    }

    /// "Every library of the process", in the order in which it was loaded.
    #[cfg(target_os = "macos")]
    const EVERYWHERE: *mut c_void = std::ptr::without_provenance_mut(-2_isize as usize);
    #[cfg(not(target_os = "macos"))]
    const EVERYWHERE: *mut c_void = std::ptr::null_mut();
    const NAME: &CStr = c"cbrt";

    static CBRT: OnceLock<Option<extern "C" fn(f64) -> f64>> = OnceLock::new();
    let function = CBRT.get_or_init(|| {
        // SAFETY: the name ends with a zero byte. A null pointer, "not found", is the `None` of a
        // function's `Option`; any other is the C library's `cbrt`, whose type this is.
        unsafe { std::mem::transmute(dlsym(EVERYWHERE, NAME.as_ptr())) }
    });
    function.map(|cbrt| cbrt(x))
}

/// `cbrt(x)`: unknown here.
#[cfg(not(unix))]
pub fn cbrt(_: f64) -> Option<f64> {
    None
}
