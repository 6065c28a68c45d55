//! What a call printed, on its way to `sys.stdout`.
//!
//! The text is written after everything else that the call changes: writing may run Python code, and may raise. What it
//! raises goes on to the caller, as it would from `print`.

use super::super::output::Output;
use super::super::trap::Trap;
use super::item::Item;
use super::value::{Plan, Value, store};
use super::writes::Writes;
use pyo3::prelude::*;

/// Whatever `sys.stdout` is when the call begins.
pub struct OutputOf;

impl Value for OutputOf {
    type Rust = Output;

    const MUTABLE: bool = true;

    /// Nothing is printed yet. Where there is no output (`None`), `print` does nothing, which is left to Python.
    fn load(object: Item<'_>) -> Result<Output, Trap> {
        match object.is_none() {
            true => Err(Trap::Type),
            false => Ok(Output::default()),
        }
    }

    fn store<'py>(_py: Python<'py>, _value: &Output) -> Result<Bound<'py, PyAny>, Trap> {
        Err(Trap::Type)
    }

    fn same(_object: Item<'_>, value: &Output) -> bool {
        *value == Output::default()
    }

    fn plan<'py>(
        object: Item<'_>,
        value: &Output,
        writes: &mut Writes<'py>,
    ) -> Result<Plan<'py>, Trap> {
        if !value.text().is_empty() || value.flushed() {
            let text = store::<super::Str>(writes.py(), &value.text().to_vec())?;
            let file = writes.hold(object);
            writes.print(Printed {
                file,
                text,
                flush: value.flushed(),
            });
        }
        Ok(Plan::Keep)
    }
}

/// A text that is finished, and where it goes.
pub(super) struct Printed<'py> {
    file: Bound<'py, PyAny>,
    text: Bound<'py, PyAny>,
    flush: bool,
}

impl Printed<'_> {
    /// Writes it.
    pub(super) fn write(self) -> PyResult<()> {
        self.file.call_method1("write", (self.text,))?;
        if self.flush {
            self.file.call_method0("flush")?;
        }
        Ok(())
    }
}
