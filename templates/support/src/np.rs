//! Arithmetic of NumPy scalars: `np.float64`, `np.float32` and the sized integers.
//!
//! Unlike Python's numbers these have a fixed size, and instead of raising they warn: about
//! overflow, division by zero and invalid operations. A warning is something that a program can
//! see, so wherever NumPy would warn, these functions trap.

use super::complex::Complex;
use super::trap::Trap;
use std::hint::black_box;

/// What NumPy's scalars of one type can do. Use the functions of this module, which say the same in
/// fewer words.
pub trait Scalar: Copy {
    /// The type of `a / b`.
    type Quotient;
    fn add(a: Self, b: Self) -> Result<Self, Trap>;
    fn sub(a: Self, b: Self) -> Result<Self, Trap>;
    fn mul(a: Self, b: Self) -> Result<Self, Trap>;
    fn div(a: Self, b: Self) -> Result<Self::Quotient, Trap>;
    fn floor_div(a: Self, b: Self) -> Result<Self, Trap>;
    fn floor_mod(a: Self, b: Self) -> Result<Self, Trap>;
    fn pow(a: Self, b: Self) -> Result<Self, Trap>;
    fn neg(a: Self) -> Result<Self, Trap>;
    fn abs(a: Self) -> Result<Self, Trap>;
}

/// `a + b`.
#[inline]
pub fn add<T: Scalar>(a: T, b: T) -> Result<T, Trap> {
    T::add(a, b)
}

/// `sum(values)` of a list, from left to right; an empty one, whose sum is an `int`, traps.
pub fn sum<T: Scalar + Default>(values: &[T]) -> Result<T, Trap> {
    if values.is_empty() {
        return Err(Trap::Type);
    }
    // Like Python from 0 on, which makes 0.0 of a single -0.0.
    values
        .iter()
        .try_fold(T::default(), |total, &value| add(total, value))
}

/// `sum(values)` of a list of `np.bool`: how many are true, as `np.int64`; an empty one traps.
pub fn sum_bools(values: &[bool]) -> Result<i64, Trap> {
    if values.is_empty() {
        return Err(Trap::Type);
    }
    Ok(values.iter().filter(|&&value| value).count() as i64)
}

/// `a - b`.
#[inline]
pub fn sub<T: Scalar>(a: T, b: T) -> Result<T, Trap> {
    T::sub(a, b)
}

/// `a * b`.
#[inline]
pub fn mul<T: Scalar>(a: T, b: T) -> Result<T, Trap> {
    T::mul(a, b)
}

/// `a / b`: integers give an `f64`.
#[inline]
pub fn div<T: Scalar>(a: T, b: T) -> Result<T::Quotient, Trap> {
    T::div(a, b)
}

/// `a // b`.
#[inline]
pub fn floor_div<T: Scalar>(a: T, b: T) -> Result<T, Trap> {
    T::floor_div(a, b)
}

/// `a % b`.
#[inline]
pub fn floor_mod<T: Scalar>(a: T, b: T) -> Result<T, Trap> {
    T::floor_mod(a, b)
}

/// `a ** b`: a negative integer exponent traps.
#[inline]
pub fn pow<T: Scalar>(a: T, b: T) -> Result<T, Trap> {
    T::pow(a, b)
}

/// `-a`.
#[inline]
pub fn neg<T: Scalar>(a: T) -> Result<T, Trap> {
    T::neg(a)
}

/// `abs(a)`.
#[inline]
pub fn abs<T: Scalar>(a: T) -> Result<T, Trap> {
    T::abs(a)
}

/// What NumPy's integers can be shifted by: fewer bits than they have.
pub trait Shift: Copy {
    fn shl(a: Self, count: Self) -> Option<Self>;
    fn shr(a: Self, count: Self) -> Option<Self>;
}

/// `a << count`, which loses what it shifts out; a count that is none traps.
#[inline]
pub fn shl<T: Shift>(a: T, count: T) -> Result<T, Trap> {
    T::shl(a, count).ok_or(Trap::Value)
}

