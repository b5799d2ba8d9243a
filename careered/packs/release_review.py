"""What an author reviews before a release: unverified facts, expiring texts, and how much there is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from careered import clock
from careered.i18n_marker import _
from careered.packs.dates import school_year
from careered.packs.models import HelpLine, Pack, Service, StepContent

EXPIRY_WARNING_DAYS = 60


@dataclass(frozen=True)
class ToReview:
    """Something to look at before a release. text: in English, as the catalogues know it; values: what fills it."""

    text: str
    values: Mapping[str, str | date]

    def sentence(self, gettext: Callable[[str], str] = str, day_text: Callable[[date], str] = str) -> str:
        """In the language of gettext, its days as day_text writes them; in English with ISO days by default."""
        filled = {key: day_text(value) if isinstance(value, date) else value for key, value in self.values.items()}
        return gettext(self.text) % filled


def unverified_facts(pack: Pack, today: date | None = None) -> list[ToReview]:
    """What is to be verified before a release. today: the clock's day by default."""
    day = today or clock.today(pack.timezone)
    oldest_verification = day - timedelta(days=pack.service_defaults.stale_after_days)
    services = [found for service in pack.services for found in _unverified_in_service(service, oldest_verification)]
    return [
        *expiring_parts(pack, day),
        *_unverified_help_lines(pack, oldest_verification),
        *_unverified_sources(pack),
        *services,
        *undescribed_services(pack),
        *_unverified_dates(pack, day),
    ]


def _unverified_sources(pack: Pack) -> Iterator[ToReview]:
    for source in pack.sources:
        if source.how == "memory":
            yield ToReview(
                _("source %(id)s was entered from memory: %(title)s"), {"id": source.id, "title": source.title}
            )
    for source in pack.sources:
        if source.how == "read" and (source.read_on is None or source.check_by is None):
            text = _("source %(id)s has no dates: say when it was read (read_on) and when to read it again (check_by)")
            yield ToReview(text, {"id": source.id})


def _unverified_help_lines(pack: Pack, oldest_verification: date) -> Iterator[ToReview]:
    """Help lines from memory. Unlike other facts from memory they are shown to pupils before they are verified."""
    unverified_ids = {source.id for source in pack.sources if source.how == "memory"}
    for line in pack.help_lines:
        values = {"id": line.id, "number": line.number}
        if unverified_ids.issuperset(line.source):
            yield ToReview(
                _("helpline %(id)s was entered from memory and is shown to pupils: find %(number)s at its source"),
                values,
            )
        elif line.read_on is None or line.read_on < oldest_verification:
            text = _(
                "helpline %(id)s is shown to pupils: check at its source that %(number)s and its opening hours are "
                "still correct"
            )
            yield ToReview(text, values)


def expiring_parts(pack: Pack, today: date | None = None) -> list[ToReview]:
    """Texts that have expired or will within EXPIRY_WARNING_DAYS, and sources to read again. today: as above."""
    day = today or clock.today(pack.timezone)
    return [*_expiring_texts(pack, day), *_due_sources(pack, day)]


def _expiring_texts(pack: Pack, day: date) -> Iterator[ToReview]:
    steps = (step for lesson in pack.lessons for step in lesson.steps)
    dated: tuple[StepContent | Service | HelpLine | Pack, ...] = (*steps, *pack.services, *pack.help_lines, pack)
    for part in dated:
        end = part.valid_to
        if end is not None and end < day + timedelta(days=EXPIRY_WARNING_DAYS):
            text = (
                _("%(id)s was correct until %(day)s: rewrite it")
                if end < day
                else _("%(id)s is correct until %(day)s: rewrite it")
            )
            yield ToReview(text, {"id": part.id, "day": end})


def _due_sources(pack: Pack, day: date) -> Iterator[ToReview]:
    """Sources that must be read again, now or within EXPIRY_WARNING_DAYS; and those of which nobody knows when."""
    for source in pack.sources:
        if source.check_by is not None and source.check_by < day + timedelta(days=EXPIRY_WARNING_DAYS):
            text = (
                _("source %(id)s had to be read again by %(day)s; its cards now show their general form: %(title)s")
                if source.check_by < day
                else _("source %(id)s must be read again by %(day)s: %(title)s")
            )
            yield ToReview(text, {"id": source.id, "day": source.check_by, "title": source.title})


def undescribed_services(pack: Pack) -> list[ToReview]:
    """The services of which pupils are not told what they are for."""
    text = _("service %(id)s has no description: pupils see its name, not what it is for")
    return [
        ToReview(text, {"id": service.id})
        for service in pack.services
        if service.description is None and service.status != "closed"
    ]


def _unverified_dates(pack: Pack, day: date) -> Iterator[ToReview]:
    year = school_year(day, pack.school_year_ends)
    for year_date in pack.dates:
        if year_date.days(year) is None:
            text = (
                _("date %(id)s: the dates for %(year)s were entered from memory; pupils are sent to the service's page")
                if year in year_date.years
                else _("date %(id)s: the dates for %(year)s are missing; pupils are sent to the service's page")
            )
            yield ToReview(text, {"id": year_date.id, "year": str(year)})


def _unverified_in_service(service: Service, oldest_verification: date) -> Iterator[ToReview]:
    if service.status == "closed":
        return
    if service.verified.how == "memory":
        yield ToReview(_("service %(id)s was described from memory: open its address and read it"), {"id": service.id})
    if service.status == "check":
        text = _("service %(id)s has the status “check”: find out whether it still exists")
        yield ToReview(text, {"id": service.id})
    for channel in service.channels:
        values = {"id": service.id, "channel": channel.id}
        if channel.verified_on is None:
            yield ToReview(_("service %(id)s, channel %(channel)s: never verified"), values)
        elif channel.verified_on < oldest_verification:
            text = _("service %(id)s, channel %(channel)s: last verified on %(day)s")
            yield ToReview(text, {**values, "day": channel.verified_on})


def part_counts(pack: Pack) -> dict[str, int]:
    """The number of parts of a pack, by their plural names."""
    playable = pack.playable_lessons()
    return {
        "framework_items": len(pack.framework.items),
        "sources": len(pack.sources),
        "services": len(pack.services),
        "requirements": len(pack.requirements),
        "offline_activities": len(pack.offline_activities),
        "lessons": len(pack.lessons),
        "playable_lessons": len(playable),
        "steps": sum(len(lesson.steps) for lesson in playable),
        "languages": len(pack.languages),
    }
