//! Python's `list` and `range`: indices that count from the end, slices that clamp, growth that may
//! fail.
//!
//! Memory is always asked for with `try_reserve`: a plain `Vec` ends the process when there is none
//! left, while Python raises `MemoryError`.

use super::trap::Trap;

/// The place of `xs[i]` in a sequence of `len` elements; a negative index counts from the end.
///
/// Where the optimiser knows that `i` is a loop variable within the bounds, nothing of this is
/// left.
#[inline(always)]
pub fn index(i: i64, len: usize) -> Result<usize, Trap> {
    let place = if i < 0 {
        i.wrapping_add(len as i64) as usize
    } else {
        i as usize
    };
    if place < len {
        Ok(place)
    } else {
        Err(Trap::Index)
    }
}

/// `xs[i]`, copied.
#[inline(always)]
pub fn get<T: Copy>(xs: &[T], i: i64) -> Result<T, Trap> {
    Ok(xs[index(i, xs.len())?])
}

/// `xs[i]`, to read.
#[inline(always)]
pub fn get_ref<T>(xs: &[T], i: i64) -> Result<&T, Trap> {
    Ok(&xs[index(i, xs.len())?])
}

/// `xs[i]`, to change in place.
#[inline(always)]
pub fn get_mut<T>(xs: &mut [T], i: i64) -> Result<&mut T, Trap> {
    let place = index(i, xs.len())?;
    Ok(&mut xs[place])
}

/// `xs[i] = value`.
#[inline(always)]
pub fn set<T>(xs: &mut [T], i: i64, value: T) -> Result<(), Trap> {
    *get_mut(xs, i)? = value;
    Ok(())
}

/// The list `xs[i]`, to read, for a loop that stays in it. Where there is none it is empty, so that the first element
/// that the loop really touches traps.
#[inline(always)]
pub fn line<T>(xs: &[Vec<T>], i: i64) -> &[T] {
    index(i, xs.len()).map_or(&[], |place| &xs[place])
}

/// The list `xs[i]`, to change the elements of, for a loop that stays in it; empty where there is none.
#[inline(always)]
pub fn line_mut<T>(xs: &mut [Vec<T>], i: i64) -> &mut [T] {
    match index(i, xs.len()) {
        Ok(place) => &mut xs[place],
        Err(_) => &mut [],
    }
}

/// Makes room for `more` elements.
#[inline]
fn reserve<T>(xs: &mut Vec<T>, more: usize) -> Result<(), Trap> {
    xs.try_reserve(more).map_err(|_| Trap::Memory)
}

/// An empty list with room for `len` elements.
pub fn with_room<T>(len: usize) -> Result<Vec<T>, Trap> {
    let mut xs = Vec::new();
    xs.try_reserve_exact(len).map_err(|_| Trap::Memory)?;
    Ok(xs)
}

/// `xs.append(value)`.
#[inline]
pub fn push<T>(xs: &mut Vec<T>, value: T) -> Result<(), Trap> {
    if xs.len() == xs.capacity() {
        reserve(xs, 1)?;
    }
    xs.push(value);
    Ok(())
}

/// A generator's items that are kept at once: one that makes more is better run one by one.
const MOST_YIELDED: usize = 1 << 20;

/// `yield value` of a generator whose items are collected.
#[inline]
pub fn push_yielded<T>(xs: &mut Vec<T>, value: T) -> Result<(), Trap> {
    if xs.len() >= MOST_YIELDED {
        return Err(Trap::Memory);
    }
    push(xs, value)
}

/// `xs.pop()`.
#[inline]
pub fn pop<T>(xs: &mut Vec<T>) -> Result<T, Trap> {
    xs.pop().ok_or(Trap::Index)
}

/// `xs.pop(i)`.
#[inline]
pub fn pop_at<T>(xs: &mut Vec<T>, i: i64) -> Result<T, Trap> {
    let place = index(i, xs.len())?;
    Ok(xs.remove(place))
}

/// `xs.insert(i, value)`: an index beyond either end means that end.
#[inline]
pub fn insert<T>(xs: &mut Vec<T>, i: i64, value: T) -> Result<(), Trap> {
    reserve(xs, 1)?;
    xs.insert(clamp(i, xs.len()), value);
    Ok(())
}

/// `del xs[i]`.
#[inline]
pub fn delete<T>(xs: &mut Vec<T>, i: i64) -> Result<(), Trap> {
    pop_at(xs, i).map(drop)
}

