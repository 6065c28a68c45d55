//! `format(value, spec)`: digits, signs and padding as Python has them.

use super::text::Text;
use super::{Trap, seq};

/// No padding is longer.
const WIDEST: i64 = 9_999;

/// `digits` behind `sign`, filled up to `width`; `natural` is the side that the value keeps to by itself.
fn padded(
    sign: &str,
    digits: &[char],
    fill: i64,
    align: i64,
    width: i64,
    natural: char,
) -> Result<Text, Trap> {
    let letter = |code: i64| {
        u32::try_from(code)
            .ok()
            .and_then(char::from_u32)
            .ok_or(Trap::Value)
    };
    let (fill, align) = (letter(fill)?, letter(align)?);
    if !(0..=WIDEST).contains(&width) {
        return Err(Trap::Value);
    }
    let length = sign.len() + digits.len();
    let missing = (width as usize).saturating_sub(length);
    let (before, inside, behind) = match if align == 'd' { natural } else { align } {
        '<' => (0, 0, missing),
        '>' => (missing, 0, 0),
        '^' => (missing / 2, 0, missing - missing / 2),
        '=' => (0, missing, 0),
        _ => return Err(Trap::Value),
    };
    let mut made = seq::with_room(length + missing)?;
    made.extend(std::iter::repeat_n(fill, before));
    made.extend(sign.chars());
    made.extend(std::iter::repeat_n(fill, inside));
    made.extend_from_slice(digits);
    made.extend(std::iter::repeat_n(fill, behind));
    Ok(made)
}

fn number(negative: bool, digits: &str, fill: i64, align: i64, width: i64) -> Result<Text, Trap> {
    let digits: Text = digits.chars().collect();
    padded(
        if negative { "-" } else { "" },
        &digits,
        fill,
        align,
        width,
        '>',
    )
}

/// `format(x, "d")`.
pub fn whole(x: impl Into<i128>, fill: i64, align: i64, width: i64, _: i64) -> Result<Text, Trap> {
    let x = x.into();
    number(x < 0, &x.unsigned_abs().to_string(), fill, align, width)
}

/// `format(x, "x")`.
pub fn hexadecimal(
    x: impl Into<i128>,
    fill: i64,
    align: i64,
    width: i64,
    _: i64,
) -> Result<Text, Trap> {
    let x = x.into();
    let digits = format!("{:x}", x.unsigned_abs());
    number(x < 0, &digits, fill, align, width)
}

/// `format(x, "X")`.
pub fn upper_hexadecimal(
    x: impl Into<i128>,
    fill: i64,
    align: i64,
    width: i64,
    _: i64,
) -> Result<Text, Trap> {
    let x = x.into();
    let digits = format!("{:X}", x.unsigned_abs());
    number(x < 0, &digits, fill, align, width)
}

/// `format(x, "b")`.
pub fn binary(x: impl Into<i128>, fill: i64, align: i64, width: i64, _: i64) -> Result<Text, Trap> {
    let x = x.into();
    let digits = format!("{:b}", x.unsigned_abs());
    number(x < 0, &digits, fill, align, width)
}

/// `format(x, "o")`.
pub fn octal(x: impl Into<i128>, fill: i64, align: i64, width: i64, _: i64) -> Result<Text, Trap> {
    let x = x.into();
    let digits = format!("{:o}", x.unsigned_abs());
    number(x < 0, &digits, fill, align, width)
}

/// `format(x, ".3f")`: both round the exact value, halves to even; infinities and NaN trap.
pub fn fixed(x: f64, fill: i64, align: i64, width: i64, precision: i64) -> Result<Text, Trap> {
    let precision = usize::try_from(precision).map_err(|_| Trap::Value)?;
    if !x.is_finite() || precision > 99 {
        return Err(Trap::Value);
    }
    let digits = format!("{:.precision$}", x.abs());
    number(x.is_sign_negative(), &digits, fill, align, width)
}

/// `format(text, "s")`.
pub fn text(x: &[char], fill: i64, align: i64, width: i64, _: i64) -> Result<Text, Trap> {
    if align == i64::from(b'=') {
        return Err(Trap::Value);
    }
    padded("", x, fill, align, width, '<')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(made: Result<Text, Trap>) -> String {
        made.unwrap().into_iter().collect()
    }

    #[test]
    fn pads_as_python_does() {
        let (zero, space) = (i64::from(b'0'), i64::from(b' '));
        assert_eq!(shown(whole(-7, zero, i64::from(b'='), 5, 0)), "-0007");
        assert_eq!(shown(whole(7, space, i64::from(b'^'), 4, 0)), " 7  ");
        assert_eq!(shown(fixed(2.675, space, i64::from(b'>'), 7, 2)), "   2.67");
        assert_eq!(shown(fixed(-0.001, space, i64::from(b'd'), 0, 2)), "-0.00");
        assert_eq!(shown(fixed(0.5, space, i64::from(b'd'), 0, 0)), "0");
        assert_eq!(
            shown(hexadecimal(i64::MIN, zero, i64::from(b'd'), 0, 0)),
            "-8000000000000000"
        );
        assert_eq!(
            shown(text(&['a'], i64::from(b'*'), i64::from(b'd'), 3, 0)),
            "a**"
        );
    }
}
