//! `dict`, its relatives in `collections`, and `set`, exactly.

use super::super::dict::Dict;
use super::super::set::{Set, Step};
use super::super::trap::Trap;
use super::alias::Aliases;
use super::item::{Item, new_set};
use super::keep::{Keep, Same, Work};
use super::kinds::{self, DICT};
use super::value::{Plan, Value};
use super::writes::{Change, Writes};
use pyo3::prelude::*;
use std::hash::Hash;
use std::marker::PhantomData;

/// Python's `dict`, exactly, all keys exactly `K`, all values exactly `V`.
pub type DictOf<K, V> = MapOf<K, V, DICT>;

/// A dict of the kind `KIND`, exactly, all keys exactly `K`, all values exactly `V`.
pub struct MapOf<K, V, const KIND: u8>(PhantomData<(K, V)>);

impl<K: Value, V: Value, const KIND: u8> Value for MapOf<K, V, KIND>
where
    K::Rust: Hash + Eq,
{
    type Rust = Dict<K::Rust, V::Rust>;

    const MUTABLE: bool = true;

    fn load(object: Item<'_>) -> Result<Self::Rust, Trap> {
        let mut values = Dict::new();
        for (key, value) in kinds::entries(object, KIND).ok_or(Trap::Type)? {
            values.put(K::load(key)?, V::load(value)?)?;
        }
        values.settle();
        Ok(values)
    }

    fn store<'py>(py: Python<'py>, value: &Self::Rust) -> Result<Bound<'py, PyAny>, Trap> {
        let made = kinds::new_map(py, KIND)?;
        for (key, value) in value.iter() {
            let (key, value) = (K::store(py, key)?, V::store(py, value)?);
            Change::Put(made.clone(), key, value).make()?;
        }
        Ok(made)
    }

    fn same(object: Item<'_>, value: &Self::Rust) -> bool {
        let Some(entries) = kinds::entries(object, KIND) else {
            return false;
        };
        let mut wanted = value.iter();
        let alike = entries.into_iter().all(|(key, item)| {
            wanted
                .next()
                .is_some_and(|(k, v)| K::same(key, k) && V::same(item, v))
        });
        alike && wanted.next().is_none()
    }

    fn visit(object: Item<'_>, changed: bool, aliases: &mut Aliases) {
        aliases.object(object.identity(), changed);
        for (_, value) in kinds::entries(object, KIND).into_iter().flatten() {
            V::visit(value, changed, aliases);
        }
    }

    /// The dict object stays. What was not removed is a part of the old entries in the old order, and comes first:
    /// these stay, with their values kept, changed inside or replaced; the other old entries go, the new ones come at
    /// the end.
    fn plan<'py>(
        object: Item<'_>,
        value: &Self::Rust,
        writes: &mut Writes<'py>,
    ) -> Result<Plan<'py>, Trap> {
        if V::MUTABLE && value.replaced() {
            return Err(Trap::Alias);
        }
        let dict = writes.hold(object);
        let mut wanted = value.iter().peekable();
        for (key, old) in kinds::entries(object, KIND).ok_or(Trap::Type)? {
            let held = writes.hold(key);
            match wanted.next_if(|(k, _)| K::same(key, k)) {
                Some((_, new)) => {
                    if let Plan::Replace(new) = V::plan(old, new, writes)? {
                        writes.later(Change::Put(dict.clone(), held, new))?;
                    }
                }
                None => writes.later(Change::Remove(dict.clone(), held))?,
            }
        }
        let mut moved = false;
        for (key, value) in wanted {
            let key = K::store(writes.py(), key)?;
            let value = V::store(writes.py(), value)?;
            moved = writes.put_new(&dict, key, value, moved)?;
        }
        Ok(Plan::Keep)
    }
}

/// What was seen of a dict: the number that changes with it, if that says anything, and what was seen of each value.
pub struct MapSeen<S> {
    version: Option<u64>,
    inside: Vec<S>,
}

