//! Functions of NumPy that have no Rust: called back from inside a compiled function.
//!
//! The core knows no Python object. It says what is called, and with what ([`Given`]); the boundary, which lends a
//! [`Caller`] at import, makes the call and says what came back ([`Got`]). A [`Kind`] then insists on the very type that
//! the function was compiled for. Only pure functions are called, so a trap afterwards can start again from the top.

use super::super::array::Array;
use super::super::complex::Complex;
use super::super::trap::Trap;
use super::draw::{Rng, Wanted};
use super::strided::Strided;
use std::marker::PhantomData;
use std::sync::OnceLock;

/// Declares the element types.
macro_rules! elements {
    ($($name:ident $rust:ty,)*) => {
        /// Elements that are handed over where they lie.
        #[derive(Clone, Copy, Debug)]
        pub enum Elements<'a> { $($name(&'a [$rust])),* }

        /// Elements that came back.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Values { $($name(Vec<$rust>)),* }

        $(impl Element for $rust {
            #[inline]
            fn given(values: &[Self]) -> Elements<'_> {
                Elements::$name(values)
            }

            #[inline]
            fn taken(values: Values) -> Result<Vec<Self>, Trap> {
                match values {
                    Values::$name(values) => Ok(values),
                    _ => Err(Trap::Type),
                }
            }
        })*
    };
}

/// An element type of arrays that can be handed over.
pub trait Element: Copy + 'static {
    fn given(values: &[Self]) -> Elements<'_>;
    fn taken(values: Values) -> Result<Vec<Self>, Trap>;
}

elements! {
    Bool bool,
    I8 i8,
    I16 i16,
    I32 i32,
    I64 i64,
    U8 u8,
    U16 u16,
    U32 u32,
    U64 u64,
    F32 f32,
    F64 f64,
    C128 Complex,
}

/// One argument of a call.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    Nothing,
    Rng(Rng),
    Bool(bool),
    Int(i64),
    Float(f64),
    Complex(Complex),
    Text(&'a str),
    /// A text that was computed, by its code points.
    Chars(&'a [char]),
    /// A NumPy scalar: one element.
    Scalar(Elements<'a>),
    /// An array, to read: element `i, j, …` lies at `first + i * strides[0] + …`.
    Array {
        elements: Elements<'a>,
        first: usize,
        shape: &'a [usize],
        strides: &'a [isize],
    },
    /// A list of plain numbers, as the elements of a vector.
    Numbers(Elements<'a>),
    /// The result of another call, which the core does not see.
    Call {
        target: &'static str,
        given: &'a [Given<'a>],
        names: &'a [&'static str],
    },
    List(&'a [Given<'a>]),
    Tuple(&'a [Given<'a>]),
}

/// What a call gave.
#[derive(Debug, PartialEq)]
pub enum Got {
    Nothing,
    Bool(bool),
    Int(i64),
    Float(f64),
    Complex(Complex),
    Generator(Rng),
    RandomState(Rng),
    Scalar(Values),
    Array(Values, Vec<usize>),
    List(Vec<Got>),
    Tuple(Vec<Got>),
    /// A named tuple, such as `EighResult`.
    Named(Vec<Got>),
}

/// Makes calls, and draws single numbers.
pub trait Caller: Sync {
    /// What `rng` draws without a call; none where its method is to be called.
    fn float(&self, rng: Rng, wanted: Wanted) -> Result<Option<f64>, Trap>;

    /// An int from `low` up to `high`; none where the method is to be called.
    fn int(&self, rng: Rng, low: i64, high: i64) -> Result<Option<i64>, Trap>;

