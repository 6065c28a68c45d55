//! NumPy's element types, and its scalars such as `np.float64`.

use super::super::complex::Complex;
use super::super::trap::Trap;
use super::item::{Item, owned};
use super::value::Value;
use numpy::npyffi::{self, NPY_TYPES, NpyTypes, PY_ARRAY_API};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

/// A Rust type that is the element type of a NumPy dtype.
///
/// # Safety
/// `NUMBER` must be the dtype whose elements have the size and the meaning of `Self`.
pub unsafe trait Dtype: Copy + 'static {
    /// NumPy's number of the dtype.
    const NUMBER: NPY_TYPES;

    /// NumPy's type object of its scalars.
    const SCALAR: NpyTypes;

    /// Whether all `count` elements from `first` are values of `Self`: not so for a bool that is neither 0 nor 1.
    ///
    /// # Safety
    /// `count` elements can be read from `first`.
    #[inline(always)]
    unsafe fn valid(_first: *const Self, _count: usize) -> bool {
        true
    }

    /// Whether two values have the same bits.
    fn same_bits(self, other: Self) -> bool;
}

macro_rules! dtypes {
    ($($rust:ty, $number:ident, $scalar:ident, $bits:expr;)*) => {$(
        // SAFETY: the table below pairs each dtype with the Rust type of its elements.
        unsafe impl Dtype for $rust {
            const NUMBER: NPY_TYPES = NPY_TYPES::$number;
            const SCALAR: NpyTypes = NpyTypes::$scalar;

            #[inline(always)]
            fn same_bits(self, other: Self) -> bool {
                let bits: fn(Self) -> _ = $bits;
                bits(self) == bits(other)
            }
        }
    )*};
}

dtypes! {
    i8, NPY_BYTE, PyByteArrType_Type, |x| x;
    i16, NPY_SHORT, PyShortArrType_Type, |x| x;
    u8, NPY_UBYTE, PyUByteArrType_Type, |x| x;
    u16, NPY_USHORT, PyUShortArrType_Type, |x| x;
    f32, NPY_FLOAT, PyFloatArrType_Type, f32::to_bits;
    f64, NPY_DOUBLE, PyDoubleArrType_Type, f64::to_bits;
    Complex, NPY_CDOUBLE, PyCDoubleArrType_Type, |z| (z.re.to_bits(), z.im.to_bits());
}

// C's `long` has 64 bits except on Windows; `int64` is the first C type of that size, `int32` too.
#[cfg(not(windows))]
dtypes! {
    i32, NPY_INT, PyIntArrType_Type, |x| x;
    i64, NPY_LONG, PyLongArrType_Type, |x| x;
    u32, NPY_UINT, PyUIntArrType_Type, |x| x;
    u64, NPY_ULONG, PyULongArrType_Type, |x| x;
}
#[cfg(windows)]
dtypes! {
    i32, NPY_LONG, PyLongArrType_Type, |x| x;
    i64, NPY_LONGLONG, PyLongLongArrType_Type, |x| x;
    u32, NPY_ULONG, PyULongArrType_Type, |x| x;
    u64, NPY_ULONGLONG, PyULongLongArrType_Type, |x| x;
}

// SAFETY: an element of dtype bool is one byte; `valid` sees to it that it is 0 or 1.
unsafe impl Dtype for bool {
    const NUMBER: NPY_TYPES = NPY_TYPES::NPY_BOOL;
    const SCALAR: NpyTypes = NpyTypes::PyBoolArrType_Type;

    #[inline]
    unsafe fn valid(first: *const bool, count: usize) -> bool {
        // SAFETY: what the caller promises, read as plain bytes.
        let bytes = unsafe { std::slice::from_raw_parts(first.cast::<u8>(), count) };
        bytes.iter().fold(0, |all, byte| all | byte) <= 1
    }

    #[inline(always)]
    fn same_bits(self, other: Self) -> bool {
        self == other
    }
}

/// The NumPy scalar of a dtype: `Np<f64>` is `np.float64`.
pub struct Np<T>(PhantomData<T>);

impl<T: Dtype> Value for Np<T> {
    type Rust = T;

    #[inline]
    fn load(object: Item<'_>) -> Result<T, Trap> {
        let py = object.py();
        let mut value = MaybeUninit::<T>::uninit();
        // SAFETY: the type is exactly the dtype's scalar, so NumPy writes one valid element (its bools are 0 or 1).
        unsafe {
            if !object.is_exactly(npyffi::get_type_object(py, T::SCALAR)) {
                return Err(Trap::Type);
            }
            PY_ARRAY_API.PyArray_ScalarAsCtype(py, object.as_ptr(), value.as_mut_ptr().cast());
            Ok(value.assume_init())
        }
    }

    #[inline]
    fn store<'py>(py: Python<'py>, value: &T) -> Result<Bound<'py, PyAny>, Trap> {
        let mut value = *value;
        // SAFETY: NumPy copies one element of the dtype; it does not keep the pointer, and borrows the descriptor.
        unsafe {
            let scalar = PY_ARRAY_API.PyArray_Scalar(
                py,
                (&raw mut value).cast(),
                descriptor::<T>(py)?.as_ptr().cast(),
                std::ptr::null_mut(),
            );
            owned(py, scalar)
        }
    }

    #[inline]
    fn same(object: Item<'_>, value: &T) -> bool {
        Self::load(object).is_ok_and(|old| old.same_bits(*value))
    }
}

/// NumPy's descriptor of the dtype of `T`.
pub fn descriptor<T: Dtype>(py: Python<'_>) -> Result<Bound<'_, PyAny>, Trap> {
    // SAFETY: a new reference or null.
    unsafe {
        let number = T::NUMBER as std::os::raw::c_int;
        owned(py, PY_ARRAY_API.PyArray_DescrFromType(py, number).cast::<ffi::PyObject>())
    }
}

/// Imports NumPy, so that no call has to; an error where it cannot be imported.
pub fn prepare(py: Python<'_>) -> PyResult<()> {
    static IMPORTED: PyOnceLock<()> = PyOnceLock::new();
    IMPORTED
        .get_or_try_init(py, || py.import("numpy").map(|_| ()))
        .copied()
}
