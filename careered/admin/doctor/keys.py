"""The platform's keys and its clock: fetched and read now, and compared with what launches met."""

from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx2

from careered.admin.doctor.findings import Finding, ok, problem, unknown
from careered.admin.doctor.patient import Patient, moment
from careered.lti.client import USER_AGENT
from careered.lti.platform_keys import parse_keys
from careered.web.refusals import Refused

MOST_SKEW = 30  # seconds; launches bear sixty


def keys_and_clock(patient: Patient) -> list[Finding]:
    """One request answers both."""
    url = patient.platform.jwks_url
    try:
        answer = patient.http.get(url, headers={"User-Agent": USER_AGENT}, follow_redirects=False)
    except (httpx2.HTTPError, httpx2.InvalidURL):
        return [problem("keys", "keys_unreachable", url=url), _clock(patient, None)]
    return [_keys(patient, answer), _clock(patient, answer)]


def _keys(patient: Patient, answer: httpx2.Response) -> Finding:
    url = patient.platform.jwks_url
    if answer.status_code != 200:
        return problem("keys", "keys_unreachable", url=url)
    try:
        parse_keys(answer.content)
    except Refused:
        return problem("keys", "keys_unreadable", url=url)
    note = patient.notes.get("launch")
    if note and note.code in {"kid_unknown", "sig_invalid"}:
        return problem("keys", "keys_foreign", url=url)
    return ok("keys")


def _clock(patient: Patient, answer: httpx2.Response | None) -> Finding:
    """By the Date header (whole seconds), else by what the last launch was refused for."""
    note = patient.notes.get("launch")
    if note and note.code in {"token_from_future", "token_expired"}:
        ahead = note.code == "token_from_future"
        return problem("clock", "clock_ahead" if ahead else "clock_behind", seconds=note.facts.get("seconds", "?"))
    there = _date(answer.headers.get("date", "")) if answer else None
    if there is None:
        return ok("clock") if note and note.code == "ok" else unknown("clock", "clock_unknown")
    skew = int((there - moment()).total_seconds())
    if abs(skew) <= MOST_SKEW:
        return ok("clock")
    return problem("clock", "clock_ahead" if skew > 0 else "clock_behind", seconds=abs(skew))


def _date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        return None
    return found if found.tzinfo else None
