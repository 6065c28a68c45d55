//! Arguments that come in again: what was made of them is kept, and brought up to what they are now.
//!
//! A tokenizer's vocabulary, an index, a table of the module: large, the same object in every call, and touched in a few
//! places. Converting it each time would cost more than the call. So a [`Keeper`] keeps the Rust value of an object that
//! came in twice, and what was seen when it was made. The next time only what is no longer the same is converted.
//!
//! What "the same" means: an exact `int`, `float`, `str` or tuple of such never changes, so the very object has the very
//! value. Kept values hold on to such objects, so that no other object can take their place in memory. A list is compared
//! element by element, by address. A dict has a number that changes with every change of it, and that no other dict ever
//! has. Objects are looked at attribute by attribute; what the call may change is converted anew.

use super::super::seq::with_room;
use super::super::trap::Trap;
use super::item::Item;
use super::value::Value;
use pyo3::prelude::*;
use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

/// How a value that was made before is brought up to date.
pub trait Keep: Value {
    /// What is remembered of an object, to see later whether it is still what it was.
    type Seen;

    /// Reads `object` as [`Value::load`] does, and remembers what was seen.
    fn first(object: Item<'_>, work: &mut Work) -> Result<(Self::Rust, Self::Seen), Trap>;

    /// Makes `value` what [`Value::load`] would give for `object`, which may be another one than before. Where it traps,
    /// `value` and `seen` are worth nothing any more.
    fn refresh(
        object: Item<'_>,
        value: &mut Self::Rust,
        seen: &mut Self::Seen,
        work: &mut Work,
    ) -> Result<(), Trap>;
}

/// How many elements were found as they were, and how many were converted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Work {
    /// Elements that are what they were.
    pub same: usize,
    /// Elements that were converted.
    pub anew: usize,
}

/// Types that are converted each time: it costs little, or nothing tells whether they changed.
macro_rules! reloads {
    ($([$($generics:tt)*] $kind:ty;)*) => {$(
        impl<$($generics)*> Keep for $kind {
            type Seen = ();

            #[inline(always)]
            fn first(object: Item<'_>, _work: &mut Work) -> Result<(Self::Rust, ()), Trap> {
                Ok((<$kind as Value>::load(object)?, ()))
            }

            #[inline(always)]
            fn refresh(
                object: Item<'_>,
                value: &mut Self::Rust,
                _seen: &mut (),
                _work: &mut Work,
            ) -> Result<(), Trap> {
                *value = <$kind as Value>::load(object)?;
                Ok(())
            }
        }
    )*};
}
#[allow(unused_imports, reason = "a crate without classes, functions or enumerations as values has no use for it")]
pub(crate) use reloads;

reloads! {
    [] super::Int;
    [] super::Long;
    [] super::Float;
    [] super::ComplexOf;
    [] super::Bool;
    [] super::NoneValue;
    [] super::EmptyTuple;
    [] super::Char;
    [] super::Bytes;
    [] super::ByteArray;
    [] super::RandomOf;
    [const KINDS: u8] super::NumberOf<KINDS>;
    [const KINDS: u8] super::MixedOf<KINDS>;
    [T: super::dtype::Dtype] super::Np<T>;
    [T: super::dtype::Dtype, const N: usize] super::ArrayOf<T, N>;
    [const LEGACY: bool] super::draws::NpRng<LEGACY>;
    [E: Value] super::DequeOf<E>;
}

/// Of types of which the very object has the very value: the object, held so that no other takes its place.
pub struct Same(Py<PyAny>);

impl Same {
    /// Remembers `object`.
    #[inline(always)]
    pub fn new(object: Item<'_>) -> Self {
        Same(object.kept())
    }

    /// Whether `object` is the one.
    #[inline(always)]
    pub fn is(&self, object: Item<'_>) -> bool {
        self.0.as_ptr() == object.as_ptr()
    }
}

impl Keep for super::Str {
    type Seen = Same;

    #[inline]
    fn first(object: Item<'_>, work: &mut Work) -> Result<(Self::Rust, Same), Trap> {
        let value = Self::load(object)?;
        work.anew += value.len() / 4;
        Ok((value, Same::new(object)))
    }

    #[inline]
    fn refresh(
        object: Item<'_>,
        value: &mut Self::Rust,
        seen: &mut Same,
        work: &mut Work,
    ) -> Result<(), Trap> {
        if seen.is(object) {
            work.same += value.len() / 4;
        } else {
            (*value, *seen) = Self::first(object, work)?;
        }
        Ok(())
    }
}

/// How many kept values there are of one argument, how many elements they have together, and of how many earlier calls the
/// objects are known.
const MOST: usize = 8;
const MOST_ELEMENTS: usize = 4_000_000;
const EARLIER: usize = 16;
/// Of less than this it is not worth it to keep anything.
const LEAST: usize = 8;
/// After so many calls in which keeping did not help, so many calls do without, and each time twice as many.
const LOSSES: u32 = 4;
const CALLS_WITHOUT: u32 = 64;
const MOST_DOUBLINGS: u32 = 10;

/// Keeps what was made of one argument; a `static` beside the boundary function.
pub struct Keeper<V: Keep>(RefCell<Shelf<V>>);

// SAFETY: what touches the cell takes a `Bound` or is dropped beside one, and the extension declares that it needs the
// interpreter's lock (`gil_used`), so one thread at a time is in it. While a call computes without the lock, its value is
// not on the shelf.
unsafe impl<V: Keep> Sync for Keeper<V> {}

