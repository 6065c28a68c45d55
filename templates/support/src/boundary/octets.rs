//! `bytes` and `bytearray`, exactly.

use super::super::seq;
use super::super::trap::Trap;
use super::alias::Aliases;
use super::item::{Item, owned};
use super::value::{Plan, Value};
use super::writes::Writes;
use pyo3::ffi;
use pyo3::prelude::*;

/// Python's `bytes`.
pub struct Bytes;

/// Python's `bytearray`.
pub struct ByteArray;

/// What an exact `bytes` holds.
fn of_bytes<'a>(object: Item<'a>) -> Result<&'a [u8], Trap> {
    if !object.is_exactly(&raw mut ffi::PyBytes_Type) {
        return Err(Trap::Type);
    }
    // SAFETY: the type is exactly bytes, which never change; the memory holds so many octets.
    unsafe {
        let length = ffi::PyBytes_Size(object.as_ptr()) as usize;
        let data = ffi::PyBytes_AsString(object.as_ptr()).cast::<u8>();
        Ok(std::slice::from_raw_parts(data, length))
    }
}

/// What an exact `bytearray` holds now; no Python code may run while the slice is in use.
fn of_bytearray<'a>(object: Item<'a>) -> Result<&'a [u8], Trap> {
    if !object.is_exactly(&raw mut ffi::PyByteArray_Type) {
        return Err(Trap::Type);
    }
    // SAFETY: the type is exactly bytearray; its memory holds so many octets and does not move meanwhile.
    unsafe {
        let length = ffi::PyByteArray_Size(object.as_ptr()) as usize;
        let data = ffi::PyByteArray_AsString(object.as_ptr()).cast::<u8>();
        Ok(std::slice::from_raw_parts(data, length))
    }
}

fn new_bytes<'py>(py: Python<'py>, value: &[u8]) -> Result<Bound<'py, PyAny>, Trap> {
    // SAFETY: copies so many octets into a new object, or gives null.
    owned(py, unsafe {
        ffi::PyBytes_FromStringAndSize(value.as_ptr().cast(), value.len() as ffi::Py_ssize_t)
    })
}

impl Value for Bytes {
    type Rust = Vec<u8>;

    const LASTING: bool = true;

    fn load(object: Item<'_>) -> Result<Vec<u8>, Trap> {
        seq::copy(of_bytes(object)?)
    }

    fn store<'py>(py: Python<'py>, value: &Vec<u8>) -> Result<Bound<'py, PyAny>, Trap> {
        new_bytes(py, value)
    }

    fn same(object: Item<'_>, value: &Vec<u8>) -> bool {
        of_bytes(object) == Ok(&value[..])
    }
}

impl Value for ByteArray {
    type Rust = Vec<u8>;

    const MUTABLE: bool = true;

    fn load(object: Item<'_>) -> Result<Vec<u8>, Trap> {
        seq::copy(of_bytearray(object)?)
    }

    fn store<'py>(py: Python<'py>, value: &Vec<u8>) -> Result<Bound<'py, PyAny>, Trap> {
        // SAFETY: copies so many octets into a new object, or gives null.
        owned(py, unsafe {
            ffi::PyByteArray_FromStringAndSize(
                value.as_ptr().cast(),
                value.len() as ffi::Py_ssize_t,
            )
        })
    }

    fn same(object: Item<'_>, value: &Vec<u8>) -> bool {
        of_bytearray(object) == Ok(&value[..])
    }

    fn visit(object: Item<'_>, changed: bool, aliases: &mut Aliases) {
        aliases.object(object.identity(), changed);
        if let Ok(data) = of_bytearray(object) {
            let start = data.as_ptr() as usize;
            aliases.memory(start..start + data.len(), changed);
        }
    }

    /// The object stays. Of the same length, its octets are written in place, which also those see who look into its
    /// memory; of another length it is filled anew, which Python forbids while somebody does.
    fn plan<'py>(
        object: Item<'_>,
        value: &Vec<u8>,
        writes: &mut Writes<'py>,
    ) -> Result<Plan<'py>, Trap> {
        let old = of_bytearray(object)?;
        if old == &value[..] {
            return Ok(Plan::Keep);
        }
        let data = writes.hold(object);
        if old.len() != value.len() {
            let (old, new) = (new_bytes(writes.py(), old)?, new_bytes(writes.py(), value)?);
            writes.refill(data, old, new)?;
            return Ok(Plan::Keep);
        }
        let new = seq::copy(value)?;
        writes.change_array(move || {
            // SAFETY: an exact bytearray, which is held; its length is still that of `new`.
            unsafe {
                let place = ffi::PyByteArray_AsString(data.as_ptr()).cast::<u8>();
                std::ptr::copy_nonoverlapping(new.as_ptr(), place, new.len());
            }
        })?;
        Ok(Plan::Keep)
    }
}
