//! Element-wise operations as expressions; what they compute is in `arithmetic`.

use super::super::trap::Trap;
use super::fuse::{Both, Single, compute};
use super::lazy::{Chunk, Frame, Lazy, Span};
use super::loops::{again, each, second, zip};
use super::scratch::Scratch;
use std::marker::PhantomData;

/// An operation on two values of one type.
pub trait Operation2<T> {
    type Out: Copy + Default;
    /// Whether `plain` is all that there is to it, but for what is infinite or NaN in the results.
    const PLAIN: bool = false;
    /// Whether what is infinite or NaN in the second operand may not show in the results.
    const STRICT: bool = false;

    /// The operation on two elements, as the processor has it.
    #[inline(always)]
    fn plain(_a: T, _b: T) -> Self::Out {
        Self::Out::default()
    }

    fn run(a: Chunk<'_, T>, b: Chunk<'_, T>, out: &mut [Self::Out]) -> Result<(), Trap>;

    /// As `run` on the elements of the operands, but what is infinite or NaN need not be noticed: it is in the results,
    /// and whoever asks looks there.
    #[inline]
    fn loose<const S: usize, A: Lazy<Item = T>, B: Lazy<Item = T>>(
        a: &A,
        b: &B,
        span: Span<'_>,
        out: &mut [Self::Out],
    ) -> Result<(), Trap> {
        a.with::<S, _>(span, |a| b.with::<S, _>(span, |b| Self::run(a, b, out)))
    }

    /// Whether `loose` leaves something to be noticed, and the results show nothing; `None`: it leaves nothing.
    #[inline]
    fn settled(_out: &[Self::Out]) -> Option<bool> {
        None
    }
}

/// An operation on one value.
pub trait Operation1<T> {
    type Out: Copy + Default;
    /// As for two operands.
    const PLAIN: bool = false;

    /// As for two operands.
    #[inline(always)]
    fn plain(_a: T) -> Self::Out {
        Self::Out::default()
    }

    fn run(a: Chunk<'_, T>, out: &mut [Self::Out]) -> Result<(), Trap>;

    /// As for two operands.
    #[inline]
    fn loose<const S: usize, A: Lazy<Item = T>>(
        a: &A,
        span: Span<'_>,
        out: &mut [Self::Out],
    ) -> Result<(), Trap> {
        a.with::<S, _>(span, |a| Self::run(a, out))
    }

    /// As for two operands.
    #[inline]
    fn settled(_out: &[Self::Out]) -> Option<bool> {
        None
    }
}

/// `operation(a, b)` at every place.
#[derive(Clone, Copy, Debug)]
pub struct Binary<F, A, B> {
    a: A,
    b: B,
    operation: PhantomData<F>,
}

/// `operation(a)` at every place.
#[derive(Clone, Copy, Debug)]
pub struct Unary<F, A> {
    a: A,
    operation: PhantomData<F>,
}

impl<T: Copy, F: Operation2<T>, A: Lazy<Item = T>, B: Lazy<Item = T>> Lazy for Binary<F, A, B> {
    type Item = F::Out;
    type Ready<'a>
        = Both<F, A::Ready<'a>, B::Ready<'a>>
    where
        Self: 'a;
    const PLAIN: bool = F::PLAIN && A::PLAIN && B::PLAIN && (B::LEAF || !F::STRICT);

    #[inline]
    fn ready<'a>(&'a self, span: Span<'a>) -> Option<Self::Ready<'a>> {
        if !Self::PLAIN {
            return None;
        }
        Some(Both(self.a.ready(span)?, self.b.ready(span)?, PhantomData))
    }

    #[inline]
    fn join(&self, frame: &mut Frame<'_>) -> Result<(), Trap> {
        self.a.join(frame)?;
        self.b.join(frame)
    }

