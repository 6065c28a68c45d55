//! An attribute that holds a list or array, and may be bound to another one.

use super::trap::Trap;

/// What the attribute holds now, and what it held when the call began if that is something else.
///
/// Python tells a list that was changed from a list that was exchanged: other names of the old one see the
/// changes, but not the new list. So both are kept until the end.
#[derive(Debug)]
pub struct Rebindable<T> {
    /// What the attribute holds now.
    pub value: T,
    before: Option<T>,
    /// Where the elements of the argument lie that the attribute is bound to, `value` being a copy of it.
    argument: Option<usize>,
}

impl<T> Rebindable<T> {
    /// An attribute that holds `value`.
    pub fn new(value: T) -> Self {
        Rebindable {
            value,
            before: None,
            argument: None,
        }
    }

    /// Binds the attribute to `value`.
    pub fn set(&mut self, value: T) {
        let old = std::mem::replace(&mut self.value, value);
        self.before.get_or_insert(old);
        self.argument = None;
    }

    /// Binds the attribute to an argument with these elements, of which `value` is a copy. Traps where they do not tell
    /// which one it is: those of empty lists lie nowhere.
    pub fn give<E>(&mut self, value: T, elements: &[E]) -> Result<(), Trap> {
        if size_of_val(elements) == 0 {
            return Err(Trap::Alias);
        }
        self.set(value);
        self.argument = Some(elements.as_ptr().addr());
        Ok(())
    }

    /// Where the elements of the argument lie that the attribute is bound to, if it is to one.
    pub fn argument(&self) -> Option<usize> {
        self.argument
    }

    /// What the attribute held at first, where it was bound anew since.
    pub fn before(&self) -> Option<&T> {
        self.before.as_ref()
    }
}
