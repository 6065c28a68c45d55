//! Python functions as values: only the one function that was compiled is taken, and it goes out again as it came.

use super::super::trap::Trap;
use super::item::Item;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

/// A function of a Python module, known by its place; a `static` of its marker type.
///
/// That the place still holds what was compiled is what the guards of the calling function say.
pub struct Function {
    module: &'static str,
    path: &'static str,
    held: PyOnceLock<Held>,
}

struct Held {
    /// What stands at the place: the function, or what this package put in front of it.
    shown: Py<PyAny>,
    /// The function behind that.
    original: Py<PyAny>,
}

impl Function {
    /// The function `path` (`helper`, `Shape.area`) of the module `module`.
    pub const fn new(module: &'static str, path: &'static str) -> Self {
        Function {
            module,
            path,
            held: PyOnceLock::new(),
        }
    }

    /// Traps where `object` is not this function.
    #[inline(always)]
    pub fn check(&'static self, object: Item<'_>) -> Result<(), Trap> {
        let held = self.held(object.py())?;
        if object.as_ptr() == held.original.as_ptr() || object.as_ptr() == held.shown.as_ptr() {
            Ok(())
        } else {
            Err(Trap::Type)
        }
    }

    /// The function itself.
    pub fn get<'py>(&'static self, py: Python<'py>) -> Result<Bound<'py, PyAny>, Trap> {
        Ok(self.held(py)?.shown.bind(py).clone())
    }

    #[inline(always)]
    fn held(&'static self, py: Python<'_>) -> Result<&'static Held, Trap> {
        self.held
            .get_or_try_init(py, || self.find(py))
            .map_err(|_| Trap::Guard)
    }

    /// Looks the function up among the modules that are imported.
    #[cold]
    fn find(&self, py: Python<'_>) -> PyResult<Held> {
        let found = at_place(py, self.module, self.path)?;
        let original = found.getattr("__wrapped__").unwrap_or_else(|_| found.clone());
        Ok(Held {
            shown: found.unbind(),
            original: original.unbind(),
        })
    }
}

/// What stands at `path` in the imported module `module`; a script runs under another name than its own.
pub(super) fn at_place<'py>(py: Python<'py>, module: &str, path: &str) -> PyResult<Bound<'py, PyAny>> {
    let modules = py.import("sys")?.getattr("modules")?;
    let modules = modules.cast_exact::<PyDict>()?;
    let mut found = match modules.get_item(module)? {
        Some(found) => found,
        None => modules.as_any().get_item("__main__")?,
    };
    for part in path.split('.') {
        found = found.getattr(part)?;
    }
    Ok(found)
}

/// Makes the marker type of a function.
#[allow(unused_macros, reason = "a crate without functions as values has no use for it")]
macro_rules! function {
    ($(#[$doc:meta])* $marker:ident: $module:literal, $path:literal) => {
        $(#[$doc])*
        pub struct $marker;

        impl $marker {
            fn function() -> &'static Function {
                static FUNCTION: Function = Function::new($module, $path);
                &FUNCTION
            }
        }

        impl Value for $marker {
            type Rust = ();

            #[inline(always)]
            fn load(object: Item<'_>) -> Result<(), Trap> {
                Self::function().check(object)
            }

            fn store<'py>(py: Python<'py>, _value: &()) -> Result<Bound<'py, PyAny>, Trap> {
                Self::function().get(py)
            }

            fn same(object: Item<'_>, _value: &()) -> bool {
                Self::load(object).is_ok()
            }
        }

        reloads! { [] $marker; }
    };
}
#[allow(unused_imports, reason = "a crate without functions as values has no use for it")]
pub(crate) use function;
