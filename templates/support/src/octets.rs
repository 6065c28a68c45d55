//! Python's `bytes` and `bytearray`, which are lists of octets here.

use super::text::Text;
use super::{Trap, seq};

fn octet(x: i64) -> Result<u8, Trap> {
    u8::try_from(x).map_err(|_| Trap::Value)
}

/// `bytes(xs)`: a value outside 0 to 255 traps.
pub fn of_list(xs: &[i64]) -> Result<Vec<u8>, Trap> {
    let mut made = Vec::new();
    extend(&mut made, xs)?;
    Ok(made)
}

/// `bytes(count)`: a negative count traps.
pub fn zeros(count: i64) -> Result<Vec<u8>, Trap> {
    let count = usize::try_from(count).map_err(|_| Trap::Value)?;
    let mut made = seq::with_room(count)?;
    made.resize(count, 0);
    Ok(made)
}

/// `data[i]`.
#[inline(always)]
pub fn at(data: &[u8], i: i64) -> Result<i64, Trap> {
    seq::get(data, i).map(i64::from)
}

/// `list(data)`.
pub fn list(data: &[u8]) -> Result<Vec<i64>, Trap> {
    let mut made = seq::with_room(data.len())?;
    made.extend(data.iter().copied().map(i64::from));
    Ok(made)
}

/// `a == b`.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a == b
}

/// `x in data`: an `x` outside 0 to 255 traps.
pub fn contains(data: &[u8], x: i64) -> Result<bool, Trap> {
    Ok(data.contains(&octet(x)?))
}

/// `data[i] = x`.
#[inline(always)]
pub fn set(data: &mut [u8], i: i64, x: i64) -> Result<(), Trap> {
    let x = octet(x)?;
    *seq::get_mut(data, i)? = x;
    Ok(())
}

/// `data.append(x)`.
#[inline]
pub fn append(data: &mut Vec<u8>, x: i64) -> Result<(), Trap> {
    seq::push(data, octet(x)?)
}

/// `data.extend(xs)`.
pub fn extend(data: &mut Vec<u8>, xs: &[i64]) -> Result<(), Trap> {
    data.try_reserve(xs.len()).map_err(|_| Trap::Memory)?;
    for &x in xs {
        data.push(octet(x)?);
    }
    Ok(())
}

/// `data[lo:hi] = xs` of ints: one outside 0 to 255 traps before anything changes.
pub fn set_slice(
    data: &mut Vec<u8>,
    lo: Option<i64>,
    hi: Option<i64>,
    xs: &[i64],
) -> Result<(), Trap> {
    seq::set_slice(data, lo, hi, &of_list(xs)?)
}

/// `data.insert(i, x)`.
pub fn insert(data: &mut Vec<u8>, i: i64, x: i64) -> Result<(), Trap> {
    seq::insert(data, i, octet(x)?)
}

/// `data.pop()`: of an empty one it traps.
pub fn pop(data: &mut Vec<u8>) -> Result<i64, Trap> {
    data.pop().map(i64::from).ok_or(Trap::Index)
}

/// `octets.decode()`: UTF-8, and nothing else.
pub fn decode(octets: &[u8]) -> Result<Text, Trap> {
    let text = std::str::from_utf8(octets).map_err(|_| Trap::Value)?;
    Ok(text.chars().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_only() {
        assert_eq!(of_list(&[0, 255]), Ok(vec![0, 255]));
        assert_eq!(of_list(&[256]), Err(Trap::Value));
        let mut data = vec![1, 2];
        assert_eq!(set(&mut data, -1, 7), Ok(()));
        assert_eq!(set(&mut data, 2, 7), Err(Trap::Index));
        assert_eq!(at(&data, 1), Ok(7));
    }
}
