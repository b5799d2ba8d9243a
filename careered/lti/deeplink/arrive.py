"""A deep linking launch becomes a visit to the picker; what the platform wants is kept with the visit."""

from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select, update

from careered.clock import now
from careered.db.lookup import lookup, same
from careered.lti import arrival
from careered.lti.claims import Launch
from careered.lti.deeplink.request import read_wish
from careered.lti.deeplink.trust import check_return_url
from careered.lti.registration import Registration
from careered.lti.tables import DeepLinkingRow
from careered.packs.models import Pack
from careered.roster.copies import choose_pack
from careered.roster.read import class_room
from careered.web.edge import House
from careered.web.permissions import Role
from careered.web.refusals import Refused
from careered.web.sessions import LIFETIME, hash_of, set_languages
from careered.web.viewer import Viewer

_table = DeepLinkingRow.__table__
_ROWS = select(_table)
_CHOOSERS = {Role.TEACHER, Role.ASSISTANT, Role.AUTHOR}


def receive(db: Connection, house: House, registration: Registration, found: Launch) -> tuple[Viewer, str]:
    """A visit to the picker. Refuses with not_allowed who may not add activities, with return_url_untrusted a stranger.

    Nothing is written before both are settled.
    """
    if arrival.role_of(found) not in _CHOOSERS:
        raise Refused("not_allowed")
    check_return_url(read_wish(found.deep_linking).return_url, registration)
    visit = arrival.receive(db, house, registration, found)
    room = class_room(db, registration.organisation_id, visit.viewer.class_id)
    row = {
        "organisation_id": registration.organisation_id,
        "token_hash": hash_of(visit.viewer.token),
        "platform_id": registration.platform_id,
        "deployment_id": found.deployment_id,
        "grade": room.grade if room else None,
        "pack_id": room.pack_id if room else visit.pack.id,
        "settings": dict(found.deep_linking),
        "created_at": now(),
    }
    db.execute(insert(_table).values(**row))
    return visit.viewer, "/deeplink"


def wanted(db: Connection, viewer: Viewer) -> DeepLinkingRow:
    """What this visit's platform wants; refuses with already_answered once it has its answer."""
    keys = {"organisation_id": viewer.organisation_id, "token_hash": hash_of(viewer.token)}
    row = lookup(db, _ROWS, _table, **keys).mappings().first()
    if row is None:
        raise Refused("already_answered")
    return DeepLinkingRow(**row)


def switch(db: Connection, viewer: Viewer, row: DeepLinkingRow, pack: Pack) -> None:
    """Lessons of another country for this class, unless pupils have begun: then its own stay."""
    if not choose_pack(db, row.organisation_id, viewer.class_id, pack.id):
        return
    where = same(_table, organisation_id=row.organisation_id, token_hash=row.token_hash)
    db.execute(update(_table).where(where).values(pack_id=pack.id, grade=None))
    set_languages(db, viewer.token, pack.languages, pack.default_language)


def answered(db: Connection, row: DeepLinkingRow) -> None:
    """The platform gets its answer: it is given once."""
    where = same(_table, organisation_id=row.organisation_id, token_hash=row.token_hash)
    if not db.execute(delete(_table).where(where)).rowcount:
        raise Refused("already_answered")


def forget_old(db: Connection, older: timedelta = LIFETIME) -> None:
    """Drop what was never answered."""
    db.execute(delete(_table).where(_table.c.created_at < now() - older))
