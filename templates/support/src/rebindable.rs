//! An attribute that holds a list or array, and may be bound to another one.

/// What the attribute holds now, and what it held when the call began if that is something else.
///
/// Python tells a list that was changed from a list that was exchanged: other names of the old one see the
/// changes, but not the new list. So both are kept until the end.
#[derive(Debug)]
pub struct Rebindable<T> {
    /// What the attribute holds now.
    pub value: T,
    before: Option<T>,
}

impl<T> Rebindable<T> {
    /// An attribute that holds `value`.
    pub fn new(value: T) -> Self {
        Rebindable {
            value,
            before: None,
        }
    }

    /// Binds the attribute to `value`.
    pub fn set(&mut self, value: T) {
        let old = std::mem::replace(&mut self.value, value);
        self.before.get_or_insert(old);
    }

    /// What the attribute held at first, where it was bound anew since.
    pub fn before(&self) -> Option<&T> {
        self.before.as_ref()
    }
}
