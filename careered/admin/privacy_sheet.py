"""The privacy sheet: made from what the server really does, so that it cannot promise anything else.

Who sees what: `web.viewer.AREAS`, by which every route is let through. What is stored: what each table declares
(`Holds`). Which fields are read: those of `lti.claims.Launch`, and a test compares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.admin.organisation import data_place
from careered.packs.drafts import LIVES
from careered.privacy.declarations import personal_tables
from careered.roster.organisations import provider
from careered.web.edge import Ask
from careered.web.sessions import LIFETIME
from careered.web.viewer import AREAS, Role


def _(message: str) -> str:
    """Marks a message for extraction."""
    return message


ROLES: Mapping[Role, str] = {
    Role.PUPIL: _("Pupil"),
    Role.TEACHER: _("Teacher, counsellor"),
    Role.ASSISTANT: _("Assistant"),
    Role.AUTHOR: _("Author of courses"),
    Role.MENTOR: _("Guardian"),
    Role.OFFICER: _("Data protection officer, coming from the platform"),
    Role.ADMIN: _("Administrator of careered"),
    Role.GUEST: _("Test user, visitor"),
}


@dataclass(frozen=True)
class Field:
    """Something that the platform sends and careered reads. of: the fields of a launch. name, why: message ids."""

    name: str
    why: str
    of: Sequence[str]


FIELDS = (
    Field(_("The platform's number of the person"), _("To know the person again."), ("sub",)),
    Field(_("Name, if the school shares it"), _("So that the teacher sees names instead of numbers."), ("name",)),
    Field(_("Roles"), _("Pupil, teacher or guardian: it decides what is shown."), ("roles",)),
    Field(_("Course: id, name, short name"), _("Which class it is."), ("context",)),
    Field(
        _("Activity and what was chosen for it"),
        _("Which lesson to open."),
        ("resource_link", "custom", "target_link_uri"),
    ),
    Field(_("Language"), _("To speak it."), ("locale",)),
    Field(
        _("Addresses of the gradebook and of the list of people"),
        _("To send marks, and to know who is in the course."),
        ("ags", "nrps_url", "notices_url"),
    ),
    Field(_("Pupils of a guardian"), _("A guardian sees these and nobody else."), ("mentees",)),
    Field(
        _("The person whom a review or a privacy request is about"),
        _("To open the right record."),
        ("for_user", "for_name"),
    ),
    Field(
        _("Platform, installation, kind of message, where the page stands"),
        _("To check that the visit is real, and to fit the frame."),
        ("issuer", "deployment_id", "message_type", "platform_origins", "document_target", "deep_linking"),
    ),
)
NEVER_READ = _(
    "E-mail, birth date, picture and national identity numbers are never read, even if the platform sends them."
)


def show_privacy(ask: Ask) -> Response:
    """GET /admin/privacy: the sheet, in the administrator's language; it prints on paper."""
    stored = {one.holds.why: one.holds.erase for one in personal_tables()}
    return ask.render(
        "admin/privacy.html",
        mine=provider(ask.db, ask.me.organisation_id),
        place=data_place(ask.house.settings),
        fields=FIELDS,
        never_read=NEVER_READ,
        roles=[(name, _areas(role)) for role, name in ROLES.items()],
        stored=sorted(stored.items(), key=lambda one: one[1]),
        session_hours=int(LIFETIME.total_seconds() // 3600),
        draft_minutes=int(LIVES.total_seconds() // 60),
    )


def _areas(role: Role) -> list[str]:
    """What a role sees, by the table that lets it through."""
    return [area.sees for area in AREAS.values() if role in area.roles]
