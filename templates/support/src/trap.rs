//! Why compiled code gave up.
//!
//! A trap is not an error that a user sees. It says: "this is an odd case, let Python do it". The
//! caller throws away what was computed and runs the Python original on the untouched arguments;
//! the exception, the big integer or the warning then comes from Python itself.

/// The reason for giving up: one byte, so that `Result<f64, Trap>` travels in registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Trap {
    /// An integer left the 64 bits, or a float operation raises `OverflowError`.
    Overflow,
    /// A division by zero.
    ZeroDivision,
    /// An index or a pop outside the sequence.
    Index,
    /// A function outside its domain, as `math.sqrt(-1.0)`.
    Domain,
    /// The result would have another type than the compiled one, as `2 ** -1`.
    Type,
    /// The Python code raises here.
    Raise,
    /// A statement or expression that has no Rust yet.
    Hole,
    /// Something that was assumed when compiling no longer holds.
    Guard,
    /// The recursion is deeper than Python allows, or than the stack has room for.
    Recursion,
    /// Memory ran out.
    Memory,
    /// A value that Python rejects, as a negative shift count.
    Value,
    /// A NumPy operation made a new infinity or NaN, so NumPy would warn.
    NonFinite,
    /// Two arguments are, or overlap, the same mutable object.
    Alias,
    /// A local variable is read before it is bound.
    Unbound,
    /// A signal waits to be handled, as after Ctrl-C.
    Interrupt,
    /// The Rust code panicked, which is a defect.
    Panic,
}

impl Trap {
    /// Every reason, in the order of its number: `Trap::ALL[trap as usize] == trap`.
    pub const ALL: [Trap; 16] = [
        Trap::Overflow,
        Trap::ZeroDivision,
        Trap::Index,
        Trap::Domain,
        Trap::Type,
        Trap::Raise,
        Trap::Hole,
        Trap::Guard,
        Trap::Recursion,
        Trap::Memory,
        Trap::Value,
        Trap::NonFinite,
        Trap::Alias,
        Trap::Unbound,
        Trap::Interrupt,
        Trap::Panic,
    ];

    /// The name under which the counters list this reason.
    pub const fn name(self) -> &'static str {
        match self {
            Trap::Overflow => "overflow",
            Trap::ZeroDivision => "zero_division",
            Trap::Index => "index",
            Trap::Domain => "domain",
            Trap::Type => "type",
            Trap::Raise => "raise",
            Trap::Hole => "hole",
            Trap::Guard => "guard",
            Trap::Recursion => "recursion",
            Trap::Memory => "memory",
            Trap::Value => "value",
            Trap::NonFinite => "non_finite",
            Trap::Alias => "alias",
            Trap::Unbound => "unbound",
            Trap::Interrupt => "interrupt",
            Trap::Panic => "panic",
        }
    }
}
