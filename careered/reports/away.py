"""What is done away from the screen, as papers say it: its full title, and what of it is still to come."""

from careered.packs.models import Pack
from careered.packs.requirements import OfflineActivity
from careered.progress.completion import REACHED_STATES
from careered.reports.event_days import activity_of
from careered.reports.paper_context import PaperContext
from careered.reports.table import Report
from careered.reports.table_text import strip_soft_hyphens


def activity_title(pack: Pack, key: str, lang: str) -> str:
    """Title of an activity, in full; its id if the pack does not have it."""
    activity = _activity(pack, key)
    return strip_soft_hyphens(activity.title.in_language(lang, pack.default_language)) if activity else key


def shown_away(context: PaperContext, pupil: Report) -> list[Report]:
    """The activities of the class's report that the pupil has done, or every pupil of its grade does."""
    return [one for one in context.report["offline"] if pupil["id"] in one["days"] or _is_for_all(context, one)]


def done_away(context: PaperContext, pupil: Report) -> list[tuple[str, str]]:
    """Title and days of what the pupil has done. What a reached requirement includes is said with the requirement."""
    reached = {one["key"] for one in pupil["requirements"] if one["state"] in REACHED_STATES}
    said = {activity_of(one) for one in context.pack.requirements if one.id in reached}
    return [
        (_title(context, one), days)
        for one in context.report["offline"]
        if one["key"] not in said and (days := one["days"].get(pupil["id"]))
    ]


def coming_away(context: PaperContext, pupil: Report) -> list[str]:
    """Titles of what the pupil has not done yet. What a requirement includes comes with the requirement."""
    included = {activity_of(one) for one in context.pack.requirements}
    return [
        _title(context, one)
        for one in shown_away(context, pupil)
        if pupil["id"] not in one["days"] and one["key"] not in included
    ]


def _title(context: PaperContext, activity: Report) -> str:
    return activity_title(context.pack, activity["key"], context.lang)


def _is_for_all(context: PaperContext, activity: Report) -> bool:
    """Nobody is promised what only some do, or what another grade does and somebody here has done."""
    known = _activity(context.pack, activity["key"])
    return known is None or (known.audience is None and context.grade in {None, *known.grades})


def _activity(pack: Pack, key: str) -> OfflineActivity | None:
    return next((one for one in pack.offline_activities if one.id == key), None)
