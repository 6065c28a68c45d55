//! Tests that wait until a loop is done.
//!
//! A test that can leave a loop in the middle keeps the processor from doing several rounds at once. In a loop of plain
//! arithmetic it can wait: what an odd value does to the values after it is thrown away with them. So the loop only
//! takes note, and [`Watch::settle`] traps behind it.

use super::trap::Trap;
use std::cell::Cell;

/// What a loop has seen so far.
#[derive(Debug, Default)]
pub struct Watch {
    non_finite: Cell<bool>,
    residue: Cell<u64>,
    narrow_residue: Cell<u32>,
    zero_division: Cell<bool>,
    domain: Cell<bool>,
}

/// Takes note of something odd, without a branch.
#[inline(always)]
fn note(seen: &Cell<bool>, odd: bool) {
    seen.set(seen.get() | odd);
}

impl Watch {
    /// Nothing odd yet.
    #[inline(always)]
    pub fn new() -> Self {
        Watch::default()
    }

    /// Passes `x` on, and notes whether it is infinite or NaN: the end of a chain of sums and products.
    #[inline(always)]
    pub fn finite<T: Watched>(&self, x: T) -> T {
        x.leave_residue(self);
        x
    }

    /// NumPy's `a + b`.
    #[inline(always)]
    pub fn add<T: Watched + std::ops::Add<Output = T>>(&self, a: T, b: T) -> T {
        self.news(a + b, a, b)
    }

    /// NumPy's `a - b`.
    #[inline(always)]
    pub fn sub<T: Watched + std::ops::Sub<Output = T>>(&self, a: T, b: T) -> T {
        self.news(a - b, a, b)
    }

    /// NumPy's `a * b`.
    #[inline(always)]
    pub fn mul<T: Watched + std::ops::Mul<Output = T>>(&self, a: T, b: T) -> T {
        self.news(a * b, a, b)
    }

    /// NumPy's `a / b`.
    #[inline(always)]
    pub fn div<T: Watched + std::ops::Div<Output = T>>(&self, a: T, b: T) -> T {
        self.news(a / b, a, b)
    }

    /// Python's `a / b`.
    #[inline(always)]
    pub fn true_div(&self, a: f64, b: f64) -> f64 {
        note(&self.zero_division, b == 0.0);
        a / b
    }

    /// `math.sqrt(x)`.
    #[inline(always)]
    pub fn sqrt(&self, x: f64) -> f64 {
        note(&self.domain, x < 0.0);
        x.sqrt()
    }

    /// Traps if there was anything odd.
    #[inline(always)]
    pub fn settle(self) -> Result<(), Trap> {
        if self.zero_division.get() {
            Err(Trap::ZeroDivision)
        } else if self.domain.get() {
            Err(Trap::Domain)
        } else if self.non_finite.get() || self.residue.get() != 0 || self.narrow_residue.get() != 0
        {
            Err(Trap::NonFinite)
        } else {
            Ok(())
        }
    }

    /// Notes whether `result` is a NaN, or an infinity that came into being here.
    ///
    /// A NaN that came in is noted too: to tell it from a new one would cost more than it is worth.
    #[inline(always)]
    fn news<T: Watched>(&self, result: T, a: T, b: T) -> T {
        note(
            &self.non_finite,
            result.nan() | (!result.finite() & a.finite() & b.finite()),
        );
        result
    }
}

/// The two floats of NumPy that Rust has too; every answer without a branch.
pub trait Watched: Copy {
    /// Neither infinite nor NaN.
    fn finite(self) -> bool;
    /// Not a number.
    fn nan(self) -> bool;
    /// Notes the bits of `self - self`, which are those of zero, or, of an infinity and of a NaN, those of a NaN.
    ///
    /// That takes two operations for as many numbers as a vector holds; a `bool` of each would have to be packed.
    fn leave_residue(self, watch: &Watch);
}

macro_rules! watched {
    ($float:ident, $residue:ident) => {
        impl Watched for $float {
            #[inline(always)]
            fn finite(self) -> bool {
                self.is_finite()
            }

            #[inline(always)]
            fn nan(self) -> bool {
                self.is_nan()
            }

            #[inline(always)]
            #[allow(clippy::eq_op, reason = "what is left over is the point")]
            fn leave_residue(self, watch: &Watch) {
                watch
                    .$residue
                    .set(watch.$residue.get() | (self - self).to_bits());
            }
        }
    };
}

watched!(f64, residue);
watched!(f32, narrow_residue);
