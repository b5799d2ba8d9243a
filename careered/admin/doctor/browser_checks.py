"""Checks that read the connection log: registration, login, launch, cookies in the frame, course copy."""

from careered.admin.doctor.connection import ConnectionUnderTest
from careered.admin.doctor.labels import SENTENCES, UNSIGNED
from careered.admin.doctor.result import Finding, ok, problem, unknown
from careered.lti.connection_log import LAUNCH, OK, OLD_LINK

_CLOCK_CODES = {"token_from_future", "token_expired"}
# key_checks fetches the keys itself; a page that is loaded again says nothing of the platform.
_NOT_TOLD = {"jwks_unavailable", "jwks_bad", "nonce_used"}


def check_registration(connection: ConnectionUnderTest) -> Finding:
    """Whether the platform is active and no deployment waits for approval."""
    if connection.platform.status != "active":
        return problem("registration", f"registration_{connection.platform.status}")
    if connection.pending_deployments:
        return problem("registration", "places_waiting", place=connection.pending_deployments[0])
    return ok("registration")


def check_login(connection: ConnectionUnderTest) -> Finding:
    """Whether a launch came that the platform signed: its login was right. A login alone may be anybody's."""
    return ok("login") if LAUNCH in connection.events else unknown("login", "never_opened")


def check_launch(connection: ConnectionUnderTest) -> Finding:
    """How the last launch that the platform signed ended. The clock has a check of its own."""
    event = connection.events.get(LAUNCH)
    if event is None:
        return unknown("launch", "launch_never")
    if event.code == OK or event.code in _CLOCK_CODES:
        return ok("launch") if event.code == OK else unknown("launch", "launch_elsewhere")
    code = f"launch_{event.code}"
    return problem("launch", code if code in SENTENCES else "launch_refused", named=event.code)


def unsigned_findings(connection: ConnectionUnderTest) -> list[Finding]:
    """What went wrong since, in logins and launches without the platform's signature. Never a problem (ANYBODYS)."""
    codes = [event.code for event in connection.unsigned_failures if event.code not in _NOT_TOLD]
    explained = [code for code in codes if f"unsigned_{code}" in SENTENCES]
    others = ", ".join(code for code in codes if code not in explained)
    url = connection.platform.jwks_url
    findings = [unknown(UNSIGNED, f"unsigned_{code}", url=url) for code in explained]
    return [*findings, unknown(UNSIGNED, "unsigned_refused", named=others)] if others else findings


def check_frame(connection: ConnectionUnderTest) -> Finding:
    """Whether the session was recognised in the platform's frame at the last launch."""
    event = connection.events.get("frame")
    if event is None:
        return unknown("frame", "frame_unknown")
    return ok("frame") if event.code == "ok" else problem("frame", "frame_blocked")


def check_course_copy(connection: ConnectionUnderTest) -> Finding:
    """Whether course copies can be recognised: by context history, activity ids, or a platform notice."""
    event, notices_event = connection.events.get(LAUNCH), connection.events.get("notices")
    if event is None or event.code != "ok":
        return unknown("copies", "copies_unknown")
    is_recognisable = bool(event.facts.get("history") or event.facts.get("activity")) or (
        notices_event is not None and notices_event.code == "ok"
    )
    if OLD_LINK in connection.events:  # nobody's fault, and nothing is lost
        return Finding("copies", "ok", "copies_old_link")
    return ok("copies") if is_recognisable else unknown("copies", "copies_blind")
