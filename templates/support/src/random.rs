//! Python's `random.Random`: the Mersenne Twister, and what the module makes of its draws.
//!
//! Every function draws as often as CPython does and in the same order, so the stream afterwards is
//! the same. What raises in Python traps before the first draw or after it, which makes no
//! difference: the state outside changes only when the call commits.

use super::{Trap, int, seq};
use std::cell::Cell;
use std::hint::black_box;

/// How many words the state has.
pub const SIZE: usize = 624;
const SHIFT: usize = 397;
/// A float holds every integer up to here.
const EXACT: u64 = 1 << 53;

/// The state of one generator.
#[derive(Debug)]
pub struct Random {
    /// As many as `SIZE`.
    words: Vec<u32>,
    /// How many words have been given out.
    used: usize,
    /// Whether the words are others than those that the generator was made from.
    fresh: bool,
    /// The second of the two values that `gauss` makes at a time.
    pub gauss_next: Option<f64>,
}

thread_local! {
    /// The words of a generator that is gone: functions that draw once are called often, and each wants memory for them.
    static SPARE: Cell<Vec<u32>> = const { Cell::new(Vec::new()) };
}

impl Random {
    /// `random.Random(a)` with an `int`.
    pub fn seeded(a: i64) -> Result<Random, Trap> {
        let mut made = Random::from_state(&[0; SIZE], SIZE, None)?;
        seed(&mut made, a);
        Ok(made)
    }

    /// The generator in the given state; traps where no generator can have it.
    pub fn from_state(
        words: &[u32; SIZE],
        used: usize,
        gauss_next: Option<f64>,
    ) -> Result<Random, Trap> {
        if used > SIZE {
            return Err(Trap::Guard);
        }
        Ok(Random {
            words: copied(words)?,
            used,
            fresh: false,
            gauss_next,
        })
    }

    /// The words, where they are others than those that the generator was made from.
    pub fn new_words(&self) -> Option<&[u32]> {
        self.fresh.then_some(&self.words)
    }

    /// The words of the state, and how many of them have been given out.
    pub fn state(&self) -> (&[u32], usize) {
        (&self.words, self.used)
    }

