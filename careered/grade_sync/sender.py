"""Sends leased scores; resolves conflicts and lost responses by reading the result back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from careered.clock import now
from careered.db.engine import Database
from careered.db.faults import StorageFault
from careered.db.queries import where_equal
from careered.grade_sync import outcome, own_scale, queue
from careered.grade_sync.line_item_location import OTHERS_WAIT, locate
from careered.grade_sync.outcome import Outcome
from careered.grade_sync.queue import PendingScore
from careered.lti import ags, platform_store
from careered.lti.claims import Ags
from careered.lti.client import NoResponse, Ok, Rejected, RetryLater, ServiceClient, ServiceResult
from careered.lti.connection_log import OK, OWN_SCALE, ConnectionLog
from careered.lti.platform import Registration
from careered.lti.tables import ContextService
from careered.lti.time_limit import remaining_seconds, time_limit
from careered.web.logs import log, where

# Rejections of the line item or of the tool: there is no result to read back.
_NOT_SENT_REASONS = {"column_gone", "client_refused", "token_refused", "address_refused"}
# Rejections of one pupil's score, or of a column that is not there yet: they say nothing about the connection.
_PUPIL_REASONS = {"not_in_course", "conflict", "attempts_used", "column_not_made_yet"}
BATCH_SECONDS = 75  # below queue.LEASE_DURATION: whatever is still under way then is cut
MIN_SEND_SECONDS = 30  # a send is a few requests: none is begun that would soon be cut
_services = ContextService.__table__


class ScoreSender:
    """Sends pending scores through one service client. Keeps the platforms that asked for a pause in memory."""

    def __init__(self, database: Database, client: ServiceClient) -> None:
        self._db, self._client = database, client
        self._paused: dict[str, datetime] = {}
        self._client_rejections: Counter[str] = Counter()
        self._unconfirmed: set[tuple[str, ...]] = set()  # sent, no usable answer, and not read back yet
        self._connection_log = ConnectionLog(database)

    def paused_platforms(self, moment: datetime) -> set[str]:
        """Ids of platforms that take no requests at a moment: they sent Retry-After, or rejected our client."""
        return {platform_id for platform_id, until in list(self._paused.items()) if moment < until}

    def send_all(self, scores: Sequence[PendingScore]) -> None:
        """Send scores of one platform. If it does not answer, or asks for a pause, the rest is released for later.

        So is what a slow platform leaves over when time is up: before its lease ends and another worker sends it too.
        """
        with time_limit(BATCH_SECONDS):
            self._send_batch(scores)

    def _send_batch(self, scores: Sequence[PendingScore]) -> None:
        for index, pending in enumerate(scores):
            if remaining_seconds() < MIN_SEND_SECONDS:
                self._release(scores[index:], now())
                return
            result = self.send(pending)
            if result.next_attempt_at and result.pauses_platform:
                self._paused[pending.platform_id] = result.next_attempt_at
            if result.next_attempt_at and (result.pauses_platform or result.is_unreachable):
                self._release(scores[index + 1 :], result.next_attempt_at)
                return

    def _release(self, scores: Sequence[PendingScore], due: datetime) -> None:
        with self._db.transaction() as db:
            for pending in scores:
                queue.release(db, pending, due)

    def send(self, pending: PendingScore) -> Outcome:
        """Send one score and store the outcome. A fault of ours with one score is its outcome, and stops no other."""
        try:
            result = self._attempt(pending)
        except StorageFault:
            raise
        except Exception as error:
            log.error("score_fault", **where(error))
            self._log_connection(pending, "score", "fault")
            result = outcome.rejected("refused", now())
        with self._db.transaction() as db:
            queue.record_outcome(db, pending, result)
        return result

    def _attempt(self, pending: PendingScore) -> Outcome:
        registration, ags_claim = self._load_platform(pending)
        if registration is None or registration.status != "active":
            return outcome.rejected("platform_off", now())
        located = locate(self._db, self._client, registration, ags_claim, pending)
        if located is None:
            return outcome.not_yet(now() + OTHERS_WAIT)
        if not isinstance(located, PendingScore):
            return self._failed(located, pending)
        return self._post_score(registration, located)

    def _load_platform(self, pending: PendingScore) -> tuple[Registration | None, Ags]:
        where = where_equal(_services, organisation_id=pending.organisation_id, class_id=pending.class_id)
        with self._db.reading() as db:
            row = db.execute(select(_services).where(where)).mappings().first()
            registration = platform_store.find_by_id(db, pending.organisation_id, pending.platform_id)
        scopes, line_items_url = (frozenset(row["scopes"]), row["line_items_url"]) if row else (frozenset[str](), "")
        return registration, Ags(
            scopes=scopes, lineitems=line_items_url or None, lineitem=pending.line_item_url or None
        )

    def _post_score(self, registration: Registration, pending: PendingScore) -> Outcome:
        # The time of the pupil's work, not of sending: a grade that the teacher gives meanwhile stays. Platforms
        # compare whole seconds, and one in the future blocks later scores: strictly increasing, never ahead of now.
        score_timestamp = max(int(pending.desired_at.timestamp()), pending.score_timestamp + 1)
        scored_at = datetime.fromtimestamp(score_timestamp, UTC)
        if scored_at > now():
            return outcome.not_yet(scored_at)
        if _key(pending) in self._unconfirmed and (settled := self._settle_unconfirmed(registration, pending)):
            return settled
        with self._db.transaction() as db:
            queue.reserve_score_timestamp(db, pending, score_timestamp)
            pending = replace(pending, own_maximum=own_scale.load_own_maximum(db, pending))
        score = _score_message(pending, scored_at, registration.family)
        result, own_maximum = own_scale.post_score(self._client, registration, pending, score)
        if isinstance(result, Ok):
            self._note_success(pending, own_maximum)
            return outcome.delivered()
        if _may_have_arrived(result):
            return self._read_back(registration, pending, result)
        return self._failed(result, pending)

    def _note_success(self, pending: PendingScore, own_maximum: float | None) -> None:
        del self._client_rejections[pending.platform_id]
        for step in ("token", "score"):
            self._log_connection(pending, step)
        if own_maximum is not None:
            self._log_connection(pending, OWN_SCALE)
        if own_maximum is not None and own_maximum != pending.own_maximum:
            with self._db.transaction() as db:
                own_scale.store_own_maximum(db, pending, own_maximum)

    def _read_back(self, registration: Registration, pending: PendingScore, result: ServiceResult) -> Outcome:
        """Read the result: the platform may have the score already (lost response, conflict with our earlier send)."""
        current = ags.read_result(self._client, registration, pending.line_item_url, pending.sub)
        if _has_score(current, pending):
            return outcome.delivered()
        if isinstance(result, NoResponse) and isinstance(current, RetryLater | NoResponse):
            self._unconfirmed.add(_key(pending))
        return self._failed(result, pending)

    def _settle_unconfirmed(self, registration: Registration, pending: PendingScore) -> Outcome | None:
        """Before a score is sent again whose answer was lost: whether the platform has it. None: it is to be sent."""
        current = ags.read_result(self._client, registration, pending.line_item_url, pending.sub)
        if isinstance(current, RetryLater | NoResponse):
            return self._failed(current, pending)
        self._unconfirmed.discard(_key(pending))
        return outcome.delivered() if _has_score(current, pending) else None

    def _count_rejection(self, platform_id: str) -> int:
        """How often the token endpoint rejected our client before this time, since the last score."""
        self._client_rejections[platform_id] += 1
        return self._client_rejections[platform_id] - 1

    def _log_connection(self, pending: PendingScore, step: str, code: str = OK) -> None:
        self._connection_log.record(pending.organisation_id, pending.platform_id, step, code)

    def _failed(self, result: ServiceResult, pending: PendingScore) -> Outcome:
        if not isinstance(result, Ok) and result.reason not in _PUPIL_REASONS:
            self._log_connection(pending, "token" if result.reason == "client_refused" else "score", result.reason)
        match result:
            case RetryLater(retry_after_seconds=seconds):
                return outcome.retry(now(), pending.attempts, seconds)
            case Rejected(reason="column_not_made_yet"):
                return outcome.not_yet(now() + outcome.RECHECK_INTERVAL)
            case Rejected(reason="conflict"):
                return outcome.conflicting(now(), pending.attempts)
            case Rejected(reason="client_refused"):
                return outcome.client_rejected(now(), self._count_rejection(pending.platform_id))
            case Rejected(reason=reason):
                return outcome.rejected(reason, now())
            case _:
                return outcome.retry(now(), pending.attempts)


def _key(pending: PendingScore) -> tuple[str, ...]:
    return (*pending.key.values(), str(pending.desired_score), str(pending.score_maximum))


def _score_message(pending: PendingScore, scored_at: datetime, family: str) -> dict[str, object]:
    score, maximum = pending.desired_score, pending.score_maximum
    return ags.score_message(pending.sub, score, maximum, scored_at, complete=score >= maximum, family=family)


def _may_have_arrived(result: ServiceResult) -> bool:
    """Whether the platform may have the score, though it did not say so."""
    return isinstance(result, NoResponse) or (isinstance(result, Rejected) and result.reason not in _NOT_SENT_REASONS)


def _has_score(current: object, pending: PendingScore) -> bool:
    """Whether a result that was read is the score that is pending."""
    return isinstance(current, ags.Result) and ags.is_same_score(current, pending.desired_score, pending.score_maximum)
