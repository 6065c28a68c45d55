//! Draws of single numbers by NumPy's own C functions, without a call of Python.
//!
//! NumPy documents two things for this: the structure `bitgen_t` behind a bit generator's `capsule`, and that the library of
//! `numpy.random._generator` can be opened for the functions of `distributions.h`. So a draw here is the draw that the method
//! makes. The state is kept by a copy of the few bytes that it lies in. Where they lie is not documented: it is looked up in
//! the object's own memory, and compared with what the object says of its state. All of it is tried once ([`tried`]),
//! against the methods; what fails stays with the methods.

use super::super::nd::draw::Wanted;
use numpy::npyffi::npy_intp;
use pyo3::ffi;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use std::cell::RefCell;
use std::ffi::c_void;
use std::rc::Rc;

/// `bitgen_t` of NumPy's `bitgen.h`.
#[repr(C)]
struct Interface {
    state: *mut c_void,
    next_uint64: unsafe extern "C" fn(*mut c_void) -> u64,
    next_uint32: unsafe extern "C" fn(*mut c_void) -> u32,
    next_double: unsafe extern "C" fn(*mut c_void) -> f64,
    next_raw: unsafe extern "C" fn(*mut c_void) -> u64,
}

type Plain = unsafe extern "C" fn(*mut Interface) -> f64;
type Scaled = unsafe extern "C" fn(*mut Interface, f64) -> f64;
type Placed = unsafe extern "C" fn(*mut Interface, f64, f64) -> f64;
type Bounded = unsafe extern "C" fn(*mut Interface, u64, u64, npy_intp, bool, *mut u64);

/// Functions of `distributions.h`.
struct Distributions {
    standard_normal: Plain,
    exponential: Scaled,
    normal: Placed,
    uniform: Placed,
    bounded: Bounded,
    /// The library, which stays loaded.
    _library: Py<PyAny>,
}

/// A bit generator.
pub(super) struct Bits {
    object: Py<PyAny>,
    lock: Py<PyAny>,
    interface: *mut Interface,
    state: Memory,
}

/// Where a state lies.
#[derive(Clone, Copy)]
enum Memory {
    /// 128 bits of state and as many of increment; then whether half of a word is left, and that.
    Pcg { words: *mut [u64; 4], half: *mut u64 },
    /// 624 words, and how many of them are used.
    Mt(*mut [u32; MT_WORDS]),
}

const MT_WORDS: usize = 625;

/// A state that is kept.
pub(super) enum Kept {
    Pcg([u64; 4], u64),
    Mt(Box<[u32; MT_WORDS]>),
}

static DISTRIBUTIONS: PyOnceLock<Option<Distributions>> = PyOnceLock::new();
static SOUND: [PyOnceLock<bool>; 2] = [const { PyOnceLock::new() }; 2];
const KINDS: [&str; 2] = ["PCG64", "MT19937"];

thread_local! {
    /// The one that was drawn from last: it often is the next one too. (Until then it stays alive.)
    static LAST: RefCell<Option<Rc<Bits>>> = const { RefCell::new(None) };
}

/// The bit generator `object`, where single numbers can be drawn from it directly.
pub(super) fn open(object: &Bound<'_, PyAny>) -> Option<Rc<Bits>> {
    let last = LAST.with_borrow(|last| last.clone().filter(|bits| bits.object.is(object)));
    if last.is_some() {
        return last;
    }
    let found = Rc::new(found(object)?);
    drop(LAST.replace(Some(found.clone())));
    Some(found)
}

fn found(object: &Bound<'_, PyAny>) -> Option<Bits> {
    if cfg!(Py_GIL_DISABLED) {
        return None; // another thread may draw at the very same time
    }
    let py = object.py();
    let random = py.import("numpy.random").ok()?;
    let is_of = |name: &&str| random.getattr(*name).is_ok_and(|class| object.get_type().is(&class));
    let kind = KINDS.iter().position(is_of)?;
    let sound = SOUND[kind].get_or_init(py, || tried(&random, kind).unwrap_or(false));
    if *sound { Bits::new(object, kind) } else { None }
}

impl Bits {
    fn new(object: &Bound<'_, PyAny>, kind: usize) -> Option<Bits> {
        let capsule = object.getattr("capsule").ok()?;
        // SAFETY: a live object; for what is no such capsule the call gives null and sets an error.
        let interface = unsafe {
            let found = ffi::PyCapsule_GetPointer(capsule.as_ptr(), c"BitGenerator".as_ptr());
            if found.is_null() {
                ffi::PyErr_Clear();
            }
            found.cast::<Interface>()
        };
        let memory = Inside::new(object);
        memory.checked(interface)?;
        // SAFETY: the structure lies inside the object.
        let state = unsafe { (*interface).state };
        let state = match kind {
            0 => {
                let first = memory.checked(state.cast::<*mut [u64; 4]>())?;
                // SAFETY: a word inside the object; where it points is looked at before it is used.
                let words = memory.checked(unsafe { *first })?;
                let half = memory.checked(first.wrapping_add(1).cast::<u64>())?;
                Memory::Pcg { words, half }
            }
            _ => Memory::Mt(memory.checked(state.cast())?),
        };
        Some(Bits {
            object: object.clone().unbind(),
            lock: object.getattr("lock").ok()?.unbind(),
            interface,
            state,
        })
    }