/// `xs.extend(ys)`.
#[inline]
pub fn extend<T: Clone>(xs: &mut Vec<T>, ys: &[T]) -> Result<(), Trap> {
    reserve(xs, ys.len())?;
    xs.extend_from_slice(ys);
    Ok(())
}

/// `xs.reverse()`.
#[inline]
pub fn reverse<T>(xs: &mut [T]) {
    xs.reverse();
}

/// `xs[:] = [xs[i] for i in places]`.
pub fn reorder<T: Clone>(xs: &mut Vec<T>, places: &[i64]) -> Result<(), Trap> {
    let mut made = with_room(places.len())?;
    for &i in places {
        made.push(get_ref(xs, i)?.clone());
    }
    *xs = made;
    Ok(())
}

/// `xs.copy()`, `list(xs)`, `xs[:]`.
#[inline]
pub fn copy<T: Clone>(xs: &[T]) -> Result<Vec<T>, Trap> {
    let mut copy = with_room(xs.len())?;
    copy.extend_from_slice(xs);
    Ok(copy)
}

/// `list(reversed(xs))`.
pub fn reversed<T: Clone>(xs: &[T]) -> Result<Vec<T>, Trap> {
    let mut copy = copy(xs)?;
    copy.reverse();
    Ok(copy)
}

/// `xs + ys`.
pub fn concat<T: Clone>(xs: &[T], ys: &[T]) -> Result<Vec<T>, Trap> {
    let mut joined = with_room(xs.len().checked_add(ys.len()).ok_or(Trap::Memory)?)?;
    joined.extend_from_slice(xs);
    joined.extend_from_slice(ys);
    Ok(joined)
}

/// `xs * n`: a negative `n` gives an empty list.
pub fn repeat<T: Clone>(xs: &[T], n: i64) -> Result<Vec<T>, Trap> {
    let times = usize::try_from(n).unwrap_or(0);
    let mut repeated = with_room(xs.len().checked_mul(times).ok_or(Trap::Memory)?)?;
    match xs {
        [] => {}
        [only] => repeated.resize(times, only.clone()),
        _ => (0..times).for_each(|_| repeated.extend_from_slice(xs)),
    }
    Ok(repeated)
}

/// `[None] * n`: a negative `n` gives an empty list.
pub fn nones<T>(n: i64) -> Result<Vec<Option<T>>, Trap> {
    let times = usize::try_from(n).unwrap_or(0);
    let mut places = with_room(times)?;
    places.extend(std::iter::repeat_with(|| None).take(times));
    Ok(places)
}

/// A slice bound in a list of `len` elements: negative ones count from the end, all are clamped.
#[inline]
fn clamp(bound: i64, len: usize) -> usize {
    let len = len as i64;
    let place = if bound < 0 {
        bound.saturating_add(len)
    } else {
        bound
    };
    place.clamp(0, len) as usize
}

/// The first place and the end of `xs[lo:hi]`; they are equal where the slice is empty.
#[inline]
pub fn slice_bounds(lo: Option<i64>, hi: Option<i64>, len: usize) -> (usize, usize) {
    let start = lo.map_or(0, |lo| clamp(lo, len));
    let end = hi.map_or(len, |hi| clamp(hi, len));
    (start, end.max(start))
}

/// `xs[lo:hi]` without a copy, to read only.
#[inline]
pub fn slice_ref<T>(xs: &[T], lo: Option<i64>, hi: Option<i64>) -> &[T] {
    let (start, end) = slice_bounds(lo, hi, xs.len());
    &xs[start..end]
}

/// `xs[lo:hi]`.
#[inline]
pub fn slice<T: Clone>(xs: &[T], lo: Option<i64>, hi: Option<i64>) -> Result<Vec<T>, Trap> {
    copy(slice_ref(xs, lo, hi))
}

/// `xs[lo:hi:step]`: a zero step traps.
pub fn slice_step<T: Clone>(
    xs: &[T],
    lo: Option<i64>,
    hi: Option<i64>,
    step: i64,
) -> Result<Vec<T>, Trap> {
    if step == 1 {
        return slice(xs, lo, hi);
    }
    let places = slice_range(lo, hi, step, xs.len())?;
    let mut picked = with_room(places.remaining as usize)?;
    picked.extend(places.map(|place| xs[place as usize].clone()));
    Ok(picked)
}

