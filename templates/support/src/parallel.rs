//! Rounds of a loop on several threads, by rayon.
//!
//! Only loops whose rounds are independent come here: no round reads what another one writes. Each gives one value, all
//! values are kept in the order of the rounds, and what a loop stores is stored when all are there. So the bits are the
//! same for any number of threads. `RAYON_NUM_THREADS` says how many there are; `MIGRATOR_PARALLEL=always` in the
//! environment hands rounds to them from the first one on, which tests do, and `off` never does.

use super::interrupt;
use super::seq;
use super::trap::Trap;
use rayon::prelude::*;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// So long the calling thread computes by itself first: what is done by then is not worth a thread.
const PATIENCE: Duration = Duration::from_micros(100);
/// How often the calling thread looks for Ctrl-C while the others compute.
const LOOK: Duration = Duration::from_millis(20);
/// The stack of a thread; as large as that of a program's first one.
const STACK: usize = 8 << 20;

/// The threads, made once, and the process they belong to: a forked child has none of them.
struct Pool {
    process: u32,
    threads: Option<rayon::ThreadPool>,
    patience: Duration,
}

impl Pool {
    fn new() -> Self {
        let mode = std::env::var("MIGRATOR_PARALLEL").unwrap_or_default();
        let builder = rayon::ThreadPoolBuilder::new()
            .stack_size(STACK)
            .start_handler(|_| interrupt::become_worker());
        Pool {
            process: std::process::id(),
            threads: if mode == "off" {
                None
            } else {
                builder.build().ok()
            },
            patience: if mode == "always" {
                Duration::ZERO
            } else {
                PATIENCE
            },
        }
    }
}

/// The threads, where there are several and the caller is none of them; and how long to do without.
fn pool() -> Option<(&'static rayon::ThreadPool, Duration)> {
    static POOL: OnceLock<Pool> = OnceLock::new();
    if interrupt::is_worker() {
        return None;
    }
    let pool = POOL.get_or_init(Pool::new);
    let threads = pool.threads.as_ref()?;
    let usable = pool.process == std::process::id() && threads.current_num_threads() > 1;
    usable.then_some((threads, pool.patience))
}

/// The value of each round of `rounds`, in order. A trap in any of them is the answer.
pub fn map<T: Send>(
    rounds: Range<i64>,
    round: impl Fn(i64) -> Result<T, Trap> + Sync,
) -> Result<Vec<T>, Trap> {
    if rounds.is_empty() {
        return Ok(Vec::new());
    }
    let count = rounds.end.checked_sub(rounds.start).ok_or(Trap::Overflow)?;
    let count = usize::try_from(count).map_err(|_| Trap::Overflow)?;
    compute(count, |place| round(rounds.start + place as i64))
}

/// What `round` makes of each element, in order.
pub fn each<'a, S: Sync, T: Send>(
    elements: &'a [S],
    round: impl Fn(&'a S) -> Result<T, Trap> + Sync,
) -> Result<Vec<T>, Trap> {
    compute(elements.len(), |place| round(&elements[place]))
}

/// Puts `made` at the end of `list`.
pub fn append<T>(list: &mut Vec<T>, mut made: Vec<T>) -> Result<(), Trap> {
    list.try_reserve(made.len()).map_err(|_| Trap::Memory)?;
    list.append(&mut made);
    Ok(())
}

fn compute<T: Send>(
    count: usize,
    round: impl Fn(usize) -> Result<T, Trap> + Sync,
) -> Result<Vec<T>, Trap> {
    let mut made = seq::with_room(count)?;
    let threads = pool();
    let began = Instant::now();
    while made.len() < count {
        if let Some((threads, patience)) = threads
            && began.elapsed() >= patience
        {
            on_threads(threads, &mut made, count, round)?;
            break;
        }
        if made.len() % 16 == 15 {
            interrupt::ask()?;
        }
        made.push(round(made.len())?);
    }
    Ok(made)
}

/// Hands the rounds that are left to the threads. This one waits for them, and looks for Ctrl-C: the others must not ask Python.
fn on_threads<T: Send>(
    threads: &rayon::ThreadPool,
    made: &mut Vec<T>,
    count: usize,
    round: impl Fn(usize) -> Result<T, Trap> + Sync,
) -> Result<(), Trap> {
    let first = made.len();
    let mut slots: Vec<Option<T>> = seq::with_room(count - first)?;
    slots.resize_with(count - first, || None);
    let mut outcome = Err(Trap::Guard);
    let (send, done) = channel::<()>();
    interrupt::go_on();
    threads.in_place_scope(|scope| {
        let (slots, outcome, round) = (&mut slots, &mut outcome, &round);
        scope.spawn(move |_| {
            let _end = send; // dropped at the end, also by a panic
            *outcome = slots
                .par_iter_mut()
                .enumerate()
                .try_for_each(|(place, slot)| {
                    interrupt::ask()?;
                    *slot = Some(round(first + place)?);
                    Ok(())
                });
        });
        while let Err(RecvTimeoutError::Timeout) = done.recv_timeout(LOOK) {
            if interrupt::ask().is_err() {
                interrupt::stop();
            }
        }
    });
    outcome?;
    for slot in slots {
        made.push(slot.ok_or(Trap::Guard)?);
    }
    Ok(())
}
