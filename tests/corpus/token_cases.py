"""Bad and odd headers and signatures."""

import hmac
import json
from typing import Any

from httpx2 import Response
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from tests.corpus.attempt import LaunchAttempt, jws_part
from tests.corpus.cases import case
from tests.support.keysets import broken_keyset, keyset


def launch_with_forged_token(a: LaunchAttempt, header: object, signature: bytes = b"x" * 256) -> Response:
    """A token with any header and any signature."""
    sent = a.start_login()
    return a.post_launch(
        ".".join([jws_part(header), jws_part(a.claims(sent["nonce"])), jws_part(signature)]), sent["state"]
    )


def launch_signed_with(a: LaunchAttempt, key: Any, alg: str) -> Response:
    """A token of another algorithm, its key really in the platform's set."""
    public = key.as_dict(private=False) | {"kid": "odd", "alg": alg, "use": "sig"}
    with keyset(a.school, extra=[public]):
        sent = a.start_login()
        body = json.dumps(a.claims(sent["nonce"]))
        registry = jws.JWSRegistry(algorithms=[alg])
        token = jws.serialize_compact({"alg": alg, "kid": "odd", "typ": "JWT"}, body, key, registry=registry)
        return a.post_launch(token, sent["state"])


def kid_of(a: LaunchAttempt) -> str:
    """The key id of the platform's present key."""
    kid: str = a.school.lms_client().get("/jwks.json").json()["keys"][0]["kid"]
    return kid


@case("HDR-01", 400, "jwt_malformed")
def not_three_parts(a: LaunchAttempt) -> Response:
    for token in ("abc", "a.b", "a.b.c.d.e"):
        sent = a.start_login()
        assert a.post_launch(token, sent["state"]).headers["careered-code"] == "jwt_malformed", token
    sent = a.start_login()
    return a.post_launch("..", sent["state"])


@case("HDR-02", 401, "alg_not_allowed")
def algorithm_none(a: LaunchAttempt) -> Response:
    return launch_with_forged_token(a, {"alg": "none", "kid": kid_of(a), "typ": "JWT"}, b"")


@case("HDR-04", 401, "alg_not_allowed")
def public_key_as_shared_secret(a: LaunchAttempt) -> Response:
    public = a.school.lms_client().get("/jwks.json").content
    sent = a.start_login()
    signed = jws_part({"alg": "HS256", "kid": kid_of(a)}) + "." + jws_part(a.claims(sent["nonce"]))
    signature = hmac.digest(public, signed.encode(), "sha256")
    return a.post_launch(f"{signed}.{jws_part(signature)}", sent["state"])


@case("HDR-05", 401, "alg_not_allowed")
def other_good_algorithms(a: LaunchAttempt) -> Response:
    assert launch_signed_with(a, RSAKey.generate_key(2048), "PS256").headers["careered-code"] == "alg_not_allowed"
    assert launch_signed_with(a, RSAKey.generate_key(2048), "RS384").headers["careered-code"] == "alg_not_allowed"
    return launch_signed_with(a, ECKey.generate_key("P-256"), "ES256")


@case("HDR-06", 401, "kid_missing")
def no_key_id(a: LaunchAttempt) -> Response:
    return launch_with_forged_token(a, {"alg": "RS256", "typ": "JWT"})


@case("HDR-07", 401, "kid_unknown")
def unknown_key_id(a: LaunchAttempt) -> Response:
    fetched = jwks_requests(a)
    answer = launch_with_forged_token(a, {"alg": "RS256", "kid": "never-seen"})
    assert jwks_requests(a) - fetched <= 2
    return answer


def jwks_requests(a: LaunchAttempt) -> int:
    """How often the platform's keys were asked for."""
    return sum("jwks" in str(entry) for entry in a.school.platform.request_log)


@case("HDR-09", 401, "kid_unknown")
def hostile_key_ids(a: LaunchAttempt) -> Response:
    for kid in ("../../etc/passwd", "' OR 1=1--", {"a": 1}):
        assert launch_with_forged_token(a, {"alg": "RS256", "kid": kid}).status_code in {400, 401}
    return launch_with_forged_token(a, {"alg": "RS256", "kid": "k" * 65536})


