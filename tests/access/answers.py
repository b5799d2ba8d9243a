"""Who is answered: every route of the product in one table. A new route without a line here fails the matrix."""

from collections.abc import Iterable
from dataclasses import dataclass

from careered.web.permissions import Role
from tests.access.visitors import STANDING, Visitor


def with_role(*roles: Role) -> frozenset[Visitor]:
    """The visitors of these roles, wherever they are."""
    return frozenset(visitor for visitor, standing in STANDING.items() if standing.role in roles)


@dataclass(frozen=True)
class Group:
    """Who is answered, where an address names the three pupils or their class; everybody else is refused.

    own: who is answered where it names the visitor's own class, board or platform instead. acts: who may change what
    is stored about the three. only_first: of the three, only the first one's address is answered.
    """

    by: frozenset[Visitor]
    own: frozenset[Visitor] = frozenset()
    acts: frozenset[Visitor] = frozenset()
    only_first: bool = False


EVERYBODY = frozenset(Visitor)
NOBODY: frozenset[Visitor] = frozenset()
SIGNED_IN = EVERYBODY - {Visitor.NO_VISIT}
TEACHERS_HERE = frozenset({Visitor.TEACHER, Visitor.ASSISTANT, Visitor.CHOOSER})
PUPILS_HERE = frozenset({Visitor.PUPIL, Visitor.CLASSMATE})
STAFF, PUPILS = with_role(Role.TEACHER, Role.ASSISTANT), with_role(Role.PUPIL)
PREVIEWERS = STAFF | with_role(Role.AUTHOR, Role.MENTOR, Role.GUEST)
ADMINISTRATORS = with_role(Role.ADMIN)
TOWNS_ADMINISTRATOR = frozenset({Visitor.ADMINISTRATOR})
VILLAGES_ADMINISTRATOR = ADMINISTRATORS - TOWNS_ADMINISTRATOR

