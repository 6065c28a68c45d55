//! `numpy.ndarray`, exactly: of one dtype and number of dimensions, aligned, in native byte order.
//!
//! The core sees row-major elements. An array that lies so in memory is borrowed, any other is copied. A changed array
//! is changed in its own memory where it is row-major, with a snapshot that puts everything back unless the call
//! commits; else in a private copy that is written back at the commit.

use super::super::array::{Array, View, ViewMut};
use super::super::nd::Place;
use super::super::seq::with_room;
use super::super::trap::Trap;
use super::alias::Aliases;
use super::dtype::{Dtype, descriptor};
use super::item::{Item, owned};
use super::value::{Plan, Value};
use super::writes::Writes;
use numpy::npyffi::{
    NPY_ARRAY_ALIGNED, NPY_ARRAY_C_CONTIGUOUS, NPY_ARRAY_WRITEABLE, NpyTypes, PY_ARRAY_API, PyArrayObject, get_type_object,
    npy_intp,
};
use pyo3::ffi;
use pyo3::prelude::*;
use std::marker::PhantomData;
use std::ops::Range;

/// NumPy's `ndarray` of dtype `T` and `N` dimensions.
pub struct ArrayOf<T, const N: usize>(PhantomData<T>);

/// Where the elements of an array lie.
#[derive(Clone, Copy)]
struct Layout<T, const N: usize> {
    first: *mut T,
    shape: [usize; N],
    /// In bytes, may be negative.
    strides: [isize; N],
    writeable: bool,
}

impl<T: Dtype, const N: usize> Layout<T, N> {
    /// Reads the header of an array, or traps where it is not the expected kind of object.
    fn of(object: Item<'_>) -> Result<Self, Trap> {
        // SAFETY: the type is exactly ndarray, so the struct is a `PyArrayObject` with `nd` lengths and strides; an
        // aligned array in native byte order of the dtype holds elements of `T`.
        unsafe {
            if !object.is_exactly(get_type_object(object.py(), NpyTypes::PyArray_Type)) {
                return Err(Trap::Type);
            }
            let array = &(*object.as_ptr().cast::<PyArrayObject>()).fields;
            let descr = &*array.descr;
            let native = matches!(descr.fields.byteorder as u8, b'=' | b'|');
            let fits = array.nd as usize == N
                && descr.fields.type_num == T::NUMBER as std::os::raw::c_int
                && native
                && array.flags & NPY_ARRAY_ALIGNED != 0;
            if !fits {
                return Err(Trap::Type);
            }
            Ok(Layout {
                first: array.data.cast::<T>(),
                shape: std::array::from_fn(|k| *array.dimensions.add(k) as usize),
                strides: std::array::from_fn(|k| *array.strides.add(k)),
                writeable: array.flags & NPY_ARRAY_WRITEABLE != 0,
            })
        }
    }

    fn size(&self) -> usize {
        self.shape.iter().product()
    }

    /// Whether the elements lie one behind the other in row-major order.
    fn row_major(&self) -> bool {
        let mut step = size_of::<T>() as isize;
        for k in (0..N).rev() {
            if self.shape[k] != 1 && self.strides[k] != step {
                return self.size() == 0;
            }
            step *= self.shape[k] as isize;
        }
        true
    }

    /// Whether the array lies as a fresh one does, also in dimensions of length 1: NumPy's loops look at the strides
    /// before the lengths.
    fn ordered(&self) -> bool {
        let mut step = size_of::<T>() as isize;
        for k in (0..N).rev() {
            if self.strides[k] != step {
                return self.size() == 0;
            }
            step *= self.shape[k] as isize;
        }
        true
    }

    /// Whether two different indices can mean the same element.
    fn may_overlap_itself(&self) -> bool {
        let mut dimensions: Vec<(usize, usize)> = std::iter::zip(self.strides, self.shape)
            .filter(|&(_, length)| length > 1)
            .map(|(stride, length)| (stride.unsigned_abs(), length))
            .collect();
        dimensions.sort_unstable();
        let mut extent = size_of::<T>();
        for (stride, length) in dimensions {
            if stride < extent {
                return true;
            }
            extent += stride * (length - 1);
        }
        false
    }