    /// Whether no other thread draws from it now. None begins to, as long as the interpreter is held.
    pub(super) fn is_free(&self, py: Python<'_>) -> bool {
        let lock = self.lock.bind(py);
        let taken = lock.call_method1(intern!(py, "acquire"), (false,));
        let taken = taken.is_ok_and(|answer| answer.is_truthy().unwrap_or(false));
        taken && lock.call_method0(intern!(py, "release")).is_ok()
    }

    /// The state, to be put back.
    pub(super) fn kept(&self) -> Kept {
        // SAFETY: memory of the object, which is alive, where `new` found its state; nobody else writes there, for the
        // interpreter is held and no thread draws.
        unsafe {
            match self.state {
                Memory::Pcg { words, half } => Kept::Pcg(words.read(), half.read()),
                Memory::Mt(words) => Kept::Mt(Box::new(words.read())),
            }
        }
    }

    /// Puts `state` back, which was kept of this very object.
    pub(super) fn put_back(&self, state: Kept) {
        // SAFETY: as in `kept`.
        unsafe {
            match (self.state, state) {
                (Memory::Pcg { words, half }, Kept::Pcg(old, old_half)) => {
                    words.write(old);
                    half.write(old_half);
                }
                (Memory::Mt(words), Kept::Mt(old)) => words.write(*old),
                _ => {}
            }
        }
    }

    /// A `float`; none where the method is to be asked, which may raise.
    #[inline]
    pub(super) fn float(&self, py: Python<'_>, wanted: Wanted) -> Option<f64> {
        let at = self.interface;
        if let Wanted::Double = wanted {
            // SAFETY: the interface of a live bit generator; nobody else draws from it.
            return Some(unsafe { ((*at).next_double)((*at).state) });
        }
        let functions = DISTRIBUTIONS.get(py)?.as_ref()?;
        // SAFETY: as above; the functions are NumPy's, of just these types.
        unsafe {
            match wanted {
                Wanted::StandardNormal => Some((functions.standard_normal)(at)),
                Wanted::Normal(place, scale) if is_scale(scale) => Some((functions.normal)(at, place, scale)),
                Wanted::Exponential(scale) if is_scale(scale) => Some((functions.exponential)(at, scale)),
                Wanted::Uniform(low, high) if low <= high && (high - low).is_finite() => {
                    Some((functions.uniform)(at, low, high - low))
                }
                _ => None,
            }
        }
    }

    /// An int from `low` up to, and without, `high`; `masked`: the way of a `RandomState`.
    #[inline]
    pub(super) fn int(&self, py: Python<'_>, low: i64, high: i64, masked: bool) -> Option<i64> {
        let functions = DISTRIBUTIONS.get(py)?.as_ref()?;
        if low >= high {
            return None;
        }
        let span = (high as u64).wrapping_sub(1).wrapping_sub(low as u64);
        let mut drawn = 0;
        // SAFETY: the interface of a live bit generator from which nobody else draws; room for the one number.
        unsafe { (functions.bounded)(self.interface, low as u64, span, 1, masked, &raw mut drawn) };
        Some(drawn as i64)
    }
}

/// What no method refuses, neither as negative nor as odd.
fn is_scale(scale: f64) -> bool {
    scale >= 0.0 && scale.is_sign_positive()
}

/// The memory of an object.
struct Inside {
    from: usize,
    to: usize,
}

impl Inside {
    fn new(object: &Bound<'_, PyAny>) -> Self {
        let from = object.as_ptr() as usize;
        // SAFETY: the type of a live object.
        let size = unsafe { (*ffi::Py_TYPE(object.as_ptr())).tp_basicsize };
        Inside {
            from,
            to: from + size as usize,
        }
    }

    /// `place`, where a whole `T` lies there, aligned, inside the object.
    fn checked<T>(&self, place: *mut T) -> Option<*mut T> {
        let at = place as usize;
        let inside = at >= self.from && at < self.to && self.to - at >= size_of::<T>();
        (inside && at.is_multiple_of(align_of::<T>())).then_some(place)
    }
}

// --- the trial ---

