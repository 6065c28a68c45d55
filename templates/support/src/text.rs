//! Python's `str`: a sequence of code points.
//!
//! What depends on Unicode's tables (case, "is a letter") differs between versions of Python and Rust: it is computed
//! for ASCII, and anything else traps. Lone surrogates have no `char`, so a `str` that holds one never gets here.

use super::seq::{self, with_room};
use super::trap::Trap;

/// The owned form of a `str`.
pub type Text = Vec<char>;

/// The text of a literal.
pub fn of(literal: &str) -> Text {
    literal.chars().collect()
}

/// Whether `text` is this literal.
#[inline]
pub fn is(text: &[char], literal: &str) -> bool {
    text.iter().copied().eq(literal.chars())
}

/// `a + b`.
#[inline]
pub fn concat(a: &[char], b: &[char]) -> Result<Text, Trap> {
    seq::concat(a, b)
}

/// `a += b`.
#[inline]
pub fn push(a: &mut Text, b: &[char]) -> Result<(), Trap> {
    seq::extend(a, b)
}

/// `str(c)` of a single code point.
#[inline]
pub fn from_char(c: char) -> Text {
    vec![c]
}

/// `ord(text)`: anything but one code point traps.
#[inline]
pub fn ord(text: &[char]) -> Result<i64, Trap> {
    match text {
        &[c] => Ok(i64::from(u32::from(c))),
        _ => Err(Trap::Type),
    }
}

/// `chr(n)`: what is no code point, or a surrogate, traps.
#[inline]
pub fn chr(n: i64) -> Result<char, Trap> {
    u32::try_from(n)
        .ok()
        .and_then(char::from_u32)
        .ok_or(Trap::Value)
}

/// `text.encode()`: UTF-8.
pub fn encode(text: &[char]) -> Vec<u8> {
    text.iter().collect::<String>().into_bytes()
}

/// `str(n)`.
pub fn of_int(n: i64) -> Text {
    n.to_string().chars().collect()
}

/// `repr(x)`, `str(x)`: the fewest digits that give `x` back, with an exponent below 1e-4 and from 1e16 on.
pub fn of_float(x: f64) -> Text {
    if x.is_nan() {
        return "nan".chars().collect();
    }
    if x.is_infinite() {
        return (if x > 0.0 { "inf" } else { "-inf" }).chars().collect();
    }
    // Of two that are equally near, Python takes the even one, as Rust does where it is told how many digits.
    let shortest = format!("{x:e}");
    let digits = shortest
        .bytes()
        .take_while(|&c| c != b'e')
        .filter(u8::is_ascii_digit)
        .count();
    let scientific = format!("{x:.*e}", digits.saturating_sub(1));
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let text = if (-4..16).contains(&exponent) {
        let behind = (digits as i32 - 1 - exponent).max(1);
        format!("{x:.*}", behind as usize)
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
    };
    text.chars().collect()
}

/// `bin(n)`.
pub fn bin(n: impl Into<i128>) -> Text {
    let n = n.into();
    signed(n < 0, &format!("{:#b}", n.unsigned_abs()))
}

/// `oct(n)`.
pub fn oct(n: impl Into<i128>) -> Text {
    let n = n.into();
    signed(n < 0, &format!("{:#o}", n.unsigned_abs()))
}

/// `hex(n)`.
pub fn hex(n: impl Into<i128>) -> Text {
    let n = n.into();
    signed(n < 0, &format!("{:#x}", n.unsigned_abs()))
}

fn signed(negative: bool, digits: &str) -> Text {
    let sign = if negative { "-" } else { "" };
    sign.chars().chain(digits.chars()).collect()
}

/// `str(n)` of a long.
pub fn of_long(n: i128) -> Text {
    of(&n.to_string())
}

/// `str(b)` of a `bool`.
pub fn of_bool(b: bool) -> Text {
    of(if b { "True" } else { "False" })
}

