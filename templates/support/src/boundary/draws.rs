//! NumPy's generators: those that come in or are made, and what the state of each was before the first draw.
//!
//! An object stays here while a compiled function runs; the core has its number ([`Rng`]). Draws go to NumPy's own
//! methods. Where the compiled function traps after some, every generator gets back the state that it had, the one that
//! was drawn from last first: two objects may share one stream.

use super::super::nd::callback::Rng;
use super::super::trap::Trap;
use super::item::Item;
use super::value::Value;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};
use std::cell::RefCell;

/// What a compiled function has to do with generators.
#[derive(Default)]
struct Table {
    objects: Vec<Kept>,
    hidden_is_kept: bool,
    before: Vec<Before>,
}

struct Kept {
    object: Py<PyAny>,
    legacy: bool,
    state_is_kept: bool,
}

/// A state, and whose it is.
struct Before {
    owner: Owner,
    state: Py<PyAny>,
}

enum Owner {
    /// NumPy's hidden generator.
    Hidden,
    RandomState(Py<PyAny>),
    /// The bit generator of a `Generator`.
    Bits(Py<PyAny>),
}

thread_local! {
    static TABLE: RefCell<Table> = RefCell::default();
}

/// A compiled function that may draw: while it runs, what its generators were is kept.
pub(super) struct Draws {
    outer: Table,
}

impl Draws {
    pub(super) fn begin() -> Self {
        Draws {
            outer: TABLE.take(),
        }
    }

    /// Ends it; where it `failed`, the generators are again what they were, as Python draws once more.
    pub(super) fn end(self, py: Python<'_>, failed: bool) -> PyResult<()> {
        let own = TABLE.replace(self.outer);
        if failed { restore(py, own.before) } else { Ok(()) }
    }
}

/// Puts every generator back to what it was: another signature of the function begins anew.
pub(super) fn begin_anew() -> Result<(), Trap> {
    let before = TABLE.with_borrow_mut(|table| {
        table.hidden_is_kept = false;
        table.objects.iter_mut().for_each(|kept| kept.state_is_kept = false);
        std::mem::take(&mut table.before)
    });
    if before.is_empty() {
        return Ok(());
    }
    Python::attach(|py| restore(py, before)).map_err(|_| Trap::Guard)
}

fn restore(py: Python<'_>, states: Vec<Before>) -> PyResult<()> {
    states.into_iter().rev().try_for_each(|before| before.restore(py))
}

impl Before {
    fn restore(self, py: Python<'_>) -> PyResult<()> {
        match self.owner {
            Owner::Hidden => {
                let set = py.import("numpy.random")?.getattr("set_state")?;
                set.call1((self.state,)).map(drop)
            }
            Owner::RandomState(object) => {
                object.bind(py).call_method1("set_state", (self.state,)).map(drop)
            }
            Owner::Bits(object) => object.bind(py).setattr("state", self.state),
        }
    }
}

/// Whether the function draws from NumPy's hidden generator: those that make new ones do not.
pub(super) fn draws_from_hidden(target: &str) -> bool {
    let name = target.strip_prefix("numpy.random.");
    name.is_some_and(|name| name != "default_rng" && !name.starts_with(char::is_uppercase))
}

/// Keeps the state of NumPy's hidden generator before the first draw. Another kind of generator than usual traps.
pub(super) fn keep_hidden(py: Python<'_>) -> Result<(), Trap> {
    if TABLE.with_borrow(|table| table.hidden_is_kept) {
        return Ok(());
    }
    let state = py.import("numpy.random").and_then(|random| random.call_method0("get_state"));
    let state = state.map_err(|_| Trap::Guard)?;
    if !state.is_exact_instance_of::<PyTuple>() {
        return Err(Trap::Guard);
    }
    TABLE.with_borrow_mut(|table| {
        table.hidden_is_kept = true;
        table.before.push(Before {
            owner: Owner::Hidden,
            state: state.unbind(),
        });
    });
    Ok(())
}

/// The generator number `rng`, whose state is kept before the first draw.
pub(super) fn to_draw_from<'py>(py: Python<'py>, rng: Rng) -> Result<Bound<'py, PyAny>, Trap> {
    let (object, legacy, is_kept) = looked_up(py, rng, |kept, object| (object, kept.legacy, kept.state_is_kept))?;
    if !is_kept {
        let (owner, state) = if legacy { state_of_old(&object)? } else { state_of_bits(&object)? };
        TABLE.with_borrow_mut(|table| {
            if let Some(kept) = table.objects.get_mut(rng.number()) {
                kept.state_is_kept = true;
            }
            table.before.push(Before { owner, state });
        });
    }
    Ok(object)
}

