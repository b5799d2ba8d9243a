"""The rubric for judging sources: four questions, three levels each. Message ids. For discussion, not for grading."""

from careered.i18n_marker import _

LEVELS = (_("On the way"), _("Well"), _("Very well"))
RUBRIC = (
    (
        _("Who?"),
        (
            _("Notices whether a name or a publisher is there."),
            _("Tells who is behind it, and whether one could ask them."),
            _("Weighs what the publisher knows about the matter, and compares two publishers."),
        ),
    ),
    (
        _("Why?"),
        (
            _("Notices when somebody wants to sell something or get attention."),
            _("Tells what the source is for, and how that shows in its words or pictures."),
            _("Says what is left out, and who gains by it."),
        ),
    ),
    (
        _("When?"),
        (
            _("Looks for a date."),
            _("Tells whether the source is new enough for the question."),
            _("Checks what changes every year, such as dates and requirements, at the official place."),
        ),
    ),
    (
        _("What is it based on?"),
        (
            _("Notices whether a source is named."),
            _("Checks one claim in another place."),
            _("Tells experience, opinion, rule and figure apart, and says how sure one can be."),
        ),
    ),
)
