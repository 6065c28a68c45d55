//! NumPy arrays, seen from the numeric core: the elements in row-major order, and the shape.
//!
//! [`View`] reads, [`ViewMut`] writes in place, [`Array`] owns. Indices are Python's: negative ones
//! count from the end, and one outside the shape traps.

use super::seq;
use super::trap::Trap;
use std::cell::Cell;

/// An array that is only read.
#[derive(Clone, Copy, Debug)]
pub struct View<'a, T, const N: usize> {
    /// The elements, last index fastest.
    pub data: &'a [T],
    shape: [usize; N],
}

/// An array that is changed in place.
#[derive(Debug)]
pub struct ViewMut<'a, T, const N: usize> {
    /// The elements, last index fastest.
    pub data: &'a mut [T],
    shape: [usize; N],
}

/// An array of our own.
#[derive(Clone, Debug, PartialEq)]
pub struct Array<T, const N: usize> {
    /// The elements, last index fastest.
    pub data: Vec<T>,
    shape: [usize; N],
}

/// An array of which several rows are in use at once, any of which may be changed.
#[derive(Clone, Copy)]
pub struct CellView<'a, T, const N: usize> {
    /// The elements, last index fastest.
    pub data: &'a [Cell<T>],
    shape: [usize; N],
}

impl<T, const N: usize> CellView<'_, T, N> {
    /// `len(a)`: the length of the first dimension.
    #[inline]
    #[allow(clippy::len_without_is_empty, reason = "Python has len() only")]
    pub fn len(&self) -> i64 {
        self.shape[0] as i64
    }

    /// `a.shape[k]`.
    #[inline]
    pub fn shape(&self, k: usize) -> i64 {
        self.shape[k] as i64
    }

    /// `a.size`.
    #[inline]
    pub fn size(&self) -> i64 {
        self.data.len() as i64
    }
}

impl<T: Copy, const N: usize> CellView<'_, T, N> {
    /// `a[i, j, …]`.
    #[inline(always)]
    pub fn get(&self, indices: [i64; N]) -> Result<T, Trap> {
        Ok(self.cell(place(indices, self.shape)?)?.get())
    }

    /// `a[i, j, …]` where no index is negative.
    #[inline(always)]
    pub fn at(&self, indices: [usize; N]) -> Result<T, Trap> {
        Ok(self.cell(front_place(indices, self.shape)?)?.get())
    }

    /// `a[i, j, …] = value`.
    #[inline(always)]
    pub fn set(&self, indices: [i64; N], value: T) -> Result<(), Trap> {
        self.cell(place(indices, self.shape)?)?.set(value);
        Ok(())
    }

    /// `a[i, j, …] = value` where no index is negative.
    #[inline(always)]
    pub fn put(&self, indices: [usize; N], value: T) -> Result<(), Trap> {
        self.cell(front_place(indices, self.shape)?)?.set(value);
        Ok(())
    }

    #[inline(always)]
    fn cell(&self, place: usize) -> Result<&Cell<T>, Trap> {
        self.data.get(place).ok_or(Trap::Index)
    }
}

/// The number of elements of an array of this shape.
fn size<const N: usize>(shape: [usize; N]) -> Result<usize, Trap> {
    shape
        .iter()
        .try_fold(1, |size: usize, &n| size.checked_mul(n))
        .ok_or(Trap::Memory)
}

/// The place of an element in `data`. The last dimension needs no multiplication.
#[inline(always)]
fn place<const N: usize>(indices: [i64; N], shape: [usize; N]) -> Result<usize, Trap> {
    let mut place = 0;
    for k in 0..N {
        let index = seq::index(indices[k], shape[k])?;
        // Nothing wraps around, as in `line_of`.
        place = usize::wrapping_add(usize::wrapping_mul(place, shape[k]), index);
    }
    Ok(place)
}

