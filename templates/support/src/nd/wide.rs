//! Work on many elements, compiled once more for wider vectors, which are used where the processor has them.
//!
//! The width of the vectors does not show in the bits: every element is computed by the same IEEE operations in the same
//! order, and nothing is contracted.

use std::sync::atomic::{AtomicU8, Ordering};

/// Work whose loops gain from wide vectors. `run` must be inlined always, and so must what it calls: else that part is
/// compiled for narrow ones.
pub(super) trait Work {
    type Done;
    fn run(self) -> Self::Done;
}

/// Does the work with the widest vectors that the processor has.
#[inline(always)]
#[allow(unsafe_code, reason = "the level says what the processor has")]
pub(super) fn widest<W: Work>(work: W) -> W::Done {
    match level() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the processor was asked for every one of the features.
        AVX512 => unsafe { with_avx512(work) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        AVX2 => unsafe { with_avx2(work) },
        _ => plain(work),
    }
}

const UNKNOWN: u8 = 0;
const PLAIN: u8 = 1;
#[cfg(target_arch = "x86_64")]
const AVX2: u8 = 2;
#[cfg(target_arch = "x86_64")]
const AVX512: u8 = 3;

static LEVEL: AtomicU8 = AtomicU8::new(UNKNOWN);

#[inline(always)]
fn level() -> u8 {
    match LEVEL.load(Ordering::Relaxed) {
        UNKNOWN => ask(),
        known => known,
    }
}

/// Asks the processor.
#[cold]
#[inline(never)]
fn ask() -> u8 {
    let found = features();
    LEVEL.store(found, Ordering::Relaxed);
    found
}

#[cfg(target_arch = "x86_64")]
fn features() -> u8 {
    use std::arch::is_x86_feature_detected as has;
    if !has!("avx2") {
        PLAIN
    } else if has!("avx512f") && has!("avx512bw") && has!("avx512dq") && has!("avx512vl") {
        AVX512
    } else {
        AVX2
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn features() -> u8 {
    PLAIN
}

#[inline(never)]
fn plain<W: Work>(work: W) -> W::Done {
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[inline(never)]
#[target_feature(enable = "avx2")]
fn with_avx2<W: Work>(work: W) -> W::Done {
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[inline(never)]
#[target_feature(enable = "avx2,avx512f,avx512bw,avx512dq,avx512vl")]
fn with_avx512<W: Work>(work: W) -> W::Done {
    work.run()
}
