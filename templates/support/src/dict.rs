//! Python's `dict`: a map that keeps the order of insertion.
//!
//! As in CPython, the entries lie in a row in the order of their insertion, and a table of places finds them by hash.
//! A removed entry leaves a gap, so removing takes the same time wherever the entry is; gaps go when the table grows.

use super::seq;
use super::trap::Trap;
use std::borrow::Borrow;
use std::hash::{Hash, Hasher};

const EMPTY: u32 = u32::MAX;
const SMALLEST: usize = 8;

/// A fast hash without secret: the keys are the program's own, as Python's ints are.
#[derive(Default)]
struct Mixer(u64);

impl Mixer {
    #[inline(always)]
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(26) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for Mixer {
    #[inline]
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.add(u64::from_le_bytes(word));
        }
    }

    #[inline(always)]
    fn write_u8(&mut self, n: u8) {
        self.add(u64::from(n));
    }

    #[inline(always)]
    fn write_u32(&mut self, n: u32) {
        self.add(u64::from(n));
    }

    #[inline(always)]
    fn write_i64(&mut self, n: i64) {
        self.add(n as u64);
    }

    #[inline(always)]
    fn write_usize(&mut self, n: usize) {
        self.add(n as u64);
    }
}

#[inline(always)]
fn hash_of<Q: Hash + ?Sized>(key: &Q) -> u64 {
    let mut mixer = Mixer::default();
    key.hash(&mut mixer);
    mixer.finish()
}

/// Python's `dict`.
#[derive(Clone, Debug)]
pub struct Dict<K, V> {
    entries: Vec<Option<(K, V)>>,
    table: Vec<u32>,
    /// How many slots of the table are taken; also by entries that are gone.
    taken: usize,
    len: usize,
    /// Counts insertions and removals of keys: a loop over the dict must see none.
    changes: u64,
    /// Whether a value was replaced or an entry removed, so that an object that Python holds may be gone.
    replaced: bool,
}

impl<K, V> Default for Dict<K, V> {
    fn default() -> Self {
        Dict {
            entries: Vec::new(),
            table: Vec::new(),
            taken: 0,
            len: 0,
            changes: 0,
            replaced: false,
        }
    }
}

/// How far a loop over a dict that changes its values has come.
#[derive(Clone, Copy, Debug)]
pub struct Cursor {
    place: usize,
    changes: u64,
}

impl<K: Hash + Eq, V> Dict<K, V> {
    /// `{}`.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// `{key: value, …}`.
    pub fn of<const N: usize>(entries: [(K, V); N]) -> Result<Self, Trap> {
        let mut made = Self::new();
        for (key, value) in entries {
            made.put(key, value)?;
        }
        Ok(made)
    }

    /// `len(d)`.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// `not d`.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Where the entry of `key` is, or else the free slot of the table for it.
    #[inline]
    fn find<Q>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        if self.table.is_empty() {
            return Err(0);
        }
        let mask = self.table.len() - 1;
        let mut slot = hash_of(key) as usize & mask;
        loop {
            match self.table[slot] {
                EMPTY => return Err(slot),
                place => {
                    if let Some(Some((known, _))) = self.entries.get(place as usize)
                        && known.borrow() == key
                    {
                        return Ok(place as usize);
                    }
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    /// `key in d`.
    #[inline]
    pub fn contains<Q>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.find(key).is_ok()
    }

    /// The value of `key`, if there is one.
    #[inline]
    pub fn get<Q>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let place = self.find(key).ok()?;
        self.entries[place].as_ref().map(|(_, value)| value)
    }

    /// `d[key]`: a missing key traps.
    #[inline]
    pub fn at<Q>(&self, key: &Q) -> Result<&V, Trap>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.get(key).ok_or(Trap::Index)
    }

