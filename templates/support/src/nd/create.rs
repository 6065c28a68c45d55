//! Fresh arrays.

use super::super::array::Array;
use super::super::seq;
use super::super::trap::Trap;
use super::strided::Strided;

/// `np.eye(n)`.
pub fn eye<T: Copy + Default + From<bool>>(n: i64) -> Result<Array<T, 2>, Trap> {
    let mut made = Array::zeros([n, n])?;
    for i in 0..n {
        made.set([i, i], T::from(true))?;
    }
    Ok(made)
}

/// `np.diag(v)` of a vector.
pub fn diagonal<T: Copy + Default>(values: Strided<'_, T, 1>) -> Result<Array<T, 2>, Trap> {
    let n = values.len();
    let mut made = Array::zeros([n, n])?;
    for i in 0..n {
        made.set([i, i], values.get([i])?)?;
    }
    Ok(made)
}

/// `np.arange(start, stop, step)` of integers.
pub fn arange(start: i64, stop: i64, step: i64) -> Result<Array<i64, 1>, Trap> {
    if step == 0 {
        return Err(Trap::ZeroDivision);
    }
    let (from, to, by) = (i128::from(start), i128::from(stop), i128::from(step));
    let count = if by > 0 {
        (to - from + by - 1).div_euclid(by)
    } else {
        (from - to - by - 1).div_euclid(-by)
    };
    let count = usize::try_from(count.max(0)).map_err(|_| Trap::Memory)?;
    // NumPy takes the length from a quotient of floats, which is exact for such numbers only.
    if start.unsigned_abs() > 1 << 50 || stop.unsigned_abs() > 1 << 50 {
        return Err(Trap::Overflow);
    }
    let mut values = seq::with_room(count)?;
    values.extend((0..count as i64).map(|i| start + i * step));
    Array::new(values, [count])
}

/// `np.linspace(start, stop, num)`.
pub fn linspace(start: f64, stop: f64, num: i64) -> Result<Array<f64, 1>, Trap> {
    let count = usize::try_from(num).map_err(|_| Trap::Value)?;
    let delta = stop - start;
    let step = delta / (num - 1).max(1) as f64;
    if !step.is_finite() || (count > 1 && step == 0.0) || !start.is_finite() {
        return Err(Trap::Value);
    }
    let mut values = seq::with_room(count)?;
    if count == 1 {
        values.push(0.0 * delta + start);
    } else {
        values.extend((0..num).map(|i| i as f64 * step + start));
        if let Some(last) = values.last_mut() {
            *last = stop;
        }
    }
    if values.iter().all(|x: &f64| x.is_finite()) {
        Array::new(values, [count])
    } else {
        Err(Trap::NonFinite)
    }
}