    /// Calls `target`, such as `numpy.percentile` or `method.cumprod` (of the first argument). The last arguments are
    /// those that `names` names.
    fn call(
        &self,
        target: &'static str,
        given: &[Given<'_>],
        names: &[&'static str],
    ) -> Result<Got, Trap>;
}

static CALLER: OnceLock<&'static dyn Caller> = OnceLock::new();

/// Lends the way to call; the first one counts.
pub fn lend_caller(caller: &'static dyn Caller) {
    CALLER.get_or_init(|| caller);
}

/// The exact type of a result, named like Python's.
pub trait Kind {
    type Rust;
    fn take(got: Got) -> Result<Self::Rust, Trap>;
}

/// `np.float64` and the like.
pub struct NpOf<T>(PhantomData<T>);
/// An array with elements `T` and `N` dimensions.
pub struct ArrayOf<T, const N: usize>(PhantomData<T>);
/// A list of `K`.
pub struct ListOf<K>(PhantomData<K>);
/// A named tuple of the parts of the tuple `K`.
pub struct NamedOf<K>(PhantomData<K>);

impl Kind for () {
    type Rust = ();
    fn take(got: Got) -> Result<(), Trap> {
        if got == Got::Nothing {
            Ok(())
        } else {
            Err(Trap::Type)
        }
    }
}

/// NumPy's `Generator`.
pub struct Generator;
/// NumPy's `RandomState`.
pub struct RandomState;

macro_rules! plain {
    ($($kind:ty, $name:ident, $rust:ty;)*) => {$(
        impl Kind for $kind {
            type Rust = $rust;
            fn take(got: Got) -> Result<$rust, Trap> {
                match got {
                    Got::$name(value) => Ok(value),
                    _ => Err(Trap::Type),
                }
            }
        }
    )*};
}

plain! {
    bool, Bool, bool;
    i64, Int, i64;
    f64, Float, f64;
    Complex, Complex, Complex;
    Generator, Generator, Rng;
    RandomState, RandomState, Rng;
}

impl<T: Element> Kind for NpOf<T> {
    type Rust = T;
    fn take(got: Got) -> Result<T, Trap> {
        match got {
            Got::Scalar(values) => T::taken(values)?.first().copied().ok_or(Trap::Type),
            _ => Err(Trap::Type),
        }
    }
}

impl<T: Element, const N: usize> Kind for ArrayOf<T, N> {
    type Rust = Array<T, N>;
    fn take(got: Got) -> Result<Array<T, N>, Trap> {
        match got {
            Got::Array(values, shape) => {
                let shape = shape.try_into().map_err(|_| Trap::Type)?;
                Array::new(T::taken(values)?, shape)
            }
            _ => Err(Trap::Type),
        }
    }
}

impl<K: Kind> Kind for ListOf<K> {
    type Rust = Vec<K::Rust>;
    fn take(got: Got) -> Result<Vec<K::Rust>, Trap> {
        match got {
            Got::List(items) => items.into_iter().map(K::take).collect(),
            _ => Err(Trap::Type),
        }
    }
}

/// The parts of a tuple.
pub trait Parts {
    type Rust;
    fn take_parts(parts: Vec<Got>) -> Result<Self::Rust, Trap>;
}

macro_rules! tuples {
    ($(($($part:ident)+))*) => {$(
        impl<$($part: Kind),+> Parts for ($($part,)+) {
            type Rust = ($($part::Rust,)+);
            fn take_parts(parts: Vec<Got>) -> Result<Self::Rust, Trap> {
                let mut parts = parts.into_iter();
                let made = ($($part::take(parts.next().ok_or(Trap::Type)?)?,)+);
                if parts.next().is_none() { Ok(made) } else { Err(Trap::Type) }
            }
        }

        impl<$($part: Kind),+> Kind for ($($part,)+) {
            type Rust = ($($part::Rust,)+);
            fn take(got: Got) -> Result<Self::Rust, Trap> {
                match got {
                    Got::Tuple(parts) => Self::take_parts(parts),
                    _ => Err(Trap::Type),
                }
            }
        }
    )*};
}

tuples! { (A) (A B) (A B C) (A B C D) (A B C D E) }

impl<K: Parts> Kind for NamedOf<K> {
    type Rust = K::Rust;
    fn take(got: Got) -> Result<K::Rust, Trap> {
        match got {
            Got::Named(parts) => K::take_parts(parts),
            _ => Err(Trap::Type),
        }
    }
}

/// Who makes calls.
#[inline]
pub(super) fn caller() -> Result<&'static dyn Caller, Trap> {
    CALLER.get().copied().ok_or(Trap::Guard)
}

/// Calls `target` back; what comes must be a `K`.
#[inline]
pub fn call<K: Kind>(
    target: &'static str,
    given: &[Given<'_>],
    names: &[&'static str],
) -> Result<K::Rust, Trap> {
    K::take(caller()?.call(target, given, names)?)
}

/// An array as an argument.
#[inline]
pub fn given<'a, T: Element, const N: usize>(array: &'a Strided<'_, T, N>) -> Given<'a> {
    Given::Array {
        elements: T::given(array.data),
        first: array.place.first,
        shape: &array.place.shape,
        strides: &array.place.strides,
    }
}

/// A NumPy scalar as an argument.
#[inline]
pub fn given_scalar<T: Element>(value: &T) -> Given<'_> {
    Given::Scalar(T::given(std::slice::from_ref(value)))
}

/// A list of plain numbers as an argument.
#[inline]
pub fn given_list<T: Element>(values: &[T]) -> Given<'_> {
    Given::Numbers(T::given(values))
}
