//! Element-wise operations, each by NumPy's rules for arrays: integers wrap around, floats trap where NumPy would warn.

use super::super::np::{self, Finite, Scalar};
use super::super::trap::Trap;
use super::lazy::{Chunk, Frame, Lazy, Span};
use super::scratch::Scratch;
use std::marker::PhantomData;

/// An operation on two values of one type.
pub trait Operation2<T> {
    type Out: Copy + Default;
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

    #[inline]
    fn join(&self, frame: &mut Frame<'_>) -> Result<(), Trap> {
        self.a.join(frame)?;
        self.b.join(frame)
    }

    #[inline]
    fn fill<const S: usize>(&self, span: Span<'_>, out: &mut [F::Out]) -> Result<(), Trap> {
        F::loose::<S, A, B>(&self.a, &self.b, span, out)?;
        match F::settled(out) {
            Some(false) => self.exact::<S>(span, out),
            _ => Ok(()),
        }
    }

    #[inline]
    fn loose<const S: usize>(&self, span: Span<'_>, out: &mut [F::Out]) -> Result<(), Trap> {
        F::loose::<S, A, B>(&self.a, &self.b, span, out)
    }

    #[inline]
    fn rows(&self, shape: &[usize]) -> bool {
        self.a.rows(shape) || self.b.rows(shape)
    }
}

impl<T: Copy, F: Operation1<T>, A: Lazy<Item = T>> Lazy for Unary<F, A> {
    type Item = F::Out;

    #[inline]
    fn join(&self, frame: &mut Frame<'_>) -> Result<(), Trap> {
        self.a.join(frame)
    }

    #[inline]
    fn fill<const S: usize>(&self, span: Span<'_>, out: &mut [F::Out]) -> Result<(), Trap> {
        F::loose::<S, A>(&self.a, span, out)?;
        match F::settled(out) {
            Some(false) => self.exact::<S>(span, out),
            _ => Ok(()),
        }
    }

    #[inline]
    fn loose<const S: usize>(&self, span: Span<'_>, out: &mut [F::Out]) -> Result<(), Trap> {
        F::loose::<S, A>(&self.a, span, out)
    }

    #[inline]
    fn rows(&self, shape: &[usize]) -> bool {
        self.a.rows(shape)
    }
}

