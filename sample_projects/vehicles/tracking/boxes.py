"""Boxes as (x1, y1, x2, y2): overlap and non-maximum suppression."""

Box = tuple[float, float, float, float]


def area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def iou(a: Box, b: Box) -> float:
    """Return the intersection of two boxes over their union."""
    x1 = max(a[0], b[0])
    y1 = max(a[1], b[1])
    x2 = min(a[2], b[2])
    y2 = min(a[3], b[3])
    if x2 <= x1 or y2 <= y1:
        return 0.0
    intersection = (x2 - x1) * (y2 - y1)
    union = area(a) + area(b) - intersection
    return intersection / union if union > 0.0 else 0.0


def iou_matrix(first: list[Box], second: list[Box]) -> list[list[float]]:
    """Return the overlap of every box of ``first`` with every box of ``second``."""
    return [[iou(a, b) for b in second] for a in first]


def suppress(boxes: list[Box], scores: list[float], threshold: float = 0.45) -> list[int]:
    """Return the boxes to keep, best first: no two of them overlap by more than ``threshold``."""
    order = sorted(range(len(boxes)), key=lambda i: -scores[i])
    removed = [False] * len(boxes)
    keep = []
    for position, i in enumerate(order):
        if removed[i]:
            continue
        keep.append(i)
        for j in order[position + 1 :]:
            if not removed[j] and iou(boxes[i], boxes[j]) > threshold:
                removed[j] = True
    return keep


def soft_suppress(
    boxes: list[Box], scores: list[float], threshold: float = 0.45, minimum: float = 0.25
) -> list[tuple[int, float]]:
    """Linear soft-NMS: overlapping boxes lose score instead of being dropped at once."""
    scores = scores[:]
    remaining = list(range(len(boxes)))
    keep = []
    while remaining:
        best = 0
        for k in range(1, len(remaining)):
            if scores[remaining[k]] > scores[remaining[best]]:
                best = k
        chosen = remaining.pop(best)
        if scores[chosen] < minimum:
            break
        keep.append((chosen, scores[chosen]))
        for j in remaining:
            overlap = iou(boxes[chosen], boxes[j])
            if overlap > threshold:
                scores[j] *= 1.0 - overlap
    return keep


def merge_cluster(boxes: list[Box], scores: list[float], members: list[int]) -> Box:
    """Return the mean of the boxes ``members``, weighted by score."""
    total = sum(scores[i] for i in members)
    x1 = sum(boxes[i][0] * scores[i] for i in members) / total
    y1 = sum(boxes[i][1] * scores[i] for i in members) / total
    x2 = sum(boxes[i][2] * scores[i] for i in members) / total
    y2 = sum(boxes[i][3] * scores[i] for i in members) / total
    return (x1, y1, x2, y2)