/// The place of an element whose indices all count from the front.
#[inline(always)]
fn front_place<const N: usize>(indices: [usize; N], shape: [usize; N]) -> Result<usize, Trap> {
    let mut place = 0;
    for k in 0..N {
        if indices[k] >= shape[k] {
            return Err(Trap::Index);
        }
        // Nothing wraps around, as in `line_of`.
        place = usize::wrapping_add(usize::wrapping_mul(place, shape[k]), indices[k]);
    }
    Ok(place)
}

/// What all three kinds of array share.
macro_rules! readable {
    ($($array:tt)+) => {
        impl<T, const N: usize> $($array)+ {
            /// `len(a)`: the length of the first dimension.
            #[inline]
            #[allow(clippy::len_without_is_empty, reason = "Python has len() only")]
            pub fn len(&self) -> i64 {
                self.shape[0] as i64
            }

            /// `a.shape[k]`.
            #[inline]
            pub fn shape(&self, k: usize) -> i64 {
                self.shape[k] as i64
            }

            /// `a.shape`.
            #[inline]
            pub fn dims(&self) -> [usize; N] {
                self.shape
            }

            /// `a.size`.
            #[inline]
            pub fn size(&self) -> i64 {
                self.data.len() as i64
            }

            /// The whole array, to read.
            #[inline]
            pub fn view(&self) -> View<'_, T, N> {
                View { data: &self.data[..], shape: self.shape }
            }
        }

        impl<T: Copy, const N: usize> $($array)+ {
            /// `a[i, j, …]`.
            #[inline(always)]
            pub fn get(&self, indices: [i64; N]) -> Result<T, Trap> {
                if N == 1 {
                    return seq::get(&self.data, indices[0]);
                }
                let place = place(indices, self.shape)?;
                self.data.get(place).copied().ok_or(Trap::Index)
            }

            /// `a[i, j, …]` where no index is negative.
            #[inline(always)]
            pub fn at(&self, indices: [usize; N]) -> Result<T, Trap> {
                if N == 1 {
                    return self.data.get(indices[0]).copied().ok_or(Trap::Index);
                }
                let place = front_place(indices, self.shape)?;
                self.data.get(place).copied().ok_or(Trap::Index)
            }
        }
    };
}

readable!(View<'_, T, N>);
readable!(ViewMut<'_, T, N>);
readable!(Array<T, N>);

/// What the two kinds that can be changed share.
macro_rules! writable {
    ($($array:tt)+) => {
        impl<T, const N: usize> $($array)+ {
            /// `a[i, j, …] = value`.
            #[inline(always)]
            pub fn set(&mut self, indices: [i64; N], value: T) -> Result<(), Trap> {
                if N == 1 {
                    return seq::set(&mut self.data, indices[0], value);
                }
                let place = place(indices, self.shape)?;
                *self.data.get_mut(place).ok_or(Trap::Index)? = value;
                Ok(())
            }

            /// `a[i, j, …] = value` where no index is negative.
            #[inline(always)]
            pub fn put(&mut self, indices: [usize; N], value: T) -> Result<(), Trap> {
                let place = if N == 1 {
                    indices[0]
                } else {
                    front_place(indices, self.shape)?
                };
                *self.data.get_mut(place).ok_or(Trap::Index)? = value;
                Ok(())
            }

            /// The whole array, of which several rows will be in use at once.
            #[inline]
            pub fn cells(&mut self) -> CellView<'_, T, N> {
                CellView {
                    data: Cell::from_mut(&mut self.data[..]).as_slice_of_cells(),
                    shape: self.shape,
                }
            }

            /// The whole array, to change in place.
            #[inline]
            pub fn view_mut(&mut self) -> ViewMut<'_, T, N> {
                ViewMut { data: &mut self.data[..], shape: self.shape }
            }
        }
    };
}

