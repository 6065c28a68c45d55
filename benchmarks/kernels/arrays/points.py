"""Sets of points: clusters, neighbours, boxes, bodies."""

import numpy as np


def kmeans(points, centres, steps):
    """Lloyd's algorithm."""
    centres = centres.copy()
    labels = np.zeros(len(points), dtype=np.int64)
    for _ in range(steps):
        d = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
        labels = np.argmin(d, axis=1)
        for k in range(len(centres)):
            chosen = points[labels == k]
            if len(chosen) > 0:
                centres[k] = chosen.mean(axis=0)
    return centres, labels


def pairwise(a, b):
    """Euclidean distances between two sets of points."""
    aa = (a * a).sum(axis=1)
    bb = (b * b).sum(axis=1)
    return np.sqrt(np.maximum(aa[:, None] + bb[None, :] - 2.0 * (a @ b.T), 0.0))


def nearest(points, labels, queries, k, classes):
    """The most frequent class among the nearest neighbours."""
    out = np.zeros(len(queries), dtype=np.int64)
    for i in range(len(queries)):
        diff = points - queries[i]
        d = (diff * diff).sum(axis=1)
        near = np.argsort(d, kind="stable")[:k]
        out[i] = np.argmax(np.bincount(labels[near], minlength=classes))
    return out


def suppress(boxes, scores, limit):
    """Which boxes remain when those that overlap a better one are dropped."""
    x1, y1, x2, y2 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
    areas = (x2 - x1) * (y2 - y1)
    order = np.argsort(-scores, kind="stable")
    keep = []
    while len(order) > 0:
        i = order[0]
        keep.append(int(i))
        rest = order[1:]
        w = np.maximum(0.0, np.minimum(x2[i], x2[rest]) - np.maximum(x1[i], x1[rest]))
        h = np.maximum(0.0, np.minimum(y2[i], y2[rest]) - np.maximum(y1[i], y1[rest]))
        inter = w * h
        overlap = inter / (areas[i] + areas[rest] - inter)
        order = rest[overlap <= limit]
    return keep


def nbody(position, velocity, mass, dt, steps):
    """Bodies that attract each other, with softened forces."""
    position, velocity = position.copy(), velocity.copy()
    for _ in range(steps):
        x, y, z = position[:, 0], position[:, 1], position[:, 2]
        dx = x[None, :] - x[:, None]
        dy = y[None, :] - y[:, None]
        dz = z[None, :] - z[:, None]
        r2 = dx * dx + dy * dy + dz * dz + 0.01
        w = mass / (r2 * np.sqrt(r2))
        velocity[:, 0] += dt * (dx * w).sum(axis=1)
        velocity[:, 1] += dt * (dy * w).sum(axis=1)
        velocity[:, 2] += dt * (dz * w).sum(axis=1)
        position += dt * velocity
    return position, velocity


def icp_step(source, target):
    """One step of iterative closest point: rotation and shift."""
    d = ((source[:, None, :] - target[None, :, :]) ** 2).sum(axis=2)
    matched = target[np.argmin(d, axis=1)]
    cs, ct = source.mean(axis=0), matched.mean(axis=0)
    u, _, vt = np.linalg.svd((source - cs).T @ (matched - ct))
    rotation = vt.T @ u.T
    return rotation, ct - rotation @ cs
