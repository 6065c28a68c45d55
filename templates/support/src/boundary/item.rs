//! A borrowed Python object and the raw reads of the built-in types.

use super::super::complex::Complex;
use super::super::seq::with_room;
use super::super::trap::Trap;
use super::layout;
use pyo3::prelude::*;
use pyo3::ffi;
use std::marker::PhantomData;
use std::os::raw::c_long;

/// A Python object that somebody else keeps alive for `'a`, while the interpreter is held.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    object: *mut ffi::PyObject,
    owner: PhantomData<&'a ffi::PyObject>,
}

impl<'a> From<&'a Bound<'_, PyAny>> for Item<'a> {
    #[inline(always)]
    fn from(object: &'a Bound<'_, PyAny>) -> Self {
        Item {
            object: object.as_ptr(),
            owner: PhantomData,
        }
    }
}

impl<'a> Item<'a> {
    /// The raw pointer; never null.
    #[inline(always)]
    pub fn as_ptr(self) -> *mut ffi::PyObject {
        self.object
    }

    /// The proof that the interpreter is held.
    #[inline(always)]
    pub fn py(self) -> Python<'a> {
        // SAFETY: an `Item` only exists while the interpreter is held.
        unsafe { Python::assume_attached() }
    }

    /// What tells this object from every other that is alive: its address.
    #[inline(always)]
    pub fn identity(self) -> usize {
        self.object as usize
    }

    /// Whether the type of the object is exactly `kind`.
    #[inline(always)]
    pub fn is_exactly(self, kind: *mut ffi::PyTypeObject) -> bool {
        // SAFETY: the object is alive for `'a`; every object has a type.
        unsafe { ffi::Py_TYPE(self.object) == kind }
    }

    /// Whether the object is `None`.
    #[inline(always)]
    pub fn is_none(self) -> bool {
        // SAFETY: `Py_None` is a static of the interpreter.
        self.object == unsafe { ffi::Py_None() }
    }

    /// The value of an exact `bool`.
    #[inline(always)]
    pub fn bool(self) -> Option<bool> {
        // SAFETY: the two bools are statics of the interpreter.
        let (yes, no) = unsafe { (ffi::Py_True(), ffi::Py_False()) };
        match self.object {
            object if object == yes => Some(true),
            object if object == no => Some(false),
            _ => None,
        }
    }

    /// The value of an exact `float`.
    #[inline(always)]
    pub fn float(self) -> Option<f64> {
        if !self.is_exactly(&raw mut ffi::PyFloat_Type) {
            return None;
        }
        // SAFETY: the type is exactly float, so the struct is a `PyFloatObject`.
        Some(unsafe { ffi::PyFloat_AS_DOUBLE(self.object) })
    }

    /// The value of an exact `int` within 64 bits; larger ones are a trap.
    #[inline(always)]
    pub fn int(self) -> Result<i64, Trap> {
        if !self.is_exactly(&raw mut ffi::PyLong_Type) {
            return Err(Trap::Type);
        }
        match small_int(self.object) {
            Some(value) => Ok(value),
            None => large_int(self.object),
        }
    }

    /// The value of an exact `int` within 128 bits.
    pub fn long(self) -> Result<i128, Trap> {
        if !self.is_exactly(&raw mut ffi::PyLong_Type) {
            return Err(Trap::Type);
        }
        // SAFETY: a live int; an error that is set is taken away again. The largest value is also what an error gives.
        let unsigned = unsafe {
            let value = ffi::PyLong_AsUnsignedLongLong(self.object);
            let failed = value == u64::MAX && !ffi::PyErr_Occurred().is_null();
            if failed {
                ffi::PyErr_Clear();
            }
            (!failed).then_some(value)
        };
        if let Some(value) = unsigned {
            return Ok(i128::from(value));
        }
        // SAFETY: a live object; the call makes a reference of its own.
        let object = unsafe { Bound::from_borrowed_ptr(self.py(), self.object) };
        object.extract().map_err(|_| Trap::Overflow)
    }

    /// The value of an exact `complex`.
    #[inline(always)]
    pub fn complex(self) -> Option<Complex> {
        if !self.is_exactly(&raw mut ffi::PyComplex_Type) {
            return None;
        }
        // SAFETY: the type is exactly complex, whose struct this is.
        let value = unsafe { (*self.object.cast::<ffi::PyComplexObject>()).cval };
        Some(Complex::new(value.real, value.imag))
    }

    /// The elements of an exact `list`.
    #[inline(always)]
    pub fn list(self) -> Option<Items<'a>> {
        if !self.is_exactly(&raw mut ffi::PyList_Type) {
            return None;
        }
        // SAFETY: the type is exactly list; `ob_item` holds `ob_size` live objects (null when empty, and
        // then the length is 0). No Python code runs while they are read, so the list does not change.
        unsafe {
            let list = self.object.cast::<ffi::PyListObject>();
            Some(Items::new((*list).ob_item, ffi::Py_SIZE(self.object)))
        }
    }

    /// The elements of an exact `tuple`.
    #[inline(always)]
    pub fn tuple(self) -> Option<Items<'a>> {
        if !self.is_exactly(&raw mut ffi::PyTuple_Type) {
            return None;
        }
        self.record()
    }

    /// The elements of a `tuple`, or of an instance of a subclass, as the tuple itself holds them.
    #[inline(always)]
    pub fn record(self) -> Option<Items<'a>> {
        // SAFETY: a live object.
        if unsafe { ffi::PyTuple_Check(self.object) } == 0 {
            return None;
        }
        // SAFETY: as for `list`; a tuple holds its elements in the object itself, before what a subclass adds.
        unsafe {
            let tuple = self.object.cast::<ffi::PyTupleObject>();
            let first = (&raw mut (*tuple).ob_item).cast::<*mut ffi::PyObject>();
            Some(Items::new(first, ffi::Py_SIZE(self.object)))
        }
    }

    /// The elements of an exact `tuple` of `N`.
    #[inline(always)]
    pub fn tuple_of<const N: usize>(self) -> Result<[Item<'a>; N], Trap> {
        let items = self.tuple().ok_or(Trap::Type)?;
        if items.len() != N {
            return Err(Trap::Type);
        }
        Ok(std::array::from_fn(|k| items.at(k)))
    }

    /// The entries of an exact `dict`, in order.
    pub fn dict(self) -> Option<Vec<(Item<'a>, Item<'a>)>> {
        if !self.is_exactly(&raw mut ffi::PyDict_Type) {
            return None;
        }
        self.entries()
    }

    /// The entries of a `dict`, or of an instance of a subclass, as the dict itself holds them.
    pub fn entries(self) -> Option<Vec<(Item<'a>, Item<'a>)>> {
        // SAFETY: a live object.
        if unsafe { ffi::PyDict_Check(self.object) } == 0 {
            return None;
        }
        let mut entries = Vec::new();
        let (mut at, mut key, mut value) = (0, std::ptr::null_mut(), std::ptr::null_mut());
        // SAFETY: it is a dict; no Python code runs while it is walked, so it does not change, and it
        // keeps what it lends alive.
        unsafe {
            entries
                .try_reserve_exact(ffi::PyDict_Size(self.object) as usize)
                .ok()?;
            while ffi::PyDict_Next(self.object, &raw mut at, &raw mut key, &raw mut value) != 0 {
                entries.push((Item::lent(key), Item::lent(value)));
            }
        }
        Some(entries)
    }

    /// How many entries an exact `dict` has.
    pub fn dict_len(self) -> Option<i64> {
        if !self.is_exactly(&raw mut ffi::PyDict_Type) {
            return None;
        }
        // SAFETY: it is a dict.
        Some(unsafe { ffi::PyDict_Size(self.object) } as i64)
    }

    /// A number that no dict had before this one, and that this one has until it changes; none where there is no such number.
    #[inline(always)]
    pub fn dict_version(self) -> Option<u64> {
        // SAFETY: a live object, and a dict where its type is asked.
        unsafe {
            if ffi::PyDict_Check(self.object) == 0 {
                return None;
            }
            layout::dict_version(self.object)
        }
    }

    /// What an exact `dict` has for the text `key`. Where a key of it is no exact `str`, whose comparison would run code of
    /// its class, it traps.
    pub fn value_of_text(self, key: &[char]) -> Result<Option<Item<'a>>, Trap> {
        // SAFETY: a live object, and a dict where its type is asked.
        let texts = self.is_exactly(&raw mut ffi::PyDict_Type)
            && (unsafe { layout::has_text_keys(self.object) } || self.has_texts_only());
        if !texts {
            return Err(Trap::Type);
        }
        let key = new_text(self.py(), key)?;
        // SAFETY: a dict of exact texts and an exact text: no Python code runs, and the dict keeps what it lends alive. Its
        // hash may want memory: then there is an error.
        unsafe {
            let found = ffi::PyDict_GetItemWithError(self.object, key.as_ptr());
            if !found.is_null() {
                return Ok(Some(Item::lent(found)));
            }
            if !ffi::PyErr_Occurred().is_null() {
                ffi::PyErr_Clear();
                return Err(Trap::Memory);
            }
        }
        Ok(None)
    }

    #[cold]
    fn has_texts_only(self) -> bool {
        let text = &raw mut ffi::PyUnicode_Type;
        self.dict().is_some_and(|entries| entries.iter().all(|(key, _)| key.is_exactly(text)))
    }

    /// The elements of an exact `set`, in whatever order.
    pub fn set(self) -> Option<Vec<Item<'a>>> {
        if !self.is_exactly(&raw mut ffi::PySet_Type) {
            return None;
        }
        let mut elements = Vec::new();
        // SAFETY: the type is exactly set, which keeps its elements alive and is not changed meanwhile.
        unsafe {
            if let Some(table) = layout::set_table(self.object) {
                elements.try_reserve_exact(ffi::PySet_Size(self.object) as usize).ok()?;
                elements.extend(table.iter().filter(|entry| entry.is_taken()).map(|entry| Item::lent(entry.key)));
                return Some(elements);
            }
        }
        // SAFETY: the type is exactly set; its iterator is exact too and runs no Python code; the set does not change
        // meanwhile and keeps its elements alive, so each new reference can be given back at once.
        unsafe {
            elements
                .try_reserve_exact(ffi::PySet_Size(self.object) as usize)
                .ok()?;
            let iterator = ffi::PyObject_GetIter(self.object);
            if iterator.is_null() {
                ffi::PyErr_Clear();
                return None;
            }
            loop {
                let element = ffi::PyIter_Next(iterator);
                if element.is_null() {
                    break;
                }
                ffi::Py_DECREF(element);
                elements.push(Item::lent(element));
            }
            ffi::Py_DECREF(iterator);
        }
        Some(elements)
    }

    /// A reference of our own to the object.
    pub fn kept(self) -> Py<PyAny> {
        // SAFETY: a live object; the call makes a reference of its own.
        unsafe { Bound::from_borrowed_ptr(self.py(), self.object).unbind() }
    }

    /// # Safety
    /// `object` is alive for `'a`.
    #[inline(always)]
    pub(super) unsafe fn lent(object: *mut ffi::PyObject) -> Self {
        Item {
            object,
            owner: PhantomData,
        }
    }

    /// The code points of an exact `str`; one with lone surrogates is a trap.
    pub fn text(self) -> Result<Vec<char>, Trap> {
        if !self.is_exactly(&raw mut ffi::PyUnicode_Type) {
            return Err(Trap::Type);
        }
        // SAFETY: the type is exactly str and the string is ready, so its data holds `length` units of the
        // size that its kind tells; a str never changes.
        unsafe {
            #[allow(deprecated, reason = "means something up to Python 3.11")]
            if ffi::PyUnicode_IS_READY(self.object) == 0 {
                return Err(Trap::Type);
            }
            let length = ffi::PyUnicode_GET_LENGTH(self.object) as usize;
            let data = ffi::PyUnicode_DATA(self.object);
            match ffi::PyUnicode_KIND(self.object) {
                ffi::PyUnicode_1BYTE_KIND => {
                    code_points(std::slice::from_raw_parts(data.cast::<u8>(), length))
                }
                ffi::PyUnicode_2BYTE_KIND => {
                    code_points(std::slice::from_raw_parts(data.cast::<u16>(), length))
                }
                _ => code_points(std::slice::from_raw_parts(data.cast::<u32>(), length)),
            }
        }
    }
}

