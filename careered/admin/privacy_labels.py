"""Texts of the privacy sheet, as message ids; "" where only the organisation knows: printed as a blank line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from careered.i18n_marker import _
from careered.web.permissions import Data, DataScope, Role

ROLE_LABELS: Mapping[Role, str] = {
    Role.PUPIL: _("Pupil"),
    Role.TEACHER: _("Teacher, counsellor"),
    Role.ASSISTANT: _("Assistant"),
    Role.AUTHOR: _("Course author"),
    Role.MENTOR: _("Guardian"),
    Role.OFFICER: _("Administrator of the platform handling a data protection request, or the person themselves"),
    Role.LEADER: _("School leader"),
    Role.ADMIN: _("Administrator of careered"),
    Role.GUEST: _("Test user, visitor"),
}
DATA_LABELS: Mapping[Data, str] = {
    Data.LESSONS: _("Lessons, without any personal data"),
    Data.NAMES: _("Names, or the two words used instead"),
    Data.STATUSES: _("What has been done, and since when"),
    Data.ANSWERS: _("Answers handed in, and requests for help"),
    Data.PRIVATE: _("Texts only the pupil can see, until the pupil shares them"),
    Data.GUIDANCE: _("The parts of the picture and plan that the pupil shows, and what was agreed with staff"),
    Data.SCORES: _("Scores for the gradebook, and their delivery"),
    Data.QUESTIONS: _("Questions asked with a name, and the answers"),
    Data.URGENT: _("Anonymous questions containing a word that may be a sign of distress: read and passed on"),
    Data.POSTS: _("What was written on the class's boards; classmates do not see names"),
    Data.STATISTICS: _("Totals for schools with five pupils or more"),
    Data.ADMINISTRATORS: _("Names of those who administer careered, or have asked to"),
    Data.CONNECTIONS: _("Platforms, packs, schools and names of courses"),
}
SCOPE_LABELS: Mapping[DataScope, str] = {
    DataScope.OWN: _("their own"),
    DataScope.COURSE: _("those of their own course"),
    DataScope.SCHOOL: _("those of the school that a careered administrator has assigned to them"),
    DataScope.NAMED: _("those of the people the platform names"),
    DataScope.ALL: "",
}


@dataclass(frozen=True)
class FieldPurpose:
    """Data that the platform sends and careered reads. name, purpose: message ids.

    launch_fields: names of fields of lti.claims.Launch. member_fields: of lti.nrps.Member.
    """

    name: str
    purpose: str
    launch_fields: Sequence[str] = ()
    member_fields: Sequence[str] = ()


FIELDS = (
    FieldPurpose(_("The platform's ID for the person"), _("To recognise the person."), ("sub",), ("user_id",)),
    FieldPurpose(
        _("Name, if the school shares it"),
        _("To show the teacher names instead of numbers."),
        ("name",),
        ("name",),
    ),
    FieldPurpose(
        _("Given name, if the school shares it"),
        _("To greet the person by it, where the name does not begin with it."),
        ("given_name",),
        ("given_name",),
    ),
    FieldPurpose(_("Roles"), _("To decide what is shown to a pupil, a teacher or a guardian."), ("roles",), ("roles",)),
    FieldPurpose(
        _("In the list of participants: whether someone is still on the course"),
        _("To leave out people who have left."),
        (),
        ("active",),
    ),
    FieldPurpose(_("Course: id, name, short name"), _("To know which class it is."), ("context",)),
    FieldPurpose(
        _("The activity and the lessons chosen for it"),
        _("To know which lesson to open."),
        ("resource_link", "custom", "target_link_uri"),
    ),
    FieldPurpose(_("Language"), _("To show the pages in that language."), ("locale",)),
    FieldPurpose(
        _("Addresses of the gradebook and of the list of participants"),
        _("To send scores, and to know who is on the course."),
        ("ags", "nrps_url", "notices_url"),
    ),
    FieldPurpose(_("Address of the course on the platform"), _("To show the way back to the course."), ("return_url",)),
    FieldPurpose(_("The guardian's children"), _("To show a guardian these children and no others."), ("mentees",)),
    FieldPurpose(
        _("The person a submission review or a privacy request is about"),
        _("To open the right record."),
        ("for_user", "for_user_name"),
    ),
    FieldPurpose(
        _("Platform, deployment, message type, and how the page is displayed"),
        _("To check that the launch is genuine, and to fit the page to its frame."),
        (
            "issuer",
            "nonce",
            "platform_name",
            "deployment_id",
            "message_type",
            "platform_origins",
            "document_target",
            "deep_linking",
        ),
    ),
)
NEVER_READ = _(
    "Email addresses, dates of birth, pictures and national identity numbers are never read, even if the "
    "platform sends them."
)


@dataclass(frozen=True)
class AssessmentQuestion:
    """Question of a data protection impact assessment; answer: with %(…)s placeholders, "" if not known."""

    question: str
    answer: str = ""


ASSESSMENT = (
    AssessmentQuestion(_("Data controller"), "%(organisation)s"),
    AssessmentQuestion(_("Contact and data protection officer")),
    AssessmentQuestion(
        _("Purpose"), _("Introducing pupils to the national career services, and showing that this has been done.")
    ),
    AssessmentQuestion(_("Legal basis")),
    AssessmentQuestion(
        _("People"), _("Pupils aged 13 to 16, their teachers, and guardians who come from the platform.")
    ),
    AssessmentQuestion(_("How many"), _("Courses: %(courses)s. Pupils: %(pupils)s.")),
    AssessmentQuestion(_("Which data, and who sees them"), _("As above.")),
    AssessmentQuestion(
        _("Sensitive data"),
        _(
            "None is asked for, but a pupil may write something private. Nobody else can see texts that are "
            "marked as visible only to the pupil, but a data protection copy includes them."
        ),
    ),
    AssessmentQuestion(
        _("Who receives data"),
        _(
            "Only the connected platforms: %(platforms)s. For each pupil and column, they receive one number "
            "(how much has been done) and the time. They do not receive any answers."
        ),
    ),
    AssessmentQuestion(_("Who runs the server, and in which country it is")),
    AssessmentQuestion(_("How long your organisation keeps the data"), "%(kept)s"),
    AssessmentQuestion(_("Automated decisions"), _("None. There is no grade, no ranking and no profile.")),
    AssessmentQuestion(
        _("A person's rights"),
        _(
            "A copy of everything, and erasure: by a privacy request from the platform, or on the server with "
            "careered person export and careered person erase."
        ),
    ),
    AssessmentQuestion(
        _("Risks and measures"),
        _(
            "Lost device: sessions end automatically. Wrong person: every launch is signed by the platform. "
            "Stolen database: keys are encrypted, but names and answers are not."
        ),
    ),
    AssessmentQuestion(_("How the server's disk and the backups are encrypted")),
    AssessmentQuestion(_("What pupils, guardians and staff were asked, and what they answered")),
    AssessmentQuestion(_("Responsible person, date")),
)

LETTER = (
    _(
        "Dear head teacher, our schools are introducing careered. With it, pupils get to know the national "
        "career services through short lessons inside the learning platform."
    ),
    _(
        "Teachers add the lessons to their course with “Select content”. Pupils do not need a new account. There "
        "is no grade: the gradebook shows how much has been done."
    ),
    _(
        "The course's teachers can see what pupils answer. Some texts are for the pupil only, and the lesson "
        "says so next to the box. No page requests anything from third parties, and no data is sold."
    ),
    _("Please tell your counsellors and class teachers. If you have any questions, contact: (name, address)"),
)
