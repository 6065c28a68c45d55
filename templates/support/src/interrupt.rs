//! Ctrl-C in a long loop.
//!
//! Python looks for signals between its own steps, and there are none while a loop here runs. So loops that can take long
//! ask now and then; where Ctrl-C was pressed they trap, and the Python original, which then runs from the start, raises
//! `KeyboardInterrupt` at once.

use super::trap::Trap;
use std::cell::Cell;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

static PENDING: OnceLock<fn() -> bool> = OnceLock::new();
/// Whether the threads that compute for another one are to stop. The interpreter is held meanwhile, so there is one such.
static STOP: AtomicBool = AtomicBool::new(false);

thread_local! {
    static WORKER: Cell<bool> = const { Cell::new(false) };
}

/// This thread computes for another one: Python does not know it, so it must not ask Python.
pub fn become_worker() {
    WORKER.set(true);
}

/// Whether this thread computes for another one.
pub fn is_worker() -> bool {
    WORKER.get()
}

/// Lets the threads that are about to compute for this one go on.
pub fn go_on() {
    STOP.store(false, Ordering::Relaxed);
}

/// Makes the threads that compute for this one trap where they next ask.
pub fn stop() {
    STOP.store(true, Ordering::Relaxed);
}

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

    /// Cuts `range` into pieces, and asks for Ctrl-C between them.
    #[inline(always)]
    pub fn pieces(range: Range<i64>) -> Pieces {
        Pieces {
            low: range.start,
            rest: range,
            first: true,
        }
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

/// So many rounds of a range are one piece.
const PIECE: i64 = 65_536;

/// What [`Rounds::pieces`] gives.
#[derive(Debug)]
pub struct Pieces {
    /// Where the range began. No piece begins before, which rustc sees by it, so it drops tests of indices.
    low: i64,
    rest: Range<i64>,
    first: bool,
}

impl Iterator for Pieces {
    type Item = Result<Range<i64>, Trap>;

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let Range { start, end } = self.rest;
        if start >= end {
            return None;
        }
        if !std::mem::replace(&mut self.first, false)
            && let Err(trap) = ask()
        {
            return Some(Err(trap));
        }
        let start = start.max(self.low);
        let stop = start.saturating_add(PIECE).min(end);
        self.rest.start = stop;
        Some(Ok(start..stop))
    }
}

/// Traps where Ctrl-C was pressed.
#[cold]
pub fn ask() -> Result<(), Trap> {
    if is_worker() {
        return if STOP.load(Ordering::Relaxed) {
            Err(Trap::Interrupt)
        } else {
            Ok(())
        };
    }
    match PENDING.get() {
        Some(pending) if pending() => Err(Trap::Interrupt),
        _ => Ok(()),
    }
}
