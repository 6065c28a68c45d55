//! Draws from NumPy's generators. Single numbers come straight from NumPy's C functions where the boundary knows the way;
//! else the method is called.

use super::super::trap::Trap;
use super::callback::{Given, NpOf, call, caller};

/// A generator of random numbers of NumPy's: its number at the boundary, which keeps the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rng(usize);

impl Rng {
    /// The one behind the functions of `numpy.random`.
    pub const HIDDEN: Rng = Rng(usize::MAX);

    pub fn new(number: usize) -> Self {
        Rng(number)
    }

    pub fn number(self) -> usize {
        self.0
    }
}

/// What a single draw asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    Double,
    Uniform(f64, f64),
    StandardNormal,
    Normal(f64, f64),
    Exponential(f64),
}

/// `rng.random()`.
#[inline]
pub fn random(rng: Rng) -> Result<f64, Trap> {
    float(rng, Wanted::Double, "method.random", &[])
}

/// `rng.uniform(low, high)`.
#[inline]
pub fn uniform(rng: Rng, low: f64, high: f64) -> Result<f64, Trap> {
    let given = [Given::Float(low), Given::Float(high)];
    float(rng, Wanted::Uniform(low, high), "method.uniform", &given)
}

/// `rng.standard_normal()` of a `Generator`.
#[inline]
pub fn standard_normal(rng: Rng) -> Result<f64, Trap> {
    float(rng, Wanted::StandardNormal, "method.standard_normal", &[])
}

/// `rng.normal(place, scale)` of a `Generator`.
#[inline]
pub fn normal(rng: Rng, place: f64, scale: f64) -> Result<f64, Trap> {
    let given = [Given::Float(place), Given::Float(scale)];
    float(rng, Wanted::Normal(place, scale), "method.normal", &given)
}

/// `rng.exponential(scale)` of a `Generator`.
#[inline]
pub fn exponential(rng: Rng, scale: f64) -> Result<f64, Trap> {
    let given = [Given::Float(scale)];
    float(
        rng,
        Wanted::Exponential(scale),
        "method.exponential",
        &given,
    )
}

/// `rng.integers(low, high)` of a `Generator`, whose elements are NumPy's.
#[inline]
pub fn integers(rng: Rng, low: i64, high: i64) -> Result<i64, Trap> {
    match caller()?.int(rng, low, high)? {
        Some(drawn) => Ok(drawn),
        None => {
            let given = [Given::Rng(rng), Given::Int(low), Given::Int(high)];
            call::<NpOf<i64>>("method.integers", &given, &[])
        }
    }
}

/// `rng.randint(low, high)` of a `RandomState`, which gives Python's `int`.
#[inline]
pub fn randint(rng: Rng, low: i64, high: i64) -> Result<i64, Trap> {
    match caller()?.int(rng, low, high)? {
        Some(drawn) => Ok(drawn),
        None if rng == Rng::HIDDEN => call::<i64>(
            "numpy.random.randint",
            &[Given::Int(low), Given::Int(high)],
            &[],
        ),
        None => {
            let given = [Given::Rng(rng), Given::Int(low), Given::Int(high)];
            call::<i64>("method.randint", &given, &[])
        }
    }
}

/// What is `wanted`; where there is no direct way, by the `method`.
#[inline]
fn float(rng: Rng, wanted: Wanted, method: &'static str, given: &[Given<'_>]) -> Result<f64, Trap> {
    match caller()?.float(rng, wanted)? {
        Some(drawn) => Ok(drawn),
        None => by_method(rng, method, given),
    }
}

#[cold]
fn by_method(rng: Rng, method: &'static str, given: &[Given<'_>]) -> Result<f64, Trap> {
    if rng == Rng::HIDDEN {
        return match method {
            "method.uniform" => call::<f64>("numpy.random.uniform", given, &[]),
            _ => call::<f64>("numpy.random.random_sample", given, &[]),
        };
    }
    let whole: Vec<_> = [Given::Rng(rng)]
        .into_iter()
        .chain(given.iter().copied())
        .collect();
    call::<f64>(method, &whole, &[])
}