impl<K: Keep, V: Keep, const KIND: u8> Keep for MapOf<K, V, KIND>
where
    K::Rust: Hash + Eq,
{
    type Seen = MapSeen<V::Seen>;

    fn first(object: Item<'_>, work: &mut Work) -> Result<(Self::Rust, Self::Seen), Trap> {
        let entries = kinds::entries(object, KIND).ok_or(Trap::Type)?;
        let version = if K::LASTING { object.dict_version() } else { None };
        let (mut values, mut inside) = (Dict::new(), Vec::new());
        work.anew += entries.len();
        for (key, value) in entries {
            let value = if V::LASTING {
                V::load(value)?
            } else {
                let (value, seen) = V::first(value, work)?;
                inside.push(seen);
                value
            };
            values.put(K::load(key)?, value)?;
        }
        values.settle();
        Ok((values, MapSeen { version, inside }))
    }

    fn refresh(
        object: Item<'_>,
        value: &mut Self::Rust,
        seen: &mut Self::Seen,
        work: &mut Work,
    ) -> Result<(), Trap> {
        if !kinds::is_of(object, KIND) {
            return Err(Trap::Type);
        }
        if seen.version.is_none() || object.dict_version() != seen.version {
            (*value, *seen) = Self::first(object, work)?;
            return Ok(());
        }
        // The same dict with the same keys and values; what is inside of the values may be another.
        work.same += value.len();
        if !V::LASTING {
            let entries = object.entries().ok_or(Trap::Type)?;
            for ((_, item), (value, seen)) in entries.into_iter().zip(value.values_mut().zip(&mut seen.inside)) {
                V::refresh(item, value, seen, work)?;
            }
        }
        Ok(())
    }
}

/// Python's `set`, exactly, all elements exactly `K`.
pub struct SetOf<K>(PhantomData<K>);

impl<K: Value> Value for SetOf<K>
where
    K::Rust: Hash + Eq + Clone,
{
    type Rust = Set<K::Rust>;

    const MUTABLE: bool = true;

    fn load(object: Item<'_>) -> Result<Self::Rust, Trap> {
        let mut values = Set::new();
        for element in object.set().ok_or(Trap::Type)? {
            values.add(K::load(element)?)?;
        }
        values.settle();
        Ok(values)
    }

    /// The changes are made again on a new set, so that its order is the one that Python's own would have.
    fn store<'py>(py: Python<'py>, value: &Self::Rust) -> Result<Bound<'py, PyAny>, Trap> {
        if value.is_pythons() {
            return Err(Trap::Alias);
        }
        let made = new_set(py)?;
        for step in value.steps().ok_or(Trap::Value)? {
            change::<K>(&made, &step)?.make()?;
        }
        Ok(made)
    }

    fn same(object: Item<'_>, value: &Self::Rust) -> bool {
        let kept = value.is_pythons() && value.steps().is_some_and(|steps| steps.is_empty());
        kept && object.set().is_some()
    }

    fn visit(object: Item<'_>, changed: bool, aliases: &mut Aliases) {
        aliases.object(object.identity(), changed);
    }

    /// The set object stays, and every change is made again on it.
    fn plan<'py>(
        object: Item<'_>,
        value: &Self::Rust,
        writes: &mut Writes<'py>,
    ) -> Result<Plan<'py>, Trap> {
        if !value.is_pythons() {
            return Err(Trap::Alias);
        }
        let set = writes.hold(object);
        for step in value.steps().ok_or(Trap::Value)? {
            writes.later(change::<K>(&set, &step)?)?;
        }
        Ok(Plan::Keep)
    }
}

impl<K: Keep> Keep for SetOf<K>
where
    K::Rust: Hash + Eq + Clone,
{
    /// The elements in the order of the set, held; none where an element says nothing of its value.
    type Seen = Vec<Same>;

    fn first(object: Item<'_>, work: &mut Work) -> Result<(Self::Rust, Self::Seen), Trap> {
        let elements = object.set().ok_or(Trap::Type)?;
        work.anew += elements.len();
        let seen = if K::LASTING { elements.into_iter().map(Same::new).collect() } else { Vec::new() };
        Ok((Self::load(object)?, seen))
    }

    fn refresh(
        object: Item<'_>,
        value: &mut Self::Rust,
        seen: &mut Self::Seen,
        work: &mut Work,
    ) -> Result<(), Trap> {
        let elements = object.set().ok_or(Trap::Type)?;
        let same = K::LASTING
            && elements.len() == seen.len()
            && elements.iter().zip(&*seen).all(|(element, seen)| seen.is(*element));
        if same {
            work.same += elements.len();
        } else {
            (*value, *seen) = Self::first(object, work)?;
        }
        Ok(())
    }
}

fn change<'py, K: Value>(
    set: &Bound<'py, PyAny>,
    step: &Step<K::Rust>,
) -> Result<Change<'py>, Trap> {
    let set = set.clone();
    Ok(match step {
        Step::Add(key) => Change::Add(set.clone(), K::store(set.py(), key)?),
        Step::Discard(key) => Change::Discard(set.clone(), K::store(set.py(), key)?),
        Step::Clear => Change::Clear(set),
    })
}
