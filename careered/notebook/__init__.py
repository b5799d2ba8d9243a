"""A pupil's own page: what was collected from the lessons, own entries, and the pocket card."""
