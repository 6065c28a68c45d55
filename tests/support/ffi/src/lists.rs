//! Python's operations on lists.
//!
//! A case is two lists and four optional integers; its result a list of words.

use crate::words::{Word, guarded};
use migrator_support::{Trap, float, int, math, number, seq};

/// The room for one result.
const ROOM: usize = 256;

/// One case as the functions see it. `p` are the optional integers.
struct Case<'a> {
    xs: &'a [u64],
    ys: &'a [u64],
    p: [Option<i64>; 4],
}

impl Case<'_> {
    fn xs<T: Word>(&self) -> Vec<T> {
        self.xs.iter().map(|&word| T::from_word(word)).collect()
    }
    fn ys<T: Word>(&self) -> Vec<T> {
        self.ys.iter().map(|&word| T::from_word(word)).collect()
    }
    fn int(&self, k: usize) -> i64 {
        self.p[k].unwrap_or(0)
    }
}

/// The buffers of a call: list `k` of all cases lies in `data` from `offsets[k]` to `offsets[k + 1]`; each case has two.
#[repr(C)]
pub struct Cases {
    count: usize,
    data: *const u64,
    offsets: *const u64,
    ints: *const i64,
    is_some: *const u8,
    out: *mut u64,
    lengths: *mut u64,
    traps: *mut u8,
}

fn all<T: Word>(values: Vec<T>) -> Result<Vec<u64>, Trap> {
    Ok(values.into_iter().map(Word::word).collect())
}

fn one<T: Word>(value: T) -> Result<Vec<u64>, Trap> {
    Ok(vec![value.word()])
}

/// # Safety
/// The buffers must have the sizes that `Cases` states.
unsafe fn run(cases: &Cases, function: impl Fn(&Case) -> Result<Vec<u64>, Trap>) {
    let list = |k: usize| {
        // SAFETY: there are `2 * count + 1` offsets, all within the data.
        unsafe {
            let (from, to) = (
                *cases.offsets.add(k) as usize,
                *cases.offsets.add(k + 1) as usize,
            );
            std::slice::from_raw_parts(cases.data.add(from), to - from)
        }
    };
    for number in 0..cases.count {
        // SAFETY: there are four integers and flags for each case.
        let p = std::array::from_fn(|k| unsafe {
            (*cases.is_some.add(4 * number + k) != 0).then(|| *cases.ints.add(4 * number + k))
        });
        let case = Case {
            xs: list(2 * number),
            ys: list(2 * number + 1),
            p,
        };
        let (words, trap) = match guarded(|| function(&case)) {
            Ok(words) => (words, 0),
            Err(trap) => (Vec::new(), trap),
        };
        assert!(words.len() <= ROOM);
        // SAFETY: there are `ROOM` words for each case, one length and one trap byte.
        unsafe {
            std::ptr::copy_nonoverlapping(
                words.as_ptr(),
                cases.out.add(ROOM * number),
                words.len(),
            );
            *cases.lengths.add(number) = words.len() as u64;
            *cases.traps.add(number) = trap;
        }
    }
}

macro_rules! lists {
    ($($name:ident($case:ident) = $body:expr;)*) => {$(
        /// # Safety
        /// The buffers must have the sizes that `Cases` states.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(cases: &Cases) {
            // SAFETY: passed on.
            unsafe { run(cases, |$case| $body) }
        }
    )*};
}

/// Runs a function that changes a list in place, and gives the list.
fn changed<T: Word>(
    mut xs: Vec<T>,
    change: impl FnOnce(&mut Vec<T>) -> Result<(), Trap>,
) -> Result<Vec<u64>, Trap> {
    change(&mut xs)?;
    all(xs)
}

/// Runs a function that takes an element out of a list, and gives the list and then the element.
fn taken(
    mut xs: Vec<f64>,
    take: impl FnOnce(&mut Vec<f64>) -> Result<f64, Trap>,
) -> Result<Vec<u64>, Trap> {
    let value = take(&mut xs)?;
    xs.push(value);
    all(xs)
}

