//! What the element-wise operations compute, by NumPy's rules for arrays: integers wrap around, floats trap where NumPy
//! would warn.

use super::super::np::{self, Finite, Scalar};
use super::super::trap::Trap;
use super::elementwise::*;
use super::lazy::{Chunk, Lazy, Span};
use super::loops::{all_finite, each, each_tried, zip, zip_tried, zip_unless};

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

            const PLAIN: bool = true;

            #[inline(always)]
            fn plain(a: $float) -> $float {
                a.sqrt()
            }

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

            const PLAIN: bool = true;

            #[inline(always)]
            fn plain(a: $float) -> $float {
                a * a
            }

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

            const PLAIN: bool = true;

            #[inline(always)]
            fn plain($a: $float) -> $float {
                $value
            }

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

            const PLAIN: bool = true;
            const STRICT: bool = $strict;

            #[inline(always)]
            fn plain(a: $float, b: $float) -> $float {
                a $symbol b
            }

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
                // Of a NaN, and of zeros with different signs, it is either of them, as the order has it.
                let choice = |a, b| if a $symbol b { a } else { b };
                let settled = zip_unless(a, b, out, choice, |a, b| choice(a, b).unlike(choice(b, a)));
                if settled { Ok(()) } else { Err(Trap::NonFinite) }
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

            #[inline]
            fn loose<const S: usize, A: Lazy<Item = $int>, B: Lazy<Item = $int>>(
                a: &A,
                b: &B,
                span: Span<'_>,
                out: &mut [$int],
            ) -> Result<(), Trap> {
                onto::<$int, S, A, B>(a, b, true, span, out, |$a, $b| $value)
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
