//! Members of enumerations: only of this very one, and they go out again as they came.

use super::super::member::Member;
use super::super::trap::Trap;
use super::function::at_place;
use super::item::Item;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// An enumeration, known by its place; a `static` of its marker type.
///
/// That the place still holds what was compiled is what the guards of the calling function say.
pub struct Enumeration {
    module: &'static str,
    path: &'static str,
    held: PyOnceLock<Py<PyAny>>,
}

impl Enumeration {
    /// The class `path` (`Mode`) of the module `module`.
    pub const fn new(module: &'static str, path: &'static str) -> Self {
        Enumeration {
            module,
            path,
            held: PyOnceLock::new(),
        }
    }

    /// The member that `object` is; traps where it is of another class.
    #[inline(always)]
    pub fn member(&'static self, object: Item<'_>) -> Result<Member, Trap> {
        let py = object.py();
        let class = self
            .held
            .get_or_try_init(py, || at_place(py, self.module, self.path).map(Bound::unbind))
            .map_err(|_| Trap::Guard)?;
        if object.is_exactly(class.as_ptr().cast()) {
            Ok(Member(object.identity()))
        } else {
            Err(Trap::Type)
        }
    }
}

/// The Python object that `member` is.
#[inline(always)]
pub fn object_of(py: Python<'_>, member: Member) -> Bound<'_, PyAny> {
    // SAFETY: a `Member` is only made of an object that was loaded in the same call; its class, which the marker keeps,
    // holds all its members for good.
    unsafe { Bound::from_borrowed_ptr(py, member.0 as *mut pyo3::ffi::PyObject) }
}

/// Makes the marker type of an enumeration.
#[allow(unused_macros, reason = "a crate without enumerations has no use for it")]
macro_rules! enumeration {
    ($(#[$doc:meta])* $marker:ident: $module:literal, $path:literal) => {
        $(#[$doc])*
        pub struct $marker;

        impl Value for $marker {
            type Rust = crate::support::member::Member;

            #[inline]
            fn load(object: Item<'_>) -> Result<Self::Rust, Trap> {
                static CLASS: Enumeration = Enumeration::new($module, $path);
                CLASS.member(object)
            }

            #[inline]
            fn store<'py>(py: Python<'py>, value: &Self::Rust) -> Result<Bound<'py, PyAny>, Trap> {
                Ok(object_of(py, *value))
            }

            #[inline]
            fn same(object: Item<'_>, value: &Self::Rust) -> bool {
                object.identity() == value.0
            }
        }

        reloads! { [] $marker; }
    };
}
#[allow(unused_imports, reason = "a crate without enumerations has no use for it")]
pub(crate) use enumeration;
