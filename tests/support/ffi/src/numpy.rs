//! NumPy's scalar operations and stores, for every element type: `np_add_f8`, `cast_i1_from_f8`, ….

use crate::scalars;
use migrator_support::np;

macro_rules! arithmetic {
    ($type:ty: $add:ident $sub:ident $mul:ident $div:ident $floor_div:ident $floor_mod:ident $pow:ident $neg:ident $abs:ident $min2:ident $max2:ident) => {
        scalars! {
            $add(a: $type, b: $type) = np::add(a, b);
            $sub(a: $type, b: $type) = np::sub(a, b);
            $mul(a: $type, b: $type) = np::mul(a, b);
            $div(a: $type, b: $type) = np::div(a, b);
            $floor_div(a: $type, b: $type) = np::floor_div(a, b);
            $floor_mod(a: $type, b: $type) = np::floor_mod(a, b);
            $pow(a: $type, b: $type) = np::pow(a, b);
            $neg(a: $type) = np::neg(a);
            $abs(a: $type) = np::abs(a);
            $min2(a: $type, b: $type) = Ok(np::min2(a, b));
            $max2(a: $type, b: $type) = Ok(np::max2(a, b));
        }
    };
}

arithmetic!(f64: np_add_f8 np_sub_f8 np_mul_f8 np_div_f8 np_floor_div_f8 np_floor_mod_f8 np_pow_f8 np_neg_f8 np_abs_f8 np_min2_f8 np_max2_f8);
arithmetic!(f32: np_add_f4 np_sub_f4 np_mul_f4 np_div_f4 np_floor_div_f4 np_floor_mod_f4 np_pow_f4 np_neg_f4 np_abs_f4 np_min2_f4 np_max2_f4);
arithmetic!(i8: np_add_i1 np_sub_i1 np_mul_i1 np_div_i1 np_floor_div_i1 np_floor_mod_i1 np_pow_i1 np_neg_i1 np_abs_i1 np_min2_i1 np_max2_i1);
arithmetic!(i16: np_add_i2 np_sub_i2 np_mul_i2 np_div_i2 np_floor_div_i2 np_floor_mod_i2 np_pow_i2 np_neg_i2 np_abs_i2 np_min2_i2 np_max2_i2);
arithmetic!(i32: np_add_i4 np_sub_i4 np_mul_i4 np_div_i4 np_floor_div_i4 np_floor_mod_i4 np_pow_i4 np_neg_i4 np_abs_i4 np_min2_i4 np_max2_i4);
arithmetic!(i64: np_add_i8 np_sub_i8 np_mul_i8 np_div_i8 np_floor_div_i8 np_floor_mod_i8 np_pow_i8 np_neg_i8 np_abs_i8 np_min2_i8 np_max2_i8);
arithmetic!(u8: np_add_u1 np_sub_u1 np_mul_u1 np_div_u1 np_floor_div_u1 np_floor_mod_u1 np_pow_u1 np_neg_u1 np_abs_u1 np_min2_u1 np_max2_u1);
arithmetic!(u16: np_add_u2 np_sub_u2 np_mul_u2 np_div_u2 np_floor_div_u2 np_floor_mod_u2 np_pow_u2 np_neg_u2 np_abs_u2 np_min2_u2 np_max2_u2);
arithmetic!(u32: np_add_u4 np_sub_u4 np_mul_u4 np_div_u4 np_floor_div_u4 np_floor_mod_u4 np_pow_u4 np_neg_u4 np_abs_u4 np_min2_u4 np_max2_u4);
arithmetic!(u64: np_add_u8 np_sub_u8 np_mul_u8 np_div_u8 np_floor_div_u8 np_floor_mod_u8 np_pow_u8 np_neg_u8 np_abs_u8 np_min2_u8 np_max2_u8);

macro_rules! stores {
    ($type:ty: $f8:ident $f4:ident $i1:ident $i2:ident $i4:ident $i8:ident $u1:ident $u2:ident $u4:ident $u8:ident $b1:ident) => {
        scalars! {
            $f8(x: $type) = np::cast_f64(x);
            $f4(x: $type) = np::cast_f32(x);
            $i1(x: $type) = np::cast_i8(x);
            $i2(x: $type) = np::cast_i16(x);
            $i4(x: $type) = np::cast_i32(x);
            $i8(x: $type) = np::cast_i64(x);
            $u1(x: $type) = np::cast_u8(x);
            $u2(x: $type) = np::cast_u16(x);
            $u4(x: $type) = np::cast_u32(x);
            $u8(x: $type) = np::cast_u64(x);
            $b1(x: $type) = np::cast_bool(x);
        }
    };
}

stores!(f64: cast_f8_from_f8 cast_f4_from_f8 cast_i1_from_f8 cast_i2_from_f8 cast_i4_from_f8 cast_i8_from_f8 cast_u1_from_f8 cast_u2_from_f8 cast_u4_from_f8 cast_u8_from_f8 cast_b1_from_f8);
stores!(f32: cast_f8_from_f4 cast_f4_from_f4 cast_i1_from_f4 cast_i2_from_f4 cast_i4_from_f4 cast_i8_from_f4 cast_u1_from_f4 cast_u2_from_f4 cast_u4_from_f4 cast_u8_from_f4 cast_b1_from_f4);
stores!(i64: cast_f8_from_i8 cast_f4_from_i8 cast_i1_from_i8 cast_i2_from_i8 cast_i4_from_i8 cast_i8_from_i8 cast_u1_from_i8 cast_u2_from_i8 cast_u4_from_i8 cast_u8_from_i8 cast_b1_from_i8);
stores!(u64: cast_f8_from_u8 cast_f4_from_u8 cast_i1_from_u8 cast_i2_from_u8 cast_i4_from_u8 cast_i8_from_u8 cast_u1_from_u8 cast_u2_from_u8 cast_u4_from_u8 cast_u8_from_u8 cast_b1_from_u8);
stores!(bool: cast_f8_from_b1 cast_f4_from_b1 cast_i1_from_b1 cast_i2_from_b1 cast_i4_from_b1 cast_i8_from_b1 cast_u1_from_b1 cast_u2_from_b1 cast_u4_from_b1 cast_u8_from_b1 cast_b1_from_b1);
