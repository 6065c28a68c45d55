//! Edge values, each with Python's answer.

use migrator_support::Trap::{self, *};
use migrator_support::array::{Array, View, ViewMut};
use migrator_support::depth::Depth;
use migrator_support::number::{self, Kind, Number};
use migrator_support::{compare, float, int, math, np, random, seq, text};
use std::cmp::Ordering;

/// Equal by bits, so that 0.0 and -0.0 differ and NaN equals itself.
fn same(found: Result<f64, Trap>, expected: f64) {
    let found = found.expect("a value");
    assert!(
        found.to_bits() == expected.to_bits() || (found.is_nan() && expected.is_nan()),
        "{found:?}"
    );
}

#[test]
fn trap_is_one_byte_and_knows_its_name() {
    assert_eq!(size_of::<Trap>(), 1);
    for (number, trap) in Trap::ALL.into_iter().enumerate() {
        assert_eq!(trap as usize, number);
        assert!(!trap.name().is_empty());
    }
}

#[test]
fn int_arithmetic_traps_beyond_64_bits() {
    assert_eq!(int::add(i64::MAX, 1), Err(Overflow));
    assert_eq!(int::sub(i64::MIN, 1), Err(Overflow));
    assert_eq!(int::mul(1 << 32, 1 << 31), Err(Overflow));
    assert_eq!(int::neg(i64::MIN), Err(Overflow));
    assert_eq!(int::within::<61>(1 << 61), Ok(()));
    assert_eq!(int::within::<61>(-(1 << 61)), Ok(()));
    assert_eq!(int::within::<61>((1 << 61) + 1), Err(Overflow));
    assert_eq!(int::within::<30>(i64::MIN), Err(Overflow));
    assert_eq!(int::abs(i64::MIN), Err(Overflow));
    assert_eq!(int::floor_div(i64::MIN, -1), Err(Overflow));
    assert_eq!(int::floor_mod(i64::MIN, -1), Ok(0));
    assert_eq!(int::floor_div(5, 0), Err(ZeroDivision));
    assert_eq!(int::floor_mod(5, 0), Err(ZeroDivision));
    assert_eq!(int::true_div(5, 0), Err(ZeroDivision));
}

#[test]
fn int_division_rounds_down() {
    let table = [
        (-7, 2, -4, 1),
        (7, -2, -4, -1),
        (-7, -2, 3, -1),
        (7, 2, 3, 1),
        (0, -5, 0, 0),
    ];
    for (a, b, quotient, remainder) in table {
        assert_eq!(int::divmod(a, b), Ok((quotient, remainder)));
    }
}

#[test]
fn int_true_division_is_rounded_once() {
    same(int::true_div(0, -5), -0.0);
    same(int::true_div(0, i64::MIN), -0.0);
    same(
        int::true_div(9_007_199_254_740_993, 1),
        9_007_199_254_740_992.0,
    );
    same(
        int::true_div(1_000_000_000_000_000_001, 3),
        333_333_333_333_333_333.0,
    );
    same(int::true_div(i64::MIN, i64::MAX), -1.0);
    same(int::true_div(1, i64::MIN), -1.0842021724855044e-19);
}

#[test]
fn int_powers_and_shifts() {
    assert_eq!(int::pow(2, -1), Err(Type));
    assert_eq!(int::pow(0, 0), Ok(1));
    assert_eq!(int::pow(2, 62), Ok(1 << 62));
    assert_eq!(int::pow(-2, 63), Ok(i64::MIN));
    assert_eq!(int::pow(2, 63), Err(Overflow));
    assert_eq!(int::pow(-1, i64::MAX), Ok(-1));
    assert_eq!(int::pow(0, i64::MAX), Ok(0));
    assert_eq!(int::shl(1, 70), Err(Overflow));
    assert_eq!(int::shl(-1, 63), Ok(i64::MIN));
    assert_eq!(int::shl(0, i64::MAX), Ok(0));
    assert_eq!(int::shl(1, -1), Err(Value));
    assert_eq!(int::shr(-1, 100), Ok(-1));
    assert_eq!(int::shr(5, 64), Ok(0));
}

