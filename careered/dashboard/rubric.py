"""The rubric for judging sources: four questions, three levels each. Message ids. For discussion, not for grading."""

from careered.i18n_marker import _

LEVELS = (_("Getting there"), _("Well"), _("Very well"))
RUBRIC = (
    (
        _("Who?"),
        (
            _("Notices whether an author or publisher is named."),
            _("Says who is behind it, and whether you could ask them."),
            _("Weighs up how much the publisher knows about the subject, and compares two publishers."),
        ),
    ),
    (
        _("Why?"),
        (
            _("Notices when someone wants to sell something or get attention."),
            _("Says what the source is for, and how its words or pictures show that."),
            _("Says what is left out, and who gains from it."),
        ),
    ),
    (
        _("When?"),
        (
            _("Looks for a date."),
            _("Says whether the source is recent enough for the question."),
            _("Checks what changes every year, such as dates and requirements, in the official source."),
        ),
    ),
    (
        _("What is it based on?"),
        (
            _("Notices whether a source is named."),
            _("Checks one claim against another source."),
            _("Tells experience, opinion, rules and figures apart, and says how sure we can be."),
        ),
    ),
)
