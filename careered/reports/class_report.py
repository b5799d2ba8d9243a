"""The class report: every pupil with every requirement and score. Its shape is an interface, see docs for operators.

Times are ISO 8601 in UTC, to the second; missing values are null, never left out.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection

from careered.db.prefetch import Row
from careered.packs.models import Pack, Requirement
from careered.progress.class_progress import PupilProgress, evidence_title, load_class_progress
from careered.progress.misconceptions import MisconceptionCount, misconception_counts
from careered.progress.offline_days import days_in_full, load_offline_days, shown_activities, single_day
from careered.progress.outbox.labels import delivery_state, describe_delivery
from careered.reports.table import Report
from careered.roster.classes import ClassInfo, list_classes
from careered.roster.names import display_names, given_name, told_apart
from careered.roster.scope import ClassScope


def resolve_class(db: Connection, class_or_context_id: str) -> ClassInfo | None:
    """The class with this id, else the only class with this LTI context id; None for none or several."""
    classes = list_classes(db)
    matches = [class_info for class_info in classes if class_info.id == class_or_context_id] or [
        class_info for class_info in classes if class_info.context_id == class_or_context_id != ""
    ]
    return matches[0] if len(matches) == 1 else None


def published(report: Report) -> Report:
    """What programs read, in the shape that they rely on; pages and print show more."""
    return {name: report[name] for name in ("class", "pack", "pupils")}


def build_class_report(db: Connection, scope: ClassScope, lang: str, secret: bytes) -> Report:
    """The report of a class whose scope is loaded."""
    class_info = scope.class_info
    progress = load_class_progress(db, scope)
    pupils = [pupil_progress.pupil for pupil_progress in progress]
    names = display_names(pupils, secret, class_info.id, lang)
    return {
        "class": {
            "id": class_info.id,
            "name": class_info.title,
            "platform": class_info.platform_name,
            "context_id": class_info.context_id,
        },
        "pack": {"id": scope.pack.id, "version": scope.pack.version},
        "pupils": [
            _pupil_entry(pupil_progress, names[pupil_progress.pupil.id], scope, lang) for pupil_progress in progress
        ],
        "staff_names": told_apart(pupils, names),
        "given_names": {one.id: given_name(one.name, one.given_name) for one in pupils},
        "offline": _offline_entries(db, scope, lang),
        "misconceptions": [
            _misconception_entry(count, scope.pack, lang) for count in misconception_counts(db, *scope.key, scope.pack)
        ],
    }


def _offline_entries(db: Connection, scope: ClassScope, lang: str) -> list[Report]:
    """What is done away from the screen: the days by pupil, in words, and as a date where it is one day."""
    days = load_offline_days(db, *scope.key)
    recorded = {activity for _pupil, activity in days}
    shown = shown_activities(scope.pack, scope.class_info.grade, recorded)
    visits_by_activity = [
        (activity, {pupil: visits for (pupil, done), visits in days.items() if done == activity.id})
        for activity in shown
    ]
    return [
        {
            "key": activity.id,
            "title": (activity.short or activity.title).in_language(lang, scope.pack.default_language),
            "days": {pupil: days_in_full(done, lang) for pupil, done in visits.items()},
            "day": {pupil: day for pupil, done in visits.items() if (day := single_day(done))},
        }
        for activity, visits in visits_by_activity
    ]


def _pupil_entry(progress: PupilProgress, name: str, class_scope: ClassScope, lang: str) -> Report:
    requirements = class_scope.pack.requirements_for(class_scope.class_info.grade)
    return {
        "id": progress.pupil.id,
        "user_id": progress.pupil.sub,
        "name": name,
        "status": progress.pupil.status,
        "requirements": [
            _requirement_entry(requirement, progress, class_scope.pack, lang) for requirement in requirements
        ],
        "deliveries": [
            _delivery_entry(delivery, class_scope.class_info, class_scope.pack, lang)
            for delivery in progress.deliveries
        ],
    }


def _requirement_entry(requirement: Requirement, progress: PupilProgress, pack: Pack, lang: str) -> Report:
    status = progress.statuses.get(requirement.id)
    return {
        "key": requirement.id,
        "codes": list(requirement.items),
        "state": progress.state(requirement.id).value,
        "when": _format_utc(status.since_at) if status else None,
        "how": (status.method or None) if status else None,
        "evidence": _evidence_entries(status.evidence if status else (), pack, lang),
    }


def _evidence_entries(keys: Sequence[str], pack: Pack, lang: str) -> list[Report]:
    """The lessons and offline activities that count, by kind and title."""
    kinds = {activity.id: "activity" for activity in pack.offline_activities}
    titles = {key: evidence_title(pack, key, lang).replace("\u00ad", "") for key in keys}
    return [{kinds.get(key, "lesson"): key, "title": title} for key, title in titles.items()]


def _misconception_entry(count: MisconceptionCount, pack: Pack, lang: str) -> Report:
    """What the class page shows; figures are null where that page has none."""
    figures = (count.pupils, count.before, count.after) if count.is_shown else (None, None, None)
    return {
        "key": count.key,
        "lesson": count.place.lesson.id,
        "question": count.place.card.title.in_language(lang, pack.default_language),
        "text": count.place.text.in_language(lang, pack.default_language),
        **dict(zip(("pupils", "before", "after"), figures, strict=True)),
        "words": count.words(lang),
    }


def _delivery_entry(row: Row, class_info: ClassInfo, pack: Pack, lang: str) -> Report:
    return {
        "column": row["label"],
        "wanted": row["desired_score"],
        "sent": row["delivered_score"],
        "maximum": row["score_maximum"],
        "state": delivery_state(row),
        "words": describe_delivery(row, class_info.platform_name, lang, pack.timezone),
    }


def _format_utc(timestamp: datetime) -> str:
    return timestamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
