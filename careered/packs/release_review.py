"""What an author reviews before a release: unverified facts, expiring texts, and how much there is."""

from collections.abc import Iterator
from datetime import date, timedelta

from careered import clock
from careered.packs.dates import school_year
from careered.packs.models import Pack, Service

EXPIRY_WARNING_DAYS = 60


def unverified_facts(pack: Pack, today: date | None = None) -> list[str]:
    """One English sentence per fact to verify before a release. today: the clock's day by default."""
    day = today or clock.today(pack.timezone)
    oldest_verification = day - timedelta(days=pack.service_defaults.stale_after_days)
    sources = [
        f"source {source.id} is from memory: {source.title}" for source in pack.sources if source.how == "memory"
    ]
    services = [
        sentence for service in pack.services for sentence in _unverified_in_service(service, oldest_verification)
    ]
    return [
        *expiring_parts(pack, day),
        *_unverified_help_lines(pack, oldest_verification),
        *sources,
        *_undated_sources(pack),
        *services,
        *undescribed_services(pack),
        *_unverified_dates(pack, day),
    ]


def _undated_sources(pack: Pack) -> Iterator[str]:
    for source in pack.sources:
        if source.how == "read" and (source.read_on is None or source.check_by is None):
            yield f"source {source.id} has no day: say when it was read (read_on) and when to read it again (check_by)"


def _unverified_help_lines(pack: Pack, oldest_verification: date) -> Iterator[str]:
    """Help lines from memory. Unlike other facts from memory they are shown to pupils before they are verified."""
    unverified_ids = {source.id for source in pack.sources if source.how == "memory"}
    for line in pack.help_lines:
        if unverified_ids.issuperset(line.source):
            yield f"help line {line.id} is from memory and is shown to pupils: find {line.number} at its source"
        elif line.read_on is None or line.read_on < oldest_verification:
            yield f"help line {line.id} is shown to pupils: see at its source that {line.number} and its hours hold"


def expiring_parts(pack: Pack, today: date | None = None) -> list[str]:
    """One English sentence per text that has expired or will within EXPIRY_WARNING_DAYS. today: as above."""
    day = today or clock.today(pack.timezone)
    steps = [(f"step {step.id}", step.valid_to) for lesson in pack.lessons for step in lesson.steps]
    dated_parts = [
        *steps,
        *((f"service {service.id}", service.valid_to) for service in pack.services),
        *((f"help line {line.id}", line.valid_to) for line in pack.help_lines),
        ("the pack", pack.valid_to),
    ]
    expiring = [
        (label, end)
        for label, end in dated_parts
        if end is not None and end < day + timedelta(days=EXPIRY_WARNING_DAYS)
    ]
    return [
        *(f"{label} {'was' if end < day else 'is'} right until {end}: write it anew" for label, end in expiring),
        *_due_sources(pack, day),
    ]


def _due_sources(pack: Pack, day: date) -> Iterator[str]:
    """Sources that must be read again, now or within EXPIRY_WARNING_DAYS; and those of which nobody knows when."""
    for source in pack.sources:
        if source.check_by is not None and source.check_by < day + timedelta(days=EXPIRY_WARNING_DAYS):
            general = "; its cards show their general form" if source.check_by < day else ""
            yield f"source {source.id} is to be read again by {source.check_by}{general}: {source.title}"


def undescribed_services(pack: Pack) -> list[str]:
    """One English sentence per service of which pupils are not told what it is for."""
    return [
        f"service {service.id} has no description: pupils see its name, not what it is for"
        for service in pack.services
        if service.description is None and service.status != "closed"
    ]


def _unverified_dates(pack: Pack, day: date) -> Iterator[str]:
    year = school_year(day, pack.school_year_ends)
    for year_date in pack.dates:
        if year_date.days(year) is None:
            reason = "are from memory" if year in year_date.years else "are not there"
            yield f"date {year_date.id}: the days of {year} {reason}; pupils are sent to the service's page"


def _unverified_in_service(service: Service, oldest_verification: date) -> Iterator[str]:
    if service.status == "closed":
        return
    if service.verified.how == "memory":
        yield f"service {service.id} is from memory: open its address and read it"
    if service.status == "check":
        yield f"service {service.id} has status check: find out whether it is still there"
    for channel in service.channels:
        if channel.verified_on is None:
            yield f"service {service.id}, channel {channel.id}: never verified"
        elif channel.verified_on < oldest_verification:
            yield f"service {service.id}, channel {channel.id}: last verified on {channel.verified_on}"


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