TABLE: list[tuple[Group, str]] = [
    (
        Group(EVERYBODY),
        """
        /healthz /readyz /static/{digest}/{name} /logo.png
        /lti/login /lti/launch /lti/jwks.json /lti/notices /lti/register /lti/canvas.json
        /admin/sign-in /leave /go /maps/{pack}/{version}/{lang}.css
        """,
    ),
    (Group(NOBODY), "/metrics"),  # with the operator's token only
    (Group(NOBODY), "/pictures/{pack}/{version}/{name}"),  # everybody; but this pack has no picture, so nobody gets one
    (Group(SIGNED_IN), "/language /session /working /about-your-data"),
    (Group(SIGNED_IN - with_role(Role.ADMIN, Role.OFFICER, Role.LEADER)), "/services"),  # those of a class's country
    (
        Group(PUPILS | PREVIEWERS),
        """
        /lessons /lessons/{lesson} /lessons/{lesson}/start /lessons/{lesson}/alternative /lessons/{lesson}/done
        /lessons/{lesson}/{step} /lessons/{lesson}/steps/{step} /lessons/{lesson}/steps/{step}/draft
        /questions /questions/create /questions/lookup /questions/delete
        /me /me/entries/create /me/entries/update /me/services /me/show /me/card /me/card/lines /me/card/file
        /me/transfer /me/transfer/create-code /me/transfer/continue /me/transfer/redeem
        /live-lesson /live-lesson/exit-ticket /feedback/read /requirements /easy-language
        """,
    ),
    (Group(PUPILS), "/boards"),
    (
        Group(PUPILS_HERE, own=PUPILS),
        "/boards/{board} /boards/{board}/post /boards/{board}/react /boards/{board}/delete-post",
    ),
    (
        Group(TEACHERS_HERE, own=STAFF, acts=TEACHERS_HERE),
        """
        /teacher/class/{id} /teacher/class/{id}/refresh /teacher/class/{id}/confirm-leavers
        /teacher/class/{id}/not-pupils /teacher/class/{id}/figures /teacher/class/{id}/figures/read
        /teacher/class/{id}/report
        /teacher/class/{id}/questions /teacher/class/{id}/questions/answer
        /teacher/class/{id}/boards /teacher/class/{id}/boards/new
        /teacher/class/{id}/boards/{board} /teacher/class/{id}/boards/{board}/export
        /teacher/class/{id}/boards/{board}/moderate /teacher/class/{id}/boards/{board}/settings
        /teacher/class/{id}/live-lesson /teacher/class/{id}/live-lesson/wall /teacher/class/{id}/live-lesson/start
        /teacher/class/{id}/live-lesson/exit-ticket /teacher/class/{id}/live-lesson/length
        /teacher/class/{id}/live-lesson/end
        /teacher/class/{id}/remind /teacher/class/{id}/remind/send
        /teacher/class/{id}/attestations /teacher/class/{id}/attestations/create
        /teacher/class/{id}/attestations/retract
        /teacher/class/{id}/log /teacher/class/{id}/acts/undo
        /teacher/class/{id}/groups /teacher/class/{id}/groups/remove
        /teacher/class/{id}/accounts /teacher/class/{id}/accounts/join /teacher/class/{id}/accounts/separate
        /teacher/class/{id}/source-judgement /teacher/class/{id}/lessons/{lesson} /teacher/class/{id}/objectives
        /teacher/class/{id}/lessons/{lesson}/printout
        /teacher/class/{id}/gradebook /teacher/class/{id}/gradebook/retry
        /teacher/class/{id}/gradebook/lower
        /teacher/class/{id}/curriculum /teacher/class/{id}/curriculum/accept
        /teacher/class/{id}/self-assessment /teacher/class/{id}/self-assessment/save
        /teacher/class/{id}/lessons /teacher/class/{id}/reports /teacher/class/{id}/help
        /teacher/pupil/{id}/cell/{column}
        /teacher/pupil/{id} /teacher/pupil/{id}/report /teacher/pupil/{id}/comment
        """,
    ),
    (
        Group(TEACHERS_HERE, acts=TEACHERS_HERE),
        "/teacher/class/{id}/groups/save",
    ),  # the form names a group of the class
    (
        Group(TEACHERS_HERE - {Visitor.ASSISTANT}, acts=TEACHERS_HERE - {Visitor.ASSISTANT}),
        "/teacher/pupil/{id}/talked /teacher/pupil/{id}/talked/undo /teacher/pupil/{id}/agreements/delete",
    ),
    (Group(STAFF), "/desk"),  # their own classes only
    (
        Group(TEACHERS_HERE, own=STAFF, acts=TEACHERS_HERE),
        """
        /desk/class/{id} /desk/class/{id}/answer /desk/class/{id}/handle /desk/class/{id}/postpone
        /desk/class/{id}/undo /desk/class/{id}/confirm
        """,
    ),
    (
        Group(STAFF),
        """
        /teacher/training /teacher/training/check /teacher/training/case /teacher/training/delete
        /teacher/training/certificate
        """,
    ),
    (Group(STAFF | with_role(Role.AUTHOR)), "/deeplink /deeplink/country /deeplink/answer"),
    (Group(with_role(Role.MENTOR), acts=frozenset({Visitor.MENTOR})), "/mentor"),
    (Group(frozenset({Visitor.MENTOR}), acts=frozenset({Visitor.MENTOR}), only_first=True), "/mentor/pupil/{id}"),
    (
        Group(with_role(Role.OFFICER)),
        "/privacy /privacy/export /privacy/confirm-erasure /privacy/erase",
    ),
    (
        Group(frozenset({Visitor.GUEST})),  # the platform's own administrator
        "/administrators /administrators/request-access /administrators/sign-in",
    ),
    (Group(with_role(Role.LEADER)), "/school"),  # of the school that an administrator gave them, and no other
    (Group(STAFF | with_role(Role.AUTHOR, Role.GUEST)), "/school/access /school/access/request"),
    (Group(NOBODY), "/school/access/open"),  # nobody here has been given a school but the leader, who is in it
    (
        Group(TOWNS_ADMINISTRATOR, own=VILLAGES_ADMINISTRATOR, acts=TOWNS_ADMINISTRATOR),
        """
        /admin/people/{id}/approve /admin/people/{id}/remove
        /admin/leaders/{id}/give /admin/leaders/{id}/remove
        /admin/platforms/{id} /admin/platforms/{id}/approve /admin/platforms/{id}/disable
        /admin/platforms/{id}/check
        /admin/packs/uploads/{hash} /admin/packs/uploads/{hash}/load
        /admin/packs/overlays/{hash} /admin/packs/overlays/{hash}/load /admin/packs/overlays/{hash}/remove
        /admin/school-year/class /admin/school-year/undo
        """,
    ),
    (
        Group(TOWNS_ADMINISTRATOR, acts=TOWNS_ADMINISTRATOR),
        "/admin/platforms/{id}/deployments",
    ),  # the town has answered the question
    (Group(NOBODY, own=VILLAGES_ADMINISTRATOR), "/admin/platforms/{id}/deployment-kind"),  # of what they are, once
    (Group(NOBODY), "/admin/packs/{id}/go-back"),  # there is no version before the loaded one
    (Group(NOBODY), "/admin/platforms/{id}/same-as /admin/platforms/{id}/undo"),  # no platform here came a second time
    (Group(NOBODY), "/admin/statistics/{code}"),  # no school here is large enough
    (
        Group(ADMINISTRATORS),
        """
        /admin /admin/help /admin/organisation /admin/organisation/save /admin/schools /admin/schools/save
        /admin/school-year /admin/school-year/rollover /admin/retention /admin/retention/save /admin/retention/withdraw
        /admin/self-test /admin/privacy /admin/self-assessments
        /admin/guidance-plan/{pack} /admin/statistics /admin/statistics/snapshot
        /admin/connect/{family} /admin/connect/{family}/invitation /admin/connect/{family}/manual
        /admin/packs /admin/packs/{id}/changes-since/{version} /admin/packs/uploads/{hash}/delete
        """,
    ),
]
ANSWERED = {path: group for group, paths in TABLE for path in paths.split()}


def undecided(paths: Iterable[str]) -> list[str]:
    """The routes that the table says nothing about."""
    return [path for path in paths if path not in ANSWERED]