/// `a >> count`; a count that is none traps.
#[inline]
pub fn shr<T: Shift>(a: T, count: T) -> Result<T, Trap> {
    T::shr(a, count).ok_or(Trap::Value)
}

/// The integers: Rust's checked operations trap exactly where NumPy's would overflow.
macro_rules! integer {
    ($int:ty, $a:ident => $abs:expr) => {
        impl Shift for $int {
            #[inline]
            fn shl(a: $int, count: $int) -> Option<$int> {
                u32::try_from(count)
                    .ok()
                    .and_then(|count| a.checked_shl(count))
            }

            #[inline]
            fn shr(a: $int, count: $int) -> Option<$int> {
                u32::try_from(count)
                    .ok()
                    .and_then(|count| a.checked_shr(count))
            }
        }

        impl Scalar for $int {
            type Quotient = f64;

            #[inline]
            fn add(a: $int, b: $int) -> Result<$int, Trap> {
                a.checked_add(b).ok_or(Trap::Overflow)
            }

            #[inline]
            fn sub(a: $int, b: $int) -> Result<$int, Trap> {
                a.checked_sub(b).ok_or(Trap::Overflow)
            }

            #[inline]
            fn mul(a: $int, b: $int) -> Result<$int, Trap> {
                a.checked_mul(b).ok_or(Trap::Overflow)
            }

            #[inline]
            fn div(a: $int, b: $int) -> Result<f64, Trap> {
                if b == 0 {
                    Err(Trap::ZeroDivision)
                } else {
                    Ok(a as f64 / b as f64)
                }
            }

            #[inline]
            fn floor_div(a: $int, b: $int) -> Result<$int, Trap> {
                if b == 0 {
                    return Err(Trap::ZeroDivision);
                }
                let quotient = a.checked_div(b).ok_or(Trap::Overflow)?;
                Ok(if wrong_side(a % b, b) {
                    quotient - 1
                } else {
                    quotient
                })
            }

            #[inline]
            fn floor_mod(a: $int, b: $int) -> Result<$int, Trap> {
                if b == 0 {
                    return Err(Trap::ZeroDivision);
                }
                let remainder = a.wrapping_rem(b);
                Ok(if wrong_side(remainder, b) {
                    remainder + b
                } else {
                    remainder
                })
            }

            #[inline]
            fn pow(a: $int, b: $int) -> Result<$int, Trap> {
                // Bases that stay small have no largest exponent; the others overflow long before
                // u32 does.
                let exponent = u64::try_from(b).map_err(|_| Trap::Value)?;
                let shortened = if exponent > 64 {
                    64 + exponent % 2
                } else {
                    exponent
                };
                a.checked_pow(shortened as u32).ok_or(Trap::Overflow)
            }

            #[inline]
            fn neg(a: $int) -> Result<$int, Trap> {
                a.checked_neg().ok_or(Trap::Overflow)
            }

            #[inline]
            fn abs($a: $int) -> Result<$int, Trap> {
                $abs.ok_or(Trap::Overflow)
            }
        }
    };
}

integer!(i8, a => a.checked_abs());
integer!(i16, a => a.checked_abs());
integer!(i32, a => a.checked_abs());
integer!(i64, a => a.checked_abs());
integer!(u8, a => Some(a));
integer!(u16, a => Some(a));
integer!(u32, a => Some(a));
integer!(u64, a => Some(a));

/// Whether a truncating division's remainder lies on the other side of zero than the divisor.
#[inline]
fn wrong_side<T: PartialOrd + Default + Copy>(remainder: T, divisor: T) -> bool {
    let zero = T::default();
    remainder != zero && (remainder < zero) != (divisor < zero)
}

