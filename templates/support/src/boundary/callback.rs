//! Calls of NumPy's functions from inside a compiled function.
//!
//! Arguments are handed over where they lie, as read-only arrays without an owner; what comes back is copied. Nothing
//! that the caller could see may come of a call that is later made again by Python: a warning becomes an exception
//! before it is shown, and an exception a trap. Here, and only here, Python code runs in the middle of a compiled
//! function. NumPy's own pure functions change nothing, so what was read before stays as it was, as far as the same
//! thread goes; another thread that writes to an array meanwhile races with Python's own functions just so.

use super::super::complex::Complex;
use super::super::interrupt;
use super::super::nd::callback::{Caller, Element, Elements, Given, Got, Values, lend_caller};
use super::super::nd::draw::{Rng, Wanted};
use super::super::seq::with_room;
use super::super::trap::Trap;
use super::draws;
use super::dtype::{Dtype, Np, descriptor};
use super::item::{Item, Items, owned};
use super::value::{Value, store};
use super::{Bool, ComplexOf, Float, Int};
use numpy::npyffi::{
    NPY_ARRAY_ALIGNED, NPY_ARRAY_WRITEABLE, NpyTypes, PY_ARRAY_API, PyArrayObject, get_type_object,
    npy_intp,
};
use pyo3::exceptions::{PyException, PyWarning};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::os::raw::c_int;

thread_local! {
    /// How many calls this thread is inside of.
    static INSIDE: Cell<u32> = const { Cell::new(0) };
    /// An exception that came in a call from elsewhere, as from a signal handler, and must go on to the caller.
    static PASSING: RefCell<Option<PyErr>> = const { RefCell::new(None) };
    /// How many calls this thread has made.
    static MADE: Cell<u64> = const { Cell::new(0) };
}

/// Lends the core the way to call.
pub(super) fn prepare() {
    lend_caller(&Interpreter);
}

/// The exception that must go on to the caller, if there is one.
pub(super) fn passing() -> Option<PyErr> {
    PASSING.with(RefCell::take)
}

/// Lets `error` go on to the caller.
pub(super) fn pass_on(error: PyErr) {
    PASSING.set(Some(error));
}

/// How many calls this thread has made.
pub(super) fn made() -> u64 {
    MADE.get()
}

struct Interpreter;

impl Caller for Interpreter {
    fn float(&self, rng: Rng, wanted: Wanted) -> Result<Option<f64>, Trap> {
        draws::float(rng, wanted)
    }

    fn int(&self, rng: Rng, low: i64, high: i64) -> Result<Option<i64>, Trap> {
        draws::int(rng, low, high)
    }

