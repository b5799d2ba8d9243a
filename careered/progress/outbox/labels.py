"""The state of a score delivery: as a code (`delivery_state`, an interface of the class report) and as a sentence."""

from collections.abc import Mapping

from careered.db.prefetch import Row
from careered.i18n_marker import _
from careered.progress.outbox.held import is_held
from careered.progress.outbox.quiet import is_quiet
from careered.progress.outbox.states import PARKED
from careered.web.i18n import translations
from careered.web.time_format import format_datetime

STATE_TEXTS: Mapping[str, str] = {
    "waiting": _("The score will soon be sent to %(platform)s automatically."),
    "delivered": _("In %(platform)s since %(when)s."),
    "quiet": _("Goes to %(platform)s when the lesson is finished, or within two hours of the latest answer."),
    "retrying": _("%(platform)s has not responded since %(since)s. The score will be sent again automatically."),
    "newer_in_platform": _("%(platform)s has a newer grade, entered by a teacher. careered leaves it as it is."),
    "not_in_course": _("%(platform)s says that the pupil is not on the course. careered tries again twice a day."),
    "column_gone": _(
        "The column has been deleted in %(platform)s. No scores can be sent until there is a column again."
    ),
    "course_concluded": _("The course has ended in %(platform)s. No more scores are sent."),
    "column_closed": _(
        "The activity has not been published in %(platform)s, so it does not accept scores. Publish it "
        "there. careered tries again twice a day."
    ),
    "several_columns": _(
        "%(platform)s has several columns that could be this one. To avoid giving pupils two scores, nothing is "
        "sent until only one column is left."
    ),
    "refused": _("%(platform)s does not accept the score. careered tries again twice a day."),
    "held": _("%(platform)s shows a higher score: %(delivered)s. The lower one is sent only if you say so."),
}


def delivery_state(row: Row) -> str:
    """The state for the class report (an interface); "waiting" also where a delivered score has changed since."""
    if row["state"] == "newer_in_platform":
        return "newer_in_platform"  # also where it is read only after ours had arrived
    if row["delivered_score"] == row["desired_score"] and row["delivered_maximum"] == row["score_maximum"]:
        return "delivered"
    if is_held(row) and row["state"] not in PARKED:
        return "held"
    return row["state"] if row["state"] in STATE_TEXTS and row["state"] != "delivered" else "waiting"


def text_key(row: Row) -> str:
    """The state as texts distinguish it: also "quiet", for a score that waits for more answers."""
    state = delivery_state(row)
    return "quiet" if state == "waiting" and is_quiet(row) else state


def describe_delivery(row: Row, platform: str, lang: str, timezone: str) -> str:
    """The state in a sentence. platform: its displayed name. timezone: of the class, for the times in it."""
    times = {"when": row["delivered_at"], "since": row["failing_since"] or row["desired_at"]}
    formatted_times = {
        name: format_datetime(timestamp, lang, timezone) if timestamp else "" for name, timestamp in times.items()
    }
    values = {"platform": platform, "delivered": f"{row['delivered_score']} / {row['delivered_maximum']}"}
    return translations(lang).gettext(STATE_TEXTS[text_key(row)]) % {**values, **formatted_times}