/// `int(text)`: plain ASCII digits with or without a sign, and blanks around; all else (underscores, what raises) traps.
pub fn to_int(text: &[char]) -> Result<i64, Trap> {
    let (negative, digits) = match without_blanks(text) {
        ['-', digits @ ..] => (true, digits),
        ['+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    if digits.is_empty() {
        return Err(Trap::Value);
    }
    let mut value: i64 = 0;
    for c in digits {
        let digit = i64::from(c.to_digit(10).ok_or(Trap::Value)?);
        let tens = value.checked_mul(10).ok_or(Trap::Overflow)?;
        value = tens.checked_add(digit).ok_or(Trap::Overflow)?;
    }
    Ok(if negative { -value } else { value })
}

/// `int(text, base)`: a sign and digits; all else (blanks, underscores, a prefix as `0x`) traps.
pub fn to_int_of_base(text: &[char], base: i64) -> Result<i64, Trap> {
    let radix = u32::try_from(base).map_err(|_| Trap::Value)?;
    if !(2..=36).contains(&radix) {
        return Err(Trap::Value);
    }
    let (negative, digits) = match text {
        ['-', digits @ ..] => (true, digits),
        ['+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    if digits.is_empty() {
        return Err(Trap::Value);
    }
    let value = digits.iter().try_fold(0_i64, |value, c| {
        let digit = i64::from(c.to_digit(radix).ok_or(Trap::Value)?);
        let shifted = value.checked_mul(base).ok_or(Trap::Overflow)?;
        shifted.checked_add(digit).ok_or(Trap::Overflow)
    })?;
    Ok(if negative { -value } else { value })
}

/// `float(text)`: an ASCII decimal number as `-12.5e-3`, blanks around it or not; all else (underscores, `inf`) traps.
pub fn to_float(text: &[char]) -> Result<f64, Trap> {
    let text = without_blanks(text);
    let plain = text
        .iter()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'));
    if !plain {
        return Err(Trap::Value);
    }
    let digits: String = text.iter().collect();
    digits.parse().map_err(|_| Trap::Value)
}

/// Whether `int(text)` gives a number (or traps) and does not raise `ValueError`; what is not plain ASCII traps.
pub fn is_int(text: &[char]) -> Result<bool, Trap> {
    let plain = is_plain(text)?;
    let digits = match plain {
        ['+' | '-', digits @ ..] => digits,
        digits => digits,
    };
    Ok(!digits.is_empty() && digits.iter().all(char::is_ascii_digit))
}

/// The same for `float(text)`; what may be an infinity or NaN traps.
pub fn is_float(text: &[char]) -> Result<bool, Trap> {
    let plain = is_plain(text)?;
    if plain.iter().any(|c| matches!(c, 'n' | 'N')) {
        return Err(Trap::Value);
    }
    Ok(to_float(plain).is_ok())
}

/// The text without the blanks around it; what else Python may ignore (underscores, blanks beyond ASCII) traps.
fn is_plain(text: &[char]) -> Result<&[char], Trap> {
    let plain = without_blanks(text);
    if plain.iter().any(|c| !matches!(c, ' '..='~') || *c == '_') {
        return Err(Trap::Value);
    }
    Ok(plain)
}

/// The text without the ASCII white space around it, which `int` and `float` ignore.
fn without_blanks(text: &[char]) -> &[char] {
    let blank = |c: &char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}');
    let start = text.iter().take_while(|c| blank(c)).count();
    let end = text.len() - text.iter().rev().take_while(|c| blank(c)).count();
    text.get(start..end).unwrap_or(&[])
}

/// The place where `part` first is in `text[start..]`.
fn first(text: &[char], part: &[char], start: usize) -> Option<usize> {
    match part {
        [] => (start <= text.len()).then_some(start),
        [c, ..] => {
            let last = text.len().checked_sub(part.len())?;
            (start..=last).find(|&at| text[at] == *c && text[at..].starts_with(part))
        }
    }
}

/// `part in text`.
#[inline]
pub fn contains(text: &[char], part: &[char]) -> bool {
    first(text, part, 0).is_some()
}

/// `text in texts`, of a list.
#[inline]
pub fn is_one_of(texts: &[Text], text: &[char]) -> bool {
    texts.iter().any(|other| other[..] == *text)
}

/// `texts.index(text)`, of a list; none traps.
#[inline]
pub fn place_in(texts: &[Text], text: &[char]) -> Result<i64, Trap> {
    let place = texts.iter().position(|other| other[..] == *text);
    place.map(|at| at as i64).ok_or(Trap::Value)
}

/// `texts.remove(text)`, of a list; none traps.
pub fn remove_from(texts: &mut Vec<Text>, text: &[char]) -> Result<(), Trap> {
    let place = place_in(texts, text)?;
    super::seq::delete(texts, place)
}

/// `texts.count(text)`, of a list.
#[inline]
pub fn count_in(texts: &[Text], text: &[char]) -> i64 {
    texts.iter().filter(|other| other[..] == *text).count() as i64
}

/// Where `find` and the like look: the bounds of a slice, except that a start behind the end finds nothing.
fn span(text: &[char], lo: Option<i64>, hi: Option<i64>) -> Option<(usize, usize)> {
    let start = lo.unwrap_or(0);
    if start > text.len() as i64 {
        return None;
    }
    let all = seq::slice_bounds(lo, None, text.len()).0;
    let end = hi.map_or(text.len(), |hi| {
        seq::slice_bounds(None, Some(hi), text.len()).1
    });
    (all <= end).then_some((all, end))
}

/// `text.find(part, lo, hi)`.
pub fn find(text: &[char], part: &[char], lo: Option<i64>, hi: Option<i64>) -> i64 {
    span(text, lo, hi)
        .and_then(|(start, end)| first(&text[..end], part, start))
        .map_or(-1, |at| at as i64)
}

/// `text.rfind(part, lo, hi)`.
pub fn rfind(text: &[char], part: &[char], lo: Option<i64>, hi: Option<i64>) -> i64 {
    span(text, lo, hi)
        .and_then(|(start, end)| {
            let last = (end - start).checked_sub(part.len())?;
            (start..=start + last)
                .rev()
                .find(|&at| text[at..].starts_with(part))
        })
        .map_or(-1, |at| at as i64)
}

/// `text.index(part, lo, hi)`: none traps.
pub fn index(text: &[char], part: &[char], lo: Option<i64>, hi: Option<i64>) -> Result<i64, Trap> {
    match find(text, part, lo, hi) {
        -1 => Err(Trap::Value),
        at => Ok(at),
    }
}

/// `text.rindex(part, lo, hi)`: none traps.
pub fn rindex(text: &[char], part: &[char], lo: Option<i64>, hi: Option<i64>) -> Result<i64, Trap> {
    match rfind(text, part, lo, hi) {
        -1 => Err(Trap::Value),
        at => Ok(at),
    }
}

/// `text.count(part, lo, hi)`: without overlaps.
pub fn count(text: &[char], part: &[char], lo: Option<i64>, hi: Option<i64>) -> i64 {
    let Some((start, end)) = span(text, lo, hi) else {
        return 0;
    };
    if part.is_empty() {
        return (end - start + 1) as i64;
    }
    let (mut at, mut found) = (start, 0);
    while let Some(place) = first(&text[..end], part, at) {
        found += 1;
        at = place + part.len();
    }
    found
}

/// Single characters, as a list that longer texts can be put into.
pub fn list_of_letters(letters: &[char]) -> Result<Vec<Text>, Trap> {
    let mut texts = with_room(letters.len())?;
    texts.extend(letters.iter().map(|&letter| from_char(letter)));
    Ok(texts)
}

/// `text.startswith(part)`.
#[inline]
pub fn starts_with(text: &[char], part: &[char]) -> bool {
    text.starts_with(part)
}

/// `text.startswith(part, start)`; behind the end not even the empty text starts.
#[inline]
pub fn starts_from(text: &[char], part: &[char], start: i64) -> bool {
    let from = if start < 0 {
        start.saturating_add(text.len() as i64).max(0)
    } else {
        start
    };
    text.get(from as usize..)
        .is_some_and(|rest| rest.starts_with(part))
}

/// `text.endswith(part)`.
#[inline]
pub fn ends_with(text: &[char], part: &[char]) -> bool {
    text.ends_with(part)
}

/// What Python takes for white space.
#[inline]
pub fn is_white(c: char) -> bool {
    matches!(
        u32::from(c),
        9..=13 | 0x1c..=0x20 | 0x85 | 0xa0 | 0x1680 | 0x2000..=0x200a | 0x2028 | 0x2029 | 0x202f | 0x205f | 0x3000
    )
}

fn trimmed(
    text: &[char],
    left: bool,
    right: bool,
    gone: impl Fn(char) -> bool,
) -> Result<Text, Trap> {
    let mut rest = text;
    while let [c, more @ ..] = rest
        && left
        && gone(*c)
    {
        rest = more;
    }
    while let [more @ .., c] = rest
        && right
        && gone(*c)
    {
        rest = more;
    }
    seq::copy(rest)
}

/// `text.strip()`.
pub fn strip(text: &[char]) -> Result<Text, Trap> {
    trimmed(text, true, true, is_white)
}

/// `text.lstrip()`.
pub fn lstrip(text: &[char]) -> Result<Text, Trap> {
    trimmed(text, true, false, is_white)
}

/// `text.rstrip()`.
pub fn rstrip(text: &[char]) -> Result<Text, Trap> {
    trimmed(text, false, true, is_white)
}

/// `text.strip(chars)`.
pub fn strip_of(text: &[char], chars: &[char]) -> Result<Text, Trap> {
    trimmed(text, true, true, |c| chars.contains(&c))
}

/// `text.lstrip(chars)`.
pub fn lstrip_of(text: &[char], chars: &[char]) -> Result<Text, Trap> {
    trimmed(text, true, false, |c| chars.contains(&c))
}

/// `text.rstrip(chars)`.
pub fn rstrip_of(text: &[char], chars: &[char]) -> Result<Text, Trap> {
    trimmed(text, false, true, |c| chars.contains(&c))
}

/// `text.split()`: by white space.
pub fn split_white(text: &[char]) -> Result<Vec<Text>, Trap> {
    let mut words = Vec::new();
    for word in text.split(|&c| is_white(c)).filter(|word| !word.is_empty()) {
        seq::push(&mut words, seq::copy(word)?)?;
    }
    Ok(words)
}

/// `text.split(sep, most)`: an empty separator traps, a negative `most` means no limit.
pub fn split(text: &[char], sep: &[char], most: i64) -> Result<Vec<Text>, Trap> {
    if sep.is_empty() {
        return Err(Trap::Value);
    }
    let mut left = usize::try_from(most).unwrap_or(usize::MAX);
    let (mut parts, mut at) = (Vec::new(), 0);
    while left > 0
        && let Some(place) = first(text, sep, at)
    {
        seq::push(&mut parts, seq::copy(&text[at..place])?)?;
        at = place + sep.len();
        left -= 1;
    }
    seq::push(&mut parts, seq::copy(&text[at..])?)?;
    Ok(parts)
}

/// `text.splitlines()`.
pub fn split_lines(text: &[char]) -> Result<Vec<Text>, Trap> {
    let (mut lines, mut start, mut at) = (Vec::new(), 0, 0);
    while at < text.len() {
        let ends = matches!(
            u32::from(text[at]),
            10..=13 | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029
        );
        if ends {
            seq::push(&mut lines, seq::copy(&text[start..at])?)?;
            if text[at] == '\r' && text.get(at + 1) == Some(&'\n') {
                at += 1;
            }
            start = at + 1;
        }
        at += 1;
    }
    if start < text.len() {
        seq::push(&mut lines, seq::copy(&text[start..])?)?;
    }
    Ok(lines)
}

/// `text.partition(sep)`: an empty separator traps.
pub fn partition(text: &[char], sep: &[char]) -> Result<(Text, Text, Text), Trap> {
    if sep.is_empty() {
        return Err(Trap::Value);
    }
    match first(text, sep, 0) {
        None => Ok((seq::copy(text)?, Text::new(), Text::new())),
        Some(at) => Ok((
            seq::copy(&text[..at])?,
            seq::copy(sep)?,
            seq::copy(&text[at + sep.len()..])?,
        )),
    }
}

/// `sep.join(parts)`.
pub fn join(sep: &[char], parts: &[Text]) -> Result<Text, Trap> {
    let length: usize = parts.iter().map(|part| part.len() + sep.len()).sum();
    let mut joined = with_room(length)?;
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            joined.extend_from_slice(sep);
        }
        joined.extend_from_slice(part);
    }
    Ok(joined)
}