    fn call(
        &self,
        target: &'static str,
        given: &[Given<'_>],
        names: &[&'static str],
    ) -> Result<Got, Trap> {
        draws::turn();
        // Before the call, as in it Python would already handle the signal.
        interrupt::ask()?;
        Python::attach(|py| {
            let known = known(py)?;
            if !known.warns_by_warnings(py) {
                return Err(Trap::Guard);
            }
            MADE.set(MADE.get() + 1);
            let mut lent = Lent::default();
            let result = (|| {
                let result = {
                    let _quiet = Quiet::new(known, py)?;
                    result_of(py, target, given, names, &mut lent)?
                };
                read(Item::from(&result), &lent)
            })();
            lent.take_back();
            // NumPy gives up the interpreter in long loops, so that another thread may have begun to draw.
            draws::turn();
            result
        })
    }
}

fn is_finite(given: &Given<'_>) -> bool {
    match given {
        Given::Array {
            elements: Elements::F64(values),
            ..
        } => values.iter().all(|x| x.is_finite()),
        Given::Array {
            elements: Elements::F32(values),
            ..
        } => values.iter().all(|x| x.is_finite()),
        Given::Array {
            elements: Elements::C128(values),
            ..
        } => values.iter().all(|z| z.is_finite()),
        _ => true,
    }
}

/// Makes the call.
fn result_of<'py>(
    py: Python<'py>,
    target: &'static str,
    given: &[Given<'_>],
    names: &[&'static str],
    lent: &mut Lent<'py>,
) -> Result<Bound<'py, PyAny>, Trap> {
    let by_lapack = target.starts_with("numpy.linalg.") || target.ends_with(".multivariate_normal");
    if by_lapack && !given.iter().all(is_finite) {
        // With infinities and NaN some of LAPACK's functions print, or never end.
        return Err(Trap::NonFinite);
    }
    if let Some(rng) = draws::drawn_from(target, given.first()) {
        draws::keep(py, rng, target)?;
    }
    let call = Call::new(py, target, given, names, lent)?;
    call.make().map_err(|error| failed(&call, error))
}

/// What an exception of the call means.
fn failed(call: &Call<'_>, error: PyErr) -> Trap {
    let py = call.function.py();
    // The function's own exception comes again; then Python is to raise it. Any other came from outside.
    if error.is_instance_of::<PyException>(py) && call.make().is_err() {
        return Trap::Raise;
    }
    pass_on(error);
    Trap::Interrupt
}

// --- warnings ---

/// Objects that are looked up once.
struct Known {
    warnings: Py<PyDict>,
    filters: Py<PyString>,
    filter: Py<PyTuple>,
    geterr: Py<PyAny>,
    /// The variable that holds NumPy's error state, where this NumPy has one.
    state: Option<Py<PyAny>>,
}

static KNOWN: PyOnceLock<Known> = PyOnceLock::new();

thread_local! {
    /// The error state that was last found to be no obstacle: kept, so that its address stays its own.
    static HARMLESS: RefCell<Option<Py<PyAny>>> = const { RefCell::new(None) };
}

/// What a filter of warnings asks whether it is meant: in a call of this thread it is.
#[pyclass(frozen, module = "native")]
struct Here;

#[pymethods]
impl Here {
    fn r#match(&self, _text: &Bound<'_, PyAny>) -> bool {
        INSIDE.get() > 0
    }
}

fn known(py: Python<'_>) -> Result<&Known, Trap> {
    let made = KNOWN.get_or_try_init(py, || {
        let numpy = py.import("numpy")?;
        let warning = py.get_type::<PyWarning>();
        let filter = ("error", Py::new(py, Here)?, warning, py.None(), 0);
        let state = py.import("numpy._core.umath").ok();
        let state = state.and_then(|umath| umath.getattr("_extobj_contextvar").ok());
        let variable = py.import("contextvars")?.getattr("ContextVar")?;
        Ok::<_, PyErr>(Known {
            warnings: py.import("warnings")?.dict().unbind(),
            filters: PyString::intern(py, "filters").unbind(),
            filter: filter.into_pyobject(py)?.unbind(),
            geterr: numpy.getattr("geterr")?.unbind(),
            state: state.filter(|state| state.get_type().is(&variable)).map(Bound::unbind),
        })
    });
    made.map_err(|_| Trap::Guard)
}

impl Known {
    /// Whether what goes wrong in NumPy's loops is ignored, warned of or raised, and has no other effect.
    fn warns_by_warnings(&self, py: Python<'_>) -> bool {
        let current = self.state.as_ref().and_then(|state| {
            let mut value = std::ptr::null_mut();
            // SAFETY: exactly a context variable; the call gives a new reference, or null.
            unsafe {
                if ffi::PyContextVar_Get(state.as_ptr(), std::ptr::null_mut(), &raw mut value) < 0 {
                    ffi::PyErr_Clear();
                }
                Bound::from_owned_ptr_or_opt(py, value)
            }
        });
        let Some(current) = current else {
            return self.is_harmless(py);
        };
        let seen = |kept: &Option<Py<PyAny>>| kept.as_ref().is_some_and(|kept| kept.is(&current));
        if HARMLESS.with_borrow(seen) {
            return true;
        }
        let harmless = self.is_harmless(py);
        if harmless {
            HARMLESS.set(Some(current.unbind()));
        }
        harmless
    }

