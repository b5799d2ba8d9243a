"""Everything that the platform remembers, in memory, behind one lock. No message and no page is made here."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

import httpx2
from joserfc.jwk import KeySet, RSAKey

from demo_platform import courses, people
from demo_platform.access_tokens import AccessTokens
from demo_platform.courses import Activity, Course, LineItem, Result
from demo_platform.faults import Faults
from demo_platform.pending_launches import PendingLaunch
from demo_platform.people import Person, Role
from demo_platform.profiles.catalogue import profile_named
from demo_platform.profiles.profile import Profile
from demo_platform.registered_tools import first_tool
from demo_platform.registration import CLIENT_ID, tool_urls
from demo_platform.request_log import LogEntry, ServiceRequest, log_entry
from demo_platform.signing_keys import ALGORITHM, compact_jws, public_key_set, signing_key, verified_claims


class MembershipChange(NamedTuple):
    """Somebody joined a course or left it. at: the platform's clock, epoch seconds."""

    at: float
    course_id: str
    person_id: str
    left: bool


class PlatformState:
    """People, courses, gradebook and settings of the demo platform.

    profile: how the platform behaves; set it by name or as a Profile. faults: see Faults. http: the client that
    fetches the tools' keys and sends notices; tests put an in-process one here. gradebook: line item id -> person id
    -> Result. lock: to be held by whoever writes, or reads more than one value. office_url: makes an address of the
    tool's pages for its administrator, for one use; None where there is none.
    """

    def __init__(self, base_url: str, tool_url: str, profile: str, now: Callable[[], float] = time.time) -> None:
        self.base_url = base_url
        self.lock = threading.RLock()
        self.faults = Faults()
        self.request_log: list[LogEntry] = []
        self.people = {person.id: person for person in people.all_people()}
        self.courses = {course.id: course for course in courses.all_courses()}
        self.activities = {activity.id: activity for activity in courses.all_activities()}
        self.line_items = {item.id: item for item in courses.line_items_of(self.activities.values())}
        self.gradebook: dict[str, dict[str, Result]] = {item_id: {} for item_id in self.line_items}
        self.membership_changes: list[MembershipChange] = []
        self.first_tool_urls = tool_urls(tool_url)
        self.tools = {CLIENT_ID: first_tool(self.first_tool_urls)}
        self.tool_keys: dict[str, KeySet] = {}  # by client id, as they were last fetched for the token endpoint
        self.access_tokens = AccessTokens()
        self.open_registrations: set[str] = set()  # client ids whose registration token is unused
        self.issued_data: set[str] = set()  # the `data` of deep linking requests
        self.used_nonces: set[str] = set()  # of deep linking responses
        self.notice_handlers: dict[str, dict[str, str]] = {}  # client id -> notice type -> URL
        self.office_url: Callable[[], str] | None = None
        self._profile = profile_named(profile)
        self._now = now
        self._key_generation = 0
        self._pending: dict[str, PendingLaunch] = {}

    @property
    def profile(self) -> Profile:
        """How the platform behaves now."""
        return self._profile

    @profile.setter
    def profile(self, value: Profile | str) -> None:
        self._profile = profile_named(value) if isinstance(value, str) else value

    @cached_property
    def http(self) -> httpx2.Client:
        """The client for requests to tools; made at first use."""
        return httpx2.Client(timeout=5, headers={"User-Agent": "DemoPlatform/1"})

    def now(self) -> float:
        """The platform's clock, epoch seconds; wrong by faults.clock_skew."""
        return self._now() + self.faults.clock_skew

    # Keys and launches

    @property
    def key(self) -> RSAKey:
        """The key that signs now."""
        return signing_key(self.base_url, self._key_generation)

    def rotate_keys(self) -> None:
        """From now on another key signs; the old one is no longer published."""
        with self.lock:
            self._key_generation += 1

    def public_keys(self) -> dict[str, list[dict[str, Any]]]:
        """The key set as published."""
        return public_key_set(self.key)

    def sign(
        self, claims: Mapping[str, Any], *, header: Mapping[str, Any] | None = None, key: RSAKey | None = None
    ) -> str:
        """An RS256 compact JWS of any claims. header replaces the default one (typ, alg, kid) whole."""
        default = {"typ": "JWT", "alg": ALGORITHM, "kid": self.key.kid}
        return compact_jws(claims, default if header is None else header, key or self.key)

    def verify_own_token(self, token: str) -> dict[str, Any]:
        """The claims of an unexpired token that this platform signed; {} for any other."""
        try:
            claims = verified_claims(token, self.key)
        except ValueError:
            return {}
        return claims if claims.get("exp", 0) > self.now() else {}

    def add_pending(self, hint: str, pending: PendingLaunch) -> None:
        """Remember a launch under its message hint."""
        with self.lock:
            self._pending[hint] = pending

    def take_pending(self, hint: str) -> PendingLaunch | None:
        """The launch of a message hint; the hint is used up where the profile says so."""
        with self.lock:
            return self._pending.pop(hint, None) if self.profile.hint_once else self._pending.get(hint)

    def session_key(self, person: Person) -> str:
        """A stand-in for the secret that Moodle leaves in return_url."""
        return sha256(f"{self.base_url} {person.id}".encode()).hexdigest()[:10]

    # People

    def add_person(
        self, course_id: str, name: str, *, locale: str = "", role: Role = Role.LEARNER, person_id: str = ""
    ) -> Person:
        """Enrol somebody new, "Given Family". Without person_id they get the next free number."""
        with self.lock:
            person_id = person_id or next_id(self.people)
            language = locale or self.courses[course_id].locale
            self.people[person_id] = people.make_person(person_id, name, language, {course_id: role})
            self.membership_changes.append(MembershipChange(self.now(), course_id, person_id, left=False))
            return self.people[person_id]

    def drop_person(self, course_id: str, person_id: str) -> None:
        """Take somebody out of a course. The account and the results stay."""
        with self.lock:
            self.people[person_id].roles.pop(course_id, None)
            self.membership_changes.append(MembershipChange(self.now(), course_id, person_id, left=True))

    def members(self, course_id: str) -> list[Person]:
        """Everyone in a course, in the order of their enrolment."""
        with self.lock:
            return [person for person in self.people.values() if course_id in person.roles]

    # Courses and gradebook

    def course_of_context(self, context_id: str) -> Course | None:
        """The course with this LTI context id."""
        return next((course for course in self.courses.values() if course.context_id == context_id), None)

    def activities_of(self, course_id: str) -> list[Activity]:
        """The activities of a course, in the order in which they were added."""
        with self.lock:
            return [activity for activity in self.activities.values() if activity.course_id == course_id]

    def activity_of_line_item(self, line_item_id: str) -> Activity | None:
        """The activity whose results go into a line item; None for a line item that stands alone."""
        activities = self.activities.values()
        return next((activity for activity in activities if activity.line_item_id == line_item_id), None)

    def add_line_item(self, item: LineItem) -> LineItem:
        """A new line item, without results."""
        with self.lock:
            self.line_items[item.id] = item
            self.gradebook[item.id] = {}
            return item

    def remove_line_item(self, line_item_id: str) -> None:
        """A teacher deletes a line item: its results go, and its activity is no longer graded."""
        with self.lock:
            self.line_items.pop(line_item_id, None)
            self.gradebook.pop(line_item_id, None)
            for activity in self.activities.values():
                if activity.line_item_id == line_item_id:
                    activity.line_item_id = ""

    def grade_by_hand(self, line_item_id: str, person_id: str, score: float | None) -> None:
        """A teacher writes a score into the gradebook: newer than whatever the tool sent before."""
        with self.lock:
            now = self.now()
            self.gradebook[line_item_id][person_id] = Result(score, now, now, by_hand=True)

    # Faults and log

    def take_fault(self, name: str) -> bool:
        """Whether this request is one of "the next N" of a fault."""
        with self.lock:
            return self.faults.count_down(name)

    def record(self, what: str, status: int, request: ServiceRequest) -> None:
        """Write a service request into the log. status 0: it got no answer."""
        with self.lock:
            self.request_log.append(log_entry(self.now(), what, status, request))


def next_id(ids: Iterable[str]) -> str:
    """The number after the highest of those in use; ids that are no numbers do not count."""
    return str(max((int(used) for used in ids if used.isdecimal()), default=0) + 1)