fn distributions(py: Python<'_>) -> PyResult<Distributions> {
    let file = py.import("numpy.random._generator")?.getattr("__file__")?;
    let ctypes = py.import("ctypes")?;
    let library = ctypes.getattr("CDLL")?.call1((file,))?;
    let (cast, pointer) = (ctypes.getattr("cast")?, ctypes.getattr("c_void_p")?);
    let address = |name: &str| -> PyResult<usize> {
        cast.call1((library.getattr(name)?, &pointer))?.getattr("value")?.extract()
    };
    // SAFETY: addresses of functions of these names in NumPy's library, whose types `distributions.h` gives. What they
    // compute is compared before anything rests on it.
    unsafe {
        Ok(Distributions {
            standard_normal: std::mem::transmute::<usize, Plain>(address("random_standard_normal")?),
            exponential: std::mem::transmute::<usize, Scaled>(address("random_exponential")?),
            normal: std::mem::transmute::<usize, Placed>(address("random_normal")?),
            uniform: std::mem::transmute::<usize, Placed>(address("random_uniform")?),
            bounded: std::mem::transmute::<usize, Bounded>(address("random_bounded_uint64_fill")?),
            _library: library.unbind(),
        })
    }
}

/// Whether direct draws, and states that are kept and put back, are what the methods of NumPy make of them.
fn tried(random: &Bound<'_, PyModule>, kind: usize) -> PyResult<bool> {
    let py = random.py();
    DISTRIBUTIONS.get_or_init(py, || distributions(py).ok());
    let [one, other] = [0; 2].map(|_| random.getattr(KINDS[kind])?.call1((20_260_101,)));
    let (one, generator) = (one?, random.getattr("Generator")?.call1((other?,))?);
    let Some(bits) = Bits::new(&one, kind) else {
        return Ok(false);
    };
    let before = (bits.kept(), one.getattr("state")?);
    // The second draw leaves half of a word.
    let mut alike = same_draws(&bits, &generator, false)? && says(&bits.kept(), &one.getattr("state")?)?;
    bits.put_back(before.0);
    alike &= says(&bits.kept(), &before.1)? && one.getattr("state")?.repr()?.to_string() == before.1.repr()?.to_string();
    if kind == 1 {
        let old = random.getattr("RandomState")?.call1((random.getattr(KINDS[kind])?.call1((20_260_101,))?,))?;
        alike &= same_draws(&bits, &old, true)?;
    }
    Ok(alike)
}

/// Whether both draw the same numbers, of each kind some.
fn same_draws(bits: &Bits, twin: &Bound<'_, PyAny>, legacy: bool) -> PyResult<bool> {
    let py = twin.py();
    let ints = if legacy { "randint" } else { "integers" };
    let mut alike = true;
    for round in 0..50_i64 {
        let scale = 1.37 * round as f64;
        let mut floats = vec![
            (Wanted::Double, twin.call_method0("random")?),
            (Wanted::Uniform(-scale, 1.1), twin.call_method1("uniform", (-scale, 1.1))?),
        ];
        if !legacy {
            floats.push((Wanted::StandardNormal, twin.call_method0("standard_normal")?));
            floats.push((Wanted::Normal(-1.3, scale), twin.call_method1("normal", (-1.3, scale))?));
            floats.push((Wanted::Exponential(scale), twin.call_method1("exponential", (scale,))?));
        }
        for (wanted, expected) in floats {
            let expected = expected.extract::<f64>()?.to_bits();
            alike &= bits.float(py, wanted).map(f64::to_bits) == Some(expected);
        }
        for high in [1, 2, 7, 1 << 31, (1 << 32) - round, (1 << 32) + 1, i64::MAX] {
            let expected = twin.call_method1(ints, (-round, high))?.extract::<i64>()?;
            alike &= bits.int(py, -round, high, legacy) == Some(expected);
        }
    }
    Ok(alike)
}

/// Whether the kept state is what the object says of its state.
fn says(kept: &Kept, state: &Bound<'_, PyAny>) -> PyResult<bool> {
    let state = state.cast::<PyDict>()?.as_any();
    let inner = state.get_item("state")?;
    match kept {
        Kept::Pcg(words, half) => {
            let wide = |low: u64, high: u64| u128::from(low) | u128::from(high) << 64;
            let has = state.get_item("has_uint32")?.extract::<u64>()?;
            let left = state.get_item("uinteger")?.extract::<u64>()?;
            Ok(inner.get_item("state")?.extract::<u128>()? == wide(words[0], words[1])
                && inner.get_item("inc")?.extract::<u128>()? == wide(words[2], words[3])
                && *half == (has | left << 32))
        }
        Kept::Mt(words) => {
            let key = inner.get_item("key")?.call_method0("tolist")?.extract::<Vec<u32>>()?;
            let used = inner.get_item("pos")?.extract::<u32>()?;
            Ok(words[..MT_WORDS - 1] == key[..] && words[MT_WORDS - 1] == used)
        }
    }
}
