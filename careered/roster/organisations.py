"""The organisation's profile: its name, country and default language."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from careered.db.queries import where_equal
from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.roster.tables import Organisation, SchoolClass

_organisations, _classes = Organisation.__table__, SchoolClass.__table__


@dataclass(frozen=True)
class OrganisationProfile:
    """A provider of education. country (ISO 3166) and lang are "" until an administrator sets them."""

    name: str
    country: str
    lang: str


def get_profile(db: Connection, organisation_id: str) -> OrganisationProfile:
    """The profile; all fields "" where there is no such organisation."""
    columns = (_organisations.c.name, _organisations.c.country, _organisations.c.lang)
    row = db.execute(select(*columns).where(where_equal(_organisations, organisation_id=organisation_id))).first()
    return OrganisationProfile(*row) if row else OrganisationProfile("", "", "")


def pack_of_organisation(db: Connection, pack_store: PackStore, organisation_id: str) -> Pack | None:
    """The current pack of the organisation's country; None while it names no country, or that has no pack."""
    country = get_profile(db, organisation_id).country
    return pack_store.pack_of_country(db, country) if country else None


def timezone_of_organisation(db: Connection, pack_store: PackStore, organisation_id: str) -> str:
    """The time zone of every time on its administrators' pages: that of its country's pack, or while it has named no
    country, of its first class's; "" while there is neither.
    """
    pack = pack_of_organisation(db, pack_store, organisation_id)
    if pack is None:
        of_organisation = where_equal(_classes, organisation_id=organisation_id)
        first = (
            select(_classes.c.pack_id).where(of_organisation).order_by(_classes.c.created_at, _classes.c.id).limit(1)
        )
        pack_id = db.execute(first).scalar_one_or_none()
        pack = pack_store.pack(db, pack_id) if pack_id else None
    return pack.timezone if pack else ""


def update_profile(db: Connection, organisation_id: str, profile: OrganisationProfile) -> None:
    """Store the profile that an administrator has entered."""
    values = {"name": profile.name, "country": profile.country, "lang": profile.lang}
    db.execute(
        update(_organisations).where(where_equal(_organisations, organisation_id=organisation_id)).values(**values)
    )


def find_organisation(db: Connection, id_or_name: str) -> tuple[str, str] | None:
    """Id and name of the organisation with this id, or the only one of this name; None for none or several."""
    rows = db.execute(select(_organisations.c.organisation_id, _organisations.c.name)).all()
    matches = [row for row in rows if row.organisation_id == id_or_name] or [
        row for row in rows if row.name == id_or_name
    ]
    return (matches[0].organisation_id, matches[0].name) if len(matches) == 1 else None
