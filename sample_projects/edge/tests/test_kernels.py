import numpy as np
import pytest

from digitedge.kernels import conv2d_int8, dense_int32, max_pool_int8, requantize, saturation
from digitedge.quantize import (
    clipped_maximum,
    fixed_point,
    histogram,
    quantize_image,
    quantize_weights,
)


@pytest.mark.parametrize("real", [0.5, 0.001, 0.99999999999, 1.7, 3e-6])
def test_fixed_point(real):
    multiplier, shift = fixed_point(real)
    assert multiplier / 2**shift == pytest.approx(real, rel=1e-9)
    assert multiplier < 2**31


def test_requantize_rounds_and_saturates():
    multiplier, shift = fixed_point(0.5)
    assert requantize(3, multiplier, shift, 0) == 2
    assert requantize(-3, multiplier, shift, 0) == -1
    assert requantize(10_000, multiplier, shift, 0) == 127
    assert requantize(-10_000, multiplier, shift, -128) == -128


def test_convolution_equals_numpy():
    rng = np.random.default_rng(0)
    image = rng.integers(-128, 128, (6, 5, 2), dtype=np.int8)
    weights = rng.integers(-127, 128, (3, 3, 3, 2), dtype=np.int8)
    bias = np.array([5, -700, 10_000], dtype=np.int32)
    multiplier, shift = fixed_point(0.002)
    out = conv2d_int8(image, weights, bias, np.full(3, multiplier), np.full(3, shift), zero_in=-3, zero_out=7)
    view = np.lib.stride_tricks.sliding_window_view(image.astype(int) + 3, (3, 3), axis=(0, 1))
    sums = np.einsum("rckij,fijk->rcf", view, weights.astype(int)) + bias
    expected = np.clip(np.floor(sums * (multiplier / 2**shift) + 0.5) + 7, -128, 127)
    assert out.dtype == np.int8
    assert (out == expected).all()


def test_pooling():
    image = np.arange(16, dtype=np.int8).reshape(4, 4, 1)
    assert max_pool_int8(image)[:, :, 0].tolist() == [[5, 7], [13, 15]]


def test_dense():
    weights = np.array([[1, -1], [2, 3]], dtype=np.int8)
    inputs = np.array([10, 4], dtype=np.int8)
    out = dense_int32(inputs, weights, np.array([100, 0], dtype=np.int32), zero_in=1)
    assert out.tolist() == [106, 27]
    assert out.dtype == np.int32


def test_saturation():
    assert saturation(np.array([[[127, 3]], [[127, -128]]], dtype=np.int8)) == 2


def test_weights_keep_their_sign_and_scale():
    weights = np.array([[0.5, -1.0], [0.0, 0.0]])
    q, scales = quantize_weights(weights)
    assert q.tolist() == [[64, -127], [0, 0]]
    assert scales == pytest.approx([1 / 127, 1 / 127])


def test_image_quantisation_saturates():
    q = quantize_image(np.array([[0.0, 0.5], [1.0, 2.0]]), 1 / 255, -128)
    assert q[:, :, 0].tolist() == [[-128, 0], [127, 127]]


def test_calibration_cuts_outliers():
    values = np.concatenate([np.linspace(0.0, 1.0, 9_999), [100.0]])
    assert clipped_maximum(values, 0.999) < 2.0
    assert histogram(np.array([-1.0, 0.0, 0.9, 5.0]), 0.0, 1.0, 2) == [2, 2]
