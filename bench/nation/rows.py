"""The rows of a nation's table and their gates: ratios to a school's of the same round, and to the empty exchange."""

from bench.acceptance import EMPTY, NONE, Gates, Row

SAME: Gates = (None, 1.15)
"""As dear as in a school; the second is PostgreSQL's gate."""
PAGES = (
    "login + launch",
    "home",
    "card",
    "answer",
    "class page drawn anew",
    "class page unchanged",
    "unchanged poll",
    "desk",
    "school leader's page",
)
GATED = {"login + launch", "answer", "class page drawn anew", "class page unchanged", "unchanged poll"}
OVERVIEWS = {"town overview": NONE, "national figures": (None, 30.0), "national figures, a class changed": (None, 30.0)}
JOBS = ("a school moves up a grade", "retention looks", "a pupil is erased")
LONG, SHORT = "20 scores taken of a long queue", "20 scores taken of a short queue"


def nation(name: str) -> str:
    """The name of a figure of the nation."""
    return f"nation, {name}"


def school(name: str) -> str:
    """The name of the same figure of the school."""
    return f"school, {name}"


ROWS = (
    *[Row(f"{name}, nation : school", nation(name), school(name), SAME if name in GATED else NONE) for name in PAGES],
    *[Row(f"{name} : {EMPTY}", nation(name), nation(EMPTY), gates) for name, gates in OVERVIEWS.items()],
    Row(f"{LONG} : short queue", nation(LONG), nation(SHORT), (None, 1.5)),
    *[Row(f"{name}, nation : school", nation(name), school(name)) for name in JOBS],
)
