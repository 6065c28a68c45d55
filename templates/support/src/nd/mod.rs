//! Whole-array arithmetic: views with strides, element-wise expressions, reductions, linear algebra.
//!
//! An expression such as `a * 2.0 + b[1:]` is a small tree of values that know how to compute a block of their elements
//! ([`Lazy`]); [`collect`] walks the blocks, so that no temporary array is made. Arithmetic is Rust's own; what NumPy
//! computes with loops whose bits depend on the processor (`exp`, pairwise sums, BLAS) is asked of [`host`]: those very
//! loops. Whole functions that have no Rust are called back ([`callback`]). Where NumPy would warn, everything here traps.

pub mod along;
pub mod arithmetic;
pub mod callback;
pub mod components;
pub mod convert;
pub mod create;
pub mod draw;
pub mod elementwise;
mod fuse;
pub mod host;
pub mod kernel;
pub mod lazy;
pub mod linear;
mod loops;
pub mod pick;
pub mod reduce;
mod scratch;
pub mod shape;
pub mod store;
pub mod strided;
mod wide;

pub use along::{max_last, mean_last, min_last, sum_last};
pub use callback::Given;
pub use components::{imag_parts, not_large, real_parts};
pub use convert::*;
pub use create::*;
pub use draw::Rng;
pub use elementwise::*;
pub use kernel::*;
pub use lazy::{Lazy, collect, one, value};
pub use linear::*;
pub use pick::{Pick, pick, store_at};
pub use reduce::*;
pub use shape::*;
pub use store::*;
pub use strided::{Place, Select, Strided, StridedMut, laid, shown};
