//! The commit: the changes to the caller's lists, dicts, sets and objects, all or nothing.
//!
//! While a call plans its changes every new object is made and every list that grows has grown, with its new
//! elements. [`Writes::make`] then makes the changes that may want memory, those of dicts, sets and attributes, beside
//! copies of what they change. Until here everything can fail, and dropping the plan takes it back.
//! [`Writes::commit`] only puts finished objects into slots and shortens lists.

use super::super::random::Random;
use super::super::seq;
use super::super::trap::Trap;
use super::callback;
use super::item::{Item, owned};
use super::output::Printed;
use super::twister::Place;
use super::value::{Plan, Value};
use pyo3::ffi;
use pyo3::prelude::*;
use std::alloc::{Layout, alloc};
use std::sync::atomic::{AtomicBool, Ordering};

/// Something that was changed could not be put back as it was, so Python must not run on it: the call raises
/// `MemoryError`, as the Python original would where memory ends in its middle.
static SPOILED: AtomicBool = AtomicBool::new(false);

/// Whether the call that ends now left something changed; asking makes it forgotten.
pub(super) fn was_spoiled() -> bool {
    SPOILED.load(Ordering::Relaxed) && SPOILED.swap(false, Ordering::Relaxed)
}

/// `PyList_SetSlice` needs no memory to remove this many elements from the end of a list.
const REMOVED_AT_ONCE: ffi::Py_ssize_t = 8;

/// The planned changes of one call. While it exists the garbage collector rests, so that making objects
/// cannot run somebody's finaliser, which could change the lists in between.
pub struct Writes<'py> {
    py: Python<'py>,
    slots: Vec<Slot<'py>>,
    attributes: Vec<Attribute<'py>>,
    arrays: Vec<Box<dyn FnOnce() + 'py>>,
    grown: Vec<Resize<'py>>,
    shortened: Vec<Resize<'py>>,
    /// New keys of dicts, which are there already.
    added: Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>,
    /// Changes of dicts and sets, in order.
    later: Vec<Change<'py>>,
    /// How many of `attributes` are set, and how many of `later` were begun.
    set: usize,
    begun: usize,
    copies: Vec<Copied<'py>>,
    refills: Vec<Refill<'py>>,
    /// How many of `refills` were begun.
    filled: usize,
    states: Vec<State<'py>>,
    printed: Option<Printed<'py>>,
    collector_was_on: bool,
}

/// One change of a dict or set. Only exact ones with exact keys, so no Python code runs.
pub enum Change<'py> {
    /// `dict[key] = value`.
    Put(Bound<'py, PyAny>, Bound<'py, PyAny>, Bound<'py, PyAny>),
    /// `del dict[key]`.
    Remove(Bound<'py, PyAny>, Bound<'py, PyAny>),
    /// `set.add(key)`.
    Add(Bound<'py, PyAny>, Bound<'py, PyAny>),
    /// `set.discard(key)`.
    Discard(Bound<'py, PyAny>, Bound<'py, PyAny>),
    /// `set.clear()`.
    Clear(Bound<'py, PyAny>),
}

impl<'py> Change<'py> {
    fn object(&self) -> &Bound<'py, PyAny> {
        match self {
            Change::Put(object, ..)
            | Change::Remove(object, _)
            | Change::Add(object, _)
            | Change::Discard(object, _)
            | Change::Clear(object) => object,
        }
    }

    /// Makes the change; fails where there is no memory.
    pub fn make(&self) -> Result<(), Trap> {
        // SAFETY: the objects are held, exact dicts and sets, and hashable keys; the calls take references of their own.
        let status = unsafe {
            match self {
                Change::Put(dict, key, value) => {
                    ffi::PyDict_SetItem(dict.as_ptr(), key.as_ptr(), value.as_ptr())
                }
                Change::Remove(dict, key) => ffi::PyDict_DelItem(dict.as_ptr(), key.as_ptr()),
                Change::Add(set, key) => ffi::PySet_Add(set.as_ptr(), key.as_ptr()),
                Change::Discard(set, key) => ffi::PySet_Discard(set.as_ptr(), key.as_ptr()).min(0),
                Change::Clear(set) => ffi::PySet_Clear(set.as_ptr()),
            }
        };
        if status < 0 {
            // SAFETY: an error is set; the trap replaces it.
            unsafe { ffi::PyErr_Clear() };
            return Err(Trap::Memory);
        }
        Ok(())
    }
}

