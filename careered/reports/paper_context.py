"""What evidence sheets and letters home of one class share, read once for all its pupils."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from careered.clock import today
from careered.packs.models import Pack
from careered.progress.acts import load_effective
from careered.progress.offline_days import OfflineDays, day_text, load_offline_days, school_days
from careered.reports import labels
from careered.reports.class_report import build_class_report
from careered.reports.event_days import EventDays, load_event_days
from careered.reports.table import Report
from careered.reports.table_text import staff_name
from careered.roster.members import person_names
from careered.roster.schools import get_school_id, list_schools
from careered.roster.scope import ClassScope
from careered.web.i18n import translations

RECORDED_KINDS = ("confirmed", "offline")


@dataclass(frozen=True)
class PaperContext:
    """The class on paper, in one language.

    report: of the class, in this language. school: its name, "" for none. sender: the name of who prints, "" for none.
    recorded_by: the name of who last recorded something, by (pupil's id, requirement's or activity's id). grade: the
    class's; None for several. event_days: on which pupils had done all of a requirement; visits: the
    first and last days of what was done away from the screen.
    """

    report: Report
    pack: Pack
    lang: str
    day: date
    school: str = ""
    sender: str = ""
    recorded_by: Mapping[tuple[str, str], str] | None = None
    grade: int | None = None
    event_days: EventDays | None = None
    visits: OfflineDays | None = None

    @property
    def class_name(self) -> str:
        """The class's name."""
        return str(self.report["class"]["name"])

    def gettext(self, message: str) -> str:
        """An interface word in the paper's language."""
        return translations(self.lang).gettext(message)

    def who_recorded(self, pupil: Report, target_id: str) -> str:
        """The name of who recorded it for the pupil; "" where nobody did, or the platform shares no name."""
        return (self.recorded_by or {}).get((pupil["id"], target_id), "")

    def event_day(self, pupil: Report, requirement: Report) -> date | None:
        """On which day the pupil did it; None where the day is that of the state."""
        return (self.event_days or {}).get((pupil["id"], requirement["key"]))

    def staff_name(self, pupil: Report) -> str:
        """The pupil's name as staff read it; a letter home has the plain one."""
        return staff_name(self.report, pupil)

    def given_name(self, pupil: Report) -> str:
        """What families call the pupil; "the pupil" where no name is known."""
        return self.report["given_names"].get(pupil["id"]) or self.gettext(labels.THE_PUPIL)

    def day_count(self, pupil: Report, activity: Report) -> str:
        """How many days an activity away from the screen took, "5 days"; "" for one day or none."""
        visits = (self.visits or {}).get((pupil["id"], activity["key"]), ())
        return day_text(visits, self.lang, self.day) if sum(school_days(*visit) for visit in visits) > 1 else ""

    def file_name(self, kind: str, pupil: Report) -> str:
        """The name of a pupil's file, without suffix: kind, class, pupil and day."""
        return f"{self.gettext(kind)} {self.class_name} {self.staff_name(pupil)} {self.day.isoformat()}"


def load_paper_context(db: Connection, scope: ClassScope, lang: str, secret: bytes, sender: str) -> PaperContext:
    """Read it. secret: for the pseudonyms of pupils without a name."""
    visits = load_offline_days(db, *scope.key)
    return PaperContext(
        report=build_class_report(db, scope, lang, secret),
        pack=scope.pack,
        lang=lang,
        day=today(scope.pack.timezone),
        school=_school_name(db, scope),
        sender=sender,
        recorded_by=_recorded_by(db, scope),
        grade=scope.class_info.grade,
        event_days=load_event_days(db, scope, visits),
        visits=visits,
    )


def _school_name(db: Connection, scope: ClassScope) -> str:
    school_id = get_school_id(db, *scope.key)
    schools = list_schools(db, scope.class_info.organisation_id) if school_id else []
    return next((school.name for school in schools if school.id == school_id), "")


def _recorded_by(db: Connection, scope: ClassScope) -> dict[tuple[str, str], str]:
    acts = [act for kind in RECORDED_KINDS for act in load_effective(db, *scope.key, kind)]
    names = person_names(db, scope.class_info.organisation_id, {act["author_person_id"] for act in acts})
    return {(act["person_id"], act["target_id"]): names.get(act["author_person_id"], "") for act in acts}
