//! The loops of element-wise operations over blocks of elements.

use super::super::np::Finite;
use super::super::trap::Trap;
use super::lazy::Chunk;
use super::wide::{Work, widest};

/// So many elements at a time: one vector of the widest kind, and few elements are left over.
pub(super) const LANES: usize = 8;

/// Ends a round of a loop, which the optimiser then takes as it stands. Of a round over [`LANES`] elements it makes
/// vectors; else it would take several rounds at once, and gather the lanes of its vectors from all over the place.
#[inline(always)]
pub(super) fn round() {
    std::hint::black_box(());
}

/// The rows of the first elements of `values`, and what is left over of them: as many as `out` has.
///
/// Counted loops over these are compiled into the function for the processor that they stand in; of an iterator over
/// two slices the optimiser may leave calls, which cost more than the work on a short row.
#[inline(always)]
fn like<'a, T, O>(values: &'a [T], out: &[O]) -> (&'a [[T; LANES]], &'a [T]) {
    values[..out.len()].as_chunks()
}

/// `out = f(a, b)`.
#[inline(always)]
pub(super) fn zip<T: Copy, O: Copy>(
    a: Chunk<'_, T>,
    b: Chunk<'_, T>,
    out: &mut [O],
    f: impl Fn(T, T) -> O,
) {
    widest(Zip { a, b, out, f });
}

struct Zip<'a, T, O, F> {
    a: Chunk<'a, T>,
    b: Chunk<'a, T>,
    out: &'a mut [O],
    f: F,
}

impl<T: Copy, O: Copy, F: Fn(T, T) -> O> Work for Zip<'_, T, O, F> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Zip { a, b, out, f } = self;
        match (a, b) {
            (Chunk::Many(a), Chunk::Many(b)) => {
                let ((a_rows, a_rest), (b_rows, b_rest)) = (like(a, out), like(b, out));
                let (rows, rest) = out.as_chunks_mut::<LANES>();
                for (at, o) in rows.iter_mut().enumerate() {
                    let (a, b, mut lanes) = (a_rows[at], b_rows[at], *o);
                    for k in 0..LANES {
                        lanes[k] = f(a[k], b[k]);
                    }
                    *o = lanes;
                    round();
                }
                for (at, o) in rest.iter_mut().enumerate() {
                    *o = f(a_rest[at], b_rest[at]);
                }
            }
            (Chunk::Many(a), Chunk::One(b)) => map(a, out, |a| f(a, b)),
            (Chunk::One(a), Chunk::Many(b)) => map(b, out, |b| f(a, b)),
            (Chunk::One(a), Chunk::One(b)) => {
                for o in out.iter_mut() {
                    *o = f(a, b);
                }
            }
        }
    }
}

/// `out = f(a)`.
#[inline(always)]
fn map<T: Copy, O: Copy>(a: &[T], out: &mut [O], f: impl Fn(T) -> O) {
    let (a_rows, a_rest) = like(a, out);
    let (rows, rest) = out.as_chunks_mut::<LANES>();
    for (at, o) in rows.iter_mut().enumerate() {
        let (a, mut lanes) = (a_rows[at], *o);
        for k in 0..LANES {
            lanes[k] = f(a[k]);
        }
        *o = lanes;
        round();
    }
    for (at, o) in rest.iter_mut().enumerate() {
        *o = f(a_rest[at]);
    }
}

/// `out = f(out)`.
#[inline(always)]
fn map_again<T: Copy>(out: &mut [T], f: impl Fn(T) -> T) {
    let (rows, rest) = out.as_chunks_mut::<LANES>();
    for o in rows {
        let mut lanes = *o;
        for x in &mut lanes {
            *x = f(*x);
        }
        *o = lanes;
        round();
    }
    for o in rest {
        *o = f(*o);
    }
}

/// `out = f(out, b)`.
#[inline(always)]
pub(super) fn second<T: Copy>(out: &mut [T], b: Chunk<'_, T>, f: impl Fn(T, T) -> T) {
    widest(Second { out, b, f });
}

struct Second<'a, T, F> {
    out: &'a mut [T],
    b: Chunk<'a, T>,
    f: F,
}

