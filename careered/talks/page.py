"""What the page about one pupil shows beside the record: neighbours in the class, open matters, agreements."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from careered.agreements.store import AgreementView, agreements_with
from careered.clock import day_of
from careered.dashboard.attestation_labels import COLLEAGUE, YOU
from careered.dashboard.feet import ORDER
from careered.dashboard.pupil_record import PupilRecordBuilder
from careered.dashboard.pupil_record_parts import LessonView, PupilPage
from careered.db.prefetch import Row
from careered.packs.models import OfflineActivity
from careered.packs.store import PackStore
from careered.progress.acts import load_latest_talk
from careered.progress.attestations import OFFLINE
from careered.progress.bars import Segment, segments
from careered.progress.evidence import EvidenceReader
from careered.progress.offline_days import days_by_activity, days_in_full, shown_activities
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.members import Pupil
from careered.roster.scope import ClassScope, PupilScope, active_pupil_names
from careered.talks.labels import TALKED_ON
from careered.talks.open_matters import OpenMatters, load_open_matters
from careered.talks.shown_picture import ShownPicture, shown_picture
from careered.web.permissions import Data, sees_in_course
from careered.web.request import PageRequest
from careered.web.time_format import format_short_date

DATE_ONLY = ("date_only",)
"""The evidence of an activity of which only the day is stored: personal guidance."""
LESSONS_SHOWN = 3


@dataclass(frozen=True)
class Neighbours:
    """The pupils before and after in the order of the class: (id, name) or None. number: 0 for who has left."""

    number: int
    total: int
    previous: tuple[str, str] | None
    following: tuple[str, str] | None


@dataclass(frozen=True)
class ActivityRow:
    """An activity away from the screen. days: as recorded, in the short form; empty without."""

    title: str
    is_recorded: bool
    days: Sequence[str]


@dataclass(frozen=True)
class TalkPage:
    """Everything on the page. picture: None where the pupil does not show it or has left, or the viewer may not see it.

    guidance: the activity that a talk records; None where the pack has none. talked: when somebody last talked with the
    pupil, and who; "" where nobody has, or the viewer has no part in guidance.
    """

    record: PupilPage
    neighbours: Neighbours
    open_matters: OpenMatters
    activities: Sequence[ActivityRow]
    guidance: OfflineActivity | None
    may_see_guidance: bool
    picture: ShownPicture | None
    agreements: Sequence[AgreementView]
    talked: str = ""

    @property
    def bar(self) -> Sequence[Segment]:
        """The requirements by state, as at the foot of the grid; without those from which the pupil is exempt."""
        return segments(Counter(one.state for one in self.record.requirements), ORDER, self.record.total)

    @property
    def latest_lessons(self) -> Sequence[LessonView]:
        """Those that the pupil worked on last, the latest first."""
        return self.record.lessons[:LESSONS_SHOWN]

    @property
    def earlier_lessons(self) -> Sequence[LessonView]:
        """All lessons before them."""
        return self.record.lessons[LESSONS_SHOWN:]


def build_page(req: PageRequest, class_scope: ClassScope, pupil: Pupil) -> TalkPage:
    """The page about a pupil of the class, as the viewer may see it."""
    scope = class_scope.pupil(pupil.id)
    record = _record_builder(req, class_scope).build(pupil)
    may_see = sees_in_course(req.viewer.role, Data.GUIDANCE)
    return TalkPage(
        record=record,
        neighbours=_neighbours(active_pupil_names(req, class_scope), pupil.id),
        open_matters=load_open_matters(req.db, scope, req.lang),
        activities=_activities(class_scope, record.recorded, req.lang),
        guidance=guidance_activity(class_scope),
        may_see_guidance=may_see,
        picture=shown_picture(req, class_scope, scope) if may_see and pupil.status == ACTIVE else None,
        agreements=agreements_with(req.db, scope.key) if may_see else (),
        talked=_talked(req, scope) if may_see else "",
    )


def _talked(req: PageRequest, scope: PupilScope) -> str:
    talk = load_latest_talk(req.db, scope.key)
    if talk is None:
        return ""
    typed, is_mine = talk["activity_date"], talk["author_person_id"] == req.viewer.person_id
    day = date.fromisoformat(typed) if typed else day_of(talk["created_at"], scope.pack.timezone)
    who = req.gettext(YOU) if is_mine else talk["author_name"] or req.gettext(COLLEAGUE)
    return req.gettext(TALKED_ON) % {"day": format_short_date(day, req.lang), "who": who}


def guidance_activity(scope: ClassScope) -> OfflineActivity | None:
    """The pack's activity of which only the day is recorded, for the class's grade; None where there is none."""
    return next((one for one in _of_grade(scope) if one.evidence == DATE_ONLY), None)


def _of_grade(scope: ClassScope) -> list[OfflineActivity]:
    grade = scope.class_info.grade
    return [one for one in scope.pack.offline_activities if grade is None or grade in one.grades]


def _record_builder(req: PageRequest, scope: ClassScope) -> PupilRecordBuilder:
    pack_store, evidence = req.state.get(PackStore), req.state.get(EvidenceReader)
    return PupilRecordBuilder(req.db, pack_store, evidence, scope, req.lang, req.viewer.person_id)


def _neighbours(people: Sequence[tuple[str, str]], person_id: str) -> Neighbours:
    index = next((index for index, (id_, _name) in enumerate(people) if id_ == person_id), None)
    if index is None:
        return Neighbours(0, len(people), None, None)
    previous = people[index - 1] if index else None
    following = people[index + 1] if index + 1 < len(people) else None
    return Neighbours(index + 1, len(people), previous, following)


def _activities(scope: ClassScope, attestations: Sequence[Row], lang: str) -> list[ActivityRow]:
    """Those on the class's page. attestations: the pupil's."""
    visits = days_by_activity(row for row in attestations if row["kind"] == OFFLINE)
    recorded = {activity_id: days for (_pupil, activity_id), days in visits.items()}
    return [
        ActivityRow(
            activity.title.in_language(lang, scope.pack.default_language),
            activity.id in recorded,
            [days_in_full([visit], lang) for visit in recorded.get(activity.id, ()) if visit[0]],
        )
        for activity in shown_activities(scope.pack, scope.class_info.grade, recorded)
    ]
