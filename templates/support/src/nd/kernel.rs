//! Functions computed by NumPy's own inner loops, block by block: `np.exp`, `np.power`, …

use super::super::trap::Trap;
use super::host::{Float, Ufunc};
use super::lazy::{Chunk, Frame, Lazy, Span};

/// `ufunc(a)` at every place.
#[derive(Clone, Copy, Debug)]
pub struct Kernel1<A> {
    ufunc: Ufunc,
    a: A,
}

/// `ufunc(a, b)` at every place.
#[derive(Clone, Copy, Debug)]
pub struct Kernel2<A, B> {
    ufunc: Ufunc,
    a: A,
    b: B,
}

/// `ufunc(a)` by NumPy's own loop.
#[inline]
pub fn kernel<T: Float, A: Lazy<Item = T>>(ufunc: Ufunc, a: A) -> Kernel1<A> {
    Kernel1 { ufunc, a }
}

/// `ufunc(a, b)` by NumPy's own loop.
#[inline]
pub fn kernel2<T: Float, A: Lazy<Item = T>, B: Lazy<Item = T>>(
    ufunc: Ufunc,
    a: A,
    b: B,
) -> Kernel2<A, B> {
    Kernel2 { ufunc, a, b }
}

impl<T: Float, A: Lazy<Item = T>> Lazy for Kernel1<A> {
    type Item = T;
    type Ready<'a>
        = Chunk<'a, T>
    where
        Self: 'a;

    /// A view that is walked backwards traps: some loops have other bits for it.
    #[inline]
    fn join(&self, frame: &mut Frame<'_>) -> Result<(), Trap> {
        if self.a.backwards() {
            return Err(Trap::Value);
        }
        self.a.join(frame)
    }

    #[inline]
    fn rows(&self, shape: &[usize]) -> bool {
        self.a.rows(shape)
    }

    #[inline]
    fn fill<const S: usize>(&self, span: Span<'_>, out: &mut [T]) -> Result<(), Trap> {
        self.a.with::<S, _>(span, |a| match a {
            Chunk::Many(a) => unary(self.ufunc, a, out),
            Chunk::One(a) => {
                let mut result = [a];
                unary(self.ufunc, &[a], &mut result)?;
                out.fill(result[0]);
                Ok(())
            }
        })
    }
}

/// Runs the loop; what is infinite or NaN afterwards must have been so before.
#[inline(never)]
fn unary<T: Float>(ufunc: Ufunc, from: &[T], into: &mut [T]) -> Result<(), Trap> {
    T::loops()?.unary(ufunc, from, into)?;
    if super::loops::all_finite(into) {
        return Ok(());
    }
    let silent = std::iter::zip(from, into.iter())
        .fold(true, |silent, (a, b)| silent & (b.finite() | !a.finite()));
    let nan = |x: &T| x.partial_cmp(x).is_none();
    // An infinity that becomes a NaN is an invalid operation; a NaN may be a signalling one.
    if silent && !into.iter().any(nan) {
        Ok(())
    } else {
        Err(Trap::NonFinite)
    }
}

impl<T: Float, A: Lazy<Item = T>, B: Lazy<Item = T>> Lazy for Kernel2<A, B> {
    type Item = T;
    type Ready<'a>
        = Chunk<'a, T>
    where
        Self: 'a;

    #[inline]
    fn join(&self, frame: &mut Frame<'_>) -> Result<(), Trap> {
        if self.a.backwards() || self.b.backwards() {
            return Err(Trap::Value);
        }
        self.a.join(frame)?;
        self.b.join(frame)
    }

    #[inline]
    fn rows(&self, shape: &[usize]) -> bool {
        self.a.rows(shape) || self.b.rows(shape)
    }

    #[inline]
    fn fill<const S: usize>(&self, span: Span<'_>, out: &mut [T]) -> Result<(), Trap> {
        self.a.with::<S, _>(span, |a| {
            self.b.with::<S, _>(span, |b| {
                T::loops()?.binary(self.ufunc, a, b, out, span.total == 1)?;
                if super::loops::all_finite(out) {
                    Ok(())
                } else {
                    Err(Trap::NonFinite)
                }
            })
        })
    }
}
