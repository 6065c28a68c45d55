//! NumPy's generators: those that come in or are made, and what the state of each was before the first draw.
//!
//! An object stays here while a compiled function runs; the core has its number ([`Rng`]). Draws go to NumPy's own
//! methods. Where the compiled function traps after some, every generator gets back the state that it had, the one that
//! was drawn from last first: two objects may share one stream.

use super::super::nd::callback::Given;
use super::super::nd::draw::{Rng, Wanted};
use super::super::trap::Trap;
use super::bits::{self, Bits};
use super::item::Item;
use super::value::Value;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What a compiled function has to do with generators.
struct Table {
    objects: Vec<Held>,
    /// The number of NumPy's hidden generator, once it is here.
    hidden: Option<usize>,
    before: Vec<Before>,
}

struct Held {
    object: Py<PyAny>,
    legacy: bool,
    kept: Kept,
    /// None before it is known whether there is a direct way; then what it is, and when it was last found to be free.
    direct: Option<Option<Rc<Bits>>>,
    free_at: u64,
}

/// How much of a generator's state is kept.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Kept {
    Nothing,
    /// The bits alone, not what a `RandomState` has left over of normal numbers.
    Bits,
    All,
}

/// A state, and whose it is.
struct Before {
    owner: Owner,
    state: State,
}

enum State {
    Object(Py<PyAny>),
    Bits(bits::Kept),
}

enum Owner {
    /// The generator number so and so, by its bits.
    Number(usize),
    RandomState(Py<PyAny>),
    /// The bit generator of a `Generator`.
    Bits(Py<PyAny>),
}

thread_local! {
    static TABLE: RefCell<Table> = const { RefCell::new(Table::new()) };
    /// Counts how often another thread may have had its turn.
    static TURNS: Cell<u64> = const { Cell::new(1) };
}

/// A compiled function that may draw: while it runs, what its generators were is kept.
pub(super) struct Draws {
    outer: Table,
}

impl Draws {
    pub(super) fn begin() -> Self {
        turn();
        Draws {
            outer: TABLE.replace(Table::new()),
        }
    }

    /// Ends it; where it `failed`, the generators are again what they were, as Python draws once more.
    pub(super) fn end(self, py: Python<'_>, failed: bool) -> PyResult<()> {
        let mut own = TABLE.replace(self.outer);
        if failed { own.restore(py) } else { Ok(()) }
    }
}

/// Another thread may have drawn: something that gives up the interpreter was done.
pub(super) fn turn() {
    TURNS.set(TURNS.get() + 1);
}

/// Puts every generator back to what it was: another signature of the function begins anew.
pub(super) fn begin_anew() -> Result<(), Trap> {
    if TABLE.with_borrow(|table| table.before.is_empty()) {
        return Ok(());
    }
    Python::attach(|py| {
        let mut own = TABLE.replace(Table::new());
        own.restore(py)
    })
    .map_err(|_| Trap::Guard)
}

impl Table {
    const fn new() -> Self {
        Table {
            objects: Vec::new(),
            hidden: None,
            before: Vec::new(),
        }
    }

