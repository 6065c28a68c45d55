"""Times each replacement against its original, and the whole workload before and after."""

from migrator.measuring.bench import bench
from migrator.measuring.end_to_end import end_to_end

__all__ = ["bench", "end_to_end"]
