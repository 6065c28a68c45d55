//! Python's `set`.
//!
//! CPython orders a set by hash, and by all that happened to it before. Nothing here imitates that order: nothing here
//! shows one. Where Python comes to see a set, the same changes are made again on a set of Python's own, so that its
//! order is the one that the original gives.

use super::dict::Dict;
use super::seq;
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

/// Python's `set`.
#[derive(Debug)]
pub struct Set<K> {
    members: Dict<K, ()>,
    history: History<K>,
}

impl<K> Default for Set<K> {
    fn default() -> Self {
        Set {
            members: Dict::default(),
            history: History::Added(0),
        }
    }
}

impl<K: Clone> Clone for Set<K> {
    /// A copy that cannot go to Python: how CPython would have made it is not known.
    fn clone(&self) -> Self {
        Set {
            members: self.members.clone(),
            history: History::Lost,
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

    /// `set(d)`, of a dict's keys: CPython copies its table, so the order is not known.
    pub fn of_keys<V>(d: &Dict<K, V>) -> Result<Self, Trap> {
        Ok(Self::from_iter_of(d.keys().cloned())?.without_history())
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
        self
    }

    /// From now on, [`Set::steps`] tells of later changes only.
    pub fn settle(&mut self) {
        self.history = History::Added(self.members.len());
    }

    /// The changes that make this set of what it was at the start; `None` where they are not known.
    pub fn steps(&self) -> Option<Vec<Step<K>>> {
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
            self.history = self.steps().map_or(History::Lost, History::Steps);
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
        }
        other.members.keys().try_for_each(|x| self.add(x.clone()))
    }

    /// `s.copy()`.
    pub fn copied(&self) -> Result<Self, Trap> {
        self.picked(|_| true)
    }

    fn picked(&self, wanted: impl Fn(&K) -> bool) -> Result<Self, Trap> {
        let picked = self.members.keys().filter(|x| wanted(x)).cloned();
        Ok(Self::from_iter_of(picked)?.without_history())
    }

    /// `s | t`.
    pub fn union(&self, other: &Self) -> Result<Self, Trap> {
        let mut made = self.copied()?;
        made.merge(other)?;
        Ok(made)
    }

    /// `s & t`.
    pub fn intersection(&self, other: &Self) -> Result<Self, Trap> {
        self.picked(|x| other.contains(x))
    }

    /// `s - t`.
    pub fn difference(&self, other: &Self) -> Result<Self, Trap> {
        self.picked(|x| !other.contains(x))
    }

    /// `s ^ t`.
    pub fn symmetric_difference(&self, other: &Self) -> Result<Self, Trap> {
        let mut made = self.difference(other)?;
        made.merge(&other.difference(self)?)?;
        Ok(made)
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
