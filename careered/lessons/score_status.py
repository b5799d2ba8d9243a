"""The state of a pupil's score delivery, in a sentence. A pupil is never shown an error about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.db.prefetch import Row
from careered.i18n_marker import _
from careered.lessons.attempt import PupilContext
from careered.progress.outbox.labels import delivery_state, text_key
from careered.progress.outbox.line_items import REQUIREMENTS_METRIC
from careered.progress.queries import load_deliveries
from careered.web.i18n import translations
from careered.web.time_format import format_recent

STATE_TEXTS: Mapping[str, str] = {
    "delivered": _("Your score has been in %(platform)s since %(time)s."),
    "waiting": _("Your score is on its way to %(platform)s. It will be sent automatically."),
    "quiet": _(
        "Your score goes to %(platform)s when you finish the lesson, or within two hours of your latest answer."
    ),
    "held": _("%(platform)s still shows your earlier score, and that will not change."),
    "newer_in_platform": _("Your teacher has entered a grade in %(platform)s, and that will not change."),
}
RECORDED_TEXTS: Mapping[bool, str] = {
    True: _("%(platform)s can see how many requirements you have met, but not your answers."),
    False: _("%(platform)s can see that this lesson is done, but not your answers."),
}
"""What is recorded there, by whether the column counts requirements; else it is this lesson's."""
RECORDS = ("delivered", "waiting", "quiet")
"""The states in which that is so, or soon will be."""
RETRY_TEXT = _("Your score will be sent automatically later. You do not need to do anything.")
SETTLED_STATES = ("delivered", "newer_in_platform", "held")


@dataclass(frozen=True)
class ScoreStatus:
    """The line about the score: what is recorded, and where it stands. state: of `delivery_state`."""

    state: str
    text: str

    @property
    def is_settled(self) -> bool:
        """Whether an open page may stop polling: the state does not change any more by itself."""
        return self.state in SETTLED_STATES


def score_status(db: Connection, pupil: PupilContext, lesson_id: str, lang: str) -> ScoreStatus | None:
    """The delivery state of a lesson's score, the least settled of several; None without a line item for it."""
    scope = pupil.scope
    rows = [
        row
        for row in load_deliveries(db, scope.organisation_id, scope.class_id, scope.person_id)
        if row["metric"] in {REQUIREMENTS_METRIC, f"lesson:{lesson_id}"}
    ]
    candidates = [(delivery_state(row), row) for row in rows]
    least_settled = min(candidates, key=lambda candidate: candidate[0] in SETTLED_STATES, default=None)
    return ScoreStatus(least_settled[0], _status_text(least_settled[1], pupil, lang)) if least_settled else None


def _status_text(row: Row, pupil: PupilContext, lang: str) -> str:
    delivered_time = format_recent(row["delivered_at"], lang, pupil.pack.timezone) if row["delivered_at"] else ""
    placeholders = {"platform": pupil.class_scope.class_info.platform_name, "time": delivered_time}
    state = text_key(row)
    texts = [STATE_TEXTS.get(state, RETRY_TEXT)]
    if state in RECORDS:
        texts.insert(0, RECORDED_TEXTS[row["metric"] == REQUIREMENTS_METRIC])
    return " ".join(translations(lang).gettext(text) % placeholders for text in texts)
