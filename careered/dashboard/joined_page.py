"""What the page about two accounts of one pupil shows: whom to choose, figures before and after, what was joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.dashboard.attestation_labels import COLLEAGUE, YOU
from careered.dashboard.labels import LEFT_CLASS
from careered.db.prefetch import Row
from careered.progress.class_progress import load_class_progress
from careered.progress.completion import count_reached
from careered.progress.event_kinds import LESSON_DONE
from careered.progress.joined import can_separate, join_accounts, list_joined
from careered.progress.outbox.deliveries import score_of
from careered.progress.outbox.line_items import REQUIREMENTS_METRIC
from careered.progress.standing import Standing, load_standing
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.names import sort_key
from careered.roster.scope import ClassScope
from careered.web.i18n import translations


@dataclass(frozen=True)
class AccountOptions:
    """Ids and labels: of the accounts that may be the earlier one, and of those that may be the one that goes on."""

    earlier: Sequence[tuple[str, str]]
    going_on: Sequence[tuple[str, str]]

    def can_join(self, earlier: str, pupil: str) -> bool:
        """Whether these are two accounts that may be joined."""
        return earlier != pupil and earlier in dict(self.earlier) and pupil in dict(self.going_on)


@dataclass(frozen=True)
class AccountFigures:
    """One line of the preview. sent: the score that the platform has, as (score, maximum); None for none."""

    name: str
    done: tuple[int, int]
    lessons: int
    sent: tuple[int, int] | None


@dataclass(frozen=True)
class JoinedPair:
    """Two joined accounts: the earlier one's id and both names. can_undo: within the time for it."""

    earlier_id: str
    earlier: str
    pupil: str
    at: str
    author: str
    can_undo: bool


def account_options(db: Connection, scope: ClassScope, names: Mapping[str, str], lang: str) -> AccountOptions:
    """The pupils of the class, without accounts that are joined already; those who have left are the earlier ones."""
    joined = {row["earlier_person_id"] for row in list_joined(db, scope)}
    requirements, left = scope.pack.requirements_for(scope.class_info.grade), translations(lang).gettext(LEFT_CLASS)
    earlier, going_on = [], []
    for member in load_class_progress(db, scope):
        if member.pupil.id in joined:
            continue
        done, total = count_reached(member.states(requirements))
        label = f"{names.get(member.pupil.id, '')} ({done} / {total})"
        is_active = member.pupil.status == ACTIVE
        earlier.append((member.pupil.id, label if is_active else f"{label}, {left}"))
        going_on += [(member.pupil.id, label)] if is_active else []
    return AccountOptions(*(sorted(some, key=lambda one: sort_key(one[1], lang)) for some in (earlier, going_on)))


def preview(
    db: Connection, scope: ClassScope, names: Mapping[str, str], earlier: str, pupil: str
) -> list[AccountFigures]:
    """The figures of the two accounts, and of the joined one: they are joined, looked at, and that is undone."""
    before = [_figures(db, scope, person_id, names[person_id]) for person_id in (earlier, pupil)]
    with db.begin_nested() as savepoint:
        join_accounts(db, scope, earlier, pupil, "")
        joined = _figures(db, scope, pupil, "")
        savepoint.rollback()
    return [*before, joined]


def _figures(db: Connection, scope: ClassScope, person_id: str, name: str) -> AccountFigures:
    standing = load_standing(db, scope.pupil(person_id))
    lessons = sum(event["kind"] == LESSON_DONE for event in standing.events)
    return AccountFigures(
        name, score_of(standing, scope.pupil(person_id), REQUIREMENTS_METRIC), lessons, _sent(standing)
    )


def _sent(standing: Standing) -> tuple[int, int] | None:
    """The score of the requirements that the platform has."""
    of_requirements = [one["id"] for one in standing.line_items if one["metric"] == REQUIREMENTS_METRIC]
    sent = [
        (row["delivered_score"], row["delivered_maximum"])
        for name, row in standing.deliveries.items()
        if name in of_requirements and row["delivered_score"] is not None
    ]
    return max(sent, key=lambda score: score[0] / score[1], default=None)


def joined_accounts(
    db: Connection, scope: ClassScope, names: Mapping[str, str], lang: str, viewer_id: str
) -> list[JoinedPair]:
    """What has been joined in the class, oldest first."""
    rows = {row["earlier_person_id"]: row for row in list_joined(db, scope)}
    gettext = translations(lang).gettext
    return [
        JoinedPair(
            earlier,
            names.get(earlier, "–"),
            names.get(row["person_id"], "–"),
            scope.format_datetime(row["joined_at"], lang),
            gettext(_author_label(row, viewer_id)),
            can_separate(row, rows),
        )
        for earlier, row in rows.items()
    ]


def _author_label(row: Row, viewer_id: str) -> str:
    """Who joined two accounts, as a message id."""
    return YOU if row["author_person_id"] == viewer_id else COLLEAGUE
