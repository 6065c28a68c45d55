//! Where CPython keeps the attributes of an instance, so that one is read without a look-up of its name.
//!
//! An instance of a class written in Python has the values of its attributes in an array, in the order in which the
//! class's instances were given them first; the class knows the order. Or they are in slots, at fixed places of the object.
//! The interpreter's own fast way to an attribute is this one. Python makes no promise of it, so a place is believed only
//! after it gave, on a real instance, the very object that the look-up gives, and only in the versions of Python named here.

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict, PySet};
use std::os::raw::{c_char, c_void};
use std::sync::atomic::{AtomicBool, Ordering};

/// Where an attribute is in each instance of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Nobody has looked yet.
    Unknown,
    /// At this place of the array of values.
    Value(usize),
    /// So many bytes behind the start of the object.
    Slot(isize),
    /// It must be looked up by its name.
    Nowhere,
}

/// The names that the instances of one class share, as `pycore_dict.h` declares them.
#[repr(C)]
struct Keys {
    references: ffi::Py_ssize_t,
    log2_size: u8,
    log2_index_bytes: u8,
    kind: u8,
    version: u32,
    usable: ffi::Py_ssize_t,
    entries: ffi::Py_ssize_t,
    indices: [c_char; 0],
}

#[repr(C)]
struct Entry {
    key: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
}

/// The head of what `__slots__` makes for a name, as `descrobject.h` declares it.
#[repr(C)]
struct Member {
    base: ffi::PyObject,
    owner: *mut ffi::PyTypeObject,
    name: *mut ffi::PyObject,
    qualname: *mut ffi::PyObject,
    member: *mut ffi::PyMemberDef,
}

/// The kind of `Keys` that instances share.
const SPLIT: u8 = 2;
/// The kind of a member that holds an object, or null where it was never set.
const OBJECT: std::os::raw::c_int = 16;
/// The flag of a type whose instances have an array of values.
#[cfg(Py_3_13)]
const WITH_VALUES: std::os::raw::c_ulong = 1 << 2;
#[cfg(not(Py_3_13))]
const WITH_VALUES: std::os::raw::c_ulong = 1 << 4;

/// Whether the layout of this Python is one that is described here.
const KNOWN: bool = cfg!(all(Py_3_11, not(Py_3_14), not(Py_GIL_DISABLED)));

/// Whether the instances of `class` have an array of values.
///
/// # Safety
/// `class` is a live type object.
unsafe fn has_values(class: *mut ffi::PyTypeObject) -> bool {
    // SAFETY: promised by the caller.
    KNOWN && unsafe { ffi::PyType_GetFlags(class) } & WITH_VALUES != 0
}

/// The array of values of `object`; null where its attributes are in a dict.
///
/// # Safety
/// `object` is a live instance of a class that `has_values`.
#[inline(always)]
unsafe fn values_of(object: *mut ffi::PyObject) -> *mut *mut ffi::PyObject {
    // SAFETY: promised by the caller; what is read is in front of such objects, or behind their fixed part.
    unsafe {
        #[cfg(Py_3_13)]
        {
            // Four bytes (capacity, size, embedded, valid), then, on a word, the values.
            let head = object.cast::<u8>().offset((*ffi::Py_TYPE(object)).tp_basicsize);
            if *head.add(3) == 0 {
                return std::ptr::null_mut();
            }
            head.add(size_of::<usize>()).cast()
        }
        #[cfg(all(Py_3_12, not(Py_3_13)))]
        {
            // One word is the address of a dict, or, with its last bit set, that of the values less one.
            let word = *object.cast::<usize>().sub(3);
            if word & 1 == 0 { std::ptr::null_mut() } else { (word + 1) as *mut *mut ffi::PyObject }
        }
        #[cfg(not(Py_3_12))]
        {
            *object.cast::<*mut *mut ffi::PyObject>().sub(4)
        }
    }
}

/// The names that instances of `class` share; none where they share none.
///
/// # Safety
/// `class` is a live heap type that `has_values`.
unsafe fn keys_of<'a>(class: *mut ffi::PyTypeObject) -> Option<&'a Keys> {
    // SAFETY: promised by the caller; a class keeps its names for as long as it lives.
    unsafe {
        let keys = (*class.cast::<ffi::PyHeapTypeObject>()).ht_cached_keys.cast::<Keys>();
        keys.as_ref().filter(|keys| keys.kind == SPLIT)
    }
}

impl Keys {
    /// The place of `name`, which is interned as all names of attributes are.
    fn find(&self, name: *mut ffi::PyObject) -> Option<usize> {
        // SAFETY: behind the indices there are as many entries as are counted.
        let entries = unsafe {
            let first = self.indices.as_ptr().add(1 << self.log2_index_bytes);
            std::slice::from_raw_parts(first.cast::<Entry>(), self.entries as usize)
        };
        entries.iter().position(|entry| entry.key == name)
    }
}

