"""Checks that call the platform's services now: token, scopes, roster, line items, and a score round trip."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import RowMapping, update

from careered.admin.doctor.connection import ConnectionUnderTest, current_time
from careered.admin.doctor.result import Finding, ok, problem, unknown
from careered.db.queries import where_equal
from careered.lti import ags
from careered.lti.claim_values import clean_text
from careered.lti.claims import Ags
from careered.lti.client import Ok, Rejected, RetryLater
from careered.lti.connection_log import OWN_SCALE
from careered.lti.deep_linking.content_items import LINE_ITEM_TAG
from careered.lti.line_items import find_line_items
from careered.lti.nrps import MEMBERSHIP_SCOPE as MEMBERS
from careered.lti.nrps import RosterFailure, read_roster
from careered.progress.tables import ScoreDelivery

CHECKED_SCOPES = (
    ags.SCOPE_LINE_ITEM,
    ags.SCOPE_LINE_ITEM_READONLY,
    ags.SCOPE_RESULT_READONLY,
    ags.SCOPE_SCORE,
    MEMBERS,
)
MAX_LABEL_LENGTH = 80
_deliveries = ScoreDelivery.__table__


def check_token_and_scopes(connection: ConnectionUnderTest) -> list[Finding]:
    """One token per scope: some platforms silently drop scopes that they do not grant."""
    tokens = {scope: connection.client.token(connection.platform, [scope]) for scope in CHECKED_SCOPES}
    missing_scopes = [scope for scope, token in tokens.items() if _lacks_scope(token)]
    failures = [token for token in tokens.values() if not isinstance(token, str) and not _lacks_scope(token)]
    if failures:
        return [_token_problem(connection, failures[0]), unknown("scopes", "scopes_unknown")]
    if len(missing_scopes) == len(CHECKED_SCOPES):
        return [ok("token"), problem("scopes", "scopes_none")]
    if missing_scopes:
        scope_names = ", ".join(scope.rpartition("/")[2] for scope in missing_scopes)
        return [ok("token"), problem("scopes", "scopes_missing", scopes=scope_names)]
    return [ok("token"), ok("scopes")]


def _lacks_scope(result: object) -> bool:
    return isinstance(result, Rejected) and result.reason == "scope_missing"


def _token_problem(connection: ConnectionUnderTest, failure: object) -> Finding:
    our_keys = f"{connection.origin}/lti/jwks.json"
    if isinstance(failure, Rejected) and failure.status == 404 and connection.platform.family == "moodle":
        return problem("token", "token_keys_or_address", url=connection.platform.token_url, keys=our_keys)
    if isinstance(failure, Rejected) and failure.status in {404, 405}:
        return problem("token", "token_address", url=connection.platform.token_url)
    if isinstance(failure, Rejected):
        return problem("token", "token_refused", url=our_keys)
    if isinstance(failure, RetryLater) and failure.reason == "not_understood":
        return problem("token", "token_unreadable", url=connection.platform.token_url)
    return problem("token", "token_no_answer", url=connection.platform.token_url)


def check_services(connection: ConnectionUnderTest, *, has_access: bool) -> list[Finding]:
    """Roster, line items and score; without access (a token) only that they cannot be checked: advice would mislead."""
    if not has_access:
        return [unknown(step, f"{step}_no_access") for step in ("roster", "column", "score")]
    return [check_roster(connection), *check_line_items(connection), check_score(connection)]


def check_roster(connection: ConnectionUnderTest) -> Finding:
    """Read the roster of the class launched last."""
    if connection.service is None or not connection.service["resource_link_id"]:  # deep linking has no roster
        return unknown("roster", "roster_unknown")
    if not connection.service["roster_url"]:
        return unknown("roster", "roster_not_offered")
    result = read_roster(
        connection.client, connection.platform, connection.service["roster_url"], connection.service["resource_link_id"]
    )
    if isinstance(result, RosterFailure):
        return problem("roster", f"roster_{result.code.removeprefix('nrps_')}")
    return ok("roster", count=len(result.members))


def check_line_items(connection: ConnectionUnderTest) -> list[Finding]:
    """Whether the line items that scores go to exist; where one could be several, a question for each, in any class."""
    asked = [_ask_which(connection, line_item) for line_item in connection.unclear_line_items]
    questions = [question for question in asked if question]
    return questions or [_check_existing(connection)]


def _check_existing(connection: ConnectionUnderTest) -> Finding:
    """Of the class opened last. One may have gone with its activity."""
    if not connection.line_items:
        return unknown("column", "column_none")
    gone_labels = []
    for line_item in connection.line_items:
        result = ags.read_line_item(connection.client, connection.platform, line_item["line_item_url"])
        if isinstance(result, Rejected) and result.reason == "column_gone":
            gone_labels.append(line_item["label"])
        elif not isinstance(result, Ok):
            return problem("column", "column_unreadable", label=line_item["label"])
    return _gone_finding(gone_labels, len(connection.line_items)) if gone_labels else _columns_exist(connection)


def _columns_exist(connection: ConnectionUnderTest) -> Finding:
    return Finding("column", "ok", "column_own_scale") if OWN_SCALE in connection.events else ok("column")


def _gone_finding(labels: Sequence[str], line_item_count: int) -> Finding:
    if len(labels) == line_item_count:
        return problem("column", "column_gone", label=labels[0])
    return unknown("column", "column_gone_of_several", labels=", ".join(labels))


def _ask_which(connection: ConnectionUnderTest, line_item: RowMapping) -> Finding | None:
    """The question which of several columns is right; None where only one is left."""
    lists = Ags(frozenset(CHECKED_SCOPES), line_item["line_items_url"], None)
    found = find_line_items(connection.client, connection.platform, lists, LINE_ITEM_TAG, line_item["resource_id"])
    if not isinstance(found, list) or len(found) < 2:
        return None
    columns = ", ".join(sorted({clean_text(item.get("label"), MAX_LABEL_LENGTH) or "?" for item in found}))
    facts = {"label": line_item["label"], "course": line_item["title"], "columns": columns}
    return problem("column", "column_several", count=len(found), **facts)


def check_score(connection: ConnectionUnderTest) -> Finding:
    """Round trip of a score: read the last delivered one, send it again unchanged, and read it back.

    Only if the platform's result is still exactly ours: a score that a teacher gave is never overwritten.
    """
    if connection.last_delivery is None:
        return (
            problem("score", "score_refused")
            if "refused" in connection.rejected_states
            else unknown("score", "score_none")
        )
    result = _read_result(connection)
    if result is None or (isinstance(result, ags.Result) and not _shows_own_score(connection, result)):
        return unknown("score", "score_newer")
    if not isinstance(result, ags.Result):
        return problem("score", "score_unreadable")
    if not _resend(connection):
        return problem("score", "score_refused")
    result_after = _read_result(connection)
    return (
        ok("score")
        if isinstance(result_after, ags.Result) and _shows_own_score(connection, result_after)
        else problem("score", "score_lost")
    )


def _read_result(connection: ConnectionUnderTest) -> object:
    delivery = connection.last_delivery
    assert delivery is not None  # noqa: S101 - asked before
    return ags.read_result(connection.client, connection.platform, delivery["line_item_url"], delivery["sub"])


def _shows_own_score(connection: ConnectionUnderTest, result: ags.Result) -> bool:
    delivery = connection.last_delivery
    return delivery is not None and ags.is_same_score(
        result, delivery["delivered_score"], delivery["delivered_maximum"]
    )


def _resend(connection: ConnectionUnderTest) -> bool:
    """Send the same score with the next whole second; stored first, so that later scores get later timestamps."""
    delivery = connection.last_delivery
    assert delivery is not None  # noqa: S101 - asked before
    timestamp = delivery["score_timestamp"] + 1
    if timestamp > current_time().timestamp():  # just sent: a timestamp in the future would block later scores
        return True
    key = {name: delivery[name] for name in ("organisation_id", "class_id", "person_id", "line_item_id")}
    with connection.database.transaction() as db:
        db.execute(update(_deliveries).where(where_equal(_deliveries, **key)).values(score_timestamp=timestamp))
    maximum = delivery["own_maximum"] or delivery["delivered_maximum"]
    score = ags.score_message(
        delivery["sub"],
        ags.in_scale(delivery["delivered_score"], delivery["delivered_maximum"], maximum),
        maximum,
        datetime.fromtimestamp(timestamp, UTC),
        complete=delivery["delivered_score"] >= delivery["delivered_maximum"],
        family=connection.platform.family,
    )
    result = ags.post_score(connection.client, connection.platform, delivery["line_item_url"], score)
    return isinstance(result, Ok) or (isinstance(result, Rejected) and result.reason == "conflict")