    /// The bytes from the first to the last element in memory.
    fn bytes(&self) -> Range<usize> {
        let start = self.first as usize;
        if self.size() == 0 {
            return start..start;
        }
        let (mut low, mut high) = (start, start + size_of::<T>());
        for (stride, length) in std::iter::zip(self.strides, self.shape) {
            let reach = stride.unsigned_abs() * (length - 1);
            if stride < 0 {
                low -= reach;
            } else {
                high += reach;
            }
        }
        low..high
    }

    /// Calls `each` with the address of every element, in row-major order.
    fn for_each(&self, mut each: impl FnMut(*mut T)) {
        let count = self.size();
        let mut index = [0_usize; N];
        let mut at = self.first;
        for _ in 0..count {
            each(at);
            for k in (0..N).rev() {
                at = at.wrapping_byte_offset(self.strides[k]);
                index[k] += 1;
                if index[k] < self.shape[k] {
                    break;
                }
                at = at.wrapping_byte_offset(-(self.strides[k] * self.shape[k] as isize));
                index[k] = 0;
            }
        }
    }

    /// The elements in row-major order, as a copy.
    fn copied(&self) -> Result<Vec<T>, Trap> {
        let mut values = with_room(self.size())?;
        let mut valid = true;
        // SAFETY: every address that `for_each` gives is an element of the array.
        self.for_each(|at| unsafe {
            valid &= T::valid(at, 1);
            if valid {
                values.push(*at);
            }
        });
        if valid { Ok(values) } else { Err(Trap::Value) }
    }

    /// The elements of a row-major array where they are.
    ///
    /// # Safety
    /// The array is row-major and stays as it is for `'a`, which the caller chooses.
    unsafe fn slice<'a>(&self) -> Result<&'a [T], Trap> {
        let count = self.size();
        if count == 0 {
            return Ok(&[]);
        }
        // SAFETY: row-major, aligned, `count` elements; their bits were found to be values of `T`.
        unsafe {
            if !T::valid(self.first, count) {
                return Err(Trap::Value);
            }
            Ok(std::slice::from_raw_parts(self.first, count))
        }
    }

    /// The elements of a row-major array where they are, to change.
    ///
    /// # Safety
    /// As for `slice`, and nothing else reads or writes the memory for `'a`.
    unsafe fn slice_mut<'a>(&self) -> Result<&'a mut [T], Trap> {
        let count = self.size();
        if count == 0 {
            return Ok(&mut []);
        }
        // SAFETY: as in `slice`.
        unsafe {
            if !T::valid(self.first, count) {
                return Err(Trap::Value);
            }
            Ok(std::slice::from_raw_parts_mut(self.first, count))
        }
    }
}

/// An array argument that is only read.
pub struct Read<'a, T, const N: usize> {
    elements: Elements<'a, T>,
    shape: [usize; N],
}

enum Elements<'a, T> {
    Borrowed(&'a [T]),
    Copied(Vec<T>),
}

impl<T: Dtype, const N: usize> Read<'_, T, N> {
    /// What the core reads.
    pub fn view(&self) -> Result<View<'_, T, N>, Trap> {
        let data = match &self.elements {
            Elements::Borrowed(data) => data,
            Elements::Copied(data) => data.as_slice(),
        };
        View::new(data, self.shape)
    }
}

/// An array argument that the core changes. Dropped without [`Changed::commit`], it leaves the caller's array as it was.
pub struct Changed<'a, T: Dtype, const N: usize> {
    layout: Layout<T, N>,
    /// The elements before the call where the core works in the array's own memory.
    snapshot: Option<Vec<T>>,
    /// The elements that the core works on where it cannot.
    private: Vec<T>,
    array: PhantomData<&'a mut [T]>,
}

impl<T: Dtype, const N: usize> Changed<'_, T, N> {
    /// What the core changes.
    pub fn view_mut(&mut self) -> Result<ViewMut<'_, T, N>, Trap> {
        let data = if self.snapshot.is_some() {
            // SAFETY: row-major (else there is no snapshot); `Aliases` has excluded every other way to the memory,
            // and `&mut self` a second view.
            unsafe { self.layout.slice_mut()? }
        } else {
            self.private.as_mut_slice()
        };
        ViewMut::new(data, self.layout.shape)
    }

    /// Keeps what the core wrote.
    pub fn commit(mut self) {
        if self.snapshot.take().is_none() {
            self.layout.fill(&self.private);
        }
    }
}

impl<T: Dtype, const N: usize> Drop for Changed<'_, T, N> {
    fn drop(&mut self) {
        if let Some(snapshot) = self.snapshot.take() {
            // SAFETY: the snapshot has as many elements as the row-major, writeable array.
            unsafe {
                std::ptr::copy_nonoverlapping(snapshot.as_ptr(), self.layout.first, snapshot.len());
            }
        }
    }
}

