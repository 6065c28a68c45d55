//! `list`, tuples of fixed length, and "`None` or a value".

use super::super::seq::with_room;
use super::super::trap::Trap;
use super::alias::Aliases;
use super::item::{Item, new_list, new_tuple};
use super::keep::{Keep, Same, Work, all_first};
use super::value::{Plan, Value};
use super::writes::Writes;
use pyo3::prelude::*;
use std::marker::PhantomData;

/// Python's `list`, exactly, all elements exactly `E`.
pub struct ListOf<E>(PhantomData<E>);

impl<E: Value> Value for ListOf<E> {
    type Rust = Vec<E::Rust>;

    const MUTABLE: bool = true;

    #[inline]
    fn load(object: Item<'_>) -> Result<Self::Rust, Trap> {
        let items = object.list().ok_or(Trap::Type)?;
        let mut values = with_room(items.len())?;
        for item in items.iter() {
            values.push(E::load(item)?);
        }
        Ok(values)
    }

    #[inline]
    fn store<'py>(py: Python<'py>, value: &Self::Rust) -> Result<Bound<'py, PyAny>, Trap> {
        new_list(py, value.len(), |index| E::store(py, &value[index]))
    }

    #[inline]
    fn same(object: Item<'_>, value: &Self::Rust) -> bool {
        object.list().is_some_and(|items| {
            items.len() == value.len()
                && items.iter().zip(value).all(|(item, value)| E::same(item, value))
        })
    }

    fn visit(object: Item<'_>, changed: bool, aliases: &mut Aliases) {
        aliases.object(object.identity(), changed);
        for item in object.list().into_iter().flat_map(|items| items.iter()) {
            E::visit(item, changed, aliases);
        }
    }

    /// The list object stays. Its first elements stand for the first values, each kept, changed inside or
    /// replaced; further values become new objects at its end; fewer values shorten it.
    fn plan<'py>(
        object: Item<'_>,
        value: &Self::Rust,
        writes: &mut Writes<'py>,
    ) -> Result<Plan<'py>, Trap> {
        let items = object.list().ok_or(Trap::Type)?;
        for (index, (item, value)) in items.iter().zip(value).enumerate() {
            if let Plan::Replace(new) = E::plan(item, value, writes)? {
                writes.assign(object, index, new)?;
            }
        }
        if value.len() > items.len() {
            let added = &value[items.len()..];
            let tail = new_list(writes.py(), added.len(), |index| {
                E::store(writes.py(), &added[index])
            })?;
            writes.extend(object, &tail)?;
        } else if value.len() < items.len() {
            if E::MUTABLE {
                return Err(Trap::Alias);
            }
            writes.shorten(object, value.len())?;
        }
        Ok(Plan::Keep)
    }
}

/// What was seen of a list: its elements, held, where the very object has the very value; else what was seen of each.
pub struct ListSeen<S> {
    elements: Vec<Same>,
    inside: Vec<S>,
}

impl<E: Keep> Keep for ListOf<E> {
    type Seen = ListSeen<E::Seen>;

    fn first(object: Item<'_>, work: &mut Work) -> Result<(Self::Rust, Self::Seen), Trap> {
        let items = object.list().ok_or(Trap::Type)?;
        work.anew += items.len();
        if !E::LASTING {
            let (values, inside) = all_first::<E>(items.iter(), work)?;
            return Ok((values, ListSeen { elements: Vec::new(), inside }));
        }
        let values = Self::load(object)?;
        let mut elements = with_room(items.len())?;
        elements.extend(items.iter().map(Same::new));
        Ok((values, ListSeen { elements, inside: Vec::new() }))
    }

    fn refresh(
        object: Item<'_>,
        value: &mut Self::Rust,
        seen: &mut Self::Seen,
        work: &mut Work,
    ) -> Result<(), Trap> {
        let items = object.list().ok_or(Trap::Type)?;
        value.truncate(items.len());
        seen.elements.truncate(items.len());
        seen.inside.truncate(items.len());
        let known = value.len();
        if E::LASTING {
            let before = work.anew;
            for ((item, value), seen) in items.iter().zip(&mut *value).zip(&mut seen.elements) {
                if !seen.is(item) {
                    *value = E::load(item)?;
                    *seen = Same::new(item);
                    work.anew += 1;
                }
            }
            work.same += known - (work.anew - before);
        } else {
            for ((item, value), seen) in items.iter().zip(&mut *value).zip(&mut seen.inside) {
                E::refresh(item, value, seen, work)?;
            }
        }
        // What was added at the end since.
        let added = items.len() - known;
        work.anew += added;
        value.try_reserve(added).map_err(|_| Trap::Memory)?;
        for item in items.iter().skip(known) {
            if E::LASTING {
                value.push(E::load(item)?);
                seen.elements.push(Same::new(item));
            } else {
                let (new, remembered) = E::first(item, work)?;
                value.push(new);
                seen.inside.push(remembered);
            }
        }
        Ok(())
    }
}

