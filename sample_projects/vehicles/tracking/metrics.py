"""CLEAR-MOT figures: misses, false alarms, identity switches."""

from dataclasses import dataclass, field

from tracking.assignment import assign
from tracking.boxes import Box, iou_matrix


@dataclass
class Score:
    """Counts over the frames seen so far."""

    objects: int = 0
    misses: int = 0
    false_alarms: int = 0
    switches: int = 0
    overlap: float = 0.0
    matches: int = 0
    last_track: dict[int, int] = field(default_factory=dict)

    def add(self, truth: dict[int, Box], tracks: dict[int, Box]) -> None:
        names, numbers = list(truth), list(tracks)
        overlaps = iou_matrix([truth[n] for n in names], [tracks[n] for n in numbers])
        pairs = assign([[1.0 - value for value in row] for row in overlaps], 0.6)
        for i, j in pairs:
            self.overlap += overlaps[i][j]
            before = self.last_track.get(names[i])
            if before is not None and before != numbers[j]:
                self.switches += 1
            self.last_track[names[i]] = numbers[j]
        self.objects += len(names)
        self.matches += len(pairs)
        self.misses += len(names) - len(pairs)
        self.false_alarms += len(numbers) - len(pairs)

    @property
    def accuracy(self) -> float:
        return 1.0 - (self.misses + self.false_alarms + self.switches) / max(1, self.objects)

    @property
    def precision(self) -> float:
        return self.overlap / max(1, self.matches)
