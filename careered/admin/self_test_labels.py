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
    "database_ok": SelfTestSentence(OK, _("The database has this version's tables.")),
    "database_old": SelfTestSentence(
        PROBLEM,
        _("The database does not have this version's tables."),
        _("Run on the server: careered db upgrade"),
    ),
    "clock_ok": SelfTestSentence(OK, _("The clocks of this server and of the database agree.")),
    "clock_off": SelfTestSentence(
        PROBLEM,
        _("The database's clock and this server's are %(seconds)s seconds apart."),
        _("Let both set their clocks by the network (NTP)."),
    ),
    "folder_ok": SelfTestSentence(OK, _("The data folder can be written.")),
    "folder_closed": SelfTestSentence(
        PROBLEM,
        _("The data folder cannot be written."),
        _("Give the account of careered the right to write there."),
    ),
    "secret_ok": SelfTestSentence(OK, _("The secret comes from the server's settings, not from the data folder.")),
    "secret_beside": SelfTestSentence(
        UNKNOWN,
        _("The secret was made by itself and lies beside the data: good for trying out only."),
        _("For pupils, set CAREERED_SECRET_KEY on the server, and keep it apart from the backups."),
    ),
    "address_ok": SelfTestSentence(OK, _("Browsers reach careered by an encrypted address.")),
    "address_local": SelfTestSentence(
        UNKNOWN, _("This is an installation for trying out: only this machine reaches it.")
    ),
    "key_ok": SelfTestSentence(OK, _("careered has a key to sign with.")),
    "key_missing": SelfTestSentence(
        PROBLEM, _("careered has no key to sign with."), _("Run on the server: careered keys rotate")
    ),
    "pack_ok": SelfTestSentence(OK, _("The curriculum pack of your country is loaded.")),
    "pack_missing": SelfTestSentence(
        PROBLEM,
        _("No curriculum pack of your country is loaded."),
        _("Upload the pack of your country."),
        "/admin/packs",
    ),
    "country_missing": SelfTestSentence(
        PROBLEM,
        _("Nobody has said yet in which country you are."),
        _("Say who you are."),
        "/admin/organisation",
    ),
    "platform_ok": SelfTestSentence(OK, _("A platform is connected and approved.")),
    "platform_waits": SelfTestSentence(
        PROBLEM,
        _("%(platform)s, or a place on it, waits for your approval."),
        _("Look at it, and approve it."),
        "/admin/platforms/%(id)s",
    ),
    "platform_none": SelfTestSentence(
        PROBLEM, _("No platform is in use."), _("Connect a platform."), "/admin/connect/moodle"
    ),
    "chosen_ok": SelfTestSentence(OK, _("A teacher has chosen lessons for a course.")),
    "chosen_unseen": SelfTestSentence(
        UNKNOWN,
        _("No teacher has chosen lessons yet."),
        _("In a course, add careered as an activity and press “Select content”."),
    ),
    "test_pupil_ok": SelfTestSentence(OK, _("A test pupil has been there, and nothing was stored.")),
    "test_pupil_unseen": SelfTestSentence(
        UNKNOWN,
        _("No test pupil has been there yet."),
        _("Open a lesson as a test pupil (student view), where your platform has that. A bar says: nothing is saved."),
    ),
    "worker_ok": SelfTestSentence(OK, _("Nothing waits for the worker.")),
    "worker_late": SelfTestSentence(
        PROBLEM,
        _("Marks that have waited for more than ten minutes: %(n)s."),
        _("Is the worker running? On the server: careered worker. Else check the connection below."),
    ),
    "mail_none": SelfTestSentence(OK, _("careered sends no mail: there is nothing to set up.")),
    "backup_unseen": SelfTestSentence(
        UNKNOWN,
        _("careered cannot see whether the database is saved."),
        _(
            "Ask who looks after the server: is it saved every night (careered backup), and has somebody tried to "
            "bring it back (careered restore)?"
        ),
    ),
}
