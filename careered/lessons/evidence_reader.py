"""What a pupil answered, as the pupil and staff read it: one place for steps and cards."""

from careered.lessons.activities import activity_of
from careered.lessons.kinds import kind_of
from careered.lessons.player.turns import stored_turn
from careered.packs.models import Card, Pack
from careered.progress.evidence import Evidence
from careered.progress.queries import Answers


def evidence_of(pack: Pack, lesson_id: str, step_id: str, answers: Answers, lang: str) -> list[Evidence]:
    """What a step or card asked and what was answered.

    Empty where it asks nothing, was not answered, or the pack does not have it. The app registers it as
    `EvidenceReader` for packages that may not import the lessons.
    """
    lesson, stored = pack.lesson(lesson_id), answers.get((lesson_id, step_id))
    step = lesson.step(step_id) if lesson else None
    if lesson is None or step is None or stored is None:
        return []
    if isinstance(step, Card):
        line = activity_of(step).evidence.line(step, stored_turn(lesson, step, answers), lang, pack)
        return [line] if line else []
    return kind_of(step).evidence(step, dict(stored.values), lang, pack)
