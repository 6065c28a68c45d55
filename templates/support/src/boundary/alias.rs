//! The test that an argument which is changed is reached by one way only.
//!
//! The core works on copies of lists (and on the memory of arrays), so a write through one name would not show
//! through another name of the same object. Where that could matter, the call traps.

use super::super::trap::Trap;
use super::item::Item;
use super::value::Value;
use std::cell::RefCell;
use std::ops::Range;

thread_local! {
    static CHANGED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// While it lives, some objects must not be read in place.
pub struct Changed(());

impl Drop for Changed {
    fn drop(&mut self) {
        CHANGED.set(Vec::new());
    }
}

/// Traps where the object at `identity` is one that the call in hand changes.
#[inline]
pub(super) fn is_unchanged(identity: usize) -> Result<(), Trap> {
    if CHANGED.with_borrow(|changed| changed.contains(&identity)) {
        return Err(Trap::Alias);
    }
    Ok(())
}

/// The objects that can be changed in place, of all arguments of one call.
#[derive(Default)]
pub struct Aliases {
    objects: Vec<(usize, bool)>,
    memory: Vec<(Range<usize>, bool)>,
}

impl Aliases {
    /// Nothing noted yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes an argument that the core changes.
    #[must_use]
    pub fn changed<'a, V: Value>(mut self, object: impl Into<Item<'a>>) -> Self {
        V::visit(object.into(), true, &mut self);
        self
    }

    /// Notes an argument that the core only reads.
    #[must_use]
    pub fn read<'a, V: Value>(mut self, object: impl Into<Item<'a>>) -> Self {
        V::visit(object.into(), false, &mut self);
        self
    }

    /// Notes one object by its address.
    pub fn object(&mut self, identity: usize, changed: bool) {
        self.objects.push((identity, changed));
    }

    /// Notes the memory from the first to the last byte of an array; an empty array has none.
    pub fn memory(&mut self, bytes: Range<usize>, changed: bool) {
        if !bytes.is_empty() {
            self.memory.push((bytes, changed));
        }
    }

    /// Traps where an object or memory that is changed was noted twice.
    pub fn check(mut self) -> Result<(), Trap> {
        self.objects.sort_unstable();
        let twice = self
            .objects
            .windows(2)
            .any(|pair| pair[0].0 == pair[1].0 && (pair[0].1 || pair[1].1));
        if twice || self.memory_overlaps() {
            return Err(Trap::Alias);
        }
        Ok(())
    }

    /// Keeps in mind which objects the core changes, for as long as what is returned lives: what it changes is a copy, so
    /// the object itself must not be read in place meanwhile.
    pub fn keep_changed(self) -> Changed {
        let objects = self.objects.into_iter();
        let changed: Vec<usize> = objects.filter_map(|(one, changed)| changed.then_some(one)).collect();
        CHANGED.set(changed);
        Changed(())
    }

    /// Compares every changed range with every other: there are as many as array arguments, a handful.
    fn memory_overlaps(&self) -> bool {
        self.memory.iter().enumerate().any(|(index, (one, changed))| {
            self.memory[index + 1..].iter().any(|(other, also)| {
                (*changed || *also) && one.start < other.end && other.start < one.end
            })
        })
    }
}
