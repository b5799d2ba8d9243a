"""Things to join with the partner that each belongs to."""