impl<T: Copy, F: Fn(T, T) -> T> Work for Second<'_, T, F> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Second { out, b, f } = self;
        match b {
            Chunk::Many(b) => {
                let (b_rows, b_rest) = like(b, out);
                let (rows, rest) = out.as_chunks_mut::<LANES>();
                for (at, o) in rows.iter_mut().enumerate() {
                    let (b, mut lanes) = (b_rows[at], *o);
                    for k in 0..LANES {
                        lanes[k] = f(lanes[k], b[k]);
                    }
                    *o = lanes;
                    round();
                }
                for (at, o) in rest.iter_mut().enumerate() {
                    *o = f(*o, b_rest[at]);
                }
            }
            Chunk::One(b) => map_again(out, |o| f(o, b)),
        }
    }
}

/// `out = f(a)`.
#[inline(always)]
pub(super) fn each<T: Copy, O: Copy>(a: Chunk<'_, T>, out: &mut [O], f: impl Fn(T) -> O) {
    widest(Each { a, out, f });
}

struct Each<'a, T, O, F> {
    a: Chunk<'a, T>,
    out: &'a mut [O],
    f: F,
}

impl<T: Copy, O: Copy, F: Fn(T) -> O> Work for Each<'_, T, O, F> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        match self.a {
            Chunk::Many(a) => map(a, self.out, self.f),
            Chunk::One(a) => self.out.fill((self.f)(a)),
        }
    }
}

/// `out = f(out)`.
#[inline(always)]
pub(super) fn again<T: Copy>(out: &mut [T], f: impl Fn(T) -> T) {
    widest(Again { out, f });
}

struct Again<'a, T, F> {
    out: &'a mut [T],
    f: F,
}

impl<T: Copy, F: Fn(T) -> T> Work for Again<'_, T, F> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        map_again(self.out, self.f);
    }
}

/// `out = f(a, b)`; any failure traps.
#[inline(always)]
pub(super) fn zip_tried<T: Copy, O: Copy>(
    a: Chunk<'_, T>,
    b: Chunk<'_, T>,
    out: &mut [O],
    f: impl Fn(T, T) -> Result<O, Trap>,
) -> Result<(), Trap> {
    let get = |chunk: &Chunk<'_, T>, i: usize| match chunk {
        Chunk::Many(values) => values[i],
        Chunk::One(value) => *value,
    };
    for (i, o) in out.iter_mut().enumerate() {
        *o = f(get(&a, i), get(&b, i))?;
    }
    Ok(())
}

/// `out = f(a)`; any failure traps.
#[inline(always)]
pub(super) fn each_tried<T: Copy, O: Copy>(
    a: Chunk<'_, T>,
    out: &mut [O],
    f: impl Fn(T) -> Result<O, Trap>,
) -> Result<(), Trap> {
    widest(EachTried { a, out, f })
}

struct EachTried<'a, T, O, F> {
    a: Chunk<'a, T>,
    out: &'a mut [O],
    f: F,
}

impl<T: Copy, O: Copy, F: Fn(T) -> Result<O, Trap>> Work for EachTried<'_, T, O, F> {
    type Done = Result<(), Trap>;

    #[inline(always)]
    fn run(self) -> Result<(), Trap> {
        match self.a {
            Chunk::Many(a) => {
                let a = &a[..self.out.len()];
                for (at, o) in self.out.iter_mut().enumerate() {
                    *o = (self.f)(a[at])?;
                }
            }
            Chunk::One(a) => self.out.fill((self.f)(a)?),
        }
        Ok(())
    }
}

/// `out = f(a, b)`, and whether no bit of `odd(a, b)` is set anywhere.
#[inline(always)]
pub(super) fn zip_unless<T: Copy, O: Copy>(
    a: Chunk<'_, T>,
    b: Chunk<'_, T>,
    out: &mut [O],
    f: impl Fn(T, T) -> O,
    odd: impl Fn(T, T) -> u64,
) -> bool {
    widest(ZipUnless { a, b, out, f, odd })
}

struct ZipUnless<'a, T, O, F, G> {
    a: Chunk<'a, T>,
    b: Chunk<'a, T>,
    out: &'a mut [O],
    f: F,
    odd: G,
}