    /// The next 32 bits.
    #[inline]
    fn word(&mut self) -> u32 {
        if self.used >= SIZE {
            self.refill();
        }
        let mut y = self.words[self.used];
        self.used += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    fn refill(&mut self) {
        for k in 0..SIZE {
            let y = (self.words[k] & 0x8000_0000) | (self.words[(k + 1) % SIZE] & 0x7fff_ffff);
            let odd = if y & 1 == 1 { 0x9908_b0df } else { 0 };
            self.words[k] = self.words[(k + SHIFT) % SIZE] ^ (y >> 1) ^ odd;
        }
        self.used = 0;
        self.fresh = true;
    }

    /// A float below 1, of 53 bits.
    #[inline]
    fn unit(&mut self) -> f64 {
        let (a, b) = (self.word() >> 5, self.word() >> 6);
        (f64::from(a) * 67_108_864.0 + f64::from(b)) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// `count` bits, at most 64: the first word is the lowest.
    #[inline]
    fn bits(&mut self, count: u32) -> u64 {
        if count <= 32 {
            return u64::from(self.word() >> (32 - count));
        }
        let low = u64::from(self.word());
        let high = u64::from(self.word() >> (64 - count));
        (high << 32) | low
    }

    /// An int from 0 up to `n`, which is more than 0.
    #[inline]
    fn below(&mut self, n: u64) -> u64 {
        let count = 64 - n.leading_zeros();
        loop {
            let drawn = self.bits(count);
            if drawn < n {
                return drawn;
            }
        }
    }

    /// An index of a sequence; traps for an empty one.
    fn index(&mut self, len: usize) -> Result<usize, Trap> {
        if len == 0 {
            return Err(Trap::Index);
        }
        Ok(self.below(len as u64) as usize)
    }

    fn seed_word(&mut self, seed: u32) {
        self.words[0] = seed;
        for k in 1..SIZE {
            let before = self.words[k - 1];
            self.words[k] = 1_812_433_253_u32
                .wrapping_mul(before ^ (before >> 30))
                .wrapping_add(k as u32);
        }
        self.used = SIZE;
        self.fresh = true;
    }

    fn seed_words(&mut self, key: &[u32]) {
        self.seed_word(19_650_218);
        let (mut i, mut j) = (1, 0);
        for _ in 0..SIZE.max(key.len()) {
            self.mix(i, 1_664_525);
            self.words[i] = self.words[i].wrapping_add(key[j]).wrapping_add(j as u32);
            i = self.following(i);
            j = (j + 1) % key.len();
        }
        for _ in 0..SIZE - 1 {
            self.mix(i, 1_566_083_941);
            self.words[i] = self.words[i].wrapping_sub(i as u32);
            i = self.following(i);
        }
        self.words[0] = 0x8000_0000;
    }

    fn mix(&mut self, i: usize, factor: u32) {
        let before = self.words[i - 1];
        self.words[i] ^= (before ^ (before >> 30)).wrapping_mul(factor);
    }

    fn following(&mut self, i: usize) -> usize {
        if i + 1 < SIZE {
            return i + 1;
        }
        self.words[0] = self.words[SIZE - 1];
        1
    }
}

/// A copy of `words`, in memory that was needed before where there is some.
fn copied(words: &[u32; SIZE]) -> Result<Vec<u32>, Trap> {
    let mut made = SPARE.take();
    made.clear();
    made.try_reserve_exact(SIZE).map_err(|_| Trap::Memory)?;
    made.extend_from_slice(words);
    Ok(made)
}

impl Drop for Random {
    fn drop(&mut self) {
        let words = std::mem::take(&mut self.words);
        // A thread that ends has no place for it any more, and frees it.
        let _ = SPARE.try_with(|spare| spare.set(words));
    }
}

impl Clone for Random {
    fn clone(&self) -> Random {
        Random {
            words: self.words.clone(),
            ..*self
        }
    }
}

/// Generators are equal that draw the same from now on.
impl PartialEq for Random {
    fn eq(&self, other: &Random) -> bool {
        self.used == other.used && self.gauss_next == other.gauss_next && self.words == other.words
    }
}

/// `random.seed(a)` with an `int`.
pub fn seed(random: &mut Random, a: i64) {
    let a = a.unsigned_abs();
    let (low, high) = (a as u32, (a >> 32) as u32);
    if high == 0 {
        random.seed_words(&[low]);
    } else {
        random.seed_words(&[low, high]);
    }
    random.gauss_next = None;
}

/// `random.random()`.
#[inline]
pub fn random(random: &mut Random) -> f64 {
    random.unit()
}

/// `random.getrandbits(k)`: traps for more than 63 bits.
pub fn getrandbits(random: &mut Random, k: i64) -> Result<i64, Trap> {
    match k {
        0 => Ok(0),
        1..=63 => Ok(random.bits(k as u32) as i64),
        _ => Err(Trap::Value),
    }
}

/// `random.randrange(stop)`.
#[inline]
pub fn randrange(random: &mut Random, stop: i64) -> Result<i64, Trap> {
    randrange_from(random, 0, stop)
}

/// `random.randrange(start, stop)`.
#[inline]
pub fn randrange_from(random: &mut Random, start: i64, stop: i64) -> Result<i64, Trap> {
    if stop <= start {
        return Err(Trap::Value);
    }
    let drawn = random.below(stop.abs_diff(start));
    Ok(start.wrapping_add_unsigned(drawn))
}

/// `random.randrange(start, stop, step)`.
pub fn randrange_step(random: &mut Random, start: i64, stop: i64, step: i64) -> Result<i64, Trap> {
    if step == 1 {
        return randrange_from(random, start, stop);
    }
    let count = seq::range_len(start, stop, step)?;
    if count <= 0 {
        return Err(Trap::Value);
    }
    let drawn = random.below(count.unsigned_abs()) as i64;
    int::add(start, int::mul(step, drawn)?)
}

/// `random.randint(a, b)`.
#[inline]
pub fn randint(random: &mut Random, a: i64, b: i64) -> Result<i64, Trap> {
    randrange_from(random, a, int::add(b, 1)?)
}

/// `random.uniform(a, b)`.
#[inline]
pub fn uniform(random: &mut Random, a: f64, b: f64) -> f64 {
    a + (b - a) * random.unit()
}

/// `random.uniform(a, b)` with ints: their difference is exact in Python.
pub fn uniform_ints(random: &mut Random, a: i64, b: i64) -> Result<f64, Trap> {
    if a.unsigned_abs() > EXACT || b.unsigned_abs() > EXACT {
        return Err(Trap::Overflow);
    }
    Ok(uniform(random, a as f64, b as f64))
}

/// `random.gauss(mu, sigma)`.
pub fn gauss(random: &mut Random, mu: f64, sigma: f64) -> f64 {
    let z = match random.gauss_next.take() {
        Some(z) => z,
        None => {
            let turn = random.unit() * std::f64::consts::TAU;
            let length = (-2.0 * (1.0 - random.unit()).ln()).sqrt();
            random.gauss_next = Some(turn.sin() * length);
            turn.cos() * length
        }
    };
    mu + z * sigma
}

/// `random.normalvariate(mu, sigma)`.
pub fn normalvariate(random: &mut Random, mu: f64, sigma: f64) -> f64 {
    let magic = 4.0 * black_box(-0.5_f64).exp() / 2.0_f64.sqrt();
    loop {
        let u1 = random.unit();
        let u2 = 1.0 - random.unit();
        let z = magic * (u1 - 0.5) / u2;
        if z * z / 4.0 <= -u2.ln() {
            return mu + z * sigma;
        }
    }
}

/// `random.expovariate(lambd)`.
pub fn expovariate(random: &mut Random, lambd: f64) -> Result<f64, Trap> {
    super::float::true_div(-(1.0 - random.unit()).ln(), lambd)
}

/// `random.choice(xs)`.
#[inline]
pub fn choice<T: Clone>(random: &mut Random, xs: &[T]) -> Result<T, Trap> {
    Ok(xs[random.index(xs.len())?].clone())
}

/// `random.choices(xs, k=k)`.
pub fn choices<T: Clone>(random: &mut Random, xs: &[T], k: i64) -> Result<Vec<T>, Trap> {
    if xs.is_empty() {
        return Err(Trap::Index);
    }
    let mut drawn = seq::with_room(usize::try_from(k).unwrap_or(0))?;
    for _ in 0..k {
        drawn.push(xs[(random.unit() * xs.len() as f64).floor() as usize].clone());
    }
    Ok(drawn)
}

/// `random.choices(xs, weights=weights, k=k)`.
pub fn choices_weighted<T: Clone>(
    random: &mut Random,
    xs: &[T],
    weights: &[f64],
    k: i64,
) -> Result<Vec<T>, Trap> {
    let mut total = 0.0;
    let mut sums = seq::with_room(weights.len())?;
    for (place, &weight) in weights.iter().enumerate() {
        // Python's sums begin with the first weight itself, not with a zero.
        total = if place == 0 { weight } else { total + weight };
        sums.push(total);
    }
    choices_by_sums(random, xs, &sums, k)
}

/// The same with whole numbers as weights; sums that a float cannot hold trap.
pub fn choices_weighted_ints<T: Clone>(
    random: &mut Random,
    xs: &[T],
    weights: &[i64],
    k: i64,
) -> Result<Vec<T>, Trap> {
    let mut total = 0_i64;
    let mut sums = seq::with_room(weights.len())?;
    for &weight in weights {
        total = total.checked_add(weight).ok_or(Trap::Overflow)?;
        if total.unsigned_abs() > 1 << 53 {
            return Err(Trap::Overflow);
        }
        sums.push(total as f64);
    }
    choices_by_sums(random, xs, &sums, k)
}

fn choices_by_sums<T: Clone>(
    random: &mut Random,
    xs: &[T],
    sums: &[f64],
    k: i64,
) -> Result<Vec<T>, Trap> {
    let total = *sums.last().ok_or(Trap::Index)?;
    if sums.len() != xs.len() || total <= 0.0 || !total.is_finite() {
        return Err(Trap::Value);
    }
    let mut drawn = seq::with_room(usize::try_from(k).unwrap_or(0))?;
    for _ in 0..k {
        let at = random.unit() * total;
        let (mut low, mut high) = (0, sums.len() - 1);
        while low < high {
            let middle = (low + high) / 2;
            if at < sums[middle] {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        drawn.push(xs[low].clone());
    }
    Ok(drawn)
}

/// `random.shuffle(xs)`.
pub fn shuffle<T>(random: &mut Random, xs: &mut [T]) {
    for i in (1..xs.len()).rev() {
        let j = random.below(i as u64 + 1) as usize;
        xs.swap(i, j);
    }
}

/// `random.sample(xs, k)`.
pub fn sample<T: Clone>(random: &mut Random, xs: &[T], k: i64) -> Result<Vec<T>, Trap> {
    let count = usize::try_from(k).map_err(|_| Trap::Value)?;
    if count > xs.len() {
        return Err(Trap::Value);
    }
    if xs.len() <= small_set(count) {
        sample_from_pool(random, xs, count)
    } else {
        sample_by_index(random, xs, count)
    }
}

/// The size up to which CPython draws from a copy of the population: that of a set of `k` members.
fn small_set(k: usize) -> usize {
    if k <= 5 {
        return 21;
    }
    let power = ((k * 3) as f64).ln() / black_box(4.0_f64).ln();
    21 + 4_usize.saturating_pow(power.ceil() as u32)
}

fn sample_from_pool<T: Clone>(random: &mut Random, xs: &[T], k: usize) -> Result<Vec<T>, Trap> {
    let mut pool = seq::with_room(xs.len())?;
    pool.extend_from_slice(xs);
    let mut drawn = seq::with_room(k)?;
    for i in 0..k {
        let j = random.below((xs.len() - i) as u64) as usize;
        drawn.push(pool[j].clone());
        pool[j] = pool[xs.len() - i - 1].clone();
    }
    Ok(drawn)
}

fn sample_by_index<T: Clone>(random: &mut Random, xs: &[T], k: usize) -> Result<Vec<T>, Trap> {
    let mut taken = std::collections::HashSet::new();
    taken.try_reserve(k).map_err(|_| Trap::Memory)?;
    let mut drawn = seq::with_room(k)?;
    for _ in 0..k {
        let mut j = random.below(xs.len() as u64) as usize;
        while !taken.insert(j) {
            j = random.below(xs.len() as u64) as usize;
        }
        drawn.push(xs[j].clone());
    }
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seeded(a: i64) -> Random {
        Random::seeded(a).expect("there is memory")
    }

    #[test]
    fn words_are_new_once_they_are_made_anew() {
        let mut first = seeded(7);
        random(&mut first); // makes the words
        let (words, used) = first.state();
        let mut second = Random::from_state(words.try_into().unwrap(), used, None).unwrap();
        assert_eq!(second, first);
        while second.state().1 < SIZE {
            assert_eq!(second.new_words(), None);
            random(&mut second);
        }
        random(&mut second);
        assert_eq!(second.new_words(), Some(second.state().0));
    }

    #[test]
    fn the_stream_of_a_seed_is_python_s() {
        let mut generator = seeded(42);
        assert_eq!(random(&mut generator), 0.639_426_798_457_883_7);
        assert_eq!(randint(&mut generator, 1, 100), Ok(4));
        assert_eq!(getrandbits(&mut generator, 40), Ok(303_832_645_883));
    }

    #[test]
    fn what_python_refuses_traps() {
        let mut generator = seeded(1);
        assert_eq!(randrange(&mut generator, 0), Err(Trap::Value));
        assert_eq!(choice::<i64>(&mut generator, &[]), Err(Trap::Index));
        assert_eq!(sample(&mut generator, &[1, 2], 3), Err(Trap::Value));
    }
}
