//! Storing into arrays and parts of them: `a[...] = value`, `a += value`.

use super::super::seq;
use super::super::trap::Trap;
use super::elementwise::{Binary, Operation2};
use super::lazy::{Frame, Lazy, Walk, blocks_into, collect};
use super::scratch::Scratch;
use super::strided::{Place, Runs, Strided, StridedMut};

/// `into[...] = value`: the value is computed first, and stretched to the shape of the part.
#[inline]
pub fn store<T: Copy + Default, const N: usize>(
    into: StridedMut<'_, T, N>,
    value: impl Lazy<Item = T>,
) -> Result<(), Trap> {
    let mut shape = into.place.shape;
    value.join(&mut Frame::new(&mut shape))?;
    if into.place.size() == 0 {
        return Err(Trap::Value); // NumPy may compute, and warn, all the same
    }
    if shape != into.place.shape {
        return Err(Trap::Value);
    }
    let StridedMut { data, place } = into;
    let total = place.size();
    if place.contiguous() {
        let room = data
            .get_mut(place.first..place.first + total)
            .ok_or(Trap::Index)?;
        blocks_into::<BLOCK, _>(&value, &shape, room)
    } else {
        let mut runs = place.runs();
        let mut walk = Walk::new::<BLOCK, _>(&value, &shape, total);
        let mut buffer = Scratch::<T, BLOCK>::new();
        while let Some(span) = walk.span() {
            let count = span.count;
            match runs.in_line(count) {
                Some(first) => {
                    let room = data.get_mut(first..first + count).ok_or(Trap::Index)?;
                    value.fill::<BLOCK>(span, room)?;
                }
                None => {
                    let block = buffer.first(count);
                    value.fill::<BLOCK>(span, block)?;
                    scatter(data, &mut runs, block);
                }
            }
            walk.next(count);
        }
        Ok(())
    }
}

/// `into[...] = operation(into, value)`, where the value does not depend on what is stored: `into += value`.
#[inline]
pub fn update<T: Copy + Default, F: Operation2<T, Out = T>, const N: usize>(
    into: StridedMut<'_, T, N>,
    _operation: F,
    value: impl Lazy<Item = T>,
) -> Result<(), Trap> {
    let mut shape = into.place.shape;
    value.join(&mut Frame::new(&mut shape))?;
    if into.place.size() == 0 || shape != into.place.shape {
        return Err(Trap::Value);
    }
    let StridedMut { data, place } = into;
    let total = place.size();
    let mut walk = Walk::new::<BLOCK, _>(&both::<T, F, N, _>(data, place, &value), &shape, total);
    let mut runs = place.runs();
    let mut buffer = Scratch::<T, BLOCK>::new();
    while let Some(span) = walk.span() {
        let (start, count) = (place.first + span.start, span.count);
        let block = buffer.first(count);
        both::<T, F, N, _>(data, place, &value).fill::<BLOCK>(span, block)?;
        if place.contiguous() {
            let room = data.get_mut(start..start + count).ok_or(Trap::Index)?;
            room.copy_from_slice(block);
        } else {
            scatter(data, &mut runs, block);
        }
        walk.next(count);
    }
    Ok(())
}

/// `operation(into, value)`.
#[inline]
fn both<'a, T: Copy + Default, F: Operation2<T>, const N: usize, V: Lazy<Item = T>>(
    data: &'a [T],
    place: Place<N>,
    value: &'a V,
) -> Binary<F, Strided<'a, T, N>, &'a V> {
    Binary::new(Strided { data, place }, value)
}

/// The elements of a block that are computed before they are stored.
const BLOCK: usize = 512;

/// Stores a block at the next places.
fn scatter<T: Copy, const N: usize>(data: &mut [T], runs: &mut Runs<N>, mut block: &[T]) {
    while !block.is_empty() {
        let (first, stride, count) = runs.next(block.len());
        let (now, later) = block.split_at(count);
        if stride == 1 {
            data[first..first + count].copy_from_slice(now);
        } else {
            let mut at = first as isize;
            for &x in now {
                data[at as usize] = x;
                at += stride;
            }
        }
        block = later;
    }
}

/// `into[mask] = value` with one value for all places.
pub fn store_where<T: Copy, const N: usize>(
    into: StridedMut<'_, T, N>,
    mask: Strided<'_, bool, N>,
    value: T,
) -> Result<(), Trap> {
    if into.place.shape != mask.place.shape {
        return Err(Trap::Index);
    }
    let mask = mask.elements()?;
    let mut wanted = mask.iter();
    let data = into.data;
    into.place.for_each(|at| {
        if wanted.next() == Some(&true) {
            data[at] = value;
        }
    });
    Ok(())
}

/// `a[mask]`: the elements where the mask is true.
pub fn select<T: Copy + Default, const N: usize>(
    a: Strided<'_, T, N>,
    mask: Strided<'_, bool, N>,
) -> Result<super::super::array::Array<T, 1>, Trap> {
    if a.place.shape != mask.place.shape {
        return Err(Trap::Index);
    }
    let mask = mask.elements()?;
    let count = mask.iter().filter(|&&wanted| wanted).count();
    let mut values = seq::with_room(count)?;
    let mut wanted = mask.iter();
    a.place.for_each(|at| {
        if wanted.next() == Some(&true) {
            values.push(a.data[at]);
        }
    });
    super::super::array::Array::new(values, [count])
}

/// A row of an array at each of the `indices`: `a[indices]` of one dimension.
pub fn take<T: Copy + Default>(
    a: Strided<'_, T, 1>,
    indices: Strided<'_, i64, 1>,
) -> Result<super::super::array::Array<T, 1>, Trap> {
    let indices = indices.elements()?;
    let mut values = seq::with_room(indices.len())?;
    for i in indices {
        values.push(a.get([i])?);
    }
    let count = values.len();
    super::super::array::Array::new(values, [count])
}

/// A rectangle of the rows of `a` at the `indices`: `a[indices]` of two dimensions.
pub fn take_rows<T: Copy + Default>(
    a: Strided<'_, T, 2>,
    indices: Strided<'_, i64, 1>,
) -> Result<super::super::array::Array<T, 2>, Trap> {
    let indices = indices.elements()?;
    if !a.place.contiguous() {
        return Err(Trap::Value); // the result's order in memory would follow that of `a`
    }
    let (count, width) = (indices.len(), a.place.shape[1]);
    let mut values = seq::with_room(count.checked_mul(width).ok_or(Trap::Memory)?)?;
    for i in indices {
        let row = a.part::<1>(&[super::strided::Select::At(i)])?;
        row.place.for_each(|at| values.push(row.data[at]));
    }
    super::super::array::Array::new(values, [count, width])
}

/// A copy of the value, for what changes the array that it is computed from.
#[inline]
pub fn apart<T: Copy + Default, const N: usize>(
    value: impl Lazy<Item = T>,
) -> Result<super::super::array::Array<T, N>, Trap> {
    collect(value)
}
