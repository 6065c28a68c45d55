//! A test that waits until a loop is done sees what a test at once sees.

use migrator_support::{Trap, Watch, np};

const EDGES: [f64; 12] = [
    0.0,
    -0.0,
    1.0,
    -2.5,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    5e-324,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    // Signalling.
    f64::from_bits(0x7ff0_0000_0000_0001),
];

/// Waiting sees what testing at once sees; it may also give up where a NaN came in.
fn same(at_once: Result<f64, Trap>, waiting: impl FnOnce(&Watch) -> f64) {
    let watch = Watch::new();
    let value = waiting(&watch);
    match (at_once, watch.settle()) {
        (Ok(expected), Ok(())) => assert_eq!(expected.to_bits(), value.to_bits()),
        (Err(_), Err(_)) => (),
        (Ok(expected), Err(_)) => assert!(expected.is_nan(), "gave up on {expected}"),
        (a, b) => panic!("at once {a:?}, waiting {b:?}"),
    }
}

#[test]
fn as_at_once() {
    for a in EDGES {
        for b in EDGES {
            same(np::add(a, b), |watch| watch.add(a, b));
            same(np::sub(a, b), |watch| watch.sub(a, b));
            same(np::mul(a, b), |watch| watch.mul(a, b));
            same(np::div(a, b), |watch| watch.div(a, b));
            same(np::finite(a + b), |watch| watch.finite(a + b));
            same(migrator_support::float::true_div(a, b), |watch| {
                watch.true_div(a, b)
            });
        }
        same(migrator_support::math::sqrt(a), |watch| watch.sqrt(a));
    }
}
