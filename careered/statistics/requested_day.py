"""Which figures a request asks for: those of now, of all grades or of one (`?grade=`), or of a snapshot (`?day=`)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.reports import labels
from careered.reports.table import Report
from careered.roster.organisations import get_profile
from careered.statistics import snapshots
from careered.statistics.figures import school_in_grade
from careered.statistics.figures_basis import load_basis
from careered.statistics.figures_cache import FiguresCache, OrganisationFigures
from careered.statistics.snapshots import Statistics
from careered.web.errors import RequestError
from careered.web.request import PageRequest
from careered.web.time_format import format_date


def requested_day(req: PageRequest) -> str:
    """The ISO date of the snapshot that is asked for; "" for now."""
    return req.query.get("day", "")


def requested_grade(req: PageRequest, grades: Iterable[int]) -> int | None:
    """The grade that is asked for, if it is one of `grades`; None for all of them."""
    return next((grade for grade in grades if str(grade) == req.query.get("grade")), None)


def requested_statistics(req: PageRequest) -> Statistics:
    """The snapshot of the requested day, else the current statistics."""
    organisation_id, day = req.viewer.organisation_id, requested_day(req)
    if not day:
        return statistics_of(req, current_figures(req))
    snapshot = snapshots.load_snapshot(req.db, organisation_id, day)
    if snapshot is None:
        raise RequestError("not_found")
    return snapshots.statistics_of_snapshot(snapshot)


def statistics_of(req: PageRequest, figures: OrganisationFigures, grade: int | None = None) -> Statistics:
    """What is published of the figures of now, or of one grade, with a caution where they are behind."""
    organisation_id = req.viewer.organisation_id
    schools = figures.schools if grade is None else [school_in_grade(one, grade) for one in figures.schools]
    found = snapshots.statistics_of(schools, organisation_id, get_profile(req.db, organisation_id).name)
    return replace(found, cautions=(labels.BEHIND,)) if figures.is_behind else found


def current_figures(req: PageRequest) -> OrganisationFigures:
    """The figures of all schools now."""
    organisation_id = req.viewer.organisation_id
    return req.state.get(FiguresCache).read_all(req.db, organisation_id, load_basis(req.db, organisation_id))


def previous_snapshot(req: PageRequest) -> Report | None:
    """The newest snapshot before the shown day, with its `day`; None if there is none."""
    days = [
        day
        for day in snapshots.snapshot_days(req.db, req.viewer.organisation_id)
        if not requested_day(req) or day < requested_day(req)
    ]
    statistics = snapshots.load_snapshot(req.db, req.viewer.organisation_id, days[0]) if days else None
    return {**statistics, "day": days[0]} if statistics else None


def report_pack(req: PageRequest, report: Report) -> Pack | None:
    """The pack in the version of the snapshot, else the effective one."""
    pack_store, pack_entry = req.state.get(PackStore), report["pack"]
    pack_of_day = pack_store.pack(req.db, pack_entry["id"], pack_entry["version"])
    return (
        pack_store.effective_pack(req.db, req.viewer.organisation_id, pack_entry["id"])
        if pack_of_day is None or not requested_day(req)
        else pack_of_day
    )


def format_day(req: PageRequest, day: str) -> str:
    """The day of a snapshot, an ISO date, as the reader's language writes it."""
    return format_date(date.fromisoformat(day), req.lang)
