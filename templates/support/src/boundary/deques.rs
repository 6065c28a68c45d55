//! `collections.deque`, exactly.

use super::super::deque::Deque;
use super::super::seq::with_room;
use super::super::trap::Trap;
use super::alias::Aliases;
use super::item::{Item, new_list};
use super::value::{Plan, Value};
use super::writes::Writes;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use std::marker::PhantomData;

/// Python's `collections.deque`, exactly, all elements exactly `E`.
pub struct DequeOf<E>(PhantomData<E>);

static DEQUE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

fn class(py: Python<'_>) -> Result<&Bound<'_, PyAny>, Trap> {
    let made = DEQUE.get_or_try_init(py, || {
        Ok::<_, PyErr>(py.import("collections")?.getattr("deque")?.unbind())
    });
    made.map(|class| class.bind(py)).map_err(|_| Trap::Guard)
}

/// The elements of an exact deque as a list of their own, which keeps them alive.
fn listed<'py>(object: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>, Trap> {
    let py = object.py();
    if !object.get_type().is(class(py)?) {
        return Err(Trap::Type);
    }
    // The class is exact and implemented in C: no Python code runs.
    let list = py.get_type::<pyo3::types::PyList>().call1((object,));
    list.map_err(|_| Trap::Memory)
}

fn held<'a>(object: &Item<'a>) -> Bound<'a, PyAny> {
    // SAFETY: a live object; the call makes a reference of its own.
    unsafe { Bound::from_borrowed_ptr(object.py(), object.as_ptr()) }
}

/// The bound of an exact deque.
fn most(object: &Bound<'_, PyAny>) -> Result<Option<i64>, Trap> {
    let found = object.getattr(pyo3::intern!(object.py(), "maxlen"));
    let found = found.map_err(|_| Trap::Guard)?;
    if found.is_none() {
        return Ok(None);
    }
    super::load::<super::Int>(&found).map(Some)
}

impl<E: Value> Value for DequeOf<E> {
    type Rust = Deque<E::Rust>;

    const MUTABLE: bool = true;

    fn load(object: Item<'_>) -> Result<Self::Rust, Trap> {
        let object = held(&object);
        let list = listed(&object)?;
        let items = Item::from(&list).list().ok_or(Trap::Type)?;
        let mut values = with_room(items.len())?;
        for item in items.iter() {
            values.push(E::load(item)?);
        }
        match most(&object)? {
            Some(most) => Deque::bounded(values, most),
            None => Deque::of(values),
        }
    }

    fn store<'py>(py: Python<'py>, value: &Self::Rust) -> Result<Bound<'py, PyAny>, Trap> {
        let list = stored::<E>(py, value)?;
        let made = match value.most() {
            Some(most) => class(py)?.call1((list, most)),
            None => class(py)?.call1((list,)),
        };
        made.map_err(|_| Trap::Memory)
    }

    fn same(object: Item<'_>, value: &Self::Rust) -> bool {
        listed(&held(&object)).is_ok_and(|list| {
            Item::from(&list).list().is_some_and(|items| {
                items.len() == value.len()
                    && items.iter().zip(value.iter()).all(|(item, value)| E::same(item, value))
            })
        })
    }

    fn visit(object: Item<'_>, changed: bool, aliases: &mut Aliases) {
        aliases.object(object.identity(), changed);
        if let Ok(list) = listed(&held(&object)) {
            for item in Item::from(&list).list().into_iter().flat_map(|items| items.iter()) {
                E::visit(item, changed, aliases);
            }
        }
    }

    /// The deque object stays and is filled anew; one that holds lists must be as it was.
    fn plan<'py>(
        object: Item<'_>,
        value: &Self::Rust,
        writes: &mut Writes<'py>,
    ) -> Result<Plan<'py>, Trap> {
        if Self::same(object, value) {
            return Ok(Plan::Keep);
        }
        if E::MUTABLE {
            return Err(Trap::Alias);
        }
        let deque = writes.hold(object);
        let old = listed(&deque)?;
        let new = stored::<E>(writes.py(), value)?;
        writes.refill(deque, old, new)?;
        Ok(Plan::Keep)
    }
}

fn stored<'py, E: Value>(
    py: Python<'py>,
    value: &Deque<E::Rust>,
) -> Result<Bound<'py, PyAny>, Trap> {
    let mut values = value.iter();
    new_list(py, value.len(), |_| E::store(py, values.next().ok_or(Trap::Index)?))
}
