//! How values travel: as 64-bit words, in columns, with one byte a case that says value (0) or trap (1 + its number).

use migrator_support::Trap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The byte for a panic, which is always a defect.
const PANICKED: u8 = 255;

/// A value that is one word.
pub trait Word: Copy {
    fn from_word(word: u64) -> Self;
    fn word(self) -> u64;
}

impl Word for f64 {
    fn from_word(word: u64) -> f64 {
        f64::from_bits(word)
    }
    fn word(self) -> u64 {
        self.to_bits()
    }
}

impl Word for f32 {
    fn from_word(word: u64) -> f32 {
        f64::from_bits(word) as f32
    }
    fn word(self) -> u64 {
        f64::from(self).to_bits()
    }
}

impl Word for bool {
    fn from_word(word: u64) -> bool {
        word != 0
    }
    fn word(self) -> u64 {
        u64::from(self)
    }
}

impl Word for () {
    fn from_word(_: u64) {}
    fn word(self) -> u64 {
        0
    }
}

macro_rules! integer_words {
    ($($int:ty)*) => {$(
        impl Word for $int {
            fn from_word(word: u64) -> $int {
                word as $int
            }
            fn word(self) -> u64 {
                self as i64 as u64
            }
        }
    )*};
}

integer_words!(i8 i16 i32 i64 u8 u16 u32 u64);

/// A result: one or two words.
pub trait Words {
    fn words(self) -> [u64; 2];
}

impl<T: Word> Words for T {
    fn words(self) -> [u64; 2] {
        [self.word(), 0]
    }
}

impl<A: Word, B: Word> Words for (A, B) {
    fn words(self) -> [u64; 2] {
        [self.0.word(), self.1.word()]
    }
}

/// Runs one case; a panic is caught and told apart.
pub fn guarded<T>(case: impl FnOnce() -> Result<T, Trap>) -> Result<T, u8> {
    match catch_unwind(AssertUnwindSafe(case)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(trap)) => Err(trap as u8 + 1),
        Err(_) => Err(PANICKED),
    }
}

/// Exports functions of one to four scalar arguments.
#[macro_export]
macro_rules! scalars {
    ($($name:ident($($arg:ident: $type:ty),+) = $body:expr;)*) => {$(
        /// Runs `n` cases. `args`: a column of `n` words for each argument; `out`: two columns; `traps`: `n` bytes.
        ///
        /// # Safety
        /// The three buffers must have these sizes.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(n: usize, args: *const u64, out: *mut u64, traps: *mut u8) {
            for case in 0..n {
                let mut column = 0;
                $(
                    // SAFETY: the caller gives `n` words for each argument.
                    let $arg = <$type as $crate::words::Word>::from_word(unsafe { *args.add(column * n + case) });
                    column += 1;
                )+
                let _ = column;
                let result = $crate::words::guarded(|| $body);
                let (words, trap) = match result {
                    Ok(value) => ($crate::words::Words::words(value), 0),
                    Err(trap) => ([0, 0], trap),
                };
                // SAFETY: the caller gives two columns of `n` words, and `n` bytes.
                unsafe {
                    *out.add(case) = words[0];
                    *out.add(n + case) = words[1];
                    *traps.add(case) = trap;
                }
            }
        }
    )*};
}
