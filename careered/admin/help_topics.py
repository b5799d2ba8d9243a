"""The guide for administrators, as message ids."""

from collections.abc import Sequence

from careered.i18n_marker import _
from careered.web.help import ADMINISTRATOR, HelpTopic

ADMINISTRATOR_TOPICS: Sequence[HelpTopic] = (
    HelpTopic(
        "connect",
        ADMINISTRATOR,
        _("Connect a learning platform"),
        _(
            "Press %(invite)s and paste the address into the platform. It registers itself. Nobody can use "
            "it until you have checked it and pressed %(approve)s."
        ),
        {"invite": _("Create an invitation"), "approve": _("Approve")},
        ("button:invite", "button:approve"),
        "/admin/connect/moodle",
        _("Connect a platform"),
    ),
    HelpTopic(
        "check",
        ADMINISTRATOR,
        _("Find out what does not work"),
        _("%(test)s tries every connection. If one fails, it says what to do and where."),
        {"test": _("Self-test")},
        ("button:test",),
        "/admin/self-test",
        _("Self-test"),
    ),
    HelpTopic(
        "schools",
        ADMINISTRATOR,
        _("Say which course belongs to which school"),
        _("Write one school per line and press %(preview)s. Nothing changes until you save."),
        {"preview": _("Preview the changes")},
        ("button:preview",),
        "/admin/schools",
        _("Schools"),
    ),
    HelpTopic(
        "packs",
        ADMINISTRATOR,
        _("Load a new version of the lessons"),
        _("Choose the file and press %(check)s. You see what would change for pupils before anything is loaded."),
        {"check": _("Check the pack")},
        ("button:check",),
        "/admin/packs",
        _("Curriculum packs"),
    ),
    HelpTopic(
        "year",
        ADMINISTRATOR,
        _("Start a new school year"),
        _(
            "Courses move up a grade or end. You see the figures first, then type a word to confirm. "
            "%(undo)s reverses it within thirty days."
        ),
        {"undo": _("Undo")},
        ("button:undo",),
        "/admin/school-year",
        _("A new school year"),
    ),
    HelpTopic(
        "retention",
        ADMINISTRATOR,
        _("Decide how long data is kept"),
        _("Set the periods and press %(show)s: before the rules apply, you see how many records would be erased."),
        {"show": _("Show what would be erased")},
        ("button:show",),
        "/admin/retention",
        _("How long data is kept"),
    ),
    HelpTopic(
        "administrators",
        ADMINISTRATOR,
        _("Add another administrator"),
        _(
            "A colleague opens careered from the platform and asks for access. You see the request here; press "
            "%(approve)s."
        ),
        {"approve": _("Approve")},
        ("button:approve",),
        "/admin/organisation",
        _("Your organisation"),
    ),
)