@case("HDR-10", 401, "sig_invalid")
def keys_brought_along(a: LaunchAttempt) -> Response:
    own = RSAKey.generate_key(2048)
    sent = a.start_login()
    header = a.header({"jku": "https://evil.test/jwks", "x5u": "https://evil.test/x5u"})
    return a.post_launch(a.school.platform.sign(a.claims(sent["nonce"]), header=header, key=own), sent["state"])


@case("HDR-13", 400, "jwt_malformed")
def two_algorithms(a: LaunchAttempt) -> Response:
    kid = kid_of(a)
    assert launch_with_forged_token(a, f'{{"alg":"none","alg":"RS256","kid":"{kid}"}}'.encode()).status_code == 400
    return launch_with_forged_token(a, f'{{"alg":"RS256","alg":"none","kid":"{kid}"}}'.encode())


@case("HDR-14", 401, "typ_not_allowed", writes=True)
def types_of_token(a: LaunchAttempt) -> Response:
    assert a.launch(header={"typ": None}).status_code == 303
    assert a.launch(header={"typ": "jwt"}).status_code == 303
    return a.launch(header={"typ": "at+jwt"})


@case("HDR-15", 413, "too_large")
def a_token_of_64_megabytes(a: LaunchAttempt) -> Response:
    sent = a.start_login()
    return a.post_launch("x" * 64_000_000, sent["state"])


@case("SIG-01", 401, "sig_invalid")
def one_byte_of_the_payload(a: LaunchAttempt) -> Response:
    sent = a.start_login()
    head, _, signature = a.school.platform.sign(a.claims(sent["nonce"])).split(".")
    return a.post_launch(".".join([head, jws_part(a.claims(sent["nonce"], {"sub": "999"})), signature]), sent["state"])


@case("SIG-02", 401, "sig_invalid")
def signed_by_somebody_else(a: LaunchAttempt) -> Response:
    sent = a.start_login()
    other = RSAKey.generate_key(2048)
    return a.post_launch(a.school.platform.sign(a.claims(sent["nonce"]), key=other), sent["state"])


@case("SIG-03", 503, "jwks_unavailable")
def no_keys_to_be_had(a: LaunchAttempt) -> Response:
    for status, body in ((500, b""), (404, b"gone"), (200, b"<html>login</html>")):
        with broken_keyset(a.school, status, body):
            answer = a.launch()
            assert answer.status_code == 503, (status, answer.headers.get("careered-code"))
            assert answer.headers["retry-after"]
    with broken_keyset(a.school, 0, b""):
        return a.launch()


@case("SIG-04", 303, writes=True)
def keys_down_but_known(a: LaunchAttempt) -> Response:
    assert a.launch().status_code == 303
    with broken_keyset(a.school, 500, b""):
        return a.launch()


@case("SIG-05", 303, writes=True)
def keys_rotated(a: LaunchAttempt) -> Response:
    assert a.launch().status_code == 303
    a.school.platform.rotate_keys()
    return a.launch()


@case("SIG-07", 503, "jwks_bad")
def a_key_set_without_end(a: LaunchAttempt) -> Response:
    with broken_keyset(a.school, 200, b'{"keys":[' + b" " * 5_000_000 + b"]}"):
        return a.launch()


@case("SIG-10", 303, writes=True)
def two_keys_with_one_id(a: LaunchAttempt) -> Response:
    decoy = RSAKey.generate_key(2048).as_dict(private=False) | {"kid": kid_of(a), "alg": "RS256", "use": "sig"}
    with keyset(a.school, extra=[decoy], first=True):
        return a.launch()


@case("SIG-12", 303, writes=True)
def keys_only_for_those_who_say_who_they_are(a: LaunchAttempt) -> Response:
    with keyset(a.school, needs_user_agent=True):
        return a.launch()