lists! {
    list_int_sum(c) = one(int::sum(&c.xs())?);
    list_int_min(c) = one(int::min_of(&c.xs())?);
    list_int_max(c) = one(int::max_of(&c.xs())?);
    list_int_sorted(c) = all(seq::sorted(&c.xs::<i64>())?);
    list_int_prod(c) = one(math::prod_int(&c.xs())?);
    list_int_sumprod(c) = one(math::sumprod_int(&c.xs(), &c.ys())?);
    list_int_contains(c) = one(seq::contains(&c.xs::<i64>(), &c.int(0)));
    list_int_index(c) = one(seq::index_of(&c.xs::<i64>(), &c.int(0))?);
    list_int_count(c) = one(seq::count(&c.xs::<i64>(), &c.int(0)));
    list_int_equal(c) = one(seq::equal(&c.xs::<i64>(), &c.ys::<i64>()));

    list_float_sum(c) = one(float::sum(&c.xs())?);
    list_float_sum_or_zero(c) = one(number::sum_floats(&c.xs())?.value());
    list_float_sum_from(c) = { let xs: Vec<f64> = c.xs(); one(float::sum_from(c.ys::<f64>()[0], &xs)) };
    list_float_min(c) = one(float::min_of(&c.xs())?);
    list_float_max(c) = one(float::max_of(&c.xs())?);
    list_float_sorted(c) = all(float::sorted(&c.xs())?);
    list_float_fsum(c) = one(math::fsum(&c.xs())?);
    list_float_prod(c) = one(math::prod_float(&c.xs())?);
    list_float_hypot(c) = one(math::hypot(&c.xs())?);
    list_float_dist(c) = one(math::dist(&c.xs(), &c.ys())?);
    list_float_contains(c) = one(seq::contains_float(&c.xs(), c.ys::<f64>()[0])?);
    list_float_index(c) = one(seq::index_of_float(&c.xs(), c.ys::<f64>()[0])?);
    list_float_count(c) = one(seq::count_float(&c.xs(), c.ys::<f64>()[0])?);
    list_float_equal(c) = one(seq::equal_float(&c.xs(), &c.ys())?);

    list_get(c) = one(seq::get(&c.xs::<f64>(), c.int(0))?);
    list_get_ref(c) = one(*seq::get_ref(&c.xs::<f64>(), c.int(0))?);
    list_set(c) = changed(c.xs(), |xs| seq::set(xs, c.int(0), 0.5));
    list_swap(c) = changed(c.xs::<f64>(), |xs| seq::swap(xs, c.int(0), c.int(1)));
    list_display(c) = all(seq::list([c.xs.len() as i64, c.ys.len() as i64])?);
    list_push(c) = changed(c.xs(), |xs| seq::push(xs, 0.5));
    list_pop(c) = taken(c.xs(), seq::pop);
    list_pop_at(c) = taken(c.xs(), |xs| seq::pop_at(xs, c.int(0)));
    list_insert(c) = changed(c.xs(), |xs| seq::insert(xs, c.int(0), 0.5));
    list_delete(c) = changed(c.xs::<f64>(), |xs| seq::delete(xs, c.int(0)));
    list_extend(c) = changed(c.xs::<f64>(), |xs| seq::extend(xs, &c.ys()));
    list_reorder(c) = changed(c.xs::<f64>(), |xs| seq::reorder(xs, &[c.int(0), c.int(1)]));
    list_reverse(c) = changed(c.xs::<f64>(), |xs| { seq::reverse(xs); Ok(()) });
    list_copy(c) = all(seq::copy(&c.xs::<f64>())?);
    list_reversed(c) = all(seq::reversed(&c.xs::<f64>())?);
    list_concat(c) = all(seq::concat(&c.xs::<f64>(), &c.ys())?);
    list_repeat(c) = all(seq::repeat(&c.xs::<f64>(), c.int(0))?);
    list_slice(c) = all(seq::slice(&c.xs::<f64>(), c.p[0], c.p[1])?);
    list_slice_step(c) = all(seq::slice_step(&c.xs::<f64>(), c.p[0], c.p[1], c.int(2))?);
    list_set_slice(c) = changed(c.xs::<f64>(), |xs| seq::set_slice(xs, c.p[0], c.p[1], &c.ys()));
    list_delete_slice(c) = changed(c.xs::<f64>(), |xs| { seq::delete_slice(xs, c.p[0], c.p[1]); Ok(()) });
    list_delete_step(c) = changed(c.xs::<f64>(), |xs| seq::delete_step(xs, c.p[0], c.p[1], c.int(2)));
    list_range(c) = all(seq::range(c.int(0), c.int(1), c.int(2))?.take(20).collect::<Vec<i64>>());
    list_range_reversed(c) = all(seq::range(c.int(0), c.int(1), c.int(2))?.rev().take(20).collect::<Vec<i64>>());
}
