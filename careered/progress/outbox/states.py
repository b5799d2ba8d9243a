"""The states of a mark on its way, and which of them wait for somebody. Plain Python.

waiting, delivered, retrying (the platform does not answer), newer_in_platform, not_in_course, column_gone,
course_concluded, refused. Their sentences: `delivery_words`.
"""

PARKED = frozenset({"column_gone", "course_concluded"})
"""Somebody did this on purpose: the platform is not asked again until somebody does something about it."""

NEEDS_ATTENTION = frozenset({*PARKED, "not_in_course", "refused", "newer_in_platform"})
"""Sending again by itself is no remedy."""
