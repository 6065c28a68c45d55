//! Reductions along the last axis of arrays of floats: row by row, all rows in one go.
//!
//! NumPy adds the elements of a row pairwise: eight sums side by side, which are then added two by two, in blocks of at
//! most 128. The same is done here for several rows at once; where NumPy's own loop was found to do something else, it is
//! asked for each row.

use super::super::array::Array;
use super::super::np::Finite;
use super::super::seq;
use super::super::trap::Trap;
use super::host::{Float, Ufunc};
use super::loops::all_finite;
use super::reduce::Signed;
use super::strided::Strided;
use super::wide::{Work, widest};

const LANES: usize = 8;
/// NumPy halves what is longer.
const PAIRWISE_BLOCK: usize = 128;
/// So many rows are added at once: the sums of one row wait for each other.
const ROWS: usize = 4;

/// `values` added in NumPy's order.
pub fn pairwise<T: Finite>(values: &[T]) -> T {
    if values.len() <= PAIRWISE_BLOCK {
        return widest(Block(values));
    }
    let half = values.len() / 2;
    let (left, right) = values.split_at(half - half % LANES);
    T::add_plain(pairwise(left), pairwise(right))
}

struct Block<'a, T>(&'a [T]);

impl<T: Finite> Work for Block<'_, T> {
    type Done = T;

    #[inline(always)]
    fn run(self) -> T {
        let (rounds, rest) = self.0.as_chunks::<LANES>();
        let Some((&first, rounds)) = rounds.split_first() else {
            return rest
                .iter()
                .fold(T::MINUS_ZERO, |sum, &x| T::add_plain(sum, x));
        };
        let mut sums = first;
        for round in rounds {
            for k in 0..LANES {
                sums[k] = T::add_plain(sums[k], round[k]);
            }
        }
        rest.iter()
            .fold(joined(sums), |sum, &x| T::add_plain(sum, x))
    }
}

/// The eight sums, two by two.
#[inline(always)]
fn joined<T: Finite>(sums: [T; LANES]) -> T {
    let [a, b, c, d, e, f, g, h] = sums;
    let add = T::add_plain;
    add(add(add(a, b), add(c, d)), add(add(e, f), add(g, h)))
}

/// The sums of rows that are added in one block each.
struct Rows<'a, T> {
    values: &'a [T],
    width: usize,
    out: &'a mut [T],
}

impl<T: Finite> Work for Rows<'_, T> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        if self.width < LANES {
            for (out, row) in self
                .out
                .iter_mut()
                .zip(self.values.chunks_exact(self.width))
            {
                *out = row
                    .iter()
                    .fold(T::MINUS_ZERO, |sum, &x| T::add_plain(sum, x));
            }
            return;
        }
        let mut several = self.values.chunks_exact(ROWS * self.width);
        let (outs, out_rest) = self.out.as_chunks_mut::<ROWS>();
        for (out, rows) in outs.iter_mut().zip(&mut several) {
            let (a, rows) = rows.split_at(self.width);
            let (b, rows) = rows.split_at(self.width);
            let (c, d) = rows.split_at(self.width);
            *out = four([a, b, c, d]);
        }
        let rest = several.remainder().chunks_exact(self.width);
        for (out, row) in out_rest.iter_mut().zip(rest) {
            *out = Block(row).run();
        }
    }
}

/// The sums of four rows, which have at least one round.
#[inline(always)]
fn four<T: Finite>(rows: [&[T]; ROWS]) -> [T; ROWS] {
    let [(a, a_rest), (b, b_rest), (c, c_rest), (d, d_rest)] = rows.map(|row| row.as_chunks());
    let mut sums: [[T; LANES]; ROWS] = [a[0], b[0], c[0], d[0]];
    for (((a, b), c), d) in a[1..].iter().zip(&b[1..]).zip(&c[1..]).zip(&d[1..]) {
        for k in 0..LANES {
            sums[0][k] = T::add_plain(sums[0][k], a[k]);
            sums[1][k] = T::add_plain(sums[1][k], b[k]);
            sums[2][k] = T::add_plain(sums[2][k], c[k]);
            sums[3][k] = T::add_plain(sums[3][k], d[k]);
        }
    }
    let mut totals = sums.map(joined);
    for (total, rest) in totals.iter_mut().zip([a_rest, b_rest, c_rest, d_rest]) {
        *total = rest.iter().fold(*total, |sum, &x| T::add_plain(sum, x));
    }
    totals
}

/// `values` added in NumPy's order to zero, from which it starts.
#[inline]
pub(super) fn total<T: Float>(values: &[T]) -> Result<T, Trap> {
    let loops = T::loops()?;
    if loops.adds_pairwise() {
        Ok(T::add_plain(T::default(), pairwise(values)))
    } else {
        loops.reduce(Ufunc::Add, values, T::default())
    }
}