/// The floats: the plain operation, and a trap where its result shows that the processor raised a
/// warning flag.
macro_rules! floating {
    ($float:ident, $quiet_bit:expr) => {
        impl Scalar for $float {
            type Quotient = $float;

            #[inline]
            fn add(a: $float, b: $float) -> Result<$float, Trap> {
                $float::silent(a + b, a, b)
            }

            #[inline]
            fn sub(a: $float, b: $float) -> Result<$float, Trap> {
                $float::silent(a - b, a, b)
            }

            #[inline]
            fn mul(a: $float, b: $float) -> Result<$float, Trap> {
                $float::silent(a * b, a, b)
            }

            #[inline]
            fn div(a: $float, b: $float) -> Result<$float, Trap> {
                $float::silent(a / b, a, b)
            }

            #[inline]
            fn floor_div(a: $float, b: $float) -> Result<$float, Trap> {
                let (quotient, _) = $float::divide_and_remain(a, b)?;
                $float::silent(quotient, a, b)
            }

            #[inline]
            fn floor_mod(a: $float, b: $float) -> Result<$float, Trap> {
                let (_, remainder) = $float::divide_and_remain(a, b)?;
                $float::silent(remainder, a, b)
            }

            #[inline]
            fn pow(a: $float, b: $float) -> Result<$float, Trap> {
                $float::silent($float::libm_pow(a, b), a, b)
            }

            #[inline]
            fn neg(a: $float) -> Result<$float, Trap> {
                Ok(-a)
            }

            #[inline]
            fn abs(a: $float) -> Result<$float, Trap> {
                Ok(a.abs())
            }
        }

        impl Float for $float {
            #[inline]
            fn silent(result: $float, a: $float, b: $float) -> Result<$float, Trap> {
                if result.is_finite() {
                    Ok(result)
                } else {
                    $float::explain(result, a, b)
                }
            }

            #[cold]
            fn explain(result: $float, a: $float, b: $float) -> Result<$float, Trap> {
                let inherited = if result.is_nan() {
                    (a.is_nan() || b.is_nan()) && !a.signals() && !b.signals()
                } else {
                    a.is_infinite() || b.is_infinite()
                };
                if inherited {
                    Ok(result)
                } else {
                    Err(Trap::NonFinite)
                }
            }

            #[inline]
            fn divide_and_remain(a: $float, b: $float) -> Result<($float, $float), Trap> {
                if b == 0.0 {
                    return Err(Trap::ZeroDivision);
                }
                let truncated = a % b;
                let exact = (a - truncated) / b;
                if !exact.is_finite() {
                    return Err(Trap::NonFinite); // also NaN, which NumPy compares with a warning
                }
                let moved = wrong_side(truncated, b);
                let remainder = if moved { truncated + b } else { truncated };
                let quotient = if moved { exact - 1.0 } else { exact };
                let remainder = if truncated == 0.0 {
                    remainder.copysign(b)
                } else {
                    remainder
                };
                if quotient == 0.0 {
                    return Ok((quotient.copysign(a / b), remainder));
                }
                let below = quotient.floor();
                Ok((
                    if quotient - below > 0.5 {
                        below + 1.0
                    } else {
                        below
                    },
                    remainder,
                ))
            }

            #[inline]
            fn signals(self) -> bool {
                self.is_nan() && self.to_bits() & $quiet_bit == 0
            }

            #[inline(never)]
            fn libm_pow(a: $float, b: $float) -> $float {
                black_box(a).powf(black_box(b))
            }
        }
    };
}

/// The parts of the floats' arithmetic; see [`Scalar`] for the whole.
trait Float: Copy {
    /// Passes `result` on unless an infinity or a NaN came into being here.
    fn silent(result: Self, a: Self, b: Self) -> Result<Self, Trap>;
    /// An infinity is no news if one came in, nor is a NaN.
    fn explain(result: Self, a: Self, b: Self) -> Result<Self, Trap>;
    /// `divmod(a, b)`, by Python's rule, which is NumPy's too.
    fn divide_and_remain(a: Self, b: Self) -> Result<(Self, Self), Trap>;
    /// Whether this is a signalling NaN, with which every operation is "invalid".
    fn signals(self) -> bool;
    /// The C library's `pow`, as it is: never turned into `a * a` by the optimiser.
    fn libm_pow(a: Self, b: Self) -> Self;
}

floating!(f64, 1 << 51);
floating!(f32, 1 << 22);