#[test]
fn int_number_theory() {
    assert_eq!(int::gcd(0, i64::MIN), Err(Overflow));
    assert_eq!(int::gcd(-12, 18), Ok(6));
    assert_eq!(int::lcm(-4, 6), Ok(12));
    assert_eq!(int::isqrt(-1), Err(Value));
    assert_eq!(int::isqrt(i64::MAX), Ok(3_037_000_499));
    assert_eq!(int::factorial(20), Ok(2_432_902_008_176_640_000));
    assert_eq!(int::factorial(21), Err(Overflow));
    assert_eq!(int::comb(66, 33), Ok(7_219_428_434_016_265_740));
    assert_eq!(int::comb(i64::MAX, i64::MAX - 1), Ok(i64::MAX));
    assert_eq!(int::perm(3, 5), Ok(0));
    assert_eq!(int::bit_length(i64::MIN), 64);
    assert_eq!(int::sum(&[i64::MAX, i64::MAX, -i64::MAX]), Ok(i64::MAX));
    assert_eq!(int::sum(&[i64::MAX, 1]), Err(Overflow));
    assert_eq!(int::sum(&[]), Ok(0));
}

#[test]
fn float_division_follows_the_divisor() {
    same(float::floor_mod(-7.5, 2.0), 0.5);
    same(float::floor_mod(7.5, -2.0), -0.5);
    same(float::floor_mod(0.0, -3.0), -0.0);
    same(float::floor_mod(-1e-20, 1.0), 1.0);
    same(float::floor_mod(-1.0, f64::INFINITY), f64::INFINITY);
    same(float::floor_mod(f64::INFINITY, 1.0), f64::NAN);
    same(float::floor_div(1.0, 0.1), 9.0);
    same(float::floor_div(-0.0, 1.0), -0.0);
    same(float::floor_div(-1.0, f64::INFINITY), -1.0);
    same(float::floor_div(1e308, 1e-308), f64::INFINITY);
    assert_eq!(float::true_div(5.0, -0.0), Err(ZeroDivision));
}

#[test]
fn float_powers() {
    assert_eq!(float::pow(0.0, -1.0), Err(ZeroDivision));
    assert_eq!(float::pow(1e200, 2.0), Err(Overflow));
    assert_eq!(float::pow(-8.0, 0.5), Err(Domain));
    same(float::pow(0.0, f64::NEG_INFINITY), f64::INFINITY);
    same(float::pow(1.0, f64::NAN), 1.0);
    same(float::pow(f64::NAN, 0.0), 1.0);
    same(float::pow(-1.0, f64::INFINITY), 1.0);
    same(float::pow(-2.0, 2.0), 4.0);
}

#[test]
fn float_rounding() {
    assert_eq!(
        [0.5, 1.5, 2.5, -0.5].map(float::round),
        [Ok(0), Ok(2), Ok(2), Ok(0)]
    );
    assert_eq!(float::round(0.49999999999999994), Ok(0));
    assert_eq!(float::round(f64::NAN), Err(Overflow));
    assert_eq!(float::to_int(-2.9), Ok(-2));
    assert_eq!(float::to_int(1e19), Err(Overflow));
    assert_eq!(float::to_int(-9.223_372_036_854_776e18), Ok(i64::MIN));
    assert_eq!(float::floor(-0.5), Ok(-1));
    assert_eq!(float::ceil(-0.5), Ok(0));
    same(float::round_to(2.675, 2), 2.67);
    same(float::round_to(0.125, 2), 0.12);
    same(float::round_to(-0.001, 2), -0.0);
    same(float::round_to(1250.0, -2), 1200.0);
    same(float::round_to(1350.0, -2), 1400.0);
    same(float::round_to(1250.0000001, -2), 1300.0);
    same(float::round_to(999.0, -3), 1000.0);
    same(float::round_to(-4.0, -1), -0.0);
    same(float::round_to(1e300, 400), 1e300);
    same(float::round_to(f64::INFINITY, 2), f64::INFINITY);
    assert_eq!(float::round_to(1.7e308, -308), Err(Overflow));
}

