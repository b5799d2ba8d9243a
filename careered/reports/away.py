"""What is done away from the screen, as papers say it: its full title, and what of it is still to come."""

from careered.packs.models import Pack
from careered.packs.requirements import OfflineActivity, OfflineAndLessonsCompletion, OfflineCompletion
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
    """Title and days of what the pupil has done."""
    return [(_title(context, one), days) for one in context.report["offline"] if (days := one["days"].get(pupil["id"]))]


def coming_away(context: PaperContext, pupil: Report) -> list[str]:
    """Titles of what the pupil has not done yet. What a requirement includes comes with the requirement."""
    included = {
        one.completion.offline
        for one in context.pack.requirements
        if isinstance(one.completion, OfflineCompletion | OfflineAndLessonsCompletion)
    }
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