/// A deque or bytearray that is filled anew.
struct Refill<'py> {
    deque: Bound<'py, PyAny>,
    old: Bound<'py, PyAny>,
    new: Bound<'py, PyAny>,
}

impl<'py> Refill<'py> {
    /// Takes out what is in it; fails, and changes nothing, where somebody looks into the memory of a bytearray.
    fn clear(&self) -> Result<(), Trap> {
        self.deque
            .call_method0("clear")
            .map(drop)
            .map_err(|_| Trap::Alias)
    }

    /// Puts `items` in; fails where there is no memory.
    fn fill(&self, items: &Bound<'py, PyAny>) -> Result<(), Trap> {
        let filled = self.deque.call_method1("extend", (items,));
        filled.map(drop).map_err(|_| Trap::Memory)
    }
}

/// The state that a generator gets, in its memory.
struct State<'py> {
    _generator: Bound<'py, PyAny>,
    place: Place,
    used: usize,
    /// Where they are others than before.
    words: Option<Vec<u32>>,
}

struct Slot<'py> {
    list: *mut ffi::PyObject,
    index: ffi::Py_ssize_t,
    new: Bound<'py, PyAny>,
}

struct Attribute<'py> {
    object: Bound<'py, PyAny>,
    name: Py<PyAny>,
    new: Bound<'py, PyAny>,
    /// Kept to the end, so that nothing is freed while changes are made.
    old: Py<PyAny>,
}

impl Attribute<'_> {
    /// Puts another object into the place of an attribute that is there, which should need no memory.
    fn set(&self, new: *mut ffi::PyObject) -> Result<(), Trap> {
        // SAFETY: live objects; the class has no hook around its attributes.
        let status =
            unsafe { ffi::PyObject_GenericSetAttr(self.object.as_ptr(), self.name.as_ptr(), new) };
        if status < 0 {
            // SAFETY: an error is set; the trap replaces it.
            unsafe { ffi::PyErr_Clear() };
            return Err(Trap::Memory);
        }
        Ok(())
    }
}

/// A dict or set that changes, and a copy of it from before.
struct Copied<'py> {
    object: Bound<'py, PyAny>,
    before: Bound<'py, PyAny>,
    /// Its first change in `later`.
    first: usize,
    /// Keys leave it, so others may change their places.
    moves: bool,
}

impl Copied<'_> {
    /// Makes the object what it was; where that is not possible the call is spoiled.
    fn restore(&self) {
        let (object, before) = (self.object.as_ptr(), self.before.as_ptr());
        // SAFETY: exact dicts or sets, which are held; with their keys no Python code runs. What was replaced lives on
        // in the copy. Errors are taken.
        unsafe {
            if ffi::PyDict_Check(object) != 0 {
                if self.moves {
                    ffi::PyDict_Clear(object);
                }
                // Into keys that are there this needs no memory, else about as much as was just given back.
                if ffi::PyDict_Update(object, before) == 0 {
                    return;
                }
                ffi::PyErr_Clear();
            } else {
                // The elements come back; their order, which the Python original could see, may be another.
                ffi::PySet_Clear(object);
                let same = ffi::PyNumber_InPlaceOr(object, before);
                if same.is_null() {
                    ffi::PyErr_Clear();
                } else {
                    ffi::Py_DECREF(same);
                }
            }
        }
        SPOILED.store(true, Ordering::Relaxed);
    }
}

struct Resize<'py> {
    list: Bound<'py, PyAny>,
    length: ffi::Py_ssize_t,
}

