//! The order of Python values that a sort goes by: numbers, texts, and tuples of them.

use std::cmp::Ordering;

use super::{Trap, number, number::Number, seq};

/// A value that `sort` can compare. Rust's own order would do for ints, but floats have NaN, and
/// 0.0 equals -0.0.
pub trait Order {
    /// Whether the value has a place in the order: false for NaN, alone or inside a tuple.
    fn placed(&self) -> bool;

    /// How the value compares with another one; both are placed.
    fn order(&self, other: &Self) -> Ordering;
}

macro_rules! plain {
    ($($kind:ty),*) => {$(
        impl Order for $kind {
            #[inline]
            fn placed(&self) -> bool {
                true
            }

            #[inline]
            fn order(&self, other: &Self) -> Ordering {
                self.cmp(other)
            }
        }
    )*};
}

plain!(
    i128,
    i64,
    i32,
    i16,
    i8,
    u64,
    u32,
    u16,
    u8,
    bool,
    char,
    String,
    Vec<char>
);

macro_rules! floats {
    ($($kind:ty),*) => {$(
        impl Order for $kind {
            #[inline]
            fn placed(&self) -> bool {
                !self.is_nan()
            }

            #[inline]
            fn order(&self, other: &Self) -> Ordering {
                self.partial_cmp(other).unwrap_or(Ordering::Equal)
            }
        }
    )*};
}

floats!(f64, f32);

impl Order for Number {
    #[inline]
    fn placed(&self) -> bool {
        !self.value().is_nan()
    }

    #[inline]
    fn order(&self, other: &Self) -> Ordering {
        number::cmp(*self, *other).unwrap_or(Ordering::Equal)
    }
}