#[test]
fn float_sums_start_at_zero_and_may_be_compensated() {
    let tenths = [0.1; 10];
    float::set_compensated_sum(false);
    same(float::sum(&tenths), 0.9999999999999999);
    same(float::sum(&[-0.0]), 0.0);
    float::set_compensated_sum(true);
    same(float::sum(&tenths), 1.0);
    same(float::sum(&[1e16, 1.0, -1e16]), 1.0);
    same(float::sum(&[f64::INFINITY, 1.0]), f64::INFINITY);
    float::set_compensated_sum(false);
    assert_eq!(float::sum(&[]), Err(Type));
    same(number::sum_floats(&[]).map(Number::value), 0.0);
    assert_eq!(number::sum_floats(&[]).map(Number::kind), Ok(Kind::Int));
}

#[test]
fn float_order() {
    same(Ok(float::max2(1.0, f64::NAN)), 1.0);
    same(Ok(float::max2(f64::NAN, 1.0)), f64::NAN);
    same(Ok(float::min2(0.0, -0.0)), 0.0);
    assert_eq!(float::min_of(&[]), Err(Value));
    assert_eq!(float::sorted(&[1.0, f64::NAN]), Err(Value));
    let sorted = float::sorted(&[3.0, 0.0, -0.0, -1.0, 0.0]).expect("no NaN");
    assert_eq!(
        sorted.map_bits(),
        [-1.0, 0.0, -0.0, 0.0, 3.0].map(f64::to_bits)
    );
}

trait MapBits {
    fn map_bits(&self) -> Vec<u64>;
}

impl MapBits for Vec<f64> {
    fn map_bits(&self) -> Vec<u64> {
        self.iter().map(|value| value.to_bits()).collect()
    }
}

#[test]
fn int_against_float_is_exact() {
    let above = (1 << 53) + 1;
    assert!(!compare::eq_if(above, above as f64));
    assert!(compare::lt_if(i64::MAX, 9.223_372_036_854_776e18));
    assert!(compare::gt_if(0, -0.5));
    assert!(compare::ne_if(0, f64::NAN));
    assert_eq!(
        compare::int_float_cmp(i64::MIN, f64::NEG_INFINITY),
        Some(Ordering::Greater)
    );
    assert_eq!(
        compare::int_float_cmp(i64::MIN, -9.223_372_036_854_776e18),
        Some(Ordering::Equal)
    );
    assert_eq!(compare::int_float_cmp(1, f64::NAN), None);
}

#[test]
fn math_domains() {
    for trapped in [
        math::sqrt(-1.0),
        math::log(0.0),
        math::acos(2.0),
        math::sin(f64::INFINITY),
        math::fmod(5.0, 0.0),
        math::pow(-8.0, 1.0 / 3.0),
        math::exp(1000.0),
        math::cosh(1000.0),
        math::ldexp(1.0, 5000),
    ] {
        assert_eq!(trapped, Err(Domain));
    }
    same(math::exp(f64::NEG_INFINITY), 0.0);
    same(math::sqrt(-0.0), -0.0);
    same(math::log_base(1000.0, 10.0), 2.9999999999999996);
    assert_eq!(math::log_base(2.0, 1.0), Err(ZeroDivision));
    same(math::hypot(&[]), 0.0);
    same(math::hypot(&[f64::NAN, f64::INFINITY]), f64::INFINITY);
    same(math::remainder(5.0, 2.0), 1.0);
    same(math::remainder(3.0, 2.0), -1.0);
    same(math::fsum(&[1e100, 1.0, -1e100]), 1.0);
    assert_eq!(math::frexp(5e-324), Ok((0.5, -1073)));
    assert_eq!(math::isclose(1.0, 1.0 + 1e-10), Ok(true));
    assert_eq!(math::isclose_with(1.0, 1.0, -1.0, 0.0), Err(Value));
}