writable!(ViewMut<'_, T, N>);
writable!(Array<T, N>);

impl<'a, T, const N: usize> View<'a, T, N> {
    /// Sees `data` as an array; traps if the shape has another number of elements.
    pub fn new(data: &'a [T], shape: [usize; N]) -> Result<Self, Trap> {
        if size(shape)? == data.len() {
            Ok(View { data, shape })
        } else {
            Err(Trap::Value)
        }
    }
}

impl<'a, T, const N: usize> ViewMut<'a, T, N> {
    /// Sees `data` as an array; traps if the shape has another number of elements.
    pub fn new(data: &'a mut [T], shape: [usize; N]) -> Result<Self, Trap> {
        if size(shape)? == data.len() {
            Ok(ViewMut { data, shape })
        } else {
            Err(Trap::Value)
        }
    }
}

impl<T, const N: usize> Array<T, N> {
    /// Makes an array of `data`; traps if the shape has another number of elements.
    pub fn new(data: Vec<T>, shape: [usize; N]) -> Result<Self, Trap> {
        if size(shape)? == data.len() {
            Ok(Array { data, shape })
        } else {
            Err(Trap::Value)
        }
    }
}

impl<T: Copy, const N: usize> Array<T, N> {
    /// `np.full(shape, value)`: a negative length traps.
    pub fn full(shape: [i64; N], value: T) -> Result<Self, Trap> {
        let mut dims = [0; N];
        for (dim, length) in dims.iter_mut().zip(shape) {
            *dim = usize::try_from(length).map_err(|_| Trap::Value)?;
        }
        let size = size(dims)?;
        let mut data = seq::with_room(size)?;
        data.resize(size, value);
        Ok(Array { data, shape: dims })
    }

    /// `a.copy()`.
    pub fn copied(view: View<'_, T, N>) -> Result<Self, Trap> {
        Ok(Array {
            data: seq::copy(view.data)?,
            shape: view.shape,
        })
    }
}

impl<T: Copy + Default, const N: usize> Array<T, N> {
    /// `np.zeros(shape)`: a negative length traps.
    pub fn zeros(shape: [i64; N]) -> Result<Self, Trap> {
        Array::full(shape, T::default())
    }
}

/// `a[i]` of an array of `$n` dimensions is an array of `$less`: the arithmetic that Rust's const
/// generics cannot do yet.
macro_rules! rows {
    ($n:literal, $less:literal) => {
        impl<'a, T> View<'a, T, $n> {
            /// `a[i]`.
            #[inline]
            pub fn row(self, i: i64) -> Result<View<'a, T, $less>, Trap> {
                let (places, shape) = row_of(self.shape, i)?;
                Ok(View {
                    data: self.data.get(places).ok_or(Trap::Index)?,
                    shape,
                })
            }
        }

        impl<T> ViewMut<'_, T, $n> {
            /// `a[i]`, to read.
            #[inline]
            pub fn row(&self, i: i64) -> Result<View<'_, T, $less>, Trap> {
                self.view().row(i)
            }

            /// `a[i]`, to change in place.
            #[inline]
            pub fn row_mut(&mut self, i: i64) -> Result<ViewMut<'_, T, $less>, Trap> {
                let (places, shape) = row_of(self.shape, i)?;
                Ok(ViewMut {
                    data: self.data.get_mut(places).ok_or(Trap::Index)?,
                    shape,
                })
            }
        }

        impl<T> Array<T, $n> {
            /// `a[i]`, to read.
            #[inline]
            pub fn row(&self, i: i64) -> Result<View<'_, T, $less>, Trap> {
                self.view().row(i)
            }

            /// `a[i]`, to change in place.
            #[inline]
            pub fn row_mut(&mut self, i: i64) -> Result<ViewMut<'_, T, $less>, Trap> {
                let (places, shape) = row_of(self.shape, i)?;
                Ok(ViewMut {
                    data: self.data.get_mut(places).ok_or(Trap::Index)?,
                    shape,
                })
            }
        }
    };
}