/// `sep.join(parts)`, of single code points.
pub fn join_chars(sep: &[char], parts: &[char]) -> Result<Text, Trap> {
    if sep.is_empty() {
        return seq::copy(parts);
    }
    let mut joined = with_room(parts.len() * (1 + sep.len()))?;
    for (i, &part) in parts.iter().enumerate() {
        if i > 0 {
            joined.extend_from_slice(sep);
        }
        joined.push(part);
    }
    Ok(joined)
}

/// `text.replace(old, new, most)`: a negative `most` means no limit.
pub fn replace(text: &[char], old: &[char], new: &[char], most: i64) -> Result<Text, Trap> {
    let mut left = usize::try_from(most).unwrap_or(usize::MAX);
    let mut made = with_room(text.len())?;
    if old.is_empty() {
        for at in 0..=text.len() {
            if left > 0 {
                seq::extend(&mut made, new)?;
                left -= 1;
            }
            if let Some(&c) = text.get(at) {
                seq::push(&mut made, c)?;
            }
        }
        return Ok(made);
    }
    let mut at = 0;
    while left > 0
        && let Some(place) = first(text, old, at)
    {
        seq::extend(&mut made, &text[at..place])?;
        seq::extend(&mut made, new)?;
        at = place + old.len();
        left -= 1;
    }
    seq::extend(&mut made, &text[at..])?;
    Ok(made)
}

