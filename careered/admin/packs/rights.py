"""Which packs an administrator may load: those of the countries that the organisation has to do with.

A pack is the whole installation's. Where several organisations share one, a neighbour's country is not theirs.
"""

from sqlalchemy import Connection, select

from careered.db.lookup import same
from careered.lti.tables import Platform
from careered.packs import store
from careered.packs.models import Pack
from careered.roster.tables import Organisation, SchoolClass
from careered.web.edge import Ask
from careered.web.refusals import Refused

_organisations, _platforms, _classes = Organisation.__table__, Platform.__table__, SchoolClass.__table__


def check(ask: Ask, pack: Pack) -> None:
    """Refuses with not_allowed the pack of a country that the organisation has nothing to do with."""
    countries = _countries(ask.db, ask.me.organisation_id)
    if countries and pack.country not in countries:
        raise Refused("not_allowed")


def _countries(db: Connection, organisation_id: str) -> set[str]:
    """Its own, those of its platforms, and those of the packs that its classes use; none before there is any."""
    mine = {"organisation_id": organisation_id}
    own = db.execute(select(_organisations.c.country).where(same(_organisations, **mine))).scalars().all()
    platforms = db.execute(select(_platforms.c.country).where(same(_platforms, **mine))).scalars().all()
    used = set(db.execute(select(_classes.c.pack_id).where(same(_classes, **mine)).distinct()).scalars())
    packs = [one["country"] for one in store.versions(db) if one["pack_id"] in used]
    return {country.upper() for country in [*own, *platforms, *packs] if country}