    fn restore(&mut self, py: Python<'_>) -> PyResult<()> {
        for before in std::mem::take(&mut self.before).into_iter().rev() {
            match (before.owner, before.state) {
                (Owner::RandomState(object), State::Object(state)) => {
                    object.bind(py).call_method1("set_state", (state,))?;
                }
                (Owner::Bits(object), State::Object(state)) => object.bind(py).setattr("state", state)?,
                (Owner::Number(number), State::Bits(state)) => {
                    if let Some(bits) = self.objects.get(number).and_then(Held::bits) {
                        bits.put_back(state);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Held {
    fn bits(&self) -> Option<&Bits> {
        self.direct.as_ref()?.as_deref()
    }
}

/// The generator that a call of `target` with the first argument `given` draws from.
pub(super) fn drawn_from(target: &str, given: Option<&Given<'_>>) -> Option<Rng> {
    if let Some(name) = target.strip_prefix("numpy.random.") {
        // What makes generators draws from none.
        let draws = name != "default_rng" && !name.starts_with(char::is_uppercase);
        return draws.then_some(Rng::HIDDEN);
    }
    match given {
        Some(Given::Rng(rng)) if target.starts_with("method.") => Some(*rng),
        _ => None,
    }
}

/// Draws of a `RandomState` that leave alone what it has left over of normal numbers.
const WITHOUT_NORMAL: [&str; 8] =
    ["random_sample", "random", "rand", "randint", "uniform", "choice", "permutation", "shuffle"];

/// Keeps the state of `rng` before the first draw, of which `target` is the function or method.
pub(super) fn keep(py: Python<'_>, rng: Rng, target: &str) -> Result<(), Trap> {
    let number = here(py, rng)?;
    let name = target.rsplit('.').next().unwrap_or_default();
    let (object, legacy, kept, ready) = with(number, |held| {
        (held.object.clone_ref(py), held.legacy, held.kept, held.direct.is_some())
    })?;
    let enough = if legacy && !WITHOUT_NORMAL.contains(&name) { Kept::All } else { Kept::Bits };
    if kept >= enough {
        return Ok(());
    }
    let object = object.into_bound(py);
    if !ready {
        prepare(number, &object, legacy)?;
    }
    let by_bits = kept == Kept::Nothing && keep_bits(py, number)?;
    if !by_bits || enough == Kept::All {
        let (owner, state) = if legacy { state_of_old(&object)? } else { state_of_bits(&object)? };
        keep_as(number, Kept::All, owner, State::Object(state))?;
    }
    Ok(())
}

fn keep_as(number: usize, kept: Kept, owner: Owner, state: State) -> Result<(), Trap> {
    TABLE.with_borrow_mut(|table| {
        table.objects.get_mut(number).ok_or(Trap::Guard)?.kept = kept;
        table.before.push(Before { owner, state });
        Ok(())
    })
}

/// Keeps the bits themselves, where there is a direct way to them, and no other thread draws.
fn keep_bits(py: Python<'_>, number: usize) -> Result<bool, Trap> {
    let Some(bits) = bits_of(number)? else {
        return Ok(false);
    };
    see_free(py, number, &bits)?;
    keep_as(number, Kept::Bits, Owner::Number(number), State::Bits(bits.kept()))?;
    Ok(true)
}

fn bits_of(number: usize) -> Result<Option<Rc<Bits>>, Trap> {
    with(number, |held| held.direct.clone().flatten())
}

/// Traps where another thread draws just now; what is seen holds until another thread may have had its turn.
fn see_free(py: Python<'_>, number: usize, bits: &Bits) -> Result<(), Trap> {
    let turn = TURNS.get();
    if with(number, |held| held.free_at)? != turn {
        if !bits.is_free(py) {
            return Err(Trap::Guard);
        }
        with_mut(number, |held| held.free_at = turn)?;
    }
    Ok(())
}

/// Finds out whether there is a direct way.
fn prepare(number: usize, object: &Bound<'_, PyAny>, legacy: bool) -> Result<(), Trap> {
    let py = object.py();
    let name = if legacy { intern!(py, "_bit_generator") } else { intern!(py, "bit_generator") };
    let direct = object.getattr(name).ok().and_then(|bits| bits::open(&bits));
    with_mut(number, |held| held.direct = Some(direct))
}

// --- direct draws ---

/// A `float` straight from the bits; none where the method is to be asked.
pub(super) fn float(rng: Rng, wanted: Wanted) -> Result<Option<f64>, Trap> {
    direct(rng, |py, bits| bits.float(py, wanted))
}

/// An `int` straight from the bits; none where the method is to be asked.
pub(super) fn int(rng: Rng, low: i64, high: i64) -> Result<Option<i64>, Trap> {
    let masked = |held: &Held| held.legacy;
    direct_of(rng, |py, held, bits| bits.int(py, low, high, masked(held)))
}

#[inline]
fn direct<T>(rng: Rng, draw: impl FnOnce(Python<'_>, &Bits) -> Option<T>) -> Result<Option<T>, Trap> {
    direct_of(rng, |py, _, bits| draw(py, bits))
}

#[inline]
fn direct_of<T>(
    rng: Rng,
    draw: impl FnOnce(Python<'_>, &Held, &Bits) -> Option<T>,
) -> Result<Option<T>, Trap> {
    // SAFETY: the core runs while the interpreter is held; on any other thread the table is empty, and nothing is done.
    let py = unsafe { Python::assume_attached() };
    let ready = TABLE.with_borrow(|table| {
        let held = table.number_of(rng).and_then(|number| table.objects.get(number));
        held.is_some_and(|held| held.free_at == TURNS.get() && held.kept != Kept::Nothing)
    });
    if !ready && !get_ready(rng)? {
        return Ok(None);
    }
    TABLE.with_borrow(|table| {
        let number = table.number_of(rng).ok_or(Trap::Guard)?;
        let held = table.objects.get(number).ok_or(Trap::Guard)?;
        Ok(held.bits().and_then(|bits| draw(py, held, bits)))
    })
}

/// Whether there is a direct way to draw from `rng`; then its state is kept, and no other thread draws.
#[cold]
fn get_ready(rng: Rng) -> Result<bool, Trap> {
    if rng != Rng::HIDDEN && TABLE.with_borrow(|table| table.objects.get(rng.number()).is_none()) {
        return Err(Trap::Guard);
    }
    Python::attach(|py| {
        keep(py, rng, "random")?;
        let number = here(py, rng)?;
        match bits_of(number)? {
            Some(bits) => see_free(py, number, &bits).map(|()| true),
            None => Ok(false),
        }
    })
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

impl Table {
    #[inline]
    fn number_of(&self, rng: Rng) -> Option<usize> {
        if rng == Rng::HIDDEN { self.hidden } else { Some(rng.number()) }
    }
}

/// The object behind the functions of `numpy.random`.
static HIDDEN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// The number of `rng` in the table, into which the hidden generator comes when it is first asked for.
fn here(py: Python<'_>, rng: Rng) -> Result<usize, Trap> {
    if let Some(number) = TABLE.with_borrow(|table| table.number_of(rng)) {
        return Ok(number);
    }
    let hidden = HIDDEN.get_or_try_init(py, || {
        let draw = py.import("numpy.random")?.getattr("random_sample")?;
        draw.getattr("__self__").map(Bound::unbind)
    });
    let hidden = hidden.map_err(|_: PyErr| Trap::Guard)?;
    match numbered(Item::from(hidden.bind(py)))? {
        Some((rng, true)) => {
            TABLE.with_borrow_mut(|table| table.hidden = Some(rng.number()));
            Ok(rng.number())
        }
        _ => Err(Trap::Guard),
    }
}

fn with<T>(number: usize, look: impl FnOnce(&Held) -> T) -> Result<T, Trap> {
    TABLE.with_borrow(|table| table.objects.get(number).map(look).ok_or(Trap::Guard))
}

fn with_mut<T>(number: usize, change: impl FnOnce(&mut Held) -> T) -> Result<T, Trap> {
    TABLE.with_borrow_mut(|table| table.objects.get_mut(number).map(change).ok_or(Trap::Guard))
}

/// The object behind `rng`.
pub(super) fn object<'py>(py: Python<'py>, rng: Rng) -> Result<Bound<'py, PyAny>, Trap> {
    with(rng.number(), |held| held.object.bind(py).clone())
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
            table.objects.push(Held {
                object: object.unbind(),
                legacy,
                kept: Kept::Nothing,
                direct: None,
                free_at: 0,
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
        self::object(py, *value)
    }

    fn same(object: Item<'_>, value: &Rng) -> bool {
        with(value.number(), |held| held.object.as_ptr() == object.as_ptr()) == Ok(true)
    }
}
