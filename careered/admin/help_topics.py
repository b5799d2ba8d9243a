"""The guide for administrators, as message ids."""

from collections.abc import Sequence

from careered.i18n_marker import _
from careered.web.help import ADMINISTRATOR, HelpTopic

ADMINISTRATOR_TOPICS: Sequence[HelpTopic] = (
    HelpTopic(
        "connect",
        ADMINISTRATOR,
        _("Connect a platform"),
        _(
            "Press %(invite)s and paste the address into the platform, which then registers itself. Nobody can "
            "open careered from it until you have checked it and pressed %(approve)s."
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
        _(
            "%(test)s checks this installation. A connection is checked on the platform's own page, with %(check)s. "
            "Next to whatever does not work, you see what to do and where."
        ),
        {"test": _("Self-test"), "check": _("Check the connection")},
        ("button:test", "button:check"),
        "/admin/self-test",
        _("Self-test"),
    ),
    HelpTopic(
        "schools",
        ADMINISTRATOR,
        _("Decide which course belongs to which school"),
        _("Enter one school per line and press %(preview)s. Nothing changes until you save."),
        {"preview": _("Preview the changes")},
        ("button:preview",),
        "/admin/schools",
        _("Schools"),
    ),
    HelpTopic(
        "packs",
        ADMINISTRATOR,
        _("Load a new version of the lessons"),
        _("Choose the file and press %(check)s. Before anything is loaded, you see what would change for pupils."),
        {"check": _("Check the pack")},
        ("button:check",),
        "/admin/packs",
        _("Curriculum packs"),
    ),
    HelpTopic(
        "year",
        ADMINISTRATOR,
        _("Start the new school year"),
        _(
            "Courses move up a grade or end. You see the figures first, then type a word to confirm. You can use "
            "%(undo)s to reverse the change within thirty days."
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
        _("Set the periods and press %(show)s. Before the rules apply, you see how many records would be erased."),
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
            "Your colleague opens careered from the platform and asks for access. When you see the request here, "
            "press %(approve)s."
        ),
        {"approve": _("Approve")},
        ("button:approve",),
        "/admin/organisation",
        _("Your organisation"),
    ),
)