impl Spot {
    /// The attribute of `object` at this spot; null where it is not there, so that it must be looked up.
    ///
    /// # Safety
    /// The spot was found for the exact class of `object`, which is alive and has not been changed since.
    #[inline(always)]
    pub unsafe fn read(self, object: *mut ffi::PyObject) -> *mut ffi::PyObject {
        // SAFETY: promised by the caller.
        unsafe {
            match self {
                Spot::Value(at) => {
                    let values = values_of(object);
                    if values.is_null() { values.cast() } else { *values.add(at) }
                }
                Spot::Slot(offset) => *object.byte_offset(offset).cast(),
                _ => std::ptr::null_mut(),
            }
        }
    }

    /// Where `name` is in the instances of the class of `object`, of which looking it up gave `found`.
    ///
    /// # Safety
    /// `object` is a live instance of a class written in Python, `name` an interned str.
    #[cold]
    pub unsafe fn find(
        object: *mut ffi::PyObject,
        name: *mut ffi::PyObject,
        found: *mut ffi::PyObject,
    ) -> Spot {
        // SAFETY: promised by the caller. What is found is tried before it is believed.
        unsafe {
            let class = ffi::Py_TYPE(object);
            let spot = match slot(class, name) {
                Some(offset) => Spot::Slot(offset),
                None if !has_values(class) => return Spot::Nowhere,
                None if values_of(object).is_null() => return Spot::Unknown,
                None => match keys_of(class).and_then(|keys| keys.find(name)) {
                    Some(at) => Spot::Value(at),
                    None => return Spot::Nowhere,
                },
            };
            if spot.read(object) == found { spot } else { Spot::Nowhere }
        }
    }
}

/// How far from the start of an object the slot `name` of `class` is; none where it has no such slot.
///
/// # Safety
/// `class` is a live type object, `name` a live str.
unsafe fn slot(class: *mut ffi::PyTypeObject, name: *mut ffi::PyObject) -> Option<isize> {
    if !KNOWN {
        return None;
    }
    // SAFETY: promised by the caller. What a class gives for the name of a slot is the descriptor itself, which the class
    // keeps alive.
    unsafe {
        let found = ffi::PyObject_GetAttr(class.cast(), name);
        if found.is_null() {
            ffi::PyErr_Clear();
            return None;
        }
        ffi::Py_DECREF(found);
        if ffi::Py_TYPE(found) != &raw mut ffi::PyMemberDescr_Type {
            return None;
        }
        let member = &*(*found.cast::<Member>()).member;
        (member.type_code == OBJECT).then_some(member.offset)
    }
}

/// The head of a dict, as `dictobject.h` declares it.
#[repr(C)]
struct Dict {
    base: ffi::PyObject,
    used: ffi::Py_ssize_t,
    version: u64,
    keys: *const Keys,
    values: *const c_void,
}

/// The kind of `Keys` that may be anything.
const GENERAL: u8 = 0;

/// Whether all keys of `dict` are known to be exact texts.
///
/// # Safety
/// `dict` is a live dict.
#[inline(always)]
pub unsafe fn has_text_keys(dict: *mut ffi::PyObject) -> bool {
    // SAFETY: promised by the caller; every dict has keys.
    KNOWN && unsafe { (*(*dict.cast::<Dict>()).keys).kind } != GENERAL
}

/// The number of the state of `dict`: every change gives it a new one, and no other dict has had it. None where the values
/// are kept apart from the keys, as those of an instance's attributes: they may change without the dict.
///
/// # Safety
/// `dict` is a live dict.
#[inline(always)]
pub unsafe fn dict_version(dict: *mut ffi::PyObject) -> Option<u64> {
    // SAFETY: promised by the caller.
    unsafe {
        let dict = dict.cast::<Dict>();
        (KNOWN && DICTS_ARE_NUMBERED.load(Ordering::Relaxed) && (*dict).values.is_null()).then(|| (*dict).version)
    }
}

/// The head of a set, as `setobject.h` declares it.
#[repr(C)]
struct Set {
    base: ffi::PyObject,
    filled: ffi::Py_ssize_t,
    used: ffi::Py_ssize_t,
    mask: ffi::Py_ssize_t,
    table: *const SetEntry,
}

/// A place of a set's table: free where `key` is null, and where an element was removed `hash` is -1, which no hash is.
#[repr(C)]
pub struct SetEntry {
    pub key: *mut ffi::PyObject,
    hash: ffi::Py_hash_t,
}

