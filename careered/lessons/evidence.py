"""Stored answers as lines that people read. Put in the house as `EvidenceReader` by the app."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.kinds import kind_of
from careered.packs.models import Pack
from careered.progress.evidence import Evidence


def evidence_of(pack: Pack, lesson_id: str, step_id: str, values: Mapping[str, Any], lang: str) -> list[Evidence]:
    """What a step asked and what was answered; empty for a step that asks nothing or that the pack does not have."""
    lesson = pack.lesson(lesson_id)
    step = lesson.step(step_id) if lesson else None
    return kind_of(step).evidence(step, dict(values), lang, pack) if step else []
