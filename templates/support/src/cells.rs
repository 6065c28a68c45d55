//! Lists of lists of which several rows are in use at once, any of which may be changed.
//!
//! Rust lends a list either to one that writes or to several that read. A [`Cell`] can be written by everyone who sees
//! it, and two names may well mean the same row.

use super::seq;
use super::trap::Trap;
use std::cell::Cell;

/// The rows of `xs`, as cells.
pub fn rows<T>(xs: &mut [Vec<T>]) -> Result<Vec<&[Cell<T>]>, Trap> {
    let mut rows = seq::with_room(xs.len())?;
    rows.extend(
        xs.iter_mut()
            .map(|row| Cell::from_mut(&mut row[..]).as_slice_of_cells()),
    );
    Ok(rows)
}

/// The row `rows[i]`; empty where there is none, so that the first element that is really touched traps.
#[inline(always)]
pub fn line<'a, T>(rows: &[&'a [Cell<T>]], i: i64) -> &'a [Cell<T>] {
    seq::index(i, rows.len()).map_or(&[], |place| rows[place])
}

/// `row[j]`.
#[inline(always)]
pub fn get<T: Copy>(row: &[Cell<T>], j: i64) -> Result<T, Trap> {
    Ok(row[seq::index(j, row.len())?].get())
}

/// `row[j] = value`.
#[inline(always)]
pub fn set<T>(row: &[Cell<T>], j: i64, value: T) -> Result<(), Trap> {
    row[seq::index(j, row.len())?].set(value);
    Ok(())
}