    fn is_harmless(&self, py: Python<'_>) -> bool {
        let modes = self.geterr.bind(py).call0();
        let Ok(Ok(modes)) = modes.map(Bound::cast_into::<PyDict>) else {
            return false;
        };
        modes.values().iter().all(|mode| {
            ["ignore", "warn", "raise"].iter().any(|known| mode.eq(known).unwrap_or(false))
        })
    }
}

/// While it lives, warnings of this thread are exceptions. They are not noted as shown.
///
/// The filter goes into the list directly: `warnings.simplefilter` would let warnings that were shown once be shown
/// again. Other threads do not see it, because it asks [`Here`].
struct Quiet<'py> {
    filters: Bound<'py, PyList>,
    filter: Bound<'py, PyTuple>,
}

impl<'py> Quiet<'py> {
    fn new(known: &Known, py: Python<'py>) -> Result<Self, Trap> {
        let filters = known.warnings.bind(py).get_item(known.filters.bind(py));
        let filters = filters.ok().flatten().ok_or(Trap::Guard)?;
        let filters = filters.cast_into_exact::<PyList>().map_err(|_| Trap::Guard)?;
        let filter = known.filter.bind(py).clone();
        filters.insert(0, &filter).map_err(|_| Trap::Memory)?;
        INSIDE.set(INSIDE.get() + 1);
        Ok(Quiet { filters, filter })
    }
}

impl Drop for Quiet<'_> {
    fn drop(&mut self) {
        INSIDE.set(INSIDE.get() - 1);
        let place = self.filters.iter().position(|item| item.is(&self.filter));
        if let Some(place) = place {
            // Taking an item out of a list by its place cannot fail.
            let _ = self.filters.del_item(place);
        }
    }
}

// --- the call ---

static FUNCTIONS: PyOnceLock<std::sync::Mutex<HashMap<&'static str, Py<PyAny>>>> = PyOnceLock::new();

/// The function `numpy.a.b`.
fn function<'py>(py: Python<'py>, target: &'static str) -> Result<Bound<'py, PyAny>, Trap> {
    let functions = FUNCTIONS.get_or_init(py, Default::default);
    if let Some(found) = functions.lock().map_err(|_| Trap::Panic)?.get(target) {
        return Ok(found.bind(py).clone());
    }
    let mut parts = target.split('.');
    let root = parts.next().ok_or(Trap::Guard)?;
    let mut found = py.import(root).map_err(|_| Trap::Guard)?.into_any();
    for part in parts {
        found = found.getattr(part).map_err(|_| Trap::Guard)?;
    }
    let mut functions = functions.lock().map_err(|_| Trap::Panic)?;
    functions.insert(target, found.clone().unbind());
    Ok(found)
}

/// A function with its arguments as objects.
struct Call<'py> {
    function: Bound<'py, PyAny>,
    arguments: Vec<Bound<'py, PyAny>>,
    names: Option<Bound<'py, PyTuple>>,
}

impl<'py> Call<'py> {
    fn new(
        py: Python<'py>,
        target: &'static str,
        given: &[Given<'_>],
        names: &[&'static str],
        lent: &mut Lent<'py>,
    ) -> Result<Self, Trap> {
        let mut arguments = objects(py, given, lent)?;
        let function = match target.strip_prefix("method.") {
            None => function(py, target)?,
            Some(name) => {
                let owner = arguments.remove(0);
                owner.getattr(PyString::intern(py, name)).map_err(|_| Trap::Guard)?
            }
        };
        let interned = names.iter().map(|name| PyString::intern(py, name));
        let names = match names.is_empty() {
            true => None,
            false => Some(PyTuple::new(py, interned.collect::<Vec<_>>()).map_err(|_| Trap::Memory)?),
        };
        Ok(Call {
            function,
            arguments,
            names,
        })
    }

    fn make(&self) -> PyResult<Bound<'py, PyAny>> {
        let py = self.function.py();
        let pointers: Vec<_> = self.arguments.iter().map(Bound::as_ptr).collect();
        let named = self.names.as_ref().map_or(0, |names| names.len());
        let names = self.names.as_ref().map_or(std::ptr::null_mut(), Bound::as_ptr);
        // SAFETY: `pointers` are live objects, the last `named` of them for the names; the result is a new reference,
        // or null with an exception set.
        unsafe {
            let result =
                ffi::PyObject_Vectorcall(self.function.as_ptr(), pointers.as_ptr(), pointers.len() - named, names);
            Bound::from_owned_ptr_or_err(py, result)
        }
    }
}

fn objects<'py>(
    py: Python<'py>,
    given: &[Given<'_>],
    lent: &mut Lent<'py>,
) -> Result<Vec<Bound<'py, PyAny>>, Trap> {
    given.iter().map(|each| object(py, *each, lent)).collect()
}

