//! Python's `collections.deque`.

use super::{Trap, seq};
use std::collections::VecDeque;

/// A deque: its elements, and how many there may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Deque<T> {
    items: VecDeque<T>,
    most: Option<usize>,
}

impl<T> Deque<T> {
    /// `deque(xs)`, of a list that is made for it.
    pub fn of(xs: Vec<T>) -> Result<Self, Trap> {
        Ok(Deque {
            items: xs.into(),
            most: None,
        })
    }

    /// `deque(xs, most)`: the last ones stay. A negative bound traps.
    pub fn bounded(xs: Vec<T>, most: i64) -> Result<Self, Trap> {
        let most = usize::try_from(most).map_err(|_| Trap::Value)?;
        let mut items = VecDeque::from(xs);
        if items.len() > most {
            items.drain(..items.len() - most);
        }
        Ok(Deque {
            items,
            most: Some(most),
        })
    }

    /// The largest length that it may have.
    pub fn most(&self) -> Option<usize> {
        self.most
    }

    /// `d.maxlen`.
    pub fn maxlen(&self) -> Option<i64> {
        self.most.map(|most| most as i64)
    }

    /// `len(d)`.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// `not d`.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The elements in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.items.iter()
    }

    /// Makes room for one more element at the end that `end` says; false where the bound is 0.
    #[inline]
    fn admit(&mut self, at_end: bool) -> Result<bool, Trap> {
        if let Some(most) = self.most
            && self.items.len() >= most
        {
            let gone = if at_end {
                self.items.pop_front()
            } else {
                self.items.pop_back()
            };
            if gone.is_none() {
                return Ok(false);
            }
        }
        self.items.try_reserve(1).map_err(|_| Trap::Memory)?;
        Ok(true)
    }

    /// `d.append(x)`.
    #[inline]
    pub fn append(&mut self, x: T) -> Result<(), Trap> {
        if self.admit(true)? {
            self.items.push_back(x);
        }
        Ok(())
    }

    /// `d.appendleft(x)`.
    #[inline]
    pub fn append_left(&mut self, x: T) -> Result<(), Trap> {
        if self.admit(false)? {
            self.items.push_front(x);
        }
        Ok(())
    }

    /// `d.pop()`: of an empty deque it traps.
    #[inline]
    pub fn pop(&mut self) -> Result<T, Trap> {
        self.items.pop_back().ok_or(Trap::Index)
    }

    /// `d.popleft()`: of an empty deque it traps.
    #[inline]
    pub fn pop_left(&mut self) -> Result<T, Trap> {
        self.items.pop_front().ok_or(Trap::Index)
    }

    /// `d.rotate()`.
    pub fn rotate_once(&mut self) {
        self.rotate(1);
    }

    /// `d.rotate(steps)`.
    pub fn rotate(&mut self, steps: i64) {
        if !self.items.is_empty() {
            let steps = steps.rem_euclid(self.items.len() as i64);
            self.items.rotate_right(steps as usize);
        }
    }

    /// `d.clear()`.
    pub fn clear(&mut self) {
        self.items.clear();
    }

    /// `d.reverse()`.
    pub fn reverse(&mut self) {
        self.items.make_contiguous().reverse();
    }
}

impl<T: Clone> Deque<T> {
    /// `deque(text)`.
    pub fn of_slice(xs: &[T]) -> Result<Self, Trap> {
        Self::of(seq::copy(xs)?)
    }

    /// `deque(xs, most)`, of a list that is somebody's.
    pub fn bounded_slice(xs: &[T], most: i64) -> Result<Self, Trap> {
        Self::bounded(seq::copy(xs)?, most)
    }

    /// `deque(d)`, which has no bound.
    pub fn of_deque(other: &Self) -> Result<Self, Trap> {
        Self::of(other.list()?)
    }

    /// `d.copy()`.
    pub fn copied(&self) -> Result<Self, Trap> {
        Ok(Deque {
            items: self.list()?.into(),
            most: self.most,
        })
    }

    /// `d[i]`.
    #[inline]
    pub fn at(&self, i: i64) -> Result<T, Trap> {
        let place = seq::index(i, self.items.len())?;
        self.items.get(place).cloned().ok_or(Trap::Index)
    }

    /// `list(d)`.
    pub fn list(&self) -> Result<Vec<T>, Trap> {
        let mut xs = seq::with_room(self.items.len())?;
        xs.extend(self.items.iter().cloned());
        Ok(xs)
    }

    /// `d.extend(xs)`.
    pub fn extend(&mut self, xs: &[T]) -> Result<(), Trap> {
        xs.iter().try_for_each(|x| self.append(x.clone()))
    }

    /// `d.extendleft(xs)`.
    pub fn extend_left(&mut self, xs: &[T]) -> Result<(), Trap> {
        xs.iter().try_for_each(|x| self.append_left(x.clone()))
    }
}

impl<T: PartialEq> Deque<T> {
    /// `x in d`.
    pub fn contains(&self, x: &T) -> bool {
        self.items.contains(x)
    }

    /// `d.count(x)`.
    pub fn count(&self, x: &T) -> i64 {
        self.items.iter().filter(|&known| known == x).count() as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_drops_at_the_other_end() {
        let mut d = Deque::bounded(vec![1, 2, 3, 4], 3).unwrap();
        d.append(5).unwrap();
        assert_eq!(d.list(), Ok(vec![3, 4, 5]));
        d.append_left(9).unwrap();
        assert_eq!(d.list(), Ok(vec![9, 3, 4]));
        let mut none = Deque::bounded(vec![1], 0).unwrap();
        none.append(2).unwrap();
        assert!(none.is_empty());
        assert_eq!(none.pop_left(), Err(Trap::Index));
    }

    #[test]
    fn rotates_both_ways() {
        let mut d = Deque::of(vec![1, 2, 3, 4]).unwrap();
        d.rotate(5);
        assert_eq!(d.list(), Ok(vec![4, 1, 2, 3]));
        d.rotate(-2);
        assert_eq!(d.list(), Ok(vec![2, 3, 4, 1]));
        assert_eq!(d.at(-1), Ok(1));
    }
}
