//! Python's `set`.
//!
//! CPython orders a set by hash, and by all that happened to it before. Where Python comes to see a set, the same changes
//! are made again on a set of Python's own, so that its order is the one that the original gives. A loop over a set goes
//! in the order in which it came in, or, where it was made here, in the order that `set_order` finds by the same changes;
//! where neither is known it traps.

use super::dict::Dict;
use super::seq;
use super::set_order::{PyHash, SMALLEST, Table, mask_for};
use super::text::Text;
use super::trap::Trap;
use std::borrow::Borrow;
use std::hash::Hash;

/// So many changes are remembered at most, once something was removed.
const LONGEST: usize = 1 << 20;

/// One change of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<K> {
    /// A new element.
    Add(K),
    /// An element less.
    Discard(K),
    /// Everything gone.
    Clear,
}

/// What is known of how a set came to be.
#[derive(Clone, Debug)]
enum History<K> {
    /// After its first elements, which Python knows, it got the others one by one.
    Added(usize),
    /// These changes.
    Steps(Vec<Step<K>>),
    /// Nothing.
    Lost,
}

/// What a set was before its history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// A set of Python's, with its first elements in the order in which Python goes over them.
    Python,
    /// An empty table with this mask.
    Empty(usize),
    /// Not known.
    Unknown,
}

/// Python's `set`.
#[derive(Debug)]
pub struct Set<K> {
    members: Dict<K, ()>,
    history: History<K>,
    origin: Origin,
}

impl<K> Default for Set<K> {
    fn default() -> Self {
        Set {
            members: Dict::default(),
            history: History::Added(0),
            origin: Origin::Empty(SMALLEST),
        }
    }
}

impl<K: Clone> Clone for Set<K> {
    /// A copy that cannot go to Python: how CPython would have made it is not known.
    fn clone(&self) -> Self {
        Set {
            members: self.members.clone(),
            history: History::Lost,
            origin: Origin::Unknown,
        }
    }
}

impl<K: Hash + Eq + Clone> Set<K> {
    /// `set()`.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// `{a, b, …}`.
    pub fn of<const N: usize>(elements: [K; N]) -> Result<Self, Trap> {
        Self::from_iter_of(elements)
    }

    /// `{1, 2, 3}`, of literals only: CPython makes it in another way, so its order is not known.
    pub fn of_literals<const N: usize>(elements: [K; N]) -> Result<Self, Trap> {
        Ok(Self::from_iter_of(elements)?.without_history())
    }

    /// `set(xs)`.
    pub fn of_list(xs: &[K]) -> Result<Self, Trap> {
        Self::from_iter_of(xs.iter().cloned())
    }

    /// `set(d)`, of the keys of a `dict`: CPython makes room for them first.
    pub fn of_keys<V>(d: &Dict<K, V>) -> Result<Self, Trap> {
        Ok(Self::from_iter_of(d.keys().cloned())?.in_table(mask_for(d.len())))
    }

    fn from_iter_of(elements: impl IntoIterator<Item = K>) -> Result<Self, Trap> {
        let mut made = Self::new();
        for element in elements {
            made.add(element)?;
        }
        Ok(made)
    }

    fn without_history(mut self) -> Self {
        self.history = History::Lost;
        self.origin = Origin::Unknown;
        self
    }

    /// The same, made by adding its elements to an empty table with this mask.
    fn in_table(mut self, mask: usize) -> Self {
        self.origin = Origin::Empty(mask);
        self
    }

    /// From now on, [`Set::steps`] tells of later changes only.
    pub fn settle(&mut self) {
        self.history = History::Added(self.members.len());
        self.origin = Origin::Python;
    }

    /// Whether it is a set that came in, with what was done to it since.
    pub fn is_pythons(&self) -> bool {
        self.origin == Origin::Python
    }

    /// The changes that make this set of what it was at the start; `None` where they are not known.
    pub fn steps(&self) -> Option<Vec<Step<K>>> {
        match self.origin {
            Origin::Python | Origin::Empty(SMALLEST) => self.changes(),
            _ => None,
        }
    }

    fn changes(&self) -> Option<Vec<Step<K>>> {
        match &self.history {
            History::Added(known) => Some(
                self.members
                    .keys()
                    .skip(*known)
                    .cloned()
                    .map(Step::Add)
                    .collect(),
            ),
            History::Steps(steps) => Some(steps.clone()),
            History::Lost => None,
        }
    }

