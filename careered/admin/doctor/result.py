"""Findings of the doctor: step, state, and placeholders for the text. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FindingState = Literal["ok", "problem", "unknown"]


@dataclass(frozen=True)
class Finding:
    """Result of one check. code: key of labels.SENTENCES. facts: its placeholders, never personal data."""

    step: str
    state: FindingState
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def ok(step: str, **facts: object) -> Finding:
    """The step works."""
    return Finding(step, "ok", f"{step}_ok", facts)


def problem(step: str, code: str, **facts: object) -> Finding:
    """The step fails; somebody must act."""
    return Finding(step, "problem", code, facts)


def unknown(step: str, code: str, **facts: object) -> Finding:
    """The step cannot be judged yet."""
    return Finding(step, "unknown", code, facts)
