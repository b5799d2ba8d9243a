"""Setup guides for each kind of platform, step by step. The platforms' menus are quoted, not translated.

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
        GuideStep(_("The staff of itslearning add the tool. Send them the values below."), ("App library",), "send"),
        GuideStep(
            _(
                "Ask them to allow opening in a frame, deep linking, grades, the list of participants, and names "
                "if you share them."
            ),
            (),
            "send",
        ),
        GuideStep(_("They will reply with the platform's values. Enter them below."), (), "form"),
        GuideStep(
            _(
                "Add careered from the library to your site. The first time it is opened, its deployment will "
                "appear here for your approval."
            ),
            ("App library", "careered", "Add"),
            "chooser",
        ),
    ),
    _(
        "Without names, each pupil appears as two friendly words. Everything still works; teachers find "
        "out in class who is who."
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
