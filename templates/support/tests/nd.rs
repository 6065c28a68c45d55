//! Views, parts and expressions of whole arrays against the obvious loops.

use migrator_support::Trap;
use migrator_support::array::Array;
use migrator_support::nd::{self, Select};

fn counted(rows: usize, columns: usize) -> Array<f64, 2> {
    let values = (0..rows * columns).map(|i| i as f64).collect();
    Array::new(values, [rows, columns]).expect("the size fits")
}

#[test]
fn a_part_is_what_its_indices_say() {
    let a = counted(5, 7);
    let part = a
        .nd()
        .part::<2>(&[Select::Step(None, None, -2), Select::Span(1, -1)])
        .expect("a part");
    assert_eq!(part.dims(), [3, 5]);
    for i in 0..3_i64 {
        for j in 0..5_i64 {
            assert_eq!(part.get([i, j]), a.get([4 - 2 * i, 1 + j]));
        }
    }
    let copy = part.packed().expect("a copy");
    assert_eq!(copy.get([2, 4]), part.get([2, 4]));
}

#[test]
fn slices_clamp_like_pythons() {
    let a = counted(1, 6);
    let row = a.nd().part::<1>(&[Select::At(0)]).expect("a row");
    let length = |item| row.part::<1>(&[item]).map(|part| part.len());
    assert_eq!(length(Select::From(9)), Ok(0));
    assert_eq!(length(Select::Span(-100, 3)), Ok(3));
    assert_eq!(length(Select::Step(Some(4), Some(0), -3)), Ok(2));
    assert_eq!(length(Select::Step(None, None, 0)), Err(Trap::Value));
    assert_eq!(row.part::<0>(&[Select::At(6)]).err(), Some(Trap::Index));
}

#[test]
fn operands_are_stretched() {
    let a = counted(3, 4);
    let column = a
        .nd()
        .part::<2>(&[Select::All, Select::To(1)])
        .expect("a column");
    let row = a.nd().part::<1>(&[Select::At(1)]).expect("a row");
    let sums = nd::collect::<f64, 2>(nd::add(column, row)).expect("a sum");
    for i in 0..3_i64 {
        for j in 0..4_i64 {
            let expected = a.get([i, 0]).expect("inside") + a.get([1, j]).expect("inside");
            assert_eq!(sums.get([i, j]), Ok(expected));
        }
    }
    assert_eq!(
        nd::collect::<f64, 2>(nd::add(a.nd(), counted(2, 4).nd())).err(),
        Some(Trap::Value)
    );
}

#[test]
fn a_result_in_column_order_traps() {
    let a = counted(3, 4);
    assert_eq!(
        nd::collect::<f64, 2>(nd::neg(a.nd().t())).err(),
        Some(Trap::Value)
    );
    let square = counted(3, 3);
    assert!(nd::collect::<f64, 2>(nd::add(square.nd(), square.nd().t())).is_ok());
}

#[test]
fn warnings_trap_and_silent_infinities_do_not() {
    let huge = Array::new(vec![1e308, f64::INFINITY], [2]).expect("two values");
    assert_eq!(
        nd::collect::<f64, 1>(nd::add(huge.nd(), huge.nd())).err(),
        Some(Trap::NonFinite)
    );
    let silent = Array::new(vec![1.0, f64::INFINITY], [2]).expect("two values");
    assert!(nd::collect::<f64, 1>(nd::add(silent.nd(), silent.nd())).is_ok());
    let zeros = Array::new(vec![0.0, -0.0], [2]).expect("two values");
    assert!(nd::collect::<f64, 1>(nd::div(nd::one(1.0), zeros.nd())).is_err());
    let mixed = Array::new(vec![-0.0, 0.0], [2]).expect("two values");
    assert!(nd::collect::<f64, 1>(nd::maximum(zeros.nd(), mixed.nd())).is_err());
    assert!(nd::max(mixed.nd()).is_err());
}

#[test]
fn integers_wrap_around() {
    let a = Array::new(vec![i64::MAX, 1], [2]).expect("two values");
    let sums = nd::collect::<i64, 1>(nd::add(a.nd(), nd::one(1))).expect("a sum");
    assert_eq!(sums.data, [i64::MIN, 2]);
}