    #[inline]
    fn fill<const S: usize>(&self, span: Span<'_>, out: &mut [F::Out]) -> Result<(), Trap> {
        self.loose::<S>(span, out)?;
        match F::settled(out) {
            Some(false) => self.exact::<S>(span, out),
            _ => Ok(()),
        }
    }

    #[inline]
    fn loose<const S: usize>(&self, span: Span<'_>, out: &mut [F::Out]) -> Result<(), Trap> {
        if const { Self::PLAIN && S > 1 && !(A::LEAF && B::LEAF) }
            && let Some(ready) = self.ready(span)
        {
            compute(ready, out);
            return Ok(());
        }
        F::loose::<S, A, B>(&self.a, &self.b, span, out)
    }

    #[inline]
    fn rows(&self, shape: &[usize]) -> bool {
        self.a.rows(shape) || self.b.rows(shape)
    }
}

impl<T: Copy, F: Operation1<T>, A: Lazy<Item = T>> Lazy for Unary<F, A> {
    type Item = F::Out;
    type Ready<'a>
        = Single<F, A::Ready<'a>>
    where
        Self: 'a;
    const PLAIN: bool = F::PLAIN && A::PLAIN;

    #[inline]
    fn ready<'a>(&'a self, span: Span<'a>) -> Option<Self::Ready<'a>> {
        if !Self::PLAIN {
            return None;
        }
        Some(Single(self.a.ready(span)?, PhantomData))
    }

    #[inline]
    fn join(&self, frame: &mut Frame<'_>) -> Result<(), Trap> {
        self.a.join(frame)
    }

    #[inline]
    fn fill<const S: usize>(&self, span: Span<'_>, out: &mut [F::Out]) -> Result<(), Trap> {
        self.loose::<S>(span, out)?;
        match F::settled(out) {
            Some(false) => self.exact::<S>(span, out),
            _ => Ok(()),
        }
    }

    #[inline]
    fn loose<const S: usize>(&self, span: Span<'_>, out: &mut [F::Out]) -> Result<(), Trap> {
        if const { Self::PLAIN && S > 1 && !A::LEAF }
            && let Some(ready) = self.ready(span)
        {
            compute(ready, out);
            return Ok(());
        }
        F::loose::<S, A>(&self.a, span, out)
    }

    #[inline]
    fn rows(&self, shape: &[usize]) -> bool {
        self.a.rows(shape)
    }
}

impl<T: Copy, F: Operation2<T>, A: Lazy<Item = T>, B: Lazy<Item = T>> Binary<F, A, B> {
    /// The operation on these operands.
    #[inline]
    pub(super) fn new(a: A, b: B) -> Self {
        Binary {
            a,
            b,
            operation: PhantomData,
        }
    }