fn state_of_old(object: &Bound<'_, PyAny>) -> Result<(Owner, Py<PyAny>), Trap> {
    let state = object.call_method1("get_state", (false,)).map_err(|_| Trap::Guard)?;
    let state = state.cast_into_exact::<PyDict>().map_err(|_| Trap::Guard)?;
    let name = state.get_item("bit_generator").ok().flatten().ok_or(Trap::Guard)?;
    // No other one can be given back its state.
    match name.eq("MT19937") {
        Ok(true) => Ok((Owner::RandomState(object.clone().unbind()), state.into_any().unbind())),
        _ => Err(Trap::Guard),
    }
}

fn state_of_bits(object: &Bound<'_, PyAny>) -> Result<(Owner, Py<PyAny>), Trap> {
    let bits = object.getattr("bit_generator").map_err(|_| Trap::Guard)?;
    let known = kinds(object.py())?;
    if !known.bits.iter().any(|kind| bits.get_type().is(kind.bind(object.py()))) {
        return Err(Trap::Guard); // one of the user's own may do anything
    }
    let state = bits.getattr("state").map_err(|_| Trap::Guard)?;
    Ok((Owner::Bits(bits.unbind()), state.unbind()))
}

fn looked_up<'py, T>(
    py: Python<'py>,
    rng: Rng,
    look: impl FnOnce(&Kept, Bound<'py, PyAny>) -> T,
) -> Result<T, Trap> {
    TABLE.with_borrow(|table| {
        let kept = table.objects.get(rng.number()).ok_or(Trap::Guard)?;
        Ok(look(kept, kept.object.bind(py).clone()))
    })
}

// --- objects in and out ---

/// The classes, looked up once.
struct Kinds {
    generator: Py<PyAny>,
    random_state: Py<PyAny>,
    bits: Vec<Py<PyAny>>,
}

static KINDS: PyOnceLock<Kinds> = PyOnceLock::new();
const BITS: [&str; 5] = ["PCG64", "MT19937", "Philox", "SFC64", "PCG64DXSM"];

fn kinds(py: Python<'_>) -> Result<&Kinds, Trap> {
    let made = KINDS.get_or_try_init(py, || {
        let random = py.import("numpy.random")?;
        let class = |name: &str| random.getattr(name).map(Bound::unbind);
        Ok::<_, PyErr>(Kinds {
            generator: class("Generator")?,
            random_state: class("RandomState")?,
            bits: BITS.into_iter().map(class).collect::<PyResult<_>>()?,
        })
    });
    made.map_err(|_| Trap::Guard)
}

/// The number of `object`, and whether it is a `RandomState`; none where it is no generator of NumPy's.
pub(super) fn numbered(object: Item<'_>) -> Result<Option<(Rng, bool)>, Trap> {
    let py = object.py();
    // SAFETY: a live object; the call makes a reference of its own.
    let object = unsafe { Bound::from_borrowed_ptr(py, object.as_ptr()) };
    let (class, known) = (object.get_type(), kinds(py)?);
    let legacy = class.is(known.random_state.bind(py));
    if !legacy && !class.is(known.generator.bind(py)) {
        return Ok(None);
    }
    TABLE.with_borrow_mut(|table| {
        let met = table.objects.iter().position(|kept| kept.object.is(&object));
        let number = met.unwrap_or(table.objects.len());
        if met.is_none() {
            table.objects.push(Kept {
                object: object.unbind(),
                legacy,
                state_is_kept: false,
            });
        }
        Ok(Some((Rng::new(number), legacy)))
    })
}

/// NumPy's `Generator` or, where `LEGACY`, its `RandomState`; exactly.
pub struct NpRng<const LEGACY: bool>;
/// NumPy's `Generator`.
pub type NpGenerator = NpRng<false>;
/// NumPy's `RandomState`.
pub type NpRandomState = NpRng<true>;

impl<const LEGACY: bool> Value for NpRng<LEGACY> {
    type Rust = Rng;

    fn load(object: Item<'_>) -> Result<Rng, Trap> {
        match numbered(object)? {
            Some((rng, legacy)) if legacy == LEGACY => Ok(rng),
            _ => Err(Trap::Type),
        }
    }

    /// The very object.
    fn store<'py>(py: Python<'py>, value: &Rng) -> Result<Bound<'py, PyAny>, Trap> {
        looked_up(py, *value, |_, object| object)
    }

    fn same(object: Item<'_>, value: &Rng) -> bool {
        looked_up(object.py(), *value, |_, kept| kept.as_ptr() == object.as_ptr()) == Ok(true)
    }
}
