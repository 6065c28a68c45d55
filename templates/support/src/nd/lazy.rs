//! Values that are computed block by block.

use super::super::array::Array;
use super::super::seq;
use super::super::trap::Trap;
use super::fuse::Lanes;
use super::loops::{every, round};
use super::scratch::Scratch;
use super::strided::{Place, Strided};

/// Blocks of large arrays: they fit the fastest cache together with the blocks they are made of.
const BLOCK: usize = 512;
/// Blocks of small arrays: less memory to set to zero.
const SMALL: usize = 16;
/// NumPy allows more dimensions; no array here has as many.
const MOST_DIMS: usize = 8;

/// Some elements of a value, in row-major order of the result: one each, or one for all.
#[derive(Clone, Copy, Debug)]
pub enum Chunk<'a, T> {
    Many(&'a [T]),
    One(T),
}

/// Which elements are asked for: `count` of them from `start`, in row-major order of `shape`.
#[derive(Clone, Copy, Debug)]
pub struct Span<'a> {
    pub shape: &'a [usize],
    /// The place of the first one along each dimension.
    pub index: &'a [usize],
    pub start: usize,
    pub count: usize,
    pub total: usize,
}

/// The shape of a result, as the operands make it, and their votes for the order of its elements in memory.
#[derive(Debug)]
pub struct Frame<'a> {
    shape: &'a mut [usize],
    /// A bit for each pair of axes: some operand has the earlier one as the slower one.
    rows: u64,
    /// … or as the faster one.
    columns: u64,
    /// Whether some operand has elements: NumPy computes with them, and may warn, also where the result has none.
    filled: bool,
}

impl<'a> Frame<'a> {
    /// A frame that starts from `shape`.
    #[inline]
    pub fn new(shape: &'a mut [usize]) -> Self {
        Frame {
            shape,
            rows: 0,
            columns: 0,
            filled: false,
        }
    }

    /// NumPy may compute, and warn, where no element is asked for; that traps.
    #[inline]
    pub(super) fn asked(&self) -> Result<(), Trap> {
        if self.filled && self.shape.contains(&0) {
            Err(Trap::Value)
        } else {
            Ok(())
        }
    }

    /// NumPy gives the result the order of its operands, and row-major order where they differ; another one traps.
    #[inline]
    fn settled(&self) -> Result<(), Trap> {
        self.asked()?;
        if self.columns & !self.rows == 0 {
            Ok(())
        } else {
            Err(Trap::Value)
        }
    }

    fn join<const N: usize>(&mut self, place: &Place<N>) -> Result<(), Trap> {
        let extra = self.shape.len().checked_sub(N).ok_or(Trap::Value)?;
        self.filled |= place.size() != 0;
        for (whole, own) in self.shape[extra..].iter_mut().zip(place.shape) {
            if *whole == 1 {
                *whole = own;
            } else if own != 1 && own != *whole {
                return Err(Trap::Value);
            }
        }
        for slow in 0..N {
            for fast in slow + 1..N {
                let (a, b) = (
                    place.strides[slow].unsigned_abs(),
                    place.strides[fast].unsigned_abs(),
                );
                if place.shape[slow] != 1 && place.shape[fast] != 1 && a != 0 && b != 0 {
                    let bit = 1 << ((extra + slow) * MOST_DIMS + extra + fast);
                    if a >= b {
                        self.rows |= bit;
                    } else {
                        self.columns |= bit;
                    }
                }
            }
        }
        Ok(())
    }
}

/// A value for every place of an array.
pub trait Lazy {
    type Item: Copy + Default;

    /// The elements of a span, where this is plain arithmetic on what lies in memory.
    type Ready<'a>: Lanes<Item = Self::Item>
    where
        Self: 'a;
    /// Whether it may be.
    const PLAIN: bool = false;
    /// Whether it lies in memory itself.
    const LEAF: bool = false;

