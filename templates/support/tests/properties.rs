//! Laws that hold for all values.

use migrator_support::{compare, float, int, math, number, seq};
use proptest::prelude::*;

/// Integers of every length.
fn integers() -> impl Strategy<Value = i64> {
    (any::<i64>(), 0..64_u32).prop_map(|(bits, shift)| bits >> shift)
}

/// Floats of every kind, with many whole and half numbers.
fn floats() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        any::<u64>().prop_map(f64::from_bits),
        integers().prop_map(|i| i as f64 / 2.0)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn int_arithmetic_equals_wider_arithmetic(a in integers(), b in integers()) {
        let (wide_a, wide_b) = (i128::from(a), i128::from(b));
        prop_assert_eq!(int::add(a, b).ok(), i64::try_from(wide_a + wide_b).ok());
        prop_assert_eq!(int::sub(a, b).ok(), i64::try_from(wide_a - wide_b).ok());
        prop_assert_eq!(int::mul(a, b).ok(), i64::try_from(wide_a * wide_b).ok());
    }

    #[test]
    fn int_divmod_puts_the_parts_together_again(a in integers(), b in integers()) {
        prop_assume!(b != 0 && !(a == i64::MIN && b == -1));
        let (quotient, remainder) = int::divmod(a, b).unwrap();
        prop_assert_eq!(i128::from(quotient) * i128::from(b) + i128::from(remainder), i128::from(a));
        prop_assert!(remainder == 0 || (remainder < 0) == (b < 0));
        prop_assert!(remainder.unsigned_abs() < b.unsigned_abs());
    }

    #[test]
    fn shifts_undo_each_other(a in integers(), count in 0..64_i64) {
        if let Ok(shifted) = int::shl(a, count) {
            prop_assert_eq!(int::shr(shifted, count), Ok(a));
        }
    }

    #[test]
    fn int_sum_is_the_exact_sum(values in prop::collection::vec(integers(), 0..200)) {
        let exact: i128 = values.iter().map(|&value| i128::from(value)).sum();
        prop_assert_eq!(int::sum(&values).ok(), i64::try_from(exact).ok());
    }

    #[test]
    fn float_modulo_has_the_sign_of_the_divisor(x in floats(), y in floats()) {
        prop_assume!(x.is_finite() && y != 0.0 && !y.is_nan());
        let remainder = float::floor_mod(x, y).unwrap();
        prop_assert_eq!(remainder.is_sign_negative(), y.is_sign_negative());
        prop_assert!(remainder.abs() <= y.abs());
        prop_assert_eq!(float::divmod(x, y).unwrap().1.to_bits(), remainder.to_bits());
    }

    #[test]
    fn rounding_is_to_the_nearest_whole_number(x in floats()) {
        match (float::floor(x), float::ceil(x), float::round(x)) {
            (Ok(floor), Ok(ceil), Ok(nearest)) => {
                prop_assert!(ceil - floor <= 1);
                prop_assert!(nearest == floor || nearest == ceil);
                prop_assert!((nearest as f64 - x).abs() <= 0.5);
                prop_assert_eq!(x.round_ties_even(), nearest as f64);
            }
            (floor, _, _) => prop_assert!(floor.is_err() && (x.is_nan() || x.abs() > 9e18)),
        }
    }

    #[test]
    fn rounding_to_digits_equals_the_decimal_text(x in floats(), digits in 0..30_i64) {
        prop_assume!(x.is_finite());
        let text = format!("{x:.*}", digits as usize);
        prop_assert_eq!(float::round_to(x, digits).unwrap().to_bits(), text.parse::<f64>().unwrap().to_bits());
    }

    #[test]
    fn a_square_is_the_power(x in floats()) {
        let power = std::hint::black_box(x).powf(std::hint::black_box(2.0));
        if let Ok(square) = float::pow(x, 2.0) {
            prop_assert!(square.to_bits() == power.to_bits() || power.is_nan());
        }
    }

    #[test]
    fn int_and_float_compare_as_exact_values(i in integers(), f in floats()) {
        prop_assume!(!f.is_nan());
        let f = f.clamp(-1e30, 1e30); // so that the whole part fits in 128 bits
        let whole = f.trunc();
        let exact = i128::from(i).cmp(&(whole as i128));
        let expected = exact.then(0.0.partial_cmp(&(f - whole)).unwrap());
        prop_assert_eq!(compare::int_float_cmp(i, f), Some(expected));
    }

    #[test]
    fn sorting_keeps_zeros_in_order(values in prop::collection::vec(prop_oneof![Just(0.0), Just(-0.0), -9.0..9.0], 0..40)) {
        let mut expected = values.clone();
        expected.sort_by(|a, b| a.partial_cmp(b).unwrap());
        let found = float::sorted(&values).unwrap();
        let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(bits(&found), bits(&expected));
    }

    #[test]
    fn frexp_and_ldexp_undo_each_other(x in floats()) {
        prop_assume!(!x.is_nan());
        let (mantissa, exponent) = math::frexp(x).unwrap();
        prop_assert_eq!(math::ldexp(mantissa, exponent).unwrap().to_bits(), x.to_bits());
    }

    #[test]
    fn fsum_does_not_depend_on_the_order(values in prop::collection::vec(-1e300..1e300, 0..30)) {
        let reversed = seq::reversed(&values).unwrap();
        if let (Ok(forward), Ok(backward)) = (math::fsum(&values), math::fsum(&reversed)) {
            prop_assert_eq!(forward, backward);
        }
    }

    #[test]
    fn slices_pick_what_slice_range_names(
        len in 0..12_i64, lo in prop::option::of(-15..15_i64), hi in prop::option::of(-15..15_i64), step in -4..5_i64,
    ) {
        prop_assume!(step != 0);
        let xs: Vec<i64> = (0..len).collect();
        let places: Vec<i64> = seq::slice_range(lo, hi, step, xs.len()).unwrap().collect();
        prop_assert_eq!(seq::slice_step(&xs, lo, hi, step).unwrap(), places);
    }

    #[test]
    fn ranges_run_backwards_too(start in -50..50_i64, stop in -50..50_i64, step in -7..8_i64) {
        prop_assume!(step != 0);
        let mut forward: Vec<i64> = seq::range(start, stop, step).unwrap().collect();
        prop_assert_eq!(forward.len() as i64, seq::range_len(start, stop, step).unwrap());
        forward.reverse();
        prop_assert_eq!(seq::range(start, stop, step).unwrap().rev().collect::<Vec<_>>(), forward);
    }

    #[test]
    fn numbers_count_like_integers(a in -(1_i64 << 26)..1 << 26, b in -(1_i64 << 26)..1 << 26) {
        let wrap = |i| number::Number::from_int(i).unwrap();
        prop_assert_eq!(number::mul(wrap(a), wrap(b)).unwrap().as_int(), Ok(a * b));
        prop_assert_eq!(number::sub(wrap(a), wrap(b)).unwrap().as_int(), Ok(a - b));
        if b != 0 {
            prop_assert_eq!(number::floor_mod(wrap(a), wrap(b)).unwrap().as_int(), int::floor_mod(a, b));
        }
    }
}
