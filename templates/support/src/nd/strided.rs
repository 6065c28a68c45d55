//! Views: a part of an array, seen where it lies.

use super::super::array::{Array, View, ViewMut};
use super::super::seq;
use super::super::trap::Trap;
use Select::{All, At, From, New, Span, Step, To};

/// One item of a subscript: `a[i]`, `a[:]`, `a[i:]`, `a[:j]`, `a[i:j]`, `a[i:j:k]`, `a[np.newaxis]`.
#[derive(Clone, Copy, Debug)]
pub enum Select {
    At(i64),
    All,
    From(i64),
    To(i64),
    Span(i64, i64),
    Step(Option<i64>, Option<i64>, i64),
    New,
}

/// An array or a part of one, to read: element `i, j, …` lies at `first + i * strides[0] + …`.
#[derive(Clone, Copy, Debug)]
pub struct Strided<'a, T, const N: usize> {
    pub(super) data: &'a [T],
    pub(super) place: Place<N>,
}

/// An array or a part of one, to change.
#[derive(Debug)]
pub struct StridedMut<'a, T, const N: usize> {
    pub(super) data: &'a mut [T],
    pub(super) place: Place<N>,
}

/// Where the elements of a view lie in the data.
#[derive(Clone, Copy, Debug)]
pub struct Place<const N: usize> {
    pub first: usize,
    pub shape: [usize; N],
    pub strides: [isize; N],
}

impl<const N: usize> Place<N> {
    /// The place of a whole row-major array.
    #[inline]
    pub fn whole(shape: [usize; N]) -> Self {
        let mut strides = [1; N];
        let mut step = 1;
        for k in (0..N).rev() {
            strides[k] = step as isize;
            step *= shape[k];
        }
        Place {
            first: 0,
            shape,
            strides,
        }
    }

    #[inline]
    pub fn size(&self) -> usize {
        self.shape.iter().product()
    }

    /// Whether the view lies in memory as a fresh array does, also in dimensions of length 1.
    pub fn standard(&self) -> bool {
        self.size() == 0 || self.strides == Place::whole(self.shape).strides
    }

    /// Whether the elements lie one behind the other in row-major order.
    #[inline]
    pub fn contiguous(&self) -> bool {
        let mut step = 1;
        for k in (0..N).rev() {
            if self.shape[k] != 1 && self.strides[k] != step {
                return self.size() == 0;
            }
            step *= self.shape[k] as isize;
        }
        true
    }

    /// The place in the data of an element.
    #[inline]
    fn of(&self, indices: [i64; N]) -> Result<usize, Trap> {
        let mut at = self.first as isize;
        for ((i, length), stride) in indices.into_iter().zip(self.shape).zip(self.strides) {
            at += seq::index(i, length)? as isize * stride;
        }
        Ok(at as usize)
    }

    /// The part that a subscript selects.
    fn part<const M: usize>(&self, items: &[Select]) -> Result<Place<M>, Trap> {
        let mut first = self.first as isize;
        let mut shape = [0; M];
        let mut strides = [0; M];
        let (mut from, mut to) = (0, 0);
        for item in items {
            if matches!(item, New) {
                *shape.get_mut(to).ok_or(Trap::Index)? = 1;
                to += 1;
                continue;
            }
            let length = *self.shape.get(from).ok_or(Trap::Index)?;
            let stride = self.strides[from];
            from += 1;
            if let At(i) = *item {
                first += seq::index(i, length)? as isize * stride;
                continue;
            }
            let (start, count, step) = item.bounds(length)?;
            if count > 0 {
                first += start as isize * stride;
            }
            *shape.get_mut(to).ok_or(Trap::Index)? = count;
            strides[to] = stride * step;
            to += 1;
        }
        while from < N && to < M {
            shape[to] = self.shape[from];
            strides[to] = self.strides[from];
            from += 1;
            to += 1;
        }
        if from == N && to == M {
            Ok(Place {
                first: first as usize,
                shape,
                strides,
            })
        } else {
            Err(Trap::Index)
        }
    }
}

/// Where the elements of `part` lie in `whole`, of which it is a part. Both begin somewhere in the same memory.
pub fn shown<T, const N: usize, const M: usize>(
    part: Strided<'_, T, M>,
    whole: Strided<'_, T, N>,
) -> Result<Place<M>, Trap> {
    let bytes = (part.data.as_ptr() as usize).wrapping_sub(whole.data.as_ptr() as usize);
    let before = bytes / size_of::<T>();
    let inside = whole.place.standard() && before + part.data.len() <= whole.data.len();
    if !inside || !bytes.is_multiple_of(size_of::<T>()) {
        return Err(Trap::Alias);
    }
    Ok(Place {
        first: before + part.place.first - whole.place.first,
        ..part.place
    })
}