/// The elements of a list or tuple, as they are now.
#[derive(Clone, Copy)]
pub struct Items<'a> {
    objects: &'a [*mut ffi::PyObject],
}

impl<'a> Items<'a> {
    /// # Safety
    /// `first` points to `length` live objects that stay for `'a`, or `length` is 0.
    #[inline(always)]
    unsafe fn new(first: *mut *mut ffi::PyObject, length: ffi::Py_ssize_t) -> Self {
        let objects = if length == 0 {
            &[]
        } else {
            // SAFETY: what the caller promises.
            unsafe { std::slice::from_raw_parts(first, length as usize) }
        };
        Items { objects }
    }

    /// How many elements there are.
    #[inline(always)]
    pub fn len(self) -> usize {
        self.objects.len()
    }

    /// The element at `index`; panics outside.
    #[inline(always)]
    pub fn at(self, index: usize) -> Item<'a> {
        Item {
            object: self.objects[index],
            owner: PhantomData,
        }
    }

    /// The elements in order.
    #[inline(always)]
    pub fn iter(self) -> impl ExactSizeIterator<Item = Item<'a>> {
        self.objects.iter().map(|&object| Item {
            object,
            owner: PhantomData,
        })
    }
}

fn code_points<U: Copy + Into<u32>>(units: &[U]) -> Result<Vec<char>, Trap> {
    let mut text = with_room(units.len())?;
    for &unit in units {
        text.push(char::from_u32(unit.into()).ok_or(Trap::Value)?);
    }
    Ok(text)
}

