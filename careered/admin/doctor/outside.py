"""What browsers did, from notes: registration, login, launch, the frame without cookies, copied courses."""

from careered.admin.doctor.findings import Finding, ok, problem, unknown
from careered.admin.doctor.patient import Patient
from careered.admin.doctor.words import SENTENCES

_CLOCK = {"token_from_future", "token_expired"}
_KEYS = {"kid_unknown", "sig_invalid", "jwks_unavailable", "jwks_bad"}


def registration(patient: Patient) -> Finding:
    """Approved, switched on, and no place waiting."""
    if patient.platform.status != "active":
        return problem("registration", f"registration_{patient.platform.status}")
    if patient.waiting:
        return problem("registration", "places_waiting", place=patient.waiting[0])
    return ok("registration")


def login(patient: Patient) -> Finding:
    """The platform begins logins, and for addresses of ours."""
    note = patient.notes.get("login")
    if note is None:
        return unknown("login", "never_opened")
    if note.code == "target_not_ours":
        return problem("login", "target_not_ours")
    return ok("login")


def launch(patient: Patient) -> Finding:
    """How the last launch ended. Clocks and keys have steps of their own."""
    note = patient.notes.get("launch")
    if note is None:
        return unknown("launch", "never_opened")
    if note.code == "ok" or note.code in _CLOCK | _KEYS:
        return ok("launch") if note.code == "ok" else unknown("launch", "launch_elsewhere")
    named = f"launch_{note.code}"
    return problem("launch", named if named in SENTENCES else "launch_refused", named=note.code)


def frame(patient: Patient) -> Finding:
    """Whether the last visit inside the platform's frame could be recognised."""
    note = patient.notes.get("frame")
    if note is None:
        return unknown("frame", "frame_unknown")
    return ok("frame") if note.code == "ok" else problem("frame", "frame_blocked")


def copies(patient: Patient) -> Finding:
    """Whether a copied course will be recognised: by history, by our own ids, or by a notice."""
    note, notices = patient.notes.get("launch"), patient.notes.get("notices")
    if note is None or note.code != "ok":
        return unknown("copies", "copies_unknown")
    told = bool(note.facts.get("history") or note.facts.get("activity")) or (
        notices is not None and notices.code == "ok"
    )
    return ok("copies") if told else unknown("copies", "copies_blind")
