"""A thought of one's own: a starter to tap, and words behind it."""
