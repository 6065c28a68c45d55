//! Python's numeric rules, in Rust.
//!
//! Rust and Python disagree about many small things: what `-7 // 2` is, how `2.5` rounds, where
//! `a[-1]` points, what happens after the largest `i64`. Every function here computes exactly what
//! Python computes, to the last bit, or gives up with a [`Trap`]: then the Python original runs
//! instead, so nothing is ever approximated.
//!
//! The modules know nothing of Python objects. They use `super::` paths only, so the folder can be
//! copied into any crate as `support/`.

#![deny(unsafe_code)]

pub mod array;
pub mod cells;
pub mod cmath;
pub mod compare;
pub mod complex;
pub mod counter;
pub mod depth;
pub mod deque;
pub mod dict;
pub mod float;
pub mod format;
pub mod heap;
pub mod int;
pub mod interrupt;
pub mod libm;
pub mod long;
pub mod math;
pub mod member;
pub mod mixed;
pub mod nd;
pub mod np;
pub mod np_complex;
pub mod number;
pub mod octets;
pub mod order;
pub mod output;
pub mod parallel;
pub mod random;
pub mod rebindable;
pub mod reference;
pub mod rows;
pub mod seq;
pub mod set;
pub mod set_order;
pub mod text;
pub mod trap;
pub mod watch;

pub use interrupt::Rounds;
pub use trap::Trap;
pub use watch::Watch;