#[test]
fn numpy_scalars_trap_where_numpy_warns() {
    assert_eq!(np::add(127_i8, 1), Err(Overflow));
    assert_eq!(np::floor_mod(i32::MIN, -1), Ok(0));
    assert_eq!(np::floor_div(-7_i16, 2), Ok(-4));
    assert_eq!(np::floor_div(7_u8, 2), Ok(3));
    assert_eq!(np::pow(-1_i64, i64::MAX), Ok(-1));
    assert_eq!(np::pow(2_u8, 8), Err(Overflow));
    assert_eq!(np::div(1.0, 0.0), Err(NonFinite));
    assert_eq!(np::mul(1e200, 1e200), Err(NonFinite));
    assert_eq!(np::sub(f64::INFINITY, f64::INFINITY), Err(NonFinite));
    same(np::add(f64::INFINITY, 1.0), f64::INFINITY);
    same(np::add(f64::NAN, 1.0), f64::NAN);
    assert_eq!(np::mul(1e30_f32, 1e30), Err(NonFinite));
    assert_eq!(np::cast_i32(1.9), Ok(1));
    assert_eq!(np::cast_u8(-0.5), Ok(0));
    assert_eq!(np::cast_u8(300.0), Err(Overflow));
    assert_eq!(np::cast_i64(f64::NAN), Err(Overflow));
    assert_eq!(np::cast_f32(1e300), Err(NonFinite));
    assert_eq!(np::cast_f32(i64::MAX), Err(Overflow));
}

#[test]
fn list_indices_and_slices() {
    let xs = [10, 20, 30, 40];
    assert_eq!(seq::get(&xs, -1), Ok(40));
    assert_eq!(seq::get(&xs, 4), Err(Index));
    assert_eq!(seq::get(&xs, -5), Err(Index));
    assert_eq!(seq::get(&xs, i64::MIN), Err(Index));
    assert_eq!(seq::slice(&xs, Some(5), None), Ok(vec![]));
    assert_eq!(seq::slice(&xs, Some(-10), Some(2)), Ok(vec![10, 20]));
    assert_eq!(seq::slice(&xs, Some(3), Some(1)), Ok(vec![]));
    assert_eq!(seq::slice_step(&xs, Some(2), Some(0), -1), Ok(vec![30, 20]));
    assert_eq!(seq::slice_step(&xs, None, None, -2), Ok(vec![40, 20]));
    assert_eq!(seq::slice_step(&xs, None, None, 0), Err(Value));
    assert_eq!(seq::repeat(&[0.0], -1), Ok(vec![]));
    assert_eq!(seq::repeat(&[0_u64], i64::MAX), Err(Memory));
    assert_eq!(seq::repeat(&[0_u64; 3], i64::MAX), Err(Memory));
    assert_eq!(seq::nones::<Vec<f64>>(2), Ok(vec![None, None]));
    assert_eq!(seq::nones::<Vec<f64>>(-1), Ok(vec![]));
    assert_eq!(seq::nones::<Vec<f64>>(i64::MAX), Err(Memory));
}

#[test]
fn ranges_end_where_64_bits_end() {
    assert_eq!(
        seq::down(i64::MIN + 2, i64::MIN)
            .unwrap()
            .collect::<Vec<_>>(),
        [i64::MIN + 2, i64::MIN + 1]
    );
    assert_eq!(seq::down(3, i64::MAX).unwrap().count(), 0);
    assert_eq!(seq::down(i64::MAX - 1, i64::MAX - 2).unwrap().count(), 1);
    assert_eq!(seq::down(i64::MAX, 0).unwrap_err(), Overflow);
    assert_eq!(seq::down(2, -2).unwrap().collect::<Vec<_>>(), [2, 1, 0, -1]);
    let collected = |a, b, c| seq::range(a, b, c).map(Iterator::collect::<Vec<i64>>);
    assert_eq!(collected(0, 5, 2), Ok(vec![0, 2, 4]));
    assert_eq!(collected(5, 0, -2), Ok(vec![5, 3, 1]));
    assert_eq!(collected(0, 5, -1), Ok(vec![]));
    assert_eq!(collected(0, 5, 0), Err(Value));
    assert_eq!(collected(i64::MAX - 1, i64::MAX, 2), Ok(vec![i64::MAX - 1]));
    assert_eq!(
        collected(i64::MIN, i64::MAX, i64::MAX),
        Ok(vec![i64::MIN, -1, i64::MAX - 1])
    );
    assert_eq!(seq::range_len(i64::MIN, i64::MAX, 1), Err(Overflow));
    assert_eq!(
        seq::range_len(i64::MIN, i64::MAX, 3),
        Ok(6_148_914_691_236_517_205)
    );
}