impl<T: Copy, O: Copy, F: Fn(T, T) -> O, G: Fn(T, T) -> u64> Work for ZipUnless<'_, T, O, F, G> {
    type Done = bool;

    #[inline(always)]
    fn run(self) -> bool {
        let ZipUnless { a, b, out, f, odd } = self;
        let mut found = [0_u64; LANES];
        match (a, b) {
            (Chunk::Many(a), Chunk::Many(b)) => {
                let ((a_rows, a_rest), (b_rows, b_rest)) = (like(a, out), like(b, out));
                let (rows, rest) = out.as_chunks_mut::<LANES>();
                for (at, o) in rows.iter_mut().enumerate() {
                    let (a, b, mut lanes) = (a_rows[at], b_rows[at], *o);
                    for k in 0..LANES {
                        lanes[k] = f(a[k], b[k]);
                        found[k] |= odd(a[k], b[k]);
                    }
                    *o = lanes;
                    round();
                }
                for (at, o) in rest.iter_mut().enumerate() {
                    *o = f(a_rest[at], b_rest[at]);
                    found[0] |= odd(a_rest[at], b_rest[at]);
                }
            }
            (Chunk::Many(a), Chunk::One(b)) => {
                map_unless(a, out, &mut found, |a| f(a, b), |a| odd(a, b));
            }
            (Chunk::One(a), Chunk::Many(b)) => {
                map_unless(b, out, &mut found, |b| f(a, b), |b| odd(a, b));
            }
            (Chunk::One(a), Chunk::One(b)) => {
                for o in out.iter_mut() {
                    *o = f(a, b);
                }
                found[0] |= odd(a, b);
            }
        }
        found.iter().all(|&found| found == 0)
    }
}

/// `out = f(a)`; the bits of `odd(a)` are added to `found`.
#[inline(always)]
fn map_unless<T: Copy, O: Copy>(
    a: &[T],
    out: &mut [O],
    found: &mut [u64; LANES],
    f: impl Fn(T) -> O,
    odd: impl Fn(T) -> u64,
) {
    let (a_rows, a_rest) = like(a, out);
    let (rows, rest) = out.as_chunks_mut::<LANES>();
    for (at, o) in rows.iter_mut().enumerate() {
        let (a, mut lanes) = (a_rows[at], *o);
        for k in 0..LANES {
            lanes[k] = f(a[k]);
            found[k] |= odd(a[k]);
        }
        *o = lanes;
        round();
    }
    for (at, o) in rest.iter_mut().enumerate() {
        *o = f(a_rest[at]);
        found[0] |= odd(a_rest[at]);
    }
}

/// Whether no element is infinite or NaN.
#[inline(always)]
pub(super) fn all_finite<T: Finite>(values: &[T]) -> bool {
    widest(AllFinite(values))
}

struct AllFinite<'a, T>(&'a [T]);

impl<T: Finite> Work for AllFinite<'_, T> {
    type Done = bool;

    #[inline(always)]
    fn run(self) -> bool {
        let (rows, rest) = self.0.as_chunks::<LANES>();
        let mut marks = [0; LANES];
        for row in rows {
            for k in 0..LANES {
                marks[k] |= row[k].mark();
            }
            round();
        }
        let mark = rest.iter().fold(0, |mark, x| mark | x.mark());
        marks.iter().fold(mark, |all, mark| all | mark) >> 63 == 0
    }
}

/// Every `step`-th element of `from`.
#[inline(always)]
pub(super) fn every<T: Copy>(from: &[T], step: usize, out: &mut [T]) {
    widest(Every { from, step, out });
}

struct Every<'a, T> {
    from: &'a [T],
    step: usize,
    out: &'a mut [T],
}

impl<T: Copy> Work for Every<'_, T> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Every { from, step, out } = self;
        if step == 2 {
            let (pairs, rest) = from.as_chunks::<2>();
            for (o, pair) in out.iter_mut().zip(pairs) {
                *o = pair[0];
            }
            if let (Some(o), Some(&x)) = (out.get_mut(pairs.len()), rest.first()) {
                *o = x;
            }
        } else {
            for (o, &x) in out.iter_mut().zip(from.iter().step_by(step)) {
                *o = x;
            }
        }
    }
}