    /// `d[key]`, to change in place: a missing key traps.
    #[inline]
    pub fn at_mut<Q>(&mut self, key: &Q) -> Result<&mut V, Trap>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let place = self.find(key).map_err(|_| Trap::Index)?;
        self.value_at(place)
    }

    #[inline]
    fn value_at(&mut self, place: usize) -> Result<&mut V, Trap> {
        let entry = self.entries[place].as_mut();
        entry.map(|(_, value)| value).ok_or(Trap::Index)
    }

    /// `key`, which must be there.
    pub fn known(&self, key: K) -> Result<K, Trap> {
        if self.contains(&key) {
            Ok(key)
        } else {
            Err(Trap::Index)
        }
    }

    /// `d.get(key, default)`, to read.
    #[inline]
    pub fn get_ref<'a, Q>(&'a self, key: &Q, default: &'a V) -> &'a V
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.get(key).unwrap_or(default)
    }

    /// `d[key] = value`: a known key keeps its place.
    #[inline]
    pub fn put(&mut self, key: K, value: V) -> Result<(), Trap> {
        match self.find(&key) {
            Ok(place) => {
                self.replaced = true;
                *self.value_at(place)? = value;
                Ok(())
            }
            Err(slot) => self.insert(slot, key, value).map(drop),
        }
    }

    /// `d[key] = value`, where the key is made only if it is new.
    #[inline]
    pub fn put_ref<Q>(&mut self, key: &Q, value: V) -> Result<(), Trap>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        match self.find(key) {
            Ok(place) => {
                self.replaced = true;
                *self.value_at(place)? = value;
                Ok(())
            }
            Err(slot) => self.insert(slot, key.to_owned(), value).map(drop),
        }
    }

    /// `d.setdefault(key, value)`, to change in place; the key is made only if it is new.
    #[inline]
    pub fn or_put_ref<Q>(&mut self, key: &Q, value: V) -> Result<&mut V, Trap>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        let place = match self.find(key) {
            Ok(place) => place,
            Err(slot) => self.insert(slot, key.to_owned(), value)?,
        };
        self.value_at(place)
    }

    /// `d.setdefault(key, value)`, to change in place.
    #[inline]
    pub fn or_put(&mut self, key: K, value: V) -> Result<&mut V, Trap> {
        let place = match self.find(&key) {
            Ok(place) => place,
            Err(slot) => self.insert(slot, key, value)?,
        };
        self.value_at(place)
    }

    /// Puts a new entry at the end; gives its place.
    fn insert(&mut self, slot: usize, key: K, value: V) -> Result<usize, Trap> {
        let mut slot = slot;
        if (self.taken + 1) * 3 > self.table.len() * 2 {
            self.grow()?;
            slot = self.find(&key).map_or_else(|free| free, |_| 0);
        }
        let place = self.entries.len();
        if place >= EMPTY as usize {
            return Err(Trap::Memory);
        }
        seq::push(&mut self.entries, Some((key, value)))?;
        self.table[slot] = place as u32;
        self.taken += 1;
        self.len += 1;
        self.changes += 1;
        Ok(place)
    }

    /// Makes the table larger where it is full of entries; in any case the gaps go.
    fn grow(&mut self) -> Result<(), Trap> {
        let size = (self.len * 3).next_power_of_two().max(SMALLEST);
        if self.len < self.entries.len() {
            self.entries.retain(Option::is_some);
        }
        let mut table = Vec::new();
        table.try_reserve_exact(size).map_err(|_| Trap::Memory)?;
        table.resize(size, EMPTY);
        let mask = size - 1;
        for (place, entry) in self.entries.iter().enumerate() {
            if let Some((key, _)) = entry {
                let mut slot = hash_of(key) as usize & mask;
                while table[slot] != EMPTY {
                    slot = (slot + 1) & mask;
                }
                table[slot] = place as u32;
            }
        }
        self.table = table;
        self.taken = self.len;
        Ok(())
    }

    /// Takes the entry of `key` out, if there is one.
    pub fn take<Q>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let place = self.find(key).ok()?;
        let (_, value) = self.entries[place].take()?;
        self.removed();
        Some(value)
    }

    fn removed(&mut self) {
        self.len -= 1;
        self.changes += 1;
        self.replaced = true;
        // The table may go on pointing to the place: what comes there next has another key, or is found rightly.
        while let Some(None) = self.entries.last() {
            self.entries.pop();
        }
    }

    /// `d.pop(key)`, `del d[key]`: a missing key traps.
    #[inline]
    pub fn pop<Q>(&mut self, key: &Q) -> Result<V, Trap>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.take(key).ok_or(Trap::Index)
    }

    /// `del d[key]`: a missing key traps.
    #[inline]
    pub fn delete<Q>(&mut self, key: &Q) -> Result<(), Trap>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.pop(key).map(drop)
    }

    /// `d.popitem()`: the last entry; of an empty dict it traps.
    pub fn pop_item(&mut self) -> Result<(K, V), Trap> {
        let entry = self.entries.pop().flatten().ok_or(Trap::Index)?;
        self.removed();
        Ok(entry)
    }

    /// `d.clear()`.
    pub fn clear(&mut self) {
        self.replaced |= self.len > 0;
        self.changes += 1;
        self.entries.clear();
        self.table.fill(EMPTY);
        self.taken = 0;
        self.len = 0;
    }

    /// The entries in order.
    #[inline]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.entries
            .iter()
            .flatten()
            .map(|(key, value)| (key, value))
    }

    /// The keys in order.
    #[inline]
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// The values in order.
    #[inline]
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The values in order, each to be brought up to what Python's own is: this counts as no change of the dict.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.entries.iter_mut().flatten().map(|(_, value)| value)
    }

    /// The start of a loop whose body changes values of the dict.
    pub fn cursor(&self) -> Cursor {
        Cursor {
            place: 0,
            changes: self.changes,
        }
    }

    /// The next entry of such a loop; traps where keys came or went since its start.
    pub fn next(&self, cursor: &mut Cursor) -> Result<Option<(&K, &V)>, Trap> {
        if cursor.changes != self.changes {
            return Err(Trap::Value);
        }
        while let Some(entry) = self.entries.get(cursor.place) {
            cursor.place += 1;
            if let Some((key, value)) = entry {
                return Ok(Some((key, value)));
            }
        }
        Ok(None)
    }

    /// Whether a value was replaced or an entry removed since the dict was made.
    pub fn replaced(&self) -> bool {
        self.replaced
    }

    /// A value was replaced through a reference to it.
    pub fn touch(&mut self) {
        self.replaced = true;
    }

    /// From now on, [`Dict::replaced`] tells of later changes only.
    pub fn settle(&mut self) {
        self.replaced = false;
    }
}