/// Python's `tuple`, exactly, of any length, all elements exactly `E`.
pub struct RowOf<E>(PhantomData<E>);

impl<E: Value> Value for RowOf<E> {
    type Rust = Vec<E::Rust>;

    const LASTING: bool = E::LASTING;

    fn load(object: Item<'_>) -> Result<Self::Rust, Trap> {
        let items = object.tuple().ok_or(Trap::Type)?;
        let mut values = with_room(items.len())?;
        for item in items.iter() {
            values.push(E::load(item)?);
        }
        Ok(values)
    }

    fn store<'py>(py: Python<'py>, value: &Self::Rust) -> Result<Bound<'py, PyAny>, Trap> {
        new_tuple(py, value.len(), |index| E::store(py, &value[index]))
    }

    fn same(object: Item<'_>, value: &Self::Rust) -> bool {
        object.tuple().is_some_and(|items| {
            items.len() == value.len()
                && items.iter().zip(value).all(|(item, value)| E::same(item, value))
        })
    }
}

impl<E: Keep> Keep for RowOf<E> {
    /// The tuple, held, where the very object has the very value.
    type Seen = Option<Same>;

    fn first(object: Item<'_>, work: &mut Work) -> Result<(Self::Rust, Self::Seen), Trap> {
        let values = Self::load(object)?;
        work.anew += values.len();
        Ok((values, Self::LASTING.then(|| Same::new(object))))
    }

    fn refresh(
        object: Item<'_>,
        value: &mut Self::Rust,
        seen: &mut Self::Seen,
        work: &mut Work,
    ) -> Result<(), Trap> {
        if seen.as_ref().is_some_and(|seen| seen.is(object)) {
            work.same += value.len();
        } else {
            (*value, *seen) = Self::first(object, work)?;
        }
        Ok(())
    }
}

/// `None`, or exactly `E`.
pub struct OptionalOf<E>(PhantomData<E>);

impl<E: Value> Value for OptionalOf<E> {
    type Rust = Option<E::Rust>;

    const MUTABLE: bool = E::MUTABLE;

    const LASTING: bool = E::LASTING;

    #[inline]
    fn load(object: Item<'_>) -> Result<Self::Rust, Trap> {
        if object.is_none() {
            Ok(None)
        } else {
            E::load(object).map(Some)
        }
    }

    #[inline]
    fn store<'py>(py: Python<'py>, value: &Self::Rust) -> Result<Bound<'py, PyAny>, Trap> {
        match value {
            Some(value) => E::store(py, value),
            None => super::NoneValue::store(py, &()),
        }
    }

    #[inline]
    fn same(object: Item<'_>, value: &Self::Rust) -> bool {
        match value {
            Some(value) => E::same(object, value),
            None => object.is_none(),
        }
    }

    fn visit(object: Item<'_>, changed: bool, aliases: &mut Aliases) {
        if !object.is_none() {
            E::visit(object, changed, aliases);
        }
    }

    fn plan<'py>(
        object: Item<'_>,
        value: &Self::Rust,
        writes: &mut Writes<'py>,
    ) -> Result<Plan<'py>, Trap> {
        match value {
            Some(value) if !object.is_none() => E::plan(object, value, writes),
            None if E::MUTABLE && !object.is_none() => Err(Trap::Alias),
            _ if Self::same(object, value) => Ok(Plan::Keep),
            _ => Ok(Plan::Replace(Self::store(writes.py(), value)?)),
        }
    }
}

impl<E: Keep> Keep for OptionalOf<E> {
    type Seen = Option<E::Seen>;