/// Does `$then` with the elements of any type.
macro_rules! of_any_type {
    ($kind:ident, $value:expr, $name:pat => $then:expr) => {
        match $value {
            $kind::Bool($name) => $then,
            $kind::I8($name) => $then,
            $kind::I16($name) => $then,
            $kind::I32($name) => $then,
            $kind::I64($name) => $then,
            $kind::U8($name) => $then,
            $kind::U16($name) => $then,
            $kind::U32($name) => $then,
            $kind::U64($name) => $then,
            $kind::F32($name) => $then,
            $kind::F64($name) => $then,
            $kind::C128($name) => $then,
        }
    };
}

fn object<'py>(py: Python<'py>, given: Given<'_>, lent: &mut Lent<'py>) -> Result<Bound<'py, PyAny>, Trap> {
    match given {
        Given::Nothing => Ok(py.None().into_bound(py)),
        Given::Rng(rng) => draws::object(py, rng),
        Given::Bool(value) => store::<Bool>(py, &value),
        Given::Int(value) => store::<Int>(py, &value),
        Given::Float(value) => store::<Float>(py, &value),
        Given::Complex(value) => store::<ComplexOf>(py, &value),
        Given::Text(text) => Ok(PyString::new(py, text).into_any()),
        Given::Chars(chars) => Ok(PyString::new(py, &chars.iter().collect::<String>()).into_any()),
        Given::Scalar(elements) => of_any_type!(Elements, elements, values => scalar(py, values)),
        Given::Array {
            elements,
            first,
            shape,
            strides,
        } => of_any_type!(Elements, elements, values => lent.array(py, values, first, shape, strides)),
        Given::Numbers(Elements::F64(values)) => list(py, values, store::<Float>),
        Given::Numbers(Elements::C128(values)) => list(py, values, store::<ComplexOf>),
        Given::Numbers(Elements::I64(values)) => list(py, values, store::<Int>),
        Given::Numbers(Elements::Bool(values)) => list(py, values, store::<Bool>),
        Given::Numbers(_) => Err(Trap::Type),
        Given::Call {
            target,
            given,
            names,
        } => result_of(py, target, given, names, lent),
        Given::List(items) => {
            let made = PyList::new(py, objects(py, items, lent)?);
            Ok(made.map_err(|_| Trap::Memory)?.into_any())
        }
        Given::Tuple(items) => {
            let made = PyTuple::new(py, objects(py, items, lent)?);
            Ok(made.map_err(|_| Trap::Memory)?.into_any())
        }
    }
}

fn scalar<'py, T: Dtype>(py: Python<'py>, values: &[T]) -> Result<Bound<'py, PyAny>, Trap> {
    store::<Np<T>>(py, values.first().ok_or(Trap::Index)?)
}

fn list<'py, T>(
    py: Python<'py>,
    values: &[T],
    make: fn(Python<'py>, &T) -> Result<Bound<'py, PyAny>, Trap>,
) -> Result<Bound<'py, PyAny>, Trap> {
    let mut items = with_room(values.len())?;
    for value in values {
        items.push(make(py, value)?);
    }
    Ok(PyList::new(py, items).map_err(|_| Trap::Memory)?.into_any())
}

// --- arrays that are lent ---

/// The arrays that a call was given, and the memory that they show.
#[derive(Default)]
struct Lent<'py> {
    arrays: Vec<(Bound<'py, PyAny>, Range<usize>)>,
}

