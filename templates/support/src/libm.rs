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
    pub safe fn cbrt(x: f64) -> f64;
    pub safe fn erf(x: f64) -> f64;
    pub safe fn erfc(x: f64) -> f64;
    pub safe fn ldexp(x: f64, exponent: i32) -> f64;
}
