//! A member of a Python enumeration.

/// Which member it is: its address in Python, which no other object has while its class is there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Member(pub usize);
