"""Multi-object tracking and occupancy-grid planning."""
