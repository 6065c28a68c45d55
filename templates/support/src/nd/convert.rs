//! Conversions of elements, and the choice between them.

use super::super::complex::Complex;
use super::super::np;
use super::super::trap::Trap;
use super::lazy::{Chunk, Frame, Lazy, Span};
use super::loops::{each, each_tried, zip};
use super::wide::{Work, widest};
use std::marker::PhantomData;

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
    Complex cast_complex
}

impl<T: Copy + Default, A: Lazy> Lazy for Cast<T, A>
where
    A::Item: IntoDtype<T>,
{
    type Item = T;
    type Ready<'a>
        = Chunk<'a, T>
    where
        Self: 'a;

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
pub fn choose<T: Blend, C: Lazy<Item = bool>, A: Lazy<Item = T>, B: Lazy<Item = T>>(
    condition: C,
    a: A,
    b: B,
) -> Where<C, A, B> {
    Where { condition, a, b }
}

impl<T: Blend, C: Lazy<Item = bool>, A: Lazy<Item = T>, B: Lazy<Item = T>> Lazy for Where<C, A, B> {
    type Item = T;
    type Ready<'a>
        = Chunk<'a, T>
    where
        Self: 'a;

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
                        (Chunk::Many(condition), a) => widest(Replace { condition, a, out }),
                        (Chunk::One(true), a) => each(a, out, |a| a),
                        (Chunk::One(false), _) => {}
                    }
                    Ok(())
                })
            })
        })
    }
}

/// Elements of arrays.
pub trait Blend: Copy + Default + 'static {
    /// `self` if `condition`, else `other`: by bits, so that there is no jump.
    fn blend(self, other: Self, condition: bool) -> Self;
}

macro_rules! blends {
    ($($int:ident)*) => {$(
        impl Blend for $int {
            #[inline(always)]
            fn blend(self, other: Self, condition: bool) -> Self {
                let mask = $int::from(condition).wrapping_neg();
                (self & mask) | (other & !mask)
            }
        }
    )*};
}

blends!(i8 i16 i32 i64 u8 u16 u32 u64);

impl Blend for bool {
    #[inline(always)]
    fn blend(self, other: Self, condition: bool) -> Self {
        (self & condition) | (other & !condition)
    }
}

impl Blend for f64 {
    #[inline(always)]
    fn blend(self, other: Self, condition: bool) -> Self {
        f64::from_bits(self.to_bits().blend(other.to_bits(), condition))
    }
}

impl Blend for f32 {
    #[inline(always)]
    fn blend(self, other: Self, condition: bool) -> Self {
        f32::from_bits(self.to_bits().blend(other.to_bits(), condition))
    }
}

/// `out = a` where the condition holds.
struct Replace<'a, T> {
    condition: &'a [bool],
    a: Chunk<'a, T>,
    out: &'a mut [T],
}

impl<T: Blend> Work for Replace<'_, T> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Replace { condition, a, out } = self;
        match a {
            Chunk::Many(a) => {
                for ((o, &c), &a) in out.iter_mut().zip(condition).zip(a) {
                    *o = a.blend(*o, c);
                }
            }
            Chunk::One(a) => {
                for (o, &c) in out.iter_mut().zip(condition) {
                    *o = a.blend(*o, c);
                }
            }
        }
    }
}
