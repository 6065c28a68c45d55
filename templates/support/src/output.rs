//! What a call prints: collected while it runs, written when it commits.

use super::text::{Text, push};
use super::trap::Trap;

/// The text so far, and whether it is to be flushed.
#[derive(Debug, Default, PartialEq)]
pub struct Output {
    text: Text,
    flush: bool,
}

impl Output {
    /// What was collected.
    pub fn text(&self) -> &[char] {
        &self.text
    }

    /// Whether one of the prints asked for `flush=True`.
    pub fn flushed(&self) -> bool {
        self.flush
    }
}

/// `print(text, end="")`
pub fn write(output: &mut Output, text: &[char]) -> Result<(), Trap> {
    push(&mut output.text, text)
}

/// `print(text, end="", flush=True)`
pub fn write_and_flush(output: &mut Output, text: &[char]) -> Result<(), Trap> {
    output.flush = true;
    write(output, text)
}