/// The struct of an int as `cpython/longintrepr.h` declares it from Python 3.12 on.
#[cfg(Py_3_12)]
#[repr(C)]
struct LongObject {
    base: ffi::PyObject,
    tag: usize,
    digits: [u32; 1],
}

/// The struct of an int as `cpython/longintrepr.h` declares it up to Python 3.11.
#[cfg(not(Py_3_12))]
#[repr(C)]
struct LongObject {
    base: ffi::PyVarObject,
    digits: [u32; 1],
}

/// The value of an exact int of at most one digit (30 bits), without a call.
#[cfg(Py_3_12)]
#[inline(always)]
fn small_int(object: *mut ffi::PyObject) -> Option<i64> {
    // SAFETY: the type is exactly int; the low two bits of the tag hold the sign (0 for plus, 2 for minus), the
    // bits from 3 on the number of digits. `start_up_test` in `control` compares with the interpreter's answer.
    unsafe {
        let long = object.cast::<LongObject>();
        let tag = (*long).tag;
        if tag >= 2 << 3 {
            return None;
        }
        Some((1 - (tag & 3) as i64) * i64::from((*long).digits[0]))
    }
}

/// The value of an exact int of at most one digit (30 bits), without a call.
#[cfg(not(Py_3_12))]
#[inline(always)]
fn small_int(object: *mut ffi::PyObject) -> Option<i64> {
    // SAFETY: the type is exactly int; `ob_size` is the number of digits with the sign of the value, and the
    // first digit is there also for 0 (allocated, though its content does not count).
    unsafe {
        let long = object.cast::<LongObject>();
        let size = (*long).base.ob_size as i64;
        if !(-1..=1).contains(&size) {
            return None;
        }
        Some(size * i64::from((*long).digits[0]))
    }
}