    /// Notes a change that is not the coming of a new element at the end.
    fn note(&mut self, step: Step<K>) {
        if let History::Added(_) = self.history {
            self.history = self.changes().map_or(History::Lost, History::Steps);
        }
        if let History::Steps(steps) = &mut self.history {
            if steps.len() < LONGEST {
                steps.push(step);
            } else {
                self.history = History::Lost;
            }
        }
    }

    /// `len(s)`.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// `not s`.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// `key in s`.
    #[inline]
    pub fn contains<Q>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.members.contains(key)
    }

    /// `s.add(key)`.
    #[inline]
    pub fn add(&mut self, key: K) -> Result<(), Trap> {
        if let History::Steps(_) = self.history
            && !self.members.contains(&key)
        {
            self.note(Step::Add(key.clone()));
        }
        self.members.or_put(key, ()).map(drop)
    }

    /// `s.discard(key)`.
    pub fn discard(&mut self, key: K) {
        if self.members.contains(&key) {
            self.note(Step::Discard(key.clone()));
            self.members.take(&key);
        }
    }

    /// `s.remove(key)`: a missing one traps.
    pub fn remove(&mut self, key: K) -> Result<(), Trap> {
        if !self.members.contains(&key) {
            return Err(Trap::Index);
        }
        self.discard(key);
        Ok(())
    }

    /// `s.clear()`.
    pub fn clear(&mut self) {
        self.note(Step::Clear);
        self.members.clear();
    }

    /// `s.update(xs)`, of a list.
    pub fn extend(&mut self, xs: &[K]) -> Result<(), Trap> {
        xs.iter().try_for_each(|x| self.add(x.clone()))
    }

    /// `s.update(t)`, `s |= t`, of a set: in which order is not known.
    pub fn merge(&mut self, other: &Self) -> Result<(), Trap> {
        if !other.is_empty() {
            self.history = History::Lost;
            self.origin = Origin::Unknown;
        }
        other.members.keys().try_for_each(|x| self.add(x.clone()))
    }

    fn picked(&self, wanted: impl Fn(&K) -> bool) -> Result<Self, Trap> {
        let picked = self.members.keys().filter(|x| wanted(x)).cloned();
        Ok(Self::from_iter_of(picked)?.without_history())
    }

    /// `s & t`, for what does not see the order.
    pub fn common(&self, other: &Self) -> Result<Self, Trap> {
        self.picked(|x| other.contains(x))
    }

    /// `s - t`, for what does not see the order.
    pub fn without(&self, other: &Self) -> Result<Self, Trap> {
        self.picked(|x| !other.contains(x))
    }

    /// `s <= t`.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.len() <= other.len() && self.members.keys().all(|x| other.contains(x))
    }

    /// `s >= t`.
    pub fn is_superset(&self, other: &Self) -> bool {
        other.is_subset(self)
    }

    /// `s.isdisjoint(t)`.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.members.keys().all(|x| !other.contains(x))
    }
}

impl<K: Hash + Eq + Clone + PyHash> Set<K> {
    /// The elements in the order in which Python goes over them; where that is not known it traps.
    pub fn in_order(&self) -> Result<Vec<K>, Trap> {
        let mut made = Vec::new();
        made.try_reserve_exact(self.len())
            .map_err(|_| Trap::Memory)?;
        made.extend(self.ordered().ok_or(Trap::Value)?.cloned());
        Ok(made)
    }