    /// Once more, with a look at each step: something is infinite or NaN, which need not be new.
    #[cold]
    #[inline(never)]
    fn exact<const S: usize>(&self, span: Span<'_>, out: &mut [F::Out]) -> Result<(), Trap> {
        self.a
            .with::<S, _>(span, |a| self.b.with::<S, _>(span, |b| F::run(a, b, out)))
    }
}

impl<T: Copy, F: Operation1<T>, A: Lazy<Item = T>> Unary<F, A> {
    #[cold]
    #[inline(never)]
    fn exact<const S: usize>(&self, span: Span<'_>, out: &mut [F::Out]) -> Result<(), Trap> {
        self.a.with::<S, _>(span, |a| F::run(a, out))
    }
}

/// Computes `f` of two operands, the first of them in `out` itself where it has to be computed.
#[inline(always)]
pub(super) fn onto<T: Copy + Default, const S: usize, A: Lazy<Item = T>, B: Lazy<Item = T>>(
    a: &A,
    b: &B,
    strict: bool,
    span: Span<'_>,
    out: &mut [T],
    f: impl Fn(T, T) -> T,
) -> Result<(), Trap> {
    match (a.direct(span), b.direct(span)) {
        (Some(a), Some(b)) => zip(a, b, out, f),
        (Some(a), None) => {
            if strict {
                b.fill::<S>(span, out)
            } else {
                b.loose::<S>(span, out)
            }?;
            second(out, a, |o, a| f(a, o));
        }
        (None, Some(b)) => {
            a.loose::<S>(span, out)?;
            second(out, b, f);
        }
        (None, None) => {
            a.loose::<S>(span, out)?;
            let mut buffer = Scratch::<T, S>::new();
            let right = buffer.first(span.count);
            if strict {
                b.fill::<S>(span, right)
            } else {
                b.loose::<S>(span, right)
            }?;
            second(out, Chunk::Many(right), f);
        }
    }
    Ok(())
}

/// Computes `f` of one operand, which is computed in `out` itself where it has to be.
#[inline(always)]
pub(super) fn onto_one<T: Copy, const S: usize, A: Lazy<Item = T>>(
    a: &A,
    span: Span<'_>,
    out: &mut [T],
    f: impl Fn(T) -> T,
) -> Result<(), Trap> {
    match a.direct(span) {
        Some(a) => each(a, out, f),
        None => {
            a.loose::<S>(span, out)?;
            again(out, f);
        }
    }
    Ok(())
}

/// Declares an operation: its type and the function that builds the expression.
macro_rules! binary {
    ($($(#[$doc:meta])* $function:ident $type:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $type;

        $(#[$doc])*
        #[inline]
        pub fn $function<T, A: Lazy<Item = T>, B: Lazy<Item = T>>(a: A, b: B) -> Binary<$type, A, B>
        where
            $type: Operation2<T>,
        {
            Binary { a, b, operation: PhantomData }
        }
    )*};
}

macro_rules! unary {
    ($($(#[$doc:meta])* $function:ident $type:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $type;

        $(#[$doc])*
        #[inline]
        pub fn $function<T, A: Lazy<Item = T>>(a: A) -> Unary<$type, A>
        where
            $type: Operation1<T>,
        {
            Unary { a, operation: PhantomData }
        }
    )*};
}

binary! {
    /// `a + b`.
    add Add;
    /// `a - b`.
    sub Sub;
    /// `a * b`.
    mul Mul;
    /// `a / b` of floats.
    div Div;
    /// `a // b`.
    floor_div FloorDiv;
    /// `a % b`.
    floor_mod FloorMod;
    /// `a ** b` of integers.
    int_pow IntPow;
    /// `a & b`.
    and And;
    /// `a | b`.
    or Or;
    /// `a ^ b`.
    xor Xor;
    /// `a < b`.
    lt Lt;
    /// `a <= b`.
    le Le;
    /// `a > b`.
    gt Gt;
    /// `a >= b`.
    ge Ge;
    /// `a == b`.
    eq Eq;
    /// `a != b`.
    ne Ne;
    /// `np.maximum(a, b)`: zeros of different sign trap, because NumPy's choice is not defined.
    maximum Maximum;
    /// `np.minimum(a, b)`: zeros of different sign trap, because NumPy's choice is not defined.
    minimum Minimum;
}

unary! {
    /// `-a`.
    neg Neg;
    /// `abs(a)`.
    abs Abs;
    /// `~a`, `np.logical_not(a)` of bools.
    invert Invert;
    /// `np.sqrt(a)`.
    sqrt Sqrt;
    /// `np.square(a)`, and `a ** 2`.
    square Square;
    /// `np.reciprocal(a)` of floats.
    reciprocal Reciprocal;
    /// `np.sign(a)`.
    sign Sign;
    /// `np.floor(a)`.
    floor Floor;
    /// `np.ceil(a)`.
    ceil Ceil;
    /// `np.trunc(a)`.
    trunc Trunc;
    /// `np.rint(a)`.
    rint Rint;
    /// `np.isnan(a)`.
    isnan IsNan;
    /// `np.isinf(a)`.
    isinf IsInf;
    /// `np.isfinite(a)`.
    isfinite IsFinite;
}
