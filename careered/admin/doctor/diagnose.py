"""All steps in their order, and what they say in a language."""

from collections.abc import Callable, Sequence
from typing import Any

import httpx2

from careered.admin.check import Line
from careered.admin.doctor import keys, outside, services
from careered.admin.doctor.findings import Finding
from careered.admin.doctor.patient import Patient, examine
from careered.admin.doctor.words import SENTENCES, SOMEWHERE, WHERE
from careered.db.engine import Database
from careered.lti.registration import Registration
from careered.web.i18n import translations


def diagnose(patient: Patient) -> list[Finding]:
    """Every step: approval, clock, keys, login, launch, frame, token, scopes, list, column, mark, copies."""
    approved, (their_keys, clock) = outside.registration(patient), keys.keys_and_clock(patient)
    seen = [outside.login(patient), outside.launch(patient), outside.frame(patient)]
    tried = [*services.token_and_scopes(patient), services.roster(patient), services.column(patient)]
    return [approved, clock, their_keys, *seen, *tried, services.score(patient), outside.copies(patient)]


def lines(patient: Patient, findings: Sequence[Finding], lang: str) -> list[Line]:
    """The findings as sentences."""
    say = translations(lang).gettext
    known = {
        "platform": patient.platform.name,
        "host": patient.host,
        "origin": patient.origin,
        "where": WHERE.get(patient.platform.family) or say(SOMEWHERE),
    }
    found = []
    for one in findings:
        sentence, mend = SENTENCES[one.code]
        facts = {**known, **one.facts}
        found.append(Line(one.step, one.state, say(sentence) % facts, say(mend) % facts if mend else ""))
    return found


class Doctor:
    """Examines platforms; one for the process. http: for all that is asked outside. signer: gives our key."""

    def __init__(self, database: Database, http: httpx2.Client, signer: Callable[[], Any], origin: str) -> None:
        self._db, self._http, self._signer, self._origin = database, http, signer, origin

    def __call__(self, platform: Registration, lang: str) -> list[Line]:
        """The lines about one platform."""
        patient = examine(self._db, platform, self._http, self._signer, self._origin)
        return lines(patient, diagnose(patient), lang)