impl<K: Hash + Eq + Clone, V> Dict<K, V> {
    /// `list(d)`, `list(d.keys())`.
    pub fn key_list(&self) -> Result<Vec<K>, Trap> {
        let mut made = seq::with_room(self.len)?;
        made.extend(self.keys().cloned());
        Ok(made)
    }
}

impl<K: Hash + Eq + Clone, V: Clone> Dict<K, V> {
    /// `d.copy()`, `dict(d)`.
    pub fn copied(&self) -> Result<Self, Trap> {
        let mut made = Self::new();
        made.extend(self)?;
        Ok(made)
    }

    /// `dict(pairs)`.
    pub fn of_pairs(pairs: &[(K, V)]) -> Result<Self, Trap> {
        let mut made = Self::new();
        for (key, value) in pairs {
            made.put(key.clone(), value.clone())?;
        }
        Ok(made)
    }

    /// `d.update(other)`.
    pub fn extend(&mut self, other: &Self) -> Result<(), Trap> {
        for (key, value) in other.iter() {
            self.put(key.clone(), value.clone())?;
        }
        Ok(())
    }

    /// `d.get(key)`.
    #[inline]
    pub fn get_cloned<Q>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.get(key).cloned()
    }

    /// `d.get(key, default)`.
    #[inline]
    pub fn get_or<Q>(&self, key: &Q, default: V) -> V
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.get(key).cloned().unwrap_or(default)
    }

    /// `d.setdefault(key, value)`.
    #[inline]
    pub fn set_default(&mut self, key: K, value: V) -> Result<V, Trap> {
        self.or_put(key, value).cloned()
    }

    /// `d.pop(key, default)`.
    pub fn pop_or<Q>(&mut self, key: &Q, default: V) -> V
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.take(key).unwrap_or(default)
    }

    /// `list(d.values())`.
    pub fn value_list(&self) -> Result<Vec<V>, Trap> {
        let mut made = seq::with_room(self.len)?;
        made.extend(self.values().cloned());
        Ok(made)
    }

    /// `list(d.items())`.
    pub fn item_list(&self) -> Result<Vec<(K, V)>, Trap> {
        let mut made = seq::with_room(self.len)?;
        made.extend(self.iter().map(|(key, value)| (key.clone(), value.clone())));
        Ok(made)
    }
}

/// `d == e`: the same keys with equal values, in whatever order.
impl<K: Hash + Eq, V: PartialEq> PartialEq for Dict<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len
            && self
                .iter()
                .all(|(key, value)| other.get(key).is_some_and(|found| found == value))
    }
}

impl<K: Hash + Eq, V: Eq> Eq for Dict<K, V> {}
