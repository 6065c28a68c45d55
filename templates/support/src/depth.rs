//! How deep a recursion may still go.
//!
//! Python stops a runaway recursion with `RecursionError`; Rust overruns its stack and the process
//! dies. So recursive functions carry a budget, and trap before either limit is reached.

use super::trap::Trap;

/// The part of the stack, in bytes, that a compiled recursion may use.
const STACK_BUDGET: usize = 256 * 1024;

/// The budget of a recursive function: calls that Python would still allow, and where the stack
/// stood at first.
#[derive(Clone, Copy, Debug)]
pub struct Depth {
    calls: usize,
    stack: usize,
}

impl Depth {
    /// A budget of `calls` nested calls, counted from here.
    #[inline(never)]
    pub fn new(calls: usize) -> Depth {
        Depth {
            calls,
            stack: stack_position(),
        }
    }

    /// The budget inside one more call: traps if there is no room for it.
    #[inline]
    pub fn enter(self) -> Result<Depth, Trap> {
        let used = self.stack.abs_diff(stack_position());
        if self.calls == 0 || used > STACK_BUDGET {
            return Err(Trap::Recursion);
        }
        Ok(Depth {
            calls: self.calls - 1,
            stack: self.stack,
        })
    }
}

/// The address of a local variable: about where the stack ends now.
#[inline]
fn stack_position() -> usize {
    let here = 0_u8;
    std::hint::black_box(&raw const here).addr()
}