impl SetEntry {
    /// Whether an element is here.
    #[inline(always)]
    pub fn is_taken(&self) -> bool {
        !self.key.is_null() && self.hash != -1
    }
}

/// The table of `set`, in whose order a loop over it runs; none where its layout is not known.
///
/// # Safety
/// `set` is a live set, which nobody changes while the table is read.
#[inline(always)]
pub unsafe fn set_table<'a>(set: *mut ffi::PyObject) -> Option<&'a [SetEntry]> {
    // SAFETY: promised by the caller; a set has as many places as its mask and one.
    (KNOWN && SETS_ARE_KNOWN.load(Ordering::Relaxed)).then(|| unsafe {
        let set = set.cast::<Set>();
        std::slice::from_raw_parts((*set).table, (*set).mask as usize + 1)
    })
}

/// Set at import, where tables of sets have what loops over the sets give.
static SETS_ARE_KNOWN: AtomicBool = AtomicBool::new(false);

fn tables_are_as_believed(py: Python<'_>) -> PyResult<bool> {
    let set = PySet::empty(py)?;
    SETS_ARE_KNOWN.store(true, Ordering::Relaxed);
    let mut all = true;
    for round in 0..40_i64 {
        set.add(round * 37 % 64)?;
        if round % 5 == 4 {
            set.discard(round * 37 % 64)?;
        }
        // SAFETY: an exact set.
        let table = unsafe { set_table(set.as_ptr()) }.unwrap_or_default();
        let found = table.iter().filter(|entry| entry.is_taken()).map(|entry| entry.key);
        all &= found.eq(set.iter().map(|element| element.as_ptr()));
    }
    Ok(all)
}

/// Set at import, where each kind of change of a dict is seen to change its number.
static DICTS_ARE_NUMBERED: AtomicBool = AtomicBool::new(false);

/// Tries whether dicts have numbers as [`dict_version`] believes, and sets tables as [`set_table`] does; where one change
/// is missed, or one element is another, nothing is believed.
pub fn prepare(py: Python<'_>) {
    let numbered = KNOWN && numbers_change(py).unwrap_or(false);
    DICTS_ARE_NUMBERED.store(numbered, Ordering::Relaxed);
    let known = KNOWN && tables_are_as_believed(py).unwrap_or(false);
    SETS_ARE_KNOWN.store(known, Ordering::Relaxed);
}

fn numbers_change(py: Python<'_>) -> PyResult<bool> {
    let dict = PyDict::new(py);
    let number = || {
        // SAFETY: an exact dict, and `KNOWN` was asked.
        unsafe { (*dict.as_ptr().cast::<Dict>()).version }
    };
    let mut met = vec![number()];
    let mut is_new = || {
        let now = number();
        let new = !met.contains(&now);
        met.push(now);
        new && number() == now
    };
    let mut all = true;
    for round in 0..24 {
        dict.set_item(round, "a")?;
        all &= is_new();
        dict.set_item(round, "b")?;
        all &= is_new();
    }
    dict.del_item(3)?;
    all &= is_new();
    for change in ["popitem", "clear"] {
        dict.call_method0(change)?;
        all &= is_new();
    }
    dict.call_method1("setdefault", (1, 2))?;
    all &= is_new();
    dict.call_method1("update", ([(1, 3)].into_py_dict(py)?,))?;
    all &= is_new();
    dict.call_method1("pop", (1,))?;
    Ok(all && is_new())
}

/// How many names the instances of the class of `object` share, where this very object has no attributes but under these;
/// 0 where it can have none at all but slots. None: it may have any.
///
/// # Safety
/// `object` is a live instance of a class written in Python.
#[inline(always)]
pub unsafe fn shared_names(object: *mut ffi::PyObject) -> Option<usize> {
    // SAFETY: promised by the caller.
    unsafe {
        let class = ffi::Py_TYPE(object);
        if !has_values(class) {
            return (KNOWN && (*class).tp_dictoffset == 0).then_some(0);
        }
        if values_of(object).is_null() {
            return None;
        }
        keys_of(class).map(|keys| keys.entries as usize)
    }
}

/// Whether one of the names that instances of the class of `object` share is among `names`.
///
/// # Safety
/// `object` is a live instance of a class written in Python, with `shared_names`; the names are interned.
#[cold]
pub unsafe fn shares(
    object: *mut ffi::PyObject,
    mut names: impl Iterator<Item = *mut ffi::PyObject>,
) -> bool {
    // SAFETY: promised by the caller.
    unsafe {
        let class = ffi::Py_TYPE(object);
        if !has_values(class) {
            return false;
        }
        keys_of(class).is_none_or(|keys| names.any(|name| keys.find(name).is_some()))
    }
}
