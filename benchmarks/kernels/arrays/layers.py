"""The layers of neural networks, forward."""

import numpy as np


def softmax(x):
    """Softmax of each row."""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def log_sum_exp(x):
    """The logarithm of the sum of exponentials, of each row."""
    top = x.max(axis=1)
    return top + np.log(np.exp(x - top[:, None]).sum(axis=1))


def layer_norm(x, gain, bias):
    """Each row with mean 0 and variance 1, scaled."""
    mean = x.mean(axis=1, keepdims=True)
    var = ((x - mean) ** 2).mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + 1e-5) * gain + bias


def batch_norm(x, mean, var, gain, bias):
    """Normalised by the statistics of the training."""
    return (x - mean) / np.sqrt(var + 1e-5) * gain + bias


def gelu(x):
    """The Gaussian error linear unit, by its usual approximation."""
    return 0.5 * x * (1.0 + np.tanh(0.7978845608028654 * (x + 0.044715 * x**3)))


def attention(q, k, v):
    """Scaled dot-product attention of one head."""
    scores = q @ k.T / np.sqrt(q.shape[1])
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ v


def conv2d(image, kernels):
    """Valid convolution of one channel with several kernels."""
    count, kh, kw = kernels.shape
    h, w = image.shape
    out = np.zeros((count, h - kh + 1, w - kw + 1))
    for c in range(count):
        for i in range(kh):
            for j in range(kw):
                out[c] += kernels[c, i, j] * image[i : i + h - kh + 1, j : j + w - kw + 1]
    return out


def conv2d_int8(image, kernel):
    """The same on bytes, summed as 32 bits."""
    kh, kw = kernel.shape
    h, w = image.shape
    wide = image.astype(np.int32)
    out = np.zeros((h - kh + 1, w - kw + 1), dtype=np.int32)
    for i in range(kh):
        for j in range(kw):
            out += wide[i : i + h - kh + 1, j : j + w - kw + 1] * np.int32(kernel[i, j])
    return out


def max_pool(x):
    """The largest of each square of two by two."""
    top = np.maximum(x[::2, ::2], x[::2, 1::2])
    return np.maximum(top, np.maximum(x[1::2, ::2], x[1::2, 1::2]))


def boosted_trees(x, features, thresholds, leaves):
    """The sum of the answers of small regression trees."""
    rows, trees, depth = x.shape[0], features.shape[0], features.shape[1]
    out = np.zeros(rows)
    for i in range(rows):
        total = 0.0
        for tree in range(trees):
            place = 0
            for level in range(depth):
                place = 2 * place + (1 if x[i, features[tree, level]] > thresholds[tree, level] else 0)
            total += leaves[tree, place]
        out[i] = total
    return out
