//! Ctrl-C in a long loop.
//!
//! Python looks for signals between its own steps, and there are none while a loop here runs. So loops that can take long
//! ask now and then; where Ctrl-C was pressed they trap, and the Python original, which then runs from the start, raises
//! `KeyboardInterrupt` at once.

use super::trap::Trap;
use std::sync::OnceLock;

static PENDING: OnceLock<fn() -> bool> = OnceLock::new();

/// Says how to ask whether Ctrl-C was pressed; the first answer stays.
pub fn listen(pending: fn() -> bool) {
    PENDING.get_or_init(|| pending);
}

/// Counts the rounds of one loop.
#[derive(Debug, Default)]
pub struct Rounds {
    done: u32,
}

impl Rounds {
    /// None yet.
    #[inline(always)]
    pub fn new() -> Self {
        Rounds::default()
    }

    /// One more round; every `EVERY`th asks for Ctrl-C. `EVERY` is a power of two.
    #[inline(always)]
    pub fn tick<const EVERY: u32>(&mut self) -> Result<(), Trap> {
        self.done = self.done.wrapping_add(1);
        if self.done & (EVERY - 1) == 0 {
            ask()
        } else {
            Ok(())
        }
    }
}

#[cold]
fn ask() -> Result<(), Trap> {
    match PENDING.get() {
        Some(pending) if pending() => Err(Trap::Interrupt),
        _ => Ok(()),
    }
}
