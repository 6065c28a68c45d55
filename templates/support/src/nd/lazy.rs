//! Values that are computed block by block.

use super::super::array::Array;
use super::super::seq;
use super::super::trap::Trap;
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

    /// NumPy gives the result the order of its operands, and row-major order where they differ; another one traps.
    #[inline]
    fn settled(&self) -> Result<(), Trap> {
        if self.filled && self.shape.contains(&0) {
            return Err(Trap::Value);
        }
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

    /// Widens the shape to this value's by the rules of broadcasting; lengths that do not fit trap.
    fn join(&self, frame: &mut Frame<'_>) -> Result<(), Trap>;

    /// Writes the elements of `span`.
    fn fill<const B: usize>(&self, span: Span<'_>, out: &mut [Self::Item]) -> Result<(), Trap>;

    /// Hands the elements of `span` over.
    #[inline]
    fn with<const B: usize, R>(
        &self,
        span: Span<'_>,
        then: impl FnOnce(Chunk<'_, Self::Item>) -> Result<R, Trap>,
    ) -> Result<R, Trap> {
        let mut buffer = [Self::Item::default(); B];
        let out = &mut buffer[..span.count];
        self.fill::<B>(span, out)?;
        then(Chunk::Many(out))
    }

    /// Whether this is a view that NumPy walks backwards, for which some of its loops have other bits.
    #[inline]
    fn backwards(&self) -> bool {
        false
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
        blocks::<SMALL, _>(&expression, &shape, total, |block| {
            data.extend_from_slice(block)
        })?;
    } else {
        blocks::<BLOCK, _>(&expression, &shape, total, |block| {
            data.extend_from_slice(block)
        })?;
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
    let mut buffer = [E::Item::default(); B];
    let mut start = 0;
    while start < total {
        let count = B.min(total - start);
        let span = Span {
            shape,
            start,
            count,
            total,
        };
        expression.fill::<B>(span, &mut buffer[..count])?;
        take(&buffer[..count]);
        start += count;
    }
    Ok(())
}

/// The value of an expression of scalars.
#[inline]
pub fn value<T: Copy + Default>(expression: impl Lazy<Item = T>) -> Result<T, Trap> {
    let span = Span {
        shape: &[],
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

    #[inline]
    fn join(&self, frame: &mut Frame<'_>) -> Result<(), Trap> {
        frame.join(&self.place)
    }

    #[inline]
    fn fill<const B: usize>(&self, span: Span<'_>, out: &mut [T]) -> Result<(), Trap> {
        match self.direct(span) {
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
        match self.direct(span) {
            Some(chunk) => then(chunk),
            None => self.gathered::<B, R>(span, then),
        }
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
        let mut buffer = [T::default(); B];
        let out = &mut buffer[..span.count];
        gather(self.data, &self.place, span, out);
        then(Chunk::Many(out))
    }

    /// The elements of `span` where they lie, if they lie one behind the other.
    #[inline]
    fn direct(&self, span: Span<'_>) -> Option<Chunk<'_, T>> {
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
}

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
    let mut rest = span.start;
    let mut at = place.first as isize;
    for k in (0..dims).rev() {
        index[k] = rest % span.shape[k];
        rest /= span.shape[k];
        at += index[k] as isize * strides[k];
    }
    let last = dims - 1;
    let mut done = 0;
    while done < out.len() {
        let run = (span.shape[last] - index[last]).min(out.len() - done);
        let row = &mut out[done..done + run];
        match strides[last] {
            0 => row.fill(data[at as usize]),
            1 => row.copy_from_slice(&data[at as usize..at as usize + run]),
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
