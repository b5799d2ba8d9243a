"""The school: everything the platform remembers, in memory, behind one lock."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs

import httpx2
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from demo_platform import course_copy, courses, dynamic_registration, people
from demo_platform.access_tokens import Tokens
from demo_platform.claims import launch_claims
from demo_platform.courses import LineItem, Result
from demo_platform.faults import Call, Entry, Faults
from demo_platform.launch_messages import message_claims
from demo_platform.pending_launches import Pending, login_fields, new_hint
from demo_platform.people import Person, Role
from demo_platform.profiles.catalogue import profile_named
from demo_platform.profiles.profile import Profile
from demo_platform.registered_tools import first_tool
from demo_platform.registration import CLIENT_ID, tool_at
from demo_platform.signing_keys import ALGORITHM, compact, public_set, signing_key

SUMMARY = 2000  # characters of a request's body that the ledger keeps


class School:
    """People, courses, activities and gradebook of the demo platform, and how it talks and fails.

    profile: switchable at run time, by name or as a Profile. faults: see Faults. http: the client that fetches
    the tool's keys; tests put an in-process one here. gradebook: column id -> person id -> Result.
    """

    def __init__(self, base_url: str, tool_url: str, profile: str, now: Callable[[], float] = time.time) -> None:
        self.base_url = base_url
        self.tool = tool_at(tool_url)
        self.lock = threading.RLock()
        self.faults = Faults()
        self.ledger: list[Entry] = []
        self.people = {found.id: found for found in people.everybody()}
        self.courses = {course.id: course for course in courses.courses()}
        self.activities = {activity.id: activity for activity in courses.activities()}
        self.line_items = {item.id: item for item in courses.columns(list(self.activities.values()))}
        self.gradebook: dict[str, dict[str, Result]] = {item: {} for item in self.line_items}
        self.tokens = Tokens()
        self.tools = {CLIENT_ID: first_tool(self.tool)}
        self.registering: set[str] = set()
        self.deep_links: list[dict[str, Any]] = []
        self.deep_linking_data: set[str] = set()
        self.nonces: set[str] = set()
        self.changes: list[tuple[float, str, str, bool]] = []  # when, course, who, whether they left
        self.notice_handlers: dict[str, dict[str, str]] = {}
        self._profile = profile_named(profile)
        self._now = now
        self._generation = 0
        self._pending: dict[str, Pending] = {}

    @property
    def profile(self) -> Profile:
        """How the platform talks now."""
        return self._profile

    @profile.setter
    def profile(self, value: Profile | str) -> None:
        self._profile = profile_named(value) if isinstance(value, str) else value

    @cached_property
    def http(self) -> httpx2.Client:
        """The client for the tool's keys; made at first use."""
        return httpx2.Client(timeout=5, headers={"User-Agent": "DemoSchool/1"})

    def now(self) -> float:
        """The platform's clock, epoch seconds; wrong by faults.clock_skew."""
        return self._now() + self.faults.clock_skew

    # Keys and launches

    @property
    def key(self) -> RSAKey:
        """The key that signs now."""
        return signing_key(self.base_url, self._generation)

    def rotate_keys(self) -> None:
        """From now on another key signs; the old one is no longer published."""
        with self.lock:
            self._generation += 1

    def public_keys(self) -> dict[str, list[dict[str, Any]]]:
        """The key set as published."""
        return public_set(self.key)

    def sign(
        self, claims: Mapping[str, Any], *, header: Mapping[str, Any] | None = None, key: RSAKey | None = None
    ) -> str:
        """An RS256 compact JWS of any claims. header replaces the usual one (typ, alg, kid) whole."""
        usual = {"typ": "JWT", "alg": ALGORITHM, "kid": self.key.kid}
        return compact(claims, usual if header is None else header, key or self.key)

    def claims(
        self, person_id: str, activity_id: str, *, nonce: str, now: float | None = None, target: str = ""
    ) -> dict[str, Any]:
        """The id_token claims of a launch. now: epoch seconds instead of the clock; target: iframe or window."""
        activity = self.activities[activity_id]
        at = self.now() if now is None else now
        return launch_claims(self, self.people[person_id], activity, nonce, at, target or activity.target)

    def login_params(self, person_id: str, activity_id: str, *, target: str = "") -> dict[str, str]:
        """Begin a launch: the fields of the login initiation, with a fresh message hint."""
        activity = self.activities[activity_id]
        pending = Pending(person_id, activity_id, target or activity.target, client_id=activity.client_id)
        return self._begun(pending)

    def begin(
        self,
        person_id: str,
        *,
        message: str,
        activity_id: str = "",
        course_id: str = "",
        client_id: str = CLIENT_ID,
        about_id: str = "",
    ) -> dict[str, str]:
        """Begin another message (see messages.py): the fields of the login initiation."""
        data = ""
        if message == "LtiDeepLinkingRequest" and self.profile.deep_linking_data:
            data = f'{token_urlsafe(12)} "<&>" æøå'
            self.deep_linking_data.add(data)
        return self._begun(Pending(person_id, activity_id, "iframe", message, course_id, client_id, about_id, data))

    def _begun(self, pending: Pending) -> dict[str, str]:
        hint = new_hint(self, self.activities.get(pending.activity_id))
        with self.lock:
            self._pending[hint] = pending
        return login_fields(self, hint, pending)

    def message(self, pending: Pending, nonce: str) -> dict[str, Any]:
        """The id_token claims of a message that was begun."""
        return message_claims(self, pending, nonce, self.now())

    def copy_course(self, course_id: str) -> courses.Course:
        """A new course like another; tools that want to hear of it are told."""
        return course_copy.copy_course(self, course_id)

    def tell_again(self) -> None:
        """Send the last notice of a copy once more, as some platforms do."""
        copy = list(self.courses.values())[-1]
        course_copy.tell(self, copy, self.courses[copy.origin])

    def registration_parameters(self, update: str = "") -> dict[str, str]:
        """What is added to a tool's registration address. update: the client id of a tool that renews itself."""
        return dynamic_registration.registration_parameters(self, update)

    def opened(self, token: str) -> dict[str, Any]:
        """The claims of a token that this platform has signed itself; {} for any other."""
        try:
            found = json.loads(jws.deserialize_compact(token, self.key, algorithms=[ALGORITHM]).payload)
        except (JoseError, ValueError):
            return {}
        return found if isinstance(found, dict) and found.get("exp", 0) > self.now() else {}

    def take_pending(self, hint: str) -> Pending | None:
        """The launch that a hint stands for; the hint is used up where the profile says so."""
        with self.lock:
            return self._pending.pop(hint, None) if self.profile.hint_once else self._pending.get(hint)

    def session_key(self, person: Person) -> str:
        """A stand-in for the secret that Moodle leaves in return_url."""
        return sha256(f"{self.base_url} {person.id}".encode()).hexdigest()[:10]

    # People

    def add_person(
        self, course_id: str, name: str, *, locale: str = "", role: Role = Role.LEARNER, person_id: str = ""
    ) -> Person:
        """Enrol somebody new, "Given Family". Without an id they get the next free number."""
        with self.lock:
            number = person_id or str(max(int(known) for known in self.people if known.isdecimal()) + 1)
            language = locale or self.courses[course_id].locale
            self.people[number] = people.person(number, name, language, {course_id: role})
            self.changes.append((self.now(), course_id, number, False))
            return self.people[number]

    def drop_person(self, course_id: str, person_id: str) -> None:
        """Take somebody out of a course. The account and the marks stay."""
        with self.lock:
            self.people[person_id].roles.pop(course_id, None)
            self.changes.append((self.now(), course_id, person_id, True))

    def members(self, course_id: str) -> list[Person]:
        """Everyone in a course, in the order of their enrolment."""
        with self.lock:
            return [found for found in self.people.values() if course_id in found.roles]

    # Gradebook

    def add_column(self, item: LineItem) -> LineItem:
        """A new column, empty."""
        with self.lock:
            self.line_items[item.id] = item
            self.gradebook[item.id] = {}
            return item

    def remove_column(self, line_item_id: str) -> None:
        """A teacher deletes a column: its marks go, and its activity is no longer graded."""
        with self.lock:
            self.line_items.pop(line_item_id, None)
            self.gradebook.pop(line_item_id, None)
            for activity in self.activities.values():
                if activity.line_item_id == line_item_id:
                    activity.line_item_id = ""

    def mark_by_hand(self, line_item_id: str, person_id: str, score: float | None) -> None:
        """A teacher writes a mark into the gradebook: newer than whatever the tool sent before."""
        with self.lock:
            at = self.now()
            self.gradebook[line_item_id][person_id] = Result(score, at, at, by_hand=True)

    # Faults and ledger

    def take_fault(self, name: str) -> bool:
        """Whether this request is one of "the next N" of a fault; counts down."""
        with self.lock:
            left: int = getattr(self.faults, name)
            if left > 0:
                setattr(self.faults, name, left - 1)
            return left > 0

    def record(self, what: str, status: int, call: Call) -> None:
        """Write a service request into the ledger. Token requests keep only their scopes, not the assertion."""
        text = call.body.decode("utf-8", "replace")
        body = " ".join(parse_qs(text).get("scope", [])) if what == "token" else text
        query = "&".join(f"{name}={value}" for name, value in call.query.items())
        with self.lock:
            self.ledger.append(Entry(self.now(), what, status, body[:SUMMARY], query))
