//! Rounds on several threads.

use migrator_support::parallel;
use migrator_support::trap::Trap;
use std::time::Duration;

/// `x`, after so long that the rounds are handed to the threads.
fn late<T>(x: T) -> Result<T, Trap> {
    std::thread::sleep(Duration::from_micros(20));
    Ok(x)
}

#[test]
fn values_come_in_the_order_of_the_rounds() {
    let squares = parallel::map(-3..1000, |i| late(i * i)).unwrap();
    assert_eq!(squares, (-3..1000).map(|i| i * i).collect::<Vec<i64>>());
    let names = ["a", "b", "c"];
    assert_eq!(
        parallel::each(&names, |name| Ok(name.len())).unwrap(),
        [1, 1, 1]
    );
}

#[test]
fn no_rounds_give_nothing() {
    assert!(parallel::map(5..5, Ok).unwrap().is_empty());
    for (start, stop) in [(5, -5), (i64::MAX, i64::MIN)] {
        assert!(parallel::map(start..stop, Ok).unwrap().is_empty());
    }
    assert!(parallel::each(&[0_i64; 0], |x| Ok(*x)).unwrap().is_empty());
}

#[test]
fn a_trap_in_any_round_is_the_answer() {
    for odd in [0, 17, 999] {
        let made = parallel::map(
            0..1000,
            |i| if i == odd { Err(Trap::Domain) } else { late(i) },
        );
        assert_eq!(made, Err(Trap::Domain));
    }
}

#[test]
fn a_range_that_does_not_fit_traps() {
    assert_eq!(parallel::map(i64::MIN..i64::MAX, Ok), Err(Trap::Overflow));
}

#[test]
fn rounds_inside_rounds_run_on_their_thread() {
    let sums = parallel::map(0..64, |i| {
        late(parallel::map(0..i, late)?.into_iter().sum::<i64>())
    })
    .unwrap();
    assert_eq!(sums, (0..64).map(|i| i * (i - 1) / 2).collect::<Vec<i64>>());
}

#[test]
fn a_panic_in_a_round_reaches_the_caller() {
    let outcome = std::panic::catch_unwind(|| {
        parallel::map(0..100, |i| if i == 50 { panic!("odd") } else { late(i) })
    });
    assert!(outcome.is_err());
    assert_eq!(parallel::map(0..2, Ok), Ok(vec![0, 1]));
}
