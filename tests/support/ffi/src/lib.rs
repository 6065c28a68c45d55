//! The support crate behind a C interface, for the differential test: every function takes many cases at once.

mod lists;
mod numpy;
mod scalars;
mod words;

/// Switches `sum` to the rule of the Python that runs the test.
#[unsafe(no_mangle)]
pub extern "C" fn set_compensated_sum(compensated: bool) {
    migrator_support::float::set_compensated_sum(compensated);
}
