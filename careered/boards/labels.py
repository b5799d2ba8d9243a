"""Labels of the boards, as message ids, where Python chooses them."""

from collections.abc import Mapping

from careered.i18n_marker import _

KIND_LABELS: Mapping[str, str] = {
    "findings": _("Findings: what others may find useful"),
    "questions": _("Questions: vote for the ones to take further"),
    "jobs": _("A map of jobs: what we saw at work"),
}
DEFAULT_PROMPTS: Mapping[str, str] = {
    "findings": _("Share one thing you found that could help someone else in class."),
    "questions": _(
        "Write one question that many people in your class might want to ask. Then vote for three questions."
    ),
    "jobs": _("Which job did you see? Say what people do in it, and one thing that surprised you."),
}
RULES = _("No names, no school grades, and nothing about others that they would not say themselves.")
MISSING_TEXT = _("Write a few words first.")
MISSING_JOB = _("Say which job it is.")
TOO_LONG = _("This is longer than 600 characters. Make it shorter.")
BOARD_FULL = _("You cannot add any more posts. Take one down first.")
BOARD_CLOSED = _("The board is closed at the moment. Your text is still here: copy it if you want to keep it.")
INVALID_HOURS = _("Enter a time such as %(time)s, or leave both empty. The end must be after the start.")
MISSING_KIND = _("Choose what the board is for.")