/// The elements of a row-major array and the length of its rows; of nothing, some reductions raise.
fn rows_of<'a, T: Copy, const N: usize>(a: &Strided<'a, T, N>) -> Result<(&'a [T], usize), Trap> {
    let values = a.contiguous().ok_or(Trap::Value)?;
    match a.place.shape.last() {
        Some(&width) if width > 0 => Ok((values, width)),
        _ => Err(Trap::Value),
    }
}

/// An array of the shape of `a` without its last axis.
fn reduced<T, U, const N: usize, const M: usize>(
    a: &Strided<'_, T, N>,
    values: Vec<U>,
) -> Result<Array<U, M>, Trap> {
    let shape = a
        .place
        .shape
        .get(..M)
        .and_then(|shape| shape.try_into().ok());
    Array::new(values, shape.ok_or(Trap::Value)?)
}

/// `np.sum(a, axis=-1)`.
pub fn sum_last<T: Float, const N: usize, const M: usize>(
    a: Strided<'_, T, N>,
) -> Result<Array<T, M>, Trap> {
    let (values, width) = rows_of(&a)?;
    let count = values.len() / width;
    let mut sums = seq::with_room(count)?;
    if width <= PAIRWISE_BLOCK && T::loops()?.adds_pairwise() {
        sums.resize(count, T::default());
        let out = &mut sums;
        widest(Rows { values, width, out });
        for sum in &mut sums {
            *sum = T::add_plain(T::default(), *sum);
        }
    } else {
        for row in values.chunks_exact(width) {
            sums.push(total(row)?);
        }
    }
    if all_finite(&sums) {
        reduced(&a, sums)
    } else {
        Err(Trap::NonFinite)
    }
}

/// `np.mean(a, axis=-1)` of `float64`.
pub fn mean_last<const N: usize, const M: usize>(
    a: Strided<'_, f64, N>,
) -> Result<Array<f64, M>, Trap> {
    let mut means: Array<f64, M> = sum_last(a)?;
    let divisor = a.place.shape[N - 1] as f64;
    for mean in &mut means.data {
        *mean /= divisor;
    }
    Ok(means)
}

/// `np.max(a, axis=-1)` of floats.
pub fn max_last<T: Float + Signed, const N: usize, const M: usize>(
    a: Strided<'_, T, N>,
) -> Result<Array<T, M>, Trap> {
    extreme_last(a, |x, found| x > found)
}

/// `np.min(a, axis=-1)` of floats.
pub fn min_last<T: Float + Signed, const N: usize, const M: usize>(
    a: Strided<'_, T, N>,
) -> Result<Array<T, M>, Trap> {
    extreme_last(a, |x, found| x < found)
}

#[inline(always)]
fn extreme_last<T: Float + Signed, const N: usize, const M: usize>(
    a: Strided<'_, T, N>,
    beats: impl Fn(T, T) -> bool,
) -> Result<Array<T, M>, Trap> {
    let (values, width) = rows_of(&a)?;
    let mut found = seq::with_room(values.len() / width)?;
    found.resize(values.len() / width, T::default());
    let out = &mut found;
    let ordered = widest(Extremes {
        values,
        width,
        out,
        beats,
    });
    if !ordered {
        return Err(Trap::NonFinite);
    }
    for (&found, row) in std::iter::zip(&found, values.chunks_exact(width)) {
        settled(found, row)?;
    }
    reduced(&a, found)
}

/// Zeros of both signs among the values that are equal to the extreme: NumPy's choice is not defined.
#[inline]
fn settled<T: Float + Signed>(extreme: T, row: &[T]) -> Result<(), Trap> {
    let other = |x: &T| *x == extreme && x.negative() != extreme.negative();
    if extreme == T::default() && row.iter().any(other) {
        Err(Trap::Value)
    } else {
        Ok(())
    }
}

/// The extreme of each row; whether there is no NaN.
struct Extremes<'a, T, F> {
    values: &'a [T],
    width: usize,
    out: &'a mut [T],
    beats: F,
}

impl<T: Finite + PartialOrd, F: Fn(T, T) -> bool> Work for Extremes<'_, T, F> {
    type Done = bool;

    #[inline(always)]
    fn run(self) -> bool {
        let better = |x: T, found: T| if (self.beats)(x, found) { x } else { found };
        let mut marks = [0; LANES];
        let mut mark = 0;
        for (out, row) in self
            .out
            .iter_mut()
            .zip(self.values.chunks_exact(self.width))
        {
            let (rounds, rest) = row.as_chunks::<LANES>();
            let mut best = row[0];
            if let Some((first, _)) = rounds.split_first() {
                let mut found = *first;
                for round in rounds {
                    for k in 0..LANES {
                        found[k] = better(round[k], found[k]);
                        marks[k] |= round[k].nan_mark();
                    }
                }
                best = found.into_iter().fold(best, |best, x| better(x, best));
            }
            for &x in rest {
                best = better(x, best);
                mark |= x.nan_mark();
            }
            *out = best;
        }
        marks.iter().fold(mark, |all, mark| all | mark) >> 63 == 0
    }
}
