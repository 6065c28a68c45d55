//! The order in which CPython goes over a set.
//!
//! A set is a table of places: an element lies at the first free place of a walk that begins at its hash, and a loop goes
//! over the places. So the order is known where the hashes are, and how the table came to be: how large it was at first,
//! and what was added and removed since, one after the other. [`Table`] does again what `Objects/setobject.c` does
//! (the same in CPython 3.11 to 3.13).

use std::collections::HashMap;
use std::hash::Hash;

/// So many places after the first one are tried before the walk jumps.
const LINEAR_PROBES: usize = 9;
/// The smallest table has so many places, less one.
pub const SMALLEST: usize = 7;
/// Sets larger than this grow by two, not by four.
const LARGE: usize = 50_000;

/// `hash(x)` of CPython; `None` where it is another one in every process.
pub trait PyHash {
    /// Python's hash of this value.
    fn py_hash(&self) -> Option<u64> {
        None
    }
}

/// Ints are hashed modulo this prime.
const MODULUS: u128 = (1 << 61) - 1;

fn hash_int(value: i128) -> u64 {
    let rest = (value.unsigned_abs() % MODULUS) as i64;
    let signed = if value < 0 { -rest } else { rest };
    (if signed == -1 { -2 } else { signed }) as u64
}

macro_rules! ints {
    ($($kind:ty),*) => {$(
        impl PyHash for $kind {
            fn py_hash(&self) -> Option<u64> {
                Some(hash_int(*self as i128))
            }
        }
    )*};
}
ints!(bool, i8, i16, i32, i64, i128, u8, u16, u32, u64);

macro_rules! unknown {
    ($(($($of:tt)*) $kind:ty),*) => {$(
        impl<$($of)*> PyHash for $kind {}
    )*};
}
unknown!(() char, (K) Vec<K>, () super::member::Member);

/// The hash of a tuple: xxHash over those of its items.
fn hash_tuple(items: &[Option<u64>]) -> Option<u64> {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;
    let mut mixed = PRIME_5;
    for item in items {
        mixed = mixed.wrapping_add((*item)?.wrapping_mul(PRIME_2));
        mixed = mixed.rotate_left(31).wrapping_mul(PRIME_1);
    }
    mixed = mixed.wrapping_add(items.len() as u64 ^ (PRIME_5 ^ 3_527_539));
    Some(if mixed == u64::MAX {
        1_546_275_796
    } else {
        mixed
    })
}

macro_rules! tuples {
    ($(($($name:ident $at:tt),*))*) => {$(
        impl<$($name: PyHash),*> PyHash for ($($name,)*) {
            fn py_hash(&self) -> Option<u64> {
                hash_tuple(&[$(self.$at.py_hash()),*])
            }
        }
    )*};
}
tuples! {
    ()
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, L 10)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, L 10, M 11)
}

/// What lies at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Free,
    /// Something lay here, and walks go on past it.
    Removed,
    /// The element of this number.
    Taken(usize),
}

/// CPython's table of a set, made again.
pub struct Table<'a, K> {
    places: Vec<Place>,
    elements: Vec<(u64, &'a K)>,
    /// Where an element that is in the set lies among `elements`.
    numbers: HashMap<&'a K, usize>,
    /// Places that are not free.
    fill: usize,
}

impl<'a, K: Hash + Eq + PyHash> Table<'a, K> {
    /// An empty table of `mask + 1` places.
    pub fn new(mask: usize) -> Self {
        Table {
            places: vec![Place::Free; mask + 1],
            elements: Vec::new(),
            numbers: HashMap::new(),
            fill: 0,
        }
    }

    fn mask(&self) -> usize {
        self.places.len() - 1
    }

    /// The place where `matches` holds, on the walk from `hash`.
    fn walk(&self, hash: u64, mut matches: impl FnMut(usize, Place) -> bool) -> usize {
        let mask = self.mask();
        let mut perturb = hash;
        let mut at = hash as usize & mask;
        loop {
            let more = if at + LINEAR_PROBES <= mask {
                LINEAR_PROBES
            } else {
                0
            };
            if let Some(found) = (at..=at + more).find(|&place| matches(place, self.places[place]))
            {
                return found;
            }
            perturb >>= 5;
            at = at
                .wrapping_mul(5)
                .wrapping_add(1)
                .wrapping_add(perturb as usize)
                & mask;
        }
    }

    /// Puts the element with this number at the last place on its walk from which something was removed, else at the
    /// first free one; whether that was free.
    fn put(&mut self, number: usize) -> bool {
        let mut removed = None;
        let free = self.walk(self.elements[number].0, |at, place| {
            if place == Place::Removed {
                removed = Some(at);
            }
            place == Place::Free
        });
        self.places[removed.unwrap_or(free)] = Place::Taken(number);
        self.fill += usize::from(removed.is_none());
        removed.is_none()
    }

    /// `set_add_entry`; `None` where the hash is not known.
    pub fn add(&mut self, key: &'a K) -> Option<()> {
        if self.numbers.contains_key(key) {
            return Some(());
        }
        let number = self.elements.len();
        self.elements.push((key.py_hash()?, key));
        self.numbers.insert(key, number);
        if self.put(number) && self.fill * 5 >= self.mask() * 3 {
            let used = self.numbers.len();
            self.resize(if used > LARGE { used * 2 } else { used * 4 });
        }
        Some(())
    }

    /// `set_discard_entry`.
    pub fn discard(&mut self, key: &K) {
        if let Some(number) = self.numbers.remove(key) {
            let at = self.walk(self.elements[number].0, |_, place| {
                place == Place::Taken(number)
            });
            self.places[at] = Place::Removed;
        }
    }

    /// `set_clear`.
    pub fn clear(&mut self) {
        *self = Self::new(SMALLEST);
    }

    /// `set_table_resize`: what is in the set is put into a new table in the order of the old one.
    fn resize(&mut self, at_least: usize) {
        let size = (at_least + 1).next_power_of_two().max(SMALLEST + 1);
        let old = std::mem::replace(&mut self.places, vec![Place::Free; size]);
        self.fill = 0;
        for place in old {
            if let Place::Taken(number) = place {
                self.put(number);
            }
        }
    }

    /// Whether it has `mask + 1` places, and none of them had something that was removed.
    pub fn is_compact(&self, mask: usize) -> bool {
        self.mask() == mask && self.fill == self.numbers.len()
    }

    /// The elements in CPython's order.
    pub fn into_order(self) -> impl Iterator<Item = &'a K> {
        let elements = self.elements;
        self.places
            .into_iter()
            .filter_map(move |place| match place {
                Place::Taken(number) => Some(elements[number].1),
                _ => None,
            })
    }
}

/// The mask of the table that CPython gives a new set before it takes over `coming` elements of a set or dict.
pub fn mask_for(coming: usize) -> usize {
    if coming * 5 < SMALLEST * 3 {
        return SMALLEST;
    }
    (coming * 2 + 1).next_power_of_two().max(SMALLEST + 1) - 1
}