    fn first(object: Item<'_>, work: &mut Work) -> Result<(Self::Rust, Self::Seen), Trap> {
        if object.is_none() {
            return Ok((None, None));
        }
        E::first(object, work).map(|(value, seen)| (Some(value), Some(seen)))
    }

    fn refresh(
        object: Item<'_>,
        value: &mut Self::Rust,
        seen: &mut Self::Seen,
        work: &mut Work,
    ) -> Result<(), Trap> {
        if let (Some(value), Some(seen)) = (&mut *value, &mut *seen)
            && !object.is_none()
        {
            return E::refresh(object, value, seen, work);
        }
        (*value, *seen) = Self::first(object, work)?;
        Ok(())
    }
}

/// Python's `tuple`, exactly, of a fixed length: a Rust tuple of the marker types of its elements.
macro_rules! tuples {
    ($($length:literal: $($kind:ident $at:tt)*;)*) => {$(
        impl<$($kind: Value),*> Value for ($($kind,)*) {
            type Rust = ($($kind::Rust,)*);

            const MUTABLE: bool = false $(|| $kind::MUTABLE)*;

            const LASTING: bool = true $(&& $kind::LASTING)*;

            #[inline]
            fn load(object: Item<'_>) -> Result<Self::Rust, Trap> {
                let items: [Item<'_>; $length] = object.tuple_of()?;
                Ok(($($kind::load(items[$at])?,)*))
            }

            #[inline]
            fn store<'py>(py: Python<'py>, value: &Self::Rust) -> Result<Bound<'py, PyAny>, Trap> {
                new_tuple(py, $length, |index| match index {
                    $($at => $kind::store(py, &value.$at),)*
                    _ => Err(Trap::Index),
                })
            }

            #[inline]
            fn same(object: Item<'_>, value: &Self::Rust) -> bool {
                object.tuple_of::<$length>().is_ok_and(|items| {
                    true $(&& $kind::same(items[$at], &value.$at))*
                })
            }

            fn visit(object: Item<'_>, changed: bool, aliases: &mut Aliases) {
                if let Ok(items) = object.tuple_of::<$length>() {
                    $($kind::visit(items[$at], changed, aliases);)*
                }
            }

            fn plan<'py>(
                object: Item<'_>,
                value: &Self::Rust,
                writes: &mut Writes<'py>,
            ) -> Result<Plan<'py>, Trap> {
                if !Self::MUTABLE {
                    return if Self::same(object, value) {
                        Ok(Plan::Keep)
                    } else {
                        Ok(Plan::Replace(Self::store(writes.py(), value)?))
                    };
                }
                // A tuple that holds lists keeps its identity: only what is inside the lists may change.
                let items: [Item<'_>; $length] = object.tuple_of()?;
                $(
                    if let Plan::Replace(_) = $kind::plan(items[$at], &value.$at, writes)? {
                        return Err(Trap::Alias);
                    }
                )*
                Ok(Plan::Keep)
            }
        }

        impl<$($kind: Keep),*> Keep for ($($kind,)*) {
            type Seen = ($($kind::Seen,)*);

            fn first(object: Item<'_>, work: &mut Work) -> Result<(Self::Rust, Self::Seen), Trap> {
                let items: [Item<'_>; $length] = object.tuple_of()?;
                let parts = ($($kind::first(items[$at], work)?,)*);
                Ok((($(parts.$at.0,)*), ($(parts.$at.1,)*)))
            }

            fn refresh(
                object: Item<'_>,
                value: &mut Self::Rust,
                seen: &mut Self::Seen,
                work: &mut Work,
            ) -> Result<(), Trap> {
                let items: [Item<'_>; $length] = object.tuple_of()?;
                $($kind::refresh(items[$at], &mut value.$at, &mut seen.$at, work)?;)*
                Ok(())
            }
        }
    )*};
}

tuples! {
    1: A 0;
    2: A 0 B 1;
    3: A 0 B 1 C 2;
    4: A 0 B 1 C 2 D 3;
    5: A 0 B 1 C 2 D 3 E 4;
    6: A 0 B 1 C 2 D 3 E 4 F 5;
    7: A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    8: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
    9: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8;
    10: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9;
    11: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10;
    12: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11;
    13: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11 M 12;
    14: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11 M 12 N 13;
    15: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11 M 12 N 13 O 14;
    16: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11 M 12 N 13 O 14 P 15;
}
