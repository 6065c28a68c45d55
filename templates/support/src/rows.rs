//! Tuples of any length, and the columns of rows.

use super::{Trap, seq};

/// `row[i]`.
#[inline]
pub fn at<T: Clone>(row: &[T], i: i64) -> Result<T, Trap> {
    seq::get_ref(row, i).cloned()
}

/// A tuple that is used as one of `N` items: another length traps.
pub fn exact<T: Clone, const N: usize>(row: &[T]) -> Result<[T; N], Trap> {
    let items: &[T; N] = row.try_into().map_err(|_| Trap::Type)?;
    Ok(items.clone())
}

/// `a == b`.
pub fn same<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a == b
}

/// `x in row`.
pub fn contains<T: PartialEq>(row: &[T], x: &T) -> bool {
    row.contains(x)
}

/// `row.count(x)`.
pub fn count<T: PartialEq>(row: &[T], x: &T) -> i64 {
    row.iter().filter(|&known| known == x).count() as i64
}

/// `list(zip(*rows))`: as many columns as the shortest row has elements.
pub fn columns<T: Clone>(rows: &[Vec<T>]) -> Result<Vec<Vec<T>>, Trap> {
    let count = rows.iter().map(Vec::len).min().unwrap_or(0);
    let mut made = seq::with_room(count)?;
    for place in 0..count {
        let mut column = seq::with_room(rows.len())?;
        column.extend(rows.iter().map(|row| row[place].clone()));
        made.push(column);
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_end_with_the_shortest_row() {
        assert_eq!(
            columns(&[vec![1, 2, 3], vec![4, 5]]),
            Ok(vec![vec![1, 4], vec![2, 5]])
        );
        assert_eq!(columns::<i64>(&[]), Ok(vec![]));
    }
}
