"""The quantised network: calibrated from the float one, run by integer kernels."""

from dataclasses import dataclass

import numpy as np

from digitedge.floatnet import Parameters, forward
from digitedge.kernels import conv2d_int8, dense_int32, max_pool_int8, saturation
from digitedge.quantize import (
    Range,
    activation_range,
    fixed_point,
    quantize_image,
    quantize_weights,
)


@dataclass(frozen=True)
class Convolution:
    """An int8 convolution with everything that it needs at run time."""

    weights: np.ndarray
    bias: np.ndarray
    multipliers: np.ndarray
    shifts: np.ndarray
    zero_in: int
    zero_out: int

    @classmethod
    def quantize(cls, weights: np.ndarray, bias: np.ndarray, before: Range, after: Range) -> "Convolution":
        int8, scales = quantize_weights(weights)
        factors = [fixed_point(float(scale) * before.scale / after.scale) for scale in scales]
        return cls(
            weights=int8,
            bias=np.round(bias / (scales * before.scale)).astype(np.int32),
            multipliers=np.array([multiplier for multiplier, _ in factors], dtype=np.int32),
            shifts=np.array([shift for _, shift in factors], dtype=np.int32),
            zero_in=before.zero,
            zero_out=after.zero,
        )

    def __call__(self, image: np.ndarray) -> np.ndarray:
        return conv2d_int8(
            image,
            self.weights,
            self.bias,
            self.multipliers,
            self.shifts,
            self.zero_in,
            self.zero_out,
        )


class QuantizedNetwork:
    """Conv, conv, pool, dense; the largest logit is the digit."""

    def __init__(self, parameters: Parameters, calibration: np.ndarray):
        seen = forward(parameters, calibration)
        self.image = Range(1.0 / 255, -128)
        first, second = activation_range(seen.first), activation_range(seen.second)
        self.conv1 = Convolution.quantize(parameters.conv1, parameters.bias1, self.image, first)
        self.conv2 = Convolution.quantize(parameters.conv2, parameters.bias2, first, second)
        self.dense, scales = quantize_weights(parameters.dense)
        self.zero = second.zero
        self.scales = scales * second.scale
        self.dense_bias = np.round(parameters.bias3 / self.scales).astype(np.int32)
        self.saturated = 0

    def logits(self, image: np.ndarray) -> list[float]:
        """Return the ten logits of an image with values from 0 to 1."""
        q = quantize_image(image, self.image.scale, self.image.zero)
        hidden = self.conv2(self.conv1(q))
        self.saturated += saturation(hidden)
        pooled = max_pool_int8(hidden).ravel()
        accumulators = dense_int32(pooled, self.dense, self.dense_bias, self.zero)
        return [float(a) * float(s) for a, s in zip(accumulators, self.scales)]

    def classify(self, image: np.ndarray) -> int:
        logits = self.logits(image)
        return logits.index(max(logits))