impl<'py> Writes<'py> {
    /// Nothing planned yet.
    pub fn new(py: Python<'py>) -> Self {
        Writes {
            py,
            slots: Vec::new(),
            attributes: Vec::new(),
            arrays: Vec::new(),
            grown: Vec::new(),
            shortened: Vec::new(),
            added: Vec::new(),
            later: Vec::new(),
            set: 0,
            begun: 0,
            copies: Vec::new(),
            refills: Vec::new(),
            filled: 0,
            states: Vec::new(),
            printed: None,
            // SAFETY: the interpreter is held.
            collector_was_on: unsafe { ffi::PyGC_Disable() } != 0,
        }
    }

    /// The proof that the interpreter is held.
    pub fn py(&self) -> Python<'py> {
        self.py
    }

    /// Plans that the argument `object` stands for `value`, as a `V`.
    pub fn plan<V: Value>(
        &mut self,
        object: &Bound<'py, PyAny>,
        value: &V::Rust,
    ) -> Result<(), Trap> {
        match V::plan(Item::from(object), value, self)? {
            Plan::Keep => Ok(()),
            // An argument itself cannot be exchanged for another object.
            Plan::Replace(_) => Err(Trap::Alias),
        }
    }

    /// Plans that slot `index` of `list` holds `new`.
    pub(super) fn assign(
        &mut self,
        list: Item<'_>,
        index: usize,
        new: Bound<'py, PyAny>,
    ) -> Result<(), Trap> {
        self.slots.try_reserve(1).map_err(|_| Trap::Memory)?;
        self.slots.push(Slot {
            list: list.as_ptr(),
            index: index as ffi::Py_ssize_t,
            new,
        });
        Ok(())
    }

    /// Plans that the attribute `name` of `object`, which is there and holds `old`, holds `new`.
    pub(super) fn set_attribute(
        &mut self,
        object: Item<'_>,
        name: &Py<PyAny>,
        new: Bound<'py, PyAny>,
        old: Py<PyAny>,
    ) -> Result<(), Trap> {
        self.attributes.try_reserve(1).map_err(|_| Trap::Memory)?;
        let object = self.hold(object);
        self.attributes.push(Attribute {
            object,
            name: name.clone_ref(self.py),
            new,
            old,
        });
        Ok(())
    }

    /// Plans a change of an array's memory, which cannot fail.
    pub(super) fn change_array(&mut self, change: impl FnOnce() + 'py) -> Result<(), Trap> {
        self.arrays.try_reserve(1).map_err(|_| Trap::Memory)?;
        self.arrays.push(boxed(change)?);
        Ok(())
    }

    /// Puts the elements of `tail` at the end of `list`; taken back where the call does not commit.
    pub(super) fn extend(&mut self, list: Item<'_>, tail: &Bound<'py, PyAny>) -> Result<(), Trap> {
        self.grown.try_reserve(1).map_err(|_| Trap::Memory)?;
        let list = self.hold(list);
        // SAFETY: both are exact lists, `tail` is new; on failure the list is as it was and an error is set.
        unsafe {
            let length = ffi::PyList_GET_SIZE(list.as_ptr());
            if ffi::PyList_SetSlice(list.as_ptr(), length, length, tail.as_ptr()) != 0 {
                ffi::PyErr_Clear();
                return Err(Trap::Memory);
            }
            self.grown.push(Resize { list, length });
        }
        Ok(())
    }

    /// Plans that `list` keeps its first `length` elements only.
    pub(super) fn shorten(&mut self, list: Item<'_>, length: usize) -> Result<(), Trap> {
        self.shortened.try_reserve(1).map_err(|_| Trap::Memory)?;
        let list = self.hold(list);
        self.shortened.push(Resize {
            list,
            length: length as ffi::Py_ssize_t,
        });
        Ok(())
    }

    /// Plans a change of a dict or set.
    pub(super) fn later(&mut self, change: Change<'py>) -> Result<(), Trap> {
        self.later.try_reserve(1).map_err(|_| Trap::Memory)?;
        self.later.push(change);
        Ok(())
    }

    /// Plans that `deque`, which holds the elements of the list `old`, holds those of the list `new`.
    pub(super) fn refill(
        &mut self,
        deque: Bound<'py, PyAny>,
        old: Bound<'py, PyAny>,
        new: Bound<'py, PyAny>,
    ) -> Result<(), Trap> {
        self.refills.try_reserve(1).map_err(|_| Trap::Memory)?;
        self.refills.push(Refill { deque, old, new });
        Ok(())
    }

    /// Plans that `generator` gets the state `new` at its place.
    pub(super) fn set_state(
        &mut self,
        generator: Bound<'py, PyAny>,
        place: Place,
        new: &Random,
    ) -> Result<(), Trap> {
        self.states.try_reserve(1).map_err(|_| Trap::Memory)?;
        let words = new.new_words().map(seq::copy).transpose()?;
        self.states.push(State {
            _generator: generator,
            place,
            used: new.state().1,
            words,
        });
        Ok(())
    }

    /// Puts a new entry at the end of `dict`; taken back where the call does not commit. Where the key was there
    /// before (it was removed and came again), or `waits` for such a one, it is put at the commit; says whether.
    pub(super) fn put_new(
        &mut self,
        dict: &Bound<'py, PyAny>,
        key: Bound<'py, PyAny>,
        value: Bound<'py, PyAny>,
        waits: bool,
    ) -> Result<bool, Trap> {
        self.added.try_reserve(1).map_err(|_| Trap::Memory)?;
        // SAFETY: an exact dict and a key of an exact type; null where the key is not there.
        let known = unsafe { !ffi::PyDict_GetItemWithError(dict.as_ptr(), key.as_ptr()).is_null() };
        if known || waits {
            self.later(Change::Put(dict.clone(), key, value))?;
            return Ok(true);
        }
        Change::Put(dict.clone(), key.clone(), value).make()?;
        self.added.push((dict.clone(), key));
        Ok(false)
    }

    /// Makes the changes of attributes, dicts and sets. Where it fails nothing is changed once the plan is dropped.
    pub fn make(&mut self) -> Result<(), Trap> {
        self.copy_what_changes()?;
        for attribute in &self.attributes {
            attribute.set(attribute.new.as_ptr())?;
            self.set += 1;
        }
        for change in &self.later {
            self.begun += 1;
            change.make()?;
        }
        for refill in &self.refills {
            refill.clear()?;
            self.filled += 1;
            refill.fill(&refill.new)?;
        }
        for state in &self.states {
            state.place.write(state.words.as_deref(), state.used);
        }
        Ok(())
    }

    fn copy_what_changes(&mut self) -> Result<(), Trap> {
        for (index, change) in self.later.iter().enumerate() {
            let object = change.object();
            let known = self
                .copies
                .last()
                .is_some_and(|last| last.object.is(object));
            if !known {
                self.copies.try_reserve(1).map_err(|_| Trap::Memory)?;
                // SAFETY: an exact dict or set; gives a new one, or null with an error, which `owned` takes.
                let before = owned(self.py, unsafe {
                    if ffi::PyDict_Check(object.as_ptr()) != 0 {
                        ffi::PyDict_Copy(object.as_ptr())
                    } else {
                        ffi::PySet_New(object.as_ptr())
                    }
                })
                .map_err(|_| Trap::Memory)?;
                self.copies.push(Copied {
                    object: object.clone(),
                    before,
                    first: index,
                    moves: false,
                });
            }
            if let (Change::Remove(..), Some(last)) = (change, self.copies.last_mut()) {
                last.moves = true;
            }
        }
        Ok(())
    }

    /// Plans that a text is written at the very end.
    pub(super) fn print(&mut self, printed: Printed<'py>) {
        self.printed = Some(printed);
    }

    /// Makes every other planned change, after [`Writes::make`]. Nothing here can fail, but writing what was printed,
    /// which comes last: what it raises is raised by the call.
    pub fn commit(mut self) {
        self.put();
        let printed = self.printed.take();
        drop(self);
        if let Some(Err(error)) = printed.map(Printed::write) {
            callback::pass_on(error);
        }
    }

    fn put(&mut self) {
        for Slot { list, index, new } in self.slots.drain(..) {
            // SAFETY: an exact list which the caller holds and nobody changed since it was read, so the slot is
            // there; the old element is released after the new one is in place.
            unsafe {
                let old = ffi::PyList_GET_ITEM(list, index);
                ffi::PyList_SET_ITEM(list, index, new.into_ptr());
                ffi::Py_DECREF(old);
            }
        }
        for change in self.arrays.drain(..) {
            change();
        }
        self.grown.clear();
        self.added.clear();
        (self.set, self.begun, self.filled) = (0, 0, 0);
        for resize in self.shortened.drain(..) {
            cut(&resize);
        }
    }

    pub(super) fn hold(&self, list: Item<'_>) -> Bound<'py, PyAny> {
        // SAFETY: a live object; the call makes a reference of its own.
        unsafe { Bound::from_borrowed_ptr(self.py, list.as_ptr()) }
    }
}