/// The places that `xs[lo:hi:step]` picks, as `slice.indices` gives them.
///
/// With a negative step the bounds lie one lower: from `len - 1` down to -1, "before the first".
pub fn slice_range(lo: Option<i64>, hi: Option<i64>, step: i64, len: usize) -> Result<Range, Trap> {
    let len = len as i64;
    let (least, most) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let place = |bound: i64| {
        let from_start = if bound < 0 {
            bound.saturating_add(len)
        } else {
            bound
        };
        from_start.clamp(least, most)
    };
    let (first, last) = if step < 0 {
        (most, least)
    } else {
        (least, most)
    };
    range(lo.map_or(first, place), hi.map_or(last, place), step)
}

/// `xs[lo:hi] = ys`: the list grows or shrinks.
pub fn set_slice<T: Clone>(
    xs: &mut Vec<T>,
    lo: Option<i64>,
    hi: Option<i64>,
    ys: &[T],
) -> Result<(), Trap> {
    let (start, end) = slice_bounds(lo, hi, xs.len());
    reserve(xs, ys.len())?;
    xs.splice(start..end, ys.iter().cloned());
    Ok(())
}

/// `del xs[lo:hi]`.
pub fn delete_slice<T>(xs: &mut Vec<T>, lo: Option<i64>, hi: Option<i64>) {
    let (start, end) = slice_bounds(lo, hi, xs.len());
    xs.drain(start..end);
}

/// `del xs[lo:hi:step]`: a zero step traps.
pub fn delete_step<T>(
    xs: &mut Vec<T>,
    lo: Option<i64>,
    hi: Option<i64>,
    step: i64,
) -> Result<(), Trap> {
    if step == 1 {
        delete_slice(xs, lo, hi);
        return Ok(());
    }
    let places = slice_range(lo, hi, step, xs.len())?;
    if step < 0 {
        take_out(xs, places.rev());
    } else {
        take_out(xs, places);
    }
    Ok(())
}

/// Takes out the elements at `places`, which ascend.
fn take_out<T>(xs: &mut Vec<T>, mut places: impl Iterator<Item = i64>) {
    let mut next = places.next();
    let mut place = 0;
    xs.retain(|_| {
        let gone = next == Some(place);
        if gone {
            next = places.next();
        }
        place += 1;
        !gone
    });
}

/// `x in xs`, for elements without NaN (`int`, `bool`, characters).
#[inline]
pub fn contains<T: Eq>(xs: &[T], x: &T) -> bool {
    xs.contains(x)
}

/// `x in xs`, for `float`. A NaN is in a list if the very same object is, which only Python can
/// tell: it traps.
#[inline]
pub fn contains_float(xs: &[f64], x: f64) -> Result<bool, Trap> {
    if x.is_nan() {
        Err(Trap::Value)
    } else {
        Ok(xs.contains(&x))
    }
}

/// `xs.index(x)`, for elements without NaN; a missing one traps.
#[inline]
pub fn index_of<T: Eq>(xs: &[T], x: &T) -> Result<i64, Trap> {
    position(xs, x)
}

/// `xs.index(x)`, for `float`; NaN traps, as in [`contains_float`].
#[inline]
pub fn index_of_float(xs: &[f64], x: f64) -> Result<i64, Trap> {
    position(xs, &x) // a NaN equals nothing, so it is not found
}

/// `xs.remove(x)`, for elements without NaN; a missing one traps.
pub fn remove<T: Eq>(xs: &mut Vec<T>, x: &T) -> Result<(), Trap> {
    let place = position(xs, x)?;
    delete(xs, place)
}

#[inline]
fn position<T: PartialEq>(xs: &[T], x: &T) -> Result<i64, Trap> {
    let place = xs.iter().position(|y| y == x).ok_or(Trap::Value)?;
    Ok(place as i64)
}

/// `xs.count(x)`, for elements without NaN.
#[inline]
pub fn count<T: Eq>(xs: &[T], x: &T) -> i64 {
    xs.iter().filter(|&y| y == x).count() as i64
}

/// `xs.count(x)`, for `float`; NaN traps, as in [`contains_float`].
#[inline]
pub fn count_float(xs: &[f64], x: f64) -> Result<i64, Trap> {
    if x.is_nan() {
        Err(Trap::Value)
    } else {
        Ok(xs.iter().filter(|&&y| y == x).count() as i64)
    }
}

/// `xs == ys`, for elements without NaN.
#[inline]
pub fn equal<T: Eq>(xs: &[T], ys: &[T]) -> bool {
    xs == ys
}

