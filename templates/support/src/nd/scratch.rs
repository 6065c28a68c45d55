//! Room on the stack for the blocks of expressions.

use std::mem::MaybeUninit;

/// Room for `B` elements, of which only those that are asked for are set: to set all for a short block would cost more
/// than the block.
pub(super) struct Scratch<T, const B: usize>([MaybeUninit<T>; B]);

impl<T: Copy + Default, const B: usize> Scratch<T, B> {
    #[inline(always)]
    pub(super) const fn new() -> Self {
        Scratch([const { MaybeUninit::uninit() }; B])
    }

    /// The first `count` elements; panics where there are fewer.
    #[inline(always)]
    #[allow(unsafe_code, reason = "the elements are set in the line before")]
    pub(super) fn first(&mut self, count: usize) -> &mut [T] {
        let room = &mut self.0[..count];
        room.fill(MaybeUninit::new(T::default()));
        // SAFETY: all `count` elements were just set, and `MaybeUninit<T>` lies in memory as `T` does.
        unsafe { &mut *(std::ptr::from_mut(room) as *mut [T]) }
    }
}