/// `Box::new`, which says so where there is no memory.
fn boxed<T>(value: T) -> Result<Box<T>, Trap> {
    let layout = Layout::new::<T>();
    if layout.size() == 0 {
        return Ok(Box::new(value)); // takes no memory
    }
    // SAFETY: the size is not 0.
    let place = unsafe { alloc(layout) }.cast::<T>();
    if place.is_null() {
        return Err(Trap::Memory);
    }
    // SAFETY: new memory for a `T`, from the allocator that a box gives it back to.
    unsafe {
        place.write(value);
        Ok(Box::from_raw(place))
    }
}

impl Drop for Writes<'_> {
    /// Takes back what was planned and not committed, and wakes the collector.
    fn drop(&mut self) {
        for copied in self.copies.drain(..).rev() {
            if copied.first < self.begun {
                copied.restore();
            }
        }
        for refill in self.refills[..self.filled].iter().rev() {
            if refill
                .clear()
                .and_then(|()| refill.fill(&refill.old))
                .is_err()
            {
                SPOILED.store(true, Ordering::Relaxed);
            }
        }
        for attribute in self.attributes[..self.set].iter().rev() {
            if attribute.set(attribute.old.as_ptr()).is_err() {
                SPOILED.store(true, Ordering::Relaxed);
            }
        }
        for resize in self.grown.drain(..).rev() {
            cut(&resize);
        }
        for (dict, key) in self.added.drain(..).rev() {
            // Taking out a key that is there should need no memory.
            if Change::Remove(dict, key).make().is_err() {
                SPOILED.store(true, Ordering::Relaxed);
            }
        }
        if self.collector_was_on {
            // SAFETY: the interpreter is held.
            unsafe { ffi::PyGC_Enable() };
        }
    }
}

