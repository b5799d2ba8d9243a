"""itslearning, as schools in Denmark, Norway and Finland have it by default: anonymous (read, not measured)."""

from demo_platform.profiles.profile import Profile

ITSLEARNING = Profile(
    name="itslearning",
    family="itslearning",
    version="1.0",
    names=False,  # the default privacy is anonymous: sub and roles, and nothing else about a person
    locale_presentation=True,  # the language of the page is not counted as personal
    audience_list=True,  # legal by the specification, and the other two profiles never do it
    messages_as_words=True,  # an older form that tools still meet; no particular source for itslearning
    differences=True,  # so that one profile offers what the specification has; not known of itslearning
    link_members=False,  # likewise: some platform refuses rlid
    clears_unless_graded=False,
    older_status=409,  # by the specification, to the fraction of a second
)
