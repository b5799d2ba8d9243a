"""Delivering: send each leased wish as it is now; settle conflicts and lost answers by reading the mark back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from careered.clock import now
from careered.db.engine import Database
from careered.db.lookup import same
from careered.gradebook import outcome, queue
from careered.gradebook.outcome import Outcome
from careered.gradebook.queue import Wish
from careered.lti import ags, platforms
from careered.lti.claims import Ags
from careered.lti.client import Answer, Later, Lost, Ok, ServiceClient, Turned
from careered.lti.deeplink.items import TAG
from careered.lti.notes import OK, Notebook
from careered.lti.registration import Registration
from careered.lti.tables import ClassService

# Refusals of the whole column or of ourselves: there is no mark to look for.
_NOT_EVEN_ASKED = {"column_gone", "client_refused", "token_refused", "address_refused"}
# Refusals of one pupil's mark: they say nothing about the connection.
_ABOUT_ONE_PUPIL = {"not_in_course", "conflict", "attempts_used"}
_services = ClassService.__table__


class Delivery:
    """Sends wishes of one platform after another through one service client."""

    def __init__(self, database: Database, client: ServiceClient) -> None:
        self._db, self._client = database, client
        self._paused: dict[str, datetime] = {}
        self._notebook = Notebook(database)

    def paused(self, at: datetime) -> set[str]:
        """The platforms that are not to be asked for anything at a moment: they said so, or do not know us."""
        return {platform_id for platform_id, until in list(self._paused.items()) if at < until}

    def send_all(self, wishes: Sequence[Wish]) -> None:
        """Send wishes of one platform. When it does not answer, the rest is not tried on it in vain."""
        for index, wish in enumerate(wishes):
            result = self.send(wish)
            if result.due and result.pause:
                self._paused[wish.platform_id] = result.due
            if result.due and (result.pause or result.away):
                self._give_back(wishes[index + 1 :], result.due)
                return

    def _give_back(self, wishes: Sequence[Wish], due: datetime) -> None:
        with self._db.write() as db:
            for wish in wishes:
                queue.postpone(db, wish, due)

    def send(self, wish: Wish) -> Outcome:
        """Send one wish and write down what became of it."""
        result = self._attempt(wish)
        with self._db.write() as db:
            queue.settle(db, wish, result)
        return result

    def _attempt(self, wish: Wish) -> Outcome:
        registration, offered = self._platform(wish)
        if registration is None or registration.status != "active":
            return outcome.turned_down("platform_off", now())
        placed = self._with_address(registration, offered, wish)
        if not isinstance(placed, Wish):
            return self._failed(placed, wish)
        return self._post(registration, placed)

    def _platform(self, wish: Wish) -> tuple[Registration | None, Ags]:
        where = same(_services, organisation_id=wish.organisation_id, class_id=wish.class_id)
        with self._db.read() as db:
            row = db.execute(select(_services).where(where)).mappings().first()
            found = platforms.by_id(db, wish.organisation_id, wish.platform_id)
        scopes, line_items = (frozenset(row["scopes"]), row["line_items_url"]) if row else (frozenset[str](), "")
        return found, Ags(scopes=scopes, lineitems=line_items or None, lineitem=wish.address or None)

    def _with_address(self, registration: Registration, offered: Ags, wish: Wish) -> Wish | Answer:
        if wish.address:
            return wish
        found = ags.find_or_create_line_item(
            self._client,
            registration,
            offered,
            label=wish.label,
            maximum=wish.maximum,
            tag=TAG,
            resource_id=wish.resource_id or f"{TAG}-{wish.column_id}",  # what it was before there were stable ids
            resource_link_id="" if wish.link_id == wish.context_id else wish.link_id,  # a course's own link is no item
        )
        if not isinstance(found, str):
            return found
        with self._db.write() as db:
            queue.set_address(db, wish, found)
        return replace(wish, address=found)

    def _post(self, registration: Registration, wish: Wish) -> Outcome:
        # The moment of the work, not of sending: a mark that a teacher gave while ours was under way stays. Platforms
        # compare whole seconds, and one ahead of now shuts out those that follow: strictly later, never in the future.
        stamp = max(int(wish.wanted_at.timestamp()), wish.stamp + 1)
        at = datetime.fromtimestamp(stamp, UTC)
        if at > now():
            return outcome.later(at)
        with self._db.write() as db:
            queue.note_stamp(db, wish, stamp)
        complete = wish.wanted >= wish.maximum
        score = ags.score(wish.sub, wish.wanted, wish.maximum, at, complete=complete, family=registration.family)
        answer = ags.post_score(self._client, registration, wish.address, score)
        if isinstance(answer, Ok):
            self._note(wish, "token")
            self._note(wish, "score")
            return outcome.delivered()
        if isinstance(answer, Lost) or (isinstance(answer, Turned) and answer.words not in _NOT_EVEN_ASKED):
            return self._read_back(registration, wish, answer)
        return self._failed(answer, wish)

    def _read_back(self, registration: Registration, wish: Wish, answer: Answer) -> Outcome:
        """The platform may have the mark already (a cut line, a conflict with our own earlier send): look."""
        there = ags.read_result(self._client, registration, wish.address, wish.sub)
        if isinstance(there, ags.Result) and ags.same_mark(there, wish.wanted, wish.maximum):
            return outcome.delivered()
        return self._failed(answer, wish)

    def _note(self, wish: Wish, step: str, code: str = OK) -> None:
        self._notebook.write(wish.organisation_id, wish.platform_id, step, code)

    def _failed(self, answer: Answer, wish: Wish) -> Outcome:
        if not isinstance(answer, Ok) and answer.words not in _ABOUT_ONE_PUPIL:
            self._note(wish, "token" if answer.words == "client_refused" else "score", answer.words)
        match answer:
            case Later(seconds=seconds):
                return outcome.retry(now(), wish.attempts, seconds)
            case Turned(words="conflict"):
                return outcome.conflict(now(), wish.attempts)
            case Turned(words="client_refused"):
                return outcome.unknown_here(now())
            case Turned(words=words):
                return outcome.turned_down(words, now())
            case _:
                return outcome.retry(now(), wish.attempts)
