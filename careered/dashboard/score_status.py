"""The delivery state of a pupil's scores: short for the grid, as a sentence for the pupil's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from careered.dashboard.labels import NO_SCORE, SCORE_STATES
from careered.dashboard.row_notes import recent_day
from careered.db.prefetch import Row
from careered.progress.outbox.labels import delivery_state, describe_delivery
from careered.progress.outbox.line_items import REQUIREMENTS_METRIC
from careered.roster.scope import ClassScope
from careered.web.i18n import translations


@dataclass(frozen=True)
class ColumnScore:
    """A pupil's score in one column, with the sentence about it. state: see `delivery_state`."""

    column_label: str
    score: int
    score_maximum: int
    state: str
    text: str


def short_status(deliveries: Sequence[Row], scope: ClassScope, lang: str, present: date) -> str:
    """The delivery state of the class's main column in two or three words. present: the day of now."""
    gettext = translations(lang).gettext
    if not deliveries:
        return gettext(NO_SCORE)
    main_delivery = min(deliveries, key=lambda row: row["metric"] != REQUIREMENTS_METRIC)
    return gettext(SCORE_STATES[delivery_state(main_delivery)]) % _placeholders(main_delivery, scope, lang, present)


def column_scores(deliveries: Sequence[Row], scope: ClassScope, lang: str) -> list[ColumnScore]:
    """The pupil's score in every column."""
    return [_column_score(row, scope, lang) for row in deliveries]


def _column_score(row: Row, scope: ClassScope, lang: str) -> ColumnScore:
    text = describe_delivery(row, scope.class_info.platform_name, lang, scope.pack.timezone)
    return ColumnScore(row["label"], row["desired_score"], row["score_maximum"], delivery_state(row), text)


def _placeholders(row: Row, scope: ClassScope, lang: str, present: date) -> dict[str, str]:
    when = recent_day(row["delivered_at"], lang, scope.pack.timezone, present)
    return {"platform": scope.class_info.platform_name, "when": when}