/// A value that can be stored into an array of another element type: `a[i] = x`.
///
/// Each method traps where the value does not fit: NumPy would raise, warn, or wrap around.
pub trait Store: Copy {
    fn to_f64(self) -> Result<f64, Trap>;
    fn to_f32(self) -> Result<f32, Trap>;
    /// The value cut towards zero.
    fn to_i128(self) -> Result<i128, Trap>;
    fn to_bool(self) -> bool;
}

impl Store for f64 {
    #[inline]
    fn to_f64(self) -> Result<f64, Trap> {
        Ok(self)
    }

    #[inline]
    fn to_f32(self) -> Result<f32, Trap> {
        let narrow = self as f32;
        let overflows = narrow.is_infinite() && self.is_finite();
        if overflows || self.signals() {
            Err(Trap::NonFinite)
        } else {
            Ok(narrow)
        }
    }

    /// NaN and what is beyond every integer type of NumPy trap here, the rest where it does not
    /// fit.
    #[inline]
    fn to_i128(self) -> Result<i128, Trap> {
        /// 2.0**64: beyond every integer type of NumPy.
        const TWO_64: f64 = 18_446_744_073_709_551_616.0;
        if self.abs() < TWO_64 {
            Ok(self as i128)
        } else {
            Err(Trap::Overflow)
        }
    }

    #[inline]
    fn to_bool(self) -> bool {
        self != 0.0
    }
}

impl Store for f32 {
    #[inline]
    fn to_f64(self) -> Result<f64, Trap> {
        if self.signals() {
            Err(Trap::NonFinite)
        } else {
            Ok(f64::from(self))
        }
    }

    #[inline]
    fn to_f32(self) -> Result<f32, Trap> {
        Ok(self)
    }

    #[inline]
    fn to_i128(self) -> Result<i128, Trap> {
        f64::from(self).to_i128()
    }

    #[inline]
    fn to_bool(self) -> bool {
        self != 0.0
    }
}

impl Store for bool {
    #[inline]
    fn to_f64(self) -> Result<f64, Trap> {
        Ok(f64::from(u8::from(self)))
    }

    #[inline]
    fn to_f32(self) -> Result<f32, Trap> {
        Ok(f32::from(u8::from(self)))
    }

    #[inline]
    fn to_i128(self) -> Result<i128, Trap> {
        Ok(i128::from(self))
    }

    #[inline]
    fn to_bool(self) -> bool {
        self
    }
}

macro_rules! store_integer {
    ($($int:ty)*) => {$(
        impl Store for $int {
            #[inline]
            fn to_f64(self) -> Result<f64, Trap> {
                Ok(self as f64)
            }

            /// Large integers trap: a Python `int` is rounded twice on this way (to `f64` first),
            /// an `np.int64` once.
            #[inline]
            fn to_f32(self) -> Result<f32, Trap> {
                let wide = i128::from(self);
                if wide.unsigned_abs() <= 1 << 53 { Ok(self as f32) } else { Err(Trap::Overflow) }
            }

            #[inline]
            fn to_i128(self) -> Result<i128, Trap> {
                Ok(i128::from(self))
            }

            #[inline]
            fn to_bool(self) -> bool {
                self != 0
            }
        }
    )*};
}

store_integer!(i8 i16 i32 i64 u8 u16 u32 u64);

/// Stores into a `float64` array.
#[inline]
pub fn cast_f64<T: Store>(x: T) -> Result<f64, Trap> {
    x.to_f64()
}

/// A real number as an element of an array of complex ones.
#[inline]
pub fn cast_complex<T: Store>(x: T) -> Result<Complex, Trap> {
    cast_f64(x).map(Complex::from)
}

/// Stores into a `float32` array: a finite value that becomes infinite traps.
#[inline]
pub fn cast_f32<T: Store>(x: T) -> Result<f32, Trap> {
    x.to_f32()
}

/// Stores into a `bool` array.
#[inline]
pub fn cast_bool<T: Store>(x: T) -> Result<bool, Trap> {
    Ok(x.to_bool())
}

