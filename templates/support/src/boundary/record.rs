//! Named tuples: instances of exactly one class that `namedtuple` or `NamedTuple` made, as Rust tuples.

use super::super::trap::Trap;
use super::function::at_place;
use super::item::{Item, new_tuple, owned};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// The class of a named tuple, known by its place; a `static` of its marker type.
///
/// That the place still holds what was compiled is what the guards of the calling function say.
pub struct Record {
    module: &'static str,
    path: &'static str,
    held: PyOnceLock<Py<PyAny>>,
}

impl Record {
    /// The class `path` (`Point`) of the module `module`.
    pub const fn new(module: &'static str, path: &'static str) -> Self {
        Record {
            module,
            path,
            held: PyOnceLock::new(),
        }
    }

    /// The `N` elements of `object`, where it is an instance of exactly this class.
    #[inline(always)]
    pub fn items<'a, const N: usize>(
        &'static self,
        object: Item<'a>,
    ) -> Result<[Item<'a>; N], Trap> {
        let class = self.class(object.py())?;
        if !object.is_exactly(class.as_ptr().cast()) {
            return Err(Trap::Type);
        }
        let items = object.record().ok_or(Trap::Type)?;
        if items.len() != N {
            return Err(Trap::Type);
        }
        Ok(std::array::from_fn(|k| items.at(k)))
    }

    /// A new instance with these elements, made as `tuple.__new__(class, elements)` makes it.
    pub fn make<'py, const N: usize>(
        &'static self,
        py: Python<'py>,
        elements: [Bound<'py, PyAny>; N],
    ) -> Result<Bound<'py, PyAny>, Trap> {
        let class = self.class(py)?;
        let mut elements = elements.into_iter();
        let inner = new_tuple(py, N, |_| elements.next().ok_or(Trap::Type))?;
        let mut inner = Some(inner);
        let arguments = new_tuple(py, 1, |_| inner.take().ok_or(Trap::Type))?;
        // SAFETY: a live class that is a subclass of `tuple` (its instances were, and the guards say what it is), and a
        // tuple of arguments; no code of the class runs.
        unsafe {
            let make = ffi::PyTuple_Type.tp_new.ok_or(Trap::Type)?;
            let object = make(class.as_ptr().cast(), arguments.as_ptr(), std::ptr::null_mut());
            owned(py, object)
        }
    }

    #[inline(always)]
    fn class(&'static self, py: Python<'_>) -> Result<&'static Py<PyAny>, Trap> {
        self.held
            .get_or_try_init(py, || self.find(py))
            .map_err(|_| Trap::Guard)
    }

    /// Looks the class up among the modules that are imported.
    #[cold]
    fn find(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(at_place(py, self.module, self.path)?.unbind())
    }
}

/// Makes the marker type of a named tuple.
#[allow(unused_macros, reason = "a crate without named tuples has no use for it")]
macro_rules! record {
    (
        $(#[$doc:meta])* $marker:ident: $module:literal, $path:literal,
        $length:literal: $($kind:ty, $at:tt;)*
    ) => {
        $(#[$doc])*
        pub struct $marker;

        impl $marker {
            fn class() -> &'static Record {
                static CLASS: Record = Record::new($module, $path);
                &CLASS
            }
        }

        impl Value for $marker {
            type Rust = ($(<$kind as Value>::Rust,)*);

            #[inline]
            fn load(object: Item<'_>) -> Result<Self::Rust, Trap> {
                let items: [Item<'_>; $length] = Self::class().items(object)?;
                Ok(($(<$kind>::load(items[$at])?,)*))
            }

            #[inline]
            fn store<'py>(py: Python<'py>, value: &Self::Rust) -> Result<Bound<'py, PyAny>, Trap> {
                Self::class().make(py, [$(<$kind>::store(py, &value.$at)?),*])
            }

            #[inline]
            fn same(object: Item<'_>, value: &Self::Rust) -> bool {
                Self::class().items::<$length>(object).is_ok_and(|items| {
                    true $(&& <$kind>::same(items[$at], &value.$at))*
                })
            }
        }

        reloads! { [] $marker; }
    };
}
#[allow(unused_imports, reason = "a crate without named tuples has no use for it")]
pub(crate) use record;