macro_rules! tuple {
    ($($name:ident $at:tt),*) => {
        impl<$($name: Order),*> Order for ($($name,)*) {
            #[inline]
            fn placed(&self) -> bool {
                $(self.$at.placed())&&*
            }

            #[inline]
            fn order(&self, other: &Self) -> Ordering {
                Ordering::Equal$(.then_with(|| self.$at.order(&other.$at)))*
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

/// The order of two tuples; a NaN in one traps: only Python knows whether it is the same object as another.
#[inline]
fn ordered<T: Order>(a: &T, b: &T) -> Result<Ordering, Trap> {
    if a.placed() && b.placed() {
        Ok(a.order(b))
    } else {
        Err(Trap::Value)
    }
}

/// The order of two lists: that of the first elements that differ, or of the lengths.
fn ordered_lists<T: Order>(a: &[T], b: &[T]) -> Result<Ordering, Trap> {
    if !a.iter().chain(b).all(Order::placed) {
        return Err(Trap::Value);
    }
    let unlike = a
        .iter()
        .zip(b)
        .map(|(a, b)| a.order(b))
        .find(|order| order.is_ne());
    Ok(unlike.unwrap_or(a.len().cmp(&b.len())))
}

macro_rules! comparisons {
    ($($one:ident $lists:ident $test:ident $symbol:literal;)*) => {$(
        #[doc = concat!("`a ", $symbol, " b` of tuples.")]
        #[inline]
        pub fn $one<T: Order>(a: &T, b: &T) -> Result<bool, Trap> {
            ordered(a, b).map(Ordering::$test)
        }

        #[doc = concat!("`a ", $symbol, " b` of lists.")]
        pub fn $lists<T: Order>(a: &[T], b: &[T]) -> Result<bool, Trap> {
            ordered_lists(a, b).map(Ordering::$test)
        }
    )*};
}

comparisons! {
    eq eq_lists is_eq "==";
    ne ne_lists is_ne "!=";
    lt lt_lists is_lt "<";
    le le_lists is_le "<=";
    gt gt_lists is_gt ">";
    ge ge_lists is_ge ">=";
}

/// Where the values lie that equal `x`. A NaN is found by being the same object, which only Python can tell: it traps.
fn places<'a, T: Order>(xs: &'a [T], x: &'a T) -> Result<impl Iterator<Item = usize> + 'a, Trap> {
    if !x.placed() {
        return Err(Trap::Value);
    }
    let equal = move |y: &T| y.placed() && y.order(x).is_eq();
    Ok((0..xs.len()).filter(move |&i| equal(&xs[i])))
}

/// `x in xs`.
pub fn contains<T: Order>(xs: &[T], x: &T) -> Result<bool, Trap> {
    Ok(places(xs, x)?.next().is_some())
}

/// `xs.index(x)`: a missing one traps.
pub fn index_of<T: Order>(xs: &[T], x: &T) -> Result<i64, Trap> {
    let place = places(xs, x)?.next().ok_or(Trap::Value)?;
    Ok(place as i64)
}

/// `xs.count(x)`.
pub fn count<T: Order>(xs: &[T], x: &T) -> Result<i64, Trap> {
    Ok(places(xs, x)?.count() as i64)
}

/// `xs.remove(x)`: a missing one traps.
pub fn remove<T: Order>(xs: &mut Vec<T>, x: &T) -> Result<(), Trap> {
    let place = places(xs, x)?.next().ok_or(Trap::Value)?;
    xs.remove(place);
    Ok(())
}

/// `xs.sort()`: stable; a NaN traps, because where Python leaves it depends on the version.
pub fn sort<T: Order>(xs: &mut [T]) -> Result<(), Trap> {
    if !xs.iter().all(Order::placed) {
        return Err(Trap::Value);
    }
    xs.sort_by(Order::order);
    Ok(())
}

/// `xs.sort(reverse=True)`: equal elements stay in their order here too.
pub fn sort_descending<T: Order>(xs: &mut [T]) -> Result<(), Trap> {
    if !xs.iter().all(Order::placed) {
        return Err(Trap::Value);
    }
    xs.sort_by(|a, b| b.order(a));
    Ok(())
}

/// `sorted(xs)`.
pub fn sorted<T: Order + Clone>(xs: &[T]) -> Result<Vec<T>, Trap> {
    let mut ys = cloned(xs)?;
    sort(&mut ys)?;
    Ok(ys)
}

/// `sorted(xs, reverse=True)`.
pub fn sorted_descending<T: Order + Clone>(xs: &[T]) -> Result<Vec<T>, Trap> {
    let mut ys = cloned(xs)?;
    sort_descending(&mut ys)?;
    Ok(ys)
}

/// `sorted(xs, key=…)`, where `keys` holds the key of each element.
pub fn sorted_by<T: Clone, K: Order>(xs: &[T], keys: &[K]) -> Result<Vec<T>, Trap> {
    permuted(xs, keys, |a, b| a.order(b))
}

/// `sorted(xs, key=…, reverse=True)`.
pub fn sorted_by_descending<T: Clone, K: Order>(xs: &[T], keys: &[K]) -> Result<Vec<T>, Trap> {
    permuted(xs, keys, |a, b| b.order(a))
}

/// `xs.sort(key=…)`.
pub fn sort_by<T: Clone, K: Order>(xs: &mut Vec<T>, keys: &[K]) -> Result<(), Trap> {
    *xs = sorted_by(xs, keys)?;
    Ok(())
}

/// `xs.sort(key=…, reverse=True)`.
pub fn sort_by_descending<T: Clone, K: Order>(xs: &mut Vec<T>, keys: &[K]) -> Result<(), Trap> {
    *xs = sorted_by_descending(xs, keys)?;
    Ok(())
}

/// `min(xs)`: the first of equal ones; an empty list and a NaN trap.
pub fn min_of<T: Order + Clone>(xs: &[T]) -> Result<T, Trap> {
    first_by(xs, Ordering::Less)
}

/// `max(xs)`: the first of equal ones; an empty list and a NaN trap.
pub fn max_of<T: Order + Clone>(xs: &[T]) -> Result<T, Trap> {
    first_by(xs, Ordering::Greater)
}

fn first_by<T: Order + Clone>(xs: &[T], better: Ordering) -> Result<T, Trap> {
    if !xs.iter().all(Order::placed) {
        return Err(Trap::Value);
    }
    xs.iter()
        .reduce(|best, x| if x.order(best) == better { x } else { best })
        .cloned()
        .ok_or(Trap::Value)
}

/// The elements in the order of their keys; equal keys keep the order of the elements.
fn permuted<T: Clone, K: Order>(
    xs: &[T],
    keys: &[K],
    order: impl Fn(&K, &K) -> Ordering,
) -> Result<Vec<T>, Trap> {
    if xs.len() != keys.len() || !keys.iter().all(Order::placed) {
        return Err(Trap::Value);
    }
    let mut places: Vec<usize> = seq::with_room(xs.len())?;
    places.extend(0..xs.len());
    places.sort_by(|&a, &b| order(&keys[a], &keys[b]));
    let mut ys = seq::with_room(xs.len())?;
    ys.extend(places.into_iter().map(|place| xs[place].clone()));
    Ok(ys)
}

fn cloned<T: Clone>(xs: &[T]) -> Result<Vec<T>, Trap> {
    let mut ys = seq::with_room(xs.len())?;
    ys.extend_from_slice(xs);
    Ok(ys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_keep_their_order() {
        let keys = [2.0, -0.0, 0.0, 2.0];
        assert_eq!(sorted_by(&[0, 1, 2, 3], &keys), Ok(vec![1, 2, 0, 3]));
        assert_eq!(
            sorted_by_descending(&[0, 1, 2, 3], &keys),
            Ok(vec![0, 3, 1, 2])
        );
    }

    #[test]
    fn nan_has_no_place() {
        assert_eq!(sort(&mut [(1, f64::NAN)]), Err(Trap::Value));
        assert_eq!(sorted_by(&[1], &[f64::NAN]), Err(Trap::Value));
    }

    #[test]
    fn tuples_compare_from_the_left() {
        let xs = [(1, 2.0), (0, 9.0), (1, -2.0)];
        assert_eq!(sorted(&xs), Ok(vec![(0, 9.0), (1, -2.0), (1, 2.0)]));
        assert_eq!(
            sorted_descending(&xs),
            Ok(vec![(1, 2.0), (1, -2.0), (0, 9.0)])
        );
    }
}