/// The innermost rows of an array of `$n` dimensions: all of its `$less` first indices are given.
///
/// For a loop that stays in one row. Where there is no such row it is empty, so that the first element that the loop
/// really touches traps. As `N - 1` these are arithmetic that const generics cannot do yet.
macro_rules! lines {
    ($n:literal, $less:literal) => {
        impl<'a, T> View<'a, T, $n> {
            /// `a[i, …]`, to read.
            #[inline(always)]
            pub fn line(self, leading: [i64; $less]) -> View<'a, T, 1> {
                let data = match line_of(leading, self.shape) {
                    Some(places) => self.data.get(places).unwrap_or(&[]),
                    None => &[],
                };
                View {
                    data,
                    shape: [data.len()],
                }
            }
        }

        impl<'a, T> CellView<'a, T, $n> {
            /// `a[i, …]`, to read and to change.
            #[inline(always)]
            pub fn line(self, leading: [i64; $less]) -> CellView<'a, T, 1> {
                let data = match line_of(leading, self.shape) {
                    Some(places) => self.data.get(places).unwrap_or(&[]),
                    None => &[],
                };
                CellView {
                    data,
                    shape: [data.len()],
                }
            }
        }

        impl<T> ViewMut<'_, T, $n> {
            /// `a[i, …]`, to read.
            #[inline(always)]
            pub fn line(&self, leading: [i64; $less]) -> View<'_, T, 1> {
                self.view().line(leading)
            }

            /// `a[i, …]`, to change in place.
            #[inline(always)]
            pub fn line_mut(&mut self, leading: [i64; $less]) -> ViewMut<'_, T, 1> {
                let data = match line_of(leading, self.shape) {
                    Some(places) => self.data.get_mut(places).unwrap_or(&mut []),
                    None => &mut [],
                };
                let length = data.len();
                ViewMut {
                    data,
                    shape: [length],
                }
            }
        }

        impl<T> Array<T, $n> {
            /// `a[i, …]`, to read.
            #[inline(always)]
            pub fn line(&self, leading: [i64; $less]) -> View<'_, T, 1> {
                self.view().line(leading)
            }

            /// `a[i, …]`, to change in place.
            #[inline(always)]
            pub fn line_mut(&mut self, leading: [i64; $less]) -> ViewMut<'_, T, 1> {
                let data = match line_of(leading, self.shape) {
                    Some(places) => self.data.get_mut(places).unwrap_or(&mut []),
                    None => &mut [],
                };
                let length = data.len();
                ViewMut {
                    data,
                    shape: [length],
                }
            }
        }
    };
}

lines!(2, 1);
lines!(3, 2);
lines!(4, 3);

/// Where the innermost row at these indices lies in the data.
#[inline(always)]
fn line_of<const N: usize, const LESS: usize>(
    leading: [i64; LESS],
    shape: [usize; N],
) -> Option<std::ops::Range<usize>> {
    // Nothing wraps around: `size` multiplied the lengths out, checked, when the array was made, and no index reaches
    // its length. To say so spares two tests for each index, in loops that look up a row in every round.
    let mut line: usize = 0;
    for k in 0..LESS {
        let index = seq::index(leading[k], shape[k]).ok()?;
        line = line.wrapping_mul(shape[k]).wrapping_add(index);
    }
    let length = shape[LESS];
    Some(line * length..line * length + length)
}

rows!(2, 1);
rows!(3, 2);
rows!(4, 3);

/// Where row `i` lies in the data, and its shape: that of the array without its first dimension.
#[inline]
fn row_of<const N: usize, const LESS: usize>(
    shape: [usize; N],
    i: i64,
) -> Result<(std::ops::Range<usize>, [usize; LESS]), Trap> {
    let row = seq::index(i, shape[0])?;
    let rest: [usize; LESS] = std::array::from_fn(|k| shape[k + 1]);
    let length: usize = rest.iter().product();
    Ok((row * length..row * length + length, rest))
}
