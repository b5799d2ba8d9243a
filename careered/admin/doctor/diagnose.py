"""Runs all checks in order and describes their findings in a language."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx2

from careered.admin.doctor import browser_checks, key_checks, service_checks
from careered.admin.doctor.connection import ConnectionUnderTest, load_connection
from careered.admin.doctor.labels import (
    ANYBODYS,
    OWN_CODES,
    SENTENCES,
    TOOL_SETTINGS_ANYWHERE,
    TOOL_SETTINGS_MENUS,
    UNSIGNED,
)
from careered.admin.doctor.result import Finding
from careered.db.engine import Database
from careered.jobs.connection_check import CheckResult
from careered.lti.platform import Registration
from careered.web.i18n import LANGUAGES, translations


def diagnose(connection: ConnectionUnderTest) -> list[Finding]:
    """All checks: approval, clock, keys, login, launch, frame, token, scopes, roster, line items, score, copies.

    After them what came without the platform's signature, if anything did.
    """
    keys_finding, clock_finding = key_checks.check_keys_and_clock(connection)
    token_finding, scopes_finding = service_checks.check_token_and_scopes(connection)
    return [
        browser_checks.check_registration(connection),
        clock_finding,
        keys_finding,
        browser_checks.check_login(connection),
        browser_checks.check_launch(connection),
        browser_checks.check_frame(connection),
        token_finding,
        scopes_finding,
        *service_checks.check_services(connection, has_access=token_finding.state == "ok"),
        browser_checks.check_course_copy(connection),
        *browser_checks.unsigned_findings(connection),
    ]


def describe_findings(connection: ConnectionUnderTest, findings: Sequence[Finding], lang: str) -> list[CheckResult]:
    """The findings as sentences in `lang`."""
    gettext = translations(lang).gettext
    common_facts = {
        "platform": connection.platform.name,
        "host": connection.host,
        "origin": connection.origin,
        "where": TOOL_SETTINGS_MENUS.get(connection.platform.family) or gettext(TOOL_SETTINGS_ANYWHERE),
    }
    results = []
    for finding in findings:
        facts = {**common_facts, **finding.facts}
        sentence, mend = (gettext(text) % facts if text else "" for text in SENTENCES[finding.code])
        if finding.step == UNSIGNED:
            mend = f"{gettext(ANYBODYS)} {mend}"
        results.append(CheckResult(finding.step, finding.state, sentence, mend, finding.code in OWN_CODES))
    return results


class Doctor:
    """Tests connections; one instance per process. http: for all requests. signer: returns our signing key."""

    def __init__(self, database: Database, http: httpx2.Client, signer: Callable[[], Any], origin: str) -> None:
        self._db, self._http, self._signer, self._origin = database, http, signer, origin

    def __call__(self, platform: Registration, lang: str) -> list[CheckResult]:
        """Check one platform: the results in `lang`."""
        connection = self._connection(platform)
        return describe_findings(connection, diagnose(connection), lang)

    def in_every_language(self, platform: Registration) -> Mapping[str, list[CheckResult]]:
        """Check one platform once: the results by language, for whoever reads them."""
        connection = self._connection(platform)
        findings = diagnose(connection)
        return {lang: describe_findings(connection, findings, lang) for lang in LANGUAGES}

    def _connection(self, platform: Registration) -> ConnectionUnderTest:
        return load_connection(self._db, platform, self._http, self._signer, self._origin)
