//! A Python object that stays where it is: the core has its address, and asks for its attributes when it needs them.

use std::num::NonZeroUsize;

/// Which object it is. Two references are equal where they are one object, as `is` says in Python.
///
/// Only the boundary makes one, of an object that the caller's arguments keep alive, and only for the time of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reference(NonZeroUsize);

impl Reference {
    /// The object at `address`; none for 0.
    #[inline(always)]
    pub fn new(address: usize) -> Option<Reference> {
        NonZeroUsize::new(address).map(Reference)
    }

    /// Where the object is.
    #[inline(always)]
    pub fn address(self) -> usize {
        self.0.get()
    }
}

#[cfg(test)]
mod tests {
    use super::Reference;

    #[test]
    fn one_object_is_equal_to_itself_only() {
        assert_eq!(Reference::new(64), Reference::new(64));
        assert_ne!(Reference::new(64), Reference::new(80));
        assert_eq!(Reference::new(0), None);
        assert_eq!(size_of::<Option<Reference>>(), size_of::<usize>());
    }
}