#[inline(never)]
fn large_int(object: *mut ffi::PyObject) -> Result<i64, Trap> {
    let mut overflow = 0;
    // SAFETY: the type is exactly int, for which the call sets no error.
    let value = unsafe { ffi::PyLong_AsLongLongAndOverflow(object, &raw mut overflow) };
    if overflow == 0 {
        Ok(value)
    } else {
        Err(Trap::Overflow)
    }
}

/// Whether the direct read of small ints agrees with the interpreter's own; tested once at import.
pub fn small_ints_agree(py: Python<'_>) -> bool {
    let digit = (1_i64 << 30) - 1;
    [0, 1, -1, 7, -7, 256, -5, 257, 65_537, digit, -digit, digit + 1, -digit - 1, i64::MAX, i64::MIN]
        .into_iter()
        .all(|value| {
            // SAFETY: makes a new reference or null; null is given up below.
            let object = unsafe { Bound::from_owned_ptr_or_opt(py, ffi::PyLong_FromLongLong(value)) };
            object.is_some_and(|object| {
                Item::from(&object).int() == Ok(value)
                    && (value.abs_diff(0) > digit as u64 || small_int(object.as_ptr()) == Some(value))
            })
        })
}

/// Takes over a new reference from a C call that gives null with a Python error when it fails.
#[inline(always)]
pub fn owned<'py>(py: Python<'py>, object: *mut ffi::PyObject) -> Result<Bound<'py, PyAny>, Trap> {
    if object.is_null() {
        // SAFETY: an error is set; the trap replaces it.
        unsafe { ffi::PyErr_Clear() };
        return Err(Trap::Memory);
    }
    // SAFETY: a live object, whose reference passes to the result.
    Ok(unsafe { Bound::from_owned_ptr(py, object) })
}