macro_rules! cast_integer {
    ($($name:ident $int:ty, $dtype:literal;)*) => {$(
        #[doc = concat!("Stores into an `", $dtype, "` array: cuts towards zero, traps if out of range.")]
        #[inline]
        pub fn $name<T: Store>(x: T) -> Result<$int, Trap> {
            <$int>::try_from(x.to_i128()?).map_err(|_| Trap::Overflow)
        }
    )*};
}

cast_integer! {
    cast_i8 i8, "int8";
    cast_i16 i16, "int16";
    cast_i32 i32, "int32";
    cast_i64 i64, "int64";
    cast_u8 u8, "uint8";
    cast_u16 u16, "uint16";
    cast_u32 u32, "uint32";
    cast_u64 u64, "uint64";
}

/// `min(a, b)` of two NumPy scalars: the first of equal values; NaN keeps its place.
#[inline]
pub fn min2<T: PartialOrd>(a: T, b: T) -> T {
    if b < a { b } else { a }
}

/// `max(a, b)` of two NumPy scalars: the first of equal values; NaN keeps its place.
#[inline]
pub fn max2<T: PartialOrd>(a: T, b: T) -> T {
    if b > a { b } else { a }
}

/// The result of a chain of sums and products, which traps if it is infinite or NaN.
///
/// What is infinite or NaN inside such a chain stays so to its end, so this one test stands for a test of every step.
/// It also traps where an operand was infinite or NaN from the start, of which NumPy would say nothing.
#[inline(always)]
pub fn finite<T: Finite>(x: T) -> Result<T, Trap> {
    if x.finite() {
        Ok(x)
    } else {
        Err(Trap::NonFinite)
    }
}

/// The two floats of NumPy that Rust has too.
pub trait Finite: Copy {
    /// Neither infinite nor NaN.
    fn finite(self) -> bool;
    /// The sum, as the processor gives it.
    fn add_plain(a: Self, b: Self) -> Self;
    /// What changes nothing when it is added.
    const MINUS_ZERO: Self;
    /// A word whose highest bit is set of an infinity or a NaN; such words are combined with `|`.
    fn mark(self) -> u64;
    /// As `mark`, of a NaN only.
    fn nan_mark(self) -> u64;
    /// The bits in which two values differ.
    fn unlike(self, other: Self) -> u64;
}

impl Finite for f64 {
    #[inline(always)]
    fn finite(self) -> bool {
        self.is_finite()
    }

    #[inline(always)]
    fn add_plain(a: Self, b: Self) -> Self {
        a + b
    }

    #[inline(always)]
    fn mark(self) -> u64 {
        // The exponent of an infinity or a NaN has all its bits set: one more carries over into the bit of the sign.
        (self.to_bits() & (u64::MAX >> 1)) + (1 << 52)
    }

    #[inline(always)]
    fn nan_mark(self) -> u64 {
        f64::INFINITY
            .to_bits()
            .wrapping_sub(self.to_bits() & (u64::MAX >> 1))
    }

    #[inline(always)]
    fn unlike(self, other: Self) -> u64 {
        self.to_bits() ^ other.to_bits()
    }

    const MINUS_ZERO: Self = -0.0;
}

impl Finite for f32 {
    #[inline(always)]
    fn finite(self) -> bool {
        self.is_finite()
    }

    #[inline(always)]
    fn add_plain(a: Self, b: Self) -> Self {
        a + b
    }

    #[inline(always)]
    fn mark(self) -> u64 {
        u64::from((self.to_bits() & (u32::MAX >> 1)) + (1 << 23)) << 32
    }

    #[inline(always)]
    fn nan_mark(self) -> u64 {
        let over = f32::INFINITY
            .to_bits()
            .wrapping_sub(self.to_bits() & (u32::MAX >> 1));
        u64::from(over) << 32
    }

    #[inline(always)]
    fn unlike(self, other: Self) -> u64 {
        u64::from(self.to_bits() ^ other.to_bits())
    }

    const MINUS_ZERO: Self = -0.0;
}

/// `a + b` without a test: the sum of many is tested at its end.
#[inline(always)]
pub fn add_plain<T: Finite>(a: T, b: T) -> T {
    T::add_plain(a, b)
}
