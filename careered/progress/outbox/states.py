"""The states of a score delivery, and which of them need attention. Plain Python.

waiting, delivered, retrying (the platform does not answer), newer_in_platform, not_in_course, column_gone,
course_concluded, column_closed (not published), several_columns (more than one could be ours), refused. Their
sentences: `labels`.
"""

PARKED = frozenset({"column_gone", "course_concluded"})
"""Somebody did this on purpose: nothing is sent until somebody undoes it."""

RECHECKED = frozenset({"not_in_course", "column_closed", "several_columns"})
"""Rejections with a text of their own that are tried again twice a day, as "refused" is."""

HELD = "held"
"""Not stored but told from the row: the platform has a higher share, and staff of the class have not lowered it."""

NEEDS_ATTENTION = frozenset({*PARKED, *RECHECKED, "refused", "newer_in_platform", HELD})
"""Sending again does not help by itself; a teacher may requeue them."""