/// `xs == ys`, for `float`. Two lists that hold the same NaN object are equal to Python, so NaN in
/// both traps.
pub fn equal_float(xs: &[f64], ys: &[f64]) -> Result<bool, Trap> {
    if xs.len() != ys.len() {
        return Ok(false);
    }
    for (x, y) in xs.iter().zip(ys) {
        if x.is_nan() && y.is_nan() {
            return Err(Trap::Value);
        }
        if x != y {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `range(start, stop, step)` as an iterator of `i64`.
///
/// It counts what remains, so that it ends properly at the ends of the 64 bits too.
#[derive(Clone, Debug)]
pub struct Range {
    next: i64,
    step: i64,
    remaining: u64,
}

/// `range(start, stop, step)`: a zero step traps.
#[inline]
pub fn range(start: i64, stop: i64, step: i64) -> Result<Range, Trap> {
    let (distance, stride) = match step {
        0 => return Err(Trap::Value),
        1.. if start < stop => (stop.wrapping_sub(start) as u64, step as u64),
        ..0 if start > stop => (start.wrapping_sub(stop) as u64, step.unsigned_abs()),
        _ => (0, 1),
    };
    Ok(Range {
        next: start,
        step,
        remaining: distance.div_ceil(stride),
    })
}

/// `range(start, stop, -1)`: rustc makes better code of it than of a step that may be any. The largest `i64` traps.
#[inline(always)]
pub fn down(start: i64, stop: i64) -> Result<std::iter::Rev<std::ops::Range<i64>>, Trap> {
    let end = start.checked_add(1).ok_or(Trap::Overflow)?;
    Ok((stop.saturating_add(1)..end).rev())
}

/// `len(range(start, stop, step))`: a length beyond `i64` traps.
#[inline]
pub fn range_len(start: i64, stop: i64, step: i64) -> Result<i64, Trap> {
    let len = range(start, stop, step)?.remaining;
    i64::try_from(len).map_err(|_| Trap::Overflow)
}

impl Iterator for Range {
    type Item = i64;

    #[inline]
    fn next(&mut self) -> Option<i64> {
        if self.remaining == 0 {
            return None;
        }
        let value = self.next;
        self.remaining -= 1;
        // Past the last one it may leave the 64 bits, but then nobody looks at it.
        self.next = value.wrapping_add(self.step);
        Some(value)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let remaining = usize::try_from(self.remaining).ok();
        (remaining.unwrap_or(usize::MAX), remaining)
    }
}

impl DoubleEndedIterator for Range {
    #[inline]
    fn next_back(&mut self) -> Option<i64> {
        if self.remaining == 0 {
            return None;
        }
        self.remaining -= 1;
        Some(
            self.next
                .wrapping_add((self.remaining as i64).wrapping_mul(self.step)),
        )
    }
}

/// `[a, b, …]`: a fresh list of the given elements.
#[inline]
pub fn list<T, const N: usize>(elements: [T; N]) -> Result<Vec<T>, Trap> {
    let mut xs = with_room(N)?;
    xs.extend(elements);
    Ok(xs)
}

/// `xs[i], xs[j] = xs[j], xs[i]`.
#[inline]
pub fn swap<T>(xs: &mut [T], i: i64, j: i64) -> Result<(), Trap> {
    let (i, j) = (index(i, xs.len())?, index(j, xs.len())?);
    xs.swap(i, j);
    Ok(())
}

/// `xs.sort()`, for elements without floats: equal ones look alike, so stability needs no care.
pub fn sort<T: Ord>(xs: &mut [T]) {
    xs.sort_unstable();
}

/// `sorted(xs)`, for elements without floats.
pub fn sorted<T: Ord + Clone>(xs: &[T]) -> Result<Vec<T>, Trap> {
    let mut ys = with_room(xs.len())?;
    ys.extend_from_slice(xs);
    sort(&mut ys);
    Ok(ys)
}

/// `min(xs)`, for elements without floats; of nothing, it traps.
pub fn least<T: Ord + Clone>(xs: &[T]) -> Result<T, Trap> {
    xs.iter().min().cloned().ok_or(Trap::Value)
}

/// `max(xs)`, for elements without floats; of nothing, it traps.
pub fn greatest<T: Ord + Clone>(xs: &[T]) -> Result<T, Trap> {
    xs.iter().max().cloned().ok_or(Trap::Value)
}