/// A new array, and where `part` of it lies in it.
pub fn laid<T, const N: usize, const M: usize>(
    base: Array<T, N>,
    part: impl for<'a> FnOnce(Strided<'a, T, N>) -> Result<Strided<'a, T, M>, Trap>,
) -> Result<(Array<T, N>, Place<M>), Trap> {
    let place = shown(part(base.nd())?, base.nd())?;
    Ok((base, place))
}

impl Select {
    /// Where a slice of `length` elements starts, how many it takes, and its step: Python's rules.
    fn bounds(self, length: usize) -> Result<(usize, usize, isize), Trap> {
        let (start, stop, step) = match self {
            All | At(_) | New => return Ok((0, length, 1)),
            From(i) => (Some(i), None, 1),
            To(j) => (None, Some(j), 1),
            Span(i, j) => (Some(i), Some(j), 1),
            Step(i, j, step) => (i, j, step),
        };
        if step == 0 || step == i64::MIN {
            return Err(Trap::Value);
        }
        let length = length as i64;
        let (low, high) = if step < 0 {
            (-1, length - 1)
        } else {
            (0, length)
        };
        let clamp = |i: i64| (if i < 0 { i.saturating_add(length) } else { i }).clamp(low, high);
        let start = start.map_or(if step < 0 { high } else { low }, clamp);
        let stop = stop.map_or(if step < 0 { low } else { high }, clamp);
        let count = if step < 0 {
            if stop < start {
                (start - stop - 1) / -step + 1
            } else {
                0
            }
        } else if start < stop {
            (stop - start - 1) / step + 1
        } else {
            0
        };
        Ok((start.max(0) as usize, count as usize, step as isize))
    }
}

impl<'a, T: Copy, const N: usize> Strided<'a, T, N> {
    /// `a[items]`.
    #[inline]
    pub fn part<const M: usize>(self, items: &[Select]) -> Result<Strided<'a, T, M>, Trap> {
        Ok(Strided {
            data: self.data,
            place: self.place.part(items)?,
        })
    }

    /// `a.T`.
    #[inline]
    pub fn t(mut self) -> Self {
        self.place.shape.reverse();
        self.place.strides.reverse();
        self
    }

    /// The whole view: so that what takes a view takes an array too.
    #[inline]
    pub fn nd(self) -> Self {
        self
    }

    /// `len(a)`.
    #[inline]
    #[allow(clippy::len_without_is_empty, reason = "Python has len() only")]
    pub fn len(&self) -> i64 {
        self.place.shape[0] as i64
    }

    /// `a.shape[k]`.
    #[inline]
    pub fn shape(&self, k: usize) -> i64 {
        self.place.shape[k] as i64
    }

    /// `a.shape`.
    #[inline]
    pub fn dims(&self) -> [usize; N] {
        self.place.shape
    }

    /// `a.size`.
    #[inline]
    pub fn size(&self) -> i64 {
        self.place.size() as i64
    }

    /// `a[i, j, …]`.
    #[inline]
    pub fn get(&self, indices: [i64; N]) -> Result<T, Trap> {
        let at = self.place.of(indices)?;
        self.data.get(at).copied().ok_or(Trap::Index)
    }

    /// `a[i, j, …]` where no index is negative.
    #[inline]
    pub fn at(&self, indices: [usize; N]) -> Result<T, Trap> {
        self.get(indices.map(|i| i as i64))
    }

    /// The elements, where they lie one behind the other.
    #[inline]
    pub fn contiguous(&self) -> Option<&'a [T]> {
        if !self.place.contiguous() {
            return None;
        }
        let size = self.place.size();
        if size == 0 {
            Some(&[])
        } else {
            self.data.get(self.place.first..self.place.first + size)
        }
    }

    /// The elements of a view whose memory order is its own order; traps where NumPy would walk it in another one.
    #[inline]
    pub fn in_order(&self) -> Result<Ordered<'a, T>, Trap> {
        if let Some(values) = self.contiguous() {
            return Ok(Ordered::Borrowed(values));
        }
        if N > 1 {
            return Err(Trap::Value);
        }
        Ok(Ordered::Copied(self.elements()?))
    }

    /// The elements in row-major order.
    pub fn elements(&self) -> Result<Vec<T>, Trap> {
        if let Some(values) = self.contiguous() {
            return seq::copy(values);
        }
        let mut values = seq::with_room(self.place.size())?;
        let mut runs = self.place.runs();
        let mut rest = self.place.size();
        while rest > 0 {
            let (first, stride, count) = runs.next(rest);
            if stride == 1 {
                values.extend_from_slice(&self.data[first..first + count]);
            } else {
                let at = |i: usize| self.data[(first as isize + i as isize * stride) as usize];
                values.extend((0..count).map(at));
            }
            rest -= count;
        }
        Ok(values)
    }

    /// A copy for what must not see that the view is none: traps unless the view lies as a fresh array does.
    #[inline]
    pub fn dense(&self) -> Result<Array<T, N>, Trap> {
        if self.place.standard() {
            self.packed()
        } else {
            Err(Trap::Value)
        }
    }

    /// A copy: `a.copy()`.
    #[inline]
    pub fn packed(&self) -> Result<Array<T, N>, Trap> {
        Array::new(self.elements()?, self.place.shape)
    }
}

