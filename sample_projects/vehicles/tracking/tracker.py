"""Tracks: their birth, life and death."""

from tracking.assignment import assign, assign_greedily
from tracking.boxes import Box, iou_matrix, soft_suppress, suppress
from tracking.kalman import KalmanBox

GATE = 9.4877
"""The 0.95 quantile of the chi-square distribution with four degrees of freedom."""

FORBIDDEN = 1e5


def to_measurement(box: Box) -> list[float]:
    """Return (centre x, bottom y, height, aspect) of a box."""
    width, height = box[2] - box[0], max(1.0, box[3] - box[1])
    return [(box[0] + box[2]) / 2, box[3], height, width / height]


def to_box(mean: list[float]) -> Box:
    """Return the box of a filter's state."""
    x, bottom, height, aspect = mean[:4]
    half = aspect * height / 2
    return (x - half, bottom - height, x + half, bottom)


def blend_costs(overlaps: list[list[float]], distances: list[list[float]], share: float) -> list[list[float]]:
    """Return assignment costs from overlap and Mahalanobis distance; gated pairs are forbidden."""
    costs = []
    for overlap_row, distance_row in zip(overlaps, distances):
        row = []
        for overlap, distance in zip(overlap_row, distance_row):
            if distance > GATE:
                row.append(FORBIDDEN)
            else:
                row.append(share * (1.0 - overlap) + (1.0 - share) * distance / GATE)
        costs.append(row)
    return costs


class Track:
    """One object over time. It counts as real after ``Tracker.confirm`` detections."""

    def __init__(self, number: int, box: Box):
        self.number = number
        self.filter = KalmanBox(to_measurement(box))
        self.hits = 1
        self.missed = 0

    @property
    def box(self) -> Box:
        return to_box(self.filter.mean)

    def predict(self) -> None:
        self.filter.predict()
        self.missed += 1

    def update(self, box: Box) -> None:
        self.filter.update(to_measurement(box))
        self.hits += 1
        self.missed = 0


class Tracker:
    """Turns the detections of one frame after another into tracks."""

    def __init__(self, confirm: int = 3, patience: int = 5, minimum_score: float = 0.3):
        self.confirm = confirm
        self.patience = patience
        self.minimum_score = minimum_score
        self.tracks: list[Track] = []
        self.created = 0

    def step(self, boxes: list[Box], scores: list[float]) -> dict[int, Box]:
        """Take in one frame; return the confirmed tracks' boxes by track number."""
        boxes, scores = self.clean(boxes, scores)
        for track in self.tracks:
            track.predict()
        left = self.match(self.tracks, boxes)
        for j in left:
            if scores[j] >= self.minimum_score:
                self.tracks.append(Track(self.created, boxes[j]))
                self.created += 1
        self.tracks = [t for t in self.tracks if t.missed <= self.patience]
        return {t.number: t.box for t in self.tracks if t.hits >= self.confirm and t.missed <= 2}

    def clean(self, boxes: list[Box], scores: list[float]) -> tuple[list[Box], list[float]]:
        """Drop doubles: a soft pass that lowers scores, then a hard one."""
        kept = soft_suppress(boxes, scores)
        boxes = [boxes[i] for i, _ in kept]
        scores = [score for _, score in kept]
        keep = suppress(boxes, scores)
        return [boxes[i] for i in keep], [scores[i] for i in keep]

    def match(self, tracks: list[Track], boxes: list[Box]) -> list[int]:
        """Update tracks with their boxes; return the numbers of the boxes that no track took."""
        if not tracks or not boxes:
            return list(range(len(boxes)))
        measurements = [to_measurement(box) for box in boxes]
        overlaps = iou_matrix([track.box for track in tracks], boxes)
        distances = [track.filter.gate(measurements) for track in tracks]
        pairs = assign(blend_costs(overlaps, distances, 0.6), 1.0)
        taken_tracks = {i for i, _ in pairs}
        taken_boxes = {j for _, j in pairs}
        # Whoever left the gate (a sudden brake) gets a second chance by overlap alone.
        rest_tracks = [i for i in range(len(tracks)) if i not in taken_tracks]
        rest_boxes = [j for j in range(len(boxes)) if j not in taken_boxes]
        second = assign_greedily([[1.0 - overlaps[i][j] for j in rest_boxes] for i in rest_tracks], 0.6)
        pairs += [(rest_tracks[i], rest_boxes[j]) for i, j in second]
        for i, j in pairs:
            tracks[i].update(boxes[j])
            taken_boxes.add(j)
        return [j for j in range(len(boxes)) if j not in taken_boxes]