#[test]
fn a_store_goes_to_the_part_only() {
    let mut a = counted(4, 4);
    let place = a
        .nd_mut()
        .part::<2>(&[Select::Span(1, 3), Select::Step(None, None, 2)])
        .expect("a part");
    nd::store(place, nd::one(-1.0)).expect("a store");
    let changed: Vec<usize> = (0..16).filter(|&i| a.data[i] < 0.0).collect();
    assert_eq!(changed, [4, 6, 8, 10]);
    let row = counted(1, 3);
    assert!(nd::store(a.nd_mut(), row.nd()).is_err());
}

#[test]
fn without_numpy_its_functions_trap() {
    let a = counted(2, 2);
    assert_eq!(nd::sum(a.nd()).err(), Some(Trap::Guard));
    assert_eq!(nd::matmul(a.nd(), a.nd()).err(), Some(Trap::Guard));
}

/// Numbers of both signs, none of them twice.
fn scattered(count: usize, from: f64) -> Array<f64, 1> {
    let values =
        (0..count).map(|i| from + (i * 37 % 101) as f64 * if i % 3 == 0 { -0.75 } else { 0.5 });
    Array::new(values.collect(), [count]).expect("the size fits")
}

#[test]
fn arrays_of_every_length_are_computed_to_their_end() {
    for count in 1..70 {
        let (a, b) = (scattered(count, 0.125), scattered(count, -3.3));
        let values = |i: usize| (a.data[i], b.data[i]);
        let both = nd::sub(nd::mul(a.nd(), b.nd()), nd::div(nd::one(2.0), b.nd()));
        let found = nd::collect::<f64, 1>(both).expect("no warning").data;
        let larger = nd::collect::<f64, 1>(nd::maximum(a.nd(), b.nd()))
            .expect("no warning")
            .data;
        let least = nd::collect::<f64, 1>(nd::minimum(a.nd(), nd::one(0.25)))
            .expect("no warning")
            .data;
        let chosen = nd::choose(nd::lt(a.nd(), nd::one(1.0)), nd::neg(a.nd()), b.nd());
        let chosen = nd::collect::<f64, 1>(chosen).expect("no warning").data;
        let part = a
            .nd()
            .part::<1>(&[Select::Step(None, None, 2)])
            .expect("a part");
        let second = nd::collect::<f64, 1>(nd::abs(part))
            .expect("no warning")
            .data;
        for i in 0..count {
            let (x, y) = values(i);
            assert_eq!(found[i].to_bits(), (x * y - 2.0 / y).to_bits());
            assert_eq!(larger[i], if x > y { x } else { y });
            assert_eq!(least[i], if x < 0.25 { x } else { 0.25 });
            assert_eq!(chosen[i], if x < 1.0 { -x } else { y });
        }
        assert_eq!(second.len(), count.div_ceil(2));
        assert!(
            second
                .iter()
                .enumerate()
                .all(|(i, x)| *x == a.data[2 * i].abs())
        );
    }
}

#[test]
fn what_is_odd_is_found_at_every_place() {
    for count in 1..40 {
        for place in 0..count {
            let mut a = scattered(count, 0.125);
            let sum =
                |a: &Array<f64, 1>| nd::collect::<f64, 1>(nd::mul(a.nd(), nd::one(1e300))).err();
            let larger =
                |a: &Array<f64, 1>| nd::collect::<f64, 1>(nd::maximum(a.nd(), nd::one(0.0))).err();
            assert_eq!((sum(&a), larger(&a)), (None, None));
            a.data[place] = 1e30;
            assert_eq!((sum(&a), larger(&a)), (Some(Trap::NonFinite), None));
            a.data[place] = f64::NAN;
            assert_eq!(larger(&a), Some(Trap::NonFinite));
            let rows = nd::max_last::<f64, 1, 0>(a.nd());
            assert_eq!(rows.err(), Some(Trap::NonFinite));
            a.data[place] = -0.0;
            assert_eq!(larger(&a), Some(Trap::NonFinite));
            let rows = nd::max_last::<f64, 1, 0>(a.nd()).expect("one largest");
            assert!(a.data.iter().all(|x| *x <= rows.data[0]));
        }
    }
}