impl<T: Copy, F: Operation2<T>, A: Lazy<Item = T>, B: Lazy<Item = T>> Binary<F, A, B> {
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
fn onto<T: Copy + Default, const S: usize, A: Lazy<Item = T>, B: Lazy<Item = T>>(
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
            match a {
                Chunk::Many(a) => {
                    for (o, &a) in out.iter_mut().zip(a) {
                        *o = f(a, *o);
                    }
                }
                Chunk::One(a) => {
                    for o in out.iter_mut() {
                        *o = f(a, *o);
                    }
                }
            }
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

/// `out = f(out, b)`.
#[inline(always)]
fn second<T: Copy>(out: &mut [T], b: Chunk<'_, T>, f: impl Fn(T, T) -> T) {
    match b {
        Chunk::Many(b) => {
            for (o, &b) in out.iter_mut().zip(b) {
                *o = f(*o, b);
            }
        }
        Chunk::One(b) => {
            for o in out.iter_mut() {
                *o = f(*o, b);
            }
        }
    }
}

/// Computes `f` of one operand, which is computed in `out` itself where it has to be.
#[inline(always)]
fn onto_one<T: Copy, const S: usize, A: Lazy<Item = T>>(
    a: &A,
    span: Span<'_>,
    out: &mut [T],
    f: impl Fn(T) -> T,
) -> Result<(), Trap> {
    match a.direct(span) {
        Some(a) => each(a, out, f),
        None => {
            a.loose::<S>(span, out)?;
            for o in out.iter_mut() {
                *o = f(*o);
            }
        }
    }
    Ok(())
}

/// Applies `f` at every place.
#[inline(always)]
fn zip<T: Copy, O>(a: Chunk<'_, T>, b: Chunk<'_, T>, out: &mut [O], f: impl Fn(T, T) -> O) {
    match (a, b) {
        (Chunk::Many(a), Chunk::Many(b)) => {
            for ((o, &a), &b) in out.iter_mut().zip(a).zip(b) {
                *o = f(a, b);
            }
        }
        (Chunk::Many(a), Chunk::One(b)) => {
            for (o, &a) in out.iter_mut().zip(a) {
                *o = f(a, b);
            }
        }
        (Chunk::One(a), Chunk::Many(b)) => {
            for (o, &b) in out.iter_mut().zip(b) {
                *o = f(a, b);
            }
        }
        (Chunk::One(a), Chunk::One(b)) => {
            for o in out.iter_mut() {
                *o = f(a, b);
            }
        }
    }
}

/// Applies `f` at every place; any failure traps.
#[inline(always)]
fn zip_tried<T: Copy, O: Copy>(
    a: Chunk<'_, T>,
    b: Chunk<'_, T>,
    out: &mut [O],
    f: impl Fn(T, T) -> Result<O, Trap>,
) -> Result<(), Trap> {
    let get = |chunk: &Chunk<'_, T>, i: usize| match chunk {
        Chunk::Many(values) => values[i],
        Chunk::One(value) => *value,
    };
    for (i, o) in out.iter_mut().enumerate() {
        *o = f(get(&a, i), get(&b, i))?;
    }
    Ok(())
}

#[inline(always)]
fn each<T: Copy, O: Copy>(a: Chunk<'_, T>, out: &mut [O], f: impl Fn(T) -> O) {
    match a {
        Chunk::Many(a) => {
            for (o, &a) in out.iter_mut().zip(a) {
                *o = f(a);
            }
        }
        Chunk::One(a) => out.fill(f(a)),
    }
}

#[inline(always)]
fn each_tried<T: Copy, O: Copy>(
    a: Chunk<'_, T>,
    out: &mut [O],
    f: impl Fn(T) -> Result<O, Trap>,
) -> Result<(), Trap> {
    match a {
        Chunk::Many(a) => {
            for (o, &a) in out.iter_mut().zip(a) {
                *o = f(a)?;
            }
        }
        Chunk::One(a) => out.fill(f(a)?),
    }
    Ok(())
}

/// Whether no element is infinite or NaN.
#[inline(always)]
pub(super) fn all_finite<T: Finite>(values: &[T]) -> bool {
    // A product with zero is zero, or NaN; several sums side by side, so that the processor can add them at once.
    const LANES: usize = 8;
    let mut sums = [T::ZERO; LANES];
    let mut rows = values.chunks_exact(LANES);
    for row in &mut rows {
        for (sum, &x) in sums.iter_mut().zip(row) {
            *sum = T::add_plain(*sum, x.nothing());
        }
    }
    sums.iter().all(|sum| sum.finite()) && rows.remainder().iter().all(|x| x.finite())
}

/// Computes with `fast`, and once more with `exact` where a result is not finite: that one traps where NumPy would warn.
#[inline(always)]
fn floats<T: Finite>(
    a: Chunk<'_, T>,
    b: Chunk<'_, T>,
    out: &mut [T],
    fast: impl Fn(T, T) -> T,
    exact: impl Fn(T, T) -> Result<T, Trap>,
) -> Result<(), Trap> {
    zip(a, b, out, fast);
    if all_finite(out) {
        Ok(())
    } else {
        zip_tried(a, b, out, exact)
    }
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

/// Comparisons, of every type.
macro_rules! comparisons {
    ($($type:ident $symbol:tt),*) => {$(
        impl<T: Copy + PartialOrd> Operation2<T> for $type {
            type Out = bool;

            #[inline]
            fn run(a: Chunk<'_, T>, b: Chunk<'_, T>, out: &mut [bool]) -> Result<(), Trap> {
                zip(a, b, out, |a, b| a $symbol b);
                Ok(())
            }
        }
    )*};
}

comparisons!(Lt <, Le <=, Gt >, Ge >=, Eq ==, Ne !=);

/// One float type's operations.
macro_rules! float_operations {
    ($float:ident) => {
        // An infinity or NaN among the operands is in the results too, but for one under a fraction bar.
        float_operations!(@checked $float, Add + add false, Sub - sub false, Mul * mul false, Div / div true);
        float_operations!(@tried $float, FloorDiv floor_div, FloorMod floor_mod);
        float_operations!(@choose $float, Maximum >, Minimum <);
        float_operations!(@through $float, Neg a -a, Abs a a.abs());
        float_operations!(@plain $float, Floor a a.floor(), Ceil a a.ceil(), Trunc a a.trunc());
        float_operations!(@plain $float, Rint a a.round_ties_even());
        float_operations!(@tests $float, IsNan is_nan, IsInf is_infinite, IsFinite is_finite);

        impl Operation1<$float> for Sqrt {
            type Out = $float;

            #[inline]
            fn run(a: Chunk<'_, $float>, out: &mut [$float]) -> Result<(), Trap> {
                each(a, out, $float::sqrt);
                if all_finite(out) {
                    return Ok(());
                }
                each_tried(a, out, |a| {
                    if a < 0.0 { Err(Trap::NonFinite) } else { np::add(a.sqrt(), 0.0) }
                })
            }

            #[inline]
            fn loose<const S: usize, A: Lazy<Item = $float>>(
                a: &A,
                span: Span<'_>,
                out: &mut [$float],
            ) -> Result<(), Trap> {
                onto_one::<$float, S, A>(a, span, out, $float::sqrt)
            }

            #[inline]
            fn settled(out: &[$float]) -> Option<bool> {
                Some(all_finite(out))
            }
        }

        impl Operation1<$float> for Square {
            type Out = $float;

            #[inline]
            fn run(a: Chunk<'_, $float>, out: &mut [$float]) -> Result<(), Trap> {
                Mul::run(a, a, out)
            }

            #[inline]
            fn loose<const S: usize, A: Lazy<Item = $float>>(
                a: &A,
                span: Span<'_>,
                out: &mut [$float],
            ) -> Result<(), Trap> {
                onto_one::<$float, S, A>(a, span, out, |a| a * a)
            }

            #[inline]
            fn settled(out: &[$float]) -> Option<bool> {
                Some(all_finite(out))
            }
        }

        impl Operation1<$float> for Reciprocal {
            type Out = $float;

            #[inline]
            fn run(a: Chunk<'_, $float>, out: &mut [$float]) -> Result<(), Trap> {
                Div::run(Chunk::One(1.0), a, out)
            }
        }

        impl Operation1<$float> for Sign {
            type Out = $float;

            #[inline]
            fn run(a: Chunk<'_, $float>, out: &mut [$float]) -> Result<(), Trap> {
                each_tried(a, out, |a| {
                    if a.is_nan() {
                        return Err(Trap::NonFinite);
                    }
                    Ok($float::from(i8::from(a > 0.0) - i8::from(a < 0.0)))
                })
            }
        }
    };
    (@through $float:ident, $($type:ident $a:ident $value:expr),*) => {$(
        impl Operation1<$float> for $type {
            type Out = $float;

            #[inline]
            fn run(a: Chunk<'_, $float>, out: &mut [$float]) -> Result<(), Trap> {
                each(a, out, |$a| $value);
                Ok(())
            }

            #[inline]
            fn loose<const S: usize, A: Lazy<Item = $float>>(
                a: &A,
                span: Span<'_>,
                out: &mut [$float],
            ) -> Result<(), Trap> {
                onto_one::<$float, S, A>(a, span, out, |$a| $value)
            }

            #[inline]
            fn settled(out: &[$float]) -> Option<bool> {
                Some(all_finite(out))
            }
        }
    )*};
    (@checked $float:ident, $($type:ident $symbol:tt $exact:ident $strict:literal),*) => {$(
        impl Operation2<$float> for $type {
            type Out = $float;

            #[inline]
            fn run(a: Chunk<'_, $float>, b: Chunk<'_, $float>, out: &mut [$float]) -> Result<(), Trap> {
                floats(a, b, out, |a, b| a $symbol b, <$float as Scalar>::$exact)
            }

            #[inline]
            fn loose<const S: usize, A: Lazy<Item = $float>, B: Lazy<Item = $float>>(
                a: &A,
                b: &B,
                span: Span<'_>,
                out: &mut [$float],
            ) -> Result<(), Trap> {
                onto::<$float, S, A, B>(a, b, $strict, span, out, |a, b| a $symbol b)
            }

            #[inline]
            fn settled(out: &[$float]) -> Option<bool> {
                Some(all_finite(out))
            }
        }
    )*};
    (@tried $float:ident, $($type:ident $exact:ident),*) => {$(
        impl Operation2<$float> for $type {
            type Out = $float;

            #[inline]
            fn run(a: Chunk<'_, $float>, b: Chunk<'_, $float>, out: &mut [$float]) -> Result<(), Trap> {
                zip_tried(a, b, out, <$float as Scalar>::$exact)
            }
        }
    )*};
    (@choose $float:ident, $($type:ident $symbol:tt),*) => {$(
        impl Operation2<$float> for $type {
            type Out = $float;

            #[inline]
            fn run(a: Chunk<'_, $float>, b: Chunk<'_, $float>, out: &mut [$float]) -> Result<(), Trap> {
                // A NaN is the sum, and so is a zero that could have either sign.
                zip(a, b, out, |a, b| if a $symbol b { a } else if b $symbol a || a.to_bits() == b.to_bits() { b } else { $float::NAN });
                if out.iter().any(|x| x.is_nan()) { Err(Trap::NonFinite) } else { Ok(()) }
            }
        }
    )*};
    (@plain $float:ident, $($type:ident $a:ident $value:expr),*) => {$(
        impl Operation1<$float> for $type {
            type Out = $float;

            #[inline]
            fn run(a: Chunk<'_, $float>, out: &mut [$float]) -> Result<(), Trap> {
                each(a, out, |$a| $value);
                Ok(())
            }
        }
    )*};
    (@tests $float:ident, $($type:ident $test:ident),*) => {$(
        impl Operation1<$float> for $type {
            type Out = bool;

            #[inline]
            fn run(a: Chunk<'_, $float>, out: &mut [bool]) -> Result<(), Trap> {
                each(a, out, $float::$test);
                Ok(())
            }
        }
    )*};
}

float_operations!(f64);
float_operations!(f32);

/// One integer type's operations: sums and products wrap around, as NumPy's arrays do without a word.
macro_rules! integer_operations {
    ($($int:ident)*) => {$(
        integer_operations!(@binary $int, Add a b a.wrapping_add(b), Sub a b a.wrapping_sub(b), Mul a b a.wrapping_mul(b));
        integer_operations!(@binary $int, And a b a & b, Or a b a | b, Xor a b a ^ b);
        integer_operations!(@binary $int, Maximum a b a.max(b), Minimum a b a.min(b));
        integer_operations!(@tried $int, FloorDiv a b np::floor_div(a, b), FloorMod a b np::floor_mod(a, b));
        integer_operations!(@tried $int, IntPow a b power(a, b));
        integer_operations!(@unary $int, Neg a a.wrapping_neg(), Square a a.wrapping_mul(a), Invert a !a);
    )*};
    (@binary $int:ident, $($type:ident $a:ident $b:ident $value:expr),*) => {$(
        impl Operation2<$int> for $type {
            type Out = $int;

            #[inline]
            fn run(a: Chunk<'_, $int>, b: Chunk<'_, $int>, out: &mut [$int]) -> Result<(), Trap> {
                zip(a, b, out, |$a, $b| $value);
                Ok(())
            }
        }
    )*};
    (@tried $int:ident, $($type:ident $a:ident $b:ident $value:expr),*) => {$(
        impl Operation2<$int> for $type {
            type Out = $int;

            #[inline]
            fn run(a: Chunk<'_, $int>, b: Chunk<'_, $int>, out: &mut [$int]) -> Result<(), Trap> {
                zip_tried(a, b, out, |$a, $b| $value)
            }
        }
    )*};
    (@unary $int:ident, $($type:ident $a:ident $value:expr),*) => {$(
        impl Operation1<$int> for $type {
            type Out = $int;

            #[inline]
            fn run(a: Chunk<'_, $int>, out: &mut [$int]) -> Result<(), Trap> {
                each(a, out, |$a| $value);
                Ok(())
            }
        }
    )*};
}

integer_operations!(i8 i16 i32 i64 u8 u16 u32 u64);
integer_operations!(@binary bool, And a b a & b, Or a b a | b, Xor a b a ^ b, Maximum a b a | b, Minimum a b a & b);
integer_operations!(@unary bool, Invert a !a);
integer_operations!(@unary i8, Abs a a.wrapping_abs(), Sign a a.signum());
integer_operations!(@unary i16, Abs a a.wrapping_abs(), Sign a a.signum());
integer_operations!(@unary i32, Abs a a.wrapping_abs(), Sign a a.signum());
integer_operations!(@unary i64, Abs a a.wrapping_abs(), Sign a a.signum());

/// `a ** b` of integers, which traps where the power does not fit: NumPy would let it wrap around.
#[inline]
fn power<T: Scalar>(a: T, b: T) -> Result<T, Trap> {
    np::pow(a, b)
}

/// `a.astype(dtype)`, and the conversions that NumPy makes before it computes.
#[derive(Clone, Copy, Debug)]
pub struct Cast<T, A> {
    a: A,
    to: PhantomData<T>,
}

/// `a.astype(dtype)`.
#[inline]
pub fn cast<T, A: Lazy>(a: A) -> Cast<T, A>
where
    A::Item: IntoDtype<T>,
{
    Cast { a, to: PhantomData }
}

/// What can be stored into an array of dtype `T`, with a trap where NumPy would warn or wrap around.
pub trait IntoDtype<T>: Copy {
    fn into_dtype(self) -> Result<T, Trap>;
}

macro_rules! casts {
    ($($to:ident $cast:ident)*) => {$(
        impl<F: np::Store> IntoDtype<$to> for F {
            #[inline(always)]
            fn into_dtype(self) -> Result<$to, Trap> {
                np::$cast(self)
            }
        }
    )*};
}

casts! {
    f64 cast_f64
    f32 cast_f32
    bool cast_bool
    i8 cast_i8
    i16 cast_i16
    i32 cast_i32
    i64 cast_i64
    u8 cast_u8
    u16 cast_u16
    u32 cast_u32
    u64 cast_u64
}

impl<T: Copy + Default, A: Lazy> Lazy for Cast<T, A>
where
    A::Item: IntoDtype<T>,
{
    type Item = T;

    #[inline]
    fn join(&self, frame: &mut Frame<'_>) -> Result<(), Trap> {
        self.a.join(frame)
    }

    #[inline]
    fn fill<const S: usize>(&self, span: Span<'_>, out: &mut [T]) -> Result<(), Trap> {
        self.a
            .with::<S, _>(span, |a| each_tried(a, out, |a: A::Item| a.into_dtype()))
    }

    #[inline]
    fn rows(&self, shape: &[usize]) -> bool {
        self.a.rows(shape)
    }
}

/// `np.where(condition, a, b)`.
#[derive(Clone, Copy, Debug)]
pub struct Where<C, A, B> {
    condition: C,
    a: A,
    b: B,
}

/// `np.where(condition, a, b)`.
#[inline]
pub fn choose<T, C: Lazy<Item = bool>, A: Lazy<Item = T>, B: Lazy<Item = T>>(
    condition: C,
    a: A,
    b: B,
) -> Where<C, A, B> {
    Where { condition, a, b }
}

impl<T: Copy + Default, C: Lazy<Item = bool>, A: Lazy<Item = T>, B: Lazy<Item = T>> Lazy
    for Where<C, A, B>
{
    type Item = T;

    #[inline]
    fn join(&self, frame: &mut Frame<'_>) -> Result<(), Trap> {
        self.condition.join(frame)?;
        self.a.join(frame)?;
        self.b.join(frame)
    }

    #[inline]
    fn rows(&self, shape: &[usize]) -> bool {
        self.condition.rows(shape) || self.a.rows(shape) || self.b.rows(shape)
    }

    #[inline]
    fn fill<const S: usize>(&self, span: Span<'_>, out: &mut [T]) -> Result<(), Trap> {
        self.a.with::<S, _>(span, |a| {
            self.b.with::<S, _>(span, |b| {
                zip(a, b, out, |_, b| b);
                self.condition.with::<S, _>(span, |condition| {
                    match (condition, a) {
                        (Chunk::Many(c), Chunk::Many(a)) => {
                            for ((o, &c), &a) in out.iter_mut().zip(c).zip(a) {
                                *o = if c { a } else { *o };
                            }
                        }
                        (Chunk::Many(c), Chunk::One(a)) => {
                            for (o, &c) in out.iter_mut().zip(c) {
                                *o = if c { a } else { *o };
                            }
                        }
                        (Chunk::One(true), a) => each(a, out, |a| a),
                        (Chunk::One(false), _) => {}
                    }
                    Ok(())
                })
            })
        })
    }
}