    /// Widens the shape to this value's by the rules of broadcasting; lengths that do not fit trap.
    fn join(&self, frame: &mut Frame<'_>) -> Result<(), Trap>;

    /// Writes the elements of `span`.
    fn fill<const B: usize>(&self, span: Span<'_>, out: &mut [Self::Item]) -> Result<(), Trap>;

    /// Writes the elements of `span`, without a look at what is infinite or NaN among them, as far as it shows in them.
    #[inline]
    fn loose<const B: usize>(&self, span: Span<'_>, out: &mut [Self::Item]) -> Result<(), Trap> {
        self.fill::<B>(span, out)
    }

    /// The elements of `span`, where they need not be computed.
    #[inline]
    fn direct(&self, _span: Span<'_>) -> Option<Chunk<'_, Self::Item>> {
        None
    }

    /// The elements of `span`, ready to be computed in one loop, where that can be.
    #[inline]
    fn ready<'a>(&'a self, _span: Span<'a>) -> Option<Self::Ready<'a>> {
        None
    }

    /// Whether some part of this is stretched, or lies in rows with gaps between them: then blocks end where rows end.
    #[inline]
    fn rows(&self, _shape: &[usize]) -> bool {
        false
    }

    /// Hands the elements of `span` over.
    #[inline]
    fn with<const B: usize, R>(
        &self,
        span: Span<'_>,
        then: impl FnOnce(Chunk<'_, Self::Item>) -> Result<R, Trap>,
    ) -> Result<R, Trap> {
        let mut buffer = Scratch::<Self::Item, B>::new();
        let out = buffer.first(span.count);
        self.fill::<B>(span, out)?;
        then(Chunk::Many(out))
    }

    /// Whether this is a view that NumPy walks backwards, for which some of its loops have other bits.
    #[inline]
    fn backwards(&self) -> bool {
        false
    }
}

impl<L: Lazy> Lazy for &L {
    type Item = L::Item;
    type Ready<'a>
        = L::Ready<'a>
    where
        Self: 'a;
    const PLAIN: bool = L::PLAIN;
    const LEAF: bool = L::LEAF;

    #[inline]
    fn ready<'a>(&'a self, span: Span<'a>) -> Option<L::Ready<'a>> {
        (**self).ready(span)
    }

    #[inline]
    fn join(&self, frame: &mut Frame<'_>) -> Result<(), Trap> {
        (**self).join(frame)
    }

    #[inline]
    fn fill<const B: usize>(&self, span: Span<'_>, out: &mut [L::Item]) -> Result<(), Trap> {
        (**self).fill::<B>(span, out)
    }

    #[inline]
    fn loose<const B: usize>(&self, span: Span<'_>, out: &mut [L::Item]) -> Result<(), Trap> {
        (**self).loose::<B>(span, out)
    }

    #[inline]
    fn direct(&self, span: Span<'_>) -> Option<Chunk<'_, L::Item>> {
        (**self).direct(span)
    }

    #[inline]
    fn rows(&self, shape: &[usize]) -> bool {
        (**self).rows(shape)
    }

    #[inline]
    fn with<const B: usize, R>(
        &self,
        span: Span<'_>,
        then: impl FnOnce(Chunk<'_, L::Item>) -> Result<R, Trap>,
    ) -> Result<R, Trap> {
        (**self).with::<B, R>(span, then)
    }

    #[inline]
    fn backwards(&self) -> bool {
        (**self).backwards()
    }
}

/// Computes every element: a fresh array.
#[inline]
pub fn collect<T: Copy + Default, const N: usize>(
    expression: impl Lazy<Item = T>,
) -> Result<Array<T, N>, Trap> {
    let mut shape = [1; N];
    let mut frame = Frame::new(&mut shape);
    expression.join(&mut frame)?;
    frame.settled()?;
    let total: usize = shape.iter().product();
    let mut data = seq::with_room(total)?;
    if total <= SMALL {
        append::<SMALL, _>(&expression, &shape, total, &mut data)?;
    } else {
        append::<BLOCK, _>(&expression, &shape, total, &mut data)?;
    }
    Array::new(data, shape)
}

/// Computes all blocks, one after the other, and hands each over.
#[inline]
pub(super) fn blocks<const B: usize, E: Lazy>(
    expression: &E,
    shape: &[usize],
    total: usize,
    mut take: impl FnMut(&[E::Item]),
) -> Result<(), Trap> {
    let mut buffer = Scratch::<E::Item, B>::new();
    let mut walk = Walk::new::<B, E>(expression, shape, total);
    while let Some(span) = walk.span() {
        let block = buffer.first(span.count);
        expression.fill::<B>(span, block)?;
        take(block);
        walk.next(block.len());
    }
    Ok(())
}

/// Computes all blocks, one behind the other.
#[inline]
fn append<const B: usize, E: Lazy>(
    expression: &E,
    shape: &[usize],
    total: usize,
    into: &mut Vec<E::Item>,
) -> Result<(), Trap> {
    let mut walk = Walk::new::<B, E>(expression, shape, total);
    while let Some(span) = walk.span() {
        let (start, count) = (span.start, span.count);
        into.resize(start + count, E::Item::default());
        expression.fill::<B>(span, &mut into[start..])?;
        walk.next(count);
    }
    Ok(())
}

/// Computes all elements where they are to lie.
#[inline]
pub(super) fn blocks_into<const B: usize, E: Lazy>(
    expression: &E,
    shape: &[usize],
    out: &mut [E::Item],
) -> Result<(), Trap> {
    let mut walk = Walk::new::<B, E>(expression, shape, out.len());
    while let Some(span) = walk.span() {
        let (start, count) = (span.start, span.count);
        expression.fill::<B>(span, &mut out[start..start + count])?;
        walk.next(count);
    }
    Ok(())
}

/// A walk through the elements of a result, block by block.
pub(super) struct Walk<'a> {
    shape: &'a [usize],
    index: [usize; MOST_DIMS],
    start: usize,
    total: usize,
    most: usize,
    by_rows: bool,
}

impl<'a> Walk<'a> {
    #[inline]
    pub(super) fn new<const B: usize, E: Lazy>(
        expression: &E,
        shape: &'a [usize],
        total: usize,
    ) -> Self {
        let row = shape.last().copied().unwrap_or(1);
        Walk {
            shape,
            index: [0; MOST_DIMS],
            start: 0,
            total,
            most: B,
            by_rows: shape.len() > 1 && row >= SHORT && expression.rows(shape),
        }
    }

    /// The next block.
    #[inline]
    pub(super) fn span(&self) -> Option<Span<'_>> {
        if self.start >= self.total {
            return None;
        }
        let dims = self.shape.len();
        let room = if self.by_rows {
            self.shape[dims - 1] - self.index[dims - 1]
        } else {
            self.total - self.start
        };
        Some(Span {
            shape: self.shape,
            index: &self.index[..dims],
            start: self.start,
            count: self.most.min(room),
            total: self.total,
        })
    }

    /// Moves on by `count` elements.
    #[inline]
    pub(super) fn next(&mut self, count: usize) {
        self.start += count;
        let mut carry = count;
        for (place, &length) in
            std::iter::zip(&mut self.index[..self.shape.len()], self.shape).rev()
        {
            let next = *place + carry;
            if next < length {
                *place = next;
                return;
            }
            *place = next % length;
            carry = next / length;
        }
    }
}

/// Rows of fewer elements are not worth a block of their own.
const SHORT: usize = 32;

/// The value of an expression of scalars.
#[inline]
pub fn value<T: Copy + Default>(expression: impl Lazy<Item = T>) -> Result<T, Trap> {
    let span = Span {
        shape: &[],
        index: &[],
        start: 0,
        count: 1,
        total: 1,
    };
    let mut out = [T::default()];
    expression.fill::<1>(span, &mut out)?;
    Ok(out[0])
}

/// A scalar in an expression.
#[derive(Clone, Copy, Debug)]
pub struct One<T>(T);

/// A scalar, the same at every place.
#[inline]
pub fn one<T: Copy>(value: T) -> One<T> {
    One(value)
}

impl<T: Copy + Default> Lazy for One<T> {
    type Item = T;
    type Ready<'a>
        = Chunk<'a, T>
    where
        Self: 'a;
    const PLAIN: bool = true;
    const LEAF: bool = true;

    #[inline]
    fn ready<'a>(&'a self, _span: Span<'a>) -> Option<Chunk<'a, T>> {
        Some(Chunk::One(self.0))
    }

    #[inline]
    fn join(&self, _frame: &mut Frame<'_>) -> Result<(), Trap> {
        Ok(())
    }

    #[inline]
    fn fill<const B: usize>(&self, _span: Span<'_>, out: &mut [T]) -> Result<(), Trap> {
        out.fill(self.0);
        Ok(())
    }

    #[inline]
    fn direct(&self, _span: Span<'_>) -> Option<Chunk<'_, T>> {
        Some(Chunk::One(self.0))
    }

    #[inline]
    fn with<const B: usize, R>(
        &self,
        _span: Span<'_>,
        then: impl FnOnce(Chunk<'_, T>) -> Result<R, Trap>,
    ) -> Result<R, Trap> {
        then(Chunk::One(self.0))
    }
}

impl<T: Copy + Default, const N: usize> Lazy for Strided<'_, T, N> {
    type Item = T;
    type Ready<'a>
        = Chunk<'a, T>
    where
        Self: 'a;
    const PLAIN: bool = true;
    const LEAF: bool = true;

    #[inline]
    fn ready<'a>(&'a self, span: Span<'a>) -> Option<Chunk<'a, T>> {
        self.lying(span)
    }

    #[inline]
    fn join(&self, frame: &mut Frame<'_>) -> Result<(), Trap> {
        frame.join(&self.place)
    }

    #[inline]
    fn fill<const B: usize>(&self, span: Span<'_>, out: &mut [T]) -> Result<(), Trap> {
        match self.lying(span) {
            Some(Chunk::Many(values)) => out.copy_from_slice(values),
            Some(Chunk::One(value)) => out.fill(value),
            None => gather(self.data, &self.place, span, out),
        }
        Ok(())
    }

    #[inline]
    fn with<const B: usize, R>(
        &self,
        span: Span<'_>,
        then: impl FnOnce(Chunk<'_, T>) -> Result<R, Trap>,
    ) -> Result<R, Trap> {
        match self.lying(span) {
            Some(chunk) => then(chunk),
            None => self.gathered::<B, R>(span, then),
        }
    }

    #[inline]
    fn direct(&self, span: Span<'_>) -> Option<Chunk<'_, T>> {
        self.lying(span)
    }

    #[inline]
    fn rows(&self, shape: &[usize]) -> bool {
        let extra = shape.len() - N;
        let whole =
            shape[extra..] == self.place.shape && shape[..extra].iter().all(|&length| length == 1);
        let stretched = self.place.shape.iter().any(|&length| length != 1);
        // What lies apart within its rows is gathered anyway, and as well from several rows at once.
        let apart =
            N > 0 && self.place.shape[N - 1] != 1 && !matches!(self.place.strides[N - 1], 0 | 1);
        !(whole && self.place.contiguous()) && stretched && !apart
    }

    #[inline]
    fn backwards(&self) -> bool {
        self.place.strides.iter().any(|&stride| stride < 0)
    }
}

impl<T: Copy + Default, const N: usize> Strided<'_, T, N> {
    /// Hands copies of the elements of `span` over.
    #[inline(never)]
    fn gathered<const B: usize, R>(
        &self,
        span: Span<'_>,
        then: impl FnOnce(Chunk<'_, T>) -> Result<R, Trap>,
    ) -> Result<R, Trap> {
        let mut buffer = Scratch::<T, B>::new();
        let out = buffer.first(span.count);
        gather(self.data, &self.place, span, out);
        then(Chunk::Many(out))
    }

    /// The elements of `span` where they lie, if they lie one behind the other.
    #[inline]
    fn lying(&self, span: Span<'_>) -> Option<Chunk<'_, T>> {
        if let Some(chunk) = self.in_row(span) {
            return Some(chunk); // most spans are in one row, and then little has to be asked
        }
        let extra = span.shape.len() - N;
        let whole = span.shape[extra..] == self.place.shape
            && span.shape[..extra].iter().all(|&length| length == 1);
        if whole && self.place.contiguous() {
            let first = self.place.first + span.start;
            return self.data.get(first..first + span.count).map(Chunk::Many);
        }
        if self.place.shape.iter().all(|&length| length == 1) {
            return self.data.get(self.place.first).copied().map(Chunk::One);
        }
        None
    }

    /// The elements of `span`, where they are in one row of the result.
    #[inline]
    fn in_row(&self, span: Span<'_>) -> Option<Chunk<'_, T>> {
        let (&row, &column) = (span.shape.last()?, span.index.last()?);
        if N == 0 || column + span.count > row {
            return None;
        }
        let extra = span.shape.len() - N;
        let mut at = self.place.first as isize;
        for k in 0..N {
            if self.place.shape[k] != 1 {
                at += span.index[extra + k] as isize * self.place.strides[k];
            }
        }
        let at = at as usize;
        if self.place.shape[N - 1] == 1 {
            return self.data.get(at).copied().map(Chunk::One);
        }
        match self.place.strides[N - 1] {
            0 => self.data.get(at).copied().map(Chunk::One),
            1 => self.data.get(at..at + span.count).map(Chunk::Many),
            _ => None,
        }
    }
}

/// So few elements are copied one by one.
const FEW: usize = 12;

/// Copies the elements of `span`, row by row, wherever they lie.
#[inline(never)]
fn gather<T: Copy, const N: usize>(data: &[T], place: &Place<N>, span: Span<'_>, out: &mut [T]) {
    let dims = span.shape.len();
    let extra = dims - N;
    let mut strides = [0_isize; MOST_DIMS];
    for k in 0..N {
        strides[extra + k] = if place.shape[k] == 1 {
            0
        } else {
            place.strides[k]
        };
    }
    let mut index = [0_usize; MOST_DIMS];
    let mut at = place.first as isize;
    for k in 0..dims {
        index[k] = span.index[k];
        at += index[k] as isize * strides[k];
    }
    let last = dims - 1;
    let mut done = 0;
    while done < out.len() {
        let run = (span.shape[last] - index[last]).min(out.len() - done);
        let row = &mut out[done..done + run];
        match strides[last] {
            0 => row.fill(data[at as usize]),
            1 if run < FEW => {
                for (value, &x) in row.iter_mut().zip(&data[at as usize..]) {
                    *value = x;
                    round(); // not a call for each of many short rows
                }
            }
            1 => row.copy_from_slice(&data[at as usize..at as usize + run]),
            stride if stride > 1 => every(&data[at as usize..], stride as usize, row),
            stride => {
                let mut from = at;
                for value in row {
                    *value = data[from as usize];
                    from += stride;
                }
            }
        }
        done += run;
        index[last] += run;
        at += run as isize * strides[last];
        for k in (1..dims).rev() {
            if index[k] < span.shape[k] {
                break;
            }
            at -= strides[k] * span.shape[k] as isize;
            index[k] = 0;
            index[k - 1] += 1;
            at += strides[k - 1];
        }
    }
}