/// The elements of a view, borrowed where that is possible.
pub enum Ordered<'a, T> {
    Borrowed(&'a [T]),
    Copied(Vec<T>),
}

impl<T> std::ops::Deref for Ordered<'_, T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match self {
            Ordered::Borrowed(values) => values,
            Ordered::Copied(values) => values,
        }
    }
}

/// The places of a view, in row-major order, as runs along the last axis.
#[derive(Clone, Copy, Debug)]
pub struct Runs<const N: usize> {
    place: Place<N>,
    index: [usize; N],
    at: isize,
}

impl<const N: usize> Runs<N> {
    /// The next places, at most `most` of them: the first, the step from one to the next, and their number.
    pub fn next(&mut self, most: usize) -> (usize, isize, usize) {
        let last = N - 1;
        let stride = self.place.strides[last];
        let count = (self.place.shape[last] - self.index[last]).min(most);
        let first = self.at as usize;
        self.index[last] += count;
        self.at += count as isize * stride;
        for k in (0..N).rev() {
            if self.index[k] < self.place.shape[k] || k == 0 {
                break;
            }
            self.at -= self.place.strides[k] * self.place.shape[k] as isize;
            self.index[k] = 0;
            self.index[k - 1] += 1;
            self.at += self.place.strides[k - 1];
        }
        (first, stride, count)
    }

    /// The first of the next `count` places, if they lie one behind the other; else nothing is passed over.
    #[inline]
    pub fn in_line(&mut self, count: usize) -> Option<usize> {
        let last = N - 1;
        if self.place.strides[last] != 1 || self.place.shape[last] - self.index[last] < count {
            return None;
        }
        Some(self.next(count).0)
    }
}

impl<const N: usize> Place<N> {
    /// The places as runs.
    pub fn runs(&self) -> Runs<N> {
        Runs {
            place: *self,
            index: [0; N],
            at: self.first as isize,
        }
    }

    /// Calls `each` with the place of every element, in row-major order.
    pub fn for_each(&self, mut each: impl FnMut(usize)) {
        let mut index = [0_usize; N];
        let mut at = self.first as isize;
        for _ in 0..self.size() {
            each(at as usize);
            for k in (0..N).rev() {
                at += self.strides[k];
                index[k] += 1;
                if index[k] < self.shape[k] {
                    break;
                }
                at -= self.strides[k] * self.shape[k] as isize;
                index[k] = 0;
            }
        }
    }
}

impl<'a, T, const N: usize> StridedMut<'a, T, N> {
    /// `a[items]`, to change.
    #[inline]
    pub fn part<const M: usize>(self, items: &[Select]) -> Result<StridedMut<'a, T, M>, Trap> {
        Ok(StridedMut {
            place: self.place.part(items)?,
            data: self.data,
        })
    }

    /// `a.T`, to change.
    #[inline]
    pub fn t(mut self) -> Self {
        self.place.shape.reverse();
        self.place.strides.reverse();
        self
    }
}

impl<'a, T, const N: usize> View<'a, T, N> {
    /// The whole array, as a view.
    #[inline]
    pub fn nd(self) -> Strided<'a, T, N> {
        Strided {
            data: self.data,
            place: Place::whole(self.dims()),
        }
    }
}

impl<T, const N: usize> ViewMut<'_, T, N> {
    /// The whole array, as a view to read.
    #[inline]
    pub fn nd(&self) -> Strided<'_, T, N> {
        self.view().nd()
    }

    /// The whole array, as a view to change.
    #[inline]
    pub fn nd_mut(&mut self) -> StridedMut<'_, T, N> {
        StridedMut {
            place: Place::whole(self.dims()),
            data: self.data,
        }
    }
}

impl<T, const N: usize> Array<T, N> {
    /// The whole array, as a view to read.
    #[inline]
    pub fn nd(&self) -> Strided<'_, T, N> {
        self.view().nd()
    }

    /// The whole array, as a view to change.
    #[inline]
    pub fn nd_mut(&mut self) -> StridedMut<'_, T, N> {
        StridedMut {
            place: Place::whole(self.dims()),
            data: &mut self.data,
        }
    }
}
