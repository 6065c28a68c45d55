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

/// The eight octets of a number, most significant first, of as many as there are: one that does not
/// fit traps. `fill` is what the number would have in front of the given octets.
fn number<'a>(octets: impl ExactSizeIterator<Item = &'a u8>, fill: u8) -> Result<[u8; 8], Trap> {
    let more = octets.len().saturating_sub(8);
    let less = 8_usize.saturating_sub(octets.len());
    let mut found = [fill; 8];
    for (place, &octet) in octets.enumerate() {
        if place >= more {
            found[less + place - more] = octet;
        } else if octet != fill {
            return Err(Trap::Overflow);
        }
    }
    Ok(found)
}

/// What stands in front of a signed number whose first octet this is.
fn sign(first: Option<&u8>) -> u8 {
    match first {
        Some(128..) => 255,
        _ => 0,
    }
}

fn unsigned(octets: [u8; 8]) -> Result<i64, Trap> {
    i64::try_from(u64::from_be_bytes(octets)).map_err(|_| Trap::Overflow)
}

/// The signed number, whose sign must be that of `fill`.
fn signed(octets: [u8; 8], fill: u8) -> Result<i64, Trap> {
    let found = i64::from_be_bytes(octets);
    if (found < 0) == (fill == 255) {
        Ok(found)
    } else {
        Err(Trap::Overflow)
    }
}

/// `int.from_bytes(data, "big")`: beyond 64 bits it traps.
pub fn from_big(data: &[u8]) -> Result<i64, Trap> {
    unsigned(number(data.iter(), 0)?)
}

/// `int.from_bytes(data, "little")`: beyond 64 bits it traps.
pub fn from_little(data: &[u8]) -> Result<i64, Trap> {
    unsigned(number(data.iter().rev(), 0)?)
}

/// `int.from_bytes(data, "big", signed=True)`: beyond 64 bits it traps.
pub fn from_big_signed(data: &[u8]) -> Result<i64, Trap> {
    let fill = sign(data.first());
    signed(number(data.iter(), fill)?, fill)
}

/// `int.from_bytes(data, "little", signed=True)`: beyond 64 bits it traps.
pub fn from_little_signed(data: &[u8]) -> Result<i64, Trap> {
    let fill = sign(data.last());
    signed(number(data.iter().rev(), fill)?, fill)
}

/// `x` in `length` octets, most significant first; `fits` says whether the octets give it back.
fn written(x: i64, length: i64, fits: fn(&[u8]) -> Result<i64, Trap>) -> Result<Vec<u8>, Trap> {
    let length = usize::try_from(length).map_err(|_| Trap::Value)?;
    let mut made = seq::with_room(length)?;
    let fill = if x < 0 { 255 } else { 0 };
    made.resize(length.saturating_sub(8), fill);
    made.extend_from_slice(&x.to_be_bytes()[8 - length.min(8)..]);
    if fits(&made)? == x {
        Ok(made)
    } else {
        Err(Trap::Overflow)
    }
}

/// `x.to_bytes(length, "big")`: what does not fit traps, as a negative number does.
pub fn to_big(x: i64, length: i64) -> Result<Vec<u8>, Trap> {
    written(x, length, from_big)
}

/// `x.to_bytes(length, "little")`: what does not fit traps, as a negative number does.
pub fn to_little(x: i64, length: i64) -> Result<Vec<u8>, Trap> {
    let mut made = to_big(x, length)?;
    made.reverse();
    Ok(made)
}

/// `x.to_bytes(length, "big", signed=True)`: what does not fit traps.
pub fn to_big_signed(x: i64, length: i64) -> Result<Vec<u8>, Trap> {
    written(x, length, from_big_signed)
}

/// `x.to_bytes(length, "little", signed=True)`: what does not fit traps.
pub fn to_little_signed(x: i64, length: i64) -> Result<Vec<u8>, Trap> {
    let mut made = to_big_signed(x, length)?;
    made.reverse();
    Ok(made)
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

    #[test]
    fn numbers_come_back() {
        for x in [0, 1, -1, 127, 128, -128, -129, 255, 256, i64::MAX, i64::MIN] {
            for length in 0..12 {
                if let Ok(made) = to_big_signed(x, length) {
                    assert_eq!((made.len() as i64, from_big_signed(&made)), (length, Ok(x)));
                }
                if let Ok(made) = to_little(x, length) {
                    assert_eq!((made.len() as i64, from_little(&made)), (length, Ok(x)));
                }
            }
        }
        assert_eq!(to_big_signed(-129, 1), Err(Trap::Overflow));
        assert_eq!(to_big_signed(-129, 2), Ok(vec![255, 127]));
        assert_eq!(to_big(-1, 9), Err(Trap::Overflow));
        assert_eq!(
            from_little(&[0, 0, 0, 0, 0, 0, 0, 128]),
            Err(Trap::Overflow)
        );
        assert_eq!(
            from_big_signed(&[255, 127, 0, 0, 0, 0, 0, 0, 0]),
            Err(Trap::Overflow)
        );
        assert_eq!(from_big(&[]), Ok(0));
    }
}