#[test]
fn a_number_keeps_its_type() {
    let two = Number::from_int(2).expect("small");
    let half = Number::from_float(0.5);
    let sum = number::add(two, half).expect("a value");
    assert_eq!((sum.kind(), sum.value()), (Kind::Float, 2.5));
    assert_eq!(
        number::true_div(two, two).map(Number::kind),
        Ok(Kind::Float)
    );
    assert_eq!(number::floor_div(two, two).and_then(Number::as_int), Ok(1));
    assert_eq!(number::max2(two, Number::from_float(2.0)).kind(), Kind::Int);
    let zero = number::mul(Number::ZERO, number::neg(two).expect("small")).expect("small");
    assert_eq!(zero.value().to_bits(), 0);
    assert_eq!(half.as_int(), Err(Type));
    assert_eq!(
        number::add(Number::from_int(1 << 53).expect("an int"), two).and_then(Number::as_int),
        Err(Overflow)
    );
    assert_eq!(
        number::add(Number::from_np(f64::MAX), Number::from_np(f64::MAX)).map(Number::value),
        Err(NonFinite)
    );
}

#[test]
fn a_large_int_is_compared_handed_on_and_made_a_float() {
    let large = |i: i64| Number::from_int(i).expect("any int");
    let odd = (1 << 53) + 1;
    for i in [i64::MIN, i64::MIN + 1, -odd, odd, i64::MAX - 1, i64::MAX] {
        assert_eq!(large(i).as_int(), Ok(i));
        assert_eq!(number::to_int(large(i)), Ok(i));
        assert_eq!(large(i).value(), i as f64);
    }
    let float = Number::from_float((1_i64 << 53) as f64);
    assert!(number::lt(float, large(odd)) && number::gt(large(odd), float));
    assert!(number::ne(float, large(odd)) && !number::eq(float, large(odd)));
    assert!(number::lt(large(i64::MAX - 1), large(i64::MAX)));
    assert!(number::lt(
        large(i64::MAX),
        Number::from_float(2.0_f64.powi(63))
    ));
    assert_eq!(
        number::cmp(large(-odd), large(-odd)),
        Some(std::cmp::Ordering::Equal)
    );
    // NumPy turns the int into a float first.
    assert!(number::eq(
        Number::from_np((1_i64 << 53) as f64),
        large(odd)
    ));
    assert_eq!(
        number::add(large(odd), float).map(Number::value),
        Ok(2.0_f64.powi(54))
    );
    assert_eq!(
        number::sub(large(odd), large(1 << 53)).map(Number::value),
        Err(Overflow)
    );
    assert_eq!(
        number::abs(large(i64::MIN)).map(Number::value),
        Err(Overflow)
    );
    assert_eq!(
        number::true_div(large(odd), large(1)).map(Number::value),
        Err(Overflow)
    );
    assert_eq!(
        number::floor_mod(large(i64::MAX), large(10)).and_then(Number::as_int),
        Ok(7)
    );
}

#[test]
fn arrays_are_row_major() {
    let data: Vec<i64> = (0..24).collect();
    let cube = View::new(&data, [2, 3, 4]).expect("24 elements");
    assert_eq!(cube.get([1, 2, 3]), Ok(23));
    assert_eq!(cube.get([-1, 0, -4]), Ok(12));
    assert_eq!(cube.get([0, 3, 0]), Err(Index));
    assert_eq!(cube.get([2, 0, 0]), Err(Index));
    let row = cube.row(-1).and_then(|plane| plane.row(1)).expect("a row");
    assert_eq!(
        (row.data, row.len(), row.dims()),
        (&[16, 17, 18, 19][..], 4, [4])
    );
    assert_eq!(cube.row(2).map(|row| row.len()), Err(Index));
    assert_eq!(View::new(&data, [5, 5]).map(|view| view.len()), Err(Value));
    assert_eq!(
        View::new(&data, [usize::MAX, 3]).map(|view| view.len()),
        Err(Memory)
    );
}

