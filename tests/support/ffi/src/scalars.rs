//! Python's scalar operations, under the names that the test's table uses.

use crate::scalars;
use migrator_support::number::Number;
use migrator_support::{Trap, compare, float, int, math, number, seq};

scalars! {
    int_add(a: i64, b: i64) = int::add(a, b);
    int_sub(a: i64, b: i64) = int::sub(a, b);
    int_mul(a: i64, b: i64) = int::mul(a, b);
    int_neg(a: i64) = int::neg(a);
    int_abs(a: i64) = int::abs(a);
    int_floor_div(a: i64, b: i64) = int::floor_div(a, b);
    int_floor_mod(a: i64, b: i64) = int::floor_mod(a, b);
    int_divmod(a: i64, b: i64) = int::divmod(a, b);
    int_true_div(a: i64, b: i64) = int::true_div(a, b);
    int_pow(a: i64, b: i64) = int::pow(a, b);
    int_shl(a: i64, b: i64) = int::shl(a, b);
    int_shr(a: i64, b: i64) = int::shr(a, b);
    int_from_float(x: f64) = int::from_float(x);
    int_min(a: i64, b: i64) = Ok(int::min(a, b));
    int_max(a: i64, b: i64) = Ok(int::max(a, b));
    int_bit_length(a: i64) = Ok(int::bit_length(a));
    int_gcd(a: i64, b: i64) = int::gcd(a, b);
    int_lcm(a: i64, b: i64) = int::lcm(a, b);
    int_isqrt(a: i64) = int::isqrt(a);
    int_factorial(a: i64) = int::factorial(a);
    int_comb(a: i64, b: i64) = int::comb(a, b);
    int_perm(a: i64, b: i64) = int::perm(a, b);

    float_true_div(x: f64, y: f64) = float::true_div(x, y);
    float_floor_div(x: f64, y: f64) = float::floor_div(x, y);
    float_floor_mod(x: f64, y: f64) = float::floor_mod(x, y);
    float_divmod(x: f64, y: f64) = float::divmod(x, y);
    float_pow(x: f64, y: f64) = float::pow(x, y);
    float_square(x: f64) = float::pow(x, 2.0);
    float_cube(x: f64) = float::pow(x, 3.0);
    float_inverse(x: f64) = float::pow(x, -1.0);
    float_root(x: f64) = float::pow(x, 0.5);
    float_two_to(x: f64) = float::pow(2.0, x);
    float_to_int(x: f64) = float::to_int(x);
    float_trunc(x: f64) = float::trunc(x);
    float_floor(x: f64) = float::floor(x);
    float_ceil(x: f64) = float::ceil(x);
    float_round(x: f64) = float::round(x);
    float_round_to(x: f64, n: i64) = float::round_to(x, n);
    float_round_2(x: f64) = float::round_to(x, 2);
    float_min2(x: f64, y: f64) = Ok(float::min2(x, y));
    float_max2(x: f64, y: f64) = Ok(float::max2(x, y));

    compare_lt_if(i: i64, x: f64) = Ok(compare::lt_if(i, x));
    compare_le_if(i: i64, x: f64) = Ok(compare::le_if(i, x));
    compare_gt_if(i: i64, x: f64) = Ok(compare::gt_if(i, x));
    compare_ge_if(i: i64, x: f64) = Ok(compare::ge_if(i, x));
    compare_eq_if(i: i64, x: f64) = Ok(compare::eq_if(i, x));
    compare_ne_if(i: i64, x: f64) = Ok(compare::ne_if(i, x));
    compare_lt_fi(x: f64, i: i64) = Ok(compare::lt_fi(x, i));
    compare_le_fi(x: f64, i: i64) = Ok(compare::le_fi(x, i));
    compare_gt_fi(x: f64, i: i64) = Ok(compare::gt_fi(x, i));
    compare_ge_fi(x: f64, i: i64) = Ok(compare::ge_fi(x, i));
    compare_eq_fi(x: f64, i: i64) = Ok(compare::eq_fi(x, i));
    compare_ne_fi(x: f64, i: i64) = Ok(compare::ne_fi(x, i));

    math_sqrt(x: f64) = math::sqrt(x);
    math_exp(x: f64) = math::exp(x);
    math_exp2(x: f64) = math::exp2(x);
    math_expm1(x: f64) = math::expm1(x);
    math_log(x: f64) = math::log(x);
    math_log_base(x: f64, y: f64) = math::log_base(x, y);
    math_log2(x: f64) = math::log2(x);
    math_log10(x: f64) = math::log10(x);
    math_log1p(x: f64) = math::log1p(x);
    math_sin(x: f64) = math::sin(x);
    math_cos(x: f64) = math::cos(x);
    math_tan(x: f64) = math::tan(x);
    math_asin(x: f64) = math::asin(x);
    math_acos(x: f64) = math::acos(x);
    math_atan(x: f64) = math::atan(x);
    math_atan2(x: f64, y: f64) = math::atan2(x, y);
    math_sinh(x: f64) = math::sinh(x);
    math_cosh(x: f64) = math::cosh(x);
    math_tanh(x: f64) = math::tanh(x);
    math_asinh(x: f64) = math::asinh(x);
    math_acosh(x: f64) = math::acosh(x);
    math_atanh(x: f64) = math::atanh(x);
    math_cbrt(x: f64) = math::cbrt(x);
    math_erf(x: f64) = math::erf(x);
    math_erfc(x: f64) = math::erfc(x);
    math_gamma(x: f64) = math::gamma(x);
    math_lgamma(x: f64) = math::lgamma(x);
    math_fabs(x: f64) = math::fabs(x);
    math_copysign(x: f64, y: f64) = math::copysign(x, y);
    math_fmod(x: f64, y: f64) = math::fmod(x, y);
    math_remainder(x: f64, y: f64) = math::remainder(x, y);
    math_pow(x: f64, y: f64) = math::pow(x, y);
    math_modf(x: f64) = math::modf(x);
    math_frexp(x: f64) = math::frexp(x);
    math_ldexp(x: f64, i: i64) = math::ldexp(x, i);
    math_degrees(x: f64) = math::degrees(x);
    math_radians(x: f64) = math::radians(x);
    math_isnan(x: f64) = Ok(math::isnan(x));
    math_isinf(x: f64) = Ok(math::isinf(x));
    math_isfinite(x: f64) = Ok(math::isfinite(x));
    math_isclose(x: f64, y: f64) = math::isclose(x, y);
    math_isclose_with(x: f64, y: f64, r: f64, a: f64) = math::isclose_with(x, y, r, a);
    math_nextafter(x: f64, y: f64) = math::nextafter(x, y);
    math_ulp(x: f64) = math::ulp(x);
    math_floor(x: f64) = math::floor(x);
    math_ceil(x: f64) = math::ceil(x);
    math_trunc(x: f64) = math::trunc(x);
    math_hypot1(x: f64) = math::hypot(&[x]);
    math_hypot2(x: f64, y: f64) = math::hypot(&[x, y]);
    math_hypot3(x: f64, y: f64, z: f64) = math::hypot(&[x, y, z]);
    math_hypot4(x: f64, y: f64, z: f64, w: f64) = math::hypot(&[x, y, z, w]);
    math_dist2(x: f64, y: f64, z: f64, w: f64) = math::dist(&[x, y], &[z, w]);

    seq_range_len(a: i64, b: i64, c: i64) = seq::range_len(a, b, c);

    number_add(a: i64, i: bool, b: f64) = numbers(number::add, a, i, b);
    number_sub(a: i64, i: bool, b: f64) = numbers(number::sub, a, i, b);
    number_mul(a: i64, i: bool, b: f64) = numbers(number::mul, a, i, b);
    number_true_div(a: i64, i: bool, b: f64) = numbers(number::true_div, a, i, b);
    number_floor_div(a: i64, i: bool, b: f64) = numbers(number::floor_div, a, i, b);
    number_floor_mod(a: i64, i: bool, b: f64) = numbers(number::floor_mod, a, i, b);
    number_pow(a: i64, i: bool, b: f64) = numbers(number::pow, a, i, b);
    number_min2(a: i64, i: bool, b: f64) = numbers(|a, b| Ok(number::min2(a, b)), a, i, b);
    number_max2(a: i64, i: bool, b: f64) = numbers(|a, b| Ok(number::max2(a, b)), a, i, b);
    number_neg(a: i64, i: bool, b: f64) = numbers(|_, b| number::neg(b), a, i, b);
    number_abs(a: i64, i: bool, b: f64) = numbers(|_, b| number::abs(b), a, i, b);

    canary_int_floor_div(a: i64, b: i64) = a.checked_div(b).ok_or(Trap::Overflow);
    canary_float_square(x: f64) = if (x * x).is_infinite() && x.is_finite() { Err(Trap::Overflow) } else { Ok(x * x) };
    canary_float_round(x: f64) = float::to_int(x.round());
}

/// The `int` `a` with `b`, which is an `int` where `b_is_int` says so; the kind of the result (`int` or not) comes second.
fn numbers(
    operation: impl Fn(Number, Number) -> Result<Number, Trap>,
    a: i64,
    b_is_int: bool,
    b: f64,
) -> Result<(f64, bool), Trap> {
    let b = if b_is_int {
        Number::from_int(float::to_int(b)?)?
    } else {
        Number::from_float(b)
    };
    let result = operation(Number::from_int(a)?, b)?;
    Ok((result.value(), result.kind() == number::Kind::Int))
}
