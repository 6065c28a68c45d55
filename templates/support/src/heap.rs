//! `heapq` and `bisect`: the very steps of CPython, so that equal elements come out in the same order.

use super::order::Order;
use super::{Trap, order, seq};
use std::cmp::Ordering;

/// `a < b`; a NaN traps, because what Python finds then depends on which object it is.
#[inline(always)]
fn less<T: Order>(a: &T, b: &T) -> Result<bool, Trap> {
    if a.placed() && b.placed() {
        Ok(a.order(b) == Ordering::Less)
    } else {
        Err(Trap::Value)
    }
}

/// Lets the element at `at` rise until its parent is not larger.
fn rise<T: Order>(heap: &mut [T], top: usize, mut at: usize) -> Result<(), Trap> {
    while at > top {
        let parent = (at - 1) / 2;
        if !less(&heap[at], &heap[parent])? {
            break;
        }
        heap.swap(at, parent);
        at = parent;
    }
    Ok(())
}

/// Lets the element at `at` sink to a leaf along its smaller children, and rise from there.
fn sink<T: Order>(heap: &mut [T], top: usize) -> Result<(), Trap> {
    let (end, mut at) = (heap.len(), top);
    while at < end / 2 {
        let mut child = 2 * at + 1;
        if child + 1 < end && !less(&heap[child], &heap[child + 1])? {
            child += 1;
        }
        heap.swap(at, child);
        at = child;
    }
    rise(heap, top, at)
}

/// `heapq.heappush(heap, item)`.
#[inline]
pub fn push<T: Order>(heap: &mut Vec<T>, item: T) -> Result<(), Trap> {
    seq::push(heap, item)?;
    let last = heap.len() - 1;
    rise(heap, 0, last)
}

/// `heapq.heappop(heap)`: of an empty list it traps.
#[inline]
pub fn pop<T: Order>(heap: &mut Vec<T>) -> Result<T, Trap> {
    let last = heap.pop().ok_or(Trap::Index)?;
    match heap.first_mut() {
        None => Ok(last),
        Some(first) => {
            let found = std::mem::replace(first, last);
            sink(heap, 0)?;
            Ok(found)
        }
    }
}

/// `heapq.heapreplace(heap, item)`: of an empty list it traps.
pub fn replace<T: Order>(heap: &mut [T], item: T) -> Result<T, Trap> {
    let found = std::mem::replace(heap.first_mut().ok_or(Trap::Index)?, item);
    sink(heap, 0)?;
    Ok(found)
}

/// `heapq.heappushpop(heap, item)`.
pub fn push_pop<T: Order>(heap: &mut [T], item: T) -> Result<T, Trap> {
    match heap.first() {
        Some(first) if less(first, &item)? => replace(heap, item),
        _ => Ok(item),
    }
}

/// `heapq.heapify(heap)`.
pub fn heapify<T: Order>(heap: &mut [T]) -> Result<(), Trap> {
    for at in (0..heap.len() / 2).rev() {
        sink(heap, at)?;
    }
    Ok(())
}

/// `heapq.nsmallest(count, xs)`.
pub fn smallest<T: Order + Clone>(count: i64, xs: &[T]) -> Result<Vec<T>, Trap> {
    let mut all = order::sorted(xs)?;
    all.truncate(usize::try_from(count).unwrap_or(0));
    Ok(all)
}

/// `heapq.nlargest(count, xs)`.
pub fn largest<T: Order + Clone>(count: i64, xs: &[T]) -> Result<Vec<T>, Trap> {
    let mut all = order::sorted_descending(xs)?;
    all.truncate(usize::try_from(count).unwrap_or(0));
    Ok(all)
}

/// The first place from `low` on, before `high`, whose element `right` says the new one comes before.
fn place<T>(
    xs: &[T],
    low: i64,
    high: i64,
    mut right: impl FnMut(&T) -> Result<bool, Trap>,
) -> Result<i64, Trap> {
    let low = usize::try_from(low).map_err(|_| Trap::Value)?;
    let high = usize::try_from(high).map_err(|_| Trap::Value)?;
    if high > xs.len() {
        return Err(Trap::Index);
    }
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = low + (high - low) / 2;
        if right(&xs[middle])? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low as i64)
}

/// `bisect.bisect_left(xs, x, low, high)`; bounds outside the list trap.
#[inline]
pub fn left_within<T: Order>(xs: &[T], x: &T, low: i64, high: i64) -> Result<i64, Trap> {
    place(xs, low, high, |known| Ok(!less(known, x)?))
}

/// `bisect.bisect_right(xs, x, low, high)`; bounds outside the list trap.
#[inline]
pub fn right_within<T: Order>(xs: &[T], x: &T, low: i64, high: i64) -> Result<i64, Trap> {
    place(xs, low, high, |known| less(x, known))
}

/// `bisect.bisect_left(xs, x, low)`.
pub fn left_from<T: Order>(xs: &[T], x: &T, low: i64) -> Result<i64, Trap> {
    left_within(xs, x, low, xs.len() as i64)
}

/// `bisect.bisect_right(xs, x, low)`.
pub fn right_from<T: Order>(xs: &[T], x: &T, low: i64) -> Result<i64, Trap> {
    right_within(xs, x, low, xs.len() as i64)
}

/// `bisect.bisect_left(xs, x)`.
#[inline]
pub fn left<T: Order>(xs: &[T], x: &T) -> Result<i64, Trap> {
    left_from(xs, x, 0)
}

/// `bisect.bisect_right(xs, x)`.
#[inline]
pub fn right<T: Order>(xs: &[T], x: &T) -> Result<i64, Trap> {
    right_from(xs, x, 0)
}

/// `bisect.insort_left(xs, x)`.
pub fn insort_left<T: Order>(xs: &mut Vec<T>, x: T) -> Result<(), Trap> {
    let at = left(xs, &x)?;
    seq::insert(xs, at, x)
}

/// `bisect.insort_right(xs, x)`.
pub fn insort_right<T: Order>(xs: &mut Vec<T>, x: T) -> Result<(), Trap> {
    let at = right(xs, &x)?;
    seq::insert(xs, at, x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pops_in_order() {
        let mut heap = vec![(3, 1.0), (1, 0.0), (2, -0.0), (1, -1.0)];
        heapify(&mut heap).unwrap();
        push(&mut heap, (0, 5.0)).unwrap();
        let mut found = Vec::new();
        while !heap.is_empty() {
            found.push(pop(&mut heap).unwrap());
        }
        assert_eq!(found, [(0, 5.0), (1, -1.0), (1, 0.0), (2, -0.0), (3, 1.0)]);
        assert_eq!(pop(&mut heap), Err(Trap::Index));
    }

    #[test]
    fn nan_traps() {
        assert_eq!(push(&mut vec![1.0], f64::NAN), Err(Trap::Value));
        assert_eq!(left(&[1.0, f64::NAN], &2.0), Err(Trap::Value));
    }

    #[test]
    fn places_before_and_behind_equal_ones() {
        let xs = [1, 2, 2, 3];
        assert_eq!((left(&xs, &2), right(&xs, &2)), (Ok(1), Ok(3)));
        assert_eq!(left_within(&xs, &2, 2, 3), Ok(2));
        assert_eq!(left_within(&xs, &2, 0, 5), Err(Trap::Index));
        assert_eq!(left_within(&xs, &2, 3, 1), Ok(3));
    }
}
