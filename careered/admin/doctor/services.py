"""Token, scopes, list of members, column, and a mark there and back: tried now."""

from datetime import UTC, datetime

from sqlalchemy import update

from careered.admin.doctor.findings import Finding, ok, problem, unknown
from careered.admin.doctor.patient import Patient, moment
from careered.db.lookup import same
from careered.lti import ags
from careered.lti.client import Later, Ok, Turned
from careered.lti.nrps import SCOPE as MEMBERS
from careered.lti.nrps import NoRoster, read_roster
from careered.progress.tables import Delivery

SCOPES = (ags.LINE_ITEM, ags.LINE_ITEM_READ, ags.RESULT_READ, ags.SCORE, MEMBERS)
_deliveries = Delivery.__table__


def token_and_scopes(patient: Patient) -> list[Finding]:
    """A token for each scope by itself: some platforms leave out what they do not give without a word."""
    answers = {scope: patient.client.token(patient.platform, [scope]) for scope in SCOPES}
    refused = [answer for answer in answers.values() if not isinstance(answer, str)]
    missing = [
        scope for scope, answer in answers.items() if isinstance(answer, Turned) and answer.words == "scope_missing"
    ]
    worst = next((one for one in refused if not (isinstance(one, Turned) and one.words == "scope_missing")), None)
    if worst is not None:
        return [_no_token(patient, worst), unknown("scopes", "scopes_unknown")]
    if len(missing) == len(SCOPES):
        return [ok("token"), problem("scopes", "scopes_none")]
    if missing:
        return [
            ok("token"),
            problem("scopes", "scopes_missing", scopes=", ".join(one.rpartition("/")[2] for one in missing)),
        ]
    return [ok("token"), ok("scopes")]


def _no_token(patient: Patient, answer: object) -> Finding:
    if isinstance(answer, Turned) and answer.status in {404, 405}:
        return problem("token", "token_address", url=patient.platform.token_url)
    if isinstance(answer, Turned):
        return problem("token", "token_refused", url=f"{patient.origin}/lti/jwks.json")
    if isinstance(answer, Later) and answer.words == "not_understood":
        return problem("token", "token_unreadable", url=patient.platform.token_url)
    return problem("token", "token_no_answer", url=patient.platform.token_url)


def roster(patient: Patient) -> Finding:
    """The list of members of the class that was opened last."""
    if patient.service is None or not patient.service["link_id"]:  # choosing activities brings no list
        return unknown("roster", "roster_unknown")
    if not patient.service["roster_url"]:
        return unknown("roster", "roster_not_offered")
    found = read_roster(patient.client, patient.platform, patient.service["roster_url"], patient.service["link_id"])
    if isinstance(found, NoRoster):
        return problem("roster", f"roster_{found.problem.removeprefix('nrps_')}")
    return ok("roster", count=len(found.members))


def column(patient: Patient) -> Finding:
    """The columns that marks go to are still there."""
    if not patient.columns:
        return unknown("column", "column_none")
    for one in patient.columns:
        answer = ags.read_line_item(patient.client, patient.platform, one["address"])
        if isinstance(answer, Turned) and answer.words == "column_gone":
            return problem("column", "column_gone", label=one["label"])
        if not isinstance(answer, Ok):
            return problem("column", "column_unreadable", label=one["label"])
    return ok("column")


def score(patient: Patient) -> Finding:
    """A mark there and back: the last one that arrived is read, sent again as it is, and read once more.

    Only where the platform still shows exactly ours: a mark that a teacher gave is never touched.
    """
    if patient.mark is None:
        return problem("score", "score_refused") if "refused" in patient.stuck else unknown("score", "score_none")
    shown = _shown(patient)
    if shown is None or (isinstance(shown, ags.Result) and not _is_ours(patient, shown)):
        return unknown("score", "score_newer")
    if not isinstance(shown, ags.Result):
        return problem("score", "score_unreadable")
    if not _send(patient):
        return problem("score", "score_refused")
    again = _shown(patient)
    return ok("score") if isinstance(again, ags.Result) and _is_ours(patient, again) else problem("score", "score_lost")


def _shown(patient: Patient) -> object:
    mark = patient.mark
    assert mark is not None  # noqa: S101 - asked before
    return ags.read_result(patient.client, patient.platform, mark["address"], mark["sub"])


def _is_ours(patient: Patient, shown: ags.Result) -> bool:
    mark = patient.mark
    return mark is not None and ags.same_mark(shown, mark["sent"], mark["sent_maximum"])


def _send(patient: Patient) -> bool:
    """The same value with the next whole second; the stamp is kept first, so that later marks stay later."""
    mark = patient.mark
    assert mark is not None  # noqa: S101 - asked before
    stamp = mark["stamp"] + 1
    if stamp > moment().timestamp():  # sent within this second: one from the future would shut out those that follow
        return True
    key = {name: mark[name] for name in ("organisation_id", "class_id", "person_id", "column_id")}
    with patient.database.write() as db:
        db.execute(update(_deliveries).where(same(_deliveries, **key)).values(stamp=stamp))
    message = ags.score(
        mark["sub"],
        mark["sent"],
        mark["sent_maximum"],
        datetime.fromtimestamp(stamp, UTC),
        complete=mark["sent"] >= mark["sent_maximum"],
        family=patient.platform.family,
    )
    answer = ags.post_score(patient.client, patient.platform, mark["address"], message)
    return isinstance(answer, Ok) or (isinstance(answer, Turned) and answer.words == "conflict")