/// Makes a list or a tuple of `length` objects that `make` gives in turn.
#[inline(always)]
fn filled<'py>(
    object: Bound<'py, PyAny>,
    length: usize,
    put: unsafe fn(*mut ffi::PyObject, ffi::Py_ssize_t, *mut ffi::PyObject),
    mut make: impl FnMut(usize) -> Result<Bound<'py, PyAny>, Trap>,
) -> Result<Bound<'py, PyAny>, Trap> {
    for index in 0..length {
        let element = make(index)?;
        // SAFETY: the container is new, nobody else knows it, and slot `index` is still empty; a container
        // that is dropped half filled skips its empty slots.
        unsafe { put(object.as_ptr(), index as ffi::Py_ssize_t, element.into_ptr()) };
    }
    Ok(object)
}

/// A new list of `length` objects that `make` gives in turn.
#[inline(always)]
pub fn new_list<'py>(
    py: Python<'py>,
    length: usize,
    make: impl FnMut(usize) -> Result<Bound<'py, PyAny>, Trap>,
) -> Result<Bound<'py, PyAny>, Trap> {
    // SAFETY: makes a new reference or null.
    let list = owned(py, unsafe { ffi::PyList_New(length as ffi::Py_ssize_t) })?;
    filled(list, length, ffi::PyList_SET_ITEM, make)
}

/// A new tuple of `length` objects that `make` gives in turn.
#[inline(always)]
pub fn new_tuple<'py>(
    py: Python<'py>,
    length: usize,
    make: impl FnMut(usize) -> Result<Bound<'py, PyAny>, Trap>,
) -> Result<Bound<'py, PyAny>, Trap> {
    // SAFETY: makes a new reference or null.
    let tuple = owned(py, unsafe { ffi::PyTuple_New(length as ffi::Py_ssize_t) })?;
    filled(tuple, length, ffi::PyTuple_SET_ITEM, make)
}

/// A new dict.
pub fn new_dict(py: Python<'_>) -> Result<Bound<'_, PyAny>, Trap> {
    // SAFETY: makes a new reference or null.
    owned(py, unsafe { ffi::PyDict_New() })
}

/// A new set.
pub fn new_set(py: Python<'_>) -> Result<Bound<'_, PyAny>, Trap> {
    // SAFETY: makes a new reference or null.
    owned(py, unsafe { ffi::PySet_New(std::ptr::null_mut()) })
}

/// A new float.
#[inline(always)]
pub fn new_float(py: Python<'_>, value: f64) -> Result<Bound<'_, PyAny>, Trap> {
    // SAFETY: makes a new reference or null.
    owned(py, unsafe { ffi::PyFloat_FromDouble(value) })
}

/// A new complex.
#[inline(always)]
pub fn new_complex(py: Python<'_>, value: Complex) -> Result<Bound<'_, PyAny>, Trap> {
    // SAFETY: makes a new reference or null.
    owned(py, unsafe { ffi::PyComplex_FromDoubles(value.re, value.im) })
}

/// A new int.
#[inline(always)]
pub fn new_int(py: Python<'_>, value: i64) -> Result<Bound<'_, PyAny>, Trap> {
    // SAFETY: makes a new reference or null.
    owned(py, unsafe { ffi::PyLong_FromLongLong(value) })
}

/// A new int of up to 128 bits.
pub fn new_long(py: Python<'_>, value: i128) -> Result<Bound<'_, PyAny>, Trap> {
    if let Ok(small) = i64::try_from(value) {
        return new_int(py, small);
    }
    match u64::try_from(value) {
        // SAFETY: makes a new reference or null.
        Ok(unsigned) => owned(py, unsafe { ffi::PyLong_FromUnsignedLongLong(unsigned) }),
        Err(_) => Ok(value.into_pyobject(py).map_err(|_| Trap::Memory)?.into_any()),
    }
}

/// `True` or `False`.
#[inline(always)]
pub fn new_bool(py: Python<'_>, value: bool) -> Result<Bound<'_, PyAny>, Trap> {
    // SAFETY: makes a new reference.
    owned(py, unsafe { ffi::PyBool_FromLong(c_long::from(value)) })
}

/// A new str.
pub fn new_text<'py>(py: Python<'py>, text: &[char]) -> Result<Bound<'py, PyAny>, Trap> {
    // SAFETY: a `char` is a `u32` that is a valid code point; the call copies them.
    owned(py, unsafe {
        ffi::PyUnicode_FromKindAndData(
            ffi::PyUnicode_4BYTE_KIND as std::os::raw::c_int,
            text.as_ptr().cast(),
            text.len() as ffi::Py_ssize_t,
        )
    })
}
