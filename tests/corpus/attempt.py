"""Launching by hand: a real login, then any token, header or form that a bad or odd platform might send."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from httpx2 import Response
from starlette.testclient import TestClient

from tests.support.school import School

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DROP: Any = object()


def claim_name(name: str) -> str:
    """A claim by its short name."""
    return name if name in {"iss", "sub", "aud", "azp", "exp", "iat", "nbf", "nonce", "name", "locale"} else LTI + name


@dataclass
class LaunchAttempt:
    """One browser that tries to launch as a pupil of the Finnish class."""

    school: School
    person: str
    activity: str
    browser: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.browser = self.school.tool_client()

    def login_fields(self, **changes: Any) -> dict[str, str]:
        """The platform's login initiation, with changes; DROP leaves one out."""
        fields = {**self.school.platform.login_params(self.person, self.activity), **changes}
        return {name: value for name, value in fields.items() if value is not DROP}

    def login(self, *, method: str = "POST", **changes: Any) -> Response:
        """Start a login."""
        fields = self.login_fields(**changes)
        if method == "GET":
            return self.browser.get("/lti/login", params=fields)
        return self.browser.post("/lti/login", data=fields)

    def start_login(self) -> dict[str, str]:
        """A valid login; returns what the platform was sent (state, nonce, redirect_uri, ...)."""
        answer = self.login()
        assert answer.status_code == 302, answer.text
        query = parse_qs(urlsplit(answer.headers["location"]).query)
        return {name: values[0] for name, values in query.items()}

    def claims(self, nonce: str, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The platform's claims for this login, with changes; DROP leaves one out. Another name has no parts."""
        parts = {"given_name", "family_name"} if "name" in (changes or {}) else set()
        usual = self.school.platform.claims(self.person, self.activity, nonce=nonce)
        message_claims = {name: value for name, value in usual.items() if name not in parts}
        message_claims |= {claim_name(name): value for name, value in (changes or {}).items()}
        return {name: value for name, value in message_claims.items() if value is not DROP}

    def launch(self, changes: Mapping[str, Any] | None = None, *, header: Mapping[str, Any] | None = None) -> Response:
        """A whole launch with changed claims or header, signed by the platform."""
        sent = self.start_login()
        token = self.school.platform.sign(self.claims(sent["nonce"], changes), header=self.header(header))
        return self.post_launch(token, sent["state"])

    def header(self, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The platform's usual header, with changes; None leaves one out."""
        usual = {"typ": "JWT", "alg": "RS256", "kid": self.school.platform.key.kid, **(changes or {})}
        return {name: value for name, value in usual.items() if value is not None}

    def post_launch(self, token: str, state: str, **more: str) -> Response:
        """Post a token to /lti/launch."""
        return self.browser.post("/lti/launch", data={"id_token": token, "state": state, **more})

    def first_page(self, answer: Response) -> Response:
        """The first page after a valid launch."""
        assert answer.status_code == 303, (answer.status_code, answer.headers.get("careered-code"), answer.text[:300])
        return self.browser.get(answer.headers["location"])


def jws_part(value: object) -> str:
    """One part of a compact JWS; bytes stay as they are."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
