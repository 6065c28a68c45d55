//! Objects that stay in Python: the core holds a reference to each, and reads an attribute where it needs it.
//!
//! So a function that walks a tree looks at the nodes on its way only, and classes may refer to themselves. Whether an
//! object is of the class, and the class what it was, is looked at when the reference is made. Nothing changes an object
//! while the core runs: the interpreter is held, no Python code runs, and what the core itself changes waits for the commit.

use super::super::reference::Reference;
use super::super::seq;
use super::super::trap::Trap;
use super::alias;
use super::item::Item;
use super::object::Class;
use super::value::Value;
use pyo3::ffi;
use pyo3::prelude::*;

impl Class {
    /// Takes a reference to `object`, where it is an instance of exactly this class, and the class is what it was.
    #[inline(always)]
    pub fn reference(&'static self, object: Item<'_>) -> Result<Reference, Trap> {
        let instance = self.of(object)?;
        instance.has_its_methods()?;
        Reference::new(object.identity()).ok_or(Trap::Type)
    }

    /// Reads attribute number `index` of the instance behind `node`.
    #[inline(always)]
    pub fn read<V: Value>(&'static self, node: Reference, index: usize) -> Result<V::Rust, Trap> {
        let held = self.attribute(lent(node), index)?;
        if V::MUTABLE {
            alias::is_unchanged(held.identity())?;
        }
        V::load(held)
    }

    /// The container in attribute number `index`, to be asked where it lies.
    #[inline(always)]
    fn container<'a>(&'static self, node: Reference, index: usize) -> Result<Item<'a>, Trap> {
        let held = self.attribute(lent(node), index)?;
        alias::is_unchanged(held.identity())?;
        Ok(held)
    }

    /// `attribute[key]` of a list.
    #[inline(always)]
    pub fn list_at<V: Value>(
        &'static self,
        node: Reference,
        index: usize,
        key: i64,
    ) -> Result<V::Rust, Trap> {
        let items = self.container(node, index)?.list().ok_or(Trap::Type)?;
        V::load(items.at(seq::index(key, items.len())?))
    }

    /// `len(attribute)` of a list.
    #[inline(always)]
    pub fn list_len(&'static self, node: Reference, index: usize) -> Result<i64, Trap> {
        let items = self.container(node, index)?.list().ok_or(Trap::Type)?;
        Ok(items.len() as i64)
    }

    /// `len(attribute)` of a dict.
    pub fn dict_len(&'static self, node: Reference, index: usize) -> Result<i64, Trap> {
        self.container(node, index)?.dict_len().ok_or(Trap::Type)
    }

    /// `attribute[key]` of a dict of texts; a key that is not there traps.
    pub fn dict_at<V: Value>(
        &'static self,
        node: Reference,
        index: usize,
        key: &[char],
    ) -> Result<V::Rust, Trap> {
        V::load(self.value_of(node, index, key)?.ok_or(Trap::Index)?)
    }

    /// `attribute.get(key)` of a dict of texts.
    pub fn dict_get<V: Value>(
        &'static self,
        node: Reference,
        index: usize,
        key: &[char],
    ) -> Result<Option<V::Rust>, Trap> {
        self.value_of(node, index, key)?.map(V::load).transpose()
    }

    /// `key in attribute` of a dict of texts.
    pub fn dict_has(
        &'static self,
        node: Reference,
        index: usize,
        key: &[char],
    ) -> Result<bool, Trap> {
        Ok(self.value_of(node, index, key)?.is_some())
    }

    fn value_of<'a>(
        &'static self,
        node: Reference,
        index: usize,
        key: &[char],
    ) -> Result<Option<Item<'a>>, Trap> {
        self.container(node, index)?.value_of_text(key)
    }
}

/// The object behind `node`.
#[inline(always)]
fn lent<'a>(node: Reference) -> Item<'a> {
    // SAFETY: a reference is made of a live object, which the arguments of the call in hand keep alive until its end.
    unsafe { Item::lent(node.address() as *mut ffi::PyObject) }
}

/// The very object behind `node`, for the caller.
pub fn object_behind(py: Python<'_>, node: Reference) -> Bound<'_, PyAny> {
    lent(node).kept().into_bound(py)
}

/// Makes the marker type of objects that stay in Python, and what the core asks of them.
#[allow(unused_macros, reason = "a crate without such objects has no use for it")]
macro_rules! node {
    (
        $(#[$doc:meta])*
        $marker:ident: $name:ident of $class:ident { $($index:literal $field:ident: $kind:ty;)* }
    ) => {
        $(#[$doc])*
        pub struct $marker;

        impl Value for $marker {
            type Rust = $name;

            #[inline(always)]
            fn load(object: Item<'_>) -> Result<$name, Trap> {
                $class.reference(object).map($name)
            }

            fn store<'py>(py: Python<'py>, value: &$name) -> Result<Bound<'py, PyAny>, Trap> {
                Ok(node::object_behind(py, value.0))
            }

            fn same(object: Item<'_>, value: &$name) -> bool {
                object.identity() == value.0.address()
            }
        }

        reloads! { [] $marker; }

        impl $name {
            $(
                #[doc = concat!("Reads the attribute `", stringify!($field), "`.")]
                #[inline(always)]
                pub fn $field(self) -> Result<<$kind as Value>::Rust, Trap> {
                    $class.read::<$kind>(self.0, $index)
                }
            )*
        }
    };
}

pub(crate) use node;
