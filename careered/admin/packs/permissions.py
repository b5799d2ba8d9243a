"""Which packs an administrator may load: those of the organisation's own countries.

Packs are shared by the whole installation, so one organisation must not change the pack of another's country.
"""

from sqlalchemy import Connection, select

from careered.db.queries import where_equal
from careered.lti.tables import Platform
from careered.packs import version_store
from careered.packs.models import Pack
from careered.roster.tables import Organisation, SchoolClass
from careered.web.errors import RequestError
from careered.web.request import PageRequest

_organisations, _platforms, _classes = Organisation.__table__, Platform.__table__, SchoolClass.__table__


def check_may_load(req: PageRequest, pack: Pack) -> None:
    """Raises RequestError not_allowed if the pack is of none of the organisation's countries."""
    countries = _countries(req.db, req.viewer.organisation_id)
    if countries and pack.country not in countries:
        raise RequestError("not_allowed")


def _countries(db: Connection, organisation_id: str) -> set[str]:
    """Countries (upper case) of the organisation, its platforms and the packs of its classes; may be empty."""
    organisation = {"organisation_id": organisation_id}
    own_country = (
        db.execute(select(_organisations.c.country).where(where_equal(_organisations, **organisation))).scalars().all()
    )
    platforms = db.execute(select(_platforms.c.country).where(where_equal(_platforms, **organisation))).scalars().all()
    used_pack_ids = set(
        db.execute(select(_classes.c.pack_id).where(where_equal(_classes, **organisation)).distinct()).scalars()
    )
    packs = [version["country"] for version in version_store.loaded_versions(db) if version["pack_id"] in used_pack_ids]
    return {country.upper() for country in [*own_country, *platforms, *packs] if country}