    /// CPython's table of this set; `None` where it is not known.
    fn table(&self) -> Option<Table<'_, K>> {
        let Origin::Empty(mask) = self.origin else {
            return None;
        };
        let mut table = Table::new(mask);
        match &self.history {
            History::Added(_) => self.members.keys().try_for_each(|key| table.add(key))?,
            History::Steps(steps) => {
                for step in steps {
                    match step {
                        Step::Add(key) => table.add(key)?,
                        Step::Discard(key) => table.discard(key),
                        Step::Clear => table.clear(),
                    }
                }
            }
            History::Lost => return None,
        }
        Some(table)
    }

    /// The elements in Python's order; `None` where that is not known.
    fn ordered(&self) -> Option<Box<dyn Iterator<Item = &K> + '_>> {
        match (self.origin, &self.history) {
            (Origin::Python, History::Added(known)) if *known == self.len() => {
                Some(Box::new(self.members.keys()))
            }
            _ => Some(Box::new(self.table()?.into_order())),
        }
    }

    /// Those that are wanted, added one by one in Python's order; in an order that is not known where that is not.
    fn sifted(&self, wanted: impl Fn(&K) -> bool) -> Result<Self, Trap> {
        match self.ordered() {
            Some(keys) => Self::from_iter_of(keys.filter(|x| wanted(x)).cloned()),
            None => self.picked(wanted),
        }
    }

    /// `s.copy()`, `set(s)`: CPython copies a table of the right size without gaps as it is, and fills a new one else.
    pub fn copied(&self) -> Result<Self, Trap> {
        let Some(table) = self.table() else {
            return self.picked(|_| true);
        };
        let mask = mask_for(self.len());
        if table.is_compact(mask) {
            let mut made = Self::from_iter_of(self.members.keys().cloned())?;
            made.history = self.history.clone();
            made.origin = self.origin;
            return Ok(made);
        }
        Ok(Self::from_iter_of(table.into_order().cloned())?.in_table(mask))
    }

    /// `s | t`.
    pub fn union(&self, other: &Self) -> Result<Self, Trap> {
        let mut made = self.copied()?;
        made.merge(other)?;
        Ok(made)
    }

    /// Whether both may have been one object of Python's, of which CPython would copy the table.
    fn may_be(&self, other: &Self) -> bool {
        self.origin == Origin::Python
            && other.origin == Origin::Python
            && self.members.keys().eq(other.members.keys())
    }

    /// `s & t`: CPython goes over the smaller one.
    pub fn intersection(&self, other: &Self) -> Result<Self, Trap> {
        if std::ptr::eq(self, other) {
            return self.copied();
        }
        if self.may_be(other) {
            return self.common(other);
        }
        if other.len() > self.len() {
            self.sifted(|x| other.contains(x))
        } else {
            other.sifted(|x| self.contains(x))
        }
    }

    /// `s - t`: CPython removes from a copy where `t` is much smaller, and the order is not known.
    pub fn difference(&self, other: &Self) -> Result<Self, Trap> {
        if self.len() >> 2 > other.len() {
            return self.picked(|x| !other.contains(x));
        }
        self.sifted(|x| !other.contains(x))
    }

    /// `s ^ t`.
    pub fn symmetric_difference(&self, other: &Self) -> Result<Self, Trap> {
        let mut made = self.picked(|x| !other.contains(x))?;
        made.merge(&other.picked(|x| !self.contains(x))?)?;
        Ok(made)
    }
}

impl<K: Hash + Eq + Clone + Ord> Set<K> {
    /// `sorted(s)`.
    pub fn sorted(&self) -> Result<Vec<K>, Trap> {
        let mut made = self.members.key_list()?;
        seq::sort(&mut made);
        Ok(made)
    }

    /// `min(s)`: of an empty set it traps.
    pub fn least(&self) -> Result<K, Trap> {
        self.members.keys().min().cloned().ok_or(Trap::Value)
    }

    /// `max(s)`: of an empty set it traps.
    pub fn greatest(&self) -> Result<K, Trap> {
        self.members.keys().max().cloned().ok_or(Trap::Value)
    }
}

impl Set<i64> {
    /// `sum(s)`: the sum does not depend on the order; beyond 64 bits it traps.
    pub fn sum(&self) -> Result<i64, Trap> {
        let total: i128 = self.members.keys().map(|&x| i128::from(x)).sum();
        i64::try_from(total).map_err(|_| Trap::Overflow)
    }
}

impl Set<Text> {
    /// `s.add(text)`, which makes a text only where it is new.
    pub fn add_text(&mut self, text: &[char]) -> Result<(), Trap> {
        if self.contains(text) {
            return Ok(());
        }
        self.add(text.to_vec())
    }
}

/// `s == t`.
impl<K: Hash + Eq + Clone> PartialEq for Set<K> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.is_subset(other)
    }
}

impl<K: Hash + Eq + Clone> Eq for Set<K> {}
