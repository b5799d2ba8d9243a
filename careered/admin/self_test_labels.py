"""Texts of the self-test by code: result, remedy and page, as message ids with %(…)s placeholders."""

from collections.abc import Mapping
from dataclasses import dataclass

from careered.i18n_marker import _

OK, PROBLEM, UNKNOWN = "ok", "problem", "unknown"


@dataclass(frozen=True)
class SelfTestSentence:
    """state: OK, PROBLEM or UNKNOWN. text, mend (how to fix it): message ids. path: page to fix it on, or ""."""

    state: str
    text: str
    mend: str = ""
    path: str = ""


SENTENCES: Mapping[str, SelfTestSentence] = {
    "database_ok": SelfTestSentence(OK, _("The database has the tables of this version.")),
    "database_old": SelfTestSentence(
        PROBLEM,
        _("The database does not have the tables of this version."),
        _("Run on the server: careered db upgrade"),
    ),
    "clock_ok": SelfTestSentence(OK, _("The clocks of this server and the database agree.")),
    "clock_off": SelfTestSentence(
        PROBLEM,
        _("The database's clock and this server's are %(difference)s apart."),
        _("Synchronise both clocks over the network (NTP)."),
    ),
    "folder_ok": SelfTestSentence(OK, _("The data folder can be written to.")),
    "folder_closed": SelfTestSentence(
        PROBLEM,
        _("The data folder cannot be written to."),
        _("Give careered's account permission to write there."),
    ),
    "secret_ok": SelfTestSentence(OK, _("The secret key comes from the server's settings, not from the data folder.")),
    "secret_beside": SelfTestSentence(
        UNKNOWN,
        _(
            "The secret key was generated automatically and is stored next to the data. That is good enough only "
            "for trying careered out."
        ),
        _("Before pupils use careered, set CAREERED_SECRET_KEY on the server and keep it separate from the backups."),
    ),
    "address_ok": SelfTestSentence(OK, _("Browsers reach careered over an encrypted connection.")),
    "address_local": SelfTestSentence(OK, _("This is a trial installation: only this computer can reach it.")),
    "key_ok": SelfTestSentence(OK, _("careered has a signing key.")),
    "key_missing": SelfTestSentence(
        PROBLEM, _("careered has no signing key."), _("Run on the server: careered keys rotate")
    ),
    "pack_ok": SelfTestSentence(OK, _("The curriculum pack for your country is loaded.")),
    "pack_missing": SelfTestSentence(
        PROBLEM,
        _("No curriculum pack for your country is loaded."),
        _("Upload the pack for your country."),
        "/admin/packs",
    ),
    "country_missing": SelfTestSentence(
        PROBLEM,
        _("Your country has not been set yet."),
        _("Enter your organisation's details."),
        "/admin/organisation",
    ),
    "platform_ok": SelfTestSentence(OK, _("A platform is connected and approved.")),
    "platform_waits": SelfTestSentence(
        PROBLEM,
        _("%(platform)s, or one of its deployments, is waiting for your approval."),
        _("Look at it and approve it."),
        "/admin/platforms/%(id)s",
    ),
    "platform_none": SelfTestSentence(
        PROBLEM, _("No platform is in use."), _("Connect a platform."), "/admin/connect/moodle"
    ),
    "chosen_ok": SelfTestSentence(OK, _("“Select content” works: a teacher has chosen lessons with it.")),
    "chosen_unseen": SelfTestSentence(
        UNKNOWN,
        _("Nobody has used “Select content” on the platform yet, so it has not been tried."),
        _("In a course, add careered as an activity and press “Select content”."),
    ),
    "test_pupil_ok": SelfTestSentence(OK, _("A test pupil has opened a lesson, and nothing was stored.")),
    "test_pupil_unseen": SelfTestSentence(
        UNKNOWN,
        _("No test pupil has opened a lesson yet."),
        _(
            "Open a lesson as a test pupil (student view) if your platform has this. A bar on the page says that "
            "nothing is saved."
        ),
    ),
    "worker_ok": SelfTestSentence(OK, _("Nothing is waiting for the worker.")),
    "worker_late": SelfTestSentence(
        PROBLEM,
        _("Scores waiting for more than ten minutes: %(n)s."),
        _("Check that the worker is running (on the server: careered worker). If it is, check the connection below."),
    ),
    "mail_none": SelfTestSentence(OK, _("careered sends no email: there is nothing to set up.")),
    "backup_unseen": SelfTestSentence(
        UNKNOWN,
        _("careered cannot see whether the database is backed up."),
        _(
            "Ask whoever runs the server whether it is backed up every night (careered backup) and whether "
            "anyone has tested restoring it (careered restore)."
        ),
    ),
}