/// Removes what is behind the first `length` elements, in steps that need no memory.
fn cut(resize: &Resize<'_>) {
    let list = resize.list.as_ptr();
    // SAFETY: an exact list that is held; the bounds are inside it.
    unsafe {
        let mut end = ffi::PyList_GET_SIZE(list);
        while end > resize.length {
            let start = resize.length.max(end - REMOVED_AT_ONCE);
            if ffi::PyList_SetSlice(list, start, end, std::ptr::null_mut()) != 0 {
                // The allocator refused to make a block smaller: the list is as it was, and keeps the room.
                ffi::PyErr_Clear();
                cut_in_place(list, start, end);
            }
            end = start;
        }
    }
}

/// Removes the elements from `start` to `end`, the end of the list, and leaves its memory alone.
///
/// # Safety
/// An exact list with these elements.
unsafe fn cut_in_place(list: *mut ffi::PyObject, start: ffi::Py_ssize_t, end: ffi::Py_ssize_t) {
    // SAFETY: first the list lets go of the elements, then they are released; a list may be shorter than its memory.
    unsafe {
        let items = (*list.cast::<ffi::PyListObject>()).ob_item;
        (*list.cast::<ffi::PyVarObject>()).ob_size = start;
        for index in start..end {
            ffi::Py_DECREF(*items.offset(index));
        }
    }
}