struct Shelf<V: Keep> {
    entries: Vec<Box<Entry<V>>>,
    earlier: [usize; EARLIER],
    turn: usize,
    losses: u32,
    without: u32,
    doublings: u32,
}

struct Entry<V: Keep> {
    identity: usize,
    elements: usize,
    value: V::Rust,
    seen: V::Seen,
}

impl<V: Keep> Default for Keeper<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: Keep> Keeper<V> {
    /// Nothing is kept yet.
    pub const fn new() -> Self {
        Keeper(RefCell::new(Shelf {
            entries: Vec::new(),
            earlier: [0; EARLIER],
            turn: 0,
            losses: 0,
            without: 0,
            doublings: 0,
        }))
    }

    /// Reads the argument `object` as a `V`, with the help of what is kept of it.
    #[inline]
    pub fn of(&'static self, object: &Bound<'_, PyAny>) -> Result<Kept<V>, Trap> {
        let object = Item::from(object);
        let identity = object.identity();
        let Some(earlier) = self.0.borrow_mut().take(identity) else {
            return self.anew(object);
        };
        let mut entry = earlier;
        let mut work = Work::default();
        V::refresh(object, &mut entry.value, &mut entry.seen, &mut work)?;
        entry.elements = work.same + work.anew;
        if self.0.borrow_mut().pays(work) {
            return Ok(Kept(Held::Entry(entry, self)));
        }
        Ok(Kept(Held::Plain(entry.value)))
    }

    fn anew(&'static self, object: Item<'_>) -> Result<Kept<V>, Trap> {
        if !self.0.borrow_mut().comes_again(object.identity()) {
            return V::load(object).map(|value| Kept(Held::Plain(value)));
        }
        let mut work = Work::default();
        let (value, seen) = V::first(object, &mut work)?;
        let elements = work.anew;
        if !(LEAST..=MOST_ELEMENTS).contains(&elements) {
            self.0.borrow_mut().pays(work);
            return Ok(Kept(Held::Plain(value)));
        }
        let identity = object.identity();
        let entry = Entry { identity, elements, value, seen };
        Ok(Kept(Held::Entry(Box::new(entry), self)))
    }
}

impl<V: Keep> Shelf<V> {
    #[inline]
    fn take(&mut self, identity: usize) -> Option<Box<Entry<V>>> {
        let at = self.entries.iter().position(|entry| entry.identity == identity)?;
        Some(self.entries.swap_remove(at))
    }

    fn put(&mut self, entry: Box<Entry<V>>) {
        self.entries.retain(|other| other.identity != entry.identity);
        self.entries.push(entry);
        let mut elements: usize = self.entries.iter().map(|entry| entry.elements).sum();
        while self.entries.len() > MOST || elements > MOST_ELEMENTS {
            elements -= self.entries.remove(0).elements;
        }
    }

    /// Whether the object at `identity` came in lately, and it is worth the try to keep it.
    fn comes_again(&mut self, identity: usize) -> bool {
        if self.without > 0 {
            self.without -= 1;
            return false;
        }
        if self.earlier.contains(&identity) {
            return true;
        }
        self.earlier[self.turn % EARLIER] = identity;
        self.turn = self.turn.wrapping_add(1);
        false
    }

    /// Notes whether keeping helped in a call; after it did not in several, the next ones do without.
    fn pays(&mut self, work: Work) -> bool {
        if work.same > work.anew {
            self.losses = self.losses.saturating_sub(1);
            return true;
        }
        self.losses += 1;
        if self.losses < LOSSES {
            return true;
        }
        self.losses = 0;
        self.without = CALLS_WITHOUT << self.doublings;
        self.doublings = (self.doublings + 1).min(MOST_DOUBLINGS);
        self.entries.clear();
        self.earlier = [0; EARLIER];
        false
    }
}

/// What an argument is in Rust, for the time of a call.
pub struct Kept<V: Keep + 'static>(Held<V>);

enum Held<V: Keep + 'static> {
    Plain(V::Rust),
    Entry(Box<Entry<V>>, &'static Keeper<V>),
    Gone,
}

impl<V: Keep> Deref for Kept<V> {
    type Target = V::Rust;

    #[inline(always)]
    fn deref(&self) -> &V::Rust {
        match &self.0 {
            Held::Plain(value) => value,
            Held::Entry(entry, _) => &entry.value,
            Held::Gone => unreachable!("only dropping takes it away"),
        }
    }
}

impl<V: Keep> DerefMut for Kept<V> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut V::Rust {
        match &mut self.0 {
            Held::Plain(value) => value,
            Held::Entry(entry, _) => &mut entry.value,
            Held::Gone => unreachable!("only dropping takes it away"),
        }
    }
}

impl<V: Keep> Drop for Kept<V> {
    /// Back on the shelf, but after a panic, which may have left anything behind.
    fn drop(&mut self) {
        if let Held::Entry(entry, keeper) = std::mem::replace(&mut self.0, Held::Gone)
            && !std::thread::panicking()
        {
            keeper.0.borrow_mut().put(entry);
        }
    }
}

/// The values and what was seen of `items`, one by one.
pub(super) fn all_first<'a, E: Keep>(
    items: impl ExactSizeIterator<Item = Item<'a>>,
    work: &mut Work,
) -> Result<(Vec<E::Rust>, Vec<E::Seen>), Trap> {
    let (mut values, mut seen) = (with_room(items.len())?, with_room(items.len())?);
    for item in items {
        let (value, remembered) = E::first(item, work)?;
        values.push(value);
        seen.push(remembered);
    }
    Ok((values, seen))
}
