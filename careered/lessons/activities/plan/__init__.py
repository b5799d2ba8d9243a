"""A next step in whole phrases: what, when, with whom; one sentence comes of it."""