impl<'py> Lent<'py> {
    /// An array that shows `values`, to read.
    fn array<T: Dtype>(
        &mut self,
        py: Python<'py>,
        values: &[T],
        first: usize,
        shape: &[usize],
        strides: &[isize],
    ) -> Result<Bound<'py, PyAny>, Trap> {
        let start = if shape.contains(&0) { values } else { values.get(first..).ok_or(Trap::Index)? };
        let width = size_of::<T>() as isize;
        let mut lengths: Vec<npy_intp> = shape.iter().map(|&n| n as npy_intp).collect();
        let mut steps: Vec<npy_intp> = strides.iter().map(|&step| step * width).collect();
        // SAFETY: NumPy takes over the descriptor, copies lengths and steps, and reads no element; the views of the core
        // lie inside their data, which outlives this call (see `take_back`).
        let array = unsafe {
            let array = PY_ARRAY_API.PyArray_NewFromDescr(
                py,
                get_type_object(py, NpyTypes::PyArray_Type),
                descriptor::<T>(py)?.into_ptr().cast(),
                lengths.len() as c_int,
                lengths.as_mut_ptr(),
                steps.as_mut_ptr(),
                start.as_ptr().cast_mut().cast(),
                NPY_ARRAY_ALIGNED,
                std::ptr::null_mut(),
            );
            owned(py, array)?
        };
        let bytes = values.as_ptr_range();
        self.arrays.push((array.clone(), bytes.start as usize..bytes.end as usize));
        Ok(array)
    }

    /// Whether some of the memory at `bytes` is lent.
    fn overlaps(&self, bytes: &Range<usize>) -> bool {
        let mut ranges = self.arrays.iter().map(|(_, own)| own);
        !bytes.is_empty() && ranges.any(|own| bytes.start < own.end && own.start < bytes.end)
    }

    /// Ends the loan: an array that somebody kept (a traceback, say) shows nothing any more.
    fn take_back(self) {
        for (array, _) in self.arrays {
            // SAFETY: exactly an ndarray that was made above; the interpreter is held. With no dimensions of a length
            // above 0 NumPy reads no element.
            unsafe {
                if ffi::Py_REFCNT(array.as_ptr()) > 1 {
                    let fields = &mut (*array.as_ptr().cast::<PyArrayObject>()).fields;
                    for k in 0..fields.nd as usize {
                        *fields.dimensions.add(k) = 0;
                    }
                    if fields.nd == 0 {
                        // One element: its memory is given away for good.
                        let kept = Box::leak(Box::new([0_u64; 2]));
                        fields.data = kept.as_mut_ptr().cast();
                    }
                }
            }
        }
    }
}

// --- what comes back ---

/// Reads a result; what is not of a type that the core knows traps.
fn read(object: Item<'_>, lent: &Lent<'_>) -> Result<Got, Trap> {
    if object.is_none() {
        return Ok(Got::Nothing);
    }
    if let Some(value) = object.bool() {
        return Ok(Got::Bool(value));
    }
    if let Some(value) = object.float() {
        return Ok(Got::Float(value));
    }
    if let Some(value) = object.complex() {
        return Ok(Got::Complex(value));
    }
    if let Some(items) = object.tuple() {
        return Ok(Got::Tuple(each(items, lent)?));
    }
    if let Some(items) = object.list() {
        return Ok(Got::List(each(items, lent)?));
    }
    // SAFETY: a static of the interpreter.
    if object.is_exactly(&raw mut ffi::PyLong_Type) {
        return Ok(Got::Int(object.int()?));
    }
    let py = object.py();
    // SAFETY: NumPy's own type object.
    if object.is_exactly(unsafe { get_type_object(py, NpyTypes::PyArray_Type) }) {
        return array(object, lent);
    }
    if let Some((rng, legacy)) = draws::numbered(object)? {
        return Ok(if legacy { Got::RandomState(rng) } else { Got::Generator(rng) });
    }
    if let Some(items) = named(object) {
        return Ok(Got::Named(each(Item::from(items.as_any()).tuple().ok_or(Trap::Type)?, lent)?));
    }
    read_scalar(object)
}

fn each(items: Items<'_>, lent: &Lent<'_>) -> Result<Vec<Got>, Trap> {
    items.iter().map(|item| read(item, lent)).collect()
}