impl<T: Dtype, const N: usize> ArrayOf<T, N> {
    /// Takes an array to read.
    #[inline]
    pub fn read<'a>(object: &'a Bound<'_, PyAny>) -> Result<Read<'a, T, N>, Trap> {
        let layout = Layout::<T, N>::of(object.into())?;
        let elements = if layout.row_major() {
            // SAFETY: the array is alive for `'a`, and no Python code runs that could resize or write it.
            Elements::Borrowed(unsafe { layout.slice()? })
        } else {
            Elements::Copied(layout.copied()?)
        };
        Ok(Read {
            elements,
            shape: layout.shape,
        })
    }

    /// Takes an array to read by a function that works on whole arrays: the order in memory must be that of the
    /// indices, because NumPy's sums and the layout of its results follow it.
    #[inline]
    pub fn read_ordered<'a>(object: &'a Bound<'_, PyAny>) -> Result<Read<'a, T, N>, Trap> {
        if Layout::<T, N>::of(object.into())?.ordered() { Self::read(object) } else { Err(Trap::Value) }
    }

    /// Takes an array to change by such a function.
    #[inline]
    pub fn change_ordered<'a>(object: &'a Bound<'_, PyAny>) -> Result<Changed<'a, T, N>, Trap> {
        if Layout::<T, N>::of(object.into())?.ordered() { Self::change(object) } else { Err(Trap::Value) }
    }

    /// Takes an array to change.
    #[inline]
    pub fn change<'a>(object: &'a Bound<'_, PyAny>) -> Result<Changed<'a, T, N>, Trap> {
        let layout = Layout::<T, N>::of(object.into())?;
        if !layout.writeable {
            return Err(Trap::Value);
        }
        if layout.may_overlap_itself() {
            return Err(Trap::Alias);
        }
        let values = layout.copied_fast()?;
        let (snapshot, private) = if layout.row_major() {
            (Some(values), Vec::new())
        } else {
            (None, values)
        };
        Ok(Changed {
            layout,
            snapshot,
            private,
            array: PhantomData,
        })
    }
}

impl<T: Dtype, const N: usize> Layout<T, N> {
    /// Puts `values` into the elements, in row-major order.
    fn fill(&self, values: &[T]) {
        let mut values = values.iter();
        // SAFETY: every address is an element of an array that was found writeable.
        self.for_each(|at| {
            if let Some(value) = values.next() {
                unsafe { *at = *value }
            }
        });
    }

    /// A copy of the elements, in one block where they lie in one.
    fn copied_fast(&self) -> Result<Vec<T>, Trap> {
        if !self.row_major() {
            return self.copied();
        }
        let mut values = with_room(self.size())?;
        // SAFETY: nothing else touches the array while it is copied.
        values.extend_from_slice(unsafe { self.slice()? });
        Ok(values)
    }
}