/// Every code point through `change`, for ASCII only.
fn ascii(text: &[char], change: impl Fn(usize, char) -> char) -> Result<Text, Trap> {
    let mut made = with_room(text.len())?;
    for (i, &c) in text.iter().enumerate() {
        if !c.is_ascii() {
            return Err(Trap::Value);
        }
        made.push(change(i, c));
    }
    Ok(made)
}

/// `text.lower()`.
pub fn lower(text: &[char]) -> Result<Text, Trap> {
    ascii(text, |_, c| c.to_ascii_lowercase())
}

/// `text.upper()`.
pub fn upper(text: &[char]) -> Result<Text, Trap> {
    ascii(text, |_, c| c.to_ascii_uppercase())
}

/// `text.capitalize()`.
pub fn capitalize(text: &[char]) -> Result<Text, Trap> {
    ascii(text, |i, c| {
        if i == 0 {
            c.to_ascii_uppercase()
        } else {
            c.to_ascii_lowercase()
        }
    })
}

/// Whether there is something and all of it passes `test`, for ASCII only.
#[inline]
fn all(text: &[char], test: impl Fn(char) -> bool) -> Result<bool, Trap> {
    for &c in text {
        if !c.is_ascii() {
            return Err(Trap::Value);
        }
        if !test(c) {
            return Ok(false);
        }
    }
    Ok(!text.is_empty())
}

