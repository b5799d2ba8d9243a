"""Checks that read the connection log: registration, login, launch, cookies in the frame, course copy."""

from careered.admin.doctor.connection import ConnectionUnderTest
from careered.admin.doctor.labels import SENTENCES
from careered.admin.doctor.result import Finding, ok, problem, unknown

_CLOCK_CODES = {"token_from_future", "token_expired"}
_KEY_CODES = {"kid_unknown", "sig_invalid", "jwks_unavailable", "jwks_bad"}


def check_registration(connection: ConnectionUnderTest) -> Finding:
    """Whether the platform is active and no deployment waits for approval."""
    if connection.platform.status != "active":
        return problem("registration", f"registration_{connection.platform.status}")
    if connection.pending_deployments:
        return problem("registration", "places_waiting", place=connection.pending_deployments[0])
    return ok("registration")


def check_login(connection: ConnectionUnderTest) -> Finding:
    """Whether the platform initiates logins for our own target URLs."""
    event = connection.events.get("login")
    if event is None:
        return unknown("login", "never_opened")
    if event.code == "target_not_ours":
        return problem("login", "target_not_ours")
    return ok("login")


def check_launch(connection: ConnectionUnderTest) -> Finding:
    """How the last launch ended. Failures of clock or keys are reported by their own checks."""
    event = connection.events.get("launch")
    if event is None:
        return unknown("launch", "never_opened")
    if event.code == "ok" or event.code in _CLOCK_CODES | _KEY_CODES:
        return ok("launch") if event.code == "ok" else unknown("launch", "launch_elsewhere")
    code = f"launch_{event.code}"
    return problem("launch", code if code in SENTENCES else "launch_refused", named=event.code)


def check_frame(connection: ConnectionUnderTest) -> Finding:
    """Whether the session was recognised in the platform's frame at the last launch."""
    event = connection.events.get("frame")
    if event is None:
        return unknown("frame", "frame_unknown")
    return ok("frame") if event.code == "ok" else problem("frame", "frame_blocked")


def check_course_copy(connection: ConnectionUnderTest) -> Finding:
    """Whether course copies can be recognised: by context history, activity ids, or a platform notice."""
    event, notices_event = connection.events.get("launch"), connection.events.get("notices")
    if event is None or event.code != "ok":
        return unknown("copies", "copies_unknown")
    is_recognisable = bool(event.facts.get("history") or event.facts.get("activity")) or (
        notices_event is not None and notices_event.code == "ok"
    )
    return ok("copies") if is_recognisable else unknown("copies", "copies_blind")
