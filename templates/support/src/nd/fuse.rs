//! Expressions of plain arithmetic on operands that lie in memory, computed in one loop.
//!
//! Each round computes eight elements of the whole expression, in registers: no block is written for a part of it.

use super::elementwise::{Operation1, Operation2};
use super::lazy::Chunk;
use super::loops::{LANES, round};
use super::wide::{Work, widest};
use std::marker::PhantomData;

/// Elements that are there, or are computed from such by plain arithmetic.
pub trait Lanes: Copy {
    type Item: Copy;

    /// The elements from `at` on.
    fn row(&self, at: usize) -> [Self::Item; LANES];

    /// One element.
    fn one(&self, at: usize) -> Self::Item;
}

impl<T: Copy> Lanes for Chunk<'_, T> {
    type Item = T;

    #[inline(always)]
    fn row(&self, at: usize) -> [T; LANES] {
        match self {
            Chunk::Many(values) => match values[at..].first_chunk() {
                Some(row) => *row,
                None => unreachable!("there are as many elements as are asked for"),
            },
            Chunk::One(value) => [*value; LANES],
        }
    }

    #[inline(always)]
    fn one(&self, at: usize) -> T {
        match self {
            Chunk::Many(values) => values[at],
            Chunk::One(value) => *value,
        }
    }
}

/// `operation(a, b)`.
pub struct Both<F, A, B>(pub(super) A, pub(super) B, pub(super) PhantomData<F>);

/// `operation(a)`.
pub struct Single<F, A>(pub(super) A, pub(super) PhantomData<F>);

impl<F, A: Copy, B: Copy> Clone for Both<F, A, B> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<F, A: Copy, B: Copy> Copy for Both<F, A, B> {}

impl<F, A: Copy> Clone for Single<F, A> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<F, A: Copy> Copy for Single<F, A> {}

impl<T: Copy, F: Operation2<T>, A: Lanes<Item = T>, B: Lanes<Item = T>> Lanes for Both<F, A, B> {
    type Item = F::Out;

    #[inline(always)]
    fn row(&self, at: usize) -> [F::Out; LANES] {
        let (a, b) = (self.0.row(at), self.1.row(at));
        let mut lanes = [F::Out::default(); LANES];
        for k in 0..LANES {
            lanes[k] = F::plain(a[k], b[k]);
        }
        lanes
    }

    #[inline(always)]
    fn one(&self, at: usize) -> F::Out {
        F::plain(self.0.one(at), self.1.one(at))
    }
}

impl<T: Copy, F: Operation1<T>, A: Lanes<Item = T>> Lanes for Single<F, A> {
    type Item = F::Out;

    #[inline(always)]
    fn row(&self, at: usize) -> [F::Out; LANES] {
        let a = self.0.row(at);
        let mut lanes = [F::Out::default(); LANES];
        for k in 0..LANES {
            lanes[k] = F::plain(a[k]);
        }
        lanes
    }

    #[inline(always)]
    fn one(&self, at: usize) -> F::Out {
        F::plain(self.0.one(at))
    }
}

/// Computes the elements.
#[inline(always)]
pub(super) fn compute<L: Lanes>(lanes: L, out: &mut [L::Item]) {
    widest(Compute { lanes, out });
}

struct Compute<'a, L: Lanes> {
    lanes: L,
    out: &'a mut [L::Item],
}

impl<L: Lanes> Work for Compute<'_, L> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let (rows, rest) = self.out.as_chunks_mut::<LANES>();
        let whole = rows.len() * LANES;
        for (k, out) in rows.iter_mut().enumerate() {
            *out = self.lanes.row(k * LANES);
            round();
        }
        for (k, out) in rest.iter_mut().enumerate() {
            *out = self.lanes.one(whole + k);
        }
    }
}
