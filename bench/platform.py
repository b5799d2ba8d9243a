"""The learning platform of the bench: its keys on loopback, its invented people, its signed tokens."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "wMoBenchClient01"
DEPLOYMENT = "2"
TOKEN_SECONDS = 60
PUPILS_A_CLASS = 21
CLASSES = 30
PEOPLE = PUPILS_A_CLASS * CLASSES
GIVEN = ("Aava", "Eino", "Lumi", "Onni", "Pihla", "Otso", "Saimi", "Veikko", "Kerttu", "Urho", "Ilona")
FAMILY = ("Kuusela", "Harjula", "Rantanen", "Lehtonen", "Vainio", "Saarela", "Peltola")
_LTI = "https://purl.imsglobal.org/spec/lti/claim/"
_AGS = "https://purl.imsglobal.org/spec/lti-ags"


class Services(Protocol):
    """What a platform answers to a tool's requests."""

    def get(self, path: str) -> bytes:
        """A list of members, a line item, results."""

    def post(self, path: str, body: bytes) -> bytes:
        """A token, or a score."""


@dataclass(frozen=True)
class Pupil:
    """An invented pupil: the platform's user id, a name, and the course's id."""

    sub: str
    given: str
    family: str
    course: int


def pupil(index: int) -> Pupil:
    """The pupil of a visit; after 630 visits the first one comes again, as pupils do."""
    number = index % PEOPLE
    family = FAMILY[number // len(GIVEN) % len(FAMILY)]
    return Pupil(str(1000 + number), GIVEN[number % len(GIVEN)], family, 100 + number // PUPILS_A_CLASS)


class Platform:
    """Addresses and the signing key. Nobody fetches the authentication address: the bench reads it and answers."""

    def __init__(self, address: str, key: RSAKey) -> None:
        self.issuer = address
        self.auth_url = f"{address}/mod/lti/auth.php"
        self.token_url = f"{address}/mod/lti/token.php"
        self.jwks_url = f"{address}/mod/lti/certs.php"
        self._key = key

    def login_form(self, index: int, target: str) -> dict[str, str]:
        """What Moodle posts to a tool's login address."""
        return {
            "iss": self.issuer,
            "target_link_uri": target,
            "login_hint": pupil(index).sub,
            "lti_message_hint": json.dumps({"cmid": 31, "launchid": f"ltilaunch31_{1592574595 + index}"}),
            "client_id": CLIENT_ID,
            "lti_deployment_id": DEPLOYMENT,
        }

    def token(self, index: int, nonce: str, target: str) -> str:
        """The id_token of a visit, dated now: about 3.7 kB."""
        header = {"typ": "JWT", "alg": "RS256", "kid": str(self._key.kid)}
        return jwt.encode(header, self._claims(pupil(index), nonce, target), self._key, algorithms=["RS256"])

    def _claims(self, who: Pupil, nonce: str, target: str) -> dict[str, Any]:
        at = int(time.time())
        return {
            "nonce": nonce,
            "iat": at,
            "exp": at + TOKEN_SECONDS,
            "iss": self.issuer,
            "aud": CLIENT_ID,
            f"{_LTI}deployment_id": DEPLOYMENT,
            f"{_LTI}target_link_uri": target,
            "sub": who.sub,
            f"{_LTI}roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
            f"{_LTI}message_type": "LtiResourceLinkRequest",
            f"{_LTI}version": "1.3.0",
            "given_name": who.given,
            "family_name": who.family,
            "name": f"{who.given} {who.family}",
            **self._place(who),
            **self._services(who),
        }

    def _place(self, who: Pupil) -> dict[str, Any]:
        back = (
            f"{self.issuer}/mod/lti/return.php?course={who.course}&launch_container=4&instanceid=31&sesskey=kT0bench9x"
        )
        return {
            f"{_LTI}lis": {"person_sourcedid": f"S-{who.sub}", "course_section_sourcedid": f"sis-opo-{who.course}"},
            f"{_LTI}context": {
                "id": str(who.course),
                "label": f"OPO{who.course}",
                "title": f"Oppilaanohjaus, ryhmä {who.course}",
                "type": ["CourseSection"],
            },
            f"{_LTI}resource_link": {"id": "31", "title": "Ammatit ja opinnot", "description": "Tee tehtävät."},
            f"{_LTI}ext": {"user_username": f"{who.given.lower()}.{who.sub}", "lms": "moodle-2"},
            f"{_LTI}launch_presentation": {
                "locale": "fi",
                "document_target": "window",
                "return_url": f"{back}&sesskey=kT0bench9x",
            },
            f"{_LTI}tool_platform": {
                "product_family_code": "moodle",
                "version": "2024100706",
                "guid": "5d0c3f6e9b1a4c7d8e2f0a1b3c4d5e6f",
                "name": "Koulu",
                "description": "Keksityn kunnan oppimisalusta",
            },
        }

    def _services(self, who: Pupil) -> dict[str, Any]:
        services = f"{self.issuer}/mod/lti/services.php"
        members = f"{services}/CourseSection/{who.course}/bindings/2/memberships"
        sourced = json.dumps({"data": {"instanceid": "31", "userid": who.sub, "typeid": "2", "launchid": 1557742529}})
        scopes = ("scope/lineitem", "scope/lineitem.readonly", "scope/result.readonly", "scope/score")
        return {
            "https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome": {
                "lis_result_sourcedid": sourced,
                "lis_outcome_service_url": f"{self.issuer}/mod/lti/service.php",
            },
            f"{_LTI}custom": {
                "locale": "$Message.locale",
                "resourcelinkid": "31",
                "enddate": "$ResourceLink.submission.endDateTime",
                "context_memberships_url": members,
            },
            f"{_AGS}/claim/endpoint": {
                "scope": [f"{_AGS}/{scope}" for scope in scopes],
                "lineitems": f"{services}/{who.course}/lineitems?type_id=2",
                "lineitem": f"{services}/{who.course}/lineitems/31/lineitem?type_id=2",
            },
            "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice": {
                "context_memberships_url": members,
                "service_versions": ["1.0", "2.0"],
            },
        }


@contextmanager
def platform(services: Services | None = None) -> Iterator[Platform]:
    """A platform whose key set is served on a free loopback port while the block runs. services: those beside it."""
    key = RSAKey.generate_key(2048, {"kid": "bench-2026", "use": "sig", "alg": "RS256"})
    body = json.dumps({"keys": [key.as_dict(private=False)]}).encode()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _serving(body, services))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Platform(f"http://127.0.0.1:{server.server_address[1]}", key)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _serving(keys: bytes, services: Services | None) -> type[BaseHTTPRequestHandler]:
    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(services.get(self.path) if services and "/services.php/" in self.path else keys)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(services.post(self.path, sent) if services else b"{}")

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: it would only disturb the table."""

    return Keys
