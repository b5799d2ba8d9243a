"""Plausible forms: every field that names something names what is one of the three pupils'."""

from careered.clock import now
from careered.training.content import TASKS
from tests.access.neighbours import SOUTH
from tests.access.town import Town
from tests.access.traces import CONFIRMED, LESSON, OPEN_STEP, Victim

STRANGERS_WORDS = "Muukalaisen sanat"
SPECIAL: dict[str, dict[str, str]] = {
    "/boards/{board}/react": {"kind": "report"},
    "/teacher/class/{id}/boards/new": {"kind": "findings"},
    "/teacher/class/{id}/boards/{board}/moderate": {"do": "hide"},
    "/teacher/class/{id}/boards/{board}/settings": {"moderated": "yes"},
    "/teacher/class/{id}/attestations/create": {"what": "confirmed:FI-R3"},
    "/teacher/class/{id}/attestations/retract": {"what": CONFIRMED},
    "/teacher/class/{id}/live-lesson/start": {"minutes": "45"},
    "/teacher/class/{id}/live-lesson/length": {"minutes": "20"},
    "/teacher/class/{id}/live-lesson/exit-ticket": {"question": "mine"},
    "/live-lesson/exit-ticket": {"choice": "yes"},
    "/questions/create": {"way": "named"},
    "/me/show": {"show": "yes"},
    "/me/entries/create": {"shelf": "plan"},
    "/me/transfer/redeem": {"code": "ABCD-EFGH-JKLM"},
    "/lessons/{lesson}/steps/{step}/draft": {"revision": "99"},
    "/teacher/training/case": {"task": TASKS[0].id, "option": TASKS[0].options[0].id},
    "/deeplink/country": {"country": "FI"},
    "/easy-language": {"easy": "yes", "back": "/lessons"},
    "/language": {"language": "sv", "back": "/lessons"},
    "/admin/school-year/class": {"to": "ended"},
    "/admin/leaders/{id}/give": {"school": "none"},
    "/admin/organisation/save": {"country": "FI", "lang": "fi"},
    "/admin/retention/save": {"texts_months": "2", "records_months": "6", "access_log_months": "12"},
    "/admin/platforms/{id}/deployments": {"place": SOUTH},
    "/admin/platforms/{id}/deployment-kind": {"kind": "school"},
    "/admin/connect/{family}/invitation": {"country": "FI"},
}


def fields_of(path: str, town: Town, victim: Victim) -> list[dict[str, str | list[str]]]:
    """The forms to send to a route: usually one; two where a question may have a name or none."""
    fields: dict[str, str | list[str]] = {
        **victim.ids,
        "pupil": [victim.person_id],
        "person": victim.person_id,
        "group": town.group_id,
        "course": town.here.class_id,
        "lesson": LESSON,
        "step": OPEN_STEP,
        "text": STRANGERS_WORDS,
        "answer": STRANGERS_WORDS,
        "agreed": STRANGERS_WORDS,
        "name": STRANGERS_WORDS,
        "as": "csv",
        "yes": "yes",
        "sure": "yes",
        "at": now().isoformat(),
        **SPECIAL.get(path, {}),
    }
    nameless = {**fields, "way": "anonymous", "question": victim.ids["nameless"]}
    return [fields, nameless] if path == "/teacher/class/{id}/questions/answer" else [fields]