/// `text.isdigit()`, and for ASCII also `isdecimal` and `isnumeric`.
#[inline]
pub fn is_digit(text: &[char]) -> Result<bool, Trap> {
    all(text, |c| c.is_ascii_digit())
}

/// `text.isalpha()`.
#[inline]
pub fn is_alpha(text: &[char]) -> Result<bool, Trap> {
    all(text, |c| c.is_ascii_alphabetic())
}

/// `text.isalnum()`.
#[inline]
pub fn is_alnum(text: &[char]) -> Result<bool, Trap> {
    all(text, |c| c.is_ascii_alphanumeric())
}

/// `text.isspace()`.
#[inline]
pub fn is_space(text: &[char]) -> bool {
    !text.is_empty() && text.iter().all(|&c| is_white(c))
}

/// `text.isupper()`.
#[inline]
pub fn is_upper(text: &[char]) -> Result<bool, Trap> {
    cased(text, |c| c.is_ascii_uppercase(), |c| c.is_ascii_lowercase())
}

/// `text.islower()`.
#[inline]
pub fn is_lower(text: &[char]) -> Result<bool, Trap> {
    cased(text, |c| c.is_ascii_lowercase(), |c| c.is_ascii_uppercase())
}

/// Whether one code point at least has the `wanted` case and none the `other`.
fn cased(
    text: &[char],
    wanted: impl Fn(char) -> bool,
    other: impl Fn(char) -> bool,
) -> Result<bool, Trap> {
    let mut found = false;
    for &c in text {
        if !c.is_ascii() {
            return Err(Trap::Value);
        }
        if other(c) {
            return Ok(false);
        }
        found |= wanted(c);
    }
    Ok(found)
}

/// `text` between `left` and `right` times `fill`, which must be one code point.
fn padded(text: &[char], left: usize, right: usize, fill: &[char]) -> Result<Text, Trap> {
    let &[fill] = fill else {
        return Err(Trap::Type);
    };
    let room = text
        .len()
        .checked_add(left)
        .and_then(|n| n.checked_add(right));
    let mut made = with_room(room.ok_or(Trap::Memory)?)?;
    made.resize(left, fill);
    made.extend_from_slice(text);
    made.resize(left + text.len() + right, fill);
    Ok(made)
}

fn missing(text: &[char], width: i64) -> usize {
    usize::try_from(width)
        .unwrap_or(0)
        .saturating_sub(text.len())
}

/// `text.ljust(width, fill)`.
pub fn ljust(text: &[char], width: i64, fill: &[char]) -> Result<Text, Trap> {
    padded(text, 0, missing(text, width), fill)
}

/// `text.rjust(width, fill)`.
pub fn rjust(text: &[char], width: i64, fill: &[char]) -> Result<Text, Trap> {
    padded(text, missing(text, width), 0, fill)
}

/// `text.center(width, fill)`.
pub fn center(text: &[char], width: i64, fill: &[char]) -> Result<Text, Trap> {
    let space = missing(text, width);
    let left = space / 2 + (space & usize::try_from(width).unwrap_or(0) & 1);
    padded(text, left, space - left, fill)
}

/// `text.zfill(width)`: zeros between the sign and the rest.
pub fn zfill(text: &[char], width: i64) -> Result<Text, Trap> {
    let mut made = padded(text, missing(text, width), 0, &['0'])?;
    let zeros = made.len() - text.len();
    if zeros > 0 && matches!(text.first(), Some('+' | '-')) {
        made.swap(0, zeros);
    }
    Ok(made)
}
