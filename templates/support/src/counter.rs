//! What `collections.Counter` has besides what a dict has.

use super::dict::Dict;
use super::order::{self, Order};
use super::{Trap, seq};
use std::hash::Hash;

/// `Counter(xs)`.
pub fn of_list<K: Hash + Eq + Clone>(xs: &[K]) -> Result<Dict<K, i64>, Trap> {
    let mut made = Dict::new();
    count(&mut made, xs)?;
    Ok(made)
}

/// `counter.update(xs)`.
pub fn count<K: Hash + Eq + Clone>(counter: &mut Dict<K, i64>, xs: &[K]) -> Result<(), Trap> {
    for x in xs {
        add(counter, x, 1)?;
    }
    Ok(())
}

/// `counter.update(other)` of a dict: its values are added.
pub fn merge<K: Hash + Eq + Clone>(
    counter: &mut Dict<K, i64>,
    other: &Dict<K, i64>,
) -> Result<(), Trap> {
    for (key, value) in other.iter() {
        add(counter, key, *value)?;
    }
    Ok(())
}

#[inline]
fn add<K: Hash + Eq + Clone>(counter: &mut Dict<K, i64>, key: &K, more: i64) -> Result<(), Trap> {
    match counter.get(key) {
        Some(_) => {
            let slot = counter.at_mut(key)?;
            *slot = slot.checked_add(more).ok_or(Trap::Overflow)?;
            counter.touch();
            Ok(())
        }
        None => counter.put(key.clone(), more),
    }
}

/// `counter.most_common()`.
pub fn most_common<K: Hash + Eq + Clone, V: Order + Clone>(
    counter: &Dict<K, V>,
) -> Result<Vec<(K, V)>, Trap> {
    let values = counter.value_list()?;
    order::sorted_by_descending(&counter.item_list()?, &values)
}

/// `counter.most_common(count)`.
pub fn most_common_of<K: Hash + Eq + Clone, V: Order + Clone>(
    counter: &Dict<K, V>,
    count: i64,
) -> Result<Vec<(K, V)>, Trap> {
    let mut all = most_common(counter)?;
    all.truncate(usize::try_from(count).unwrap_or(0));
    Ok(all)
}

/// `counter.total()`.
pub fn total<K: Hash + Eq>(counter: &Dict<K, i64>) -> Result<i64, Trap> {
    let mut total = 0_i64;
    for value in counter.values() {
        total = total.checked_add(*value).ok_or(Trap::Overflow)?;
    }
    Ok(total)
}

/// `list(counter.elements())`.
pub fn elements<K: Hash + Eq + Clone>(counter: &Dict<K, i64>) -> Result<Vec<K>, Trap> {
    let mut all = Vec::new();
    for (key, count) in counter.iter() {
        for _ in 0..*count {
            seq::push(&mut all, key.clone())?;
        }
    }
    Ok(all)
}

/// `a + b`: only what is above 0 stays.
pub fn plus<K: Hash + Eq + Clone>(
    a: &Dict<K, i64>,
    b: &Dict<K, i64>,
) -> Result<Dict<K, i64>, Trap> {
    combined(a, b, i64::checked_add)
}

/// `a - b`: only what is above 0 stays.
pub fn minus<K: Hash + Eq + Clone>(
    a: &Dict<K, i64>,
    b: &Dict<K, i64>,
) -> Result<Dict<K, i64>, Trap> {
    combined(a, b, i64::checked_sub)
}

/// `a & b`: of each the smaller number; only what is above 0 stays.
pub fn common<K: Hash + Eq + Clone>(
    a: &Dict<K, i64>,
    b: &Dict<K, i64>,
) -> Result<Dict<K, i64>, Trap> {
    combined(a, b, |one, other| Some(one.min(other)))
}

/// `a | b`: of each the larger number; only what is above 0 stays.
pub fn either<K: Hash + Eq + Clone>(
    a: &Dict<K, i64>,
    b: &Dict<K, i64>,
) -> Result<Dict<K, i64>, Trap> {
    combined(a, b, |one, other| Some(one.max(other)))
}

fn combined<K: Hash + Eq + Clone>(
    a: &Dict<K, i64>,
    b: &Dict<K, i64>,
    apply: impl Fn(i64, i64) -> Option<i64>,
) -> Result<Dict<K, i64>, Trap> {
    let mut made = Dict::new();
    for (key, value) in a.iter() {
        let other = b.get(key).copied().unwrap_or(0);
        let both = apply(*value, other).ok_or(Trap::Overflow)?;
        if both > 0 {
            made.put(key.clone(), both)?;
        }
    }
    for (key, value) in b.iter() {
        let alone = apply(0, *value).ok_or(Trap::Overflow)?;
        if alone > 0 && !a.contains(key) {
            made.put(key.clone(), alone)?;
        }
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_combines() {
        let a = of_list(&[3, 1, 3, 2, 1, 3]).unwrap();
        assert_eq!(most_common(&a), Ok(vec![(3, 3), (1, 2), (2, 1)]));
        assert_eq!(most_common_of(&a, -1), Ok(vec![]));
        assert_eq!(total(&a), Ok(6));
        let b = of_list(&[3, 3, 3, 9]).unwrap();
        assert_eq!(minus(&a, &b).unwrap().item_list(), Ok(vec![(1, 2), (2, 1)]));
        assert_eq!(
            plus(&a, &b).unwrap().item_list(),
            Ok(vec![(3, 6), (1, 2), (2, 1), (9, 1)])
        );
    }
}
