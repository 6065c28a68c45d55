//! Arrays among the indices: `a[rows, columns]`, `a[indices] = value`, `a[mask] = value`.

use super::super::array::Array;
use super::super::seq;
use super::super::trap::Trap;
use super::lazy::{Frame, Lazy, blocks};
use super::strided::{Strided, StridedMut};

/// One index of several.
#[derive(Clone, Copy, Debug)]
pub enum Pick<'a> {
    /// The same index for all.
    At(i64),
    /// One index for each element.
    Of(Strided<'a, i64, 1>),
    /// Those where the mask is true.
    Where(Strided<'a, bool, 1>),
}

impl Pick<'_> {
    /// The indices along an axis of `length`, checked.
    fn along(self, length: usize) -> Result<Vec<usize>, Trap> {
        match self {
            Pick::At(i) => {
                let mut one = seq::with_room(1)?;
                one.push(seq::index(i, length)?);
                Ok(one)
            }
            Pick::Of(indices) => {
                let mut found = seq::with_room(indices.place.size())?;
                for i in indices.elements()? {
                    found.push(seq::index(i, length)?);
                }
                Ok(found)
            }
            Pick::Where(mask) => {
                if mask.place.size() != length {
                    return Err(Trap::Index);
                }
                let mask = mask.elements()?;
                let mut found = seq::with_room(mask.iter().filter(|&&wanted| wanted).count())?;
                found.extend((0..length).filter(|&i| mask[i]));
                Ok(found)
            }
        }
    }
}

/// Where in the data the elements lie that the first axes' indices choose.
fn offsets<const K: usize>(
    first: usize,
    shape: &[usize],
    strides: &[isize],
    picks: [Pick<'_>; K],
) -> Result<Vec<isize>, Trap> {
    let mut found: Vec<isize> = seq::with_room(1)?;
    found.push(first as isize);
    for ((pick, &length), &stride) in picks.into_iter().zip(shape).zip(strides) {
        let along = pick.along(length)?;
        if along.len() == 1 {
            let step = along[0] as isize * stride;
            found.iter_mut().for_each(|at| *at += step);
        } else if found.len() == 1 {
            let base = found[0];
            let mut all = seq::with_room(along.len())?;
            all.extend(along.into_iter().map(|i| base + i as isize * stride));
            found = all;
        } else if found.len() == along.len() {
            let steps = along.into_iter().map(|i| i as isize * stride);
            found
                .iter_mut()
                .zip(steps)
                .for_each(|(at, step)| *at += step);
        } else {
            return Err(Trap::Index);
        }
    }
    Ok(found)
}

/// `a[i, j, …]` with an index for every axis: a vector of the elements.
pub fn pick<T: Copy, const N: usize>(
    a: Strided<'_, T, N>,
    picks: [Pick<'_>; N],
) -> Result<Array<T, 1>, Trap> {
    let places = offsets(a.place.first, &a.place.shape, &a.place.strides, picks)?;
    let mut values = seq::with_room(places.len())?;
    values.extend(places.iter().map(|&at| a.data[at as usize]));
    Array::new(values, [places.len()])
}

/// `into[i, j, …] = value` with indices for the first axes: one after the other, so that the last one stays.
pub fn store_at<T: Copy + Default, const K: usize, const N: usize>(
    into: StridedMut<'_, T, N>,
    picks: [Pick<'_>; K],
    value: impl Lazy<Item = T>,
) -> Result<(), Trap> {
    let StridedMut { data, place } = into;
    let places = offsets(place.first, &place.shape, &place.strides, picks)?;
    let mut wanted = [places.len(); N];
    let dims = N - K + 1;
    wanted[1..dims].copy_from_slice(&place.shape[K..]);
    let mut shape = wanted;
    let mut frame = Frame::new(&mut shape[..dims]);
    value.join(&mut frame)?;
    frame.asked()?;
    if shape != wanted {
        return Err(Trap::Value);
    }
    let total = wanted[..dims].iter().product();
    let inner = Inner::new(&place.shape[K..], &place.strides[K..])?;
    let mut outer = places.iter();
    let mut left = 0;
    let mut at = 0;
    blocks::<BLOCK, _>(&value, &wanted[..dims], total, |block| {
        for &x in block {
            if left == 0 {
                at = outer.next().copied().unwrap_or_default();
                left = inner.steps.len();
            }
            data[(at + inner.steps[inner.steps.len() - left]) as usize] = x;
            left -= 1;
        }
    })
}

/// The elements that are computed before they are stored.
const BLOCK: usize = 512;

/// The steps from the first element of what one choice means to each of its elements.
struct Inner {
    steps: Vec<isize>,
}

impl Inner {
    fn new(shape: &[usize], strides: &[isize]) -> Result<Self, Trap> {
        let total = shape.iter().product();
        let mut steps: Vec<isize> = seq::with_room(total)?;
        if total > 0 {
            steps.push(0);
        }
        for (&length, &stride) in shape.iter().zip(strides).rev() {
            let known = steps.len();
            for i in 1..length {
                for k in 0..known {
                    steps.push(steps[k] + i as isize * stride);
                }
            }
        }
        Ok(Inner { steps })
    }
}
