"""What browsers did, from notes: registration, login, launch, the frame without cookies, copied courses."""

from careered.admin.doctor.connection import ConnectionUnderTest
from careered.admin.doctor.labels import SENTENCES
from careered.admin.doctor.result import Finding, ok, problem, unknown

_CLOCK_CODES = {"token_from_future", "token_expired"}
_KEY_CODES = {"kid_unknown", "sig_invalid", "jwks_unavailable", "jwks_bad"}


def check_registration(connection: ConnectionUnderTest) -> Finding:
    """Approved, switched on, and no place waiting."""
    if connection.platform.status != "active":
        return problem("registration", f"registration_{connection.platform.status}")
    if connection.pending_deployments:
        return problem("registration", "places_waiting", place=connection.pending_deployments[0])
    return ok("registration")


def check_login(connection: ConnectionUnderTest) -> Finding:
    """The platform begins logins, and for addresses of ours."""
    event = connection.events.get("login")
    if event is None:
        return unknown("login", "never_opened")
    if event.code == "target_not_ours":
        return problem("login", "target_not_ours")
    return ok("login")


def check_launch(connection: ConnectionUnderTest) -> Finding:
    """How the last launch ended. Clocks and keys have steps of their own."""
    event = connection.events.get("launch")
    if event is None:
        return unknown("launch", "never_opened")
    if event.code == "ok" or event.code in _CLOCK_CODES | _KEY_CODES:
        return ok("launch") if event.code == "ok" else unknown("launch", "launch_elsewhere")
    code = f"launch_{event.code}"
    return problem("launch", code if code in SENTENCES else "launch_refused", named=event.code)


def check_frame(connection: ConnectionUnderTest) -> Finding:
    """Whether the last visit inside the platform's frame could be recognised."""
    event = connection.events.get("frame")
    if event is None:
        return unknown("frame", "frame_unknown")
    return ok("frame") if event.code == "ok" else problem("frame", "frame_blocked")


def check_course_copy(connection: ConnectionUnderTest) -> Finding:
    """Whether a copied course will be recognised: by history, by our own ids, or by a notice."""
    event, notices_event = connection.events.get("launch"), connection.events.get("notices")
    if event is None or event.code != "ok":
        return unknown("copies", "copies_unknown")
    is_recognisable = bool(event.facts.get("history") or event.facts.get("activity")) or (
        notices_event is not None and notices_event.code == "ok"
    )
    return ok("copies") if is_recognisable else unknown("copies", "copies_blind")