#[test]
fn arrays_change_in_place() {
    let mut data = vec![0.0; 6];
    let mut grid = ViewMut::new(&mut data, [2, 3]).expect("6 elements");
    grid.set([1, -1], 5.0).expect("inside");
    grid.row_mut(0)
        .and_then(|mut row| row.set([1], 2.0))
        .expect("inside");
    assert_eq!(grid.set([0, 3], 1.0), Err(Index));
    assert_eq!(data, [0.0, 2.0, 0.0, 0.0, 0.0, 5.0]);
    let mut own: Array<f64, 2> = Array::zeros([2, 2]).expect("small");
    own.set([0, 1], 1.5).expect("inside");
    assert_eq!(Array::copied(own.view()), Ok(own));
    assert_eq!(Array::<f64, 1>::zeros([-1]), Err(Value));
    assert_eq!(Array::<f64, 2>::zeros([i64::MAX, i64::MAX]), Err(Memory));
}

#[test]
fn a_line_is_the_row_at_its_indices_or_empty() {
    let shape = [2, 3, 2, 5];
    let data: Vec<i64> = (0..60).collect();
    let array = View::new(&data, shape).unwrap();
    let inside = |index: i64, length: i64| (-length..length).contains(&index);
    for (i, j, k) in
        (-3..3).flat_map(|i| (-4..4).flat_map(move |j| (-3..3).map(move |k| (i, j, k))))
    {
        let line = array.line([i, j, k]);
        if inside(i, 2) && inside(j, 3) && inside(k, 2) {
            for last in 0..5 {
                assert_eq!(line.get([last]), array.get([i, j, k, last]));
            }
            assert_eq!(line.len(), 5);
        } else {
            assert_eq!(line.len(), 0);
        }
    }

    // The places of an array that is as long as arrays can be, and of one that would be longer.
    let far = i64::MAX;
    let longest = View::new(&[(); usize::MAX], [3, usize::MAX / 3, 1]).unwrap();
    assert_eq!(longest.line([2, far / 3]).len(), 1);
    assert_eq!(longest.line([2, -1]).len(), 1);
    assert_eq!(longest.line([3, 0]).len(), 0);
    assert!(View::<(), 3>::new(&[], [usize::MAX, 2, 0]).is_err());
    let hollow = View::<(), 4>::new(&[], [3, 0, usize::MAX, 2]).unwrap();
    assert_eq!(hollow.line([2, 0, far]).len(), 0);
}

/// The sum 1 + 2 + … + n, recursively.
fn triangle(n: i64, depth: Depth) -> Result<i64, Trap> {
    let depth = depth.enter()?;
    if n == 0 {
        Ok(0)
    } else {
        int::add(n, triangle(n - 1, depth)?)
    }
}

#[test]
fn recursion_traps_before_the_stack_ends() {
    assert_eq!(triangle(100, Depth::new(101)), Ok(5050));
    assert_eq!(triangle(100, Depth::new(100)), Err(Recursion));
    assert_eq!(
        triangle(1_000_000_000, Depth::new(usize::MAX)),
        Err(Recursion)
    );
}

#[test]
fn what_is_no_number_is_told() {
    let told = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        (text::is_int(&letters), text::is_float(&letters))
    };
    assert_eq!(told(" -12\n"), (Ok(true), Ok(true)));
    assert_eq!(told("1.5e3"), (Ok(false), Ok(true)));
    assert_eq!(told("+"), (Ok(false), Ok(false)));
    assert_eq!(told(""), (Ok(false), Ok(false)));
    assert_eq!(told("word"), (Ok(false), Ok(false)));
    assert_eq!(told("1_0"), (Err(Value), Err(Value)));
    assert_eq!(told("\u{661}"), (Err(Value), Err(Value)));
    assert_eq!(told("nan"), (Ok(false), Err(Value)));
    assert_eq!(text::to_int(&[' ', '7', '\t']), Ok(7));
}

#[test]
fn weights_that_python_rejects_trap() {
    let mut generator = random::Random::seeded(1).expect("there is memory");
    let mut draw = |weights: &[f64]| random::choices_weighted(&mut generator, &[1, 2], weights, 1);
    assert_eq!(draw(&[0.0, 0.0]), Err(Value));
    assert_eq!(draw(&[f64::NAN, 1.0]), Err(Value));
    assert_eq!(draw(&[1.0]), Err(Value));
    assert_eq!(draw(&[0.0, 1.0]), Ok(vec![2]));
    let ints = random::choices_weighted_ints(&mut generator, &[1, 2], &[1 << 60, 1], 1);
    assert_eq!(ints, Err(Overflow));
}
