"""Setup guides for each kind of platform, step by step. Menus are quoted in English; the page says so.

Sources: Moodle 4.5 in use (November 2026); Canvas's documentation of LTI keys and of dynamic registration;
itslearning's developer pages about adding a tool to its App library. Menus move: the pages say so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from careered.i18n_marker import _


@dataclass(frozen=True)
class GuideStep:
    """One step. text: message id. menu: path in the platform's menus, quoted. picture: name of an illustration."""

    text: str
    menu: Sequence[str]
    picture: str


@dataclass(frozen=True)
class Guide:
    """Guide for one kind of platform. supports_registration: LTI Dynamic Registration; else manual."""

    family: str
    name: str
    supports_registration: bool
    steps: Sequence[GuideStep]
    closing_text: str


_ADD_LESSONS = _(
    "Teachers add lessons to their course: they choose careered and tick the lessons, which are all added at the "
    "same time."
)

MOODLE = Guide(
    "moodle",
    "Moodle",
    True,
    (
        GuideStep(
            _("Paste the invitation link into the field and press the button next to it."),
            ("Site administration", "Plugins", "External tool", "Manage tools", "Add LTI Advantage"),
            "paste",
        ),
        GuideStep(
            _("The Moodle window shows that the registration has been received. Close the window."),
            ("Manage tools",),
            "arrived",
        ),
        GuideStep(
            _("Press the button on careered's card. Until then, nobody can open careered."),
            ("Manage tools", "Pending", "Activate"),
            "activate",
        ),
        GuideStep(
            _("Open the card's settings and choose to show the tool to teachers when they add an activity."),
            ("Edit", "Tool configuration usage", "Show in activity chooser and as a preconfigured tool"),
            "chooser",
        ),
    ),
    _ADD_LESSONS,
)
CANVAS = Guide(
    "canvas",
    "Canvas",
    True,
    (
        GuideStep(
            _("Add a tool by dynamic registration and paste the invitation link."),
            ("Admin", "Developer Keys", "+ Developer Key", "+ LTI Registration"),
            "paste",
        ),
        GuideStep(_("Review what careered asks for and accept it."), ("Enable & Close",), "arrived"),
        GuideStep(
            _("Switch the key on and copy its number, which is the client ID."),
            ("Admin", "Developer Keys", "State", "On"),
            "activate",
        ),
        GuideStep(
            _(
                "Add the app with the client ID. The first time the app is opened, its deployment will appear "
                "here for your approval."
            ),
            ("Admin", "Settings", "Apps", "+ App", "By Client ID"),
            "chooser",
        ),
    ),
    _ADD_LESSONS,
)
ITSLEARNING = Guide(
    "itslearning",
    "itslearning",
    False,
    (
        GuideStep(
            _("Only itslearning itself can add careered to its app library. Send itslearning the values below."),
            (),
            "send",
        ),
        GuideStep(
            _(
                "Ask itslearning to let careered open in a frame (“Open in”), and to switch on deep linking (“Deep "
                "Linking”), grades (“Assignment and Grade Services”) and the list of participants. It shares names "
                "only if you ask for them (“Privacy level”); without them, each pupil appears as two friendly words."
            ),
            (),
            "send",
        ),
        GuideStep(
            _("itslearning will reply with its own values. Enter them at the bottom of this page and connect."),
            (),
            "form",
        ),
        GuideStep(
            _(
                "Add careered from itslearning's app library to your own site. The first time it is opened, its "
                "deployment will appear here for your approval."
            ),
            ("App library", "careered", "Add"),
            "chooser",
        ),
    ),
    _(
        "Teachers then choose lessons in their course. itslearning does not create gradebook columns for them: each "
        "score goes to the column of the activity from which the lesson was opened."
    ),
)
OTHER = Guide(
    "other",
    _("Another platform"),
    True,
    (
        GuideStep(
            _("If the platform asks for a registration address (dynamic registration), paste the invitation link."),
            ("Dynamic registration URL",),
            "paste",
        ),
        GuideStep(
            _("If it does not, enter the values below in the platform and the platform's own values here."), (), "form"
        ),
    ),
    _ADD_LESSONS,
)
GUIDES: Mapping[str, Guide] = {guide.family: guide for guide in (MOODLE, CANVAS, ITSLEARNING, OTHER)}
