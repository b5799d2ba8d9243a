"""What the doctor finds: one step, how it stands, and facts for the sentence. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FindingState = Literal["ok", "problem", "unknown"]


@dataclass(frozen=True)
class Finding:
    """One step of the connection. code: which sentence (see words.py). facts: numbers and names of settings only."""

    step: str
    state: FindingState
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def ok(step: str, **facts: object) -> Finding:
    """The step works."""
    return Finding(step, "ok", f"{step}_ok", facts)


def problem(step: str, code: str, **facts: object) -> Finding:
    """Somebody must do something."""
    return Finding(step, "problem", code, facts)


def unknown(step: str, code: str, **facts: object) -> Finding:
    """Nothing to tell yet."""
    return Finding(step, "unknown", code, facts)
