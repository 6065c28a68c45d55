"""Clusters of points by Lloyd's algorithm."""


def nearest(point: list[float], centers: list[list[float]]) -> int:
    best = 0
    least = float("inf")
    for k in range(len(centers)):
        center = centers[k]
        distance = 0.0
        for d in range(len(point)):
            difference = point[d] - center[d]
            distance += difference * difference
        if distance < least:
            least = distance
            best = k
    return best


def cluster(points: list[list[float]], k: int, rounds: int) -> list[list[float]]:
    """Return the centers of ``k`` clusters, begun from the first ``k`` points."""
    dimensions = len(points[0])
    centers = [list(points[i]) for i in range(k)]
    for _ in range(rounds):
        sums = [[0.0] * dimensions for _ in range(k)]
        counts = [0] * k
        for point in points:
            chosen = nearest(point, centers)
            counts[chosen] += 1
            for d in range(dimensions):
                sums[chosen][d] += point[d]
        for i in range(k):
            if counts[i] > 0:
                for d in range(dimensions):
                    centers[i][d] = sums[i][d] / counts[i]
    return centers
