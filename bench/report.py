"""What was found: the table of ratios with their gates, the figures below it, and the same as JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bench.acceptance import Result, Samples
from bench.measure import spread


def table(database: str, results: Sequence[Result]) -> str:
    """A line a row: ratio, gate, statements, and what does not hold."""
    head = f"{database}: ratios within each round, median [min-max]: these count"
    return "\n".join([head, *map(_line, results)])


def _line(result: Result) -> str:
    counted = "" if result.counted is None else f"{result.counted} statements"
    most = "" if result.statements is None else f"<= {result.statements:g}"
    missed = [word for word, holds in (("ratio", result.holds), ("statements", result.few_enough)) if holds is False]
    verdict = f"DOES NOT HOLD: {', '.join(missed)}" if missed else "holds" if result.gate or most else ""
    return f"  {result.row.name:77}{result.found!s:>21}  {result.gate:7} {counted:>14} {most:5} {verdict}".rstrip()


def figures(samples: Samples) -> str:
    """Each figure: server CPU in milliseconds an exchange; of a tail, p99 : p50."""
    lines = [f"  {name:34}{spread(values)!s:>24}" for name, values in samples.items()]
    return "\n".join(["Server CPU in ms, median [min-max] (noise of this machine and moment)", *lines])


def as_data(database: str, results: Sequence[Result], samples: Samples) -> dict[str, Any]:
    """Everything, every round, for programs."""
    rows = [asdict(result) | {"few_enough": result.few_enough} for result in results]
    return {"database": database, "rows": rows, "samples": {name: list(values) for name, values in samples.items()}}