/// The items of a named tuple as a plain one.
fn named<'py>(object: Item<'py>) -> Option<Bound<'py, PyTuple>> {
    let py = object.py();
    // SAFETY: a live object; the slice of a tuple's subclass is a new plain tuple.
    unsafe {
        if ffi::PyTuple_Check(object.as_ptr()) == 0 {
            return None;
        }
        let length = ffi::PyTuple_Size(object.as_ptr());
        let own = ffi::PyTuple_GetSlice(object.as_ptr(), 0, length);
        if own.is_null() {
            ffi::PyErr_Clear();
        }
        Bound::from_owned_ptr_or_opt(py, own)?.cast_into_exact::<PyTuple>().ok()
    }
}

fn read_scalar(object: Item<'_>) -> Result<Got, Trap> {
    macro_rules! any {
        ($($name:ident $rust:ty,)*) => {$(
            if let Ok(value) = Np::<$rust>::load(object) {
                return Ok(Got::Scalar(Values::$name(vec![value])));
            }
        )*};
    }
    any! { F64 f64, I64 i64, Bool bool, F32 f32, I32 i32, U8 u8, I8 i8, I16 i16, U16 u16, U32 u32, U64 u64, C128 Complex, }
    Err(Trap::Type)
}

/// The elements of a fresh row-major array. One that shows memory of the arguments, or may not be written to, is not what
/// the core makes of it.
fn array(object: Item<'_>, lent: &Lent<'_>) -> Result<Got, Trap> {
    // SAFETY: the type is exactly ndarray, so the struct is a `PyArrayObject` with `nd` lengths and strides.
    let fields = unsafe { &(*object.as_ptr().cast::<PyArrayObject>()).fields };
    // SAFETY: as above; the descriptor is alive as long as the array.
    let (shape, strides, descr) = unsafe {
        let dims = fields.nd as usize;
        let lengths: Vec<usize> = (0..dims).map(|k| *fields.dimensions.add(k) as usize).collect();
        let strides: Vec<isize> = (0..dims).map(|k| *fields.strides.add(k)).collect();
        (lengths, strides, &*fields.descr)
    };
    let wanted = NPY_ARRAY_ALIGNED | NPY_ARRAY_WRITEABLE;
    let native = matches!(descr.fields.byteorder as u8, b'=' | b'|');
    if !native || fields.flags & wanted != wanted {
        return Err(Trap::Type);
    }
    let size: usize = shape.iter().product();
    macro_rules! any {
        ($($name:ident $rust:ty,)*) => {$(
            if descr.fields.type_num == <$rust>::NUMBER as c_int {
                if !row_major(&shape, &strides, size_of::<$rust>()) {
                    return Err(Trap::Value);
                }
                let first = fields.data.cast::<$rust>();
                let start = first as usize;
                if lent.overlaps(&(start..start + size * size_of::<$rust>())) {
                    return Err(Trap::Alias);
                }
                // SAFETY: an aligned row-major array of this dtype with `size` elements.
                let values = unsafe { copied(first, size)? };
                return Ok(Got::Array(Values::$name(values), shape));
            }
        )*};
    }
    any! { F64 f64, I64 i64, Bool bool, F32 f32, I32 i32, U8 u8, I8 i8, I16 i16, U16 u16, U32 u32, U64 u64, C128 Complex, }
    Err(Trap::Type)
}

/// Whether an array with these strides lies in memory as a fresh one does.
fn row_major(shape: &[usize], strides: &[isize], width: usize) -> bool {
    let mut step = width as isize;
    for (&length, &stride) in std::iter::zip(shape, strides).rev() {
        if stride != step {
            return shape.contains(&0);
        }
        step *= length as isize;
    }
    true
}

/// # Safety
/// `count` elements of the dtype of `T` can be read from `first`.
unsafe fn copied<T: Dtype + Element>(first: *const T, count: usize) -> Result<Vec<T>, Trap> {
    let mut values = with_room(count)?;
    if count > 0 {
        // SAFETY: what the caller promises; the bits are looked at before they are taken as values.
        unsafe {
            if !T::valid(first, count) {
                return Err(Trap::Value);
            }
            values.extend_from_slice(std::slice::from_raw_parts(first, count));
        }
    }
    Ok(values)
}