impl<T: Dtype, const N: usize> ArrayOf<T, N> {
    /// The view of `whole`, exactly an array of this dtype, that shows what lies at `place` in it.
    ///
    /// The place counts elements of a row-major array; one that lies otherwise traps.
    pub fn part_of<'py>(whole: &Bound<'py, PyAny>, place: &Place<N>) -> Result<Bound<'py, PyAny>, Trap> {
        let py = whole.py();
        // SAFETY: NumPy's own type object.
        if !Item::from(whole).is_exactly(unsafe { get_type_object(py, NpyTypes::PyArray_Type) }) {
            return Err(Trap::Type);
        }
        let object = whole.as_ptr().cast::<PyArrayObject>();
        // SAFETY: exactly an ndarray; its descriptor and dimensions live as long as it does.
        let (fields, size) = unsafe {
            let fields = &(*object).fields;
            let lengths = (0..fields.nd as usize).map(|k| *fields.dimensions.add(k) as usize);
            (fields, lengths.product::<usize>())
        };
        // SAFETY: as above.
        let number = unsafe { (*fields.descr).fields.type_num };
        if fields.flags & NPY_ARRAY_C_CONTIGUOUS == 0 || number != T::NUMBER as std::os::raw::c_int {
            return Err(Trap::Value);
        }
        let (mut low, mut high) = (place.first as isize, place.first as isize);
        for (&length, &stride) in std::iter::zip(&place.shape, &place.strides) {
            let reach = (length as isize - 1) * stride;
            low += reach.min(0);
            high += reach.max(0);
        }
        let empty = place.shape.contains(&0);
        if !empty && (low < 0 || high >= size as isize) {
            return Err(Trap::Index);
        }
        let first = if empty { 0 } else { place.first };
        let mut lengths = place.shape.map(|length| length as npy_intp);
        let mut steps = place.strides.map(|stride| stride * size_of::<T>() as npy_intp);
        // SAFETY: every element of the view is one of `whole`, which the view keeps alive as its base; NumPy takes over
        // the reference to it and the descriptor.
        unsafe {
            let view = PY_ARRAY_API.PyArray_NewFromDescr(
                py,
                get_type_object(py, NpyTypes::PyArray_Type),
                descriptor::<T>(py)?.into_ptr().cast(),
                N as std::os::raw::c_int,
                lengths.as_mut_ptr(),
                steps.as_mut_ptr(),
                fields.data.cast::<T>().add(first).cast(),
                NPY_ARRAY_ALIGNED | (fields.flags & NPY_ARRAY_WRITEABLE),
                std::ptr::null_mut(),
            );
            let view = owned(py, view)?;
            let base = whole.clone().into_ptr();
            match PY_ARRAY_API.PyArray_SetBaseObject(py, view.as_ptr().cast(), base) {
                0 => Ok(view),
                _ => {
                    ffi::PyErr_Clear();
                    Err(Trap::Memory)
                }
            }
        }
    }
}

impl<T: Dtype, const N: usize> Value for ArrayOf<T, N> {
    type Rust = Array<T, N>;

    const MUTABLE: bool = true;

    /// Copies the array.
    fn load(object: Item<'_>) -> Result<Array<T, N>, Trap> {
        let layout = Layout::<T, N>::of(object)?;
        if !layout.ordered() {
            return Err(Trap::Value); // a function on whole arrays could tell the order
        }
        Array::new(layout.copied_fast()?, layout.shape)
    }

    fn store<'py>(py: Python<'py>, value: &Array<T, N>) -> Result<Bound<'py, PyAny>, Trap> {
        let mut lengths = value.dims().map(|length| length as npy_intp);
        // SAFETY: NumPy takes over the descriptor and allocates a row-major array of that shape, which nobody else
        // knows yet, so its memory holds as many elements as `value`.
        unsafe {
            let array = PY_ARRAY_API.PyArray_NewFromDescr(
                py,
                get_type_object(py, NpyTypes::PyArray_Type),
                descriptor::<T>(py)?.into_ptr().cast(),
                N as std::os::raw::c_int,
                lengths.as_mut_ptr(),
                std::ptr::null_mut(),
                std::ptr::null_mut(),
                0,
                std::ptr::null_mut(),
            );
            let array = owned(py, array)?;
            let data = (*array.as_ptr().cast::<PyArrayObject>()).fields.data.cast::<T>();
            std::ptr::copy_nonoverlapping(value.data.as_ptr(), data, value.data.len());
            Ok(array)
        }
    }

    fn same(object: Item<'_>, value: &Array<T, N>) -> bool {
        Self::load(object).is_ok_and(|old| {
            old.dims() == value.dims()
                && std::iter::zip(&old.data, &value.data).all(|(old, new)| old.same_bits(*new))
        })
    }

    /// An array inside a list, tuple or object was copied for the core; the copy's elements go into its memory.
    fn plan<'py>(
        object: Item<'_>,
        value: &Array<T, N>,
        writes: &mut Writes<'py>,
    ) -> Result<Plan<'py>, Trap> {
        let layout = Layout::<T, N>::of(object)?;
        // Python raises also where a store leaves every element as it was.
        if !layout.writeable || layout.shape != value.dims() {
            return Err(Trap::Value);
        }
        if Self::same(object, value) {
            return Ok(Plan::Keep);
        }
        if layout.may_overlap_itself() {
            return Err(Trap::Alias);
        }
        let mut values = with_room(value.data.len())?;
        values.extend_from_slice(&value.data);
        writes.change_array(move || layout.fill(&values))?;
        Ok(Plan::Keep)
    }

    fn visit(object: Item<'_>, changed: bool, aliases: &mut Aliases) {
        if let Ok(layout) = Layout::<T, N>::of(object) {
            aliases.memory(layout.bytes(), changed);
        }
    }
}
