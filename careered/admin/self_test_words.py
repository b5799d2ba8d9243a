"""The sentences of the self-test: what is so, what to do about it, and where. One row a code; facts stand in %(…)s."""

from collections.abc import Mapping
from dataclasses import dataclass

from careered.words import _

OK, PROBLEM, UNKNOWN = "ok", "problem", "unknown"


@dataclass(frozen=True)
class Sentence:
    """state: OK, PROBLEM or UNKNOWN. says, mend: message ids. path: the page where it is mended, "" where none is."""

    state: str
    says: str
    mend: str = ""
    path: str = ""


SENTENCES: Mapping[str, Sentence] = {
    "database_ok": Sentence(OK, _("The database has this version's tables.")),
    "database_old": Sentence(
        PROBLEM,
        _("The database does not have this version's tables."),
        _("Run on the server: careered db upgrade"),
    ),
    "clock_ok": Sentence(OK, _("The clocks of this server and of the database agree.")),
    "clock_off": Sentence(
        PROBLEM,
        _("The database's clock and this server's are %(seconds)s seconds apart."),
        _("Let both set their clocks by the network (NTP)."),
    ),
    "folder_ok": Sentence(OK, _("The data folder can be written.")),
    "folder_closed": Sentence(
        PROBLEM,
        _("The data folder cannot be written."),
        _("Give the account of careered the right to write there."),
    ),
    "secret_ok": Sentence(OK, _("The secret comes from the server's settings, not from the data folder.")),
    "secret_beside": Sentence(
        UNKNOWN,
        _("The secret was made by itself and lies beside the data: good for trying out only."),
        _("For pupils, set CAREERED_SECRET_KEY on the server, and keep it apart from the backups."),
    ),
    "address_ok": Sentence(OK, _("Browsers reach careered by an encrypted address.")),
    "address_local": Sentence(UNKNOWN, _("This is an installation for trying out: only this machine reaches it.")),
    "key_ok": Sentence(OK, _("careered has a key to sign with.")),
    "key_missing": Sentence(
        PROBLEM, _("careered has no key to sign with."), _("Run on the server: careered keys rotate")
    ),
    "pack_ok": Sentence(OK, _("The curriculum pack of your country is loaded.")),
    "pack_missing": Sentence(
        PROBLEM,
        _("No curriculum pack of your country is loaded."),
        _("Upload the pack of your country."),
        "/admin/packs",
    ),
    "country_missing": Sentence(
        PROBLEM,
        _("Nobody has said yet in which country you are."),
        _("Say who you are."),
        "/admin/organisation",
    ),
    "platform_ok": Sentence(OK, _("A platform is connected and approved.")),
    "platform_waits": Sentence(
        PROBLEM,
        _("%(platform)s, or a place on it, waits for your approval."),
        _("Look at it, and approve it."),
        "/admin/platforms/%(id)s",
    ),
    "platform_none": Sentence(PROBLEM, _("No platform is in use."), _("Connect a platform."), "/admin/connect/moodle"),
    "chosen_ok": Sentence(OK, _("A teacher has chosen lessons for a course.")),
    "chosen_unseen": Sentence(
        UNKNOWN,
        _("No teacher has chosen lessons yet."),
        _("In a course, add careered as an activity and press “Select content”."),
    ),
    "test_pupil_ok": Sentence(OK, _("A test pupil has been there, and nothing was stored.")),
    "test_pupil_unseen": Sentence(
        UNKNOWN,
        _("No test pupil has been there yet."),
        _("Open a lesson as a test pupil (student view), where your platform has that. A bar says: nothing is saved."),
    ),
    "worker_ok": Sentence(OK, _("Nothing waits for the worker.")),
    "worker_late": Sentence(
        PROBLEM,
        _("Marks that have waited for more than ten minutes: %(n)s."),
        _("Is the worker running? On the server: careered worker. Else check the connection below."),
    ),
    "mail_none": Sentence(OK, _("careered sends no mail: there is nothing to set up.")),
    "backup_unseen": Sentence(
        UNKNOWN,
        _("careered cannot see whether the database is saved."),
        _(
            "Ask who looks after the server: is it saved every night (careered backup), and has somebody tried to "
            "bring it back (careered restore)?"
        ),
    ),
}
